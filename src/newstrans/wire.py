"""Editions of wire items: which item is translated, which killed, held or refused, and the file that comes of it.

The rules are the same for every format: a translated item is a new item with an id, a version, a status and a link
back of its own; a kill goes out at once and no engine is called; rights that forbid it stop the job.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from newstrans.errors import LocaleError, NewstransError, NoArticleError
from newstrans.fate import Fate, came_late, decide
from newstrans.feeds import Feed
from newstrans.formats.assemble import make_slug
from newstrans.formats.inplace.document import Document, Item, Written
from newstrans.formats.inplace.issue import Issue, edition_id, held_back, release_facts, story_id
from newstrans.journal import Entry, Journal
from newstrans.languages import declared_tag
from newstrans.model import Edition, EditionUnit, SourceFile, Story, Treatment, Unit, UnitKind
from newstrans.pipeline import Run
from newstrans.pubstatus import Status
from newstrans.text.phrase import phrase


def make_issue(
    item: Item, locale: str, *, edition: Edition | None, feed: Feed, now: str, version: int = 1, override: str = ""
) -> Issue:
    """The issue of `item` in `locale`; without an edition it is a kill, with the status of the source."""
    source = item.identity
    withheld = edition is not None and (feed.edition_status == "withheld" or bool(source.unknown))
    return Issue(
        source=source, locale=locale, id=edition_id(source.id, locale), version=version, now=now,
        status=Status.WITHHELD if withheld else source.status, edition=edition,
        engine=", then ".join(map(str, edition.route)) if edition else "",
        digital_source_type=feed.digital_source_type, link=feed.link,
        override=override if source.forbids else "",
        reader_line=edition.strings.get("disclosure", "") if edition and feed.reader_line == "add" else "",
    )  # fmt: skip


def held(item: Item, now: str) -> str:
    """Why an item may not be published yet, in words; "" when it may."""
    return held_back(item.identity.embargo, item.identity.held, now)


@dataclass(frozen=True, slots=True)
class ItemReport:
    """What became of one item in one locale. `edition` is there for what was translated and for a kill."""

    item: Item
    locale: str
    fate: Fate
    why: str = ""
    held: str = ""
    version: int = 0
    edition: Edition | None = None
    error: NewstransError | None = None


@dataclass(frozen=True, slots=True)
class LocaleResult:
    """A document in one locale: its items' reports, and the file when all of it could be made."""

    locale: str
    reports: tuple[ItemReport, ...]
    written: Written | None
    why: str = ""

    def entries(self, document: Document, file: str, now: str) -> list[Entry]:
        """The journal's lines for what was made."""
        return [
            Entry(
                item=one.item.identity.id, locale=self.locale, source_version=one.item.identity.version, version=one.version,
                fate=one.fate.value, slug=one.edition.story.slug if one.edition else "",
                edition=edition_id(one.item.identity.id, self.locale), file=file, sha256=_sha256(document), when=now,
            )
            for one in self.reports
            if one.fate in (Fate.TRANSLATE, Fate.KILL)
        ]  # fmt: skip


Translator = Callable[[Sequence[Story], Sequence[str]], Run]

# Items of one file that go through the pipeline together.
BATCH = 40
_STOPPING = (Fate.REFUSE, Fate.FAIL, Fate.STALE)


