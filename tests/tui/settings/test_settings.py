"""The settings: every one of them can be seen, changed, taken back, heard and found."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from textual.pilot import Pilot
from textual.widgets import Input

from coach.config.schema import all_settings
from coach.model.settings import SettingKind, Settings
from coach.tui.dialogs import ChooseScreen
from coach.tui.keys import ALL_KEYS
from coach.tui.settings.data import SCOPES, group_meaning, setting_lines
from coach.tui.settings.inputs import KeyScreen, TickScreen, ValueScreen
from coach.tui.settings.screen import SettingsScreen
from coach.tui.themes import DARK
from tests.support.settling import until
from tests.tui.shelf import CONFIG, Shelf, opened

SIZES = [(120, 40), (80, 24), (50, 16)]


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    return Shelf(tmp_path / "home")


def screen_of(shelf: Shelf) -> SettingsScreen:
    screen = next(one for one in shelf.app.screen_stack if isinstance(one, SettingsScreen))
    assert isinstance(screen, SettingsScreen)
    return screen


async def go_to(pilot: Pilot[None], shelf: Shelf, key: str) -> None:
    """Put the mark on one setting."""
    rows = screen_of(shelf).rows
    rows.highlighted = rows.get_option_index(key)
    await pilot.pause()


async def change(pilot: Pilot[None], shelf: Shelf, key: str, *keys: str) -> None:
    await go_to(pilot, shelf, key)
    await pilot.press(*keys)
    await pilot.pause()


def test_every_setting_and_key_has_a_line_in_a_described_group() -> None:
    lines = list(setting_lines(Settings()))
    keys = {one.key for one in lines}
    assert keys >= {one.key for one in all_settings() if one.kind is not SettingKind.KEYS}
    assert keys >= {f"keys.{key.id}" for key in ALL_KEYS}
    assert len(keys) == len(lines)
    for one in lines:
        assert group_meaning(one.group)
        assert one.meaning and one.default


def test_every_key_has_a_scope() -> None:
    assert {str(key.id).partition(".")[0] for key in ALL_KEYS} <= set(SCOPES)


@pytest.mark.parametrize("size", SIZES)
async def test_details_of_the_current_setting_are_shown(shelf: Shelf, size: tuple[int, int]) -> None:
    async with opened(shelf, "e", size=size) as pilot:
        await go_to(pilot, shelf, "volume")
        assert "How loud, 0 to 100." in shelf.text()
        assert "0 to 100" in shelf.text()
        assert "2 changed by you" in shelf.text()


async def test_a_switch_changes_and_comments_stay(shelf: Shelf) -> None:
    async with opened(shelf, "e") as pilot:
        await change(pilot, shelf, "speech", "enter")
        assert not shelf.workspace.settings.speech
        assert shelf.config.read_text("utf-8") == CONFIG + "speech: false\n"
        await pilot.press("space")
        assert shelf.workspace.settings.speech


async def test_a_number_changes_by_steps_within_its_bounds(shelf: Shelf) -> None:
    async with opened(shelf, "e") as pilot:
        await change(pilot, shelf, "volume", "right")
        assert shelf.workspace.settings.volume == 85
        await pilot.press(*["plus"] * 5)
        assert shelf.workspace.settings.volume == 100
        await change(pilot, shelf, "day_cutover", "left")
        assert shelf.workspace.settings.day_cutover == 2


async def test_an_invalid_duration_is_reported_and_stays_in_the_input(shelf: Shelf) -> None:
    async with opened(shelf, "e") as pilot:
        await change(pilot, shelf, "rest.between", "enter", *"soon", "enter")
        assert isinstance(shelf.app.screen, ValueScreen)
        assert "soon" in shelf.text()
        assert "30s" in shelf.text()
        assert shelf.config.read_text("utf-8") == CONFIG
        shelf.app.screen.query_one(Input).value = "45"
        await pilot.press("enter")
        assert shelf.workspace.settings.rest_between_seconds == 45
        assert "45s" in shelf.text()


async def test_an_empty_value_is_the_default(shelf: Shelf) -> None:
    async with opened(shelf, "e") as pilot:
        await go_to(pilot, shelf, "weight")
        await pilot.press("enter")
        shelf.app.screen.query_one(Input).value = ""
        await pilot.press("enter")
        assert shelf.workspace.settings.weight_kg is None
        assert "weight" not in shelf.config.read_text("utf-8")


async def test_a_choice_is_made_from_a_list(shelf: Shelf) -> None:
    async with opened(shelf, "e") as pilot:
        await change(pilot, shelf, "units", "enter")
        assert isinstance(shelf.app.screen, ChooseScreen)
        await pilot.press("down", "enter")
        assert "units: lb" in shelf.config.read_text("utf-8")
        await change(pilot, shelf, "units", "right")
        assert "units: kg" in shelf.config.read_text("utf-8")


async def test_the_default_sound_set_is_removed_from_the_file(shelf: Shelf) -> None:
    async with opened(shelf, "e") as pilot:
        await change(pilot, shelf, "sound_set", "right")
        assert shelf.workspace.settings.sound_set == "mallet"
        await pilot.press("left")
        assert "sound_set" not in shelf.config.read_text("utf-8")


async def test_at_least_one_weekday_must_be_ticked(shelf: Shelf) -> None:
    async with opened(shelf, "e") as pilot:
        await change(pilot, shelf, "work.days", "enter")
        assert isinstance(shelf.app.screen, TickScreen)
        for _ in range(5):
            await pilot.press("space", "down")
        await pilot.press("enter")
        assert "Tick at least one." in shelf.text()
        await pilot.press("space", "enter")
        assert shelf.workspace.settings.work_days == ("sat",)


async def test_a_theme_is_previewed_and_used_at_once(shelf: Shelf) -> None:
    async with opened(shelf, "e") as pilot:
        await change(pilot, shelf, "theme", "enter", "down")
        assert shelf.app.theme == "coach-light"
        await pilot.press("escape")
        assert shelf.app.theme == DARK.name
        await pilot.press("enter", "down", "enter")
        await pilot.pause()
        assert (shelf.app.theme, shelf.workspace.settings.theme) == ("coach-light", "coach-light")
        await pilot.press("d")
        await pilot.pause()
        assert (shelf.app.theme, shelf.workspace.settings.theme) == (DARK.name, None)


async def test_a_new_key_works_at_once(shelf: Shelf) -> None:
    async with opened(shelf, "e") as pilot:
        await change(pilot, shelf, "keys.settings.hear", "enter")
        assert isinstance(shelf.app.screen, KeyScreen)
        await pilot.press("c")
        assert "'settings.changed'" in shelf.text()
        await pilot.press("m")
        await pilot.pause()
        assert shelf.workspace.settings.keys == {"settings.hear": ("m",)}
        assert "m hear it" in shelf.text()
        await pilot.press("m")
        assert shelf.tones == ["announce"]
        await pilot.press("d")
        await pilot.pause()
        assert shelf.workspace.settings.keys == {}
        await pilot.press("s")
        assert len(shelf.tones) == 2


async def test_escape_sets_no_key(shelf: Shelf) -> None:
    async with opened(shelf, "e") as pilot:
        await change(pilot, shelf, "keys.app.help", "enter", "escape")
        assert isinstance(shelf.app.screen, SettingsScreen)
        assert shelf.workspace.settings.keys == {}


async def test_one_key_restores_the_default(shelf: Shelf) -> None:
    async with opened(shelf, "e") as pilot:
        await change(pilot, shelf, "sport", "d")
        assert shelf.workspace.settings.sport is None
        assert "# mine, by hand" in shelf.config.read_text("utf-8")
        before = shelf.config.read_text("utf-8")
        await change(pilot, shelf, "volume", "d")
        assert "That is the default." in shelf.text()
        assert shelf.config.read_text("utf-8") == before


async def test_an_invalid_value_is_listed_first_with_line_and_column(tmp_path: Path) -> None:
    shelf = Shelf(tmp_path / "home", config="# mine\nvolume: 900\ntheme: nowhere\n")
    async with opened(shelf, "e"):
        assert "2 not as it should be" in shelf.text()
        assert "line 2, column 9: volume: 900 is more than 100" in shelf.text()
        assert "theme: there is no 'nowhere'" in shelf.text()
        assert shelf.workspace.settings.volume == 80


async def test_an_invalid_value_can_be_replaced_in_the_list(tmp_path: Path) -> None:
    shelf = Shelf(tmp_path / "home", config="volume: 900  # loud\nsport: run\n")
    async with opened(shelf, "e") as pilot:
        await change(pilot, shelf, "volume", "right")
        assert shelf.config.read_text("utf-8") == "volume: 85   # loud\nsport: run\n"
        assert "not as it should be" not in shelf.text()


async def test_an_unreadable_file_is_reported_and_unchanged(tmp_path: Path) -> None:
    shelf = Shelf(tmp_path / "home", config="sport: [run\n")
    async with opened(shelf, "e") as pilot:
        before = shelf.config.read_text("utf-8")
        await change(pilot, shelf, "speech", "enter")
        assert "repair that first" in shelf.text()
        assert shelf.config.read_text("utf-8") == before


async def test_changes_from_outside_are_shown(shelf: Shelf) -> None:
    async with opened(shelf, "e", "escape") as pilot:
        shelf.config.write_text("volume: 40\n", "utf-8")
        await pilot.press("e")
        await go_to(pilot, shelf, "volume")
        assert re.search(r"volume +40", shelf.text())


async def test_a_cue_is_played_or_the_reason_shown(shelf: Shelf) -> None:
    async with opened(shelf, "e") as pilot:
        await change(pilot, shelf, "cues.halfway", "s")
        assert shelf.tones == ["halfway"]
        await pilot.press("enter", "s")
        assert "This cue is off." in shelf.text()
        await change(pilot, shelf, "sound", "enter", "s")
        assert "Sound is off." in shelf.text()
        assert shelf.tones == ["halfway"]


async def test_a_cue_is_played_with_the_changed_volume(shelf: Shelf) -> None:
    async with opened(shelf, "e") as pilot:
        await change(pilot, shelf, "volume", "s", "right", "s", "s")
        assert len(shelf.players) == 2
        assert shelf.players[0].closed
        assert shelf.tones == ["announce"] * 3


async def test_a_missing_device_is_reported(shelf: Shelf) -> None:
    shelf.reason = "No sound device was found."
    async with opened(shelf, "e", "s") as pilot:
        assert "No sound device was found." in shelf.text()
        await pilot.press("escape")
        await pilot.pause()
        assert shelf.players[0].closed


async def test_search_filters_the_list_and_escape_ends_it(shelf: Shelf) -> None:
    async with opened(shelf, "e", "slash", *"breaks called", "enter") as pilot:
        screen = screen_of(shelf)
        keys = {screen.rows.get_option_at_index(place).id for place in range(screen.rows.option_count)}
        assert keys - {None} == {"work.from", "work.until", "work.days"}
        assert screen.rows.has_focus
        await pilot.press("escape")
        assert screen.rows.option_count > 50
        assert isinstance(shelf.app.screen, SettingsScreen)
        await pilot.press("escape")
        assert not isinstance(shelf.app.screen, SettingsScreen)


async def test_an_empty_search_result_has_a_hint(shelf: Shelf) -> None:
    async with opened(shelf, "e", "slash", *"zebra"):
        assert "No setting has that word in it." in shelf.text()


async def test_only_changed_settings_can_be_shown(shelf: Shelf) -> None:
    async with opened(shelf, "e", "c") as pilot:
        assert "sport" in shelf.text() and "volume" not in shelf.text()
        assert screen_of(shelf).rows.option_count == 3
        await pilot.press("c")
        assert screen_of(shelf).rows.option_count > 50


async def test_without_changes_there_is_a_hint(tmp_path: Path) -> None:
    shelf = Shelf(tmp_path / "home", config="# nothing yet\n")
    async with opened(shelf, "e", "c"):
        assert "you have changed nothing yet" in shelf.text()


async def test_a_setting_leads_to_its_page_of_the_guide(shelf: Shelf) -> None:
    async with opened(shelf, "e") as pilot:
        await change(pilot, shelf, "event_date", "l")
        await until(pilot, lambda: "Before a match or a race" in shelf.text())


async def test_the_banner_stays_while_training_is_locked(shelf: Shelf) -> None:
    shelf.lock()
    async with opened(shelf, "e"):
        assert "Training is off." in shelf.text()


async def test_help_has_the_keys_of_the_settings(shelf: Shelf) -> None:
    async with opened(shelf, "e", "question_mark"):
        assert "Back to the default" in shelf.text()
