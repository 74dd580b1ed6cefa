"""Programs and drills, checked and with every default filled in."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum
from typing import Final, Literal, get_args

from msgspec import Struct

Side = Literal["left", "right"]
Weekday = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
WhileLocked = Literal["none", "call_today", "always"]
"""Whether a drill may be done while training is off: never, unless it is an emergency, or always."""
DrillAction = Literal["hold", "stretch", "move", "walk", "breathe", "stand"]
"""What one does in a drill, in one word."""
BreathPhase = Literal["in", "out"]
WEEKDAYS: Final[tuple[Weekday, ...]] = get_args(Weekday)

SWITCH_SECONDS: Final = 8
INHALE_SECONDS: Final = 4
EXHALE_SECONDS: Final = 6
"""The defaults of a program."""
LEAST_REST_SECONDS: Final = 5
"""The shortest rest, also before a start by the clock and after a key that shortens it."""


class Kind(StrEnum):
    """What a program is for; decides which of the coaching rules apply to it."""

    CORE = "core"
    MOBILITY = "mobility"
    MORNING = "morning"
    BREAK = "break"
    BREATHING = "breathing"
    PRACTICE = "practice"
    CARDIO = "cardio"
    CUSTOM = "custom"


class Measure(StrEnum):
    """How a slot is measured."""

    HOLD = "hold"
    """A held position in seconds: pausing ends it."""
    TIME = "time"
    """Seconds of movement or stretch: may be paused, pieces add up."""
    REPS = "reps"
    """A number of repetitions, paced, or waiting for the user."""
    BREATHS = "breaths"
    """A number of breaths, each with its in and out."""

    @property
    def in_seconds(self) -> bool:
        """Whether a set is counted in seconds."""
        return self in (Measure.HOLD, Measure.TIME)


class Progress(StrEnum):
    """What grows when a slot goes well."""

    NONE = "none"
    TIME = "time"
    TIME_THEN_LOAD = "time-then-load"


SETUP_CUES: Final = 2
"""So many cues, the first ones, are how to get into position; one that belongs to a breath is not."""


class DrillCue(Struct, frozen=True, gc=False):
    """One line about how a drill is done; `{side}` and `{other}` in it are placeholders."""

    text: str
    phase: BreathPhase | None = None
    """The half of a breath that it belongs to, or of a repetition: in while lowering, out while lifting."""


def with_side(text: str, side: Side | None) -> str:
    """A text with its placeholders filled, and a capital at its start; no side stands for the left one."""
    if "{" not in text:
        return text
    own, other = ("right", "left") if side == "right" else ("left", "right")
    filled = text.replace("{side}", own).replace("{other}", other)
    return filled[:1].upper() + filled[1:]


class Drill(Struct, frozen=True, kw_only=True, gc=False):
    """One exercise of the catalogue, with what to say about it."""

    id: str
    name: str
    say: str
    """How speech says the name."""
    sides: bool = False
    """Done once on each side."""
    equipment: tuple[str, ...] = ()
    action: DrillAction | None = None
    """None: as the program measures it."""
    say_side: str | None = None
    """How speech says which side, with placeholders; None: `left` or `right` behind the name."""
    cues: tuple[DrillCue, ...] = ()
    get_out: str | None = None
    """How to leave the position, or put down what was carried, with placeholders."""
    check: str | None = None
    avoid: str | None = None
    easier: str | None = None
    """The id of the next easier drill."""
    harder: str | None = None
    """The id of the next harder drill."""
    figure: str | None = None
    """The id of its figure; None: the figure with its own id, if there is one."""
    while_locked: WhileLocked = "none"
    open_at_most: WhileLocked | None = None
    """`while_locked` of the shipped drill, also where a user's file allows more; None: it is not shipped."""

    def cue_texts(self, side: Side | None = None) -> tuple[str, ...]:
        """Every cue for one side, in order."""
        return tuple(with_side(cue.text, side) for cue in self.cues)

    @property
    def setup_cues(self) -> tuple[DrillCue, ...]:
        """How to get into position."""
        return tuple(cue for cue in self.cues[:SETUP_CUES] if cue.phase is None)

    @property
    def work_cues(self) -> tuple[DrillCue, ...]:
        """What to mind during the work: all cues but the set-up; where there are no others, the set-up."""
        return tuple(cue for cue in self.cues if cue not in self.setup_cues) or self.cues


class Rung(Struct, frozen=True, kw_only=True, gc=False):
    """One entry of a slot's ladder: a drill, where it starts and where it ends."""

    drill: str
    start: int
    """Seconds for a hold or a time, a count for reps and breaths."""
    upto: int
    """The ceiling, in the unit of `start`; equal to it where nothing grows."""
    sided: bool | None = None
    """Whether this drill is done once on each side; None: as the slot is."""
    while_locked: WhileLocked = "none"
    """As its drill says."""
    loaded: bool = True
    """False: nothing is carried on this rung, whatever the slot carries on the others."""
    one_hand: bool = False
    """Whether the load is carried in one hand: half of what two carry."""
    stands_for: tuple[str, ...] = ()
    """The drills that it replaces for one person, and whose history and level it continues."""


class Load(Struct, frozen=True, kw_only=True, gc=False):
    """What is carried, in kilograms a hand."""

    start_kg: float
    step_kg: float
    max_kg: float
    least_kg: float | None = None
    """The start of the program, where the user's own start is heavier; None: `start_kg`."""

    @property
    def floor_kg(self) -> float:
        """The lightest load that is asked for."""
        return self.start_kg if self.least_kg is None else self.least_kg


