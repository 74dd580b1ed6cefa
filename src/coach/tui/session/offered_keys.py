"""The keys that the session screen offers at a moment, its footer, and what its help says of signs."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from coach.model.figure import FEEL, WORKS
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
from coach.tui.session.widgets import EXPLAINED
from coach.tui.widgets.footer import FooterEntry, footer

SIGNS_AND_COLOURS: Final = (
    *EXPLAINED,
    ("yellow", f"In the figure: {WORKS}. Without colours it is filled."),
    ("blue", f"In the figure: {FEEL}. Without colours it is a ring."),
    ("paler", "In the figure: the arm and the leg on the far side."),
    ("top row", "The whole session: work is high, rest is low, and the white mark is now."),
    ("▄ ▂ · █", "Below, the sets: done, cut short, left out, and the one of now."),
)
"""Each with a sentence, for the help."""

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
    State.READY: "pause next back longer+shorter easier pain stop skip_warmup skip_side skip_drill",
    State.WORK: "pause next back shaky easier pain stop skip_warmup",
    State.SWITCH: "pause next back longer+shorter shaky easier pain stop skip_side",
    State.REST: "pause next back longer+shorter rests_longer+rests_shorter shaky easier pain stop skip_drill",
    State.ROUND_REST: "pause next back longer+shorter rests_longer+rests_shorter shaky easier pain stop"
    " skip_drill",
    State.WAIT: "pause back easier pain stop skip_drill read",
    State.PAUSED: "pause redo next easier pain stop read",
}
"""The keys of each state, from left to right; a group shares one entry."""
HELP_WEIGHT: Final = 16
"""Of the help in the footer: it goes after all but pausing, stopping and pain."""
_GROUPS: Final = {"longer+shorter": "10 s", "rests_longer+rests_shorter": "all rests"}
_KEYS: Final = {name_of(key): key for key in SESSION_KEYS}


def allowed(action: str, view: SessionView) -> bool:
    """Whether an action of the session screen, named without arguments, is enabled."""
    if action == "read":
        return view.state in _READING
    command = _COMMANDS.get(action)
    return command is None or command in available_commands(view)


def entries(view: SessionView, keymap: Mapping[str, str], *, easier: bool = False) -> list[FooterEntry]:
    """The footer of a view, from left to right.

    Args:
        keymap: the user's own keys, by the id of their binding.
        easier: less of the drill of this moment can be had.
    """
    if view.state is State.PAIN:
        leave = footer([_KEYS["leave"]], keymap)
        return [FooterEntry("0–9", "how much", "", 9), *leave, FooterEntry("t", "ten", "", 7)]
    app_help = footer(APP_KEYS[:1], keymap)[0]._replace(weight=HELP_WEIGHT)
    found = []
    for group in _FOOTER.get(view.state, "").split():
        if group == "easier" and not easier:
            continue
        keys = [_KEYS[name] for name in group.split("+")]
        if all(allowed(key.action.partition("(")[0], view) for key in keys):
            first, *others = footer(keys, keymap)
            if others:
                shown = " ".join([first.key, *(other.key for other in others)])
                first = first._replace(key=shown, label=_GROUPS[group], action="")
            elif group == "pause" and view.state in _READING:
                first = first._replace(label="go on")
            found.append(first)
    return [*found, app_help]
