"""The app over a real home, with a clock that moves only when a test moves it."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable, Iterable
from contextlib import AbstractContextManager, asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, ClassVar, Final, Protocol, TypeVar

from textual.app import App
from textual.pilot import Pilot
from textual.screen import Screen

import coach.tui.app
from coach.app.breaks import Idle
from coach.app.corrections import Corrections
from coach.app.desktop import Desktop
from coach.app.history import HistoryReader
from coach.app.programs import Programs
from coach.app.workspace import Workspace
from coach.errors import CoachError
from coach.model.events import CheckIn, Event
from coach.model.settings import Settings
from coach.paths import ScreenRequest, find_paths
from coach.tui.app import CoachApp
from coach.tui.history.screen import HistoryScreen
from coach.tui.programs.editor import EditorScreen
from coach.tui.programs.list import ProgramsScreen
from coach.tui.today.screen import TodayScreen
from tests.support.commands import StillClock
from tests.support.example_history import NOW
from tests.support.recorders import RecordingNotifier, RecordingPlayer
from tests.support.screens import screen_text
from tests.support.settling import until
from tests.support.textual_private import notified

AnyScreen = TypeVar("AnyScreen", bound=Screen[Any])

MONDAY: Final = datetime(2026, 1, 5, 10, 12, tzinfo=UTC)
CONFIG: Final = """# mine, by hand
sport: run  # three times a week
weight: 72kg
"""
PROGRAM: Final = """\
schema: 1
id: mine
title: Mine
kind: core
schedule: {per_week: 3, days: [mon, wed, fri]}
rest: {between: 20s, rounds: 60s}
rounds: 2
slots:
  - slot: plank
    hold: 30s
    upto: 60s
  - slot: side-plank
    hold: 20s
"""


class Rig:
    """A workspace, the app over it, and recorders in place of sound, notifications and the outside editor."""

    def __init__(
        self,
        home: Path,
        *,
        now: datetime = MONDAY,
        config: str | None = CONFIG,
        events: Iterable[Event] = (),
        idle: Idle | None = None,
    ) -> None:
        """Make the home and the app.

        Args:
            home: the folder of the user's files.
            now: the time of the clock.
            config: the text of config.yaml; None: the file stays as it is.
            events: written to the journal.
            idle: how long keyboard and mouse have been idle; None: not known.
        """
        home.mkdir(parents=True, exist_ok=True)
        self.config = home / "config.yaml"
        if config is not None:
            self.config.write_text(config, "utf-8")
        self.clock = StillClock(now)
        self.workspace = Workspace(find_paths({"COACH_HOME": str(home)}), self.clock)
        self.write(*events)
        self.players: list[RecordingPlayer] = []
        self.no_sound: str | None = None
        self.notifier = RecordingNotifier()
        self.editor = RecordingEditor()
        self.desktop = RecordingDesktop(self, idle)
        self.restart()

    def restart(self) -> None:
        """Make another app over the same files, as at the next start."""
        self.app = RigApp(self.workspace, ScreenRequest(mute=True))
        self.app.places.desktop = self.desktop

    # --- the files ---

    @property
    def folder(self) -> Path:
        """The folder of the user's programs."""
        return self.workspace.paths.programs

    @property
    def programs(self) -> Programs:
        return self.app.programs

    def write(self, *events: Event) -> None:
        """Write events to the journal."""
        if events:
            self.workspace.journal.append(*events)

    def lock(self) -> None:
        """Lock training by a check-in with a red flag."""
        self.write(
            CheckIn(
                id="01890000-0000-7000-8000-000000000001",
                date=self.clock.now().date(),
                at=self.clock.now(),
                kind="before",
                red_flags=("leg_radiation",),
            )
        )

    def put_program(self, text: str = PROGRAM, name: str = "mine") -> Path:
        """Write a program file from outside of the app."""
        path = self.folder / f"{name}.yaml"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
        self.workspace.reload_catalog()
        self.programs.reload_changed()
        return path

    # --- one screen alone ---

    def show(self, screen: Screen[Any] | Callable[[], Screen[Any]]) -> RigApp:
        """The app with one screen, or with the one that is made then, in place of Today."""
        self.app.first_screen = screen
        return self.app

    def show_programs(self) -> RigApp:
        return self.show(lambda: ProgramsScreen(self.programs, self.editor))

    def show_editor(self, program: str = "mine") -> RigApp:
        return self.show(
            lambda: EditorScreen(
                self.programs,
                self.programs.files.snapshot(program),
                editor=self.editor,
                start=self.app.started.append,
            )
        )

    # --- what is on the screen ---

    @asynccontextmanager
    async def opened(self, *keys: str, size: tuple[int, int] = (80, 24)) -> AsyncIterator[Pilot[None]]:
        """The app once Today was read and these keys were pressed."""
        async with self.app.run_test(size=size, notifications=True) as pilot:
            await today_read(pilot)
            await pilot.press(*keys)
            await pilot.pause()
            yield pilot

    def top(self, kind: type[AnyScreen]) -> AnyScreen:
        """The screen on top, which is of this kind."""
        screen = self.app.screen
        assert isinstance(screen, kind), screen
        return screen

    def text(self) -> str:
        """Everything that can be read on the screen on top."""
        return screen_text(self.app)

    def notified(self) -> list[str]:
        """The notifications that are shown."""
        return notified(self.app)

    @property
    def tones(self) -> list[str]:
        """Every tone that was asked for, in order, planned ones first."""
        planned = [cue.cue for player in self.players for plan in player.plans for _, cue in plan]
        return [*planned, *(kind for player in self.players for kind in player.played)]


