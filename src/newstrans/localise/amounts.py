"""Numbers, percentages and money: the source's values in the locale's figures, scale words and signs.

A figure is rewritten only when the source has the same value, so that nothing is guessed from the target alone.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import lru_cache

from newstrans.localise.locale import EditionLocale, babel_locale
from newstrans.localise.remarks import inside, verbatim_spans
from newstrans.model import Finding, Severity, Span
from newstrans.text.edits import Rewriter
from newstrans.text.numbers import NumberMention, find_numbers, format_number

_GAPS = " \u00a0\u202f\u2009"
_CORE = re.compile(rf"\d{{1,3}}(?:[{_GAPS}]\d{{3}})+(?:[.,]\d+)?(?!\d)|\d+(?:[.,'’]\d+)*")
_TOKEN = re.compile(rf"(?<![\w.,:/])(?:{_CORE.pattern})|(?<=[A-Z]{{3}})(?:{_CORE.pattern})")
_SIGN = re.compile(r"[$€£¥₴₩₹₽₺₪₦₫₱฿₸₾₼₿]|(?<![^\W\d_])[A-Z]{3}(?![^\W\d_])|zł|Kč")
_LONGEST = 24  # digits of a figure; longer ones are no amounts
_PASSES = 4
_MOST = 50  # different scaled amounts looked at in one sentence; more stand in no sentence


@dataclass(frozen=True, slots=True)
class _Figure:
    """A figure of the source: as written, its value without scale, and its place."""

    core: str
    mantissa: Decimal
    mention: NumberMention

    @property
    def span(self) -> Span:
        return Span(self.mention.start, self.mention.end)


def number_tag(locale: EditionLocale) -> str:
    """The tag under which Babel has this locale's numbers."""
    return str(babel_locale(locale.tag)).replace("_", "-")


def localise_amounts(
    draft: Rewriter, mentions: Sequence[NumberMention], *, locale: EditionLocale
) -> list[Finding]:
    """Rewrite figures, percent signs, scale words and currencies of `draft` by the source's `mentions`."""
    figures = [figure for mention in mentions if (figure := _figure(mention)) is not None]
    if not figures:
        return []
    tag = number_tag(locale)
    _figures(draft, figures, tag, locale)
    if any(figure.mention.kind == "percent" for figure in figures):
        _percents(draft, figures, tag, locale)
    notes: list[Finding] = []
    scaled = [figure for figure in figures if figure.mention.multiplier >= 1000]
    if scaled:
        _prefer_scales(draft, scaled, tag, locale)
        notes = _mend_scales(draft, scaled, tag, locale)
    money = [figure for figure in figures if figure.mention.kind == "money"]
    if money:
        _split_off_nation(draft, money)
        # An amount set right can uncover the next one ("GBP 27 €300,000"): until nothing changes, few times at most.
        for _ in range(_PASSES):
            before = len(draft.edits)
            _money(draft, money, tag, locale)
            if len(draft.edits) == before:
                break
    return notes


def _figure(mention: NumberMention) -> _Figure | None:
    if mention.kind not in {"cardinal", "percent", "money"} or mention.spelt:
        return None
    match = _CORE.search(mention.text)
    if not match or len(match[0]) > _LONGEST or not mention.multiplier:
        return None
    return _Figure(match[0], abs(mention.value) / mention.multiplier, mention)


# -- figures ---------------------------------------------------------------------------------------------------------


def _figures(draft: Rewriter, figures: Sequence[_Figure], tag: str, locale: EditionLocale) -> None:
    written = [figure for figure in figures if not figure.core.isdigit()]
    if not written:
        return
    by_value: dict[Decimal, _Figure] = {}
    by_core: dict[str, _Figure] = {}
    by_digits: dict[str, _Figure] = {}
    for figure in written:
        by_value.setdefault(figure.mantissa, figure)
        by_core.setdefault(figure.core, figure)
        by_digits.setdefault(_digits(figure.core), figure)
    kept = verbatim_spans(draft.text)
    for match in reversed(list(_TOKEN.finditer(draft.text))):
        token = match[0]
        if token.isdigit() or len(token) > _LONGEST or inside(*match.span(), kept):
            continue
        value = _value(token, tag)
        right = by_value.get(value) if value is not None else None
        copied = by_core.get(token)
        if right and copied and right.mantissa != copied.mantissa:
            continue  # "1.234" may be either of two numbers of this sentence
        chosen = right or copied or (by_digits.get(_digits(token)) if value is None else None)
        if chosen is None:
            continue
        draft.replace(
            match.start(), match.end(), _format(chosen, tag), rule="number.format",
            reason=f"figures are written as in {locale.tag}", source=chosen.span,
        )  # fmt: skip


def _format(figure: _Figure, tag: str) -> str:
    plain = replace(figure.mention, kind="cardinal", value=figure.mantissa)
    return format_number(figure.mantissa, tag, like=plain)


def _digits(text: str) -> str:
    return "".join(char for char in text if char.isdigit())


