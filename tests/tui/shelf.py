"""The app over a real coach, with a clock, an ear and a desktop that are held in the test's hand."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path

from textual.pilot import Pilot
from textual.screen import Screen

from coach.app.breaks import Idle
from coach.app.desktop import Desktop
from coach.app.workspace import Workspace
from coach.model.events import CheckIn, Event
from coach.model.settings import Settings
from coach.paths import ScreenRequest, find_paths
from coach.tui.app import CoachApp
from coach.tui.today.screen import TodayScreen
from tests.support.commands import StillClock
from tests.support.notifying import RecordingNotifier
from tests.support.recording_player import RecordingPlayer
from tests.support.settling import until

MONDAY = datetime(2026, 1, 5, 10, 12, tzinfo=UTC)
CONFIG = """# mine, by hand
sport: run  # three times a week
weight: 72kg
"""


class Shelf:
    """Everything round one app."""

    def __init__(self, home: Path, *, config: str = CONFIG, idle: Idle | None = None) -> None:
        home.mkdir(parents=True, exist_ok=True)
        self.config = home / "config.yaml"
        self.config.write_text(config, "utf-8")
        self.clock = StillClock(MONDAY)
        self.workspace = Workspace(find_paths({"COACH_HOME": str(home)}), self.clock)
        self.players: list[RecordingPlayer] = []
        self.reason: str | None = None
        self.notifier = RecordingNotifier()
        self.app = CoachApp(self.workspace, ScreenRequest(mute=True))
        self.desktop = RecordingDesktop(self, idle)
        self.app.places.desktop = self.desktop

    @property
    def tones(self) -> list[str]:
        """Every tone that was asked for, in order, planned ones first."""
        planned = [cue.cue for audio in self.players for plan in audio.plans for _, cue in plan]
        return [*planned, *(kind for audio in self.players for kind in audio.played)]

    def lock(self) -> None:
        """Somebody has named a red flag."""
        self.write(
            CheckIn(
                id="01890000-0000-7000-8000-000000000001",
                date=MONDAY.date(),
                at=self.clock.now(),
                kind="before",
                red_flags=("leg_radiation",),
            )
        )

    def write(self, event: Event) -> None:
        """Have an event in the journal."""
        self.workspace.journal.append(event)

    def text(self) -> str:
        """Everything that can be read on the screen on top."""
        return text_of(self.app.screen)


class RecordingDesktop(Desktop):
    """The sound and the desktop of a test."""

    def __init__(self, shelf: Shelf, idle: Idle | None) -> None:
        super().__init__(shelf.workspace)
        self._shelf = shelf
        self._idle = idle
        self.notifier = shelf.notifier

    def make_audio(self, settings: Settings) -> RecordingPlayer:
        reason = self._shelf.reason
        self._shelf.players.append(RecordingPlayer(None if reason else "a recording", reason))
        return self._shelf.players[-1]

    def make_idle(self) -> Idle | None:
        return self._idle


def text_of(screen: Screen[object]) -> str:
    """Everything that can be read on a screen."""
    return "\n".join(strip.text.rstrip() for strip in screen._compositor.render_strips())


@asynccontextmanager
async def opened(shelf: Shelf, *keys: str, size: tuple[int, int] = (80, 24)) -> AsyncIterator[Pilot[None]]:
    """The app with the day read, and these keys pressed."""
    async with shelf.app.run_test(size=size, notifications=True) as pilot:
        await settle(pilot)
        await pilot.press(*keys)
        await pilot.pause()
        yield pilot


async def settle(pilot: Pilot[None]) -> None:
    """Wait until the day was read."""

    def is_read() -> bool:
        screen = pilot.app.screen
        return isinstance(screen, TodayScreen) and screen.day is not None

    await until(pilot, is_read, lambda: text_of(pilot.app.screen))
