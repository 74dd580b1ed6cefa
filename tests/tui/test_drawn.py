"""What waits until the screen was drawn."""

from __future__ import annotations

import pytest
from textual.app import App, ComposeResult
from textual.screen import Screen
from textual.widgets import Static

from coach.tui.drawn import when_drawn


class Measured(Screen[None]):
    """A screen that looks at its own child once it was drawn."""

    def __init__(self) -> None:
        super().__init__()
        self.seen: list[int] = []

    def compose(self) -> ComposeResult:
        """One child."""
        yield Static("plank", id="stage")

    def on_mount(self) -> None:
        """Look a little later."""
        when_drawn(self, lambda: self.seen.append(self.query_one("#stage").size.width))


@pytest.mark.parametrize("closed", [False, True])
async def test_what_was_closed_meanwhile_is_not_asked(closed: bool) -> None:
    app: App[None] = App()
    async with app.run_test(size=(40, 10)) as pilot:
        screen = Measured()
        await app.push_screen(screen)
        await pilot.pause()
        assert screen.seen == [40]
        if closed:
            leaving = app.pop_screen()
            when_drawn(screen, lambda: screen.seen.append(screen.query_one("#stage").size.width))
            await leaving
        else:
            when_drawn(screen, lambda: screen.seen.append(screen.query_one("#stage").size.width))
        await pilot.pause()
        assert screen.seen == ([40] if closed else [40, 40])
