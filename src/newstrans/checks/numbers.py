"""Numbers by value: lost, changed, added, or in another currency."""

from __future__ import annotations

import re
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
        bare = _BARE_COUNTERS.get(context.target_language)
        for match in bare.finditer(target) if bare else ():
            yield finding(
                context, "number", Severity.WARNING, phrase("“{word}” counts something, and no number stands before it", word=match.group().strip()),
                target=piece.target_span(*match.span()),
            )  # fmt: skip


# Counters that stand behind a number, or behind a word such as "several" or "every".
_BARE_COUNTERS = {
    "ja": re.compile(
        "(?<![0-9０-９〇一二三四五六七八九十百千万億兆数何幾半毎各第前同今来去昨先翌近少青中老壮約・])"
        "(?:番目|回目|人目|本目|年前に|週間前|か月前|周年|分の[0-9０-９一二三四]|月[0-9０-９]{1,2}日)"
        "|(?<![\u3400-\u9fff])約(?:分の|週間|か月|時間|日間|年|人|回|個|[%％])"
        "|(?<=の)つ(?=[はがをのでにと、。])|もうつの|(?<=[はがもにで])つ以上|(?<![次及落])第[ァ-ヶ]"
        "|(?<=[はがのをに])か所|(?<=[のは])枚(?=[がをはで])|(?<=[らとはが、])世紀(?=[まにと])|(?<=[らとはがれ])位(?=[とにで])"
    ),
    "ko": re.compile(
        "(?:^|(?<=[ \"“(]))(?:월 [0-9]{1,2}일|주일 (?:이내|동안|만에)|분 (?:안쪽|동안|이내|만에)|인 이[상하])"
        "|(?<=[과와] )세기|(?:^|(?<=[^0-9몇수십백천만여한두세네] ))년 "
        "|(?<=[가-힣] )(?:에|를|에서|까지|부터)(?= )"  # an ending of case stands behind its word
    ),
    "uk": re.compile(r"(?<=\s)-(?:річн|годинн|денн|хвилинн|тижнев|місячн|кілометров|метров)\w+"),
    "ru": re.compile(r"(?<=\s)-(?:летн|часов|дневн|минутн|недельн|месячн|километров|метров)\w+"),
    "zh": re.compile(
        "(?<![0-9０-９〇一二三四五六七八九十正腊闰每本当次上下 ])月 {0,2}[0-9０-９]{1,2} {0,2}日|月 {0,2}日(?=[，。、的])"
        "|[0-9０-９] {0,2}月 {0,2}日|世[纪紀] {0,2}年代|^ ?世[纪紀] {0,2}[0-9０-９]"
    ),
}


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
