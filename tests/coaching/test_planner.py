"""A day's plan: doses with their reasons, several programs, notices, and programs that were edited."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from msgspec.structs import replace

from coach.coaching.planner import personalise, plan_day
from coach.model.events import Activity, Event, SetRecord, Tombstone
from coach.model.plan import Dose, ProgramPlan, Reason
from coach.model.program import (
    Away,
    Block,
    Drill,
    Kind,
    Load,
    Measure,
    Program,
    Progress,
    Progression,
    Schedule,
    Slot,
)
from coach.model.settings import Settings
from tests.factories import (
    MONDAY,
    carry,
    check_in,
    control,
    core,
    day,
    ladder,
    moment,
    new_id,
    plank,
    planks,
    prescribe,
    program_of,
    session,
    session_of,
    sets,
    side_plank,
    timed_slot,
)

PLANK = core(slots=(plank(),))


def asked(program: Program, events: list[Event], on: date) -> ProgramPlan:
    (plan,) = prescribe(program, events, on).programs
    return plan


def dose(program: Program, events: list[Event], on: date, slot: str = "plank") -> Dose:
    return next(dose for dose in asked(program, events, on).slots if dose.slot == slot)


def codes(dose: Dose) -> list[str]:
    return [reason.code for reason in dose.reasons]


def notices(program: Program, events: list[Event], on: date) -> list[str]:
    return [notice.code for notice in prescribe(program, events, on).notices]


# What a level rests on


def test_two_weeks_away_is_14_days() -> None:
    events = planks(0, 2, 4, 7)
    assert dose(PLANK, events, day(20)).seconds == 40
    assert dose(PLANK, events, day(21)).seconds == 30


def test_skipped_slot_is_eased_once() -> None:
    program = core(slots=(plank(), carry()))
    by_hand = control(day(0), "set_level", 12, slot="plank", seconds=60)
    both: list[Event] = [session(day(0), plank="3 x 30", farmer_carry="3 x 30"), by_hand]
    carried = [session(day(at), plank="0 0 0", farmer_carry="3 x 30") for at in (14, 16)]
    assert dose(program, both, day(18)).seconds == 50
    assert dose(program, [*both, *carried], day(18)).seconds == 50
    assert codes(dose(program, [*both, *carried], day(18)))[0] == "away_backoff"


def test_reset_reason_stays_until_evidence() -> None:
    """Twelve weeks away: the first week back is light, so the reason of the return still stands after it."""
    back = planks(0, 2, 4, 100)
    (first, *_) = dose(PLANK, back, day(101)).reasons
    assert (first.code, dose(PLANK, back, day(101)).seconds) == ("away_reset", 30)
    assert first.text == "After 96 days away: the starting dose again."
    shorter = [*planks(0), control(day(0), "set_level", 12, slot="plank", seconds=20), *planks(100)]
    assert dose(PLANK, shorter, day(101)).reasons[0].text == "After 100 days away: started again at 20 s."


@pytest.mark.parametrize(("gap", "code", "seconds"), [(14, "away_backoff", 50), (40, "away_restart", 30)])
def test_backoff_reason_stays_after_return(gap: int, code: str, seconds: int) -> None:
    by_hand = control(day(0), "set_level", 12, slot="plank", seconds=60)
    found = dose(PLANK, [*planks(0), by_hand, *planks(gap)], day(gap + 1))
    assert (codes(found)[0], found.seconds) == (code, seconds)
    assert found.reasons[0].text.startswith(f"After {gap} days away")


def test_partial_day_is_no_miss() -> None:
    events = [*planks(0), *planks(2, 4, written="60 60")]
    assert dose(PLANK, events, day(5)).seconds == 30
    assert codes(dose(PLANK, events, day(5))) == ["partial"]
    assert dose(PLANK, [*events, *planks(7)], day(8)).seconds == 35


def test_light_week_freezes_level_except_pain() -> None:
    built = planks(0, 2, 4, 7, 9, 11, 14, 16, 18, 21, 23)
    light = [*built, *planks(28, 30, 32, written="3 x 60")]
    assert dose(PLANK, built, day(35)).seconds == dose(PLANK, light, day(35)).seconds == 55
    assert dose(PLANK, [*light, *planks(33, written="3 x 60!3")], day(35)).seconds == 50


def test_weaker_side_goes_first() -> None:
    program = core(slots=(side_plank(),))
    events: list[Event] = [
        session(day(at), side_plank_left="3 x 30", side_plank_right="3 x 26") for at in (0, 2)
    ]
    found = dose(program, events, day(4), "side-plank")
    assert (found.seconds, found.sides) == (25, ("right", "left"))
    assert notices(program, events, day(4)) == []


def test_asymmetry_notice_has_seconds() -> None:
    program = core(slots=(side_plank(),))
    events: list[Event] = [
        session(day(at), side_plank_left="3 x 20", side_plank_right="3 x 30") for at in (0, 2, 4)
    ]
    (notice,) = prescribe(program, events, day(5)).notices
    assert notice.code == "asymmetry"
    assert "left side holds about 20 s where the right side holds 30 s" in notice.text
    assert prescribe(program, events[:2], day(3)).notices == ()


def test_extra_sets_do_not_count() -> None:
    events = planks(0, 2, written="30 30 30 60 5")
    assert dose(PLANK, events, day(4)).seconds == 35


def test_fourth_session_of_week_does_not_count() -> None:
    assert dose(PLANK, planks(0, 2, 4, 5), day(7)).seconds == 35
    assert codes(dose(PLANK, planks(0, 2, 4, 5), day(7))) == ["extra_session"]
    twice = core(slots=(plank(),), schedule=Schedule(per_week=2))
    assert codes(dose(twice, planks(0, 2, 4), day(7))) == ["extra_session"]


def test_best_session_of_a_day_counts_except_pain() -> None:
    short, clean = planks(0, 0, written="3 x 20"), planks(0)
    assert codes(dose(PLANK, [*short, *clean], day(1))) == ["clean_count"]
    sore = planks(0, written="3 x 60!1")
    assert codes(dose(PLANK, [*sore, *clean], day(1))) == ["pain_repeat"]


def test_manual_level_holds_from_its_moment() -> None:
    by_hand = control(day(2), "set_level", 12, slot="plank", drill="plank-long-lever", seconds=40)
    before = [*planks(0), by_hand, session(day(2), 9, plank="3 x 30")]
    assert dose(PLANK, before, day(4)).seconds == 40
    after = [*planks(0), by_hand, session(day(2), 15, plank="3 x 30")]
    assert codes(dose(PLANK, after, day(4))) == ["short_repeat"]


def test_later_manual_level_of_a_day_wins() -> None:
    early = control(day(1), "set_level", 7, slot="plank", seconds=40)
    late = control(day(1), "set_level", 9, slot="plank", seconds=50)
    assert dose(PLANK, [late, early], day(2)).seconds == dose(PLANK, [early, late], day(2)).seconds == 50


def test_manual_level_after_time_away_is_not_eased() -> None:
    events = [*planks(0, 2), control(day(40), "set_level", slot="plank", seconds=50)]
    assert dose(PLANK, events, day(41)).seconds == 50


def test_empty_session_does_not_delay_manual_level() -> None:
    nothing = session(day(0), 7, plank="0 0 0")
    by_hand = control(day(0), "set_level", 12, slot="plank", seconds=40)
    events: list[Event] = [
        nothing,
        by_hand,
        session(day(0), 15, plank="3 x 40"),
        session(day(2), plank="3 x 40"),
    ]
    assert dose(PLANK, events, day(4)).seconds == 45


def test_clearance_eases_after_training_same_day() -> None:
    built = planks(0, 2, 4, 7, 9, 11)
    flagged = check_in(day(11), 12, red_flags=("numb_toes",))
    events = [*built, flagged, control(day(11), "cleared", 18)]
    found = dose(PLANK, events, day(14))
    assert (found.sets, found.seconds, codes(found)) == (2, 35, ["cleared", "phase_return"])
    again = [*events, *planks(14, written="2 x 35")]
    assert dose(PLANK, again, day(16)).seconds == 35


def test_backoff_reason_names_the_actual_step() -> None:
    built = planks(0, 2)
    assert (
        dose(PLANK, built, day(17)).reasons[0].text == "15 days since you last did this: 5 s less, so 30 s."
    )
    built = planks(0, 2, 4, 7, 9, 11)
    assert (
        dose(PLANK, built, day(26)).reasons[0].text == "15 days since you last did this: 10 s less, so 35 s."
    )


LOWEST = control(day(0), "set_level", 6, slot="plank", drill="plank-knee", seconds=10)


@pytest.mark.parametrize(
    ("events", "told"),
    [
        (planks(0, written="3 x 30!3"), "Pain last time: one step easier."),
        (planks(0, written="3 x 30!6"), "Strong pain last time: one step easier."),
        ([LOWEST, *planks(0, written="3 x 10!3")], "Pain last time, and there is nothing easier here."),
        (planks(0, 2, written="3 x 20"), "Short or shaky 2 times in a row: easier"),
        ([LOWEST, *planks(0, 2, written="3 x 5")], "Short or shaky again. There is nothing easier here"),
    ],
)
def test_reset_reason_for_lowered_and_kept_levels(events: list[Event], told: str) -> None:
    assert dose(PLANK, events, day(3)).reasons[0].text.startswith(told)


def test_reset_below_start_names_the_dose() -> None:
    low = control(day(0), "set_level", 6, slot="plank", drill="plank-knee", seconds=20)
    away: list[Event] = [low, *planks(0, written="3 x 20")]
    assert dose(PLANK, away, day(90)).seconds == 20
    assert dose(PLANK, away, day(90)).reasons[0] == Reason(
        "away_reset", "90 days since you last did this: you start again at 20 s."
    )
    back = [*away, *planks(90, written="2 x 20")]
    assert dose(PLANK, back, day(91)).reasons[0].text == "After 90 days away: started again at 20 s."
    usual = planks(0, 2)
    assert "the starting dose again" in dose(PLANK, usual, day(90)).reasons[0].text


def test_manual_load_may_be_below_start() -> None:
    program = core(slots=(carry(),))
    events: list[Event] = [control(day(0), "set_level", slot="farmer-carry", load_kg=4)]
    events += [session(day(at), farmer_carry="3 x 30@4") for at in (0, 2)]
    found = dose(program, events, day(4), "farmer-carry")
    assert (found.seconds, found.load_kg) == (35, 4.0)


# Constants of the program


def test_progression_values_come_from_program() -> None:
    progression = Progression(after=3, step_seconds=10, misses=1, floor_seconds=20)
    program = replace(PLANK, progression=progression)
    assert dose(program, planks(0, 2), day(4)).seconds == 30
    assert dose(program, planks(0, 2, 4), day(7)).seconds == 40
    missed = dose(program, planks(0, written="3 x 25"), day(2))
    assert (missed.drill, missed.seconds) == ("plank-knee", 30)


def test_misses_at_the_floor_repeat() -> None:
    lowest = replace(
        plank(amount=10), drill="plank-knee", ladder=ladder(("plank-knee", 10, 60)), start_rung=0
    )
    found = dose(core(slots=(lowest,)), planks(0, 2, written="3 x 5/10"), day(4))
    assert (found.drill, found.seconds) == ("plank-knee", 10)
    assert codes(found) == ["short_down"]
    assert "nothing easier" in found.reasons[0].text


def test_away_tiers_come_from_program() -> None:
    program = replace(PLANK, away=Away(recount=3, ease=5, restart=7, reset=9))
    built = planks(0, 2, 4, 6, 8, 10)
    found = [codes(dose(program, built, day(10 + gap)))[0 if gap > 4 else -1] for gap in (3, 5, 7, 9)]
    assert found == ["away_count", "away_backoff", "away_restart", "away_reset"]


def test_trim_percent_comes_from_program() -> None:
    program = replace(core(slots=(plank(4),)), block=Block(weeks=4, trim_percent=50))
    found = dose(program, planks(0, 2, 7, 9, 14), day(21))
    assert (found.sets, found.full_sets) == (2, 4)
    assert "about 50 %" in found.reasons[-1].text


def bridge() -> Slot:
    rungs = ladder(("bridge", 8, 10), ("one-leg-bridge", 6, 10))
    return replace(
        plank(), slot="bridge", drill="bridge", measure=Measure.REPS, amount=8, upto=10, ladder=rungs,
        start_rung=0,
    )  # fmt: skip


def test_repetitions_grow_by_one() -> None:
    program = core(slots=(bridge(),))
    done = [SetRecord(slot="bridge", round=one, reps=12, form="clean", pain=0) for one in (1, 2, 3)]
    events: list[Event] = [session_of("core", day(at), done, minutes=None) for at in (0, 2)]
    found = dose(program, events, day(4), "bridge")
    assert (found.reps, found.seconds) == (9, None)
    assert found.reasons[0].text == "2 full, steady sessions without pain: 1 time more."
    events += [session_of("core", day(at), done, minutes=None) for at in (4, 7, 9, 11)]
    assert dose(program, events, day(14), "bridge").drill == "one-leg-bridge"


# Programs that were edited


def test_removed_slot_is_ignored_new_slot_starts() -> None:
    events: list[Event] = [session(day(at), bridge="3 x 30", plank="3 x 30") for at in (0, 2)]
    plan = asked(core(slots=(plank(), side_plank())), events, day(4))
    assert [(one.slot, one.seconds) for one in plan.slots] == [("plank", 35), ("side-plank", 30)]
    assert codes(plan.slots[1]) == ["start_dose"]


def test_changed_start_has_a_reason() -> None:
    events = planks(0, 2, written="3 x 30/30")
    raised = dose(core(slots=(plank(amount=40),)), events, day(4))
    assert raised.seconds == 40
    assert codes(raised) == ["start_dose", "start_changed"]
    assert "40 s" in raised.reasons[1].text
    assert "30 s" in raised.reasons[1].text
    assert "start_changed" not in codes(dose(PLANK, events, day(4)))


def test_drill_off_the_ladder_has_a_reason() -> None:
    events: list[Event] = [
        session_of("core", day(0), sets("plank", "3 x 30", drill="plank-wall"), minutes=None)
    ]
    found = dose(PLANK, events, day(2))
    assert codes(found) == ["partial", "ladder_changed"]
    assert "plank wall" in found.reasons[1].text


def test_drill_names_come_from_catalogue() -> None:
    drill = Drill(id="plank-long-lever", name="Long-lever plank", say="Long-lever plank")
    events = [*planks(0), control(day(0), "set_level", 6, slot="plank", seconds=60), *planks(2)]
    plan = plan_day([PLANK], events, day(4), drills={drill.id: drill})
    assert "on to the next drill, long-lever plank, at 20 s" in plan.programs[0].slots[0].reasons[0].text


# What someone is like


def test_own_load_replaces_program_load() -> None:
    settings = Settings(carry_kg=8, load_step_kg=2.5)
    program = core(slots=(carry(),))
    top = control(day(0), "set_level", slot="farmer-carry", seconds=60)
    events: list[Event] = [top, *(session(day(at), farmer_carry="3 x 60@8") for at in (0, 2))]
    start = plan_day([program], [], day(0), settings=settings).programs[0].slots[0]
    later = plan_day([program], events, day(4), settings=settings).programs[0].slots[0]
    assert (start.load_kg, later.load_kg, later.seconds) == (8.0, 10.5, 30)
    assert "2.5 kg a hand more, and back to 30 s" in later.reasons[0].text


def test_own_load_does_not_affect_unloaded_slots() -> None:
    program = core(slots=(plank(), carry()))
    held, carried = plan_day([program], [], day(0), settings=Settings(carry_kg=8)).programs[0].slots
    assert (held.seconds, held.load_kg, carried.load_kg) == (30, None, 8.0)


@pytest.mark.parametrize(
    ("settings", "load_kg"), [(Settings(carry_kg=8), 9.0), (Settings(load_step_kg=2.5), 8.5)]
)
def test_unset_load_or_step_stays_the_programs(settings: Settings, load_kg: float) -> None:
    program = core(slots=(carry(),))
    top = control(day(0), "set_level", slot="farmer-carry", seconds=60)
    events: list[Event] = [top, *(session(day(at), farmer_carry="3 x 60") for at in (0, 2))]
    plan = plan_day([program], events, day(4), settings=settings)
    assert plan.programs[0].slots[0].load_kg == load_kg


def test_emergency_number_comes_from_settings() -> None:
    events: list[Event] = [check_in(day(0), red_flags=("bowel_bladder",))]
    plan = plan_day([PLANK], events, day(1), settings=Settings(emergency_number="112"))
    assert "Call 112" in plan.notices[0].text


PRACTICE = program_of(Kind.PRACTICE, timed_slot("hinge", 60), schedule=Schedule(per_week=7))
BREATHING = program_of(Kind.BREATHING, timed_slot("breaths", 60))
CARDIO = program_of(Kind.CARDIO, timed_slot("brisk-walk", 1800), schedule=Schedule(per_week=5))


def plan_of(program: Program, events: list[Event], offset: int) -> tuple[bool, bool]:
    (plan,) = plan_day([program], events, day(offset)).programs
    return plan.due, plan.done


def test_refresher_is_due_after_a_month() -> None:
    events: list[Event] = [session(day(at), program="practice", hinge="60") for at in (0, 2)]
    assert plan_of(PRACTICE, events, 4)[0] is True
    held = replace(session(day(4), plank="3 x 30"), ended_at=moment(day(4), 9))
    events += [held, session(day(4), at=9, program="practice", hinge="60")]
    assert plan_of(PRACTICE, events, 5)[0] is False
    assert plan_of(PRACTICE, events, 33)[0] is False
    assert plan_of(PRACTICE, events, 34)[0] is True


def test_yoga_completes_breathing() -> None:
    yoga = Activity(id=new_id(), date=MONDAY, at=moment(MONDAY, 18), kind="yoga", minutes=20)
    assert plan_of(BREATHING, [], 0)[1] is False
    assert plan_of(BREATHING, [yoga], 0)[1] is True
    assert plan_of(BREATHING, [yoga], 1)[1] is False
    taken_back = Tombstone(id=new_id(), at=moment(MONDAY, 19), target=yoga.id)
    assert plan_of(BREATHING, [yoga, taken_back], 0)[1] is False


def test_cardio_follows_light_week_of_core() -> None:
    trained: list[Event] = [
        session(day(7 * week + one), plank="3 x 30") for week in range(5) for one in (0, 2)
    ]
    for offset, phase, seconds in (
        (27, "build", 1800),
        (28, "deload", 1260),
        (34, "deload", 1260),
        (35, "build", 1800),
    ):
        plan = plan_day([core(), CARDIO], trained, day(offset))
        assert plan.programs[1].phase == phase, offset
        assert plan.programs[1].slots[0].seconds == seconds, offset


def test_only_cardio_follows_core() -> None:
    own = replace(core(slots=(carry(),)), id="own", kind=Kind.CUSTOM, block=None)
    hips = program_of(Kind.MOBILITY, timed_slot("figure-four", sided=True))
    trained: list[Event] = [
        session(day(7 * week + one), plank="3 x 30") for week in range(5) for one in (0, 2)
    ]
    found = plan_day([core(), own, hips, CARDIO], trained, day(30)).programs
    assert [program.phase for program in found] == ["deload", "build", "build", "deload"]
    assert found[1].slots[0].sets == 3


def test_cardio_without_core_has_no_light_week() -> None:
    walks: list[Event] = [session(day(at), program="cardio", brisk_walk="1800") for at in range(0, 60, 2)]
    phases = {plan_day([CARDIO], walks, MONDAY + timedelta(days=at)).programs[0].phase for at in range(60)}
    assert phases == {"build"}


def test_cardio_follows_core_only() -> None:
    own = replace(core(), id="own", kind=Kind.CUSTOM)
    trained: list[Event] = [
        session(day(7 * week + one), program="own", plank="3 x 30") for week in range(5) for one in (0, 2)
    ]
    found = plan_day([own, CARDIO], trained, day(30)).programs
    assert [program.phase for program in found] == ["deload", "build"]
    behind = plan_day([own, core(), CARDIO], trained, day(30)).programs
    assert [program.phase for program in behind] == ["deload", "build", "build"]


PROGRAM = core(slots=(plank(), carry()))


def carried(settings: Settings) -> Load | None:
    held, weighted = personalise(PROGRAM, settings).slots
    assert held == plank()
    return weighted.load


def test_default_settings_keep_the_program() -> None:
    assert personalise(PROGRAM, Settings()) == PROGRAM


def test_own_load_and_step_are_used() -> None:
    assert carried(Settings(carry_kg=8)) == Load(start_kg=8, step_kg=1, max_kg=20, least_kg=6)
    assert carried(Settings(load_step_kg=2.5)) == Load(start_kg=6, step_kg=2.5, max_kg=20, least_kg=6)
    assert carried(Settings(carry_kg=4, load_step_kg=2)) == Load(start_kg=4, step_kg=2, max_kg=20, least_kg=4)


def test_own_load_raises_the_maximum() -> None:
    assert carried(Settings(carry_kg=25)) == Load(start_kg=25, step_kg=1, max_kg=25, least_kg=6)


def test_carried_load_applies_to_hands_only() -> None:
    plate = Load(start_kg=1, step_kg=1, max_kg=10)
    loaded = replace(plank(), load=plate, progress=Progress.TIME_THEN_LOAD)
    held, weighted = personalise(core(slots=(loaded, carry())), Settings(carry_kg=16)).slots
    assert held.load is not None
    assert weighted.load is not None
    assert (held.load.start_kg, weighted.load.start_kg) == (1, 16)


def test_personalise_is_idempotent() -> None:
    settings = Settings(carry_kg=12, load_step_kg=2, osteoporosis=True, health=("heart", "pregnancy"))
    once = personalise(PROGRAM, settings)
    assert personalise(once, settings) == once


def test_personalise_keeps_the_rest_of_a_slot() -> None:
    fitting: Slot = personalise(PROGRAM, Settings(carry_kg=8)).slots[1]
    assert (fitting.amount, fitting.upto, fitting.ladder) == (carry().amount, carry().upto, carry().ladder)
