"""The widgets that show how far a session is: its bar, its sets, and the strip of all its intervals."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from itertools import accumulate
from typing import ClassVar, Final

from textual.geometry import Size

from coach.session.view import Mark
from coach.tui.session.layout import NORMAL_COLUMNS
from coach.tui.widgets.canvas import Canvas, Line, Span, join_spans


class Bar(Canvas):
    """A line across the screen, filled in steps of half a cell."""

    DEFAULT_CSS = """
    Bar { width: 1fr; height: 1; }
    """

    _fraction = 0.0

    def show(self, fraction: float) -> None:
        """Fill `fraction` of it, 0 to 1."""
        self._fraction = min(1.0, max(0.0, fraction))
        self.redraw()

    def redraw(self) -> None:
        width = self.size.width
        halves = round(self._fraction * width * 2)
        full, half = divmod(halves, 2)
        filled = "━" * full + ("╸" if half else "")
        self.paint([((filled, "phase"), ("─" * (width - len(filled)), "muted"))])


SETS_SHARE: Final = 0.56
"""The most of its row that it takes."""
LEAST_SETS: Final = 14
"""The cells that it has beside the longest notice."""

TILES: Final[dict[Mark, str]] = {
    Mark.AHEAD: "▁",
    Mark.NOW: "█",
    Mark.DONE: "▄",
    Mark.SHORT: "▂",
    Mark.SKIPPED: "·",
}
_TILE_LOOKS: Final[dict[Mark, str]] = {Mark.NOW: "phase", Mark.DONE: "", Mark.SHORT: ""}


class SetProgress(Canvas):
    """`set 2 of 6`, and a tile for each set, with gaps between rounds; a count where there is no room."""

    DEFAULT_CSS = """
    SetProgress { width: auto; height: 1; }
    """

    _groups: tuple[tuple[Mark, ...], ...] = ()
    _label = ""
    _beside = 0

    def show(self, groups: tuple[tuple[Mark, ...], ...], label: str, beside: int = 0) -> None:
        """Show the sets of each round.

        Args:
            groups: the marks of each round.
            label: which set it is.
            beside: the cells that a notice on the same row needs.
        """
        if (groups, label, beside) != (self._groups, self._label, self._beside):
            needed = self._needed()
            self._groups, self._label, self._beside = groups, label, beside
            self.redraw()
            if self._needed() != needed:
                self.refresh(layout=True)

    def _needed(self) -> tuple[int, ...]:
        """What its width depends on."""
        return (self._beside, len(self._label), *map(len, self._groups))

    def get_content_width(self, container: Size, viewport: Size) -> int:
        # Beside other words it takes at most its share.
        room = container.width
        if room >= NORMAL_COLUMNS - 2:
            room = min(int(room * SETS_SHARE), max(LEAST_SETS, room - self._beside))
        return _width(tiles(self._groups, self._label, room))

    def redraw(self) -> None:
        self.paint([tiles(self._groups, self._label, self.size.width)])


def tiles(groups: tuple[tuple[Mark, ...], ...], label: str, width: int) -> Line:
    """The row of tiles; where there is no room, of this round, the label, or a count."""
    marks = [mark for group in groups for mark in group]
    behind = sum(mark not in (Mark.AHEAD, Mark.NOW) for mark in marks)
    this = next((group for group in groups if Mark.AHEAD in group or Mark.NOW in group), ())
    for shown, wide, gap, between in (
        (groups, 2, " ", "   "),
        (groups, 1, " ", "   "),
        ((this,), 1, " ", ""),
        (groups, 1, "", " "),
        ((this,), 1, "", ""),
    ):
        spans: list[Span] = [(f"{label}  ", "")] if label else []
        for number, group in enumerate(shown):
            spans.append((between if number else "", ""))
            for place, mark in enumerate(group):
                spans.append((gap if place else "", ""))
                spans.append((TILES[mark] * wide, _TILE_LOOKS.get(mark, "muted")))
        if any(shown) and _width(spans) <= width:
            return tuple(join_spans(span for span in spans if span[0]))
    if label and len(label) <= width:
        return ((label, ""),)
    return ((f"{behind} of {len(marks)} sets", "muted"),)


def _width(spans: Iterable[Span]) -> int:
    return sum(len(text) for text, _look in spans)


class SessionStrip(Canvas):
    """The whole session on one row: each interval by its length, work high and rest low, and where we are."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"canvas--work", "canvas--rest", "canvas--past"}
    DEFAULT_CSS = """
    SessionStrip { width: 1fr; height: 1; }
    """

    _parts: tuple[tuple[bool, float], ...] = ()
    _place = (0, 0.0)

    def show(self, parts: tuple[tuple[bool, float], ...], index: int, fraction: float) -> None:
        """Show a session.

        Args:
            parts: of each interval, whether it is work, and its seconds.
            index: which one is going on.
            fraction: how much of it is over.
        """
        self._parts, self._place = parts, (index, fraction)
        self.redraw()

    def redraw(self) -> None:
        self.paint([strip_line(self._parts, *self._place, self.size.width)])


def strip_line(parts: Sequence[tuple[bool, float]], index: int, fraction: float, width: int) -> Line:
    """The row of a session strip."""
    ends = list(accumulate(seconds for _work, seconds in parts))
    if not ends or not ends[-1] or not width:
        return ()
    start = ends[index - 1] if 0 < index <= len(ends) else 0.0
    inside = parts[index][1] * fraction if index < len(parts) else 0.0
    here = min(width - 1, int((start + inside) / ends[-1] * width))
    spans: list[Span] = []
    for x in range(width):
        is_work = parts[min(len(parts) - 1, bisect_right(ends, (x + 0.5) * ends[-1] / width))][0]
        look = "past" if x < here else "work" if is_work else "rest"
        spans.append(("█", "strong") if x == here else ("▄" if is_work else "▁", look))
    return tuple(join_spans(spans))
