"""Keys in lists that have no room."""

from __future__ import annotations

import pytest
from textual.app import ComposeResult
from textual.command import CommandList, CommandPalette
from textual.widgets import OptionList, Select
from textual.widgets.option_list import Option

from coach.tui.terminal import ResilientApp


class ListApp(ResilientApp):
    """A list, and one that drops down."""

    def compose(self) -> ComposeResult:
        """Forty choices each."""
        yield OptionList(*(Option(f"choice {number}") for number in range(40)), id="list")
        yield Select([(f"choice {number}", number) for number in range(40)])


@pytest.mark.parametrize("key", ["pageup", "pagedown", "home", "end", "up", "down", "enter"])
@pytest.mark.parametrize("height", ["0", "100%"])
async def test_keys_are_safe_at_every_size(key: str, height: str) -> None:
    app = ListApp()
    async with app.run_test(size=(30, 10)) as pilot:
        choices = app.query_one("#list", OptionList)
        choices.styles.height = height
        choices.styles.border = ("none", "transparent")
        choices.highlighted = 20
        await pilot.pause()
        await pilot.press(key)
        paged = {"pageup": 10, "pagedown": 30} if height != "0" else {}
        assert choices.highlighted == {"home": 0, "end": 39, "up": 19, "down": 21, **paged}.get(key, 20)


@pytest.mark.parametrize("key", ["pageup", "pagedown"])
async def test_dropdown_without_room_takes_page_keys(key: str) -> None:
    app = ListApp()
    async with app.run_test(size=(30, 10)) as pilot:
        select = app.query_one(Select)
        select.focus()
        await pilot.press("enter")
        select.query_one(OptionList).styles.max_height = 0
        await pilot.pause()
        await pilot.press(key)
        assert select.expanded


@pytest.mark.parametrize("opens", ["command_palette", "change_theme"])
async def test_palette_takes_page_key_without_layout(opens: str, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[CommandList] = []

    def lost(choices: CommandList) -> None:
        asked.append(choices)
        raise KeyError(0)

    monkeypatch.setattr(CommandList, "action_page_down", lost)
    app = ListApp()
    async with app.run_test(size=(60, 20)) as pilot:
        await app.run_action(opens)
        await pilot.press("pagedown")
        assert asked
        assert isinstance(app.screen, CommandPalette)
