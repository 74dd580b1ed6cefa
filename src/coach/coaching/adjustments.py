"""Adjustments of programs to the answers about health, with their notices and sources.

They ask for less until a clinician was asked, and are no medical advice. Levels belong to the slot, so what
is done in the meantime counts.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Final, get_args

from msgspec import Struct
from msgspec.structs import replace

from coach.coaching.history import attempted
from coach.model.events import Event, Session
from coach.model.plan import Notice
from coach.model.program import Kind, Measure, Program, Rung, Slot
from coach.model.settings import HealthCondition, Settings

LEAN_SECONDS: Final = 30
"""The longest lean on the wall in place of a plank: the guide's first dose."""
HEART_SECONDS: Final = 20
"""The longest hold with heart trouble or high blood pressure."""

_PLANKS: Final = ("plank-wall", "plank-knee", "plank", "plank-long-lever", "plank-foot-lift")
_SIDE_PLANKS: Final = (
    "side-plank-wall",
    "side-plank-knee",
    "side-plank",
    "side-plank-pulsed",
    "side-plank-stacked",
    "side-plank-leg-raise",
)
CARRIES: Final = ("march-bags", "farmer-carry", "suitcase-carry")
"""Drills whose load is held in the hands."""
_HELD: Final = frozenset(
    (*_PLANKS, *_SIDE_PLANKS, "bird-dog-arm", "bird-dog-leg", "bird-dog", "bird-dog-hover", *CARRIES)
)
"""Drills that are held or carried, however a program counts them."""
_NO_DRILLS: Final[Mapping[str, str]] = MappingProxyType({})
_BOTH_SIDES_AT_ONCE: Final = frozenset({"march-bags"})


class Adjustment(Struct, frozen=True, kw_only=True):
    """The adjustment for one answer, to every program."""

    source: str
    """The reason and its source."""
    notice: str = ""
    """The notice of each day."""
    instead: Mapping[str, str] = _NO_DRILLS
    """By drill: the milder one that replaces it, without a load."""
    left_out: frozenset[str] = frozenset()
    """Drills that are removed."""
    longest_hold: int | None = None
    """In seconds, for the drills that replace others, or for all where none does."""
    steady: bool = False
    """Nothing gets harder or heavier than the start of the program."""


_LEANING: Final = Adjustment(
    source=(
        "Planks and carries put the belly wall and the pelvic floor under load. Screening forms for exercise"
        " ask about pregnancy, the months after a birth and operations, and send people to their clinician"
        " first."
    ),
    instead=MappingProxyType(
        {
            **dict.fromkeys(_PLANKS, "plank-wall"),
            **dict.fromkeys(_SIDE_PLANKS, "side-plank-wall"),
            **dict.fromkeys(CARRIES, "march-bags"),
        }
    ),
    longest_hold=LEAN_SECONDS,
)

ADJUSTMENTS: Final[Mapping[HealthCondition, Adjustment]] = MappingProxyType(
    {
        "pregnancy": replace(
            _LEANING,
            notice=(
                "Pregnant, or a birth not long ago: please ask your midwife or clinician first; for now"
                " planks are leans on the wall, and carries are done without weights."
            ),
        ),
        "operation": replace(
            _LEANING,
            notice=(
                "After your operation, please ask your clinician first; for now planks are leans on the wall,"
                " and carries are done without weights."
            ),
        ),
        "heart": Adjustment(
            source=(
                "Blood pressure rises for as long as an effort is held: in wall sits of two minutes to about"
                " 170 over 115 on average (Wiles and others 2018, Medicine 97:e0105). How long is safe for"
                " whom nobody has measured for these holds; 20 s, two thirds of the guide's, is a choice."
            ),
            notice=(
                "With your heart or blood pressure, please ask your clinician first; holds stay short, and"
                " you breathe aloud and never hold your breath."
            ),
            longest_hold=HEART_SECONDS,
            steady=True,
        ),
        "joint_replacement": Adjustment(
            source="Crossing one leg over the other may be off limits with a new hip, and twists a new knee.",
            notice=(
                "With a new hip or knee, please ask your clinician first how far it may bend and turn;"
                " crossing one leg over the other is left out."
            ),
            left_out=frozenset({"figure-four-lying", "figure-four", "figure-four-deep"}),
        ),
    }
)

