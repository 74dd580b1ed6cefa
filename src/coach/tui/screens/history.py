"""Everything that was done: a year at a glance, and each session of it."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Sequence
from datetime import date, timedelta
from typing import ClassVar, Final

from textual import getters
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.widgets import Static

from coach.coaching.heat import year_up_to
from coach.errors import CoachError
from coach.service.history_changes import Proposal
from coach.tui.guide_links import ReadGuide
from coach.tui.keys import HISTORY_KEYS
from coach.tui.ports_history import Filter, HistoryDesk
from coach.tui.screens.history_forms import Addition, add_form, filter_form
from coach.tui.screens.history_lines import EntryPages, filter_words
from coach.tui.screens.past import PAST_LOOKS, PastScreen
from coach.tui.widgets.heatmap import HeatMap
from coach.tui.widgets.key_line import FIRST, Entry, KeyLine
from coach.tui.widgets.ledger import Ledger
from coach.tui.widgets.row import Row

EMPTY: Final = (
    "Nothing here yet, and that is fine.\n\n"
    "Every session is listed here once it is done, and each day with something in it "
    "darkens its square in the year above.\n\n"
    "Did you do something away from the app? Press a to add it."
)
NOTHING_FITS: Final = "Nothing fits what you asked for.\n\nPress f to ask anew, or x to show everything."
READING: Final = "Reading…"


class HistoryScreen(PastScreen):
    """The year, and the list beneath it."""

    CSS_PATH: ClassVar = ["history.tcss", PAST_LOOKS]
    AUTO_FOCUS = "Ledger"
    KEYS = HISTORY_KEYS
    BINDINGS: ClassVar[list[BindingType]] = [*HISTORY_KEYS]

    header = getters.query_one("#header", Row)
    heat = getters.query_one(HeatMap)
    ledger = getters.query_one(Ledger)
    empty = getters.query_one("#empty", Static)
    key_line = getters.query_one(KeyLine)

    def __init__(self, desk: HistoryDesk) -> None:
        """Show the past of `desk`."""
        super().__init__(desk)
        self.wanted = Filter()
        self.pages = EntryPages(desk, ())
        self._programs: dict[str, str] = {}
        self._years_back = 0
        self._busy = READING
        self._sought: date | None = None
        """A day that was chosen in the year before the list was there."""

    def compose(self) -> ComposeResult:
        """The year above the list."""
        yield Row(id="header")
        yield HeatMap()
        yield Ledger()
        yield Static(markup=False, id="empty")
        yield KeyLine()

    def on_mount(self) -> None:
        """Show the keys, and read."""
        keys = self.footer("filter add curves records over_time take_back undo year read close help")
        self.key_line.show([Entry("enter", "open", "open", FIRST), *keys])
        self._show_header()

    def reload(self) -> None:
        """Read the list and the year in a thread; then, apart, which weeks were light."""
        wanted, (first, last) = self.wanted, self._year()

        def read() -> Callable[[], None]:
            """Find the entries."""
            places = self.desk.find(wanted)
            programs = dict(self.desk.program_names())
            return lambda: self._take(places, programs)

        def read_year() -> Callable[[], None]:
            """Add up each day of the year."""
            year = self.desk.year(first, last)
            return lambda: self.heat.show(first, last, self.desk.today, year.days)

        def read_light() -> Callable[[], None]:
            """Find the light weeks of the year."""
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
        """Go to the newest entry of that day, or the next one before it."""
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

    def on_ledger_selected(self, message: Ledger.Selected) -> None:
        """Open the entry."""
        self.action_open()

    def action_open(self) -> None:
        """Open the entry under the cursor."""
        entry = self._current()
        if entry is not None:
            from coach.tui.screens.session_detail import SessionDetailScreen

            self.app.push_screen(SessionDetailScreen(self.desk, entry))

    def action_year(self) -> None:
        """Go to the year, and back to the list."""
        if self.heat.has_focus:
            self.remove_class("-year")
            self.ledger.focus()
        else:
            self.add_class("-year")
            self.heat.focus()

    def action_shift_year(self, by: int) -> None:
        """Show the year before or after."""
        back = max(0, self._years_back - by)
        if back != self._years_back:
            self._years_back = back
            self.reload()

    # ------------------------------------------------------------------ which entries

    def action_filter(self) -> None:
        """Ask which entries are wanted."""

        def answered(wanted: Filter | None) -> None:
            """Show what is wanted, if anything was said."""
            if wanted is not None:
                self._want(wanted)

        self.app.push_screen(filter_form(self.wanted, self._programs, self.desk.today), answered)

    def action_clear(self) -> None:
        """Show everything that was done."""
        self._want(Filter())

    def _want(self, wanted: Filter) -> None:
        if wanted != self.wanted:
            self.wanted = wanted
            self.ledger.cursor = 0
            self.busy(READING)
            self.reload()

    # ------------------------------------------------------------------ changing the past

    def action_add(self) -> None:
        """Ask what was done away from the app, and add it."""
        today = self.desk.today
        day = min(self.heat.cursor, today) if self.heat.has_focus else today

        def answered(addition: Addition | None) -> None:
            """Show what the addition would do, if there is one."""
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
        """Take the entry under the cursor back."""
        entry = self._current()
        if entry is not None:
            self.propose(lambda: self.desk.take_back(entry))

    def action_undo(self) -> None:
        """Turn round what was written last."""
        self.propose(self.desk.undo)

    # ------------------------------------------------------------------ other looks at it

    def action_curves(self) -> None:
        """Each drill over time."""
        from coach.tui.screens.drill_curve import DrillCurveScreen

        self.app.push_screen(DrillCurveScreen(self.desk, self.wanted))

    def action_records(self) -> None:
        """The best of each drill."""
        from coach.tui.screens.records import RecordsScreen

        self.app.push_screen(RecordsScreen(self.desk, self.wanted))

    def action_read(self) -> None:
        """Read what the guide says about looking back."""
        self.post_message(ReadGuide("screen:history"))

    def action_over_time(self) -> None:
        """Every week so far."""
        from coach.tui.screens.weeks import WeeksScreen

        self.app.push_screen(WeeksScreen(self.desk))
