"""The last word on what nobody foresaw: a sentence for people, and the details in a file."""

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
"""In the folder of logs: the details of the latest one."""

Hook = Callable[[type[BaseException], BaseException, TracebackType | None], None]


def fault_hook(find_folder: Callable[[], Path], err: TextIO | None = None) -> Hook:
    """What `sys.excepthook` is to be.

    Args:
        find_folder: where the file shall be, asked when there is one; the folder is made then.
        err: for the sentence; None is standard error of that moment.
    """

    def told(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if issubclass(kind, KeyboardInterrupt):
            return
        import traceback

        stream = err or sys.stderr
        details = "".join(traceback.format_exception(kind, error, trace))
        summary = "".join(traceback.format_exception_only(kind, error)).strip()
        try:
            path = _keep(find_folder(), details)
        except (OSError, RuntimeError, CoachError):
            # On a full disk, or where nobody has a home.
            before, where = details, "the details are above"
        else:
            before, where = "", f"the details are in {path}"
        # Where nobody can be told, the file and the exit status tell.
        with suppress(OSError, ValueError):
            stream.write(
                f"{before}coach: something went wrong inside the app, not by your doing ({summary}). "
                "Every set that the disk has taken is kept; 'coach' goes on from there. "
                f"For whoever mends it, {where}.\n"
            )
            stream.flush()

    return told


def _keep(folder: Path, details: str) -> Path:
    """Write the details where nobody else can read them: they may name programs and folders."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    path = folder / FILE
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8", errors="backslashreplace") as file:
        file.write(details)
    return path
