"""Less of a drill, asked for while its session runs."""

from __future__ import annotations

from pathlib import Path

import pytest

from coach.app.corrections import ask_as_usual, ask_less
from coach.app.planning import day_plan
from coach.app.session_runner import SessionRunner
from coach.app.sessions import Sessions
from coach.app.workspace import Workspace
from coach.coaching.history import is_begun
from coach.journal.codec import new_id
from coach.model.events import CheckIn, Control
from coach.paths import find_paths
from coach.session.commands import SkipDrill, StopSession
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


def test_skipped_drill_leaves_others_easier_after_a_crash(workspace: Workspace, clock: StillClock) -> None:
    path = workspace.paths.programs / "tiny.yaml"
    first, last = LADDER.rindex("  - slot: plank"), LADDER.rindex("  - {slot: side-plank")
    path.write_text(LADDER[:first] + LADDER[last:] + LADDER[first:last])
    run = started(workspace)
    run.do(SkipDrill())
    run.make_easier()
    run.close()
    sessions = Sessions(Workspace(workspace.paths, clock))
    (left,) = sessions.unfinished()
    run = sessions.resume(left.session.id, mute=True)
    planks = [one.drill for one in run.timeline.intervals if one.is_set and one.slot == "plank"]
    run.close()
    assert planks == ["plank-knee", "plank-knee"]


SIDES = (
    LADDER.split("slots:")[0]
    + """\
slots:
  - slot: farmer-carry
    drill: suitcase-carry
    hold: 20s
    load: {start: 6kg, step: 1kg, max: 20kg}
    ladder:
      - {drill: farmer-carry, hold: 30s, upto: 60s}
      - {drill: suitcase-carry, hold: 20s, upto: 45s, hand: one}
"""
)
"""Both sides of the one drill are one set of the easier one: four sets become two."""


OPEN_DRILLS = """\
schema: 1
drills:
  - {id: reach, name: Reach, cues: [Reach up.], while_locked: call_today}
  - {id: small-reach, name: Small reach, cues: [Reach up.]}
"""
OPEN_LADDER = """\
schema: 1
id: tiny
title: Tiny reaches
kind: mobility
schedule: {per_day: 1}
rounds: 2
slots:
  - slot: reach
    hold: 20s
    progress: fixed
    ladder:
      - {drill: small-reach, hold: 20s}
      - {drill: reach, hold: 20s}
"""
"""The harder drill may be done while training is locked, the easier one may not."""


@pytest.fixture
def carries(workspace: Workspace) -> Workspace:
    (workspace.paths.programs / "tiny.yaml").write_text(SIDES)
    return workspace


def test_sets_asked_for_are_those_of_the_easier_drill(carries: Workspace, clock: StillClock) -> None:
    run = started(carries)
    assert run.timeline.asked_sets == 4
    run.make_easier()
    clock.advance(4 + 30 + 1)
    run.tick()
    run.do(StopSession())
    run.finish(5)
    run.close()
    (session,) = carries.journal.sessions()
    assert (session.asked_sets, len(session.sets)) == (2, 1)
    assert "it counts as a session." in run.summary()[0] and not is_begun(session)


def test_interrupted_session_does_not_ask_for_the_other_side_again(
    carries: Workspace, clock: StillClock
) -> None:
    run = started(carries)
    run.make_easier()
    clock.advance(4 + 30 + 1)
    run.tick()
    run.close()
    sessions = Sessions(Workspace(carries.paths, clock))
    (left,) = sessions.unfinished()
    run = sessions.resume(left.session.id, mute=True)
    run.start()
    clock.advance(100)
    run.tick()
    assert [(one.drill, one.side) for one in run.records()] == [("farmer-carry", None)] * 2
    session = run.finish(5)
    run.close()
    assert session is not None and session.asked_sets == 2


