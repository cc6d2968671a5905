"""How often the checks are wrong, and how often they see a fault.

    python benchmarks/checks.py --flores ../shared/eval/flores-dev

Table 1 counts, on human translations, the lines that a check finds fault with: false alarms, but for the slips of
the translators themselves. The check of house style (`marks`) is left out: the translators had another house. Table 2
puts one fault into a line and counts how many are reported: as an error, and at all. Lines are taken by their number:
`--lines even` (the default) or `odd`; docs/checks.md says which of them rules were written for.

Names are those of `--terms` (files of source, target and further columns, tab-separated), and those of the shipped
glossary and of CLDR's countries.
"""

from __future__ import annotations

import argparse
import random
import re
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from pathlib import Path

from babel.numbers import format_currency

from newstrans import resources
from newstrans.checks import ALL_CHECKS, POLICY, run_checks
from newstrans.checks.pair import find_names
from newstrans.glossary.load import load_glossary
from newstrans.glossary.names import Names
from newstrans.languages import is_spaced
from newstrans.model import (
    Edition,
    EditionUnit,
    Finding,
    Mark,
    NameStatus,
    NameUse,
    Segment,
    Severity,
    SourceFile,
    Span,
    Story,
    Treatment,
    Unit,
    UnitKind,
)
from newstrans.segment import split_sentences
from newstrans.text.calendar_names import find_calendar_names
from newstrans.text.negation import find_negations
from newstrans.text.number_words import CURRENCY_SIGNS
from newstrans.text.numbers import find_numbers

SEED = 20240
CHECKS = tuple(check for check in ALL_CHECKS if check.id != "marks")
PAIRS = (
    "en-pt en-es en-fr en-de en-it en-nl en-pl en-uk en-ru en-cs en-sv en-tr en-el en-ar en-he en-hi en-ja en-ko en-zh en-vi en-id en-fi en-hu "
    "en-ro en-bg de-en ru-uk es-ca fr-es pt-gl ja-en ar-en"
).split()


def lines(folder: Path, language: str) -> list[str]:
    return [_unquoted(line.strip()) for line in (folder / f"{language}.txt").read_text("utf-8").splitlines()]


def _unquoted(line: str) -> str:
    """The line without what a spreadsheet put round it when it was saved: marks at both ends, its own marks doubled."""
    inner = line[1:-1].replace('""', "")
    return line[1:-1].replace('""', '"') if line[:1] == line[-1:] == '"' and '""' in line and '"' not in inner else line


def edition(source: str, target: str, source_language: str, locale: str, *, marks: Sequence[tuple[Mark, ...]] = ((), ())) -> Edition:
    """One line as an edition of one sentence."""
    unit = Unit("p1", UnitKind.PARAGRAPH, source, marks=marks[0])
    segment = Segment(0, len(source), source, target=target, machine=target)
    story = Story("s", "s", (unit,), SourceFile("s.txt", "plain", "utf-8", "", len(source)), source_language)
    made = EditionUnit(unit, Treatment.TRANSLATED, segments=(segment,), text=target, marks=marks[1])
    return Edition(story, locale, source_language, units=(made,))


# -- faults: each gives a faulty target, or None where the line has nothing of the kind --------------------------------

Case = tuple[str, str, str, str]  # source, target, their languages
Fault = Callable[[Case, random.Random, Mapping[str, str]], str | None]


def _figures(text: str, language: str) -> list[tuple[int, int, str, str]]:
    return [(m.start, m.end, m.kind, m.text) for m in find_numbers(text, language) if not m.spelt and any(c.isdecimal() for c in m.text)]


def figure_changed(case: Case, rng: random.Random, _: Mapping[str, str]) -> str | None:
    text = case[1]
    numbers = _figures(text, case[3])
    if not numbers:
        return None
    start, end, *_rest = rng.choice(numbers)
    place = rng.choice([i for i in range(start, end) if text[i].isdecimal()])
    zero = ord(text[place]) - int(text[place])
    return text[:place] + rng.choice([chr(zero + d) for d in range(1, 10) if d != int(text[place])]) + text[place + 1 :]


