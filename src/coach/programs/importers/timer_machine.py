"""TimeR Machine: steps and groups of steps with loops, each with things that it does."""

from __future__ import annotations

from typing import Final

from coach.programs.importers.base import Draft, Step, as_list, as_map, gather, one_line, whole

NAME = "TimeR Machine"
_DEEPEST: Final = 20
_MOST_STEPS: Final = 2_000
_QUIET: Final = frozenset({"beep", "count", "half", "halt", "notification", "screen", "vibration", ""})
"""What it does that the app does in its own way, and halting, which is carried over."""


def fits(data: object) -> bool:
    """Whether a JSON document is an export."""
    timers = as_list(as_map(data).get("timers"))
    return bool(timers) and all("steps" in as_map(timer) for timer in timers)


def read(data: object) -> list[Draft]:
    """The timers of a document that fits."""
    drafts = [_timer(as_map(timer)) for timer in as_list(as_map(data).get("timers"))]
    if drafts and as_list(as_map(data).get("timerStamps")):
        drafts[0].note("what was done with it is not taken into the journal")
    if drafts and as_list(as_map(data).get("schedulers")):
        drafts[0].note("when it reminded you is not taken over: write a schedule")
    return drafts


def _timer(timer: dict[str, object]) -> Draft:
    draft = Draft(one_line(timer.get("name")) or "Timer")
    loop = whole(timer.get("loop"), 1_000) or 1
    steps = [as_map(step) for step in as_list(timer.get("steps"))]
    start, end = _step(as_map(timer.get("startStep")), draft), _step(as_map(timer.get("endStep")), draft)
    if start:
        gather(draft, start, title="Start")
    if any("steps" in step for step in steps):
        for _ in range(min(loop, 50)):
            _blocks(steps, draft)
    else:
        gather(draft, _flat(steps, draft, 0), rounds=loop)
    if end:
        gather(draft, end, title="End")
    return draft


def _blocks(steps: list[dict[str, object]], draft: Draft) -> None:
    """Groups as parts of their own, and the steps between them as others."""
    loose: list[Step] = []
    for step in steps:
        if "steps" not in step:
            loose += _step(step, draft)
            continue
        gather(draft, loose)
        loose = []
        inner = _flat([as_map(one) for one in as_list(step.get("steps"))], draft, 1)
        gather(draft, inner, title=one_line(step.get("name")), rounds=whole(step.get("loop"), 1_000) or 1)
    gather(draft, loose)


def _flat(steps: list[dict[str, object]], draft: Draft, depth: int) -> list[Step]:
    """Steps one after the other, groups within written out as often as they loop."""
    out: list[Step] = []
    for step in steps:
        if "steps" not in step:
            out += _step(step, draft)
        elif depth >= _DEEPEST:
            draft.note(f"groups more than {_DEEPEST} deep are left out")
        else:
            inner = _flat([as_map(one) for one in as_list(step.get("steps"))], draft, depth + 1)
            out += inner * min(whole(step.get("loop"), 1_000) or 1, 1 + _MOST_STEPS // max(1, len(inner)))
        if len(out) > _MOST_STEPS:
            draft.note(f"it has more than {_MOST_STEPS} steps: the end is left out")
            return out[:_MOST_STEPS]
    return out


def _step(step: dict[str, object], draft: Draft) -> list[Step]:
    """One step; nothing for one without a length."""
    if not step:
        return []
    name = one_line(step.get("label")) or "Step"
    does = {_behaviour(one) for one in as_list(step.get("behaviour"))}
    for strange in sorted(does - _QUIET):
        draft.note(f"'{name}' had a {strange} of its own")
    length = whole(step.get("length"), 36_000_000)
    if length is None:
        draft.note(f"'{name}' has no length: it is left out")
        return []
    if "halt" in does:
        draft.note(f"'{name}' waited for you at its end: now it waits for you before it begins")
    return [Step(name, max(1, round(length / 1000)), wait="halt" in does)]


def _behaviour(one: object) -> str:
    return one_line(as_map(one).get("type"), 40).lower().replace("_", " ")
