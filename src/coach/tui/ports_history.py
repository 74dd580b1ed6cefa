"""What the screens of the past need from the rest of the app."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Literal, Protocol

from msgspec import Struct

from coach.app.corrections import Proposal, Value
from coach.app.history import Digest, Year
from coach.app.weeks import WeekSummary
from coach.coaching.habits.week import WeekTable
from coach.coaching.statistics import LightWeek, SetRow
from coach.model.events import ActivityKind
from coach.model.program import Weekday
from coach.model.units import Units

What = Literal["done", "said", "all"]
"""What a list shows: what was done, what was said and decided, or both."""


class Filter(Struct, frozen=True, kw_only=True):
    """Which entries are shown."""

    what: What = "done"
    program: str | None = None
    since: date | None = None
    until: date | None = None

    @property
    def programs(self) -> tuple[str, ...]:
        """The programs that are shown; empty: all."""
        return (self.program,) if self.program else ()

    @property
    def is_open(self) -> bool:
        """Whether everything that was done is shown."""
        return self == Filter()


class EntryLine(Struct, frozen=True, kw_only=True):
    """One entry as a line of a list."""

    id: str
    day: date
    time: str
    title: str
    amount: str
    """How much of it: `18 sets, 16 min`; empty where that says nothing."""
    marks: tuple[str, ...] = ()
    """What is worth seeing at a glance: `shaky`, `pain 4`, `not all of it`."""
    note: str = ""


class Detail(Struct, frozen=True, kw_only=True):
    """One entry with everything in it."""

    id: str
    title: str
    when: str
    rows: tuple[SetRow, ...] = ()
    """Set by set, for a session."""
    facts: tuple[str, ...] = ()
    """What else is to be known of it, a line each."""
    correctable: tuple[str, ...] = ()
    """The values of the entry itself that may be corrected: `date`, `note`, `minutes`."""
    day: date
    note: str | None = None
    minutes: int | None = None


class SetValues(Struct, frozen=True, kw_only=True):
    """What was noted of one set, as it may be corrected."""

    name: str
    seconds: int | None
    reps: int | None
    load_kg: float | None
    pain: int | None
    shaky: bool | None


class HistoryDesk(Protocol):
    """The past behind the screens. What reads much is called from a thread; nothing here draws."""

    @property
    def today(self) -> date:
        """The training day of this moment."""
        ...

    @property
    def week_start(self) -> Weekday:
        """The weekday on which weeks begin."""
        ...

    @property
    def units(self) -> Units:
        """How loads are shown."""
        ...

    def revision(self) -> int:
        """A number that grows whenever anything was written."""
        ...

    def program_names(self) -> Mapping[str, str]:
        """Every program by its id, those that were there once included."""
        ...

    def loggable(self) -> Mapping[str, str]:
        """The programs of which a past session can be added, by id."""
        ...

    def drill_name(self, drill: str) -> str:
        """What people call a drill."""
        ...

    def find(self, wanted: Filter) -> Sequence[int]:
        """The places of the entries that are wanted, newest first."""
        ...

    def page(self, places: Sequence[int]) -> Sequence[EntryLine]:
        """The entries at these places."""
        ...

    def year(self, first: date, last: date) -> Year:
        """What was done from one day to another."""
        ...

    def light_weeks(self, first: date, last: date) -> Sequence[LightWeek]:
        """The light weeks between two days."""
        ...

    def detail(self, entry: str) -> Detail | None:
        """One entry; None: it holds no more."""
        ...

    def set_values(self, entry: str, index: int) -> SetValues | None:
        """What was noted of one set of a session."""
        ...

    def digest(self) -> Digest:
        """What was done of every drill; this reads everything."""
        ...

    def week_tables(self) -> Sequence[WeekTable]:
        """The table of every week, newest first; this reads everything."""
        ...

    def week(self, on: date) -> WeekSummary:
        """The week that a day is in."""
        ...

    def take_back(self, entry: str) -> Proposal:
        """Propose to take an entry back.

        Raises:
            CoachError: it cannot be, and why.
        """
        ...

    def undo(self) -> Proposal:
        """Propose to turn round what was written last.

        Raises:
            CoachError: there is nothing.
        """
        ...

    def correct(self, entry: str, values: Mapping[str, Value]) -> Proposal:
        """Propose other values for an entry.

        Raises:
            CoachError: they do not fit.
        """
        ...

    def past_session(
        self, program: str, on: date, *, written: Sequence[str], pain: int | None, note: str | None
    ) -> Proposal:
        """Propose to add a session of an earlier day.

        Raises:
            CoachError: it cannot be read.
        """
        ...

    def past_activity(self, kind: ActivityKind, on: date, *, minutes: int, note: str | None) -> Proposal:
        """Propose to add an activity of an earlier day.

        Raises:
            CoachError: it makes no sense.
        """
        ...

    def write(self, proposal: Proposal) -> None:
        """Have a proposal on disk.

        Raises:
            CoachError: it is not.
        """
        ...
