"""Answering in a real terminal as somebody does who reads what is asked."""

from __future__ import annotations

from typing import Final

from coach.tui.reading_time import REPEAT_SECONDS
from tests.support.terminal import Terminal

READING: Final = REPEAT_SECONDS + 0.3
"""Seconds after which somebody can have read a question, on a busy machine too."""


def none_of_these(terminal: Terminal) -> None:
    """Read the list of what is alarming to its end, and say that there is nothing of it."""
    terminal.read(READING)
    terminal.send("space")
    terminal.read(READING)
    terminal.send("n")
