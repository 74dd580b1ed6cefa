"""What is wrong with a file, and exactly where."""

from __future__ import annotations

from pathlib import Path

from msgspec import Struct


class Problem(Struct, frozen=True, order=True):
    """One thing to repair in one file.

    Problems sort in the order in which one reads the file.
    """

    path: Path
    line: int
    """From 1; 1 where the whole file is meant."""
    column: int
    """From 1, in characters."""
    message: str
    hint: str = ""
    """What to do about it; empty where the message says it all."""

    def line_text(self) -> str:
        """`file:line:column: message (hint)`, on one line, without control characters."""
        text = f"{self.path}:{self.line}:{self.column}: {self.message}"
        whole = f"{text} ({self.hint})" if self.hint else text
        return "".join(mark if mark.isprintable() else "\N{REPLACEMENT CHARACTER}" for mark in whole)