def number_dropped(case: Case, rng: random.Random, _: Mapping[str, str]) -> str | None:
    numbers = _figures(case[1], case[3])
    if not numbers:
        return None
    start, end, *_rest = rng.choice(numbers)
    return case[1][:start] + case[1][end:]


def month_changed(case: Case, rng: random.Random, _: Mapping[str, str]) -> str | None:
    """One weekday or month of the target becomes another of its kind, as it stands somewhere in the language's lines."""
    names = [m for m in find_calendar_names(case[1], case[3]) if m.sure]
    wanted = {(m.kind, m.value) for m in find_calendar_names(case[0], case[2]) if m.sure}
    names = [m for m in names if (m.kind, m.value) in wanted and sum(n.kind == m.kind for n in find_calendar_names(case[1], case[3])) == 1]
    if not names:
        return None
    one = rng.choice(names)
    other = _OTHER.get((case[3], one.kind), {})
    value = rng.choice([v for v in other if v != one.value] or [0])
    return case[1][: one.start] + other[value] + case[1][one.end :] if value else None


_OTHER: dict[tuple[str, str], dict[int, str]] = {}


def currency_swapped(case: Case, _: random.Random, __: Mapping[str, str]) -> str | None:
    """A sign or the word of a currency, where there are no two of them, becomes the pound, or the yen where it was one."""
    money = [m for m in find_numbers(case[1], case[3]) if m.kind == "money" and not m.spelt]
    ours = [m for m in find_numbers(case[0], case[2]) if m.kind == "money"]
    if len(money) != 1 or len(ours) != 1 or money[0].unit != ours[0].unit:
        return None
    figure = re.search(r"\d[\d.,\u00a0 ]*\d|\d", money[0].text)
    if figure is None or not CURRENCY_SIGNS:
        return None
    sign = "€" if money[0].unit != "EUR" else "₴"
    scale = f" {money[0].scale.strip()}" if money[0].scale else ""
    return case[1][: money[0].start] + f"{sign}{figure.group()}{scale}" + case[1][money[0].end :]


def sentence_dropped(case: Case, rng: random.Random, _: Mapping[str, str]) -> str | None:
    """One of as many sentences as the source has; none that is a mere tail of a few words."""
    ours, theirs = split_sentences(case[0], case[2]), split_sentences(case[1], case[3])
    if len(ours) != len(theirs) or len(theirs) < 2:
        return None
    fit = [span for span in theirs if (span.end - span.start) >= 0.2 * len(case[1])]
    if not fit:
        return None
    span = rng.choice(fit)
    return (case[1][: span.start] + case[1][span.end :]).strip()


def quotation_lost(case: Case, _: random.Random, __: Mapping[str, str]) -> str | None:
    """The marks of a quotation go, the words stay."""
    signs = "“”„«»\"「」『』"
    if sum(c in signs for c in case[0]) != 2 or sum(c in signs for c in case[1]) != 2:
        return None
    return "".join(c for c in case[1] if c not in signs)


def negation_dropped(case: Case, _: random.Random, __: Mapping[str, str]) -> str | None:
    """Every word of negation goes from a sentence that has one, as its source has one."""
    ours, theirs = find_negations(case[0], case[2]), find_negations(case[1], case[3])
    if len(ours) != 1 or not 1 <= len(theirs) <= 2:
        return None
    text = case[1]
    for span in reversed(theirs):
        text = text[: span.start] + text[span.end :]
    return re.sub(" {2,}", " ", text).strip()


def word_doubled(case: Case, rng: random.Random, _: Mapping[str, str]) -> str | None:
    if not is_spaced(case[3]):
        return None
    fit = [m for m in re.finditer(r"(?<!\S)[^\W\d_]{5,}(?= )", case[1]) if m.group().islower()]
    if not fit:
        return None
    at = rng.choice(fit)
    return case[1][: at.end()] + " " + at.group() + case[1][at.end() :]


