"""The phases that a session screen tells apart, each with a style class of its name."""

from __future__ import annotations

from enum import StrEnum
from typing import Final

from coach.session.view import State


class Phase(StrEnum):
    """What a screen shows of a session's state; also the name of its style class."""

    READY = "ready"
    WORK = "work"
    SWITCH = "switch"
    REST = "rest"
    WAIT = "wait"
    PAUSED = "paused"
    PAIN = "pain"
    DONE = "done"


PHASES: Final[dict[State, Phase]] = {
    State.READY: Phase.READY,
    State.WORK: Phase.WORK,
    State.SWITCH: Phase.SWITCH,
    State.REST: Phase.REST,
    State.ROUND_REST: Phase.REST,
    State.WAIT: Phase.WAIT,
    State.PAUSED: Phase.PAUSED,
    State.PAIN: Phase.PAIN,
    State.DONE: Phase.DONE,
}
