"""What a run of `newstrans translate` says: lines for a person, or one JSON document for a script."""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from newstrans.cli.language import told, words
from newstrans.errors import NewstransError
from newstrans.text.display import visible

if TYPE_CHECKING:
    from newstrans.formats.inplace import Document
    from newstrans.localise.catalogue import Catalogue
    from newstrans.model import Edition
    from newstrans.pipeline import Failure
    from newstrans.wire import ItemReport, LocaleResult

class Report:
    """What the command says: lines for a person on standard error, or one JSON document on standard output."""

    def __init__(self, *, as_json: bool, quiet: bool, printing: bool) -> None:
        self._as_json = as_json
        self._quiet = quiet or as_json
        self._rows: list[dict[str, Any]] = []
        self._failures: list[dict[str, str]] = []
        self._items: list[dict[str, Any]] = []
        self._files: list[dict[str, Any]] = []
        self._passed: list[str] = []
        self._already: list[str] = []
        self._file = self._of = 0
        self._shown = False
        self._err = printing

    @property
    def failed(self) -> bool:
        return bool(self._failures)

    def progress(self, done: int, total: int) -> None:
        """One line that is rewritten, on a terminal only."""
        if sys.stderr.isatty() and not self._quiet:
            line = words().gettext("translating {done} of {total} sentences", done=done, total=total)
            if self._of > 1:
                line += words().gettext(", file {number} of {total}", number=self._file, total=self._of)
            click.echo(f"\r  {line}", nl=False, err=True)
            self._shown = True

    def reading(self, number: int, total: int) -> None:
        """Which of the inputs is being read; those in an archive count as they come."""
        self._file, self._of = number, max(total, number)

    def clear_progress(self) -> None:
        if self._shown:
            click.echo("\r" + " " * 90 + "\r", nl=False, err=True)
            self._shown = False

    def unreadable(self, name: str, error: NewstransError) -> None:
        self.clear_progress()
        self._failures.append({"source": name, "locale": "", "error": str(error)})
        if not self._as_json:
            click.echo(words().gettext("Error: {message}", message=told(error)), err=True)

    def failure(self, failure: Failure) -> None:
        name = failure.story.source.name
        self._failures.append({"source": name, "locale": failure.locale, "error": str(failure.error)})
        if not self._as_json:
            message = f"{name} -> {failure.locale}: {told(failure.error)}"
            click.echo(words().gettext("Error: {message}", message=message), err=True)

    def passed_over(self, name: str) -> None:
        """A file in a folder that is no story."""
        self._passed.append(name)

    def already(self, name: str) -> None:
        """A file whose editions are there."""
        self._already.append(name)

    def item(self, report: ItemReport, paths: Sequence[Path], *, quiet: bool = False) -> None:
        """One item of a wire file in one locale."""
        who = report.item.identity
        row: dict[str, Any] = {
            "item": who.id, "version": who.version, "locale": report.locale, "fate": report.fate.value, "why": report.why,
            "held": report.held, "edition_version": report.version, "paths": [str(path) for path in paths],
        }  # fmt: skip
        if report.item.furniture or quiet:
            return
        self._items.append(row)
        if report.fate == "translate" and report.edition is not None:
            self.edition(report.edition, paths)
            if report.held and not self._quiet:
                click.echo(visible("  " + words().gettext("held: {reason}", reason=told(report.held))), err=self._err)
        elif report.error is not None:
            self._failures.append({"source": who.id, "locale": report.locale, "error": str(report.error)})
            if not self._as_json:
                said = told(report.error)
                message = f"{said} (-> {report.locale})" if said.startswith(who.id) else f"{who.id} -> {report.locale}: {said}"
                self._show(words().gettext("Error: {message}", message=message))
        elif not self._quiet:
            self._show(f"{who.id} -> {report.locale}  {_fates(words())[report.fate.value]}: {told(report.why)}")
            for path in paths:
                self._show("  " + words().gettext("wrote {path}", path=path))

    def document(self, name: str, document: Document, result: LocaleResult, path: Path | None, *, wanted: bool) -> None:
        """A wire file in one locale."""
        notes = [*document.notes, *(result.written.notes if result.written else ())]
        self._files.append(
            {"source": name, "locale": result.locale, "format": document.format, "path": str(path or ""), "why": result.why, "notes": notes}
        )
        if result.written is None and all(report.fate == "empty" for report in result.reports) and "nothing" in result.why:
            self._failures.append({"source": name, "locale": result.locale, "error": result.why})
            self._show(words().gettext("Error: {message}", message=result.why))
            return
        if self._quiet:
            return
        if path:
            self._show("  " + words().gettext("wrote {path}", path=f"{path} ({document.format})"))
        elif wanted and result.why:
            reason = told(result.why).splitlines()[0]
            self._show("  " + words().gettext("not written in its own format: {reason}", reason=reason))
        for note in notes:
            self._show("  " + words().gettext("note: {text}", text=told(note)))

    def _show(self, line: str) -> None:
        if not self._as_json:
            click.echo(visible(line), err=True)

    def edition(self, edition: Edition, paths: Sequence[Path]) -> None:
        row = summary(edition, paths)
        self._rows.append(row)
        if not self._quiet:
            self._say(edition, row)

    def finish(self) -> None:
        if self._as_json:
            document = {
                "editions": self._rows, "failures": self._failures, "items": self._items, "files": self._files,
                "passed_over": self._passed, "already_done": self._already,
            }  # fmt: skip
            click.echo(json.dumps(document, ensure_ascii=False, indent=2))
            return
        if self._quiet:
            return
        fates = Counter(row["fate"] for row in self._items)
        if len(self._items) > 1 or self._already or self._passed:
            say_in = words()
            held = sum(bool(row["held"]) for row in self._items)
            said = [counted for fate, counted in _counts(fates, say_in).items() if fates[fate]]
            # Translators: Items of a wire; a language whose word would change with the number puts the number behind a colon.
            said += [say_in.gettext("{number} held", number=held)] if held else []
            said += [say_in.gettext("{number} file(s) done before", number=len(self._already))] if self._already else []
            said += [say_in.gettext("{number} file(s) passed over: no story in them", number=len(self._passed))] if self._passed else []
            self._show("; ".join(said))

    def _say(self, edition: Edition, row: dict[str, Any]) -> None:
        def say(line: str) -> None:
            click.echo(visible(line), err=self._err)

        say_in = words()
        route = say_in.gettext(", then ").join(row["route"])
        say(f"{edition.story.source.name} -> {edition.locale}  ({route})")
        for path in row["paths"]:
            say("  " + say_in.gettext("wrote {path}", path=path))
        say("  " + say_in.gettext("names: {statuses}", statuses=_statuses(row["names"], say_in)))
        errors, warnings = row["findings"].get("error", 0), row["findings"].get("warning", 0)
        counts = (
            say_in.ngettext("{number} error", "{number} errors", errors),
            say_in.ngettext("{number} warning", "{number} warnings", warnings),
        )
        say("  " + say_in.gettext("findings: {errors}, {warnings}", errors=counts[0], warnings=counts[1]))
        for finding in edition.findings:
            if finding.severity == "error":
                where = f"[{finding.check}] {finding.unit}: {told(finding.message)}"
                say("  " + say_in.gettext("error {finding}", finding=where))
        for piece in row["left_out"]:
            text = f"{piece['text'][:60]!r} ({piece['reason']})"
            say("  " + say_in.gettext("left out, line {line}: {text}", line=piece["line"], text=text))
        for note in edition.story.notes:
            say("  " + say_in.gettext("note: {text}", text=note))


