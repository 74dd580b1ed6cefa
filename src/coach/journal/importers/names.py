"""The slot or the activity for an exercise of another app, by its name or by a mapping of the user's."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Final, cast, get_args

from msgspec import Struct

from coach.errors import UsageError
from coach.model.events import ActivityKind
from coach.model.program import Side


class ImportTarget(Struct, frozen=True):
    """A slot of a program."""

    program: str
    kind: str
    """Of the program."""
    slot: str
    drill: str | None = None
    """None: the drill of that day's level."""


Target = ImportTarget | ActivityKind | None
"""Where an exercise goes: a slot, an activity, or None: it is kept in the history alone."""

HISTORY_ALONE: Final = "-"
_ACTIVITIES: Final[dict[str, ActivityKind]] = {
    "run": "run",
    "running": "run",
    "treadmill": "run",
    "jogging": "run",
    "walk": "walk",
    "walking": "walk",
    "cycling": "cycle",
    "biking": "cycle",
    "spinning": "cycle",
    "stationary bike": "cycle",
    "swimming": "swim",
    "swim": "swim",
    "hiking": "hike",
    "hike": "hike",
    "rowing": "row",
    "rowing machine": "row",
    "yoga": "yoga",
    "pilates": "pilates",
    "elliptical": "other",
    "elliptical trainer": "other",
    "elliptical machine": "other",
    "stair climber": "other",
}
_SAME: Final = {
    "front plank": "plank",
    "forearm plank": "plank",
    "elbow plank": "plank",
    "plank hold": "plank",
    "side plank hold": "side plank",
    "bird dogs": "bird dog",
    "birddog": "bird dog",
    "farmer walk": "farmer carry",
    "farmers walk": "farmer carry",
    "farmers carry": "farmer carry",
    "suitcase walk": "suitcase carry",
    "cat cow": "cat camel",
    "kneeling hip flexor": "kneeling hip flexor stretch",
}
"""Names that people use for one drill."""
_SIDES: Final[dict[str, Side]] = {"left": "left", "right": "right", "l": "left", "r": "right"}
_WORDS: Final = re.compile(r"[^\W_]+")
_EQUIPMENT: Final = frozenset(
    {"bodyweight", "dumbbell", "kettlebell", "machine", "barbell", "weighted", "cable", "band"}
)


class ExerciseNames:
    """Finds the target of an exercise by its name."""

    def __init__(self, slots: Mapping[str, ImportTarget], mappings: Mapping[str, Target]) -> None:
        """Store the names, of which the mappings come first.

        Args:
            slots: by the names of their drills.
            mappings: what the user has chosen for certain exercises.
        """
        self._slots = {plain_name(name): slot for name, slot in slots.items()}
        self._mappings = {plain_name(name): target for name, target in mappings.items()}

    def find(self, exercise: str) -> tuple[Target, Side | None]:
        """The target of an exercise, and the side that is in its name."""
        whole = plain_name(exercise)
        sides = {_SIDES[word] for word in whole.split() if word in _SIDES}
        side = sides.pop() if len(sides) == 1 else None
        names = (whole, plain_name(exercise, leave_out=_EQUIPMENT | frozenset(_SIDES)))
        for name in names:
            if name in self._mappings:
                return self._mappings[name], side
        for name in names:
            known = _SAME.get(name, name)
            if known in self._slots:
                return self._slots[known], side
            if known in _ACTIVITIES:
                return _ACTIVITIES[known], side
        return None, side


def parse_mappings(texts: Sequence[str], slots: Mapping[str, ImportTarget]) -> dict[str, Target]:
    """Mappings of names: `Front hold=core/plank`, `Erg=row`, or `Squat=-` for the history alone.

    Args:
        texts: as they were typed.
        slots: every slot there is, as `program/slot`.

    Raises:
        UsageError: a text is not of that form, or there is no such slot or activity.
    """
    mappings: dict[str, Target] = {}
    for text in texts:
        name, equals, target = text.rpartition("=")
        target = target.strip()
        if not equals or not plain_name(name):
            raise UsageError(
                f"'{text}' maps nothing", hint="write NAME=PROGRAM/SLOT, as in 'Front hold=core/plank'"
            )
        if target in get_args(ActivityKind):
            mappings[name] = cast("ActivityKind", target)
        elif target in slots or target == HISTORY_ALONE:
            mappings[name] = slots.get(target)
        else:
            known = f"one of {', '.join(sorted(slots))}, or an activity such as run"
            raise UsageError(f"there is no slot '{target}'", hint=known)
    return mappings


def plain_name(name: str, *, leave_out: frozenset[str] = frozenset()) -> str:
    """A name as it is compared: its words in small letters, with blanks between."""
    words = _WORDS.findall(name.lower().replace("'", "").replace("’", ""))
    return " ".join(word for word in words if word not in leave_out)


def slot_name(exercise: str) -> str:
    """The name of a slot for an exercise that no program has."""
    return "-".join(_WORDS.findall(exercise.lower().replace("'", "")))[:80] or "exercise"
