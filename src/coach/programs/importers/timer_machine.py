"""TimeR Machine: steps and groups of steps with loops, each step with behaviours."""

from __future__ import annotations

from typing import Final

from coach.programs.importers.base import (
    Draft,
    TimerStep,
    add_part,
    as_list,
    as_mapping,
    one_line,
    whole_number,
)

NAME = "TimeR Machine"
_DEEPEST: Final = 20
_MOST_STEPS: Final = 2_000
_QUIET: Final = frozenset({"beep", "count", "half", "halt", "notification", "screen", "vibration", ""})
"""Behaviours that need no note: the app has them in its own way, or they are carried over."""


def fits(data: object) -> bool:
    """Whether a JSON document is an export."""
    timers = as_list(as_mapping(data).get("timers"))
    return bool(timers) and all("steps" in as_mapping(timer) for timer in timers)


def read(data: object) -> list[Draft]:
    """The timers of a document that fits."""
    drafts = []
    for timer in map(as_mapping, as_list(as_mapping(data).get("timers"))):
        draft = Draft(one_line(timer.get("name")) or "Timer")
        loop = whole_number(timer.get("loop"), 1_000) or 1
        steps = [as_mapping(step) for step in as_list(timer.get("steps"))]
        start = _step(as_mapping(timer.get("startStep")), draft)
        end = _step(as_mapping(timer.get("endStep")), draft)
        if start:
            add_part(draft, start, title="Start")
        if any("steps" in step for step in steps):
            for _ in range(min(loop, 50)):
                _add_parts(steps, draft)
        else:
            add_part(draft, _flat(steps, draft, 0), rounds=loop)
        if end:
            add_part(draft, end, title="End")
        drafts.append(draft)
    if drafts and as_list(as_mapping(data).get("timerStamps")):
        drafts[0].note("what was done with it is not taken into the journal")
    if drafts and as_list(as_mapping(data).get("schedulers")):
        drafts[0].note("when it reminded you is not taken over: write a schedule")
    return drafts


def _add_parts(steps: list[dict[str, object]], draft: Draft) -> None:
    """Add a part for each group, and for the steps between two."""
    loose: list[TimerStep] = []
    for step in steps:
        if "steps" not in step:
            loose += _step(step, draft)
            continue
        add_part(draft, loose)
        loose = []
        inner = _flat([as_mapping(one) for one in as_list(step.get("steps"))], draft, 1)
        add_part(
            draft, inner, title=one_line(step.get("name")), rounds=whole_number(step.get("loop"), 1_000) or 1
        )
    add_part(draft, loose)


def _flat(steps: list[dict[str, object]], draft: Draft, depth: int) -> list[TimerStep]:
    """All steps in order, with the loops of groups written out."""
    flat: list[TimerStep] = []
    for step in steps:
        if "steps" not in step:
            flat += _step(step, draft)
        elif depth >= _DEEPEST:
            draft.note(f"groups more than {_DEEPEST} deep are left out")
        else:
            inner = _flat([as_mapping(one) for one in as_list(step.get("steps"))], draft, depth + 1)
            flat += inner * min(
                whole_number(step.get("loop"), 1_000) or 1, 1 + _MOST_STEPS // max(1, len(inner))
            )
        if len(flat) > _MOST_STEPS:
            draft.note(f"it has more than {_MOST_STEPS} steps: the end is left out")
            return flat[:_MOST_STEPS]
    return flat


def _step(step: dict[str, object], draft: Draft) -> list[TimerStep]:
    """One step; nothing for one without a length."""
    if not step:
        return []
    name = one_line(step.get("label")) or "Step"
    kinds = (as_mapping(one).get("type") for one in as_list(step.get("behaviour")))
    behaviours = {one_line(kind, 40).lower().replace("_", " ") for kind in kinds}
    for other in sorted(behaviours - _QUIET):
        draft.note(f"'{name}' had a {other} of its own")
    length = whole_number(step.get("length"), 36_000_000)
    if length is None:
        draft.note(f"'{name}' has no length: it is left out")
        return []
    if "halt" in behaviours:
        draft.note(f"'{name}' waited for you at its end: now it waits for you before it begins")
    return [TimerStep(name, max(1, round(length / 1000)), wait="halt" in behaviours)]
