"""How often the checks are wrong, and how often they see a fault.

    python benchmarks/checks.py --flores ../shared/eval/flores-dev

Table 1 counts, on human translations, the lines that a check finds fault with: false alarms, but for the slips of
the translators themselves. Table 2 puts one fault into every line that has a number (a figure changed, a number
dropped, a currency swapped) and counts how many the number check reports, as an error or at all.
"""

# ruff: noqa: ARG001  (the faults share one signature)

from __future__ import annotations

import argparse
import random
from collections import Counter
from collections.abc import Callable, Iterable
from pathlib import Path

from newstrans.checks import ALL_CHECKS, run_checks
from newstrans.model import (
    Edition,
    EditionUnit,
    Finding,
    Segment,
    Severity,
    SourceFile,
    Story,
    Treatment,
    Unit,
    UnitKind,
)
from newstrans.text.number_compare import compare_numbers
from newstrans.text.numbers import NumberMention, find_numbers

SEED = 20240

# What a currency may be swapped for, as each language writes it after a figure.
OTHER_MONEY = {
    "pt": "ienes", "es": "yenes", "fr": "yens", "de": "Yen", "it": "yen", "uk": "єн", "ru": "иен",
}  # fmt: skip

Fault = Callable[[str, NumberMention, random.Random, str], str]


def changed_figure(text: str, mention: NumberMention, rng: random.Random, language: str) -> str:
    places = [i for i in range(mention.start, mention.end) if text[i].isdecimal()]
    place = rng.choice(places)
    others = [d for d in "123456789" if d != text[place]]
    return text[:place] + rng.choice(others) + text[place + 1 :]


def dropped_number(text: str, mention: NumberMention, rng: random.Random, language: str) -> str:
    return text[: mention.start] + text[mention.end :]


def swapped_currency(text: str, mention: NumberMention, rng: random.Random, language: str) -> str:
    figure = "".join(c for c in mention.text if c.isdecimal() or c in ".,\u00a0").strip(".,\u00a0")
    link = {"pt": "de ", "es": "de ", "fr": "de ", "it": "di "}.get(language, "") if mention.scale else ""
    scale = f" {mention.scale}" if mention.scale else ""
    return text[: mention.start] + f"{figure}{scale} {link}{OTHER_MONEY[language]}" + text[mention.end :]


FAULTS: dict[str, tuple[Fault, Callable[[NumberMention], bool]]] = {
    "figure changed": (changed_figure, lambda m: not m.spelt and any(c.isdecimal() for c in m.text)),
    "number dropped": (dropped_number, lambda m: not m.spelt and any(c.isdecimal() for c in m.text)),
    "currency swapped": (swapped_currency, lambda m: m.kind == "money" and not m.spelt),
}


def edition(source: str, target: str, source_language: str, locale: str) -> Edition:
    """One line as an edition of one sentence."""
    unit = Unit("p1", UnitKind.PARAGRAPH, source)
    segment = Segment(0, len(source), source, target=target, machine=target)
    story = Story("s", "s", (unit,), SourceFile("s.txt", "plain", "utf-8", "", len(source)), source_language)
    return Edition(
        story,
        locale,
        source_language,
        units=(EditionUnit(unit, Treatment.TRANSLATED, segments=(segment,), text=target),),
    )


def lines(folder: Path, language: str) -> list[str]:
    return [line.strip() for line in (folder / f"{language}.txt").read_text("utf-8").splitlines()]


def findings(folder: Path, source: str, target: str) -> list[list[Finding]]:
    pairs = zip(lines(folder, source), lines(folder, target), strict=True)
    return [run_checks(edition(a, b, source, target)) for a, b in pairs]


def false_alarms(folder: Path, source: str, targets: Iterable[str], *, show: bool) -> None:
    ids = [check.id for check in ALL_CHECKS if check.id != "name"]
    print(
        f"Lines of human translations with a finding, in percent ({source} ->); errors, then warnings by check\n"
    )
    print(
        "| target | errors | of numbers | " + " | ".join(ids) + " |\n|---" * 1 + "|---" * (2 + len(ids)) + "|"
    )
    for target in targets:
        found = findings(folder, source, target)
        total = len(found)
        errors = sum(any(f.severity is Severity.ERROR for f in line) for line in found)
        numbers = sum(
            any(f.severity is Severity.ERROR and f.check == "number" for f in line) for line in found
        )
        warned = Counter(
            c for line in found for c in {f.check for f in line if f.severity is Severity.WARNING}
        )
        cells = [
            f"{100 * count / total:.1f}" for count in (errors, numbers, *(warned[check] for check in ids))
        ]
        print(f"| {target} | " + " | ".join(cells) + " |")
        if show:
            for number, line in enumerate(found, 1):
                for finding in line:
                    print(f"    {target}:{number} {finding.severity} {finding.check}: {finding.message}")


def seeded(folder: Path, source: str, targets: Iterable[str], *, show: bool) -> None:
    print("\nSeeded faults that the number check reports: as an error / at all, in percent (cases)\n")
    print("| target | " + " | ".join(FAULTS) + " |\n|---" + "|---" * len(FAULTS) + "|")
    for target in targets:
        rng = random.Random(SEED)
        cells = []
        for name, (fault, fits) in FAULTS.items():
            cases = hard = seen = 0
            for number, (a, b) in enumerate(
                zip(lines(folder, source), lines(folder, target), strict=True), 1
            ):
                mentions = [m for m in find_numbers(b, target) if fits(m)]
                if not mentions or compare_numbers(a, b, source, target):
                    continue
                mention = rng.choice(mentions)
                broken = fault(b, mention, rng, target)
                found = compare_numbers(a, broken, source, target)
                cases += 1
                hard += any(m.certain for m in found)
                seen += bool(found)
                if show and not any(m.certain for m in found):
                    print(
                        f"    {target}:{number} {name} {mention.text} {'soft' if found else 'MISSED'}: {a!r} {broken!r}"
                    )
            cells.append(
                f"{100 * hard / cases:.1f} / {100 * seen / cases:.1f} ({cases})" if cases else "no case"
            )
        print(f"| {target} | " + " | ".join(cells) + " |")


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument(
        "--flores", type=Path, default=Path("../shared/eval/flores-dev"), help="folder with <language>.txt"
    )
    parser.add_argument("--source", default="en")
    parser.add_argument("--targets", default="pt,es,fr,de,it,uk,ru")
    parser.add_argument("--show", action="store_true", help="print every finding and every fault missed")
    options = parser.parse_args()
    targets = options.targets.split(",")
    false_alarms(options.flores, options.source, targets, show=options.show)
    seeded(options.flores, options.source, [t for t in targets if t in OTHER_MONEY], show=options.show)


if __name__ == "__main__":
    main()
