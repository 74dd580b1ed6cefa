"""A machine whose home is on a disk that can fail, and that runs sessions of a few seconds as processes."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from tests.support.bad_disk import BadDisk

SHORT = """\
schema: 1
id: short
title: Short holds
kind: custom
about: Four holds of a second.
ready: 1s
rest: {between: 1s, rounds: 1s}
rounds: 4
slots:
  - {slot: plank, hold: 1s, progress: none}
"""
SETS = 4


class Machine:
    """A machine with the home on a disk of its own, and everything else on another one."""

    def __init__(self, folder: Path, bad: Path, *, read_only: bool = False) -> None:
        self.home = folder / "drive" / "home"
        self.elsewhere = folder / "elsewhere"
        (self.home / "programs").mkdir(parents=True)
        (self.home / "programs" / "short.yaml").write_text(SHORT)
        self.elsewhere.mkdir()
        self.disk = BadDisk(bad, folder / "tools", read_only=read_only)
        self.environment = {
            **os.environ,
            **self.disk.environment,
            "COACH_HOME": str(self.home),
            "HOME": str(self.elsewhere),
            "TMPDIR": str(self.elsewhere),
        }
        for name in ("XDG_STATE_HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME", "XDG_RUNTIME_DIR"):
            self.environment.pop(name, None)

    def coach(self, *words: str | Path) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            self._command(words),
            env=self.environment,
            capture_output=True,
            text=True,
            check=False,
            timeout=60,
        )

    def start(self) -> subprocess.Popen[str]:
        return subprocess.Popen(
            self._command(["run", "short", "--plain", "--mute"]),
            env=self.environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def history(self) -> list[dict[str, Any]]:
        told: list[dict[str, Any]] = json.loads(self.coach("history", "--json").stdout)
        return told

    @staticmethod
    def _command(words: Sequence[str | Path]) -> list[str]:
        return [sys.executable, "-m", "coach", *map(str, words)]


def read_until(process: subprocess.Popen[str], words: str) -> list[str]:
    """The lines up to one with these words."""
    assert process.stdout is not None
    lines: list[str] = []
    for line in process.stdout:
        lines.append(line)
        if words in line:
            return lines
    raise AssertionError(f"'{words}' was never said:\n{''.join(lines)}")
