"""Every key of every screen, for whoever gives keys to them or checks those that were given."""

from __future__ import annotations

from coach.tui.keys import OWN_KEYS, Key
from coach.tui.keys_answers import ASKING_KEYS
from coach.tui.keys_history import PAST_KEYS
from coach.tui.keys_lock import LOCK_KEYS
from coach.tui.keys_programs import WRITING_KEYS
from coach.tui.keys_shelf import SHELF_KEYS


def all_keys() -> tuple[Key, ...]:
    """What can be given other keys, on every screen."""
    return (*OWN_KEYS, *LOCK_KEYS, *ASKING_KEYS, *PAST_KEYS, *WRITING_KEYS, *SHELF_KEYS)