def test_session_killed_at_its_end_is_kept_as_done(carries: Workspace, clock: StillClock) -> None:
    run = started(carries)
    run.make_easier()
    clock.advance(100)
    run.tick()
    assert run.ended
    run.close()
    sessions = Sessions(Workspace(carries.paths, clock))
    (left,) = sessions.unfinished()
    assert not sessions.can_resume(left)
    kept = sessions.keep(left.session.id)
    assert (kept.stopped, kept.asked_sets, len(kept.sets)) == (False, 2, 2)


def test_easier_drill_that_is_closed_ends_the_session(workspace: Workspace, clock: StillClock) -> None:
    workspace.paths.drills.mkdir()
    (workspace.paths.drills / "own.yaml").write_text(OPEN_DRILLS)
    (workspace.paths.programs / "tiny.yaml").write_text(OPEN_LADDER)
    run = started(workspace)
    run.make_easier()
    now = clock.now()
    flagged = CheckIn(id=new_id(now), date=now.date(), at=now, kind="before", red_flags=("leg_radiation",))
    workspace.journal.append(flagged)
    clock.advance(3)
    run.tick()
    assert run.ended and run.care
    run.close()


def resumed(workspace: Workspace, clock: StillClock) -> SessionRunner:
    """The one interrupted session, gone on with by a coach that is started anew."""
    sessions = Sessions(Workspace(workspace.paths, clock))
    (left,) = sessions.unfinished()
    run = sessions.resume(left.session.id, mute=True)
    run.start()
    return run


def planks_of(run: SessionRunner) -> list[tuple[str | None, int | None]]:
    return [(one.drill, one.seconds) for one in run.records() if one.slot == "plank"]


def test_easing_taken_back_after_a_crash_is_undone(workspace: Workspace, clock: StillClock) -> None:
    run = started(workspace)
    run.make_easier()
    clock.advance(4 + 12 + 1)
    run.tick()
    run.close()
    ask_as_usual(workspace, "tiny", "plank")
    run = resumed(workspace, clock)
    assert run.notes == ("Plank: as usual again.",)
    clock.advance(200)
    run.tick()
    assert planks_of(run) == [("plank-knee", 12), ("plank", 15)]
    run.close()


def test_easing_of_the_day_taken_back_after_a_crash_is_undone(
    workspace: Workspace, clock: StillClock
) -> None:
    ask_less(workspace, "tiny", ["plank"])
    run = started(workspace)
    clock.advance(4 + 12 + 1)
    run.tick()
    run.close()
    ask_as_usual(workspace, "tiny", "plank")
    run = resumed(workspace, clock)
    assert run.notes == ("Plank: as usual again.",)
    clock.advance(200)
    run.tick()
    assert planks_of(run) == [("plank-knee", 12), ("plank", 15)]
    run.close()


def test_set_of_an_easier_drill_without_sides_stands_after_it_is_taken_back(
    carries: Workspace, clock: StillClock
) -> None:
    run = started(carries)
    run.make_easier()
    clock.advance(4 + 30 + 1)
    run.tick()
    run.close()
    ask_as_usual(carries, "tiny", "farmer-carry")
    run = resumed(carries, clock)
    clock.advance(200)
    run.tick()
    assert [one.drill for one in run.records()] == ["farmer-carry", "suitcase-carry", "suitcase-carry"]
    session = run.finish(5)
    run.close()
    assert session is not None and session.asked_sets == 3


def test_drill_that_was_never_done_is_introduced(workspace: Workspace, clock: StillClock) -> None:
    run = started(workspace)
    known = run.easier_introduction(run.tick())
    assert [drill.id for drill in known.first_time] == ["plank-knee"]
    assert known.equipment == ("mat",)
    run.make_easier()
    clock.advance(200)
    run.tick()
    run.finish(5)
    run.close()
    ask_as_usual(workspace, "tiny", "plank")
    again = started(Workspace(workspace.paths, clock))
    assert again.easier_dose(again.tick()) is not None
    assert not again.easier_introduction(again.tick()).first_time
    again.close()
