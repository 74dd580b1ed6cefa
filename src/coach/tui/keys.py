"""The keys of the app: their ids, what they do, and a check of those that someone chose for themselves."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from difflib import get_close_matches
from typing import Final

from msgspec import Struct
from textual.binding import Binding, BindingType
from textual.keys import Keys, key_to_character

from coach.session.view import State

_NAMED_KEYS: Final = frozenset(key.value for key in Keys)
_SHOWN: Final[dict[str, str]] = {
    "plus": "+",
    "equals_sign": "=",
    "minus": "-",
    "question_mark": "?",
    "left_square_bracket": "[",
    "right_square_bracket": "]",
    "less_than_sign": "<",
    "greater_than_sign": ">",
    "left": "←",
    "right": "→",
    "up": "↑",
    "down": "↓",
}


class Key(Struct, frozen=True, kw_only=True):
    """One thing that a key does."""

    id: str
    keys: tuple[str, ...]
    """The app's own; the first one is shown."""
    action: str
    label: str
    """A word or two for the line at the bottom."""
    tooltip: str
    """A sentence for the help."""


SESSION_KEYS: Final[tuple[Key, ...]] = (
    Key(
        id="session.pause",
        keys=("space",),
        action="pause",
        label="pause",
        tooltip="Pause; again: go on, after a short get-ready. A paused hold is over; its seconds count.",
    ),
    Key(
        id="session.next",
        keys=("n", "right"),
        action="next",
        label="next",
        tooltip="End this interval now. A hold counts with the seconds you held.",
    ),
    Key(
        id="session.back",
        keys=("b", "left"),
        action="back",
        label="back",
        tooltip="Back to the start of this interval; in its first two seconds, to the drill before it.",
    ),
    Key(
        id="session.longer",
        keys=("plus", "equals_sign", "up"),
        action="adjust(10)",
        label="10 s more",
        tooltip="Ten seconds more of this rest or get-ready.",
    ),
    Key(
        id="session.shorter",
        keys=("minus", "down"),
        action="adjust(-10)",
        label="10 s less",
        tooltip="Ten seconds less of this rest or get-ready.",
    ),
    Key(
        id="session.rests_longer",
        keys=("right_square_bracket", "greater_than_sign"),
        action="adjust_rests(5)",
        label="rests longer",
        tooltip="Every rest still to come is five seconds longer today.",
    ),
    Key(
        id="session.rests_shorter",
        keys=("left_square_bracket", "less_than_sign"),
        action="adjust_rests(-5)",
        label="rests shorter",
        tooltip="Every rest still to come is five seconds shorter today.",
    ),
    Key(
        id="session.shaky",
        keys=("s",),
        action="shaky",
        label="shaky",
        tooltip="This set was not tidy; in a rest, the set before. Again: it was tidy after all.",
    ),
    Key(
        id="session.pain",
        keys=("x",),
        action="pain",
        label="it hurts",
        tooltip="Everything stands still and asks how much it hurts.",
    ),
    Key(
        id="session.redo",
        keys=("r",),
        action="redo",
        label="do it again",
        tooltip="Do the hold that was cut short once more.",
    ),
    Key(
        id="session.continue",
        keys=("enter",),
        action="continue",
        label="go on",
        tooltip="Go on, where the session waits for you.",
    ),
    Key(
        id="session.skip_side",
        keys=("v",),
        action="skip_side",
        label="skip this side",
        tooltip="Leave this side of this set out.",
    ),
    Key(
        id="session.skip_drill",
        keys=("d",),
        action="skip_drill",
        label="skip drill",
        tooltip="Leave the rest of this drill out, in every round.",
    ),
    Key(
        id="session.skip_warmup",
        keys=("w",),
        action="skip_warmup",
        label="skip warm-up",
        tooltip="Leave the rest of the warm-up out.",
    ),
    Key(
        id="session.read",
        keys=("l",),
        action="read",
        label="guide",
        tooltip="While it stands still: read the page of the guide that goes with it.",
    ),
    Key(
        id="session.stop",
        keys=("q",),
        action="stop",
        label="stop",
        tooltip="Stop here. It asks once, and keeps what you did.",
    ),
    Key(
        id="session.leave",
        keys=("escape",),
        action="leave",
        label="no answer",
        tooltip="While it asks how much it hurts: leave that open, and go on. Else: stop here.",
    ),
)
"""Every key of the session screen, in the order of the help."""

