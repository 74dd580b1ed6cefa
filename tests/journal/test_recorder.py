"""A set that ends by itself is on disk before its end; what does not come true of it is taken back."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import msgspec
import pytest

from coach.journal.journal import Journal
from coach.journal.recorder import LEAST_LEAD_SECONDS, QueuedRecording, UpcomingSet, WriteQueue
from coach.model.events import SetRecord
from tests.journal.histories import HeldClock, plank, session

HEADER = session("running", sets=())
PATIENCE_SECONDS = 20.0


def wait_until(holds: Callable[[], bool]) -> None:
    until = time.monotonic() + PATIENCE_SECONDS
    while not holds():
        assert time.monotonic() < until, "it never came to it"
        time.sleep(0.002)


@pytest.fixture
def keeper(path: Path, clock: HeldClock) -> Iterator[WriteQueue]:
    made = WriteQueue(lambda: Journal.open(path, clock=clock), clock, background=True)
    yield made
    made.close()


@pytest.fixture
def recording(keeper: WriteQueue) -> QueuedRecording:
    begun = keeper.begin(HEADER)
    assert keeper.wait(PATIENCE_SECONDS)
    return begun


def on_disk(path: Path) -> dict[int, SetRecord]:
    """What somebody else reads, as after a crash."""
    with Journal.open(path) as journal:
        rows = journal._connection.execute("SELECT key, body FROM running_sets ORDER BY key").fetchall()
    return {key: msgspec.json.decode(body, type=SetRecord) for key, body in rows}


def test_a_set_is_on_disk_before_its_end_comes(
    recording: QueuedRecording, keeper: WriteQueue, path: Path, clock: HeldClock
) -> None:
    recording.expect(UpcomingSet(LEAST_LEAD_SECONDS / 2, 1, plank(30)))
    wait_until(lambda: on_disk(path) == {1: plank(30)})
    assert clock.monotonic() == 0.0, "its end has not come"
    recording.record(1, plank(30))
    assert keeper.pending == 0, "it is not written a second time"


def test_a_set_whose_end_is_far_is_not_written_yet(
    recording: QueuedRecording, keeper: WriteQueue, path: Path, clock: HeldClock
) -> None:
    recording.expect(UpcomingSet(30.0, 1, plank(30)))
    keeper.append(session("another"))
    assert keeper.wait(PATIENCE_SECONDS)
    assert on_disk(path) == {}
    clock.sleep(30 - LEAST_LEAD_SECONDS / 2)
    keeper.wake()
    wait_until(lambda: on_disk(path) == {1: plank(30)})


def test_what_intervenes_takes_the_place_of_what_was_written_ahead(
    recording: QueuedRecording, keeper: WriteQueue, path: Path
) -> None:
    recording.expect(UpcomingSet(0.1, 1, plank(30)))
    wait_until(lambda: 1 in on_disk(path))
    recording.record(1, plank(29))
    recording.expect(None)
    assert keeper.wait(PATIENCE_SECONDS)
    assert on_disk(path) == {1: plank(29)}


@pytest.mark.parametrize("end", ["nothing", "another set", "the session"])
def test_what_was_written_ahead_and_does_not_come_true_is_taken_back(
    recording: QueuedRecording, keeper: WriteQueue, path: Path, end: str
) -> None:
    recording.record(1, plank(11))
    recording.expect(UpcomingSet(0.1, 2, plank(30)))
    wait_until(lambda: 2 in on_disk(path))
    if end == "the session":
        session = recording.finish()
        assert session is not None
        assert keeper.wait(PATIENCE_SECONDS)
        with Journal.open(path) as journal:
            assert journal.sessions() == (session,)
            assert session.sets == (plank(11),)
        return
    recording.expect(None if end == "nothing" else UpcomingSet(90.0, 3, plank(20)))
    assert keeper.wait(PATIENCE_SECONDS)
    assert on_disk(path) == {1: plank(11)}


def test_a_set_that_is_done_again_and_not_finished_keeps_what_it_had(
    recording: QueuedRecording, keeper: WriteQueue, path: Path
) -> None:
    recording.record(1, plank(12))
    recording.expect(UpcomingSet(0.1, 1, plank(30)))
    wait_until(lambda: on_disk(path) == {1: plank(30)})
    recording.expect(None)
    assert keeper.wait(PATIENCE_SECONDS)
    assert on_disk(path) == {1: plank(12)}


def test_a_machine_that_slept_over_the_end_writes_nothing_ahead(
    recording: QueuedRecording, keeper: WriteQueue, path: Path, clock: HeldClock
) -> None:
    clock.sleep(3_600)
    recording.expect(UpcomingSet(30.0, 1, plank(30)))
    wait_until(lambda: recording.coming is None)
    assert keeper.wait(PATIENCE_SECONDS)
    assert on_disk(path) == {}


def test_a_slow_disk_is_given_more_time(path: Path, clock: HeldClock) -> None:
    """Each write takes a tenth of a second by the watch; so a set is written three of them before its end."""
    keeper = WriteQueue(lambda: Journal.open(path, clock=clock), clock, background=True)
    keeper._watch = SlowWatch(0.1)
    recording = keeper.begin(HEADER)
    assert keeper.wait(PATIENCE_SECONDS)
    recording.expect(UpcomingSet(0.29, 1, plank(30)))
    wait_until(lambda: 1 in on_disk(path))
    keeper.close()


class SlowWatch(HeldClock):
    """Goes on by so much whenever it is looked at."""

    def __init__(self, step: float) -> None:
        super().__init__()
        self._step = step

    def monotonic(self) -> float:
        self.passed += self._step
        return self.passed


def test_a_disk_that_hangs_is_told_after_a_moment_and_never_for_what_has_not_happened(
    path: Path, clock: HeldClock
) -> None:
    moving = threading.Event()

    def open_journal() -> Journal:
        assert moving.wait(PATIENCE_SECONDS)
        return Journal.open(path, clock=clock)

    keeper = WriteQueue(open_journal, clock, background=True)
    watch = HeldClock()
    keeper._watch = watch
    recording = keeper.begin(HEADER)
    assert keeper.trouble is None
    recording.record(1, plank(30))
    watch.sleep(1)
    assert str(keeper.trouble) == "the disk is slow"
    moving.set()
    assert keeper.wait(PATIENCE_SECONDS)
    assert keeper.trouble is None
    keeper.close()


def test_a_journal_that_was_away_for_a_while_gets_what_was_done_meanwhile(
    path: Path, clock: HeldClock
) -> None:
    """As a drive that is pulled out and put back: another journal took its place for one set."""
    keeper = WriteQueue(lambda: Journal.open(path, clock=clock), clock)
    recording = keeper.begin(HEADER)
    recording.record(1, plank(1))
    home, away = path.parent, path.parent.with_name("away")
    home.rename(away)
    recording.record(2, plank(2))
    keeper.save()
    home.rename(home.with_name("for a while"))
    away.rename(home)
    recording.record(3, plank(3))
    keeper.save()
    finished = recording.finish()
    keeper.save()
    keeper.close()
    assert finished is not None
    with Journal.open(path, clock=clock) as journal:
        (found,) = journal.sessions()
    assert [done.seconds for done in found.sets] == [1, 2, 3]
