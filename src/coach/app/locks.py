"""The lock on training after a red flag: its text, and how it is lifted."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from coach.app.planning import DayPlanner, care_texts, current_lock
from coach.model.plan import Lock

if TYPE_CHECKING:
    from coach.app.workspace import Workspace


Lift = Literal["cleared", "mistaken"]
"""How a lock is lifted: a clinician says that training is fine, or the flag was entered by mistake."""


class TrainingLock:
    """Reads and lifts the lock; each method raises `JournalError` where the journal cannot be read."""

    def __init__(self, workspace: Workspace, days: DayPlanner) -> None:
        self._workspace = workspace
        self._days = days

    @property
    def revision(self) -> int:
        """A number that grows whenever anything was written into the journal, here or by another program."""
        return self._workspace.journal.revision

    def current(self) -> Lock | None:
        """What keeps training off at this moment; quick to read."""
        return current_lock(self._workspace)

    def care(self) -> tuple[str, ...]:
        """What to do about the red flag, a sentence each; empty where nothing is locked."""
        return care_texts(self._days.plan())

    def flag_names(self) -> str:
        """The red flags that keep training off, as part of a sentence; empty where nothing is locked."""
        from coach.coaching.messages import FLAG_WORDS, joined

        lock = self.current()
        return joined([FLAG_WORDS[flag] for flag in lock.flags]) if lock is not None else ""

    def lift(self, how: Lift) -> None:
        """Open training again.

        Raises:
            UsageError: nothing keeps training off.
        """
        from coach.app.corrections import Logbook

        logbook = Logbook.of(self._workspace)
        logbook.write(logbook.clearance() if how == "cleared" else logbook.remove_flags())
