"""Compiles a plan to a timeline: every set of the day, the intervals between them, and their cues."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from math import ceil

from msgspec import Struct
from msgspec.structs import replace

from coach.model.plan import Dose, ProgramPlan
from coach.model.program import (
    LEAST_REST_SECONDS,
    Drill,
    Measure,
    Part,
    Program,
    Side,
    Slot,
    with_side,
)
from coach.model.timeline import Interval, IntervalKind, Spoken, Timeline
from coach.model.units import Units
from coach.session.cues import Speech, lead_cues, with_set_cues
from coach.session.instructions import work_cues


def compile_timeline(
    program: Program,
    plan: ProgramPlan,
    drills: Mapping[str, Drill],
    on: date,
    *,
    skip_warmup: bool = False,
    spoken: Spoken = "cues",
    units: Units = "kg",
) -> Timeline:
    """The session of a day as adjoining intervals, from the first get-ready to the last second of work.

    Drill, sets, seconds, load, sides and their order come from the plan; the order of slots and the rests
    come from the program. A slot that the plan does not ask for is left out.

    Args:
        drills: for names and cues; a missing drill is called by its id.
        on: the training day it is for.
        skip_warmup: leave the parts out that are warm-up.
        spoken: how much is said.
        units: how loads are said.
    """
    speech = Speech(spoken=spoken, units=units)
    sets = list(_sets(program, plan, skip_warmup=skip_warmup))
    intervals: list[Interval] = []
    start = 0
    for before, one in zip((None, *sets), sets, strict=False):
        work = _work(one, drills)
        leads = _leads(program, before, one, work)
        if before is not None and leads and before.dose.drill != one.dose.drill:
            leads = [replace(leads[0], get_out=intervals[-1].get_out), *leads[1:]]
        leads = [
            replace(lead, cues=lead_cues(lead, work, speech, to_set=lead is leads[-1])) for lead in leads
        ]
        work = with_set_cues(work, speech, last=one is sets[-1], leads=leads)
        for interval in (*leads, work):
            intervals.append(replace(interval, start=start))
            start += interval.seconds or 0
    return Timeline(
        program=program.id,
        date=on,
        total_seconds=start,
        intervals=tuple(intervals),
        spoken=spoken,
        units=units,
    )


def with_easier_dose(
    timeline: Timeline,
    program: Program,
    dose: Dose,
    drills: Mapping[str, Drill],
    first: int,
    end: int | None = None,
) -> Timeline:
    """A session that goes on with an easier dose of one slot, or the usual one; every set keeps its index.

    Where the easier drill has no sides, one set comes in the place of both sides; the other one becomes an
    interval without a length. Where it alone has sides, they take turns.

    Args:
        dose: of the slot; of it the number of sets is not changed.
        first: the index of the first set that may change; a set with a side done keeps the drill of that.
        end: the index of the first set that stays as it is again; None: all of them change.
    """
    slot = next(slot for slot in program.slots if slot.slot == dose.slot)
    intervals = list(timeline.intervals)
    keys = [key for key, one in enumerate(intervals) if one.is_set]
    own = [key for key in keys if intervals[key].slot == dose.slot]
    before = dict(zip(keys, (-1, *keys), strict=False))
    sides_change = any(bool(intervals[key].side) != bool(dose.sides) for key in own)
    begun = {(intervals[key].round, intervals[key].set) for key in own if sides_change and key < first}
    changed: set[tuple[int, int]] = set()
    for key in own:
        old, part = intervals[key], program.parts[intervals[key].part]
        position, leads = (old.round, old.set), range(before[key] + 1, key)
        if key < first or position in begun:
            continue
        if end is not None and key >= end and position not in changed:
            continue
        if sides_change and position in changed:
            for index in (*leads, key):
                dropped = replace(intervals[index], kind=IntervalKind.SWITCH, seconds=0, reps=None, cues=())
                intervals[index] = dropped
            continue
        changed.add(position)
        side = old.side if dose.sides else None
        if sides_change and dose.sides:
            side = dose.sides[(old.set - 1) % len(dose.sides)]
        one = _Set(
            slot=slot,
            dose=replace(dose, sets=old.sets),
            part=part,
            part_index=old.part,
            round=old.round,
            rounds=old.rounds,
            set=old.set,
            side=side,
        )
        _put_work(intervals, key, leads, _work(one, drills))
    return _placed(timeline, intervals)


def _put_work(intervals: list[Interval], key: int, leads: Iterable[int], work: Interval) -> None:
    """Put another set in its place: what leads to it names it, and what follows says how to get out of it."""
    intervals[key] = work
    for index in leads:
        lead = intervals[index]
        new = lead_to(work, lead.kind, lead.seconds)
        intervals[index] = replace(new, fixed_start=lead.fixed_start, get_out=lead.get_out)
    after = key + 1
    if after < len(intervals) and intervals[after].get_out:
        intervals[after] = replace(intervals[after], get_out=work.get_out)


def _placed(timeline: Timeline, intervals: list[Interval]) -> Timeline:
    """A timeline with changed intervals: their starts, their cues, and the rests before fixed starts."""
    speech = Speech(spoken=timeline.spoken, units=timeline.units)
    keys = [key for key, one in enumerate(intervals) if one.is_set]
    start = saved = first_lead = 0
    changed = False
    for index, one in enumerate(intervals):
        old = timeline.intervals[index]
        rests = one.kind in (IntervalKind.REST, IntervalKind.ROUND_REST)
        if rests and saved and one.fixed_start and one.seconds is not None:
            one = replace(one, seconds=one.seconds + saved)
        saved = 0 if rests else saved + (old.seconds or 0) - (one.seconds or 0)
        changed = changed or one != old
        if one.is_set:
            if changed:
                leads = intervals[first_lead:index]
                one = with_set_cues(one, speech, last=index == keys[-1], leads=leads)
            first_lead, changed = index + 1, False
        elif one != old and one.seconds != 0:
            coming = next(key for key in keys if key > index)
            cues = lead_cues(one, intervals[coming], speech, to_set=index == coming - 1)
            one = replace(one, cues=cues)
        intervals[index] = replace(one, start=start)
        start += one.seconds or 0
    return replace(timeline, intervals=tuple(intervals), total_seconds=start)


class _Set(Struct, frozen=True, kw_only=True):
    """One set of one slot on one side, and its position in the session."""

    slot: Slot
    dose: Dose
    part: Part
    part_index: int
    round: int
    rounds: int
    set: int
    side: Side | None


def _sets(program: Program, plan: ProgramPlan, *, skip_warmup: bool) -> Iterator[_Set]:
    """Every set of the day in order."""
    doses = {dose.slot: dose for dose in plan.slots if dose.sets > 0}
    for part_index, part in enumerate(program.parts):
        asked = [(slot, doses[slot.slot]) for slot in part.slots if slot.slot in doses]
        if not asked or (part.warmup and skip_warmup):
            continue
        rounds = max(min(dose.sets, part.rounds) for _, dose in asked)
        for number in range(1, rounds + 1):
            for slot, dose in asked:
                # Spread evenly, the earlier rounds with more.
                each, extra = divmod(dose.sets, part.rounds)
                before = (number - 1) * each + min(number - 1, extra)
                for set_number in range(before + 1, before + each + (number <= extra) + 1):
                    for side in dose.sides or (None,):
                        yield _Set(
                            slot=slot,
                            dose=dose,
                            part=part,
                            part_index=part_index,
                            round=number,
                            rounds=rounds,
                            set=set_number,
                            side=side,
                        )


def _work(one: _Set, drills: Mapping[str, Drill]) -> Interval:
    """The set itself; repetitions without a pace have no length and wait for the user."""
    slot, dose = one.slot, one.dose
    drill = drills.get(dose.drill)
    name = drill.name if drill else dose.drill.replace("-", " ").capitalize()
    breaths = dose.measure is Measure.BREATHS
    counted = breaths or dose.measure is Measure.REPS
    seconds = _seconds(slot, dose)
    work = Interval(
        start=0,
        seconds=seconds,
        kind=IntervalKind.WAIT if seconds is None else IntervalKind.WORK,
        slot=slot.slot,
        drill=dose.drill,
        side=one.side,
        round=one.round,
        rounds=one.rounds,
        set=one.set,
        sets=dose.sets,
        part=one.part_index,
        warmup=one.part.warmup,
        measure=dose.measure,
        reps=_count(slot, dose) if counted else None,
        pace_seconds=slot.pace_seconds if dose.measure is Measure.REPS else None,
        inhale_seconds=slot.inhale_seconds if breaths or slot.breath_led else None,
        exhale_seconds=slot.exhale_seconds if breaths or slot.breath_led else None,
        breaths=_breaths(slot, seconds) if dose.measure is Measure.TIME and slot.breath_led else None,
        get_out=with_side(drill.get_out, one.side) if drill and drill.get_out else "",
        load_kg=dose.load_kg,
        one_hand=dose.one_hand,
        name=name,
        say=drill.say if drill and drill.say else name,
        action=drill.action if drill else None,
        say_side=with_side(drill.say_side, one.side) if drill and drill.say_side and one.side else "",
        setup_cues=tuple(with_side(cue.text, one.side) for cue in drill.setup_cues) if drill else (),
        tempo=slot.tempo if dose.measure is Measure.REPS else None,
    )
    return replace(work, turns=work_cues(drill, work)) if drill else work


def _breaths(slot: Slot, seconds: int | None) -> int:
    """How many breaths begin in a time that they lead."""
    return ceil((seconds or 0) / (slot.inhale_seconds + slot.exhale_seconds))


def _count(slot: Slot, dose: Dose) -> int:
    return slot.amount if dose.reps is None else dose.reps


def _seconds(slot: Slot, dose: Dose) -> int | None:
    """How long one set takes on one side; None where the user says when it is done."""
    if dose.measure is Measure.BREATHS:
        return _count(slot, dose) * (slot.inhale_seconds + slot.exhale_seconds)
    if dose.measure is Measure.REPS:
        return None if slot.pace_seconds is None else _count(slot, dose) * slot.pace_seconds
    return slot.amount if dose.seconds is None else dose.seconds


def _leads(program: Program, before: _Set | None, one: _Set, work: Interval) -> Sequence[Interval]:
    """The intervals between the set before and this one; those without a length are left out."""
    kinds: list[tuple[IntervalKind, int | None]] = []
    same_set = before is not None and before.dose is one.dose and before.set == one.set
    waits = one.slot.wait and not same_set
    if before is None:
        kinds += [] if waits else [(IntervalKind.READY, program.ready_seconds)]
    elif same_set:
        kinds.append((IntervalKind.SWITCH, program.switch_seconds))
    else:
        kinds.append(_rest(program, before, one))
    if waits:
        kinds += [(IntervalKind.WAIT, None), (IntervalKind.READY, program.ready_seconds)]
    leads = [lead_to(work, kind, seconds) for kind, seconds in kinds if seconds != 0]
    if before is None or same_set or _every(before) is None:
        return leads
    return [replace(leads[0], fixed_start=True), *leads[1:]]


def _rest(program: Program, before: _Set, one: _Set) -> tuple[IntervalKind, int]:
    """The rest after a set: the slot's, or its part's, which is longer at the end of a round and of a part.

    Where sets start at fixed times it is the time until the next start.
    """
    within = before.part_index == one.part_index and before.round == one.round
    kind = IntervalKind.REST if within else IntervalKind.ROUND_REST
    every = _every(before)
    if every is not None:
        # A set with all its sides; one that waits for the user counts as nothing.
        sides = len(before.dose.sides) or 1
        seconds = sides * (_seconds(before.slot, before.dose) or 0) + (sides - 1) * program.switch_seconds
        return kind, max(LEAST_REST_SECONDS, every - seconds)
    if before.slot.rest_seconds is not None:
        return kind, before.slot.rest_seconds
    return kind, before.part.rest_between_seconds if within else before.part.rest_rounds_seconds


def _every(one: _Set) -> int | None:
    """Seconds from the start of a set to the start of the next one; None where there is a rest."""
    if one.slot.every_seconds is not None or one.slot.rest_seconds is not None:
        return one.slot.every_seconds
    return one.part.every_seconds


def lead_to(work: Interval, kind: IntervalKind, seconds: int | None) -> Interval:
    """An interval that leads to a set: with the set's name and position, and without an amount."""
    return replace(
        work,
        kind=kind,
        seconds=seconds,
        reps=None,
        pace_seconds=None,
        inhale_seconds=None,
        exhale_seconds=None,
        tempo=None,
        breaths=None,
        get_out="",
        turns=(),
        work_cues=(),
        cues=(),
    )
