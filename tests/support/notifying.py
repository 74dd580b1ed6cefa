"""A desktop that shows nothing, and remembers what it was asked to show."""

from __future__ import annotations


class RecordingNotifier:
    """Remembers each line."""

    backend: str | None = "a recording"
    trouble: str | None = None

    def __init__(self) -> None:
        self.shown: list[str] = []

    def show(self, text: str) -> None:
        """Remember the line."""
        self.shown.append(text)
