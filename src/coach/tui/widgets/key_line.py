"""The keys that matter now, at the bottom of the screen."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, NamedTuple

from rich.cells import cell_len
from textual.events import Click, Resize

from coach.tui.widgets.canvas import Canvas, Span

GAP: Final = 3
"""Cells between two keys."""


class Entry(NamedTuple):
    """One key at the bottom of the screen."""

    key: str
    """As it is shown."""
    label: str
    """What it does, in a word or two."""
    action: str = ""
    """The action of the screen for a click; empty where a click means nothing."""
    weight: int = 0
    """What is heavier stays longer where there is no room."""


class KeyLine(Canvas):
    """As many keys as fit, in their order; the lightest ones give way. Each can be clicked as well."""

    DEFAULT_CSS = """
    KeyLine { width: 1fr; height: 1; }
    """

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._entries: tuple[Entry, ...] = ()
        self._places: list[tuple[int, int, str]] = []

    def show(self, entries: Sequence[Entry]) -> None:
        """Show these keys, from left to right."""
        if tuple(entries) != self._entries:
            self._entries = tuple(entries)
            self._draw()

    def on_resize(self, event: Resize) -> None:
        """Show as many as fit now."""
        self._draw()

    async def on_click(self, event: Click) -> None:
        """Do what was clicked."""
        for start, end, action in self._places:
            if start <= event.x < end and action:
                event.stop()
                await self.screen.run_action(action)

    def _draw(self) -> None:
        spans: list[Span] = []
        self._places = []
        x = 0
        for entry in fitting(self._entries, self.size.width):
            gap = " " * GAP if spans else ""
            spans += [(gap, ""), (entry.key, "key"), (f" {entry.label}", "")]
            x += len(gap)
            self._places.append((x, x + _width(entry), entry.action))
            x += _width(entry)
        self.paint([tuple(spans)])


def fitting(entries: Sequence[Entry], width: int) -> list[Entry]:
    """The entries that fit into `width` cells, without the lightest ones where there is no room for all."""
    kept = list(entries)
    while kept and sum(map(_width, kept)) + GAP * (len(kept) - 1) > width:
        lightest = min(range(len(kept)), key=lambda place: (kept[place].weight, -place))
        del kept[lightest]
    return kept


def _width(entry: Entry) -> int:
    return cell_len(f"{entry.key} {entry.label}")
