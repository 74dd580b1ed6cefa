"""What was ticked of a checklist is ticked the next time, whether in a check-in or on its page."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from coach.coaching.checkins import last_review, prefilled_items
from coach.errors import UsageError
from coach.model.events import CheckIn, SetRecord
from coach.tui.checkin.screen import CheckInScreen
from coach.tui.guide.screen import read_ticks
from coach.tui.history.entry_forms import set_form
from tests.tui.rig import MONDAY, Rig

DAY = MONDAY.date()


def looked(checklist: str, *ticked: str, at: datetime = MONDAY) -> CheckIn:
    """A checklist that was gone through."""
    return CheckIn(
        id=f"01890000-0000-7000-8000-{at:%j%H}0000000",
        date=at.date(),
        at=at,
        kind="monthly",
        checklists=(checklist,),
        ticked=ticked,
    )


def test_latest_checklist_counts_in_any_order() -> None:
    first = looked("desk", "desk.eyes", "desk.feet", at=MONDAY - timedelta(days=9))
    last = looked("desk", "desk.elbows")
    for events in ([first, last], [last, first]):
        assert last_review(events, DAY, "desk") == last
        assert prefilled_items(events, DAY, "desk") == ("desk.elbows",)
    assert last_review([first, last], DAY, "home") is None
    assert prefilled_items([first, last], DAY - timedelta(days=1), "desk") == ("desk.eyes", "desk.feet")


@pytest.mark.parametrize(("days", "turned"), [(0, True), (90, True), (91, False)])
def test_old_mattress_tick_expires(days: int, turned: bool) -> None:
    said = looked("sleep", "sleep.turned", "sleep.dark", at=MONDAY - timedelta(days=days))
    assert ("sleep.turned" in prefilled_items([said], DAY, "sleep")) is turned
    assert "sleep.dark" in prefilled_items([said], DAY, "sleep")


def test_event_day_ticks_are_for_one_day() -> None:
    said = looked("event-day", "event-day.water")
    assert prefilled_items([said], DAY, "event-day") == ("event-day.water",)
    assert prefilled_items([said], date(2026, 1, 11), "event-day") == ()


async def test_check_in_starts_with_last_ticks(tmp_path: Path) -> None:
    rig = Rig(tmp_path / "home")
    rig.write(looked("desk", "desk.elbows", "desk.breaks", at=MONDAY - timedelta(days=3)))
    async with rig.opened() as pilot:
        screen = CheckInScreen(rig.app.check_ins, "monthly", "desk")
        await rig.app.push_screen(screen)
        assert rig.text().count("☑") == 2
        await pilot.press("1", "2", "enter")
        await pilot.pause()
    said = [one for one in rig.workspace.journal.events() if isinstance(one, CheckIn)]
    assert set(max(said, key=lambda one: one.at).ticked) == {"desk.breaks", "desk.eyes"}


async def test_removing_all_ticks_is_kept(tmp_path: Path) -> None:
    rig = Rig(tmp_path / "home")
    rig.write(looked("home", "home.sink", at=MONDAY - timedelta(days=3)))
    async with rig.opened() as pilot:
        await rig.app.push_screen(CheckInScreen(rig.app.check_ins, "monthly", "home"))
        await pilot.press("3", "enter")
        await pilot.pause()
    assert read_ticks(rig.workspace, "home").ticked == ()


def test_load_is_corrected_in_shown_units() -> None:
    done = SetRecord(slot="farmer-carry", seconds=30, load_kg=8.0)
    form = set_form("Farmer carry", done, 2, "lb")
    shown = {field.name: field.value for field in form._fields}
    assert shown["load_kg"] == "17.6"
    assert form._read(shown) == {}, "what was left as it is stays exact"
    assert form._read({**shown, "load_kg": "20"}) == {"sets.2.load_kg": pytest.approx(9.072)}
    assert form._read({**shown, "load_kg": "9kg"}) == {"sets.2.load_kg": 9.0}
    with pytest.raises(UsageError):
        form._read({**shown, "load_kg": "heavy"})
