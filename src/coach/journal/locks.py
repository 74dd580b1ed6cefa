"""A lock that the system lets go of when its holder dies, however it dies.

Some file systems of networks offer none. Going on without one is better there than not to record at all.
"""

from __future__ import annotations

import errno
import os
import sys
from pathlib import Path
from typing import Final

_PRIVATE_FILE: Final = 0o600
_NOT_OFFERED: Final = frozenset(
    getattr(errno, name)
    for name in ("ENOLCK", "ENOSYS", "ENOTSUP", "EOPNOTSUPP", "EINVAL")
    if hasattr(errno, name)
)


class FileLock:
    """Held by at most one open holder on this machine; kill -9 frees it.

    Attributes:
        offered: whether the file system knows such locks; known once it was asked for one.
    """

    def __init__(self, path: Path) -> None:
        """A lock whose file is `path`; nothing is opened yet."""
        self.path = path
        self.offered = True
        self._descriptor: int | None = None

    def acquire(self) -> bool:
        """Take it without waiting.

        Returns:
            Whether it is held now, or cannot be held by anybody; False when someone else holds it.

        Raises:
            OSError: the file cannot be made.
        """
        if self._descriptor is not None:
            return True
        self.path.parent.mkdir(mode=0o700, exist_ok=True)
        descriptor = os.open(self.path, os.O_RDWR | os.O_CREAT, _PRIVATE_FILE)
        try:
            _lock(descriptor)
        except BlockingIOError:
            os.close(descriptor)
            return False
        except OSError as error:
            if error.errno not in _NOT_OFFERED:
                os.close(descriptor)
                raise
            self.offered = False
        except BaseException:
            os.close(descriptor)
            raise
        self._descriptor = descriptor
        return True

    def release(self, *, remove: bool = False) -> None:
        """Let it go; `remove` takes its file away as well, when nobody will ever ask for it again."""
        if self._descriptor is None:
            return
        if remove:
            self.path.unlink(missing_ok=True)
        os.close(self._descriptor)
        self._descriptor = None


def _lock(descriptor: int) -> None:
    """Lock an open file for this descriptor alone, or raise BlockingIOError."""
    if sys.platform == "win32":
        import msvcrt

        try:
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        except OSError as error:
            raise BlockingIOError from error
    else:
        import fcntl

        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
