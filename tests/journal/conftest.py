"""A fresh journal for each test."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from coach.journal.journal import Journal
from tests.journal.factories import FixedClock


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock()


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Where the journal of the test lies; its folder is not there yet."""
    return tmp_path / "data" / "journal.db"


@pytest.fixture
def journal(path: Path, clock: FixedClock) -> Iterator[Journal]:
    with Journal.open(path, clock=clock) as opened:
        yield opened
