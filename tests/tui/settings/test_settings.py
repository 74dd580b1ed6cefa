"""The settings screen: showing, changing, resetting, hearing and searching."""

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
from tests.tui.rig import CONFIG, Rig

SIZES = [(120, 40), (80, 24), (50, 16)]


@pytest.fixture
def rig(tmp_path: Path) -> Rig:
    return Rig(tmp_path / "home")


def screen_of(rig: Rig) -> SettingsScreen:
    return next(one for one in rig.app.screen_stack if isinstance(one, SettingsScreen))


async def go_to(pilot: Pilot[None], rig: Rig, key: str) -> None:
    """Put the mark on one setting."""
    rows = screen_of(rig).rows
    rows.highlighted = rows.get_option_index(key)
    await pilot.pause()


async def change(pilot: Pilot[None], rig: Rig, key: str, *keys: str) -> None:
    await go_to(pilot, rig, key)
    await pilot.press(*keys)
    await pilot.pause()


def test_settings_and_keys_have_described_groups() -> None:
    lines = list(setting_lines(Settings()))
    keys = {one.key for one in lines}
    assert keys >= {one.key for one in all_settings() if one.kind is not SettingKind.KEYS}
    assert keys >= {f"keys.{key.id}" for key in ALL_KEYS}
    assert len(keys) == len(lines)
    for one in lines:
        assert group_meaning(one.group)
        assert one.meaning and one.default


@pytest.mark.parametrize(("term", "is_told"), [("linux", True), ("xterm-256color", False)])
def test_it_is_told_where_no_figure_can_be_drawn(term: str, is_told: bool) -> None:
    (line,) = (one for one in setting_lines(Settings(), {"TERM": term}) if one.key == "figures")
    assert ("no signs for figures (TERM=linux): a sentence stands in their place" in line.meaning) is is_told


def test_every_key_has_a_scope() -> None:
    assert {str(key.id).partition(".")[0] for key in ALL_KEYS} <= set(SCOPES)


@pytest.mark.parametrize("size", SIZES)
async def test_details_of_the_current_setting(rig: Rig, size: tuple[int, int]) -> None:
    async with rig.opened("e", size=size) as pilot:
        await go_to(pilot, rig, "volume")
        assert "How loud, 0 to 100." in rig.text()
        assert "0 to 100" in rig.text()
        assert "2 changed by you" in rig.text()


async def test_switch_change_keeps_comments(rig: Rig) -> None:
    async with rig.opened("e") as pilot:
        await change(pilot, rig, "speech", "enter")
        assert not rig.workspace.settings.speech
        assert rig.config.read_text("utf-8") == CONFIG + "speech: false\n"
        await pilot.press("space")
        assert rig.workspace.settings.speech


async def test_number_steps_within_its_bounds(rig: Rig) -> None:
    async with rig.opened("e") as pilot:
        await change(pilot, rig, "volume", "right")
        assert rig.workspace.settings.volume == 85
        await pilot.press(*["plus"] * 5)
        assert rig.workspace.settings.volume == 100
        await change(pilot, rig, "day_cutover", "left")
        assert rig.workspace.settings.day_cutover == 2


async def test_invalid_duration_stays_in_the_input(rig: Rig) -> None:
    async with rig.opened("e") as pilot:
        await change(pilot, rig, "rest.between", "enter", *"soon", "enter")
        assert isinstance(rig.app.screen, ValueScreen)
        assert "soon" in rig.text()
        assert "30s" in rig.text()
        assert rig.config.read_text("utf-8") == CONFIG
        rig.app.screen.query_one(Input).value = "45"
        await pilot.press("enter")
        assert rig.workspace.settings.rest_between_seconds == 45
        assert "45s" in rig.text()


async def test_empty_value_is_the_default(rig: Rig) -> None:
    async with rig.opened("e") as pilot:
        await go_to(pilot, rig, "weight")
        await pilot.press("enter")
        rig.app.screen.query_one(Input).value = ""
        await pilot.press("enter")
        assert rig.workspace.settings.weight_kg is None
        assert "weight" not in rig.config.read_text("utf-8")


