"""The day as it comes from a real home: programs, check-ins, and what an answer changes."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from coach.app.weeks import week_summary
from coach.app.workspace import Workspace
from coach.errors import CoachError
from coach.paths import find_paths
from coach.tui.desk import CoachDesk
from coach.tui.desk_today import CoachTodayDesk
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
def days(workspace: Workspace) -> CoachTodayDesk:
    """Their day."""
    return CoachDesk(workspace).days


def test_an_empty_home_is_one_until_something_is_written(days: CoachTodayDesk, workspace: Workspace) -> None:
    assert days.is_empty_home()
    assert days.day().first
    assert not days.is_empty_home()
    assert days.day().first
    days.note(days.form("before"), {"which_alarms": ()})
    assert not days.day().first
    workspace.close()


def test_settings_alone_make_a_home(days: CoachTodayDesk, workspace: Workspace) -> None:
    days.change_settings({"sport": "run"})
    assert not days.is_empty_home()
    assert workspace.settings.sport == "run"


def test_a_plain_monday(days: CoachTodayDesk) -> None:
    day = days.day()
    core = next(one for one in day.programs if one.id == "core")
    assert core.waits
    assert (core.block, core.week, core.weeks) == (1, 1, 5)
    assert core.minutes is not None and 10 <= core.minutes <= 25
    assert [one.name for one in core.doses][:2] == ["Plank", "Side plank"]
    assert core.doses[1].amount == "3 × 30 s a side, left first"
    assert core.doses[0].reasons == ("The starting dose of this program.",)
    assert (day.place.weeks, day.place.phase) == (5, "build")
    waiting = [one.waits for one in day.programs]
    assert waiting == sorted(waiting, reverse=True)
    assert not next(one for one in day.programs if one.id == "micro-break").waits


def test_the_morning_is_asked_once_a_day(days: CoachTodayDesk, clock: StillClock) -> None:
    form = days.day().morning
    assert form is not None
    noted = days.note(form, nothing_wrong(form))
    assert (noted.lines, noted.care, noted.stops) == ((), (), False)
    assert days.day().morning is None
    clock.advance(timedelta(days=1).total_seconds())
    assert days.day().morning is not None


def test_a_forgotten_morning_is_offered(days: CoachTodayDesk, clock: StillClock) -> None:
    form = days.form("morning")
    days.note(form, nothing_wrong(form))
    clock.advance(timedelta(days=2).total_seconds())
    offered = [one for one in days.day().check_ins if one.on is not None]
    assert [one.title for one in offered] == ["The morning of yesterday"]
    days.note(form, nothing_wrong(form), on=offered[0].on)
    assert [one for one in days.day().check_ins if one.on is not None] == []


def test_sleep_takes_the_place_of_what_was_written_first(days: CoachTodayDesk, workspace: Workspace) -> None:
    form = days.form("morning")
    first = days.note(form, nothing_wrong(form))
    days.note(form, {**nothing_wrong(form), "sleep_hours": 7.5}, instead_of=first.id)
    row = next(row for row in week_summary(workspace).table.rows if row.id == "sleep")
    assert row.done == 1
    assert days.day().morning is None


def test_a_tug_makes_today_lighter_and_says_so(days: CoachTodayDesk) -> None:
    form = days.form("morning")
    answers = {**nothing_wrong(form), "signs": True, "which_signs": ("tug",)}
    noted = days.note(form, answers)
    assert any("early light week" in line for line in noted.lines)
    day = days.day()
    assert day.place.phase == "early_deload"
    core = next(one for one in day.programs if one.id == "core")
    assert core.doses[0].usual == "usually 3 × 30 s"
    assert any(one.checklist == "sleep" and one.due for one in day.check_ins)
    assert day.notices


def test_a_red_flag_locks_the_day_but_for_what_its_drills_allow(
    days: CoachTodayDesk, workspace: Workspace
) -> None:
    noted = days.note(days.form("before"), {"which_alarms": ("numb_toes",)})
    assert noted.stops
    assert "numb toes" in noted.care[0]
    day = days.day()
    assert day.care == noted.care == tuple(days.care())
    assert day.place.phase == "locked"
    assert {one.id for one in day.programs if not one.closed} == {"breathing", "morning", "micro-break"}
    assert [one.id for one in day.programs if one.waits] == ["breathing"]
    assert day.morning is None
    with pytest.raises(CoachError):
        CoachDesk(workspace).open_run("core", mute=True)


def test_a_spasm_stops_core_work(days: CoachTodayDesk) -> None:
    noted = days.note(days.form("before"), {"which_alarms": ("spasm",)})
    assert noted.stops
    core = next(one for one in days.day().programs if one.id == "core")
    assert core.closed == "This waits until the spasm has gone."


def test_before_core_it_is_asked_unless_just_answered(days: CoachTodayDesk, clock: StillClock) -> None:
    assert days.asks_before("core")
    assert days.asks_before("breathing"), "before the first session of any kind"
    assert not days.asks_before("no-such-program")
    days.note(days.form("before"), {"which_alarms": ()})
    assert not days.asks_before("breathing")
    assert not days.asks_before("core")
    clock.advance(11 * 60)
    assert days.asks_before("core")


def test_every_check_in_can_be_reached(days: CoachTodayDesk) -> None:
    cards = days.day().check_ins
    assert {(one.kind, one.checklist) for one in cards} >= {
        ("morning", None),
        ("weekly", None),
        ("monthly", None),
        ("monthly", "sleep"),
        ("monthly", "desk"),
        ("monthly", "home"),
    }
    for card in cards:
        form = days.form(card.kind, card.checklist)
        for checklist in form.checklists:
            assert days.checklist(checklist).items


def test_the_week_is_told_in_figures(days: CoachTodayDesk) -> None:
    lines = days.numbers_of_the_week()
    habits = [line.partition(":")[0] for line in lines[:6]]
    assert habits == ["Stand", "Brace", "Strengthen", "Ease", "Feed", "Sleep"]
    assert "Strengthen: 0 of 3 core sessions." in lines
    assert [line.partition(":")[0] for line in lines[6:]] == [
        "· Brisk cardio",
        "· Two hip drills a day",
        "· A look at your shoes each month",
    ]
