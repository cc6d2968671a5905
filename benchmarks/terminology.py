"""How often a name comes out in the house form: the bare engine, known variants, and the whole cascade, in one run.

Over FLORES dev with lists of terms (tab-separated: source, target, gender, kind, variants; for Russian and Ukrainian
source and target only). An occurrence counts when an approved form stands in the target as whole tokens, matched one to
one with those of the source, longest first, by a matcher of this benchmark's own. Shown per pair and engine:

    bare, variants, cascade   occurrences in an approved form, by the engine alone, by known variants, by the cascade
    silent                    occurrences that are in no approved form and carry no flag: must be 0
    consistent                terms with one rendering throughout (first and later mentions apart)
    determiner                wrong articles and contractions next to terms of known gender (Romance targets)
    worse / better            sentences with a term that lost / won more than 5 chrF against the bare engine
    moved                     sentences with changes outside the spans of their edits: must be 0
    again                     sentences asked of the engine beyond one each, in % of all sentences
    none, random              the controls: sentences without terms that were changed; ordinary words given as "terms"

Behind each share stands its 95 % interval: 1,000 samples of the sentences, with putting back. A pair may name an engine;
`+own` takes the list in `benchmarks/terms`, `+shipped` the shipped glossary, in place of a list of the folder given.

    python benchmarks/terminology.py --pairs en-pt,en-pt/+own,en-es/apertium,ru-uk,uk-ru,en-pt/+shipped
"""

from __future__ import annotations

import random
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import sacrebleu

from _desk import FLORES, desk, lines, parser, story, typographic_fold
from newstrans.cli.setup import Desk
from newstrans.glossary.cases import cases_of, draft_forms
from newstrans.glossary.determiners import agree
from newstrans.glossary.entry import GlossaryEntry, Guard, Term
from newstrans.glossary.load import Glossary
from newstrans.glossary.names import Names
from newstrans.languages import language_of
from newstrans.model import Edition, NameStatus, replay
from newstrans.pipeline import default_stages, translate_stories
from newstrans.stages.names import ApplyGlossary
from newstrans.stages.substitute import SubstituteNames
from newstrans.stages.translate import run_route

TERMS = FLORES.parent / "terms"
OWN = Path(__file__).parent / "terms"
SAMPLES = 1000
LOCALES = {"pt": "pt-PT", "es": "es-ES", "uk": "uk", "ru": "ru", "fr": "fr-FR", "it": "it-IT", "ca": "ca", "gl": "gl"}
# Names that are ordinary words too: what the lists leave open, an editor would write into the entry.
GUARDS = {"Amazon": ("river", "rainforest", "basin", "latex", "forest", "jungle", "River", "Basin", "Rainforest")}


def main() -> None:
    args = parser(__doc__ or "")
    args.add_argument("--pairs", default="en-pt,en-pt/+own,en-es/apertium,en-es,ru-uk,uk-ru")
    args.add_argument("--lines", type=int, default=997)
    args.add_argument("--terms", type=Path, default=TERMS)
    args.add_argument("--show", action="store_true", help="print every occurrence that is not right after the cascade")
    args.add_argument("--edits", action="store_true", help="print every edit with its context, for reading")
    options = args.parse_args()
    here = desk()
    print(Row.head())
    for wanted in options.pairs.split(","):
        pair, _, engine = wanted.partition("/")
        source, target = pair.split("-")
        engine, _, which = engine.partition("+")
        shipped = which == "shipped"
        entries = read_shipped(source, target) if shipped else read_terms(OWN if which == "own" else options.terms, source, target)
        if not entries:
            print(f"{wanted}: no list of terms in {OWN if which == 'own' else options.terms}")
            continue
        run = Benchmark(here, options.flores, source, target, engine or None, options.lines)
        print(run.row(wanted, entries, show=options.show, edits=options.edits).text(), flush=True)
        if not shipped:
            print(run.row(f"{wanted} random", random_terms(run, target), controls=False).text(), flush=True)
    here.close()


