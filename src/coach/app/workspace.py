"""Opens and caches what the use cases work on: settings, programs, the journal."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from functools import cached_property
from typing import TYPE_CHECKING, Final

from coach.clock import Clock, training_day
from coach.errors import ProgramFileError, UsageError, did_you_mean
from coach.files import remove_unfinished
from coach.model.formatting import in_sentence, is_valid_date
from coach.model.program import Kind, Program
from coach.paths import Paths

if TYPE_CHECKING:
    from coach.journal.journal import Journal
    from coach.model.settings import Settings
    from coach.programs.catalog import Catalog
    from coach.programs.parse import Problem


ORDER: Final = (
    Kind.MORNING,
    Kind.CORE,
    Kind.MOBILITY,
    Kind.PRACTICE,
    Kind.CARDIO,
    Kind.BREAK,
    Kind.BREATHING,
    Kind.CUSTOM,
)
"""The kinds of programs in the order in which a day shows them."""


class Workspace:
    """The paths, clock, settings, programs and journal of a user.

    Each is opened on first use, so that a command pays only for what it needs.

    Attributes:
        paths: where the user's things are.
        clock: the time of everything that is not inside a session.
    """

    def __init__(self, paths: Paths, clock: Clock) -> None:
        self.paths = paths
        self.clock = clock

    @cached_property
    def _settings(self) -> tuple[Settings, tuple[Problem, ...]]:
        from coach.config.load import load_settings

        return load_settings(self.paths.config)

    @property
    def settings(self) -> Settings:
        """The user's settings, each with its default."""
        return self._settings[0]

    def preset_settings(self, settings: Settings) -> None:
        """Use settings that another process has just read from the file, unless they are known here."""
        self.__dict__.setdefault("_settings", (settings, ()))

    def override_settings(self, settings: Settings) -> None:
        """Use these settings until the file is read again, because they could not be written."""
        self.__dict__["_settings"] = (settings, self.settings_problems)
        self.__dict__.pop("programs", None)

    @cached_property
    def catalog(self) -> Catalog:
        """The shipped programs and drills with the user's own."""
        own = (self.paths.programs, self.paths.drills)
        hidden = (folder / name for folder in own for name in (".drafts", ".backup", ".trash"))
        remove_unfinished((*own, *hidden), self.clock.now)
        return self.read_catalog()

    def read_catalog(self) -> Catalog:
        """Programs and drills as their files are now, for `reload_catalog`; safe in a thread."""
        from coach.programs.catalog import load_cached_catalog

        return load_cached_catalog(self.paths.home, self.paths.cache)

    @property
    def has_catalog(self) -> bool:
        """Whether programs and drills have been read."""
        return "catalog" in self.__dict__

    @cached_property
    def programs(self) -> Mapping[str, Program]:
        """Every program without problems, by its id, personalised by the settings."""
        from coach.coaching.planner import personalise

        fit = [personalise(program, self.settings) for program in self.catalog.programs.values()]
        return {
            program.id: program for program in sorted(fit, key=lambda one: (ORDER.index(one.kind), one.id))
        }

    def reload_catalog(self, catalog: Catalog | None = None) -> None:
        """Use this catalog, or read it again on its next use; a running session keeps its own."""
        for name in ("catalog", "programs"):
            self.__dict__.pop(name, None)
        if catalog is not None:
            self.__dict__["catalog"] = catalog

    @property
    def problems(self) -> tuple[Problem, ...]:
        """What is wrong with the user's own files."""
        return self._settings[1] + self.catalog.problems

    @cached_property
    def journal(self) -> Journal:
        """The journal, opened on first use.

        Raises:
            JournalError: it cannot be opened.
            UsageError: the clock shows an impossible year.
        """
        from coach.journal.journal import Journal

        self._sane_moment()
        remove_unfinished((self.paths.home, self.paths.backups, self.paths.config.parent), self.clock.now)
        return Journal.open(self.paths.journal, clock=self.clock)

    def names(self) -> dict[str, str]:
        """The title of each program, and the name of each drill inside a sentence, by its id."""
        titles = {program.id: program.title for program in self.programs.values()}
        return titles | {drill.id: in_sentence(drill.name) for drill in self.catalog.drills.values()}

    def today(self) -> date:
        """The training day of this moment.

        Raises:
            UsageError: the clock shows an impossible year.
        """
        return training_day(self._sane_moment(), self.settings.day_cutover)

    def _sane_moment(self) -> datetime:
        """The current moment; an impossible one would hide what is written under it."""
        now = self.clock.now()
        if not is_valid_date(now):
            raise UsageError(
                f"the clock of this machine shows the year {now.year}", hint="set it, and start again"
            )
        return now

    def program(self, program_id: str) -> Program:
        """The program of that id.

        Raises:
            ProgramFileError: its file has problems.
            UsageError: there is none.
        """
        found = self.programs.get(program_id)
        if found is not None:
            return found
        if program_id in self.catalog.broken:
            path = self.catalog.broken[program_id]
            raise ProgramFileError(
                f"the program '{program_id}' has problems and cannot be used", hint=f"coach check {path}"
            )
        raise UsageError(
            f"there is no program '{program_id}'",
            hint=did_you_mean(program_id, list(self.programs), f"there are {', '.join(self.programs)}"),
        )

    @property
    def settings_problems(self) -> tuple[Problem, ...]:
        """What is wrong with the user's settings."""
        return self._settings[1]

    def reload_settings(self) -> None:
        """Read the settings again on their next use: the file may have been edited."""
        for name in ("_settings", "programs"):
            self.__dict__.pop(name, None)

    def close(self) -> None:
        """Close the journal, with a backup when something was written."""
        if "journal" in self.__dict__:
            self.journal.close()
