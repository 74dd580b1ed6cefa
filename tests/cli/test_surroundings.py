"""Every command in unusable homes and folders: one line, and no file elsewhere."""

from __future__ import annotations

import io
import os
import pwd
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import pytest

from coach.cli.console import Console
from coach.cli.main import COMMANDS, run_command
from tests.cli.test_streams import WORDS
from tests.support.commands import MONDAY, StillClock

ZONES = ("XXX+24:59:59YYY-99", "A" * 5000, "/etc/passwd", ":/dev/null", "\x1b[31m")
NOBODY = 12345
"""The id of no known user."""
MORE: tuple[list[str], ...] = (
    ["run", "core", "--plain", "--mute", "--speed", "10000"],
    ["today", "--json"],
    ["timeline", "core", "--intervals"],
    ["log", "undo", "--yes"],
    ["log", "session", "core", "--as-asked"],
    ["guide", "spasm"],
    ["export", "out.jsonl"],
    ["export", "--format", "csv"],
    ["calendar", "out.ics"],
    ["sync", "."],
    ["summary", "--format", "html"],
    ["doctor", "--silent"],
    ["locate", "--json"],
    ["restore", "2026-01-01"],
    ["--version"],
    ["--help"],
    [],
)
EVERY = [*([name, *WORDS.get(name, [])] for name in COMMANDS if name != "doctor"), *MORE]


def unknown_user(_user: object) -> None:
    """Stands for a lookup of a user who is not listed."""
    raise KeyError


@contextmanager
def without_privileges() -> Iterator[None]:
    """Access files without the privileges of root."""
    if os.geteuid() != 0:
        yield
        return
    os.seteuid(NOBODY)
    try:
        yield
    finally:
        os.seteuid(0)


def no_screen(_workspace: object, _request: object) -> int:
    """Stands for opening the screen without a terminal."""
    return 0


def console_at(environment: Mapping[str, str]) -> Console:
    """A console in these surroundings, whose output is kept."""
    return Console(
        open_screen=no_screen,
        clock=StillClock(MONDAY),
        environment=environment,
        out=io.StringIO(),
        err=io.StringIO(),
        stdin=None,
    )


def run_every_command(environment: Mapping[str, str]) -> list[tuple[list[str], int, str]]:
    """Run every command; its arguments, exit status and standard error."""
    told = []
    for words in EVERY:
        console = console_at(environment)
        with without_privileges():
            status = run_command(words, open_screen=no_screen, console=console)
        assert isinstance(console.out, io.StringIO) and isinstance(console.err, io.StringIO)
        out, err = console.out.getvalue(), console.err.getvalue()
        told.append((words, status, err))
        assert status in (0, 1, 2), words
        assert status != 2 or "coach: " in err, words
        assert "Errno" not in err + out and "Error" not in err, (words, err)
    return told


def locked(path: Path) -> None:
    """A folder without permissions."""
    path.mkdir(parents=True)
    path.chmod(0)


def readable(path: Path) -> None:
    """A read-only folder."""
    (path / "programs").mkdir(parents=True)
    for one in (path / "programs", path):
        one.chmod(0o555)


def writable(path: Path) -> None:
    """A write-only folder."""
    path.mkdir(parents=True)
    path.chmod(0o333)


def with_locked_programs(path: Path) -> None:
    """A home whose programs folder has no permissions."""
    path.mkdir(parents=True)
    path.chmod(0o777)
    for name in ("programs", "drills", "sounds", "cache", "backups", "logs"):
        locked(path / name)


def with_locked_folder_of_programs(path: Path) -> None:
    """A home with folders among its programs: one without permissions, one named like a program."""
    (path / "programs").mkdir(parents=True)
    path.chmod(0o777)
    locked(path / "programs" / "sub")
    locked(path / "programs" / "sub.yaml")


def home_is_a_file(path: Path) -> None:
    """A file in place of the home."""
    path.write_text("a file")


def home_is_a_loop(path: Path) -> None:
    """A link to itself."""
    path.symlink_to(path)


def with_folders_for_files(path: Path) -> None:
    """A home with folders in place of its files."""
    for name in ("config.yaml", "journal.db", "machine", "programs/core.yaml", "drills/x.yaml"):
        (path / name).mkdir(parents=True)
    path.chmod(0o777)