def language_swapped(_: Case, __: random.Random, others: Mapping[str, str]) -> str | None:
    """The same line in another language of the same script, or the source itself."""
    return others["swap"] if len(others["swap"]) > 60 else None


FAULTS: dict[str, tuple[Fault, frozenset[str]]] = {
    "figure changed": (figure_changed, frozenset({"number", "unit", "score", "date"})),
    "number dropped": (number_dropped, frozenset({"number", "date"})),
    "weekday or month changed": (month_changed, frozenset({"date"})),
    "currency swapped": (currency_swapped, frozenset({"number"})),
    "sentence dropped": (sentence_dropped, frozenset({"sentences", "length"})),
    "quotation marks lost": (quotation_lost, frozenset({"quotes"})),
    "negation dropped": (negation_dropped, frozenset({"negation"})),
    "word doubled": (word_doubled, frozenset({"repetition"})),
    "language swapped": (language_swapped, frozenset({"language", "untranslated", "script"})),
}


class Count:
    """Cases of a fault: how many were reported as an error, at all, and by a check that is about it."""

    def __init__(self) -> None:
        self.cases = self.errors = self.seen = 0

    def add(self, found: Sequence[Finding], about: frozenset[str]) -> bool:
        mine = [f for f in found if f.check in about and f.severity is not Severity.INFO]
        self.cases += 1
        self.errors += any(f.severity is Severity.ERROR for f in mine)
        self.seen += bool(mine)
        return bool(mine)

    def __str__(self) -> str:
        if not self.cases:
            return "- | - | - | 0"
        low, high = self.interval
        return f"{100 * self.errors / self.cases:.1f} | {100 * self.seen / self.cases:.1f} | {100 * low:.1f}-{100 * high:.1f} | {self.cases} ({self.cases - self.seen})"

    @property
    def interval(self) -> tuple[float, float]:
        """Wilson's interval of 95 % of the share that is reported at all."""
        z, n = 1.96, self.cases
        share = self.seen / n
        middle, half = share + z * z / (2 * n), z * ((share * (1 - share) + z * z / (4 * n)) / n) ** 0.5
        return (middle - half) / (1 + z * z / n), (middle + half) / (1 + z * z / n)


def chosen(options: argparse.Namespace, source: str, target: str) -> Iterator[tuple[int, str, str]]:
    """The lines of a pair that are measured."""
    pairs = list(zip(lines(options.flores, source), lines(options.flores, target), strict=True))
    keep = [(n, *pair) for n, pair in enumerate(pairs, 1) if n % 2 == (options.lines == "odd")]
    yield from keep[: options.number]


def false_alarms(options: argparse.Namespace) -> None:
    print(f"Table 1. Human translations with a finding, in percent of lines ({options.lines} lines)\n")
    print("| pair | lines | with an error | errors by check | warnings by check | ms a unit |\n|---|---|---|---|---|---|")
    every: Counter[tuple[Severity, str]] = Counter()
    total = wrong = 0
    for pair in options.pairs:
        source, target = pair.split("-")
        kinds: Counter[tuple[Severity, str]] = Counter()
        count = errors = 0
        start = time.perf_counter()
        for number, ours, theirs in chosen(options, source, target):
            found = run_checks(edition(ours, theirs, source, target), checks=CHECKS)
            count += 1
            errors += any(f.severity is Severity.ERROR for f in found)
            kinds.update({(f.severity, f.check) for f in found})
            if options.show:
                for finding in found:
                    print(f"    {pair}:{number} {finding.severity} {finding.check}: {finding.message}")
        taken = 1000 * (time.perf_counter() - start) / max(1, count)
        print(f"| {pair} | {count} | {100 * errors / count:.1f} | {_shares(kinds, Severity.ERROR, count)} | {_shares(kinds, Severity.WARNING, count)} | {taken:.1f} |")
        every += kinds
        total, wrong = total + count, wrong + errors
    print(f"| all | {total} | {100 * wrong / total:.2f} | {_shares(every, Severity.ERROR, total, 2)} | {_shares(every, Severity.WARNING, total, 2)} | |")


