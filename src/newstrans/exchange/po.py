"""gettext PO, for Poedit and Weblate: one entry for each sentence, codes as <g1>…</g1> and <x2/>, engine's text fuzzy."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from newstrans.errors import ExchangeError
from newstrans.exchange.answers import Answer, Answers
from newstrans.exchange.segments import Code, Sentence, Token, joined, sentences, text_of
from newstrans.formats.edition_layout import fit
from newstrans.languages import declared_tag
from newstrans.model import Edition

_TAG = re.compile(r"<(/?)([gx])(\d{1,6})(/?)>")
_EDITION = "X-Newstrans-Edition"


def edition_to_po(edition: Edition, digest: str) -> bytes:
    """The edition as a PO file; `digest` is the SHA-256 of its file.

    A sentence whose words look like one of our codes is left out: it could not be read back for certain.
    """
    import polib

    file = polib.POFile(wrapwidth=0, check_for_duplicates=False)
    file.metadata = {
        "Project-Id-Version": f"{fit(edition.story.slug)} {edition.locale}",
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=utf-8",
        "Content-Transfer-Encoding": "8bit",
        "Language": edition.locale.replace("-", "_"),
        "X-Source-Language": declared_tag(edition.language) or "",
        _EDITION: digest,
    }
    for sentence in sentences(edition):
        if _TAG.search(text_of((*sentence.source, *(sentence.target or ())))):
            continue
        file.append(
            polib.POEntry(
                msgctxt=fit(sentence.key), msgid=_flat(sentence.source), msgstr=_flat(sentence.target or ()),
                flags=["fuzzy"] if sentence.origin == "mt" else [],
                comment=_comment(sentence, edition),
            )
        )  # fmt: skip
    return (str(file).rstrip("\n") + "\n").encode()


def _comment(sentence: Sentence, edition: Edition) -> str:
    kind = edition.units[sentence.unit].unit.kind.value
    codes = "; ".join(
        f"<{'x' if sign.void else 'g'}{key}> is {sign.tag}" for key, sign in sentence.signs.items()
    )
    return f"{kind}: keep {codes}" if codes else kind


def _flat(parts: tuple[Token, ...]) -> str:
    shapes = {"open": "<g{}>", "close": "</g{}>", "void": "<x{}/>"}
    return "".join(part if isinstance(part, str) else shapes[part.kind].format(part.id) for part in parts)


def read_po(data: bytes, *, name: str) -> Answers:
    """What a PO file holds. Fuzzy entries are read too: what changed in them has changed.

    Raises:
        ExchangeError: not UTF-8, or no PO.

    """
    import polib

    try:
        text = data.decode("utf-8-sig")
        file = polib.pofile(text, check_for_duplicates=False)
    except (OSError, ValueError, UnicodeDecodeError) as error:
        raise ExchangeError(name, f"is no PO file in UTF-8 ({error})") from error
    return Answers("po", str(file.metadata.get(_EDITION, "")), tuple(_answers(file)))


def _answers(file: Any) -> Iterator[Answer]:
    for entry in file:
        if entry.obsolete:
            continue
        target = joined(_tokens(entry.msgstr)) if entry.msgstr else None
        state = "initial" if target is None else "translated" if entry.fuzzy else "reviewed"
        yield Answer(entry.msgctxt or "", joined(_tokens(entry.msgid)), target, state)


def _tokens(text: str) -> Iterator[Token]:
    at = 0
    for match in _TAG.finditer(text):
        close, letter, key, void = match.groups()
        if (letter == "x") != bool(void) or (close and void):
            continue  # no code of ours: text
        yield text[at : match.start()]
        yield Code("void" if void else "close" if close else "open", key)
        at = match.end()
    yield text[at:]
