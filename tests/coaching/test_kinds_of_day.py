"""Locks, pauses and light weeks across every kind of program."""

from __future__ import annotations

from datetime import date

import pytest
from msgspec.structs import replace

from coach.coaching.locks import TIERS
from coach.coaching.messages import FLAG_WORDS
from coach.coaching.planner import plan_day
from coach.model.events import Event, RedFlag
from coach.model.plan import Dose, ProgramPlan
from coach.model.program import Kind, Measure, Part, Program, Progress, Schedule
from coach.model.settings import Settings
from tests.factories import (
    check_in,
    core,
    day,
    plank,
    prescribe,
    program_of,
    session,
    session_of,
    sets,
    slot,
    timed_slot,
)

PLANK = core(slots=(plank(),))


def asked(program: Program, events: list[Event], on: date) -> ProgramPlan:
    (plan,) = prescribe(program, events, on).programs
    return plan


def dose(program: Program, events: list[Event], on: date, slot: str) -> Dose:
    return next(dose for dose in asked(program, events, on).slots if dose.slot == slot)


def codes(dose: Dose) -> list[str]:
    return [reason.code for reason in dose.reasons]


def notices(program: Program, events: list[Event], on: date) -> list[str]:
    return [notice.code for notice in prescribe(program, events, on).notices]


WALK = program_of(Kind.CARDIO, timed_slot("brisk-walk", 1800), schedule=Schedule(per_week=5))
HIPS = program_of(Kind.MOBILITY, timed_slot("figure-four", sided=True))
STROLL = timed_slot("walk-5", while_locked="call_today")
MORNING = program_of(Kind.MORNING, timed_slot("knee-to-chest", 10), timed_slot("cat-camel"), STROLL)
BREAK = program_of(
    Kind.BREAK,
    timed_slot("stand", while_locked="call_today"),
    slot("breaths", 10, measure=Measure.BREATHS, while_locked="always"),
    schedule=Schedule(every_seconds=1800),
)
BREATHS = program_of(Kind.BREATHING, slot("slow", 10, measure=Measure.BREATHS, while_locked="always"))
HINGE = program_of(Kind.PRACTICE, slot("hinge", 8, measure=Measure.REPS), schedule=Schedule(per_week=2))
EVERYTHING = [core(), WALK, HIPS, MORNING, BREAK, BREATHS, HINGE]


def left(events: list[Event], on: date) -> dict[str, list[str]]:
    plan = plan_day(EVERYTHING, events, on)
    return {program.id: [dose.slot for dose in program.slots] for program in plan.programs}


SHUT: dict[str, list[str]] = {name: [] for name in ("core", "cardio", "mobility", "practice")}


@pytest.mark.parametrize(
    ("flag", "open_now"),
    [
        ("bowel_bladder", {"morning": [], "break": ["breaths"], "breathing": ["slow"]}),
        ("accident", {"morning": [], "break": ["breaths"], "breathing": ["slow"]}),
        ("numb_toes", {"morning": ["walk-5"], "break": ["stand", "breaths"], "breathing": ["slow"]}),
        ("recent_fall", {"morning": ["walk-5"], "break": ["stand", "breaths"], "breathing": ["slow"]}),
    ],
)
def test_lock_leaves_drills_of_its_tier(flag: RedFlag, open_now: dict[str, list[str]]) -> None:
    events: list[Event] = [check_in(day(0), red_flags=(flag,))]
    assert left(events, day(3)) == SHUT | open_now
    plan = plan_day(EVERYTHING, events, day(3))
    assert plan.locked
    assert {program.id for program in plan.programs if program.due} == {"breathing"}, "nothing else is asked"
    assert [program.times for program in plan.programs] == [0, 0, 0, 0, 0, 1, 0]


@pytest.mark.parametrize("kind", Kind)
def test_locked_drill_stays_closed_in_every_kind(kind: Kind) -> None:
    program = program_of(
        kind, slot("plank", 10, measure=Measure.BREATHS), timed_slot("brisk-walk"), timed_slot("cat-camel")
    )
    assert asked(program, [check_in(day(0), red_flags=("recent_fall",))], day(0)).slots == ()


def test_spasm_leaves_gentle_drills() -> None:
    events: list[Event] = [check_in(day(0), spasm=True)]
    assert left(events, day(0)) == {
        "core": [],
        "cardio": ["brisk-walk"],
        "mobility": ["figure-four"],
        "morning": ["cat-camel", "walk-5"],
        "break": ["stand", "breaths"],
        "breathing": ["slow"],
        "practice": [],
    }
    plan = plan_day(EVERYTHING, events, day(0))
    assert [notice.code for notice in plan.notices] == ["paused"], "nobody is told to stretch twice now"
    assert codes(plan.programs[2].slots[0])[-1] == "phase_paused"
    assert [program.due for program in plan.programs] == [False] * 4 + [True, True, False]
    assert [program.times for program in plan.programs[1:4]] == [0, 0, 0], "what is gentle is done at will"


