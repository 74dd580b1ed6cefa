"""A session that is recorded through a keeper."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from coach.journal.progress import NotInProgressError, Progress
from coach.model.events import Session, SetRecord

if TYPE_CHECKING:
    from coach.journal.keeper import Keeper


class Coming(Struct, frozen=True):
    """A set that ends by itself if nobody intervenes."""

    moment: float
    """When, on the monotonic clock."""
    key: int
    record: SetRecord
    """What will be written down of it."""


class KeptRecording:
    """A session that is being recorded through a keeper: recording never fails, saving may come later.

    A set that comes to its end by itself is written shortly before that moment, so that it is on disk when
    its end is announced. What is written ahead and does not come true is taken back.
    """

    def __init__(
        self, keeper: Keeper, header: Session, records: dict[int, SetRecord], plan: str | None
    ) -> None:
        """Use `Keeper.begin` or `Keeper.resume`."""
        self._plan = plan
        self._keeper = keeper
        self._header = header
        self._records = records
        self._handed = dict(records)
        """What the journal has, or is to have, of each set."""
        self._ahead: int | None = None
        """The set that was written before its end, while that has not come."""
        self.coming: Coming | None = None
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

    def expect(self, coming: Coming | None) -> None:
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

    def write_all(self, progress: Progress) -> None:
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

    def _record(self, progress: Progress, key: int, record: SetRecord | None) -> None:
        try:
            if record is None:
                progress.forget(self.session_id, key)
            else:
                progress.record(self.session_id, key, record)
        except NotInProgressError:
            # The journal that had the session is gone: write all of it into the new one.
            self.write_all(progress)

    def _finish(self, progress: Progress, ended_at: datetime, *, stopped: bool) -> None:
        try:
            progress.finish(self.session_id, ended_at, stopped=stopped)
        except NotInProgressError:
            self.write_all(progress)
            progress.finish(self.session_id, ended_at, stopped=stopped)
        self._keeper.remove(self)

    def _discard(self, progress: Progress) -> None:
        progress.discard(self.session_id)
        self._keeper.remove(self)