async def test_choice_from_a_list(rig: Rig) -> None:
    async with rig.opened("e") as pilot:
        await change(pilot, rig, "units", "enter")
        assert isinstance(rig.app.screen, ChooseScreen)
        await pilot.press("down", "enter")
        assert "units: lb" in rig.config.read_text("utf-8")
        await change(pilot, rig, "units", "right")
        assert "units: kg" in rig.config.read_text("utf-8")


async def test_default_sound_set_is_not_written(rig: Rig) -> None:
    async with rig.opened("e") as pilot:
        await change(pilot, rig, "sound_set", "right")
        assert rig.workspace.settings.sound_set == "mallet"
        await pilot.press("left")
        assert "sound_set" not in rig.config.read_text("utf-8")


async def test_at_least_one_weekday_must_be_ticked(rig: Rig) -> None:
    async with rig.opened("e") as pilot:
        await change(pilot, rig, "work.days", "enter")
        assert isinstance(rig.app.screen, TickScreen)
        for _ in range(5):
            await pilot.press("space", "down")
        await pilot.press("enter")
        assert "Tick at least one." in rig.text()
        await pilot.press("space", "enter")
        assert rig.workspace.settings.work_days == ("sat",)


async def test_theme_is_previewed_and_used_at_once(rig: Rig) -> None:
    async with rig.opened("e") as pilot:
        await change(pilot, rig, "theme", "enter", "down")
        assert rig.app.theme == "coach-light"
        await pilot.press("escape")
        assert rig.app.theme == DARK.name
        await pilot.press("enter", "down", "enter")
        await pilot.pause()
        assert (rig.app.theme, rig.workspace.settings.theme) == ("coach-light", "coach-light")
        await pilot.press("d")
        await pilot.pause()
        assert (rig.app.theme, rig.workspace.settings.theme) == (DARK.name, None)


async def test_new_key_works_at_once(rig: Rig) -> None:
    async with rig.opened("e") as pilot:
        await change(pilot, rig, "keys.settings.hear", "enter")
        assert isinstance(rig.app.screen, KeyScreen)
        await pilot.press("c")
        assert "'settings.changed'" in rig.text()
        await pilot.press("m")
        await pilot.pause()
        assert rig.workspace.settings.keys == {"settings.hear": ("m",)}
        assert "m hear it" in rig.text()
        await pilot.press("m")
        assert rig.tones == ["announce"]
        await pilot.press("d")
        await pilot.pause()
        assert rig.workspace.settings.keys == {}
        await pilot.press("s")
        assert len(rig.tones) == 2


async def test_escape_sets_no_key(rig: Rig) -> None:
    async with rig.opened("e") as pilot:
        await change(pilot, rig, "keys.app.help", "enter", "escape")
        assert isinstance(rig.app.screen, SettingsScreen)
        assert rig.workspace.settings.keys == {}


async def test_default_key_restores_the_default(rig: Rig) -> None:
    async with rig.opened("e") as pilot:
        await change(pilot, rig, "sport", "d")
        assert rig.workspace.settings.sport is None
        assert "# mine, by hand" in rig.config.read_text("utf-8")
        before = rig.config.read_text("utf-8")
        await change(pilot, rig, "volume", "d")
        assert "That is the default." in rig.text()
        assert rig.config.read_text("utf-8") == before


async def test_invalid_value_is_listed_first(tmp_path: Path) -> None:
    rig = Rig(tmp_path / "home", config="# mine\nvolume: 900\ntheme: nowhere\n")
    async with rig.opened("e"):
        assert "2 not as it should be" in rig.text()
        assert "line 2, column 9: volume: 900 is more than 100" in rig.text()
        assert "theme: there is no 'nowhere'" in rig.text()
        assert rig.workspace.settings.volume == 80


