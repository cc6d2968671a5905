"""Who asks, what they may do, in which language the desk speaks to them: what every page of an edition needs of a request."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from starlette.requests import Request

from newstrans.review.actions import Desk
from newstrans.review.layers import Decision
from newstrans.web.review_view import Rights


@dataclass(frozen=True, slots=True)
class Seat:
    """One editor at the desk, for one request."""

    desk: Desk
    rights: Rights
    say: Callable[[str], str]
    ui: str
    render: Callable[[str, Mapping[str, Any]], str]
    four_eyes: bool = False
    decided: Callable[[str], Mapping[str, Decision]] = field(default=lambda _: {})

    def decisions(self, edition: str) -> Mapping[str, Decision]:
        """What the glossary says of its entries in an edition's locale."""
        return self.decided(edition.rpartition(":")[2])


def seat_of(request: Request) -> Seat:
    """The seat of who asks."""
    found: Seat = request.state.seat
    return found
