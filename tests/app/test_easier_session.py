"""Less of a drill, asked for while its session runs."""

from __future__ import annotations

from pathlib import Path

import pytest

from coach.app.planning import day_plan
from coach.app.session_runner import SessionRunner
from coach.app.sessions import Sessions
from coach.app.workspace import Workspace
from coach.model.events import Control
from coach.paths import find_paths
from coach.session.commands import StopSession
from tests.support.commands import MONDAY, StillClock
from tests.support.recorders import RecordingPlayer

LADDER = """\
schema: 1
id: tiny
title: Tiny holds
kind: core
schedule: {per_week: 3}
ready: 4s
switch: 3s
rest: {between: 4s, rounds: 5s}
rounds: 2
slots:
  - slot: plank
    hold: 15s
    ladder:
      - {drill: plank-knee, hold: 12s, upto: 60s}
      - {drill: plank, hold: 15s, upto: 60s}
  - {slot: side-plank, hold: 3s}
"""


@pytest.fixture
def clock() -> StillClock:
    return StillClock(MONDAY)


@pytest.fixture
def workspace(home: Path, clock: StillClock) -> Workspace:
    (home / "programs").mkdir(parents=True)
    (home / "programs" / "tiny.yaml").write_text(LADDER)
    (home / "config.yaml").write_text("speech: false\nhealth: []\n")
    return Workspace(find_paths({"COACH_HOME": str(home)}), clock)


def started(workspace: Workspace, speed: float | None = None) -> SessionRunner:
    run = Sessions(workspace).start("tiny", mute=True, speed=speed)
    run.audio = RecordingPlayer()
    run.start()
    return run


def controls(workspace: Workspace) -> list[tuple[str, str | None, str | None]]:
    events = workspace.journal.events()
    return [(one.action, one.program, one.slot) for one in events if isinstance(one, Control)]


def test_easier_drill_comes_at_once_and_is_in_the_journal(workspace: Workspace, clock: StillClock) -> None:
    run = started(workspace)
    view, text = run.make_easier()
    assert text == "Easier today: 2 x 12 s knee plank."
    assert view.interval is not None and view.interval.drill == "plank-knee"
    clock.advance(4 + 12 + 1)
    run.tick()
    run.do(StopSession())
    run.finish(5)
    run.close()
    assert controls(workspace) == [("easier_today", "tiny", "plank")]
    (session,) = workspace.journal.sessions()
    assert (session.sets[0].drill, session.sets[0].asked_seconds) == ("plank-knee", 12)


def test_set_under_way_ends_as_it_is(workspace: Workspace, clock: StillClock) -> None:
    run = started(workspace)
    clock.advance(10)
    view, text = run.make_easier()
    assert text == "Easier from the next set on: 2 x 12 s knee plank."
    assert view.interval is not None and (view.interval.drill, view.seconds_left) == ("plank", 9)
    assert run.make_easier()[1] == "This is easier today already."
    clock.advance(100)
    run.tick()
    assert [record.drill for record in run.records() if record.slot == "plank"] == ["plank", "plank-knee"]
    run.close()


def test_what_has_nothing_easier_says_so(workspace: Workspace, clock: StillClock) -> None:
    run = started(workspace)
    clock.advance(4 + 15 + 1)
    assert run.make_easier()[1] == "There is nothing easier for this here."
    clock.advance(60)
    run.close()
    assert controls(workspace) == []


def test_last_set_is_not_made_easier(workspace: Workspace, clock: StillClock) -> None:
    run = started(workspace)
    # The second plank begins after 4 + 15 + 4 + 3 + 3 + 3 + 5 s.
    clock.advance(40)
    assert run.easier_dose(run.tick()) is None
    assert run.make_easier()[1] == "No set of this is left to make easier."
    run.close()


def test_rehearsal_writes_nothing(workspace: Workspace) -> None:
    run = started(workspace, speed=2)
    assert run.make_easier()[1] == "Easier today: 2 x 12 s knee plank."
    run.close()
    assert controls(workspace) == []


def test_interrupted_session_goes_on_easier(workspace: Workspace, clock: StillClock) -> None:
    run = started(workspace)
    clock.advance(10)
    run.make_easier()
    clock.advance(10)
    run.tick()
    run.close()
    again = Workspace(workspace.paths, clock)
    sessions = Sessions(again)
    (left,) = sessions.unfinished()
    run = sessions.resume(left.session.id, mute=True)
    run.start()
    clock.advance(200)
    run.tick()
    planks = [(record.drill, record.seconds) for record in run.records() if record.slot == "plank"]
    assert planks == [("plank", 15), ("plank-knee", 12)]
    run.finish(5)
    run.close()


def test_day_after_asks_for_the_level_again(workspace: Workspace, clock: StillClock) -> None:
    run = started(workspace)
    run.make_easier()
    clock.advance(200)
    run.tick()
    run.finish(5)
    assert any("Easier last time" in line for line in run.summary())
    run.close()
    today = day_plan(workspace).program("tiny").slots[0]
    assert today.is_easier and today.drill == "plank-knee"
