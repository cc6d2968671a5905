"""The page docs/glossary-lint.md, written from the rules themselves.

python -m newstrans.glossary.lint.docs > docs/glossary-lint.md
"""

from __future__ import annotations

from newstrans.glossary.lint import ALL_RULES
from newstrans.glossary.lint.base import LintRule

_HEAD = """# What the glossary lint finds

`newstrans glossary lint` reads every file and says what is wrong or dangerous, with file, line and mend. Errors make
it end with status 1, with `--strict` warnings do too; remarks of kind *info* are shown with `--info`. One rule alone:
`--rule homograph`.

This page is written by `python -m newstrans.glossary.lint.docs`.

| Rule | Worst | Finds |
|---|---|---|
{table}
"""


def lint_markdown() -> str:
    """The whole page, from the ids, explanations and examples of `ALL_RULES`."""
    table = "\n".join(f"| [`{rule.id}`](#{rule.id}) | {rule.severity} | {rule.explanation.split(': ')[0].rstrip('.')} |" for rule in ALL_RULES)
    return _HEAD.format(table=table) + "".join(map(_section, ALL_RULES))


def _section(rule: LintRule) -> str:
    text = f"\n## {rule.id}\n\n*{rule.severity}* {rule.explanation}\n"
    return f"{text}\n```toml\n{rule.example}\n```\n" if rule.example else text


if __name__ == "__main__":
    print(lint_markdown(), end="")
