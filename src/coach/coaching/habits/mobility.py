"""Hips and upper back: two hip drills a day, twice that in an early light week, and the warm-up before."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from typing import Final

from msgspec import Struct
from msgspec.structs import replace

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
    """What is missing until the next time round; 0 when there is nothing left to do today."""


class SlotDone(Struct, frozen=True, kw_only=True):
    """A slot on one day."""

    slot: str
    drill: str
    measure: Measure
    goal_amount: int
    """What one time round asks for on each side, in the unit of `SideDone.done`."""
    wanted: int
    """How many times round the day asks for."""
    times: int
    """How many times round both sides have reached."""
    sides: tuple[SideDone, ...]

    @property
    def ticked(self) -> bool:
        """Whether the day has all it asked for."""
        return 0 < self.wanted <= self.times

    @property
    def started(self) -> bool:
        """Whether anything was done at all."""
        return any(side.done for side in self.sides)

    @property
    def text(self) -> str:
        """What is still to do, each side by its name, as in `left: 40 s to go`; empty when all is done."""
        return ", ".join(self._to_go(side) for side in self.sides if side.to_go)

    def _to_go(self, side: SideDone) -> str:
        if self.measure is Measure.TIME:
            return messages.seconds_to_go(side.side, side.to_go)
        return messages.count_to_go(side.side, side.to_go, _UNITS[self.measure])


def goal_amount(slot: Slot) -> int:
    """What one time round a slot asks for on each side: all its sets together.

    Holds count as holds, since a paused hold is over; everything else adds up.
    """
    return slot.sets if slot.measure is Measure.HOLD else slot.amount * slot.sets


def accumulated(slot: Slot, record: SetRecord) -> int:
    """What one set adds to its slot, in the unit of `once`; 0 for what was not recorded."""
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
    """Adds up the pieces of one day: a drill is done when each of its sides has reached its goal.

    Source: the guide's two minutes on each side, which may be split; pieces of one day add up in any order.

    Args:
        slot: the slot as the program has it.
        records: the sets of that slot on that day.
        wanted: how many times round the day asks for, 0 when it asks for nothing.
    """
    goal = goal_amount(slot)
    done = _by_side(slot, records)
    times = min(amount // goal for amount in done.values())
    target = min(times + 1, wanted) * goal
    sides = tuple(
        SideDone(side=side, done=amount, to_go=max(0, target - amount)) for side, amount in done.items()
    )
    return SlotDone(
        slot=slot.slot,
        drill=slot.drill,
        measure=slot.measure,
        goal_amount=goal,
        wanted=wanted,
        times=times,
        sides=sides,
    )


def _by_side(slot: Slot, records: Iterable[SetRecord]) -> dict[Side | None, int]:
    keys: Sequence[Side | None] = _SIDES if slot.sided else (None,)
    done = dict.fromkeys(keys, 0)
    for record in records:
        both = slot.sided and not slot.sided_with(record.drill)
        for key in keys if both else (record.side if slot.sided else None,):
            if key in done:
                done[key] += accumulated(slot, record)
    return done


def drills_of(slot: Slot) -> frozenset[str]:
    """Every drill that a slot may be done with."""
    return frozenset(slot.places) | {slot.drill}


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
"""How long a walk or a core session keeps someone warm; the guide only says after light movement."""

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
    """What was done of a mobility program on a day, and what is still to go.

    Source: the guide, two minutes on each side and two hip drills a day; doubled on early warning signs.

    Args:
        program: of kind mobility.
        events: the whole journal or any part of it that holds the day.
        on: the training day.
        phase: the phase that the program is in on that day.
    """
    return _day(program, sessions_on(events, on), times_a_day(phase), phase)


def _day(program: Program, sessions: Sequence[Session], times: int, phase: Phase) -> MobilityDay:
    drills = tuple(
        slot_done(slot, sets_of(program, slot, sessions), wanted=times) for slot in judged_slots(program)
    )
    hips = {slot.slot for slot in hip_slots(program)}
    hip_done = count_done(drill for drill in drills if drill.slot in hips)
    hip_goal = times * min(HIP_GOAL, len(hips))
    day = MobilityDay(drills=drills, times=times, hip_done=hip_done, hip_goal=hip_goal, words=())
    return replace(day, words=_words(day, phase))


def count_done(drills: Iterable[SlotDone]) -> int:
    """How many drills that makes for the day's goal: each once, twice where twice is asked, and no more."""
    return sum(min(drill.times, max(drill.wanted, 1)) for drill in drills)


def _words(day: MobilityDay, phase: Phase) -> tuple[str, ...]:
    if phase == "locked":
        return (messages.NOT_WHILE_LOCKED,)
    if phase == "paused":
        return (messages.OPTIONAL_TODAY,)
    twice = (messages.TWICE_TODAY,) if day.times > 1 else ()
    if day.ticked:
        return (*twice, messages.DONE)
    if not any(drill.started for drill in day.drills):
        return (*twice, messages.NOTHING_YET)
    if not day.hip_goal:
        return (*twice, messages.drills_today(count_done(day.drills), day.times * len(day.drills)))
    return (*twice, messages.hips_today(min(day.hip_done, day.hip_goal), day.hip_goal))


def sessions_on(events: Sequence[Event], on: date) -> tuple[Session, ...]:
    """The sessions of one training day, in order, without those taken back."""
    gone = removed_ids(events, on.toordinal())
    found = (event for event in events if isinstance(event, Session) and event.date == on)
    return tuple(sorted((session for session in found if session.id not in gone), key=moment_key))


def sets_of(program: Program, slot: Slot, sessions: Iterable[Session]) -> tuple[SetRecord, ...]:
    """The sets that count for a slot: those of its own program, and its drills done in any other.

    Of a session that was only begun, what adds up over the day: stretches, walks, breaths, but no holds.
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
    """Whether what a session did of a slot counts for its day: a hold of one that was only begun does not."""
    return slot.measure is not Measure.HOLD or not is_begun(session)


def find_warm_up(
    events: Sequence[Event], moment: datetime, within_minutes: int = WARM_MINUTES
) -> WarmUp | None:
    """Whether someone comes warm from a walk or a core session, so that the warm-up counts as done.

    Source: the guide stretches after light movement; half an hour is how long that is taken to last.

    Args:
        events: the journal; only the hours before `moment` matter.
        moment: now, aware of its zone.
        within_minutes: how long ago the movement may have ended.
    """
    earliest = moment - timedelta(minutes=within_minutes)
    nearby = {moment.date() + timedelta(days=days) for days in (-2, -1, 0, 1)}
    gone = removed_ids(events, max(nearby).toordinal())
    warm = (_ended(event) for event in events if event.date in nearby and event.id not in gone)
    recent = [warm_up for warm_up in warm if warm_up and earliest <= warm_up.ended_at <= moment]
    return max(recent, key=lambda warm_up: warm_up.ended_at, default=None)


def _ended(event: Event) -> WarmUp | None:
    if isinstance(event, Activity) and event.kind in _MOVING and event.minutes != 0:
        return WarmUp(event.at, messages.ALREADY_WARM_WALK)
    if isinstance(event, Session) and event.kind in _WARMING and event.ended_at and is_session(event):
        core = event.kind == Kind.CORE
        return WarmUp(event.ended_at, messages.ALREADY_WARM_CORE if core else messages.ALREADY_WARM_WALK)
    return None
