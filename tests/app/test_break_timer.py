"""The break timer: when it calls, and its status."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta

import pytest
from msgspec.structs import replace

from coach.app.breaks import LINES, BreakSituation, BreakStatus, BreakTimer
from coach.app.desktop import IdleInBackground
from coach.coaching.breaks import WorkWindow
from coach.errors import JournalError
from tests.support.commands import StillClock

MONDAY = datetime(2026, 1, 5, 10, 0, tzinfo=UTC)
WINDOW = WorkWindow(start=time(9), until=time(17), days=frozenset({"mon", "tue"}))
QUIET = WorkWindow(
    start=time(9), until=time(17), days=frozenset({"mon"}), quiet_start=time(10), quiet_until=time(12)
)


class SetIdle:
    """An idle time set by the test."""

    def __init__(self) -> None:
        self.since: float | None = 0.0

    def seconds(self) -> float | None:
        return self.since


class Rig:
    """A timer with a fixed clock, and its calls."""

    def __init__(self, window: WorkWindow = WINDOW, idle: SetIdle | None = None) -> None:
        self.clock = StillClock(MONDAY)
        self.situation = BreakSituation(window=window)
        self.trouble: JournalError | None = None
        self.calls: list[str] = []
        self.timer = BreakTimer(self.clock, self._read, call=self.calls.append, idle=idle)

    def _read(self) -> BreakSituation:
        if self.trouble is not None:
            raise self.trouble
        return self.situation

    def after(self, minutes: float) -> BreakStatus:
        """Check once a minute; the status at the end, new if any was."""
        status = self.timer.check()
        is_new = status.is_new
        for _ in range(int(minutes)):
            self.clock.advance(60)
            status = self.timer.check()
            is_new = is_new or status.is_new
        return replace(status, is_new=is_new)


@pytest.fixture
def rig() -> Rig:
    rig = Rig()
    rig.timer.begin()
    return rig


def test_no_call_before_begin() -> None:
    rig = Rig()
    assert rig.after(45) == BreakStatus(state="off")
    assert len(rig.calls) == 0


def test_break_is_called_once(rig: Rig) -> None:
    assert rig.after(29).state == "waiting"
    status = rig.after(1)
    assert (status.state, status.line, status.is_new) == ("due", LINES[0], True)
    assert not rig.after(10).is_new
    assert rig.calls == [LINES[0]]


def test_missed_breaks_do_not_pile_up(rig: Rig) -> None:
    rig.after(125)
    assert len(rig.calls) == 4
    rig.timer.skip()
    status = rig.timer.check()
    assert status.state == "waiting"
    assert status.at == rig.clock.now() + timedelta(minutes=30)


def test_snooze_calls_again_in_five_minutes(rig: Rig) -> None:
    rig.after(30)
    rig.timer.snooze()
    assert rig.after(4).state == "waiting"
    assert rig.after(1).is_new
    assert len(rig.calls) == 2


def test_break_taken_elsewhere_is_not_called(rig: Rig) -> None:
    rig.after(29)
    rig.situation = BreakSituation(window=WINDOW, last=rig.clock.now())
    assert rig.after(1).state == "waiting"
    assert len(rig.calls) == 0


def test_no_call_in_quiet_hours() -> None:
    rig = Rig(QUIET)
    rig.timer.begin()
    status = rig.after(90)
    assert (status.state, len(rig.calls)) == ("waiting", 0)


def test_lock_replaces_calls_until_lifted(rig: Rig) -> None:
    rig.situation = BreakSituation(window=WINDOW, lock_text="Call someone.")
    status = rig.after(31)
    assert (status.state, status.line, status.is_new) == ("locked", "Call someone.", True)
    assert rig.calls == []
    rig.situation = BreakSituation(window=WINDOW)
    rig.timer.refresh()
    assert rig.timer.check().state == "waiting"
    assert rig.after(30).is_new


def test_no_call_while_the_user_is_away() -> None:
    away = SetIdle()
    rig = Rig(idle=away)
    rig.timer.begin()
    away.since = 600.0
    assert rig.after(45).state == "away"
    away.since = 0.0
    status = rig.timer.check()
    assert (status.state, len(rig.calls)) == ("waiting", 0)
    assert status.at == rig.clock.now() + timedelta(minutes=30)


def test_calls_can_be_stopped_and_restarted(rig: Rig) -> None:
    rig.after(29)
    rig.timer.stop()
    assert not rig.timer.is_on
    assert rig.after(10).state == "off"
    rig.timer.begin()
    assert rig.after(29).state == "waiting"
    assert rig.after(1).is_new


def test_error_is_reported_until_solved() -> None:
    rig = Rig()
    rig.trouble = JournalError("the journal is damaged", hint="coach doctor")
    rig.timer.begin()
    assert rig.timer.check() == BreakStatus(state="trouble", line="the journal is damaged (coach doctor)")
    rig.trouble = None
    rig.timer.begin()
    assert rig.timer.check().state == "waiting"


def test_error_does_not_stop_calls(rig: Rig) -> None:
    rig.trouble = JournalError("the journal is damaged")
    assert rig.after(30).state == "due"
    assert rig.timer.error is rig.trouble
    assert rig.calls == [LINES[0]]


def test_idle_in_background_never_blocks() -> None:
    idle = IdleInBackground(SetIdle())
    first = idle.seconds()
    assert first in (None, 0.0)
    asking = idle._asking
    assert asking is not None
    asking.join(5)
    assert idle.seconds() == 0.0
