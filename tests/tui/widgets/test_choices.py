"""A list to choose from, where there is room for it and where there is none."""

from __future__ import annotations

import pytest
from textual.app import App, ComposeResult
from textual.widgets.option_list import Option

from coach.tui.widgets.choices import Choices


class ListApp(App[None]):
    """Nothing but the list."""

    def compose(self) -> ComposeResult:
        """Forty choices."""
        yield Choices(*(Option(f"choice {number}") for number in range(40)))


@pytest.mark.parametrize("key", ["pageup", "pagedown", "home", "end", "up", "down", "enter"])
@pytest.mark.parametrize("height", ["0", "100%"])
async def test_every_key_is_taken_with_room_and_without(key: str, height: str) -> None:
    app = ListApp()
    async with app.run_test(size=(30, 10)) as pilot:
        choices = app.query_one(Choices)
        choices.styles.height = height
        choices.styles.border = ("none", "transparent")
        choices.highlighted = 20
        await pilot.pause()
        await pilot.press(key)
        paged = {"pageup": 10, "pagedown": 30} if height != "0" else {}
        assert choices.highlighted == {"home": 0, "end": 39, "up": 19, "down": 21, **paged}.get(key, 20)
