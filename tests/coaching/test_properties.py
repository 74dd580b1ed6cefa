"""Properties of the planner, for any journal."""

from __future__ import annotations

import time
from datetime import date, timedelta, timezone
from itertools import pairwise
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from coach.coaching.deload import trim, trim_percent
from coach.coaching.explain import ExplanationLine, explain
from coach.coaching.history import attempted, is_begun, is_session, read_history
from coach.coaching.levels import rung_start, rung_top
from coach.coaching.messages import all_reasons
from coach.coaching.planner import plan_day
from coach.coaching.safety import read_health
from coach.model.events import Control, Event, Session, Tombstone
from coach.model.plan import ProgramPlan
from coach.model.program import Kind, Program
from tests.coaching.strategies import LAST, facts, journals, programs, regular, sessions
from tests.factories import carries, core, day, new_id, planks, prescribe, program_of, timed_slot
from tests.support.examples import examples

SLOW = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much]
usual = settings(examples(40), suppress_health_check=SLOW)
days = st.integers(0, LAST).map(day)
MOBILITY = program_of(Kind.MOBILITY, timed_slot("figure-four", sided=True))
CODES = {reason.code for reason in all_reasons()}


def only(program: Program, events: list[Event], on: date) -> ProgramPlan:
    (plan,) = prescribe(program, events, on).programs
    return plan


@usual
@given(programs(), journals(), days, st.randoms(use_true_random=False))
def test_plan_is_independent_of_event_order(
    program: Program, events: list[Event], on: date, random: Random
) -> None:
    shuffled = random.sample(events, len(events))
    assert prescribe(program, shuffled, on) == prescribe(program, events, on)
    assert explain(program, shuffled, on) == explain(program, events, on)


@usual
@given(programs(), journals(), days, st.lists(facts, max_size=10))
def test_plan_ignores_later_events(
    program: Program, events: list[Event], on: date, more: list[Event]
) -> None:
    later = [event for event in more if event.date is not None and event.date > on]
    assert prescribe(program, events + later, on) == prescribe(program, events, on)


@usual
@given(programs(), journals(), days, facts, st.booleans())
def test_removed_event_leaves_no_trace(
    program: Program, events: list[Event], on: date, extra: Event, stone: bool
) -> None:
    last = max((event.at for event in events), default=extra.at)
    if stone and events:
        extra = Tombstone(id=new_id(), at=last + timedelta(hours=1), target=events[0].id)
    undo = Tombstone(id=new_id(), at=max(extra.at, last) + timedelta(days=1), target=extra.id)
    assert prescribe(program, [*events, extra, undo], on) == prescribe(program, events, on)


@usual
@given(programs(), journals(), days)
def test_plan_is_deterministic(program: Program, events: list[Event], on: date) -> None:
    assert prescribe(program, events, on) == prescribe(program, list(events), on)


@usual
@given(programs(), journals(), days)
def test_light_week_asks_for_less_but_something(program: Program, events: list[Event], on: date) -> None:
    plan = only(program, events, on)
    for dose in plan.slots:
        amount = dose.seconds if dose.seconds is not None else dose.reps
        full = dose.full_seconds if dose.full_seconds is not None else dose.reps
        assert amount is not None
        assert full is not None
        assert 1 <= dose.sets <= dose.full_sets
        assert 1 <= amount <= full
        trimmed = program.kind in (Kind.CORE, Kind.CARDIO) and plan.phase != "build"
        assert (dose.sets * amount < dose.full_sets * full) == trimmed
        # One cut, and it is taken from what the day would ask for without it.
        slot = next(slot for slot in program.slots if slot.slot == dose.slot)
        kept = "kept" in [reason.code for reason in dose.reasons]
        assert dose.full_sets == slot.sets - kept
        if trimmed and slot.measure.in_seconds:
            once = trim(slot, dose.full_sets, full, program.kind, trim_percent(program))
            assert dose.is_easier or (dose.sets, amount) == once


