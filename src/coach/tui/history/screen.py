"""The history: a heat map of a year, and the list of all entries."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import ClassVar, Final

from rich.cells import cell_len
from textual import getters
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.widgets import Static

from coach.app.corrections import Corrections, Proposal
from coach.app.history import HistoryReader
from coach.coaching.statistics import year_up_to
from coach.errors import CoachError
from coach.model.formatting import short_date, short_weekday
from coach.tui.coach_screen import ReadGuide
from coach.tui.history.base import LIST_STYLES, CorrectingScreen
from coach.tui.history.data import EntryLine, Filter, entry_line, filter_text
from coach.tui.history.entry_forms import Addition, add_form, filter_form
from coach.tui.history.heatmap import HeatMap
from coach.tui.keys import HISTORY_KEYS
from coach.tui.widgets.canvas import Line, Span, StatusLine, column, shorten
from coach.tui.widgets.footer import FIRST, FooterEntry, KeyFooter
from coach.tui.widgets.virtual_list import VirtualList

PAGE: Final = 100
"""Entries that are read at once."""
_MOST_PAGES: Final = 12
"""Pages that stay in memory."""
_WIDE: Final = 90
_NORMAL: Final = 60


class EntryPages:
    """The lines of a list of any length: a page is read when one of its lines is shown."""

    def __init__(
        self, history: HistoryReader, places: Sequence[int] = (), titles: Mapping[str, str] | None = None
    ) -> None:
        """Show the entries at these places of the journal; `titles` are those of the programs, by id."""
        self.places = places
        self._history = history
        self._titles = titles or {}
        self._pages: dict[int, Sequence[EntryLine]] = {}

    def __len__(self) -> int:
        return len(self.places)

    def line(self, index: int, width: int) -> Line:
        """One entry in `width` cells."""
        try:
            entry = self._read(index)
        except CoachError:
            return (("This entry cannot be read.", "warn"),)
        return entry_spans(entry, width) if entry else ()

    def entry(self, index: int) -> EntryLine | None:
        """One entry; None where there is none, or it cannot be read."""
        try:
            return self._read(index)
        except CoachError:
            return None

    def _read(self, index: int) -> EntryLine | None:
        number, row = divmod(index, PAGE)
        if number not in self._pages:
            if len(self._pages) >= _MOST_PAGES:
                del self._pages[next(iter(self._pages))]
            entries = self._history.entries(self.places[number * PAGE : (number + 1) * PAGE])
            units = self._history.units
            self._pages[number] = [entry_line(entry, self._titles, units) for entry in entries]
        lines = self._pages[number]
        return lines[row] if row < len(lines) else None


def entry_spans(entry: EntryLine, width: int) -> Line:
    """The day, the title, the amount, the marks and the note, in columns that fit the width."""
    day = f"{short_weekday(entry.day)} {short_date(entry.day):>11}"
    marks = ", ".join(entry.marks)
    tail = [(text, look) for text, look in ((marks, "warn"), (entry.note, "muted")) if text]
    columns = [(day, "muted", 17)]
    if width < _NORMAL:
        columns = [(short_date(entry.day, century=False).rjust(9), "muted", 11)]
        columns += [(entry.title, "strong", max(12, width - 28))]
        columns += [(marks or entry.amount, "warn" if marks else "", 17)]
        tail = []
    elif width < _WIDE:
        columns += [(entry.title, "strong", 24), (entry.amount, "", 17)]
    else:
        columns += [(entry.time, "muted", 7), (entry.title, "strong", 32), (entry.amount, "", 18)]
    spans: list[Span] = [(column(text, cells), look) for text, look, cells in columns]
    used = sum(cells for _text, _look, cells in columns)
    for text, look in tail:
        shown = shorten(text, max(0, width - used))
        spans.append((f"{shown}  ", look))
        used += cell_len(shown) + 2
    return tuple(spans)


EMPTY: Final = (
    "Nothing here yet, and that is fine.\n\n"
    "Every session is listed here once it is done, and each day with something in it "
    "darkens its square in the year above.\n\n"
    "Did you do something away from the app? Press a to add it."
)
NO_MATCH: Final = "Nothing fits what you asked for.\n\nPress f to ask anew, or x to show everything."
READING: Final = "Reading…"


class HistoryScreen(CorrectingScreen):
    """The year, and the list below it."""

    CSS_PATH: ClassVar = ["history.tcss", LIST_STYLES]
    AUTO_FOCUS = "VirtualList"
    KEYS = HISTORY_KEYS
    BINDINGS: ClassVar[list[BindingType]] = [*HISTORY_KEYS]

    header = getters.query_one("#header", StatusLine)
    heatmap = getters.query_one(HeatMap)
    virtual_list = getters.query_one(VirtualList)
    empty = getters.query_one("#empty", Static)
    key_footer = getters.query_one(KeyFooter)

    def __init__(self, history: HistoryReader, corrections: Corrections) -> None:
        super().__init__(history, corrections)
        self.filter = Filter()
        self.pages = EntryPages(history)
        self._titles: dict[str, str] = {}
        self._years_back = 0
        self._busy = READING
        self._day_to_show: date | None = None
        """A day that was chosen in the year before the list was read."""

    def compose(self) -> ComposeResult:
        yield StatusLine(id="header")
        yield HeatMap()
        yield VirtualList()
        yield Static(markup=False, id="empty")
        yield KeyFooter()

    def on_mount(self) -> None:
        keys = self.footer("filter add curves records over_time take_back undo year read close help")
        self.key_footer.show([FooterEntry("enter", "open", "open", FIRST), *keys])
        self._show_header()

    def reload(self) -> None:
        """Read the list, the year and its light weeks, each in a thread."""
        history, request = self.history, self.filter.request
        back = timedelta(weeks=52 * self._years_back)
        first, last = (day - back for day in year_up_to(history.today, history.week_start))
        self.in_thread(
            lambda: (history.places(request), history.all_program_titles()), self._show, group="list"
        )
        self.in_thread(
            lambda: history.activity(first, last),
            lambda days: self.heatmap.show(first, last, history.today, days),
            group="year",
        )
        self.in_thread(lambda: history.light_weeks(first, last), self.heatmap.show_light, group="light")

    def _show(self, found: tuple[Sequence[int], dict[str, str]]) -> None:
        entry_id = self._current()
        places, self._titles = found
        self._busy = ""
        self.pages = EntryPages(self.history, places, self._titles)
        self.set_class(not places, "-empty")
        self.empty.update(EMPTY if self.filter == Filter() else NO_MATCH)
        # The cursor stays on its entry, also when something newer was written above it.
        cursor = self.virtual_list.cursor
        nearby = range(max(0, cursor - 2), min(len(self.pages), cursor + 3))
        kept = [index for index in nearby if entry_id and self._id_at(index) == entry_id]
        self.virtual_list.show(len(self.pages), self.pages.line, kept[0] if kept else cursor)
        self._show_header()
        if self._day_to_show is not None:
            self.show_day(self._day_to_show)

    def _show_header(self) -> None:
        count = len(self.pages)
        text = self._busy or ("1 entry" if count == 1 else f"{count:,} entries" if count else "")
        self.header.show(("History", "strong"), filter_text(self.filter, self._titles), (text, "muted"))

    def busy(self, text: str) -> None:
        self._busy = text
        self._show_header()

    # ------------------------------------------------------------------ moving

    def on_heat_map_chosen(self, message: HeatMap.Chosen) -> None:
        self.show_day(message.day)

    def show_day(self, day: date) -> None:
        """Put the cursor on the newest entry of a day, or of the last day before it that has any."""
        self._day_to_show = day if self._busy and not len(self.pages) else None
        self.remove_class("-year")

        def is_reached(index: int) -> bool:
            entry = self.pages.entry(index)
            return entry is None or entry.day <= day

        self.virtual_list.cursor = bisect_left(range(len(self.pages)), True, key=is_reached)
        self.virtual_list.focus()

    def _id_at(self, index: int) -> str | None:
        entry = self.pages.entry(index)
        return entry.id if entry else None

    def _current(self) -> str | None:
        return self._id_at(self.virtual_list.cursor) if len(self.pages) else None

    def on_virtual_list_selected(self, message: VirtualList.Selected) -> None:
        self.action_open()

    def action_open(self) -> None:
        if entry_id := self._current():
            from coach.tui.history.entry import SessionDetailScreen

            self.app.push_screen(SessionDetailScreen(self.history, self.corrections, entry_id))

    def action_year(self) -> None:
        if self.heatmap.has_focus:
            self.remove_class("-year")
            self.virtual_list.focus()
        else:
            self.add_class("-year")
            self.heatmap.focus()

    def action_shift_year(self, by: int) -> None:
        back = max(0, self._years_back - by)
        if back != self._years_back:
            self._years_back = back
            self.reload()

    # ------------------------------------------------------------------ which entries

    def action_filter(self) -> None:
        def answered(chosen: Filter | None) -> None:
            if chosen is not None:
                self._set_filter(chosen)

        self.app.push_screen(filter_form(self.filter, self._titles, self.history.today), answered)

    def action_clear(self) -> None:
        self._set_filter(Filter())

    def _set_filter(self, chosen: Filter) -> None:
        if chosen != self.filter:
            self.filter = chosen
            self.virtual_list.cursor = 0
            self.busy(READING)
            self.reload()

    # ------------------------------------------------------------------ corrections

    def action_add(self) -> None:
        today = self.history.today
        day = min(self.heatmap.cursor, today) if self.heatmap.has_focus else today

        def answered(new: Addition | None) -> None:
            if new is not None:
                self.confirm(lambda: self._propose(new))

        self.app.push_screen(add_form(self.history.program_titles, day, today), answered)

    def _propose(self, new: Addition) -> Proposal:
        if new.activity is not None:
            return self.corrections.add_activity(new.activity, new.day, minutes=new.minutes, note=new.note)
        return self.corrections.add_session(
            new.program or "", new.day, written=new.written, pain=new.pain, note=new.note
        )

    def action_take_back(self) -> None:
        if entry_id := self._current():
            self.confirm(lambda: self.corrections.undo_entry(entry_id))

    def action_undo(self) -> None:
        self.confirm(self.corrections.undo_last)

    # ------------------------------------------------------------------ other screens

    def action_curves(self) -> None:
        from coach.tui.history.records import DrillCurveScreen

        self.app.push_screen(DrillCurveScreen(self.history, self.filter))

    def action_records(self) -> None:
        from coach.tui.history.records import RecordsScreen

        self.app.push_screen(RecordsScreen(self.history, self.filter))

    def action_read(self) -> None:
        self.post_message(ReadGuide("screen:history"))

    def action_over_time(self) -> None:
        from coach.tui.history.weeks import WeeksScreen

        self.app.push_screen(WeeksScreen(self.history))
