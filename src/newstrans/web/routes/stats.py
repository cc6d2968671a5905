"""Figures of the desk: tables, and a plot beside each."""

from __future__ import annotations

from starlette.routing import Route

from newstrans.review.statistics import Group, statistics
from newstrans.store.queue import desks
from newstrans.web.call import Answer, Call, routes
from newstrans.web.plots import bars, line
from newstrans.web.twins import twin

DAYS = (7, 30, 90, 0)


def figures(call: Call) -> Answer:
    """What editors change, dismiss and overrule, in the last `?days=`."""
    asked = call.query("days", "30")
    days = int(asked) if asked in {str(n) for n in DAYS} else 30
    found = statistics(call.store, now=call.now, days=days, desk=call.query("desk").strip()[:80])
    with call.store.read() as connection:
        known = desks(connection)
    rates = [(_by_engine(one.group), one.edit_rate) for one in found.engines if one.edit_rate is not None]
    shares = [(one.group.locale, one.untouched) for one in found.locales if one.untouched is not None]
    weeks = [(call.words.day(one.monday, year=False), one.edit_rate) for one in found.weeks if one.edit_rate is not None]
    spoken = call.words.percent
    return twin(call, "stats.html", {"days": days, "statistics": found}, {
        "stats": found, "days": days, "by_engine": _by_engine, "by_desk": lambda group: group.desk, "by_locale": lambda group: group.locale, "known": known,
        "by_pair": lambda group: group.pair, "rate_plot": bars(rates, spoken, longest=max([share for _, share in rates] + [0.01])),
        "untouched_plot": bars(shares, spoken), "week_plot": line(weeks, spoken),
    })  # fmt: skip


def _by_engine(group: Group) -> str:
    return f"{group.pair}, {group.engine}" if group.engine else group.pair


ROUTES: list[Route] = [*routes("/stats", figures)]
