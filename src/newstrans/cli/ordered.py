"""A group of commands in the order in which a user meets them."""

from __future__ import annotations

import click


class Ordered(click.Group):
    """A group that lists its commands in the order in which they were added."""

    def list_commands(self, _ctx: click.Context) -> list[str]:
        return list(self.commands)
