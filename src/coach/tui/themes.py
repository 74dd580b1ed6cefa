"""The app's own colours: calm ones, dark and light."""

from __future__ import annotations

from typing import Final

from textual.theme import Theme

DARK: Final = Theme(
    name="coach-dark",
    primary="#7fb2e5",
    secondary="#8fc7c4",
    accent="#c3a6e8",
    success="#8fce8b",
    warning="#e9c46a",
    error="#ee8a7a",
    foreground="#dfe3e6",
    background="#14181b",
    surface="#1b2024",
    panel="#242a2f",
    dark=True,
)
LIGHT: Final = Theme(
    name="coach-light",
    primary="#1f5fa8",
    secondary="#0f6e6a",
    accent="#6d3fb0",
    success="#23712b",
    warning="#8a5a00",
    error="#b3261e",
    foreground="#22282c",
    background="#fbf9f4",
    surface="#f2efe7",
    panel="#e8e4d9",
    dark=False,
)
OWN: Final[tuple[Theme, ...]] = (DARK, LIGHT)
