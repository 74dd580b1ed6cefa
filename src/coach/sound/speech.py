"""Words, ready as samples before they are due."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterable

from coach.sound.wire import Report, Setup


class Speaker:
    """Finds the samples of texts; makes those it does not have in the background."""

    def __init__(self, setup: Setup, report: Callable[[Report], None], came: Callable[[], None]) -> None:
        self._setup = setup

    def prepare(self, texts: Iterable[str]) -> None:
        """See to it that these texts will be ready."""

    def words(self, text: str) -> array[int] | None:
        """The samples of a text, at their volume; None when it cannot be said, or not yet."""
        return None
