"""One run of `newstrans translate`: inputs gather to batches, batches become editions and files."""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import click

from newstrans.cli.report import Report
from newstrans.cli.setup import Desk, Input
from newstrans.errors import NewstransError

if TYPE_CHECKING:
    from newstrans.formats.inplace import Document
    from newstrans.journal import Journal
    from newstrans.model import Edition, Story
    from newstrans.pipeline import Run, Stage
    from newstrans.wire import ItemReport, LocaleResult, WireRun

# Stories that go through the pipeline together: engines batch over them, memory stays bounded.
BATCH = 40
FORMATS = ("md", "html", "json")
IN_PLACE = "source"


@dataclass(frozen=True, slots=True)
class Reading:
    """How the inputs are to be read, as the user said."""

    format: str | None
    encoding: str | None
    feed: str | None
    named: frozenset[str]


class Job:
    """One run: inputs come in, stories and wire files are collected to a batch, and a full one is translated."""

    def __init__(
        self, here: Desk, locales: Sequence[str], stages: Sequence[Stage], folder: Path | None, wanted: tuple[str, ...],
        report: Report, now: str, *, override: str,
    ) -> None:  # fmt: skip
        from newstrans.journal import Journal
        from newstrans.wire import WireRun

        self._here = here
        self._locales = locales
        self._stages = stages
        self._folder = folder
        self._wanted = wanted
        self._pages = tuple(name for name in wanted or FORMATS if name != IN_PLACE)
        self._report = report
        self._now = now
        self._stories: list[Story] = []
        self._documents: list[tuple[Input, Document]] = []
        self._items = 0
        self._journal: Journal | None = Journal(folder) if folder else None
        self._wire: WireRun = WireRun(
            self._run, now, lambda tag: here.locale(tag).gettext("This story was withdrawn."), self._journal, override, self._keep
        )

    def take(self, one: Input | tuple[str, NewstransError], reading: Reading, *, resume: bool) -> None:
        """Read an input, and translate what has gathered when it is enough."""
        from newstrans.feeds import choose_feed
        from newstrans.formats import inplace, read_story

        if isinstance(one, tuple):
            self._report.unreadable(*one)
            return
        try:
            feed = choose_feed(self._here.config.feeds, one.name, reading.feed)
            given = reading.format or feed.format or None
            wire = inplace.is_wire(one.data, one.name, given)
            if one.passed_over(wire=wire):
                self._report.passed_over(one.shown)
                return
            if wire or IN_PLACE in self._wanted:
                if resume and self._done(one):
                    self._report.already(one.shown)
                else:
                    document = inplace.open_document(one.data, name=one.name, format=given, encoding=reading.encoding, feed=feed)
                    self._documents.append((one, document))
                    self._items += len(document.items)
            if not wire and self._pages:
                self._stories.append(read_story(one.data, name=one.name, format=given, encoding=reading.encoding or feed.encoding or None))
        except NewstransError as exc:
            self._report.unreadable(one.shown, exc)
        if len(self._stories) >= BATCH:
            self._translate_stories()
        if self._items >= BATCH:
            self._translate_documents()

    def finish(self) -> None:
        """Translate what is left."""
        self._translate_stories()
        self._translate_documents()

    def _done(self, one: Input) -> bool:
        if self._journal is None:
            return False
        digest = hashlib.sha256(one.data).hexdigest()
        return all(self._journal.done(digest, one.relative, locale) for locale in self._locales)

    def _run(self, stories: Sequence[Story], locales: Sequence[str]) -> Run:
        from newstrans.pipeline import translate_stories

        run = translate_stories(stories, locales, self._stages, names=self._here.names, locale=self._here.locale)
        self._report.clear_progress()
        return run

    def _translate_stories(self) -> None:
        stories, self._stories = self._stories, []
        if not stories:
            return
        run = self._run(stories, self._locales)
        paths = self._written(run.editions, self._pages)
        each = len(paths) // max(1, len(run.editions))
        for n, edition in enumerate(run.editions):
            self._report.edition(edition, paths[n * each : (n + 1) * each])
        for failure in run.failures:
            self._report.failure(failure)

    def _written(self, editions: Sequence[Edition], formats: tuple[str, ...]) -> list[Path]:
        from newstrans.emit import write_editions
        from newstrans.formats.edition_markdown import edition_to_markdown

        if self._folder is not None:
            return write_editions(editions, self._folder, formats=formats)
        for edition in editions:
            click.echo(edition_to_markdown(edition), nl=False)
        return []

    def _keep(self, report: ItemReport) -> None:
        """Write an edition of a wire item as pages, at once, so that none has to be held."""
        if report.edition is not None:
            paths = self._written([report.edition], self._pages) if self._pages else []
            self._report.item(report, paths)

    def _translate_documents(self) -> None:
        taken, self._documents, self._items = self._documents, [], 0
        if not taken:
            return
        documents = [document for _, document in taken]
        for locale in self._locales:
            for (one, document), result in zip(taken, self._wire.bring(documents, locale), strict=True):
                self._finish_document(one, document, result)
        for one, document in taken:
            for locale in self._wire.locales(document, ()):
                if locale not in self._locales:
                    result = self._wire.bring([document], locale, only_kills=True)[0]
                    self._finish_document(one, document, result, quiet=True)

    def _finish_document(self, one: Input, document: Document, result: LocaleResult, *, quiet: bool = False) -> None:
        from newstrans.files import write_whole

        for report in result.reports:
            if report.edition is None:
                self._report.item(report, [], quiet=quiet)
        path: Path | None = None
        in_place = not self._wanted or IN_PLACE in self._wanted
        if in_place and result.written is not None:
            if self._folder is None:
                if not self._pages:
                    sys.stdout.buffer.write(result.written.data)
            else:
                path = self._folder / result.locale / self._name(one.relative)
                write_whole(path, result.written.data)
        if self._journal is not None and (result.written is not None or not in_place):
            self._journal.add(result.entries(document, one.relative, self._now))
        self._report.document(one.shown, document, result, path, wanted=in_place)

    def _name(self, relative: str) -> str:
        """The file's own name; one that a page of ours could have is told apart where pages are written too."""
        stem, dot, suffix = relative.rpartition(".")
        return f"{stem}.{IN_PLACE}{dot}{suffix}" if self._pages and suffix.lower() in FORMATS and stem else relative
