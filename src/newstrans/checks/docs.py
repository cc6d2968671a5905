"""The page docs/checks.md, written from the checks themselves: `python -m newstrans.checks.docs > docs/checks.md`."""

from __future__ import annotations

from newstrans.checks import ALL_CHECKS
from newstrans.checks.base import Check

_HEAD = """# Checks

Every edition is checked before it is written. A finding names the check, a severity, and the words it is about in
both texts. Errors are few and exact; warnings are things to look at. `newstrans translate` lists the findings, the
report and the `.json` of an edition hold them all.

Only what an engine translated is checked: bylines and datelines are written by rules, and paragraphs that were
already in the language of the edition are kept. The engines `identity` and `pseudo` copy the source on purpose, so
only {copies} run over them.

`newstrans check EDITION` checks again, `newstrans check SOURCE TRANSLATION --to TAG` a translation that was made elsewhere.
On the desk a finding is dismissed with a reason, by the id of its check (all of them in the paragraph) or by its code (this
one); it comes back when the source or the text changes.

In `newstrans.toml` a check is turned off or graded, for all stories or for a feed, and lists of words are named:

```toml
[checks]
length = "off"          # or "on", "info", "warning", "error"
negation = "error"
words = ["words"]       # files, or folders of .toml files
[feeds.agency]
match = ["agency-*.xml"]
[feeds.agency.checks]
quotes = "off"
```

A list of words has `[forbidden.pt-BR]` with lines such as `"presidenta" = "write presidente"`, and `[sensitive.coup]` with
`en = ["coup*"]` and `pt = ["golpe*"]`: what may stand in one language only when it stands in the other.

This page is written by `python -m newstrans.checks.docs`.

| Check | Worst | Finds |
|---|---|---|
{table}
"""

_MEASURED = """
## How often they are right

Measured by `python benchmarks/checks.py --flores FOLDER` on FLORES-200 dev, as if its human translations were editions:
32 pairs, 300 lines of even number each; thresholds were set on the lines of odd number. The rule that small numbers
are doubts where a language writes them as words was written after the false alarms of the even lines of Japanese had been
seen. A check of one paragraph takes about 1 ms at the median and 3.5 ms at the 95th percentile on one core.

**0.85 % of the lines have an error.** Findings in percent of all lines, some of them slips of the translators:

| | |
|---|---|
| errors | number 0.81, date 0.01, unit 0.01, repetition 0.01, markup 0.01 |
| warnings | number 1.95, date 0.79, repetition 0.09, length 0.10, quotes 5.36, parenthesis 0.14, speaker 0.01, script 0.03, negation 1.50, sentences 0.18, punctuation 0.39, isolates 0.01, sensitive 0.30 |
| lines with an error, by pair | en-pt 1.0 · en-es 1.0 · en-fr 0.7 · en-de 1.3 · en-it 0.7 · en-nl 0.3 · en-pl 1.3 · en-uk 0.0 · en-ru 0.3 · en-cs 2.0 · en-sv 1.3 · en-tr 0.7 · en-el 1.0 · en-ar 1.3 · en-he 0.3 · en-hi 0.7 · en-ja 1.0 · en-ko 1.0 · en-zh 1.0 · en-vi 0.3 · en-id 0.3 · en-fi 0.3 · en-hu 0.3 · en-ro 0.3 · en-bg 0.7 · de-en 1.3 · ru-uk 0.7 · es-ca 1.0 · fr-es 1.0 · pt-gl 1.7 · ja-en 1.0 · ar-en 1.3 |

Faults put into right lines, and how many of them a check that is about them reports, in percent.
What is broken is found with the readers that the checks use: words of negation or months that these do not know are in no
row.

| fault | error | at all | cases |
|---|---|---|---|
| figure changed | 93.5 | 99.9 | 2856 |
| number dropped | 62.0 | 95.8 | 2857 |
| weekday or month changed | 99.8 | 100.0 | 624 |
| currency swapped | 96.8 | 96.8 | 31 |
| sentence dropped | 80.0 | 99.4 | 676 |
| quotation marks lost | 0.0 | 100.0 | 472 |
| negation dropped | 0.0 | 98.5 | 817 |
| word doubled | 0.0 | 92.4 | 7761 |
| language swapped | 93.5 | 99.7 | 9447 |
| link lost | 100.0 | 100.0 | 320 |
| link changed | 100.0 | 100.0 | 320 |
| emphasis lost | 0.0 | 100.0 | 320 |
| name of a list swapped | 100.0 | 100.0 | 22 |

Below the mark of 98 % are: numbers dropped (languages whose number words are not known, above all Japanese, Chinese and
Korean beside spelt English ones), currencies (few cases), and doubled words in languages that double them by grammar.
"""


def checks_markdown() -> str:
    """The whole page, from the names, descriptions and examples of `ALL_CHECKS`."""
    table = "\n".join(
        f"| [`{c.id}`](#{c.id}) | {c.severity} | {c.description.split('. ')[0].rstrip('.')} |"
        for c in ALL_CHECKS
    )
    *others, last = [f"`{check.id}`" for check in ALL_CHECKS if check.for_copies]
    copies = f"{', '.join(others)} and {last}"
    return _HEAD.format(table=table, copies=copies) + "".join(map(_section, ALL_CHECKS)) + _MEASURED


def _section(check: Check) -> str:
    text = f"\n## {check.id}\n\n**{check.name}** (worst: {check.severity}). {check.description}\n"
    if check.example:
        case = check.example
        text += (
            f"\n| | |\n|---|---|\n| source ({case.source_language}) | {case.source} |\n"
            f"| found fault with ({case.target_language}) | {case.target or '(nothing)'} |\n"
        )
    return text


if __name__ == "__main__":
    print(checks_markdown(), end="")
