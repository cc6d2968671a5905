"""The command line: read input, call one function, show the result. Only here is click."""

from __future__ import annotations

import importlib
import sys
from collections.abc import Mapping
from typing import Any

import click

from newstrans import __version__
from newstrans.cli.groups import Suggesting
from newstrans.cli.language import choose_language, told, words
from newstrans.errors import NewstransError

# name -> (module with a `command`, or "module:name", short help). A command's module is imported when the command runs,
# so that `newstrans --help` stays fast; tests/cli/test_help.py keeps the help here equal to the command's own.
COMMANDS = {
    "translate": ("newstrans.cli.translate", "Translate stories into localised editions."),
    "ingest": ("newstrans.cli.ingest", "Take stories into the store and translate them; a new version of a known story updates its editions."),
    "watch": ("newstrans.cli.watch", "Take in stories as they appear in a folder, until Ctrl-C."),
    "update": ("newstrans.cli.stories:update", "Show what the last version of a story changed, and what an editor has to look at."),
    "stories": ("newstrans.cli.stories:stories", "List the stories in the store, the newest first."),
    "story": ("newstrans.cli.stories:story", "Show a story: its versions, its editions, what happened to it."),
    "editions": ("newstrans.cli.editions", "List editions, and review one: read, edit, approve, publish."),
    "desk": ("newstrans.cli.desk", "Serve the desk: review editions in a browser, until Ctrl-C."),
    "memory": ("newstrans.cli.memory", "Look up, list, exchange and retire approved translations."),
    "retro": ("newstrans.cli.retro", "Show which texts in the store today's glossary makes wrong, and put right those that nobody worked on."),
    "review": ("newstrans.cli.review", "Review an edition in the terminal, one paragraph at a time."),
    "users": ("newstrans.cli.users", "Say who may come in to the desk, and what they may do there."),
    "store": ("newstrans.cli.store", "Look after the store: what is in it, a copy, going back to one, whether all is well."),
    "check": ("newstrans.cli.check", "Check an edition, or a translation that was made elsewhere, against its source."),
    "convert": ("newstrans.cli.convert", "Write wire items in another wire format, untranslated, and say what does not survive."),
    "detect": ("newstrans.cli.detect", "Say which language each document and unit is in."),
    "engines": ("newstrans.cli.engines", "List engines, installed pairs and the routes between languages."),
    "models": ("newstrans.cli.models", "Install, check, carry and remove translation models."),
    "explain": ("newstrans.cli.explain", "Show how an edition came about, sentence by sentence."),
    "diff": ("newstrans.cli.diff", "Show what changed between the machine's text and the edition."),
    "glossary": ("newstrans.cli.glossary", "Look up, change, check and exchange the house's names."),
    "export": ("newstrans.cli.exchange:export_command", "Write an edition for a translator's tool: XLIFF, gettext PO or TMX."),
    "import": ("newstrans.cli.exchange:import_command", "Bring back what a translator changed in an exported edition."),
    "publish": ("newstrans.cli.publish", "Make a site of editions: pages, lists and feeds that any web server can serve."),
    "demo": ("newstrans.cli.demo", "Translate the shipped story and say what to look at."),
    "doctor": ("newstrans.cli.doctor", "Check this installation and say which command mends it."),
}


class LazyGroup(Suggesting):
    """A group whose commands are imported when they are called; `rows` is a table like `COMMANDS`."""

    def __init__(self, *args: Any, rows: Mapping[str, tuple[str, str]] = COMMANDS, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.rows = rows

    def list_commands(self, _ctx: click.Context) -> list[str]:
        return list(self.rows)

    def get_command(self, _ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in self.rows:
            return None
        module, _, name = self.rows[cmd_name][0].partition(":")
        command = getattr(importlib.import_module(module), name or "command")
        assert isinstance(command, click.Command)
        return command

    def format_commands(self, _ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl([(name, text) for name, (_, text) in self.rows.items()])


@click.group(
    cls=LazyGroup,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog="Start here: newstrans translate story.txt --to pt-BR, then newstrans explain editions/pt-BR/....json",
)
@click.version_option(__version__, prog_name="newstrans")
@click.option("--lang", metavar="TAG", default="", help="Language of the reports (default: that of LC_ALL, LC_MESSAGES, LANG).")
def cli(lang: str) -> None:
    """Translate news on your own machine: offline, with names right and a reason for every change."""
    choose_language(lang)


def main(args: list[str] | None = None) -> Any:
    """Entry point: domain errors become one clear message and exit status 1, Ctrl-C becomes 130."""
    try:
        return cli.main(args=args, prog_name="newstrans", standalone_mode=False)
    except NewstransError as exc:
        from newstrans.text.display import visible  # a message may quote what a hostile file says

        click.echo(words().gettext("Error: {message}", message=visible(told(exc))), err=True)
        sys.exit(1)
    except click.exceptions.Exit as exc:
        sys.exit(exc.exit_code)
    except (click.Abort, KeyboardInterrupt):
        click.echo(words().gettext("Stopped. What was written so far is whole; nothing is half written."), err=True)
        sys.exit(130)
    except click.ClickException as exc:
        exc.show()
        sys.exit(exc.exit_code)
    except BrokenPipeError:
        # The reader of our output is gone (`newstrans ... | head`): nothing is left to say.
        sys.stderr.close()
        sys.exit(141)
