"""From the sets of another app to events: one session for each program that a workout touched."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, datetime
from typing import Final
from uuid import UUID, uuid5

from msgspec import Struct

from coach.journal.importing.layouts import Layout, LoggedSet
from coach.journal.importing.names import Names, Place, Target, slot_name
from coach.journal.importing.values import short
from coach.journal.lines import MAX_SETS
from coach.model.events import Activity, ActivityKind, Event, Session, SetRecord
from coach.model.program import Side

_NAMESPACE: Final = UUID("5f2f6f0c-6c1d-5a0e-9f43-0c6f6d2b7a15")
_MOST_NOTE: Final = 1_000
InZone = Callable[[datetime], datetime]
"""Gives a wall time the offset that it had where its owner lives."""
DayOf = Callable[[datetime], date]
"""The training day of a moment."""


class Workout(Struct, frozen=True):
    """The events of one workout: taken in together or not at all."""

    line: int
    """On which it begins."""
    events: tuple[Event, ...]


def workouts(
    sets: Iterable[LoggedSet], layout: Layout, names: Names, *, in_zone: InZone, day_of: DayOf
) -> Iterator[Workout]:
    """The workouts of a log, in the order in which they first appear.

    Ids follow from what the log says alone, so a log that is read twice gives the same events.

    Args:
        sets: in the order of the log.
        layout: whose log it is.
        names: where each exercise goes.
        in_zone: gives wall times their offset.
        day_of: the training day of a moment.
    """
    grouped: dict[tuple[datetime, str], list[LoggedSet]] = {}
    for one in sets:
        grouped.setdefault((one.start, one.title), []).append(one)
    for done in grouped.values():
        yield Workout(done[0].line, tuple(_events(done, layout, names, in_zone, day_of)))


def _events(
    done: Sequence[LoggedSet], layout: Layout, names: Names, in_zone: InZone, day_of: DayOf
) -> Iterator[Event]:
    at = in_zone(done[0].start)
    day = done[0].start.date() if done[0].dated else day_of(at)
    sessions: dict[tuple[str, str], list[tuple[LoggedSet, Target, Side | None]]] = {}
    parts = 0
    for one in done:
        target, side = names.find(one.exercise)
        if isinstance(target, str):
            yield _activity(one, target, _id(layout, one, parts), day, at)
            parts += 1
        else:
            where = (target.program, target.kind) if target else (f"from-{layout.id}", "custom")
            sessions.setdefault(where, []).append((one, target, side))
    for (program, kind), found in sessions.items():
        for start in range(0, len(found), MAX_SETS):
            some = found[start : start + MAX_SETS]
            yield Session(
                id=_id(layout, done[0], parts),
                date=day,
                at=at,
                program=program,
                kind=kind,
                sets=tuple(_records(some)),
                ended_at=in_zone(done[0].end) if done[0].end else None,
                note=_note(layout, [one for one, _target, _side in some]),
            )
            parts += 1


def _activity(one: LoggedSet, kind: ActivityKind, id_: str, day: date, at: datetime) -> Activity:
    return Activity(
        id=id_,
        date=day,
        at=at,
        kind=kind,
        minutes=max(1, round(one.seconds / 60)) if one.seconds else None,
        distance_km=one.distance_km,
        note=one.note[:_MOST_NOTE] or None,
    )


def _records(found: Iterable[tuple[LoggedSet, Target, Side | None]]) -> Iterator[SetRecord]:
    rounds: dict[tuple[str, Side | None], int] = {}
    for one, target, side in found:
        slot = target.slot if isinstance(target, Place) else slot_name(one.exercise)
        turn = rounds[slot, side] = rounds.get((slot, side), 0) + 1
        yield SetRecord(
            slot=slot,
            drill=target.drill if isinstance(target, Place) else slot,
            round=turn,
            side=side,
            seconds=one.seconds,
            reps=one.reps,
            load_kg=one.load_kg,
        )


def _note(layout: Layout, done: Sequence[LoggedSet]) -> str:
    """Where it comes from and what its owner wrote, each thing once."""
    said = [layout.name, done[0].title, done[0].workout_note, *(one.note for one in done)]
    return "; ".join(dict.fromkeys(short(text, 200) for text in said if text))[:_MOST_NOTE]


def _id(layout: Layout, one: LoggedSet, part: int) -> str:
    return str(uuid5(_NAMESPACE, "\x1f".join((layout.id, one.start.isoformat(), one.title, str(part)))))