@pytest.fixture(scope="module")
def load_everything(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Import every command first, as Python's own files may be unreadable without privileges."""
    folder = tmp_path_factory.mktemp("good")
    before = Path.cwd()
    os.chdir(folder)
    try:
        for words in EVERY:
            run_command(
                words, open_screen=no_screen, console=console_at({"COACH_HOME": str(folder / "home")})
            )
    finally:
        os.chdir(before)


@pytest.fixture
def read_only_folder(
    load_everything: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Path]:
    """A read-only folder as the working directory."""
    read_only_folder = tmp_path / "room"
    read_only_folder.mkdir()
    read_only_folder.chmod(0o555)
    monkeypatch.chdir(read_only_folder)
    yield read_only_folder
    assert list(read_only_folder.iterdir()) == []
    for path in sorted(tmp_path.rglob("*")):
        if path.is_dir() and not path.is_symlink():
            path.chmod(0o755)


MAKERS: list[Callable[[Path], None]] = [
    locked,
    readable,
    writable,
    with_locked_programs,
    with_locked_folder_of_programs,
    home_is_a_file,
    home_is_a_loop,
    with_folders_for_files,
]


NO_PARENTS: list[Callable[[Path], None]] = [locked, readable, writable, home_is_a_file, home_is_a_loop]
"""Those below which it is not as in any other folder."""


@pytest.mark.skipif(sys.platform == "win32", reason="rights are another matter there")
@pytest.mark.parametrize(
    ("make", "below"),
    [*((make, "") for make in MAKERS), *((make, "sub/coach") for make in NO_PARENTS)],
    ids=lambda one: one if isinstance(one, str) else one.__name__,
)
def test_unusable_home_is_reported(make: Callable[[Path], None], below: str, read_only_folder: Path) -> None:
    home = read_only_folder.parent / "place"
    make(home)
    run_every_command({"COACH_HOME": str(home / below)})


@pytest.mark.skipif(sys.platform == "win32", reason="other limits hold there")
@pytest.mark.parametrize("name", ["x" * 300, "y/" * 3000, "\u202e[/b]\x1b[31m"], ids=["long", "deep", "odd"])
def test_invalid_home_name_is_reported(name: str, read_only_folder: Path) -> None:
    run_every_command({"COACH_HOME": f"/nonexistent-{name}"})


@pytest.mark.parametrize("environment", [{}, {"COACH_HOME": "~nosuch/x"}, {"COACH_HOME": "~/x"}], ids=str)
def test_missing_home_is_reported(
    environment: dict[str, str], read_only_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("COACH_HOME", "HOME", "XDG_DATA_HOME", "XDG_CONFIG_HOME"):
        monkeypatch.delenv(name, raising=False)
    for name in ("getpwuid", "getpwnam"):
        monkeypatch.setattr(pwd, name, unknown_user)
    for words, status, err in run_every_command(environment):
        needs_none = words and words[0] in {"breaks", "calendar", "import", "import-program", "fit"}
        # The doctor says it among the rest of what it found.
        assert status in (0, 1) or "set COACH_HOME" in err or needs_none, words
    home = read_only_folder.parent / "own"
    home.mkdir()
    home.chmod(0o777)
    assert all("COACH_HOME" not in err for _, _, err in run_every_command({"COACH_HOME": str(home)}))


@pytest.mark.skipif(sys.platform == "win32", reason="a folder that somebody is in cannot be taken away there")
@pytest.mark.parametrize("named", ["here", "/dev/null", "."])
def test_commands_run_in_a_deleted_folder(named: str, read_only_folder: Path) -> None:
    read_only_folder.rmdir()
    try:
        run_every_command({"COACH_HOME": named})
    finally:
        read_only_folder.mkdir()


@pytest.mark.skipif(sys.platform == "win32", reason="there are other zones there")
@pytest.mark.parametrize("zone", ZONES)
def test_invalid_time_zone_gives_no_traceback(zone: str, home: Path) -> None:
    every = (["today"], ["due"], ["log", "walk", "--minutes", "10"])
    for words in every if zone == ZONES[0] else every[:1]:
        done = subprocess.run(
            [sys.executable, "-m", "coach", *words],
            capture_output=True,
            text=True,
            timeout=30,
            env={**os.environ, "COACH_HOME": str(home), "TZ": zone},
        )
        assert done.returncode in (0, 1, 2)
        assert "Traceback" not in done.stderr and "inside the app" not in done.stderr
        assert done.returncode != 2 or f"TZ is {zone[:3]}" in done.stderr
