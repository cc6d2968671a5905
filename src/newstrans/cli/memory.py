"""newstrans memory: approved translations, looked up and exchanged"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from newstrans.text.display import visible


def memory_lines(label: Mapping[str, Any] | None, offers: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    """What the memory has to do with a unit: whose text stands there, and what is on offer with the sources' difference."""
    if label:
        for pair in label["pairs"]:
            yield visible(f"memory: {label['kind']} match, {whose(pair)}")
    for one in offers:
        part = f" of sentence {one['sentence']}" if one["sentence"] else ""
        what = f"{one['match']} match{part}" if one["match"] != "fuzzy" else f"alike by {one['likeness']:.0%}{part}"
        numbers = ", with the numbers of this source" if one["adapted"] else ""
        yield visible(f"memory: {what}{numbers}, {whose(one['pair'])}")
        yield visible(f"  {one['text']}")
        if one["match"] == "fuzzy":
            yield f"  its source: {_diff(one['diff'])}"


def whose(pair: Mapping[str, Any]) -> str:
    """Origin, approver, day, age and story of a pair, in words."""
    words = {"edited": "edited by a person", "machine": "a machine's words, approved", "imported": "imported"}[pair["origin"]]
    by = f" by {pair['approver']}" if pair["approver"] else ""
    retired = f", {pair['retired']} since" if pair["retired"] else ""
    return f"{words}{by} on {pair['at'][:10]} ({pair['age_days']} days ago), {pair['edition'] or pair['story']}, pair {pair['id']}{retired}"


def _diff(ops: Sequence[Mapping[str, str]]) -> str:
    signs = {"equal": "{}", "delete": "[-{}-]", "insert": "{{+{}+}}"}
    return "".join(signs[op["op"]].format(visible(op["text"])) for op in ops)
