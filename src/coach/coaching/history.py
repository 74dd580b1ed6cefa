"""The journal by civil day, without removed events, and which of those days were training.

Within the coaching rules a day is an integer, the proleptic ordinal of its civil date (`date.toordinal`), so
arithmetic on days is independent of time zones, clock changes and locales.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime
from typing import TypeVar

from msgspec import Struct, field

from coach.model.events import (
    Activity,
    CheckIn,
    Control,
    Event,
    Session,
    SetRecord,
    Tombstone,
    has_strong_pain,
)
from coach.model.program import Program

Dated = TypeVar("Dated", Session, CheckIn, Control, Activity)
ByDay = dict[int, list[Dated]]
Fact = Session | CheckIn | Control | Activity
"""Any event but a tombstone."""


class History(Struct, frozen=True):
    """The live facts up to one day, each kind by day; within a day in the order in which they happened."""

    on: int
    """The current day; no event is later."""
    sessions: dict[str, ByDay[Session]] = field(default_factory=dict)
    """By program, then by day."""
    check_ins: ByDay[CheckIn] = field(default_factory=dict)
    controls: ByDay[Control] = field(default_factory=dict)
    activities: ByDay[Activity] = field(default_factory=dict)
    now: int | None = None
    """Today, where red flags and clearances are included whatever their date."""
    flagged: dict[str, CheckIn] = field(default_factory=dict)
    """The check-ins with red flags, by id."""
    flagged_before: dict[str, CheckIn] = field(default_factory=dict)
    """Those that were removed."""
    cleared: list[Control] = field(default_factory=list)
    """The clearances."""
    cleared_before: dict[str, Control] = field(default_factory=dict)
    """Those that were removed or replaced, by id."""


def weekday(day: int) -> int:
    """0 for Monday to 6 for Sunday."""
    return (day - 1) % 7


def week_of(day: int, starts: int = 0) -> int:
    """The first day of the week that a day is in; weeks start on weekday `starts`, 0 for Monday."""
    return day - (day - 1 - starts) % 7


def moment_key(event: Event) -> tuple[datetime, str]:
    """The sort key of the events of one day: moment and id. A moment without offset counts as UTC."""
    at = event.at
    return (at if at.tzinfo is not None else at.replace(tzinfo=UTC)), event.id


def removed_ids(events: Iterable[Event], on: int) -> set[str]:
    """The ids of events that do not count, because of a tombstone or a replacement up to `on`.

    A tombstone counts for every day. It can be removed itself, by a later tombstone.
    """
    return _removed(events, on)[0]


def _removed(events: Iterable[Event], on: int) -> tuple[set[str], set[str]]:
    """The ids of removed events, and of these the ones that a tombstone removes."""
    stones: list[Tombstone] = []
    replacing: list[tuple[str, str]] = []
    for event in events:
        if isinstance(event, Tombstone):
            stones.append(event)
        elif event.replaces is not None and event.date.toordinal() <= on:
            replacing.append((event.id, event.replaces))
    gone: set[str] = set()
    earlier = {stone.id: moment_key(stone) for stone in stones} if stones else {}
    for stone in sorted(stones, key=moment_key, reverse=True):
        target = earlier.get(stone.target)
        if stone.id not in gone and (target is None or target < moment_key(stone)):
            gone.add(stone.target)
    return gone | {old for new, old in replacing if new not in gone and new != old}, gone


def read_history(events: Sequence[Event], on: date, *, now: date | None = None) -> History:
    """The live facts up to and including `on`, whatever the order in which they are given.

    Args:
        events: the journal, tombstones included.
        on: the current day; later events are ignored.
        now: today, where it decides what may be done at this moment. Then red flags and clearances are
            included whatever their date: a clock, a time zone or a correction may have dated them later.
    """
    today = on.toordinal()
    gone, by_stone = _removed(events, today)
    # A clearance that was replaced later does not count at this moment either.
    not_lifting = gone if now is None else _removed(events, date.max.toordinal())[0]
    history = History(today, now=None if now is None else now.toordinal())
    for event in events:
        if isinstance(event, Tombstone):
            continue
        day = event.date.toordinal()
        if day <= today or now is not None:
            # Only a tombstone removes a red flag: the app writes one with each correction, and a replacement
            # alone, from a file or another machine, lifts nothing.
            if isinstance(event, CheckIn) and event.red_flags:
                (history.flagged_before if event.id in by_stone else history.flagged)[event.id] = event
            elif isinstance(event, Control) and event.action == "cleared":
                if event.id in not_lifting:
                    history.cleared_before[event.id] = event
                else:
                    history.cleared.append(event)
        if event.id in gone or day > today:
            continue
        if isinstance(event, Session):
            _put(history.sessions.setdefault(event.program, {}), day, event)
        elif isinstance(event, CheckIn):
            _put(history.check_ins, day, event)
        elif isinstance(event, Control):
            _put(history.controls, day, event)
        else:
            _put(history.activities, day, event)
    for sessions in history.sessions.values():
        _order(sessions)
    _order(history.check_ins)
    _order(history.controls)
    _order(history.activities)
    return history


def live_events(events: Sequence[Event], on: date) -> tuple[Fact, ...]:
    """The facts up to and including `on`, in order, without removed ones."""
    gone = removed_ids(events, on.toordinal())
    kept = (e for e in events if not isinstance(e, Tombstone) and e.id not in gone and e.date <= on)
    return tuple(sorted(kept, key=lambda event: (event.date, moment_key(event))))


def _put(days: ByDay[Dated], day: int, event: Dated) -> None:
    days.setdefault(day, []).append(event)


def _order(days: ByDay[Dated]) -> None:
    for same_day in days.values():
        if len(same_day) > 1:
            same_day.sort(key=moment_key)


def tried(done: SetRecord) -> bool:
    """Whether a set was tried at all: some seconds, some repetitions, or pain.

    A set whose amount was never recorded counts as tried unless it was skipped.
    """
    if done.seconds or done.reps or done.pain:
        return True
    return done.seconds is None and done.reps is None and done.end != "skipped"


def attempted(session: Session) -> bool:
    """Whether a session has at least one set that was tried; an empty session does not count."""
    return any(tried(done) for done in session.sets)


def is_begun(session: Session) -> bool:
    """Whether the user stopped a session before half of it was done, so that it does not count as a session.

    A set counts as done from half of what was asked. A session with strong pain counts: the pain ended it.
    Sessions of older journals are never marked as stopped.
    """
    if not session.stopped:
        return False
    asked = len(session.sets) if session.asked_sets is None else session.asked_sets
    done = 0
    for one in session.sets:
        pairs = ((one.asked_seconds, one.seconds), (one.asked_reps, one.reps))
        short = any(asked is not None and got is not None and 2 * got < asked for asked, got in pairs)
        done += tried(one) and not short
    return 2 * done < asked and not has_strong_pain(session.sets)


def is_session(session: Session) -> bool:
    """Whether a session counts as one: some set was tried, and it was not only begun."""
    return attempted(session) and not is_begun(session)


def has_pain(session: Session) -> bool:
    """Whether any set of a session hurt."""
    return any(done.pain for done in session.sets)


def has_evidence(session: Session) -> bool:
    """Whether a session is evidence: one that was only begun is evidence of pain alone."""
    return has_pain(session) if is_begun(session) else attempted(session)


def only_begun(sessions: Iterable[Session]) -> bool:
    """Whether some of these sessions were begun, and none was more than that."""
    begun = False
    for session in sessions:
        if is_begun(session):
            begun = True
        elif attempted(session):
            return False
    return begun


def warmup_slots(program: Program) -> frozenset[str]:
    """The slots of the parts that may be skipped and are never judged."""
    return frozenset(slot.slot for part in program.parts if part.warmup for slot in part.slots)


def training_days(program: Program, history: History) -> list[int]:
    """The days with at least one tried set of a program, in order; a warm-up alone does not count."""
    ignored = warmup_slots(program)
    days = history.sessions.get(program.id, {})
    return sorted(day for day, sessions in days.items() if trained(sessions, ignored))


def trained(sessions: Iterable[Session], ignored: frozenset[str]) -> bool:
    """Whether any of these sessions has a set that was tried, outside of the slots that are never judged.

    One that was only begun is no training.
    """
    # Plain loops are twice as fast as generators, and this looks into every session there is.
    for session in sessions:
        if session.stopped and is_begun(session):
            continue
        for done in session.sets:
            if done.slot not in ignored and tried(done):
                return True
    return False
