"""Do links and emphasis stand on the right words? newstrans against translating every text node by itself.

For each pair, sentences of FLORES dev with a link round two to six words and emphasis on a part of them. The reference
is a statistical word alignment (eflomal, both directions) of the sentences and their unmarked translations, and only
phrases are taken whose words it is sure of: linked in both directions, to words that it links them with elsewhere too.

"exact": the marked words are those of the reference. "article": the same when articles and prepositions before them do
not count. "F1": shared words. "tags": every tag is there once and nested as before. "extra": sentences and phrases
that were sent to engines for the marks' sake, per mark.

    pip install 'newstrans[bench]'
    python benchmarks/markup.py --sentences 300
"""

from __future__ import annotations

import random
import tempfile
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from _desk import desk, lines, parser, story
from newstrans.cli.setup import Desk
from newstrans.config import load_config
from newstrans.engines.argos import ArgosEngine
from newstrans.model import Edition, Mark, Span
from newstrans.models.archive import unpack_zip
from newstrans.pipeline import default_stages, translate_stories
from newstrans.stages.translate import run_route
from newstrans.text.function_words import function_words
from newstrans.text.tokens import Token, fold, tokenise

PAIRS = "en-pt:bergamot,pt-en:bergamot,en-es:apertium,es-ca:apertium,es-pt:apertium,en-es,en-ca,fr-en,en-eo:argos"
COPYING = Path(__file__).resolve().parent.parent.parent / "shared" / "models" / "translate-en_eo-1_0.argosmodel"


@dataclass(frozen=True)
class Case:
    """A sentence, the ranges to mark in it (a link and emphasis inside), and the words of the reference for each."""

    text: str
    link: Span
    emphasis: Span
    wanted: tuple[list[str], list[str]]


def main() -> None:
    args = parser(__doc__ or "")
    args.add_argument("--pairs", default=PAIRS, help="SOURCE-TARGET or SOURCE-TARGET:ENGINE, comma between")
    args.add_argument("--sentences", type=int, default=300)
    args.add_argument("--argos", type=Path, default=COPYING, help="an Argos package for en-eo")
    args.add_argument("--show", type=int, default=0, help="print so many wrong ones of newstrans")
    options = args.parse_args()
    print(f"{'pair':<16} {'marks':>6}  {'':<16} {'tags':>6} {'exact':>6} {'article':>8} {'F1':>6} {'told unsure':>12} {'extra':>6}")
    for pair in options.pairs.split(","):
        _pair(pair, options.flores, options.sentences, options.argos, options.show)


def _pair(pair: str, flores: Path, count: int, package: Path, show: int) -> None:
    languages, _, engine = pair.partition(":")
    source, target = languages.split("-")
    with tempfile.TemporaryDirectory() as folder:
        here = desk()
        if engine == "argos":
            if not package.is_file():
                print(f"{pair:<16} no package at {package}")
                return
            here.config = replace(load_config(), argos_packages=Path(folder))
            unpack_zip(package, Path(folder))
        sources = lines(flores, source)
        plain = _editions(here, sources, source, target, engine, {})
        cases = _cases(sources, [unit.text for unit in plain.units], lines(flores, target) if engine != "argos" else sources, count)
        marked = {n: (Mark(*case.link, "a", (("href", "x"),)), Mark(*case.emphasis, "em")) for n, case in cases.items()}
        edition = _editions(here, sources, source, target, engine, marked)
        ours = _ours(edition, cases)
        nodes = _nodes(here, plain, cases)
        extra = dict(next(trace for trace in edition.trace if trace.stage == "markup").counts)
        _row(pair, cases, "newstrans", ours, target, extra["asked"] / max(1, 2 * len(cases)))
        _row(pair, cases, "text nodes alone", nodes, target, 0.0)
        wrong = [(case, got) for case, (got, *_) in zip(cases.values(), ours, strict=True) if got != list(case.wanted)]
        for case, got in wrong[:show]:
            print("   ", [case.text[slice(*span)] for span in (case.link, case.emphasis)], [" ".join(w) for w in case.wanted], [" ".join(w) for w in got])
        here.close()


