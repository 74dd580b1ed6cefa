"""Texts around the question how much it hurts."""

from __future__ import annotations

from typing import Final

from coach.model.events import MODERATE_PAIN
from coach.model.names import inside
from coach.model.quantities import count_text
from coach.model.timeline import Interval
from coach.session.view import Mark, SessionView, State

EFFORT: Final = (
    "Muscles that burn, shake or tire are not pain. "
    "Count what is sharp, catches, spreads or makes you hold your breath."
)
"""What tells effort from pain, wherever it is asked how much something hurts."""
EFFORT_SHORT: Final = "Tired, burning muscles are not pain."
"""The same where there is little room."""


def what_hurts(view: SessionView) -> str:
    """`Side plank, right`: what an answer would be about; before the first set, the one to come."""
    subject = view.subject
    if subject is not None:
        return _named(subject)
    return f"{_named(view.interval)}, still to come" if view.interval is not None else ""


def how_much(view: SessionView) -> str:
    """What an answer leads to, and what was answered before."""
    subject = view.subject or view.interval
    name = inside(_name(subject)) if subject is not None else "this drill"
    said = "" if view.pain_said is None else f"You said {view.pain_said}; a new number takes its place. "
    return (
        f"{said}How much, from 0 to 10? From 3 on, {name} is left out of this session; from 6 on, you stop."
    )


def left_out_text(before: SessionView, after: SessionView) -> str:
    """`Side plank is left out of this session. 2 sets fewer.`: what a command did to the sets to come.

    Args:
        before: the session just before it.
        after: the session just after it.
    """
    fewer = after.marks.count(Mark.SKIPPED) - before.marks.count(Mark.SKIPPED)
    subject = after.subject if before.state is State.PAIN else before.interval
    if fewer == 0 or subject is None or after.state is State.DONE:
        return ""
    if fewer > 0:
        return f"{_name(subject)} is left out of this session. {count_text(fewer, 'set')} fewer."
    return f"{_name(subject)} comes again. {count_text(-fewer, 'set')} more."


def answered_text(before: SessionView, after: SessionView, pain: int) -> str:
    """What was done with an answer, in a sentence or two; empty where the session is over.

    Args:
        before: the session while it was asked.
        after: the session just after the answer.
        pain: the answer.
    """
    if after.state is State.DONE:
        return ""
    changed = left_out_text(before, after)
    if changed:
        return changed
    if after.pain_said is None:
        return "Nothing is done yet, so nothing is written down. Go gently."
    where = "" if after.subject is None else f": {inside(_named(after.subject))}"
    last = " It does not come again in this session." if pain >= MODERATE_PAIN else ""
    return f"Noted{where}, {pain} of 10.{last}"


def _name(interval: Interval) -> str:
    return interval.name or interval.drill


def _named(interval: Interval) -> str:
    name = _name(interval)
    return f"{name}, {interval.side}" if interval.side else name
