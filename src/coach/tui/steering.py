"""Which keys mean something at one moment of a session, and how the line at the bottom names them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from coach.session.view import SessionView, State
from coach.tui.keys import SESSION_KEYS, WEIGHTS, keys_of, line_of, shown_key
from coach.tui.widgets.key_line import Entry

_OF_AN_INTERVAL: Final = frozenset(
    {"redo", "skip_side", "skip_warmup", "skip_drill", "adjust", "adjust_rests", "shaky", "pain", "read"}
)
"""What means nothing while it is asked how much it hurts, and nothing after the end."""
_ADJUSTABLE: Final = frozenset({State.READY, State.REST, State.ROUND_REST, State.SWITCH})
_READING: Final = frozenset({State.PAUSED, State.WAIT})


def allowed(action: str, view: SessionView) -> bool:
    """Whether an action of the session screen means anything at this moment.

    Args:
        action: its name, without what it is called with.
        view: the moment.
    """
    interval = view.interval
    if action == "answer_pain":
        return view.state is State.PAIN
    if action not in _OF_AN_INTERVAL:
        return True
    if interval is None or view.state is State.PAIN:
        return False
    match action:
        case "redo":
            return view.redo_offered
        case "skip_side":
            return interval.side is not None
        case "skip_warmup":
            return interval.warmup
        case "read":
            return view.state in _READING
        case "adjust":
            return view.state in _ADJUSTABLE
    return True


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
