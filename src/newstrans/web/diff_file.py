"""An edition's layers as one HTML file to mail or print: nothing in it runs, and it asks for nothing.

The policy in its head forbids everything but its own style sheet; every text goes through autoescaping.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from newstrans.languages import declared_tag, direction, display_name
from newstrans.localise.catalogue import Catalogue
from newstrans.model import Finding, Severity
from newstrans.review.layers import Decision, EditionLayers, Layer, Run, UnitLayers
from newstrans.review.placed import PlacedEdit
from newstrans.review.words import word_of
from newstrans.store.records import UnitState
from newstrans.store.stories import storable
from newstrans.text.display import signs

_TEMPLATES = Path(__file__).with_name("templates")


@dataclass(frozen=True, slots=True)
class Side:
    """A language for HTML: tag for `lang`, direction for `dir`, name for people."""

    tag: str
    dir: str
    name: str


@dataclass(frozen=True, slots=True)
class _Head:
    name: str
    headline: str
    source: Side
    target: Side
    state: str
    version: int
    issue: int
    counts: Sequence[str]


@dataclass(frozen=True, slots=True)
class _Strip:
    kind: str
    title: str
    runs: Sequence[Run]
    numbers: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Edit:
    before: str
    after: str
    reasons: Sequence[str]
    facts: Sequence[str]


@dataclass(frozen=True, slots=True)
class _Found:
    severity: str
    word: str
    message: str
    source_text: str
    target_text: str


@dataclass(frozen=True, slots=True)
class _Text:
    id: str
    title: str
    text: str
    side: Side


@dataclass(frozen=True, slots=True)
class _Unit:
    key: str
    anchor: str
    facts: Sequence[str]
    source: str
    source_runs: Sequence[Run]
    text_title: str
    text: str
    strips: Sequence[_Strip]
    edits: Sequence[_Edit]
    findings: Sequence[_Found]
    layers: Sequence[_Text]
    quiet: bool


def diff_file(
    layers: EditionLayers, units: Sequence[UnitLayers], findings: Iterable[tuple[str, Finding]] = (),
    decisions: Mapping[str, Decision] | None = None, words: Catalogue | None = None,
) -> str:  # fmt: skip
    """The whole file. `units` are those to show, `findings` the open ones by unit key, `decisions` what the glossary says.

    `words` is what the file itself says.
    """
    say = words or Catalogue()
    found: dict[str, list[Finding]] = {}
    for key, finding in findings:
        if finding not in found.setdefault(key, []):
            found[key].append(finding)
    source, target = side(layers.language), side(layers.locale)
    shown = [
        _unit(n, one, found.get(one.key, ()), decisions or {}, source, target, say) for n, one in enumerate(units, start=1)
    ]
    record = layers.record
    head = _Head(
        layers.name, layers.headline or layers.name, source, target, say.told(word_of(record.state)) if record else "",
        record.source_revision if record else 0, record.issue if record else 0, _counts(layers, found, say),
    )  # fmt: skip
    css = (_TEMPLATES / "diff_file.css").read_text(encoding="utf-8")
    digest = base64.b64encode(hashlib.sha256(css.encode()).digest()).decode()
    policy = f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    interface = side(say.tag)
    page = _environment(say).get_template("diff_file.html").render(
        head=head, units=shown, css=css, policy=policy, ui_tag=interface.tag, ui_dir=interface.dir
    )
    return storable(page) + "\n"


def side(tag: str) -> Side:
    """A tag as HTML needs it; what is no tag becomes "und", left to right."""
    known = declared_tag(tag)
    return Side(known, direction(known), display_name(known)) if known else Side("und", "ltr", tag or "?")


def _environment(say: Catalogue) -> Environment:
    made = Environment(loader=FileSystemLoader(_TEMPLATES), autoescape=True, undefined=StrictUndefined, extensions=["jinja2.ext.i18n"])
    made.install_gettext_callables(say.gettext, partial(_form, say), newstyle=True)  # type: ignore[attr-defined]
    made.globals["signs"] = signs
    made.filters["told"] = say.told
    return made


def _form(say: Catalogue, singular: str, plural: str, number: int) -> str:
    """The form that goes with a number, which the template fills in."""
    forms = say.plurals.get(singular)
    return forms[say.plural_form(number)] if forms else singular if number == 1 else plural


def _unit(
    number: int, one: UnitLayers, found: Sequence[Finding], decisions: Mapping[str, Decision], source: Side, target: Side, say: Catalogue
) -> _Unit:
    strips = list(_strips(one, say))
    runs = one.diff(Layer.SOURCE_BEFORE, Layer.SOURCE) if one.changed(Layer.SOURCE_BEFORE, Layer.SOURCE) else ()
    titles = _titles(say)
    return _Unit(
        one.key, f"unit-{number}", _facts(one, say), one.text(Layer.SOURCE) or "", runs,
        say.gettext("Left out; its text") if one.omitted else say.gettext("Text"), one.text(Layer.DESK) or "", strips,
        [_edit(edit, decisions) for edit in one.edits],
        [_Found(str(each.severity), _severity(each, say), say.told(each.message), each.source_text, each.target_text) for each in found],
        [
            _Text(layer.value, titles[layer], text, source if layer in (Layer.SOURCE, Layer.SOURCE_BEFORE) else target)
            for layer in Layer if (text := one.text(layer)) is not None
        ],
        quiet=not (strips or found or runs),
    )  # fmt: skip


def _strips(one: UnitLayers, say: Catalogue) -> Iterable[_Strip]:
    if one.changed(Layer.MACHINE, Layer.GLOSSARY):
        numbers = {edit.id: n for n, edit in enumerate(one.edits, start=1)}
        yield _Strip("glossary", say.gettext("Machine → names and house style"), one.diff(Layer.MACHINE, Layer.GLOSSARY), numbers)
    if one.changed(Layer.GLOSSARY):
        editor = one.record.editor if one.record else ""
        if editor:
            title = say.gettext("Names and house style → {editor}", editor=editor)
        elif one.record and one.record.state is UnitState.STALE:
            title = say.gettext("The new version, translated → the text of the version before")
        else:
            title = say.gettext("Names and house style → editor")
        yield _Strip("desk", title, one.diff(Layer.GLOSSARY))
    if one.text(Layer.PUBLISHED) is not None and one.changed(Layer.PUBLISHED):
        yield _Strip("published", say.gettext("As published → now"), one.diff(Layer.PUBLISHED))


def _titles(say: Catalogue) -> dict[Layer, str]:
    return {
        Layer.SOURCE_BEFORE: say.gettext("Source, the version before"), Layer.SOURCE: say.gettext("Source"),
        Layer.MACHINE: say.gettext("Machine"), Layer.GLOSSARY: say.gettext("After names and house style"),
        Layer.DESK: say.gettext("As it stands"), Layer.PUBLISHED: say.gettext("As published last"),
    }  # fmt: skip


def _edit(edit: PlacedEdit, decisions: Mapping[str, Decision]) -> _Edit:
    facts = list(dict.fromkeys(f"{each.stage} / {each.rule}" for each in edit.edits))
    if edit.entry:
        told = decisions.get(edit.entry, Decision())
        facts += [part for part in (edit.entry, told.note, told.source, told.origin) if part]
    return _Edit(edit.before, edit.after, edit.reasons, facts)


def _facts(one: UnitLayers, say: Catalogue) -> list[str]:
    facts = [say.told(word_of(one.kind))] if one.kind.value != one.key else []
    record = one.record
    if record is not None:
        bound = record.approval
        if record.approved and bound is not None:
            facts.append(say.gettext("approved by {name}, {time}", name=bound.by, time=bound.at))
        else:
            facts.append(say.told(word_of(record.state)))
        if record.reason:
            facts.append(record.reason)
    if one.change:
        facts.append(say.gettext("{change} by the wire", change=say.told(word_of(one.change))))
    if one.why:
        facts.append(one.why)
    return facts


def _severity(finding: Finding, say: Catalogue) -> str:
    return {
        Severity.ERROR: say.gettext("Error"), Severity.WARNING: say.gettext("Warning"), Severity.INFO: say.gettext("Note"),
    }[finding.severity]  # fmt: skip


def _counts(layers: EditionLayers, found: Mapping[str, Sequence[Finding]], say: Catalogue) -> list[str]:
    units = layers.units
    every = [one for each in found.values() for one in each]
    errors, warnings = (sum(one.severity is grade for one in every) for grade in (Severity.ERROR, Severity.WARNING))
    edits = sum(len(one.edits) for one in units)
    counts = [say.ngettext("{number} paragraph", "{number} paragraphs", len(units))]
    records = [one.record for one in units if one.record]
    if records:
        counts.append(say.ngettext("{number} approved", "{number} approved", sum(one.approved for one in records)))
        counts.append(say.ngettext("{number} to do", "{number} to do", sum(not one.settled for one in records)))
    counts += [
        say.ngettext("{number} error", "{number} errors", errors), say.ngettext("{number} warning", "{number} warnings", warnings),
        say.ngettext("{number} change of names and house style", "{number} changes of names and house style", edits),
        say.gettext("{number} changed by an editor", number=sum(one.changed(Layer.GLOSSARY) for one in units)),
    ]  # fmt: skip
    return counts
