"""What is asked once a session is over."""

from __future__ import annotations

from collections.abc import Iterable

from coach.model.events import SetRecord
from coach.model.program import Kind, Program, Progress
from coach.session.facts import Outcome
from coach.session.records import is_attempted


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
