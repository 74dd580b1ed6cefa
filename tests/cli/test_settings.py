"""`coach settings` and `coach set`: every setting seen and changed from a terminal."""

from __future__ import annotations

from pathlib import Path

import pytest

from coach.config.schema import all_settings
from tests.support.commands import coach


def written(home: Path) -> str:
    return (home / "config.yaml").read_text("utf-8")


def test_every_setting_is_listed_with_its_meaning(home: Path) -> None:
    result = coach("settings", home=home)
    assert result.status == 0
    words = " ".join(result.out.split())
    for setting in all_settings():
        assert f"{setting.key} {setting.default} {setting.meaning}" in words
    assert str(home / "config.yaml") in result.out
    assert not home.exists()


def test_json_has_choices_and_bounds(home: Path) -> None:
    coach("set", "volume", "60", home=home)
    listed = coach("settings", "--json", home=home).json
    assert isinstance(listed, dict)
    assert listed["volume"] == {
        "value": "60",
        "default": "80",
        "kind": "number",
        "choices": [],
        "least": 0,
        "most": 100,
        "meaning": "How loud, 0 to 100.",
    }
    assert listed["units"]["choices"] == ["kg", "lb"]
    assert set(listed) == {setting.key for setting in all_settings()}


def test_changed_lists_only_changed_settings(home: Path) -> None:
    coach("set", "units", "lb", home=home)
    assert coach("settings", "--changed", home=home).lines[0] == "units              lb   (default: kg)"


def test_set_takes_several_pairs(home: Path) -> None:
    result = coach("set", "volume", "60", "rest.between", "30s", home=home)
    assert (result.status, result.lines) == (0, ["volume: 60", "rest.between: 30s"])
    assert written(home) == 'volume: 60\nrest:\n  between: "30s"\n'


@pytest.mark.parametrize("key", ["work", "quiet"])
def test_set_takes_a_time_window(key: str, home: Path) -> None:
    result = coach("set", key, "06:30-15:00", home=home)
    assert result.lines == [f"{key}.from: 06:30", f"{key}.until: 15:00"]
    assert written(home) == f'{key}:\n  from: "06:30"\n  until: "15:00"\n'
    assert coach("set", key, "--default", home=home).status == 0
    assert written(home) == ""


def test_set_default_removes_keys(home: Path) -> None:
    coach("set", "volume", "60", home=home)
    result = coach("set", "volume", "--default", home=home)
    assert (result.status, result.lines) == (0, ["volume: 80"])
    again = coach("set", "volume", "--default", home=home)
    assert again.lines == ["volume: 80", "That is how it was: nothing was written."]


def test_set_changes_key_bindings(home: Path) -> None:
    result = coach("set", "keys.session.pause", "space, p", home=home)
    assert result.lines == ["keys: session.pause: space, p"]


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["volume", "200"], "config.yaml:1:9: volume: 200 is more than 100 (write 0 to 100)"),
        (["volume"], "'volume' has no value (coach set volume VALUE, or coach set volume --default)"),
        (["volum", "3"], "there is no setting 'volum' (did you mean 'volume'?)"),
        (["rest", "3"], "'rest' is set piece by piece (there are rest.between, rest.rounds)"),
        (["quiet.from", "22:00"], "the key 'until' is missing"),
    ],
)
def test_set_with_invalid_value_changes_nothing(words: list[str], says: str, home: Path) -> None:
    result = coach("set", *words, home=home)
    assert (result.status, result.out) == (2, "")
    assert says in result.err
    assert result.err.count("\n") == 1
    assert not home.exists()


def test_invalid_value_in_file_shows_the_default(home: Path) -> None:
    home.mkdir()
    (home / "config.yaml").write_text("volume: loud\n", "utf-8")
    result = coach("settings", home=home)
    assert "volume             80" in result.lines
    assert "config.yaml:1:9: volume" in result.err
