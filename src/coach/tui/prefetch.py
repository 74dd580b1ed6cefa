"""The first reading of today in a process of its own, while this one prepares the screen."""

from __future__ import annotations

import os
import select
import sys
import threading
from collections.abc import Callable, Mapping
from contextlib import suppress
from typing import TYPE_CHECKING, Final

import msgspec
from msgspec import Struct

from coach.files import stamp_of
from coach.model.settings import Settings
from coach.tui.today.data import Day, TodayReader

if TYPE_CHECKING:
    from coach.app.workspace import Workspace


PATIENCE_SECONDS: Final = 2.0
"""How long the other process is waited for; then the same is read here."""
_PIECE: Final = 65536


class ForkedReading:
    """Bytes that a forked process reads.

    Reading a long journal and loading the screens take about as long as each other, and a second processor
    is nearly always idle. Where there is none, or no way to fork, nothing comes.
    """

    def __init__(self, read: Callable[[], bytes]) -> None:
        """Begin to read in a copy of this process, which must not have threads yet.

        Args:
            read: gives the bytes; it may read whatever it likes, and must not write.
        """
        self._pipe: int | None = None
        if sys.platform == "win32" or threading.active_count() > 1:
            return
        processors = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
        if processors < 2:
            return

        def wait() -> None:
            with suppress(OSError):
                os.waitpid(process, 0)

        with suppress(OSError):
            self._pipe, process = _fork(read)
            # It ends by itself; only its process id has to be freed.
            threading.Thread(target=wait, daemon=True).start()

    def ready(self) -> bool:
        """Whether `take` returns at once."""
        return self._pipe is None or bool(select.select([self._pipe], [], [], 0)[0])

    def take(self) -> bytes:
        """What was read, once; empty where nothing came, and incomplete where the process ended early."""
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


def _fork(read: Callable[[], bytes]) -> tuple[int, int]:
    """Read in a copy of this process; gives the pipe it writes to, and its number."""
    assert sys.platform != "win32"
    reading, writing = os.pipe()
    process = os.fork()
    if process:
        os.close(writing)
        return reading, process
    try:
        os.close(reading)
        unsent = memoryview(read())
        while unsent:
            unsent = unsent[os.write(writing, unsent) :]
    finally:
        # Also after an error: the copy never goes on as if it were the app, and runs no exit handlers.
        os._exit(0)


def read_ahead(workspace: Workspace) -> FirstReading | None:
    """Begin to read today in another process, where opening the journal changes nothing in it; else None."""
    from coach.journal.connection import is_up_to_date

    if not is_up_to_date(workspace.paths.journal):
        return None
    return FirstReading(workspace, TodayReader(workspace).day)


class Prefetched(Struct, frozen=True, kw_only=True):
    """The content of the pipe."""

    day: Day
    settings: Settings | None = None
    """None where they have problems: those are read from the file."""


class FirstReading:
    """Today and the settings for the first frame; what does not come, or is outdated, is read here."""

    def __init__(self, workspace: Workspace, read: Callable[[], Day]) -> None:
        """Begin to read.

        Args:
            workspace: is given the settings.
            read: reads the day with it; called in the other process.
        """
        self._workspace = workspace
        self._taking = threading.Lock()
        self._config = stamp_of(workspace.paths.config)
        self._prefetched: Prefetched | None = None

        def read_and_close() -> bytes:
            # The copy closes its journal properly.
            try:
                return encode_day(workspace, read())
            finally:
                workspace.close()

        self._reading: ForkedReading | None = ForkedReading(read_and_close)

    def look(self, *, wait: bool = False) -> None:
        """Take what is there by now: the settings at once, the day for when it is asked for.

        Args:
            wait: until it is there.
        """
        # The screen may look while a thread waits: the second one need not take it too.
        if not self._taking.acquire(blocking=wait):
            return
        try:
            reading = self._reading
            if reading is None or not (wait or reading.ready()):
                return
            self._reading = None
            prefetched = msgspec.msgpack.decode(reading.take(), type=Prefetched)
            if stamp_of(self._workspace.paths.config) == self._config:
                self._prefetched = prefetched
                if prefetched.settings is not None:
                    self._workspace.preset_settings(prefetched.settings)
        except (msgspec.DecodeError, OSError):
            # Nothing came, or half of it: it is read here.
            return
        finally:
            self._taking.release()

    def day(self, *, wait: bool) -> Day | None:
        """The day, once; None where none came, or it would have to be waited for, or it is over by now."""
        self.look(wait=wait)
        prefetched, self._prefetched = self._prefetched, None
        return (
            prefetched.day
            if prefetched is not None and prefetched.day.date == self._workspace.today()
            else None
        )


def encode_day(workspace: Workspace, day: Day) -> bytes:
    """A day, and the settings that it was read with, as bytes."""
    settings = None if workspace.settings_problems else workspace.settings
    return msgspec.msgpack.encode(Prefetched(day=day, settings=settings), enc_hook=_encode_mapping)


def _encode_mapping(value: object) -> dict[str, object]:
    """A read-only mapping as one that msgspec encodes."""
    if isinstance(value, Mapping):
        return dict(value)
    raise NotImplementedError(type(value))
