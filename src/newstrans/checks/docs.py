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


def checks_markdown() -> str:
    """The whole page, from the names, descriptions and examples of `ALL_CHECKS`."""
    table = "\n".join(
        f"| [`{c.id}`](#{c.id}) | {c.severity} | {c.description.split('. ')[0].rstrip('.')} |"
        for c in ALL_CHECKS
    )
    *others, last = [f"`{check.id}`" for check in ALL_CHECKS if check.for_copies]
    copies = f"{', '.join(others)} and {last}"
    return _HEAD.format(table=table, copies=copies) + "".join(map(_section, ALL_CHECKS))


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
