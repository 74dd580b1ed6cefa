"""While training is locked or paused nothing starts that may not be done, wherever it is started from."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from msgspec.structs import replace

from coach.app.checkins import CheckIns
from coach.app.corrections import Logbook
from coach.app.sessions import Sessions
from coach.app.workspace import Workspace
from coach.errors import UsageError
from coach.model.events import CheckIn, CheckInKind
from coach.model.forms import Answers
from coach.paths import find_paths
from tests.support.answered import nothing_wrong, said_no_flags
from tests.support.commands import StillClock
from tests.support.short_session import SHORT_PROGRAM

OPEN_DRILLS = {
    "breathing": {"long-exhale"},
    "micro-break": {"stand", "shoulder-rolls", "belly-breaths"},
    "morning": {"walk-5"},
}
"""What may be done of which program when a clinician is to be called today."""
MONDAY = datetime(2026, 1, 5, 7, 30, tzinfo=UTC)


@pytest.fixture
def clock() -> StillClock:
    return StillClock(MONDAY)


@pytest.fixture
def workspace(home: Path, clock: StillClock) -> Workspace:
    (home / "programs").mkdir(parents=True, exist_ok=True)
    (home / "programs" / "tiny.yaml").write_text(SHORT_PROGRAM)
    return Workspace(find_paths({"COACH_HOME": str(home)}), clock)


def save_check_in(workspace: Workspace, kind: CheckInKind, answers: Answers) -> None:
    form = CheckIns(workspace).form(kind)
    Logbook(workspace).write(CheckIns(workspace).entry(form, {**nothing_wrong(form), **answers}))


def lock(workspace: Workspace) -> None:
    save_check_in(workspace, "morning", {"which_alarms": ("numb_toes",)})


@pytest.mark.parametrize("days", [0, -1, -40])
@pytest.mark.parametrize("speed", [None, 1000.0])
def test_lock_holds_for_any_day_and_rehearsal(workspace: Workspace, days: int, speed: float | None) -> None:
    lock(workspace)
    on = workspace.today() + timedelta(days=days)
    for program in workspace.programs:
        if program not in OPEN_DRILLS:
            with pytest.raises(UsageError, match="numb toes"):
                Sessions(workspace).start(program, on=on, mute=True, speed=speed)
    for program, drills in OPEN_DRILLS.items():
        run = Sessions(workspace).start(program, on=on, mute=True, speed=speed)
        assert {one.drill for one in run.timeline.intervals} == drills
        run.close()


def interrupt(workspace: Workspace, clock: StillClock, program: str = "tiny") -> None:
    run = Sessions(workspace).start(program, mute=True)
    run.start()
    for _ in range(40):
        clock.advance(0.5)
        run.tick()
    run.close()


def test_health_answer_prevents_resuming_planks(workspace: Workspace, clock: StillClock) -> None:
    interrupt(workspace, clock)
    (left,) = Sessions(workspace).unfinished()
    CheckIns(workspace).answer_health(["pregnancy"])
    assert not Sessions(workspace).can_resume(left)
    with pytest.raises(UsageError, match="begun before your latest answers about health"):
        Sessions(workspace).resume(left.session.id, mute=True)
    Sessions(workspace).discard(left.session.id)
    interrupt(workspace, clock)
    (left,) = Sessions(workspace).unfinished()
    assert Sessions(workspace).can_resume(left), "it was begun as the answer has it"


def test_lock_prevents_resuming(workspace: Workspace, clock: StillClock) -> None:
    run = Sessions(workspace).start("tiny", mute=True)
    run.start()
    for _ in range(40):
        clock.advance(0.5)
        run.tick()
    run.close()
    (left,) = Sessions(workspace).unfinished()
    assert Sessions(workspace).can_resume(left)
    lock(workspace)
    assert not Sessions(workspace).can_resume(left)
    with pytest.raises(UsageError, match="training is off for now"):
        Sessions(workspace).resume(left.session.id, mute=True)
    assert Sessions(workspace).keep(left.session.id) is not None, "what was done is kept"


@pytest.mark.parametrize("without", ["its file", "a good file"])
def test_missing_program_prevents_resuming(workspace: Workspace, clock: StillClock, without: str) -> None:
    run = Sessions(workspace).start("tiny", mute=True)
    run.start()
    clock.advance(7)
    run.tick()
    run.close()
    (left,) = Sessions(workspace).unfinished()
    file = workspace.paths.programs / "tiny.yaml"
    if without == "its file":
        file.unlink()
    else:
        file.write_text("id: tiny")
    later = Workspace(workspace.paths, clock)
    assert Sessions(later).can_resume(left)
    lock(later)
    assert not Sessions(later).can_resume(left)
    with pytest.raises(UsageError, match="training is off for now"):
        Sessions(later).resume(left.session.id, mute=True)


def test_spasm_pauses_training(workspace: Workspace) -> None:
    save_check_in(workspace, "morning", {"which_alarms": ("spasm",)})
    with pytest.raises(UsageError, match="while you have a spasm"):
        Sessions(workspace).start("core", mute=True)


def test_locked_session_needs_no_check(workspace: Workspace) -> None:
    assert CheckIns(workspace).wanted_before("core")
    lock(workspace)
    assert not CheckIns(workspace).wanted_before("core")


def test_red_flags_are_asked_before_first_session(workspace: Workspace) -> None:
    first = [program for program in workspace.programs if CheckIns(workspace).wanted_before(program)]
    assert first == list(workspace.programs), "not answered means asked"
    save_check_in(workspace, "weekly", {})
    Logbook(workspace).write(Logbook(workspace).addition(replace(said_no_flags(MONDAY), kind="morning")))
    assert CheckIns(workspace).wanted_before("breathing"), "a morning that left questions open"
    save_check_in(workspace, "morning", {})
    still = [program for program in workspace.programs if CheckIns(workspace).wanted_before(program)]
    assert still == ["core", "tiny"], "core work each time"


def test_core_check_holds_for_ten_minutes(workspace: Workspace, clock: StillClock) -> None:
    save_check_in(workspace, "morning", {})
    assert CheckIns(workspace).wanted_before("core"), "a morning is another question"
    assert not CheckIns(workspace).wanted_before("breathing")
    save_check_in(workspace, "before", {})
    assert not CheckIns(workspace).wanted_before("core")
    clock.advance(10 * 60 + 1)
    assert CheckIns(workspace).wanted_before("core")


def test_lock_text_appears_once(workspace: Workspace) -> None:
    form = CheckIns(workspace).form("before")
    change = CheckIns(workspace).entry(form, {form.questions[0].id: ("numb_toes",)})
    assert isinstance(change.added, CheckIn)
    told = Logbook(workspace).effects_of(change)
    assert told[0] == "This locks training."
    assert not any("becomes locked" in sentence for sentence in told)
