"""Mobility: two hip drills a day, twice that in an early light week; sets that add up over a day; warm-up."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from typing import Final

from msgspec import Struct

from coach.coaching.deload import CLOSED
from coach.coaching.habits import messages
from coach.coaching.history import is_begun, is_session, moment_key, removed_ids
from coach.model.events import Activity, Event, Session, SetRecord
from coach.model.plan import Phase
from coach.model.program import Kind, Measure, Program, Side, Slot

_SIDES: Final[tuple[Side, Side]] = ("left", "right")
_UNITS: Final = {Measure.HOLD: "hold", Measure.REPS: "repetition", Measure.BREATHS: "breath"}


class SideDone(Struct, frozen=True, kw_only=True):
    """One side of a slot: seconds for a stretch or a walk, else a count of holds, repetitions or breaths."""

    side: Side | None
    """None for a drill without sides."""
    done: int
    to_go: int
    """What is missing for the next round; 0 when nothing is left to do today."""


class SlotDone(Struct, frozen=True, kw_only=True):
    """A slot on one day."""

    slot: str
    drill: str
    measure: Measure
    goal_amount: int
    """What one round asks for on each side, in the unit of `SideDone.done`."""
    wanted: int
    """The rounds that the day asks for."""
    times: int
    """The rounds that both sides have reached."""
    sides: tuple[SideDone, ...]

    @property
    def ticked(self) -> bool:
        """Whether all that the day asks for is done."""
        return 0 < self.wanted <= self.times

    @property
    def started(self) -> bool:
        """Whether anything was done at all."""
        return any(side.done for side in self.sides)

    @property
    def text(self) -> str:
        """What is still to do, by side, as in `left: 40 s to go`; empty when all is done."""
        return ", ".join(
            messages.seconds_to_go(side.side, side.to_go)
            if self.measure is Measure.TIME
            else messages.count_to_go(side.side, side.to_go, _UNITS[self.measure])
            for side in self.sides
            if side.to_go
        )


def goal_amount(slot: Slot) -> int:
    """What one round of a slot asks for on each side: all its sets together.

    Holds are counted, since a paused hold is over; seconds, repetitions and breaths add up.
    """
    return slot.sets if slot.measure is Measure.HOLD else slot.amount * slot.sets


def accumulated(slot: Slot, record: SetRecord) -> int:
    """What one set adds to its slot, in the unit of `goal_amount`; 0 where it was not recorded."""
    seconds = record.seconds or 0
    match slot.measure:
        case Measure.TIME:
            return seconds
        case Measure.HOLD:
            return int(seconds >= slot.amount)
        case Measure.REPS:
            return record.reps if record.reps is not None else _paced(seconds, slot.pace_seconds)
        case Measure.BREATHS:
            cycle = slot.inhale_seconds + slot.exhale_seconds
            return record.reps if record.reps is not None else _paced(seconds, cycle)


def _paced(seconds: int, pace_seconds: int | None) -> int:
    return seconds // pace_seconds if pace_seconds else 0


def slot_done(slot: Slot, records: Iterable[SetRecord], *, wanted: int = 1) -> SlotDone:
    """Add up the sets of one day: a drill is done when each of its sides has reached its goal.

    Source: the guide's two minutes on each side, which may be split; sets of one day add up in any order.

    Args:
        slot: the slot as the program has it.
        records: the sets of that slot on that day.
        wanted: the rounds that the day asks for, 0 when it asks for nothing.
    """
    goal = goal_amount(slot)
    keys: Sequence[Side | None] = _SIDES if slot.sided else (None,)
    done = dict.fromkeys(keys, 0)
    for record in records:
        both = slot.sided and not slot.sided_with(record.drill)
        for key in keys if both else (record.side if slot.sided else None,):
            if key in done:
                done[key] += accumulated(slot, record)
    times = min(amount // goal for amount in done.values())
    target = min(times + 1, wanted) * goal
    return SlotDone(
        slot=slot.slot,
        drill=slot.drill,
        measure=slot.measure,
        goal_amount=goal,
        wanted=wanted,
        times=times,
        sides=tuple(
            SideDone(side=side, done=amount, to_go=max(0, target - amount)) for side, amount in done.items()
        ),
    )


def drills_of(slot: Slot) -> frozenset[str]:
    """Every drill on the ladder of a slot."""
    return frozenset(slot.rungs) | {slot.drill}


HIP_DRILLS: Final = frozenset(
    {
        "hip-flexor-stretch",
        "hip-flexor-standing",
        "hip-flexor-reach",
        "figure-four",
        "figure-four-lying",
        "figure-four-deep",
    }
)
"""The guide's two hip drills, each with its easier and harder form; the open book is for the upper back."""

HIP_GOAL: Final = 2
"""The guide's weekly table: two hip mobility drills daily."""

WARM_MINUTES: Final = 30
"""How long a walk or a core session counts as a warm-up; the guide only says after light movement."""

_MOVING: Final = frozenset({"walk", "run", "hike", "cycle", "swim", "row", "pilates"})
_WARMING: Final = frozenset({Kind.CORE, Kind.CARDIO})