class Tempo(Struct, frozen=True, gc=False):
    """How one repetition is spent: so many seconds down, held there, and up again."""

    lower_seconds: int
    hold_seconds: int
    """0: none."""
    lift_seconds: int

    @property
    def seconds(self) -> int:
        """Of one repetition."""
        return self.lower_seconds + self.hold_seconds + self.lift_seconds


class Slot(Struct, frozen=True, kw_only=True, gc=False):
    """A place in a program whose level is tracked, with its defaults filled in."""

    slot: str
    drill: str
    """The drill it starts with: the one of `ladder[start_rung]`."""
    measure: Measure
    amount: int
    """The starting dose of one set on one side: seconds, or a count for reps and breaths."""
    upto: int
    """The ceiling of the starting rung; equal to `amount` where nothing grows."""
    sided: bool
    """Whether the starting drill is done once on each side; another rung may differ: `sided_on`."""
    sets: int
    """How many times it is done in the session, each side counting within one set."""
    ladder: tuple[Rung, ...]
    """Easier to harder; never empty."""
    start_rung: int
    progress: Progress = Progress.NONE
    load: Load | None = None
    pace_seconds: int | None = None
    """Seconds for one repetition; None waits for the user."""
    inhale_seconds: int = INHALE_SECONDS
    exhale_seconds: int = EXHALE_SECONDS
    rest_seconds: int | None = None
    """Rest after each set of this slot in place of the part's own."""
    wait: bool = False
    """Waits for the user before each set, in place of a get-ready by the clock."""
    tempo: Tempo | None = None
    """How the seconds of one repetition are spent; `pace_seconds` is their sum."""
    breath_led: bool = False
    """Each repetition, or the whole time, is led by the breath: in for its first part, out for its second."""
    every_seconds: int | None = None
    """Each set starts so long after the one before it, in place of a rest of its own."""
    never_over: int | None = None
    """The most of a set, also of a level set by hand; None: no such bound."""

    def sided_on(self, rung: int) -> bool:
        """Whether the drill of a rung is done once on each side."""
        own = self.ladder[rung].sided
        return self.sided if own is None else own

    def sided_with(self, drill: str | None) -> bool:
        """The same for a drill by its name; one that is not on the ladder has the sides of the slot."""
        rung = None if drill is None else self.rungs.get(drill)
        return self.sided if rung is None else self.sided_on(rung)

    @property
    def rungs(self) -> dict[str, int]:
        """The rung of each drill, and of those that another one replaces."""
        replaced = {drill: index for index, rung in enumerate(self.ladder) for drill in rung.stands_for}
        return replaced | {rung.drill: index for index, rung in enumerate(self.ladder)}


class Part(Struct, frozen=True, kw_only=True, gc=False):
    """A part of a program, done as a circuit."""

    slots: tuple[Slot, ...]
    title: str | None = None
    rounds: int = 1
    rest_between_seconds: int = 20
    rest_rounds_seconds: int = 60
    warmup: bool = False
    """May be skipped, and is never judged."""
    every_seconds: int | None = None
    """Each set starts so long after the one before it, in place of both rests."""


class Schedule(Struct, frozen=True, kw_only=True, gc=False):
    """When a program is due: so many times a week, a day, or every so many minutes."""

    per_week: int | None = None
    days: tuple[Weekday, ...] = ()
    per_day: int | None = None
    every_seconds: int | None = None
    from_time: str | None = None
    """`HH:MM`, with `every_seconds`."""
    until_time: str | None = None


class Block(Struct, frozen=True, kw_only=True, gc=False):
    """Weeks of building, closed by a light one."""

    weeks: int = 5
    trim_percent: int = 30


class Progression(Struct, frozen=True, kw_only=True, gc=False):
    """How fast a level moves."""

    after: int = 2
    """Clean sessions for a step up."""
    step_seconds: int = 5
    misses: int = 2
    """Short or shaky sessions in a row for a step down."""
    floor_seconds: int = 10
    tries: int = 2
    """Failed tries of a level after which it is asked again only later."""
    after_tries: int = 4
    """Clean sessions for the step up to such a level; never fewer than `after`."""
    keep_top: bool = True
    """Whether a slot that was at the top of its ladder for a whole block is kept with one set fewer."""


class Away(Struct, frozen=True, kw_only=True, gc=False):
    """Days without training from which a level is eased."""

    recount: int = 10
    ease: int = 14
    restart: int = 28
    reset: int = 84


def one_handed(slots: Iterable[Slot]) -> frozenset[str]:
    """The drills whose load is carried in one hand."""
    return frozenset(rung.drill for slot in slots for rung in slot.ladder if rung.one_hand)


class Program(Struct, frozen=True, kw_only=True, gc=False):
    """A whole program, ready to be coached and played."""

    id: str
    title: str
    kind: Kind
    about: str = ""
    schedule: Schedule = Schedule()
    block: Block | None = None
    """None for a program without blocks: it never has a light week of its own."""
    ready_seconds: int = 10
    switch_seconds: int = SWITCH_SECONDS
    progression: Progression = Progression()
    away: Away = Away()
    parts: tuple[Part, ...]

    @property
    def slots(self) -> tuple[Slot, ...]:
        """Every slot, in the order of the first round of each part."""
        return tuple(slot for part in self.parts for slot in part.slots)
