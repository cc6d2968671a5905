"""Quotation marks of the house: the edition has those of its locale, at each depth."""

from __future__ import annotations

import re
from collections.abc import Iterator

from newstrans.checks.base import CheckContext, Example, Rule, finding
from newstrans.localise.locale import load_locale
from newstrans.localise.quotes import read_quotes
from newstrans.model import Finding, Severity, Span
from newstrans.text.phrase import phrase

_ANY = re.compile("[\"“”„‟«»‹›「」『』＂〝〞]|(?<!\\w)['‘‚]")


def _find(context: CheckContext) -> Iterator[Finding]:
    if not _ANY.search(context.target):
        return
    marks, _, left = read_quotes(context.target)
    if left.open or any(mark.depth < 0 for mark in marks):
        return  # "quotes" speaks of what is not closed
    style = load_locale(context.edition.locale, context.policy.locales).quotes
    for mark in marks:
        wanted = style.mark(mark.depth, opening=mark.opening).strip()
        if context.target[mark.at] != wanted:
            pair = style.inner if mark.depth % 2 else style.outer
            said = _INSIDE if mark.depth % 2 else _OUTSIDE
            yield finding(
                context, "marks", Severity.WARNING,
                phrase(said, mark=context.target[mark.at], locale=context.edition.locale, opening=pair[0], closing=pair[1]),
                target=Span(mark.at, mark.at + 1), fix=wanted,
            )  # fmt: skip
            return  # one is enough: the others of the paragraph follow it


_OUTSIDE = phrase("“{mark}” is not the house's quotation mark for {locale}: write {opening}…{closing}")
_INSIDE = phrase("“{mark}” is not the house's quotation mark for {locale}: write {opening}…{closing} inside a quotation")

CHECK = Rule(
    id="marks",
    name=phrase("Quotation marks of the house"),
    description=phrase(
        "A quotation has other marks than the house style of the locale sets (`[quotes]` in its `locale.toml`, CLDR's where it "
        "has none), also inside another quotation. The first wrong mark of a paragraph is shown, with the mark it should be."
    ),
    severity=Severity.WARNING,
    find=_find,
    example=Example("en", "“We will stay,” she said.", "de", "\"Wir bleiben\", sagte sie."),
)
