"""A box over the screen that asks something: its answers stay visible, the rest scrolls."""

from __future__ import annotations

from typing import ClassVar, Final

from msgspec import Struct
from textual.containers import VerticalScroll
from textual.geometry import Size
from textual.screen import Screen
from textual.widget import Widget

from coach.tui.widgets.banner import Banner

LEAST_ROWS: Final = 2
"""The least height of a list; on a smaller screen the whole box scrolls."""
MOST_ROWS: Final = 12
"""The greatest height of a list: the screen below the box stays visible."""
ALONE: Final = "-alone"
"""The class of a screen that has room for the question only."""


class DialogAnswer(Struct, frozen=True, kw_only=True):
    """One way to answer."""

    name: str
    """The result of the dialog."""
    keys: tuple[str, ...]
    """The first one is shown."""
    label: str
    matters: bool = False
    """It loses something, or starts a session: no key takes it before the question could be read."""


class AnswerBox(VerticalScroll):
    """A box with a footer at its lower edge, never higher than the screen.

    A list in it, its only child of the class `list`, is made so low that it scrolls by itself and its marked
    line is always visible.

    Where the box has no room below the banner, banner and screen are hidden while it asks: a question has to
    be read before it is answered.
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
        """The lines of the screen below the banner."""
        banner = sum(_rows_of(one) for one in self.screen.query_children(Banner))
        return self.screen.size.height - banner

    def _fit(self, _screen: Screen[object]) -> None:
        """Give the list the lines that nothing else needs; hide the banner where they are too few."""
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
        # The lines that the box needs, with a list of the least height.
        shown = [one for one in self.children if one.display]
        rows = (LEAST_ROWS + _margins(one) if one.has_class("list") else _rows_of(one) for one in shown)
        if self.gutter.height + sum(rows) > self._room:
            self.screen.add_class(ALONE)


def _rows_of(widget: Widget) -> int:
    return widget.outer_size.height + _margins(widget)


def _margins(widget: Widget) -> int:
    return widget.styles.margin.height


class ScrollingText(VerticalScroll):
    """A text that scrolls; `moved` says whether the user has scrolled it."""

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
        """Scroll by some lines, for a key."""
        self.moved = True
        self.scroll_relative(y=lines, animate=False)

    def begin_with(self, widget: Widget) -> None:
        """Scroll a widget to the top, unless the user has scrolled."""
        if not self.moved:
            self.scroll_to(y=widget.virtual_region.y, animate=False, immediate=True)