def read_terms(folder: Path, source: str, target: str) -> list[GlossaryEntry]:
    """The entries of `<source>_<target>.tsv` (or `g_<source>_<target>.tsv`), read backwards when only the other direction is there."""
    forward = next((path for path in folder.glob(f"*{source}_{target}.tsv")), None)
    path = forward or next((path for path in folder.glob(f"*{target}_{source}.tsv")), None)
    if path is None:
        return []
    entries = []
    for number, line in enumerate(path.read_text("utf-8").splitlines()):
        if line.startswith("#"):
            continue
        cells = (line.split("\t") + [""] * 6)[:6]
        (left, *also), right = (cells[0].split(";"), cells[1]) if path is forward else ([cells[1]], cells[0].split(";")[0])
        kind = {"org": "organisation"}.get(cells[3], cells[3]) or "place"
        gender = cells[2][:1] if cells[2][:1] in "mf" else ""
        number_of = "pl" if cells[2].endswith("p") else "sg"
        variants, admitted = (
            tuple(dict.fromkeys(v for v in cell.split(";") if v and v != right)) if path is forward else () for cell in cells[4:]
        )
        # Portuguese countries take the article, cities (listed without a gender) do not.
        article = target == "pt" and bool(gender) and kind != "person"
        guard = Guard(not_with=GUARDS[left]) if left in GUARDS else None
        entries.append(
            GlossaryEntry(
                f"t{number}", kind,
                {source: Term(left, variants=tuple(also), guard=guard), target: Term(right, variants=variants, admitted=admitted, gender=gender, number=number_of, article=article)},
                gender=gender,
            )
        )  # fmt: skip
    return entries


def read_shipped(source: str, target: str) -> list[GlossaryEntry]:
    """The shipped glossary's concepts that have both languages and no guard: a larger set, in the house's own forms."""
    from newstrans.glossary.load import load_glossary, shipped_and_own

    found = []
    for entry in load_glossary(shipped_and_own([])).entries:
        one, other = entry.term(source), entry.term(LOCALES.get(target, target))
        if one and other and not one.guard and not other.guard:
            found.append(entry)
    return found


def random_terms(run: Benchmark, target: str) -> list[GlossaryEntry]:
    """Capitalised words of the sources that are no sentence openers, with the word itself as the "house form"."""
    counts = Counter(word for line in run.sources for word in re.findall(r"(?<=[a-zа-яі,] )[A-ZА-ЯІ][a-zа-яії]{3,}", line))
    words = [word for word, count in sorted(counts.items()) if count >= 2]
    chosen = random.Random(7).sample(words, min(40, len(words)))
    return [GlossaryEntry(f"r{n}", "organisation", {run.source: Term(word), target: Term(word)}) for n, word in enumerate(chosen)]


@dataclass
class Row:
    """One line of the table."""

    name: str
    occurrences: int = 0
    sentences: int = 0
    right: dict[str, int] = field(default_factory=dict)
    interval: dict[str, tuple[float, float]] = field(default_factory=dict)
    silent: int = 0
    flagged: int = 0
    consistent: tuple[int, int] = (0, 0)
    determiners: tuple[int, int, int] = (0, 0, 0)
    worse: int = 0
    better: int = 0
    moved: int = 0
    again: float = 0.0
    changed_without: int = 0
    twice: int = 0
    cases: tuple[int, int, int] | None = None
    chrf: tuple[float, float] = (0.0, 0.0)

    @staticmethod
    def head() -> str:
        return (
            f"{'pair':<18} {'n':>4} {'sent':>4} {'bare':>16} {'variants':>16} {'cascade':>17} {'flagged':>7} {'silent':>6} {'consistent':>10} "
            f"{'det. wrong':>12} {'worse/better':>12} {'moved':>5} {'again':>6} {'none':>4} {'2nd run':>7} {'chrF':>12}  right case"
        )

    def text(self) -> str:
        share = {
            key: f"{100 * n / max(1, self.occurrences):.1f} ({self.interval[key][0]:.1f}-{self.interval[key][1]:.1f})"
            for key, n in self.right.items()
        }
        cases = f"{self.cases[0]} -> {self.cases[1]} of {self.cases[2]}" if self.cases else ""
        return (
            f"{self.name:<18} {self.occurrences:>4} {self.sentences:>4} {share['bare']:>16} {share['variants']:>16} {share['cascade']:>17} "
            f"{self.flagged:>7} {self.silent:>6} {self.consistent[0]:>5}/{self.consistent[1]:<4} "
            f"{self.determiners[0]:>3}->{self.determiners[1]:<3}/{self.determiners[2]:<4} {self.worse:>5}/{self.better:<6} {self.moved:>5} "
            f"{self.again:>5.1f}% {self.changed_without:>4} {self.twice:>7} {self.chrf[0]:>5.2f}->{self.chrf[1]:<5.2f}  {cases}"
        )


