"""The report of a session, from a real home."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from coach.app.corrections import sets_as_asked
from coach.app.planning import program_plan
from coach.app.session_report import SessionReport, week_text
from coach.app.sessions import Sessions
from coach.app.workspace import Workspace
from coach.journal.codec import new_id
from coach.model.events import Session
from coach.paths import find_paths
from coach.session.commands import AnswerPain, ReportPain, StopSession
from tests.support.commands import MONDAY, StillClock


@pytest.fixture
def clock() -> StillClock:
    return StillClock(MONDAY + timedelta(days=7))


@pytest.fixture
def workspace(home: Path, clock: StillClock) -> Workspace:
    """Somebody who did all of the first week as it was asked."""
    home.mkdir(exist_ok=True)
    (home / "config.yaml").write_text("health: []\nspeech: false\n")
    workspace = Workspace(find_paths({"COACH_HOME": str(home)}), clock)
    for offset in (0, 2, 4):
        at = MONDAY + timedelta(days=offset)
        sets = sets_as_asked(program_plan(workspace, "core", at.date()), pain=0)
        workspace.journal.append(
            Session(id=new_id(at), date=at.date(), at=at, program="core", kind="core", sets=sets)
        )
    return workspace


def report_of(
    workspace: Workspace, clock: StillClock, program: str = "core", *, stop: float = 0, pain: float = 0
) -> SessionReport:
    run = Sessions(workspace).start(program, mute=True)
    run.start()
    clock.advance(stop or pain or 7200)
    run.tick()
    if stop:
        run.do(StopSession())
    if pain:
        run.do(ReportPain())
        run.do(AnswerPain(7))
    assert run.ended
    run.finish(5)
    report = run.report()
    run.close()
    return report


def test_whole_session(workspace: Workspace, clock: StillClock) -> None:
    report = report_of(workspace, clock)
    plank, side, *_ = report.rows
    assert (plank.name, plank.done, plank.next) == ("Plank", "3 x 35 s", "3 x 40 s")
    assert plank.best == ""
    assert plank.why == "2 full, steady sessions without pain: 5 s more."
    assert (side.done, side.next) == ("3 x 35 s a side", "3 x 40 s a side")
    assert report.total.endswith(", 18 of 18 sets")
    assert (report.week, report.week_done, report.week_goal) == ("1 of 3 sessions this week.", 1, 3)
    assert report.streak == "2 weeks in a row with something done."
    assert report.next_time == "Next time is Wednesday."
    assert report.stopped == ""


def test_stopped_session_says_what_was_not_done(workspace: Workspace, clock: StillClock) -> None:
    report = report_of(workspace, clock, stop=60)
    assert report.stopped.startswith("You stopped after 1 of 18 sets. What you did is kept.")
    assert [(row.name, row.done) for row in report.rows] == [
        ("Plank", "35 s of 3 x 35 s"),
        ("Side plank", "not done"),
        ("Bird-dog", "not done"),
        ("Farmer carry", "not done"),
    ]
    assert report.week_done == 0


def test_after_strong_pain_nothing_is_said_of_a_next_time(workspace: Workspace, clock: StillClock) -> None:
    report = report_of(workspace, clock, pain=20)
    assert report.care[0].startswith("Enough for today.")
    assert report.next_time == report.week == report.streak == ""
    assert not any(row.next or row.why for row in report.rows)
    assert not any("clean" in note for row in report.rows for note in row.notes)


def test_fixed_program_has_units_and_no_reasons(workspace: Workspace, clock: StillClock) -> None:
    report = report_of(workspace, clock, "morning")
    cat = next(row for row in report.rows if row.name == "Cat-camel")
    assert (cat.done, cat.next, cat.why) == ("6 breaths", "6 breaths", "")
    assert report.week == "Done on 1 day this week."


def test_more_than_asked_in_a_week() -> None:
    assert week_text(4, 3) == "4 sessions this week; 3 are asked."
    assert week_text(1, 1) == "1 of 1 session this week."
