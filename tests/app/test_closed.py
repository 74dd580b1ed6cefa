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
def somebody(home: Path, clock: StillClock) -> Workspace:
    (home / "programs").mkdir(parents=True, exist_ok=True)
    (home / "programs" / "tiny.yaml").write_text(SHORT_PROGRAM)
    return Workspace(find_paths({"COACH_HOME": str(home)}), clock)


def say(workspace: Workspace, kind: CheckInKind, answers: Answers) -> None:
    form = CheckIns(workspace).form(kind)
    Logbook(workspace).write(CheckIns(workspace).entry(form, {**nothing_wrong(form), **answers}))


def lock(workspace: Workspace) -> None:
    say(workspace, "morning", {"which_alarms": ("numb_toes",)})


@pytest.mark.parametrize("days", [0, -1, -40])
@pytest.mark.parametrize("speed", [None, 1000.0])
def test_lock_holds_for_any_day_and_rehearsal(somebody: Workspace, days: int, speed: float | None) -> None:
    lock(somebody)
    on = somebody.today() + timedelta(days=days)
    for program in somebody.programs:
        if program not in OPEN_DRILLS:
            with pytest.raises(UsageError, match="numb toes"):
                Sessions(somebody).start(program, on=on, mute=True, speed=speed)
    for program, drills in OPEN_DRILLS.items():
        run = Sessions(somebody).start(program, on=on, mute=True, speed=speed)
        assert {one.drill for one in run.timeline.intervals} == drills
        run.close()


def break_off(workspace: Workspace, clock: StillClock, program: str = "tiny") -> None:
    run = Sessions(workspace).start(program, mute=True)
    run.start()
    for _ in range(40):
        clock.advance(0.5)
        run.tick()
    run.close()


def test_health_answer_prevents_resuming_planks(somebody: Workspace, clock: StillClock) -> None:
    break_off(somebody, clock)
    (left,) = Sessions(somebody).unfinished()
    CheckIns(somebody).answer_health(["pregnancy"])
    assert not Sessions(somebody).can_resume(left)
    with pytest.raises(UsageError, match="begun before your latest answers about health"):
        Sessions(somebody).resume(left.session.id, mute=True)
    Sessions(somebody).discard(left.session.id)
    break_off(somebody, clock)
    (left,) = Sessions(somebody).unfinished()
    assert Sessions(somebody).can_resume(left), "it was begun as the answer has it"


def test_lock_prevents_resuming(somebody: Workspace, clock: StillClock) -> None:
    run = Sessions(somebody).start("tiny", mute=True)
    run.start()
    for _ in range(40):
        clock.advance(0.5)
        run.tick()
    run.close()
    (left,) = Sessions(somebody).unfinished()
    assert Sessions(somebody).can_resume(left)
    lock(somebody)
    assert not Sessions(somebody).can_resume(left)
    with pytest.raises(UsageError, match="training is off for now"):
        Sessions(somebody).resume(left.session.id, mute=True)
    assert Sessions(somebody).keep(left.session.id) is not None, "what was done is kept"


@pytest.mark.parametrize("without", ["its file", "a good file"])
def test_missing_program_prevents_resuming(somebody: Workspace, clock: StillClock, without: str) -> None:
    run = Sessions(somebody).start("tiny", mute=True)
    run.start()
    clock.advance(7)
    run.tick()
    run.close()
    (left,) = Sessions(somebody).unfinished()
    file = somebody.paths.programs / "tiny.yaml"
    if without == "its file":
        file.unlink()
    else:
        file.write_text("id: tiny")
    later = Workspace(somebody.paths, clock)
    assert Sessions(later).can_resume(left)
    lock(later)
    assert not Sessions(later).can_resume(left)
    with pytest.raises(UsageError, match="training is off for now"):
        Sessions(later).resume(left.session.id, mute=True)


def test_spasm_pauses_training(somebody: Workspace) -> None:
    say(somebody, "morning", {"which_alarms": ("spasm",)})
    with pytest.raises(UsageError, match="while you have a spasm"):
        Sessions(somebody).start("core", mute=True)


def test_locked_session_needs_no_check(somebody: Workspace) -> None:
    assert CheckIns(somebody).wanted_before("core")
    lock(somebody)
    assert not CheckIns(somebody).wanted_before("core")


def test_red_flags_are_asked_before_first_session(somebody: Workspace) -> None:
    first = [program for program in somebody.programs if CheckIns(somebody).wanted_before(program)]
    assert first == list(somebody.programs), "not answered means asked"
    say(somebody, "weekly", {})
    Logbook(somebody).write(Logbook(somebody).addition(replace(said_no_flags(MONDAY), kind="morning")))
    assert CheckIns(somebody).wanted_before("breathing"), "a morning that left questions open"
    say(somebody, "morning", {})
    still = [program for program in somebody.programs if CheckIns(somebody).wanted_before(program)]
    assert still == ["core", "tiny"], "core work each time"


def test_core_check_holds_for_ten_minutes(somebody: Workspace, clock: StillClock) -> None:
    say(somebody, "morning", {})
    assert CheckIns(somebody).wanted_before("core"), "a morning is another question"
    assert not CheckIns(somebody).wanted_before("breathing")
    say(somebody, "before", {})
    assert not CheckIns(somebody).wanted_before("core")
    clock.advance(10 * 60 + 1)
    assert CheckIns(somebody).wanted_before("core")


def test_lock_text_appears_once(somebody: Workspace) -> None:
    form = CheckIns(somebody).form("before")
    change = CheckIns(somebody).entry(form, {form.questions[0].id: ("numb_toes",)})
    assert isinstance(change.added, CheckIn)
    told = Logbook(somebody).effect(change)
    assert told[0] == "This locks training."
    assert not any("becomes locked" in sentence for sentence in told)
