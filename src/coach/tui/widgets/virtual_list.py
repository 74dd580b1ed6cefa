"""A list of any length that makes only its visible lines."""

from __future__ import annotations

from typing import ClassVar, Final, Protocol

from msgspec import Struct
from rich.segment import Segment
from textual.binding import Binding, BindingType
from textual.events import Click, Resize
from textual.geometry import Region, Size
from textual.message import Message
from textual.reactive import reactive
from textual.scroll_view import ScrollView
from textual.strip import Strip

from coach.tui.widgets.canvas import Line


class Lines(Protocol):
    """The lines of a list."""

    def __len__(self) -> int:
        """The number of lines."""
        ...

    def line(self, index: int, width: int) -> Line:
        """One line, in `width` cells."""
        ...


class FixedLines(Struct, frozen=True):
    """Lines that are all made already."""

    lines: tuple[Line, ...] = ()

    def __len__(self) -> int:
        """The number of lines."""
        return len(self.lines)

    def line(self, index: int, width: int) -> Line:
        """One line, whatever the width."""
        return self.lines[index]


_NO_LINES: Final = FixedLines()


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
        self._lines: Lines = _NO_LINES

    @property
    def text(self) -> str:
        """The visible lines, without styles."""
        return "\n".join(self.render_line(y).text.rstrip() for y in range(self.size.height))

    def show(self, lines: Lines, cursor: int = 0) -> None:
        """Show these lines, with the cursor at an index."""
        self._lines = lines
        self.virtual_size = Size(self.size.width, len(lines))
        self.cursor = max(0, min(cursor, len(lines) - 1))
        self._bring_into_view()
        self.refresh()

    def on_resize(self, event: Resize) -> None:
        self.virtual_size = Size(self.size.width, len(self._lines))
        self._bring_into_view()
        self.refresh()

    def validate_cursor(self, cursor: int) -> int:
        return max(0, min(cursor, len(self._lines) - 1))

    def watch_cursor(self, old: int, new: int) -> None:
        self.refresh_line(old)
        self.refresh_line(new)
        self._bring_into_view()
        self.post_message(self.Highlighted(self, new))

    def render_line(self, y: int) -> Strip:
        width = self.scrollable_content_region.width
        index = y + self.scroll_offset.y
        base = self.rich_style
        if not 0 <= index < len(self._lines):
            return Strip.blank(self.size.width, base)
        on_cursor = index == self.cursor and self.has_focus
        mark = "▸ " if index == self.cursor else "  "
        if on_cursor:
            base += self.get_component_rich_style("virtual-list--cursor", partial=True)
        segments = [Segment(mark, base)]
        for text, look in self._lines.line(index, max(1, width - 2)):
            own = self.get_component_rich_style(f"virtual-list--{look}", partial=True) if look else None
            segments.append(Segment(text, base + own))
        return Strip(segments).adjust_cell_length(width, base)

    def on_focus(self) -> None:
        self.refresh_line(self.cursor)

    def on_blur(self) -> None:
        self.refresh_line(self.cursor)

    def on_click(self, event: Click) -> None:
        index = event.y + self.scroll_offset.y
        if not 0 <= index < len(self._lines):
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
        self.cursor = len(self._lines) - 1

    def action_select(self) -> None:
        if len(self._lines):
            self.post_message(self.Selected(self, self.cursor))

    def _bring_into_view(self) -> None:
        if len(self._lines):
            self.scroll_to_region(
                Region(0, self.cursor, 1, 1), animate=False, force=True, x_axis=False, immediate=True
            )
