"""Where things are kept: where somebody meant them, or nowhere."""

from __future__ import annotations

import os
import pwd
from pathlib import Path

import pytest

from coach.errors import UsageError
from coach.paths import find_paths, own_home

NAMES = ("COACH_HOME", "HOME", "XDG_DATA_HOME", "XDG_CONFIG_HOME")


@pytest.fixture
def unknown_user(monkeypatch: pytest.MonkeyPatch) -> None:
    """A process of an unknown user, without HOME."""
    for name in NAMES:
        monkeypatch.delenv(name, raising=False)

    def unknown(user: int | str) -> None:
        raise KeyError(user)

    monkeypatch.setattr(pwd, "getpwuid", unknown)
    monkeypatch.setattr(pwd, "getpwnam", unknown)


@pytest.mark.usefixtures("unknown_user")
def test_missing_home_error_says_what_to_set() -> None:
    with pytest.raises(UsageError, match=r"no home folder was found to keep your data in .*set COACH_HOME"):
        find_paths({})
    assert own_home() is None


@pytest.mark.usefixtures("unknown_user")
def test_absolute_path_needs_no_home() -> None:
    assert find_paths({"COACH_HOME": "/somewhere"}).journal == Path("/somewhere/journal.db")


@pytest.mark.usefixtures("unknown_user")
@pytest.mark.parametrize("named", ["~nosuch/x", "~/x", "~"])
def test_unknown_home_is_named(named: str) -> None:
    with pytest.raises(UsageError, match=f"COACH_HOME is {named}, and there is no such home here"):
        find_paths({"COACH_HOME": named})


@pytest.mark.usefixtures("unknown_user")
@pytest.mark.parametrize("home", ["", "relative", ".", "~"])
def test_relative_home_is_refused(home: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", home)
    with pytest.raises(UsageError, match="set COACH_HOME"):
        find_paths({})


@pytest.mark.parametrize("named", ["", " ", "\t"])
def test_empty_name_is_ignored(named: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    assert find_paths({"COACH_HOME": named}).home == tmp_path / "data" / "coach"


def test_relative_name_starts_in_the_current_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert find_paths({"COACH_HOME": "here"}).home == tmp_path / "here"


def test_relative_name_in_a_deleted_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    gone = tmp_path / "gone"
    gone.mkdir()
    monkeypatch.chdir(gone)
    gone.rmdir()
    try:
        with pytest.raises(UsageError, match=r"COACH_HOME is here, and the folder .* is gone"):
            find_paths({"COACH_HOME": "here"})
    finally:
        os.chdir(tmp_path)


@pytest.mark.parametrize("odd", ["relative/x", "", "~"])
def test_invalid_data_folder_is_ignored(odd: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("XDG_DATA_HOME", odd)
    monkeypatch.setenv("XDG_CONFIG_HOME", odd)
    paths = find_paths({})
    assert paths.home.is_relative_to(tmp_path)
    assert paths.config.is_relative_to(tmp_path)
