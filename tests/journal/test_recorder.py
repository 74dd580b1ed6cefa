"""A set that ends by itself is on disk before its end; if it ends otherwise, that is replaced."""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import msgspec
import pytest

from coach.errors import JournalError, UsageError
from coach.journal.active_sessions import has_active_session, save_session, unfinished_sessions
from coach.journal.exchange import import_lines
from coach.journal.journal import Journal
from coach.journal.recorder import SessionRecorder
from coach.journal.write_queue import LEAST_LEAD_SECONDS, WriteQueue
from coach.model.events import Session, SetRecord
from tests.journal.factories import MOMENT, FixedClock, active, plank, session
from tests.journal.failing_disk import PATIENCE_SECONDS, Disk


def wait_until(holds: Callable[[], bool]) -> None:
    until = time.monotonic() + PATIENCE_SECONDS
    while not holds():
        assert time.monotonic() < until, "it never came to it"
        time.sleep(0.002)


@pytest.fixture
def disk(path: Path, clock: FixedClock) -> Iterator[Disk]:
    made = Disk(path, clock)
    yield made
    for journal in made.opened:
        journal.close(back_up=False)


@pytest.fixture
def queue(disk: Disk, clock: FixedClock, tmp_path: Path) -> Iterator[WriteQueue]:
    made = WriteQueue(disk.open, clock, rescue_to=lambda: [tmp_path])
    yield made
    made.close()


@pytest.fixture
def recorder(queue: WriteQueue) -> SessionRecorder:
    begun = SessionRecorder(queue, active())
    assert queue.wait(PATIENCE_SECONDS)
    return begun


def on_disk(path: Path) -> dict[int, SetRecord]:
    """What somebody else reads, as after a crash."""
    with Journal.open(path) as journal:
        rows = journal._connection.execute("SELECT key, body FROM running_sets ORDER BY key").fetchall()
    return {key: msgspec.json.decode(body, type=SetRecord) for key, body in rows}


def test_set_is_written_before_its_end(
    recorder: SessionRecorder, queue: WriteQueue, path: Path, clock: FixedClock
) -> None:
    recorder.expect(LEAST_LEAD_SECONDS / 2, 1, plank(30))
    wait_until(lambda: on_disk(path) == {1: plank(30)})
    assert queue.wait(PATIENCE_SECONDS)
    assert clock.monotonic() == 0.0, "its end has not come"
    recorder.record(1, plank(30))
    assert queue.pending == 0, "it is not written a second time"


def test_set_with_distant_end_is_not_written(
    recorder: SessionRecorder, queue: WriteQueue, path: Path, clock: FixedClock
) -> None:
    recorder.expect(30.0, 1, plank(30))
    recorder.record(0, plank(5))
    assert on_disk(path) == {0: plank(5)}
    clock.sleep(30 - LEAST_LEAD_SECONDS / 2)
    recorder.record(0, plank(6))
    wait_until(lambda: on_disk(path) == {0: plank(6), 1: plank(30)})


def test_command_replaces_set_written_ahead(recorder: SessionRecorder, queue: WriteQueue, path: Path) -> None:
    recorder.expect(0.1, 1, plank(30))
    wait_until(lambda: 1 in on_disk(path))
    recorder.record(1, plank(29))
    recorder.expect(None)
    assert queue.wait(PATIENCE_SECONDS)
    assert on_disk(path) == {1: plank(29)}


@pytest.mark.parametrize("end", ["nothing", "another set", "the session"])
def test_unfulfilled_set_is_removed(
    recorder: SessionRecorder, queue: WriteQueue, path: Path, end: str
) -> None:
    recorder.record(1, plank(11))
    recorder.expect(0.1, 2, plank(30))
    wait_until(lambda: 2 in on_disk(path))
    if end == "the session":
        finished = recorder.finish()
        assert finished is not None and finished.sets == (plank(11),)
        with Journal.open(path) as journal:
            assert journal.sessions() == (finished,)
        return
    recorder.expect(None if end == "nothing" else 90.0, 3, plank(20))
    assert queue.wait(PATIENCE_SECONDS)
    assert on_disk(path) == {1: plank(11)}


