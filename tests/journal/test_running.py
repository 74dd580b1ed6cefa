from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coach.errors import JournalError
from coach.journal.journal import Journal
from coach.journal.lookback import is_any_begun
from coach.journal.running import ActiveSessions, NotInProgressError
from coach.model.events import SetRecord
from tests.journal.histories import MOMENT, HeldClock, plank, session, some_id, throwaway_journal

HEADER = session("running", sets=())


@pytest.fixture
def progress(journal: Journal) -> ActiveSessions:
    return ActiveSessions(journal)


def test_a_finished_session_is_an_event(progress: ActiveSessions, clock: HeldClock) -> None:
    recording = progress.begin(HEADER)
    recording.record(3, plank(30))
    recording.record(1, plank(25))
    clock.sleep(600)
    finished = recording.finish()
    assert finished == session(
        "running", sets=(plank(25), plank(30)), ended_at=MOMENT + timedelta(minutes=10)
    )
    assert progress.journal.events() == (finished,)
    assert progress.unfinished() == ()


def test_nothing_is_an_event_before_it_is_finished(progress: ActiveSessions) -> None:
    progress.begin(HEADER).record(1, plank())
    assert progress.journal.events() == ()


def test_a_later_record_of_a_set_takes_the_place_of_the_earlier(progress: ActiveSessions) -> None:
    recording = progress.begin(HEADER)
    recording.record(1, plank(30))
    recording.record(1, plank(30, form="shaky"))
    finished = recording.finish()
    assert finished is not None
    assert finished.sets == (plank(30, form="shaky"),)


def test_a_session_without_sets_leaves_nothing(progress: ActiveSessions) -> None:
    assert progress.begin(HEADER).finish() is None
    assert progress.journal.events() == ()
    assert progress.unfinished() == ()


def test_finishing_twice_is_finishing_once(progress: ActiveSessions) -> None:
    recording = progress.begin(HEADER)
    recording.record(1, plank())
    assert recording.finish() == recording.finish()
    assert len(progress.journal.events()) == 1


def test_beginning_twice_keeps_what_was_recorded(progress: ActiveSessions) -> None:
    progress.begin(HEADER).record(1, plank())
    finished = progress.begin(HEADER).finish()
    assert finished is not None
    assert finished.sets == (plank(),)


def test_a_discarded_session_leaves_nothing(progress: ActiveSessions) -> None:
    recording = progress.begin(HEADER)
    recording.record(1, plank())
    recording.discard()
    assert progress.unfinished() == ()
    with pytest.raises(NotInProgressError, match="no session"):
        recording.finish()
    with pytest.raises(NotInProgressError):
        recording.record(2, plank())


def test_what_a_crash_left_behind_is_there_again(path: Path, clock: HeldClock) -> None:
    with Journal.open(path, clock=clock) as journal:
        recording = ActiveSessions(journal).begin(HEADER, plan='{"any": "text"}')
        clock.sleep(40)
        recording.record(2, plank(30))
        clock.sleep(60)
        recording.record(5, plank(28))
    clock.sleep(3_600)
    with Journal.open(path, clock=clock) as journal:
        progress = ActiveSessions(journal)
        (left,) = progress.unfinished()
        assert left.session == session("running", sets=(plank(30), plank(28)))
        assert left.records == ((2, plank(30)), (5, plank(28)))
        assert left.plan == '{"any": "text"}'
        assert left.last_at == MOMENT + timedelta(seconds=100)
        saved = progress.finish(left.session.id)
        assert saved is not None
        assert saved.ended_at == left.last_at


def test_a_session_can_be_gone_on_with(path: Path, clock: HeldClock) -> None:
    with Journal.open(path, clock=clock) as journal:
        ActiveSessions(journal).begin(HEADER).record(1, plank(30))
    with Journal.open(path, clock=clock) as journal:
        recording = ActiveSessions(journal).resume(HEADER.id)
        recording.record(2, plank(29))
        finished = recording.finish()
    assert finished is not None
    assert [done.seconds for done in finished.sets] == [30, 29]


def test_a_session_that_is_not_there_cannot_be_resumed(progress: ActiveSessions) -> None:
    with pytest.raises(NotInProgressError, match=some_id("nothing")):
        progress.resume(some_id("nothing"))


def test_a_running_session_is_not_taken_for_a_crashed_one(path: Path, progress: ActiveSessions) -> None:
    recording = progress.begin(HEADER)
    recording.record(1, plank())
    with Journal.open(path) as other:
        elsewhere = ActiveSessions(other)
        assert elsewhere.unfinished() == ()
        for attempt in (elsewhere.resume, elsewhere.finish, elsewhere.discard):
            with pytest.raises(JournalError, match="running in another coach"):
                attempt(HEADER.id)
        recording.leave()
        assert [left.session.id for left in elsewhere.unfinished()] == [HEADER.id]


def test_one_journal_shares_its_sessions_among_all_who_ask(progress: ActiveSessions) -> None:
    progress.begin(HEADER).record(1, plank())
    finished = ActiveSessions(progress.journal).finish(HEADER.id)
    assert finished is not None


def test_unfinished_sessions_are_oldest_first(path: Path) -> None:
    with Journal.open(path) as journal:
        progress = ActiveSessions(journal)
        for number in (2, 1, 3):
            progress.begin(session(number, MOMENT + timedelta(hours=number), sets=()))
    with Journal.open(path) as journal:
        assert [left.session.id for left in ActiveSessions(journal).unfinished()] == [
            some_id(n) for n in (1, 2, 3)
        ]


@given(st.lists(st.tuples(st.integers(0, 5), st.integers(0, 90)), max_size=12))
def test_the_sets_of_a_session_are_the_last_record_of_each_key(recorded: list[tuple[int, int]]) -> None:
    latest: dict[int, SetRecord] = {}
    with throwaway_journal() as journal:
        recording = ActiveSessions(journal).begin(HEADER)
        for key, seconds in recorded:
            latest[key] = plank(seconds)
            recording.record(key, latest[key])
        finished = recording.finish()
        assert (finished.sets if finished else ()) == tuple(latest[key] for key in sorted(latest))


def test_whether_any_is_begun_is_known_without_reading_them(
    journal: Journal, progress: ActiveSessions
) -> None:
    assert not is_any_begun(journal)
    recording = progress.begin(HEADER)
    assert is_any_begun(journal)
    recording.record(1, plank(25))
    recording.leave()
    assert is_any_begun(journal)
    progress.resume(HEADER.id).finish()
    assert not is_any_begun(journal)
