"""What was done stays in memory until it is on disk, and is saved as soon as the disk allows."""

from __future__ import annotations

import sqlite3
import threading
from collections import deque
from collections.abc import Callable, Iterable
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final

from msgspec import Struct
from msgspec.structs import replace

from coach.clock import Clock, SystemClock
from coach.errors import CoachError, JournalError, UsageError
from coach.journal.codec import write_line
from coach.journal.journal import Journal
from coach.journal.rescue import Rescue, UnsavedError, lines_of
from coach.journal.running import ActiveSession, ActiveSessions, NotInProgressError
from coach.model.events import Event, Session, SetRecord

if TYPE_CHECKING:
    pass


class UpcomingSet(Struct, frozen=True):
    """A set that ends by itself if nobody intervenes."""

    moment: float
    """When, on the monotonic clock."""
    key: int
    record: SetRecord
    """What will be written down of it."""


class QueuedRecording:
    """A session that is being recorded through a keeper: recording never fails, saving may come later.

    A set that comes to its end by itself is written shortly before that moment, so that it is on disk when
    its end is announced. What is written ahead and does not come true is taken back.
    """

    def __init__(
        self, keeper: WriteQueue, header: Session, records: dict[int, SetRecord], plan: str | None
    ) -> None:
        self._plan = plan
        self._keeper = keeper
        self._header = header
        self._records = records
        self._handed = dict(records)
        """What the journal has, or is to have, of each set."""
        self._ahead: int | None = None
        """The set that was written before its end, while that has not come."""
        self.coming: UpcomingSet | None = None
        """The set that is to be written before its end."""
        self._last_at = header.at
        self.session_id = header.id

    def record(self, key: int, record: SetRecord) -> None:
        """Keep this set; a later one with the same key takes its place.

        Args:
            key: the place of its work interval in the timeline.
            record: the set as it was done.
        """
        with self._keeper.changing:
            self._records[key] = record
            self._last_at = self._keeper.clock.now()
            if self._ahead == key:
                self._ahead = None
            if self.coming is not None and self.coming.key == key:
                self.coming = None
            written_ahead = self._handed.get(key) == record
        if written_ahead:
            self._keeper.start_waiting()
        else:
            self._hand_in(key, record)

    def forget(self, key: int) -> None:
        """Know nothing of this set any more.

        Args:
            key: the place of its work interval in the timeline.
        """
        with self._keeper.changing:
            self._records.pop(key, None)
        self._hand_in(key, None)

    def expect(self, coming: UpcomingSet | None) -> None:
        """Say which set ends next by itself; None: none does, as things stand now."""
        with self._keeper.changing:
            self.coming = coming
            key, self._ahead = self._ahead, None
            if key is None:
                self._keeper.wake()
            elif coming is not None and coming.key == key and coming.record == self._handed.get(key):
                self._ahead, self.coming = key, None
            else:
                self._hand_in(key, self._records.get(key))

    def write_ahead(self) -> None:
        """Hand in the set that is coming, now; called by the keeper in good time before its end."""
        coming, self.coming = self.coming, None
        if coming is not None and self._handed.get(coming.key) != coming.record:
            self._ahead = coming.key
            self._hand_in(coming.key, coming.record, ahead=True)

    def finish(self, ended_at: datetime | None = None, *, stopped: bool = False) -> Session | None:
        """The session with all its sets; None when there is none.

        Args:
            ended_at: when it ended; None is now.
            stopped: the user stopped it before its end.
        """
        self.expect(None)
        ended = ended_at or self._keeper.clock.now()
        session = self.so_far(ended, stopped=stopped)
        self._keeper.hand_in(
            lambda _journal, progress: self._finish(progress, ended, stopped=stopped), session
        )
        return session

    def so_far(self, ended_at: datetime | None = None, *, stopped: bool = True) -> Session | None:
        """The session as if it had been stopped after its last set, or then; None while it has no set."""
        sets = tuple(record for _key, record in sorted(self._records.copy().items()))
        ended = ended_at or self._last_at
        return replace(self._header, sets=sets, ended_at=ended, stopped=stopped) if sets else None

    def discard(self) -> None:
        """Forget the session and its sets."""
        self.expect(None)
        self._keeper.hand_in(lambda _journal, progress: self._discard(progress))

    def write_all(self, progress: ActiveSessions) -> None:
        """Write all of the session into a journal that may have none of it, or only a part."""
        progress.begin(self._header, plan=self._plan)
        for key, record in list(self._records.items()):
            progress.record(self.session_id, key, record)

    def _hand_in(self, key: int, record: SetRecord | None, *, ahead: bool = False) -> None:
        if record is None:
            self._handed.pop(key, None)
        else:
            self._handed[key] = record
        self._keeper.hand_in(lambda _journal, progress: self._record(progress, key, record), ahead=ahead)

    def _record(self, progress: ActiveSessions, key: int, record: SetRecord | None) -> None:
        try:
            if record is None:
                progress.forget(self.session_id, key)
            else:
                progress.record(self.session_id, key, record)
        except NotInProgressError:
            # The journal that had the session is gone: write all of it into the new one.
            self.write_all(progress)

    def _finish(self, progress: ActiveSessions, ended_at: datetime, *, stopped: bool) -> None:
        try:
            progress.finish(self.session_id, ended_at, stopped=stopped)
        except NotInProgressError:
            self.write_all(progress)
            progress.finish(self.session_id, ended_at, stopped=stopped)
        self._keeper.remove(self)

    def _discard(self, progress: ActiveSessions) -> None:
        progress.discard(self.session_id)
        self._keeper.remove(self)


