"""chrF and BLEU of newstrans against the bare engine, on every pair that has references.

Both run over the same lines in one run. "bare" is the engine (or the chain of engines) given the line as it is;
"newstrans" is the whole pipeline: sentences, protection, glossary, house style. Hypotheses and references are
compared with plain quotation marks and dashes, so that house style neither helps nor hurts; the rows marked
"typographic" give both the same source with the curly quotes, dashes and ellipses of real wire copy.

    python benchmarks/quality.py --pairs en-pt,pt-en --lines 997
    python benchmarks/quality.py --write      # measure routes and write them to the table that routes are chosen by

`--write` measures, for every pair, the direct ways and the best chains of what is installed here. What cannot be
measured here keeps its figure. Run `scripts/quality-table` afterwards: the document has the table, too.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

import sacrebleu

from _desk import desk, lines, parser, story, typographic_fold
from newstrans.cli.setup import Desk
from newstrans.engines.route import find_routes, parse_quality
from newstrans.languages import language_of
from newstrans.model import Leg
from newstrans.pipeline import default_stages, translate_stories
from newstrans.stages.translate import run_route

LOCALES = {"pt": "pt-BR", "en": "en-US", "es": "es-ES", "fr": "fr-FR", "it": "it-IT"}
TABLE = Path(__file__).resolve().parent.parent / "src" / "newstrans" / "engines" / "quality.toml"
PAIRS = "en-pt,pt-en,en-es,es-en,pt-es,es-pt,en-ca,ca-en,en-gl,en-fr,en-it,fr-en,it-en,gl-en,es-ca,ca-es,es-gl,gl-es,es-fr,fr-es,es-it,it-es,ru-uk,uk-ru"


def main() -> None:
    args = parser(__doc__ or "")
    args.add_argument("--pairs", default=PAIRS)
    args.add_argument("--lines", type=int, default=997)
    args.add_argument("--typographic", action="store_true", help="also with typographic source text")
    args.add_argument("--write", action="store_true", help="write chrF of routes to engines/quality.toml")
    args.add_argument("--table", type=Path, default=TABLE, help="another table to write to")
    args.add_argument("--routes", type=int, default=3, help="routes to measure for each pair, with --write")
    options = args.parse_args()
    here = desk()
    if options.write:
        write(here, options.pairs.split(","), options.flores, options.lines, options.routes, options.table)
        here.close()
        return
    print(f"{'pair':<8} {'source':<12} {'bare chrF':>10} {'newstrans':>10} {'gain':>6}   {'bare BLEU':>10} {'newstrans':>10} {'gain':>6}  route")
    for pair in options.pairs.split(","):
        source, target = pair.split("-")
        sources = lines(options.flores, source, options.lines)
        references = lines(options.flores, target, options.lines)
        _row(here, pair, "as it is", sources, references)
        if options.typographic:
            _row(here, pair, "typographic", [typographic(line) for line in sources], references)
    here.close()


def write(here: Desk, pairs: Sequence[str], flores: Path, count: int, most: int, table: Path) -> None:
    """Measure the best `most` routes of each pair, and put their chrF in the table, in its order, new ones last."""
    measured: dict[str, float] = {}
    for pair in pairs:
        source, target = pair.split("-")
        sources, references = lines(flores, source, count), lines(flores, target, count)
        for route in find_routes(source, LOCALES.get(target, target), here.engines)[:most]:
            name = ", ".join(map(str, route))
            if name not in measured:
                answers = [answer.texts[-1] for answer in run_route(sources, route, here.engines)]
                measured[name] = sacrebleu.corpus_chrf(answers, [references]).score
                print(f"{measured[name]:5.1f}  {name}", flush=True)
    rows = table.read_text(encoding="utf-8").splitlines()
    known = {match[1]: n for n, row in enumerate(rows) if (match := re.match(r'^"([^"]+)" = [\d.]+$', row))}
    for name, score in measured.items():
        row = f'"{name}" = {score:.1f}'
        if name in known:
            rows[known[name]] = row
        else:
            rows.append(row)
    text = re.sub(r'(?m)^measured = ".*"$', f'measured = "FLORES dev, {count} lines, chrF2"', "\n".join(rows) + "\n")
    parse_quality(text)
    table.write_text(text, encoding="utf-8")
    print(f"{len(measured)} routes written to {table.name}. Run: scripts/quality-table")


def _row(here: Desk, pair: str, label: str, sources: Sequence[str], references: Sequence[str]) -> None:
    source, target = pair.split("-")
    locale = LOCALES.get(target, target)
    ours, route = translated(here, sources, source, locale)
    if not route:
        print(f"{pair:<8} no route is installed")
        return
    bare = [answer.texts[-1] for answer in run_route(sources, route, here.engines)]
    scores = [_scores(text, references) for text in (bare, ours)]
    (chrf, bleu), (our_chrf, our_bleu) = scores
    print(
        f"{pair:<8} {label:<12} {chrf:>10.2f} {our_chrf:>10.2f} {our_chrf - chrf:>+6.2f}   {bleu:>10.2f} {our_bleu:>10.2f} "
        f"{our_bleu - bleu:>+6.2f}  {', then '.join(map(str, route))}", flush=True,
    )  # fmt: skip


def translated(here: Desk, sources: Sequence[str], source: str, locale: str) -> tuple[list[str], tuple[Leg, ...]]:
    """The edition's paragraphs, and the route they took; () when there is none."""
    stages = default_stages(here.engines, here.names, here.locale, declared=source)
    run = translate_stories([story(sources, source)], [locale], stages, names=here.names, locale=here.locale)
    if not run.editions:
        print(f"{source}-{language_of(locale)}: {run.failures[0].error}")
        return [], ()
    edition = run.editions[0]
    return [unit.text for unit in edition.units], edition.route


def _scores(hypotheses: Sequence[str], references: Sequence[str]) -> tuple[float, float]:
    texts = [typographic_fold(text) for text in hypotheses]
    wanted = [[typographic_fold(text) for text in references]]
    return sacrebleu.corpus_chrf(texts, wanted).score, sacrebleu.corpus_bleu(texts, wanted).score


def typographic(text: str) -> str:
    """`text` with the marks of real wire copy: curly quotes and apostrophes, em dashes, ellipses."""
    text = re.sub(r'"([^"]*)"', "“\\1”", text)
    text = re.sub(r"(?<=\w)'(?=\w)", "’", text)
    return text.replace(" - ", " — ").replace("...", "…")


if __name__ == "__main__":
    main()
