"""The page on keys is true: every key of the app is on it, and its example of own keys works."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from coach.cli.commands.breaks import ANSWERS
from coach.config.load import load_settings
from coach.tui.keys import ALL_KEYS, PAIN_KEYS, checked_keymap, shown_key

TEXT = (Path(__file__).parent.parent / "docs" / "keys.md").read_text("utf-8")
IN_ITS_OWN_WORDS = (
    "session",
    "app",
    "go",
    "day",
    "lock",
    "programs",
    "drill",
    "introduction",
    "look_ahead",
    "editor",
)
"""Groups of keys that the page tells in words of its own; of the others it has the words of the help."""
KEYS = [(str(key.id), key.key.split(","), key.tooltip) for key in ALL_KEYS]
OWN_WORDS = [key for key in KEYS if key[0].startswith(tuple(f"{group}." for group in IN_ITS_OWN_WORDS))]
SAME_KEY_ON_A_KEYBOARD = {"equals_sign"}
"""The plus key without shift."""
_SIGNS = {"slash": "/"}


def row_of(identity: str) -> str:
    """The line of the table that ends in this id."""
    (row,) = [line for line in TEXT.splitlines() if line.endswith(f"| `{identity}` |")]
    return row


@pytest.mark.parametrize(("identity", "keys", "_tooltip"), OWN_WORDS, ids=[key[0] for key in OWN_WORDS])
def test_keys_are_listed_with_their_ids(identity: str, keys: list[str], _tooltip: str) -> None:
    told = re.findall(r"`([^`]+)`", row_of(identity).split("|")[1])
    assert set(told) >= {shown_key(name) for name in keys if name not in SAME_KEY_ON_A_KEYBOARD}


def test_listed_ids_exist() -> None:
    told = set(
        re.findall(
            rf"\| `((?:{'|'.join(IN_ITS_OWN_WORDS)})\.\w+)` \|$",
            TEXT,
            re.MULTILINE,
        )
    )
    assert told == {key[0] for key in OWN_WORDS}


def test_pain_answers_are_listed() -> None:
    assert {"0": 0, "9": 9, "t": 10}.items() <= PAIN_KEYS.items()
    assert "`0` to `9`, and `t` for ten" in TEXT


def test_key_settings_example_is_valid(tmp_path: Path) -> None:
    (example,) = re.findall(r"^```yaml\n(.*?)^```$", TEXT, re.MULTILINE | re.DOTALL)
    config = tmp_path / "config.yaml"
    config.write_text(example, "utf-8")
    settings, wrong = load_settings(config)
    keymap, clashes = checked_keymap(settings.keys)
    assert (wrong, clashes) == ((), ())
    assert keymap["session.next"] == "n,right,pagedown"
    assert set(keymap) == set(settings.keys)


def test_break_keys_are_listed() -> None:
    section = TEXT.split("## While you work", 1)[1].split("\n## ", 1)[0]
    told = re.findall(r"^\| `(\w)` \|", section, re.MULTILINE)
    assert told == [answer.split()[0] for answer in ANSWERS.split(", ")]


@pytest.mark.parametrize(
    ("identity", "keys", "tooltip"),
    [key for key in KEYS if key not in OWN_WORDS],
    ids=[key[0] for key in KEYS if key not in OWN_WORDS],
)
def test_screen_keys_match_their_help(identity: str, keys: list[str], tooltip: str) -> None:
    told = re.findall(r"`([^`]+)`", row_of(identity).split("|")[1])
    assert told == [_SIGNS.get(name, shown_key(name)) for name in keys if name not in SAME_KEY_ON_A_KEYBOARD]
    assert tooltip in row_of(identity)
