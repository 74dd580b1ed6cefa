"""A first reading in a process of its own, while this one gets its screen ready."""

from __future__ import annotations

import os
import select
import sys
import threading
from collections.abc import Callable
from contextlib import suppress
from typing import Final

PATIENCE_SECONDS: Final = 2.0
"""Whoever takes longer is not waited for: the same can be read here."""
_PIECE: Final = 65536


class Ahead:
    """Bytes that another process is working out.

    Reading a long journal and loading the screens take about as long as each other, and a second processor
    is nearly always idle. Where there is none, or no way to split, nothing comes and nothing is lost.
    """

    def __init__(self, read: Callable[[], bytes]) -> None:
        """Begin to read in a copy of this process, which must not have threads yet.

        Args:
            read: gives the bytes; it may read whatever it likes, and must not write.
        """
        self._pipe: int | None = None
        if sys.platform == "win32" or _processors() < 2 or threading.active_count() > 1:
            return
        with suppress(OSError):
            self._pipe, process = _split(read)
            # It ends by itself, whether anybody listens or not; only its number has to be given back.
            threading.Thread(target=_let_go, args=(process,), daemon=True).start()

    def ready(self) -> bool:
        """Whether it is there, or never comes, so that taking it takes no time."""
        return self._pipe is None or bool(select.select([self._pipe], [], [], 0)[0])

    def take(self) -> bytes:
        """What was read, once; nothing where nothing came. What broke off in the middle comes as it is."""
        pipe, self._pipe = self._pipe, None
        found = bytearray()
        if pipe is None:
            return b""
        try:
            while select.select([pipe], [], [], PATIENCE_SECONDS)[0]:
                piece = os.read(pipe, _PIECE)
                if not piece:
                    return bytes(found)
                found += piece
        finally:
            os.close(pipe)
        return b""


def _processors() -> int:
    """How many this process may run on, where the system tells; else how many there are."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _let_go(process: int) -> None:
    with suppress(OSError):
        os.waitpid(process, 0)


def _split(read: Callable[[], bytes]) -> tuple[int, int]:
    """Read in a copy of this process; gives the pipe it writes to, and its number."""
    assert sys.platform != "win32"
    reading, writing = os.pipe()
    process = os.fork()
    if process:
        os.close(writing)
        return reading, process
    try:
        os.close(reading)
        told = memoryview(read())
        while told:
            told = told[os.write(writing, told) :]
    finally:
        # Whatever went wrong: the copy never goes on as if it were the app, nor does anything of its end.
        os._exit(0)