class Benchmark:
    """One pair and engine over the lines of FLORES."""

    def __init__(self, here: Desk, flores: Path, source: str, target: str, engine: str | None, limit: int) -> None:
        self.here, self.source, self.target, self.engine = here, source, target, engine
        self.locale = LOCALES.get(target, target)
        self.sources = lines(flores, source, limit)
        self.references = lines(flores, target, limit)

    def row(self, name: str, entries: Sequence[GlossaryEntry], *, show: bool = False, edits: bool = False, controls: bool = True) -> Row:
        """Translate the sentences that have a term, three ways, and count."""
        wanted = [
            [form.text for form in with_drafts(entry, self.source).spellings() if (form.approved or form.status == "variant") and form.role != "derived"]
            for entry in entries
        ]
        found = [count(line, wanted) for line in self.sources]
        chosen = [n for n, hits in enumerate(found) if hits]
        texts, references = [self.sources[n] for n in chosen], [self.references[n] for n in chosen]
        cascade = self.edition(entries, texts)
        variants = self.edition(entries, texts, second=False)
        bare = [answer.texts[-1] for answer in run_route(texts, cascade.route, self.here.engines)]
        outputs = {"bare": bare, "variants": paragraphs(variants), "cascade": paragraphs(cascade)}
        approved = [forms_of(entry, self.locale) for entry in entries]
        row = Row(name, sum(sum(found[n].values()) for n in chosen), len(chosen))
        flags = Counter((use.unit, use.entry) for use in cascade.names if use.status in (NameStatus.FLAGGED, NameStatus.MISSING, NameStatus.EMBEDDED))
        renderings: dict[int, set[str]] = defaultdict(set)
        for way, lines_ in outputs.items():
            row.right[way] = 0
            goods = [0] * len(chosen)
            for place, (n, line) in enumerate(zip(chosen, lines_, strict=True)):
                stands = count(line, approved)
                for entry, times in found[n].items():
                    good = min(times, stands[entry])
                    row.right[way] += good
                    goods[place] += good
                    if way != "cascade":
                        continue
                    row.flagged += min(times - good, flags[f"p{place + 1}", entries[entry].id])
                    row.silent += max(0, times - good - flags[f"p{place + 1}", entries[entry].id])
                    renderings[entry] |= {form for form in citation(entries[entry], self.locale) if count(line, [[form]])}
                    if good < times and show:
                        print(f"  {entries[entry].terms[self.source].preferred}: {texts[place]}\n    bare {bare[place]}\n    ours {line}")
            row.interval[way] = interval(goods, [sum(found[n].values()) for n in chosen])
        row.consistent = (sum(len(forms) <= 1 for forms in renderings.values()), len(renderings))
        row.determiners = (*(self.wrong_determiners(entries, outputs[way])[0] for way in ("bare", "cascade")), self.wrong_determiners(entries, outputs["cascade"])[1])  # type: ignore[assignment]
        row.moved = sum(replay(s.machine, s.edits) != s.target for unit in cascade.units for s in unit.segments if s.machine is not None)
        row.again = next((100 * dict(t.counts).get("extra_sentences", 0) / len(chosen) for t in cascade.trace if t.stage == "glossary"), 0.0)
        row.chrf = (chrf(bare, references), chrf(outputs["cascade"], references))
        for one, other, reference in zip(bare, outputs["cascade"], references, strict=True):
            gain = sentence_chrf(other, reference) - sentence_chrf(one, reference)
            row.worse += gain < -5
            row.better += gain > 5
        if edits:
            for unit in cascade.units:
                for segment in unit.segments:
                    for edit in segment.edits:
                        if edit.stage == "glossary":
                            print(f"  {unit.unit.id} {edit.rule}: {edit.before!r} -> {edit.after!r}")
                    if any(edit.stage == "glossary" for edit in segment.edits):
                        print(f"    src {segment.source}\n    mt  {segment.machine}\n    now {segment.target}")
        row.twice = self.second_run(entries, cascade)
        if controls:
            row.changed_without = self.without_terms(entries, found)
            if language_of(self.locale) in ("ru", "uk"):
                row.cases = self.right_cases(entries, found, chosen, bare, outputs["cascade"], references)
        return row

    def edition(self, entries: Sequence[GlossaryEntry], texts: Sequence[str], *, second: bool = True) -> Edition:
        names = Names(Glossary(tuple(entries)), countries=False)
        stages = default_stages(self.here.engines, names, self.here.locale, forced_engine=self.engine, declared=self.source, known=self.here.known)
        if not second:
            stages = [
                ApplyGlossary(names) if isinstance(stage, ApplyGlossary) else stage
                for stage in stages
                if not isinstance(stage, SubstituteNames)
            ]
        run = translate_stories([story(texts, self.source)], [self.locale], stages, names=names, locale=self.here.locale)
        if run.failures:
            sys.exit(f"{self.source}-{self.target}: {run.failures[0].error}")
        return run.editions[0]

    def second_run(self, entries: Sequence[GlossaryEntry], edition: Edition) -> int:
        """Sentences that applying the glossary to its own result would change."""
        again = ApplyGlossary(Names(Glossary(tuple(entries)), countries=False))([edition])[0]
        return sum(
            len(one.edits) != len(other.edits)
            for unit, redone in zip(edition.units, again.units, strict=True)
            for one, other in zip(unit.segments, redone.segments, strict=True)
        )

    def without_terms(self, entries: Sequence[GlossaryEntry], found: Sequence[Mapping[int, int]]) -> int:
        """Sentences without any term that the glossary changed."""
        texts = [line for line, hits in zip(self.sources, found, strict=True) if not hits][:300]
        edition = self.edition(entries, texts)
        return sum(any(edit.stage == "glossary" for edit in s.edits) for unit in edition.units for s in unit.segments)

    def wrong_determiners(self, entries: Sequence[GlossaryEntry], texts: Sequence[str]) -> tuple[int, int]:
        """Determiners before terms of known gender that do not agree, and how many terms were looked at."""
        wrong = looked = 0
        for entry in entries:
            term = entry.term(self.locale)
            if term is None or not term.gender or entry.kind == "person" or " de " in f" {term.preferred} " or term.preferred[:2] in ("A ", "O "):
                continue
            for text in texts:
                for hit in re.finditer(rf"(?<![\w-]){re.escape(term.preferred)}(?![\w-])", text):
                    looked += 1
                    wrong += agree(text[: hit.start()], term.gender, term.number, term.preferred, self.locale) is not None
        return wrong, looked

    def right_cases(
        self, entries: Sequence[GlossaryEntry], found: Sequence[Mapping[int, int]], chosen: Sequence[int],
        bare: Sequence[str], ours: Sequence[str], references: Sequence[str],
    ) -> tuple[int, int, int]:  # fmt: skip
        """Of names that stand once in source and reference, in a case that the source form can express: right ones."""
        right = [0, 0]
        total = 0
        for place, n in enumerate(chosen):
            for entry, times in found[n].items():
                own, aim = with_drafts(entries[entry], self.source), with_drafts(entries[entry], self.locale)
                here = [form for form in forms_of(entries[entry], self.source) if count(self.sources[n], [[form]])]
                there = [form for form in forms_of(entries[entry], self.locale) if count(references[place], [[form]])]
                if times != 1 or len(here) != 1 or len(there) != 1:
                    continue
                cases = set(cases_of(here[0], own, short=False)) & set(cases_of(there[0], aim, short=False))
                if not cases:
                    continue
                total += 1
                allowed = [form.text for form in aim.spellings() if form.approved and form.case in cases]
                right[0] += bool(count(bare[place], [allowed]))
                right[1] += bool(count(ours[place], [allowed]))
        return right[0], right[1], total


