"""A program of somebody's own that is over in half a minute, for tests that run a session for real."""

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
"""Tones alone: a voice over them would make them harder to find in a recording. Health was asked about."""


def make_short_home(home: Path) -> Path:
    """Put the program and the settings into somebody's home, and return that home."""
    (home / "programs").mkdir(parents=True)
    (home / "programs" / "tiny.yaml").write_text(SHORT_PROGRAM)
    (home / "config.yaml").write_text(QUIET)
    return home