def test_unfinished_repeat_keeps_first_result(
    recorder: SessionRecorder, queue: WriteQueue, path: Path
) -> None:
    recorder.record(1, plank(12))
    recorder.expect(0.1, 1, plank(30))
    wait_until(lambda: on_disk(path) == {1: plank(30)})
    recorder.expect(None)
    assert queue.wait(PATIENCE_SECONDS)
    assert on_disk(path) == {1: plank(12)}


def test_suspend_over_end_writes_nothing_ahead(
    recorder: SessionRecorder, queue: WriteQueue, path: Path, clock: FixedClock
) -> None:
    clock.sleep(3_600)
    recorder.expect(30.0, 1, plank(30))
    wait_until(lambda: queue._scheduled is None)
    assert queue.wait(PATIENCE_SECONDS)
    assert on_disk(path) == {}


def test_slow_disk_gets_more_time(path: Path, clock: FixedClock) -> None:
    """Each write takes a tenth of a second by the watch; so a set is written three of them before its end."""
    queue = WriteQueue(lambda: Journal.open(path, clock=clock), clock)
    queue._disk_clock = SlowClock(0.1)
    recorder = SessionRecorder(queue, active())
    assert queue.wait(PATIENCE_SECONDS)
    recorder.expect(0.29, 1, plank(30))
    wait_until(lambda: 1 in on_disk(path))
    queue.close()


class SlowClock(FixedClock):
    """Goes on by so much whenever it is looked at."""

    def __init__(self, step: float) -> None:
        super().__init__()
        self._step = step

    def monotonic(self) -> float:
        self.passed += self._step
        return self.passed


def test_hanging_disk_is_reported_without_blocking(disk: Disk, queue: WriteQueue) -> None:
    disk.moving.clear()
    watch = FixedClock()
    queue._disk_clock = watch
    recorder = SessionRecorder(queue, active())
    assert recorder.trouble is None
    recorder.record(1, plank(30))
    assert queue.pending == 2
    watch.sleep(1)
    assert str(recorder.trouble) == "the disk is slow"
    disk.moving.set()
    assert queue.wait(PATIENCE_SECONDS)
    assert recorder.trouble is None
    assert recorder.finish() is not None


def test_good_disk_is_written_at_once(
    recorder: SessionRecorder, queue: WriteQueue, disk: Disk, path: Path
) -> None:
    recorder.record(1, plank(25))
    assert on_disk(path) == {1: plank(25)}
    finished = recorder.finish()
    assert finished == session("running", sets=(plank(25),), ended_at=MOMENT)
    assert recorder.finish() == finished
    assert disk.events() == (finished,)


def test_nothing_is_lost_while_the_disk_is_full(disk: Disk, queue: WriteQueue, tmp_path: Path) -> None:
    disk.full = True
    recorder = SessionRecorder(queue, active())
    assert recorder.promise == f"What you do goes into the folder {tmp_path} for now."
    for key, seconds in ((1, 25), (2, 24), (1, 30)):
        recorder.record(key, plank(seconds))
    with pytest.raises(JournalError, match="the disk is full"):
        recorder.finish()
    assert queue.pending == 5
    assert not queue.save()
    assert recorder.promise == f"What you did is in {queue.rescue} for now."
    disk.full = False
    assert queue.save()
    finished = recorder.finish()
    assert finished is not None
    assert finished.sets == (plank(30), plank(24))
    assert disk.events() == (finished,)
    assert not list(tmp_path.glob("coach-*"))


def test_disk_filling_up_loses_no_set(recorder: SessionRecorder, queue: WriteQueue, disk: Disk) -> None:
    recorder.record(1, plank(1))
    disk.fill_up()
    recorder.record(2, plank(2))
    assert queue.pending == 1
    disk.make_room()
    recorder.record(3, plank(3))
    assert queue.save()
    finished = finish(recorder, queue)
    assert disk.events() == (finished,)
    assert [done.seconds for done in finished.sets] == [1, 2, 3]