@dataclass(slots=True)
class WireRun:
    """How a run treats the items of wire files.

    `translate` is the pipeline; `now` ISO 8601 in UTC; `override` the reason for which rights are overridden.
    `keep` is called with every edition as soon as it is made, whole; in the file only its text is needed.
    """

    translate: Translator
    now: str
    withdrawn: Callable[[str], str]  # locale -> "This story was withdrawn."
    journal: Journal | None = None
    override: str = ""
    keep: Callable[[ItemReport], None] = field(default=lambda _report: None)
    _made: dict[tuple[str, str], Entry] = field(default_factory=dict)  # in this run, before the journal knows

    def locales(self, document: Document, wanted: Sequence[str]) -> list[str]:
        """The locales to go through: those wanted, and for a kill every one that the item has an edition in."""
        found = list(wanted)
        for item in document.items:
            if self.journal and item.identity.status is not Status.USABLE and not item.identity.origin:
                found += self.journal.locales(item.identity.id)
        return list(dict.fromkeys(found))

    def bring(self, documents: Sequence[Document], locale: str, *, only_kills: bool = False) -> list[LocaleResult]:
        """Documents in a locale, in their order; their items go through the pipeline together.

        An item that cannot go on keeps its file from being written, not the others' editions. With `only_kills`
        nothing is translated: for locales that nobody asked for in this run.
        """
        everything = [(n, place) for n, document in enumerate(documents) for place in range(len(document.items))]
        reports: list[list[ItemReport]] = [[] for _ in documents]
        issues: list[dict[int, Issue]] = [{} for _ in documents]
        for start in range(0, len(everything), BATCH):
            chunk = everything[start : start + BATCH]
            items = [(documents[n], documents[n].items[place]) for n, place in chunk]
            for (n, place), report in zip(chunk, self._batch(items, locale, only_kills=only_kills), strict=True):
                if report.fate in (Fate.TRANSLATE, Fate.KILL):
                    if not report.item.furniture:
                        self.keep(report)
                    issues[n][place] = self._issue(documents[n], report)
                    report = replace(report, edition=_slim(report.edition))
                reports[n].append(report)
        return [
            self._written(document, locale, tuple(reports[n]), issues[n], only_kills=only_kills)
            for n, document in enumerate(documents)
        ]

    def _issue(self, document: Document, report: ItemReport) -> Issue:
        edition = _slim(report.edition) if report.fate is Fate.TRANSLATE else None
        return make_issue(
            report.item, report.locale, edition=edition, feed=document.source.feed, now=self.now, version=report.version,
            override=self.override,
        )  # fmt: skip

    def _written(
        self, document: Document, locale: str, reports: tuple[ItemReport, ...], issues: Mapping[int, Issue], *, only_kills: bool
    ) -> LocaleResult:
        stopped = next((one for one in reports if one.fate in _STOPPING and not one.item.furniture), None)
        if stopped:
            # An error has been told by then.
            short = phrase("an item of it could not be done") if stopped.error else stopped.why
            return LocaleResult(locale, reports, None, phrase("{item}: {reason}", item=stopped.item.identity.id, reason=short))
        if only_kills and len(issues) < len(document.items):
            return LocaleResult(locale, reports, None, phrase("only its kills concern this locale"))
        if not issues and all(one.fate is Fate.EMPTY for one in reports):
            error = NoArticleError(document.source.name, "nothing to translate in it")
            return LocaleResult(locale, reports, None, str(error))
        return LocaleResult(locale, reports, document.write(issues))

    def _batch(self, items: Sequence[tuple[Document, Item]], locale: str, *, only_kills: bool) -> list[ItemReport]:
        reports = [self._ruled(item, locale) for _, item in items]
        going = [n for n, report in enumerate(reports) if report.fate is Fate.TRANSLATE]
        if only_kills:
            return [
                replace(one, fate=Fate.EMPTY, why=phrase("not asked for in this locale")) if one.fate is Fate.TRANSLATE else one
                for one in reports
            ]
        stories = [self._story(*items[n], locale) for n in going]
        run = self.translate(stories, [locale]) if stories else Run((), ())
        # The stories are made here, one object each, so that two items of the same id are told apart.
        made = {id(edition.story): edition for edition in run.editions}
        failed = {id(one.story): one.error for one in run.failures}
        for n, story in zip(going, stories, strict=True):
            if id(story) in made:
                reports[n] = replace(reports[n], edition=made[id(story)])
                continue
            error = failed[id(story)]
            # Already in the language of the edition, which is no failure: it stays as it is.
            fate = Fate.OURS if isinstance(error, LocaleError) else Fate.FAIL
            why = phrase("its text is in that language already") if fate is Fate.OURS else str(error)
            reports[n] = replace(reports[n], fate=fate, why=why, error=None if fate is Fate.OURS else error)
        return reports

    def _ruled(self, item: Item, locale: str) -> ItemReport:
        who = item.identity
        last = self._last(item, locale)
        older = last is not None and int(who.version) < int(last.source_version)
        if older and last:
            return ItemReport(item, locale, Fate.STALE, came_late(who.version, last.source_version))
        ruling = decide(who, [locale], has_text=item.story is not None, override=self.override)
        if ruling.error:
            return ItemReport(item, locale, ruling.fate, ruling.why, error=ruling.error)
        version = 1
        if last is not None:
            changed = last.source_version != who.version or (last.fate == Fate.KILL) != (ruling.fate is Fate.KILL)
            version = last.version + changed
        edition = self._withdrawn(item, locale, last) if ruling.fate is Fate.KILL else None
        if ruling.fate in (Fate.TRANSLATE, Fate.KILL):
            slug = last.slug if last and last.slug else item.story.slug if item.story and ruling.fate is not Fate.KILL else ""
            self._made[who.id, locale] = Entry(who.id, locale, who.version, version, ruling.fate.value, slug)
        return ItemReport(item, locale, ruling.fate, ruling.why, held(item, self.now), version, edition)

    def _last(self, item: Item, locale: str) -> Entry | None:
        """The newest edition of an item: two versions of it may come in one run, in any order."""
        made = self._made.get((item.identity.id, locale))
        return made or (self.journal.last(item.identity.id, locale) if self.journal else None)

    def _story(self, document: Document, item: Item, locale: str) -> Story:
        """The item's story; a later version keeps the name of the first, so that its files are replaced.

        An item that declares no language has that of the others in its file.
        """
        assert item.story is not None  # `decide` gives EMPTY for an item without one
        last = self._last(item, locale)
        said = next((one.identity.language for one in document.items if declared_tag(one.identity.language)), None)
        slug = last.slug if last and last.slug else item.story.slug
        return replace(item.story, slug=slug, language=item.story.language or declared_tag(said))

    def _withdrawn(self, item: Item, locale: str, last: Entry | None) -> Edition:
        """An edition that says only that there is none any more: nothing of the source is in it, not in its name either."""
        who = item.identity
        headline = Unit("headline", UnitKind.HEADLINE, self.withdrawn(locale))
        known = item.story
        story = Story(
            id=known.id if known else story_id(who),
            slug=(last.slug if last else "") or make_slug(who.slug) or "withdrawn", units=(headline,),
            source=known.source if known else SourceFile(who.id, "", "", "", 0), language=who.language or None,
            version=who.version, metadata=release_facts(who), notes=(f"the source is {who.status.value}",),
        )  # fmt: skip
        unit = EditionUnit(headline, Treatment.RULED, text=headline.text, why=f"the source is {who.status.value}")
        return Edition(story, locale, language=who.language or None, units=(unit,))


def _slim(edition: Edition | None) -> Edition | None:
    """An edition with what its file needs: a message of hundreds of items would not fit into memory otherwise."""
    if edition is None:
        return None
    units = tuple(replace(unit, segments=(), detection=None) for unit in edition.units)
    strings = {key: value for key, value in edition.strings.items() if key == "disclosure"}
    return replace(edition, units=units, names=(), findings=(), trace=(), strings=strings)


def _sha256(document: Document) -> str:
    return hashlib.sha256(document.source.data).hexdigest()
