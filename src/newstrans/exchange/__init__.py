"""Editions for translators' tools and back: XLIFF 1.2 and 2.0, gettext PO, TMX 1.4b."""

from __future__ import annotations

from newstrans.errors import ExchangeError
from newstrans.exchange.answers import Answers, apply_answers
from newstrans.exchange.answers import Imported as Imported
from newstrans.exchange.po import edition_to_po, read_po
from newstrans.exchange.tmx import edition_to_tmx, read_tmx
from newstrans.exchange.xliff import edition_to_xliff, read_xliff
from newstrans.model import Edition

FORMATS = ("xliff", "xliff2", "po", "tmx")


def export_edition(edition: Edition, kind: str, *, digest: str) -> bytes:
    """The edition as a file of `kind` (one of `FORMATS`); `digest` is the SHA-256 of the edition's own file."""
    if kind == "po":
        return edition_to_po(edition, digest)
    if kind == "tmx":
        return edition_to_tmx(edition, digest)
    return edition_to_xliff(edition, digest, version={"xliff": "1.2", "xliff2": "2.0"}[kind])


def read_answers(data: bytes, *, name: str) -> Answers:
    """What a translator's file holds; its format is seen from its bytes.

    Raises:
        ExchangeError: it is none of the formats, or damaged.

    """
    start = data.lstrip(b"\xef\xbb\xbf \t\r\n")[:1]
    if start == b"<" or data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        head = data[:4096].replace(b"\0", b"")
        return read_tmx(data, name=name) if b"<tmx" in head else read_xliff(data, name=name)
    return read_po(data, name=name)


def import_answers(edition: Edition, data: bytes, *, name: str, digest: str) -> Imported:
    """`edition` (whose file has the SHA-256 `digest`) with what a translator changed in the file `name`.

    Raises:
        ExchangeError: the file cannot be read, was made from another edition or an older state of this one, or has no
            sentence of it.

    """
    answers = read_answers(data, name=name)
    if answers.edition and answers.edition != digest:
        raise ExchangeError(
            name, "was made from another edition, or the edition has changed since. Export it again: newstrans export"
        )
    done = apply_answers(edition, answers, name=name)
    if not answers.answers or len(done.refused) == len(answers.answers):
        first = f": {done.refused[0].reason}" if done.refused else ""
        raise ExchangeError(name, f"has no sentence of this edition that can be taken{first}")
    return done
