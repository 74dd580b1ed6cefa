"""`coach breaks`: one line and one sound, answered by one key."""

from __future__ import annotations

import io
from dataclasses import dataclass, field
from datetime import datetime, time
from pathlib import Path

import pytest

from coach.app.breaks import LINES, BreakSituation
from coach.app.desktop import Notifier
from coach.cli.commands.breaks import Alarm, BreakCalls
from coach.cli.console import Console
from coach.coaching.breaks import WorkWindow
from coach.errors import CoachError, JournalError, UsageError
from coach.model.timeline import CueKind
from tests.app.test_breaks import WINDOW, at
from tests.cli.scripted_keyboard import ScriptedKeyboard
from tests.support.commands import StillClock, coach
from tests.support.recorders import RecordingNotifier, RecordingPlayer


@dataclass
class Rig:
    """The command with a fixed clock, recorded output and scripted keys."""

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
    error: CoachError | None = None
    """Why settings or journal cannot be read after the start."""
    keyboard: ScriptedKeyboard | None = None

    def run(self) -> list[str]:
        """Run until the end of the script; returns the printed lines."""
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
            read=self._read,
            start=self._start,
            once=self.once,
        )
        assert calls.run() == 0
        return self.out.getvalue().splitlines()

    def _read(self) -> BreakSituation:
        if self.error is not None and self.clock.now() > at("09:00"):
            raise self.error
        return self.situation

    def _start(self) -> int:
        self.started.append(self.clock.now())
        self.clock.advance(120)
        return 0


def test_call_every_half_hour_with_line_and_sound() -> None:
    rig = Rig([], until="10:10")
    lines = rig.run()
    assert lines[0] == "09:00  The next break comes at 09:30.  s one now, q quit"
    assert [line[:5] for line in lines[1:]] == ["09:30", "10:00"]
    assert rig.audio is not None
    assert [[cue.cue for _, cue in plan] for plan in rig.audio.plans] == [[CueKind.ANNOUNCE]] * 2
    assert rig.notifier.shown == list(LINES)
    assert all(line.endswith("s start, z in 5 minutes, k skip, q quit") for line in lines[1:])


def test_start_lends_the_terminal_to_the_break() -> None:
    rig = Rig([(at("09:31"), "s")], until="09:40")
    lines = rig.run()
    assert rig.started == [at("09:31")]
    assert rig.keyboard is not None
    assert rig.keyboard.lent == 1
    assert lines[-1] == "09:33  Back to work. The next break comes at 10:03.  s one now, q quit"


def test_snooze_and_skip_move_the_next_call() -> None:
    rig = Rig([(at("09:31"), "z"), (at("09:37"), "k")], until="10:00")
    lines = rig.run()
    assert [line[:5] for line in lines] == ["09:00", "09:30", "09:31", "09:36", "09:37"]
    assert lines[2] == "09:31  Again at 09:36."
    assert lines[4] == "09:37  Skipped, nothing is owed. The next break comes at 10:07.  s one now, q quit"


def test_early_start_and_help_for_other_keys() -> None:
    rig = Rig([(at("09:05"), "x"), (at("09:10"), "s")], until="09:20")
    lines = rig.run()
    assert lines[1] == "09:05  s start, z in 5 minutes, k skip, q quit"
    assert rig.started == [at("09:10")]
    assert "09:42" in lines[2]


def test_lock_notice_replaces_calls() -> None:
    care = "You reported: numb toes. Please call a doctor or a clinic today."
    rig = Rig([(at("09:31"), "s")], until="09:40", situation=BreakSituation(window=WINDOW, lock_text=care))
    lines = rig.run()
    assert lines[1:] == [f"09:30  {care}", f"09:31  {care}"]
    assert rig.started == []
    assert rig.notifier.shown == []


def test_break_taken_elsewhere_is_not_called() -> None:
    rig = Rig([], until="09:50", situation=BreakSituation(window=WINDOW, last=at("09:25")))
    assert [line[:5] for line in rig.run()] == ["09:00"]


def test_once_ends_with_the_first_call() -> None:
    rig = Rig([], once=True)
    assert [line[:5] for line in rig.run()] == ["09:00", "09:30"]


def test_bell_rings_without_a_device_unless_muted() -> None:
    without = Rig([], once=True, audio=RecordingPlayer(device=None, reason="No sound: none here."))
    without.run()
    assert without.out.getvalue().count("\a") == 1
    mute = Rig([], once=True, audio=None)
    mute.run()
    assert "\a" not in mute.out.getvalue()


def test_failed_notification_is_reported_once() -> None:
    notifier = RecordingNotifier()
    notifier.trouble = "notify-send: no desktop"
    rig = Rig([], until="10:10", notifier=notifier)
    rig.run()
    assert rig.err.getvalue() == "No notification on the desktop: notify-send: no desktop\n"


@pytest.mark.parametrize("lock_text", [None, "Please call a doctor today."])
def test_hours_without_room_for_a_break_are_an_error(lock_text: str | None) -> None:
    short = WorkWindow(start=time(9), until=time(9, 10))
    with pytest.raises(UsageError, match="leave no room"):
        Rig([], situation=BreakSituation(window=short, lock_text=lock_text)).run()


def test_error_before_a_call_ends_the_command() -> None:
    rig = Rig([], error=JournalError("the journal is damaged"))
    with pytest.raises(JournalError, match="damaged"):
        rig.run()
    assert [line[:5] for line in rig.out.getvalue().splitlines()] == ["09:00"]
    assert rig.notifier.shown == []


def test_command_calls_once_without_a_terminal(home: Path) -> None:
    clock = StillClock(at("10:00"))
    result = coach("breaks", "--once", "--mute", "--no-notification", home=home, clock=clock)
    assert (result.status, result.err) == (0, "")
    assert [line[:5] for line in result.lines] == ["10:00", "10:30"]
    assert Notifier({}).backend is None
