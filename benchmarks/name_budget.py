"""What names cost that do not come out, and what is left of them when the budget is smaller.

The terms of `terminology.py` with no variant listed, so that each rendering has to be found out, the same with the house's
variants, and its control of ordinary words given as "terms", under several budgets (`name_budget`, in percent of the words).

    python benchmarks/name_budget.py --pairs en-pt --budgets 0,5,10,20,30,50,999
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import partial

import terminology
from _desk import desk, parser
from newstrans.cli.report import summary
from newstrans.glossary.entry import GlossaryEntry
from newstrans.model import Edition
from newstrans.pipeline import default_stages


class Budgeted(terminology.Benchmark):
    """The benchmark, which keeps what the last edition with the whole cascade cost."""

    cost: dict[str, int]

    def edition(self, entries: Sequence[GlossaryEntry], texts: Sequence[str], *, second: bool = True) -> Edition:
        made = super().edition(entries, texts, second=second)
        if second:
            self.cost = summary(made)["asked_again"]
        return made


def main() -> None:
    args = parser(__doc__ or "")
    args.add_argument("--pairs", default="en-pt", help="SOURCE-TARGET or SOURCE-TARGET/ENGINE, comma between")
    args.add_argument("--budgets", default="0,5,10,20,30,50,999")
    args.add_argument("--lines", type=int, default=997)
    options = args.parse_args()
    here = desk()
    print(f"{'pair':<20} {'terms':<12} {'budget':>6} {'n':>4} {'bare':>6} {'right':>6} {'flagged':>7} {'silent':>6} {'worse':>5} {'extra words':>11} {'sentences':>9}")
    for wanted in options.pairs.split(","):
        pair, _, engine = wanted.partition("/")
        source, target = pair.split("-")
        run = Budgeted(here, options.flores, source, target, engine or None, options.lines)
        for name, entries in _lists(run, source, target):
            for budget in map(int, options.budgets.split(",")):
                terminology.default_stages = partial(default_stages, name_budget=budget)  # type: ignore[attr-defined]
                row = run.row(wanted, entries, controls=False)
                extra = f"{run.cost['extra_words']} of {run.cost['allowed_words']}"
                print(
                    f"{wanted:<20} {name:<12} {budget:>5}% {row.occurrences:>4} {100 * row.right['bare'] / max(1, row.occurrences):>6.1f} "
                    f"{100 * row.right['cascade'] / max(1, row.occurrences):>6.1f} {row.flagged:>7} {row.silent:>6} {row.worse:>5} "
                    f"{extra:>11} {run.cost['extra_sentences']:>9}", flush=True,
                )  # fmt: skip
    here.close()


def _lists(run: terminology.Benchmark, source: str, target: str) -> Iterator[tuple[str, list[GlossaryEntry]]]:
    entries = terminology.read_terms(terminology.TERMS, source, target)
    yield "as listed", entries
    yield "no variants", [
        replace(entry, terms={tag: replace(term, variants=(), short_variants=()) for tag, term in entry.terms.items()}) for entry in entries
    ]  # fmt: skip
    yield "random", terminology.random_terms(run, target)


if __name__ == "__main__":
    main()
