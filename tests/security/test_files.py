"""What is on disk is closed to others, and no name leads out of the folders."""

from __future__ import annotations

import os
import stat
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.commands import coach
from tests.support.short_session import make_short_home


@pytest.fixture(autouse=True)
def open_umask() -> Iterator[None]:
    """The worst case: files are open to everybody unless somebody closes them."""
    before = os.umask(0)
    yield
    os.umask(before)


def test_written_files_are_private(home: Path, tmp_path: Path) -> None:
    folder = tmp_path / "shared"
    folder.mkdir()
    coach("log", "walk", "--minutes", "30", home=home)
    coach("sync", str(folder), home=home)
    coach("set", "volume", "50", home=home)
    for path in (home, home / "backups"):
        assert stat.S_IMODE(path.stat().st_mode) == 0o700, path
    files = [path for path in home.rglob("*") if path.is_file()]
    assert {"journal.db", "machine", "config.yaml"} <= {path.name for path in files}
    for path in [*files, *folder.iterdir()]:
        assert stat.S_IMODE(path.stat().st_mode) == 0o600, path


def test_readable_journal_becomes_private(home: Path) -> None:
    coach("log", "walk", "--minutes", "30", home=home)
    (home / "journal.db").chmod(0o666)
    home.chmod(0o777)
    coach("log", "walk", "--minutes", "30", home=home)
    assert stat.S_IMODE((home / "journal.db").stat().st_mode) == 0o600
    assert stat.S_IMODE(home.stat().st_mode) == 0o700


EVIL_NAMES = [
    "../core",
    "../../etc/passwd",
    "/etc/passwd",
    "core/../core",
    "core\x00",
    ".",
    "..",
    "",
    "%2e%2e",
]


@pytest.mark.parametrize("name", EVIL_NAMES)
@pytest.mark.parametrize("command", [("run", "--plain", "--mute"), ("timeline",), ("why",), ("simulate",)])
def test_path_is_no_program_name(home: Path, name: str, command: tuple[str, ...]) -> None:
    result = coach(command[0], name, *command[1:], home=home)
    assert (result.status, result.out) == (2, "")
    assert result.err.count("\n") == 1


@pytest.mark.parametrize("name", [name for name in EVIL_NAMES if name])
def test_new_program_stays_in_folder(home: Path, name: str) -> None:
    result = coach("new", name, home=home)
    assert result.status == 2
    assert not list(home.rglob("*.yaml"))


def test_program_id_with_path_is_a_problem(home: Path) -> None:
    make_short_home(home)
    text = (home / "programs" / "tiny.yaml").read_text()
    (home / "programs" / "evil.yaml").write_text(text.replace("id: tiny", "id: ../../evil"))
    result = coach("check", str(home / "programs" / "evil.yaml"), home=home)
    assert result.status == 1
    assert coach("run", "../../evil", "--plain", home=home).status == 2


BOMB = "a: &a [x,x,x,x,x,x,x,x,x]\n" + "".join(
    f"{name}: &{name} [{', '.join([f'*{before}'] * 9)}]\n"
    for before, name in zip("abcdefgh", "bcdefghi", strict=True)
)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("aliases", BOMB),
        ("depth", "[" * 100_000),
        ("braces", "{a: " * 50_000),
        ("size", "# " + "x" * 5_000_000),
        ("tag", "id: !!python/object/apply:os.system ['touch pwned']\n"),
        ("many", "- a\n" * 200_000),
    ],
)
def test_yaml_has_limits(home: Path, tmp_path: Path, name: str, text: str) -> None:
    file = tmp_path / f"{name}.yaml"
    file.write_text(text)
    began = time.process_time()
    result = coach("check", str(file), home=home)
    assert result.status == 1
    assert time.process_time() - began < 5
    assert not (Path.cwd() / "pwned").exists()
    (home / "programs").mkdir(parents=True)
    file.rename(home / "programs" / file.name)
    assert coach("today", home=home).status == 0


def test_settings_yaml_has_limits(home: Path) -> None:
    home.mkdir()
    (home / "config.yaml").write_text(BOMB)
    assert coach("today", home=home).status == 0


def test_pipe_does_not_block(home: Path, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.yaml")
    assert coach("check", str(tmp_path / "pipe.yaml"), home=home).status == 1
