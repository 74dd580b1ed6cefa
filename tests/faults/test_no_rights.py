"""A home, or a folder in it, in which nobody may look: sentences, and what can be told is told."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="modes of files")
RIGHTS = "-dac_override,-dac_read_search"
COMMANDS = (
    ("new", "mine", "--from", "core"),
    ("restore",),
    ("restore", "2026-01-05"),
    ("doctor", "--silent"),
    ("doctor", "--repair"),
    ("today",),
    ("log", "walk", "--minutes", "3"),
    ("run", "core", "--plain", "--mute"),
    ("sync", "SHARED"),
    ("export",),
    ("check",),
    ("set", "units", "lb"),
    ("settings",),
)


def obeying_modes() -> list[str]:
    """What a command begins with so that the modes of files hold for it, whoever runs the tests."""
    if os.geteuid() != 0:
        return []
    if shutil.which("setpriv") is None:
        pytest.skip("root may look everywhere, and there is no setpriv to forbid it")
    return ["setpriv", f"--bounding-set={RIGHTS}", f"--inh-caps={RIGHTS}"]


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Path]:
    made = tmp_path / "home"
    (tmp_path / "shared").mkdir()
    assert coach(made, "log", "walk", "--minutes", "3").returncode == 0
    yield made
    for folder in (made, *made.iterdir()):
        if folder.is_dir():
            folder.chmod(0o700)


def coach(home: Path, *words: str) -> subprocess.CompletedProcess[str]:
    shared = str(home.parent / "shared")
    return subprocess.run(
        [*obeying_modes(), sys.executable, "-m", "coach", *(shared if w == "SHARED" else w for w in words)],
        env={**os.environ, "COACH_HOME": str(home), "HOME": str(home.parent)},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


def assert_a_sentence(result: subprocess.CompletedProcess[str]) -> None:
    assert result.returncode in (0, 1, 2)
    assert "Traceback" not in result.stderr
    assert "went wrong inside" not in result.stderr
    if result.returncode == 2:
        assert result.stderr.count("\n") == 1


@pytest.mark.parametrize("words", COMMANDS, ids=" ".join)
def test_unreadable_home_is_reported(home: Path, words: tuple[str, ...]) -> None:
    home.chmod(0)
    result = coach(home, *words)
    assert_a_sentence(result)
    if words[0] in ("new", "restore", "today", "log", "run", "sync", "export", "set"):
        assert result.returncode == 2
    assert result.returncode != 0 or words[0] == "settings"


@pytest.mark.parametrize("folder", ["programs", "backups", "running", "cache"])
def test_unreadable_subfolder_is_reported(home: Path, folder: str) -> None:
    (home / folder).mkdir(exist_ok=True)
    (home / folder).chmod(0)
    for words in (("new", "mine", "--from", "core"), ("restore",), ("doctor", "--silent"), ("today",)):
        assert_a_sentence(coach(home, *words))
    logged = coach(home, "log", "walk", "--minutes", "4")
    assert logged.returncode == 0
    assert "Written" in logged.stdout
    if folder == "backups":
        assert "No copies yet" not in coach(home, "restore").stdout
