"""Sessions that were stopped before half of them was done do not count as sessions."""

from __future__ import annotations

from datetime import timedelta

import pytest
from msgspec.structs import replace

from coach.coaching.assessment import Outcome, assess
from coach.coaching.checkins import checkins_due
from coach.coaching.explain import explain
from coach.coaching.habits.cardio import cardio_week
from coach.coaching.habits.messages import NO_PRACTICE
from coach.coaching.habits.mobility import find_warm_up, mobility_day
from coach.coaching.habits.morning import morning_day
from coach.coaching.habits.practice import breathing_done, practice_state
from coach.coaching.habits.week import WeekRow, active_days, habit_review, week_table, weekly_streak
from coach.coaching.habits.week_data import WeeklyHistory
from coach.coaching.history import is_begun, only_begun
from coach.coaching.levels import Level
from coach.coaching.planner import counts_as_training, plan_day
from coach.coaching.simulate import simulate
from coach.coaching.statistics import EffortIndex, activity_by_day, personal_bests, planned_vs_done
from coach.model.events import Event, Session, SetRecord
from coach.model.plan import Dose, ProgramPlan
from coach.model.program import Kind, Program, Schedule, Side
from tests.factories import (
    TUESDAY,
    activity,
    breathing,
    check_in,
    control,
    core,
    day,
    fixed_plank_program,
    hinge,
    hips,
    moment,
    morning,
    plank,
    prescribe,
    program_of,
    session,
    session_of,
    set_record,
    sets,
    side_plank,
    slot,
    timed_slot,
)

CORE = core(slots=(plank(), side_plank()))
LIFT = "hip-hinge"
SIDES: tuple[Side, Side] = ("left", "right")
WALK = program_of(Kind.CARDIO, timed_slot("brisk-walk", 1800))


def begun(one: Session, of: int = 12) -> Session:
    """The same session, stopped early."""
    found = replace(one, stopped=True, asked_sets=of)
    assert is_begun(found)
    return found


def today(*events: Event, on: int, program: Program = CORE) -> ProgramPlan:
    (plan,) = prescribe(program, list(events), day(on)).programs
    return plan


def dose(*events: Event, on: int) -> Dose:
    return today(*events, on=on).slots[0]


# ---------------------------------------------------------------- what is begun


def one_set(seconds: int | None, asked: int | None = 30, **more: object) -> SetRecord:
    return SetRecord(slot="plank", seconds=seconds, asked_seconds=asked, **more)  # type: ignore[arg-type]


def stopped(*sets: SetRecord, asked: int | None = 4) -> bool:
    return is_begun(replace(session(day(0)), sets=sets, stopped=True, asked_sets=asked))


def test_half_of_the_sets_make_a_session() -> None:
    full, half, less = one_set(30), one_set(15), one_set(14)
    assert not stopped(full, full)
    assert not stopped(full, half)
    assert stopped(full, less)
    assert stopped(full)
    assert stopped(full, full, asked=5)
    assert stopped(one_set(0), one_set(0, end="skipped"), full)


def test_half_of_the_repetitions_make_a_set() -> None:
    lifted = SetRecord(slot="lift", asked_reps=8, reps=4)
    assert not stopped(lifted, lifted)
    assert stopped(lifted, replace(lifted, reps=3))
    assert not stopped(one_set(1, None), one_set(2, None))
    unknown = SetRecord(slot="lift", asked_reps=8, reps=None, end="full")
    assert not stopped(unknown, unknown)


def test_asked_sets_default_to_recorded_sets() -> None:
    assert stopped(one_set(30), one_set(0), one_set(0), asked=None)
    assert not stopped(one_set(30), one_set(0), asked=None)


def test_strong_pain_or_unmarked_session_is_not_begun() -> None:
    assert not stopped(one_set(3, pain=6), asked=12)
    assert stopped(one_set(3, pain=5), asked=12)
    assert not is_begun(replace(session(day(0), plank="3"), asked_sets=12))


