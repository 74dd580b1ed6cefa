"""Keys that somebody chose for themselves."""

from __future__ import annotations

import pytest

from coach.tui.keys import APP_KEYS, PAIN_KEYS, SESSION_KEYS, checked_keymap


def test_valid_keys_are_accepted() -> None:
    chosen = {"session.pause": ("p", "space"), "session.next": ("n", "pagedown"), "session.back": ("ctrl+b",)}
    keymap, problems = checked_keymap(chosen)
    assert keymap == {"session.pause": "p,space", "session.next": "n,pagedown", "session.back": "ctrl+b"}
    assert problems == ()


def test_two_keys_may_be_swapped() -> None:
    keymap, problems = checked_keymap({"session.next": ("b", "left"), "session.back": ("n", "right")})
    assert set(keymap) == {"session.next", "session.back"}
    assert problems == ()


@pytest.mark.parametrize(
    ("chosen", "problem"),
    [
        ({"session.paus": ("p",)}, "did you mean 'session.pause'"),
        ({"session.pause": ()}, "'session.pause' has no key"),
        ({"session.pause": ("nokey",)}, "'nokey' for 'session.pause' is not a key"),
        ({"session.pause": ("n",)}, "'n' for 'session.pause' is already 'session.next'"),
        ({"session.pause": ("question_mark",)}, "already 'app.help'"),
        ({"session.pause": ("7",)}, "answers how much it hurts"),
        (
            {"session.pause": ("m",), "session.next": ("m",)},
            "'m' for 'session.pause' is already 'session.next'",
        ),
    ],
)
def test_invalid_keys_are_reported(chosen: dict[str, tuple[str, ...]], problem: str) -> None:
    keymap, problems = checked_keymap(chosen)
    assert next(iter(chosen)) not in keymap
    assert problem in " ".join(problems)


def test_default_keys_do_not_clash() -> None:
    keys = [key for entry in (*SESSION_KEYS, *APP_KEYS) for key in entry.key.split(",")]
    assert len(keys) == len(set(keys))
    assert not set(keys) & set(PAIN_KEYS)
