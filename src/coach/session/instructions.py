"""How a drill is done, cue by cue: which stand before a set, and which at which second of it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from math import ceil
from typing import Final

from msgspec import Struct

from coach.model.formatting import carried_text
from coach.model.plan import Dose
from coach.model.program import BreathPhase, Drill, DrillCue, Measure, Side, with_side
from coach.model.timeline import Interval, ShownCue, Timeline
from coach.model.units import Units
from coach.session.cues import GET_OUT_SECONDS, READING_SECONDS, number_words

TURN_SECONDS: Final = 15
"""The longest time until the next one stands."""
LONG_TURN_SECONDS: Final = 60
"""The same in a set of at least `LONG_SET_SECONDS`."""
LONG_SET_SECONDS: Final = 240
WAITING_TURN_SECONDS: Final = 10
"""How long one stands in a set that waits for the user."""


def work_cues(drill: Drill, work: Interval) -> tuple[ShownCue, ...]:
    """The cues of a set: those after the set-up, each long enough to be read.

    Each set of the drill begins with the next one, so that none is left out over the session; where there is
    too little time for that, two stand at once. A hold with time for two begins with the first one, which is
    how to come up, and goes on with the next one. Cues of a phase stand in the half of the breath, or of the
    repetition, that they belong to.

    Args:
        work: the set, which says for which side, and how often it is done.
    """
    if any(cue.phase for cue in drill.cues):
        if work.inhale_seconds and work.exhale_seconds:
            return tuple(_led(drill, work, work.inhale_seconds, work.exhale_seconds))
        if work.tempo is not None:
            tempo = work.tempo
            return tuple(_led(drill, work, tempo.lower_seconds + tempo.hold_seconds, tempo.lift_seconds))
    texts = [with_side(cue.text, work.side) for cue in drill.work_cues]
    return tuple(_in_turn(texts, work)) if texts else ()


def standing(interval: Interval, elapsed: float) -> tuple[str, ...]:
    """The cues that stand at a moment: before a set, how to leave the last position and get into this one."""
    if not interval.is_set:
        return (interval.get_out,) if interval.get_out and elapsed < GET_OUT_SECONDS else interval.setup_cues
    cues = interval.work_cues
    if interval.seconds is None and cues:
        elapsed %= cues[-1].at + WAITING_TURN_SECONDS
    begun = max((cue.at for cue in cues if cue.at <= elapsed), default=0)
    return tuple(cue.text for cue in cues if cue.at == begun)


def shown_cues(interval: Interval) -> tuple[tuple[int, tuple[str, ...]], ...]:
    """What stands in an interval: each second at which it changes, with the lines from then on."""
    moments = {cue.at for cue in interval.work_cues} if interval.is_set else {0}
    if interval.get_out and not interval.is_set:
        moments.add(GET_OUT_SECONDS)
    return tuple((at, lines) for at in sorted(moments) if (lines := standing(interval, at)))


def equipment(timeline: Timeline, drills: Mapping[str, Drill]) -> tuple[str, ...]:
    """The equipment of a session, in the order in which it is needed."""
    used = dict.fromkeys(one.drill for one in timeline.intervals)
    return tuple(dict.fromkeys(thing for name in used if name in drills for thing in drills[name].equipment))


def carried_texts(timeline: Timeline) -> tuple[str, ...]:
    """What is carried in each drill, in their order: `Farmer carry: 6 kg a hand.`"""
    texts = (
        f"{one.name}: {carried_text(one.load_kg, timeline.units, one_hand=one.one_hand)}."
        for one in timeline.intervals
        if one.is_set and one.load_kg is not None
    )
    return tuple(dict.fromkeys(texts))


class Introduction(Struct, frozen=True, kw_only=True):
    """What to know before a session begins, or before one goes on with other drills."""

    equipment: tuple[str, ...] = ()
    first_time: tuple[Drill, ...] = ()
    """The drills that were never done and that not everybody may do."""
    sides: Mapping[str, Side] = {}
    """The side that comes first, by the id of the drill; without the drills that have no sides."""
    carried: tuple[str, ...] = ()
    """What is carried in which drill: `Farmer carry: 6 kg a hand.`"""

    @property
    def equipment_text(self) -> str:
        """`You need: mat, cushion.`, and what is carried; empty where nothing is needed."""
        return " ".join([*self._needed, *self.carried])

    @property
    def _needed(self) -> list[str]:
        return [f"You need: {', '.join(self.equipment)}."] if self.equipment else []

    @property
    def spoken(self) -> str:
        """The equipment as it is said, with lengths in words; what is carried is said before its drill."""
        metres = re.compile(r"\b(\d{1,3}) m\b")
        return metres.sub(lambda found: f"{number_words(int(found[1]))} metres", " ".join(self._needed))

    @property
    def avoid_texts(self) -> tuple[tuple[str, str], ...]:
        """When to leave the new drills out, each with its name; what holds for all of them comes last."""
        texts = [(drill.name, drill.avoid) for drill in self.first_time if drill.avoid]
        whole = [re.findall(r"[^.?!]+[.?!]", text) for _, text in texts]
        common = whole[0][-1:] if len(whole) > 1 and len({tuple(one[-1:]) for one in whole}) == 1 else []
        cut = [(name, text.removesuffix(common[0]).strip() if common else text) for name, text in texts]
        every = [("All of them", common[0].strip())] if common else []
        return tuple((name, text) for name, text in [*cut, *every] if text)


NO_INTRODUCTION: Final = Introduction()


def introduction_to_session(
    timeline: Timeline, drills: Mapping[str, Drill], first_time: Sequence[Drill]
) -> Introduction:
    """What to know before a session in which these drills are done for the first time."""
    return Introduction(
        equipment=equipment(timeline, drills),
        carried=carried_texts(timeline),
        first_time=tuple(first_time),
        sides={one.drill: one.side for one in reversed(timeline.intervals) if one.side is not None},
    )


def introduction_to_doses(doses: Sequence[Dose], first_time: Sequence[Drill], units: Units) -> Introduction:
    """What to know before doses are done that ask for these drills for the first time."""
    new = {drill.id: drill for drill in first_time}
    asked = [dose for dose in doses if dose.drill in new]
    return Introduction(
        equipment=tuple(dict.fromkeys(thing for drill in first_time for thing in drill.equipment)),
        carried=tuple(
            f"{new[dose.drill].name}: {carried_text(dose.load_kg, units, one_hand=dose.one_hand)}."
            for dose in asked
            if dose.load_kg
        ),
        first_time=tuple(first_time),
        sides={dose.drill: dose.sides[0] for dose in asked if dose.sides},
    )


def _led(drill: Drill, work: Interval, first: int, second: int) -> Iterator[ShownCue]:
    """Cues of both phases, each in its half; in every second cycle, one for all of it in the second half."""

    def of_phase(phase: BreathPhase | None, cues: Sequence[DrillCue]) -> list[str]:
        return [with_side(cue.text, work.side) for cue in cues if cue.phase == phase]

    whole = of_phase(None, drill.work_cues)
    otherwise = whole or of_phase(None, drill.cues)
    halves = [of_phase(phase, drill.cues) or otherwise for phase in ("in", "out")]
    for number in range(work.reps or work.breaths or 0):
        at = number * (first + second)
        turn, at_whole = divmod(number, 2) if whole else (number, 0)
        turn += work.set - 1
        for phase, begin, texts in zip(("in", "out"), (at, at + first), halves, strict=True):
            # What belongs to neither half has its turn while one breathes out.
            chosen = whole if at_whole and phase == "out" else texts
            if chosen and begin < (work.seconds or 0):
                yield ShownCue(at=begin, text=chosen[turn % len(chosen)])


def _in_turn(texts: Sequence[str], work: Interval) -> Iterator[ShownCue]:
    count, seconds = len(texts), work.seconds
    if seconds is None:
        for index in range(count):
            text = texts[(work.set - 1 + index) % count]
            yield ShownCue(at=index * WAITING_TURN_SECONDS, text=text)
        return
    longest = TURN_SECONDS if seconds < LONG_SET_SECONDS else LONG_TURN_SECONDS
    turns = max(1, min(count, seconds // READING_SECONDS))
    if count > 1:
        turns = max(turns, ceil(seconds / longest))
    together = 2 if turns * work.sets < count else 1
    begins_with_next = turns * together + work.sets > count
    first = 1 if work.measure is Measure.HOLD and turns > 1 else 0
    others = texts[first:]
    start = (work.set - 1) * (1 if begins_with_next else turns * together - first) % max(1, len(others))
    texts = [*texts[:first], *others[start:], *others[:start]]
    for turn in range(turns):
        for index in range(turn * together, (turn + 1) * together):
            yield ShownCue(at=turn * seconds // turns, text=texts[index % count])
