"""Lines of cells that repaint only what changed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar, Final

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual.geometry import Region
from textual.strip import Strip
from textual.widget import Widget

Span = tuple[str, str]
"""A text and the name of its look: empty for the widget's own, else one of `Canvas.LOOKS`."""
Line = tuple[Span, ...]

_NOTHING: Final[Line] = ()
WORTH_A_LEAP: Final = 5
"""So many cells that stay the same cost as much as the order to go past them."""


class Canvas(Widget):
    """A widget of fixed size that is told its lines, and writes no cell that stays the same.

    A terminal is written to in cells: a second that only moves the last digit should cost only that digit.
    """

    LOOKS: ClassVar[frozenset[str]] = frozenset({"muted", "strong", "phase", "key"})
    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "canvas--muted",
        "canvas--strong",
        "canvas--phase",
        "canvas--key",
    }
    can_focus = False

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(id=id, classes=classes)
        self._lines: tuple[Line, ...] = ()
        self._base: Style | None = None

    @property
    def text(self) -> str:
        """What is shown, without its looks."""
        return "\n".join(_plain(line).rstrip() for line in self._lines)

    def paint(self, lines: Sequence[Line]) -> None:
        """Show these lines from the top; only cells that differ are written."""
        new = tuple(lines)
        if new == self._lines:
            return
        old, self._lines = self._lines, new
        height = max(len(old), len(new))
        regions = [
            Region(left, y, right - left, 1)
            for y in range(height)
            for left, right in changed_cells(_line(old, y), _line(new, y), self.size.width)
        ]
        if regions and self.is_mounted:
            self.refresh(*regions)

    def render_lines(self, crop: Region) -> list[Strip]:
        """The lines of a part of the widget, all on the look that it has now."""
        self._base = None
        return super().render_lines(crop)

    def render_line(self, y: int) -> Strip:
        """One line of the widget, padded with its own background."""
        base = self._base = self._base or self.rich_style
        segments = [
            Segment(text, base + self._look(look) if look else base) for text, look in _line(self._lines, y)
        ]
        return Strip(segments).adjust_cell_length(self.size.width, base)

    def _look(self, look: str) -> Style:
        name = f"canvas--{look}"
        style = self.get_component_rich_style(name, partial=True)
        colour = self.get_component_styles(name).color
        if colour.a < 1 and colour.ansi is None:
            # A partial style keeps a colour as it is; how much shines through has to be mixed in here.
            style += Style(color=(self.background_colors[1] + colour).rich_color)
        return style


def _line(lines: Sequence[Line], y: int) -> Line:
    return lines[y] if y < len(lines) else _NOTHING


def _plain(line: Line) -> str:
    return "".join(text for text, _look in line)


def changed_cells(old: Line, new: Line, width: int) -> list[tuple[int, int]]:
    """The runs of cells that differ, each as its first one and the one past its last.

    Runs are one where going from one to the other would cost more than writing what lies between; where a
    character is wide, the whole line is one.
    """
    if old == new:
        return []
    if not all(_is_narrow(text) for text, _look in (*old, *new)):
        return [(0, width)]
    before, after = _cells(old, width), _cells(new, width)
    runs: list[tuple[int, int]] = []
    for x in (x for x in range(width) if before[x] != after[x]):
        joins = runs and x - runs[-1][1] < WORTH_A_LEAP
        runs[-1:] = [(runs[-1][0], x + 1)] if joins else [*runs[-1:], (x, x + 1)]
    return runs


def _is_narrow(text: str) -> bool:
    """Whether every character is one cell wide; a mark without width does not make up for a wide one."""
    return text.isascii() or all(cell_len(character) == 1 for character in text)


def _cells(line: Line, width: int) -> list[Span]:
    cells = [(character, look) for text, look in line for character in text][:width]
    return cells + [(" ", "")] * (width - len(cells))
