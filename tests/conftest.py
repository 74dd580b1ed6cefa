"""What every test gets: a home of its own, and a terminal that does not depend on the machine."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from coach.clock import Clock
from coach.journal.journal import Journal

settings.register_profile("coach", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("coach")


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder for everything of the user's."""
    folder = tmp_path / "home"
    monkeypatch.setenv("COACH_HOME", str(folder))
    for name in ("NO_COLOR", "COLORTERM", "EDITOR", "VISUAL"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("TEXTUAL_ANIMATIONS", "none")
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


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Let whatever runs in real time run one after the other: on two cores it would hold itself up."""
    for item in items:
        if item.get_closest_marker("terminal") or item.get_closest_marker("sound"):
            item.add_marker(pytest.mark.xdist_group("real"))
