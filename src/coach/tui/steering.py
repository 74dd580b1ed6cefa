"""Which actions of the session screen are enabled now, and their entries in the footer."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from coach.session.commands import (
    AdjustInterval,
    AdjustRests,
    AnswerPain,
    Command,
    MarkShaky,
    RedoSet,
    ReportPain,
    SkipDrill,
    SkipSide,
    SkipWarmup,
)
from coach.session.view import SessionView, State, available_commands
from coach.tui.keys import APP_KEYS, SESSION_KEYS, name_of
from coach.tui.widgets.key_line import Entry, footer

_COMMANDS: Final[dict[str, type[Command]]] = {
    "redo": RedoSet,
    "skip_side": SkipSide,
    "skip_warmup": SkipWarmup,
    "skip_drill": SkipDrill,
    "adjust": AdjustInterval,
    "adjust_rests": AdjustRests,
    "shaky": MarkShaky,
    "pain": ReportPain,
    "answer_pain": AnswerPain,
}
"""The commands of the actions that are disabled where their command is not offered."""
_READING: Final = frozenset({State.PAUSED, State.WAIT})

_FOOTER: Final[dict[State, str]] = {
    State.READY: "pause next back longer+shorter pain stop skip_warmup skip_side skip_drill",
    State.WORK: "pause next back shaky pain stop skip_warmup",
    State.SWITCH: "pause next back longer+shorter shaky pain stop skip_side",
    State.REST: "pause next back longer+shorter rests_longer+rests_shorter shaky pain stop skip_drill",
    State.ROUND_REST: "pause next back longer+shorter rests_longer+rests_shorter shaky pain stop skip_drill",
    State.WAIT: "pause back pain stop skip_drill read",
    State.PAUSED: "pause redo next pain stop read",
}
"""The keys of each state, from left to right; a group shares one entry."""
_GROUPS: Final = {"longer+shorter": "10 s", "rests_longer+rests_shorter": "all rests"}
_KEYS: Final = {name_of(key): key for key in SESSION_KEYS}


def allowed(action: str, view: SessionView) -> bool:
    """Whether an action of the session screen is enabled at this moment.

    Args:
        action: its name, without what it is called with.
        view: the moment.
    """
    if action == "read":
        return view.state in _READING
    command = _COMMANDS.get(action)
    return command is None or command in available_commands(view)


def entries(view: SessionView, keymap: Mapping[str, str]) -> list[Entry]:
    """The keys that matter at this moment, from left to right.

    Args:
        view: the moment.
        keymap: the user's own keys, by the id of what they do.
    """
    if view.state is State.PAIN:
        leave = footer([_KEYS["leave"]], keymap)
        return [Entry("0–9", "how much", "", 9), *leave, Entry("t", "ten", "", 7)]
    return [*_of_state(view, keymap), *footer(APP_KEYS[:1], keymap)]


def _of_state(view: SessionView, keymap: Mapping[str, str]) -> Iterator[Entry]:
    for group in _FOOTER.get(view.state, "").split():
        keys = [_KEYS[name] for name in group.split("+")]
        if all(allowed(key.action.partition("(")[0], view) for key in keys):
            first, *others = footer(keys, keymap)
            if others:
                shown = " ".join([first.key, *(other.key for other in others)])
                first = first._replace(key=shown, label=_GROUPS[group], action="")
            elif group == "pause" and view.state in _READING:
                first = first._replace(label="go on")
            yield first
