"""Files that a killed process was writing are gone at the next start; everything else stays."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest

from coach.app.workspace import Workspace
from coach.clock import SystemClock
from coach.files import remove_unfinished
from coach.paths import find_paths
from tests.support.commands import StillClock

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="asks for processes as POSIX has them")


def ended_process() -> int:
    process = subprocess.Popen([sys.executable, "-c", ""])
    process.wait()
    return process.pid


def test_next_start_removes_leftovers(home: Path) -> None:
    gone = ended_process()
    left = [
        home / f".config.yaml.{gone}.new",
        home / f".machine.{gone}.part",
        home / "backups" / f"journal-2026-01-05.db.{gone}.part",
        home / "backups" / f"journal-2026-01-05.db.{gone}.part-journal",
        home / "programs" / f".core.yaml.{gone}.new",
        home / "programs" / ".drafts" / f".core.yaml.{gone}.new",
        home / "drills" / f".mine.yaml.{gone}.new",
    ]
    stays = [
        home / "programs" / f"core.{gone}.new",
        home / "programs" / ".mine.new",
        home / f".config.yaml.{os.getpid()}.new",
        home / "backups" / "journal-version-1.db",
    ]
    for path in [*left, *stays]:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("half of it")
    workspace = Workspace(find_paths({"COACH_HOME": str(home)}), SystemClock())
    assert workspace.catalog.programs
    assert workspace.journal.events() == ()
    workspace.close()
    assert [path for path in left if path.exists()] == []
    assert [path for path in stays if not path.exists()] == []


def test_process_id_is_ignored_after_a_day(tmp_path: Path) -> None:
    child = subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE)
    try:
        path = tmp_path / f".x.yaml.{child.pid}.new"
        path.write_text("half of it")
        now = SystemClock().now()
        remove_unfinished([tmp_path], StillClock(now).now)
        assert path.exists(), "its process may be writing it"
        remove_unfinished([tmp_path], StillClock(now + timedelta(days=2)).now)
        assert not path.exists()
    finally:
        child.send_signal(signal.SIGKILL)
        child.communicate()


def test_link_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "own").write_text("mine")
    link = tmp_path / f".x.yaml.{ended_process()}.new"
    link.symlink_to(tmp_path / "own")
    remove_unfinished([tmp_path, tmp_path / "no such folder"], SystemClock().now)
    assert link.is_symlink()
    assert (tmp_path / "own").read_text() == "mine"


def test_old_temporary_journal_is_removed(tmp_path: Path) -> None:
    left = [tmp_path / f"journal.db.new{ending}" for ending in ("", "-wal", "-shm")]
    for path in left:
        path.write_text("half of it")
    now = SystemClock().now()
    remove_unfinished([tmp_path], StillClock(now).now)
    assert all(path.exists() for path in left), "a repair may be making it"
    remove_unfinished([tmp_path], StillClock(now + timedelta(hours=2)).now)
    assert not any(path.exists() for path in left)