def test_day_with_only_begun_sessions_is_begun() -> None:
    little, whole = begun(session(day(0), plank="30")), session(day(0), plank="30")
    empty = session(day(0))
    assert only_begun([little])
    assert only_begun([little, empty])
    assert not only_begun([little, whole])
    assert not only_begun([])
    assert not only_begun([empty])


# ---------------------------------------------------------------- levels and the calendar


def test_begun_program_stays_due() -> None:
    plan = today(begun(session(day(0), plank="3/30-stopped")), on=0)
    assert (plan.due, plan.done, plan.begun) == (True, False, True)
    assert plan.slots[0].reasons[0].code == "start_dose"
    twice = [begun(session(day(on), plank="3/30-stopped")) for on in (0, 2)]
    assert dose(*twice, on=4).seconds == 30
    assert explain(CORE, twice, day(4)) == ()


def test_full_session_after_begun_one_is_done() -> None:
    all_of_it = session(day(0), 18, plank="3 x 30", side_plank_left="3 x 30", side_plank_right="3 x 30")
    plan = today(begun(session(day(0), 7, plank="3")), all_of_it, on=0)
    assert (plan.done, plan.begun) == (True, False)


def test_begun_session_starts_no_block() -> None:
    assert today(begun(session(day(0), plank="30")), session(day(7), plank="30"), on=7).week == 1
    away = [session(day(0), plank="3 x 30"), begun(session(day(10), plank="30"))]
    back = today(*away, on=14)
    assert (back.phase, back.slots[0].reasons[0].code) == ("return", "away_backoff")


def test_begun_session_is_not_counted_in_week() -> None:
    little = [begun(session(day(on), plank="30")) for on in (0, 1, 2)]
    whole = [session(day(on), plank="3 x 30") for on in (3, 4)]
    assert dose(*little, *whole, on=5).seconds == 35


def test_pain_in_begun_session_counts_by_slot() -> None:
    hurt = begun(session(day(0), plank="20!4-stopped", side_plank_left="30"))
    plan = today(hurt, on=0)
    assert [(one.drill, one.seconds) for one in plan.slots] == [("plank-knee", 30), ("side-plank", 30)]
    assert (plan.done, plan.begun, plan.week) == (False, True, 1)
    little = [session(day(0), plank="3 x 30"), begun(session(day(2), plank="20!1-stopped"))]
    assert dose(*little, on=3).reasons[0].code == "pain_repeat"
    assert dose(*little, session(day(4), plank="3 x 30"), on=7).reasons[0].text.startswith("1 of 2")


def test_slots_without_pain_are_no_evidence() -> None:
    sore = [begun(session(day(on), plank="9!1", side_plank_left="9", side_plank_right="9")) for on in (0, 2)]
    assert [one.reasons[0].code for one in today(*sore, on=4).slots] == ["pain_repeat", "start_dose"]
    both = [begun(session(day(0), 7, side_plank_left="9")), session(day(0), 18, plank="3 x 30")]
    assert today(*both, on=2).slots[1].reasons[0].code == "start_dose"


def test_painful_slot_was_attempted_that_day() -> None:
    whole = session(day(0), plank="3 x 30")
    hurt = begun(session(day(10), plank="20!1-stopped"))
    assert dose(whole, hurt, on=19).reasons[0].code == "pain_repeat"
    assert dose(whole, on=19).reasons[0].code == "away_backoff"


def test_manual_level_after_begun_session_applies() -> None:
    easier = control(day(0), "set_level", 9, slot="plank", seconds=20)
    little = begun(session(day(0), 8, plank="3/30-stopped"))
    evening = session(day(0), 18, plank="3 x 20/20")
    told = explain(CORE, [little, easier, evening], day(0))
    assert [(line.outcome, line.amount) for line in told] == [("set_level", 20), ("clean", 20)]
    hurt = begun(session(day(0), 8, plank="10!4"))
    told = explain(CORE, [hurt, easier], day(0))
    assert [line.outcome for line in told] == ["pain_mid", "set_level"]


