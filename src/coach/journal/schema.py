"""The tables of the journal, one migration for each version they ever had."""

from __future__ import annotations

from typing import Final

from msgspec import Struct

APPLICATION_ID: Final = 0x636F6163
"""Marks a SQLite file as a journal of this app: the letters `coac`."""


class Migration(Struct, frozen=True, kw_only=True):
    """What turns the version before into this one, in one transaction."""

    version: int
    about: str
    statements: tuple[str, ...]


_EVENTS = """
CREATE TABLE events (
    seq      INTEGER PRIMARY KEY,            -- the order in which they came to this machine
    id       TEXT NOT NULL UNIQUE,           -- a UUID in small letters
    date     TEXT NOT NULL,                  -- YYYY-MM-DD; of a tombstone without one, the date in its moment
    at       INTEGER NOT NULL,               -- microseconds since 1970 in UTC
    type     TEXT NOT NULL,
    program  TEXT,
    kind     TEXT,
    max_pain INTEGER,                        -- the most of its sets, or of the check-in
    target   TEXT,                           -- what a tombstone takes back
    replaces TEXT,
    imported INTEGER NOT NULL,               -- 1: it came from elsewhere
    crc      INTEGER NOT NULL,               -- CRC-32 of the body in UTF-8
    body     TEXT NOT NULL                   -- the JSON text, as it was written
)
"""

_VERSION_1 = Migration(
    version=1,
    about="Events, and the session in progress",
    statements=(
        _EVENTS,
        "CREATE INDEX events_in_order ON events (date, at, id, type, program, max_pain)",
        "CREATE INDEX events_taken_back ON events (target) WHERE target IS NOT NULL",
        "CREATE TRIGGER events_never_change BEFORE UPDATE ON events "
        "BEGIN SELECT RAISE(ABORT, 'an event is never changed'); END",
        "CREATE TRIGGER events_never_go BEFORE DELETE ON events "
        "BEGIN SELECT RAISE(ABORT, 'an event is never removed'); END",
        """
        CREATE TABLE running (
            session TEXT PRIMARY KEY,
            header  TEXT NOT NULL,           -- the session event without its sets
            plan    TEXT,                    -- whatever the player needs to go on
            last_at TEXT NOT NULL,           -- when it was last written to, ISO 8601 with an offset
            process INTEGER NOT NULL,
            machine TEXT NOT NULL
        )
        """,
        """
        CREATE TABLE running_sets (
            session TEXT NOT NULL,
            key     INTEGER NOT NULL,        -- the place in the timeline
            body    TEXT NOT NULL,
            PRIMARY KEY (session, key)
        )
        """,
    ),
)

_VERSION_2 = Migration(
    version=2,
    about="What was replaced is found without reading everything",
    statements=("CREATE INDEX events_replaced ON events (replaces) WHERE replaces IS NOT NULL",),
)

MIGRATIONS: Final = (_VERSION_1, _VERSION_2)
NEWEST: Final = MIGRATIONS[-1].version
