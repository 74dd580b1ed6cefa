"""The text of a new program from a few answers; its owner goes on from there."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from msgspec import Struct

from coach.errors import UsageError
from coach.library.heads import schema_line, yaml_text
from coach.model.program import WEEKDAYS, Drill, Kind
from coach.model.quantities import duration_text

_SPREAD: Final = {
    1: (0,),
    2: (0, 3),
    3: (0, 2, 4),
    4: (0, 1, 3, 4),
    5: (0, 1, 2, 3, 4),
    6: (0, 1, 2, 3, 4, 5),
}
_GROWTH_SECONDS: Final = 15


class Outline(Struct, frozen=True, kw_only=True):
    """What was answered."""

    title: str
    kind: Kind
    drills: tuple[str, ...]
    """In the order in which they are done."""
    seconds: int = 30
    """Of each."""
    rounds: int = 3
    rest_seconds: int = 20
    per_week: int = 3
    """0: whenever its owner wants."""
    grows: bool = False
    """Longer when it went well."""


def outline_text(outline: Outline, program_id: str, drills: Mapping[str, Drill]) -> str:
    """A program with a comment beside each key.

    Args:
        outline: the answers.
        program_id: the file's name.
        drills: the drills there are.

    Raises:
        UsageError: no drill is chosen, or there is none of that id.
    """
    if not outline.drills:
        raise UsageError("a program needs a drill", hint="choose at least one")
    missing = next((name for name in outline.drills if name not in drills), None)
    if missing is not None:
        raise UsageError(f"there is no drill '{missing}'")
    head = [
        schema_line(),
        "#",
        "# Made from a few questions. Change what you like: docs/programs.md explains every key.",
        "",
        "schema: 1",
        _line(f"id: {program_id}", "the file's name without .yaml"),
        f"title: {yaml_text(outline.title)}",
        _line(f"kind: {outline.kind.value}", "decides which coaching rules apply"),
        "",
        *_schedule(outline.per_week),
        _line("ready: 10s", "to get into position"),
        _line(
            f"rest: {{between: {duration_text(outline.rest_seconds)}, rounds: 60s}}",
            "between two, and two rounds",
        ),
        _line(f"rounds: {outline.rounds}", "how many times round"),
        "",
        "slots:",
    ]
    return "\n".join([*head, *_slots(outline, drills)]) + "\n"


def _schedule(per_week: int) -> list[str]:
    if not per_week:
        return ["# schedule: {per_week: 3}        # without it, it is there whenever you want it", ""]
    if per_week == 7:
        return [_line("schedule: {per_day: 1}", "every day"), ""]
    days = ", ".join(WEEKDAYS[place] for place in _SPREAD[per_week])
    return [_line(f"schedule: {{per_week: {per_week}, days: [{days}]}}", "the days are yours to choose"), ""]


def _slots(outline: Outline, drills: Mapping[str, Drill]) -> list[str]:
    names: dict[str, int] = {}
    lines: list[str] = []
    for drill in outline.drills:
        names[drill] = names.get(drill, 0) + 1
        slot = drill if names[drill] == 1 else f"{drill}-{names[drill]}"
        sides = "once on each side" if drills[drill].sides else ""
        lines.append(_line(f"  - slot: {slot}", sides))
        if slot != drill:
            lines.append(f"    drill: {drill}")
        lines.append(f"    {_measure(outline)}")
        if outline.grows:
            most = duration_text(outline.seconds + _GROWTH_SECONDS)
            lines.append(_line(f"    upto: {most}", "the longest that is asked for"))
            lines.append("    progress: time")
        lines.append("")
    return lines[:-1]


def _measure(outline: Outline) -> str:
    key = "hold" if outline.kind is Kind.CORE else "time"
    return f"{key}: {duration_text(outline.seconds)}"


def _line(text: str, comment: str) -> str:
    return f"{text:<32}  # {comment}" if comment else text
