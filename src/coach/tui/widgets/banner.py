"""What to do about a red flag, on top of every screen."""

from __future__ import annotations

from collections.abc import Sequence

from textual.widgets import Static

TITLE = "Training is off."


class Banner(Static):
    """Stays on the screen for as long as training is locked."""

    DEFAULT_CSS = """
    Banner {
        dock: top;
        width: 100%;
        height: auto;
        max-height: 40%;
        padding: 0 1;
        background: $error 20%;
        color: $foreground;
        border-left: thick $error;
        overflow-y: auto;
    }
    """
    can_focus = False

    def __init__(self, care: Sequence[str]) -> None:
        """Show these sentences."""
        super().__init__(banner_text(care), markup=False)


def banner_text(care: Sequence[str]) -> str:
    """All of it as one text, with a word in front that needs no colour."""
    return " ".join((TITLE, *care))
