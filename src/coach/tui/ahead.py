"""A first reading in a process of its own, while this one gets its screen ready."""

from __future__ import annotations

import os
import select
import threading
from collections.abc import Callable
from contextlib import suppress
from typing import Final

PATIENCE_SECONDS: Final = 5.0
"""Whoever takes longer is not waited for: the same can be read here."""
_PIECE: Final = 65536
_POLITENESS: Final = 5


class Ahead:
    """Bytes that another process is working out.

    Reading a long journal and loading the screens take about as long as each other, and a second processor
    is nearly always idle. Where there is none, or no way to split, nothing comes and nothing is lost.
    """

    def __init__(self, read: Callable[[], bytes]) -> None:
        """Begin to read in a copy of this process, which must not have threads yet."""
        self._pipe: int | None = None
        self._process = 0
        if not hasattr(os, "fork") or (os.cpu_count() or 1) < 2 or threading.active_count() > 1:
            return
        with suppress(OSError):
            self._pipe, self._process = _split(read)

    def ready(self) -> bool:
        """Whether it is there, so that taking it takes no time."""
        return self._pipe is not None and bool(select.select([self._pipe], [], [], 0)[0])

    def take(self) -> bytes | None:
        """What was read, once; None where nothing came."""
        pipe, self._pipe = self._pipe, None
        if pipe is None:
            return None
        found = bytearray()
        try:
            while select.select([pipe], [], [], PATIENCE_SECONDS)[0]:
                piece = os.read(pipe, _PIECE)
                if not piece:
                    break
                found += piece
            else:
                found.clear()
        except OSError:
            found.clear()
        finally:
            os.close(pipe)
        return bytes(found) if self._went_well() and found else None

    def _went_well(self) -> bool:
        """Whether the other process got to its end; it is let go of in any case."""
        with suppress(OSError):
            done, status = os.waitpid(self._process, os.WNOHANG)
            if not done:
                # It has closed its end or takes too long; either way nobody listens to it any more.
                threading.Thread(target=_let_go, args=(self._process,), daemon=True).start()
                return True
            return status == 0
        return False


def _let_go(process: int) -> None:
    with suppress(OSError):
        os.waitpid(process, 0)


def _split(read: Callable[[], bytes]) -> tuple[int, int]:
    """Read in a copy of this process; gives the pipe it writes to, and its number."""
    reading, writing = os.pipe()
    process = os.fork()
    if process:
        os.close(writing)
        return reading, process
    status = 1
    try:
        os.close(reading)
        with suppress(OSError):
            # Where every processor is busy, the frame of the screen comes first.
            os.nice(_POLITENESS)
        told = memoryview(read())
        while told:
            told = told[os.write(writing, told) :]
        status = 0
    except BaseException:  # noqa: BLE001 - the copy must never go on as if it were the app
        status = 1
    finally:
        # Nothing of the app's own end may happen in the copy: no clean-up, no buffered output.
        os._exit(status)
