"""Everything that was ever done: pages of it, a year at a glance, curves, records and weeks over time."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING, Generic, TypeVar

from msgspec import Struct

from coach.app.weeks import WeekSummary, tell_week
from coach.coaching.calendar import Calendar, calendar_of
from coach.coaching.deload import LIGHT
from coach.coaching.habits.week import WeekTable, WeekTables
from coach.coaching.habits.week_data import WeeklyHistory, first_day_of_week
from coach.coaching.history import History, read_history
from coach.coaching.safety import HealthState, read_health
from coach.coaching.statistics import (
    DayActivity,
    Effort,
    EffortIndex,
    LightSpan,
    LightWeek,
    PersonalBest,
    activity_by_day,
    light_spans,
    light_weeks,
    personal_bests,
)
from coach.journal.lookback import EVERYTHING, PageRequest, entries_at, in_batches, places, programs_in
from coach.model.events import STRONG_PAIN, Activity, CheckIn, Control, Event, Session, Tombstone
from coach.model.program import WEEKDAYS, Kind

if TYPE_CHECKING:
    from coach.app.workspace import Workspace


Entry = Session | CheckIn | Activity | Control
Value = TypeVar("Value")


class Digest:
    """What was done of every drill, with the light weeks of every program: read once, asked many times."""

    def __init__(
        self, efforts: EffortIndex, calendars: Mapping[str, Calendar], health: HealthState, today: date
    ) -> None:
        self.efforts = efforts
        self.today = today
        self._calendars = calendars
        self._health = health

    def is_light(self, program: str, day: int) -> bool:
        """Whether a day was light for a program; one that is no longer there has only early light weeks."""
        calendar = self._calendars.get(program)
        if calendar is None:
            return self._health.early_deload_at(day) is not None
        return calendar.at(day).phase in LIGHT

    def personal_bests(
        self, programs: Sequence[str] = (), since: date | None = None, until: date | None = None
    ) -> tuple[PersonalBest, ...]:
        """The bests of every drill, those done most often first, light weeks left out."""
        drills = self.efforts.drills(programs)
        return personal_bests(
            self.efforts, drills, self.is_light, programs=programs, since=since, until=until
        )

    def light_spans(self, efforts: Sequence[Effort], first: date, last: date) -> tuple[LightSpan, ...]:
        """The light days between two days of the program in which most of these efforts were made."""
        done = [effort.program for effort in efforts if effort.program in self._calendars]
        if not done:
            return ()
        return light_spans(self._calendars[max(sorted(set(done)), key=done.count)], first, last)


class Year(Struct, frozen=True, kw_only=True):
    """What was done in a stretch of whole weeks."""

    first: date
    last: date
    days: Mapping[date, DayActivity]


class _CachedYear(Generic[Value]):
    """What took long to work out, for as long as nothing has changed that it rests on.

    It is let go of where the next one is made, by the thread that reads: a screen that held the only one
    would give everything back at once while it closes.
    """

    def __init__(self) -> None:
        self._last: tuple[object, Value] | None = None

    def get(self, state: object, make: Callable[[], Value]) -> Value:
        """The last value where the state is the same as then, or else a new one."""
        last = self._last
        if last is None or last[0] != state:
            last = self._last = (state, make())
        return last[1]


class HistoryBook:
    """Reads the journal in pages and batches; each method may be called from a thread of its own."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._journal = workspace.journal
        self._programs = tuple(workspace.programs.values())
        self._digest: _CachedYear[Digest] = _CachedYear()
        self._tables: _CachedYear[tuple[WeekTable, ...]] = _CachedYear()

    def _state(self) -> tuple[object, ...]:
        return self.revision(), self.today, self._workspace.settings.week_start

    @property
    def today(self) -> date:
        """The training day of this moment."""
        return self._workspace.today()

    def revision(self) -> int:
        """A number that grows whenever anything was written."""
        return self._journal.revision

    def places(self, wanted: PageRequest) -> tuple[int, ...]:
        """Where the entries are that hold, newest first."""
        return places(self._journal, wanted)

    def entries(self, places: Sequence[int]) -> tuple[Entry, ...]:
        """The entries at these places."""
        return _facts(entries_at(self._journal, places))

    def programs(self) -> tuple[str, ...]:
        """The ids of every program that is there, and of those that were there once."""
        known = [program.id for program in self._programs]
        return (*known, *(one for one in programs_in(self._journal) if one not in known))

    def year(self, first: date, last: date) -> Year:
        """What was done from one day to another."""
        wanted = PageRequest(since=first, until=last)
        days: dict[date, DayActivity] = activity_by_day(self._read(wanted))
        return Year(first=first, last=last, days=days)

    def light_weeks(self, first: date, last: date) -> tuple[LightWeek, ...]:
        """The light weeks between two days, as the program has it that sets the pace."""
        leading = [one.id for one in self._programs if one.kind is Kind.CORE or one.block is not None]
        found = self._read(PageRequest(types=("checkin", "control", "activity")))
        found += self._read(PageRequest(types=("session",), pain=STRONG_PAIN))
        if leading:
            found += self._read(PageRequest(types=("session",), programs=tuple(leading)))
        unique = {event.id: event for event in found}
        start = self._workspace.settings.week_start
        journal = WeeklyHistory(self._programs, tuple(unique.values()), self.today, start)
        return light_weeks(journal, first, last)

    def digest(self) -> Digest:
        """What was done of every drill; this reads everything there is, unless nothing was written since."""
        return self._digest.get(self._state(), self._new_digest)

    def _new_digest(self) -> Digest:
        events = self._read(EVERYTHING)
        history = read_history(events, self.today)
        health = read_health(history)
        efforts = EffortIndex()
        for start in range(0, len(events), 500):
            efforts.add(events[start : start + 500])
        return Digest(efforts, self._calendars(history, health), health, self.today)

    def _calendars(self, history: History, health: HealthState) -> dict[str, Calendar]:
        starts = WEEKDAYS.index(self._workspace.settings.week_start)
        return {one.id: calendar_of(one, history, health, starts) for one in self._programs}

    def week_tables(self) -> tuple[WeekTable, ...]:
        """The guide's table of every week since the first entry, newest first.

        This reads everything, unless nothing was written since.
        """
        return self._tables.get(self._state(), self._new_tables)

    def _new_tables(self) -> tuple[WeekTable, ...]:
        events = self._read(EVERYTHING)
        today, start = self.today, self._workspace.settings.week_start
        first = min((event.date for event in events if event.date <= today), default=None)
        if first is None:
            return ()
        weeks = WeekTables(self._programs, events, today, week_start=start)
        day, tables = first_day_of_week(today, start), []
        while day + timedelta(days=6) >= first:
            tables.append(weeks.table(day))
            day -= timedelta(days=7)
        return tuple(tables)

    def week(self, on: date) -> WeekSummary:
        """The week that a day is in, with what goes with it; this reads everything."""
        now = on == self.today
        return tell_week(self._programs, self._read(EVERYTHING), self._workspace.settings, on, now=now)

    def _read(self, wanted: PageRequest) -> list[Entry]:
        where = places(self._journal, wanted)
        return [event for batch in in_batches(self._journal, where) for event in _facts(batch)]


def _facts(events: Sequence[Event]) -> tuple[Entry, ...]:
    return tuple(event for event in events if not isinstance(event, Tombstone))
