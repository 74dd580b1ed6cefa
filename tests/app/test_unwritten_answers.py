"""Answers before a session that no disk takes: what is alarming is told, and who has none may train."""

from __future__ import annotations

import errno
import os
from pathlib import Path
from typing import NoReturn

import pytest

from coach.app.checkins import CheckIns
from coach.app.workspace import Workspace
from coach.paths import find_paths
from tests.support.commands import MONDAY, StillClock, coach
from tests.support.short_session import make_short_home


@pytest.fixture
def home(home: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """One that may only be read; what is rescued of a session goes beside it."""
    make_short_home(home)
    assert coach("log", "walk", "--minutes", "30", home=home).status == 0

    def refuse(path: Path) -> NoReturn:
        raise OSError(errno.EROFS, os.strerror(errno.EROFS), str(path))

    monkeypatch.setattr("coach.journal.journal.connect", refuse)
    for name in ("XDG_STATE_HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME"):
        monkeypatch.setenv(name, str(home.parent / "elsewhere"))
    return home


@pytest.fixture
def app(home: Path) -> Workspace:
    return Workspace(find_paths({"COACH_HOME": str(home)}), StillClock(MONDAY))


def test_text_mode_red_flag_shows_advice(home: Path) -> None:
    told = coach("run", "tiny", "--plain", "--mute", home=home, typed=["1"])
    assert "could not be noted" in told.err and "may only be read" in told.err
    assert "112" in told.out or "emergency" in told.out.lower()
    assert "coach log undo" not in told.out, "there is nothing to take back"
    assert "get ready" not in told.out


def test_text_mode_session_is_rescued_to_file(home: Path) -> None:
    told = coach("run", "tiny", "--plain", "--mute", home=home, typed=["n", "n", "0"])
    assert "could not be noted" in told.err
    assert "Not saved yet: the journal may only be read here." in told.out
    assert told.out.index("Not saved yet") < told.out.index("get ready")
    assert told.status == 2
    (file,) = home.parent.rglob("coach-*.jsonl")
    assert str(file) in told.err


def test_screen_red_flag_shows_advice(app: Workspace) -> None:
    check_ins = CheckIns(app)
    form = check_ins.form("before")
    noted = check_ins.note(form, {form.questions[0].id: ("bowel_bladder",)})
    assert noted.care and noted.stops
    assert noted.id == ""
    assert "could not be noted" in noted.lines[0]


def test_screen_without_red_flag_goes_on(app: Workspace) -> None:
    check_ins = CheckIns(app)
    form = check_ins.form("before")
    noted = check_ins.note(form, {form.questions[0].id: ()})
    assert not noted.stops and not noted.care
    assert len(noted.lines) == 1


def test_alarming_health_answer_locks_unwritten(app: Workspace) -> None:
    answered = CheckIns(app).answer_health(["serious_illness"])
    assert answered.lock is not None
    assert answered.trouble is not None and "could not be noted" in answered.trouble
