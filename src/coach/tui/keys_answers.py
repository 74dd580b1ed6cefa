"""The keys of the screens that ask: a check-in, and the end of a session. All others there are answers."""

from __future__ import annotations

from typing import Final

from coach.tui.keys import Key

CHECK_IN_KEYS: Final[tuple[Key, ...]] = (
    Key(
        id="check_in.read",
        keys=("l",),
        action="read",
        label="guide",
        tooltip="Read the page of the guide that goes with the question.",
    ),
)
"""Keys of a check-in and of the first questions."""

DONE_KEYS: Final[tuple[Key, ...]] = (
    Key(
        id="done.close",
        keys=("space", "q", "escape"),
        action="leave",
        label="close",
        tooltip="Leave the question open; then close the screen.",
    ),
    Key(
        id="done.skip",
        keys=("enter",),
        action="skip",
        label="no answer",
        tooltip="Leave the question open. It closes nothing, because on Today Enter starts a session.",
    ),
    Key(
        id="done.read",
        keys=("l",),
        action="read",
        label="guide",
        tooltip="Read the page of the guide that goes with what you did.",
    ),
)
"""Keys of the end of a session."""

ASKING_KEYS: Final[tuple[Key, ...]] = (*CHECK_IN_KEYS, *DONE_KEYS)
"""All of them."""