def with_drafts(entry: GlossaryEntry, tag: str) -> Term:
    """The term with the paradigm that pymorphy3 drafts, for counting."""
    term = entry.term(tag)
    assert term is not None
    made = draft_forms(term.preferred, entry.kind, term.gender, tag)
    return replace(term, made_forms={c: f[0] for c, f in made.items()}, doublets={c: f[1:] for c, f in made.items() if f[1:]})


def forms_of(entry: GlossaryEntry, tag: str) -> list[str]:
    """The forms that count as the name in a language."""
    forms = []
    for form in with_drafts(entry, tag).spellings():
        if form.approved:
            forms.append(form.text)
            if form.role == "derived":  # a demonym with a capital or without is the same demonym
                forms.append(form.text[:1].swapcase() + form.text[1:])
    return list(dict.fromkeys(forms))


def citation(entry: GlossaryEntry, tag: str) -> list[str]:
    """The forms that would be different renderings of one name: case forms are one rendering."""
    term = entry.term(tag)
    return [term.preferred, *term.admitted] if term else []


def count(text: str, groups: Sequence[Sequence[str]]) -> Counter[int]:
    """How often each group of forms stands in `text`: whole tokens, as filed, longest first, no overlaps."""
    taken: list[tuple[int, int]] = []
    out: Counter[int] = Counter()
    for form, group in sorted(((form, n) for n, forms in enumerate(groups) for form in forms), key=lambda item: -len(item[0])):
        if form not in text:
            continue
        for hit in re.finditer(rf"(?<![\w]){re.escape(form)}(?![\w])", text):
            if all(hit.end() <= start or hit.start() >= end for start, end in taken):
                taken.append(hit.span())
                out[group] += 1
    return out


def interval(right: Sequence[int], of: Sequence[int]) -> tuple[float, float]:
    """The 95 % interval of a share in %, from `SAMPLES` samples of the sentences with putting back."""
    dice = random.Random(7)
    numbers = range(len(of))
    shares = []
    for _ in range(SAMPLES if of else 0):
        sample = dice.choices(numbers, k=len(of))
        shares.append(100 * sum(right[n] for n in sample) / max(1, sum(of[n] for n in sample)))
    shares.sort()
    return (shares[int(0.025 * SAMPLES)], shares[int(0.975 * SAMPLES) - 1]) if shares else (0.0, 0.0)


def paragraphs(edition: Edition) -> list[str]:
    return [unit.text for unit in edition.units]


def chrf(texts: Sequence[str], references: Sequence[str]) -> float:
    return sacrebleu.corpus_chrf([typographic_fold(t) for t in texts], [[typographic_fold(r) for r in references]]).score


def sentence_chrf(text: str, reference: str) -> float:
    return sacrebleu.sentence_chrf(typographic_fold(text), [typographic_fold(reference)]).score


if __name__ == "__main__":
    main()
