"""The weight that is asked for before something is carried for the first time."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from coach.app.corrections import sets_as_asked
from coach.app.planning import program_plan
from coach.app.sessions import LIGHTEST, Sessions
from coach.app.settings import change_settings
from coach.app.workspace import Workspace
from coach.journal.codec import new_id
from coach.model.events import Session
from coach.paths import find_paths
from tests.support.commands import MONDAY, StillClock


def opened(home: Path, settings: str = "health: []\n") -> Workspace:
    home.mkdir(exist_ok=True)
    (home / "config.yaml").write_text(settings)
    return Workspace(find_paths({"COACH_HOME": str(home)}), StillClock(MONDAY))


def test_weight_is_wanted_until_it_is_known(home: Path) -> None:
    workspace = opened(home)
    assert Sessions(workspace).wants_weight("core")
    assert not Sessions(workspace).wants_weight("morning")
    change_settings(workspace, {"carry": LIGHTEST})
    assert not Sessions(workspace).wants_weight("core")
    run = Sessions(workspace).start("core", mute=True)
    run.close()
    assert run.introduction.carried == ("Farmer carry: 2 kg a hand.",)


def test_weight_is_not_wanted_where_nothing_is_carried(home: Path) -> None:
    assert not Sessions(opened(home, "health: [pregnancy]\n")).wants_weight("core")


def test_weight_is_not_wanted_after_the_first_carry(home: Path) -> None:
    workspace = opened(home)
    before = MONDAY - timedelta(days=3)
    sets = sets_as_asked(program_plan(workspace, "core", before.date()), pain=0)
    workspace.journal.append(
        Session(id=new_id(before), date=before.date(), at=before, program="core", kind="core", sets=sets)
    )
    assert not Sessions(workspace).wants_weight("core")


def test_rehearsal_without_a_weight_has_the_lightest_one(home: Path) -> None:
    workspace = opened(home)
    run = Sessions(workspace).start("core", mute=True, speed=5)
    run.close()
    assert run.introduction.carried == ("Farmer carry: 2 kg a hand.",)
    assert run.notes == ("No weight was said. This rehearsal has 2 kg a hand.",)
    assert workspace.settings.carry_kg is None
    change_settings(workspace, {"carry": "4kg"})
    run = Sessions(workspace).start("core", mute=True, speed=5)
    run.close()
    assert (run.introduction.carried, run.notes) == (("Farmer carry: 4 kg a hand.",), ())
