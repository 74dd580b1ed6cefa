"""The screens of all weeks and of one week: five habits with their quick checks, and the calm streak."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from itertools import chain
from typing import ClassVar, Final

from rich.cells import set_cell_size
from textual import getters
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from coach.app.history import HistoryReader, WeekSummary
from coach.coaching.habits.week import RowId, WeekRow, WeekTable
from coach.model.formatting import PHASES, count_text, full_date, short_date, short_day
from coach.model.plan import Phase
from coach.tui.coach_screen import ReadGuide
from coach.tui.history.base import LIST_STYLES, HistoryScreenBase
from coach.tui.keys import LIST_KEYS, WEEK_KEYS
from coach.tui.widgets.canvas import Line, Span, StatusLine
from coach.tui.widgets.footer import FIRST, FooterEntry, KeyFooter
from coach.tui.widgets.virtual_list import VirtualList

EMPTY: Final = (
    "No week yet.\n\n"
    "Each week stands here on a line of its own: core, brisk minutes, hips, sleep and shoes, "
    "from the first week in which you noted anything."
)
READING: Final = "Reading…"
HEADS: Final[dict[RowId, tuple[str, str]]] = {
    "core": ("core", "core"),
    "cardio": ("brisk min", "min"),
    "hips": ("hip days", "hips"),
    "sleep": ("nights", "nights"),
    "shoes": ("shoes", "shoes"),
}
"""The heading of each column, long and short."""
_WIDE: Final = 72


def week_line(table: WeekTable, width: int) -> Line:
    """One week: its first day, its five habits, and its phase."""
    day, cell = columns(width)
    cells: list[Span] = [
        (set_cell_size(cell_text(row, wide=width >= _WIDE), cell), "good" if row.ticked else "")
        for row in table.rows
    ]
    first = set_cell_size(week_text(table, width), day)
    return ((first, "muted"), *cells, (phase_text(table.phase), "warn"))


def columns(width: int) -> tuple[int, int]:
    """The width of the column of days, and of each habit."""
    return (14, 10) if width >= _WIDE else (10, 7)


def heads(width: int) -> str:
    """The headings of the columns."""
    day, cell = columns(width)
    names = (long if width >= _WIDE else short for long, short in HEADS.values())
    return set_cell_size("  week of", day + 2) + "".join(set_cell_size(name, cell) for name in names)


def phase_text(phase: Phase) -> str:
    """The name of a phase; empty for a week of building."""
    return "" if phase == "build" else PHASES[phase].name


def week_text(table: WeekTable, width: int) -> str:
    """The first day of a week."""
    if width >= _WIDE:
        return short_date(table.first).rjust(11)
    return short_date(table.first, century=False).rjust(9)


def cell_text(row: WeekRow, *, wide: bool) -> str:
    """`3/3 ✓` or `2/3`; without the goal where nothing was asked, or minutes have no room."""
    tick = "✓" if row.ticked else ""
    if row.id == "shoes":
        return tick or "–"
    goal = f"/{row.goal}" if row.goal is not None and (wide or row.id != "cardio") else ""
    return f"{row.done}{goal} {tick}".rstrip()


class WeeksScreen(HistoryScreenBase):
    """A line for each week; Enter opens it."""

    CSS_PATH: ClassVar = ["table.tcss", LIST_STYLES]
    AUTO_FOCUS = "VirtualList"
    KEYS = LIST_KEYS
    BINDINGS: ClassVar[list[BindingType]] = [*LIST_KEYS]

    header = getters.query_one("#header", StatusLine)
    columns = getters.query_one("#columns", StatusLine)
    virtual_list = getters.query_one(VirtualList)
    empty = getters.query_one("#empty", Static)

    def __init__(self, history: HistoryReader) -> None:
        super().__init__(history)
        self._tables: Sequence[WeekTable] = ()

    def compose(self) -> ComposeResult:
        yield StatusLine(id="header")
        yield StatusLine(id="columns")
        yield VirtualList()
        yield Static(READING, markup=False, id="empty")
        yield KeyFooter()

    def on_mount(self) -> None:
        self.add_class("-empty")
        self.header.show(("Weeks", "strong"))
        first = FooterEntry("enter", "open the week", "open", FIRST)
        self.query_one(KeyFooter).show([first, *self.footer("close help")])

    def reload(self) -> None:
        self.in_thread(self.history.week_tables, self._show)

    def _show(self, tables: Sequence[WeekTable]) -> None:
        self._tables = tables
        self.set_class(not tables, "-empty")
        self.empty.update(EMPTY)
        self.virtual_list.show(
            len(tables), lambda index, width: week_line(tables[index], width), self.virtual_list.cursor
        )
        self.header.show(("Weeks", "strong"), "", (count_text(len(tables), "week"), "muted"))

    def on_resize(self) -> None:
        self.columns.show((heads(max(1, self.size.width - 5)), "muted"))

    def on_virtual_list_selected(self, message: VirtualList.Selected) -> None:
        self.action_open()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        # The table is the same for every program.
        return action != "filter"

    def action_open(self) -> None:
        if self._tables:
            self.app.push_screen(WeekScreen(self.history, self._tables[self.virtual_list.cursor].now))


_ANSWERS: Final = {
    True: ("yes", "$success"),
    False: ("no", "$warning"),
    None: ("not said yet", "dim"),
}
_BAR: Final = 20
_SHORT_BAR: Final = 16
_LONG_BAR_WIDTH: Final = 84
"""The width from which the long bar fits beside the longest amount."""
_MOST_TRIGGERS: Final = 3
WIDE: Final = 70
"""The width from which each habit has a bar."""


class WeekScreen(HistoryScreenBase):
    """One week, until today if it is the current one."""

    CSS_PATH: ClassVar = ["week.tcss", LIST_STYLES]
    AUTO_FOCUS = "VerticalScroll"
    KEYS = WEEK_KEYS
    BINDINGS: ClassVar[list[BindingType]] = [*WEEK_KEYS]

    header = getters.query_one("#header", StatusLine)
    table = getters.query_one("#table", Static)
    rest = getters.query_one("#rest", Static)
    key_footer = getters.query_one(KeyFooter)

    def __init__(self, history: HistoryReader, on: date | None = None) -> None:
        super().__init__(history)
        self._on = on
        self._week: WeekSummary | None = None

    def compose(self) -> ComposeResult:
        yield StatusLine(id="header")
        with VerticalScroll(id="scroll"):
            yield Static(READING, markup=False, id="table")
            yield Static(markup=False, id="rest")
        yield KeyFooter()

    def on_mount(self) -> None:
        self.header.show(("Week", "strong"))
        self.key_footer.show(self.footer("earlier later now over_time read close help"))

    def reload(self) -> None:
        on = self._on or self.history.today
        self.in_thread(lambda: self.history.week(on), self._show)

    def _show(self, week: WeekSummary) -> None:
        self._week = week
        table = week.table
        phase = phase_text(table.phase)
        kind = f"{phase} week" if table.phase in ("deload", "early_deload") else phase
        first, last = table.first, table.last
        start = short_day(first) if first.month != last.month else f"{first.day}"
        title = f"Week of {start} to {full_date(last)}"
        self.header.show((title, "strong"), "", kind)
        self.on_resize()
        self.rest.update(Content("\n").join(_rest(week)))

    def on_resize(self) -> None:
        if self._week is not None:
            lines = (row_lines(row, width=self.size.width) for row in self._week.table.rows)
            self.table.update(Content("\n").join(chain.from_iterable(lines)))

    def action_shift(self, by: int) -> None:
        on = (self._on or self.history.today) + timedelta(days=7 * by)
        self._go(min(on, self.history.today))

    def action_now(self) -> None:
        self._go(self.history.today)

    def _go(self, on: date) -> None:
        if on != (self._on or self.history.today):
            # A past week is shown as a whole; the current one until today.
            self._on = None if on == self.history.today else on
            self.reload()

    def action_read(self) -> None:
        self.post_message(ReadGuide("screen:week"))

    def action_over_time(self) -> None:
        self.app.push_screen(WeeksScreen(self.history))


def row_lines(row: WeekRow, *, width: int) -> Iterator[Content]:
    """One habit: its amount, what that means, and its quick check."""
    mark = ("✓", "bold $success") if row.ticked else ("○", "dim")
    amount = amount_text(row)
    if width >= WIDE:
        gap = " " * max(2, 36 - len(row.task))
        bar = bar_text(row, _BAR if width >= _LONG_BAR_WIDTH else _SHORT_BAR)
        yield Content.assemble(mark, " ", (row.task, "bold"), gap, (bar, "$primary"), "  ", amount)
    else:
        yield Content.assemble(mark, " ", (row.task, "bold"), f"  {amount}")
    for sentence in row.words:
        # Sentences that repeat the amount are left out.
        if not sentence.startswith(f"{row.done} of {row.goal} "):
            yield Content.assemble("  ", (sentence, "dim"))
    answer, look = _ANSWERS[row.answer]
    yield Content.assemble("  ", row.check, " ", (answer, look))
    yield Content("")


def amount_text(row: WeekRow) -> str:
    """`2 of 3 sessions`."""
    if row.goal is None:
        return f"{row.done} {row.unit}" if row.done else "nothing asked"
    return f"{row.done} of {row.goal} {row.unit}"


def bar_text(row: WeekRow, cells: int) -> str:
    """The progress of a habit as a bar; blank where nothing is asked."""
    if not row.goal:
        return " " * cells
    full = min(cells, cells * row.done // row.goal)
    return "━" * full + "╌" * (cells - full)


def _rest(week: WeekSummary) -> Iterator[Content]:
    for number, sentence in enumerate(week.table.streak.words):
        yield Content.assemble((sentence, "bold" if number == 0 else "dim"))
    if week.table.highlight:
        yield Content(week.table.highlight)
    if week.sentences or week.triggers:
        yield Content("")
    for sentence in week.sentences:
        yield Content(sentence)
    if week.triggers:
        named = ", ".join(
            f"{one.trigger} ({count_text(one.days, 'day')})" for one in week.triggers[:_MOST_TRIGGERS]
        )
        yield Content.assemble(("What set it off in the last three months: ", "dim"), named)
