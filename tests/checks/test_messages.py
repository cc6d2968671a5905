"""Checks speak in messages that can be said in other languages; their ids are the same in all of them."""

from __future__ import annotations

import ast
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from check_cases import MakeContext

import newstrans.checks
from newstrans.checks import ALL_CHECKS
from newstrans.localise.catalogue import Catalogue
from newstrans.text.phrase import Phrase


class _Marked(dict[str, str]):
    def get(self, key: str, default: Any = None) -> Any:
        return f"⟦{key}⟧"


_MARKED: Mapping[str, str] = _Marked()
PSEUDO = Catalogue("qps", _MARKED)


@pytest.mark.parametrize("check", ALL_CHECKS, ids=lambda check: check.id)
def test_a_check_is_named_explained_and_speaks_in_messages(check: Any, context: MakeContext) -> None:
    """Its name, what it looks for, and what it says about its own example."""
    assert [True, True] == [isinstance(text, Phrase) for text in (check.name, check.description)]
    assert check.id.isascii()
    if check.example is None:
        return
    case = check.example
    for finding in check(context(case.source, case.target, case.target_language, language=case.source_language)):
        assert check.id == finding.check
        assert isinstance(finding.message, Phrase), finding
        assert PSEUDO.told(finding.message).startswith("⟦")
        assert "⟦" not in finding.message


def test_no_finding_is_put_together_by_other_means() -> None:
    """In the source of every check: no bare sentence and no f-string is handed to an editor."""
    for file in sorted(Path(newstrans.checks.__file__).parent.glob("*.py")):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") in ("finding", "Finding", "_said", "_finding", "_mark"):
                assert not [one for one in node.args[2:] if isinstance(one, ast.JoinedStr)], f"{file.name}:{node.lineno}"
