"""What the desk let out: the published issues in the store, as entries of a site, and what it took back."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import partial

from newstrans.formats.edition_json import edition_to_json
from newstrans.localise.locale import EditionLocale
from newstrans.model import Edition, Story
from newstrans.site.entries import Entry, Kill, make_entry
from newstrans.site.release import Decision, Release
from newstrans.stages.localise import disclosure
from newstrans.store.connect import Store
from newstrans.store.editions import get_published
from newstrans.store.issues import Issued, Standing, issued_editions, killed_stories
from newstrans.text.phrase import phrase

_DECISIONS = {
    Standing.ISSUED: Decision(Release.OPEN),  # the desk has decided, embargo and all
    Standing.WITHDRAWN: Decision(Release.WITHDRAWN, phrase("the desk withdrew it")),
    Standing.WITHHELD: Decision(Release.WITHHELD, phrase("its source is withheld")),
    Standing.KILLED: Decision(Release.KILLED, phrase("its source was killed")),
}


@dataclass(frozen=True, slots=True)
class FromStore:
    """Entries of the published issues, and the stories that were killed, whether they were published or not.

    Where the issues are not wanted (`taken_back`), only those that were withdrawn, withheld or killed are there.
    """

    entries: tuple[Entry, ...] = ()
    killed: dict[str, Kill] = field(default_factory=dict)

    @property
    def taken_back(self) -> FromStore:
        return replace(self, entries=tuple(one for one in self.entries if one.decision.release is not Release.OPEN))


def read_store(store: Store, locale: Callable[[str], EditionLocale]) -> FromStore:
    """What stands published in `store`. Only issues are read, never the texts that are still worked on.

    Raises:
        StoreError: it cannot be read.
        EditionError: an issue in it is damaged.

    """
    with store.read() as connection:
        issued = issued_editions(connection)
        killed = {story: Kill(None, _DECISIONS[Standing.KILLED].reason) for story in killed_stories(connection)}
    entries = []
    for one in issued:
        read = partial(_read, store, one, locale)
        edition, digest = read()
        standing = one.standing
        if standing is Standing.ISSUED and not edition.units:
            standing = Standing.WITHHELD  # a usable version came, and the desk has not let it out yet
        entries.append(make_entry(
            f"store:{one.edition.id}", digest, edition, _DECISIONS[standing], stem=one.slug, read=read, reviewed=True
        ))  # fmt: skip
    return FromStore(tuple(entries), killed)


def _read(store: Store, one: Issued, locale: Callable[[str], EditionLocale]) -> tuple[Edition, str]:
    """The last issue as its page shows it: it says that an editor has reviewed it."""
    with store.read() as connection:
        edition = get_published(connection, one.edition)
    digest = hashlib.sha256(edition_to_json(edition).encode()).hexdigest()
    told = disclosure(locale(edition.locale), edition.language or "", reviewed=True)
    story: Story = edition.story if edition.units else replace(edition.story, version=one.version)
    return replace(edition, story=story, strings={**edition.strings, "disclosure": told}), digest
