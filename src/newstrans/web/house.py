"""The house's glossary and styles, as the pages ask for them: read once, and again when a file has changed."""

from __future__ import annotations

from dataclasses import replace
from functools import cached_property
from pathlib import Path
from threading import Lock

from newstrans import resources
from newstrans.checks import Policy, policy_of
from newstrans.config import Config
from newstrans.glossary.compiled import open_glossary
from newstrans.glossary.load import glossary_files, shipped_and_own
from newstrans.glossary.names import Names
from newstrans.localise.locale import EditionLocale, load_locale
from newstrans.review.layers import Decisions


class House:
    """Glossary and styles of one configuration. Safe for threads."""

    def __init__(self, config: Config) -> None:
        self.config = config
        self._lock = Lock()
        self._seen: tuple[tuple[str, int, int], ...] = ()
        self._names: Names | None = None

    @property
    def own_glossary(self) -> Path:
        """The folder that the desk writes terms into; it need not be there yet."""
        return self.config.own_glossary

    @property
    def glossary_folders(self) -> tuple[Path, ...]:
        """The folders of terms, the first wins."""
        return shipped_and_own(self.config.glossary_folders)

    @property
    def names(self) -> Names:
        """The glossary in force; a file with an error is passed over, `newstrans glossary lint` tells of it."""
        files = glossary_files([folder for folder in self.glossary_folders if folder.is_dir()])
        seen = tuple((str(path), stat.st_mtime_ns, stat.st_size) for path in files for stat in [path.stat()])
        with self._lock:
            if self._names is None or seen != self._seen:
                # Compiled by the command that translated with it; who has just changed it waits for the shorter of the two.
                self._names = Names(open_glossary(self.glossary_folders, self.config.data / "cache", skip_bad=True, write=False))
                self._seen = seen
            return self._names

    @cached_property
    def _checks(self) -> Policy:
        return policy_of(self.config)

    @property
    def checks(self) -> Policy:
        """How the newsroom wants the checks, with its glossary. Raises `PolicyError`, `WordListError`."""
        return replace(self._checks, names=self.names)

    def locale(self, tag: str) -> EditionLocale:
        """House style of a locale."""
        return load_locale(tag, self.config.locales)

    def decisions(self, tag: str) -> Decisions:
        """What the glossary says of its entries, for the terms of a locale."""
        return Decisions(self.names.glossary, tag)

    def glossary_file(self, origin: str) -> str:
        """Where an entry stands, "file.toml:12", with the folder before it; of files of one name, `origin` names the folder too."""
        name, _, line = origin.rpartition(":")
        file = Path(name)
        fit = (folder / file.name for folder in self.glossary_folders if file.name and file.parent.name in ("", folder.name))
        path = next((path for path in fit if path.is_file()), None)
        return origin if path is None or resources.is_packaged(path) else f"{path}:{line}"
