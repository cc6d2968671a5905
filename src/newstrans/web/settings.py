"""How the desk is served: what the command line decides and every request needs to know."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from newstrans.config import Config

# The names by which a browser on this machine reaches it.
LOOPBACK = ("127.0.0.1", "localhost", "[::1]")


@dataclass(frozen=True, slots=True)
class Settings:
    """Settings of a server.

    `hosts` are host names besides those of this machine; `secure` says that browsers come by https; `owner` is who
    started the server and comes in by the launch link; `language` the interface's, "" for what the browser asks for;
    `api_per_minute` how many requests one token of the API is good for; `clock` gives the time in UTC.
    """

    port: int = 8765
    hosts: tuple[str, ...] = ()
    secure: bool = False
    owner: str = "desk"
    launch: bool = True
    language: str = ""
    four_eyes: bool = False
    api_per_minute: int = 600
    config: Config = field(default_factory=lambda: Config(data=Path()))
    clock: Callable[[], datetime] = lambda: datetime.now(UTC)

    @property
    def allowed(self) -> frozenset[str]:
        """Host names that a request may be for, in lower case."""
        return frozenset(name.lower() for name in (*LOOPBACK, *self.hosts))

    @property
    def scheme(self) -> str:
        """What own addresses begin with."""
        return "https" if self.secure else "http"
