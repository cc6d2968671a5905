"""Checks of an edition: what an editor should look at before it goes out.

`ALL_CHECKS` is the whole list; a new check is a file beside these, a row in it, and a test.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from newstrans.checks import (
    agreement,
    dates,
    empty,
    exchange,
    house_marks,
    isolates,
    language,
    leftover,
    length,
    markup,
    measures,
    names,
    negation,
    numbers,
    punctuation,
    quotes,
    repetition,
    script,
    sentences,
    speaker,
)
from newstrans.checks import words as words_
from newstrans.checks.base import Check, CheckContext
from newstrans.checks.policy import POLICY, Policy
from newstrans.config import Config
from newstrans.errors import NewstransError
from newstrans.model import Edition, Finding, NameUse, Severity, Treatment
from newstrans.text.markup import carried_marks

if TYPE_CHECKING:
    from newstrans.config import Config

ALL_CHECKS: tuple[Check, ...] = (
    empty.EMPTY,
    empty.UNTRANSLATED,
    numbers.CHECK,
    dates.CHECK,
    measures.UNIT,
    measures.SCORE,
    names.CHECK,
    exchange.CHECK,
    agreement.CHECK,
    leftover.CHECK,
    repetition.CHECK,
    length.CHECK,
    quotes.CHECK,
    house_marks.CHECK,
    quotes.PARENTHESES,
    speaker.CHECK,
    script.CHECK,
    markup.MARKUP,
    markup.ADDRESS,
    negation.CHECK,
    sentences.CHECK,
    punctuation.CHECK,
    language.CHECK,
    language.SOURCE,
    isolates.CHECK,
    words_.FORBIDDEN,
    words_.SENSITIVE,
)

_CHECKED = frozenset({Treatment.TRANSLATED, Treatment.FAILED})


def run_checks(
    edition: Edition,
    expected_names: Mapping[str, Sequence[NameUse]] | None = None,
    checks: Iterable[Check] = ALL_CHECKS,
    *,
    policy: Policy = POLICY,
) -> list[Finding]:
    """Findings about every unit that an engine translated, in the order of the edition.

    `expected_names` are the glossary names of each unit, by unit id; without it those of the edition are taken.
    What the edition already carries as a finding is not said twice.
    """
    return [found for context, asked in questions(edition, expected_names, checks, policy=policy) for found in findings_of(context, asked)]


def questions(
    edition: Edition,
    expected_names: Mapping[str, Sequence[NameUse]] | None = None,
    checks: Iterable[Check] = ALL_CHECKS,
    *,
    policy: Policy = POLICY,
) -> Iterator[tuple[CheckContext, tuple[Check, ...]]]:
    """`run_checks`, unit by unit: what the checks may know of it, and those that are asked.

    No check sees another unit, or what was found before: what it says depends on its context alone.
    """
    if expected_names is None:
        by_unit: dict[str, list[NameUse]] = {}
        for use in edition.names:
            by_unit.setdefault(use.unit, []).append(use)
        expected_names = by_unit
    # A note of a stage ("placed by its position") does not stand for what a check of the same name has to say.
    worst = {check.id: check.severity for check in ALL_CHECKS}
    known = {
        (finding.check, finding.unit) for finding in edition.findings
        if finding.severity is not Severity.INFO or worst.get(finding.check) is Severity.INFO
    }  # fmt: skip
    policy = policy.of(edition.story.source.name)
    wanted = [check for check in checks if policy.runs(check.id)]
    head = replace(edition, story=replace(edition.story, units=()), units=(), names=(), findings=(), trace=())
    for unit in edition.units:
        if unit.treatment not in _CHECKED:
            continue
        context = CheckContext(unit, head, tuple(expected_names.get(unit.unit.id, ())), policy)
        copied = context.copied
        yield context, tuple(check for check in wanted if (check.id, unit.unit.id) not in known and (check.for_copies or not copied))


def findings_of(context: CheckContext, checks: Sequence[Check]) -> tuple[Finding, ...]:
    """What checks say of one unit, as grave as the newsroom wants it."""
    return tuple(context.policy.graded(found) for check in checks for found in check(context))


def check_unit(edition: Edition, unit: str, text: str, *, policy: Policy = POLICY) -> list[Finding]:
    """What the checks say of one unit if its text were `text`: for an editor who is typing. Milliseconds.

    `edition` is the edition as it stands, `unit` the id of one of its units. Emphasis and links go with their words.
    Spans are ranges in the unit's source and in `text`. Nothing is dismissed here: whoever shows the findings leaves
    out those whose `check` or `code` was dismissed for this source and this text.

    Raises:
        KeyError: the edition has no such unit.

    """
    layer = next((one for one in edition.units if one.unit.id == unit), None)
    if layer is None:
        raise KeyError(unit)
    if layer.text != text:
        layer = replace(layer, text=text, marks=carried_marks(layer.marks, layer.text, text))
    names = {unit: [use for use in edition.names if use.unit == unit]}
    return run_checks(replace(edition, units=(layer,), findings=()), names, policy=policy)


class PolicyError(NewstransError):
    """A switch names no check or no severity; the message names what is known."""


def make_policy(
    switches: Mapping[str, str], feeds: Iterable[tuple[Sequence[str], Mapping[str, str]]] = (), words: Sequence[Path] = (),
    *, locales: Path | None = None,
) -> Policy:
    """The policy that a newsroom's settings describe.

    Raises:
        PolicyError: a check or a severity that does not exist.
        WordListError: a list of words cannot be read.

    """
    rows = tuple((tuple(patterns), own) for patterns, own in feeds if own)
    known = {check.id for check in ALL_CHECKS}
    for table in (switches, *(own for _, own in rows)):
        for check, wanted in table.items():
            if check not in known:
                raise PolicyError(f"there is no check {check!r} (known: {', '.join(sorted(known))})")
            if wanted not in SWITCHES:
                raise PolicyError(f"the check {check!r} can be {', '.join(SWITCHES)}, not {wanted!r}")
    return Policy(dict(switches), rows, words_.read_word_lists(words), locales=locales)


def policy_of(config: Config) -> Policy:
    """The policy of the settings: `[checks]`, the feeds, lists of words, house styles. Raises as `make_policy` does."""
    feeds = [(feed.match, dict(feed.checks)) for feed in config.feeds.values()]
    return make_policy(config.checks, feeds, config.words, locales=config.locales)


SWITCHES = ("on", "off", "info", "warning", "error")

__all__ = [
    "ALL_CHECKS", "POLICY", "Check", "CheckContext", "Policy", "PolicyError", "check_unit", "findings_of", "make_policy", "policy_of",
    "questions", "run_checks",
]  # fmt: skip
