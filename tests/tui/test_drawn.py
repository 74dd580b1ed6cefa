"""What waits until the screen was drawn."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from textual.app import App, ComposeResult
from textual.screen import Screen
from textual.widgets import Static

from coach.tui.coach_screen import when_drawn


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


async def test_callback_runs_after_layout() -> None:
    app: App[None] = App()
    async with app.run_test(size=(40, 10)) as pilot:
        screen = Measured()
        await app.push_screen(screen)
        await pilot.pause()
        assert screen.seen == [40]


@pytest.mark.parametrize("closed", [False, True])
async def test_callback_skips_closed_screen(closed: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    app: App[None] = App()
    async with app.run_test(size=(40, 10)) as pilot:
        screen = Measured()
        await app.push_screen(screen)
        await pilot.pause()
        waiting: list[Callable[[], None]] = []
        monkeypatch.setattr(screen, "call_after_refresh", waiting.append)
        when_drawn(screen, lambda: screen.seen.append(screen.query_one("#stage").size.width))
        if closed:
            await app.pop_screen()
        for call in waiting:
            call()
        assert screen.seen == ([40] if closed else [40, 40])
