"""What several commands need: configuration, engines, glossary, house styles, inputs."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import click

from newstrans.config import Config, load_config
from newstrans.errors import NewstransError, ReadError
from newstrans.languages import normalise_tag
from newstrans.text.phrase import Phrase, phrase

if TYPE_CHECKING:
    from newstrans.checks import Policy
    from newstrans.engines.base import Engine
    from newstrans.glossary.names import Names
    from newstrans.glossary.renderings import Renderings
    from newstrans.localise.locale import EditionLocale
    from newstrans.model import Leg, Story
    from newstrans.review.layers import Decision


@dataclass
class Desk:
    """The parts of a run, made when they are first asked for."""

    config: Config
    glossary: tuple[Path, ...] = ()
    units: str | None = None  # instead of what each house style says: "metric", "imperial" or "" for no conversion
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

        return shipped_and_own((*self.glossary, *self.config.glossary_folders))

    @cached_property
    def names(self) -> Names:
        from newstrans.glossary.compiled import open_glossary
        from newstrans.glossary.names import Names

        glossary = open_glossary(self.glossary_folders, self.config.data / "cache", skip_bad=self.skip_bad_glossary)
        for problem in glossary.problems:
            click.echo(f"Passed over: {problem}", err=True)
        return Names(glossary, day=self.day, desk=self.glossary_desk)

    @cached_property
    def checks(self) -> Policy:
        """How the newsroom wants the checks."""
        from newstrans.checks import policy_of

        return policy_of(self.config)

    @cached_property
    def checks_with_names(self) -> Policy:
        """The same with the glossary, for texts that went through no stage."""
        return replace(self.checks, names=self.names)

    @property
    def renderings(self) -> Renderings:
        """What engines made of names in earlier runs."""
        from newstrans.glossary.renderings import Renderings

        return Renderings(self.config.data / "cache" / "renderings.sqlite3")

    def known(self, route: Sequence[Leg]) -> Mapping[str, Sequence[str]]:
        """What calibration measured of the stand-ins for names on a route; {} where it never ran."""
        from newstrans.engines.calibrate import known_renderings

        return known_renderings(self.config.calibration_folder, route)

    def styles(self, route: Sequence[Leg]) -> tuple[int, ...]:
        """The kinds of placeholders in the order in which calibration saw them survive."""
        from newstrans.engines.calibrate import known_styles

        return known_styles(self.config.calibration_folder, route)

    def locale(self, tag: str) -> EditionLocale:
        from newstrans.localise.locale import load_locale

        locale = load_locale(tag, self.config.locales)
        return locale if self.units is None else locale.with_units(self.units)

    def wanted_locale(self, tag: str) -> EditionLocale:
        """The locale that a new edition is asked for in; raises `LocaleError` for one that is most likely a slip."""
        from newstrans.localise.locale import refuse_slip

        refuse_slip(tag, self.config.locales)
        return self.locale(tag)

    def wanted_engine(self, name: str | None) -> str | None:
        """An engine that is asked for by name.

        Raises:
            click.BadParameter: there is none of that name.

        """
        if name is not None and name not in self.engines:
            message = f"there is no engine {name!r}; choose from {', '.join(self.engines)}"
            raise click.BadParameter(message, param_hint="--engine")
        return name

    def close(self) -> None:
        """End what the engines started."""
        if "engines" in self.__dict__:
            for engine in self.engines.values():
                engine.close()


def desk(glossary: Sequence[str] = (), *, skip_bad_glossary: bool = False, day: str = "", glossary_desk: str = "") -> Desk:
    """The desk as the environment and `newstrans.toml` set it up."""
    return Desk(
        load_config(), tuple(Path(folder) for folder in glossary),
        skip_bad_glossary=skip_bad_glossary, day=day, glossary_desk=glossary_desk,
    )  # fmt: skip


def glossary_decisions(locale: str) -> Mapping[str, Decision]:
    """What the glossary says today of its entries in a locale, by id; nothing when it cannot be read."""
    from newstrans.review.layers import Decisions

    try:
        return Decisions(desk(skip_bad_glossary=True).names.glossary, locale)
    except NewstransError:
        return {}


def split_tags(values: Sequence[str]) -> list[str]:
    """Locales from `--to pt-BR,es --to uk`, normalised, each once, in order.

    Raises:
        LocaleError: one of them is no locale.

    """
    tags = [part for value in values for part in value.split(",") if part.strip()]
    return list(dict.fromkeys(normalise_tag(tag) for tag in tags))


@dataclass(frozen=True, slots=True)
class Input:
    """A file to read: `shown` is its name for messages, `relative` its place below the output folder.

    `searched` files were found in a folder or archive, so that one of another kind is passed over.
    """

    shown: str
    relative: str
    data: bytes
    searched: bool = False

    @property
    def name(self) -> str:
        """The file's name without folders."""
        return self.relative.rpartition("/")[2]

    def passed_over(self, *, wire: bool) -> bool:
        """Whether it is no story: XML and JSON that were found in a folder are data of something else unless they are a wire's."""
        return self.searched and not wire and self.name.lower().endswith((".xml", ".json"))


