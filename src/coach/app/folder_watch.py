"""Watching folders for changes of their YAML files by other programs."""

from __future__ import annotations

import os
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from threading import Lock

from coach.files import FileStamp
from coach.paths import Paths


def watch_programs(paths: Paths) -> FolderWatch:
    """A watch of the user's programs and drills."""
    return FolderWatch([paths.programs, paths.drills])


class FolderWatch:
    """Checks the YAML files of some folders for changes; safe to use from any thread."""

    def __init__(self, folders: Sequence[Path]) -> None:
        self._folders = tuple(folders)
        self._lock = Lock()
        self._seen = self._stamps()

    def __len__(self) -> int:
        """The number of files at the last check."""
        return len(self._seen)

    def has_changed(self) -> bool:
        """Whether a file was written, added or removed since the last call."""
        with self._lock:
            before, self._seen = self._seen, self._stamps()
            return before != self._seen

    def _stamps(self) -> dict[str, FileStamp]:
        stamps: dict[str, FileStamp] = {}
        for folder in self._folders:
            with suppress(OSError), os.scandir(folder) as entries:
                for entry in entries:
                    if entry.name.endswith((".yaml", ".yml")):
                        # A broken link has none.
                        with suppress(OSError):
                            stamps[entry.path] = FileStamp.of(entry.stat())
        return stamps
