"""What another process reads while the app gets ready: today, and the settings."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

import msgspec
from msgspec import Struct

from coach.library.writing import stamp_of
from coach.model.settings import Settings
from coach.tui.ahead import Ahead
from coach.tui.ports_today import Day

if TYPE_CHECKING:
    from coach.service.coach import Coach


class Told(Struct, frozen=True, kw_only=True):
    """What comes through the pipe."""

    day: Day
    settings: Settings | None = None
    """None where something is wrong with them: that is told from the file itself."""


class FirstReading:
    """Today, and the settings for the first frame; whatever does not come, or is old by now, is read here."""

    def __init__(self, coach: Coach, read: Callable[[], Day]) -> None:
        """Begin to read.

        Args:
            coach: is given the settings.
            read: reads the day with it; called in the other process.
        """
        self._coach = coach
        self._taking = threading.Lock()
        self._config = stamp_of(coach.paths.config)
        self._told: Told | None = None
        self._ahead: Ahead | None = Ahead(lambda: _read_and_close(coach, read))

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
        if stamp_of(self._coach.paths.config) != self._config:
            return
        self._told = told
        if told.settings is not None:
            self._coach.take_settings(told.settings)

    def day(self, *, wait: bool) -> Day | None:
        """The day, once; None where none came, or it would have to be waited for, or it is over by now."""
        self.look(wait=wait)
        told, self._told = self._told, None
        return told.day if told is not None and told.day.date == self._coach.today() else None


def tell(coach: Coach, day: Day) -> bytes:
    """What is said of a day, and of the settings that it was read with."""
    settings = None if coach.settings_problems else coach.settings
    return msgspec.msgpack.encode(Told(day=day, settings=settings), enc_hook=_plain)


def _read_and_close(coach: Coach, read: Callable[[], Day]) -> bytes:
    """What the other process does; it leaves the journal as tidy as whoever closes it does."""
    try:
        return tell(coach, read())
    finally:
        coach.close()


def _plain(value: object) -> dict[str, object]:
    """A mapping that may not be written to, as one that msgspec knows."""
    if isinstance(value, Mapping):
        return dict(value)
    raise NotImplementedError(type(value))
