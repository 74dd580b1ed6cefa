"""The command palette with thousands of commands: some are shown, and the rest are found."""

from __future__ import annotations

from collections.abc import Iterable

from textual.app import App, SystemCommand
from textual.command import DiscoveryHit, Hit
from textual.screen import Screen

from coach.tui.app import MOST, PlainCommands

COUNT = 2000


class Many(App[None]):
    """An app that offers thousands of things."""

    def get_system_commands(self, screen: Screen[object]) -> Iterable[SystemCommand]:
        for number in range(COUNT):
            yield SystemCommand(f"Start mine {number:04}", "Now.", self.bell, discover=number < MOST)
        yield SystemCommand("Quit", "Leave.", self.bell)


async def test_palette_shows_best_matches_up_to_limit() -> None:
    app = Many()
    async with app.run_test():
        commands = PlainCommands(app.screen)
        found = [hit async for hit in commands.search("mine")]
        assert len(found) == MOST
        (one,) = [hit async for hit in commands.search("1999")]
        assert isinstance(one, Hit)
        assert one.text == "Start mine 1999"
        assert [hit.text async for hit in commands.search("QUIT") if isinstance(hit, Hit)] == ["Quit"]
        assert [hit async for hit in commands.search("zz")] == []


async def test_palette_shows_some_before_typing() -> None:
    app = Many()
    async with app.run_test():
        shown = [hit async for hit in PlainCommands(app.screen).discover()]
        names = [hit.text for hit in shown if isinstance(hit, DiscoveryHit)]
        assert len(names) == MOST + 1
        assert names[0] == "Quit"
