"""What curves and records have in common: they read the efforts of all drills, and show a part of them."""

from __future__ import annotations

from collections.abc import Callable

from coach.app.history import Digest, HistoryReader
from coach.tui.history.base import HistoryScreenBase
from coach.tui.history.data import Filter
from coach.tui.history.forms import filter_form


class DigestScreen(HistoryScreenBase):
    """Reads the efforts of every drill once, and shows those that pass a filter."""

    def __init__(self, history: HistoryReader, filter: Filter | None = None) -> None:
        super().__init__(history)
        self.filter = filter or Filter()
        self._titles: dict[str, str] = {}
        self._digest: Digest | None = None

    def reload(self) -> None:
        """Read everything in a thread."""

        def read() -> Callable[[], None]:
            self.prepare()
            digest, titles = self.history.digest(), self.history.all_program_titles()
            return lambda: self._take(digest, titles)

        self.in_thread(read)

    def prepare(self) -> None:
        """Load what the screen needs to show it; called in the thread."""

    def find(self, digest: Digest) -> None:
        """Show what passes the filter."""
        raise NotImplementedError

    def _take(self, digest: Digest, titles: dict[str, str]) -> None:
        self._digest, self._titles = digest, titles
        self.find(digest)

    def action_filter(self) -> None:
        def answered(chosen: Filter | None) -> None:
            if chosen is not None:
                self.filter = chosen
                if self._digest is not None:
                    self.find(self._digest)

        self.app.push_screen(filter_form(self.filter, self._titles, self.history.today), answered)
