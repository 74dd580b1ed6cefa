"""Fixtures and hooks of all tests: a temporary home, an independent terminal, groups in real time."""

from __future__ import annotations

import contextlib
import gc
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from coach.clock import Clock
from coach.journal.journal import Journal
from tests.support import (
    bytecode,  # noqa: F401  # First of all, see there.
    examples,
    settling,
    shipped,
    stylesheets,
)

GROUPS_IN_REAL_TIME = 3
"""Sessions from their start to their end, sound, and terminals."""

GIVE_WAY = 10
"""Added to the niceness of tests that only compute."""

USUAL_PRIORITY = os.getpriority(os.PRIO_PROCESS, 0) if hasattr(os, "getpriority") else 0

examples.load_profile()
settling.install()
shipped.install()
stylesheets.install()


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder for everything of the user's."""
    folder = tmp_path / "home"
    monkeypatch.setenv("COACH_HOME", str(folder))
    # Readline sets the last two for the workers: in a terminal of a test, no resize would be seen.
    for name in ("NO_COLOR", "COLORTERM", "EDITOR", "VISUAL", "COLUMNS", "LINES"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("TEXTUAL_ANIMATIONS", "none")
    # No test plays sound, and a sound library writes nothing to the user's folders.
    monkeypatch.setenv("PULSE_RUNTIME_PATH", str(tmp_path / "pulse"))
    # Rescued files of one test are not found by others.
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    return folder


@pytest.fixture(autouse=True)
def _closed_journals(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Close the journals of a test: from Python 3.13 on, an open connection fails a later test."""
    opened: list[Journal] = []
    really_open = Journal.open

    def remember(path: Path, *, clock: Clock | None = None) -> Journal:
        journal = really_open(path, clock=clock)
        opened.append(journal)
        return journal

    monkeypatch.setattr(Journal, "open", remember)
    yield
    for journal in opened:
        journal.close(back_up=False)


def runs_in_real_time(item: pytest.Item) -> bool:
    """Whether a test mostly waits, for a terminal or a sound card."""
    return any(item.get_closest_marker(name) for name in ("terminal", "sound"))


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Run the tests in real time one after the other, in groups of about the same length.

    First, as xdist looks for groups in a hook of the same name.
    """
    for item in items:
        if runs_in_real_time(item) and not item.get_closest_marker("xdist_group"):
            group = "sound" if item.get_closest_marker("sound") else "terminals"
            item.add_marker(pytest.mark.xdist_group(group))
        if item.get_closest_marker("sound"):
            # The virtual card itself loses samples where the machine stalls.
            item.add_marker(pytest.mark.flaky(reruns=2))


def pytest_collection_finish() -> None:
    """Exclude the collected tests from garbage collection."""
    gc.collect()
    gc.freeze()


def pytest_xdist_auto_num_workers() -> int:
    """One worker for each core, and one for each group of tests that mostly wait."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return cores + GROUPS_IN_REAL_TIME


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    """Run tests that only compute at a lower priority."""
    if not hasattr(os, "setpriority") or "PYTEST_XDIST_WORKER" not in os.environ:
        return
    wanted = USUAL_PRIORITY + (0 if runs_in_real_time(item) else GIVE_WAY)
    if os.getpriority(os.PRIO_PROCESS, 0) != wanted:
        # Without privileges the priority cannot be raised again; the tests in real time come first.
        with contextlib.suppress(PermissionError):
            os.setpriority(os.PRIO_PROCESS, 0, wanted)