def check_level(program: Program, line: ExplanationLine) -> None:
    slot = next(slot for slot in program.slots if slot.slot == line.slot)
    rung = [rung.drill for rung in slot.ladder].index(line.drill)
    assert min(10, rung_start(slot, rung)) <= line.amount <= rung_top(slot, rung)
    assert 0 <= line.clean <= max(program.progression.after - 1, program.progression.after_tries)
    assert 0 <= line.miss < program.progression.misses
    assert (line.load_kg is None) == (slot.load is None or not slot.ladder[rung].loaded)
    if slot.load is not None and line.load_kg is not None:
        assert slot.load.start_kg <= line.load_kg <= slot.load.max_kg


@usual
@given(programs(), journals(), days)
def test_levels_stay_within_the_ladder(program: Program, events: list[Event], on: date) -> None:
    for line in explain(program, events, on):
        check_level(program, line)


@usual
@given(journals(), days)
def test_load_grows_only_by_step_or_by_hand(events: list[Event], on: date) -> None:
    slot = carries()
    known = slot.load
    assert known is not None
    last = known.start_kg
    for line in explain(core(slots=(slot,)), events, on):
        codes = {reason.code for reason in line.reasons}
        if line.load_kg is None:
            continue
        if line.outcome != "set_level" and "step_load" not in codes:
            assert line.load_kg <= last
        last = line.load_kg


@usual
@given(journals(), days)
def test_untried_sets_change_nothing(events: list[Event], on: date) -> None:
    program = core()
    lines = explain(program, events, on)
    with_nothing = [_with_untried_sets(event) for event in events]
    assert explain(program, with_nothing, on) == lines


@usual
@given(programs(), journals(), days, sessions())
def test_begun_session_without_pain_changes_nothing(
    program: Program, events: list[Event], on: date, extra: Session
) -> None:
    sets = tuple(replace(done, pain=0) for done in extra.sets)
    begun = replace(extra, sets=sets, stopped=True, asked_sets=2 * len(sets) + 1)
    assert is_begun(begun)
    before, after = only(program, events, on), only(program, [*events, begun], on)
    # What it did of a stretch adds up within its day, and that day says that it was begun.
    if begun.date == on:
        before, after = (replace(plan, done=False, begun=False) for plan in (before, after))
    assert after == before
    assert explain(program, [*events, begun], on) == explain(program, events, on)


@usual
@given(programs(), journals(), days, sessions(), st.integers(1, 5))
def test_begun_pain_never_makes_it_harder(
    program: Program, events: list[Event], on: date, extra: Session, pain: int
) -> None:
    sets = tuple(replace(done, pain=pain) for done in extra.sets[:1])
    begun = replace(extra, sets=sets, stopped=True, asked_sets=12)
    told = [line for line in explain(program, [begun], on) if line.date == begun.date]
    assert all(line.outcome in ("pain_low", "pain_mid") for line in told)
    assert not any(code.startswith("step_") for line in told for code in (one.code for one in line.reasons))
    assert only(program, [*events, begun], on).block == only(program, events, on).block


def _with_untried_sets(event: Event) -> Event:
    if not isinstance(event, Session) or not attempted(event):
        return event
    untried = [replace(done, seconds=0, pain=0, form="shaky", drill=None) for done in event.sets[:1]]
    return replace(event, sets=(*event.sets, *untried))


@usual
@given(programs(), journals(), days)
def test_red_flag_closes_training_until_cleared(program: Program, events: list[Event], on: date) -> None:
    plan = prescribe(program, events, on)
    flagged = [e for e in _live_before(events, on) if getattr(e, "red_flags", ())]
    cleared = [e for e in _live_before(events, on) if isinstance(e, Control) and e.action == "cleared"]
    newest = max((e.date, e.at, e.id) for e in flagged) if flagged else None
    lifted = newest is not None and any((e.date, e.at, e.id) > newest for e in cleared)
    assert plan.locked == (newest is not None and not lifted)
    if plan.locked:
        assert plan.programs[0].phase == "locked"
        assert plan.programs[0].slots == ()
        assert plan.notices[0].code in ("locked_emergency", "locked_call_today", "locked_call_this_week")


