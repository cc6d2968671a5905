"""Stories into the store and on to their editions: what `newstrans ingest` and `newstrans watch` share."""

from __future__ import annotations

import getpass
import json
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from newstrans.cli.language import gettext, ngettext, told, words
from newstrans.cli.moment import moment
from newstrans.cli.setup import Desk, Input, desk, split_tags
from newstrans.errors import NewstransError, ReadError
from newstrans.languages import normalise_tag
from newstrans.review.words import word_of
from newstrans.text.display import visible

if TYPE_CHECKING:
    from newstrans.model import Story
    from newstrans.pipeline import Run, Stage
    from newstrans.review.actions import Desk as Actions
    from newstrans.review.ingest import Made, Receipt
    from newstrans.store.connect import Store
    from newstrans.store.records import Actor


def actor() -> Actor:
    """The user who runs the command."""
    from newstrans.store.records import Actor

    try:
        name = getpass.getuser()
    except (KeyError, OSError):
        name = "unknown"
    return Actor(name, "cli")


@contextmanager
def opened(place: str, now: str | None = None) -> Iterator[Store]:
    """The store, closed behind the block."""
    from newstrans.store.connect import open_store

    store = open_store(place, moment(now))
    try:
        yield store
    finally:
        store.close()


def void(who: Actions, editions: Sequence[str], say: Callable[[str], None] = click.echo) -> None:
    """Empty the files of editions that were taken back, and say which."""
    from newstrans.review import release

    here = desk()
    for edition in editions:
        for path in release.void(who, edition, feeds=here.config.feeds, locale=here.locale):
            say(gettext("emptied {path}", path=path))


@dataclass(frozen=True, slots=True)
class Wish:
    """What the user asked for: how to read, what to make."""

    to: tuple[str, ...]
    declared: str | None = None
    engine: str | None = None
    glossary: tuple[str, ...] = ()
    input_format: str | None = None
    encoding: str | None = None
    feed: str | None = None
    override: str = ""
    desk: str = ""
    workers: int | None = None
    now: str | None = None


class Intake:
    """An open store and the pipeline before it."""

    def __init__(self, wish: Wish, said: Said) -> None:
        from newstrans.store.connect import open_store

        self.wish = wish
        self.said = said
        self._here: Desk = desk(wish.glossary)
        if wish.workers is not None:
            self._here.config = replace(self._here.config, workers=wish.workers)
        self.locales = split_tags(wish.to or (self._here.config.editions,))
        for tag in self.locales:
            self._here.wanted_locale(tag)
        self._engine = self._here.wanted_engine(wish.engine)
        self._declared = normalise_tag(wish.declared) if wish.declared else None
        self._actor = actor()
        self._stages: list[Stage] | None = None
        self.store = open_store(self._here.config.store_place, moment(wish.now))

    def close(self) -> None:
        self.said.clear()
        self._here.close()
        self.store.close()

    def take(self, inputs: Sequence[Input]) -> None:
        """Take files in and make what is due of their stories."""
        from newstrans.review.ingest import Verdict, due

        touched: dict[str, None] = {}
        for one in inputs:
            for receipt in self._receive(one):
                self.said.receipt(one.shown, receipt)
                self._take_back(receipt)
                if receipt.story and receipt.verdict in (Verdict.NEW, Verdict.UPDATE, Verdict.SAME):
                    touched[receipt.story.id] = None
        self._make([pair for story in touched for pair in due(self.store, story)])

    def pending(self) -> None:
        """Make everything that is due: what a run that was cut off has left."""
        from newstrans.review.ingest import due

        self._make(due(self.store))

    def _receive(self, one: Input) -> list[Receipt]:
        from newstrans.feeds import choose_feed
        from newstrans.formats import inplace
        from newstrans.review.ingest import read_incoming, receive

        wish = self.wish
        try:
            feed = choose_feed(self._here.config.feeds, one.name, wish.feed)
            if one.passed_over(wire=inplace.is_wire(one.data, one.name, wish.input_format or feed.format or None)):
                self.said.passed.append(one.shown)
                return []
            found = read_incoming(
                one.data, name=one.name, place=_place(one), format=wish.input_format, encoding=wish.encoding, feed=feed
            )
        except NewstransError as error:
            self.said.unreadable(one.shown, error)
            return []
        if not found:
            self.said.passed.append(one.shown)
        now = moment(wish.now)
        if wish.desk:
            found = [replace(each, desk=wish.desk) for each in found]
        return [receive(self.store, each, self.locales, actor=self._actor, now=now, override=wish.override) for each in found]

    def _take_back(self, receipt: Receipt) -> None:
        """Nothing of a story that was killed or withheld stays in the files that were published."""
        from newstrans.review.actions import Desk as Actions
        from newstrans.review.ingest import Verdict
        from newstrans.store.editions import editions_of

        if receipt.story is None or receipt.verdict not in (Verdict.KILL, Verdict.WITHHOLD):
            return
        with self.store.read() as connection:
            out = [one.id for one in editions_of(connection, receipt.story.id) if one.issue]
        void(Actions(self.store, self._actor, moment(self.wish.now)), out, say=self.said.say)

    def _make(self, wanted: Sequence[tuple[str, str]]) -> None:
        from newstrans.review.ingest import make_due

        if not wanted:
            return
        for made in make_due(self.store, wanted, self._translate, actor=self._actor, now=moment(self.wish.now)):
            self.said.clear()
            self.said.made(made)

    def _translate(self, stories: Sequence[Story], locales: Sequence[str]) -> Run:
        from newstrans.pipeline import translate_stories
        from newstrans.review.ingest import layers_before

        return translate_stories(
            stories, locales, self._ready(), names=self._here.names, locale=self._here.locale, earlier=layers_before(self.store)
        )

    def _ready(self) -> list[Stage]:
        from newstrans.pipeline import default_stages
        from newstrans.review.running import decisions
        from newstrans.store.answers import remembering

        if self._stages is None:
            self._stages = default_stages(
                remembering(self._here.engines, self.store), self._here.names, self._here.locale, forced_engine=self._engine,
                declared=self._declared, progress=self.said.progress,
                known=self._here.known, renderings=self._here.renderings, checks=self._here.checks, decided=decisions(self.store),
                name_budget=self._here.config.name_budget, styles=self._here.styles,
            )  # fmt: skip
        return self._stages


