"""Which check-ins a day asks for, and which forgotten morning can be filled in."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

import pytest

from coach.coaching.checkins import EVENT_DAY, MATTRESS_TURNED, SLEEP, checkins_due, forgotten_morning
from coach.guide.pages import checklists
from coach.model.events import CheckIn, Event, Tombstone
from coach.model.program import Weekday
from tests.factories import TUESDAY, check_in, moment, new_id

LONG_AGO = TUESDAY - timedelta(days=60)
SUNDAY = TUESDAY - timedelta(days=2)


def morning(day: date, *, stiff: bool = False, tug: bool | None = None) -> CheckIn:
    return check_in(day, stiff=stiff, tug=tug)


def asked(
    events: Sequence[Event], on: date = TUESDAY, review_day: Weekday = "sun", event_date: date | None = None
) -> list[str]:
    """What is due, by its kind, or by its checklist where it is one."""
    due = checkins_due(events, on, review_day=review_day, event_date=event_date)
    return [one.checklist or one.kind for one in due]


def settled(*more: Event) -> list[Event]:
    """A journal that began long ago, with every check-in answered."""
    return [
        check_in(LONG_AGO, stiff=False),
        check_in(TUESDAY, stiff=False),
        check_in(SUNDAY, kind="weekly"),
        check_in(SUNDAY, kind="monthly", tread_ok=True),
        *more,
    ]


def test_first_day_asks_for_morning_only() -> None:
    assert asked([]) == ["morning"]
    assert asked([morning(TUESDAY)]) == []


def test_nothing_due_when_all_answered() -> None:
    assert asked(settled()) == []


def test_stiffness_answer_completes_morning() -> None:
    assert asked([check_in(TUESDAY, kind="before", spasm=False)]) == ["morning"]
    assert asked([check_in(TUESDAY, kind="weekly", stiff=True)]) == []
    mistaken = morning(TUESDAY)
    taken_back = Tombstone(id=new_id(), at=moment(TUESDAY, "09:00"), target=mistaken.id)
    assert asked([mistaken, taken_back]) == ["morning"]


def test_weekly_is_due_until_answered() -> None:
    events = [
        morning(LONG_AGO),
        check_in(SUNDAY - timedelta(days=7), kind="weekly"),
        check_in(SUNDAY, tread_ok=True),
    ]
    saturday = SUNDAY - timedelta(days=1)
    assert "weekly" not in asked(events, saturday)
    assert "weekly" in asked(events, SUNDAY)
    assert "weekly" in asked(events, TUESDAY)
    assert "weekly" not in asked([*events, check_in(SUNDAY, kind="weekly")], TUESDAY)
    assert "weekly" in asked(events, saturday, review_day="fri")


def test_weekly_is_not_due_on_first_review_day() -> None:
    events = [morning(SUNDAY)]
    assert "weekly" not in asked(events, SUNDAY)
    assert "weekly" in asked(events, SUNDAY + timedelta(days=7))


def test_shoes_monthly_after_first_week() -> None:
    first = morning(TUESDAY - timedelta(days=6))
    assert "monthly" not in asked([first])
    assert "monthly" in asked([first], TUESDAY + timedelta(days=1))
    looked = check_in(TUESDAY, kind="monthly", tread_ok=False)
    assert "monthly" not in asked([first, looked], TUESDAY + timedelta(days=29))
    assert "monthly" in asked([first, looked], TUESDAY + timedelta(days=30))


def test_warning_sign_brings_sleep_checklist_once() -> None:
    tug = morning(TUESDAY, tug=True)
    assert SLEEP in asked(settled(tug))
    gone_through = check_in(TUESDAY, kind="monthly", checklists=(SLEEP,))
    assert SLEEP not in asked(settled(tug, gone_through))
    later = TUESDAY + timedelta(days=5)
    again = [tug, gone_through, morning(later, tug=True)]
    assert SLEEP not in asked(settled(*again), later), "the same light week, which only goes on"
    much_later = TUESDAY + timedelta(days=20)
    assert SLEEP in asked(settled(tug, gone_through, morning(much_later, tug=True)), much_later)


def test_stiff_mornings_bring_sleep_checklist() -> None:
    mornings = [morning(TUESDAY - timedelta(days=back), stiff=True) for back in range(3)]
    assert SLEEP in asked(mornings)
    assert SLEEP not in asked(mornings[:2])


def test_mattress_is_due_each_quarter() -> None:
    first = morning(TUESDAY)
    assert SLEEP not in asked([first], TUESDAY + timedelta(days=90))
    assert SLEEP in asked([first], TUESDAY + timedelta(days=91))
    turned = check_in(
        TUESDAY + timedelta(days=50), kind="monthly", checklists=(SLEEP,), ticked=(MATTRESS_TURNED,)
    )
    assert SLEEP not in asked([first, turned], TUESDAY + timedelta(days=91))
    assert SLEEP in asked([first, turned], TUESDAY + timedelta(days=141))


@pytest.mark.parametrize(("ahead", "due"), [(0, True), (1, True), (2, False), (-1, False)])
def test_event_checklist_on_event_day_and_before(ahead: int, due: bool) -> None:
    event = TUESDAY + timedelta(days=ahead)
    assert (EVENT_DAY in asked(settled(), event_date=event)) is due
    through = check_in(TUESDAY, kind="monthly", checklists=(EVENT_DAY,))
    assert EVENT_DAY not in asked(settled(through), event_date=event)


def test_due_checklists_exist() -> None:
    known = checklists()
    assert {SLEEP, EVENT_DAY} <= set(known)
    assert MATTRESS_TURNED in {item.id for item in known[SLEEP].items}


def test_forgotten_morning_is_found() -> None:
    day = timedelta(days=1)
    assert forgotten_morning([], TUESDAY) is None
    assert forgotten_morning([morning(TUESDAY)], TUESDAY) is None, "who never answered forgot nothing"
    assert forgotten_morning([morning(TUESDAY - 2 * day)], TUESDAY) == TUESDAY - day
    assert forgotten_morning([morning(TUESDAY - 3 * day), morning(TUESDAY - day)], TUESDAY) == (
        TUESDAY - 2 * day
    )
    assert forgotten_morning([morning(TUESDAY - back * day) for back in (1, 2, 3, 4)], TUESDAY) is None
    assert forgotten_morning([morning(TUESDAY - 20 * day)], TUESDAY) is None, "a habit that rests"


def test_late_answer_completes_stiff_run() -> None:
    day = timedelta(days=1)
    row = [morning(TUESDAY, stiff=True), morning(TUESDAY - 2 * day, stiff=True)]
    assert SLEEP not in asked(row)
    missing = forgotten_morning(row, TUESDAY)
    assert missing == TUESDAY - day
    assert SLEEP in asked([*row, morning(missing, stiff=True)])
