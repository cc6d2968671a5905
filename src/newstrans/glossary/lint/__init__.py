"""Lint of the glossary: what is wrong or dangerous in it. `ALL_RULES` is the whole list."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from newstrans.glossary.lint.base import LintContext, LintRule, Remark
from newstrans.glossary.lint.rules import ALL_RULES
from newstrans.glossary.load import compile_files, glossary_files, read_glossary_file


def lint(
    folders: Sequence[Path], *, locales: Sequence[str] = (), today: str = "", rules: Iterable[LintRule] = ALL_RULES
) -> list[Remark]:
    """Remarks about the glossary in `folders`, by file and line; a file that does not load does not hide the others.

    Raises:
        GlossaryError: a folder is missing or a file cannot be read.

    """
    files = [(path, read_glossary_file(path)) for path in glossary_files(folders)]
    entries, problems = compile_files(files, skip_bad=True)
    context = LintContext(tuple(entries), tuple(problems), tuple(locales), today)
    found = [remark for rule in rules for remark in rule(context)]
    return sorted(found, key=lambda remark: _place(remark.origin))


def _place(origin: str) -> tuple[str, int]:
    name, _, line = origin.rpartition(":")
    return (name, int(line)) if line.isdigit() else (origin, 0)


__all__ = ["ALL_RULES", "LintContext", "LintRule", "Remark", "lint"]
