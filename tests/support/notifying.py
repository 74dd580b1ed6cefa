"""A desktop that shows nothing, and remembers what it was asked to show."""

from __future__ import annotations

from coach.app.desktop import Notifier


class RecordingNotifier(Notifier):
    """Remembers each line."""

    def __init__(self) -> None:
        super().__init__({"a recording": print})
        self.shown: list[str] = []

    def show(self, text: str) -> None:
        """Remember the line."""
        self.shown.append(text)