def test_begun_session_is_not_compared_by_side() -> None:
    right_is_weaker = session(day(0), side_plank_left="3 x 30", side_plank_right="30 30 29")
    left_stopped = session(day(0), 18, side_plank_left="3")
    assert today(right_is_weaker, begun(left_stopped), on=2).slots[1].sides == ("right", "left")
    assert today(right_is_weaker, left_stopped, on=2).slots[1].sides == ("left", "right")


def test_pain_in_begun_stretch_has_a_reason() -> None:
    program = hips()
    sore = begun(session_of(program, TUESDAY, [set_record("open-book", 20, side="left", pain=4)]), of=7)
    calm = begun(
        session_of(program, TUESDAY, [set_record("open-book", 20, side="left", pain=0)], at="18:00"), of=7
    )
    for events in ([sore], [sore, calm]):
        (plan,) = prescribe(program, events, TUESDAY).programs
        codes = {one.slot: one.reasons[0].code for one in plan.slots}
        assert (codes["open-book"], codes["figure-four"]) == ("pain_repeat", "start_dose")


# ---------------------------------------------------------------- sets that ended with the session


@pytest.mark.parametrize(
    ("written", "outcome"),
    [
        ("30 30 12-stopped", Outcome.PARTIAL),
        ("30 30 30~-stopped", Outcome.PARTIAL),
        ("30 30 30-stopped", Outcome.CLEAN),
        ("30 30 12-early", Outcome.MISS),
        ("30 12 30-stopped", Outcome.MISS),
        ("30 30 12!4-stopped", Outcome.PAIN_MID),
        ("30 30 30 12-stopped", Outcome.CLEAN),
        ("12-stopped", Outcome.PARTIAL),
        ("?-stopped 30 30", Outcome.PARTIAL),
    ],
)
def test_stopped_set_is_partial_at_worst(written: str, outcome: Outcome) -> None:
    reading = assess(plank(), plank().rungs, Level(1, 30), sets("plank", written), 3)
    assert reading.outcome is outcome


def test_stopped_set_is_never_the_weakest() -> None:
    reading = assess(plank(), plank().rungs, Level(1, 30), sets("plank", "30 25 5-stopped"), 3)
    assert (reading.outcome, reading.weakest) == (Outcome.MISS, 25)


def test_set_end_is_shown() -> None:
    (row,) = planned_vs_done(session(day(0), plank="12/30-stopped"), {})
    assert (row.marks, row.short) == (("the session was stopped",), True)


# ---------------------------------------------------------------- pieces of a day


def stretches(seconds: int, *, start: str) -> Session:
    names = ("hip-flexor-stretch", "figure-four", "open-book")
    return session_of(
        hips(), TUESDAY, [set_record(name, seconds, side=side) for name in names for side in SIDES], at=start
    )


def test_begun_stretches_add_up_within_a_day() -> None:
    pieces = [begun(stretches(40, start=start), of=40) for start in ("08:00", "12:00", "18:00")]
    for count in (1, 2, 3):
        (plan,) = prescribe(hips(), pieces[:count], TUESDAY).programs
        assert (plan.done, plan.begun) == (count == 3, True)
    assert mobility_day(hips(), pieces, TUESDAY, "build").ticked


def test_begun_morning_adds_up_without_holds() -> None:
    walk = begun(
        session_of(morning(), TUESDAY, [set_record("cat-camel", 48, reps=6), set_record("walk-5", 100)]), of=9
    )
    more = begun(session_of(morning(), TUESDAY, [set_record("walk-5", 200)], at="09:00"), of=9)
    assert morning_day(morning(), [walk, more], TUESDAY).ticked
    held = slot("plank", 30)
    own = replace(morning(), parts=(replace(morning().parts[1], slots=(held,)),))
    hold = session_of(own, TUESDAY, [set_record("plank", 30)])
    assert morning_day(own, [hold], TUESDAY).ticked
    assert not morning_day(own, [begun(hold)], TUESDAY).ticked


