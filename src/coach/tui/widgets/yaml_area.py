"""Where a program is written: YAML with colours, and a mark beside each line that has a problem."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import ClassVar, Final

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from rich.text import Text
from textual.events import Key
from textual.message import Message
from textual.strip import Strip
from textual.widgets import TextArea

from coach.library.completion import Completion, Suggestion
from coach.tui.widgets.suggestions import Suggestions
from coach.tui.yaml_colours import LOOKS, Run, yaml_runs

PROBLEM_MARK: Final = "▲"
_INDENT: Final = 2


class YamlArea(TextArea):
    """A text area that knows YAML's shape."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        *(f"yaml-area--{look}" for look in LOOKS),
        "yaml-area--problem",
        "yaml-area--flag",
    }
    DEFAULT_CSS = """
    YamlArea {
        border: none;
        padding: 0;
        .yaml-area--key { color: $primary; text-style: bold; }
        .yaml-area--amount { color: $warning; }
        .yaml-area--word { color: $success; }
        .yaml-area--text { color: $foreground; }
        .yaml-area--comment { color: $foreground 55%; text-style: italic; }
        .yaml-area--mark { color: $foreground 70%; }
        .yaml-area--problem { text-style: underline; color: $error; }
        .yaml-area--flag { color: $error; text-style: bold; }
        &:ansi .yaml-area--comment { color: ansi_default; text-style: dim italic; }
        &:focus { border: none; }
    }
    """

    class LeftBehind(Message):
        """Escape was pressed where nothing was open."""

    def __init__(self, suggestions: Suggestions, *, id: str | None = None) -> None:
        """Write with a list of suggestions, which the screen shows over everything."""
        self._looks: dict[str, Style] = {}
        super().__init__(
            id=id, soft_wrap=False, tab_behavior="indent", show_line_numbers=True, highlight_cursor_line=False
        )
        self.indent_width = _INDENT
        self._suggestions = suggestions
        self._runs: list[list[Run]] | None = None
        self._problems: dict[int, tuple[int, ...]] = {}
        self.was_typed = False
        """The last change was typed by hand: then suggestions are welcome."""

    @property
    def lines(self) -> Sequence[str]:
        """The text, line by line."""
        return self.document.lines

    def show_problems(self, problems: Mapping[int, tuple[int, ...]]) -> None:
        """Mark these lines, from 0, each with the columns, from 0, of its problems."""
        before, self._problems = self._problems, dict(problems)
        for row in before.keys() | self._problems.keys():
            if before.get(row) != self._problems.get(row):
                self.refresh_line(row)

    def put(self, text: str) -> None:
        """Have another text, as one change that can be undone; the cursor stays in its line."""
        row, column = self.cursor_location
        if text == self.text:
            return
        scroll = self.scroll_offset
        self.replace(text, self.document.start, self.document.end, maintain_selection_offset=False)
        row = min(row, self.document.line_count - 1)
        self.move_cursor((row, min(column, len(self.document.get_line(row)))))
        self.scroll_to(scroll.x, scroll.y, animate=False)

    def take(self, completion: Completion, suggestion: Suggestion) -> None:
        """Put a suggestion in the place of the word that was being typed."""
        row, column = self.cursor_location
        self.was_typed = True
        self.replace(
            suggestion.written, (row, completion.start), (row, column), maintain_selection_offset=False
        )
        self.move_cursor((row, completion.start + len(suggestion.written)))

    async def on_key(self, event: Key) -> None:
        """The list of suggestions comes first; then what YAML's indentation wants."""
        self.was_typed = event.is_printable or event.key == "backspace"
        if self._suggestions.take_key(event.key):
            handled = True
        elif event.key == "escape":
            self.post_message(self.LeftBehind())
            handled = True
        elif event.key == "enter" and not self.read_only:
            self._new_line()
            handled = True
        else:
            handled = event.key == "backspace" and self._step_back()
        if handled:
            event.stop()
            event.prevent_default()

    def on_text_area_changed(self) -> None:
        """Colour anew when it is next drawn."""
        self._runs = None

    def get_line(self, line_index: int) -> Text:
        """A line with its colours."""
        line = super().get_line(line_index)
        if self._runs is None or len(self._runs) != self.document.line_count:
            self._runs = yaml_runs(self.document.lines)
        for run in self._runs[line_index]:
            line.stylize(self._style(run.look), run.start, run.end)
        return line

    def render_line(self, y: int) -> Strip:
        """A line of the screen: the flag of its problem beside its number, and a ground under the cursor.

        Problems are drawn over lines that are ready: they come a moment after each key, and must not cost the
        drawing of all the text once more.
        """
        strip = super().render_line(y)
        row = y + self.scroll_offset.y
        if row == self.cursor_location[0] and self.has_focus:
            strip = self._underlaid(strip)
        if row not in self._problems or row >= self.document.line_count:
            return strip
        strip = self._underlined(strip, row)
        width = self.gutter_width
        number, rest = strip.crop(0, width - 2), strip.crop(width - 1)
        ground = next((segment.style for segment in number if segment.style), Style())
        flag = Strip([Segment(PROBLEM_MARK, ground + self._style("flag"))], 1)
        return Strip.join([number, flag, rest])

    def _underlined(self, strip: Strip, row: int) -> Strip:
        """The words with problems of a line, from 0, with a line under them."""
        line, look = self.document.get_line(row), self._style("problem")
        first = self.gutter_width - self.scroll_offset.x
        for column in self._problems[row]:
            start, end = (first + self._cells(line[:place]) for place in _word(line, column))
            start = max(start, self.gutter_width)
            if start < end:
                word = Strip(
                    [Segment(text, (style or Style()) + look) for text, style, _ in strip.crop(start, end)]
                )
                strip = Strip.join([strip.crop(0, start), word, strip.crop(end)])
        return strip

    def _cells(self, text: str) -> int:
        return cell_len(text.expandtabs(self.indent_width))

    def _underlaid(self, strip: Strip) -> Strip:
        """The cursor's line on its own ground, with its colours kept; a selection keeps its ground too."""
        plain = self.rich_style.bgcolor
        shade = Style(bgcolor=self.get_component_rich_style("text-area--cursor-line").bgcolor)
        return Strip(
            [
                Segment(text, style + shade if style and style.bgcolor in (None, plain) else style)
                for text, style, _control in strip
            ],
            strip.cell_length,
        )

    def notify_style_update(self) -> None:
        """Another theme: every look is worked out anew."""
        self._looks = {}
        super().notify_style_update()

    def _style(self, look: str) -> Style:
        if look not in self._looks:
            name = f"yaml-area--{look}"
            style = self.get_component_rich_style(name, partial=True)
            colour = self.get_component_styles(name).color
            if colour.a < 1 and colour.ansi is None:
                # A partial style keeps a colour as it is; how much shines through has to be mixed in here.
                style += Style(color=(self.background_colors[1] + colour).rich_color)
            self._looks[look] = style
        return self._looks[look]

    def _new_line(self) -> None:
        """A line as far in as this one; further behind a key without a value."""
        row, column = self.cursor_location
        line = self.document.get_line(row)[:column]
        indentation = len(line) - len(line.lstrip(" "))
        indentation = min(indentation, column)
        words = line.strip()
        if words.startswith("- ") and not words.endswith(("}", "]")) and ":" in words:
            indentation += _INDENT
        if words.endswith(":") and not words.startswith("#"):
            indentation += _INDENT
        start, end = self.selection
        self._replace_typed("\n" + " " * indentation, start, end)

    def _step_back(self) -> bool:
        """Backspace in the indentation takes a whole step."""
        row, column = self.cursor_location
        line = self.document.get_line(row)
        step = column % _INDENT or _INDENT
        if self.read_only or not self.selection.is_empty or column < step or line[:column].strip():
            return False
        self._replace_typed("", (row, column - step), (row, column))
        return True

    def _replace_typed(self, text: str, start: tuple[int, int], end: tuple[int, int]) -> None:
        result = self.replace(text, start, end, maintain_selection_offset=False)
        self.move_cursor(result.end_location)


def _word(line: str, column: int) -> tuple[int, int]:
    """The characters from a column to the end of the word; at least one."""
    end = column
    while end < len(line) and line[end] not in " ,}]":
        end += 1
    return column, max(end, column + 1)
