"""What curves and records have in common: they read everything there is, and show what is wanted of it."""

from __future__ import annotations

from collections.abc import Callable

from coach.app.history import Digest
from coach.tui.history.base import HistoryScreenBase
from coach.tui.history.forms import filter_form
from coach.tui.ports_history import Filter, HistoryDesk


class DigestScreen(HistoryScreenBase):
    """Reads what was done of every drill, once, and shows what is wanted of it.

    Attributes:
        wanted: the programs and days that are shown.
    """

    def __init__(self, desk: HistoryDesk, wanted: Filter | None = None) -> None:
        super().__init__(desk)
        self.wanted = wanted or Filter()
        self._programs: dict[str, str] = {}
        self._digest: Digest | None = None

    def reload(self) -> None:
        """Read everything in a thread."""
        self.in_thread(self._read)

    def prepare(self) -> None:
        """Load what is needed to show it; called in the thread, where nobody waits for it."""

    def find(self, digest: Digest) -> None:
        """Show what is wanted of it; to be told by each screen."""
        raise NotImplementedError

    def _read(self) -> Callable[[], None]:
        self.prepare()
        digest, programs = self.desk.digest(), dict(self.desk.program_names())
        return lambda: self._take(digest, programs)

    def _take(self, digest: Digest, programs: dict[str, str]) -> None:
        self._digest, self._programs = digest, programs
        self.find(digest)

    def _want(self, wanted: Filter | None) -> None:
        if wanted is not None:
            self.wanted = wanted
            if self._digest is not None:
                self.find(self._digest)

    def action_filter(self) -> None:
        self.app.push_screen(filter_form(self.wanted, self._programs, self.desk.today), self._want)
