"""Check every edition, and keep back one that must not go out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from newstrans.checks import POLICY, Policy, run_checks
from newstrans.errors import EditionBlocked
from newstrans.model import Edition, Severity

# A lost sentence or a placeholder in the text: no edition, whatever else is right.
BLOCKING = frozenset({"empty", "leftover"})


class RunChecks:
    """Findings for the editor.

    Raises:
        EditionBlocked: a sentence is missing or a placeholder is left.

    """

    name = "check"

    def __init__(self, policy: Policy = POLICY) -> None:
        self._policy = policy

    def __call__(self, editions: Sequence[Edition]) -> list[Edition]:
        return [self._check(edition) for edition in editions]

    def _check(self, edition: Edition) -> Edition:
        edition = edition.with_findings(run_checks(edition, policy=self._policy))
        blocking = [f for f in edition.findings if f.check in BLOCKING and f.severity is Severity.ERROR]
        if blocking:
            first = blocking[0]
            raise EditionBlocked(first.unit, first.message, first.source_text, others=len(blocking) - 1)
        found = Counter(str(finding.severity) for finding in edition.findings)
        counts = {severity.value: found[severity.value] for severity in Severity if found[severity.value]}
        return edition.traced("check", "", **counts)