@lru_cache(maxsize=4096)
def _value(token: str, tag: str) -> Decimal | None:
    """Value of a lone figure as `tag` writes it; None when it is not one number there."""
    found = find_numbers(token, tag)
    if len(found) == 1 and found[0].text == token and found[0].kind in {"cardinal", "year"}:
        return found[0].value
    return None


# -- percent ---------------------------------------------------------------------------------------------------------


def _percents(draft: Rewriter, figures: Sequence[_Figure], tag: str, locale: EditionLocale) -> None:
    wanted = {figure.mention.value: figure for figure in figures if figure.mention.kind == "percent"}
    for mention in reversed(find_numbers(draft.text, tag)):
        figure = wanted.get(mention.value)
        match = re.search(rf"\d([{_GAPS}]?)%$", mention.text)
        if mention.kind != "percent" or figure is None or match is None:
            continue
        draft.replace(
            mention.start + match.start(1), mention.start + match.end(1), locale.percent_space, rule="percent.space",
            reason=f"the percent sign stands as in {locale.tag}", source=figure.span,
        )  # fmt: skip


# -- scale words -----------------------------------------------------------------------------------------------------


def _prefer_scales(draft: Rewriter, figures: Sequence[_Figure], tag: str, locale: EditionLocale) -> None:
    """Words that are right elsewhere: "3,5 bilhões" is "3,5 mil milhões" in Portugal."""
    if not locale.prefer_scale:
        return
    found = "|".join(re.escape(word) for word in sorted(locale.prefer_scale, key=len, reverse=True))
    numbers = {_format(figure, tag): figure for figure in reversed(figures)}
    for written, figure in sorted(numbers.items())[:_MOST]:
        number = re.escape(written)
        match = re.search(rf"(?<![\d.,]){number}[{_GAPS}]({found})(?!\w)", draft.text)
        if match:
            after = locale.prefer_scale[match[1]]
            draft.replace(
                *match.span(1), after, rule="number.scale", reason=f"“{after}” is the word in {locale.tag}", source=figure.span
            )


def _mend_scales(draft: Rewriter, figures: Sequence[_Figure], tag: str, locale: EditionLocale) -> list[Finding]:
    """Scale words of another size than the source's ("3.5 billones" for "$3.5bn"): put right, or reported."""
    notes = []
    wanted = {figure.mention.value for figure in figures}
    targets = find_numbers(draft.text, tag)
    for figure in list({figure.mention.value: figure for figure in reversed(figures)}.values())[:_MOST]:
        if any(abs(target.value) == abs(figure.mention.value) for target in targets):
            continue
        wrong = [
            target
            for target in targets
            if target.scale
            and target.multiplier != 1
            and abs(target.value) / target.multiplier == figure.mantissa
            and target.value not in wanted
        ]
        if len(wrong) != 1:
            continue
        target = wrong[0]
        word = locale.scales.get(_power(figure.mention.multiplier))
        at = target.text.rfind(target.scale)
        if word is None or at < 0 or figure.mantissa == 1:
            notes.append(
                Finding(
                    "number.scale", Severity.WARNING,
                    f"“{target.text}” is not “{figure.mention.text}”: the engine chose a scale word of another size",
                    source=figure.span, target=Span(target.start, target.end),
                    source_text=figure.mention.text, target_text=target.text,
                )
            )  # fmt: skip
            continue
        start = target.start + at
        draft.replace(
            start, start + len(target.scale), word, rule="number.scale",
            reason=f"“{figure.mention.text}” of the source is {word}, not {target.scale}", source=figure.span, confidence=0.9,
        )  # fmt: skip
        targets = find_numbers(draft.text, tag)
    return notes


def _power(multiplier: Decimal) -> int:
    return multiplier.adjusted() if multiplier > 0 else 0


# -- money -----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Amount:
    """An amount of the target taken apart: where its figure starts, where figure and scale end."""

    start: int
    end: int
    number: str
    amount: str
    prefix: str
    suffix: str


_NATION = re.compile(r"(?<![\w$])((?:EE\.\s?UU\.|EUA|É\.-U\.|Un|UN|EU|USA)\s?)\$(?=\d)")


def _split_off_nation(draft: Rewriter, figures: Sequence[_Figure]) -> None:
    """What Apertium makes of "US$40", "A$5": "EE.UU.$40", "Un$5"; the source's own code follows later."""
    if any(re.match(r"(?:US|A)\$", figure.mention.text) for figure in figures):
        draft.substitute(_NATION, lambda _: "$", rule="currency.symbol", reason="the engine translated a currency sign")


