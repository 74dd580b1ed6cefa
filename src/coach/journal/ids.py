"""Ids of events: unique everywhere without asking anyone, and in the order in which they were made."""

from __future__ import annotations

import os
import re
from datetime import datetime
from typing import Final

_UUID: Final = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)
_RANDOM_A_BITS: Final = 12
_RANDOM_B_BITS: Final = 62


def new_id(now: datetime) -> str:
    """A UUID of version 7: the milliseconds of `now`, then 74 random bits.

    Args:
        now: the moment of the event, aware of its zone; ids of later moments sort after earlier ones.
    """
    milliseconds = max(0, int(now.timestamp() * 1000)) & ((1 << 48) - 1)
    random = int.from_bytes(os.urandom(10), "big")
    random_a = random & ((1 << _RANDOM_A_BITS) - 1)
    random_b = (random >> _RANDOM_A_BITS) & ((1 << _RANDOM_B_BITS) - 1)
    number = milliseconds << 80 | 0x7 << 76 | random_a << 64 | 0b10 << 62 | random_b
    digits = f"{number:032x}"
    return "-".join((digits[:8], digits[8:12], digits[12:16], digits[16:20], digits[20:]))


def is_id(text: str) -> bool:
    """Whether this is a UUID in its usual form: 32 hexadecimal digits in five groups."""
    return _UUID.fullmatch(text) is not None