def _shares(kinds: Counter[tuple[Severity, str]], severity: Severity, count: int, digits: int = 1) -> str:
    order = [check.id for check in ALL_CHECKS if kinds[severity, check.id]]
    return ", ".join(f"{check} {100 * kinds[severity, check] / count:.{digits}f}" for check in order) or "-"


def seeded(options: argparse.Namespace) -> None:
    print("\nTable 2. Seeded faults that are reported, in percent of cases: as an error, at all with its interval of 95 %\n")
    print("| fault | error | at all | 95 % | cases (missed) |\n|---|---|---|---|---|")
    counts = {name: Count() for name in FAULTS}
    for pair in options.pairs:
        source, target = pair.split("-")
        rng = random.Random(SEED)
        swap = lines(options.flores, _other_language(target, source))
        _learn(options.flores, target)
        for number, ours, theirs in chosen(options, source, target):
            case = (ours, theirs, source, target)
            right: set[str] | None = None
            for name, (fault, about) in FAULTS.items():
                broken = fault(case, rng, {"swap": swap[number - 1]})
                if name not in options.faults or broken is None or broken == theirs or not broken.strip():
                    continue
                right = {f.check for f in run_checks(edition(ours, theirs, source, target))} if right is None else right
                if right & about:
                    continue  # something is found in the line as it is: proves nothing
                if not counts[name].add(run_checks(edition(ours, broken, source, target)), about) and options.show:
                    print(f"    {pair}:{number} {name} MISSED: {ours!r} {broken!r}")
    for name in options.faults:
        print(f"| {name} | {counts[name]} |")
    if len(options.faults) < len(FAULTS):
        return
    for name, count in {**amounts_swapped(options), **marks_lost(options), **names_swapped(options), **names_of_glossary(options)}.items():
        print(f"| {name} | {count} |")


def _other_language(target: str, source: str) -> str:
    groups = ("pt fr it de nl sv tr pl vi fi hu id".split(), "ru bg".split(), "ar fa".split())
    for group in groups:
        if target in group or (target not in "uk el he hi ja ko zh".split() and group is groups[0]):
            return next(one for one in (*group[3:], *group) if one not in (target, source) and {one, target} != {"ru", "bg"})
    return {"uk": "bg", "ru": "bg", "bg": "ru"}.get(target, "en" if source != "en" else "de")


@lru_cache(maxsize=64)
def _learn(folder: Path, language: str) -> None:
    """Collect the weekdays and months of a language as they stand in its lines."""
    for line in lines(folder, language):
        for one in find_calendar_names(line, language):
            if one.sure:
                _OTHER.setdefault((language, one.kind), {}).setdefault(one.value, line[one.start : one.end])


def marks_lost(options: argparse.Namespace) -> dict[str, Count]:
    """A link and an emphasis round words of each line; in the edition one is gone, or leads somewhere else."""
    counts = {"link lost": Count(), "link changed": Count(), "emphasis lost": Count()}
    about = frozenset({"markup"})
    for pair in options.pairs[:8]:
        source, target = pair.split("-")
        for _, ours, theirs in list(chosen(options, source, target))[:40]:
            link, strong = Mark(0, 5, "a", (("href", "https://example.org/a"),)), Mark(6, 12, "strong")
            wrong = replace(link, attributes=(("href", "https://example.org/b"),))
            for name, left in (("link lost", (strong,)), ("link changed", (wrong, strong)), ("emphasis lost", (link,))):
                counts[name].add(run_checks(edition(ours, theirs, source, target, marks=((link, strong), left))), about)
    return counts


