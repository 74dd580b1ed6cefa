"""Writing to the terminal only the cells that an update changes, and every colour once."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Final

from rich.cells import cell_len
from rich.color import ColorSystem
from rich.console import Console, ConsoleOptions, RenderableType, RenderResult
from rich.style import Style
from textual._compositor import ChopsUpdate, CompositorUpdate
from textual.app import App
from textual.screen import Screen
from textual.strip import Strip

Piece = tuple[int, int, Strip]
"""The column and the row at which a strip is written."""

_ANY: Final = "\0"
_WORTH_A_CUT: Final = 7
"""Fewer cells are written once more: Textual counts on it where a widget has just moved by a few."""
_NOWHERE: Final = (-1, -1)
_is_plain: Final = re.compile("[ -~\u00a1-\u00ac\u00ae-\u02ff\u2013-\u2026\u2500-\u259f]*").fullmatch
"""Whether a text has only characters that are one cell wide everywhere."""


class ThriftyApp(App[None]):
    """An app whose small updates cost little: over a slow line, and for the processor of the terminal."""

    _placed: object = None
    """Where the widgets were at the last update."""

    def _display(self, screen: Screen[object], renderable: RenderableType | None) -> None:
        placed, before = screen._compositor._full_map, self._placed
        self._placed = placed
        # Where something moves, more may have changed than Textual names, and it writes more than it names.
        if isinstance(renderable, ChopsUpdate) and placed is before:
            renderable = ThriftyUpdate(renderable)
        super()._display(screen, renderable)


class ThriftyUpdate(CompositorUpdate):
    """The same cells as an update of Textual, with far fewer bytes.

    Textual writes from the beginning of each widget up to what changed in it, and sets every look anew in
    each row; here a row begins with the first cell that changed, and a look holds until another one is due.
    """

    def __init__(self, update: ChopsUpdate) -> None:
        """Write this update."""
        self._update = update

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        """As Textual does it: for whoever does not write to a terminal."""
        return self._update.__rich_console__(console, options)

    def render_segments(self, console: Console) -> str:
        """The orders to the terminal; behind them no look is in force."""
        system = console._color_system or ColorSystem.TRUECOLOR
        written: list[str] = []
        cursor = _NOWHERE
        begin, end = "", ""
        for x, y, strip in self._pieces():
            if (x, y) != cursor:
                written.append(f"\x1b[{y + 1};{x + 1}H")
            for text, style, _control in strip:
                look = _look(style, system)
                if look != (begin, end):
                    written += [end, look[0]]
                    begin, end = look
                written.append(text)
            # Terminals differ in how wide they draw some characters: what follows those has its own place.
            cursor = (x + strip.cell_length, y) if _is_plain(strip.text) else _NOWHERE
        return "".join([*written, end])

    def _pieces(self) -> Iterator[Piece]:
        """What is to be written, in the order of the rows, from left to right."""
        chops, ends = self._update.chops, self._update.chop_ends
        for y, first, last in self._update.spans:
            for end, (x, strip) in zip(ends[y], chops[y].items(), strict=False):
                if strip is None or x >= last or end <= first:
                    continue
                # A character of two cells may lie across the edge: such a strip is written from its start.
                left = first if first - x >= _WORTH_A_CUT and _is_narrow(strip) else x
                yield left, y, strip.crop(left - x, min(end, last) - x)


def _is_narrow(strip: Strip) -> bool:
    text = strip.text
    return bool(_is_plain(text)) or all(cell_len(character) == 1 for character in text)


@lru_cache(maxsize=1024)
def _look(style: Style | None, system: ColorSystem) -> tuple[str, str]:
    """What puts a look in force, and what ends it."""
    if style is None:
        return "", ""
    begin, _, end = Strip.render_style(style, _ANY, system).partition(_ANY)
    return begin, end
