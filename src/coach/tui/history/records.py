"""The personal bests of each drill, without light weeks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import ClassVar, Final

from textual import getters
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.widgets import Static

from coach.app.history import Digest
from coach.coaching.statistics import PersonalBest
from coach.model.formatting import load_text, name_of, seconds_text, short_date
from coach.model.units import Units
from coach.tui.history.base import LIST_STYLES, DigestScreen
from coach.tui.history.data import filter_text
from coach.tui.keys import LIST_KEYS
from coach.tui.widgets.canvas import Line, Span, StatusLine, column
from coach.tui.widgets.footer import KeyFooter
from coach.tui.widgets.virtual_list import VirtualList

EMPTY: Final = (
    "No records yet.\n\n"
    "The longest and the heaviest set of each drill stands here once you have done it tidily and "
    "without pain. Light weeks do not count: there less is asked on purpose."
)
ABOUT: Final = "Tidy sets without pain; light weeks are left out."
NO_RECORD: Final = "No tidy set outside the light weeks yet."
READING: Final = "Reading…"


def amount_text(record: PersonalBest, units: Units) -> str:
    """`45 s`, `12 times` or `6 kg`."""
    if record.metric == "seconds":
        return seconds_text(round(record.amount))
    if record.metric == "reps":
        return f"{record.amount:g} times"
    return load_text(record.amount, units)


def record_text(record: PersonalBest, units: Units) -> str:
    """`left 45 s on 3 May 2026`."""
    side = f"{record.side} " if record.side else ""
    return f"{side}{amount_text(record, units)} on {short_date(record.date)}"


def record_line(
    records: Sequence[PersonalBest], index: int, names: Mapping[str, str], units: Units, width: int
) -> Line:
    """One record: the drill, unless it is that of the line above; the side, the amount, the day."""
    record = records[index]
    name = max(14, min(40, width - 36))
    again = index > 0 and records[index - 1].drill == record.drill
    spans: list[Span] = [
        (column("" if again else name_of(record.drill, names), name), "strong"),
        (column(record.side or "", 7), "muted"),
        (column(amount_text(record, units), 14), "good"),
    ]
    return (*spans, (short_date(record.date).rjust(11), "muted"))


class RecordsScreen(DigestScreen):
    """A line for each record."""

    CSS_PATH: ClassVar = ["table.tcss", LIST_STYLES]
    AUTO_FOCUS = "VirtualList"
    KEYS = LIST_KEYS
    BINDINGS: ClassVar[list[BindingType]] = [*LIST_KEYS]

    header = getters.query_one("#header", StatusLine)
    virtual_list = getters.query_one(VirtualList)
    empty = getters.query_one("#empty", Static)

    def compose(self) -> ComposeResult:
        yield StatusLine(id="header")
        yield StatusLine(id="columns")
        yield VirtualList()
        yield Static(READING, markup=False, id="empty")
        yield KeyFooter()

    def on_mount(self) -> None:
        self.add_class("-empty", "-list")
        self.query_one("#columns", StatusLine).show((f"  {ABOUT}", "muted"))
        self.query_one(KeyFooter).show(self.footer("filter close help"))
        self.header.show(("Records", "strong"))

    def find(self, digest: Digest) -> None:
        chosen = self.filter
        self.in_thread(lambda: digest.personal_bests(chosen.programs, chosen.since, chosen.until), self._show)

    def _show(self, found: Sequence[PersonalBest]) -> None:
        self.set_class(not found, "-empty")
        self.empty.update(EMPTY)
        names, units = self.history.drill_names, self.history.units
        self.virtual_list.show(
            len(found),
            lambda index, width: record_line(found, index, names, units, width),
            self.virtual_list.cursor,
        )
        self.header.show(("Records", "strong"), "", (filter_text(self.filter, self._titles), "muted"))
