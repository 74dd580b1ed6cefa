"""The weekly table of every week so far, a line for each."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import ClassVar, Final

from msgspec import Struct
from rich.cells import set_cell_size
from textual import getters
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.widgets import Static

from coach.coaching.week import RowId, WeekRow, WeekTable
from coach.model.formatting import PHASES, short_date
from coach.model.plan import Phase
from coach.tui.keys import LIST_KEYS
from coach.tui.ports_history import HistoryDesk
from coach.tui.screens.past import PAST_LOOKS, PastScreen
from coach.tui.widgets.canvas import Line, Span
from coach.tui.widgets.key_line import FIRST, Entry, KeyLine
from coach.tui.widgets.ledger import Ledger
from coach.tui.widgets.row import Row

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
"""What stands above each column, where there is room and where there is not."""
_WIDE: Final = 72


class WeekLines(Struct, frozen=True):
    """Weeks as lines of a table."""

    tables: Sequence[WeekTable] = ()

    def __len__(self) -> int:
        """How many weeks there are."""
        return len(self.tables)

    def line(self, index: int, width: int) -> Line:
        """One week: its first day, its five habits, and what kind of week it was."""
        table = self.tables[index]
        day, cell = columns(width)
        spans: list[Span] = [(set_cell_size(week_text(table, width), day), "muted")]
        spans += [
            (set_cell_size(cell_text(row, wide=width >= _WIDE), cell), _look(row)) for row in table.rows
        ]
        return (*spans, (phase_text(table.phase), "warn"))


def columns(width: int) -> tuple[int, int]:
    """The cells for the day and for each habit."""
    return (14, 10) if width >= _WIDE else (10, 7)


def heads(width: int) -> str:
    """What stands above the columns."""
    day, cell = columns(width)
    names = (long if width >= _WIDE else short for long, short in HEADS.values())
    return set_cell_size("  week of", day + 2) + "".join(set_cell_size(name, cell) for name in names)


def phase_text(phase: Phase) -> str:
    """What a week is called that is not one of building."""
    return "" if phase == "build" else PHASES[phase].name


def week_text(table: WeekTable, width: int) -> str:
    """The first day of a week."""
    if width >= _WIDE:
        return short_date(table.first).rjust(11)
    return short_date(table.first, century=False).rjust(9)


def cell_text(row: WeekRow, *, wide: bool) -> str:
    """`3/3 ✓` or `2/3`; what was not asked has no goal, and minutes have none where there is no room."""
    tick = "✓" if row.ticked else ""
    if row.id == "shoes":
        return tick or "–"
    goal = f"/{row.goal}" if row.goal is not None and (wide or row.id != "cardio") else ""
    return f"{row.done}{goal} {tick}".rstrip()


def _look(row: WeekRow) -> str:
    return "good" if row.ticked else ""


class WeeksScreen(PastScreen):
    """A line for each week; Enter opens it."""

    CSS_PATH: ClassVar = ["past_list.tcss", PAST_LOOKS]
    AUTO_FOCUS = "Ledger"
    KEYS = LIST_KEYS
    BINDINGS: ClassVar[list[BindingType]] = [*LIST_KEYS]

    header = getters.query_one("#header", Row)
    columns = getters.query_one("#columns", Row)
    ledger = getters.query_one(Ledger)
    empty = getters.query_one("#empty", Static)

    def __init__(self, desk: HistoryDesk) -> None:
        """Show the weeks of `desk`."""
        super().__init__(desk)
        self._tables: Sequence[WeekTable] = ()

    def compose(self) -> ComposeResult:
        """A table with its heads."""
        yield Row(id="header")
        yield Row(id="columns")
        yield Ledger()
        yield Static(READING, markup=False, id="empty")
        yield KeyLine()

    def on_mount(self) -> None:
        """Show the keys, and that something is being read."""
        self.add_class("-empty")
        self.header.show(("Weeks", "strong"))
        first = Entry("enter", "open the week", "open", FIRST)
        self.query_one(KeyLine).show([first, *self.footer("close help")])

    def reload(self) -> None:
        """Read everything in a thread."""

        def read() -> Callable[[], None]:
            """Work out the table of every week."""
            tables = self.desk.week_tables()
            return lambda: self._take(tables)

        self.in_thread(read)

    def _take(self, tables: Sequence[WeekTable]) -> None:
        self._tables = tables
        self.set_class(not tables, "-empty")
        self.empty.update(EMPTY)
        self.ledger.show(WeekLines(tables), self.ledger.cursor)
        told = "1 week" if len(tables) == 1 else f"{len(tables)} weeks"
        self.header.show(("Weeks", "strong"), "", (told, "muted"))

    def on_resize(self) -> None:
        """Put the heads above the columns of now."""
        self.columns.show((heads(max(1, self.size.width - 5)), "muted"))

    def on_ledger_selected(self, message: Ledger.Selected) -> None:
        """Open the week."""
        self.action_open()

    def action_filter(self) -> None:
        """The table is the same for every program."""

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """There is nothing to filter here."""
        return action != "filter"

    def action_open(self) -> None:
        """Open the week under the cursor."""
        if self._tables:
            from coach.tui.screens.week import WeekScreen

            self.app.push_screen(WeekScreen(self.desk, self._tables[self.ledger.cursor].now))
