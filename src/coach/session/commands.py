"""The commands of a running session."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

from coach.model.events import SetRecord


class PauseSession(Struct, frozen=True):
    """Pause. A hold that is paused is over: its seconds count as held."""


class ResumeSession(Struct, frozen=True):
    """Go on, after a short get-ready where a position has to be taken again."""


class RedoSet(Struct, frozen=True):
    """Do the hold that a pause or an early stop ended once more, from its get-ready."""


class ContinueSession(Struct, frozen=True):
    """Go on from an interval that waits for the user."""


class SkipInterval(Struct, frozen=True):
    """End this interval now and go to the next: a hold counts with the seconds really held."""


class SkipSide(Struct, frozen=True):
    """Leave this side of this set out."""


class SkipDrill(Struct, frozen=True):
    """Leave the rest of this drill out, in every round."""


class SkipWarmup(Struct, frozen=True):
    """Leave the rest of the warm-up out."""


class GoBack(Struct, frozen=True):
    """To the start of this interval; within its first two seconds, to the work before it."""


class AdjustInterval(Struct, frozen=True):
    """Make this rest or get-ready longer or shorter, and no other interval."""

    seconds: int
    """May be negative."""


class AdjustRests(Struct, frozen=True):
    """Make every rest that is still to come in this session longer or shorter."""

    seconds: int


class MarkShaky(Struct, frozen=True):
    """The set of this moment, or during a rest the one before it, was shaky. Asked again: it was not."""


class ReportPain(Struct, frozen=True):
    """It hurts: pause and ask how much."""


class LeavePainOpen(Struct, frozen=True):
    """Leave open how much it hurts, and go on as before."""


class AnswerPain(Struct, frozen=True):
    """How much it hurts, 0 to 10: from 3 the drill is left out, from 6 the session ends.

    A second answer about the same set replaces the first.
    """

    pain: int


class StopSession(Struct, frozen=True):
    """End the session here, with the seconds really held."""


class AnswerCheck(Struct, frozen=True):
    """After the end: how much it hurt, 0 to 10, in the drill of one slot, or in every set that was done."""

    pain: int
    slot: str | None = None


Command = (
    PauseSession
    | ResumeSession
    | RedoSet
    | ContinueSession
    | SkipInterval
    | SkipSide
    | SkipDrill
    | SkipWarmup
    | GoBack
    | AdjustInterval
    | AdjustRests
    | MarkShaky
    | ReportPain
    | LeavePainOpen
    | AnswerPain
    | StopSession
    | AnswerCheck
)


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
