"""The keys of the settings, the guide and the breaks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from coach.tui.keys import Key, keys_of, shown_key
from coach.tui.widgets.key_line import Entry

_SHORT: Final = {"escape": "esc", "slash": "/"}

SETTINGS_KEYS: Final[tuple[Key, ...]] = (
    Key(
        id="settings.change",
        keys=("enter", "space"),
        action="change",
        label="change",
        tooltip="Change the marked setting: turn it over, choose, or type.",
    ),
    Key(
        id="settings.more",
        keys=("right", "plus", "equals_sign"),
        action="step(1)",
        label="more",
        tooltip="A step more, or the next choice.",
    ),
    Key(
        id="settings.less",
        keys=("left", "minus"),
        action="step(-1)",
        label="less",
        tooltip="A step less, or the choice before.",
    ),
    Key(
        id="settings.default",
        keys=("d", "delete"),
        action="default",
        label="default",
        tooltip="Back to the default: the line goes out of your file.",
    ),
    Key(
        id="settings.hear",
        keys=("s",),
        action="hear",
        label="hear it",
        tooltip="Play a tone with your settings; on a cue, that cue.",
    ),
    Key(
        id="settings.search",
        keys=("slash", "f"),
        action="search",
        label="search",
        tooltip="Show only the settings in which a word occurs. Esc shows all of them again.",
    ),
    Key(
        id="settings.changed",
        keys=("c",),
        action="only_changed",
        label="only yours",
        tooltip="Show only what you have changed; again: everything.",
    ),
    Key(
        id="settings.read",
        keys=("l",),
        action="read",
        label="guide",
        tooltip="Read the page of the guide that goes with it.",
    ),
    Key(
        id="settings.close",
        keys=("escape", "q"),
        action="close",
        label="back",
        tooltip="Back to where you came from.",
    ),
)
"""Keys of the settings."""

GUIDE_KEYS: Final[tuple[Key, ...]] = (
    Key(
        id="guide.open",
        keys=("enter", "space", "right"),
        action="open",
        label="read",
        tooltip="Read the marked page.",
    ),
    Key(
        id="guide.search",
        keys=("slash", "f"),
        action="search",
        label="search",
        tooltip="Show only the pages in which a word occurs. Esc shows all of them again.",
    ),
    Key(
        id="guide.close",
        keys=("escape", "q"),
        action="close",
        label="back",
        tooltip="Back to where you came from.",
    ),
)
"""Keys of the list of pages."""

PAGE_KEYS: Final[tuple[Key, ...]] = (
    Key(
        id="page.note",
        keys=("enter",),
        action="note",
        label="note it",
        tooltip="Write down what you have ticked; 1 to 9 tick. Leaving the page notes it too.",
    ),
    Key(
        id="page.links",
        keys=("l",),
        action="links",
        label="go on to",
        tooltip="The pages that go with this one, and where its figures come from.",
    ),
    Key(
        id="page.after",
        keys=("right", "right_square_bracket", "n"),
        action="turn(1)",
        label="next page",
        tooltip="The page after this one.",
    ),
    Key(
        id="page.before",
        keys=("left", "left_square_bracket"),
        action="turn(-1)",
        label="page before",
        tooltip="The page before this one.",
    ),
    Key(
        id="page.close",
        keys=("escape", "q", "backspace"),
        action="close",
        label="back",
        tooltip="Back to where you came from.",
    ),
)
"""Keys of one page."""

BREAKS_KEYS: Final[tuple[Key, ...]] = (
    Key(
        id="breaks.start",
        keys=("s", "enter"),
        action="start",
        label="start",
        tooltip="Take the break now: it runs as any session does, and comes back here.",
    ),
    Key(
        id="breaks.snooze",
        keys=("z",),
        action="snooze",
        label="in 5 minutes",
        tooltip="Call again in five minutes.",
    ),
    Key(
        id="breaks.skip",
        keys=("k",),
        action="skip",
        label="skip",
        tooltip="Leave this one out. Nothing is owed; the next one comes half an hour from now.",
    ),
    Key(
        id="breaks.switch",
        keys=("o",),
        action="switch",
        label="calls on or off",
        tooltip="No more calls until you turn them on again, or leave the app.",
    ),
    Key(
        id="breaks.read",
        keys=("l",),
        action="read",
        label="guide",
        tooltip="Why to get up, and how to sit meanwhile.",
    ),
    Key(
        id="breaks.close",
        keys=("escape", "q"),
        action="close",
        label="back",
        tooltip="Back to where you came from; calls go on while the app is open.",
    ),
)
"""Keys of the breaks."""

SHELF_KEYS: Final[tuple[Key, ...]] = (*SETTINGS_KEYS, *GUIDE_KEYS, *PAGE_KEYS, *BREAKS_KEYS)
"""All of them."""

_KNOWN: Final = {key.id: key for key in SHELF_KEYS}


def shown(identity: str, keymap: Mapping[str, str]) -> str:
    """The key that does something now, short enough for a line."""
    chosen = keymap.get(identity)
    key = chosen.split(",")[0] if chosen else _KNOWN[identity].keys[0]
    return _SHORT.get(key, shown_key(key))


def line(names: Sequence[str], keymap: Mapping[str, str], **labels: str) -> list[Entry]:
    """Entries for the line at the bottom, the first one heaviest.

    Args:
        names: ids of keys, from left to right.
        keymap: the user's own keys, by the id of what they do.
        labels: other words for some, by the end of the id.
    """
    told: list[Entry] = []
    for place, name in enumerate(names):
        key = _KNOWN[name]
        label = labels.get(name.partition(".")[2], key.label)
        weight = 98 if name.endswith(".close") else 90 - place
        told.append(Entry(shown(name, keymap), label, key.action, weight))
    return [*told, Entry(shown_key(keys_of("app.help", keymap)[0]), "help", "app.help", 70)]
