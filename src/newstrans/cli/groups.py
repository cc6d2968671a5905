"""Groups of commands: in the order in which a user meets them, and a mistyped one is told what was meant."""

from __future__ import annotations

import difflib

import click

from newstrans.cli.language import gettext

# How alike a word and a command have to be, from 0 to 1: "aprove" and "histroy" are, "arrive" is not.
_LIKENESS = 0.75


class Suggesting(click.Group):
    """A group that says which command was meant: click does so from 8.4 on, and not for commands that are imported late."""

    def near(self, ctx: click.Context, word: str) -> str:
        """The command that a mistyped word is nearest to, "" for none.

        >>> Suggesting(commands={"approve": click.Command("approve")}).near(click.Context(click.Command("x")), "Aprove")
        'approve'
        """
        return next(iter(difflib.get_close_matches(word.lower(), self.list_commands(ctx), 1, _LIKENESS)), "")

    def resolve_command(self, ctx: click.Context, args: list[str]) -> tuple[str | None, click.Command | None, list[str]]:
        word = args[0]
        if self.get_command(ctx, word) is None and not ctx.resilient_parsing and not word.startswith("-"):
            raise click.UsageError(self.unknown(ctx, word), ctx)
        return super().resolve_command(ctx, args)

    def unknown(self, ctx: click.Context, word: str) -> str:
        """What to say of a word that is no command here."""
        if near := self.near(ctx, word):
            return gettext("{group} has no command {word}. Did you mean {command}?", group=ctx.command_path, word=repr(word), command=near)
        return gettext("{group} has no command {word}. See which there are: {command}", group=ctx.command_path, word=repr(word), command=f"{ctx.command_path} --help")


class Ordered(Suggesting):
    """A group that lists its commands in the order in which they were added."""

    def list_commands(self, _ctx: click.Context) -> list[str]:
        return list(self.commands)


class Listing(Ordered):
    """A group that lists when no command is named: `newstrans editions --state to_review` is `newstrans editions list ...`.

    So is `newstrans editions harbour`, a search; unless the word is near to a command, or more than one word stands there: that
    was meant to be a command. `searched_bare` tells the command `list` that it was not named.
    """

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        if not args or (args[0] not in self.commands and args[0] not in self.get_help_option_names(ctx)):
            if args and not args[0].startswith("-"):
                word = args[0]
                if self.near(ctx, word):
                    said = self.unknown(ctx, word)
                    search = gettext("To search for the word: {command}", command=f"{ctx.command_path} list {word}")
                    raise click.UsageError(f"{said} {search}", ctx)
                if args[1:] and not args[1].startswith("-"):
                    raise click.UsageError(self.unknown(ctx, word), ctx)
                ctx.meta[_BARE] = word
            args = ["list", *args]
        return super().parse_args(ctx, args)


_BARE = f"{__name__}.bare"


def searched_bare() -> str:
    """The word that stood where a command may stand; "" where `list` was named."""
    return str(click.get_current_context().meta.get(_BARE, ""))
