"""Stopping a session, and the question at its end."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec import Struct

from coach.model.events import SetRecord
from coach.model.program import Kind, Program, Progress
from coach.model.quantities import count_text
from coach.session.facts import Outcome
from coach.session.records import is_attempted


class Stopping(Struct, frozen=True, kw_only=True):
    """What a session would be if it were stopped at this moment."""

    done: int
    """Sets that were begun, without the warm-up."""
    asked: int
    """Sets of the whole session, each side one, without the warm-up."""
    begun: bool
    """Too little was done for it to count as a session."""
    hurt: bool
    """Pain was named that decides about the next time, so it cannot be thrown away."""

    @property
    def leaves_a_choice(self) -> bool:
        """Whether it has to be decided what becomes of the little that was done."""
        return self.begun and self.done > 0


def stop_text(stopping: Stopping, promise: str, *, decides: bool) -> str:
    """The question whether to stop.

    Args:
        stopping: what the session would be.
        promise: where what was done is, in a sentence.
        decides: it is also asked what becomes of what was done.
    """
    if not decides:
        return f"Stop here? {promise}"
    done = sets_done(stopping.done, stopping.asked)
    return f"Stop here, after {done}? {promise} Less than half does not count as done."


def loss_text(count: int) -> str:
    """What is lost where a session is thrown away."""
    return f"{count_text(count, 'set')} would be gone for good."


def sets_done(count: int, asked: int | None) -> str:
    """`3 of 18 sets`, or `3 sets` where nobody knows how many were asked."""
    return count_text(count, "set") if asked is None else f"{count} of {count_text(asked, 'set')}"


def asks_how_it_was(program: Program, records: Iterable[SetRecord], outcome: Outcome | None) -> bool:
    """Whether it is asked at the end how much it hurt, also of a session that was stopped early.

    The answer decides about the next doses, so it is asked where there are any, and where anything was done.
    Who has ended the session because it hurt has said so already.

    Args:
        program: what was done.
        records: the sets so far.
        outcome: how it ended.
    """
    matters = program.kind is Kind.CORE or any(slot.progress is not Progress.NONE for slot in program.slots)
    return matters and outcome != "pain" and any(map(is_attempted, records))
