"""Check-ins of one person, from the question to the journal."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from coach.app.checkins import CheckIns
from coach.app.corrections import Logbook
from coach.app.settings import change_settings
from coach.app.workspace import Workspace
from coach.errors import UsageError
from coach.guide.pages import checklists
from coach.model.events import CheckIn
from coach.model.forms import Answers
from coach.model.settings import Settings
from coach.paths import find_paths
from tests.support.answered import nothing_wrong
from tests.support.commands import StillClock

MONDAY = datetime(2026, 1, 5, 7, 30, tzinfo=UTC)
SUNDAY = MONDAY + timedelta(days=6)


def workspace_at(home: Path, moment: datetime = MONDAY) -> Workspace:
    return Workspace(find_paths({"COACH_HOME": str(home)}), StillClock(moment))


def answer(one: Workspace, answers: Answers | None = None, on: date | None = None) -> CheckIn:
    """Fill in the morning and write it down."""
    form = CheckIns(one).form("morning", on=on)
    change = CheckIns(one).entry(form, {**nothing_wrong(form), **(answers or {})}, on=on)
    Logbook(one).write(change)
    assert isinstance(change.added, CheckIn)
    return change.added


def asked(one: Workspace) -> list[str]:
    return [due.checklist or due.kind for due in CheckIns(one).due()]


def test_morning_is_due_until_answered(home: Path) -> None:
    one = workspace_at(home)
    assert asked(one) == ["morning"]
    said = answer(one)
    assert (said.date, said.at, said.stiff) == (MONDAY.date(), MONDAY, False)
    assert asked(one) == []


def test_forgotten_morning_is_saved_for_its_day(home: Path) -> None:
    answer(workspace_at(home), {"stiff": True})
    wednesday = workspace_at(home, MONDAY + timedelta(days=2))
    answer(wednesday, {"stiff": True})
    tuesday = CheckIns(wednesday).forgotten_morning()
    assert tuesday == date(2026, 1, 6)
    answer(wednesday, {"stiff": True}, on=tuesday)
    assert CheckIns(wednesday).forgotten_morning() is None
    assert "sleep" in asked(wednesday), "three stiff mornings in a row"


def test_preview_shows_effect_before_writing(home: Path) -> None:
    one = workspace_at(home)
    form = CheckIns(one).form("morning")
    answers: Answers = {**nothing_wrong(form), "signs": True, "which_signs": ("tug",)}
    change = CheckIns(one).entry(form, answers)
    assert any("2 x 30 s" in line or "lighter" in line.lower() for line in Logbook(one).effects_of(change))
    assert asked(one) == ["morning"]


def test_end_is_asked_during_spasm(home: Path) -> None:
    one = workspace_at(home)
    assert CheckIns(one).form("morning").questions[0].id == "stiff"
    answer(one, {"which_alarms": ("spasm",)})
    form = CheckIns(one).form("morning")
    assert form.questions[0].id == "spasm"


def test_weekly_review_starts_from_journal(home: Path) -> None:
    for day in range(4):
        answer(workspace_at(home, MONDAY + timedelta(days=day)))
    sunday = workspace_at(home, SUNDAY)
    assert "weekly" in asked(sunday)
    assert CheckIns(sunday).form("weekly").closing == ("4 mornings noted this week, none of them stiff.",)


def test_review_day_and_event_come_from_settings(home: Path) -> None:
    answer(workspace_at(home))
    friday = workspace_at(home, MONDAY + timedelta(days=4))
    assert "weekly" not in asked(friday)
    change_settings(friday, {"review_day": "fri", "event_date": "2026-01-09"})
    assert {"weekly", "event-day"} <= set(asked(friday))
    assert friday.settings.event_from == date(2026, 1, 9)


def test_day_of_entry_of_an_event(home: Path) -> None:
    workspace = workspace_at(home)
    change_settings(workspace, {"event_date": "2026-05-01"})
    entered = workspace.settings.event_from
    later = workspace_at(home, MONDAY + timedelta(days=9))
    change_settings(later, {"event_date": "2026-05-01"})
    assert later.settings.event_from == entered == date(2026, 1, 5)
    change_settings(later, {"event_date": "2026-06-01"})
    assert later.settings.event_from == date(2026, 1, 14)
    change_settings(later, {"event_date": None})
    assert later.settings.event_from is None


@pytest.mark.parametrize("checklist", checklists())
def test_checklist_is_answered_alone(checklist: str, home: Path) -> None:
    one = workspace_at(home)
    form = CheckIns(one).form("monthly", checklist)
    first = checklists()[checklist].items[0].id
    Logbook(one).write(CheckIns(one).entry(form, {}, ticked=(first,)))
    kept = one.journal.events()[-1]
    assert isinstance(kept, CheckIn)
    assert (kept.checklists, kept.ticked, kept.tread_ok) == ((checklist,), (first,), None)


def test_invalid_answers_are_reported(home: Path) -> None:
    one = workspace_at(home)
    form = CheckIns(one).form("morning")
    with pytest.raises(UsageError, match="This one wants an answer"):
        CheckIns(one).entry(form, {})
    with pytest.raises(UsageError, match="has not come yet"):
        CheckIns(one).entry(form, nothing_wrong(form), on=date(2026, 1, 6))
    with pytest.raises(UsageError, match="there is no checklist 'wings'"):
        CheckIns(one).form("monthly", "wings")


def test_changed_settings_apply_at_once(home: Path) -> None:
    one = workspace_at(home)
    before = one.program("morning")
    assert one.settings == Settings()
    assert change_settings(one, {"osteoporosis": "true"}) is True
    assert one.settings == Settings(osteoporosis=True)
    assert one.program("morning") != before
