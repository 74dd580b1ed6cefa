"""A box over the screen that asks something: its answers stay to be seen, the rest scrolls."""

from __future__ import annotations

from typing import ClassVar, Final

from textual.containers import VerticalScroll
from textual.geometry import Size
from textual.screen import Screen
from textual.widget import Widget

from coach.tui.widgets.banner import Banner

LEAST_ROWS: Final = 2
"""What a list keeps on the smallest screen; then the whole box scrolls."""
MOST_ROWS: Final = 12
"""A longer list scrolls on the largest screen as well: what lies beneath it stays to be seen."""
ALONE: Final = "-alone"
"""The class of a screen on which there is room for what is asked, and for nothing else."""


class AnswerBox(VerticalScroll):
    """Holds a key line at its lower edge, and is never higher than the room there is.

    A list in it, its only child of the class `list`, is made as low as it has to be, so that it scrolls by
    itself and its marked line is always to be seen.

    Where the whole of it has no room beneath what is said on top of the screen, that and the screen under it
    are hidden for as long as it asks: a question has to be read before it is answered.
    """

    SCOPED_CSS: ClassVar = False
    DEFAULT_CSS = """
    Screen.-alone Banner { display: none; }
    AnswerBox {
        height: auto;
        max-height: 100%;
        scrollbar-size-vertical: 1;
    }
    AnswerBox > KeyFooter { dock: bottom; }
    """
    can_focus = False

    def __init__(self, *children: Widget, id: str | None = None) -> None:
        super().__init__(*children, id=id)
        self._seen_at: Size | None = None

    def on_mount(self) -> None:
        self.screen.screen_layout_refresh_signal.subscribe(self, self._fit)

    @property
    def _room(self) -> int:
        """The lines of the screen beneath what is said on top of it."""
        banner = sum(_rows_of(one) for one in self.screen.query_children(Banner))
        return self.screen.size.height - banner

    def _fit(self, _screen: Screen[object]) -> None:
        """Leave the list as many lines as all the rest does not need; hide what leaves too few for that."""
        if self.screen.size != self._seen_at:
            self._seen_at = self.screen.size
            if self.screen.has_class(ALONE):
                self.screen.remove_class(ALONE)
                return
        for one in self.query_children(".list"):
            rest = sum(_rows_of(other) for other in self.children if other is not one and other.display)
            room = self._room - self.gutter.height - rest - _margins(one)
            most = max(LEAST_ROWS, min(MOST_ROWS, room))
            if one.styles.max_height is None or one.styles.max_height.value != most:
                one.styles.max_height = most
        if self._least_rows > self._room:
            self.screen.add_class(ALONE)

    @property
    def _least_rows(self) -> int:
        """The lines that it needs to show everything, with a list that scrolls."""
        shown = [one for one in self.children if one.display]
        rows = (LEAST_ROWS + _margins(one) if one.has_class("list") else _rows_of(one) for one in shown)
        return self.gutter.height + sum(rows)


def _rows_of(widget: Widget) -> int:
    return widget.outer_size.height + _margins(widget)


def _margins(widget: Widget) -> int:
    return widget.styles.margin.height


class ScrollingText(VerticalScroll):
    """What is said and asked; it knows whether somebody has moved it."""

    def __init__(self) -> None:
        super().__init__(id="body", can_focus=False)
        self.moved = False

    def on_mouse_scroll_down(self) -> None:
        self.moved = True

    on_mouse_scroll_up = on_mouse_scroll_down

    def on_scroll_to(self) -> None:
        self.moved = True

    on_scroll_up = on_scroll_down = on_scroll_to

    def move(self, lines: int) -> None:
        """Move it by so many lines, for a key."""
        self.moved = True
        self.scroll_relative(y=lines, animate=False)

    def begin_with(self, widget: Widget) -> None:
        """Have this at the top, as far as there is enough below it, until somebody moves it."""
        if not self.moved:
            self.scroll_to(y=widget.virtual_region.y, animate=False, immediate=True)
