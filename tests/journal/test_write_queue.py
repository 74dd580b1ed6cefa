from __future__ import annotations

import shutil
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from coach.errors import JournalError, UsageError
from coach.journal import recorder as keeping
from coach.journal.backup import backups
from coach.journal.exchange import import_lines
from coach.journal.journal import Journal
from coach.journal.recorder import WriteQueue
from coach.journal.running import ActiveSessions
from coach.model.events import Event
from tests.journal.histories import MOMENT, HeldClock, checkin, plank, session

HEADER = session("running", sets=())
PATIENCE = 20.0


class Disk:
    """Opens a journal, unless it is full, or hangs until it is let go."""

    def __init__(self, path: Path, clock: HeldClock) -> None:
        self.path = path
        self.clock = clock
        self.full = False
        self.moving = threading.Event()
        self.moving.set()
        self.opened: list[Journal] = []

    def open(self) -> Journal:
        assert self.moving.wait(PATIENCE)
        if self.full:
            raise JournalError("the disk is full", path=str(self.path))
        self.opened.append(Journal.open(self.path, clock=self.clock))
        return self.opened[-1]

    def fill_up(self) -> None:
        """Let the open journal fail as a full disk makes it fail."""
        self.full = True
        for journal in self.opened:
            with journal.reading() as connection:
                connection.execute("PRAGMA query_only = ON")

    def make_room(self) -> None:
        self.full = False
        for journal in self.opened:
            with journal.reading() as connection:
                connection.execute("PRAGMA query_only = OFF")


def events_in(disk: Disk) -> tuple[Event, ...]:
    """What is on disk, read by somebody else."""
    with Journal.open(disk.path, clock=disk.clock) as journal:
        return journal.events()


@pytest.fixture
def disk(path: Path, clock: HeldClock) -> Iterator[Disk]:
    made = Disk(path, clock)
    yield made
    for journal in made.opened:
        journal.close(back_up=False)


@pytest.fixture
def keeper(disk: Disk, clock: HeldClock) -> WriteQueue:
    return WriteQueue(disk.open, clock)


def test_with_a_good_disk_everything_is_written_at_once(keeper: WriteQueue, disk: Disk) -> None:
    keeper.append(checkin())
    recording = keeper.begin(HEADER, plan="{}")
    recording.record(1, plank(25))
    assert keeper.pending == 0
    assert ActiveSessions(disk.opened[0]).resume(HEADER.id).session_id == HEADER.id
    finished = recording.finish()
    assert finished == session("running", sets=(plank(25),), ended_at=MOMENT)
    assert set(disk.opened[0].events()) == {checkin(), finished}


def test_nothing_is_lost_while_the_disk_is_full(keeper: WriteQueue, disk: Disk) -> None:
    disk.full = True
    recording = keeper.begin(HEADER)
    recording.record(1, plank(25))
    recording.record(2, plank(24))
    recording.record(1, plank(30))
    finished = recording.finish()
    keeper.append(checkin())
    assert keeper.pending == 6
    assert str(keeper.trouble) == f"{disk.path}: the disk is full"
    assert keeper.unsaved() == (finished, checkin())
    disk.full = False
    assert keeper.save()
    assert (keeper.pending, keeper.trouble, keeper.unsaved()) == (0, None, ())
    assert finished is not None
    assert finished.sets == (plank(30), plank(24))
    assert set(disk.opened[0].events()) == {finished, checkin()}


def test_a_disk_that_fills_up_on_the_way_is_survived(keeper: WriteQueue, disk: Disk) -> None:
    recording = keeper.begin(HEADER)
    recording.record(1, plank(1))
    disk.fill_up()
    recording.record(2, plank(2))
    assert keeper.pending == 1
    disk.make_room()
    recording.record(3, plank(3))
    assert keeper.pending == 0
    finished = recording.finish()
    assert finished is not None
    assert disk.opened[0].events() == (finished,)
    assert [done.seconds for done in finished.sets] == [1, 2, 3]


def test_a_journal_that_is_taken_away_on_the_way_is_written_anew(keeper: WriteQueue, disk: Disk) -> None:
    recording = keeper.begin(HEADER)
    recording.record(1, plank(1))
    shutil.rmtree(disk.path.parent)
    recording.record(2, plank(2))
    assert keeper.pending == 1
    assert keeper.save()
    finished = recording.finish()
    assert finished is not None
    assert [done.seconds for done in finished.sets] == [1, 2]
    with Journal.open(disk.path) as found:
        assert found.events() == (finished,)


def test_a_journal_that_is_taken_away_before_the_end_gets_the_whole_session(
    keeper: WriteQueue, disk: Disk
) -> None:
    recording = keeper.begin(HEADER)
    recording.record(1, plank(1))
    recording.record(2, plank(2))
    shutil.rmtree(disk.path.parent)
    finished = recording.finish()
    assert finished is not None
    assert keeper.save()
    assert [done.seconds for done in finished.sets] == [1, 2]
    assert events_in(disk) == (finished,)


