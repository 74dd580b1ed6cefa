"""A keyboard whose keys are pressed at given moments of a clock that the test moves."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from tests.support.commands import StillClock


class ScriptedKeyboard:
    """Presses each key at its moment, and `q` at the end."""

    def __init__(self, clock: StillClock, keys: list[tuple[datetime, str]], until: datetime) -> None:
        self._clock = clock
        self._keys = [*keys, (until, "q")]
        self.lent = 0

    def wait(self, seconds: float) -> str | None:
        """The next key, or None after that much time."""
        moment, key = self._keys[0]
        left = (moment - self._clock.now()).total_seconds()
        if left > seconds:
            self._clock.advance(max(seconds, 0.001))
            return None
        self._clock.advance(max(0.0, left))
        del self._keys[0]
        return key

    @contextmanager
    def lend(self) -> Iterator[None]:
        """Count this."""
        self.lent += 1
        yield
