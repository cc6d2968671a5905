"""chrF and BLEU of newstrans against the bare engine, on every pair that has references.

Both run over the same lines in one run. "bare" is the engine (or the chain of engines) given the line as it is;
"newstrans" is the whole pipeline: sentences, protection, glossary, house style. Hypotheses and references are
compared with plain quotation marks and dashes, so that house style neither helps nor hurts; the rows marked
"typographic" give both the same source with the curly quotes, dashes and ellipses of real wire copy.

    python benchmarks/quality.py --pairs en-pt,pt-en --lines 997
    python benchmarks/quality.py --write      # rewrite the table that routes are chosen by
"""

from __future__ import annotations

import re
from collections.abc import Sequence

import sacrebleu

from _desk import desk, lines, parser, story, typographic_fold
from newstrans.cli.setup import Desk
from newstrans.languages import language_of
from newstrans.model import Leg
from newstrans.pipeline import default_stages, translate_stories
from newstrans.stages.translate import run_route

LOCALES = {"pt": "pt-BR", "en": "en-US", "es": "es-ES", "fr": "fr-FR", "it": "it-IT"}
PAIRS = "en-pt,pt-en,en-es,es-en,pt-es,es-pt,en-ca,ca-en,en-gl,en-fr,en-it,fr-en,it-en,gl-en,es-ca,ca-es,es-gl,gl-es,es-fr,fr-es,es-it,it-es,ru-uk,uk-ru"


def main() -> None:
    args = parser(__doc__ or "")
    args.add_argument("--pairs", default=PAIRS)
    args.add_argument("--lines", type=int, default=997)
    args.add_argument("--typographic", action="store_true", help="also with typographic source text")
    options = args.parse_args()
    here = desk()
    print(f"{'pair':<8} {'source':<12} {'bare chrF':>10} {'newstrans':>10} {'gain':>6}   {'bare BLEU':>10} {'newstrans':>10} {'gain':>6}  route")
    for pair in options.pairs.split(","):
        source, target = pair.split("-")
        sources = lines(options.flores, source, options.lines)
        references = lines(options.flores, target, options.lines)
        _row(here, pair, "as it is", sources, references)
        if options.typographic:
            _row(here, pair, "typographic", [typographic(line) for line in sources], references)
    here.close()


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
