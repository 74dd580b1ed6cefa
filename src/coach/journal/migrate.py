"""Bringing an older journal up to date: a backup first, then one transaction for each version."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Sequence
from pathlib import Path

from coach.errors import JournalError
from coach.journal.connection import pragma, transaction
from coach.journal.schema import APPLICATION_ID, MIGRATIONS, NEWEST, Migration


def migrate(
    connection: sqlite3.Connection,
    path: Path,
    *,
    before: Callable[[int], object],
    migrations: Sequence[Migration] = MIGRATIONS,
) -> int:
    """Apply what is missing, and return the version that the journal has now.

    Two programs that start at once do it once: each version is looked at again inside its transaction.

    Args:
        connection: to the journal, open for writing.
        before: called with the old version before a journal that already has tables is changed.

    Raises:
        JournalError: the file is not a journal of this app, or a newer app wrote it.
    """
    version = check_version(connection, path, newest=migrations[-1].version)
    if 0 < version < migrations[-1].version:
        before(version)
    for migration in (one for one in migrations if one.version > version):
        with transaction(connection):
            if pragma(connection, "user_version") >= migration.version:
                continue
            for statement in migration.statements:
                connection.execute(statement)
            connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
            connection.execute(f"PRAGMA user_version = {migration.version}")
    return migrations[-1].version


def check_version(connection: sqlite3.Connection, path: Path, *, newest: int = NEWEST) -> int:
    """The version of the journal's tables; 0 for an empty file.

    Raises:
        JournalError: the file is not a journal of this app, or a newer app wrote it.
    """
    version = pragma(connection, "user_version")
    tables = int(connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0])
    if (tables or version) and pragma(connection, "application_id") != APPLICATION_ID:
        raise JournalError(
            "this is a database, but not a journal of coach",
            hint="move it elsewhere, or set COACH_HOME to another folder",
            path=str(path),
        )
    if version > newest:
        raise JournalError(
            f"a newer coach wrote this journal (version {version}; this one reads up to {newest})",
            hint="update coach; the journal was left as it is",
            path=str(path),
        )
    return version
