"""Writes wait in memory until the disk takes them, and go to a rescue file where it never does."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from coach.journal import write_queue
from coach.journal.backup import backups
from coach.journal.rescue import UnsavedError
from coach.journal.write_queue import WriteQueue
from coach.model.events import Event
from tests.journal.factories import FixedClock, checkin, session
from tests.journal.failing_disk import PATIENCE_SECONDS, Disk


@pytest.fixture
def disk(path: Path, clock: FixedClock) -> Iterator[Disk]:
    made = Disk(path, clock)
    yield made
    for journal in made.opened:
        journal.close(back_up=False)


@pytest.fixture
def elsewhere(tmp_path: Path) -> Path:
    return tmp_path / "elsewhere"


@pytest.fixture
def queue(disk: Disk, clock: FixedClock, elsewhere: Path) -> WriteQueue:
    return WriteQueue(disk.open, clock, rescue_to=lambda: [elsewhere])


def put(queue: WriteQueue, event: Event) -> None:
    queue.put(lambda journal: journal.append(event), event.id, event)


def test_queued_write_is_written(queue: WriteQueue, disk: Disk) -> None:
    put(queue, checkin())
    assert queue.wait(PATIENCE_SECONDS)
    assert (queue.pending, queue.trouble, queue.unsaved()) == (0, None, ())
    assert disk.events() == (checkin(),)
    assert queue.close() is None


def test_full_disk_is_written_once_freed(queue: WriteQueue, disk: Disk, elsewhere: Path) -> None:
    disk.full = True
    put(queue, checkin())
    put(queue, session())
    assert not queue.wait(PATIENCE_SECONDS, or_trouble=True)
    assert str(queue.trouble) == f"{disk.path}: the disk is full"
    assert queue.unsaved() == (checkin(), session())
    assert not queue.save()
    assert queue.rescue is not None and queue.rescue.parent == elsewhere
    disk.full = False
    assert queue.save()
    assert (queue.pending, queue.trouble, queue.unsaved()) == (0, None, ())
    assert set(disk.events()) == {checkin(), session()}
    assert list(elsewhere.iterdir()) == [], "the rescue file is gone"
    assert queue.close() is None


def test_latest_write_of_id_is_rescued(queue: WriteQueue, disk: Disk, elsewhere: Path) -> None:
    disk.full = True
    put(queue, session(note="first"))
    put(queue, session(note="second"))
    put(queue, checkin())
    queue.put(lambda _journal: None, checkin().id, None)
    assert queue.unsaved() == (session(note="second"),)
    file = queue.close()
    assert file is not None
    assert file.parent == elsewhere
    assert file.stat().st_mode & 0o077 == 0
    assert len(file.read_text("utf-8").splitlines()) == 1


def test_error_contains_unsaved_events(disk: Disk, clock: FixedClock) -> None:
    disk.full = True
    queue = WriteQueue(disk.open, clock, rescue_to=list)
    put(queue, checkin())
    with pytest.raises(UnsavedError) as caught:
        queue.close()
    assert len(caught.value.lines) == 1


def test_failed_write_is_tried_again(queue: WriteQueue, disk: Disk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(write_queue, "RETRY_SECONDS", 0.01)
    disk.full = True
    put(queue, checkin())
    assert not queue.wait(0.05)
    disk.full = False
    assert queue.wait(PATIENCE_SECONDS)
    assert queue.trouble is None
    assert queue.close() is None
    assert disk.events() == (checkin(),)


def test_close_tries_once_more(queue: WriteQueue, disk: Disk, elsewhere: Path) -> None:
    disk.full = True
    put(queue, checkin())
    queue.wait(PATIENCE_SECONDS, or_trouble=True)
    disk.full = False
    assert queue.close() is None
    assert disk.events() == (checkin(),)
    assert not elsewhere.exists() or not list(elsewhere.iterdir())


def test_close_makes_daily_copy(queue: WriteQueue, disk: Disk) -> None:
    put(queue, checkin())
    assert queue.wait(PATIENCE_SECONDS)
    assert backups(disk.path) == ()
    queue.close()
    assert len(backups(disk.path)) == 1


def test_failed_daily_copy_is_reported(queue: WriteQueue, disk: Disk) -> None:
    put(queue, checkin())
    assert queue.wait(PATIENCE_SECONDS)
    (disk.path.parent / "backups").write_text("in the way")
    assert queue.close() is None
    assert queue.trouble is not None
    (disk.path.parent / "backups").unlink()
    assert disk.events() == (checkin(),)


def test_scheduled_write_is_queued_in_time(queue: WriteQueue, disk: Disk, clock: FixedClock) -> None:
    queue.schedule(0.1, lambda: put(queue, session("replaced")))
    queue.schedule(60.0, lambda: put(queue, session()))
    clock.sleep(59.9)
    put(queue, checkin())
    assert queue.wait(PATIENCE_SECONDS)
    queue.close()
    assert {event.id for event in disk.events()} == {checkin().id, session().id}
