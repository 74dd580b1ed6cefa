"""Everything that was done: a year at a glance, and each session of it."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Sequence
from datetime import date, timedelta
from typing import ClassVar, Final

from rich.cells import cell_len
from textual import getters
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.widgets import Static

from coach.app.corrections import Proposal
from coach.coaching.statistics import year_up_to
from coach.errors import CoachError
from coach.model.formatting import short_date, short_weekday
from coach.tui.coach_screen import ReadGuide
from coach.tui.history.base import PAST_LOOKS, HistoryScreenBase
from coach.tui.history.forms import Addition, add_form, filter_form
from coach.tui.history.heatmap import HeatMap
from coach.tui.keys import HISTORY_KEYS
from coach.tui.ports_history import EntryLine, Filter, HistoryDesk
from coach.tui.widgets.canvas import Line, Span, StatusLine, column, shorten
from coach.tui.widgets.footer import FIRST, FooterEntry, KeyFooter
from coach.tui.widgets.virtual_list import VirtualList

PAGE: Final = 100
_KEPT: Final = 12
"""Pages that stay in memory."""
_WIDE: Final = 90
_NORMAL: Final = 60


class EntryPages:
    """The lines of a list of any length: a page is read when one of its lines is seen."""

    def __init__(self, desk: HistoryDesk, places: Sequence[int]) -> None:
        self.places = places
        self._desk = desk
        self._pages: dict[int, Sequence[EntryLine]] = {}

    def __len__(self) -> int:
        """How many entries there are."""
        return len(self.places)

    def line(self, index: int, width: int) -> Line:
        """One entry in so many cells."""
        try:
            entry = self.entry(index)
        except CoachError:
            return (("This entry cannot be read.", "warn"),)
        return entry_line(entry, width) if entry else ()

    def entry(self, index: int) -> EntryLine | None:
        """One entry; None where there is none.

        Raises:
            CoachError: the journal cannot be read.
        """
        page, place = divmod(index, PAGE)
        if page not in self._pages:
            if len(self._pages) >= _KEPT:
                del self._pages[next(iter(self._pages))]
            self._pages[page] = self._desk.page(self.places[page * PAGE : (page + 1) * PAGE])
        lines = self._pages[page]
        return lines[place] if place < len(lines) else None


def entry_line(entry: EntryLine, width: int) -> Line:
    """The day, what it was, how much, and what stands out, in columns that fit the width."""
    if width < _NORMAL:
        day = short_date(entry.day, century=False).rjust(9)
        title = max(12, width - 28)
        shown = ", ".join(entry.marks) or entry.amount
        look = "warn" if entry.marks else ""
        return _columns([(day, "muted", 11), (entry.title, "strong", title), (shown, look, 17)], (), width)
    day = f"{short_weekday(entry.day)} {short_date(entry.day):>11}"
    if width < _WIDE:
        return _columns(
            [(day, "muted", 17), (entry.title, "strong", 24), (entry.amount, "", 17)], _tail(entry), width
        )
    columns: list[tuple[str, str, int]] = [(day, "muted", 17), (entry.time, "muted", 7)]
    return _columns([*columns, (entry.title, "strong", 32), (entry.amount, "", 18)], _tail(entry), width)


def _tail(entry: EntryLine) -> list[Span]:
    marks: list[Span] = [(", ".join(entry.marks), "warn")] if entry.marks else []
    return [*marks, (entry.note, "muted")] if entry.note else marks


def _columns(columns: Sequence[tuple[str, str, int]], tail: Sequence[Span], width: int) -> Line:
    spans: list[Span] = []
    used = 0
    for text, look, cells in columns:
        spans.append((column(text, cells), look))
        used += cells
    for text, look in tail:
        shown = shorten(text, max(0, width - used))
        spans.append((f"{shown}  ", look))
        used += cell_len(shown) + 2
    return tuple(spans)


def filter_words(wanted: Filter, programs: dict[str, str]) -> str:
    """What is shown, in a few words; empty for everything that was done."""
    parts = []
    if wanted.program:
        parts.append(programs.get(wanted.program, wanted.program))
    if wanted.what != "done":
        parts.append("check-ins and decisions" if wanted.what == "said" else "everything")
    if wanted.since:
        parts.append(f"from {short_date(wanted.since)}")
    if wanted.until:
        parts.append(f"up to {short_date(wanted.until)}")
    return ", ".join(parts)


EMPTY: Final = (
    "Nothing here yet, and that is fine.\n\n"
    "Every session is listed here once it is done, and each day with something in it "
    "darkens its square in the year above.\n\n"
    "Did you do something away from the app? Press a to add it."
)
NOTHING_FITS: Final = "Nothing fits what you asked for.\n\nPress f to ask anew, or x to show everything."
READING: Final = "Reading…"


class HistoryScreen(HistoryScreenBase):
    """The year, and the list beneath it."""

    CSS_PATH: ClassVar = ["history.tcss", PAST_LOOKS]
    AUTO_FOCUS = "VirtualList"
    KEYS = HISTORY_KEYS
    BINDINGS: ClassVar[list[BindingType]] = [*HISTORY_KEYS]

    header = getters.query_one("#header", StatusLine)
    heat = getters.query_one(HeatMap)
    ledger = getters.query_one(VirtualList)
    empty = getters.query_one("#empty", Static)
    key_line = getters.query_one(KeyFooter)

    def __init__(self, desk: HistoryDesk) -> None:
        super().__init__(desk)
        self.wanted = Filter()
        self.pages = EntryPages(desk, ())
        self._programs: dict[str, str] = {}
        self._years_back = 0
        self._busy = READING
        self._sought: date | None = None
        """A day that was chosen in the year before the list was there."""

    def compose(self) -> ComposeResult:
        yield StatusLine(id="header")
        yield HeatMap()
        yield VirtualList()
        yield Static(markup=False, id="empty")
        yield KeyFooter()

    def on_mount(self) -> None:
        keys = self.footer("filter add curves records over_time take_back undo year read close help")
        self.key_line.show([FooterEntry("enter", "open", "open", FIRST), *keys])
        self._show_header()

    def reload(self) -> None:
        """Read the list and the year in a thread; then, apart, which weeks were light."""
        wanted, (first, last) = self.wanted, self._year()

        def read() -> Callable[[], None]:
            places = self.desk.find(wanted)
            programs = dict(self.desk.program_names())
            return lambda: self._take(places, programs)

        def read_year() -> Callable[[], None]:
            year = self.desk.year(first, last)
            return lambda: self.heat.show(first, last, self.desk.today, year.days)

        def read_light() -> Callable[[], None]:
            weeks = tuple(self.desk.light_weeks(first, last))
            return lambda: self.heat.show_light(weeks)

        self.in_thread(read, group="list")
        self.in_thread(read_year, group="year")
        self.in_thread(read_light, group="light")

    def _year(self) -> tuple[date, date]:
        first, last = year_up_to(self.desk.today, self.desk.week_start)
        back = timedelta(weeks=52 * self._years_back)
        return first - back, last - back

    def _take(self, places: Sequence[int], programs: dict[str, str]) -> None:
        entry = self._current()
        self._programs, self._busy = programs, ""
        self.pages = EntryPages(self.desk, places)
        self.set_class(not places, "-empty")
        self.empty.update(EMPTY if self.wanted.is_open else NOTHING_FITS)
        # What was under the cursor stays there, also when something newer was written above it.
        kept = self._place_of(entry) if entry else None
        self.ledger.show(self.pages, self.ledger.cursor if kept is None else kept)
        self._show_header()
        if self._sought is not None:
            self.show_day(self._sought)

    def _place_of(self, entry: str) -> int | None:
        near = range(max(0, self.ledger.cursor - 2), min(len(self.pages), self.ledger.cursor + 3))
        return next((place for place in near if self._id_at(place) == entry), None)

    def _show_header(self) -> None:
        shown = filter_words(self.wanted, self._programs)
        count = len(self.pages)
        told = self._busy or ("1 entry" if count == 1 else f"{count:,} entries" if count else "")
        self.header.show(("History", "strong"), shown, (told, "muted"))

    def busy(self, text: str) -> None:
        """Say what is being worked on."""
        self._busy = text
        self._show_header()

    # ------------------------------------------------------------------ moving about

    def on_heat_map_chosen(self, message: HeatMap.Chosen) -> None:
        self.show_day(message.day)

    def show_day(self, day: date) -> None:
        """Put the cursor on the newest entry of a day, or of the last day before it that has any."""
        self._sought = day if self._busy and not len(self.pages) else None
        place = bisect_left(range(len(self.pages)), True, key=lambda index: self._day_at(index) <= day)
        self.remove_class("-year")
        self.ledger.cursor = place
        self.ledger.focus()

    def _day_at(self, index: int) -> date:
        try:
            entry = self.pages.entry(index)
        except CoachError:
            return date.min
        return entry.day if entry else date.min

    def _id_at(self, index: int) -> str | None:
        try:
            entry = self.pages.entry(index)
        except CoachError:
            return None
        return entry.id if entry else None

    def _current(self) -> str | None:
        return self._id_at(self.ledger.cursor) if len(self.pages) else None

    def on_virtual_list_selected(self, message: VirtualList.Selected) -> None:
        self.action_open()

    def action_open(self) -> None:
        entry = self._current()
        if entry is not None:
            from coach.tui.history.entry import SessionDetailScreen

            self.app.push_screen(SessionDetailScreen(self.desk, entry))

    def action_year(self) -> None:
        if self.heat.has_focus:
            self.remove_class("-year")
            self.ledger.focus()
        else:
            self.add_class("-year")
            self.heat.focus()

    def action_shift_year(self, by: int) -> None:
        back = max(0, self._years_back - by)
        if back != self._years_back:
            self._years_back = back
            self.reload()

    # ------------------------------------------------------------------ which entries

    def action_filter(self) -> None:
        def answered(wanted: Filter | None) -> None:
            if wanted is not None:
                self._want(wanted)

        self.app.push_screen(filter_form(self.wanted, self._programs, self.desk.today), answered)

    def action_clear(self) -> None:
        self._want(Filter())

    def _want(self, wanted: Filter) -> None:
        if wanted != self.wanted:
            self.wanted = wanted
            self.ledger.cursor = 0
            self.busy(READING)
            self.reload()

    # ------------------------------------------------------------------ changing the past

    def action_add(self) -> None:
        today = self.desk.today
        day = min(self.heat.cursor, today) if self.heat.has_focus else today

        def answered(addition: Addition | None) -> None:
            if addition is not None:
                self.propose(lambda: self._addition(addition))

        self.app.push_screen(add_form(self.desk.loggable(), day, today), answered)

    def _addition(self, addition: Addition) -> Proposal:
        if addition.activity is not None:
            return self.desk.past_activity(
                addition.activity, addition.day, minutes=addition.minutes, note=addition.note
            )
        return self.desk.past_session(
            addition.program or "",
            addition.day,
            written=addition.written,
            pain=addition.pain,
            note=addition.note,
        )

    def action_take_back(self) -> None:
        entry = self._current()
        if entry is not None:
            self.propose(lambda: self.desk.take_back(entry))

    def action_undo(self) -> None:
        self.propose(self.desk.undo)

    # ------------------------------------------------------------------ other looks at it

    def action_curves(self) -> None:
        from coach.tui.history.progress import DrillCurveScreen

        self.app.push_screen(DrillCurveScreen(self.desk, self.wanted))

    def action_records(self) -> None:
        from coach.tui.history.records import RecordsScreen

        self.app.push_screen(RecordsScreen(self.desk, self.wanted))

    def action_read(self) -> None:
        self.post_message(ReadGuide("screen:history"))

    def action_over_time(self) -> None:
        from coach.tui.history.weeks import WeeksScreen

        self.app.push_screen(WeeksScreen(self.desk))