def _editions(
    here: Desk, sources: Sequence[str], source: str, target: str, engine: str, marks: dict[int, tuple[Mark, ...]]
) -> Edition:
    one = story(sources, source)
    units = tuple(replace(unit, marks=marks.get(n, ())) for n, unit in enumerate(one.units))
    if engine == "argos" and "argos" in here.engines:
        here.engines["argos"] = ArgosEngine(here.config)
    stages = default_stages(here.engines, here.names, here.locale, declared=source, forced_engine=engine or None)
    run = translate_stories([replace(one, units=units)], [target], stages, names=here.names, locale=here.locale)
    if run.failures:
        raise SystemExit(str(run.failures[0].error))
    return run.editions[0]


def _cases(sources: Sequence[str], targets: Sequence[str], references: Sequence[str], count: int) -> dict[int, Case]:
    """Sentences with a link and an emphasis whose words the alignment is sure of, by line number."""
    pairs = [(tokenise(a), tokenise(b)) for a, b in zip(sources, targets, strict=True)]
    forward, backward = _align([*pairs, *((tokenise(a), tokenise(b)) for a, b in zip(sources, references, strict=True))])
    both = [one & other for one, other in zip(forward, backward, strict=True)]
    seen: Counter[tuple[str, str]] = Counter()
    of: Counter[str] = Counter()
    for (ours, theirs), links in zip(pairs, both, strict=False):
        for a, b in links:
            seen[fold(ours[a].form), fold(theirs[b].form)] += 1
            of[fold(ours[a].form)] += 1

    def sure(one: str, other: str) -> bool:
        one, other = fold(one), fold(other)
        alike = one == other or (len(one) > 5 and one[:5] == other[:5])
        return alike or (seen[one, other] >= 3 and seen[one, other] >= 0.6 * of[one])

    chance = random.Random(20261126)
    cases: dict[int, Case] = {}
    for n in chance.sample(range(len(pairs)), len(pairs)):
        ours, theirs = pairs[n]
        good = {a: b for a, b in both[n] if ours[a].form[0].isalnum() and sure(ours[a].form, theirs[b].form)}
        phrases = [
            phrase for phrase in _phrases(ours, theirs, good, forward[n] | backward[n])
            if not _torn(sources[n], ours, phrase[0], phrase[1]) and not _torn(targets[n], theirs, phrase[2], phrase[3] + 1)
        ]
        nested = [
            (outer, inner) for outer in phrases for inner in phrases
            if outer[0] <= inner[0] and inner[1] <= outer[1] and 2 <= outer[1] - outer[0] <= 6 and inner[1] - inner[0] < outer[1] - outer[0]
        ]  # fmt: skip
        if nested:
            outer, inner = chance.choice(nested)
            text = targets[n]
            wanted = tuple(_words(text[theirs[one[2]].start : theirs[one[3]].end]) for one in (outer, inner))
            cases[n] = Case(
                sources[n], Span(ours[outer[0]].start, ours[outer[1] - 1].end), Span(ours[inner[0]].start, ours[inner[1] - 1].end),
                (wanted[0], wanted[1]),
            )  # fmt: skip
        if len(cases) == count:
            break
    return dict(sorted(cases.items()))


def _torn(text: str, tokens: Sequence[Token], first: int, end: int) -> bool:
    """Whether a run of tokens begins or ends inside "1,234", "9:30" or "Kyiv-based"."""
    start, stop = tokens[first].start, tokens[end - 1].end
    before, after = text[max(0, start - 2) : start], text[stop : stop + 2]
    return any(len(two) == 2 and not two.isspace() and sum(c.isspace() for c in two) == 0 for two in (before, after))


def _phrases(
    ours: Sequence[Token], theirs: Sequence[Token], good: dict[int, int], links: set[tuple[int, int]]
) -> list[tuple[int, int, int, int]]:
    """Runs of one to six words and the run of words that they became: first, end, first there, last there."""
    found = []
    for first in range(len(ours)):
        for end in range(first + 1, min(first + 7, len(ours) + 1)):
            here = range(first, end)
            if not ours[end - 1].form[0].isalnum():
                break
            heavy = [at for at in here if len(ours[at].form) > 3]
            if first not in good or end - 1 not in good or not heavy or any(at not in good for at in heavy):
                continue
            there = [good[at] for at in here if at in good]
            low, high = min(there), max(there)
            strange = any(low <= b <= high and a not in here for a, b in links)
            if high - low < end - first + 2 and not strange and all(theirs[at].form[0].isalnum() for at in range(low, high + 1)):
                found.append((first, end, low, high))
    return found


