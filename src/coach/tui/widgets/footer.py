"""The footer: the keys that can be pressed now, each clickable."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final, NamedTuple
from weakref import WeakKeyDictionary

from rich.cells import cell_len
from textual.app import App
from textual.binding import Binding
from textual.content import Content
from textual.events import Click
from textual.geometry import Size
from textual.screen import Screen

from coach.tui.keys import ANSWER_PRIORITY, FOOTER_PRIORITY, keys_of, name_of, short_key, shown_key
from coach.tui.widgets.canvas import Canvas, Line, Span

GAP: Final = 3
"""Cells between two keys."""
ANSWER: Final = ANSWER_PRIORITY
"""The weight from which a key is an answer, and always shown, on several lines if need be."""
FIRST: Final = 20
"""The weight of the main key of a screen, which stays longest of those that are no answers."""
HELP: Final = "app.help"
"""The action whose key always stays too, without its label where there is no room."""

READ_ON: Final = "press('pagedown')"
"""The action that a click may repeat where questions follow one another: it is no answer."""
CLICKED: Final[WeakKeyDictionary[App[Any], Screen[Any]]] = WeakKeyDictionary()
"""The screen on which a key was clicked last."""


class FooterEntry(NamedTuple):
    """One key at the bottom of the screen."""

    key: str
    """The key as people write it."""
    label: str
    """What the key does, in a word or two."""
    action: str = ""
    """The action of the screen for a click; empty: none."""
    weight: int = 0
    """Heavier entries stay longer where there is no room; from `ANSWER` on always."""


class Placed(NamedTuple):
    """A part of an entry on the screen: all of it, or a line of one that is wider than the screen."""

    x: int
    y: int
    key: str
    label: str
    action: str

    @property
    def end(self) -> int:
        """The first cell after it."""
        return self.x + cell_len(self.key) + cell_len(self.label)


def footer(
    keys: Iterable[Binding],
    keymap: Mapping[str, str],
    labels: Mapping[str, str] | None = None,
    *,
    writing: bool = False,
) -> list[FooterEntry]:
    """An entry for each key, in their order.

    Args:
        keys: the bindings.
        keymap: the keys that the user has set, separated by commas, by id.
        labels: other labels for some, by the name in the id.
        writing: whether the screen takes text, so that only keys that type nothing are shown.
    """
    labels = labels or {}
    entries: list[FooterEntry] = []
    for key in keys:
        names = [name for name in keys_of(key, keymap) if not writing or len(shown_key(name)) > 1]
        if names:
            label = labels.get(name_of(key), key.description)
            entries.append(FooterEntry(short_key(names[0]), label, key.action, FOOTER_PRIORITY[key.id or ""]))
    return entries


class KeyCells(Canvas):
    """As many keys as fit, in their order, each clickable; the lightest are left out first.

    Answers are never left out: they take as many lines as they need.
    """

    DEFAULT_CSS = """
    KeyCells { width: 1fr; height: auto; }
    """

    _entries: tuple[FooterEntry, ...] = ()
    _places: Sequence[Placed] = ()

    def show(self, entries: Sequence[FooterEntry]) -> None:
        """Show these keys, from left to right."""
        if tuple(entries) != self._entries:
            self._entries = tuple(entries)
            if self.size.width and _rows(placed(self._entries, self.size.width)) != self.size.height:
                self.refresh(layout=True)
            self.redraw()

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        return _rows(placed(self._entries, width))

    async def on_click(self, event: Click) -> None:
        from coach.tui.coach_screen import CoachScreen

        on = (one.action for one in self._places if one.y == event.y and one.x <= event.x < one.end)
        action = next(on, "")
        if event.chain > 1 and action != READ_ON:
            # The click before led to another screen, or to the next question.
            stays = isinstance(self.screen, CoachScreen) and self.screen.STAYS
            if stays or CLICKED.get(self.app) is not self.screen:
                return
        CLICKED[self.app] = self.screen
        if action:
            event.stop()
            await self.screen.run_action(action)

    def redraw(self) -> None:
        self._places = placed(self._entries, self.size.width)
        lines: list[Line] = []
        for y in range(_rows(self._places)):
            spans: list[Span] = []
            x = 0
            for place in self._places:
                if place.y == y:
                    spans += [(" " * (place.x - x), ""), (place.key, "key"), (place.label, "")]
                    x = place.end
            lines.append(tuple(spans))
        self.paint(lines)


class KeyFooter(KeyCells):
    """The footer of a screen, or of a box over it."""


def fitting(entries: Sequence[FooterEntry], width: int) -> list[FooterEntry]:
    """The entries to show: without the lightest where all need more lines than the answers."""
    kept = list(entries)
    rows = _rows(_wrapped([entry for entry in entries if entry.weight >= ANSWER], width))
    while len(kept) > 0 and _rows(_wrapped(kept, width), width) > rows:
        lighter = [place for place, entry in enumerate(kept) if entry.weight < ANSWER and entry.label]
        if not lighter:
            break
        lightest = min(lighter, key=lambda place: (kept[place].weight, -place))
        if kept[lightest].action == HELP:
            kept[lightest] = kept[lightest]._replace(label="")
        else:
            del kept[lightest]
    return kept


def placed(entries: Sequence[FooterEntry], width: int) -> list[Placed]:
    """The position of each entry that is shown, in `width` cells."""
    return _wrapped(fitting(entries, width), width)


def _wrapped(entries: Sequence[FooterEntry], width: int) -> list[Placed]:
    """The entries side by side; one that does not fit starts a new line."""
    places: list[Placed] = []
    x = y = 0
    for entry in entries:
        label = f" {entry.label}" if entry.label else ""
        wide = cell_len(f"{entry.key}{label}")
        if x and x + GAP + wide > width:
            x, y = 0, y + 1
        elif x:
            x += GAP
        if wide <= width or entry.weight < ANSWER:
            places.append(Placed(x, y, entry.key, label, entry.action))
            x += wide
            continue
        pieces = [piece.plain for piece in Content(f"{entry.key}{label}").wrap(max(1, width))]
        for line, piece in enumerate(pieces):
            key = entry.key if not line and piece.startswith(entry.key) else ""
            places.append(Placed(0, y + line, key, piece.removeprefix(key), entry.action))
        y += len(pieces) - 1
        x = places[-1].end
    return places


def _rows(places: Sequence[Placed], width: int | None = None) -> int:
    """The number of lines that these need; one that is wider than `width` needs another."""
    rows = max((place.y for place in places), default=0) + 1
    return rows + (width is not None and any(place.end > width for place in places))
