"""Texts that were right once: bytes flipped, pieces cut, doubled, swapped, and strange ones put in."""

from __future__ import annotations

import random
from collections.abc import Sequence

STRANGE: Sequence[bytes] = (
    b"\x00",
    b"\xff",
    b"\xc3",
    b"\xed\xa0\x80",
    b"\xef\xbb\xbf",
    b"\x1b[31m",
    b"\r\n",
    b"\r",
    b"\xe2\x80\xa8",
    b"[bold]",
    b"=1+1",
    b"null",
    b"true",
    b"NaN",
    b"Infinity",
    b"-0",
    b"1e400",
    b"1e-400",
    b"-1",
    b"99999999999999999999",
    b"0.1e1",
    b'"',
    b'""',
    b"\\",
    b"\\u0000",
    b"\\ud800",
    b"{",
    b"}",
    b"[",
    b"]",
    b",",
    b";",
    b":",
    b"\t",
    b"\n",
    b"0001-01-01",
    b"9999-12-31",
    b"2026-02-30",
    b"0001-01-01T00:00:00+23:59",
    b"9999-12-31T23:59:59-23:59",
    b"24:00:00",
    b"2026-01-05T07:30:60Z",
    b"&a ",
    b"*a",
    b"<<: ",
    b"!!python/object:os.system ",
    b"9" * 5_000,
    b"[" * 3_000,
    b'{"a":' * 2_000,
    "Übungen ٣ \U0001f9d8 ｆ".encode(),
)


def mutated(chance: random.Random, seeds: Sequence[bytes]) -> bytes:
    """One of the seeds with one to eight things done to it."""
    data = chance.choice(seeds)
    for _ in range(chance.choice((1, 1, 1, 2, 3, 5, 8))):
        data = _once(chance, data, seeds)
    return data


def _once(chance: random.Random, data: bytes, seeds: Sequence[bytes]) -> bytes:
    start = chance.randrange(len(data) + 1)
    end = min(len(data), start + chance.choice((0, 1, 1, 2, 5, 20, 200)))
    match chance.randrange(7):
        case 0:
            return data[:start] + bytes([chance.randrange(256)]) + data[start + 1 :]
        case 1:
            return data[:start] + data[end:]
        case 2:
            return data[:end] + data[start:]
        case 3 | 4:
            return data[:start] + chance.choice(STRANGE) + data[end:]
        case 5:
            other = chance.choice(seeds)
            at = chance.randrange(len(other) + 1)
            return data[:start] + other[at : at + chance.choice((1, 8, 40, 400))] + data[end:]
        case _:
            return data[:start]