def test_begun_holds_do_not_count() -> None:
    held = slot("plank", 30, sets=2)
    daily = program_of(Kind.CUSTOM, held, schedule=Schedule(per_day=1), id="holds")
    single = [session_of(daily, TUESDAY, [set_record("plank", 30)], at=start) for start in ("08:00", "09:00")]
    for events, expected in ((single, True), ([begun(one) for one in single], False)):
        (plan,) = prescribe(daily, events, TUESDAY).programs
        assert (plan.done, plan.begun) == (expected, not expected)


def test_begun_breaths_add_up_but_not_imagery() -> None:
    five = begun(session_of(breathing(), TUESDAY, [set_record("long-exhale", 50, reps=5)]), of=11)
    again = begun(
        session_of(breathing(), TUESDAY, [set_record("long-exhale", 50, reps=5)], at="20:00"), of=11
    )
    assert not breathing_done(breathing(), [five], TUESDAY)
    assert breathing_done(breathing(), [five, again], TUESDAY)
    own = program_of(Kind.CUSTOM, timed_slot("guided-imagery", 600))
    imagery = session_of(own, TUESDAY, [set_record("guided-imagery", 600)])
    assert breathing_done(breathing(), [imagery], TUESDAY)
    assert not breathing_done(breathing(), [begun(imagery)], TUESDAY)
    assert not breathing_done(
        breathing(), [replace(imagery, sets=(set_record("guided-imagery", 0),))], TUESDAY
    )


def test_begun_cardio_minutes_count() -> None:
    twelve = begun(session_of(WALK, TUESDAY, [set_record("brisk-walk", 720)]), of=3)
    assert cardio_week([twelve], {TUESDAY: "build"}).minutes == 12


# ---------------------------------------------------------------- what else asks whether something was done


def core_session(seconds: int = 30, *, start: str = "08:00", pain: int | None = 0) -> Session:
    made = [set_record("plank", seconds, form="clean", pain=pain, round=number) for number in (1, 2, 3)]
    return session_of(fixed_plank_program(), TUESDAY, made, at=start)


def core_row(*events: Event) -> WeekRow:
    return next(row for row in week_table([fixed_plank_program()], events, TUESDAY).rows if row.id == "core")


def highlight(*events: Event) -> str:
    return week_table([fixed_plank_program()], events, TUESDAY).highlight or ""


def test_begun_session_is_no_warm_up() -> None:
    now = moment(TUESDAY, "08:25")
    assert find_warm_up([core_session()], now) is not None
    assert find_warm_up([begun(core_session(1))], now) is None
    assert find_warm_up([begun(session_of(WALK, TUESDAY, [set_record("brisk-walk", 60)]), of=3)], now) is None


def test_begun_session_is_no_practice() -> None:
    program = hinge()
    eight = [set_record(LIFT, reps=8, form="clean", drill="hip-hinge-box")] * 2
    after = session_of(program, TUESDAY, eight, at="08:25")
    assert practice_state(program, [core_session(), after], TUESDAY).after_core
    assert not practice_state(program, [begun(core_session(1)), after], TUESDAY).after_core
    assert practice_state(program, [begun(session_of(program, TUESDAY, eight[:1]))], TUESDAY).last is None


def test_stopped_practice_with_pain_or_shaky_set() -> None:
    program = hinge()
    eight = [set_record(LIFT, reps=8, form="clean")] * 2
    clean = session_of(program, TUESDAY - timedelta(days=1), eight)
    hurt = begun(session_of(program, TUESDAY, [set_record(LIFT, reps=1, pain=3)]))
    shaky = begun(session_of(program, TUESDAY, [set_record(LIFT, reps=1, form="shaky")]))
    cut = session_of(
        program, TUESDAY, [eight[0], replace(set_record(LIFT, reps=4, form="shaky"), end="stopped")]
    )
    rows = [practice_state(program, [clean, one], TUESDAY).clean_in_row for one in (hurt, shaky, cut)]
    assert rows == [0, 1, 1]


