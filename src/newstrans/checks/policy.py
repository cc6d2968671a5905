"""What a newsroom wants of the checks: which run, how grave they are, which words are watched.

[checks]
length = "off"
negation = "error"
words = ["words"]
[feeds.agency.checks]
quotes = "off"
"""

from __future__ import annotations

import fnmatch
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from newstrans.model import Finding, Severity

if TYPE_CHECKING:
    from newstrans.checks.words import WordList
    from newstrans.glossary.names import Names


@dataclass(frozen=True, slots=True)
class Policy:
    """How the checks run. The default runs all of them, each with its own severities.

    `switches` maps the id of a check to "off", or to the one severity that all of its findings get ("info", "warning",
    "error"); "on" leaves them as they are. `feeds` are the switches of single feeds, by the patterns of their file names;
    they win over `switches`. `words` are the newsroom's lists of words beside the shipped ones, `names` the glossary
    whose forbidden forms are looked for and whose genders are known, `locales` the folder of house styles (the shipped ones
    when None).
    """

    switches: Mapping[str, str] = field(default_factory=dict)
    feeds: tuple[tuple[tuple[str, ...], Mapping[str, str]], ...] = ()
    words: tuple[WordList, ...] = ()
    names: Names | None = None
    locales: Path | None = None

    def of(self, file_name: str) -> Policy:
        """The policy for stories out of the file `file_name`: that of the first feed whose pattern fits, and the rest."""
        for patterns, switches in self.feeds:
            if any(fnmatch.fnmatch(file_name, pattern) for pattern in patterns):
                return replace(self, switches={**self.switches, **switches}, feeds=())
        return replace(self, feeds=()) if self.feeds else self

    def runs(self, check: str) -> bool:
        """Whether a check is on."""
        return self.switches.get(check) != "off"

    def graded(self, finding: Finding) -> Finding:
        """The finding with the severity that the newsroom gives to its check."""
        wanted = self.switches.get(finding.check, "on")
        return finding if wanted in ("on", "off") else replace(finding, severity=Severity(wanted))


POLICY = Policy()