class MobilityDay(Struct, frozen=True, kw_only=True):
    """A mobility program on one day."""

    drills: tuple[SlotDone, ...]
    times: int
    """How often the routine is offered today: 1, 2 in an early light week, 0 when nothing is asked."""
    hip_done: int
    hip_goal: int
    words: tuple[str, ...]

    @property
    def ticked(self) -> bool:
        """Whether every drill of the day is done."""
        return self.times > 0 and all(drill.ticked for drill in self.drills)


class WarmUp(Struct, frozen=True):
    """Why the warm-up is already done."""

    ended_at: datetime
    text: str


def times_a_day(phase: Phase) -> int:
    """How often the routine is offered: the guide doubles it on early warning signs, and never trims it."""
    if phase in CLOSED:
        return 0
    return 2 if phase == "early_deload" else 1


def hip_slots(program: Program) -> tuple[Slot, ...]:
    """The slots that count as hip drills."""
    return tuple(slot for slot in judged_slots(program) if drills_of(slot) & HIP_DRILLS)


def judged_slots(program: Program) -> tuple[Slot, ...]:
    """Every slot but those of a warm-up."""
    return tuple(slot for part in program.parts if not part.warmup for slot in part.slots)


def mobility_day(program: Program, events: Sequence[Event], on: date, phase: Phase) -> MobilityDay:
    """What was done of a mobility program on a day, and what is still to do.

    Source: the guide, two minutes on each side and two hip drills a day; doubled on early warning signs.

    Args:
        program: of kind mobility.
        events: the whole journal or any part of it that holds the day.
        on: the training day.
        phase: the phase that the program is in on that day.
    """
    sessions, times = sessions_on(events, on), times_a_day(phase)
    drills = tuple(
        slot_done(slot, sets_of(program, slot, sessions), wanted=times) for slot in judged_slots(program)
    )
    hips = {slot.slot for slot in hip_slots(program)}
    hip_done = count_done(drill for drill in drills if drill.slot in hips)
    hip_goal = times * min(HIP_GOAL, len(hips))
    if phase in CLOSED:
        text = messages.NOT_WHILE_LOCKED if phase == "locked" else messages.OPTIONAL_TODAY
    elif all(drill.ticked for drill in drills):
        text = messages.DONE
    elif not any(drill.started for drill in drills):
        text = messages.NOTHING_YET
    elif hip_goal:
        text = messages.hips_today(min(hip_done, hip_goal), hip_goal)
    else:
        text = messages.drills_today(count_done(drills), times * len(drills))
    texts = (messages.TWICE_TODAY, text) if times > 1 else (text,)
    return MobilityDay(drills=drills, times=times, hip_done=hip_done, hip_goal=hip_goal, words=texts)


def count_done(drills: Iterable[SlotDone]) -> int:
    """The number of drills that count for the day's goal: each once, or twice where twice is asked."""
    return sum(min(drill.times, max(drill.wanted, 1)) for drill in drills)


def sessions_on(events: Sequence[Event], on: date) -> tuple[Session, ...]:
    """The live sessions of one training day, in order."""
    gone = removed_ids(events, on.toordinal())
    found = (event for event in events if isinstance(event, Session) and event.date == on)
    return tuple(sorted((session for session in found if session.id not in gone), key=moment_key))


def sets_of(program: Program, slot: Slot, sessions: Iterable[Session]) -> tuple[SetRecord, ...]:
    """The sets that count for a slot: those of its own program, and its drills done in any other.

    Of a session that was only begun, those that add up over the day: stretches, walks, breaths, but no holds.
    """
    drills, found = drills_of(slot), list[SetRecord]()
    for session in sessions:
        if not adds_up(slot, session):
            continue
        own = session.program == program.id
        found += [
            record
            for record in session.sets
            if (record.slot == slot.slot if own else (record.drill or record.slot) in drills)
        ]
    return tuple(found)


def adds_up(slot: Slot, session: Session) -> bool:
    """Whether the sets of a slot in a session count: holds of a session that was only begun do not."""
    return slot.measure is not Measure.HOLD or not is_begun(session)


def find_warm_up(events: Sequence[Event], moment: datetime) -> WarmUp | None:
    """The walk or core session that just ended, so that the warm-up counts as done; None without one.

    Source: the guide stretches after light movement; half an hour is how long that is taken to last.

    Args:
        events: the journal; only the hours before `moment` matter.
        moment: now, aware of its zone.
    """
    earliest = moment - timedelta(minutes=WARM_MINUTES)
    nearby = {moment.date() + timedelta(days=days) for days in (-2, -1, 0, 1)}
    gone = removed_ids(events, max(nearby).toordinal())
    found: list[WarmUp] = []
    for event in events:
        if event.date not in nearby or event.id in gone:
            continue
        if isinstance(event, Activity) and event.kind in _MOVING and event.minutes != 0:
            found.append(WarmUp(event.at, messages.ALREADY_WARM_WALK))
        elif isinstance(event, Session) and event.kind in _WARMING and event.ended_at and is_session(event):
            core = event.kind == Kind.CORE
            text = messages.ALREADY_WARM_CORE if core else messages.ALREADY_WARM_WALK
            found.append(WarmUp(event.ended_at, text))
    recent = (warm_up for warm_up in found if earliest <= warm_up.ended_at <= moment)
    return max(recent, key=lambda warm_up: warm_up.ended_at, default=None)
