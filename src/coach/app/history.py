"""What was done: the journal as History shows it, and the summary of a week."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING

from msgspec import Struct

from coach.coaching.calendar import Calendar, calendar_of
from coach.coaching.deload import LIGHT
from coach.coaching.habits import messages
from coach.coaching.habits.cardio import cross_training, protein_texts
from coach.coaching.habits.practice import practice_state
from coach.coaching.habits.ramp import ramp_up
from coach.coaching.habits.week import (
    TriggerCount,
    WeekTable,
    WeekTables,
    frequent_triggers,
    habit_review,
    trigger_text,
    week_table,
)
from coach.coaching.habits.week_data import WeeklyHistory, first_day_of_week
from coach.coaching.history import read_history
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
from coach.errors import UsageError
from coach.journal.queries import EVERYTHING, PageRequest, entries_at, in_batches, places, programs_in
from coach.model.events import STRONG_PAIN, Activity, CheckIn, Control, Event, Session, Tombstone
from coach.model.program import WEEKDAYS, Kind, Weekday
from coach.model.units import Units

if TYPE_CHECKING:
    from coach.app.workspace import Workspace


Entry = Session | CheckIn | Activity | Control


class Digest:
    """The efforts of every drill with the light weeks of every program: read once, queried often."""

    def __init__(
        self, efforts: EffortIndex, calendars: Mapping[str, Calendar], health: HealthState, today: date
    ) -> None:
        self.efforts = efforts
        self.today = today
        self._calendars = calendars
        self._health = health

    def is_light(self, program: str, day: int) -> bool:
        """Whether a day was light for a program; a deleted program has only early light weeks."""
        calendar = self._calendars.get(program)
        if calendar is None:
            return self._health.early_deload_at(day) is not None
        return calendar.at(day).phase in LIGHT

    def personal_bests(
        self, programs: Sequence[str] = (), since: date | None = None, until: date | None = None
    ) -> tuple[PersonalBest, ...]:
        """The personal bests of every drill, the most frequent drill first, without light weeks."""
        drills = self.efforts.drills(programs)
        return personal_bests(
            self.efforts, drills, self.is_light, programs=programs, since=since, until=until
        )

    def light_spans(self, efforts: Sequence[Effort], first: date, last: date) -> tuple[LightSpan, ...]:
        """The light days between two days, of the program with most of these efforts."""
        done = [effort.program for effort in efforts if effort.program in self._calendars]
        if not done:
            return ()
        return light_spans(self._calendars[max(sorted(set(done)), key=done.count)], first, last)


class HistoryReader:
    """Reads the journal in pages and batches; every method may be called from a thread.

    Raises:
        JournalError: by any method, where the journal cannot be read.
    """

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._journal = workspace.journal
        self._programs = tuple(workspace.programs.values())
        # Kept here and not by a screen: freeing so many objects would make a screen that closes stall.
        self._digest: tuple[object, Digest] | None = None
        self._tables: tuple[object, tuple[WeekTable, ...]] | None = None

    @property
    def today(self) -> date:
        """The current training day."""
        return self._workspace.today()

    @property
    def week_start(self) -> Weekday:
        """The weekday on which weeks begin."""
        return self._workspace.settings.week_start

    @property
    def units(self) -> Units:
        """How loads are shown."""
        return self._workspace.settings.units

    @property
    def drill_names(self) -> dict[str, str]:
        """The name of every drill in the catalog, by id."""
        return {drill.id: drill.name for drill in self._workspace.catalog.drills.values()}

    @property
    def program_titles(self) -> dict[str, str]:
        """The title of every program that exists, by id."""
        return {program.id: program.title for program in self._workspace.programs.values()}

    def all_program_titles(self) -> dict[str, str]:
        """The same, with deleted programs that the journal has sessions of, by their id."""
        titles = self.program_titles
        return titles | {one: one for one in programs_in(self._journal) if one not in titles}

    def revision(self) -> int:
        """A number that grows with every write, also by another process."""
        return self._journal.revision

    def places(self, request: PageRequest) -> tuple[int, ...]:
        """The positions in the journal of the entries that are requested, newest first."""
        return places(self._journal, request)

    def entries(self, places: Sequence[int]) -> tuple[Entry, ...]:
        """The entries at these positions."""
        return _entries(entries_at(self._journal, places))

    def entry(self, entry_id: str) -> Entry | None:
        """One entry; None if there is none of this id, as after a repair."""
        try:
            found = self._journal.find(entry_id)
        except UsageError:
            return None
        return None if isinstance(found, Tombstone) else found

    def activity(self, first: date, last: date) -> dict[date, DayActivity]:
        """What was done on each day from one to another."""
        return activity_by_day(self._read(PageRequest(since=first, until=last)))

    def light_weeks(self, first: date, last: date) -> tuple[LightWeek, ...]:
        """The light weeks between two days, by the programs that set the pace."""
        leading = [one.id for one in self._programs if one.kind is Kind.CORE or one.block is not None]
        found = self._read(PageRequest(types=("checkin", "control", "activity")))
        found += self._read(PageRequest(types=("session",), pain=STRONG_PAIN))
        if leading:
            found += self._read(PageRequest(types=("session",), programs=tuple(leading)))
        unique = {event.id: event for event in found}
        weeks = WeeklyHistory(self._programs, tuple(unique.values()), self.today, self.week_start)
        return light_weeks(weeks, first, last)

    def digest(self) -> Digest:
        """The efforts of every drill; reads the whole journal if anything was written since the last call."""
        state, known = self._state(), self._digest
        if known is not None and known[0] == state:
            return known[1]
        events = self._read(EVERYTHING)
        history = read_history(events, self.today)
        health = read_health(history)
        efforts = EffortIndex()
        for start in range(0, len(events), 500):
            efforts.add(events[start : start + 500])
        starts = WEEKDAYS.index(self.week_start)
        calendars = {one.id: calendar_of(one, history, health, starts) for one in self._programs}
        digest = Digest(efforts, calendars, health, self.today)
        self._digest = state, digest
        return digest

    def week_tables(self) -> tuple[WeekTable, ...]:
        """The table of every week since the first entry, newest first; reads as `digest` does."""
        state, known = self._state(), self._tables
        if known is not None and known[0] == state:
            return known[1]
        events = self._read(EVERYTHING)
        today, start = self.today, self.week_start
        first = min((event.date for event in events if event.date <= today), default=date.max)
        weeks = WeekTables(self._programs, events, today, week_start=start)
        day, tables = first_day_of_week(today, start), []
        while day + timedelta(days=6) >= first:
            tables.append(weeks.table(day))
            day -= timedelta(days=7)
        self._tables = state, tuple(tables)
        return self._tables[1]

    def week(self, on: date) -> WeekSummary:
        """The summary of the week that a day is in; reads the whole journal."""
        return week_summary(self._workspace, on, self._read(EVERYTHING))

    def _state(self) -> tuple[object, ...]:
        return self.revision(), self.today, self.week_start

    def _read(self, request: PageRequest) -> list[Entry]:
        batches = in_batches(self._journal, places(self._journal, request))
        return [entry for batch in batches for entry in _entries(batch)]


def _entries(events: Sequence[Event]) -> tuple[Entry, ...]:
    return tuple(event for event in events if not isinstance(event, Tombstone))


class WeekSummary(Struct, frozen=True, kw_only=True):
    """One week, until today if it is the current one."""

    table: WeekTable
    sentences: tuple[str, ...]
    """Practice, cross-training, the weeks before an event, protein; a sentence each."""
    habits: tuple[str, ...] = ()
    """What the journal says about the six habits, a sentence each; none while training is locked."""
    triggers: tuple[TriggerCount, ...] = ()
    """Possible triggers that were noted, the most frequent first."""


def week_summary(
    workspace: Workspace, on: date | None = None, events: Sequence[Event] | None = None
) -> WeekSummary:
    """The week that a day is in, counted up to that day.

    Args:
        on: the training day; None is today. Today, an active red flag counts whatever its date.
        events: the whole journal, where it is read already.

    Raises:
        JournalError: the journal cannot be read.
    """
    programs, settings, today = list(workspace.programs.values()), workspace.settings, workspace.today()
    events = workspace.journal.events() if events is None else events
    on = on or today
    now = on == today
    table = week_table(programs, events, on, week_start=settings.week_start, now=now)
    triggers = frequent_triggers(events, on)
    if table.phase == "locked":
        # A red flag comes before any habit.
        return WeekSummary(table=table, sentences=(), triggers=triggers)
    suspect = trigger_text(triggers)
    sentences = [suspect] if suspect else []
    for program in programs:
        if program.kind is Kind.PRACTICE:
            words = practice_state(program, events, on).words(on)
            sentences.append(f"{program.title}: {' '.join(words)}")
    sentences.append(cross_training(settings.sport))
    if settings.event_date is not None:
        ramp = ramp_up(settings.event_date, on, events, since=settings.event_from, now=now)
        sentences += [*ramp.words, *(week.text for week in ramp.weeks if week.ends >= on)]
    if settings.weight_kg is not None:
        sentences += protein_texts(settings.weight_kg)
    return WeekSummary(
        table=table,
        sentences=tuple(sentences),
        habits=habit_review(table, programs, events),
        triggers=triggers,
    )


def page_notes(workspace: Workspace, page_id: str) -> tuple[str, ...]:
    """Sentences for the end of a page of the guide, from the settings of the user; often none."""
    settings = workspace.settings
    match page_id:
        case "food" if settings.weight_kg is not None:
            return protein_texts(settings.weight_kg)
        case "cardio" if settings.sport is not None:
            return (cross_training(settings.sport),)
        case "help" if settings.emergency_number is not None:
            return (messages.emergency_number(settings.emergency_number),)
        case "weekend-sport" if settings.event_date is not None and settings.event_date >= workspace.today():
            return (messages.event_on(settings.event_date),)
        case "morning" if settings.osteoporosis:
            return (messages.SMALL_BENDS,)
        case _:
            return ()