def _money(draft: Rewriter, figures: Sequence[_Figure], tag: str, locale: EditionLocale) -> None:
    wanted = {(abs(figure.mention.value), figure.mention.unit) for figure in figures}
    targets = [target for target in find_numbers(draft.text, tag) if target.kind == "money" and not target.spelt]
    kept = verbatim_spans(draft.text)
    targets = [target for target in targets if not inside(target.start, target.end, kept)]
    pairs: list[tuple[NumberMention, _Figure]] = []
    open_: dict[Decimal, list[_Figure]] = {}
    for figure in figures:
        open_.setdefault(abs(figure.mention.value), []).append(figure)
    # First the amounts whose currency is right, then those that the engine changed.
    for same_unit in (True, False):
        left = []
        for target in targets:
            value = abs(target.value)
            figure_ = _matching(open_.get(value, []), target.unit, same_unit=same_unit)
            if figure_ is None or (not same_unit and (value, target.unit) in wanted):
                left.append(target)
            else:
                # An engine may repeat an amount; a currency that it changed is put right once.
                if not same_unit:
                    open_[value].remove(figure_)
                pairs.append((target, figure_))
        targets = left
        if same_unit:
            used = {id(figure) for _, figure in pairs}
            open_ = {value: [f for f in found if id(f) not in used] for value, found in open_.items()}
    for target, figure in sorted(pairs, key=lambda pair: -pair[0].start):
        _rewrite_money(draft, target, figure, locale)


def _matching(figures: Sequence[_Figure], unit: str, *, same_unit: bool) -> _Figure | None:
    return next((figure for figure in figures if not same_unit or figure.mention.unit == unit), None)


def _rewrite_money(draft: Rewriter, target: NumberMention, figure: _Figure, locale: EditionLocale) -> None:
    text, unit = draft.text, figure.mention.unit
    parts = _take_apart(target)
    if parts is None or not unit or _in_range(text, target):
        return
    start, end = target.start, target.end
    if _glued(text[max(0, start - 1) : start]) or _glued(text[end : end + 1]):
        return
    swapped = target.unit != unit
    in_words = bool(parts.suffix) and not _SIGN.search(parts.suffix)
    if in_words and not parts.prefix and not swapped:
        return  # "27 milhões de libras": the engine said it well
    end = _with_words(text, target, parts, locale) or end
    after = format_money(parts.number, parts.amount, unit, locale, yen="¥" in figure.mention.text)
    if swapped:
        draft.replace(
            start, end, after, rule="currency.swapped", source=figure.span, confidence=0.9,
            reason=f"the source says “{figure.mention.text}”: the engine changed the currency",
        )  # fmt: skip
    else:
        draft.replace(
            start, end, after, rule="currency.symbol", reason=f"amounts in {unit} are written as in {locale.tag}",
            source=figure.span,
        )  # fmt: skip


def format_money(number: str, amount: str, unit: str, locale: EditionLocale, *, yen: bool = False) -> str:
    """An amount in house style: `number` is the figure, `amount` the figure with its scale word.

    `yen` keeps the sign ¥ where the source has it, whichever of the two currencies it means.
    """
    style = locale.money
    symbol = "¥" if yen and unit in {"JPY", "CNY"} else style.symbols.get(unit, unit)
    if symbol.isalpha() and style.plain.startswith("{symbol}{"):
        symbol += "\u00a0"
    if amount == number:
        return style.plain.format(symbol=symbol, number=number)
    name = style.names.get(unit)
    if name is None and "{name}" in style.scaled:
        return f"{amount}\u00a0{symbol.rstrip()}"
    return style.scaled.format(symbol=symbol, amount=amount, name=name)


def _take_apart(target: NumberMention) -> _Amount | None:
    match = _CORE.search(target.text)
    if not match:
        return None
    end = match.end()
    if target.scale:
        at = target.text.find(target.scale, end)
        if at < 0 or at - end > 2:
            return None
        end = at + len(target.scale)
    prefix, suffix = target.text[: match.start()].strip(_GAPS), target.text[end:].strip(_GAPS)
    # "27 € 27 €": the first sign belongs to the amount before.
    if prefix.startswith(("-", "−", "–")) or (_SIGN.search(prefix) and _SIGN.search(suffix)):
        return None
    return _Amount(match.start(), end, match[0], target.text[match.start() : end], prefix, suffix)


def _glued(neighbour: str) -> bool:
    """Whether a neighbour makes an amount part of something else; Hangul particles do not."""
    return bool(neighbour) and (
        neighbour.isdigit() or neighbour.lower() != neighbour.upper() or _SIGN.match(neighbour) is not None
    )


def _in_range(text: str, target: NumberMention) -> bool:
    """Whether the amount is one end of a range ("$3–5 billion"), whose sign serves both."""
    before, after = text[max(0, target.start - 2) : target.start], text[target.end : target.end + 3]
    return bool(re.search(r"\d[-–—~～]$", before) or re.match(r"[-–—~～][$€£\d]", after))


def _with_words(text: str, target: NumberMention, parts: _Amount, locale: EditionLocale) -> int | None:
    """End of "$61 mil millones de dólares", where the engine wrote the currency twice."""
    if parts.suffix:
        return None
    rest = text[target.end : target.end + 40]
    probe = parts.amount + rest
    found = find_numbers(probe, locale.tag)
    if found and found[0].start == 0 and found[0].kind == "money" and found[0].unit in {target.unit, "USD"}:
        return target.end + max(0, found[0].end - len(parts.amount))
    return None


def read_mentions(source: str, language: str) -> list[NumberMention]:
    """The numbers of a source, read once for all rules; [] at once for a text without figures."""
    return find_numbers(source, language) if any(map(str.isdigit, source)) else []

