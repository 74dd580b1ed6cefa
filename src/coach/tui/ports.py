"""What the screens need from the rest of the app, as narrow as they can bear it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from msgspec import Struct

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from coach.app.history import HistoryReader
    from coach.app.programs import Programs
    from coach.app.workspace import Workspace
    from coach.clock import Clock
    from coach.model.events import SetRecord
    from coach.model.plan import ProgramPlan
    from coach.model.program import Drill, Program
    from coach.model.settings import Settings
    from coach.model.timeline import CueKind, Timeline
    from coach.model.units import Units
    from coach.session.commands import Command
    from coach.session.player import Stopping, Suspension
    from coach.session.view import SessionView
    from coach.tui.ports_today import TodayDesk


class SoundState(Protocol):
    """Whether anything can be heard."""

    @property
    def device(self) -> str | None:
        """The device that plays; None: nothing does."""
        ...

    @property
    def reason(self) -> str | None:
        """Why nothing plays, in a sentence."""
        ...


class Speaker(Protocol):
    """The sound of a session, as far as a screen has to know."""

    def status(self) -> SoundState:
        """Whether anything can be heard at this moment."""
        ...


class RunningSession(Protocol):
    """One session from its start to its end: the one thing that the session screen talks to.

    Whatever way it is asked, what happened is on disk and the sound is planned before it answers.
    """

    @property
    def program(self) -> Program:
        """What is being done."""
        ...

    @property
    def timeline(self) -> Timeline:
        """All of it, laid out."""
        ...

    @property
    def drills(self) -> Mapping[str, Drill]:
        """Names and cues."""
        ...

    @property
    def units(self) -> Units:
        """How loads are shown."""
        ...

    @property
    def plan(self) -> ProgramPlan:
        """The doses that are asked, with their reasons."""
        ...

    @property
    def care(self) -> Sequence[str]:
        """Why it was stopped from outside, a sentence each; empty while nothing has stopped it."""
        ...

    @property
    def clock(self) -> Clock:
        """The clock of the session; in a rehearsal a faster one."""
        ...

    @property
    def audio(self) -> Speaker:
        """The sound."""
        ...

    @property
    def rehearsal(self) -> bool:
        """Nothing is recorded."""
        ...

    @property
    def pace(self) -> float:
        """How many seconds of the session go by in a second."""
        ...

    @property
    def ended(self) -> bool:
        """Nothing more will be asked."""
        ...

    @property
    def sound_known(self) -> bool:
        """Whether it has turned out what plays, or that nothing does."""
        ...

    @property
    def notes(self) -> Sequence[str]:
        """What to know before it starts, a sentence each."""
        ...

    @property
    def trouble(self) -> str | None:
        """Why something is not on disk yet, in a sentence; None while all is well."""
        ...

    @property
    def promise(self) -> str:
        """Where what was done is at this moment, in a sentence that is true."""
        ...

    def start(self) -> SessionView:
        """Begin now."""
        ...

    def tick(self) -> SessionView:
        """The session at this moment."""
        ...

    def notice_suspension(self) -> Suspension | None:
        """Time that went by unseen; where it was long, the session then stands where it was last seen."""
        ...

    def do(self, command: Command) -> SessionView:
        """Carry out what was asked, at this moment."""
        ...

    def ahead(self, now: float) -> Sequence[float]:
        """The moments after `now` of the cues to come if nobody intervenes, on the session's clock."""
        ...

    def sound(self, kind: CueKind) -> None:
        """Play one tone now."""
        ...

    def records(self) -> Sequence[SetRecord]:
        """What was done so far, in the order of the session."""
        ...

    def if_stopped(self) -> Stopping:
        """What it would be if it were stopped at this moment."""
        ...

    def discard(self) -> None:
        """Forget it, with every set that was done."""
        ...

    def finish(self) -> object:
        """Write the session to the journal.

        Raises:
            CoachError: it is not on disk; this may be called again.
        """
        ...

    def summary(self) -> Sequence[str]:
        """What was done, what to ask oneself, and what comes next and why: a sentence to a line."""
        ...

    def close(self) -> None:
        """Stop the sound, and let go of the journal.

        Raises:
            CoachError: something could not be saved, and where it was put instead.
        """
        ...


class Unfinished(Struct, frozen=True, kw_only=True):
    """A session that was broken off, with everything that was finished in it."""

    id: str
    title: str
    started: str
    """When, in words."""
    sets_done: int
    program: str = ""
    """Its id."""
    asked_sets: int | None = None
    """How many sets it has in all; None: not known."""
    resumable: bool = True
    """The rest of it can be done: what was begun is known, and nothing forbids it now."""


class Desk(Protocol):
    """The whole app behind the screens."""

    @property
    def workspace(self) -> Workspace:
        """The settings, the catalog and the journal."""
        ...

    @property
    def settings(self) -> Settings:
        """What someone has set for themselves."""
        ...

    @property
    def days(self) -> TodayDesk:
        """The day, check-ins, and the first start."""
        ...

    @property
    def history(self) -> HistoryReader:
        """Reads the history."""
        ...

    @property
    def programs(self) -> Programs:
        """Programs, drills and the user's own files."""
        ...

    def open_run(
        self, program: str, *, on: date | None = None, mute: bool = False, speed: float | None = None
    ) -> RunningSession:
        """A session of that program, ready to start.

        Raises:
            CoachError: it cannot be started, and why.
        """
        ...

    def unfinished(self) -> Unfinished | None:
        """The session that was broken off last, if there is one."""
        ...

    def resume(self, session: str, *, mute: bool = False) -> RunningSession:
        """That session from where it was broken off.

        Raises:
            CoachError: it cannot be gone on with, and why.
        """
        ...

    def keep(self, session: str) -> None:
        """Write that session to the journal as it is.

        Raises:
            CoachError: it is not on disk.
        """
        ...

    def discard(self, session: str) -> None:
        """Forget that session.

        Raises:
            CoachError: it is still there.
        """
        ...
