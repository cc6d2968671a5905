"""What editors changed, by desk, language pair and engine; which findings they dismiss; which terms they overrule.

Numbers to look at, and no gate: effort differs by language, by kind of story and by editor. Texts are compared as they were
approved, with what the machine and the glossary had written; nothing that was typed on the way is counted, and nobody's name.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from statistics import median

from newstrans.model import NameStatus, Severity
from newstrans.store.connect import Store
from newstrans.store.figures import (
    ApprovedUnit,
    Dismissal,
    MadeEdition,
    Outing,
    active_times,
    approved_units,
    dismissals,
    made_editions,
    outings,
    override_counts,
    unit_names,
)
from newstrans.text.diff import Effort, effort

# A check that editors dismiss more often than this cries wolf.
WOLF = 0.5
# Of fewer findings nothing is said: two of three are no habit.
FEWEST = 5
_CODE = re.compile(r"(?P<check>.+)-[0-9a-f]{6}")


@dataclass(frozen=True, slots=True)
class Group:
    """What is counted together; "" is everything. `desk` is that of the story, `locale` that of the edition."""

    locale: str = ""
    language: str = ""
    engine: str = ""
    desk: str = ""

    @property
    def pair(self) -> str:
        """The language pair: "en → pt-BR"."""
        return f"{self.language} → {self.locale}" if self.language else self.locale


@dataclass(frozen=True, slots=True)
class EffortRow:
    """Approved units of one group. Shares are 0..1, None where nothing is to be counted.

    `changed` is the part of the tokens of both texts that differ, `edit_rate` the edits per token of the approved text (after
    HTER, without moves), `untouched` the share of the units that were approved as the machine and the glossary wrote them.
    `minutes` is the median from a version's coming in to the issue that went out of it, of `issues` issues. `active_ms` is how
    long editors worked on the texts, as their pages counted it, and `pace` the seconds per token of those for which it was counted.
    """

    group: Group
    units: int
    words: int
    edited: int
    changed: float | None
    edit_rate: float | None
    untouched: float | None
    issues: int
    minutes: float | None
    active_ms: int
    pace: float | None


@dataclass(frozen=True, slots=True)
class WeekRow:
    """The same for the units approved in the week that begins on the Monday `monday` (ISO 8601)."""

    monday: str
    units: int
    edit_rate: float | None
    untouched: float | None


@dataclass(frozen=True, slots=True)
class CheckRow:
    """How often a check spoke in a pair, and how often editors dismissed what it said; a finding counts once in its unit."""

    check: str
    pair: str
    reported: int
    dismissed: int

    @property
    def rate(self) -> float:
        """Share of its findings that were dismissed, 0..1."""
        return self.dismissed / self.reported if self.reported else 0.0

    @property
    def cries_wolf(self) -> bool:
        """Whether most of what it says is dismissed: then its severity should be lower."""
        return self.reported >= FEWEST and self.rate > WOLF


@dataclass(frozen=True, slots=True)
class TermRow:
    """How often the glossary wrote a term into a locale's editions, and how often editors put the machine's words back."""

    entry: str
    locale: str
    written: int
    overridden: int


@dataclass(frozen=True, slots=True)
class Statistics:
    """All of it, for what was approved, published or dismissed since a day ("" for ever), at a desk ("" for all of them)."""

    since: str
    desk: str
    whole: EffortRow
    desks: tuple[EffortRow, ...]
    locales: tuple[EffortRow, ...]
    pairs: tuple[EffortRow, ...]
    engines: tuple[EffortRow, ...]
    weeks: tuple[WeekRow, ...]
    checks: tuple[CheckRow, ...]
    terms: tuple[TermRow, ...]


def statistics(store: Store, *, now: str, days: int = 0, desk: str = "") -> Statistics:
    """The figures of the last `days` (0: of all time), of the stories for `desk` ("" for all); `now` is ISO 8601 in UTC."""
    since = (datetime.fromisoformat(now) - timedelta(days=days)).strftime("%Y-%m-%dT%H:%M:%SZ") if days else ""
    with store.read() as connection:
        made = {one.edition: one for one in made_editions(connection) if not desk or one.desk == desk}
        times = active_times(connection)
        units = [(one, effort(one.machine, one.text), times.get((one.edition, one.key, one.source_hash), 0)) for one in approved_units(connection, since)]
        out = outings(connection, since)
        gone = dismissals(connection, since)
        keys = unit_names(connection)
        overridden = override_counts(connection, since)
    groups = {name: Group(one.locale, one.language, " + ".join(one.engines)) for name, one in made.items()}
    desks = {name: Group(desk=one.desk) for name, one in made.items() if one.desk}
    locales = {name: Group(one.locale) for name, one in groups.items()}
    pairs = {name: Group(one.locale, one.language) for name, one in groups.items()}
    whole = {name: Group() for name in groups}
    return Statistics(
        since[:10], desk, next(iter(_effort(units, out, whole)), _row(Group(), [], [])), tuple(_effort(units, out, desks)),
        tuple(_effort(units, out, locales)), tuple(_effort(units, out, pairs)), tuple(_effort(units, out, groups)),
        tuple(_weeks([one for one in units if one[0].edition in made])), tuple(_checks(made.values(), gone, keys)), tuple(_terms(made, overridden)),
    )  # fmt: skip


_Measured = tuple[ApprovedUnit, Effort, int]


def _effort(units: Iterable[_Measured], out: Iterable[Outing], groups: Mapping[str, Group]) -> list[EffortRow]:
    """One row for each group, those with most words first."""
    by_group: dict[Group, list[_Measured]] = defaultdict(list)
    minutes: dict[Group, list[float]] = defaultdict(list)
    for one in units:
        if one[0].edition in groups:
            by_group[groups[one[0].edition]].append(one)
    for issue in out:
        if issue.edition in groups:
            minutes[groups[issue.edition]].append(_minutes(issue.received, issue.at))
    rows = [_row(group, by_group[group], minutes[group]) for group in dict.fromkeys([*by_group, *minutes])]
    return sorted(rows, key=lambda row: (-row.words, row.group.desk, row.group.locale, row.group.language, row.group.engine))


def _row(group: Group, units: Sequence[_Measured], minutes: Sequence[float]) -> EffortRow:
    found = [one for _, one, _ in units]
    both, words = sum(one.old + one.new for one in found), sum(one.new for one in found)
    untouched = sum(one.machine == one.text for one, _, _ in units)
    active = sum(ms for _, _, ms in units)
    return EffortRow(
        group, len(units), words, len(units) - untouched, _share(both - 2 * sum(one.kept for one in found), both),
        _share(sum(one.edits for one in found), words), _share(untouched, len(units)), len(minutes),
        median(minutes) if minutes else None, active, _share(active / 1000, sum(one.new for _, one, ms in units if ms)),
    )  # fmt: skip


def _weeks(units: Iterable[_Measured]) -> list[WeekRow]:
    weeks: dict[str, list[_Measured]] = defaultdict(list)
    for one in units:
        day = date.fromisoformat(one[0].at[:10])
        weeks[(day - timedelta(days=day.weekday())).isoformat()].append(one)
    rows = [(monday, _row(Group(), found, ())) for monday, found in sorted(weeks.items())]
    return [WeekRow(monday, row.units, row.edit_rate, row.untouched) for monday, row in rows]


def _checks(made: Iterable[MadeEdition], gone: Iterable[Dismissal], keys: Mapping[tuple[str, str], str]) -> list[CheckRow]:
    """Findings of the machine's texts and those that editors dismissed later: one for each check, unit and edition."""
    reported: dict[tuple[str, str], set[tuple[str, str]]] = defaultdict(set)
    dismissed: dict[tuple[str, str], set[tuple[str, str]]] = defaultdict(set)
    pairs: dict[str, str] = {}
    for one in made:
        pairs[one.edition] = Group(one.locale, one.language).pair
        for unit, check, severity in one.findings:
            if severity != Severity.INFO.value:
                reported[check, pairs[one.edition]].add((one.edition, keys.get((one.edition, unit), unit)))
    for each in gone:
        if each.edition not in pairs:
            continue
        found = _CODE.fullmatch(each.code)
        place = (found["check"] if found else each.code, pairs[each.edition])
        dismissed[place].add((each.edition, each.unit))
        reported[place].add((each.edition, each.unit))
    rows = [CheckRow(check, pair, len(places), len(dismissed[check, pair])) for (check, pair), places in reported.items()]
    return sorted(rows, key=lambda row: (not row.cries_wolf, -row.dismissed, -row.reported, row.check, row.pair))


def _terms(made: Mapping[str, MadeEdition], overridden: Mapping[tuple[str, str], int]) -> list[TermRow]:
    """The terms that were overridden, most often first."""
    written: Counter[tuple[str, str]] = Counter()
    for one in made.values():
        for entry, _, status, _ in one.names:
            written[entry, one.locale] += status == NameStatus.EDITED.value
    undone: Counter[tuple[str, str]] = Counter()
    for (entry, edition), count in overridden.items():
        if edition in made:
            undone[entry, made[edition].locale] += count
    rows = [TermRow(entry, locale, written[entry, locale], count) for (entry, locale), count in undone.items()]
    return sorted(rows, key=lambda row: (-row.overridden, row.entry, row.locale))


def _share(part: float, whole: float) -> float | None:
    return part / whole if whole else None


def _minutes(start: str, end: str) -> float:
    return (datetime.fromisoformat(end) - datetime.fromisoformat(start)).total_seconds() / 60
