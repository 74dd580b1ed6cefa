"""The process that plays: first in line where that is allowed."""

from __future__ import annotations

import os

import pytest

from coach.sound.worker import PRIORITY, ask_for_priority


def test_priority_raised(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[tuple[int, int, int]] = []
    monkeypatch.setattr(os, "setpriority", lambda *words: asked.append(words), raising=False)
    ask_for_priority()
    assert [words[2] for words in asked] == [PRIORITY]


def test_refused_priority_ignored(monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(*_words: int) -> None:
        raise PermissionError

    monkeypatch.setattr(os, "setpriority", refused, raising=False)
    ask_for_priority()


def test_system_without_priorities(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(os, "setpriority", raising=False)
    ask_for_priority()
