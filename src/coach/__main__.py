"""`python -m coach`, and the entrance of the installed command."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from coach.app.workspace import Workspace
    from coach.paths import ScreenRequest


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command line and return its exit status.

    Args:
        argv: the words after the command's name; None takes those of this process.
    """
    import gc

    from coach.cli.console import repair_streams
    from coach.cli.main import crash_hook, run_command
    from coach.paths import find_paths

    repair_streams()
    sys.excepthook = crash_hook(lambda: find_paths(os.environ).logs)
    # A command is over before there is anything to collect; what stays open turns it on again.
    gc.disable()
    return run_command(sys.argv[1:] if argv is None else argv, open_screen=open_screen)


def open_screen(workspace: Workspace, request: ScreenRequest) -> int:
    """Open the full-screen app: the only way from a command to Textual.

    Raises:
        UsageError: there is no terminal to open it in, and what does without one.
    """
    from coach.cli.console import require_window

    require_window(request, os.environ)
    from coach.tui.launch import open_app

    return open_app(workspace, request)


if __name__ == "__main__":
    sys.exit(main())
