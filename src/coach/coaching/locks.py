"""Locks: which red flags are not lifted. Each check-in with red flags is lifted by a later clearance.

A clearance that names check-ins lifts these. One without names, as in older journals, lifts those that are
not later than itself, unless they name it as earlier; for this moment, not if it is dated later than today.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Final, get_args

from msgspec.structs import replace

from coach.coaching.history import History, moment_key, read_history
from coach.model.events import CheckIn, Control, Event, RedFlag
from coach.model.plan import Lock, Tier
from coach.model.program import Program, WhileLocked

TIERS: Final[dict[RedFlag, Tier]] = {
    "bowel_bladder": "emergency",
    "saddle_numbness": "emergency",
    "both_legs": "emergency",
    "sexual_function": "emergency",
    "chest_pain": "emergency",
    "accident": "emergency",
    "leg_radiation": "call_today",
    "numb_toes": "call_today",
    "foot_weakness": "call_today",
    "serious_illness": "call_this_week",
    "recent_fall": "call_this_week",
}
"""How soon a clinician has to be asked. Source: the guide, and the questions of public health services."""


def find_clearances(history: History) -> dict[str, Control]:
    """The clearances that lift the red flags of check-ins, by the check-in's id.

    A check-in that replaces a lifted one without a new flag is lifted with it: a corrected note does not lock
    again.
    """
    if not history.cleared or not history.flagged:
        return {}
    clearances = [
        _Clearance(one, history)
        for one in sorted(history.cleared, key=lambda one: (one.date, moment_key(one)))
    ]
    known = {**history.flagged_before, **history.flagged}
    found: dict[str, Control | None] = {}
    for check_in in history.flagged.values():
        chain: list[str] = []
        one: CheckIn | None = check_in
        by: Control | None = None
        while by is None and one is not None and one.id not in chain:
            if one.id in found:
                by = found[one.id]
                break
            chain.append(one.id)
            by = next((clearance.control for clearance in clearances if clearance.lifts(one)), None)
            before = known.get(one.replaces or "")
            one = before if before is not None and set(one.red_flags) <= set(before.red_flags) else None
        found.update(dict.fromkeys(chain, by))
    return {one: by for one, by in found.items() if by is not None and one in history.flagged}


class _Clearance:
    """A clearance with those that it replaces: a corrected one is not a new one."""

    def __init__(self, control: Control, history: History) -> None:
        self.control = control
        self._names = None if control.flags is None else _ids(control.flags)
        self._ids = {control.id}
        self._until = moment_key(control)[0]
        # Its moment may be of the day after, at night or far away.
        self._to_come = history.now is not None and (
            control.date.toordinal() > history.now or control.at.date().toordinal() > history.now + 1
        )
        before = (control.replaces or "").lower()
        while before and before not in self._ids:
            self._ids.add(before)
            known = history.cleared_before.get(before)
            if known is not None:
                self._until = min(self._until, moment_key(known)[0])
            before = (known.replaces or "").lower() if known is not None else ""

    def lifts(self, check_in: CheckIn) -> bool:
        """Whether it lifts a check-in."""
        if self._names is not None:
            return check_in.id in self._names
        if self._to_come or self._ids & _ids(check_in.earlier_clearances):
            return False
        return moment_key(check_in)[0] <= self._until


def _ids(written: Sequence[str]) -> set[str]:
    """Ids in lower case, since other programs may write them in capitals."""
    return {one.lower() for one in written}


def standing_flags(history: History) -> tuple[CheckIn, ...]:
    """The check-ins whose red flags are not lifted, in order."""
    lifted = find_clearances(history)
    found = [one for one in history.flagged.values() if one.id not in lifted]
    return tuple(sorted(found, key=lambda one: (one.date, moment_key(one))))


def lock_from(check_ins: Sequence[CheckIn]) -> Lock | None:
    """The lock of these check-ins; None without any."""
    flags = dict.fromkeys(flag for one in check_ins for flag in one.red_flags)
    if not flags:
        return None
    tiers = {TIERS[flag] for flag in flags}
    first = next(tier for tier in get_args(Tier) if tier in tiers)
    return Lock(tier=first, flags=tuple(flags), check_ins=tuple(one.id for one in check_ins))


def lock_now(events: Sequence[Event], on: date) -> Lock | None:
    """The lock on this very day, from every check-in, control and tombstone of the journal."""
    return lock_from(standing_flags(read_history(events, on, now=on)))


def clearances_later_than(check_in: CheckIn, events: Sequence[Event]) -> tuple[str, ...]:
    """The clearances of a journal with a later moment than a new check-in, which they must not lift.

    A clock was set back, or another machine's is ahead, or the check-in is about an earlier day.
    """
    at = moment_key(check_in)[0]
    return tuple(
        event.id
        for event in events
        if isinstance(event, Control) and event.action == "cleared" and moment_key(event)[0] >= at
    )


def is_allowed(while_locked: WhileLocked, tier: Tier) -> bool:
    """Whether a drill may be done under a lock of a tier.

    Source: public health services ask people with back pain to keep moving, not to sit or lie for long.
    """
    return while_locked == "always" or (while_locked == "call_today" and tier != "emergency")


def may_be_done(program: Program, slot: str, drill: str, tier: Tier) -> bool:
    """Whether a drill of a slot may be done under a lock; one that is not in the program may not."""
    rungs = [rung for one in program.slots if one.slot == slot for rung in one.ladder if rung.drill == drill]
    return bool(rungs) and all(is_allowed(rung.while_locked, tier) for rung in rungs)


def has_other_answers(check_in: CheckIn) -> bool:
    """Whether a check-in has other answers than red flags.

    A no to the spasm is part of the same question, unless it was asked in the morning.
    """
    spasm = check_in.spasm if check_in.spasm or check_in.kind == "morning" else None
    bare = CheckIn(
        id=check_in.id,
        date=check_in.date,
        at=check_in.at,
        kind=check_in.kind,
        replaces=check_in.replaces,
        red_flags=check_in.red_flags,
        earlier_clearances=check_in.earlier_clearances,
    )
    return replace(check_in, spasm=spasm) != bare
