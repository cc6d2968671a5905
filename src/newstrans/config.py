"""Settings as data: one table gives the name, the default, the help, the environment variable.

Nothing is read on import; `load_config` runs at the edge (`cli`) and everything else receives a frozen `Config`.
"""

from __future__ import annotations

import os
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from newstrans.errors import NewstransError
from newstrans.feeds import Feed, FeedError, parse_feed

CONFIG_FILE = "newstrans.toml"


@dataclass(frozen=True, slots=True)
class Setting:
    """One setting: `kind` is "path", "paths", "text" or "number"; `variable` the environment variable that sets it."""

    name: str
    kind: str
    default: str
    help: str

    @property
    def variable(self) -> str:
        return "NEWSTRANS_" + self.name.upper()


SETTINGS = (
    Setting("data", "path", "", "Folder for installed models and caches (default: ~/.local/share/newstrans)."),
    Setting("models", "paths", "", "More folders with Firefox Translations (Bergamot) models."),
    Setting("argos_packages", "path", "", "Folder with installed Argos packages (default: DATA/argos/packages)."),
    Setting("mirror", "text", "", "Address or folder of a mirror: models come from it, not from the public indexes."),
    Setting("apertium_modes", "path", "/usr/share/apertium/modes", "Folder with Apertium's .mode files."),
    Setting("glossary", "paths", "", "Glossary folders, the first wins (default: DATA/glossary, where the desk writes, and the shipped ones)."),
    Setting("locales", "path", "", "Folder with the editions' house styles (default: the shipped locales)."),
    Setting("output", "path", "editions", "Folder that editions are written to."),
    Setting("store", "text", "", "The store: a file, or postgresql+psycopg://USER@HOST/NAME (default: DATA/newstrans.db)."),
    Setting("editions", "text", "", "Locales that `ingest` and `watch` make editions in, such as pt-BR,es,uk."),
    Setting("issue_formats", "text", "", "Formats that issues are written in, such as html,json,wire (default: md,html,json); wire is the source's own, where it has one."),
    Setting("base_url", "text", "", "Public address of the published site, for feeds, sitemap and canonical links."),
    Setting("site_title", "text", "", "Name of the published site."),
    Setting("translator", "text", "", "Organisation that answers for the translations (JSON-LD translator)."),
    Setting("workers", "number", "0", "Processes that translate at once (0: as many as there are cores)."),
)


class ConfigError(NewstransError):
    """A settings file cannot be read or holds something unknown."""


@dataclass(frozen=True, slots=True)
class Config:
    """What a run needs to know about this machine. Empty `glossary` and None mean the shipped data."""

    data: Path
    models: tuple[Path, ...] = ()
    argos_packages: Path | None = None
    mirror: str = ""
    apertium_modes: Path = Path("/usr/share/apertium/modes")
    glossary: tuple[Path, ...] = ()
    locales: Path | None = None
    output: Path = Path("editions")
    store: str = ""
    editions: str = ""
    workers: int = 0
    issue_formats: str = ""
    feeds: Mapping[str, Feed] = field(default_factory=dict)
    base_url: str = ""
    site_title: str = ""
    translator: str = ""
    checks: Mapping[str, str] = field(default_factory=dict)
    words: tuple[Path, ...] = ()

    @property
    def calibration_folder(self) -> Path:
        """Where `newstrans engines calibrate` keeps what it measured."""
        return self.data / "calibration"

    @property
    def argos_folder(self) -> Path:
        """Where Argos packages are installed."""
        return self.argos_packages or self.data / "argos" / "packages"

    @property
    def own_glossary(self) -> Path:
        """The glossary folder that the desk writes into: the first of the settings, else one beside the store."""
        return self.glossary[0] if self.glossary else self.data / "glossary"

    @property
    def glossary_folders(self) -> tuple[Path, ...]:
        """The house's own glossary folders: those of the settings, or the one that the desk has written into."""
        return self.glossary or ((self.own_glossary,) if self.own_glossary.is_dir() else ())

    @property
    def store_place(self) -> str:
        """The file or the address of the store."""
        return self.store or str(self.data / "newstrans.db")


