"""What every test gets: a home of its own, and a terminal that does not depend on the machine."""

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
"""By so much whatever only computes is nicer than what runs in real time beside it."""

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
    for name in ("NO_COLOR", "COLORTERM", "EDITOR", "VISUAL"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("TEXTUAL_ANIMATIONS", "none")
    # Nobody's loudspeakers are to sound, and a sound library is to leave nothing in anybody's own folders.
    monkeypatch.setenv("PULSE_RUNTIME_PATH", str(tmp_path / "pulse"))
    # Nor is what a full disk refused, in this test or in another one before it, to be found by all others.
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    return folder


@pytest.fixture(autouse=True)
def _closed_journals(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Close what a test leaves open: from Python 3.13 on a forgotten connection is a failure, of any test."""
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
    """Let the tests in real time run one after the other, in groups that take about as long as each other.

    First of all: what shares the tests out looks for groups in a hook of the same name.
    """
    for item in items:
        if runs_in_real_time(item) and not item.get_closest_marker("xdist_group"):
            group = "sound" if item.get_closest_marker("sound") else "terminals"
            item.add_marker(pytest.mark.xdist_group(group))
        if item.get_closest_marker("sound"):
            # The virtual card itself is torn now and then where the whole machine stands still for a moment.
            item.add_marker(pytest.mark.flaky(reruns=2))


def pytest_collection_finish() -> None:
    """Let the collector pass by what stays until the end: thousands of tests that are not garbage."""
    gc.collect()
    gc.freeze()


def pytest_xdist_auto_num_workers() -> int:
    """One worker for each core, and one for each group of tests that mostly wait."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return cores + GROUPS_IN_REAL_TIME


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    """Let tests that only compute give way to those that keep time."""
    if not hasattr(os, "setpriority") or "PYTEST_XDIST_WORKER" not in os.environ:
        return
    wanted = USUAL_PRIORITY + (0 if runs_in_real_time(item) else GIVE_WAY)
    if os.getpriority(os.PRIO_PROCESS, 0) != wanted:
        # Not everybody may take it back; the tests in real time come first.
        with contextlib.suppress(PermissionError):
            os.setpriority(os.PRIO_PROCESS, 0, wanted)
