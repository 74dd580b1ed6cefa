"""The events of the journal, one struct for each type.

The names are the keys of the journal's JSON. A value that was not asked is None, which is not the same as no.
Fields that this version does not know stay in the stored text of the event.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Final, Literal

from msgspec import Struct

from coach.model.program import Side

Form = Literal["clean", "shaky"]
End = Literal["full", "early", "pain", "skipped", "stopped"]
RedFlag = Literal[
    "bowel_bladder",
    "saddle_numbness",
    "both_legs",
    "sexual_function",
    "chest_pain",
    "accident",
    "leg_radiation",
    "numb_toes",
    "foot_weakness",
    "serious_illness",
    "recent_fall",
]
CheckInKind = Literal["morning", "before", "weekly", "monthly"]
ActivityKind = Literal["walk", "run", "cycle", "swim", "hike", "pilates", "yoga", "row", "other"]
Action = Literal["cleared", "set_level", "deload", "end_deload", "new_block", "easier_today"]

MODERATE_PAIN: Final = 3
"""From here on a drill ends for the day, and becomes one step easier."""
STRONG_PAIN: Final = 6
"""From here on a session ends, and an early light week begins in every program."""
WORST_PAIN: Final = 10
"""Pain goes from 0, none, up to this."""


# None of these can be part of a reference cycle, and there are tens of thousands: with `gc=False` the
# collector skips them.
class SetRecord(Struct, frozen=True, kw_only=True, gc=False):
    """One set on one side, as it was asked and as it was done."""

    slot: str
    drill: str | None = None
    """None: the drill of that day's level."""
    round: int | None = None
    side: Side | None = None
    asked_seconds: int | None = None
    seconds: int | None = None
    """Seconds really held without a break; None when the set is counted in reps alone."""
    asked_reps: int | None = None
    reps: int | None = None
    load_kg: float | None = None
    form: Form | None = None
    pain: int | None = None
    """0 to 10."""
    end: End | None = None
    """`stopped`: the set ended because the session was stopped."""


class Session(Struct, frozen=True, kw_only=True, tag_field="type", tag="session", gc=False):
    """A session of one program, with the sets that were done."""

    id: str
    date: date
    at: datetime
    program: str
    kind: str
    sets: tuple[SetRecord, ...] = ()
    schema: int = 1
    ended_at: datetime | None = None
    replaces: str | None = None
    note: str | None = None
    stopped: bool = False
    """Whether the user stopped it before its end, and not for pain."""
    asked_sets: int | None = None
    """Its work sets, each side one, without the warm-up; None: those of the event."""


class CheckIn(Struct, frozen=True, kw_only=True, tag_field="type", tag="checkin", gc=False):
    """The answers of a check-in. None: it was not asked."""

    id: str
    date: date
    at: datetime
    kind: CheckInKind
    schema: int = 1
    stiff: bool | None = None
    tug: bool | None = None
    short_leg: bool | None = None
    spasm: bool | None = None
    pain: int | None = None
    red_flags: tuple[RedFlag, ...] = ()
    sleep_hours: float | None = None
    woke_before_alarm: bool | None = None
    hip90_left: bool | None = None
    hip90_right: bool | None = None
    tread_ok: bool | None = None
    triggers: tuple[str, ...] = ()
    note: str | None = None
    replaces: str | None = None
    checklists: tuple[str, ...] = ()
    """The checklists of its form, by id."""
    ticked: tuple[str, ...] = ()
    """Their ticked items, as `checklist.item`."""
    changes: tuple[str, ...] = ()
    """What the user wants to change in the week to come."""
    earlier_clearances: tuple[str, ...] = ()
    """Clearances that were in the journal before these red flags although they carry a later moment: a
    clock was set back, or another machine's was ahead. They do not lift these flags."""


class Activity(Struct, frozen=True, kw_only=True, tag_field="type", tag="activity", gc=False):
    """Cardio and cross-training done away from the app."""

    id: str
    date: date
    at: datetime
    kind: ActivityKind
    minutes: int | None = None
    schema: int = 1
    distance_km: float | None = None
    could_talk: bool | None = None
    note: str | None = None
    replaces: str | None = None


class Control(Struct, frozen=True, kw_only=True, tag_field="type", tag="control", gc=False):
    """A decision: a clearance, a level set by hand, a light week now, its end, a new block."""

    id: str
    date: date
    at: datetime
    action: Action
    schema: int = 1
    program: str | None = None
    slot: str | None = None
    drill: str | None = None
    seconds: int | None = None
    load_kg: float | None = None
    note: str | None = None
    replaces: str | None = None
    reps: int | None = None
    """With `set_level`, for a slot that is counted in repetitions or breaths."""
    flags: tuple[str, ...] | None = None
    """With `cleared`: the check-ins whose red flags it lifts, by id; None: those that are not later."""


class Tombstone(Struct, frozen=True, kw_only=True, tag_field="type", tag="tombstone", gc=False):
    """Removes an earlier event."""

    id: str
    at: datetime
    target: str
    schema: int = 1
    date: date | None = None


Event = Session | CheckIn | Activity | Control | Tombstone


def has_strong_pain(sets: Iterable[SetRecord]) -> bool:
    """Whether any of these sets hurt at 6 or more."""
    for done in sets:  # noqa: SIM110 - a plain loop is twice as fast, and this reads every set there is
        if done.pain is not None and done.pain >= STRONG_PAIN:
            return True
    return False
