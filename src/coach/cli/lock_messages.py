"""Messages of commands about a lock: when training is locked or unlocked, and how to lift it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from coach.app.planning import current_lock, day_plan
from coach.cli.console import Console
from coach.coaching.locks import lock_now
from coach.coaching.messages import lock_changes
from coach.errors import CoachError
from coach.model.events import Event
from coach.model.plan import Lock, Plan

if TYPE_CHECKING:
    from coach.app.workspace import Workspace


def how_to_lift(lock: Lock) -> tuple[str, ...]:
    """The commands that lift a lock after a clearance, or after an entry by mistake."""
    lines = ["Cleared by a clinician? coach log cleared"]
    lines += [f"Entered by mistake? coach log undo {one}" for one in lock.check_ins]
    return tuple(lines)


def print_notices(console: Console, unwritten: Plan | None = None) -> None:
    """Print the notices of today, and how to lift a lock.

    Args:
        console: for the lines.
        unwritten: the plan with answers that cannot be written; there is no lock to lift then.
    """
    plan = unwritten or day_plan(console.workspace)
    for notice in plan.notices:
        console.say(notice.text)
    for line in how_to_lift(plan.lock) if plan.lock is not None and unwritten is None else ():
        console.say(line)


def lock_of(workspace: Workspace) -> Lock | None:
    """The current lock; None also where the journal cannot be read."""
    try:
        return current_lock(workspace)
    except CoachError:
        return None


def print_lock_changes(console: Console, before: Lock | None, more: Sequence[Event] | None = None) -> None:
    """Print whether imported events lock or unlock training.

    Args:
        console: for the lines.
        before: the lock before the import.
        more: the events of a dry run, which are not in the journal; None: they are.
    """
    workspace = console.workspace
    if more is None:
        after = lock_of(workspace)
    else:
        today = workspace.today()
        after = lock_now([*workspace.journal.recent(today), *more], today)
    for sentence in lock_changes(before, after, would=more is not None):
        console.say(sentence)
    if more is None and after is not None and after != before:
        print_notices(console)
