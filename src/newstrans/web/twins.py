"""A page and its JSON where the two need different values: a page draws records, a script gets their differences too."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict
from typing import Any

from newstrans.review.layers import Run
from newstrans.text.diff import DiffOp
from newstrans.web.call import Call, Page


def twin(call: Call, template: str, plain: Mapping[str, Any], values: Mapping[str, Any], status: int = 200) -> Page:
    """`values` drawn by a template, or `plain` for a script."""
    return Page(template, plain if call.api else values, status)


def with_runs(one: Any, **runs: Iterable[DiffOp | Run]) -> dict[str, Any]:
    """The fields of a record, and word diffs under the names given: lists of {op, text}."""
    return {**asdict(one), **{name: runs_of(found) for name, found in runs.items()}}


def runs_of(runs: Iterable[DiffOp | Run]) -> list[dict[str, str]]:
    """A word diff as a script reads it."""
    return [{"op": run.op, "text": run.text} for run in runs]
