"""A session as the plain text that intervals.icu reads."""

from __future__ import annotations

from coach.model.quantities import duration_text
from coach.model.timeline import Timeline
from coach.service.steps import Step, step_of, with_repeats
from coach.signs import harmless, one_line


def intervals_text(timeline: Timeline) -> str:
    """The steps of a session, one a line, with rounds that are alike written once."""
    blocks: list[str] = []
    loose: list[Step] = []
    for one in with_repeats([step_of(interval) for interval in timeline.intervals]):
        if isinstance(one, Step):
            loose.append(one)
            continue
        first = len(loose) - one.length
        blocks += [_block(loose[:first], 1), _block(loose[first:], one.times)]
        loose = []
    blocks.append(_block(loose, 1))
    return "\n\n".join(block for block in blocks if block) + "\n"


def _block(steps: list[Step], times: int) -> str:
    if not steps:
        return ""
    head = [f"{times}x"] if times > 1 else []
    return "\n".join([*head, *(f"- {_line(step)}" for step in steps)])


def _line(step: Step) -> str:
    # A line is a step here, and most of what is copied from it goes through a terminal.
    name = harmless(one_line(step.name), order="")
    if step.seconds is not None:
        return f"{name} {duration_text(step.seconds)}"
    count = f"{name}, {step.reps} repetitions" if step.reps else name
    return f"{count} press lap"
