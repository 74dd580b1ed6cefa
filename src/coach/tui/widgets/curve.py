"""A curve over time, drawn in dots, with light weeks shaded behind it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from itertools import pairwise
from typing import ClassVar, Final

from msgspec import Struct
from textual.events import Resize

from coach.coaching.curves import CurvePoint, LightSpan, SideCurve
from coach.model.formatting import short_date
from coach.tui.widgets.canvas import Canvas, Line, Span

_EMPTY: Final = "\u2800"
_PLANNED: Final = "░"
_EARLY: Final = "▒"
_SHAKY: Final = "~"
_PAIN: Final = "x"
_LABEL: Final = 5
_LOOKS: Final = {_PLANNED: "light", _EARLY: "early", _SHAKY: "warn", _PAIN: "warn"}
COARSE_DAYS: Final = 8
"""From so many days in a column on, a light week would be lost in it, and nothing is shaded."""


_ENOUGH: Final = 0.45
"""Of the days of a column."""


class Picture(Struct, frozen=True, kw_only=True):
    """What one curve shows, and between which days and amounts."""

    title: str
    curve: SideCurve
    first: int
    """The ordinal of the first day."""
    last: int
    top: float
    """The amount at the upper edge; the lower one is 0."""
    light: tuple[LightSpan, ...] = ()


class CurvePlot(Canvas):
    """One curve with its axes."""

    DEFAULT_CSS = """
    CurvePlot { width: 1fr; height: 1fr; }
    """
    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "canvas--light",
        "canvas--early",
        "canvas--warn",
        "canvas--curve",
    }

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._picture: Picture | None = None

    def show(self, picture: Picture | None) -> None:
        """Draw this one; None: nothing."""
        if picture != self._picture:
            self._picture = picture
            self._draw()

    def on_resize(self, event: Resize) -> None:
        """Draw in the size of now."""
        self._draw()

    def _draw(self) -> None:
        width, height = self.size
        if self._picture is None or width < _LABEL + 4 or height < 4:
            self.paint([])
        else:
            self.paint(draw(self._picture, width, height))


def draw(picture: Picture, width: int, height: int) -> list[Line]:
    """The lines of a picture: its title, the curve with its scale, and the days beneath."""
    columns, rows = width - _LABEL - 1, height - 2
    shades = shading(picture.light, picture.first, picture.last, columns)
    lines: list[Line] = [((picture.title, "strong"),)]
    for row, text in enumerate(_dots(picture, columns, rows)):
        label = _label(picture, row, rows)
        edge = "┤" if label.strip() else "│"
        lines.append(((f"{label}{edge}", "muted"), *_spans(text, shades)))
    lines.append(((_days(picture.first, picture.last, columns), "muted"),))
    return lines


def _dots(picture: Picture, columns: int, rows: int) -> list[str]:
    # Loaded here, for it is only needed once somebody looks at a curve.
    import plotille

    # The edge itself is outside: a little more room keeps what lies on it.
    top = picture.top * (1 + 1 / (4 * rows))
    canvas = plotille.Canvas(columns, rows, picture.first, 0, picture.last + 1, top)
    for stroke in picture.curve.strokes:
        for before, after in pairwise(stroke):
            canvas.line(before.day, before.amount, after.day, after.amount)
        for point in stroke:
            canvas.point(point.day, point.amount)
    for point in picture.curve.points:
        sign = _sign(point)
        if sign:
            canvas.text(point.day, point.amount, sign)
    drawn: str = canvas.plot(linesep="\n")
    return drawn.split("\n")


def _sign(point: CurvePoint) -> str:
    return _PAIN if point.pain else _SHAKY if point.shaky else ""


def shading(light: Sequence[LightSpan], first: int, last: int, columns: int) -> str:
    """A sign for each column: a blank, or the shade of the light days that fill most of it."""
    days = (last + 1 - first) / columns
    if days >= COARSE_DAYS:
        return " " * columns
    signs = []
    for column in range(columns):
        start = first + column * days
        signs.append(_shade(light, start, start + days))
    return "".join(signs)


def _shade(light: Sequence[LightSpan], start: float, end: float) -> str:
    """The shade of what fills most of the days from `start` up to `end`; early ones come first."""
    lengths = {_EARLY: 0.0, _PLANNED: 0.0}
    for span in light:
        shared = min(end, span.last + 1) - max(start, span.first)
        if shared > 0:
            lengths[_EARLY if span.early else _PLANNED] += shared
    if sum(lengths.values()) < _ENOUGH * (end - start):
        return " "
    return max(lengths, key=lambda sign: lengths[sign])


def _spans(text: str, shades: str) -> list[Span]:
    spans: list[Span] = []
    for sign, shade in zip(text, shades, strict=False):
        shown = shade if sign == _EMPTY else sign
        look = _LOOKS.get(shown, "" if shown == " " else "curve")
        if spans and spans[-1][1] == look:
            spans[-1] = (spans[-1][0] + shown, look)
        else:
            spans.append((shown, look))
    return spans


def _label(picture: Picture, row: int, rows: int) -> str:
    """The amount at a row: at the top, in the middle, and 0 at the bottom."""
    middle = rows // 2
    if row == 0:
        return f"{picture.top:g}".rjust(_LABEL)
    if row == rows - 1:
        return "0".rjust(_LABEL)
    if row == middle and rows >= 5:
        return f"{picture.top * (rows - 1 - middle) / (rows - 1):.3g}".rjust(_LABEL)
    return " " * _LABEL


def _days(first: int, last: int, columns: int) -> str:
    """The dates under a curve: at both ends, and in the middle where there is room."""
    start, end = _date(first), _date(last)
    room = columns - len(start) - len(end)
    text = start + " " * max(1, room) + end
    middle = _date((first + last) // 2)
    if room > len(middle) + 6:
        at = (columns - len(middle)) // 2
        text = text[:at] + middle + text[at + len(middle) :]
    return " " * (_LABEL + 1) + text


def _date(ordinal: int) -> str:
    return short_date(date.fromordinal(ordinal))


def scale(amount: float) -> float:
    """A round number at or above an amount, for the upper edge: 45 becomes 50, 6 becomes 8."""
    step = 1.0
    while True:
        for factor in (1, 2, 3, 4, 5, 6, 8):
            if factor * step >= amount:
                return factor * step
        step *= 10
