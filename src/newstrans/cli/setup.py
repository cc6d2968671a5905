"""What several commands need: configuration, engines, glossary, house styles, inputs."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import click

from newstrans.config import Config, load_config
from newstrans.errors import NewstransError, ReadError
from newstrans.languages import normalise_tag

if TYPE_CHECKING:
    from newstrans.engines.base import Engine
    from newstrans.glossary.names import Names
    from newstrans.localise.locale import EditionLocale
    from newstrans.model import Leg, Story


@dataclass
class Desk:
    """The parts of a run, made when they are first asked for."""

    config: Config
    glossary: tuple[Path, ...] = ()
    skip_bad_glossary: bool = False
    day: str = ""
    glossary_desk: str = ""

    @cached_property
    def engines(self) -> dict[str, Engine]:
        from newstrans.engines.registry import load_engines

        return load_engines(self.config)

    @cached_property
    def glossary_folders(self) -> tuple[Path, ...]:
        """The user's folders, those of the settings, the shipped one: the first wins."""
        from newstrans.glossary.load import shipped_and_own

        return shipped_and_own((*self.glossary, *self.config.glossary))

    @cached_property
    def names(self) -> Names:
        from newstrans.glossary.compiled import open_glossary
        from newstrans.glossary.names import Names

        glossary = open_glossary(self.glossary_folders, self.config.data / "cache", skip_bad=self.skip_bad_glossary)
        for problem in glossary.problems:
            click.echo(f"Passed over: {problem}", err=True)
        return Names(glossary, day=self.day, desk=self.glossary_desk)

    def known(self, route: Sequence[Leg]) -> Mapping[str, Sequence[str]]:
        """What calibration measured of the stand-ins for names on a route; {} where it never ran."""
        from newstrans.engines.calibrate import known_renderings

        return known_renderings(self.config.calibration_folder, route)

    def locale(self, tag: str) -> EditionLocale:
        from newstrans.localise.locale import load_locale

        return load_locale(tag, self.config.locales)

    def close(self) -> None:
        """End what the engines started."""
        if "engines" in self.__dict__:
            for engine in self.engines.values():
                engine.close()


def desk(glossary: Sequence[str] = (), *, skip_bad_glossary: bool = False, day: str = "", glossary_desk: str = "") -> Desk:
    """The desk as the environment and `newstrans.toml` set it up."""
    return Desk(load_config(), tuple(Path(folder) for folder in glossary), skip_bad_glossary, day, glossary_desk)


def split_tags(values: Sequence[str]) -> list[str]:
    """Locales from `--to pt-BR,es --to uk`, normalised, each once, in order.

    Raises:
        LocaleError: one of them is no locale.

    """
    tags = [part for value in values for part in value.split(",") if part.strip()]
    return list(dict.fromkeys(normalise_tag(tag) for tag in tags))


def find_inputs(paths: Sequence[str]) -> list[Path | None]:
    """Files to read: paths as given, folders searched for readable files; None stands for standard input.

    Raises:
        ReadError: a path does not exist, or a folder holds nothing that can be read.

    """
    from newstrans.formats import FORMATS

    suffixes = {suffix for reader in FORMATS for suffix in reader.suffixes}
    found: list[Path | None] = []
    for name in paths:
        path = Path(name)
        if name == "-":
            found.append(None)
        elif path.is_dir():
            inside = [
                file for file in sorted(path.rglob("*"))
                if file.is_file() and file.suffix.lower() in suffixes
                and not any(part.startswith(".") for part in file.relative_to(path).parts)
            ]
            if not inside:
                kinds = ", ".join(sorted(suffixes))
                raise ReadError(name, f"no articles in this folder (looked for {kinds})")
            found += inside
        elif not path.exists():
            raise ReadError(name, "no such file or folder")
        else:
            found.append(path)
    return list(dict.fromkeys(found))


def read_inputs(
    inputs: Sequence[Path | None], *, input_format: str | None, encoding: str | None
) -> Iterator[tuple[str, Story | NewstransError]]:
    """Each input's name with its story, or with the error that reading it gave."""
    from newstrans.formats import read_story

    for path in inputs:
        name = path.name if path else "stdin"
        shown = str(path) if path else "standard input"
        try:
            data = path.read_bytes() if path else sys.stdin.buffer.read()
            yield shown, read_story(data, name=name, format=input_format, encoding=encoding)
        except OSError as exc:
            yield shown, ReadError(shown, f"cannot be read: {exc.strerror}")
        except NewstransError as exc:
            yield shown, exc


def colour_wanted(*, stream: object = None) -> bool:
    """Whether to paint: on a terminal, and NO_COLOR (no-color.org) is not set."""
    import os

    out = stream or sys.stdout
    return bool(getattr(out, "isatty", lambda: False)()) and not os.environ.get("NO_COLOR")


glossary_option = click.option(
    "--glossary", multiple=True, metavar="DIR", type=click.Path(file_okay=False),
    help="A folder of your own glossary files, before the shipped ones. May be given several times.",
)  # fmt: skip

skip_bad_option = click.option(
    "--skip-bad-glossary", is_flag=True,
    help="Go on with the other files when one of the glossary has a mistake; the mistake is shown.",
)  # fmt: skip
