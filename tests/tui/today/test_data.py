"""The day as it comes from a real home: programs, check-ins, and what an answer changes."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from coach.app.checkins import CheckIns
from coach.app.corrections import ask_as_usual, ask_less
from coach.app.history import week_summary
from coach.app.planning import DayPlanner, TrainingLock
from coach.app.sessions import Sessions
from coach.app.settings import change_settings
from coach.app.workspace import Workspace
from coach.errors import CoachError
from coach.guide.pages import checklists
from coach.paths import find_paths
from coach.tui.today.data import DoseLine, TodayReader
from tests.support.answered import nothing_wrong
from tests.support.commands import MONDAY, StillClock


@pytest.fixture
def clock() -> StillClock:
    """Half past seven on a Monday."""
    return StillClock(MONDAY)


@pytest.fixture
def workspace(home: Path, clock: StillClock) -> Workspace:
    """Somebody with an empty home."""
    return Workspace(find_paths({"COACH_HOME": str(home)}), clock)


@pytest.fixture
def reader(workspace: Workspace) -> TodayReader:
    """Reads their day."""
    return TodayReader(workspace)


@pytest.fixture
def check_ins(workspace: Workspace) -> CheckIns:
    """Asks them."""
    return CheckIns(workspace)


def test_home_is_empty_until_first_write(
    reader: TodayReader, check_ins: CheckIns, workspace: Workspace
) -> None:
    assert reader.is_empty_home()
    assert reader.day().first
    assert not reader.is_empty_home()
    assert reader.day().first
    check_ins.note(check_ins.form("before"), {"which_alarms": ()})
    assert not reader.day().first
    workspace.close()


def test_settings_make_home_not_empty(reader: TodayReader, workspace: Workspace) -> None:
    change_settings(workspace, {"sport": "run"})
    assert not reader.is_empty_home()
    assert workspace.settings.sport == "run"


def test_plain_monday(reader: TodayReader) -> None:
    day = reader.day()
    core = next(one for one in day.programs if one.id == "core")
    assert core.waits
    assert (core.block, core.week, core.weeks) == (1, 1, 5)
    assert core.minutes is not None and 10 <= core.minutes <= 25
    assert [one.name for one in core.doses][:2] == ["Plank", "Side plank"]
    assert core.doses[1].amount == "3 × 30 s a side, left first"
    assert core.doses[0].reasons == ("The starting dose of this program.",)
    assert (day.position.weeks, day.position.phase) == (5, "build")
    waiting = [one.waits for one in day.programs]
    assert waiting == sorted(waiting, reverse=True)
    assert not next(one for one in day.programs if one.id == "micro-break").waits


def test_less_of_a_drill_is_offered_and_taken_back(reader: TodayReader, workspace: Workspace) -> None:
    def plank() -> DoseLine:
        core = next(one for one in reader.day().programs if one.id == "core")
        return core.doses[0]

    usual = plank()
    assert (usual.slot, usual.easier, usual.is_easier) == ("plank", "knee plank, 3 × 30 s", False)
    ask_less(workspace, "core", ("plank", "side-plank"))
    less = plank()
    assert (less.name, less.easier, less.is_easier) == ("Knee plank", "", True)
    ask_as_usual(workspace, "core", "plank")
    ask_as_usual(workspace, "core", "plank")
    assert plank() == usual


def test_morning_is_asked_once(reader: TodayReader, check_ins: CheckIns, clock: StillClock) -> None:
    form = reader.day().morning
    assert form is not None
    noted = check_ins.note(form, nothing_wrong(form))
    assert (noted.lines, noted.care, noted.stops) == ((), (), False)
    assert reader.day().morning is None
    clock.advance(timedelta(days=1).total_seconds())
    assert reader.day().morning is not None


def test_forgotten_morning_is_offered(reader: TodayReader, check_ins: CheckIns, clock: StillClock) -> None:
    form = check_ins.form("morning")
    check_ins.note(form, nothing_wrong(form))
    clock.advance(timedelta(days=2).total_seconds())
    offered = [one for one in reader.day().check_ins if one.on is not None]
    assert [one.title for one in offered] == ["The morning of yesterday"]
    check_ins.note(form, nothing_wrong(form), on=offered[0].on)
    assert [one for one in reader.day().check_ins if one.on is not None] == []


def test_sleep_replaces_first_event(reader: TodayReader, check_ins: CheckIns, workspace: Workspace) -> None:
    form = check_ins.form("morning")
    first = check_ins.note(form, nothing_wrong(form))
    check_ins.note(form, {**nothing_wrong(form), "sleep_hours": 7.5}, instead_of=first.id)
    row = next(row for row in week_summary(workspace).table.rows if row.id == "sleep")
    assert row.done == 1
    assert reader.day().morning is None


def test_tug_lightens_today(reader: TodayReader, check_ins: CheckIns) -> None:
    form = check_ins.form("morning")
    answers = {**nothing_wrong(form), "signs": True, "which_signs": ("tug",)}
    noted = check_ins.note(form, answers)
    assert any("early light week" in line for line in noted.lines)
    day = reader.day()
    assert day.position.phase == "early_deload"
    core = next(one for one in day.programs if one.id == "core")
    assert core.doses[0].usual == "usually 3 × 30 s"
    assert any(one.checklist == "sleep" and one.due for one in day.check_ins)
    assert day.notices


def test_red_flag_locks_all_but_allowed_drills(
    reader: TodayReader, check_ins: CheckIns, workspace: Workspace
) -> None:
    noted = check_ins.note(check_ins.form("before"), {"which_alarms": ("numb_toes",)})
    assert noted.stops
    assert "numb toes" in noted.care[0]
    day = reader.day()
    assert day.care == noted.care == TrainingLock(workspace, DayPlanner(workspace)).care()
    assert day.position.phase == "locked"
    assert {one.id for one in day.programs if not one.closed} == {"breathing", "morning", "micro-break"}
    assert [one.id for one in day.programs if one.waits] == ["breathing"]
    assert day.morning is None
    with pytest.raises(CoachError):
        Sessions(workspace).start("core", mute=True)


def test_spasm_stops_core_work(reader: TodayReader, check_ins: CheckIns) -> None:
    noted = check_ins.note(check_ins.form("before"), {"which_alarms": ("spasm",)})
    assert noted.stops
    core = next(one for one in reader.day().programs if one.id == "core")
    assert core.closed == "This waits until the spasm has gone."


def test_core_asks_unless_just_answered(check_ins: CheckIns, clock: StillClock) -> None:
    assert check_ins.wanted_before("core")
    assert check_ins.wanted_before("breathing"), "before the first session of any kind"
    assert not check_ins.wanted_before("no-such-program")
    check_ins.note(check_ins.form("before"), {"which_alarms": ()})
    assert not check_ins.wanted_before("breathing")
    assert not check_ins.wanted_before("core")
    clock.advance(11 * 60)
    assert check_ins.wanted_before("core")


def test_every_check_in_is_listed(reader: TodayReader, check_ins: CheckIns) -> None:
    cards = reader.day().check_ins
    assert {(one.kind, one.checklist) for one in cards} >= {
        ("morning", None),
        ("weekly", None),
        ("monthly", None),
        ("monthly", "sleep"),
        ("monthly", "desk"),
        ("monthly", "home"),
    }
    for card in cards:
        form = check_ins.form(card.kind, card.checklist)
        for checklist in form.checklists:
            assert checklists()[checklist].items


def test_weekly_has_figures(check_ins: CheckIns) -> None:
    lines = check_ins.week_figures()
    habits = [line.partition(":")[0] for line in lines[:6]]
    assert habits == ["Stand", "Brace", "Strengthen", "Ease", "Feed", "Sleep"]
    assert "Strengthen: 0 of 3 core sessions." in lines
    assert [line.partition(":")[0] for line in lines[6:]] == [
        "· Brisk cardio",
        "· Two hip drills a day",
        "· A look at your shoes each month",
    ]
