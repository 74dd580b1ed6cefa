"""What commands say about a lock: when one comes or goes, and how it is lifted."""

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
    """What to type when a clinician has cleared somebody, and when it was entered by mistake."""
    lines = ["Cleared by a clinician? coach log cleared"]
    lines += [f"Entered by mistake? coach log undo {one}" for one in lock.check_ins]
    return tuple(lines)


def say_care(console: Console, unwritten: Plan | None = None) -> None:
    """What is to be known today, care first, and how a lock is lifted.

    Args:
        console: where it is told.
        unwritten: the day with what was said and cannot be written; there is nothing to lift, then.
    """
    plan = unwritten or day_plan(console.workspace)
    for notice in plan.notices:
        console.say(notice.text)
    for line in how_to_lift(plan.lock) if plan.lock is not None and unwritten is None else ():
        console.say(line)


def lock_of(workspace: Workspace) -> Lock | None:
    """What keeps training off; None also where the journal cannot be read."""
    try:
        return current_lock(workspace)
    except CoachError:
        return None


def say_what_locks_do(console: Console, before: Lock | None, more: Sequence[Event] | None = None) -> None:
    """Say whether what was just taken in opens or closes training.

    Args:
        console: where it is said.
        before: what kept training off before that.
        more: the events of a rehearsal, which are not in the journal; None: they are.
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
        say_care(console)
