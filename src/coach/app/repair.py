"""Listing and restoring copies of the journal, and repairing it; none of it needs a journal that opens."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import date
from pathlib import Path

from msgspec import Struct

from coach.clock import Clock
from coach.errors import JournalError, UsageError
from coach.journal import backup
from coach.journal.connection import UNREADABLE, journal_errors
from coach.journal.damage import names_of
from coach.journal.journal import Journal
from coach.model.formatting import count_text
from coach.paths import Paths


class Copy(Struct, frozen=True, kw_only=True):
    """A copy of the journal."""

    path: Path
    events: int | None
    """None: it cannot be read."""
    last: date | None = None
    """The day of its latest event."""

    @property
    def name(self) -> str:
        """Its name for `coach restore`: `2026-01-05`, or `version-1` for a copy made before a migration."""
        return self.path.stem.removeprefix("journal-")


def copies(paths: Paths) -> tuple[Copy, ...]:
    """Every copy that is there, newest first; those made before a migration come last.

    Raises:
        JournalError: their folder cannot be read.
    """
    with journal_errors(paths.journal):
        daily = backup.backups(paths.journal)
        before = backup.migration_copies(paths.journal)
    return tuple(_look_into(path) for path in (*reversed(daily), *reversed(before)))


def restore(paths: Paths, clock: Clock, which: str) -> tuple[str, ...]:
    """Replace the journal by a copy, and keep the present one beside it; returns what was done, in sentences.

    Args:
        clock: its day goes into the name of the file that is kept.
        which: the name of a copy, or the path of any other journal.

    Raises:
        UsageError: there is no such copy.
        JournalError: it is no intact journal, another coach has the journal open, or the disk refused.
    """
    named = (one.path for one in copies(paths) if which in {one.name, one.path.name})
    copy = next(named, Path(which))
    if not copy.is_file():
        raise UsageError(f"there is no copy '{which}'", hint="coach restore lists the copies")
    if paths.journal.exists() and copy.samefile(paths.journal):
        raise UsageError("this is the journal itself, not a copy of it")
    with journal_errors(paths.journal):
        kept = backup.restore(paths.journal, copy, day=clock.now().date())
    found = _look_into(paths.journal)
    done = [f"the journal is now the copy {copy}, with {count_text(found.events or 0, 'event')}"]
    if kept is not None:
        done.append(f"the journal before that is kept as {kept}")
        done.append(f"to go back to that one: coach restore {kept}")
    return tuple(done)


def trouble(paths: Paths, clock: Clock) -> JournalError | None:
    """Why the journal cannot be opened, or what is damaged in it; None without a problem or a journal.

    Reads the whole file.
    """
    try:
        with journal_errors(paths.journal):
            if not paths.journal.exists() and not backup.backups(paths.journal):
                return None
        journal = Journal.open(paths.journal, clock=clock)
        try:
            journal.check()
        finally:
            journal.close(back_up=False)
    except JournalError as error:
        return error
    return None


def repair(paths: Paths, clock: Clock) -> tuple[str, ...]:
    """Save what a damaged journal and its copies still hold into a new one; an intact one is not changed.

    Returns:
        What was done, in sentences.

    Raises:
        JournalError: it cannot be repaired from here: it is a newer coach's or no journal at all, another
            coach has it open, or the disk refused.
    """
    found = trouble(paths, clock)
    if found is None:
        return ("the journal is sound: there is nothing to repair",)
    if not any(words in found.message for words in ("damaged", "is empty", "is gone")):
        raise found
    from coach.journal.repair import recover

    saved = recover(paths.journal, day=clock.now().date())
    done = [f"a new journal was made, with {count_text(saved.events, 'event')}"]
    if saved.from_copies:
        done.append(f"{saved.from_copies} of them only a copy still held")
    if saved.running:
        done.append(f"{count_text(saved.running, 'unfinished session')} saved with its sets")
    if saved.unreadable:
        rows = count_text(saved.unreadable, "row")
        done += (
            f"of the damaged file {rows} could not be read; a copy may have had it",
            "if you had reported something alarming, say it again in a check-in: it may be among them",
        )
    if saved.lost:
        named = names_of(saved.lost)
        done.append(f"no copy has {named}; what another machine has of it comes with the next sync")
    if saved.kept is not None:
        done.append(f"the damaged file is kept as {saved.kept}")
    return tuple(done)


def _look_into(path: Path) -> Copy:
    try:
        with closing(
            sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro&immutable=1", uri=True)
        ) as connection:
            count, last = connection.execute("SELECT count(*), max(date) FROM events").fetchone()
            return Copy(path=path, events=int(count), last=date.fromisoformat(last) if last else None)
    except (*UNREADABLE, ValueError, TypeError):
        return Copy(path=path, events=None)
