"""Keeping the display on while a session runs, where a library that can is installed."""

from __future__ import annotations

import importlib
from collections.abc import Callable
from contextlib import AbstractContextManager
from threading import Event, Thread
from typing import Final, Protocol

RELEASE_SECONDS: Final = 0.5
"""How long the end of a session waits until the display may go dark again."""


class SleepInhibitor(Protocol):
    """Keeps the display on."""

    def keep(self) -> None:
        """Keep it on from now on; never waits, and never fails: it is a comfort."""
        ...

    def let_go(self) -> None:
        """Let it go dark again."""
        ...


class NoSleepInhibitor:
    """Leaves the display as it is."""

    def keep(self) -> None:
        """Do nothing."""

    def let_go(self) -> None:
        """Do nothing."""


class WakepySleepInhibitor:
    """Keeps the display on by a context manager, in a thread of its own: a desktop may be slow to answer.

    Args:
        make: makes the context manager; raises ImportError where there is none.
    """

    def __init__(self, make: Callable[[], AbstractContextManager[object]]) -> None:
        self._make = make
        self._over = Event()
        self._thread: Thread | None = None

    def keep(self) -> None:
        """Keep it on from now on."""
        if self._thread is None:
            self._thread = Thread(target=self._hold, name="awake", daemon=True)
            self._thread.start()

    def let_go(self) -> None:
        """Let it go dark again."""
        self._over.set()
        if self._thread is not None:
            self._thread.join(RELEASE_SECONDS)

    def _hold(self) -> None:
        try:
            with self._make():
                self._over.wait()
        except (ImportError, OSError, RuntimeError):
            # Without the library, or on a desktop that will not, the display keeps its own habits.
            return


def display_awake() -> WakepySleepInhibitor:
    """The display of this machine, by wakepy where it is installed."""
    return WakepySleepInhibitor(_by_wakepy)


def _by_wakepy() -> AbstractContextManager[object]:
    presenting: Callable[..., AbstractContextManager[object]]
    presenting = importlib.import_module("wakepy").keep.presenting
    return presenting(on_fail="pass")
