"""A list to choose from."""

from __future__ import annotations

from textual.widgets import OptionList


class Choices(OptionList):
    """An option list that takes every key also where the terminal is too small to show any of it."""

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Whether an action is possible: a page up or down needs a page."""
        if action in ("page_up", "page_down") and not self.scrollable_content_region:
            return False
        return super().check_action(action, parameters)