APP_KEYS: Final[tuple[Key, ...]] = (
    Key(
        id="app.help",
        keys=("question_mark", "f1"),
        action="help",
        label="help",
        tooltip="The keys of this screen.",
    ),
    Key(
        id="app.suspend",
        keys=("ctrl+z",),
        action="suspend_process",
        label="put aside",
        tooltip="Put the app aside for the shell; a running session stands still.",
    ),
    Key(id="app.quit", keys=("ctrl+q",), action="quit", label="quit", tooltip="Leave the app."),
)
"""Keys of the whole app."""

PLACE_KEYS: Final[tuple[Key, ...]] = tuple(
    Key(id=f"go.{place}", keys=(key,), action=f"go('{place}')", label=label, tooltip=tooltip)
    for place, key, label, tooltip in (
        ("today", "t", "today", "What is due today."),
        ("history", "h", "history", "What was done, and everything that was said."),
        ("week", "w", "week", "The habits of the week."),
        ("programs", "p", "programs", "Every program: read it, change it, make one of your own."),
        ("guide", "g", "guide", "Short pages: why a back locks up, and what keeps it loose."),
        ("breaks", "b", "breaks", "Calls out of the chair, while you work."),
        ("settings", "e", "settings", "Sound, rests, units, days, colours and keys."),
    )
)
"""From any place to another; a running session and a check-in are never left by them."""

TODAY_KEYS: Final[tuple[Key, ...]] = (
    Key(
        id="day.start",
        keys=("s",),
        action="start_next",
        label="next",
        tooltip="Start the next thing that is due.",
    ),
    Key(
        id="day.choose",
        keys=("enter",),
        action="start",
        label="start",
        tooltip="Start the program that is marked in the list.",
    ),
    Key(
        id="day.why",
        keys=("space",),
        action="why",
        label="why",
        tooltip="Why each dose of the marked program is what it is; again: hide it.",
    ),
    Key(
        id="day.check_in",
        keys=("c",),
        action="check_ins",
        label="check-ins",
        tooltip="All check-ins and checklists: the week, your shoes, sleep, the desk, the home.",
    ),
    Key(
        id="day.forgotten",
        keys=("f",),
        action="forgotten",
        label="fill in",
        tooltip="Fill in the morning that was left out.",
    ),
    Key(
        id="day.yes",
        keys=("y",),
        action="answer(True)",
        label="yes",
        tooltip="Yes to the morning's question.",
    ),
    Key(
        id="day.no", keys=("n",), action="answer(False)", label="no", tooltip="No to the morning's question."
    ),
    Key(
        id="day.all_well",
        keys=("0",),
        action="all_well",
        label="no to all",
        tooltip="No to the questions of the morning that stand there. What is alarming is asked by itself.",
    ),
    Key(
        id="day.read",
        keys=("l",),
        action="read",
        label="read on",
        tooltip="Read the page of the guide that goes with today, or with the marked program.",
    ),
    Key(id="day.quit", keys=("q",), action="app.quit", label="quit", tooltip="Leave the app."),
)
"""Keys of Today."""

OWN_KEYS: Final = (*SESSION_KEYS, *APP_KEYS, *PLACE_KEYS, *TODAY_KEYS)

ANSWER_KEYS: Final = frozenset("0123456789yntoacdeghijkm") | {"enter", "escape", "left", "plus", "minus"}
"""What a check-in may ask to be pressed."""
PAIN_KEYS: Final[dict[str, int]] = {**{str(number): number for number in range(10)}, "t": 10}
"""One key for each answer to how much it hurts."""

_LINE: Final[dict[State, str]] = {
    State.READY: "pause next back longer+shorter pain stop skip_warmup skip_side skip_drill",
    State.WORK: "pause next back shaky pain stop skip_warmup",
    State.SWITCH: "pause next back longer+shorter shaky pain stop skip_side",
    State.REST: "pause next back longer+shorter rests_longer+rests_shorter shaky pain stop skip_drill",
    State.ROUND_REST: "pause next back longer+shorter rests_longer+rests_shorter shaky pain stop skip_drill",
    State.WAIT: "pause back pain stop skip_drill read",
    State.PAUSED: "pause redo next pain stop read",
}


