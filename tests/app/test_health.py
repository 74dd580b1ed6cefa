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
def somebody(home: Path) -> Workspace:
    return Workspace(find_paths({"COACH_HOME": str(home)}), StillClock(MONDAY))


def drill_of(workspace: Workspace, slot: str) -> str:
    return next(dose.drill for dose in program_plan(workspace, "core").slots if dose.slot == slot)


def test_health_is_asked_until_answered(somebody: Workspace) -> None:
    assert CheckIns(somebody).health_wanted()
    told = CheckIns(somebody).answer_health(())
    assert (told.lines, told.trouble, told.lock) == ((), None, None)
    assert not CheckIns(somebody).health_wanted()
    again = Workspace(somebody.paths, StillClock(MONDAY))
    assert again.settings.health == ()
    assert somebody.journal.events() == ()


def test_conditions_are_stored_in_settings(somebody: Workspace) -> None:
    CheckIns(somebody).answer_health(("thin_bones", "pregnancy", "heart"))
    assert somebody.settings.health == ("pregnancy", "heart")
    assert somebody.settings.osteoporosis
    assert somebody.paths.config.read_text("utf-8").splitlines() == [
        "health: [pregnancy, heart]",
        "osteoporosis: true",
    ]


@pytest.mark.parametrize("flag", ["serious_illness", "recent_fall"])
def test_red_flag_locks_training(somebody: Workspace, flag: str) -> None:
    told = CheckIns(somebody).answer_health((flag, "operation"))
    assert told.lock is not None
    assert (told.lock.tier, told.lock.flags) == ("call_this_week", (flag,))
    assert told.lines[0] == "This locks training."
    (said,) = somebody.journal.events()
    assert isinstance(said, CheckIn)
    assert said.id in told.lock.check_ins
    assert somebody.settings.health == ("operation",)


def test_beginner_starts_with_wall_drills(somebody: Workspace) -> None:
    told = CheckIns(somebody).answer_health(("new_to_exercise",))
    assert (drill_of(somebody, "plank"), drill_of(somebody, "side-plank")) == (
        "plank-wall",
        "side-plank-wall",
    )
    assert drill_of(somebody, "bird-dog") == "bird-dog"
    assert any("wall plank" in line for line in told.lines)
    levels = [event for event in somebody.journal.events() if isinstance(event, Control)]
    assert sorted((one.program, one.slot, one.drill, one.seconds) for one in levels) == [
        ("core", "plank", "plank-wall", 30),
        ("core", "side-plank", "side-plank-wall", 30),
    ]


def test_trained_user_keeps_level(somebody: Workspace) -> None:
    done = SetRecord(slot="plank", round=1, seconds=30, form="clean", pain=0)
    id_ = "01890000-0000-7000-8000-000000000001"
    session = Session(id=id_, date=MONDAY.date(), at=MONDAY, program="core", kind="core", sets=(done,))
    somebody.journal.append(session)
    CheckIns(somebody).answer_health(("new_to_exercise",))
    assert drill_of(somebody, "plank") == "plank"


def test_unwritable_settings_apply_in_memory(somebody: Workspace) -> None:
    somebody.paths.config.parent.mkdir(parents=True, exist_ok=True)
    somebody.paths.config.mkdir()
    told = CheckIns(somebody).answer_health(("heart", "thin_bones", "recent_fall"))
    assert told.trouble is not None
    assert "could not be written" in told.trouble
    assert told.lock is not None, "what matters most is in the journal"
    assert (somebody.settings.health, somebody.settings.osteoporosis) == (("heart",), True)
    assert CheckIns(Workspace(somebody.paths, StillClock(MONDAY))).health_wanted(), "asked again next time"


def test_unknown_answer_is_refused(somebody: Workspace) -> None:
    with pytest.raises(UsageError, match="'gout' is none"):
        CheckIns(somebody).answer_health(("gout",))