def load_config(path: Path | None = None, environ: Mapping[str, str] | None = None) -> Config:
    """Settings from `path` (default: `newstrans.toml` here, if it exists), overridden by `NEWSTRANS_...`.

    Relative paths in the file are relative to the file; those in variables to the current folder. Lists are
    TOML lists in the file and separated by ":" in a variable.

    Raises:
        ConfigError: the file is unreadable, is not TOML, or has an unknown or wrongly typed setting; a variable
            is no number where one is needed.

    """
    environ = os.environ if environ is None else environ
    values: dict[str, Any] = {}
    file = path or (Path(CONFIG_FILE) if Path(CONFIG_FILE).is_file() else None)
    if file is not None:
        values.update(_read_file(file))
    for setting in SETTINGS:
        text = environ.get(setting.variable)
        if text and setting.kind == "number":
            values[setting.name] = _number(text, setting.variable)
        elif text and setting.kind == "text":
            values[setting.name] = text
        elif text:
            parts = [Path(part).expanduser() for part in text.split(os.pathsep) if part]
            values[setting.name] = parts if setting.kind == "paths" else parts[0]
    home = Path(environ.get("HOME") or "~").expanduser()
    data_home = Path(environ.get("XDG_DATA_HOME") or home / ".local" / "share")
    return Config(
        data=values.get("data") or data_home / "newstrans",
        models=tuple(values.get("models", ())),
        argos_packages=values.get("argos_packages"),
        mirror=values.get("mirror", ""),
        apertium_modes=values.get("apertium_modes", Path("/usr/share/apertium/modes")),
        glossary=tuple(values.get("glossary", ())),
        locales=values.get("locales"),
        output=values.get("output", Path("editions")),
        store=values.get("store", ""),
        editions=values.get("editions", ""),
        workers=values.get("workers", 0),
        issue_formats=values.get("issue_formats", ""),
        feeds=values.get("feeds", {}),
        base_url=values.get("base_url", ""),
        site_title=values.get("site_title", ""),
        translator=values.get("translator", ""),
        checks=values.get("checks", {}),
        words=tuple(values.get("words", ())),
    )


def _number(value: object, name: str) -> int:
    """A whole number from 0 to 999, from a TOML file or a variable."""
    text = str(value).strip()
    if isinstance(value, bool) or not re.fullmatch(r"[0-9]{1,3}", text):
        raise ConfigError(f"{name} must be a whole number from 0 to 999, not {text[:20]!r}")
    return int(text)


def _read_file(file: Path) -> dict[str, Any]:
    try:
        table = tomllib.loads(file.read_text(encoding="utf-8"))
    except OSError as exc:
        raise ConfigError(f"{file}: cannot be read ({exc.strerror})") from exc
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as exc:
        raise ConfigError(f"{file}: not a TOML file: {exc}") from exc
    known = {setting.name: setting for setting in SETTINGS}
    values: dict[str, Any] = {}
    for name, value in table.items():
        if name == "feeds":
            values["feeds"] = _feeds(file, value)
            continue
        if name == "checks":
            values["checks"], values["words"] = _checks(file, value)
            continue
        if name not in known:
            raise ConfigError(f"{file}: unknown setting {name!r} (known: {', '.join(known)}, feeds, checks)")
        if known[name].kind == "number":
            values[name] = _number(value, f"{file}: {name}")
            continue
        if known[name].kind == "text":
            if not isinstance(value, str):
                raise ConfigError(f"{file}: {name} must be a text in quotes")
            values[name] = value
            continue
        items = value if isinstance(value, list) else [value]
        if not all(isinstance(item, str) for item in items) or (known[name].kind != "paths" and len(items) != 1):
            raise ConfigError(f"{file}: {name} must be {'a list of folders' if known[name].kind == 'paths' else 'a path'}")
        folders = [file.parent / Path(item).expanduser() for item in items]
        values[name] = folders if known[name].kind == "paths" else folders[0]
    return values


def _checks(file: Path, table: Any) -> tuple[dict[str, str], list[Path]]:
    """The table `[checks]`: a switch for each check named in it, and `words`, lists of words."""
    if not isinstance(table, dict):
        raise ConfigError(f"{file}: checks is a table such as [checks]")
    words = table.get("words", [])
    places = [words] if isinstance(words, str) else words
    if not isinstance(places, list) or not all(isinstance(place, str) for place in places):
        raise ConfigError(f"{file}: checks.words must be a list of files or folders")
    switches = {name: value for name, value in table.items() if name != "words"}
    if wrong := [name for name, value in switches.items() if not isinstance(value, str)]:
        raise ConfigError(f"{file}: checks.{wrong[0]} must be a text such as \"off\" or \"warning\"")
    return switches, [file.parent / Path(place).expanduser() for place in places]


def _feeds(file: Path, tables: Any) -> dict[str, Feed]:
    """The tables `[feeds.NAME]`."""
    if not isinstance(tables, dict) or not all(isinstance(table, dict) for table in tables.values()):
        raise ConfigError(f"{file}: feeds are tables such as [feeds.agency]")
    try:
        return {name: parse_feed(name, table) for name, table in tables.items()}
    except FeedError as exc:
        raise ConfigError(f"{file}: {exc}") from exc