@pytest.mark.parametrize("last", [1, 2])
def test_removed_journal_gets_whole_session(
    recorder: SessionRecorder, queue: WriteQueue, disk: Disk, last: int
) -> None:
    recorder.record(1, plank(1))
    shutil.rmtree(disk.path.parent)
    if last == 2:
        recorder.record(2, plank(2))
        wait_until(queue.save)
    finished = finish(recorder, queue)
    assert [done.seconds for done in finished.sets] == [1, 2][:last]
    assert disk.events() == (finished,)


def test_returning_journal_gets_pending_sets(
    recorder: SessionRecorder, queue: WriteQueue, disk: Disk
) -> None:
    """As a drive that is pulled out and put back: another journal took its place for one set."""
    recorder.record(1, plank(1))
    home, away = disk.path.parent, disk.path.parent.with_name("away")
    home.rename(away)
    recorder.record(2, plank(2))
    wait_until(queue.save)
    home.rename(home.with_name("for a while"))
    away.rename(home)
    recorder.record(3, plank(3))
    wait_until(queue.save)
    finished = finish(recorder, queue)
    assert [done.seconds for done in finished.sets] == [1, 2, 3]
    assert disk.events() == (finished,)


def finish(recorder: SessionRecorder, queue: WriteQueue) -> Session:
    """The session, once a journal that may have been replaced was opened anew."""
    with suppress(JournalError):
        recorder.finish()
    wait_until(queue.save)
    finished = recorder.finish()
    assert finished is not None
    return finished


def test_crashed_session_resumes(path: Path, queue: WriteQueue, disk: Disk) -> None:
    with Journal.open(path) as journal:
        save_session(journal, active({1: plank(11)}))
    with Journal.open(path) as journal:
        (left,) = unfinished_sessions(journal)
    recorder = SessionRecorder(queue, left)
    recorder.record(2, plank(12))
    finished = recorder.finish()
    assert finished is not None
    assert [done.seconds for done in finished.sets] == [11, 12]
    assert disk.events() == (finished,)


def test_session_without_sets_is_not_stored(recorder: SessionRecorder, path: Path) -> None:
    assert recorder.finish() is None
    with Journal.open(path) as journal:
        assert not has_active_session(journal)
        assert journal.events() == ()


def test_discard_removes_set_written_ahead(recorder: SessionRecorder, queue: WriteQueue, path: Path) -> None:
    recorder.record(1, plank(11))
    recorder.expect(0.1, 2, plank(30))
    wait_until(lambda: 2 in on_disk(path))
    recorder.discard()
    recorder.close()
    with Journal.open(path) as journal:
        assert not has_active_session(journal)
        assert journal.events() == ()


def test_repeated_set_is_forgotten(recorder: SessionRecorder, path: Path) -> None:
    recorder.record(1, plank(11))
    recorder.record(2, plank(0))
    recorder.forget(2)
    finished = recorder.finish()
    assert finished is not None
    assert finished.sets == (plank(11),)


def test_invalid_session_is_refused_at_once(queue: WriteQueue) -> None:
    with pytest.raises(UsageError):
        SessionRecorder(queue, active(header=session(program="")))
    assert queue.pending == 0


def test_rescued_session_can_be_imported(
    recorder: SessionRecorder, queue: WriteQueue, disk: Disk, tmp_path: Path
) -> None:
    disk.fill_up()
    recorder.record(1, plank())
    with pytest.raises(JournalError):
        recorder.finish()
    with pytest.raises(JournalError, match="what you did is in") as caught:
        recorder.close()
    (file,) = tmp_path.glob("coach-*.jsonl")
    assert caught.value.hint == f"once the journal works again: coach import {file}"
    with Journal.open(tmp_path / "other" / "journal.db") as other:
        assert import_lines(other, file.read_text("utf-8").splitlines()).added == 1
        (found,) = other.sessions()
        assert found.sets == (plank(),)