async def test_invalid_value_can_be_replaced(tmp_path: Path) -> None:
    rig = Rig(tmp_path / "home", config="volume: 900  # loud\nsport: run\n")
    async with rig.opened("e") as pilot:
        await change(pilot, rig, "volume", "right")
        assert rig.config.read_text("utf-8") == "volume: 85   # loud\nsport: run\n"
        assert "not as it should be" not in rig.text()


async def test_unreadable_file_is_unchanged(tmp_path: Path) -> None:
    rig = Rig(tmp_path / "home", config="sport: [run\n")
    async with rig.opened("e") as pilot:
        before = rig.config.read_text("utf-8")
        await change(pilot, rig, "speech", "enter")
        assert "repair that first" in rig.text()
        assert rig.config.read_text("utf-8") == before


async def test_changes_on_disk_are_shown(rig: Rig) -> None:
    async with rig.opened("e", "escape") as pilot:
        rig.config.write_text("volume: 40\n", "utf-8")
        await pilot.press("e")
        await go_to(pilot, rig, "volume")
        assert re.search(r"volume +40", rig.text())


async def test_cue_is_played_or_the_reason_shown(rig: Rig) -> None:
    async with rig.opened("e") as pilot:
        await change(pilot, rig, "cues.halfway", "s")
        assert rig.tones == ["halfway"]
        await pilot.press("enter", "s")
        assert "This cue is off." in rig.text()
        await change(pilot, rig, "sound", "enter", "s")
        assert "Sound is off." in rig.text()
        assert rig.tones == ["halfway"]


async def test_cue_uses_the_changed_volume(rig: Rig) -> None:
    async with rig.opened("e") as pilot:
        await change(pilot, rig, "volume", "s", "right", "s", "s")
        assert len(rig.players) == 2
        assert rig.players[0].closed
        assert rig.tones == ["announce"] * 3


async def test_missing_device_is_reported(rig: Rig) -> None:
    rig.no_sound = "No sound device was found."
    async with rig.opened("e", "s") as pilot:
        assert "No sound device was found." in rig.text()
        await pilot.press("escape")
        await pilot.pause()
        assert rig.players[0].closed


async def test_search_filters_until_escape(rig: Rig) -> None:
    async with rig.opened("e", "slash", *"breaks called", "enter") as pilot:
        screen = screen_of(rig)
        keys = {screen.rows.get_option_at_index(place).id for place in range(screen.rows.option_count)}
        assert keys - {None} == {"work.from", "work.until", "work.days"}
        assert screen.rows.has_focus
        await pilot.press("escape")
        assert screen.rows.option_count > 50
        assert isinstance(rig.app.screen, SettingsScreen)
        await pilot.press("escape")
        assert not isinstance(rig.app.screen, SettingsScreen)


async def test_empty_search_result_has_a_hint(rig: Rig) -> None:
    async with rig.opened("e", "slash", *"zebra"):
        assert "No setting has that word in it." in rig.text()


async def test_only_changed_settings(rig: Rig) -> None:
    async with rig.opened("e", "c") as pilot:
        assert "sport" in rig.text() and "volume" not in rig.text()
        assert screen_of(rig).rows.option_count == 3
        await pilot.press("c")
        assert screen_of(rig).rows.option_count > 50


async def test_no_changed_settings_shows_a_hint(tmp_path: Path) -> None:
    rig = Rig(tmp_path / "home", config="# nothing yet\n")
    async with rig.opened("e", "c"):
        assert "you have changed nothing yet" in rig.text()


async def test_setting_opens_its_guide_page(rig: Rig) -> None:
    async with rig.opened("e") as pilot:
        await change(pilot, rig, "event_date", "l")
        await until(pilot, lambda: "Before a match or a race" in rig.text())


async def test_banner_shows_while_locked(rig: Rig) -> None:
    rig.lock()
    async with rig.opened("e"):
        assert "Training is off." in rig.text()


async def test_help_lists_the_settings_keys(rig: Rig) -> None:
    async with rig.opened("e", "question_mark"):
        assert "Back to the default" in rig.text()
