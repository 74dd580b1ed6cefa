"""Which exercise of another app is which slot or which activity here; by name, and by what someone says."""

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

KEPT_APART: Final = "-"
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
    {
        "bodyweight",
        "dumbbell",
        "kettlebell",
        "machine",
        "barbell",
        "weighted",
        "cable",
        "band",
    }
)


class Names:
    """Finds the target of an exercise by its name."""

    def __init__(self, places: Mapping[str, ImportTarget], said: Mapping[str, Target]) -> None:
        """Look up names.

        Args:
            places: by the usual names of the drills, as people write them.
            said: what somebody has decided for certain names; comes before everything.
        """
        self._places = {plain(name): place for name, place in places.items()}
        self._said = {plain(name): target for name, target in said.items()}

    def find(self, exercise: str) -> tuple[Target, Side | None]:
        """The target of an exercise, and the side where its name says one."""
        whole, side = plain(exercise), _side(exercise)
        bare = plain(exercise, leave_out=_EQUIPMENT | frozenset(_SIDES))
        for name in (whole, bare):
            if name in self._said:
                return self._said[name], side
        for name in (whole, bare):
            known = _SAME.get(name, name)
            if known in self._places:
                return self._places[known], side
            if known in _ACTIVITIES:
                return _ACTIVITIES[known], side
        return None, side


def parse_said(texts: Sequence[str], slots: Mapping[str, ImportTarget]) -> dict[str, Target]:
    """What somebody says about names: `Front hold=core/plank`, `Erg=row`, or `Squat=-` to keep it apart.

    Args:
        texts: as they were typed.
        slots: every slot there is, as `program/slot`.

    Raises:
        UsageError: a text is not of that form, or there is no such slot or activity.
    """
    said: dict[str, Target] = {}
    for text in texts:
        name, equals, target = text.rpartition("=")
        if not equals or not plain(name):
            raise UsageError(
                f"'{text}' maps nothing", hint="write NAME=PROGRAM/SLOT, as in 'Front hold=core/plank'"
            )
        said[name] = _target(target.strip(), slots)
    return said


def plain(name: str, *, leave_out: frozenset[str] = frozenset()) -> str:
    """A name as it is compared: small words, whatever stands between them."""
    words = _WORDS.findall(name.lower().replace("'", "").replace("’", ""))
    return " ".join(word for word in words if word not in leave_out)


def slot_name(exercise: str) -> str:
    """The name of a slot for an exercise that no program has."""
    return "-".join(_WORDS.findall(exercise.lower().replace("'", "")))[:80] or "exercise"


def _side(exercise: str) -> Side | None:
    found = {_SIDES[word] for word in plain(exercise).split() if word in _SIDES}
    return found.pop() if len(found) == 1 else None


def _target(target: str, slots: Mapping[str, ImportTarget]) -> Target:
    if target == KEPT_APART:
        return None
    if target in get_args(ActivityKind):
        return cast("ActivityKind", target)
    if target in slots:
        return slots[target]
    raise UsageError(
        f"there is no slot '{target}'", hint=f"one of {', '.join(sorted(slots))}, or an activity such as run"
    )