def test_a_session_that_a_crash_left_behind_goes_on(keeper: WriteQueue, disk: Disk, path: Path) -> None:
    with Journal.open(path) as journal:
        ActiveSessions(journal).begin(HEADER).record(1, plank(11))
    with Journal.open(path) as journal:
        (left,) = ActiveSessions(journal).unfinished()
    recording = keeper.resume(left)
    recording.record(2, plank(12))
    finished = recording.finish()
    assert finished is not None
    assert [done.seconds for done in finished.sets] == [11, 12]
    assert disk.opened[0].events() == (finished,)


def test_a_session_without_sets_leaves_nothing(keeper: WriteQueue, disk: Disk) -> None:
    assert keeper.begin(HEADER).finish() is None
    recording = keeper.begin(session("other", sets=()))
    recording.record(1, plank())
    recording.discard()
    assert keeper.pending == 0
    assert disk.opened[0].events() == ()
    assert ActiveSessions(disk.opened[0]).unfinished() == ()


def test_what_makes_no_sense_is_refused_at_once(keeper: WriteQueue) -> None:
    with pytest.raises(UsageError):
        keeper.append(checkin(pain=99))
    with pytest.raises(UsageError):
        keeper.begin(session(program=""))
    assert keeper.pending == 0


def test_what_could_not_be_saved_is_rescued_to_another_place(
    keeper: WriteQueue, disk: Disk, tmp_path: Path, clock: HeldClock
) -> None:
    disk.full = True
    recording = keeper.begin(HEADER)
    recording.record(1, plank())
    finished = recording.finish()
    file = keeper.close(rescue_to=tmp_path)
    assert file is not None
    assert file.stat().st_mode & 0o077 == 0
    with Journal.open(tmp_path / "other" / "journal.db", clock=clock) as other:
        assert import_lines(other, file.read_text("utf-8").splitlines()).added == 1
        assert other.events() == (finished,)


def test_nothing_is_rescued_when_all_is_saved(keeper: WriteQueue, tmp_path: Path) -> None:
    keeper.append(checkin())
    assert keeper.close(rescue_to=tmp_path) is None


def test_in_the_background_a_disk_that_hangs_holds_up_nobody(disk: Disk, clock: HeldClock) -> None:
    disk.moving.clear()
    keeper = WriteQueue(disk.open, clock, background=True)
    recording = keeper.begin(HEADER)
    recording.record(1, plank())
    assert keeper.pending == 2
    assert not keeper.wait(0)
    disk.moving.set()
    assert keeper.wait(PATIENCE)
    finished = recording.finish()
    assert keeper.wait(PATIENCE)
    assert disk.opened[0].events() == (finished,)
    assert keeper.close() is None


def test_in_the_background_it_is_tried_again(
    disk: Disk, clock: HeldClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keeping, "RETRY_SECONDS", 0.01)
    disk.full = True
    keeper = WriteQueue(disk.open, clock, background=True)
    keeper.append(checkin())
    assert not keeper.wait(0.05)
    disk.full = False
    assert keeper.wait(PATIENCE)
    assert keeper.trouble is None
    assert keeper.close() is None
    assert events_in(disk) == (checkin(),)


def test_closing_the_background_tries_a_last_time(disk: Disk, clock: HeldClock, tmp_path: Path) -> None:
    disk.full = True
    keeper = WriteQueue(disk.open, clock, background=True)
    keeper.append(checkin())
    disk.full = False
    assert keeper.close(rescue_to=tmp_path) is None
    assert events_in(disk) == (checkin(),)


def test_closing_lets_go_of_the_journal_and_keeps_a_copy_of_the_day(disk: Disk, clock: HeldClock) -> None:
    keeper = WriteQueue(disk.open, clock)
    keeper.append(checkin())
    assert backups(disk.path) == ()
    keeper.close()
    assert len(backups(disk.path)) == 1


def test_a_copy_of_the_day_that_cannot_be_made_loses_nothing_and_is_told(
    keeper: WriteQueue, disk: Disk, tmp_path: Path
) -> None:
    keeper.append(checkin())
    (disk.path.parent / "backups").write_text("in the way")
    assert keeper.close(rescue_to=tmp_path) is None
    assert keeper.trouble is not None
    (disk.path.parent / "backups").unlink()
    assert events_in(disk) == (checkin(),)


def test_without_a_thread_waiting_is_trying_once(keeper: WriteQueue, disk: Disk) -> None:
    disk.full = True
    keeper.append(checkin())
    assert not keeper.wait(PATIENCE)
    disk.full = False
    assert keeper.wait(PATIENCE)
    assert events_in(disk) == (checkin(),)
