"""The week: the guide's five habits with their quick checks, and the calm streak."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date, timedelta
from typing import ClassVar, Final

from textual import getters
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from coach.coaching.week import WeekRow
from coach.model.formatting import full_date, short_day
from coach.service.weeks import Week
from coach.tui.guide_links import ReadGuide
from coach.tui.keys import WEEK_KEYS
from coach.tui.ports_history import HistoryDesk
from coach.tui.screens.past import PAST_LOOKS, PastScreen
from coach.tui.screens.weeks import phase_text
from coach.tui.widgets.key_line import KeyLine
from coach.tui.widgets.row import Row

READING: Final = "Reading…"
_ANSWERS: Final = {
    True: ("yes", "$success"),
    False: ("no", "$warning"),
    None: ("not said yet", "dim"),
}
_BAR: Final = 20
_SHORT_BAR: Final = 16
_ROOMY: Final = 84
"""From so many cells on the long bar leaves room for the longest amount beside it."""
_MOST_TRIGGERS: Final = 3
WIDE: Final = 70
"""From so many cells on a bar stands beside each habit."""


class WeekScreen(PastScreen):
    """One week, as far as it has come."""

    CSS_PATH: ClassVar = ["week.tcss", PAST_LOOKS]
    AUTO_FOCUS = "VerticalScroll"
    KEYS = WEEK_KEYS
    BINDINGS: ClassVar[list[BindingType]] = [*WEEK_KEYS]

    header = getters.query_one("#header", Row)
    table = getters.query_one("#table", Static)
    rest = getters.query_one("#rest", Static)
    key_line = getters.query_one(KeyLine)

    def __init__(self, desk: HistoryDesk, on: date | None = None) -> None:
        """Show the week that a day is in; None: this week."""
        super().__init__(desk)
        self._on = on
        self._week: Week | None = None

    def compose(self) -> ComposeResult:
        """The table, and what goes with it."""
        yield Row(id="header")
        with VerticalScroll(id="scroll"):
            yield Static(READING, markup=False, id="table")
            yield Static(markup=False, id="rest")
        yield KeyLine()

    def on_mount(self) -> None:
        """Show the keys."""
        self.header.show(("Week", "strong"))
        self.key_line.show(self.footer("earlier later now over_time read close help"))

    def reload(self) -> None:
        """Read the week in a thread."""
        on = self._on or self.desk.today

        def read() -> Callable[[], None]:
            """Read the week."""
            week = self.desk.week(on)
            return lambda: self._take(week)

        self.in_thread(read)

    def _take(self, week: Week) -> None:
        self._week = week
        table = week.table
        phase = phase_text(table.phase)
        kind = f"{phase} week" if table.phase in ("deload", "early_deload") else phase
        first, last = table.first, table.last
        start = short_day(first) if first.month != last.month else f"{first.day}"
        title = f"Week of {start} to {full_date(last)}"
        self.header.show((title, "strong"), "", kind)
        self.table.update(Content("\n").join(self._rows(table.rows)))
        self.rest.update(Content("\n").join(_rest(week)))

    def _rows(self, rows: Sequence[WeekRow]) -> Iterator[Content]:
        for row in rows:
            yield from row_lines(row, width=self.size.width)

    def on_resize(self) -> None:
        """Lay the table out in the width of now."""
        if self._week is not None:
            self.table.update(Content("\n").join(self._rows(self._week.table.rows)))

    def action_shift(self, by: int) -> None:
        """The week before or after; never one that has not come."""
        on = (self._on or self.desk.today) + timedelta(days=7 * by)
        self._go(min(on, self.desk.today))

    def action_now(self) -> None:
        """Back to this week."""
        self._go(self.desk.today)

    def _go(self, on: date) -> None:
        if on != (self._on or self.desk.today):
            # Of a week that is over all of it is told; of the one that goes on, what is there so far.
            self._on = None if on == self.desk.today else on
            self.reload()

    def action_read(self) -> None:
        """Read what the guide says about a habit."""
        self.post_message(ReadGuide("screen:week"))

    def action_over_time(self) -> None:
        """Every week so far."""
        from coach.tui.screens.weeks import WeeksScreen

        self.app.push_screen(WeeksScreen(self.desk))


def row_lines(row: WeekRow, *, width: int) -> Iterator[Content]:
    """One habit: how far it has come, what that means, and its quick check."""
    mark = ("✓", "bold $success") if row.ticked else ("○", "dim")
    amount = amount_text(row)
    if width >= WIDE:
        gap = " " * max(2, 36 - len(row.task))
        bar = bar_text(row, _BAR if width >= _ROOMY else _SHORT_BAR)
        yield Content.assemble(mark, " ", (row.task, "bold"), gap, (bar, "$primary"), "  ", amount)
    else:
        yield Content.assemble(mark, " ", (row.task, "bold"), f"  {amount}")
    for sentence in row.words:
        # What the amount says already is not said twice.
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


def bar_text(row: WeekRow, cells: int = _BAR) -> str:
    """How far a habit has come, as a bar; empty where nothing is asked."""
    if not row.goal:
        return " " * cells
    full = min(cells, cells * row.done // row.goal)
    return "━" * full + "╌" * (cells - full)


def _rest(week: Week) -> Iterator[Content]:
    for number, sentence in enumerate(week.table.streak.words):
        yield Content.assemble((sentence, "bold" if number == 0 else "dim"))
    if week.table.good:
        yield Content(week.table.good)
    if week.sentences or week.triggers:
        yield Content("")
    for sentence in week.sentences:
        yield Content(sentence)
    if week.triggers:
        named = ", ".join(f"{one.trigger} ({_days(one.days)})" for one in week.triggers[:_MOST_TRIGGERS])
        yield Content.assemble(("What set it off in the last three months: ", "dim"), named)


def _days(days: int) -> str:
    return "1 day" if days == 1 else f"{days} days"
