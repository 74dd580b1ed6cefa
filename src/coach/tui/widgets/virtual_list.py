"""A list of any length that makes only its visible lines."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from rich.segment import Segment
from textual.binding import Binding, BindingType
from textual.events import Click, Resize
from textual.geometry import Region, Size
from textual.message import Message
from textual.reactive import reactive
from textual.scroll_view import ScrollView
from textual.strip import Strip

from coach.tui.widgets.canvas import Line


class VirtualList(ScrollView, can_focus=True):
    """Lines with a cursor; a line is made when it is shown."""

    DEFAULT_CSS = """
    VirtualList { height: 1fr; overflow-x: hidden; overflow-y: auto; scrollbar-size-vertical: 1; }
    """
    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "virtual-list--cursor",
        "virtual-list--muted",
        "virtual-list--strong",
        "virtual-list--warn",
        "virtual-list--good",
    }
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up,k", "move(-1)", "up", show=False),
        Binding("down,j", "move(1)", "down", show=False),
        Binding("pageup", "page(-1)", "page up", show=False),
        Binding("pagedown", "page(1)", "page down", show=False),
        Binding("home", "first", "newest", show=False),
        Binding("end", "last", "oldest", show=False),
        Binding("enter", "select", "open", show=False),
    ]
    cursor = reactive(0, repaint=False)
    """The index of the current line."""

    class Highlighted(Message):
        """The cursor is on another line."""

        def __init__(self, virtual_list: VirtualList, index: int) -> None:
            super().__init__()
            self.virtual_list = virtual_list
            self.index = index

    class Selected(Message):
        """A line was opened."""

        def __init__(self, virtual_list: VirtualList, index: int) -> None:
            super().__init__()
            self.virtual_list = virtual_list
            self.index = index

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._count = 0
        self._line: Callable[[int, int], Line] = lambda index, width: ()

    @property
    def text(self) -> str:
        """The visible lines, without styles."""
        return "\n".join(self.render_line(y).text.rstrip() for y in range(self.size.height))

    def show(self, count: int, line: Callable[[int, int], Line], cursor: int = 0) -> None:
        """Show `count` lines, with the cursor at an index; `line` makes one of an index and a width."""
        self._count, self._line = count, line
        self.virtual_size = Size(self.size.width, count)
        self.cursor = max(0, min(cursor, count - 1))
        self._bring_into_view()
        self.refresh()

    def on_resize(self, event: Resize) -> None:
        self.virtual_size = Size(self.size.width, self._count)
        self._bring_into_view()
        self.refresh()

    def validate_cursor(self, cursor: int) -> int:
        return max(0, min(cursor, self._count - 1))

    def watch_cursor(self, old: int, new: int) -> None:
        self.refresh_line(old)
        self.refresh_line(new)
        self._bring_into_view()
        self.post_message(self.Highlighted(self, new))

    def render_line(self, y: int) -> Strip:
        width = self.scrollable_content_region.width
        index = y + self.scroll_offset.y
        base = self.rich_style
        if not 0 <= index < self._count:
            return Strip.blank(self.size.width, base)
        on_cursor = index == self.cursor and self.has_focus
        mark = "▸ " if index == self.cursor else "  "
        if on_cursor:
            base += self.get_component_rich_style("virtual-list--cursor", partial=True)
        segments = [Segment(mark, base)]
        for text, look in self._line(index, max(1, width - 2)):
            own = self.get_component_rich_style(f"virtual-list--{look}", partial=True) if look else None
            segments.append(Segment(text, base + own))
        return Strip(segments).adjust_cell_length(width, base)

    def on_focus(self) -> None:
        self.refresh_line(self.cursor)

    def on_blur(self) -> None:
        self.refresh_line(self.cursor)

    def on_click(self, event: Click) -> None:
        index = event.y + self.scroll_offset.y
        if not 0 <= index < self._count:
            return
        if index == self.cursor:
            self.action_select()
        else:
            self.cursor = index

    def action_move(self, by: int) -> None:
        self.cursor += by

    def action_page(self, direction: int) -> None:
        self.cursor += direction * max(1, self.scrollable_content_region.height - 1)

    def action_first(self) -> None:
        self.cursor = 0

    def action_last(self) -> None:
        self.cursor = self._count - 1

    def action_select(self) -> None:
        if self._count:
            self.post_message(self.Selected(self, self.cursor))

    def _bring_into_view(self) -> None:
        if self._count:
            self.scroll_to_region(
                Region(0, self.cursor, 1, 1), animate=False, force=True, x_axis=False, immediate=True
            )
