"""The timeline of a session: adjoining intervals, each with its cues."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import Final, Literal

from msgspec import Struct

from coach.model.program import DrillAction, Measure, Side, Tempo
from coach.model.units import Units


class IntervalKind(StrEnum):
    """What an interval is for."""

    READY = "ready"
    WORK = "work"
    SWITCH = "switch"
    REST = "rest"
    ROUND_REST = "round_rest"
    WAIT = "wait"
    """Has no length: the user goes on."""


RESTS: Final = (IntervalKind.REST, IntervalKind.ROUND_REST)

Spoken = Literal["names", "cues", "all"]
"""How much is said: names and numbers; also how drills are done, once; or before every set."""


class CueKind(StrEnum):
    """A sound with one meaning, or words alone."""

    ANNOUNCE = "announce"
    TICK = "tick"
    START = "start"
    HALFWAY = "halfway"
    SWITCH = "switch"
    REST = "rest"
    LAST_SECONDS = "last_seconds"
    INHALE = "inhale"
    EXHALE = "exhale"
    FINISH = "finish"
    PAUSE = "pause"
    RESUME = "resume"
    PAIN_STOP = "pain_stop"
    SAY = "say"
    """Words without a tone."""


TONES: Final[tuple[CueKind, ...]] = tuple(kind for kind in CueKind if kind is not CueKind.SAY)
"""The kinds that have a tone."""


class Cue(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A tone, and the words that go with it, or words alone, at a moment of its interval."""

    at: float
    """Seconds from the start of the interval."""
    cue: CueKind
    say: str | None = None
    """Sentences in order of importance: where time is short, the last ones are left out."""


class ShownCue(Struct, frozen=True, kw_only=True):
    """A line about how a drill is done, and the second of its set from which it stands."""

    at: int
    text: str


class Interval(Struct, frozen=True, kw_only=True):
    """One interval of a session."""

    start: float
    """Seconds from the start of the session; an interval that waits counts as 0 s long."""
    seconds: int | None
    """None: the user goes on."""
    kind: IntervalKind
    slot: str
    """For ready, switch and rest: the slot that comes next."""
    drill: str
    side: Side | None = None
    round: int
    rounds: int
    set: int
    sets: int
    cues: tuple[Cue, ...] = ()
    part: int = 0
    """Which part of the program, from 0."""
    warmup: bool = False
    measure: Measure
    reps: int | None = None
    """Repetitions or breaths asked."""
    pace_seconds: int | None = None
    inhale_seconds: int | None = None
    exhale_seconds: int | None = None
    load_kg: float | None = None
    one_hand: bool = False
    """Whether the load is carried in one hand."""
    name: str = ""
    """Of the drill."""
    say: str = ""
    """How speech says it."""
    action: DrillAction | None = None
    """What one does in the drill; None: as it is measured."""
    say_side: str = ""
    """How speech says the side, as a sentence; empty: `left` or `right` behind the name."""
    setup_cues: tuple[str, ...] = ()
    """How to get into position for the set that it is or leads to; they stand before it."""
    breaths: int | None = None
    """How many breaths lead a set that is measured in seconds; the last one may be cut short."""
    work_cues: tuple[ShownCue, ...] = ()
    """Of a set: what stands during it, each until the next; of the same second, together."""
    get_out: str = ""
    """How to leave the position of the set, or put down what was carried; of a lead, of the set before it."""
    turns: tuple[ShownCue, ...] = ()
    """Of a set: what would stand when, if nothing were said; `work_cues` follows from it."""
    tempo: Tempo | None = None
    """How the seconds of one repetition are spent."""
    fixed_start: bool = False
    """A rest that is what is left until the next start: a set that waited for the user shortens it."""

    @property
    def is_set(self) -> bool:
        """Whether this is a set to be done: work, or repetitions without a pace, which wait for the user."""
        return self.kind is IntervalKind.WORK or (self.kind is IntervalKind.WAIT and self.reps is not None)


class Timeline(Struct, frozen=True, kw_only=True):
    """A whole session: adjoining intervals, ending in work."""

    program: str
    date: date
    total_seconds: int
    """The sum of all lengths that are known beforehand."""
    intervals: tuple[Interval, ...]
    spoken: Spoken = "names"
    """How much is said in it."""
    units: Units = "kg"
    """How its loads are said."""

    @property
    def asked_sets(self) -> int:
        """How many sets it asks for, each side one, without the warm-up."""
        return sum(one.is_set and not one.warmup for one in self.intervals)
