"""What the screen on top of an app shows, as text."""

from __future__ import annotations

from typing import Any

from textual.app import App

from tests.support.textual_private import screen_strips


def screen_text(app: App[Any]) -> str:
    """The text of the screen, line by line."""
    return "\n".join(strip.text.rstrip() for strip in screen_strips(app))


def screen_words(app: App[Any]) -> str:
    """The same in one line with single spaces, for texts that are wrapped."""
    return " ".join(screen_text(app).split())
