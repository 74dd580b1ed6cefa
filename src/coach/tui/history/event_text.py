"""What someone said or decided, put back into words."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from coach.model.events import Action, CheckIn, Control, RedFlag
from coach.model.formatting import load_text, seconds_text
from coach.model.units import Units

_ANSWERS: Final = (
    ("spasm", "a spasm", "no spasm"),
    ("stiff", "stiff on waking", "not stiff"),
    ("tug", "a tug in the lower back", "no tug"),
    ("short_leg", "one leg felt shorter", "legs even"),
    ("woke_before_alarm", "awake before the alarm", "woken by the alarm"),
    ("hip90_left", "left hip reaches 90 degrees", "left hip short of 90 degrees"),
    ("hip90_right", "right hip reaches 90 degrees", "right hip short of 90 degrees"),
    ("tread_ok", "the tread of the shoes is fine", "the tread of the shoes is worn"),
)
_FLAGS: Final[dict[RedFlag, str]] = {
    "leg_radiation": "pain running down a leg",
    "numb_toes": "numb toes",
    "bowel_bladder": "bladder or bowel trouble",
    "saddle_numbness": "numb where a saddle would be",
    "both_legs": "both legs affected",
}
_ACTIONS: Final[dict[Action, str]] = {
    "cleared": "Cleared by a clinician",
    "set_level": "A level of one's own",
    "deload": "A light week from here",
    "end_deload": "End of an early light week",
    "new_block": "A new block",
}


def check_in_words(check_in: CheckIn) -> Iterator[str]:
    """Each answer in a few words, what matters most first; what was not asked is not there."""
    for flag in check_in.red_flags:
        yield _FLAGS[flag]
    answers = [(getattr(check_in, name), yes, no) for name, yes, no in _ANSWERS]
    yield from (yes for answer, yes, _no in answers if answer is True)
    if check_in.pain is not None:
        yield f"pain {check_in.pain}" if check_in.pain else "no pain"
    if check_in.sleep_hours is not None:
        yield f"{check_in.sleep_hours:g} hours of sleep"
    yield from (no for answer, _yes, no in answers if answer is False)
    if check_in.triggers:
        yield f"set off by {', '.join(check_in.triggers)}"
    for change in check_in.changes:
        yield f"to change: {change}"


def control_words(control: Control, units: Units) -> str:
    """What was decided, and for what."""
    text = _ACTIONS[control.action]
    parts = [part for part in (control.slot or control.program, control.drill) if part]
    if control.seconds is not None:
        parts.append(seconds_text(control.seconds))
    if control.reps is not None:
        parts.append(f"{control.reps} times")
    if control.load_kg is not None:
        parts.append(load_text(control.load_kg, units))
    return f"{text}: {', '.join(parts)}" if parts else text