BONES: Final = Adjustment(
    source=(
        "With thin bones, bending far forward and turning hard load the front of the vertebrae; small and"
        " slow movement does not. Knee-to-chest pulls are advised against, a massage ball only on the wall."
    ),
    instead=MappingProxyType(
        {
            "cat-camel": "cat-camel-small",
            "cat-camel-seated": "cat-camel-small",
            "open-book": "open-book-small",
            "open-book-pause": "open-book-small",
            "seated-rotation": "seated-rotation-small",
            "massage-ball-glutes-floor": "massage-ball-glutes",
        }
    ),
    left_out=frozenset({"knee-to-chest"}),
)


ASK_FIRST: Final = "ask_first"
"""The code of their notices."""
RESUMED_NOTE: Final = "an answer about health no longer holds"
"""The note of a level that goes on from what was done under an answer that was withdrawn."""


def conditions(settings: Settings) -> tuple[HealthCondition, ...]:
    """The conditions of the settings, in the order of the questions."""
    return tuple(one for one in get_args(HealthCondition) if one in (settings.health or ()))


def adjustment_notices(settings: Settings) -> tuple[Notice, ...]:
    """The notices of the conditions."""
    return tuple(Notice(ASK_FIRST, ADJUSTMENTS[one].notice) for one in conditions(settings))


def adjusted(program: Program, settings: Settings) -> Program:
    """The program with all adjustments of a person; it is idempotent."""
    changes = [ADJUSTMENTS[one] for one in conditions(settings)]
    if settings.osteoporosis:
        changes.append(BONES)
    for change in changes:
        program = adjust(program, change)
    return program


def adjust(program: Program, change: Adjustment) -> Program:
    """The program with one adjustment; the same object where it does not apply.

    A drill that would come twice comes once, in the place of the later one. A part without slots is removed,
    and so is a warm-up that would be left alone.
    """
    slots = {slot.slot: _adjust_slot(slot, change) for slot in program.slots}
    same_drill: dict[str, list[Slot]] = {}
    for slot in program.slots:
        now = slots[slot.slot]
        if now is not None and now.drill in change.instead.values():
            same_drill.setdefault(now.drill, []).append(slot)
    for same in same_drill.values():
        if len({slot.drill for slot in same}) > 1:
            slots.update((slot.slot, None) for slot in same[:-1])
    if all(slots[slot.slot] is slot for slot in program.slots):
        return program
    parts = []
    for part in program.parts:
        left = tuple(now for slot in part.slots if (now := slots[slot.slot]) is not None)
        fewer = len(left) < len(part.slots)
        if left:
            rounds = min(part.rounds, max(one.sets for one in left)) if fewer else part.rounds
            parts.append(replace(part, slots=left, rounds=rounds))
    return replace(program, parts=tuple(parts) if any(not part.warmup for part in parts) else ())


def _adjust_slot(slot: Slot, change: Adjustment) -> Slot | None:
    """The adjusted slot; None where only drills are left that are harder than its start."""
    swapped = any(rung.drill in change.instead for rung in slot.ladder)
    milder: Slot | None = slot
    if swapped or any(rung.drill in change.left_out for rung in slot.ladder):
        milder = _with_milder_drills(slot, change)
    if milder is None:
        return None
    if change.longest_hold is not None and (swapped or not change.instead):
        milder = _cap_holds(milder, change.longest_hold)
    if change.steady:
        load = milder.load and replace(milder.load, max_kg=milder.load.start_kg)
        milder = replace(milder, ladder=milder.ladder[: milder.start_rung + 1], load=load)
    return milder


