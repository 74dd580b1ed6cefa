"""Signs that no terminal shows: they give it orders, turn or join text, or make two names look alike.

The one place that knows them. What is kept on disk, and what goes to a file or a program, keeps every sign.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from typing import Final

ORDER_MARK: Final = "\ufffd"
"""Replaces a control sign, so that its place can be seen."""

_ORDERS: Final = "\x00-\x08\x0b-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff"
_BREAKS: Final = "\x85\u2028\u2029"
"""Ends of lines other than the one that everybody knows."""

# The joiners mean something in these scripts only: Arabic to Sinhala, Thai to Khmer, Mongolian.
_JOINED: Final = "\u0600-\u0dff\u0e00-\u109f\u1780-\u18af\ua840-\ua8ff"
_PICTURES: Final = "\u2190-\u2bff\u3030\u303d\u3297\u3299\U0001f000-\U0001faff"
_CJK: Final = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"

_NEEDED: Final = "|".join(
    (
        # The flag of England, of Scotland, of Wales: a black flag and letters that are not shown.
        "\U0001f3f4[\U000e0030-\U000e0039\U000e0061-\U000e007a]{2,6}\U000e007f",
        # A picture made of several: people at work, families, a heart on fire.
        f"(?<=[{_PICTURES}\ufe0f])\u200d(?=[{_PICTURES}])",
        f"(?<=[{_JOINED}])[\u200c\u200d](?=[{_JOINED}\\s]|$)",
        # Whether a sign is drawn as text or as a picture; a key with a digit on it.
        f"(?<=[{_PICTURES}\u00a9\u00ae\u203c\u2049\u2122\u2139])[\ufe0e\ufe0f]",
        "(?<=[0-9#*])\ufe0f(?=\u20e3)",
        "(?<=[\u1820-\u1878])[\u180b-\u180d]",
        f"(?<=[{_CJK}])[\U000e0100-\U000e01ef]",
    )
)
_UNSEEN: Final = (
    "\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164"
    "\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff"
)
_PRINTABLE_UNSEEN: Final = frozenset(
    "\u034f\u115f\u1160\u17b4\u17b5\u180b\u180c\u180d\u180f\u3164\uffa0"
    + "".join(map(chr, (*range(0xFE00, 0xFE10), *range(0xE0100, 0xE01F0))))
)
"""The ones of `_UNSEEN` that Python takes for printable."""
_IS_NEEDED, _IS_UNSEEN, _IS_BREAK = 1, 2, 3


@cache
def _found() -> re.Pattern[str]:
    # Compiled when a text needs it: these take longer than many a module takes to load.
    return re.compile(f"({_NEEDED})|([{_UNSEEN}])|([{_BREAKS}])|[{_ORDERS}]")


@cache
def _suspect() -> re.Pattern[str]:
    return re.compile(f"[{_UNSEEN}{_BREAKS}{_ORDERS}]")


_BREAK: Final = re.compile(r"[ \t]*[\t-\r\x1c-\x1e\x85\u2028\u2029]+\s*")
"""The end of a line, or a tab, with the spaces round it."""


def harmless(text: str, *, order: str = ORDER_MARK) -> str:
    """The text as a terminal may have it: words, spaces, ends of lines, and tabs.

    Args:
        text: any text.
        order: replaces each control sign; signs that are only invisible are removed.
    """
    if is_harmless(text):
        return text

    def instead(found: re.Match[str]) -> str:
        if found[_IS_NEEDED]:
            return found[0]
        if found[_IS_UNSEEN]:
            return ""
        return " " if found[_IS_BREAK] else order

    return _found().sub(instead, text)


def is_harmless(text: str) -> bool:
    """Whether no sign in it needs a closer look, as in nearly every text."""
    if text.replace("\n", "").replace("\t", "").isprintable():
        return text.isascii() or _PRINTABLE_UNSEEN.isdisjoint(text)
    return _suspect().search(text) is None


def without_signs(text: str, width: Callable[[str], int]) -> str:
    """The text of cells: what is taken out of it leaves as many spaces as it had cells.

    Args:
        text: what is about to be drawn.
        width: of a sign, as it was counted when room was made for it.
    """
    if is_harmless(text):
        return text
    return _found().sub(lambda found: found[0] if found[_IS_NEEDED] else " " * width(found[0]), text)


def one_line(text: str) -> str:
    """The text on one line: ends of lines and tabs become spaces."""
    return text if text.isprintable() else _BREAK.sub(" ", text)
