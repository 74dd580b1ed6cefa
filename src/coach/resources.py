"""Where the programs, sounds and pages that ship with the app are found."""

from __future__ import annotations

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent


def shipped_programs_folder() -> Path:
    """The folder of the shipped programs and the drill catalogue."""
    return _shipped("programs")


def shipped_sounds_folder() -> Path:
    """The folder of the shipped cue sounds."""
    return _shipped("sounds")


def _shipped(name: str) -> Path:
    installed = _PACKAGE / "shipped" / name
    return installed if installed.is_dir() else _PACKAGE.parent.parent / name


def templates_folder() -> Path:
    """The folder of the templates, one for each kind of program."""
    return _PACKAGE / "templates"


def guide_folder() -> Path:
    """The folder of the pages of the guide."""
    return _PACKAGE / "guide"
