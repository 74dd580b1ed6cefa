"""A list to choose from."""

from __future__ import annotations

from contextlib import suppress

from textual.widgets import OptionList


class Choices(OptionList):
    """An option list that takes a page key also where Textual does not know yet what its lines are.

    That is so while the terminal is too small to show any of it, and for a moment when its width changes.
    """

    def action_page_up(self) -> None:
        """Go a page up, where there is a page."""
        with suppress(KeyError):
            super().action_page_up()  # type: ignore[no-untyped-call]

    def action_page_down(self) -> None:
        """Go a page down, where there is a page."""
        with suppress(KeyError):
            super().action_page_down()  # type: ignore[no-untyped-call]