def _live_before(events: list[Event], on: date) -> list[Event]:
    history = read_history(events, on)
    found: list[Event] = [event for same in history.check_ins.values() for event in same]
    return found + [event for same in history.controls.values() for event in same]


@usual
@given(st.sampled_from([4, 5, 6]), regular(calm=True), days)
def test_phase_follows_calendar_without_signs(weeks: int, events: list[Event], on: date) -> None:
    trained = sorted({e.date for e in events if isinstance(e, Session) and is_session(e) and e.date <= on})
    if any((later - earlier).days >= 14 for earlier, later in pairwise([*trained, on])):
        return
    plan = only(core(weeks), events, on)
    begin = trained[0] if trained else on
    monday = begin - timedelta(days=begin.weekday())
    first = monday if begin.weekday() <= 3 else monday + timedelta(days=7)
    index = max(0, (on - first).days // 7)
    assert (plan.block, plan.week) == (1 + index // weeks, index % weeks + 1)
    assert plan.phase == ("deload" if plan.week == weeks else "build")


@usual
@given(st.sampled_from([4, 5, 6]), st.integers(0, 40))
def test_every_block_has_one_light_week(weeks: int, from_week: int) -> None:
    events = planks(*(7 * week + weekday for week in range(52) for weekday in (0, 2, 4)))
    phases = [only(core(weeks), events, day(7 * week)).phase for week in range(from_week, from_week + weeks)]
    assert sorted(phases) == ["build"] * (weeks - 1) + ["deload"]


@usual
@given(journals(), days)
def test_early_light_week_needs_a_sign(events: list[Event], on: date) -> None:
    health = read_health(read_history(events, on))
    for window in health.early_deloads:
        assert window.start == window.triggers[0].day
        assert all(trigger.day <= health.on for trigger in window.triggers)
    if only(core(), events, on).phase == "early_deload":
        window_now = health.early_deload_at(health.on)
        assert window_now is not None
        assert health.on - window_now.triggers[-1].day < 7


@usual
@given(programs(), journals(), days)
def test_every_dose_has_a_reason(program: Program, events: list[Event], on: date) -> None:
    for dose in only(program, events, on).slots:
        assert dose.reasons
        for reason in dose.reasons:
            assert reason.code in CODES
            assert reason.text.endswith(".")
            assert "{" not in reason.text


@usual
@given(journals(), days)
def test_at_most_one_step_up_a_day(events: list[Event], on: date) -> None:
    program = core()
    trained = [line for line in explain(program, events, on) if line.outcome != "set_level"]
    assert len({(line.date, line.slot) for line in trained}) == len(trained)
    for line in trained:
        up = [reason.code for reason in line.reasons if reason.code.startswith(("step_", "top_"))]
        assert len(up) <= 1
        assert not up or line.phase == "build"


@usual
@given(journals(), days)
def test_programs_are_planned_independently(events: list[Event], on: date) -> None:
    together = [core(), MOBILITY]
    plan = plan_day(together, events, on)
    assert list(plan.programs) == [only(program, events, on) for program in together]


@usual
@given(journals(), days, st.sampled_from([-11, -5, 0, 9]))
def test_plan_is_independent_of_event_time_zone(events: list[Event], on: date, hours: int) -> None:
    zone = timezone(timedelta(hours=hours))
    moved = [replace(event, at=event.at.astimezone(zone)) for event in events]
    assert prescribe(core(), moved, on) == prescribe(core(), events, on)


@pytest.mark.skipif(not hasattr(time, "tzset"), reason="the zone of a process can be changed on Unix only")
@pytest.mark.parametrize("zone", ["Pacific/Kiritimati", "America/Los_Angeles", "Europe/Berlin"])
def test_plan_is_independent_of_system_time_zone(zone: str, monkeypatch: pytest.MonkeyPatch) -> None:
    events = planks(0, 2, 4, 7, 80, 82)
    here = prescribe(core(), events, day(83))
    try:
        monkeypatch.setenv("TZ", zone)
        time.tzset()
        assert prescribe(core(), events, day(83)) == here
    finally:
        monkeypatch.undo()
        time.tzset()
