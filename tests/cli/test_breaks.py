"""`coach breaks`: one line and one sound, answered by one key."""

from __future__ import annotations

import io
from dataclasses import dataclass, field
from datetime import datetime, time
from pathlib import Path

import pytest

from coach.app.breaks import LINES, BreakSituation
from coach.app.desktop import NoNotifier
from coach.cli.commands.breaks import Alarm, BreakCalls
from coach.cli.console import Console
from coach.coaching.breaks import WorkWindow
from coach.errors import UsageError
from coach.model.timeline import CueKind
from tests.app.test_breaks import WINDOW, at
from tests.cli.scripted import ScriptedKeyboard
from tests.support.commands import StillClock, coach
from tests.support.notifying import RecordingNotifier
from tests.support.recording_player import RecordingPlayer


@dataclass
class Desk:
    """Somebody at work, with everything that a call touches."""

    keys: list[tuple[datetime, str]]
    until: str = "12:00"
    situation: BreakSituation = field(default_factory=lambda: BreakSituation(window=WINDOW))
    audio: RecordingPlayer | None = field(default_factory=RecordingPlayer)
    notifier: RecordingNotifier = field(default_factory=RecordingNotifier)
    clock: StillClock = field(default_factory=lambda: StillClock(at("09:00")))
    started: list[datetime] = field(default_factory=list)
    out: io.StringIO = field(default_factory=io.StringIO)
    err: io.StringIO = field(default_factory=io.StringIO)
    once: bool = False
    keyboard: ScriptedKeyboard | None = None

    def work(self) -> list[str]:
        """Let the morning pass; gives the lines that were said."""
        console = Console(
            open_screen=lambda _workspace, _request: 0,
            clock=self.clock,
            environment={},
            out=self.out,
            err=self.err,
            stdin=None,
        )
        self.keyboard = ScriptedKeyboard(self.clock, self.keys, at(self.until))
        calls = BreakCalls(
            console,
            self.keyboard,
            Alarm(console, self.audio, self.notifier),
            read=lambda: self.situation,
            start=self._start,
            once=self.once,
        )
        assert calls.run() == 0
        return self.out.getvalue().splitlines()

    def _start(self) -> int:
        self.started.append(self.clock.now())
        self.clock.advance(120)
        return 0


def test_every_half_hour_one_line_one_sound_and_one_notification() -> None:
    desk = Desk([], until="10:10")
    lines = desk.work()
    assert lines[0] == "09:00  The next break comes at 09:30.  s one now, q quit"
    assert [line[:5] for line in lines[1:]] == ["09:30", "10:00"]
    assert desk.audio is not None
    assert [[cue.cue for _, cue in plan] for plan in desk.audio.plans] == [[CueKind.ANNOUNCE]] * 2
    assert desk.notifier.shown == list(LINES)
    assert all(line.endswith("s start, z in 5 minutes, k skip, q quit") for line in lines[1:])


def test_start_runs_the_break_with_the_terminal_to_itself() -> None:
    desk = Desk([(at("09:31"), "s")], until="09:40")
    lines = desk.work()
    assert desk.started == [at("09:31")]
    assert desk.keyboard is not None
    assert desk.keyboard.lent == 1
    assert lines[-1] == "09:33  Back to work. The next break comes at 10:03.  s one now, q quit"


def test_later_and_skip() -> None:
    desk = Desk([(at("09:31"), "z"), (at("09:37"), "k")], until="10:00")
    lines = desk.work()
    assert [line[:5] for line in lines] == ["09:00", "09:30", "09:31", "09:36", "09:37"]
    assert lines[2] == "09:31  Again at 09:36."
    assert lines[4] == "09:37  Skipped, nothing is owed. The next break comes at 10:07.  s one now, q quit"


def test_a_break_can_be_taken_before_its_time_and_other_keys_say_what_there_is() -> None:
    desk = Desk([(at("09:05"), "x"), (at("09:10"), "s")], until="09:20")
    lines = desk.work()
    assert lines[1] == "09:05  s start, z in 5 minutes, k skip, q quit"
    assert desk.started == [at("09:10")]
    assert "09:42" in lines[2]


def test_while_a_red_flag_stands_there_is_care_and_no_call() -> None:
    care = "You reported: numb toes. Please call a doctor or a clinic today."
    desk = Desk([(at("09:31"), "s")], until="09:40", situation=BreakSituation(window=WINDOW, lock_text=care))
    lines = desk.work()
    assert lines[1:] == [f"09:30  {care}", f"09:31  {care}"]
    assert desk.started == []
    assert desk.notifier.shown == []


def test_a_break_that_was_taken_elsewhere_is_not_called_for() -> None:
    desk = Desk([], until="09:50", situation=BreakSituation(window=WINDOW, last=at("09:25")))
    assert [line[:5] for line in desk.work()] == ["09:00"]


def test_once_ends_with_the_first_call() -> None:
    desk = Desk([], once=True)
    assert [line[:5] for line in desk.work()] == ["09:00", "09:30"]


def test_without_a_device_the_terminal_rings_and_when_mute_it_does_not() -> None:
    without = Desk([], once=True, audio=RecordingPlayer(device=None, reason="No sound: none here."))
    without.work()
    assert without.out.getvalue().count("\a") == 1
    mute = Desk([], once=True, audio=None)
    mute.work()
    assert "\a" not in mute.out.getvalue()


def test_a_desktop_that_refuses_is_complained_about_once() -> None:
    class Refusing(RecordingNotifier):
        trouble: str | None = "notify-send: no desktop"

    desk = Desk([], until="10:10", notifier=Refusing())
    desk.work()
    assert desk.err.getvalue() == "No notification on the desktop: notify-send: no desktop\n"


def test_hours_without_room_are_said() -> None:

    short = WorkWindow(start=time(9), until=time(9, 10))
    with pytest.raises(UsageError, match="leave no room"):
        Desk([], situation=BreakSituation(window=short)).work()


def test_the_command_calls_once_without_anyone_there(home: Path) -> None:
    clock = StillClock(at("10:00"))
    result = coach("breaks", "--once", "--mute", "--no-notification", home=home, clock=clock)
    assert (result.status, result.err) == (0, "")
    assert [line[:5] for line in result.lines] == ["10:00", "10:30"]
    assert NoNotifier().way is None
