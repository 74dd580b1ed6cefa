"""What commands and screens talk to: it joins library, journal, coaching and session, and holds no rules."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from coach.clock import Clock, RehearsalClock, training_day
from coach.errors import LibraryError, UsageError
from coach.model.events import Event, Session
from coach.model.plan import Plan, ProgramPlan
from coach.model.program import Program
from coach.model.timeline import Timeline
from coach.paths import Paths

if TYPE_CHECKING:
    from coach.journal.journal import Journal
    from coach.library.load import Library
    from coach.model.settings import Settings
    from coach.running import SessionRun
    from coach.sound.booth import Booth


class Coach:
    """The whole of the app without a screen.

    Everything behind it is opened on first use, so that a command pays only for what it asks.
    """

    def __init__(self, paths: Paths, clock: Clock) -> None:
        """Join what is at `paths`; nothing is read or made yet."""
        self.paths = paths
        self.clock = clock

    @cached_property
    def settings(self) -> Settings:
        """The user's settings, each with its default."""
        from coach.library.settings import load_settings

        settings, self.settings_problems = load_settings(self.paths.config)
        return settings

    @cached_property
    def library(self) -> Library:
        """The shipped programs and drills with the user's own."""
        from coach.library.load import load_library

        return load_library(self.paths.home)

    @cached_property
    def journal(self) -> Journal:
        """What was done.

        Raises:
            JournalError: it cannot be opened.
        """
        from coach.journal.journal import Journal

        return Journal.open(self.paths.journal)

    def today(self) -> date:
        """The training day of this moment."""
        return training_day(self.clock.now(), self.settings.day_cutover)

    def program(self, program_id: str) -> Program:
        """The program of that id.

        Raises:
            LibraryError: its file has problems.
            UsageError: there is none.
        """
        library = self.library
        found = library.programs.get(program_id)
        if found is not None:
            return found
        if program_id in library.broken:
            path = library.broken[program_id]
            raise LibraryError(
                f"'{program_id}' has problems and cannot be started",
                hint=f"coach check {path}",
                path=str(path),
            )
        raise UsageError(
            f"there is no program '{program_id}'", hint=_nearest(program_id, list(library.programs))
        )
