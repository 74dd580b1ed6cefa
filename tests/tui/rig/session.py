"""A session screen over the real player, with a clock that moves only when a test moves it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

from textual.screen import Screen

from coach.app.session_report import Outlook
from coach.app.session_runner import SessionRunner
from coach.app.sessions import Sessions
from coach.app.workspace import Workspace
from coach.errors import CoachError, JournalError
from coach.journal.recorder import Recorder
from coach.model.events import Control, Session, SetRecord
from coach.model.plan import ProgramPlan, Reason
from coach.model.program import Drill, Program
from coach.model.settings import Settings
from coach.paths import ScreenRequest
from coach.programs.catalog import Catalog
from coach.programs.load import load_catalog
from coach.session.compile import compile_timeline
from coach.session.instructions import introduction_to_doses
from coach.session.player import Player
from coach.tui.app import CoachApp
from coach.tui.session.screen import SessionScreen
from tests.factories import dose
from tests.factories import plan as starting_plan
from tests.support.commands import StillClock
from tests.support.recorders import RecordingPlayer
from tests.support.screens import screen_text
from tests.tui.rig.days import DAY, EVENING, NO_HOME, FakeDays

AnyScreen = TypeVar("AnyScreen", bound=Screen[Any])


class MemoryRecorder(Recorder):
    """Keeps what is recorded in a dictionary; has trouble for as long as it is told to."""

    trouble: str | None = None
    promise: str = "What you did is kept."

    def __init__(self) -> None:
        self.sets: dict[int, SetRecord] = {}
        self.expected: list[tuple[float, int, SetRecord] | None] = []
        self.written: list[Control] = []
        self.finished = 0
        self.stopped = self.discarded = False
        self.closed = 0

    def record(self, key: int, record: SetRecord) -> None:
        self.sets[key] = record

    def expect(self, moment: float | None, key: int = 0, record: SetRecord | None = None) -> None:
        self.expected.append(None if moment is None or record is None else (moment, key, record))

    def forget(self, key: int) -> None:
        del self.sets[key]

    def write(self, event: Control, *, asked_sets: int) -> None:
        self.written.append(event)

    def discard(self) -> None:
        self.discarded = True

    def finish(self, *, stopped: bool = False) -> Session | None:
        if self.trouble:
            raise JournalError(self.trouble)
        self.finished += 1
        self.stopped = stopped
        sets = tuple(self.sets.values())
        return (
            Session(id="s", date=DAY, at=EVENING, program="short", kind="core", sets=sets) if sets else None
        )

    def close(self) -> None:
        self.closed += 1


def plan_of(asked: Program) -> ProgramPlan:
    """Its starting doses with the right side first, each with a reason."""
    return starting_plan(
        asked,
        [
            dose(
                one,
                sides=("right", "left") if one.sided else (),
                reasons=(Reason("start_dose", "This is where it starts."),),
            )
            for one in asked.slots
        ],
    )


def shipped(program_id: str) -> Program:
    """A program that ships with the app."""
    return _catalog().programs[program_id]


def drills() -> dict[str, Drill]:
    """The catalogue that ships with the app."""
    return dict(_catalog().drills)


@cache
def _catalog() -> Catalog:
    return load_catalog(None)


class SessionRig:
    """A session with everything round it held in the test's hand."""

    def __init__(
        self,
        asked: Program,
        *,
        plan: ProgramPlan | None = None,
        catalogue: dict[str, Drill] | None = None,
        device: str | None = "a recording",
        reason: str | None = None,
        new: Iterable[str] = (),
    ) -> None:
        """A session of a program.

        Args:
            asked: the program.
            plan: its doses; None: those that it begins with.
            catalogue: every drill; None: those that ship with the app.
            device: of the sound.
            reason: why there is no sound.
            new: the easier drills that were never done.
        """
        self.clock = StillClock(EVENING)
        self.audio = RecordingPlayer(device, reason)
        self.recorder = MemoryRecorder()
        self.outlook: Outlook | None = None
        """What the journal says after the session."""
        self.program = asked
        plan = plan or plan_of(asked)
        catalogue = drills() if catalogue is None else catalogue
        timeline = compile_timeline(asked, plan, catalogue, DAY)
        self.run = SessionRunner(
            program=asked,
            plan=plan,
            timeline=timeline,
            drills=catalogue,
            player=Player(timeline, asked),
            audio=self.audio,
            clock=self.clock,
            recorder=self.recorder,
            outlook=lambda _session: self.outlook,
            introduce=lambda less: introduction_to_doses(
                [less], [catalogue[name] for name in new if name == less.drill], "kg"
            ),
        )
        self.cases = UseCases(self.run)
        self.app = self.cases.app(ScreenRequest(program=asked.id))

    @property
    def screen(self) -> SessionScreen:
        """The session screen, while it is the one on top."""
        return self.top(SessionScreen)

    def top(self, kind: type[AnyScreen]) -> AnyScreen:
        """The screen on top, which is of this kind."""
        screen = self.app.screen
        assert isinstance(screen, kind)
        return screen

    def text(self) -> str:
        """Everything that can be read on the screen on top."""
        return screen_text(self.app)

    def pass_time(self, seconds: float, *, step: float = 0.5) -> None:
        """Let time pass and look at the session as often as its timer would."""
        left = seconds
        while left > 1e-9 and not self.run.ended:
            self.clock.advance(min(step, left))
            left -= step
            self.screen.tick()


class StubSessions(Sessions):
    """One session, and notes of what was asked for."""

    def __init__(self, workspace: Workspace, run: SessionRunner | None) -> None:
        super().__init__(workspace)
        self.run = run
        self.trouble: CoachError | None = None
        self.calls: list[str] = []

    def wants_weight(self, program_id: str, on: date | None = None) -> bool:
        return False

    def start(
        self,
        program_id: str,
        *,
        on: date | None = None,
        mute: bool = False,
        speed: float | None = None,
        attended: bool = True,
    ) -> SessionRunner:
        self.calls.append(f"open {program_id}")
        return self._given()

    def resume(self, session_id: str, *, mute: bool = False, attended: bool = True) -> SessionRunner:
        self.calls.append(f"resume {session_id}")
        return self._given()

    def _given(self) -> SessionRunner:
        if self.trouble or self.run is None:
            raise self.trouble or CoachError("there is no session")
        return self.run

    def keep(self, session_id: str) -> Session:
        self.calls.append(f"keep {session_id}")
        return Session(id=session_id, date=DAY, at=EVENING, program="short", kind="core")

    def discard(self, session_id: str) -> None:
        self.calls.append(f"discard {session_id}")


class UseCases:
    """Stubs of the use cases behind the app: one session, and a day."""

    def __init__(self, run: SessionRunner | None = None, home: Path = NO_HOME) -> None:
        self.days = FakeDays(home)
        self.sessions = StubSessions(self.days.workspace, run)

    @property
    def calls(self) -> list[str]:
        """What was asked for of sessions."""
        return self.sessions.calls

    def set(self, settings: Settings) -> None:
        """Have these settings."""
        self.days.workspace.override_settings(settings)

    def app(self, request: ScreenRequest | None = None, kind: type[CoachApp] = CoachApp) -> CoachApp:
        """An app over these."""
        app = kind(self.days.workspace, request or ScreenRequest(), self.days.first)
        app.check_ins, app.reader = self.days.check_ins, self.days.reader
        app.training_lock, app.sessions = self.days.training_lock, self.sessions
        return app