def amounts_swapped(options: argparse.Namespace) -> dict[str, Count]:
    """A bare number that both texts have becomes an amount of dollars, as CLDR writes it; in the edition it is another currency.

    Half of them have the sign or code, half the name of the currency ("12 euros").
    """
    counts = {"currency swapped, sign of CLDR": Count(), "currency swapped, name of CLDR": Count()}
    for pair in options.pairs:
        source, target = pair.split("-")
        rng = random.Random(SEED)
        for _, ours, theirs in chosen(options, source, target):
            here = [m for m in find_numbers(ours, source) if m.kind == "cardinal" and m.text.isdecimal() and m.value >= 3 and re.match(r" [a-z]{3}|[.,](?: |$)", ours[m.end :])]
            # A number with a sign of a unit or an ending behind it ("30 m", "10η") cannot become an amount.
            there = {m.text: m for m in find_numbers(theirs, target) if m.kind == "cardinal" and not re.match(r"[^\W\d_]", theirs[m.end :])}
            both = [(m, there[m.text]) for m in here if m.text in there and ours.count(m.text) == theirs.count(m.text) == 1]
            if not both:
                continue
            one, other = rng.choice(both)
            wrong = rng.choice(["EUR", "GBP", "JPY", "RUB"])
            for name, shape in zip(counts, ("standard", "name"), strict=True):
                put = [
                    text[: m.start] + format_currency(m.value, code, "¤#,##0" if shape == "standard" and tag in {"en", "ja", "zh"} else None,
                                                      locale=tag, format_type=shape, decimal_quantization=False, currency_digits=False) + text[m.end :]
                    for text, m, tag, code in ((ours, one, source, "USD"), (theirs, other, target, "USD"), (theirs, other, target, wrong))
                ]  # fmt: skip
                about = frozenset({"number"})
                if any(f.check == "number" for f in run_checks(edition(put[0], put[1], source, target))):
                    continue
                if not counts[name].add(run_checks(edition(put[0], put[2], source, target)), about) and options.show:
                    print(f"    {pair} {name} MISSED: {put[0]!r} {put[2]!r}")
    return counts


def names_of_glossary(options: argparse.Namespace) -> dict[str, Count]:
    """Names of the shipped glossary and countries of CLDR, by their approved forms; and full names that both texts spell alike.

    Swapped: another name of the kind stands in its place. Exchanged: two names of the sentence have changed places.
    """
    counts = {name: Count() for name in ("name of the glossary swapped", "two names of the glossary exchanged", "two full names exchanged")}
    names = Names(load_glossary([resources.find("glossaries")]))
    policy = replace(POLICY, names=names)
    for pair in options.pairs:
        source, target = pair.split("-")
        rng = random.Random(SEED)
        entries = names.entries(source, target)
        by_kind: dict[str, list[str]] = {}
        for entry in entries.values():
            if (term := entry.term(target)) and entry.term(source):
                by_kind.setdefault(entry.kind, []).append(term.preferred)
        for number, ours, theirs in chosen(options, source, target):
            made = find_names(edition(ours, theirs, source, target), names)
            found = run_checks(made, policy=policy)
            placed = []
            for use in made.names:
                form = _only_form(use.accepted, theirs)
                if form and sum(other.entry == use.entry for other in made.names) == 1:
                    placed.append((use, form, entries[use.entry].kind))
            if placed and not any(f.check == "name" for f in found):
                use, form, kind = rng.choice(placed)
                others = [one for one in by_kind[kind] if one != form and form not in one and one not in theirs and one not in use.accepted]
                if others:
                    broken = theirs.replace(form, rng.choice(others))
                    _count(counts, "name of the glossary swapped", run_checks(replace_target(made, broken), policy=policy), "name", pair, number, broken, options)
            if any(f.check == "exchange" for f in found):
                continue
            twos = [(a, b) for n, (_, a, kind) in enumerate(placed) for _, b, other in placed[n + 1 :] if kind == other and a not in b and b not in a]
            if twos:
                broken = _exchanged(theirs, *rng.choice(twos))
                _count(counts, "two names of the glossary exchanged", run_checks(replace_target(made, broken), policy=policy), "exchange", pair, number, broken, options)
            full = [m.group() for m in re.finditer(r"(?<!\w)[A-Z][\w'’]+(?: [A-Z][\w'’]+)+", ours) if theirs.count(m.group()) == ours.count(m.group()) == 1]
            if len(full) >= 2 and source == "en":
                broken = _exchanged(theirs, *full[:2])
                _count(counts, "two full names exchanged", run_checks(edition(ours, broken, source, target)), "exchange", pair, number, broken, options)
    return counts


