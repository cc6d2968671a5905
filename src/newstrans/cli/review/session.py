"""The review in a terminal: a letter, an action, the paragraph again. The actions and their conflicts are those of every desk."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any, NamedTuple

import click

from newstrans.cli.language import gettext, ngettext, told
from newstrans.cli.review import editor
from newstrans.cli.review.show import (
    KEYS,
    Look,
    changes_of,
    counts_line,
    glossary_lines,
    header_lines,
    offer_lines,
    row_lines,
)
from newstrans.errors import ConflictError, NewstransError, NotInStore, ReviewError
from newstrans.review import actions
from newstrans.review.actions import Desk
from newstrans.review.differences import BASES
from newstrans.review.layers import Decision, Layer
from newstrans.review.page import Row, review_page
from newstrans.review.remember import numbers_told, offers, remarked
from newstrans.review.words import word_of
from newstrans.store.editions import get_edition
from newstrans.store.presence import Present, beat, leave
from newstrans.store.records import EditionState, UnitRecord
from newstrans.text.display import visible
from newstrans.text.merge import merge_words
from newstrans.text.phrase import phrase

# What a terminal hands over of one line; it drops the rest without a word.
_LINE_BYTES = 4095


class _Both(NamedTuple):
    """The changes of two people in one text, on offer for revision `rev` of a unit; `base_rev` is that of the draft in it."""

    key: str
    rev: int
    base_rev: int
    text: str


class Session:
    """One edition under review. `desk` gives the desk at the time of each action; unsaved texts lie in `folder`.

    `decided` reads what the glossary says of its entries in a locale, when somebody wants to know.
    """

    def __init__(
        self, desk: Callable[[], Desk], edition: str, look: Look, folder: Path, *, todo: bool = False,
        decided: Callable[[str], Mapping[str, Decision]] = lambda _: {},
    ) -> None:  # fmt: skip
        self._desk = desk
        self._decided = decided
        self._look = look
        self._folder = folder
        self._todo = todo
        self._tab = f"terminal-{os.getpid()}"
        self._decisions: Mapping[str, Decision] = {}
        self._page = review_page(desk(), edition, tab=self._tab)
        self._edition = self._page.header.edition.id
        self._base = next((one for one in self._bases()), Layer.MACHINE)
        self._trail: list[str] = []
        self._both: _Both | None = None
        self._at = self._start()
        self._letters: dict[str, Callable[[Row, str], None]] = {
            "a": self._approve, "e": self._edit, "y": self._accept, "t": self._take, "f": self._draft, "g": self._glossary, "x": self._dismiss,
            "r": lambda row, _: self._revert(row, "machine"), "m": lambda row, _: self._revert(row, "raw"), "u": self._unapprove,
            "o": self._omit, "c": self._comment, "s": lambda *_: self._skip(), "b": lambda *_: self._back(),
            "n": lambda *_: self._next(), "d": lambda *_: self._switch(), "?": lambda *_: self._say([told(KEYS)]),
        }  # fmt: skip

    def run(self) -> None:
        """Until q, or the end of the input."""
        self._say(header_lines(self._page, self._look))
        self._take_up()
        if not self._page.rows:
            self._say([gettext("It has no text yet.")])
            return
        try:
            self._show()
            while (line := self._ask()) is not None:
                if line == "q":
                    break
                self._do(line)
        finally:
            desk = self._desk()
            with desk.store.write() as connection:
                leave(connection, self._edition, self._tab, desk.actor.name)
        self._end()

    # --- what is printed and typed

    def _say(self, lines: Iterable[str]) -> None:
        for line in lines:
            click.echo(line, color=self._look.colour or None)

    def _ask(self) -> str | None:
        row = self._row()
        asked = f"{row.key} [a,e,y,t,f,g,x,r,m,u,o,c,s,b,n,d,?,q] " if not self._look.plain else gettext("{key}: a letter, ? lists them", key=row.key) + " "
        click.echo(visible(asked), nl=not sys.stdin.isatty())
        sys.stdout.flush()
        line = sys.stdin.readline()
        if not line:
            click.echo()
            return None
        if sys.stdin.isatty() and len(line.encode("utf-8", "surrogateescape")) >= _LINE_BYTES:
            self._say([gettext("The terminal cuts a line that long: nothing was done. Use e, and write it in your editor.")])
            return ""
        return line.strip()

    def _row(self) -> Row:
        return self._page.row(self._at)

    def _show(self) -> None:
        self._here()
        self._say(row_lines(self._page, self._row(), self._base, self._look))
        self._say(offer_lines(self._row(), self._offers(self._row()), self._look))

    def _here(self) -> None:
        """Tell the others, in the browser too, who looks at this paragraph."""
        desk = self._desk()
        with desk.store.write() as connection:
            beat(connection, self._edition, Present(desk.actor.name, self._tab, self._at, desk.now))

    def _load(self) -> None:
        self._page = review_page(self._desk(), self._edition, tab=self._tab, decisions=self._decisions)

    def _end(self) -> None:
        self._load()
        head = self._page.header
        self._say([counts_line(head)])
        if head.edition.state is EditionState.APPROVED:
            self._say([gettext("Approved. To let it out: newstrans editions publish {edition}", edition=head.edition.id)])
            self._say(visible("  " + gettext("stands against it: {reason}", reason=(f"{one.unit}: " if one.unit else "") + told(one.text))) for one in head.reasons)

    # --- the letters

    def _do(self, line: str) -> None:
        """One command; what goes wrong is said, and the session goes on."""
        if not line:
            self._load()
            self._show()
            return
        letter, _, rest = line.partition(" ")
        act = self._letters.get(letter)
        try:
            if act is not None:
                act(self._row(), rest.strip())
            elif any(letter == one.key for one in self._page.rows):
                self._go(letter)
            else:
                self._say([visible(gettext("{letter} is no letter of these:", letter=repr(letter))), told(KEYS)])
        except ConflictError as error:
            self._conflict(error)
        except NewstransError as error:
            self._say([visible(gettext("Error: {message}", message=told(error)))])

    def _done(self, after: UnitRecord, before: Row) -> None:
        self._load()
        if after.rev == before.unit.rev:
            self._say([gettext("Nothing changed.")])
            return
        self._say([f"{after.key}: {told(word_of(after.state))}, {gettext('revision {number}', number=after.rev)}"])

    def _approve(self, row: Row, _: str) -> None:
        after = actions.approve(self._desk(), self._edition, row.key, base_rev=row.unit.rev)
        self._load()
        still = self._row().findings
        open_ = "; " + ngettext("{number} finding is still open", "{number} findings are still open", len(still)) if still else ""
        self._say([f"{after.key}: {told(word_of(after.state))}{open_}"])
        self._next()

    def _unapprove(self, row: Row, _: str) -> None:
        self._done(actions.unapprove(self._desk(), self._edition, row.key, base_rev=row.unit.rev), row)
        self._show()

    def _accept(self, row: Row, _: str) -> None:
        both, self._both = self._both, None
        if both is not None and (both.key, both.rev) == (row.key, row.unit.rev):
            after = actions.edit(self._desk(), self._edition, row.key, both.text, base_rev=row.unit.rev, settles=both.base_rev)
            self._done(after, row)
            self._show()
            return
        self._done(actions.accept(self._desk(), self._edition, row.key, base_rev=row.unit.rev), row)
        self._show()

    def _take(self, row: Row, number: str) -> None:
        offers = self._offers(row)
        if not offers:
            raise ReviewError(phrase("the memory offers nothing here"))
        if not (number or "1").isdecimal() or not 1 <= int(number or 1) <= len(offers):
            raise ReviewError(phrase("there is no offer {number} here: 1 to {count}", number=repr(number), count=len(offers)))
        offer = offers[int(number or 1) - 1]
        after = actions.take_remembered(self._desk(), self._edition, row.key, base_rev=row.unit.rev, pair=offer["pair"]["id"])
        self._say([visible(remarked(gettext("From the memory, pair {id}", id=offer["pair"]["id"]), told(numbers_told(offer))))])
        self._done(after, row)
        self._show()

    def _offers(self, row: Row) -> list[dict[str, Any]]:
        """What the memory offers to a paragraph that nobody has settled."""
        if row.settled or self._page.header.closed:
            return []
        desk = self._desk()
        with desk.store.read() as connection:
            return offers(connection, get_edition(connection, self._edition), [row.unit], now=desk.now).get(row.key, [])

    def _revert(self, row: Row, to: str) -> None:
        self._done(actions.revert(self._desk(), self._edition, row.key, base_rev=row.unit.rev, to=to), row)
        self._show()

    def _omit(self, row: Row, why: str) -> None:
        if not why:
            raise ReviewError(phrase("say why it is left out: o WHY"))
        self._done(actions.omit(self._desk(), self._edition, row.key, base_rev=row.unit.rev, reason=why), row)
        self._next()

    def _comment(self, row: Row, words: str) -> None:
        if not words:
            raise ReviewError(phrase("say it behind the letter: c WORDS"))
        actions.comment(self._desk(), self._edition, row.key, words, base_rev=row.unit.rev)
        self._load()
        self._show()

    def _dismiss(self, row: Row, rest: str) -> None:
        number, _, why = rest.partition(" ")
        if not number.isdecimal() and len(row.findings) == 1:
            number, why = "1", rest
        if not number.isdecimal() or not 1 <= int(number) <= len(row.findings):
            raise ReviewError(phrase("say which finding, by its number, and why: x N WHY") if row.findings else phrase("there is no open finding here"))
        if not why.strip():
            raise ReviewError(phrase("say why it is dismissed: x {number} WHY", number=number))
        finding = row.findings[int(number) - 1]
        actions.dismiss(self._desk(), self._edition, row.key, finding.code, base_rev=row.unit.rev, reason=why)
        self._load()
        self._show()

    def _glossary(self, row: Row, number: str) -> None:
        if not number:
            if not self._decisions:
                self._decisions = self._decided(self._page.header.edition.locale)
                self._load()
            self._say(glossary_lines(self._row(), self._look))
            return
        changes = changes_of(row)
        if not number.isdecimal() or not 1 <= int(number) <= len(changes):
            raise ReviewError(phrase("there is no change {number} here; g lists them", number=repr(number)))
        self._done(actions.undo_name(self._desk(), self._edition, row.key, changes[int(number) - 1].id, base_rev=row.unit.rev), row)
        self._show()

    # --- texts that are typed

    def _edit(self, row: Row, words: str) -> None:
        if words:
            self._write(row, words, None)
        else:
            self._in_editor(row, row.unit.text)

    def _draft(self, row: Row, _: str) -> None:
        mine = [fork.text for fork in row.forks if fork.actor == self._desk().actor.name]
        text = row.draft if row.draft is not None else mine[-1] if mine else None
        if text is None:
            raise ReviewError(phrase("you have no draft here"))
        self._in_editor(row, text)

    def _in_editor(self, row: Row, text: str) -> None:
        command = editor.editor_command(os.environ)
        path = editor.new_file(self._folder, self._edition, row.key, row.unit.rev, text, _notes(row))
        try:
            problem = editor.run_editor(command, path)
            typed = editor.read_back(path)
        except ReviewError:
            self._say([visible(gettext("What you typed is in {path}", path=path))])
            raise
        if not problem:
            self._write(row, typed, path)
        elif actions.normalised(typed) == row.unit.text:
            path.unlink(missing_ok=True)
            self._say([visible(gettext("{problem}; nothing was typed", problem=problem))])
        else:
            self._say([visible(gettext("{problem}: what you typed is not the text. It is kept in {path}", problem=problem, path=path))])
            actions.save_draft(self._desk(), self._edition, row.key, typed, base_rev=row.unit.rev)
            self._load()
            self._say([gettext("and as your draft: f edits it")])

    def _write(self, row: Row, typed: str, path: Path | None) -> None:
        """Make what was typed the text; whatever comes between leaves it in a file."""
        try:
            after = actions.edit(self._desk(), self._edition, row.key, typed, base_rev=row.unit.rev)
        except ConflictError as error:
            path = path or editor.new_file(self._folder, self._edition, row.key, row.unit.rev, typed, _notes(row))
            self._conflict(error, row, path)
            return
        except BaseException:
            if typed.strip():
                path = path or editor.new_file(self._folder, self._edition, row.key, row.unit.rev, typed, _notes(row))
                self._say([visible(gettext("What you typed is in {path}", path=path))])
            elif path is not None:
                path.unlink(missing_ok=True)
            raise
        if path is not None:
            path.unlink(missing_ok=True)
        self._done(after, row)
        self._show()

    def _conflict(self, error: ConflictError, row: Row | None = None, path: Path | None = None) -> None:
        """Nothing is overwritten: both texts, where yours is, and the paragraph as it is now."""
        before = row or self._row()
        self._load()
        now = self._row()
        wire = now.unit.source_hash != before.unit.source_hash
        who = gettext("a new version of the wire") if wire else error.by or gettext("somebody else")
        said = gettext(
            "Conflict: {who} changed {key} meanwhile (revision {now}, you had {before}). Nothing was overwritten.",
            who=who, key=before.key, now=error.rev, before=error.base_rev,
        )  # fmt: skip
        self._say([visible(said)])
        if error.yours is not None:
            self._say(self._look.text(gettext("theirs"), error.theirs))
            self._say(self._look.text(gettext("yours"), error.yours))
            self._say(self._look.labelled(gettext("from theirs to yours"), self._look.change(error.theirs, error.yours)))
            merged = merge_words(before.unit.text, actions.normalised(error.yours), error.theirs)
            if not wire and merged not in (None, error.theirs) and before.unit.rev == error.base_rev:
                self._both = _Both(now.key, now.unit.rev, error.base_rev, str(merged))
                self._say(self._look.text(gettext("both together (y takes it)"), str(merged)))
            kept = gettext("Yours is kept as a fork, for the source as it was: a draft (f edits it)") if wire else gettext("Yours is kept as a draft (f edits it)")
            self._say([visible(kept + (gettext(", and in {path}", path=path) if path else ""))])
        self._show()

    def _take_up(self) -> None:
        """Texts in files that a session left when it was killed become drafts."""
        for left in editor.left_behind(self._folder, self._edition):
            with suppress(NotInStore):
                row = self._page.row(left.key)
                known = row.draft is not None or any(fork.base_rev == left.base_rev for fork in row.forks)
                if actions.normalised(left.text) in (row.unit.text, ""):
                    left.path.unlink()
                elif known:
                    self._say([visible(gettext("A text for {key} was left in {path}; there is a draft already", key=left.key, path=left.path))])
                else:
                    actions.save_draft(self._desk(), self._edition, left.key, left.text, base_rev=left.base_rev)
                    left.path.unlink()
                    self._say([visible(gettext("A text for {key} was left by a session that ended: it is your draft now (f edits it)", key=left.key))])
        self._load()

    # --- where to go

    def _start(self) -> str:
        rows = self._page.rows
        if self._todo or not rows:
            return self._page.header.start or (rows[0].key if rows else "")
        return rows[0].key

    def _go(self, key: str) -> None:
        self._trail.append(self._at)
        self._at = key
        self._load()
        self._show()

    def _skip(self) -> None:
        keys = [one.key for one in self._page.rows]
        later = self._page.rows[keys.index(self._at) + 1 :]
        found = next((one.key for one in later if not (self._todo and one.settled)), None)
        if found is None:
            last = gettext("This is the last one to do; n goes to the next to do, q quits") if self._todo else gettext("This is the last one; n goes to the next to do, q quits")
            self._say([last])
        else:
            self._go(found)

    def _back(self) -> None:
        if not self._trail:
            self._say([gettext("There is nothing to go back to")])
            return
        self._at = self._trail.pop()
        self._load()
        self._show()

    def _next(self) -> None:
        rows = self._page.rows
        here = [one.key for one in rows].index(self._at)
        found = next((one.key for one in (*rows[here + 1 :], *rows[: here + 1]) if not one.settled), None)
        if found is None:
            self._say([gettext("All done: nothing is left to do; q quits")])
        else:
            self._go(found)

    def _bases(self) -> list[Layer]:
        return [base for base in BASES if any(row.layers and row.layers.text(base) is not None for row in self._page.rows)]

    def _switch(self) -> None:
        bases = self._bases() or [self._base]
        self._base = bases[(bases.index(self._base) + 1) % len(bases)] if self._base in bases else bases[0]
        self._say([gettext("Compared with: {layer}", layer=self._base.value)])
        self._show()


def _notes(row: Row) -> list[str]:
    """What stands below the text in the editor."""
    notes = [
        *gettext("Your text is what stands above this line. Save and leave the editor to make it the text;\nleave it unchanged to change nothing.").split("\n"), "",
        gettext("{key}, source ({language}):", key=row.key, language=row.language), row.unit.source, "", gettext("text now:"), row.unit.text,
    ]  # fmt: skip
    if row.layers and (machine := row.layers.text(Layer.MACHINE)) is not None:
        notes += ["", gettext("machine:"), machine]
    if row.unit.suggestion is not None:
        notes += ["", gettext("on offer:"), row.unit.suggestion]
    return notes + [f"{told(word_of(finding.severity))}: {told(finding.message)}" for finding in row.findings]
