"""What changed between two layers of an edition, as lines for a terminal, lines for a program, or plain values."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from newstrans.errors import ReviewError
from newstrans.explain import marked_words
from newstrans.review.layers import EditionLayers, Layer, UnitLayers, runs_as_plain
from newstrans.review.words import unit_name
from newstrans.text.diff import DiffOp
from newstrans.text.display import paint, visible
from newstrans.text.phrase import phrase

BASES = (Layer.MACHINE, Layer.GLOSSARY, Layer.PUBLISHED, Layer.SOURCE_BEFORE)
_SIGNS = {"equal": " ", "delete": "-", "insert": "+"}


def compared(layers: EditionLayers, base: Layer) -> tuple[Layer, Layer]:
    """The two layers of a comparison with `base`: the desk's text with it, or the source with its last version.

    Raises:
        ReviewError: the edition has no such layer; the message says why.

    """
    if not layers.has(base):
        where = layers.record
        why = {
            Layer.MACHINE: phrase("no engine wrote any of it"),
            Layer.PUBLISHED: phrase("it was not published") if where else phrase("of a file only machine and glossary can be compared; for this name one in the store"),
            Layer.SOURCE_BEFORE: phrase("it is of the first version of its source") if where else phrase("a file holds one version of the source; for this name one in the store"),
        }  # fmt: skip
        raise ReviewError(phrase(
            "{name} has no layer {layer} to compare with: {why}", name=layers.name, layer=repr(base.value), why=why.get(base) or phrase("it has no text")
        ))  # fmt: skip
    return base, Layer.SOURCE if base is Layer.SOURCE_BEFORE else Layer.DESK


def chosen(layers: EditionLayers, base: Layer, *, only_changed: bool) -> list[UnitLayers]:
    """The units that a comparison shows: those that have both layers, or only those in which they differ."""
    old, new = compared(layers, base)
    return [one for one in layers.units if (one.changed(old, new) if only_changed else one.diff(old, new))]


def differs(layers: EditionLayers, base: Layer) -> bool:
    """Whether any unit differs from `base`."""
    old, new = compared(layers, base)
    return any(one.changed(old, new) for one in layers.units)


def diff_lines(
    layers: EditionLayers, base: Layer, *, colour: bool = False, only_changed: bool = False, bare: bool = False, told: Callable[[str], str] = str
) -> str:
    """Each unit behind a line `@@ unit @@`, changes in git's signs `[-old-]{+new+}`, or in colours alone if `bare`.

    `told` says what a unit is called.
    """
    old, new = compared(layers, base)
    places = {one.key: place for place, one in enumerate(layers.units, start=1)}
    lines: list[str] = []
    for one in chosen(layers, base, only_changed=only_changed):
        ops = [DiffOp(run.op, run.text) for run in one.diff(old, new)]
        lines += [_head(told(unit_name(one.key, one.kind, places[one.key])), colour=colour), "".join(marked_words(ops, colour=colour, bare=bare and colour)), ""]
    return "\n".join(lines).rstrip("\n")


def diff_porcelain(layers: EditionLayers, base: Layer, *, only_changed: bool = False) -> str:
    """For programs, and it stays as it is: `@@ unit @@`, a run a line behind " ", "-" or "+", and "~" behind each unit.

    A line feed in a text is `␊`, other controls are symbols as in `text.display.visible`; `diff_values` has the exact texts.
    """
    old, new = compared(layers, base)
    lines: list[str] = []
    for one in chosen(layers, base, only_changed=only_changed):
        lines.append(_head(one.key, colour=False))
        lines += [_SIGNS[run.op] + visible(run.text).replace("\n", "␊") for run in one.diff(old, new)]
        lines.append("~")
    return "\n".join(lines)


def diff_values(layers: EditionLayers, base: Layer, *, only_changed: bool = False) -> dict[str, Any]:
    """The comparison as plain values: runs, all layers, and each edit of names and house style with its reason."""
    old, new = compared(layers, base)
    return {
        "edition": layers.name, "locale": layers.locale, "language": layers.language, "base": old.value, "to": new.value,
        "changed": differs(layers, base),
        "units": [
            {
                "unit": one.key, "kind": one.kind.value, "state": one.record.state.value if one.record else "",
                "changed": one.changed(old, new), "runs": runs_as_plain(one.diff(old, new)),
                "layers": {layer.value: text for layer, text in one.texts.items()},
                "edits": [
                    {
                        "id": edit.id, "before": edit.before, "after": edit.after, "machine": list(edit.machine), "glossary": list(edit.place),
                        "entry": edit.entry, "rules": list(dict.fromkeys(each.rule for each in edit.edits)), "reasons": list(edit.reasons),
                        "source": list(edit.source) if edit.source else None,
                    }
                    for edit in one.edits
                ],
            }
            for one in chosen(layers, base, only_changed=only_changed)
        ],
    }  # fmt: skip


def _head(name: str, *, colour: bool) -> str:
    return paint(f"@@ {visible(name)} @@", "note", colour=colour)