def _only_form(forms: Sequence[str], text: str) -> str:
    """The form of a name that stands in the text, where it is the only one of them and stands once."""
    pattern = "|".join(rf"(?<!\w){re.escape(form)}(?!\w)" for form in sorted(forms, key=len, reverse=True) if form)
    found = re.findall(pattern, text) if pattern else []
    return found[0] if len(found) == 1 and sum(map(text.count, found)) == 1 else ""


def _count(
    counts: dict[str, Count], name: str, found: Sequence[Finding], check: str, pair: str, number: int, broken: str, options: argparse.Namespace
) -> None:
    if not counts[name].add(found, frozenset({check})) and options.show:
        print(f"    {pair}:{number} {name} MISSED: {broken!r}")


def _exchanged(text: str, one: str, other: str) -> str:
    return re.sub(f"{re.escape(one)}|{re.escape(other)}", lambda match: other if match.group() == one else one, text)


def replace_target(made: Edition, text: str) -> Edition:
    """The edition of one sentence with another text."""
    unit = made.units[0]
    segment = replace(unit.segments[0], target=text, machine=text)
    return replace(made, units=(replace(unit, text=text, segments=(segment,)),))


def names_swapped(options: argparse.Namespace) -> dict[str, Count]:
    """A name of a list stands in both texts; in the edition another name of the list takes its place."""
    count = Count()
    for file in options.terms:
        source, target = file.stem.split("_")[-2:]
        rows = [line.split("\t") for line in file.read_text("utf-8").splitlines() if "\t" in line]
        names = {row[0]: row[1] for row in rows if row[0] and row[1]}
        rng = random.Random(SEED)
        for _, ours, theirs in chosen(options, source, target):
            for name, form in names.items():
                at = ours.find(name)
                if at < 0 or theirs.count(form) != 1 or ours.count(name) != 1 or not re.search(rf"(?<!\w){re.escape(form)}(?!\w)", theirs):
                    continue
                other = rng.choice([one for one in names.values() if one != form and form not in one and one not in theirs])
                use = NameUse(name, "p1", Span(at, at + len(name)), name, NameStatus.MISSING, (form,))
                if run_checks(edition(ours, theirs, source, target), {"p1": [use]}):
                    continue
                count.add(run_checks(edition(ours, theirs.replace(form, other), source, target), {"p1": [use]}), frozenset({"name"}))
    return {"name of a list swapped": count}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--flores", type=Path, default=Path("../shared/eval/flores-dev"), help="folder with <language>.txt")
    parser.add_argument("--terms", type=Path, nargs="*", default=sorted(Path("../shared/eval/terms").glob("*.tsv")), help="lists of names")
    parser.add_argument("--pairs", type=lambda text: text.split(","), default=PAIRS, help="pairs such as en-pt,de-en")
    parser.add_argument("--lines", choices=("even", "odd"), default="even", help="which lines")
    parser.add_argument("--number", type=int, default=300, help="how many lines of each pair")
    parser.add_argument("--table", choices=("1", "2", "both"), default="both")
    parser.add_argument("--faults", type=lambda text: text.split(","), default=tuple(FAULTS), help="some rows of the upper part of table 2 alone")
    parser.add_argument("--show", action="store_true", help="print every finding and every fault missed")
    options = parser.parse_args()
    if options.table in ("1", "both"):
        false_alarms(options)
    if options.table in ("2", "both"):
        seeded(options)


if __name__ == "__main__":
    main()