def _place(one: Input) -> str:
    """Where a file lies, as the identity of a story that has none of its own; text on standard input has its bytes."""
    import hashlib

    if one.shown == "standard input":
        return f"stdin/{hashlib.sha256(one.data).hexdigest()[:16]}"
    return str(Path(one.shown).resolve())


@dataclass(slots=True)
class Said:
    """What the command says: lines for a person on standard error, one JSON document on standard output."""

    as_json: bool = False
    quiet: bool = False
    receipts: list[dict[str, Any]] = field(default_factory=list)
    editions: list[dict[str, Any]] = field(default_factory=list)
    failures: list[dict[str, str]] = field(default_factory=list)
    passed: list[str] = field(default_factory=list)
    shown: bool = False

    def receipt(self, name: str, one: Receipt) -> None:
        """A story that came in."""
        from newstrans.review.ingest import Verdict

        story = one.story.id if one.story else ""
        row = {
            "source": name, "identity": one.identity, "verdict": one.verdict.value, "why": one.why, "story": story, "take": one.take,
            "version": one.story.version if one.story else "", "revision": one.story.revision if one.story else 0,
        }  # fmt: skip
        self.receipts.append(row)
        if one.verdict is Verdict.REFUSED:
            self._fail(name, "", one.why)
        elif not self.quiet:
            why = f": {told(one.why)}" if one.why else ""
            which = gettext("story {story}, version {version}", story=story, version=row["version"]) if story else ""
            self.say(f"{name}  {told(word_of(one.verdict))}{why}" + (f"  ({which})" if which else ""))

    def made(self, one: Made) -> None:
        """An edition that was due."""
        self.editions.append({**asdict(one.edition), "error": str(one.error or "")})
        if one.error:
            self._fail(one.edition.story, one.edition.locale, one.error)
        elif not self.quiet:
            self.say(f"  {one.edition.id}  {told(word_of(one.edition.state))}  {one.edition.headline}")

    def unreadable(self, name: str, error: NewstransError) -> None:
        # A ReadError begins with the file's name, and this line with its place.
        self._fail(name, "", error, error.problem if isinstance(error, ReadError) else error)

    def _fail(self, source: str, locale: str, why: str | NewstransError, shown: str | NewstransError | None = None) -> None:
        self.clear()
        self.failures.append({"source": source, "locale": locale, "error": str(why)})
        self.say(words().gettext("Error: {message}", message=f"{source}{' -> ' + locale if locale else ''}: {told(shown or why)}"))

    def progress(self, done: int, total: int) -> None:
        """One line that is rewritten, on a terminal only."""
        if sys.stderr.isatty() and not self.quiet and not self.as_json:
            click.echo("\r  " + gettext("translating {done}/{total} sentences", done=done, total=total), nl=False, err=True)
            self.shown = True

    def clear(self) -> None:
        if self.shown:
            click.echo("\r" + " " * 70 + "\r", nl=False, err=True)
            self.shown = False

    def say(self, line: str) -> None:
        if not self.as_json:
            click.echo(visible(line), err=True)

    def finish(self) -> None:
        """The whole as JSON, or a last line that counts."""
        if self.as_json:
            document = {"stories": self.receipts, "editions": self.editions, "failures": self.failures, "passed_over": self.passed}
            click.echo(json.dumps(document, ensure_ascii=False, indent=2))
        elif not self.quiet:
            counts = Counter(row["verdict"] for row in self.receipts)
            said = [f"{count} {told(word_of(verdict))}" for verdict, count in counts.items()]
            made = sum(not row["error"] for row in self.editions)
            said += [ngettext("{number} edition made", "{number} editions made", made)] if made else []
            passed = len(self.passed)
            said += [ngettext("{number} file passed over: no story in it", "{number} files passed over: no story in them", passed)] if passed else []
            # A refused story is among the verdicts already.
            failed = len(self.failures) - counts["refused"]
            said += [gettext("{number} failed", number=failed)] if failed else []
            self.say("; ".join(said) or gettext("nothing to do"))