WEIGHTS: Final[dict[str, int]] = {
    "session.pause": 9,
    "session.pain": 8,
    "session.stop": 7,
    "session.redo": 6,
    "session.next": 5,
    "session.shaky": 4,
    "session.longer": 3,
    "session.back": 2,
}
"""Which keys stay longest in the line at the bottom; the help has them all."""


def bindings(keys: Iterable[Key]) -> list[BindingType]:
    """The bindings of Textual for these keys."""
    return [
        Binding(",".join(key.keys), key.action, key.label, show=False, tooltip=key.tooltip, id=key.id)
        for key in keys
    ]


def shown_key(key: str) -> str:
    """A key as people write it: `+` for `plus`."""
    return _SHOWN.get(key, key)


def keys_of(identity: str, keymap: Mapping[str, str]) -> tuple[str, ...]:
    """The keys that do something now: those of the user, else the app's own."""
    known = next((key.keys for key in OWN_KEYS if key.id == identity), ())
    return _chosen(identity, keymap) or known


def keys_for(key: Key, keymap: Mapping[str, str]) -> tuple[str, ...]:
    """The same for a key of any screen."""
    return _chosen(key.id, keymap) or key.keys


def _chosen(identity: str, keymap: Mapping[str, str]) -> tuple[str, ...]:
    chosen = keymap.get(identity)
    return tuple(chosen.split(",")) if chosen else ()


def checked_keymap(
    chosen: Mapping[str, tuple[str, ...]], known_keys: Iterable[Key] | None = None
) -> tuple[dict[str, str], tuple[str, ...]]:
    """The user's own keys that can be used, and a sentence about each that cannot.

    A choice is left out as a whole where a key does not exist, or does something else already: of the two
    things that a key is for, only one would happen.

    Args:
        chosen: keys by the id of what they do.
        known_keys: everything that a key can do; None: what this module names.
    """
    known = {key.id: key for key in (OWN_KEYS if known_keys is None else known_keys)}
    keymap: dict[str, str] = {}
    problems: list[str] = []
    for identity, keys in chosen.items():
        problem = _problem(identity, keys, chosen, known)
        if problem:
            problems.append(problem)
        else:
            keymap[identity] = ",".join(keys)
    return keymap, tuple(problems)


def _problem(
    identity: str, keys: tuple[str, ...], chosen: Mapping[str, tuple[str, ...]], known: Mapping[str, Key]
) -> str | None:
    if identity not in known:
        near = get_close_matches(identity, known, n=1)
        return f"keys: there is no '{identity}'" + (f"; did you mean '{near[0]}'?" if near else "")
    if not keys:
        return f"keys: '{identity}' has no key"
    for key in keys:
        if not _exists(key):
            return f"keys: '{key}' for '{identity}' is not a key"
        if key in PAIN_KEYS and identity.startswith(("session.", "done.")):
            return f"keys: '{key}' for '{identity}' answers how much it hurts"
        if key in ANSWER_KEYS and identity.startswith("check_in."):
            return f"keys: '{key}' for '{identity}' answers a question"
    return _clash(identity, keys, chosen, known)


def _clash(
    identity: str, keys: tuple[str, ...], chosen: Mapping[str, tuple[str, ...]], known: Mapping[str, Key]
) -> str | None:
    scope = identity.partition(".")[0]
    for other, entry in known.items():
        taken = set(keys) & set(chosen.get(other) or entry.keys)
        if other != identity and _meet(scope, other.partition(".")[0]) and other != "app.quit" and taken:
            return f"keys: '{min(taken)}' for '{identity}' is already '{other}'"
    return None


def _meet(scope: str, other: str) -> bool:
    """Whether two groups of keys are alive on one screen."""
    return other in (scope, "app", "lock") or scope == "lock" or {scope, other} == {"day", "go"}


def _exists(key: str) -> bool:
    plain = key.rpartition("+")[2]
    if plain in _NAMED_KEYS:
        return True
    character = key_to_character(plain)
    return character is not None and (len(plain) == 1 or plain.isidentifier())


def line_of(state: State) -> tuple[tuple[str, ...], ...]:
    """The ids for the line at the bottom in this state, from left to right; a group shares one entry."""
    return tuple(
        tuple(f"session.{name}" for name in entry.split("+")) for entry in _LINE.get(state, "").split()
    )
