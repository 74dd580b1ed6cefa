"""How far back a plan looks, so that a reader need not decode every session since the first."""

from __future__ import annotations

from collections.abc import Iterable

from coach.coaching.history import trained, warmup_slots
from coach.coaching.levels import is_tracked
from coach.coaching.safety import RECURRING_PAIN
from coach.model.events import Session
from coach.model.program import Kind, Program

RETURN_AND_TODAY = 8
"""The days of a first week back, and the one that is asked about."""


def history_days(program: Program, programs: Iterable[Program]) -> int | None:
    """How many days of a program's own sessions, up to and including the day asked about, plans need.

    None: all of them, because its levels or its blocks rest on the whole of its history, or because practice
    looks at all core work, after which it counts as practised when tired. With a number, the newest session
    before those days that `counts_as_training` is needed too: it tells a return from a beginning. Sessions
    with pain of 6 or more are needed however old they are, and so is what replaces another event, which may
    have been of any program; check-ins, controls and tombstones always.

    Args:
        program: whose sessions they are.
        programs: all that are planned, this one among them.
    """
    if program.block is not None or any(is_tracked(slot) for slot in program.slots):
        return None
    if program.kind is Kind.PRACTICE:
        return None
    if program.kind is Kind.CORE and any(other.kind is Kind.PRACTICE for other in programs):
        return None
    return max(program.away.ease + RETURN_AND_TODAY, RECURRING_PAIN[1])


def counts_as_training(program: Program, session: Session) -> bool:
    """Whether a session has a tried set of a program outside its warm-up."""
    return trained((session,), warmup_slots(program))