def _fates(say_in: Catalogue) -> dict[str, str]:
    """What became of an item, in a word."""
    return {
        # Translators: What became of an item of a wire, before a colon and the reason.
        "translate": say_in.gettext("translated"),
        # Translators: The source was canceled or withheld, so its editions are too.
        "kill": say_in.gettext("killed"),
        "refuse": say_in.gettext("refused"),
        "fail": say_in.gettext("failed"),
        # Translators: A version that came after a newer one.
        "stale": say_in.gettext("out of date"),
        "ours": say_in.gettext("already in that language"),
        "empty": say_in.gettext("without text"),
    }


def _counts(fates: Counter[str], say_in: Catalogue) -> dict[str, str]:
    """How many items had which fate."""
    return {
        # Translators: Items of a wire; a language whose word would change with the number puts the number behind a colon.
        "translate": say_in.gettext("{number} translated", number=fates["translate"]),
        "kill": say_in.gettext("{number} killed", number=fates["kill"]),
        "refuse": say_in.gettext("{number} refused", number=fates["refuse"]),
        "fail": say_in.gettext("{number} failed", number=fates["fail"]),
        "stale": say_in.gettext("{number} out of date", number=fates["stale"]),
        "ours": say_in.gettext("{number} already in that language", number=fates["ours"]),
        "empty": say_in.gettext("{number} without text", number=fates["empty"]),
    }


def _statuses(names: dict[str, int], say_in: Catalogue) -> str:
    """How many names have which status, in words."""
    if not names:
        return say_in.gettext("none in the glossary")
    labels = {
        "right": say_in.gettext("right"),
        "edited": say_in.gettext("edited"),
        "missing": say_in.gettext("missing"),
        "flagged": say_in.gettext("flagged"),
        "embedded": say_in.gettext("embedded"),
    }
    return ", ".join(f"{count} {labels.get(status, status)}" for status, count in names.items())


def summary(edition: Edition, paths: Sequence[Path] = ()) -> dict[str, Any]:
    """What a script wants to know about an edition."""
    return {
        "source": edition.story.source.name,
        "story": edition.story.id,
        "language": edition.language,
        "locale": edition.locale,
        "headline": next((unit.text for unit in edition.units if unit.unit.kind == "headline"), ""),
        "paths": [str(path) for path in paths],
        "route": [str(leg) for leg in edition.route],
        "names": dict(sorted(Counter(str(use.status) for use in edition.names).items())),
        "asked_again": _asked_again(edition),
        "findings": dict(sorted(Counter(str(finding.severity) for finding in edition.findings).items())),
        "left_out": [
            {"line": piece.line, "text": piece.text, "reason": piece.reason} for piece in edition.story.furniture
        ],
    }


def _asked_again(edition: Edition) -> dict[str, int]:
    """What the names cost that did not come out at once: sentences and words beyond the story's own, and the bound."""
    counts = next((dict(step.counts) for step in reversed(edition.trace) if step.stage == "glossary"), {})
    keys = ("extra_sentences", "extra_words", "allowed_words", "left_for_budget")
    return {key: counts.get(key, 0) for key in keys}
