"""Keys as the line at the bottom shows them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

from coach.tui.keys import Key, keys_of, shown_key
from coach.tui.widgets.key_line import HELP, Entry


def key_entries(
    keys: Iterable[Key],
    keymap: Mapping[str, str],
    *,
    weights: Mapping[str, int],
    without: Collection[str] = (),
    writing: bool = False,
) -> list[Entry]:
    """An entry for each key, in their order, and one for the help.

    Args:
        keys: of the screen.
        keymap: the user's own keys, by the id of what they do.
        weights: by the action; what is heavier stays longer where there is no room.
        without: actions that mean nothing at this moment.
        writing: letters and signs are typed there, so that only a key without one leads to the help.
    """
    told = [
        Entry(_shown(key, keymap), key.label, key.action, weights.get(key.action, 0))
        for key in keys
        if key.action not in without
    ]
    names = [name for name in keys_of("app.help", keymap) if not writing or len(shown_key(name)) > 1]
    return [*told, *(Entry(shown_key(name), "help", HELP) for name in names[:1])]


def _shown(key: Key, keymap: Mapping[str, str]) -> str:
    chosen = keymap.get(key.id)
    name = chosen.split(",")[0] if chosen else key.keys[0]
    return "esc" if name == "escape" else shown_key(name)
