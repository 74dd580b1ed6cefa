"""A file on somebody's desk: what was read, what was typed since, and what became of it on disk meanwhile."""

from __future__ import annotations

from enum import StrEnum

from coach.errors import CoachError
from coach.tui.ports_programs import Manuscript, ProgramsDesk


class Outside(StrEnum):
    """What others did to the file since it was last looked at."""

    NOTHING = "nothing"
    CHANGED = "changed"
    """It has another text, and nothing was typed here: that one can be taken."""
    CONFLICT = "conflict"
    """It has another text, and something was typed here too."""
    GONE = "gone"


class Sheet:
    """Keeps the text that is typed, the text on disk and the draft between them apart."""

    def __init__(self, desk: ProgramsDesk, manuscript: Manuscript, text: str) -> None:
        """Begin.

        Args:
            desk: reads and writes the file.
            manuscript: the file as it was opened.
            text: the same text as the place where it is edited gives it back.
        """
        self._desk = desk
        self.id = manuscript.id
        self.path = manuscript.path
        self.text = text
        """As it is typed now."""
        self._saved = text
        self._mark: str | None = manuscript.mark
        self._stamp = manuscript.stamp
        self._kept = manuscript.draft
        self.conflict = False
        """Others have changed the file, and nobody has decided yet which text shall stand."""

    @property
    def is_unsaved(self) -> bool:
        """Something was typed that is not in the file."""
        return self.text != self._saved

    def keep(self) -> None:
        """Have the draft on disk be what is typed, or gone where all is saved.

        Raises:
            CoachError: it cannot be written.
        """
        wanted = self.text if self.is_unsaved else None
        if wanted == self._kept:
            return
        if wanted is None:
            self._desk.drop_draft(self.id)
        else:
            self._desk.keep_draft(self.id, wanted)
        self._kept = wanted

    def save(self, *, over: bool = False) -> None:
        """Save what is typed; the text before it is kept in a folder beside it.

        Args:
            over: also where others have changed the file.

        Raises:
            ChangedOnDiskError: others have changed it.
            CoachError: it cannot be written; nothing is lost.
        """
        text = self.text
        self._mark = self._desk.save(self.id, text, mark=None if over else self._mark)
        self._stamp = self._desk.stamp(self.path)
        self._saved, self._kept, self.conflict = text, None, False

    def look(self) -> Outside:
        """What others did since the last look; each thing is told once."""
        seen = self._desk.stamp(self.path)
        if seen == self._stamp:
            return Outside.NOTHING
        self._stamp = seen
        if seen is None:
            self.conflict = True
            return Outside.GONE
        try:
            found = self._desk.open(self.id)
        except CoachError:
            self._stamp = None  # it may be half written: look again
            return Outside.NOTHING
        if found.mark == self._mark:
            return Outside.NOTHING
        if not self.is_unsaved:
            return Outside.CHANGED
        self.conflict = True
        return Outside.CONFLICT

    def reread(self) -> Manuscript:
        """The file as it is now; `settle` takes it for the saved one.

        Raises:
            CoachError: it cannot be read.
        """
        return self._desk.open(self.id)

    def settle(self, manuscript: Manuscript, text: str) -> None:
        """Go on from the file as it is now; what was typed before is given up."""
        self.text = self._saved = text
        self._mark, self._stamp = manuscript.mark, manuscript.stamp
        self.conflict = False

    def forget(self) -> None:
        """Give up what was typed and not saved.

        Raises:
            CoachError: the draft cannot be removed.
        """
        self.text = self._saved
        self.keep()