RETRY_SECONDS: Final = 2.0
SLOW_SECONDS: Final = 0.25
"""From then on it is said that something is not on disk yet."""
CLOSE_SECONDS: Final = 10.0
"""How long the end waits for a disk that hangs."""
LEAST_LEAD_SECONDS: Final = 0.2
MOST_LEAD_SECONDS: Final = 1.0
"""A set is written so long before its end: as three times the slowest of the last writes, within these."""
_LEAD_FACTOR: Final = 3
_WRITES_LOOKED_AT: Final = 8
_STALE_SECONDS: Final = 0.5
"""So long after the moment of its end a set is not written ahead any more: the machine has slept."""

Write = Callable[[Journal, ActiveSessions], object]


class _Step(Struct, frozen=True):
    """One thing to write; doing it twice is the same as doing it once."""

    write: Write
    event: Event | None = None
    """What it adds to the events."""


class WriteQueue:
    """Takes what is to be written at once, and writes it in its order, now or when the disk allows.

    None of its methods raises because of the disk; `trouble` says what is the matter. With a thread of its
    own even a disk that hangs does not hold up the one who hands things in. For as long as the disk refuses,
    everything that it has not taken is kept in a file of its own, where there is room for one.

    Attributes:
        clock: for the end of a session, and the moments at which sets are written ahead.
        changing: held while it is decided what is handed in next.
    """

    def __init__(
        self,
        open_journal: Callable[[], Journal],
        clock: Clock,
        *,
        background: bool = False,
        rescue_to: Callable[[], Iterable[Path]] | None = None,
    ) -> None:
        """Nothing is opened before there is something to write.

        Args:
            open_journal: opens a journal of its own, which `close` closes; asked again after a failure.
            clock: for the end of a session.
            background: write in a thread, and try again there every `RETRY_SECONDS`; otherwise writing
                happens while something is handed in, and in `save`.
            rescue_to: folders for what cannot be saved, in the order in which they are tried; None: none.
        """
        self.clock = clock
        self.changing = threading.Condition()
        self._watch: Clock = SystemClock()
        """Times the disk, which no rehearsal makes faster."""
        self._error: CoachError | None = None
        self._open_journal = open_journal
        self._progress: ActiveSessions | None = None
        self._opened = self._write_all_anew = False
        self._steps: deque[_Step] = deque()
        self._recordings: list[QueuedRecording] = []
        self._took: deque[float] = deque(maxlen=_WRITES_LOOKED_AT)
        self._waiting_since: float | None = None
        self._saving = threading.Lock()
        self._rescue = Rescue(rescue_to) if rescue_to is not None else None
        self._closed = False
        self._thread: threading.Thread | None = None
        if background:
            self._thread = threading.Thread(target=self._keep_saving, name="journal", daemon=True)
            self._thread.start()

    @property
    def pending(self) -> int:
        """How many things are not on disk yet."""
        return len(self._steps)

    @property
    def trouble(self) -> CoachError | None:
        """Why something that was done is not on disk; None while all is well."""
        since = self._waiting_since
        late = since is not None and self._steps and self._watch.monotonic() - since >= SLOW_SECONDS
        return self._error or (JournalError("the disk is slow") if late else None)

    @property
    def rescue(self) -> Path | None:
        """The file of what the journal does not take, or the folder where it would be; None: nowhere."""
        return None if self._rescue is None else self._rescue.file or self._rescue.folder

    def append(self, *events: Event) -> None:
        """Keep these events.

        Raises:
            UsageError: an event's values do not make sense.
        """
        for event in events:
            _check(event)
            self._append(event)

    def _append(self, event: Event) -> None:
        self.hand_in(lambda journal, _progress: journal.append(event), event)

    def begin(self, header: Session, *, plan: str | None = None) -> QueuedRecording:
        """Begin to record a session, as `ActiveSessions.begin` does.

        Raises:
            UsageError: its values do not make sense.
        """
        _check(header)
        recording = QueuedRecording(self, header, {}, plan)
        self._recordings.append(recording)
        self.hand_in(lambda _journal, progress: progress.begin(header, plan=plan))
        return recording

    def resume(self, unfinished: ActiveSession) -> QueuedRecording:
        """Go on with a session that a crash has left behind."""
        session = unfinished.session
        recording = QueuedRecording(self, session, dict(unfinished.records), unfinished.plan)
        self._recordings.append(recording)
        self.hand_in(lambda _journal, progress: progress.resume(session.id))
        return recording

    def save(self) -> bool:
        """Try to write everything that is pending.

        Returns:
            Whether all of it is on disk now.
        """
        with self._saving:
            while self._steps:
                began = self._watch.monotonic()
                try:
                    self._write(self._steps[0])
                except CoachError as error:
                    self._give_up_useless()
                    self._keep_elsewhere()
                    # Last, so that it is known by then where things are.
                    self._error = error
                    return False
                self._took.append(self._watch.monotonic() - began)
                with self.changing:
                    self._steps.popleft()
                    if not self._steps:
                        self._waiting_since = None
            self._error = None
            if self._rescue is not None:
                self._rescue.drop()
            return True

    def wait(self, seconds: float, *, or_trouble: bool = False) -> bool:
        """Wait until nothing is pending, at most so long.

        Args:
            seconds: the most.
            or_trouble: wait no longer once it is known that the disk refuses.

        Returns:
            Whether all of it is on disk.
        """
        if self._thread is None:
            return self.save()
        with self.changing:
            self.changing.wait_for(
                lambda: not self._steps or (or_trouble and self._error is not None), timeout=seconds
            )
            return not self._steps

    def unsaved(self) -> tuple[Event, ...]:
        """The events that are not on disk yet; what a screen shows beside those of the journal."""
        return tuple(step.event for step in list(self._steps) if step.event is not None)

    def close(self, *, rescue_to: Path | None = None) -> Path | None:
        """Try a last time, and stop.

        Args:
            rescue_to: a folder for what could not be saved, where the keeper has none of its own.

        Returns:
            The file of what could not be saved, as lines that `coach import` reads; None when all was.

        Raises:
            UnsavedError: no folder took it; what is not saved is in the error's lines.
        """
        with self.changing:
            self._closed = True
            self.changing.notify_all()
        if self._thread is not None:
            self._thread.join(CLOSE_SECONDS)
        if self._thread is None or not self._thread.is_alive():
            saved = self.save()
            self._let_go()
            if saved:
                return None
        left = self._left()
        rescue = self._rescue or (Rescue(lambda: [rescue_to]) if rescue_to is not None else None)
        if not left or rescue is None:
            return None
        file = rescue.keep(left)
        if file is None:
            raise UnsavedError("it could not be saved anywhere", lines=lines_of(left))
        return file

    # ------------------------------------------------------------------ for the recordings

    def hand_in(self, write: Write, event: Event | None = None, *, ahead: bool = False) -> None:
        """Have this written after everything before it.

        Args:
            write: doing it twice is the same as doing it once.
            event: what it adds to the events.
            ahead: it has not happened yet, so nobody waits for it.
        """
        with self.changing:
            self._steps.append(_Step(write, event))
            if not ahead:
                self.start_waiting()
            self.changing.notify_all()
        if self._thread is None:
            self.save()

    def start_waiting(self) -> None:
        """What was handed in has happened: from now on it is late when it is not on disk."""
        with self.changing:
            if self._steps and self._waiting_since is None:
                self._waiting_since = self._watch.monotonic()

    def wake(self) -> None:
        """Have the thread see that another set is coming than before."""
        with self.changing:
            self.changing.notify_all()

    def remove(self, recording: QueuedRecording) -> None:
        """A recording is over, and all of it written."""
        if recording in self._recordings:
            self._recordings.remove(recording)

    # ------------------------------------------------------------------ writing

    def _write(self, step: _Step) -> None:
        progress = self._progress
        if progress is None:
            progress = self._progress = ActiveSessions(self._open_journal())
            self._write_all_anew, self._opened = self._opened, True
        if self._write_all_anew:
            # It may be another journal than before, or the same after a time without it.
            for recording in list(self._recordings):
                recording.write_all(progress)
            self._write_all_anew = False
        step.write(progress.journal, progress)

    def _left(self) -> tuple[Event, ...]:
        """What is not in the journal, or not all of it: a session that is not over ends with its last set."""
        found = {event.id: event for event in self.unsaved()}
        for recording in list(self._recordings):
            session = recording.so_far()
            if session is not None:
                found.setdefault(session.id, session)
        return tuple(found.values())

    def _keep_elsewhere(self) -> None:
        if self._rescue is not None:
            self._rescue.keep(self._left())

    def _let_go(self) -> None:
        """Close the journal, with its copy of the day; that one cannot be made loses nothing."""
        progress, self._progress = self._progress, None
        if progress is not None:
            try:
                progress.journal.close()
            except CoachError as error:
                self._error = error

    def _give_up_useless(self) -> None:
        """Open the journal anew next time, when this one can never be written to again."""
        progress = self._progress
        if progress is None:
            return
        journal = progress.journal
        if journal.read_only or journal.was_replaced or not journal.answers:
            self._progress = None
            with suppress(CoachError, sqlite3.Error):
                journal.close(back_up=False)

    def _keep_saving(self) -> None:
        while True:
            with self.changing:
                if not (self._closed or self._steps):
                    self.changing.wait(self._seconds_until_due())
                if self._closed:
                    return
                self._write_ahead()
                if not self._steps:
                    continue
            saved = self.save()
            with self.changing:
                self.changing.notify_all()
                if not saved:
                    self.changing.wait_for(lambda: self._closed, RETRY_SECONDS)

    @property
    def _lead_seconds(self) -> float:
        """How long before its end a set is written: long enough for this disk."""
        slowest = max(self._took, default=0.0)
        return min(MOST_LEAD_SECONDS, max(LEAST_LEAD_SECONDS, _LEAD_FACTOR * slowest))

    def _seconds_until_due(self) -> float | None:
        """Until the next set has to be written ahead; None where none is coming."""
        moments = [one.coming.moment for one in self._recordings if one.coming is not None]
        if not moments:
            return None
        return max(0.0, min(moments) - self._lead_seconds - self.clock.monotonic())

    def _write_ahead(self) -> None:
        now = self.clock.monotonic()
        for recording in self._recordings:
            coming = recording.coming
            if coming is not None and coming.moment - self._lead_seconds <= now:
                if now <= coming.moment + _STALE_SECONDS:
                    recording.write_ahead()
                else:
                    recording.coming = None


def _check(event: Event) -> None:
    try:
        write_line(event)
    except ValueError as error:
        raise UsageError(f"this cannot be written down: {error}") from error
