"""What was done stays in memory until it is on disk, and is saved as soon as the disk allows."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Final

from msgspec import Struct
from msgspec.structs import replace

from coach.clock import Clock
from coach.errors import CoachError, UsageError
from coach.journal.journal import Journal
from coach.journal.lines import write_line
from coach.journal.progress import NotInProgressError, Progress, Unfinished
from coach.model.events import Event, Session, SetRecord

RETRY_SECONDS: Final = 2.0


class _Step(Struct, frozen=True):
    """One thing to write; doing it twice is the same as doing it once."""

    write: Callable[[Journal, Progress], object]
    event: Event | None = None
    """What it adds to the events."""


class Keeper:
    """Takes what is to be written at once, and writes it in its order, now or when the disk allows.

    None of its methods raises because of the disk; `trouble` says what is the matter. With a thread of its
    own even a disk that hangs does not hold up the one who hands things in.

    Attributes:
        trouble: why the last attempt to write failed, or None.
    """

    def __init__(
        self, open_journal: Callable[[], Journal], clock: Clock, *, background: bool = False
    ) -> None:
        """Nothing is opened before there is something to write.

        Args:
            open_journal: opens a journal of its own, which `close` closes; asked again after a failure.
            clock: for the end of a session.
            background: write in a thread, and try again there every `RETRY_SECONDS`; otherwise writing
                happens while something is handed in, and in `save`.
        """
        self.trouble: CoachError | None = None
        self.clock = clock
        self._open_journal = open_journal
        self._progress: Progress | None = None
        self._steps: deque[_Step] = deque()
        self._saving = threading.Lock()
        self._wake = threading.Condition()
        self._closed = False
        self._thread: threading.Thread | None = None
        if background:
            self._thread = threading.Thread(target=self._keep_saving, name="journal", daemon=True)
            self._thread.start()

    @property
    def pending(self) -> int:
        """How many things are not on disk yet."""
        return len(self._steps)

    def append(self, *events: Event) -> None:
        """Keep these events.

        Raises:
            UsageError: an event's values do not make sense.
        """
        for event in events:
            _check(event)
            self._hand_in(_appending(event))

    def begin(self, header: Session, *, plan: str | None = None) -> KeptRecording:
        """Begin to record a session, as `Progress.begin` does.

        Raises:
            UsageError: its values do not make sense.
        """
        _check(header)
        self._hand_in(_Step(lambda _journal, progress: progress.begin(header, plan=plan)))
        return KeptRecording(self, header, {}, plan)

    def resume(self, unfinished: Unfinished) -> KeptRecording:
        """Go on with a session that a crash has left behind."""
        session = unfinished.session
        self._hand_in(_Step(lambda _journal, progress: progress.resume(session.id)))
        return KeptRecording(self, session, dict(unfinished.records), unfinished.plan)

    def save(self) -> bool:
        """Try to write everything that is pending.

        Returns:
            Whether all of it is on disk now.
        """
        with self._saving:
            while self._steps:
                try:
                    progress = self._progress or Progress(self._open_journal())
                    self._progress = progress
                    self._steps[0].write(progress.journal, progress)
                except CoachError as error:
                    self.trouble = error
                    self._give_up_useless()
                    return False
                self._steps.popleft()
            self.trouble = None
            return True

    def wait(self, seconds: float) -> bool:
        """Wait until nothing is pending, at most so long.

        Returns:
            Whether all of it is on disk.
        """
        if self._thread is None:
            return self.save()
        with self._wake:
            return self._wake.wait_for(lambda: not self._steps, timeout=seconds)

    def unsaved(self) -> tuple[Event, ...]:
        """The events that are not on disk yet; what a screen shows beside those of the journal."""
        return tuple(step.event for step in list(self._steps) if step.event is not None)

    def close(self, *, rescue_to: Path | None = None) -> Path | None:
        """Try a last time, and stop.

        Args:
            rescue_to: a folder for the events that could not be saved.

        Returns:
            The file of the rescued events, as lines that `coach import` reads; None when all was saved.

        Raises:
            OSError: they could not be written there either.
        """
        with self._wake:
            self._closed = True
            self._wake.notify_all()
        if self._thread is not None:
            self._thread.join()
        left = () if self.save() else self.unsaved()
        self._let_go()
        if not left or rescue_to is None:
            return None
        file = rescue_to / f"coach-{left[0].id}.jsonl"
        file.touch(mode=0o600)
        file.write_text("".join(f"{write_line(event).text}\n" for event in left), encoding="utf-8")
        return file

    def _let_go(self) -> None:
        """Close the journal, with its copy of the day; that one cannot be made loses nothing."""
        progress, self._progress = self._progress, None
        if progress is not None:
            try:
                progress.journal.close()
            except CoachError as error:
                self.trouble = error

    def _hand_in(self, step: _Step) -> None:
        self._steps.append(step)
        if self._thread is None:
            self.save()
        else:
            with self._wake:
                self._wake.notify_all()

    def _give_up_useless(self) -> None:
        """Open the journal anew next time, when this one can never be written to again."""
        progress = self._progress
        if progress and (progress.journal.read_only or progress.journal.was_replaced):
            self._progress = None
            progress.journal.close(back_up=False)

    def _keep_saving(self) -> None:
        while True:
            with self._wake:
                self._wake.wait_for(lambda: self._closed or bool(self._steps))
                if self._closed:
                    return
            saved = self.save()
            with self._wake:
                self._wake.notify_all()
                if not saved:
                    self._wake.wait_for(lambda: self._closed, RETRY_SECONDS)


class KeptRecording:
    """A session that is being recorded through a keeper: recording never fails, saving may come later."""

    def __init__(
        self, keeper: Keeper, header: Session, records: dict[int, SetRecord], plan: str | None
    ) -> None:
        """Use `Keeper.begin` or `Keeper.resume`."""
        self._plan = plan
        self._keeper = keeper
        self._header = header
        self._records = records
        self.session_id = header.id

    def record(self, key: int, record: SetRecord) -> None:
        """Keep this set; a later one with the same key takes its place.

        Args:
            key: the place of its work interval in the timeline.
            record: the set as it was done.
        """
        self._records[key] = record
        self._keeper._hand_in(_Step(lambda _journal, progress: self._record(progress, key, record)))

    def finish(self, ended_at: datetime | None = None) -> Session | None:
        """The session with all its sets; None when there is none.

        Args:
            ended_at: when it ended; None is now.
        """
        ended = ended_at or self._keeper.clock.now()
        sets = tuple(record for _key, record in sorted(self._records.items()))
        session = replace(self._header, sets=sets, ended_at=ended) if sets else None
        self._keeper._hand_in(_Step(lambda _journal, progress: self._finish(progress, ended), session))
        return session

    def discard(self) -> None:
        """Forget the session and its sets."""
        self._keeper._hand_in(_Step(lambda _journal, progress: progress.discard(self.session_id)))

    def _record(self, progress: Progress, key: int, record: SetRecord) -> None:
        try:
            progress.record(self.session_id, key, record)
        except NotInProgressError:
            self._begin_again(progress)

    def _finish(self, progress: Progress, ended_at: datetime) -> None:
        try:
            progress.finish(self.session_id, ended_at)
        except NotInProgressError:
            self._begin_again(progress)
            progress.finish(self.session_id, ended_at)

    def _begin_again(self, progress: Progress) -> None:
        """The journal that knew the session is gone: tell the new one all of it."""
        recording = progress.begin(self._header, plan=self._plan)
        for key, record in list(self._records.items()):
            recording.record(key, record)


def _appending(event: Event) -> _Step:
    return _Step(lambda journal, _progress: journal.append(event), event)


def _check(event: Event) -> None:
    try:
        write_line(event)
    except ValueError as error:
        raise UsageError(f"this cannot be written down: {error}") from error
