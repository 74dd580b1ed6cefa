"""Where somebody starts who is not used to exercise: on the easiest rungs, until a first session is done."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from msgspec import Struct

from coach.coaching.days import attempted
from coach.model.events import Event, Session
from coach.model.program import Kind, Program

_EASIEST: Final = {"plank": "plank-wall", "side-plank": "side-plank-wall"}
"""By slot. A choice of this app: standing against a wall asks the least of wrists, shoulders and balance."""


class Start(Struct, frozen=True):
    """A level of one slot to begin with."""

    slot: str
    drill: str
    seconds: int


def easiest_start(program: Program) -> tuple[Start, ...]:
    """The easiest rungs for somebody over 65 who is not used to exercise; none that are not easier."""
    found = []
    for slot in program.slots:
        for rung in slot.ladder[: slot.start_rung]:
            if rung.drill == _EASIEST.get(slot.slot):
                found.append(Start(slot.slot, rung.drill, rung.start))
    return tuple(found)


def has_trained(program: Program, events: Iterable[Event]) -> bool:
    """Whether a set of a program was ever tried: then it starts from what was done."""
    return any(
        isinstance(event, Session) and event.program == program.id and attempted(event) for event in events
    )


def starts_of(programs: Iterable[Program], events: Iterable[Event]) -> tuple[tuple[str, Start], ...]:
    """The easier levels that are set in every core program without a session yet, with the program's id."""
    known = tuple(events)
    return tuple(
        (program.id, start)
        for program in programs
        if program.kind is Kind.CORE and not has_trained(program, known)
        for start in easiest_start(program)
    )
