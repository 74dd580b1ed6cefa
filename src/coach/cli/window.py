"""Whether there is a terminal for the full-screen app, and what does without one."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from typing import Final

from coach.errors import UsageError
from coach.request import ScreenRequest

_CANNOT_DRAW: Final = frozenset({"", "dumb", "unknown"})
"""Names of terminals that only write one line below the other."""
_SIDES: Final = ((0, "standard input"), (1, "standard output"))
"""Keys come from the one, and the screen is drawn on the other."""


def require_window(request: ScreenRequest, environment: Mapping[str, str]) -> None:
    """Go on only where somebody sits at a terminal that can show the app.

    Args:
        request: what the app is asked to open with.
        environment: `os.environ`, or one made for a test.

    Raises:
        UsageError: there is none; it says what does the same line by line.
    """
    why_not = _why_not(environment)
    if why_not is None:
        return
    if request.program is None:
        hint = "'coach today' prints what is due, 'coach run PROGRAM --plain' runs a session without one"
    else:
        hint = f"'coach run {request.program} --plain' runs without one"
    raise UsageError(f"this needs a terminal, and {why_not}", hint=hint)


def _why_not(environment: Mapping[str, str]) -> str | None:
    for number, name in _SIDES:
        try:
            is_terminal = os.isatty(number)
        except OSError:
            is_terminal = False
        if not is_terminal:
            return f"{name} is not one"
    if sys.platform == "win32":
        return None
    name = environment.get("TERM", "")
    if name.lower() in _CANNOT_DRAW:
        return f"this one cannot draw (TERM is {name or 'not set'})"
    return None