def _with_milder_drills(slot: Slot, change: Adjustment) -> Slot | None:
    """A slot without removed drills and with the milder ones, each once on its ladder.

    A milder drill has no load, and may be done under a lock only where its own rung allows it.
    """
    groups: dict[str, list[Rung]] = {}
    start: str | None = None
    for index, rung in enumerate(slot.ladder):
        if rung.drill not in change.left_out:
            drill = change.instead.get(rung.drill, rung.drill)
            # Several that became one drill take the place of the last of them.
            groups[drill] = [*groups.pop(drill, []), rung]
            start = drill if index <= slot.start_rung else start
    if start is None:
        return None
    ladder: list[Rung] = []
    for drill, rungs in groups.items():
        # The amounts are its own where it was on the ladder already.
        own = [rung for rung in rungs if rung.drill == drill]
        chosen = (own or rungs)[-1]
        if drill in change.instead.values():
            names = (name for rung in rungs for name in (rung.drill, *rung.stands_for) if name != drill)
            chosen = replace(
                chosen,
                drill=drill,
                sided=False if drill in _BOTH_SIDES_AT_ONCE else chosen.sided,
                while_locked=chosen.while_locked if own else "none",
                loaded=False,
                one_hand=False,
                stands_for=tuple(dict.fromkeys(names)),
            )
        ladder.append(chosen)
    at = list(groups).index(start)
    rung = ladder[at]
    sided = slot.sided if rung.sided is None else rung.sided
    slot = replace(slot, ladder=tuple(ladder), start_rung=at, sided=sided)
    if slot.drill in change.left_out:
        return replace(slot, drill=start, amount=rung.start, upto=rung.upto)
    return replace(slot, drill=start)


def _cap_holds(slot: Slot, seconds: int) -> Slot:
    """A slot without longer holds, also where a program counts a hold as time or in breaths."""
    if slot.measure is not Measure.HOLD and not any(rung.drill in _HELD for rung in slot.ladder):
        return slot
    most = seconds
    if slot.measure is Measure.BREATHS:
        most = max(1, seconds // (slot.inhale_seconds + slot.exhale_seconds))
    elif slot.measure is Measure.REPS:
        return slot
    ladder = tuple(
        replace(rung, start=min(rung.start, most), upto=min(rung.upto, most)) for rung in slot.ladder
    )
    bound = most if slot.never_over is None else min(most, slot.never_over)
    amount, upto = min(slot.amount, most), min(slot.upto, most)
    return replace(slot, amount=amount, upto=upto, ladder=ladder, never_over=bound)


ON_THE_WALL: Final = MappingProxyType({"plank": "plank-wall", "side-plank": "side-plank-wall"})
"""By slot. A choice of this app: standing against a wall asks the least of wrists, shoulders and balance."""
ON_THE_KNEES: Final = MappingProxyType({"plank": "plank-knee", "side-plank": "side-plank-knee"})
"""By slot: where somebody begins who does not hold a side plank on the feet for 20 seconds."""


class EasyStart(Struct, frozen=True):
    """A level of one slot to begin with."""

    slot: str
    drill: str
    seconds: int


def easy_starts_of(
    programs: Iterable[Program], events: Iterable[Event], drills: Mapping[str, str] = ON_THE_WALL
) -> tuple[tuple[str, EasyStart], ...]:
    """The easier starts of every core program that was never trained, each with the program's id.

    Args:
        programs: all of them.
        events: of the journal.
        drills: to begin with, by slot; those on the wall are for somebody over 65 who is new to exercise.
    """
    trained = {event.program for event in events if isinstance(event, Session) and attempted(event)}
    return tuple(
        (program.id, EasyStart(slot.slot, rung.drill, rung.start))
        for program in programs
        if program.kind is Kind.CORE and program.id not in trained
        for slot in program.slots
        for rung in slot.ladder[: slot.start_rung]
        if rung.drill == drills.get(slot.slot)
    )