def find_inputs(paths: Sequence[str]) -> list[tuple[Path | None, str]]:
    """Files to read, each with its place below an output folder: paths as given, folders searched for readable
    files; None stands for standard input.

    Raises:
        ReadError: a path does not exist, or a folder holds nothing that can be read.

    """
    from newstrans.formats import archive, inplace

    suffixes = {suffix for one in inplace.FORMATS for suffix in one.suffixes} | {".xml", ".json", *archive.SUFFIXES}
    found: dict[Path | None, str] = {}
    for name in paths:
        path = Path(name)
        if name == "-":
            found[None] = "stdin"
        elif path.is_dir():
            inside = [
                file for file in sorted(path.rglob("*"))
                if file.is_file() and file.name.lower().endswith(tuple(suffixes))
                and not any(part.startswith(".") for part in file.relative_to(path).parts)
            ]
            if not inside:
                kinds = ", ".join(sorted(suffixes))
                raise ReadError(name, f"no articles in this folder (looked for {kinds})")
            for file in inside:
                found.setdefault(file, file.relative_to(path).as_posix())
        elif not path.exists():
            raise ReadError(name, _missing(path))
        else:
            found.setdefault(path, path.name)
    return list(found.items())


def _missing(path: Path) -> Phrase:
    """What is wrong with a path where nothing lies: with the name that was meant, or with the command that says what may be given."""
    from difflib import get_close_matches

    try:
        beside = [one.name for one in path.parent.iterdir() if not one.name.startswith(".")]
    except OSError:
        beside = []
    near = get_close_matches(path.name, beside, n=1, cutoff=0.7)
    if near:
        return phrase("no such file or folder. Did you mean {path}?", path=path.parent / near[0])
    context = click.get_current_context(silent=True)
    command = f"{context.command_path if context else 'newstrans'} --help"
    return phrase("no such file or folder. What may be given: {command}", command=command)


def _searched(path: Path, paths: Sequence[str]) -> bool:
    return bool(paths) and not any(Path(name) == path for name in paths)


def open_inputs(
    inputs: Sequence[tuple[Path | None, str]], paths: Sequence[str] = ()
) -> Iterator[Input | tuple[str, NewstransError]]:
    """The inputs one after the other, those in archives too; what cannot be read as its name and the error.

    `paths` are those that the user named: other files were found in folders.
    """
    from newstrans.formats.archive import is_archive, read_archive

    for path, relative in inputs:
        shown = str(path) if path else "standard input"
        try:
            if path is None:
                yield Input(shown, relative, sys.stdin.buffer.read())
            elif is_archive(path.name):
                for name, member in read_archive(path):
                    where = f"{shown}:{name}"
                    yield (where, member) if isinstance(member, NewstransError) else Input(where, name, member, searched=True)
            else:
                yield Input(shown, relative, path.read_bytes(), searched=_searched(path, paths))
        except OSError as exc:
            yield shown, ReadError(shown, f"cannot be read: {exc.strerror}")
        except NewstransError as exc:
            yield shown, exc


def read_inputs(
    inputs: Sequence[tuple[Path | None, str]], *, input_format: str | None, encoding: str | None
) -> Iterator[tuple[str, Story | NewstransError]]:
    """Each input's name with its stories, or with the error that reading it gave."""
    from newstrans.formats import read_stories

    for one in open_inputs(inputs):
        if isinstance(one, tuple):
            yield one
            continue
        try:
            for story in read_stories(one.data, name=one.name, format=input_format, encoding=encoding):
                yield one.shown, story
        except NewstransError as exc:
            yield one.shown, exc


def colour_wanted(*, stream: object = None) -> bool:
    """Whether to paint: on a terminal, and NO_COLOR (no-color.org) is not set."""
    import os

    out = stream or sys.stdout
    return bool(getattr(out, "isatty", lambda: False)()) and not os.environ.get("NO_COLOR")


glossary_option = click.option(
    "--glossary", multiple=True, metavar="DIR", type=click.Path(exists=True, file_okay=False),
    help="A folder of your own glossary files, before the shipped ones. May be given several times.",
)  # fmt: skip

skip_bad_option = click.option(
    "--skip-bad-glossary", is_flag=True,
    help="Go on with the other files when one of the glossary has a mistake; the mistake is shown.",
)  # fmt: skip
