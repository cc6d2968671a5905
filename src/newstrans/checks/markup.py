"""Emphasis and links of the unit, addresses and handles in its text."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from newstrans.checks.base import CheckContext, Example, Rule, finding
from newstrans.model import Finding, Mark, Severity, Span
from newstrans.text.phrase import phrase

_TAG = re.compile(r"</?[A-Za-z][A-Za-z0-9-]{0,20}(?:\s[^<>\n]{0,200})?/?>|&(?:[a-z]{2,8}|#\d{2,5});|\]\(\s?[a-z]+://[^\s)]{1,500}\)|(?<!\*)\*\*(?=[^\s*])")
_ADDRESS = re.compile(
    r"(?P<address>(?:https?://|ftp://|www\.)[^\s<>\"“”«»「」、。，]{1,2000}|(?<![\w.+-])[\w.+-]{1,64}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){1,5})"
    r"|(?P<handle>(?<![\w@#/&.])[@#][A-Za-z_]\w{1,60})", re.ASCII
)  # fmt: skip


def _find(context: CheckContext) -> Iterator[Finding]:
    yield from _marks(context)
    known = Counter(match.group() for match in _TAG.finditer(context.source))
    for match in _TAG.finditer(context.target):
        if not known[match.group()]:
            yield finding(
                context, "markup", Severity.ERROR, phrase("“{words}” is markup that the source does not have", words=match.group()[:60]), target=Span(*match.span())
            )
        known[match.group()] -= 1
    for match in _TAG.finditer(context.source):
        if match.group() not in context.target:
            yield finding(context, "markup", Severity.ERROR, phrase("“{words}” of the source is lost", words=match.group()[:60]), source=Span(*match.span()))


def _marks(context: CheckContext) -> Iterator[Finding]:
    """Each mark of the source has a partner of its kind with words in it; a link one with the same target."""
    open_ = [mark for mark in context.unit.marks if mark.start < mark.end or mark.start == mark.end]
    for mark in context.unit.unit.marks:
        words = context.source[mark.start : mark.end]
        if mark.start < mark.end and not words.strip():
            continue
        alike = [one for one in open_ if one.tag == mark.tag and (one.start < one.end) == (mark.start < mark.end)]
        partner = next((one for one in alike if one.attributes == mark.attributes), None)
        if partner is None and (void := next((one for one in open_ if one.tag == mark.tag and one.attributes == mark.attributes), None)):
            open_.remove(void)  # it stands, but round no words
        if partner is None and mark.tag == "a":
            partner = next((one for one in alike if one.attributes not in [m.attributes for m in context.unit.unit.marks]), None)
            if partner:
                yield _mark(context, Severity.ERROR, phrase("the link of “{words}” leads to {target}, in the source to {source}", words=words, target=_target(partner), source=_target(mark)), mark, partner)
        if partner:
            open_.remove(partner)
        elif mark.start == mark.end:
            yield _mark(context, Severity.WARNING, phrase("<{tag}> of the source is lost", tag=mark.tag), mark, None)
        else:
            link = mark.tag == "a"
            message = phrase("the link of “{words}” is lost", words=words) if link else phrase("the <{tag}> of “{words}” is lost", tag=mark.tag, words=words)
            yield _mark(context, Severity.ERROR if link else Severity.WARNING, message, mark, None)
    had = {mark.tag for mark in context.unit.unit.marks}
    for one in open_:
        if one.tag not in had:
            yield _mark(context, Severity.ERROR, phrase("<{tag}> is markup that the source does not have", tag=one.tag), None, one)


def _mark(context: CheckContext, severity: Severity, message: str, source: Mark | None, target: Mark | None) -> Finding:
    return finding(
        context, "markup", severity, message,
        source=Span(source.start, source.end) if source else None, target=Span(target.start, target.end) if target else None,
    )  # fmt: skip


def _target(mark: Mark) -> str:
    return dict(mark.attributes).get("href", phrase("nowhere"))


def _find_addresses(context: CheckContext) -> Iterator[Finding]:
    there = Counter(_trimmed(match.group()) for match in _ADDRESS.finditer(context.target))
    here: Counter[str] = Counter()
    for match in _ADDRESS.finditer(context.source):
        text = _trimmed(match.group())
        here[text] += 1
        if here[text] > there[text] and text not in context.target:
            severity = Severity.ERROR if match.lastgroup == "address" else Severity.WARNING
            yield finding(
                context, "address", severity, phrase("“{words}” of the source does not stand in the edition", words=text),
                source=Span(match.start(), match.start() + len(text)),
            )  # fmt: skip
    for match in _ADDRESS.finditer(context.target):
        text = _trimmed(match.group())
        if match.lastgroup == "address" and text not in context.source:
            yield finding(
                context, "address", Severity.ERROR, phrase("“{words}” of the edition is not in the source", words=text),
                target=Span(match.start(), match.start() + len(text)),
            )  # fmt: skip


def _trimmed(address: str) -> str:
    bare = address.rstrip(".,;:!?'’…")
    return bare[:-1] if bare.endswith(")") and bare.count("(") < bare.count(")") else bare


MARKUP = Rule(
    id="markup",
    name=phrase("Links and emphasis"),
    description=phrase(
        "A link of the source is lost or leads somewhere else, or the edition has markup that the source has not (error); "
        "emphasis is lost (warning)."
    ),
    severity=Severity.ERROR,
    find=_find,
    for_copies=True,
    example=Example("en", "The ministry denied it.", "fr", "Le ministère l’a <b>démenti</b>."),
)

ADDRESS = Rule(
    id="address",
    name=phrase("Addresses"),
    description=phrase("A web or e-mail address of the source is lost, changed or added (error); a handle or hashtag is lost or changed (warning)."),
    severity=Severity.ERROR,
    find=_find_addresses,
    example=Example("en", "Write to press@example.org today.", "es", "Escriba hoy a prensa@example.org."),
)