def test_early_light_week_trims_core_doubles_mobility() -> None:
    plan = plan_day(EVERYTHING, [check_in(day(0), tug=True)], day(3))
    by_id = {program.id: program for program in plan.programs}
    assert {program.phase for program in plan.programs} == {"early_deload"}
    assert by_id["core"].slots[0].sets == 2
    assert by_id["cardio"].slots[0].seconds == 21 * 60
    assert codes(by_id["cardio"].slots[0]) == ["start_dose", "phase_early"]
    assert (by_id["mobility"].times, by_id["mobility"].slots[0].seconds) == (2, 120)
    assert codes(by_id["mobility"].slots[0]) == ["start_dose", "phase_early"]
    assert by_id["morning"].times == 1
    assert by_id["morning"].slots[0].seconds == 10
    (notice,) = plan.notices
    assert notice.code == "early_light_week"
    assert "11 January" in notice.text


@pytest.mark.parametrize(
    ("flags", "code"),
    [
        (("bowel_bladder",), "locked_emergency"),
        (("saddle_numbness",), "locked_emergency"),
        (("both_legs", "numb_toes"), "locked_emergency"),
        (("leg_radiation",), "locked_call_today"),
        (("numb_toes", "leg_radiation"), "locked_call_today"),
        (("foot_weakness", "recent_fall"), "locked_call_today"),
        (("serious_illness",), "locked_call_this_week"),
        (("recent_fall", "sexual_function"), "locked_emergency"),
    ],
)
def test_lock_notice_by_tier(flags: tuple[RedFlag, ...], code: str) -> None:
    more = ["locked_open"] if code == "locked_emergency" else ["locked_open", "locked_watch"]
    assert notices(PLANK, [check_in(day(0), red_flags=flags)], day(9)) == [code, *more, "locked_until"]


@pytest.mark.parametrize("flag", TIERS)
def test_lock_notices_are_complete(flag: RedFlag) -> None:
    settings = Settings(emergency_number="112")
    plan = plan_day(EVERYTHING, [check_in(day(0), red_flags=(flag,))], day(0), settings=settings)
    text = " ".join(notice.text for notice in plan.notices)
    assert FLAG_WORDS[flag] in text
    assert "Call 112" in text
    assert "Do not drive yourself. Do not wait to see if it passes." in text
    for urgent, tier in TIERS.items():
        if tier == "emergency" and TIERS[flag] != "emergency":
            assert FLAG_WORDS[urgent] in text, "the emergency lines stand under every lock"
    assert ("Easy walking and changing position are fine" in text) == (TIERS[flag] != "emergency")
    assert "breathing" in text
    assert "a clinician has cleared you" in text
    assert "probably" not in text
    assert "coach " not in text, "keys and commands are said where they work"


def test_two_spasms_suggest_a_visit() -> None:
    events: list[Event] = []
    for at in (0, 20):
        events += [check_in(day(at), spasm=True), check_in(day(at + 1), spasm=False)]
    assert "see_someone" in notices(PLANK, events, day(30))


def test_strong_pain_lightens_every_program() -> None:
    events: list[Event] = [session(day(0), program="mobility", figure_four="120!6")]
    assert asked(core(), events, day(1)).phase == "early_deload"


def test_fixed_drill_that_hurt_has_a_caution() -> None:
    done = sets("figure-four", "120!4", "left") + sets("figure-four", "120", "right")
    events: list[Event] = [session_of("mobility", day(0), done, minutes=None)]
    assert codes(dose(HIPS, events, day(2), "figure-four")) == ["pain_repeat"]
    assert codes(dose(HIPS, events, day(8), "figure-four")) == ["start_dose"]


def test_warm_up_is_neither_judged_nor_trimmed() -> None:
    warm = Part(slots=(replace(timed_slot("march", 180), progress=Progress.TIME, upto=300),), warmup=True)
    program = replace(PLANK, parts=(warm, *PLANK.parts))
    events: list[Event] = [session(day(at), march="180", plank="3 x 30") for at in (0, 2)]
    events.append(check_in(day(3), tug=True))
    found = dose(program, events, day(4), "march")
    assert (found.seconds, found.sets, codes(found)) == (180, 1, ["start_dose"])
