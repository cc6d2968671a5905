"""Numbers by value: lost, changed, added, or in another currency."""

from __future__ import annotations

from collections.abc import Iterator

from newstrans.checks.base import CheckContext, Example, Piece, Rule, finding
from newstrans.model import Finding, Severity
from newstrans.text.number_compare import NumberMismatch, compare_numbers
from newstrans.text.phrase import phrase


def _find(context: CheckContext) -> Iterator[Finding]:
    for piece in context.pieces():
        if not piece.target.strip():
            continue  # "empty" says it
        target = _without_conversions(context, piece.target)
        for mismatch in compare_numbers(piece.source, target, context.source_tag, context.edition.locale):
            yield _finding(context, piece, mismatch)


def _without_conversions(context: CheckContext, target: str) -> str:
    """`target` with blanks for the "97 km" that the house style put behind "60 milhas"; offsets stay."""
    for segment in context.unit.segments:
        for edit in segment.edits:
            if edit.rule == "unit.converted":
                added = edit.after.strip(" ()")
                target = target.replace(added, " " * len(added), 1)
    return target


def _finding(context: CheckContext, piece: Piece, mismatch: NumberMismatch) -> Finding:
    source, target = mismatch.source, mismatch.target
    return finding(
        context, "number", Severity.ERROR if mismatch.certain else Severity.WARNING, _message(mismatch),
        source=piece.source_span(source.start, source.end) if source else None,
        target=piece.target_span(target.start, target.end) if target else None,
    )  # fmt: skip


def _message(mismatch: NumberMismatch) -> str:
    source, target = mismatch.source, mismatch.target
    if source and target:
        if mismatch.kind == "unit":
            return phrase("the source says “{source}”, the edition “{target}”: check the currency or unit", source=source.text, target=target.text)
        return phrase("the source says “{source}”, the edition “{target}”", source=source.text, target=target.text)
    if source:
        return phrase("“{words}” of the source is not in the edition", words=source.text)
    return phrase("“{words}” of the edition is not in the source", words=target.text if target else "")


CHECK = Rule(
    id="number",
    name=phrase("Numbers"),
    description=phrase(
        "A number of the source is missing, changed or added, or its currency is another. Numbers count by value, "
        "as each language writes them: “1,200”, “1.200” and “1 200” are the same, and so are “5 p.m.” and “17h”. "
        "It is a warning where good translators differ too: a small number in words, a converted measure."
    ),
    severity=Severity.ERROR,
    find=_find,
    example=Example(
        "en",
        "The ministry paid €1.2 million to 350 farmers.",
        "pt-BR",
        "O ministério pagou 1,2 milhão de euros a 530 agricultores.",
    ),
)
