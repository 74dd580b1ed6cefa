"""The past as the screens see it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from functools import cached_property
from typing import TYPE_CHECKING, Final

from coach.app.corrections import HistoryChanges, Proposal, Value
from coach.app.history import Digest, Entry, HistoryBook, Year
from coach.app.weeks import WeekSummary
from coach.coaching.habits.week import WeekTable
from coach.coaching.history import is_begun, tried
from coach.coaching.statistics import LightWeek, planned_vs_done, session_seconds
from coach.errors import UsageError
from coach.journal.lookback import EVERYTHING, PageRequest
from coach.model.events import Activity, ActivityKind, CheckIn, Control, Session
from coach.model.formatting import CHECK_INS, day_text
from coach.model.program import Weekday
from coach.model.units import Units
from coach.tui.history.event_text import check_in_words, control_words
from coach.tui.ports_history import Detail, EntryLine, Filter, SetValues, What

if TYPE_CHECKING:
    from coach.app.workspace import Workspace


_TYPES: Final[dict[What, tuple[str, ...]]] = {
    "done": ("session", "activity"),
    "said": ("checkin", "control"),
    "all": EVERYTHING.types,
}


class CoachHistoryDesk:
    """Puts what the journal holds into the few words and values that a screen shows."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace

    @cached_property
    def _book(self) -> HistoryBook:
        return HistoryBook(self._workspace)

    @cached_property
    def _changes(self) -> HistoryChanges:
        return HistoryChanges(self._workspace)

    @property
    def today(self) -> date:
        """The training day of this moment."""
        return self._workspace.today()

    @property
    def week_start(self) -> Weekday:
        """The weekday on which weeks begin."""
        return self._workspace.settings.week_start

    @property
    def units(self) -> Units:
        """How loads are shown."""
        return self._workspace.settings.units

    def revision(self) -> int:
        """A number that grows whenever anything was written."""
        return self._book.revision()

    def program_names(self) -> Mapping[str, str]:
        """Every program by its id, those that were there once included."""
        return {program: self._title(program) for program in self._book.programs()}

    def loggable(self) -> Mapping[str, str]:
        """The programs of which a past session can be added, by id."""
        return {program.id: program.title for program in self._workspace.programs.values()}

    def drill_name(self, drill: str) -> str:
        """What people call a drill."""
        known = self._workspace.catalog.drills.get(drill)
        return known.name if known else drill.replace("-", " ")

    def find(self, wanted: Filter) -> Sequence[int]:
        """The places of the entries that are wanted, newest first."""
        types = ("session",) if wanted.program and wanted.what == "done" else _TYPES[wanted.what]
        return self._book.places(
            PageRequest(types=types, programs=wanted.programs, since=wanted.since, until=wanted.until)
        )

    def page(self, places: Sequence[int]) -> Sequence[EntryLine]:
        """The entries at these places."""
        return [self._line(entry) for entry in self._book.entries(places)]

    def year(self, first: date, last: date) -> Year:
        """What was done from one day to another."""
        return self._book.year(first, last)

    def light_weeks(self, first: date, last: date) -> Sequence[LightWeek]:
        """The light weeks between two days."""
        return self._book.light_weeks(first, last)

    def digest(self) -> Digest:
        """What was done of every drill; this reads everything."""
        return self._book.digest()

    def week_tables(self) -> Sequence[WeekTable]:
        """The table of every week, newest first; this reads everything."""
        return self._book.week_tables()

    def week(self, on: date) -> WeekSummary:
        """The week that a day is in."""
        return self._book.week(on)

    def detail(self, entry: str) -> Detail | None:
        """One entry; None: it holds no more."""
        found = self._find(entry)
        if found is None:
            return None
        title, when = self._line(found).title, _when(found)
        if isinstance(found, Session):
            names = {drill.id: drill.name for drill in self._workspace.catalog.drills.values()}
            facts = tuple(_session_facts(found))
            rows = planned_vs_done(found, names, self.units)
            fields: tuple[str, ...] = ("date", "note")
        else:
            rows = ()
            fields = ("date", "minutes", "note") if isinstance(found, Activity) else ("date", "note")
            facts = tuple(_other_facts(found, self.units))
        return Detail(
            id=found.id,
            title=title,
            when=when,
            rows=rows,
            facts=facts,
            correctable=fields,
            day=found.date,
            note=found.note,
            minutes=found.minutes if isinstance(found, Activity) else None,
        )

    def set_values(self, entry: str, index: int) -> SetValues | None:
        """What was noted of one set of a session."""
        found = self._find(entry)
        if not isinstance(found, Session) or index >= len(found.sets):
            return None
        done = found.sets[index]
        name = self.drill_name(done.drill or done.slot) + (f", {done.side}" if done.side else "")
        return SetValues(
            name=name,
            seconds=done.seconds,
            reps=done.reps,
            load_kg=done.load_kg,
            pain=done.pain,
            shaky=None if done.form is None else done.form == "shaky",
        )

    def take_back(self, entry: str) -> Proposal:
        """Propose to take an entry back."""
        return self._changes.take_back(entry)

    def undo(self) -> Proposal:
        """Propose to turn round what was written last."""
        return self._changes.undo()

    def correct(self, entry: str, values: Mapping[str, Value]) -> Proposal:
        """Propose other values for an entry."""
        return self._changes.correct(entry, values)

    def past_session(
        self, program: str, on: date, *, written: Sequence[str], pain: int | None, note: str | None
    ) -> Proposal:
        """Propose to add a session of an earlier day."""
        return self._changes.past_session(program, on, written=written, pain=pain, note=note)

    def past_activity(self, kind: ActivityKind, on: date, *, minutes: int, note: str | None) -> Proposal:
        """Propose to add an activity of an earlier day."""
        return self._changes.past_activity(kind, on, minutes=minutes, note=note)

    def write(self, proposal: Proposal) -> None:
        """Have a proposal on disk."""
        self._changes.write(proposal)

    def _find(self, entry: str) -> Entry | None:
        try:
            found = self._workspace.journal.find(entry)
        except UsageError:
            return None
        return found if isinstance(found, Session | CheckIn | Activity | Control) else None

    def _title(self, program: str) -> str:
        known = self._workspace.programs.get(program)
        return known.title if known else program

    def _line(self, entry: Entry) -> EntryLine:
        title, amount, marks = entry_words(entry, self.units)
        if isinstance(entry, Session):
            title = self._title(entry.program)
        return EntryLine(
            id=entry.id,
            day=entry.date,
            time=f"{entry.at:%H:%M}",
            title=title,
            amount=amount,
            marks=marks,
            note=" ".join((entry.note or "").split()),
        )


