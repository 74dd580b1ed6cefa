"""Commands with any path end with one line and write nowhere else."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.commands import coach

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="pipes, links and devices with names")

WRITING = {
    "export": ("export", "PATH"),
    "export as csv": ("export", "--format", "csv", "PATH"),
    "calendar": ("calendar", "PATH", "core"),
}
READING = {
    "import": ("import", "PATH"),
    "import-program": ("import-program", "PATH"),
    "restore": ("restore", "PATH"),
    "check": ("check", "PATH"),
}
FOLDERS = {"sync": ("sync", "PATH"), "sync --dry-run": ("sync", "--dry-run", "PATH")}
COMMANDS = WRITING | READING | FOLDERS
PLACES = ("", "folder", "file", "file/x", "nowhere/x", "dangling", "loop", "a" * 300, "~nosuch/x", "pipe")
DEVICES = ("/dev/full", "/dev/null", "/dev/zero")


@pytest.fixture
def places(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder with a path of each kind; the working directory is another, empty folder."""
    folder = tmp_path / "places"
    (folder / "folder").mkdir(parents=True)
    (folder / "file").write_text("this is no file of coach\n")
    (folder / "dangling").symlink_to(folder / "nothing")
    (folder / "loop").symlink_to(folder / "loop")
    os.mkfifo(folder / "pipe")
    standing = tmp_path / "standing"
    standing.mkdir()
    monkeypatch.chdir(standing)
    yield folder
    assert not list(standing.iterdir()), "something was written into the folder one happened to stand in"


@pytest.fixture(scope="module")
def home_with_a_walk(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with one walk in its journal."""
    folder = tmp_path_factory.mktemp("walked") / "home"
    coach("log", "walk", "--minutes", "30", home=folder)
    return folder


@pytest.fixture
def fresh_home(home: Path, home_with_a_walk: Path) -> Path:
    """A copy of that home, for one test."""
    return Path(shutil.copytree(home_with_a_walk, home))


def run(home: Path, command: tuple[str, ...], path: str) -> tuple[int, str]:
    result = coach(*(path if word == "PATH" else word for word in command), home=home)
    if result.status == 2:
        assert len(result.err.splitlines()) == 1
        assert result.err.startswith("coach: ")
        assert "[Errno" not in result.err
    return result.status, result.out + result.err


@pytest.mark.parametrize("command", COMMANDS.values(), ids=COMMANDS)
@pytest.mark.parametrize("place", PLACES, ids=lambda place: place[:12] or "nothing")
def test_any_path_gets_a_one_line_answer(
    fresh_home: Path, places: Path, command: tuple[str, ...], place: str
) -> None:
    if place == "pipe" and command in (*WRITING.values(), READING["import"]):
        pytest.skip("a pipe is for them; they wait for who is at its other end")
    path = str(places / place) if place and not place.startswith("~") else place
    status, said = run(fresh_home, command, path)
    if place == "":
        assert status == 2 and "''" in said
    if command in FOLDERS.values():
        assert status == (0 if place == "folder" else 2), said
    if command in READING.values():
        assert status in (1, 2), said
    if command in WRITING.values() and place in ("folder", "file/x", "loop", "a" * 300):
        assert status == 2, said
    if command not in WRITING.values():
        assert (places / "file").read_text() == "this is no file of coach\n"


@pytest.mark.parametrize("command", COMMANDS.values(), ids=COMMANDS)
@pytest.mark.parametrize("device", DEVICES)
def test_device_path_gets_a_one_line_answer(
    fresh_home: Path, places: Path, command: tuple[str, ...], device: str
) -> None:
    if command == READING["import"] and device != "/dev/null":
        pytest.skip("it reads as much as a journal may have")
    status, said = run(fresh_home, command, device)
    if device == "/dev/full" or command in FOLDERS.values():
        assert status in (1, 2), said


@pytest.mark.parametrize("place", ["file", "file/x", "dangling/x", "loop", "a" * 300, "pipe"])
@pytest.mark.parametrize(
    "words",
    [
        ("today",),
        ("log", "walk", "--minutes", "3"),
        ("run", "core", "--plain", "--mute", "--speed", "10000"),
        ("restore",),
        ("restore", "2026-01-01"),
        ("doctor", "--silent"),
        ("doctor", "--repair"),
        ("new", "mine", "--from", "core"),
        ("set", "units", "lb"),
        ("settings",),
        ("check",),
        ("locate",),
        ("export",),
    ],
    ids=" ".join,
)
def test_any_home_gets_a_one_line_answer(places: Path, place: str, words: tuple[str, ...]) -> None:
    status, said = run(places / place, words, "")
    assert status in (0, 1, 2), said
    assert (places / "file").read_text() == "this is no file of coach\n"


@pytest.mark.parametrize("name", [".sync.lock", "machine"])
def test_sync_names_a_folder_in_its_way(home: Path, tmp_path: Path, name: str) -> None:
    coach("log", "walk", "--minutes", "30", home=home)
    (home / name).mkdir()
    (tmp_path / "shared").mkdir()
    status, said = run(home, FOLDERS["sync"], str(tmp_path / "shared"))
    assert status == 2
    assert "is a directory" in said and str(home) in said
    assert not list((tmp_path / "shared").iterdir())
