"""Noticing that files were changed by somebody else."""

from __future__ import annotations

import os
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from threading import Lock

from coach.library.writing import FileStamp


class FolderWatch:
    """Looks at the YAML files of some folders, and tells whether any of them is another than before.

    It may be asked from any thread.
    """

    def __init__(self, folders: Sequence[Path]) -> None:
        """Start with the files as they are now; folders need not be there yet."""
        self._folders = tuple(folders)
        self._looking = Lock()
        self._seen = self._look()

    def __len__(self) -> int:
        """How many files there were when it last looked."""
        return len(self._seen)

    def has_changed(self) -> bool:
        """Whether a file was written, made or taken away since this was last asked."""
        with self._looking:
            seen, self._seen = self._seen, self._look()
            return seen != self._seen

    def _look(self) -> dict[str, FileStamp]:
        seen: dict[str, FileStamp] = {}
        for folder in self._folders:
            with suppress(OSError), os.scandir(folder) as entries:
                for entry in entries:
                    if entry.name.endswith((".yaml", ".yml")):
                        # A link that leads nowhere has none.
                        with suppress(OSError):
                            seen[entry.path] = FileStamp.of(entry.stat())
        return seen
