"""Crash reports: a sentence on standard error, and the traceback in a file."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Final, TextIO

from coach.errors import CoachError

FILE: Final = "fault.log"
"""The file with the latest traceback, in the folder of logs."""

Hook = Callable[[type[BaseException], BaseException, TracebackType | None], None]


def crash_hook(find_folder: Callable[[], Path], err: TextIO | None = None) -> Hook:
    """A function for `sys.excepthook`.

    Args:
        find_folder: returns the folder of the file, which is created; called on a crash.
        err: for the sentence; None: standard error.
    """

    def report(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if issubclass(kind, KeyboardInterrupt):
            return
        import traceback

        stream = err or sys.stderr
        details = "".join(traceback.format_exception(kind, error, trace))
        summary = "".join(traceback.format_exception_only(kind, error)).strip()
        try:
            folder = find_folder()
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            path = folder / FILE
            # Private: the details may name programs and folders.
            handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
            with os.fdopen(handle, "w", encoding="utf-8", errors="backslashreplace") as file:
                file.write(details)
        except (OSError, RuntimeError, CoachError):
            # On a full disk, or without a home folder.
            before, where = details, "the details are above"
        else:
            before, where = "", f"the details are in {path}"
        # Without standard error there are still the file and the exit status.
        with suppress(OSError, ValueError):
            stream.write(
                f"{before}coach: something went wrong inside the app, not by your doing ({summary}). "
                "Every set that the disk has taken is kept; 'coach' goes on from there. "
                f"For whoever mends it, {where}.\n"
            )
            stream.flush()

    return report
