"""Keys as the line at the bottom shows them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

from coach.tui.keys import Key, shown_key
from coach.tui.widgets.key_line import Entry


def key_entries(
    keys: Iterable[Key],
    keymap: Mapping[str, str],
    *,
    weights: Mapping[str, int],
    without: Collection[str] = (),
) -> list[Entry]:
    """An entry for each key, in their order.

    Args:
        keys: of the screen.
        keymap: the user's own keys, by the id of what they do.
        weights: by the action; what is heavier stays longer where there is no room.
        without: actions that mean nothing at this moment.
    """
    return [
        Entry(_shown(key, keymap), key.label, key.action, weights.get(key.action, 0))
        for key in keys
        if key.action not in without
    ]


def _shown(key: Key, keymap: Mapping[str, str]) -> str:
    chosen = keymap.get(key.id)
    name = chosen.split(",")[0] if chosen else key.keys[0]
    return "esc" if name == "escape" else shown_key(name)
