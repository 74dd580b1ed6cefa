"""The text area of the editor: YAML with colours, marks of problems, and suggestions."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cache
from typing import ClassVar, Final

from msgspec import Struct
from pygments.lexers.data import YamlLexer
from pygments.token import Token
from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from rich.text import Text
from textual.content import Content
from textual.events import Key
from textual.geometry import Offset, Region
from textual.message import Message
from textual.strip import Strip
from textual.widgets import OptionList, TextArea
from textual.widgets.option_list import Option

from coach.programs.completion import Completion, Suggestion

LOOKS: Final = ("key", "amount", "word", "text", "comment", "mark")
"""The styles of the text; `YamlArea` has a component class for each."""

_AMOUNT: Final = re.compile(r"[+-]?\d[\d.:-]*(?:s|min|m|h|kg|%)?$")


class Run(Struct, frozen=True):
    """Some characters of one line with the same style."""

    start: int
    """The column, from 0."""
    end: int
    look: str


def yaml_runs(lines: Sequence[str]) -> list[list[Run]]:
    """The runs of each line, of any text."""
    runs: list[list[Run]] = [[] for _ in lines]
    row, column = 0, 0
    text = "\n".join(lines)
    for index, kind, value in _lexer().get_tokens_unprocessed(text):
        look = _look(kind, value, text[index + len(value) : index + len(value) + 1])
        for number, piece in enumerate(value.split("\n")):
            if number:
                row, column = row + 1, 0
            if piece and look and row < len(runs):
                runs[row].append(Run(column, column + len(piece), look))
            column += len(piece)
    return runs


@cache
def _lexer() -> YamlLexer:
    return YamlLexer(stripnl=False, ensurenl=False)


def _look(kind: tuple[str, ...], value: str, following: str) -> str:
    """The style of a token; empty for the plain one."""
    if kind in Token.Comment:
        return "comment"
    if kind in Token.Name.Tag or (kind in Token.Name.Variable and following == ":"):
        return "key"
    if kind in Token.Punctuation:
        return "mark"
    if kind in Token.Literal or kind in Token.Name:
        text = value.strip()
        if _AMOUNT.match(text):
            return "amount"
        return "word" if text and " " not in text else "text"
    return ""


MOST_ROWS: Final = 8
_MOST_COLUMNS: Final = 52


class Suggestions(OptionList):
    """The list of suggestions over the text, which keeps the focus and passes on the keys of the list."""

    can_focus = False
    DEFAULT_CSS = """
    Suggestions {
        position: absolute;
        layer: popup;
        display: none;
        height: auto;
        max-height: 8;
        padding: 0 1;
        border: none;
        border-left: outer $primary;
        background: $panel;
        text-wrap: nowrap;
        text-overflow: ellipsis;
        scrollbar-size-vertical: 1;
    }
    """

    class Taken(Message):
        """One was chosen."""

        def __init__(self, completion: Completion, suggestion: Suggestion) -> None:
            super().__init__()
            self.completion = completion
            self.suggestion = suggestion

    def __init__(self) -> None:
        super().__init__(markup=False)
        self._completion: Completion | None = None

    @property
    def completion(self) -> Completion | None:
        """The suggestions; None while the list is closed."""
        return self._completion

    def open(self, completion: Completion, cursor: Offset, room: Region) -> None:
        """Show suggestions beside the cursor, inside the region `room`; both are on the screen."""
        if completion != self._completion:
            self._completion = completion
            self.clear_options()
            width = max(len(one.word) for one in completion.suggestions)
            for one in completion.suggestions:
                note = f"  {one.note}" if one.note else ""
                text = Content.assemble((f"{one.word:<{width}}", "bold"), (note, "$text-muted"))
                self.add_option(Option(text))
            self.highlighted = 0 if completion.typed else None
        rows = min(MOST_ROWS, len(completion.suggestions))
        words = max(len(one.word) for one in completion.suggestions)
        notes = max(len(one.note) for one in completion.suggestions)
        columns = max(1, min(_MOST_COLUMNS, room.width, words + notes + 7))
        # Below the cursor; above where there is more room.
        above, below = cursor.y - room.y, room.bottom - cursor.y - 1
        upwards = rows > below and above > below
        rows = max(1, min(rows, above if upwards else max(below, 1)))
        x = max(room.x, min(cursor.x - len(completion.typed) - 2, room.right - columns))
        self.styles.width = columns
        self.styles.max_height = rows
        self.styles.offset = (x, cursor.y - rows if upwards else cursor.y + 1)
        self.display = True

    def close(self) -> None:
        self._completion = None
        self.display = False

    def take_key(self, key: str) -> bool:
        """Handle a key of the list; returns whether it is one."""
        if self._completion is None:
            return False
        if key == "escape":
            self.close()
        elif key == "down":
            self.action_cursor_down()
        elif key == "up":
            self.action_cursor_up()
        elif key == "tab" or (key == "enter" and self.highlighted is not None):
            self._take(self.highlighted or 0)
        else:
            return False
        return True

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        self._take(event.option_index)

    def on_option_list_option_highlighted(self, event: OptionList.OptionHighlighted) -> None:
        event.stop()

    def _take(self, index: int) -> None:
        completion = self._completion
        if completion is not None:
            self.close()
            self.post_message(self.Taken(completion, completion.suggestions[index]))


PROBLEM_MARK: Final = "▲"
_INDENT: Final = 2


class YamlArea(TextArea):
    """A text area for YAML."""

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

    class Leave(Message):
        """Escape was pressed while no suggestions were shown."""

    def __init__(self, suggestions: Suggestions) -> None:
        self._looks: dict[str, Style] = {}
        super().__init__(
            soft_wrap=False, tab_behavior="indent", show_line_numbers=True, highlight_cursor_line=False
        )
        self.indent_width = _INDENT
        self._suggestions = suggestions
        self._runs: list[list[Run]] | None = None
        self._problems: dict[int, tuple[int, ...]] = {}
        self.was_typed = False
        """The last change was typed by hand, so suggestions are shown."""

    @property
    def lines(self) -> Sequence[str]:
        return self.document.lines

    def show_problems(self, problems: Mapping[int, tuple[int, ...]]) -> None:
        """Mark these lines, from 0, each with the columns, from 0, of its problems."""
        before, self._problems = self._problems, dict(problems)
        for row in before.keys() | self._problems.keys():
            if before.get(row) != self._problems.get(row):
                self.refresh_line(row)

    def put(self, text: str) -> None:
        """Replace the text, as one change that can be undone; the cursor stays in its line."""
        row, column = self.cursor_location
        if text == self.text:
            return
        scroll = self.scroll_offset
        self.replace(text, self.document.start, self.document.end, maintain_selection_offset=False)
        row = min(row, self.document.line_count - 1)
        self.move_cursor((row, min(column, len(self.document.get_line(row)))))
        self.scroll_to(scroll.x, scroll.y, animate=False)

    def take(self, completion: Completion, suggestion: Suggestion) -> None:
        row, column = self.cursor_location
        self.was_typed = True
        self.replace(
            suggestion.written, (row, completion.start), (row, column), maintain_selection_offset=False
        )
        self.move_cursor((row, completion.start + len(suggestion.written)))

    async def on_key(self, event: Key) -> None:
        self.was_typed = event.is_printable or event.key == "backspace"
        if self._suggestions.take_key(event.key):
            handled = True
        elif event.key == "escape":
            self.post_message(self.Leave())
            handled = True
        elif event.key == "enter" and not self.read_only:
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
            handled = True
        else:
            handled = event.key == "backspace" and self._step_back()
        if handled:
            event.stop()
            event.prevent_default()

    def on_text_area_changed(self) -> None:
        self._runs = None

    def get_line(self, line_index: int) -> Text:
        line = super().get_line(line_index)
        if self._runs is None or len(self._runs) != self.document.line_count:
            self._runs = yaml_runs(self.document.lines)
        for run in self._runs[line_index]:
            line.stylize(self._style(run.look), run.start, run.end)
        return line

    def render_line(self, y: int) -> Strip:
        """A line with the flag of its problem beside its number, on a background of its own at the cursor.

        Problems are drawn over rendered lines: they change after each key, and must not cost the rendering of
        all the text.
        """
        strip = super().render_line(y)
        row = y + self.scroll_offset.y
        if row == self.cursor_location[0] and self.has_focus:
            # The line of the cursor on a background of its own; a selection keeps its background.
            plain = self.rich_style.bgcolor
            shade = Style(bgcolor=self.get_component_rich_style("text-area--cursor-line").bgcolor)
            strip = Strip(
                [
                    Segment(text, style + shade if style and style.bgcolor in (None, plain) else style)
                    for text, style, _control in strip
                ],
                strip.cell_length,
            )
        if row not in self._problems or row >= self.document.line_count:
            return strip
        strip = self._underlined(strip, row)
        width = self.gutter_width
        number, rest = strip.crop(0, width - 2), strip.crop(width - 1)
        background = next((segment.style for segment in number if segment.style), Style())
        flag = Strip([Segment(PROBLEM_MARK, background + self._style("flag"))], 1)
        return Strip.join([number, flag, rest])

    def _underlined(self, strip: Strip, row: int) -> Strip:
        """A line, by its row from 0, with the words that have problems underlined."""
        line, look = self.document.get_line(row), self._style("problem")
        first = self.gutter_width - self.scroll_offset.x
        for column in self._problems[row]:
            last = column
            while last < len(line) and line[last] not in " ,}]":
                last += 1
            start, end = (
                first + cell_len(line[:index].expandtabs(self.indent_width))
                for index in (column, max(last, column + 1))
            )
            start = max(start, self.gutter_width)
            if start < end:
                word = Strip(
                    [Segment(text, (style or Style()) + look) for text, style, _ in strip.crop(start, end)]
                )
                strip = Strip.join([strip.crop(0, start), word, strip.crop(end)])
        return strip

    def notify_style_update(self) -> None:
        self._looks = {}
        super().notify_style_update()

    def _style(self, look: str) -> Style:
        if look not in self._looks:
            name = f"yaml-area--{look}"
            style = self.get_component_rich_style(name, partial=True)
            colour = self.get_component_styles(name).color
            if colour.a < 1 and colour.ansi is None:
                # A partial style ignores the opacity of a colour, so it is blended here.
                style += Style(color=(self.background_colors[1] + colour).rich_color)
            self._looks[look] = style
        return self._looks[look]

    def _step_back(self) -> bool:
        """Remove a whole step of the indentation; whether the cursor is in it."""
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
