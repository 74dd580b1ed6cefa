"""Keeping the display on while a session runs, by wakepy where it is installed."""

from __future__ import annotations

import importlib
from collections.abc import Callable
from contextlib import AbstractContextManager
from threading import Event, Thread
from typing import Final

RELEASE_SECONDS: Final = 0.5
"""How long the end of a session waits until the display may turn off again."""


def _wakepy_presenting() -> AbstractContextManager[object]:
    presenting: Callable[..., AbstractContextManager[object]]
    presenting = importlib.import_module("wakepy").keep.presenting
    return presenting(on_fail="pass")


class SleepInhibitor:
    """Keeps the display on by a context manager, in a thread of its own because a desktop may answer slowly.

    Args:
        make: makes the context manager; raises ImportError where there is none.
    """

    def __init__(self, make: Callable[[], AbstractContextManager[object]] = _wakepy_presenting) -> None:
        self._make = make
        self._released = Event()
        self._thread: Thread | None = None

    def start(self) -> None:
        """Keep the display on from now on; never waits and never fails."""
        if self._thread is None:
            self._thread = Thread(target=self._hold, name="awake", daemon=True)
            self._thread.start()

    def release(self) -> None:
        """Let the display turn off again."""
        self._released.set()
        if self._thread is not None:
            self._thread.join(RELEASE_SECONDS)

    def _hold(self) -> None:
        try:
            with self._make():
                self._released.wait()
        except (ImportError, OSError, RuntimeError):
            # Without the library, or on a desktop that refuses, the display turns off as usual.
            return
