"""What Today, the check-ins and the first start need from the rest of the app."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Literal, Protocol

from msgspec import Struct

from coach.app.checkins import CheckInNoted
from coach.model.events import CheckInKind
from coach.model.forms import Answers, Checklist, Form
from coach.model.plan import Lock, Phase
from coach.tui.ports import Unfinished

Lift = Literal["cleared", "mistaken"]
"""How a lock is lifted: a clinician says that one may train, or it was entered by mistake."""


class DoseLine(Struct, frozen=True, kw_only=True):
    """What one drill asks for."""

    name: str
    amount: str
    """`3 × 30 s a side, left first`."""
    usual: str = ""
    """`usually 3 × 60 s`, where a light week asks for less."""
    reasons: tuple[str, ...] = ()


class TodayProgram(Struct, frozen=True, kw_only=True):
    """A program as it stands today."""

    id: str
    title: str
    about: str
    phase: Phase = "build"
    block: int = 0
    week: int = 0
    weeks: int = 0
    """0 for a program without blocks."""
    due: bool = False
    """Asked for today, whether it is done or not."""
    done: bool = False
    begun: bool = False
    """Begun today, and stopped before half of it was done."""
    unfinished: bool = False
    """A session of it was left to be finished later."""
    any_time: bool = False
    """Not bound to the day: called for by the clock, or by how one feels."""
    doses: tuple[DoseLine, ...] = ()
    minutes: int | None = None
    closed: str = ""
    """Why it cannot be started today, in a sentence; empty where it can."""
    kind: str = ""

    @property
    def waits(self) -> bool:
        """Whether it is still to be done today."""
        return self.due and not self.done and not self.any_time and not self.closed


class CheckInCard(Struct, frozen=True, kw_only=True):
    """A check-in that can be filled in."""

    kind: CheckInKind
    title: str
    checklist: str | None = None
    on: date | None = None
    """An earlier day, for one that was forgotten."""
    due: bool = False
    health: bool = False
    """It is no check-in but the questions about health."""


class TodayPosition(Struct, frozen=True, kw_only=True):
    """Where in the plan a day is."""

    phase: Phase = "build"
    block: int = 0
    week: int = 0
    weeks: int = 0


class Day(Struct, frozen=True, kw_only=True):
    """Everything that Today shows."""

    date: date
    place: TodayPosition = TodayPosition()
    care: tuple[str, ...] = ()
    """What to do about a red flag; while there is anything here, it stays on every screen."""
    notices: tuple[str, ...] = ()
    told: tuple[str, ...] = ()
    """The codes of everything that is to be known today, care first: there is a page on each."""
    programs: tuple[TodayProgram, ...] = ()
    """What is still to be done first, then what is done, then the rest."""
    check_ins: tuple[CheckInCard, ...] = ()
    """Those that are due and the forgotten one first, then all the others."""
    morning: Form | None = None
    """The questions of this morning; None once they are answered."""
    problems: tuple[str, ...] = ()
    """What is wrong with the user's own files, a line each."""
    unfinished: Unfinished | None = None
    first: bool = False
    """Nothing has ever been written or set here."""


class TodayDesk(Protocol):
    """The day behind the screens. `day` reads much, and is called from a thread."""

    def today(self) -> date:
        """The training day of this moment."""
        ...

    def is_empty_home(self) -> bool:
        """Whether there is not even a file yet; quick to tell."""
        ...

    def first_day(self, *, wait: bool) -> Day | None:
        """Today as it was read while the app got ready, once; None: it has to be read now.

        Args:
            wait: until it is there.
        """
        ...

    def day(self, on: date | None = None) -> Day:
        """All of a day; None is today.

        Raises:
            CoachError: the journal cannot be read.
        """
        ...

    def care(self) -> Sequence[str]:
        """What to do about a red flag, from the journal as it is now.

        Raises:
            CoachError: the journal cannot be read.
        """
        ...

    def lock(self) -> Lock | None:
        """What keeps training off at this moment; quick to tell.

        Raises:
            CoachError: the journal cannot be read.
        """
        ...

    def flag_words(self) -> str:
        """What was reported that keeps training off, in words; empty where nothing does.

        Raises:
            CoachError: the journal cannot be read.
        """
        ...

    def lift(self, how: Lift) -> None:
        """Lift what keeps training off.

        Raises:
            CoachError: it is not on disk, or nothing keeps training off.
        """
        ...

    def emergency_number(self) -> str | None:
        """The number of the emergency services, where somebody has set one."""
        ...

    def revision(self) -> int:
        """A number that grows whenever anything was written into the journal, here or by another program.

        Raises:
            CoachError: the journal cannot be read.
        """
        ...

    def health_wanted(self) -> bool:
        """Whether the questions about health are to be asked before a session."""
        ...

    def health_form(self) -> Form:
        """The questions about health, on one screen."""
        ...

    def health_ticked(self) -> Sequence[str]:
        """What fits of them, as far as the settings know."""
        ...

    def answer_health(self, ticked: Sequence[str]) -> CheckInNoted:
        """Keep what fits of the questions about health.

        Raises:
            CoachError: nothing was kept.
        """
        ...

    def asks_before(self, program: str) -> bool:
        """Whether it is asked about red flags before this program starts."""
        ...

    def form(self, kind: CheckInKind, checklist: str | None = None, on: date | None = None) -> Form:
        """What a check-in asks.

        Raises:
            CoachError: there is no such one.
        """
        ...

    def checklist(self, identity: str) -> Checklist:
        """What a checklist has to tick.

        Raises:
            CoachError: there is no such one.
        """
        ...

    def held(self, checklist: str) -> Sequence[str]:
        """What held of a checklist the last time, where that says something about today."""
        ...

    def numbers_of_the_week(self) -> Sequence[str]:
        """The week in figures, a line each."""
        ...

    def note(
        self,
        form: Form,
        answers: Answers,
        *,
        on: date | None = None,
        ticked: Sequence[str] = (),
        instead_of: str | None = None,
    ) -> CheckInNoted:
        """Write a check-in into the journal.

        Args:
            form: what was asked.
            answers: by the question's id.
            on: the day it is about; None is today.
            ticked: what holds of its checklists.
            instead_of: the id of what was written of it before.

        Raises:
            CoachError: it is not on disk.
        """
        ...

    def change_settings(self, changes: Mapping[str, str | None]) -> None:
        """Change settings in the user's own file.

        Raises:
            CoachError: nothing was changed.
        """
        ...
