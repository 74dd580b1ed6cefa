"""The question whether to stop a session in text mode, and what becomes of it."""

from __future__ import annotations

from enum import Enum, auto

from coach.session.closing import Stopping, loss_text, stop_text

WAITS = "It is kept as it stands; the next start offers to go on with it."
THROWN_AWAY = "It is thrown away."


class Stop(Enum):
    """What an answer means."""

    STOP = auto()
    LATER = auto()
    THROW_AWAY = auto()
    ASK_AGAIN = auto()
    """Ask again: to be sure, or because it was not sure."""
    GO_ON = auto()


class StopDialogue:
    """The dialogue about stopping: the current question, and what an answer means."""

    def __init__(self, stopping: Stopping, promise: str, *, rehearsal: bool, stood: bool) -> None:
        """Prepare the question.

        Args:
            stopping: what the session would be.
            promise: where what was done is, in a sentence.
            rehearsal: nothing is recorded, so there is nothing to decide.
            stood: it stood still before it was asked, and does so where it goes on.
        """
        self.stood = stood
        self._stopping = stopping
        self._promise = promise
        self._chooses = stopping.leaves_a_choice and not rehearsal
        self._sure = False

    @property
    def question(self) -> str:
        """The current question."""
        stopping = self._stopping
        if self._sure:
            return f"{loss_text(stopping.done)} y throws it away, anything else goes back."
        asked = stop_text(stopping, self._promise, decides=self._chooses)
        if not self._chooses:
            return f"{asked} y stops, anything else goes on."
        # What hurt decides about the next time: it is not thrown away.
        away = "" if stopping.hurt else "d throws it away, "
        return f"{asked} y keeps it, l goes on later, {away}anything else goes on now."

    def understand(self, line: str) -> Stop:
        """What a line means."""
        if self._sure:
            self._sure = False
            return Stop.THROW_AWAY if line in {"y", "yes"} else Stop.ASK_AGAIN
        if line in {"y", "yes", "q"} or (self._chooses and line == "k"):
            return Stop.STOP
        if self._chooses and line == "l":
            return Stop.LATER
        if self._chooses and line == "d" and not self._stopping.hurt:
            self._sure = True
            return Stop.ASK_AGAIN
        return Stop.GO_ON
