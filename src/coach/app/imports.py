"""Logs of other apps, read with the names of this person's programs and drills."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Final

from coach.clock import in_local_zone, training_day
from coach.journal.importers.import_log import LogReport, LogRules, import_table
from coach.journal.importers.names import ImportTarget, parse_mappings
from coach.model.program import Drill, Kind, Program
from coach.model.units import Units

if TYPE_CHECKING:
    from coach.app.workspace import Workspace


_TRAINED: Final = (Kind.CORE, Kind.MOBILITY, Kind.PRACTICE, Kind.CUSTOM)
"""Programs whose drills other apps may have logged."""


def import_log(
    workspace: Workspace,
    data: bytes,
    *,
    mappings: Sequence[str] = (),
    unit: Units | None = None,
    dry_run: bool = False,
) -> LogReport:
    """Import the log of another app.

    Args:
        mappings: where certain exercises go, as `NAME=PROGRAM/SLOT`.
        unit: of weights, where the file does not say.

    Raises:
        UsageError: the file is of no known app, or its unit has to be told.
        JournalError: nothing was added.
    """
    programs = list(workspace.programs.values())
    rules = LogRules(
        slots=drill_slots(programs, workspace.catalog.drills),
        in_zone=in_local_zone,
        day_of=lambda moment: training_day(moment, workspace.settings.day_cutover),
        mappings=parse_mappings(mappings, slots_by_name(programs)),
        unit=unit,
    )
    return import_table(workspace.journal, data, rules, dry_run=dry_run)


def slots_by_name(programs: Sequence[Program]) -> dict[str, ImportTarget]:
    """Every slot, as `program/slot`."""
    return {
        f"{program.id}/{slot.slot}": ImportTarget(program.id, program.kind, slot.slot)
        for program in programs
        for slot in program.slots
    }


def drill_slots(programs: Sequence[Program], drills: Mapping[str, Drill]) -> dict[str, ImportTarget]:
    """The first slot with a drill on its ladder, by the names and ids of the drills."""
    slots: dict[str, ImportTarget] = {}
    for program in programs:
        if program.kind not in _TRAINED:
            continue
        for slot in program.slots:
            for rung in slot.ladder:
                target = ImportTarget(program.id, program.kind, slot.slot, rung.drill)
                drill = drills.get(rung.drill)
                for name in (rung.drill, drill.name if drill else rung.drill):
                    slots.setdefault(name.lower().replace("-", " "), target)
    return slots
