"""The process that plays: first in line where that is allowed."""

from __future__ import annotations

import os

import pytest

from coach.sound.worker import PRIORITY, ask_for_priority


def test_it_asks_to_be_first_in_line(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[tuple[int, int, int]] = []
    monkeypatch.setattr(os, "setpriority", lambda *words: asked.append(words), raising=False)
    ask_for_priority()
    assert [words[2] for words in asked] == [PRIORITY]


def test_where_that_is_not_allowed_it_plays_all_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(*_words: int) -> None:
        raise PermissionError

    monkeypatch.setattr(os, "setpriority", refused, raising=False)
    ask_for_priority()


def test_where_nobody_knows_of_priorities_it_plays_all_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(os, "setpriority", raising=False)
    ask_for_priority()
