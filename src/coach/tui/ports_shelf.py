"""What the guide needs from the rest of the app."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from msgspec import Struct

from coach.model.forms import Page


class Ticks(Struct, frozen=True, kw_only=True):
    """How a checklist was left the last time."""

    ticked: tuple[str, ...] = ()
    when: str = ""
    """The day, in words; empty: it was never gone through."""


class GuideDesk(Protocol):
    """The pages of the guide, and the checklists on them."""

    def pages(self) -> Sequence[Page]:
        """Every page, in reading order.

        Raises:
            CoachError: they cannot be read.
        """
        ...

    def own_words(self, page: str) -> Sequence[str]:
        """What a page adds for this person."""
        ...

    def ticks(self, checklist: str) -> Ticks:
        """How a checklist was left the last time.

        Raises:
            CoachError: the journal cannot be read.
        """
        ...

    def note(self, checklist: str, ticked: Sequence[str]) -> None:
        """Write a checklist into the journal, as a check-in of today.

        Raises:
            CoachError: it is not on disk.
        """
        ...


class ShelfDesk(Protocol):
    """Holds the guide."""

    @property
    def guide_desk(self) -> GuideDesk:
        """The guide."""
        ...
