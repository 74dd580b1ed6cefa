"""Logs of other apps, read with the names of this person's programs and drills."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Final

from coach.clock import in_local_zone, training_day
from coach.journal.importers.names import ImportTarget, parse_said
from coach.journal.importers.take_in import LogReport, LogRules, take_in_log
from coach.model.program import Drill, Kind, Program
from coach.model.units import Units

if TYPE_CHECKING:
    from coach.app.workspace import Workspace


_TRAINED: Final = (Kind.CORE, Kind.MOBILITY, Kind.PRACTICE, Kind.CUSTOM)
"""Programs whose drills other apps may have logged; what is done by the way they do not."""


def import_log(
    workspace: Workspace,
    data: bytes,
    *,
    said: Sequence[str] = (),
    unit: Units | None = None,
    dry_run: bool = False,
) -> LogReport:
    """Take in the log of another app.

    Args:
        coach: whose journal, programs and settings.
        data: the whole file.
        said: where certain exercises go, as `NAME=PROGRAM/SLOT`.
        unit: of weights, where the file does not say.
        dry_run: only say what would happen.

    Raises:
        UsageError: the file is of no known app, or its unit has to be told.
        JournalError: nothing was added.
    """
    programs = list(workspace.programs.values())
    rules = LogRules(
        places=places_by_name(programs, workspace.catalog.drills),
        in_zone=in_local_zone,
        day_of=lambda moment: training_day(moment, workspace.settings.day_cutover),
        said=parse_said(said, slots_by_name(programs)),
        unit=unit,
    )
    return take_in_log(workspace.journal, data, rules, dry_run=dry_run)


def slots_by_name(programs: Sequence[Program]) -> dict[str, ImportTarget]:
    """Every slot, as `program/slot`."""
    return {
        f"{program.id}/{slot.slot}": ImportTarget(program.id, program.kind, slot.slot)
        for program in programs
        for slot in program.slots
    }


def places_by_name(programs: Sequence[Program], drills: Mapping[str, Drill]) -> dict[str, ImportTarget]:
    """Every slot that is trained, by the names and ids of the drills on its ladder; the first one has it."""
    found: dict[str, ImportTarget] = {}
    for program in programs:
        if program.kind not in _TRAINED:
            continue
        for slot in program.slots:
            for rung in slot.ladder:
                place = ImportTarget(program.id, program.kind, slot.slot, rung.drill)
                named = drills.get(rung.drill)
                for name in (rung.drill, named.name if named else rung.drill):
                    found.setdefault(name.lower().replace("-", " "), place)
    return found
