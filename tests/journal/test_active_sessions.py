"""Sessions that are in progress: on disk with every set, and unfinished as soon as no process runs them."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coach.errors import JournalError
from coach.journal.active_sessions import (
    discard_session,
    finish_session,
    has_active_session,
    release_session,
    save_session,
    unfinished_sessions,
)
from coach.journal.journal import Journal
from coach.model.events import SetRecord
from tests.journal.factories import MOMENT, active, id_of, plank, session, temporary_journal

HEADER = session("running", sets=())


def test_a_finished_session_is_an_event(journal: Journal) -> None:
    running = active({1: plank(25), 3: plank(30)})
    save_session(journal, running)
    assert journal.events() == (), "nothing is an event before it is finished"
    finished = running.ended(MOMENT + timedelta(minutes=10), stopped=False)
    finish_session(journal, finished)
    assert finished == session(
        "running", sets=(plank(25), plank(30)), ended_at=MOMENT + timedelta(minutes=10)
    )
    assert journal.events() == (finished,)
    assert unfinished_sessions(journal) == ()
    assert not has_active_session(journal)


def test_session_without_sets_is_not_stored(journal: Journal) -> None:
    save_session(journal, active())
    finish_session(journal, active().ended(stopped=False))
    assert journal.events() == ()
    assert not has_active_session(journal)


def test_finish_twice_gives_one_event(journal: Journal) -> None:
    running = active({1: plank()})
    save_session(journal, running)
    for minutes in (1, 2):
        finish_session(journal, running.ended(MOMENT + timedelta(minutes=minutes), stopped=False))
    assert journal.events() == (running.ended(MOMENT + timedelta(minutes=1), stopped=False),)


def test_unknown_session_can_be_finished(journal: Journal) -> None:
    finished = active({1: plank()}).ended(stopped=True)
    finish_session(journal, finished)
    assert journal.events() == (finished,)


def test_a_discarded_session_leaves_nothing(journal: Journal) -> None:
    save_session(journal, active({1: plank()}))
    for _ in range(2):
        discard_session(journal, HEADER.id)
    assert not has_active_session(journal)
    assert journal.events() == ()


def test_session_is_found_after_crash(path: Path) -> None:
    last = MOMENT + timedelta(seconds=100)
    with Journal.open(path) as journal:
        save_session(journal, active(plan='{"any": "text"}'))
        save_session(journal, active({2: plank(30), 5: plank(28)}, plan='{"any": "text"}', last_at=last))
    with Journal.open(path) as journal:
        (left,) = unfinished_sessions(journal)
        assert left.session == session("running", sets=(plank(30), plank(28)))
        assert left.records == ((2, plank(30)), (5, plank(28)))
        assert (left.plan, left.last_at) == ('{"any": "text"}', last)
        assert left.ended(stopped=True).ended_at == last


def test_running_session_is_not_unfinished(path: Path, journal: Journal) -> None:
    running = active({1: plank()})
    save_session(journal, running)
    with Journal.open(path) as other:
        assert unfinished_sessions(other) == ()
        assert has_active_session(other)
        with pytest.raises(JournalError, match="running in another coach"):
            save_session(other, running)
        with pytest.raises(JournalError, match="running in another coach"):
            finish_session(other, running.ended(stopped=True))
        with pytest.raises(JournalError, match="running in another coach"):
            discard_session(other, HEADER.id)
        release_session(journal, HEADER.id)
        assert unfinished_sessions(other) == (running,)


def test_unfinished_sessions_are_oldest_first(path: Path) -> None:
    with Journal.open(path) as journal:
        for number in (2, 1, 3):
            header = session(number, MOMENT + timedelta(hours=number), sets=())
            save_session(journal, active({}, header))
    with Journal.open(path) as journal:
        assert [left.header.id for left in unfinished_sessions(journal)] == [id_of(n) for n in (1, 2, 3)]


@given(st.lists(st.dictionaries(st.integers(0, 5), st.integers(0, 90)), max_size=6))
def test_stored_session_has_last_saved_sets(saved: list[dict[int, int]]) -> None:
    with temporary_journal() as journal:
        for sets in saved:
            records: dict[int, SetRecord] = {key: plank(sets[key]) for key in sorted(sets)}
            save_session(journal, active(records))
            release_session(journal, HEADER.id)
            assert unfinished_sessions(journal) == (active(records),)
