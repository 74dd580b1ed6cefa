"""A session set by set: what was asked beside what was done."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from msgspec import Struct

from coach.coaching.days import tried
from coach.model.events import Session, SetRecord
from coach.model.names import name_of
from coach.model.program import Side
from coach.model.quantities import Units, load_text, seconds_text

NOT_NOTED: Final = "not noted"
LEFT_OUT: Final = "left out"


class SetRow(Struct, frozen=True, kw_only=True):
    """One set on one side, in words."""

    index: int
    """Its place among the sets of the session, from 0."""
    drill: str
    """Its name, as people call it."""
    round: int | None
    side: Side | None
    asked: str
    done: str
    marks: tuple[str, ...]
    """What was said about it: shaky, pain, why it ended."""
    short: bool
    """Less was done than was asked."""


def asked_and_done(session: Session, names: Mapping[str, str], units: Units = "kg") -> tuple[SetRow, ...]:
    """A row for each set, in the order in which they were done.

    Args:
        session: with its sets.
        names: what people call each drill, by its id.
        units: how loads are shown.
    """
    return tuple(_row(index, done, names, units) for index, done in enumerate(session.sets))


def _row(index: int, done: SetRecord, names: Mapping[str, str], units: Units) -> SetRow:
    return SetRow(
        index=index,
        drill=name_of(done.drill or done.slot, names),
        round=done.round,
        side=done.side,
        asked=_amount(done.asked_seconds, done.asked_reps) or NOT_NOTED,
        done=_done(done, units),
        marks=tuple(_marks(done)),
        short=_short(done),
    )


def _done(done: SetRecord, units: Units) -> str:
    if not tried(done):
        return LEFT_OUT
    load = f"with {load_text(done.load_kg, units)}" if done.load_kg else ""
    return f"{_amount(done.seconds, done.reps)} {load}".strip() or NOT_NOTED


def _amount(seconds: int | None, reps: int | None) -> str:
    parts = []
    if seconds is not None and not (seconds == 0 and reps):
        parts.append(seconds_text(seconds))
    if reps is not None:
        parts.append("once" if reps == 1 else f"{reps} times")
    return ", ".join(parts)


def _marks(done: SetRecord) -> Iterator[str]:
    if done.form == "shaky":
        yield "shaky"
    if done.pain:
        yield f"pain {done.pain}"
    if done.end == "early":
        yield "ended early"
    elif done.end == "pain":
        yield "ended, it hurt"
    elif done.end == "stopped":
        yield "the session was stopped"


def _short(done: SetRecord) -> bool:
    if not tried(done):
        return True
    pairs = ((done.asked_seconds, done.seconds), (done.asked_reps, done.reps))
    return any(asked is not None and got is not None and got < asked for asked, got in pairs)
