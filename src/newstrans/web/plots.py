"""Plots as places on a drawing: what a template needs to write an SVG, and nothing that a browser would have to run."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

# Units of the drawing; the page scales it. A phone has about as many pixels, so that letters stay as large as they are.
WIDTH = 320
_VALUE, _ROW, _BAR = 60, 46, 14
_HEIGHT, _LEFT, _RIGHT, _TOP, _BOTTOM = 200, 50, 14, 12, 34


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar with its label above and its value behind it; `above` and `text` are the lines that the letters of both stand on."""

    label: str
    value: str
    above: float
    y: float
    text: float
    width: float


@dataclass(frozen=True, slots=True)
class Bars:
    """Horizontal bars, one below the other."""

    bars: tuple[Bar, ...]
    width: int
    height: int
    bar_height: int


@dataclass(frozen=True, slots=True)
class Tick:
    """A mark on an axis."""

    at: float
    label: str


@dataclass(frozen=True, slots=True)
class Dot:
    """One value of a line."""

    x: float
    y: float
    label: str


@dataclass(frozen=True, slots=True)
class Line:
    """Values over time: the dots, and the line through them as SVG's `points`."""

    dots: tuple[Dot, ...]
    points: str
    across: tuple[Tick, ...]
    up: tuple[Tick, ...]
    width: int
    height: int
    left: float
    right: float
    bottom: float


def bars(rows: Sequence[tuple[str, float]], spoken: Callable[[float], str], *, longest: float = 1.0) -> Bars:
    """Bars for shares, which `spoken` writes out; `longest` is the share that fills the width. A share above it is drawn as long as that."""
    room = WIDTH - _VALUE
    drawn = tuple(
        Bar(label, spoken(share), n * _ROW + 15, n * _ROW + 21, n * _ROW + 33, round(room * min(share / longest, 1), 1))
        for n, (label, share) in enumerate(rows)
    )
    return Bars(drawn, WIDTH, max(_ROW * len(rows), 1), _BAR)


def line(rows: Sequence[tuple[str, float]], spoken: Callable[[float], str]) -> Line:
    """Shares over time, from 0 to the next ten per cent above the highest; labels of the first, the middle and the last."""
    top = next((step / 10 for step in range(1, 11) if step / 10 >= max((share for _, share in rows), default=0)), 1.0)
    width, height = WIDTH - _LEFT - _RIGHT, _HEIGHT - _TOP - _BOTTOM
    step = width / max(len(rows) - 1, 1)
    start = _LEFT + (width / 2 if len(rows) == 1 else 0)
    dots = tuple(
        Dot(round(start + n * step, 1), round(_TOP + height * (1 - min(share / top, 1)), 1), f"{label}: {spoken(share)}")
        for n, (label, share) in enumerate(rows)
    )
    shown = sorted({0, len(rows) // 2, len(rows) - 1}) if rows else []
    return Line(
        dots, " ".join(f"{dot.x},{dot.y}" for dot in dots), tuple(Tick(dots[n].x, rows[n][0]) for n in shown),
        tuple(Tick(round(_TOP + height * (1 - part), 1), spoken(top * part)) for part in (0, 0.5, 1)),
        WIDTH, _HEIGHT, _LEFT, WIDTH - _RIGHT, _TOP + height,
    )  # fmt: skip