def entry_words(entry: Entry, units: Units) -> tuple[str, str, tuple[str, ...]]:
    """The title, the amount and the marks of one entry."""
    if isinstance(entry, Session):
        return entry.program, _session_amount(entry), tuple(_session_marks(entry))
    if isinstance(entry, Activity):
        far = f", {entry.distance_km:g} km" if entry.distance_km else ""
        return entry.kind.capitalize(), f"{entry.minutes or 0} min{far}", ()
    if isinstance(entry, CheckIn):
        return CHECK_INS[entry.kind].title, "", tuple(check_in_words(entry))[:3]
    return control_words(entry, units), "", ()


def _session_amount(session: Session) -> str:
    done = sum(tried(one) for one in session.sets)
    sets = "1 set" if done == 1 else f"{done} sets"
    seconds = session_seconds(session)
    return f"{sets}, {max(1, round(seconds / 60))} min" if seconds else sets


def _session_marks(session: Session) -> Iterator[str]:
    begun = is_begun(session)
    if begun:
        yield "begun"
    pain = max((one.pain or 0 for one in session.sets), default=0)
    if pain:
        yield f"pain {pain}"
    shaky = sum(one.form == "shaky" for one in session.sets)
    if shaky:
        yield f"{shaky} shaky"
    left_out = any(one.end == "skipped" or not tried(one) for one in session.sets)
    if not begun and (session.stopped or left_out):
        yield "not all of it"


def _session_facts(session: Session) -> Iterator[str]:
    if session.replaces:
        yield "This is a correction of an earlier entry."
    if session.note:
        yield f"Note: {session.note}"
    if not session.sets:
        yield "No set was recorded."


def _other_facts(entry: CheckIn | Activity | Control, units: Units) -> Iterator[str]:
    if entry.replaces:
        yield "This is a correction of an earlier entry."
    if isinstance(entry, Activity):
        yield entry_words(entry, units)[1]
        if entry.could_talk is not None:
            yield f"Able to talk while moving: {'yes' if entry.could_talk else 'no'}"
    elif isinstance(entry, CheckIn):
        yield from check_in_words(entry)
    if entry.note:
        yield f"Note: {entry.note}"


def _when(entry: Entry) -> str:
    day = f"{day_text(entry.date)} {entry.date.year}, {entry.at:%H:%M}"
    ended: datetime | None = entry.ended_at if isinstance(entry, Session) else None
    return f"{day} to {ended:%H:%M}" if ended else day
