"""The statistics page: tables, and a plot beside each."""

from __future__ import annotations

from dataclasses import asdict

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from newstrans.review.statistics import Group, statistics
from newstrans.web.plots import bars, line, percent
from newstrans.web.seam import at

DAYS = (7, 30, 90, 0)


def routes() -> list[Route]:
    """The route of the page and of its JSON twin."""
    return [Route("/stats", figures), Route("/api/stats", figures)]


def figures(request: Request) -> Response:
    """What editors change, dismiss and overrule, in the last `?days=`."""
    here = at(request)
    asked = request.query_params.get("days", "30")
    days = int(asked) if asked in {str(n) for n in DAYS} else 30
    found = statistics(here.store, now=here.now(), days=days)
    rates = [(_by_engine(one.group), one.edit_rate) for one in found.engines if one.edit_rate is not None]
    shares = [(one.group.desk, one.untouched) for one in found.desks if one.untouched is not None]
    weeks = [(one.monday, one.edit_rate) for one in found.weeks if one.edit_rate is not None]
    return here.page(
        request, "stats.html", asdict(found), stats=found, days=days, percent=percent, minutes=_minutes,
        by_engine=_by_engine, by_desk=lambda group: group.desk, by_pair=lambda group: group.pair,
        rate_plot=bars(rates, longest=max([share for _, share in rates] + [0.01])), untouched_plot=bars(shares), week_plot=line(weeks),
    )  # fmt: skip


def _by_engine(group: Group) -> str:
    return f"{group.pair}, {group.engine}" if group.engine else group.pair


def _minutes(minutes: float | None) -> str:
    """A span of time as an editor reads it.

    >>> [_minutes(span) for span in (None, 4.4, 95, 3000)]
    ['–', '4 min', '1 h 35 min', '2 d 2 h']
    """
    if minutes is None:
        return "–"
    whole = round(minutes)
    if whole < 60:
        return f"{whole} min"
    return f"{whole // 60} h {whole % 60} min" if whole < 1440 else f"{whole // 1440} d {whole % 1440 // 60} h"
