"""Everything that was ever done, read once for as long as it stays the same."""

from __future__ import annotations

import gc
from datetime import timedelta
from pathlib import Path

from coach.app.history import HistoryReader
from coach.app.settings import change_settings
from coach.journal.journal import Journal
from coach.model.events import Session, SetRecord
from tests.support.example_history import TODAY, session, workspace_with

PLANK = SetRecord(slot="plank", drill="plank", asked_seconds=30, seconds=30, form="clean", pain=0, end="full")


def planks(number: int, days_ago: int) -> Session:
    """A session with one plank."""
    return session(number, TODAY - timedelta(days=days_ago), "core", PLANK)


def test_results_are_cached_until_next_write(home: Path) -> None:
    history = HistoryReader(workspace_with(home, [planks(1, 9)]))
    assert history.digest() is history.digest()
    assert history.week_tables() is history.week_tables()


def test_writes_by_any_process_renew_results(home: Path) -> None:
    workspace = workspace_with(home, [planks(1, 9)])
    history = HistoryReader(workspace)
    assert len(history.digest().efforts.of("plank")) == 1
    assert len(history.week_tables()) == 2
    workspace.journal.append(planks(2, 16))
    assert len(history.digest().efforts.of("plank")) == 2
    assert len(history.week_tables()) == 3
    with Journal.open(workspace.paths.journal, clock=workspace.clock) as elsewhere:
        elsewhere.append(planks(3, 23))
    assert len(history.digest().efforts.of("plank")) == 3
    assert len(history.week_tables()) == 4


def test_new_day_or_first_weekday_renews_results(home: Path) -> None:
    workspace = workspace_with(home, [planks(1, 9)])
    history = HistoryReader(workspace)
    digest, tables = history.digest(), history.week_tables()
    change_settings(workspace, {"week_start": "sun"})
    assert history.week_tables() is not tables
    change_settings(workspace, {"week_start": "mon"})
    assert history.week_tables() == tables
    workspace.clock.sleep(timedelta(days=1).total_seconds())
    assert history.digest() is not digest
    assert history.digest().today == TODAY + timedelta(days=1)


def test_garbage_collector_skips_large_results(home: Path) -> None:
    history = HistoryReader(workspace_with(home, [planks(1, 9)]))
    (entry,) = history.entries((1,))
    assert isinstance(entry, Session)
    efforts = history.digest().efforts.of("plank")
    assert not any(gc.is_tracked(one) for one in (entry, *entry.sets, *efforts))
