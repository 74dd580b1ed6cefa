"""When a break is called: time asleep and away, snoozes, quiet hours, no backlog."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from pathlib import Path

import pytest

from coach.app.breaks import (
    BreakSituation,
    BreakStatus,
    BreakWatch,
    break_is_due,
    last_break,
    read_break_situation,
    work_window,
)
from coach.app.workspace import Workspace
from coach.coaching.breaks import WorkWindow
from coach.model.events import Session
from coach.model.settings import Settings
from coach.paths import find_paths
from tests.support.commands import StillClock, coach

NINE = datetime(2026, 1, 5, 9, 0, tzinfo=UTC)
"""A Monday."""
WINDOW = WorkWindow(start=time(9), until=time(17, 30))


class FakeIdle:
    """An `Idle` with the value that a test sets."""

    def __init__(self) -> None:
        self.idle: float | None = None

    def seconds(self) -> float | None:
        return self.idle


def at(clock: str) -> datetime:
    hours, minutes = clock.split(":")
    return NINE.replace(hour=int(hours), minute=int(minutes))


def watch_at(clock: str, window: WorkWindow = WINDOW) -> tuple[BreakWatch, StillClock]:
    time = StillClock(at(clock))
    return BreakWatch(window, time), time


def test_break_is_due_after_half_an_hour() -> None:
    watch, clock = watch_at("09:10")
    assert watch.check() == BreakStatus(state="waiting", at=at("09:40"))
    clock.advance(30 * 60)
    assert watch.check() == BreakStatus(state="due", at=at("09:40"), is_new=True)
    clock.advance(5)
    assert watch.check() == BreakStatus(state="due", at=at("09:40"))


def test_unanswered_breaks_do_not_pile_up() -> None:
    watch, clock = watch_at("09:00")
    fresh = 0
    for _ in range(4 * 60):
        clock.advance(30)
        fresh += watch.check().is_new
    assert fresh == 4
    watch.restart()
    assert watch.check() == BreakStatus(state="waiting", at=at("11:30"))


def test_snooze_calls_again_once() -> None:
    watch, clock = watch_at("09:00")
    clock.advance(30 * 60)
    assert watch.check().is_new
    assert watch.snooze() == at("09:35")
    assert watch.check() == BreakStatus(state="waiting", at=at("09:35"))
    clock.advance(5 * 60)
    assert watch.check() == BreakStatus(state="due", at=at("09:30"), is_new=True)
    assert not watch.check().is_new
    clock.advance(25 * 60)
    assert watch.check() == BreakStatus(state="due", at=at("10:00"), is_new=True)


def test_sleep_counts_as_break() -> None:
    watch, clock = watch_at("09:00")
    watch.check()
    clock._now += timedelta(hours=2)
    assert watch.check() == BreakStatus(state="waiting", at=at("11:30"))
    clock._now += timedelta(minutes=4)
    assert watch.check() == BreakStatus(state="waiting", at=at("11:30")), "a short nap of the machine is none"


def test_clock_set_back_restarts_interval() -> None:
    watch, clock = watch_at("12:00")
    watch.check()
    clock._now -= timedelta(hours=2)
    assert watch.check() == BreakStatus(state="waiting", at=at("10:30"))


def test_idle_time_counts_as_break() -> None:
    idle = FakeIdle()
    clock = StillClock(NINE)
    watch = BreakWatch(WINDOW, clock, idle=idle)
    clock.advance(29 * 60)
    idle.idle = 6 * 60
    assert watch.check() == BreakStatus(state="away")
    clock.advance(31 * 60)
    idle.idle = 37 * 60
    assert watch.check() == BreakStatus(state="away")
    idle.idle = 2
    assert watch.check() == BreakStatus(state="waiting", at=at("10:30"))
    idle.idle = 4 * 60
    assert watch.check().state == "waiting", "reading for four minutes is not being away"


def test_no_break_is_due_in_quiet_hours() -> None:
    quiet = WorkWindow(
        start=time(9),
        until=time(17, 30),
        quiet_start=time(9, 35),
        quiet_until=time(10, 15),
    )
    watch, clock = watch_at("09:00", quiet)
    clock.advance(30 * 60)
    assert watch.check().is_new
    clock.advance(10 * 60)
    assert watch.check() == BreakStatus(state="waiting")
    clock.advance(35 * 60)
    assert watch.check() == BreakStatus(state="due", at=at("10:15"), is_new=True)


def test_next_break_after_hours_is_tomorrow() -> None:
    watch, _ = watch_at("18:00")
    assert watch.check() == BreakStatus(state="waiting", at=at("09:30") + timedelta(days=1))


def test_window_without_room_has_no_breaks() -> None:
    never = WorkWindow(start=time(9), until=time(9, 10))
    assert watch_at("09:00", never)[0].check() == BreakStatus(state="none")


def test_recent_break_counts_but_not_yesterdays() -> None:
    clock = StillClock(at("10:00"))
    assert BreakWatch(WINDOW, clock, last=at("09:50")).check() == BreakStatus(state="waiting", at=at("10:20"))
    assert BreakWatch(WINDOW, clock, last=at("09:50") - timedelta(days=1)).check().at == at("10:30")
    assert BreakWatch(WINDOW, clock, last=at("11:00")).check().at == at("10:30")


def test_update_takes_over_breaks_and_hours() -> None:
    watch, clock = watch_at("09:00")
    clock.advance(30 * 60)
    watch.update(BreakSituation(window=WINDOW, last=at("09:28")))
    assert watch.check() == BreakStatus(state="waiting", at=at("09:58"))
    every_hour = WorkWindow(start=WINDOW.start, until=WINDOW.until, every_seconds=3600)
    watch.update(BreakSituation(window=every_hour, last=at("09:28")))
    assert watch.check() == BreakStatus(state="waiting", at=at("10:28"))


def test_hours_from_settings_interval_from_program(home: Path) -> None:
    (home / "programs").mkdir(parents=True)
    micro = "schema: 1\nid: micro-break\ntitle: Up\nkind: break\n"
    schedule = 'schedule: {every: 45m, from: "10:00", until: "16:00"}\nslots: [{slot: stand, time: 5s}]\n'
    (home / "programs" / "micro-break.yaml").write_text(micro + schedule, "utf-8")
    program = Workspace(find_paths({"COACH_HOME": str(home)}), StillClock(NINE)).program("micro-break")
    window = work_window(Settings(), program)
    assert (window.every_seconds, window.start, window.until) == (
        2700,
        at("10:00").time(),
        at("16:00").time(),
    )
    own = work_window(Settings(work_from="07:00", quiet_from="12:00", quiet_until="13:00"), program)
    assert (own.start, own.until, own.quiet_start) == (
        at("07:00").time(),
        at("17:30").time(),
        at("12:00").time(),
    )
    assert work_window(Settings(), None).every_seconds == 1800
    assert window.days == {"mon", "tue", "wed", "thu", "fri"}


@pytest.mark.parametrize(
    ("now", "due"), [("09:29", False), ("09:30", True), ("09:34", True), ("09:35", False)]
)
def test_break_is_due_for_five_minutes(now: str, due: bool) -> None:
    assert break_is_due(WINDOW, at(now), None) is due


def test_last_break_is_the_one_that_ended_last() -> None:
    def session(program: str, kind: str, clock: str) -> Session:
        return Session(
            id=clock,
            date=NINE.date(),
            at=at(clock),
            ended_at=at(clock) + timedelta(minutes=2),
            program=program,
            kind=kind,
        )

    events = [session("micro-break", "break", "10:00"), session("core", "core", "12:00")]
    assert last_break(events) == at("10:02")
    assert last_break([]) is None


def test_situation_has_text_of_lock(home: Path) -> None:
    clock = StillClock(NINE)
    one = Workspace(find_paths({"COACH_HOME": str(home)}), clock)
    assert read_break_situation(one).lock_text is None
    coach("log", "before", "--flag", "bowel_bladder", home=home, clock=clock)
    care = read_break_situation(Workspace(find_paths({"COACH_HOME": str(home)}), clock)).lock_text
    assert care is not None
    assert "emergency" in care
