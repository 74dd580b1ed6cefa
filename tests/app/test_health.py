"""The questions about health: what was ticked is kept, and does what it says."""

from __future__ import annotations

from pathlib import Path

import pytest

from coach.app.checkins import CheckIns
from coach.app.planning import program_plan
from coach.app.workspace import Workspace
from coach.errors import UsageError
from coach.model.events import CheckIn, Control, Session, SetRecord
from coach.paths import find_paths
from tests.support.commands import MONDAY, StillClock


@pytest.fixture
def workspace(home: Path) -> Workspace:
    return Workspace(find_paths({"COACH_HOME": str(home)}), StillClock(MONDAY))


def drill_of(workspace: Workspace, slot: str) -> str:
    return next(dose.drill for dose in program_plan(workspace, "core").slots if dose.slot == slot)


def test_health_is_asked_until_answered(workspace: Workspace) -> None:
    assert CheckIns(workspace).health_wanted()
    told = CheckIns(workspace).answer_health(())
    assert (told.lines, told.trouble, told.lock) == ((), None, None)
    assert not CheckIns(workspace).health_wanted()
    again = Workspace(workspace.paths, StillClock(MONDAY))
    assert again.settings.health == ()
    assert workspace.journal.events() == ()


def test_conditions_are_stored_in_settings(workspace: Workspace) -> None:
    CheckIns(workspace).answer_health(("thin_bones", "pregnancy", "heart"))
    assert workspace.settings.health == ("pregnancy", "heart")
    assert workspace.settings.osteoporosis
    assert workspace.paths.config.read_text("utf-8").splitlines() == [
        "health: [pregnancy, heart]",
        "osteoporosis: true",
    ]


@pytest.mark.parametrize("flag", ["serious_illness", "recent_fall"])
def test_red_flag_locks_training(workspace: Workspace, flag: str) -> None:
    told = CheckIns(workspace).answer_health((flag, "operation"))
    assert told.lock is not None
    assert (told.lock.tier, told.lock.flags) == ("call_this_week", (flag,))
    assert told.lines[0] == "This locks training."
    (said,) = workspace.journal.events()
    assert isinstance(said, CheckIn)
    assert said.id in told.lock.check_ins
    assert workspace.settings.health == ("operation",)


def test_beginner_starts_with_wall_drills(workspace: Workspace) -> None:
    told = CheckIns(workspace).answer_health(("new_to_exercise",))
    assert (drill_of(workspace, "plank"), drill_of(workspace, "side-plank")) == (
        "plank-wall",
        "side-plank-wall",
    )
    assert drill_of(workspace, "bird-dog") == "bird-dog"
    assert any("wall plank" in line for line in told.lines)
    levels = [event for event in workspace.journal.events() if isinstance(event, Control)]
    assert sorted((one.program, one.slot, one.drill, one.seconds) for one in levels) == [
        ("core", "plank", "plank-wall", 30),
        ("core", "side-plank", "side-plank-wall", 30),
    ]


def test_trained_user_keeps_level(workspace: Workspace) -> None:
    done = SetRecord(slot="plank", round=1, seconds=30, form="clean", pain=0)
    id_ = "01890000-0000-7000-8000-000000000001"
    session = Session(id=id_, date=MONDAY.date(), at=MONDAY, program="core", kind="core", sets=(done,))
    workspace.journal.append(session)
    CheckIns(workspace).answer_health(("new_to_exercise",))
    assert drill_of(workspace, "plank") == "plank"


def test_unwritable_settings_apply_in_memory(workspace: Workspace) -> None:
    workspace.paths.config.parent.mkdir(parents=True, exist_ok=True)
    workspace.paths.config.mkdir()
    told = CheckIns(workspace).answer_health(("heart", "thin_bones", "recent_fall"))
    assert told.trouble is not None
    assert "could not be written" in told.trouble
    assert told.lock is not None, "what matters most is in the journal"
    assert (workspace.settings.health, workspace.settings.osteoporosis) == (("heart",), True)
    assert CheckIns(Workspace(workspace.paths, StillClock(MONDAY))).health_wanted(), "asked again next time"


def test_unknown_answer_is_refused(workspace: Workspace) -> None:
    with pytest.raises(UsageError, match="'gout' is none"):
        CheckIns(workspace).answer_health(("gout",))
