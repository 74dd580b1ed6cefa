"""The name by which a machine signs its files in a shared folder: letters and digits that mean nothing."""

from __future__ import annotations

import os
import re
from datetime import datetime
from pathlib import Path
from typing import Final

from coach.journal.database import make_private
from coach.journal.ids import new_id

_FILE: Final = "machine"
_NAME: Final = re.compile(r"[0-9a-f]{12}")
_MOST_BYTES: Final = 64


def machine_name(home: Path, now: datetime) -> str:
    """The name of this machine, made at the first call and kept in the user's folder.

    Two machines that share one name, because the folder was copied, lose nothing by it: their files then
    become conflict copies of each other, and these are read like any other.

    Args:
        home: the folder of the user's data.
        now: goes into the making of a name.

    Returns:
        Twelve hexadecimal digits.

    Raises:
        OSError: it cannot be kept.
    """
    path = home / _FILE
    found = _read(path)
    if found is not None:
        return found
    name = new_id(now)[-12:]
    beside = path.with_name(f".{_FILE}.{os.getpid()}.part")
    beside.unlink(missing_ok=True)
    make_private(beside)
    beside.write_text(f"{name}\n", encoding="ascii")
    beside.replace(path)
    return name


def _read(path: Path) -> str | None:
    try:
        with path.open("rb") as file:
            written = file.read(_MOST_BYTES).decode("ascii", "replace").strip()
    except FileNotFoundError:
        return None
    return written if _NAME.fullmatch(written) else None
