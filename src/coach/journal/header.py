"""What the first bytes of the journal's file tell, without opening it."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from coach.journal.schema import APPLICATION_ID, NEWEST

_VERSION: Final = slice(60, 64)
_APPLICATION: Final = slice(68, 72)
"""Where SQLite keeps the two numbers, in big-endian order."""


def is_up_to_date(path: Path) -> bool:
    """Whether a journal of this very version lies there, so that opening it changes nothing.

    What is still in the write-ahead log is not seen: False, then, though it may be.
    """
    try:
        if not path.is_file():
            # Opening a pipe would wait for somebody to write into it.
            return False
        with path.open("rb") as file:
            head = file.read(_APPLICATION.stop)
    except OSError:
        return False
    return _number(head[_VERSION]) == NEWEST and _number(head[_APPLICATION]) == APPLICATION_ID


def _number(places: bytes) -> int:
    return int.from_bytes(places, "big")
