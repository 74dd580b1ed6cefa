"""A program of the user that takes half a minute, for tests that run a session for real."""

from __future__ import annotations

from pathlib import Path

SHORT_PROGRAM = """\
schema: 1
id: tiny
title: Tiny holds
kind: core
about: Two short holds.
schedule: {per_week: 3}
ready: 4s
switch: 3s
rest: {between: 4s, rounds: 5s}
rounds: 2
slots:
  - {slot: plank, hold: 2s}
  - {slot: side-plank, hold: 2s}
"""

QUIET = "speech: false\nhealth: []\n"
"""Tones alone, since speech over them makes them harder to find in a recording; health is answered."""


def make_short_home(home: Path) -> Path:
    """Write the program and the settings to a home, and return it."""
    (home / "programs").mkdir(parents=True)
    (home / "programs" / "tiny.yaml").write_text(SHORT_PROGRAM)
    (home / "config.yaml").write_text(QUIET)
    return home
