"""The break timer: one call for each break, nothing that piles up, and silence where silence is wanted."""

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


class Away:
    """Somebody who has touched nothing for so long."""

    def __init__(self) -> None:
        self.since: float | None = 0.0

    def seconds(self) -> float | None:
        return self.since


class Desk:
    """A timer, and everything that it does."""

    def __init__(self, window: WorkWindow = WINDOW, idle: Away | None = None) -> None:
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
        """Let time pass as it does with somebody at the desk, and status at the end of it."""
        status = self.timer.check()
        is_new = status.is_new
        for _ in range(int(minutes)):
            self.clock.advance(60)
            status = self.timer.check()
            is_new = is_new or status.is_new
        return replace(status, is_new=is_new)


@pytest.fixture
def desk() -> Desk:
    desk = Desk()
    desk.timer.begin()
    return desk


def test_nothing_is_called_before_calls_are_on() -> None:
    desk = Desk()
    assert desk.after(45) == BreakStatus(state="off")
    assert len(desk.calls) == 0


def test_a_break_is_called_once_with_one_tone_and_one_notice(desk: Desk) -> None:
    assert desk.after(29).state == "waiting"
    status = desk.after(1)
    assert (status.state, status.line, status.is_new) == ("due", LINES[0], True)
    assert not desk.after(10).is_new
    assert desk.calls == [LINES[0]]


def test_nothing_piles_up(desk: Desk) -> None:
    desk.after(125)
    assert len(desk.calls) == 4
    desk.timer.skip()
    status = desk.timer.check()
    assert status.state == "waiting"
    assert status.at == desk.clock.now() + timedelta(minutes=30)


def test_a_snooze_calls_again_in_five_minutes(desk: Desk) -> None:
    desk.after(30)
    desk.timer.snooze()
    assert desk.after(4).state == "waiting"
    assert desk.after(1).is_new
    assert len(desk.calls) == 2


def test_a_break_that_was_taken_elsewhere_is_not_called(desk: Desk) -> None:
    desk.after(29)
    desk.situation = BreakSituation(window=WINDOW, last=desk.clock.now())
    assert desk.after(1).state == "waiting"
    assert len(desk.calls) == 0


def test_quiet_hours_are_quiet() -> None:
    desk = Desk(QUIET)
    desk.timer.begin()
    status = desk.after(90)
    assert (status.state, len(desk.calls)) == ("waiting", 0)


def test_a_red_flag_stands_in_place_of_a_call_until_it_is_cleared(desk: Desk) -> None:
    desk.situation = BreakSituation(window=WINDOW, lock_text="Call someone.")
    status = desk.after(31)
    assert (status.state, status.line, status.is_new) == ("locked", "Call someone.", True)
    assert desk.calls == []
    desk.situation = BreakSituation(window=WINDOW)
    desk.timer.refresh()
    assert desk.timer.check().state == "waiting"
    assert desk.after(30).is_new


def test_nobody_is_called_who_is_not_there() -> None:
    away = Away()
    desk = Desk(idle=away)
    desk.timer.begin()
    away.since = 600.0
    assert desk.after(45).state == "away"
    away.since = 0.0
    status = desk.timer.check()
    assert (status.state, len(desk.calls)) == ("waiting", 0)
    assert status.at == desk.clock.now() + timedelta(minutes=30)


def test_calls_stop_at_once_and_begin_anew(desk: Desk) -> None:
    desk.after(29)
    desk.timer.stop()
    assert not desk.timer.is_on
    assert desk.after(10).state == "off"
    desk.timer.begin()
    assert desk.after(29).state == "waiting"
    assert desk.after(1).is_new


def test_trouble_is_said_and_goes_away_with_its_cause() -> None:
    desk = Desk()
    desk.trouble = JournalError("the journal is damaged", hint="coach doctor")
    desk.timer.begin()
    assert desk.timer.check() == BreakStatus(state="trouble", line="the journal is damaged (coach doctor)")
    desk.trouble = None
    desk.timer.begin()
    assert desk.timer.check().state == "waiting"


def test_a_desktop_that_answers_late_holds_nobody_up() -> None:
    idle = IdleInBackground(Away())
    first = idle.seconds()
    assert first in (None, 0.0)
    asking = idle._asking
    assert asking is not None
    asking.join(5)
    assert idle.seconds() == 0.0
