"""Changing settings, and the levels that follow when an answer about health no longer holds.

The answers about health change the programs, and no level: without `keep_done_levels` a plank of long ago
would be asked again on the day after months of leaning on the wall.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from coach.app.corrections import Logbook
from coach.coaching.adjustments import RESUMED_NOTE
from coach.coaching.history import has_evidence, live_events, tried
from coach.coaching.planner import plan_day
from coach.model.events import CheckIn, Control, Event, Session
from coach.model.plan import Dose, Plan
from coach.model.program import Program, Slot
from coach.model.settings import Settings

if TYPE_CHECKING:
    from coach.app.workspace import Workspace


def change_settings(workspace: Workspace, changes: Mapping[str, str | None]) -> bool:
    """Change settings in the user's file, and use them; whether anything was written.

    Where an answer about health no longer holds, drills go on from what was done under it.

    Args:
        changes: by key, such as `rest.between`: the value as it is written, or None for the default.

    Raises:
        UsageError: there is no such setting.
        ProgramFileError: a value does not fit, or the file cannot be written; then nothing changed.
        JournalError: the new levels cannot be written.
    """
    from coach.config.load import change_settings as write_changes

    before = workspace.settings
    if "event_date" in changes and "event_from" not in changes:
        # The way to an event begins on the day on which it is entered.
        event, known = changes["event_date"], before.event_date
        if known is None or event != known.isoformat():
            changes = {**changes, "event_from": None if event is None else workspace.today().isoformat()}
    changed = write_changes(workspace.paths.config, changes)
    workspace.reload_settings()
    if changed and before.health:
        keep_done_levels(workspace, before)
    return changed


def keep_done_levels(workspace: Workspace, before: Settings) -> tuple[Control, ...]:
    """Set the level of each drill that would be harder than with the settings `before` to what was done then.

    Returns:
        What was written; nothing where no answer went, or nothing was trained under it.

    Raises:
        JournalError: the journal cannot be read or written.
    """
    if not set(before.health or ()) - set(workspace.settings.health or ()):
        return ()
    today = workspace.today()
    # Levels alone are compared here: no lock and no spasm of this day hides a dose.
    events = [
        event for event in live_events(workspace.journal.events(), today) if not isinstance(event, CheckIn)
    ]
    programs, drills = list(workspace.catalog.programs.values()), workspace.catalog.drills
    was, now = (
        plan_day(programs, events, today, drills=drills, settings=settings)
        for settings in (before, workspace.settings)
    )
    found: list[Control] = []
    for program, slot, dose in _harder(workspace.programs.values(), was, now):
        if _done_like(events, program, slot, dose):
            level = Logbook(workspace).level_entry(
                program.id,
                slot.slot,
                dose.drill,
                seconds=dose.full_seconds,
                reps=dose.reps,
                load_kg=dose.load_kg,
                note=RESUMED_NOTE,
            )
            found.append(level)
    if found:
        workspace.journal.append(*found)
    return tuple(found)


def _harder(programs: Iterable[Program], was: Plan, now: Plan) -> Iterator[tuple[Program, Slot, Dose]]:
    """The slots of which more would be asked now, with what was asked of them."""
    asked = {(plan.id, dose.slot): dose for plan in was.programs for dose in plan.slots}
    will_be = {(plan.id, dose.slot): dose for plan in now.programs for dose in plan.slots}
    for program in programs:
        for slot in program.slots:
            before, after = asked.get((program.id, slot.slot)), will_be.get((program.id, slot.slot))
            if before is None or after is None:
                continue
            was_rung, rung = slot.rungs.get(before.drill), slot.rungs.get(after.drill)
            if was_rung is None or rung is None:
                continue
            less = (was_rung, before.full_seconds or 0, before.load_kg or 0)
            if less < (rung, after.full_seconds or 0, after.load_kg or 0):
                yield program, slot, before


def _done_like(events: Sequence[Event], program: Program, slot: Slot, dose: Dose) -> bool:
    """Whether the latest sets of a slot were those of the milder dose, and not from before the answer."""
    for event in reversed(events):
        if isinstance(event, Session) and event.program == program.id and has_evidence(event):
            sets = [done for done in event.sets if done.slot == slot.slot and tried(done)]
            if sets:
                most = dose.full_seconds
                return all(
                    done.drill in (None, dose.drill)
                    and (done.asked_seconds is None or most is None or done.asked_seconds <= most)
                    for done in sets
                )
    return False
