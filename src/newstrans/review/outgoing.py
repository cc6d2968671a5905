"""An edition as it goes out: the texts of the desk, the words that tell readers of the machine, its files to the byte."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from pathlib import Path

from newstrans.emit import rendered_editions
from newstrans.errors import NotInStore
from newstrans.formats.edition_layout import (
    byline_texts,
    furniture,
    is_machine_translated,
    lay_out,
    source_link,
)
from newstrans.languages import direction, display_name
from newstrans.localise.locale import EditionLocale
from newstrans.model import Edition
from newstrans.review.standing import standing
from newstrans.stages.localise import disclosure
from newstrans.store import editions as shelf
from newstrans.store.connect import Store
from newstrans.store.records import EditionRecord, StoryRecord, UnitRecord
from newstrans.store.stories import get_story
from newstrans.text.diff import DiffOp, diff_words


def outgoing(edition: Edition, units: Sequence[UnitRecord], locale: EditionLocale) -> Edition:
    """An edition as it stands, `standing`, as it goes out: once nothing is left to do, readers are told of the editor too."""
    if not units or not all(one.settled for one in units):
        return edition
    return replace(edition, strings={**edition.strings, "disclosure": disclosure(locale, edition.language or "", reviewed=True)})


@dataclass(frozen=True, slots=True)
class SinceIssue:
    """A paragraph that is not as it was in the last issue: "" where it was not there, or is there no more."""

    old: str
    new: str

    @property
    def marks(self) -> list[DiffOp]:
        """The words that changed."""
        return diff_words(self.old, self.new)


@dataclass(frozen=True, slots=True)
class Preview:
    """An edition as it would go out now.

    `files` are those that publishing would write, by their names below the folder of editions; `html` is the page among
    them. `credit` are the lines that name author and source. `since` is what differs from issue `issue`, None when it
    was never published.
    """

    story: StoryRecord
    edition: EditionRecord
    made: Edition
    language: str
    direction: str
    disclosure: str
    credit: tuple[str, ...]
    original: str
    files: dict[str, bytes]
    html: bytes
    issue: int
    since: tuple[SinceIssue, ...] | None


def preview(store: Store, edition: str, folder: Path, locale: Callable[[str], EditionLocale]) -> Preview:
    """What `newstrans editions publish` would write into `folder`, without writing it; the gate is not asked.

    Raises:
        NotInStore: there is no such edition, or it has no text yet.
        WriteError: the folder cannot be listed.

    """
    with store.read() as connection:
        record = shelf.get_edition(connection, edition)
        story = get_story(connection, record.story)
        units = shelf.get_units(connection, record.id)
        made = outgoing(standing(connection, record, units), units, locale(record.locale))
        try:
            last = shelf.get_published(connection, record)
        except NotInStore:
            last = None
    files = {str(path.relative_to(folder)): data for path, data in next(rendered_editions([made], folder)).items()}
    page = next(data for name, data in files.items() if name.endswith(".html"))
    credit = (*(unit.text for unit in lay_out(made).bylines), *byline_texts(made, lay_out(made)))
    rights = made.story.metadata.get("publisher", ""), made.story.metadata.get("rights", "")
    return Preview(
        story, record, made, display_name(record.locale), direction(record.locale),
        furniture(made, "disclosure") if is_machine_translated(made) else "", tuple(filter(None, (*credit, *rights))),
        source_link(made) or "", files, page, record.issue, None if last is None else tuple(since_issue(last, made)),
    )  # fmt: skip


def since_issue(last: Edition, made: Edition) -> list[SinceIssue]:
    """The paragraphs that differ between an issue and the edition now, in the order of the page."""
    old, new = ([unit.text for unit in one.units] for one in (last, made))
    rows = []
    for tag, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            continue
        gone, came = old[a:b], new[c:d]
        paired = min(len(gone), len(came))
        rows += [SinceIssue(before, after) for before, after in zip(gone[:paired], came[:paired], strict=True)]
        rows += [SinceIssue(text, "") for text in gone[paired:]] + [SinceIssue("", text) for text in came[paired:]]
    return rows
