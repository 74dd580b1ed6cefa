"""What has to hold between the drills of the catalogue."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import get_args

from msgspec import UNSET
from msgspec.structs import replace

from coach.library.documents import DrillDocument
from coach.library.nodes import shown
from coach.library.reading import Reading
from coach.library.slot_rules import unknown_drill_hint
from coach.model.program import Drill, WhileLocked


def no_more_open(drill: Drill, known: Drill | None) -> Drill:
    """A drill that may take the place of one that ships, open under no lock under which that one is not."""
    most = known.open_at_most if known is not None else None
    if most is None:
        return drill
    opens = most if _opens_more(drill.while_locked, most) else drill.while_locked
    return replace(drill, while_locked=opens, open_at_most=most)


def _opens_more(while_locked: WhileLocked, most: WhileLocked) -> bool:
    order = get_args(WhileLocked)
    return order.index(while_locked) > order.index(most)


def check_drills(
    entries: list[DrillDocument],
    drills: Mapping[str, Drill],
    homes: Mapping[str, Path],
    reading: Reading,
) -> None:
    """Say everything that is wrong between the drills of one file.

    Args:
        entries: the drills of the file.
        drills: every drill there is, those of this file among them.
        homes: the file that each drill of the user's comes from.
        reading: the file.
    """
    named = {entry.id for entry in entries}
    _check_names(entries, homes, reading)
    for entry in entries:
        _check_chain(entry, drills, named, reading)
        _check_lock(entry, drills.get(entry.id), reading)


def _check_names(entries: list[DrillDocument], homes: Mapping[str, Path], reading: Reading) -> None:
    lines: dict[str, int] = {}
    for entry in entries:
        if not reading.good(entry, "id"):
            continue
        place = reading.at(entry, "id")
        if entry.id in lines:
            message = f"the drill '{shown(entry.id)}' stands here a second time"
            reading.say(place, message, f"it is in line {lines[entry.id]} already: keep one")
        elif homes.get(entry.id, reading.path) != reading.path:
            message = f"the drill '{shown(entry.id)}' is in {homes[entry.id].name} already"
            reading.say(place, message, "keep one of them")
        lines.setdefault(entry.id, place.line)


def _check_lock(entry: DrillDocument, known: Drill | None, reading: Reading) -> None:
    """A drill that ships is what it is: another file opens it under no lock."""
    written, most = entry.while_locked, known.open_at_most if known is not None else None
    if most is None or written is UNSET or not reading.good(entry, "while_locked"):
        return
    if _opens_more(written, most):
        message = f"while_locked: {shown(entry.id)} ships with coach, which keeps it closed under more"
        hint = "leave it out" if most == "none" else f"write {most}, or leave it out"
        reading.say(reading.at(entry, "while_locked"), message, hint)


def _check_chain(
    entry: DrillDocument, drills: Mapping[str, Drill], named: set[str], reading: Reading
) -> None:
    for key, other in (("easier", entry.easier), ("harder", entry.harder)):
        if other is UNSET or not reading.good(entry, key):
            continue
        if other not in drills and other not in named:
            message = f"no drill is named '{shown(other)}'"
            reading.say(reading.at(entry, key), message, unknown_drill_hint(other, drills, reading))
        elif entry.id in _chain(other, key, drills):
            message = f"{key}: going on from {other} leads back to {entry.id}"
            reading.say(reading.at(entry, key), message, "a chain of drills has two ends")


def _chain(start: str, key: str, drills: Mapping[str, Drill]) -> Iterator[str]:
    """The drills from `start` on, each the next easier or harder one, until the chain ends or repeats."""
    seen: set[str] = set()
    name: str | None = start
    while name and name not in seen:
        yield name
        seen.add(name)
        drill = drills.get(name)
        name = None if drill is None else drill.easier if key == "easier" else drill.harder
