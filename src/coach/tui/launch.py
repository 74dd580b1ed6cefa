"""Opens the app in a terminal."""

from __future__ import annotations

import gc
import os
from collections.abc import MutableMapping
from typing import Final

from coach.app.workspace import Workspace
from coach.paths import ScreenRequest
from coach.tui.prefetch import read_ahead

_MOST: Final = {"COLUMNS": 1000, "LINES": 400}
_DIGITS: Final = 4


def open_app(workspace: Workspace, request: ScreenRequest) -> int:
    """Show the app until it is left, and return the exit status.

    Args:
        workspace: what the use cases work on.
        request: the program to run at once, or the day.

    Returns:
        0, or 130 after Ctrl-C, or 128 and the number of the signal that ended it.

    Raises:
        CoachError: what was asked cannot be opened, and why.
        Exception: an error inside the app, once the terminal is restored.
    """
    forget_sizes(os.environ)
    first = None
    if request.program is not None:
        # A session is to be small rather than quick to open.
        gc.enable()
    elif request.on is None:
        # Before anything of the screens is loaded: the copy needs none of it, and must have no threads.
        first = read_ahead(workspace)
    from coach.tui.opened_app import OpenedApp

    app = OpenedApp(workspace, request, first)
    app.run()
    trouble = app.failure or app.fault
    if trouble is not None:
        raise trouble
    return app.return_code or 0


def forget_sizes(environment: MutableMapping[str, str]) -> None:
    """Take sizes that no window has out of an environment: the terminal itself knows better."""
    for name, most in _MOST.items():
        said = environment.get(name, "1")
        if not (said.isdecimal() and len(said) <= _DIGITS and 0 < int(said) <= most):
            del environment[name]