def test_week_shows_begun_sessions_separately() -> None:
    little = core_row(begun(core_session(1)))
    assert (little.done, little.answer) == (0, None)
    assert little.words == ("0 of 3 core sessions.", "1 more was begun and stopped.")
    both = core_row(begun(core_session(1)), core_session(start="18:00"))
    assert (both.done, both.words) == (1, ("1 of 3 core sessions.",))
    assert core_row(begun(core_session(1, pain=3))).answer is False


def test_begun_session_is_no_streak_or_highlight() -> None:
    little = begun(core_session(1))
    journal = WeeklyHistory([fixed_plank_program()], [little], TUESDAY)
    assert active_days(journal) == frozenset()
    assert weekly_streak(journal).weeks == 0
    assert highlight(little) == ""
    assert highlight(replace(little, stopped=False)) != ""


def test_pain_in_begun_session_ends_painless_weeks() -> None:
    clean = [replace(core_session(), date=TUESDAY - timedelta(weeks=back)) for back in (1, 2, 3)]
    assert highlight(*clean).startswith("3 weeks of core work")
    assert highlight(*clean, begun(core_session(1))).startswith("3 weeks of core work")
    assert "core work" not in highlight(*clean, begun(core_session(1, pain=3)))


def test_review_ignores_begun_sessions() -> None:
    stand = program_of(Kind.BREAK, timed_slot("stand", 5))
    events: list[Event] = [
        begun(session_of(stand, TUESDAY, [set_record("stand", 1)])),
        begun(session_of(hinge(), TUESDAY, [set_record(LIFT, reps=1)])),
    ]
    told = habit_review(week_table([stand, hinge()], events, TUESDAY), [stand, hinge()], events)
    assert told[0].endswith("no break from the chair was noted.")
    assert told[1] == NO_PRACTICE


def test_curves_and_bests_ignore_begun_sessions() -> None:
    efforts = EffortIndex()
    efforts.add([begun(core_session(50))])
    assert efforts.drills() == ()
    assert personal_bests(efforts, ["plank"], lambda _program, _day: False) == ()


def test_activity_shows_begun_without_minutes() -> None:
    heat = activity_by_day([begun(core_session(1, pain=2)), activity(TUESDAY, 30)])[TUESDAY]
    assert (heat.sessions, heat.begun, heat.activities, heat.minutes, heat.pain) == (0, 1, 1, 30, 2)
    alone = activity_by_day([begun(core_session(1))])[TUESDAY]
    assert (alone.begun, alone.minutes, alone.step) == (1, 0, 0)


def test_begun_session_is_no_training() -> None:
    assert counts_as_training(hips(), stretches(40, start="08:00"))
    assert not counts_as_training(hips(), begun(stretches(40, start="08:00"), of=40))


def test_simulation_includes_begun_today() -> None:
    little, whole = begun(session(day(0), plank="3")), session(day(0), plank="30")
    assert simulate(CORE, [little], day(0), 1)[0].date == day(0)
    assert simulate(CORE, [whole], day(0), 1)[0].date > day(0)


def test_check_ins_start_at_first_begun_day() -> None:
    kinds = {one.kind for one in checkins_due([begun(session(day(0), plank="3"))], day(13))}
    assert "weekly" in kinds


def test_clearance_after_begun_session_counts_same_day() -> None:
    flag = check_in(day(2), red_flags=("numb_toes",))
    little = begun(session(day(3), 8, plank="3"))
    cleared = control(day(3), "cleared", 12)
    evening = session(day(3), 18, plank="2 x 30")
    events: list[Event] = [session(day(0), plank="3 x 30"), flag, little, cleared, evening]
    assert [today(*events, on=on).phase for on in (3, 9, 10)] == ["return", "return", "build"]


def test_other_programs_ignore_begun_sessions() -> None:
    plans = plan_day([CORE, hips()], [begun(session(day(0), plank="3"))], day(0)).programs
    assert [plan.begun for plan in plans] == [True, False]
