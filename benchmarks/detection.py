"""How often the language is right, against plain langdetect, on FLORES sentences and cuts of them; and what it costs.

    python benchmarks/detection.py [--flores DIR] [--lines N]

"newstrans" is the likeliest language, always an answer, as langdetect always gives one. Under "decided" stands what
`detect_text` is willing to say: right, wrong, and unsure.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from newstrans.detect import detect_story, detect_text, likeliest_language

LANGUAGES = ("en", "es", "pt", "fr", "de", "it", "ru", "uk", "ko", "ja", "zh", "ar", "gl", "ca", "pl", "nl")
FLORES = Path(__file__).resolve().parents[2] / "shared" / "eval" / "flores-dev"
# Spaced scripts are cut between words; a third of the characters says as much in Chinese, Japanese and Korean,
# but the cut is the same for all so that columns compare with published tables.
COLUMNS: tuple[tuple[str, int | None, Callable[[str], str]], ...] = (
    ("full", None, str),
    ("80", 80, str),
    ("40", 40, str),
    ("20", 20, str),
    ("CAPS 40", 40, str.upper),
)
TRANSLATING_MS_PER_SENTENCE = 22  # Bergamot, one thread


def cut(sentence: str, length: int | None) -> str:
    """`sentence` cut at a word boundary at or before `length` characters."""
    if length is None or len(sentence) <= length:
        return sentence
    space = sentence.rfind(" ", 0, length + 1)
    return sentence[:space] if space > length // 2 else sentence[:length]


def plain_langdetect(text: str) -> str | None:
    from langdetect import DetectorFactory, LangDetectException, detect

    DetectorFactory.seed = 0
    try:
        return str(detect(text)).split("-")[0]
    except LangDetectException:
        return None


def main(argv: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--flores", type=Path, default=FLORES, metavar="DIR", help="folder with en.txt, es.txt ...")
    parser.add_argument("--lines", type=int, default=300, metavar="N", help="sentences of each language (300)")
    options = parser.parse_args(argv)

    sentences = {}
    for language in LANGUAGES:
        path = options.flores / f"{language}.txt"
        if path.is_file():
            sentences[language] = path.read_text("utf-8").splitlines()[: options.lines]
    if not sentences:
        print(f"no FLORES files in {options.flores}; give their folder with --flores DIR")
        return 0

    samples = {
        name: [(language, change(cut(line, length))) for language, lines in sentences.items() for line in lines]
        for name, length, change in COLUMNS
    }
    answers: dict[str, Callable[[str], str | None]] = {
        "langdetect 1.0.9, seed 0": plain_langdetect,
        "newstrans, any language": likeliest_language,
        f"newstrans, {len(sentences)} expected": lambda text: likeliest_language(text, expected=LANGUAGES),
    }
    for answer in answers.values():
        answer("The first call loads the profiles and is not counted.")

    per_language: dict[str, dict[str, list[int]]] = {}
    print(f"% right, {len(sentences)} languages, {options.lines} FLORES lines each\n")
    print(f"{'':28}" + "".join(f"{name:>9}" for name in samples) + "   ms/full")
    for label, answer in answers.items():
        cells = []
        cost = 0.0
        for name, texts in samples.items():
            begin = time.perf_counter()
            right = [(language, answer(text) == language) for language, text in texts]
            cost = cost or 1000 * (time.perf_counter() - begin) / len(texts)
            cells.append(100 * sum(good for _, good in right) / len(right))
            for language, good in right:
                tally = per_language.setdefault(label, {}).setdefault(language, [0] * len(samples))
                tally[list(samples).index(name)] += good
        print(f"{label:28}" + "".join(f"{cell:9.2f}" for cell in cells) + f"{cost:10.2f}")

    for title, expected in (("any language", None), (f"{len(sentences)} expected", LANGUAGES)):
        print(f"\ndecided by detect_text, {title}")
        for name, texts in samples.items():
            decided = [(language, detect_text(text, expected=expected).language) for language, text in texts]
            right_count = sum(found == language for language, found in decided)
            unsure = sum(found is None for _, found in decided)
            wrong = len(decided) - right_count - unsure
            total = len(decided) / 100
            print(
                f"  {name:8} right {right_count / total:6.2f}   wrong {wrong / total:5.2f}   unsure {unsure / total:5.2f}"
            )

    print("\nright per language (of " + str(options.lines) + "): langdetect | newstrans | newstrans expected")
    for language in sentences:
        tallies = (per_language[label][language] for label in answers)
        print(f"  {language}  " + " | ".join(" ".join(f"{count:4d}" for count in tally) for tally in tallies))

    units = [
        (" ".join(lines[index : index + 2]), None)
        for lines in sentences.values()
        for index in range(0, min(len(lines), 100), 2)
    ]
    begin = time.perf_counter()
    detect_story(units, expected=LANGUAGES)
    cost = 1000 * (time.perf_counter() - begin) / max(1, len(units))
    share = 100 * cost / (2 * TRANSLATING_MS_PER_SENTENCE)
    print(f"\ndetect_story: {cost:.2f} ms per unit of two sentences, {share:.1f} % of translating it")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
