"""Who is quoted: the name beside a quotation of the source stands in its translation."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from newstrans.checks.base import CheckContext, Example, Rule, finding
from newstrans.model import Finding, NameStatus, Severity, Span
from newstrans.text.phrase import phrase
from newstrans.text.sound import sounds_in

_QUOTED = re.compile(r"[“„«\"‟»「『][^“”„«»\"「」『』\n]{3,600}[”“»\"«」』]")
_SAYING = {
    "en": r"said|says|told|added|adds|wrote|asked|replied|explained|insisted|argued|warned|announced|stated|tweeted|called|commented|noted|continued|according to",
    "pt": r"disse|diz|afirmou|declarou|acrescentou|escreveu|perguntou|explicou|segundo|garantiu", "es": r"dijo|dice|afirmó|declaró|añadió|escribió|explicó|señaló|según|aseguró",
    "fr": r"a dit|dit|déclaré|affirmé|ajouté|écrit|expliqué|selon|estime", "de": r"sagte|sagt|erklärte|schrieb|betonte|fügte|meinte|zufolge|laut|twitterte",
    "it": r"ha detto|detto|dice|dichiarato|affermato|aggiunto|scritto|secondo|spiegato", "ru": r"сказал\w?|заявил\w?|написал\w?|добавил\w?|отметил\w?|по словам|сообщил\w?",
    "uk": r"сказа\w+|заяви\w+|написа\w+|дода\w+|зазнач\w+|за словами|повідоми\w+|наголоси\w+",
}  # fmt: skip
_NAME = re.compile(r"(?<![\w’'])[^\W\d_a-zа-яіїєґ]\w+(?:[ -](?:(?:de|da|do|van|von|der|bin|al|el|la) )?[^\W\d_a-zа-яіїєґ]\w+)+")
_REACH = 60  # characters between a quotation and its speaker


@lru_cache(maxsize=4096)
def _speakers(text: str, language: str) -> tuple[Span, ...]:
    """Names of two words and more that stand with a verb of saying beside a quotation."""
    saying = _SAYING.get(language)
    if not saying:
        return ()
    quoted = [Span(*match.span()) for match in _QUOTED.finditer(text)]
    found: list[Span] = []
    taken: set[Span] = set()
    for match in _NAME.finditer(text):
        if any(span.start <= match.start() < span.end for span in quoted):
            continue
        beside = [span for span in quoted if span not in taken and ( 0 <= match.start() - span.end <= _REACH or 0 <= span.start - match.end() <= _REACH)]
        for span in beside[:1]:
            between = text[span.end : match.end() + 25] if match.start() >= span.end else text[max(0, match.start() - 25) : span.start]
            if re.search(rf"(?<!\w)(?:{saying})(?!\w)", between, re.IGNORECASE):
                found.append(Span(*match.span()))
                taken.add(span)
    return tuple(found)


def _find(context: CheckContext) -> Iterator[Finding]:
    told = {use.text: use.accepted for use in context.names if use.status is not NameStatus.MISSING}
    for piece in context.pieces():
        if not piece.target.strip():
            continue
        for span in _speakers(piece.source, context.source_language):
            name = piece.source[slice(*span)]
            forms = next((forms for text, forms in told.items() if text in name), ())
            if any(form.casefold() in piece.target.casefold() for form in forms):
                continue
            if not any(sounds_in(word, piece.target) for word in re.findall(r"\w+", name) if word[0].isupper()):
                yield finding(
                    context, "speaker", Severity.WARNING, phrase("“{name}” is quoted in the source; the sentence of the edition does not name them", name=name),
                    source=piece.source_span(*span), target=piece.target_span(0, len(piece.target)),
                )  # fmt: skip


CHECK = Rule(
    id="speaker",
    name=phrase("Speaker"),
    description=phrase(
        "The source quotes somebody by name and the same sentence of the edition does not have the name. Names are compared by "
        "sound, so that any spelling and script will do; Chinese, Japanese and Thai are not judged."
    ),
    severity=Severity.WARNING,
    find=_find,
    example=Example("en", "“We will stay,” said Maria Kovalenko.", "de", "„Wir bleiben“, sagte die Sprecherin."),
)
