"""What has to hold between the drills of the catalogue."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from msgspec import UNSET

from coach.library.documents import DrillDocument
from coach.library.nodes import shown
from coach.library.reading import Reading
from coach.library.slot_rules import unknown_drill_hint
from coach.model.program import Drill


def check_drills(
    entries: list[DrillDocument], drills: Mapping[str, Drill], homes: Mapping[str, Path], reading: Reading
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
