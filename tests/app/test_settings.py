"""Who may do more again goes on from what they did meanwhile, and not from what they did long ago."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from coach.app.planning import program_plan
from coach.app.settings import change_settings
from coach.app.workspace import Workspace
from coach.coaching.adjustments import RESUMED_NOTE
from coach.model.events import Control
from coach.paths import find_paths
from tests.support.commands import MONDAY, StillClock, coach

LONG = ("set_level", "core", "plank", "--drill", "plank-long-lever", "--seconds", "45")
SIDES = ("side-plank.left=30,30,30", "side-plank.right=30,30,30")


def log(home: Path, day: int, *words: str) -> None:
    clock = StillClock(MONDAY + timedelta(days=day))
    assert coach("log", *words, "--yes", home=home, clock=clock).status == 0


def opened(home: Path, day: int) -> Workspace:
    return Workspace(find_paths({"COACH_HOME": str(home)}), StillClock(MONDAY + timedelta(days=day)))


def plank_of(one: Workspace) -> tuple[str, int | None]:
    dose = program_plan(one, "core").slots[0]
    return dose.drill, dose.full_seconds


def answer(home: Path, day: int, health: str) -> Workspace:
    one = opened(home, day)
    change_settings(one, {"health": health})
    return one


def test_wall_level_stays_after_setting(home: Path) -> None:
    log(home, 0, *LONG)
    log(home, 0, "session", "core", "plank=45,45,45", *SIDES, "--pain", "0")
    answer(home, 1, "[pregnancy]").close()
    for day in (2, 9, 16, 23):
        log(home, day, "session", "core", "--as-asked", "--pain", "0")
    one = opened(home, 24)
    assert plank_of(one) == ("plank-wall", 30)
    change_settings(one, {"health": "[]"})
    assert plank_of(one) == ("plank-wall", 30)
    assert program_plan(one, "core").slots[-1].drill == "march-bags"
    assert "while an answer about your health held" in program_plan(one, "core").slots[0].reasons[0].text
    notes = [event.note for event in one.journal.events() if isinstance(event, Control)]
    assert notes.count(RESUMED_NOTE) == 3
    one.close()


def test_reverted_setting_changes_no_level(home: Path) -> None:
    log(home, 0, *LONG)
    log(home, 0, "session", "core", "plank=45,45,45", *SIDES, "--pain", "0")
    for health in ("[pregnancy]", "[heart]"):
        answer(home, 1, health).close()
        one = answer(home, 1, "[]")
        assert plank_of(one) == ("plank-long-lever", 45)
        one.close()


def test_short_holds_stay_after_setting(home: Path) -> None:
    log(home, 0, "set_level", "core", "plank", "--seconds", "60")
    log(home, 0, "session", "core", "plank=60,60,60", *SIDES, "--pain", "0")
    answer(home, 1, "[heart]").close()
    log(home, 2, "session", "core", "--as-asked", "--pain", "0")
    one = opened(home, 4)
    assert plank_of(one) == ("plank", 20)
    change_settings(one, {"health": "[]"})
    assert plank_of(one) == ("plank", 20)
    one.close()


def test_unrelated_settings_write_no_event(home: Path) -> None:
    answer(home, 0, "[heart]").close()
    log(home, 0, "session", "core", "--as-asked", "--pain", "0")
    one = opened(home, 1)
    change_settings(one, {"units": "lb"})
    change_settings(one, {"health": "[heart, joint_replacement]"})
    assert not [event for event in one.journal.events() if isinstance(event, Control)]
    one.close()


def test_setting_is_written_under_lock(home: Path) -> None:
    log(home, 0, *LONG)
    answer(home, 1, "[operation]").close()
    log(home, 2, "session", "core", "--as-asked", "--pain", "0")
    log(home, 3, "morning", "--flag", "numb_toes")
    one = answer(home, 4, "[]")
    drills = {event.drill for event in one.journal.events() if isinstance(event, Control) and event.note}
    assert drills == {"plank-wall", "side-plank-wall", "march-bags"}
    one.close()
