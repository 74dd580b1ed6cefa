"""What happened in a running session, in order."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

from coach.model.events import SetRecord

Outcome = Literal["done", "stopped", "pain"]


class SetRecorded(Struct, frozen=True, kw_only=True):
    """A set on one side is over, or is now known better than before.

    `key` is the index of its work interval in the timeline. A later fact with the same key replaces the
    earlier one: a set that was marked shaky in the rest after it, or was done again.
    """

    key: int
    record: SetRecord


class SetReopened(Struct, frozen=True, kw_only=True):
    """A set that had been left out comes again: its record no longer holds."""

    key: int


class SessionEnded(Struct, frozen=True, kw_only=True):
    """The session is over."""

    outcome: Outcome


Fact = SetRecorded | SetReopened | SessionEnded