class RigApp(CoachApp):
    """The app, which may open on another screen than Today."""

    CSS_PATH: ClassVar = str(Path(coach.tui.app.__file__).with_name(CoachApp.CSS_PATH))

    first_screen: Screen[Any] | Callable[[], Screen[Any]] | None = None

    def __init__(self, workspace: Workspace, request: ScreenRequest) -> None:
        super().__init__(workspace, request)
        self.started: list[str] = []
        """The programs that were to be started from the other screen."""

    def _open_day(self, _answered: bool | None = None) -> None:
        if self.first_screen is None:
            super()._open_day(_answered)
        else:
            first = self.first_screen
            self.push_screen(first if isinstance(first, Screen) else first())

    def start_program(self, program: str) -> None:
        if self.first_screen is None:
            super().start_program(program)
        else:
            self.started.append(program)


class RecordingEditor:
    """An editor outside of the app that writes what a test wants."""

    def __init__(self) -> None:
        self.opened: list[Path] = []
        self.writes: str | None = None
        self.trouble: CoachError | None = None

    def __call__(self, path: Path, suspend: Callable[[], AbstractContextManager[None]]) -> None:
        self.opened.append(path)
        if self.trouble is not None:
            raise self.trouble
        if self.writes is not None:
            path.write_text(self.writes, "utf-8")


class RecordingDesktop(Desktop):
    """Sound and notifications that are recorded."""

    def __init__(self, rig: Rig, idle: Idle | None) -> None:
        super().__init__(rig.workspace)
        self._rig = rig
        self._idle = idle
        self.notifier = rig.notifier

    def make_audio(self, settings: Settings) -> RecordingPlayer:
        reason = self._rig.no_sound
        self._rig.players.append(RecordingPlayer(None if reason else "a recording", reason))
        return self._rig.players[-1]

    def make_idle(self) -> Idle | None:
        return self._idle


def history_rig(home: Path, events: Iterable[Event]) -> Rig:
    """A rig on the last day of the example history, with these events."""
    return Rig(home, now=NOW, config=None, events=events)


def history_screen(workspace: Workspace) -> HistoryScreen:
    return HistoryScreen(HistoryReader(workspace), Corrections(workspace))


async def today_read(pilot: Pilot[None]) -> None:
    """Wait until Today was read."""

    def is_read() -> bool:
        screen = pilot.app.screen
        return isinstance(screen, TodayScreen) and screen.day is not None

    await until(pilot, is_read, lambda: screen_text(pilot.app))


class Compare(Protocol):
    """Compares the screen of an app with its stored picture."""

    def __call__(
        self,
        app: App[Any],
        *,
        terminal_size: tuple[int, int] = (80, 24),
        run_before: Callable[[Pilot[Any]], Awaitable[None]] | None = None,
    ) -> bool: ...
