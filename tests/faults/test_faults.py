"""A few of each fault in every run of the suite; all of them by hand: `python -m tests.faults`."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="POSIX signals and limits")


@pytest.mark.parametrize(
    ("module", "call"),
    [
        ("killed_writers", "kill_commands"),
        ("killed_sessions", "kill_sessions"),
        ("killed_sessions", "kill_sessions_on_a_slow_disk"),
        ("power_cut", "cut_power"),
        ("full_disk", "fill_at_many_points"),
        ("bit_flips", "flip_bytes"),
    ],
    ids=lambda name: str(name),
)
def test_fault_loses_no_acknowledged_event(tmp_path: Path, module: str, call: str) -> None:
    """In a process of its own: forking and limits are nothing for a test runner with threads."""
    few = {
        "kill_writers": 12,
        "kill_commands": 4,
        "kill_sessions": 6,
        "kill_sessions_on_a_slow_disk": 4,
        "cut_power": 15,
        "fill_at_many_points": 12,
        "flip_bytes": 150,
    }
    code = (
        f"from pathlib import Path; from tests.faults.{module} import {call}; "
        f"print({call}(Path({str(tmp_path)!r}), {few[call]}, 3))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
        cwd=Path(__file__).parents[2],
    )
    assert done.returncode == 0, done.stderr
    assert "lost" in done.stdout or "refused" in done.stdout
