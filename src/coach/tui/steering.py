"""Which keys mean something at one moment of a session, and how the line at the bottom names them."""

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
from coach.tui.keys import SESSION_KEYS, WEIGHTS, keys_of, line_of, shown_key
from coach.tui.widgets.key_line import Entry

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
        leave = keys_of("session.leave", keymap)[0]
        return [
            Entry("0–9", "how much", "", 9),
            Entry("esc" if leave == "escape" else shown_key(leave), "no answer", "leave", 8),
            Entry("t", "ten", "", 7),
        ]
    help_key = shown_key(keys_of("app.help", keymap)[0])
    return [*_of_state(view, keymap), Entry(help_key, "help", "app.help")]


def _of_state(view: SessionView, keymap: Mapping[str, str]) -> Iterator[Entry]:
    for group in line_of(view.state):
        actions = [key.action for key in SESSION_KEYS if key.id in group]
        if all(allowed(action.partition("(")[0], view) for action in actions):
            keys = [shown_key(keys_of(identity, keymap)[0]) for identity in group]
            action = actions[0] if len(actions) == 1 else ""
            yield Entry(" ".join(keys), _label(group, view), action, WEIGHTS.get(group[0], 0))


def _label(group: tuple[str, ...], view: SessionView) -> str:
    if len(group) > 1:
        return "all rests" if group[0] == "session.rests_longer" else "10 s"
    if group[0] == "session.pause" and view.state in (State.PAUSED, State.WAIT):
        return "go on"
    return next(key.label for key in SESSION_KEYS if key.id == group[0])
