"""Removing the temporary files of processes that were killed while they wrote."""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from typing import Final

from coach.clock import Clock
from coach.paths import Paths

_UNFINISHED: Final = re.compile(r"(?:\.|journal-).*\.(?P<process>\d{1,9})\.(?:new|part)(?:-[a-z]+)?")
"""The name of a file that is renamed once all of it is on disk."""
_NEW_JOURNAL: Final = re.compile(r"journal\.db\.new(?:-[a-z]+)?")
_NEW_SECONDS: Final = 3_600
"""Putting a new journal in the place of another takes seconds."""
_STALE_SECONDS: Final = 86_400
"""After a day the number of a process may long be another one's."""


def sweep_home(paths: Paths, clock: Clock) -> None:
    """Remove what killed processes of the app left beside the journal, its copies and the settings."""
    sweep((paths.home, paths.backups, paths.config.parent), clock)


def sweep_library(paths: Paths, clock: Clock) -> None:
    """Remove what killed processes of the app left beside programs and drills."""
    own = (paths.programs, paths.drills)
    sweep((*own, *(folder / name for folder in own for name in (".drafts", ".backup", ".trash"))), clock)


def sweep(folders: Iterable[Path], clock: Clock) -> None:
    """Remove what killed processes of the app left in these folders; nothing in folders below them."""
    for folder in dict.fromkeys(folders):
        with suppress(OSError), os.scandir(folder) as found:
            for entry in found:
                if (name := _UNFINISHED.fullmatch(entry.name)) is not None:
                    _remove_left(Path(entry.path), int(name["process"]), clock)
                elif _NEW_JOURNAL.fullmatch(entry.name) and _age(Path(entry.path), clock) > _NEW_SECONDS:
                    Path(entry.path).unlink(missing_ok=True)


def _age(path: Path, clock: Clock) -> float:
    return clock.now().timestamp() - path.lstat().st_mtime


def _remove_left(path: Path, process: int, clock: Clock) -> None:
    with suppress(OSError):
        if not stat.S_ISREG(path.lstat().st_mode) or process == os.getpid():
            return
        is_alive = True
        # On Windows, asking in this way would end the process.
        if os.name != "nt":
            try:
                os.kill(process, 0)
            except ProcessLookupError:
                is_alive = False
            except (OSError, OverflowError):
                pass
        if not is_alive or _age(path, clock) > _STALE_SECONDS:
            path.unlink()
