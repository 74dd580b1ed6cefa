"""Every program and drill there is, in one value."""

from __future__ import annotations

from pathlib import Path

from msgspec import Struct, field

from coach.library.problems import Problem
from coach.model.program import Drill, Program


class Library(Struct, kw_only=True):
    """Every program and drill there is."""

    programs: dict[str, Program] = field(default_factory=dict)
    """By id; only those without problems."""
    drills: dict[str, Drill] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()
    sources: dict[str, Path] = field(default_factory=dict)
    """The file of each program."""
    broken: dict[str, Path] = field(default_factory=dict)
    """Programs that are there and cannot be used before their problems are repaired, by their file's name."""
