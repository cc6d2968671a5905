"""Checks of an edition: what an editor should look at before it goes out.

`ALL_CHECKS` is the whole list; a new check is a file beside these, a row in it, and a test.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from newstrans.checks import empty, leftover, length, names, numbers, quotes, repetition, script
from newstrans.checks.base import Check, CheckContext
from newstrans.model import Edition, Finding, NameUse, Treatment

ALL_CHECKS: tuple[Check, ...] = (
    empty.EMPTY,
    empty.UNTRANSLATED,
    numbers.CHECK,
    names.CHECK,
    leftover.CHECK,
    repetition.CHECK,
    length.CHECK,
    quotes.CHECK,
    script.CHECK,
)

_CHECKED = frozenset({Treatment.TRANSLATED, Treatment.FAILED})


def run_checks(
    edition: Edition,
    expected_names: Mapping[str, Sequence[NameUse]] | None = None,
    checks: Iterable[Check] = ALL_CHECKS,
) -> list[Finding]:
    """Findings about every unit that an engine translated, in the order of the edition.

    `expected_names` are the glossary names of each unit, by unit id; without it those of the edition are taken.
    What the edition already carries as a finding is not said twice.
    """
    if expected_names is None:
        by_unit: dict[str, list[NameUse]] = {}
        for use in edition.names:
            by_unit.setdefault(use.unit, []).append(use)
        expected_names = by_unit
    known = {(finding.check, finding.unit) for finding in edition.findings}
    found: list[Finding] = []
    for unit in edition.units:
        if unit.treatment not in _CHECKED:
            continue
        context = CheckContext(unit, edition, tuple(expected_names.get(unit.unit.id, ())))
        for check in checks:
            if (check.id, unit.unit.id) in known or (context.copied and not check.for_copies):
                continue
            found += check(context)
    return found


__all__ = ["ALL_CHECKS", "Check", "CheckContext", "run_checks"]
