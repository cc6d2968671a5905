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
`[sensitive.coup.causes]` has further words of a source that are cause enough, such as `en = ["putsch*"]`, and that no edition is
searched for.

This page is written by `python -m newstrans.checks.docs`.

| Check | Worst | Finds |
|---|---|---|
{table}
"""

_MEASURED = """
## How often they are right

Measured by `python benchmarks/checks.py --flores FOLDER` on FLORES-200 dev, as if its human translations were editions: 32
pairs, 300 lines each. The rules of numbers, quotations, doubled words, negations and names were written on the lines of even number; those of
odd number (`--lines odd`) were looked at after that for this table only. Thresholds of older checks (length, language,
sentences) had been set on the odd ones; what `sentences` finds in a text that is hardly too short was written on the even ones. House style (`marks`) is left out: the translators had another house.

Findings in percent of all lines, some of them slips of the translators:

| | even lines | odd lines |
|---|---|---|
| lines with an error | 0.48 | 0.30 |
| errors | number 0.45, date 0.01, unit 0.01, markup 0.01 | number 0.26, unit 0.01, sentences 0.02, language 0.01 |
| warnings | number 1.14, date 0.79, exchange 0.57, repetition 0.10, length 0.10, quotes 1.80, parenthesis 0.14, speaker 0.01, script 0.03, negation 0.72, sentences 0.26, punctuation 0.39, isolates 0.01, sensitive 0.04 | number 1.36, date 0.34, exchange 0.62, repetition 0.09, length 0.01, quotes 1.81, parenthesis 0.11, script 0.05, negation 1.17, sentences 0.30, punctuation 0.20 |
| lines with an error, by pair | en-pt 0.3 · en-es 1.0 · en-fr 0.3 · en-de 0.3 · en-it 0.7 · en-nl 0.0 · en-pl 0.3 · en-uk 0.0 · en-ru 0.0 · en-cs 1.0 · en-sv 0.7 · en-tr 0.3 · en-el 1.0 · en-ar 0.7 · en-he 0.0 · en-hi 0.0 · en-ja 1.0 · en-ko 0.3 · en-zh 0.0 · en-vi 0.3 · en-id 0.0 · en-fi 0.0 · en-hu 0.3 · en-ro 0.3 · en-bg 0.3 · de-en 0.7 · ru-uk 0.0 · es-ca 1.0 · fr-es 1.0 · pt-gl 1.7 · ja-en 1.0 · ar-en 0.7 | en-pt 0.7 · en-es 0.7 · en-fr 0.0 · en-de 0.0 · en-it 0.0 · en-nl 0.0 · en-pl 0.0 · en-uk 0.0 · en-ru 0.0 · en-cs 0.0 · en-sv 1.3 · en-tr 0.0 · en-el 0.3 · en-ar 0.7 · en-he 0.0 · en-hi 0.3 · en-ja 0.3 · en-ko 0.0 · en-zh 0.0 · en-vi 0.3 · en-id 0.3 · en-fi 0.0 · en-hu 1.0 · en-ro 0.3 · en-bg 0.3 · de-en 0.0 · ru-uk 0.0 · es-ca 0.7 · fr-es 1.0 · pt-gl 0.7 · ja-en 0.0 · ar-en 0.7 |

Faults put into right lines, and how many of them a check that is about them reports, in percent. What is broken is found
with the readers that the checks use: words of negation or months that these do not know are in no row. The table is of
300 odd lines of each pair (`--table 2 --lines odd`).

| fault | error | at all | cases |
|---|---|---|---|
| figure changed | 95.0 | 99.7 | 2493 |
| number dropped | 57.5 | 98.0 | 2493 |
| weekday or month changed | 99.6 | 100.0 | 230 |
| currency swapped | 100.0 | 100.0 | 1 |
| sentence dropped | 79.6 | 98.6 | 928 |
| quotation marks lost | 0.0 | 99.2 | 634 |
| negation dropped | 0.0 | 98.6 | 804 |
| word doubled | 0.0 | 99.9 | 7742 |
| language swapped | 93.0 | 99.3 | 9257 |
| currency swapped, sign of CLDR | 94.0 | 100.0 | 687 |
| currency swapped, name of CLDR | 87.1 | 100.0 | 634 |
| link lost | 100.0 | 100.0 | 320 |
| link changed | 100.0 | 100.0 | 320 |
| emphasis lost | 0.0 | 100.0 | 320 |
| name of a list swapped | 100.0 | 100.0 | 23 |
| name of the glossary swapped | 99.6 | 99.6 | 847 |
| two names of the glossary exchanged | 0.0 | 100.0 | 232 |
| two full names exchanged | 0.0 | 100.0 | 125 |

On 300 even lines of each pair: amounts in dollars that CLDR wrote into right lines and that became another currency, by their
sign 100.0 (706 cases), by name 100.0 (648); the real ones 96.8 (31); negations 98.9 (819); a name of the glossary or a country
that another took the place of 99.4 (941); two such names of a sentence exchanged 100.0 (215); two full names that no glossary
has 100.0 (222). Where the order of two names is measured, lines that have them in another order than the source are left out:
they are what `exchange` warns of in right translations. A number before a unit's sign or with an ending is made no amount.

Above the mark of 1 % are two cells: Portuguese-Galician on even lines, where each of the five lines has a fact that the source
has not (another currency, another number of holes, “rugby a 15”, the line before, points for commas), and English-Swedish on odd
lines. With intervals of 95 % (Wilson): of numbers dropped, 98.0 % are reported (97.4 to 98.5; 49 of 2493 cases missed), of sentences
98.6 (97.6 to 99.2; 13 of 928), of quotation marks 99.2 (98.2 to 99.7; 5 of 634); on even lines 98.9 of 2914, 100.0 of 684 and 99.6 of
557. Numbers are missed where the same number stands a second time (“a 4x4 … 4x4”), beside
a word that also says it, or where the source says it in one word (“zweistündig”). Russian-Ukrainian lines warn most of quotation
marks (7.7 % of even lines): their translators took them from names of teams and ships that both languages quote. Of negations, those are missed where the translation has another word that may deny (“refused”, “only”). A
Japanese figure that the source says as “another” or “the third” is no number of the source: that it is gone is seen by its
counter alone.
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
