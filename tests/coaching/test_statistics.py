"""Statistics: activity per day, light weeks, curves, personal bests, planned against done."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from coach.coaching.calendar import calendar_of
from coach.coaching.habits.week_data import WeeklyHistory
from coach.coaching.history import read_history
from coach.coaching.safety import read_health
from coach.coaching.statistics import (
    AWAY_DAYS,
    CurvePoint,
    DayActivity,
    EffortIndex,
    PersonalBest,
    SideCurve,
    activity_by_day,
    curves,
    light_spans,
    light_weeks,
    personal_bests,
    planned_vs_done,
    session_seconds,
    year_up_to,
)
from coach.model.events import Activity, Event, Session, SetRecord
from tests.factories import MONDAY, check_in, core, day, planks, session

AT = datetime(2026, 1, 5, 18, tzinfo=UTC)


def test_sessions_and_activities_add_up_by_day() -> None:
    long = replace(session(MONDAY, plank="3 x 30"), at=AT, ended_at=AT + timedelta(minutes=14))
    walk = Activity(id="a", date=MONDAY, at=AT, kind="walk", minutes=20)
    heat = activity_by_day([long, long, walk])[MONDAY]
    assert (heat.sessions, heat.activities, heat.minutes) == (2, 1, 48)


def test_session_without_tried_sets_is_no_activity() -> None:
    assert activity_by_day([replace(session(MONDAY, plank="30"), sets=())]) == {}


def test_worst_pain_of_a_day_is_kept() -> None:
    assert (
        activity_by_day([session(MONDAY, plank="30!2 30!5"), session(MONDAY, plank="30!1")])[MONDAY].pain == 5
    )


def test_session_left_open_counts_by_its_sets() -> None:
    long = replace(session(MONDAY, plank="30 30"), at=AT, ended_at=AT + timedelta(hours=11))
    assert session_seconds(long) == 60


def test_activity_step_by_minutes() -> None:
    steps = [
        DayActivity(sessions=1, seconds=60 * minutes).step for minutes in (0, 9, 10, 24, 25, 44, 45, 500)
    ]
    assert steps == [1, 1, 2, 2, 3, 3, 4, 4]
    assert DayActivity().step == 0


def test_year_is_53_whole_weeks() -> None:
    first, last = year_up_to(date(2026, 1, 7))
    assert (first.weekday(), last) == (0, date(2026, 1, 11))
    assert (last - first).days + 1 == 53 * 7
    assert year_up_to(date(2026, 1, 7), "sun")[1] == date(2026, 1, 10)


def test_light_weeks_have_their_phase() -> None:
    events: list[Event] = [
        session(day(7 * week + one), plank="3 x 30") for week in range(7) for one in (0, 2)
    ]
    events += [check_in(day(49), tug=True)]
    journal = WeeklyHistory([core()], events, day(59))
    found = {week.first: week.phase for week in light_weeks(journal, day(0), day(59))}
    assert found[day(28)] == "deload"
    assert found[day(49)] == "early_deload"
    assert day(0) not in found


def efforts_of(*sessions: Session) -> EffortIndex:
    efforts = EffortIndex()
    efforts.add(sessions)
    return efforts


def test_curve_has_longest_set_of_each_day() -> None:
    efforts = efforts_of(session(day(0), plank="20 30 25"), session(day(2), plank="35"))
    (curve,) = curves(efforts.of("plank"), "seconds")
    assert [(point.day, point.amount) for point in curve.points] == [
        (day(0).toordinal(), 30),
        (day(2).toordinal(), 35),
    ]


def test_each_side_has_a_curve_left_first() -> None:
    efforts = efforts_of(session(day(0), side_plank_right="25", side_plank_left="30"))
    found = curves(efforts.of("side-plank"), "seconds")
    assert [(curve.side, curve.points[0].amount) for curve in found] == [("left", 30), ("right", 25)]


def test_load_has_a_curve() -> None:
    efforts = efforts_of(session(day(0), farmer_carry="40@6 40@8"), session(day(1), plank="30"))
    (curve,) = curves(efforts.of("farmer-carry"), "load_kg")
    assert curve.points[0].amount == 8
    assert curves(efforts.of("plank"), "load_kg") == ()


def test_untried_set_is_no_point() -> None:
    assert efforts_of(session(day(0), plank="0")).drills() == ()


def test_shaky_and_painful_points_are_marked() -> None:
    efforts = efforts_of(session(day(0), plank="30 25~ 20!4"), session(day(1), plank="30"))
    (curve,) = curves(efforts.of("plank"), "seconds")
    assert curve.points == (
        CurvePoint(day(0).toordinal(), 30, True, 4),
        CurvePoint(day(1).toordinal(), 30, False, 0),
    )


def test_efforts_by_program_and_period() -> None:
    efforts = efforts_of(
        session(day(0), plank="30"), session(day(1), plank="40", program="other"), session(day(9), plank="50")
    )
    assert [one.seconds for one in efforts.of("plank", programs=("core",))] == [30, 50]
    assert [one.seconds for one in efforts.of("plank", since=day(1), until=day(8))] == [40]
    assert efforts.drills(("other",)) == ("plank",)
    assert efforts.drills(("third",)) == ()


@given(st.lists(st.integers(0, 400), unique=True, min_size=1, max_size=40))
def test_segments_split_at_time_away(days: list[int]) -> None:
    points = tuple(CurvePoint(day, 1, False, 0) for day in sorted(days))
    segments = SideCurve(side=None, points=points).segments
    assert tuple(point for segment in segments for point in segment) == points
    for before, after in pairwise(segments):
        assert after[0].day - before[-1].day >= AWAY_DAYS
    for segment in segments:
        assert all(b.day - a.day < AWAY_DAYS for a, b in pairwise(segment))


def test_light_spans_by_phase() -> None:
    events = [*planks(0, 2, 7, 14, 21, 28, 35, 42), check_in(day(44), tug=True)]
    history = read_history(events, day(55))
    calendar = calendar_of(core(), history, read_health(history))
    spans = light_spans(calendar, day(0), day(55))
    assert [(span.first, span.last, span.early) for span in spans[:2]] == [
        (day(28).toordinal(), day(34).toordinal(), False),
        (day(44).toordinal(), day(50).toordinal(), True),
    ]


def bests(*sessions: Session, light: tuple[int, ...] = ()) -> list[tuple[str, str | None, float, int]]:
    efforts = EffortIndex()
    efforts.add(sessions)
    days = {day(offset).toordinal() for offset in light}
    found = personal_bests(efforts, efforts.drills(), lambda _program, one: one in days)
    return [_short(record) for record in found]


def _short(record: PersonalBest) -> tuple[str, str | None, float, int]:
    return record.metric, record.side, record.amount, (record.date - day(0)).days


def test_best_is_dated_on_its_first_day() -> None:
    sessions = [session(day(0), plank="30"), session(day(2), plank="45"), session(day(4), plank="45")]
    assert bests(*sessions) == [("seconds", None, 45, 2)]


def test_bests_exclude_light_weeks() -> None:
    sessions = [session(day(0), plank="30"), session(day(2), plank="45")]
    assert bests(*sessions, light=(2,)) == [("seconds", None, 30, 0)]


def test_bests_exclude_shaky_and_painful_sets() -> None:
    assert bests(session(day(0), plank="60~ 50!3 40")) == [("seconds", None, 40, 0)]
    assert bests(session(day(0), plank="60~")) == []


def test_bests_by_side_and_load() -> None:
    done = session(day(0), side_plank_left="30", side_plank_right="25", farmer_carry="40@6")
    assert sorted(bests(done), key=str) == sorted(
        [
            ("seconds", "left", 30, 0),
            ("seconds", "right", 25, 0),
            ("seconds", None, 40, 0),
            ("load_kg", None, 6, 0),
        ],
        key=str,
    )


def row(done: SetRecord) -> tuple[str, str, tuple[str, ...], bool]:
    session = Session(id="s", date=AT.date(), at=AT, program="core", kind="core", sets=(done,))
    (found,) = planned_vs_done(session, {"plank": "Plank"})
    return found.asked, found.done, found.marks, found.short


@pytest.mark.parametrize(
    ("done", "told"),
    [
        (
            SetRecord(slot="plank", asked_seconds=30, seconds=30, form="clean", pain=0, end="full"),
            ("30 s", "30 s", (), False),
        ),
        (
            SetRecord(slot="plank", asked_seconds=30, seconds=22, form="shaky", pain=4, end="pain"),
            ("30 s", "22 s", ("shaky", "pain 4", "ended, it hurt"), True),
        ),
        (
            SetRecord(slot="plank", asked_seconds=30, seconds=12, end="early"),
            ("30 s", "12 s", ("ended early",), True),
        ),
        (SetRecord(slot="plank", asked_seconds=30, seconds=0, end="skipped"), ("30 s", "left out", (), True)),
        (SetRecord(slot="curl", asked_reps=8, reps=8), ("8 times", "8 times", (), False)),
        (SetRecord(slot="curl", seconds=0, reps=8), ("not noted", "8 times", (), False)),
        (SetRecord(slot="curl", seconds=40, reps=8), ("not noted", "40 s, 8 times", (), False)),
        (SetRecord(slot="carry", seconds=40, load_kg=6), ("not noted", "40 s with 6 kg", (), False)),
        (SetRecord(slot="plank"), ("not noted", "not noted", (), False)),
    ],
)
def test_set_row_texts(done: SetRecord, told: tuple[str, str, tuple[str, ...], bool]) -> None:
    assert row(done) == told


def test_set_rows_keep_order_and_names() -> None:
    sets = (SetRecord(slot="plank", side="left"), SetRecord(slot="plank", drill="my-own"))
    session = Session(id="s", date=AT.date(), at=AT, program="core", kind="core", sets=sets)
    rows = planned_vs_done(session, {"plank": "Plank"})
    assert [(one.index, one.drill, one.side) for one in rows] == [(0, "Plank", "left"), (1, "my own", None)]