def _align(pairs: Sequence[tuple[Sequence[Token], Sequence[Token]]]) -> tuple[list[set[tuple[int, int]]], list[set[tuple[int, int]]]]:
    try:
        import eflomal
    except ImportError as exc:
        raise SystemExit("the reference needs eflomal. Run: pip install 'newstrans[bench]'") from exc
    texts = [[" ".join(fold(token.form) for token in side) for side in (one, other)] for one, other in pairs]
    with tempfile.TemporaryDirectory() as folder:
        files = [f"{folder}/forward", f"{folder}/backward"]
        eflomal.Aligner().align(
            [one for one, _ in texts], [other for _, other in texts], links_filename_fwd=files[0], links_filename_rev=files[1], quiet=True
        )
        read = [
            [{(int(a), int(b)) for a, _, b in (link.partition("-") for link in line.split())} for line in Path(file).read_text().splitlines()]
            for file in files
        ]
    return read[0], read[1]


def _ours(edition: Edition, cases: dict[int, Case]) -> list[tuple[list[list[str]], bool, bool]]:
    """For each case the marked words, whether all tags are there and nested, and whether newstrans was sure."""
    rows = []
    unsure = Counter(finding.unit for finding in edition.findings if finding.check == "markup")
    for n in cases:
        unit = edition.units[n]
        whole = [mark.tag for mark in unit.marks] == ["a", "em"] and unit.marks[0].start <= unit.marks[1].start <= unit.marks[1].end <= unit.marks[0].end
        rows.append(([_words(unit.text[mark.start : mark.end]) for mark in unit.marks], whole, not unsure[unit.unit.id]))
    return rows


def _nodes(here: Desk, plain: Edition, cases: dict[int, Case]) -> list[tuple[list[list[str]], bool, bool]]:
    """The peers' way: every text between two tags is a text of its own."""
    texts: list[str] = []
    for case in cases.values():
        (a, d), (b, c) = case.link, case.emphasis
        texts += [case.text[i:j].strip() for i, j in ((a, b), (b, c), (c, d))]
    answers = [answer.texts[-1] for answer in run_route(texts, plain.route, here.engines)]
    return [
        ([_words(" ".join(answers[3 * n : 3 * n + 3])), _words(answers[3 * n + 1])], True, True) for n in range(len(cases))
    ]


def _row(pair: str, cases: dict[int, Case], name: str, rows: Sequence[tuple[list[list[str]], bool, bool]], target: str, extra: float) -> None:
    small = function_words(target).every
    total = exact = loose = 0
    shared = 0.0
    for case, (got, _, _) in zip(cases.values(), rows, strict=True):
        for wanted, words in zip(case.wanted, got, strict=True):
            total += 1
            exact += wanted == words
            loose += _bare(wanted, small) == _bare(words, small)
            common = sum((Counter(wanted) & Counter(words)).values())
            shared += 2 * common / max(1, len(wanted) + len(words))
    kept = sum(whole for _, whole, _ in rows) / max(1, len(rows))
    unsure = sum(not sure for _, _, sure in rows) / max(1, len(rows))
    total = max(1, total)
    print(
        f"{pair:<16} {total:>6}  {name:<16} {kept:>6.1%} {exact / total:>6.1%} {loose / total:>8.1%} {shared / total:>6.1%} "
        f"{unsure:>12.1%} {extra:>6.2f}", flush=True,
    )  # fmt: skip


def _bare(words: Sequence[str], small: frozenset[str]) -> list[str]:
    left = list(words)
    while len(left) > 1 and left[0] in small:
        del left[0]
    return left


def _words(text: str) -> list[str]:
    return [token.form.lower() for token in tokenise(text) if token.form[0].isalnum()]


if __name__ == "__main__":
    main()
