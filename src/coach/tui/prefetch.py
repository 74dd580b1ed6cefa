"""A first reading in a process of its own, while this one gets its screen ready."""

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


def read_ahead(workspace: Workspace) -> FirstReading | None:
    """Begin to read today in another process, where opening the journal changes nothing in it; else None."""
    from coach.journal.connection import is_up_to_date

    if not is_up_to_date(workspace.paths.journal):
        return None
    return FirstReading(workspace, TodayReader(workspace).day)


class Told(Struct, frozen=True, kw_only=True):
    """What comes through the pipe."""

    day: Day
    settings: Settings | None = None
    """None where something is wrong with them: that is told from the file itself."""


class FirstReading:
    """Today, and the settings for the first frame; whatever does not come, or is old by now, is read here."""

    def __init__(self, workspace: Workspace, read: Callable[[], Day]) -> None:
        """Begin to read.

        Args:
            coach: is given the settings.
            read: reads the day with it; called in the other process.
        """
        self._workspace = workspace
        self._taking = threading.Lock()
        self._config = stamp_of(workspace.paths.config)
        self._told: Told | None = None
        self._ahead: Ahead | None = Ahead(lambda: _read_and_close(workspace, read))

    def look(self, *, wait: bool = False) -> None:
        """Take what is there by now: the settings at once, the day for when it is asked for.

        Args:
            wait: until it is there.
        """
        # The screen looks while a thread may be waiting: whoever comes second need not take it too.
        if not self._taking.acquire(blocking=wait):
            return
        try:
            self._take(wait)
        finally:
            self._taking.release()

    def _take(self, wait: bool) -> None:
        ahead = self._ahead
        if ahead is None or not (wait or ahead.ready()):
            return
        self._ahead = None
        try:
            told = msgspec.msgpack.decode(ahead.take(), type=Told)
        except (msgspec.DecodeError, OSError):
            return
        if stamp_of(self._workspace.paths.config) != self._config:
            return
        self._told = told
        if told.settings is not None:
            self._workspace.preset_settings(told.settings)

    def day(self, *, wait: bool) -> Day | None:
        """The day, once; None where none came, or it would have to be waited for, or it is over by now."""
        self.look(wait=wait)
        told, self._told = self._told, None
        return told.day if told is not None and told.day.date == self._workspace.today() else None


def tell(workspace: Workspace, day: Day) -> bytes:
    """What is said of a day, and of the settings that it was read with."""
    settings = None if workspace.settings_problems else workspace.settings
    return msgspec.msgpack.encode(Told(day=day, settings=settings), enc_hook=_plain)


def _read_and_close(workspace: Workspace, read: Callable[[], Day]) -> bytes:
    """What the other process does; it leaves the journal as tidy as whoever closes it does."""
    try:
        return tell(workspace, read())
    finally:
        workspace.close()


def _plain(value: object) -> dict[str, object]:
    """A mapping that may not be written to, as one that msgspec knows."""
    if isinstance(value, Mapping):
        return dict(value)
    raise NotImplementedError(type(value))
