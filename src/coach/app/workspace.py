"""The whole of the app without a screen."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from functools import cached_property
from typing import TYPE_CHECKING, Final

from coach.clock import Clock, training_day
from coach.errors import ProgramFileError, UsageError, did_you_mean
from coach.model.events import Event, Session, has_strong_pain
from coach.model.formatting import PHASES, can_be_meant, in_sentence
from coach.model.plan import Lock, Plan, ProgramPlan
from coach.model.program import Kind, Program
from coach.model.timeline import Timeline
from coach.paths import Paths

if TYPE_CHECKING:
    from coach.app.checkins import CheckIns
    from coach.app.corrections import Logbook
    from coach.app.programs import Programs
    from coach.app.sessions import Sessions
    from coach.app.weeks import WeekSummary
    from coach.coaching.explain import ExplanationLine
    from coach.coaching.habits.mobility import WarmUp
    from coach.coaching.simulate import SessionAhead
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
"""Programs of a day in the order in which most people come to them."""


_NOTHING: Final = "nothing is asked on that day"


class Workspace:
    """The whole of the app without a screen.

    Everything behind it is opened on first use, so that a command pays only for what it asks.

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

    def take_settings(self, settings: Settings) -> None:
        """Go on with settings that another process has just read from the file, unless they are known."""
        self.__dict__.setdefault("_settings", (settings, ()))

    def hold_settings(self, settings: Settings) -> None:
        """Go on with these settings until the file is read again, because they could not be written."""
        self.__dict__["_settings"] = (settings, self.settings_problems)
        self.__dict__.pop("programs", None)

    @cached_property
    def catalog(self) -> Catalog:
        """The shipped programs and drills with the user's own."""
        from coach.app.repair import sweep_library

        sweep_library(self.paths, self.clock)
        return self.read_library()

    def read_library(self) -> Catalog:
        """Programs and drills as their files are now, for `reload_library`; safe to ask from a thread."""
        from coach.programs.catalog import library_of

        return library_of(self.paths.home, self.paths.cache)

    @property
    def has_library(self) -> bool:
        """Whether programs and drills have been read."""
        return "catalog" in self.__dict__

    @cached_property
    def programs(self) -> Mapping[str, Program]:
        """Every program without problems, by its id, as it is asked of this person."""
        from coach.coaching.planner import personalise

        fit = [personalise(program, self.settings) for program in self.catalog.programs.values()]
        return {
            program.id: program for program in sorted(fit, key=lambda one: (ORDER.index(one.kind), one.id))
        }

    @property
    def own_programs(self) -> Programs:
        """Lists programs, and makes, copies, names and throws away the user's own."""
        from coach.app.programs import Programs

        return Programs(self)

    def reload_library(self, catalog: Catalog | None = None) -> None:
        """Go on with this library, or read it anew on its next use; a running session keeps what it has."""
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
        """What was done.

        Raises:
            JournalError: it cannot be opened.
            UsageError: the clock shows a year that nobody can mean.
        """
        from coach.app.repair import sweep_home
        from coach.journal.journal import Journal

        self._sane_moment()
        sweep_home(self.paths, self.clock)
        return Journal.open(self.paths.journal, clock=self.clock)

    @property
    def logbook(self) -> Logbook:
        """Writes into the journal by hand."""
        from coach.app.corrections import Logbook

        units = self.settings.units
        return Logbook(
            self.journal, self.clock, self.today(), self.plan_with, names=self.names(), units=units
        )

    def names(self) -> dict[str, str]:
        """What people call each program, and each drill inside a sentence, by its id."""
        titles = {program.id: program.title for program in self.programs.values()}
        return titles | {drill.id: in_sentence(drill.name) for drill in self.catalog.drills.values()}

    def today(self) -> date:
        """The training day of this moment.

        Raises:
            UsageError: the clock shows a year that nobody can mean.
        """
        return training_day(self._sane_moment(), self.settings.day_cutover)

    def _sane_moment(self) -> datetime:
        """This moment, by a clock that may be right; by another one nothing would be found again."""
        now = self.clock.now()
        if not can_be_meant(now):
            raise UsageError(
                f"the clock of this machine shows the year {now.year}", hint="set it, and start again"
            )
        return now

    def program(self, program_id: str) -> Program:
        """The program of that id.

        Raises:
            LibraryError: its file has problems.
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

    def plan(self, on: date | None = None) -> Plan:
        """Everything that is asked on a day; None is today."""
        day = on or self.today()
        return self.plan_with(self._events_for(day), day)

    def _events_for(self, day: date) -> list[Event]:
        """What the plan of a day rests on, without reading every set of ten years."""
        from coach.coaching.history import taken_back
        from coach.coaching.history_window import counts_as_training, history_days
        from coach.journal.lookback import newest_before

        days = {
            program.id: history_days(program, self.programs.values()) for program in self.programs.values()
        }
        bounded = {program_id: count for program_id, count in days.items() if count is not None}
        since = day - timedelta(days=max(bounded.values(), default=1) - 1)
        # Sessions of a program that is not here any more may be core work, which practice looks at.
        events = list(self.journal.recent(since, only=bounded))
        gone = taken_back(events, day.toordinal())
        for program_id in bounded:
            program = self.programs[program_id]

            def serves(session: Session, program: Program = program) -> bool:
                return session.id not in gone and counts_as_training(program, session)

            earlier = newest_before(self.journal, program_id, since, serves)
            # One with strong pain, or that replaces another, is among them already: it may reach any program.
            if earlier is not None and not has_strong_pain(earlier.sets) and earlier.replaces is None:
                events.append(earlier)
        return events

    def plan_with(self, events: Sequence[Event], on: date | None = None) -> Plan:
        """What would be asked on a day, had the journal just these events.

        Today is looked at with every red flag there is; another day by dates alone.
        """
        today = self.today()
        day = on or today
        return self._planned(list(self.programs.values()), events, day, now=today if day == today else None)

    def _planned(
        self, programs: Sequence[Program], events: Sequence[Event], day: date, *, now: date | None
    ) -> Plan:
        from coach.coaching.planner import plan_day

        drills, settings = self.catalog.drills, self.settings
        return plan_day(programs, events, day, drills=drills, settings=settings, now=now)

    def lock(self) -> Lock | None:
        """What keeps training off at this moment; None where nothing does.

        Raises:
            JournalError: the journal cannot be read.
        """
        from coach.coaching.locks import lock_now

        today = self.today()
        return lock_now(self.journal.recent(today), today)

    def plan_if_written(self, events: Sequence[Event]) -> Plan:
        """What today would ask for, had the journal these events too: they were said and cannot be written.

        Raises:
            JournalError: the journal cannot be read.
        """
        return self.plan_with([*self.journal.events(), *events])

    def program_plan(self, program_id: str, on: date | None = None) -> ProgramPlan:
        """What one program asks for on a day.

        Raises:
            LibraryError: its file has problems.
            UsageError: there is none.
        """
        program = self.program(program_id)
        return next(plan for plan in self.plan(on).programs if plan.id == program.id)

    def timeline(self, program_id: str, on: date | None = None) -> Timeline:
        """The session of a program on a day, laid out second by second.

        Raises:
            UsageError: nothing may be done that day, or there is no such program.
        """
        program = self.program(program_id)
        day = on or self.today()
        closed = self.closed(program, day)
        if closed is not None:
            raise closed
        return self.laid_out(program, self.session_plan(program, day), day)

    def laid_out(self, program: Program, plan: ProgramPlan, day: date) -> Timeline:
        """A session of a program as a plan asks for it, second by second."""
        from coach.session.compile import compile_timeline

        warm = self.warm_for(program, day) is not None
        return compile_timeline(program, plan, self.catalog.drills, day, skip_warmup=warm)

    def closed(self, program: Program, on: date | None = None) -> UsageError | None:
        """Why nothing of a program may be done on a day, with what to do about it; None where something may.

        Every red flag that nothing has lifted counts, also one of another day: a session for another day is
        done with the body of now.

        Args:
            program: also one whose file is gone, has problems by now, or says something else.
            on: the day; None is today.

        Raises:
            JournalError: the journal cannot be read.
        """
        asked = self.session_plan(program, on)
        if asked.slots:
            return None
        plan = self.plan() if asked.phase == "locked" else self.plan(on)
        refusal = PHASES[asked.phase].refusal
        care = plan.notices[0].text if refusal and plan.notices else "coach today says more"
        return UsageError(f"{program.title}: {refusal or _NOTHING}", hint=care)

    def session_plan(self, program: Program, on: date | None = None) -> ProgramPlan:
        """What may be done of a program in a session for a day, as things stand now.

        Args:
            program: as it is given, whatever its file says by now.
            on: the day; None is today.

        Raises:
            JournalError: the journal cannot be read.
        """
        day = on or self.today()
        programs = [*(one for one in self.programs.values() if one.id != program.id), program]
        return self._planned(programs, self._events_for(day), day, now=self.today()).programs[-1]

    def warm_for(self, program: Program, day: date) -> WarmUp | None:
        """What somebody comes warm from at this moment, so that the program's warm-up counts as done.

        None: from nothing, or the program has no warm-up, or it is for another day.

        Raises:
            JournalError: the journal cannot be read.
        """
        from coach.coaching.habits.mobility import warmed_up

        today = self.today()
        if day != today or not any(part.warmup for part in program.parts):
            return None
        return warmed_up(self.journal.recent(today - timedelta(days=1)), self.clock.now())

    def explain(
        self, program_id: str, slot: str | None = None, on: date | None = None
    ) -> tuple[ExplanationLine, ...]:
        """How the levels of a program came about, oldest day first.

        Raises:
            LibraryError: its file has problems.
            UsageError: there is none.
        """
        from coach.coaching.explain import explain

        return explain(
            self.catalog.programs[self.program(program_id).id],
            self.journal.events(),
            on or self.today(),
            slot,
            drills=self.catalog.drills,
            settings=self.settings,
        )

    def simulate(
        self,
        program_id: str,
        weeks: int,
        misses: Sequence[int] = (),
        skips: Sequence[int] = (),
        on: date | None = None,
    ) -> tuple[SessionAhead, ...]:
        """The sessions of the weeks ahead, if all goes well but for these.

        Raises:
            LibraryError: its file has problems.
            UsageError: there is none.
        """
        from coach.coaching.simulate import simulate

        return simulate(
            self.program(program_id),
            self.journal.events(),
            on or self.today(),
            weeks,
            misses,
            skips=skips,
            drills=self.catalog.drills,
            settings=self.settings,
            now=on in (None, self.today()),
        )

    def week(self, on: date | None = None) -> WeekSummary:
        """The week that a day is in, counted up to that day; None is today.

        Raises:
            JournalError: the journal cannot be read.
        """
        from coach.app.weeks import tell_week

        programs, today = list(self.programs.values()), self.today()
        day = on or today
        return tell_week(programs, self.journal.events(), self.settings, day, now=day == today)

    @property
    def sessions(self) -> Sessions:
        """Starts and resumes sessions."""
        from coach.app.sessions import Sessions

        return Sessions(self)

    @property
    def check_ins(self) -> CheckIns:
        """Check-ins: which are due, what they ask, and what becomes of the answers."""
        from coach.app.checkins import CheckIns

        return CheckIns(self)

    @property
    def settings_problems(self) -> tuple[Problem, ...]:
        """What is wrong with the user's settings."""
        return self._settings[1]

    def change_settings(self, changes: Mapping[str, str | None]) -> bool:
        """Change settings in the user's file, and go on with them.

        Where an answer about health no longer holds, drills go on from what was done under it.

        Args:
            changes: by key, such as `rest.between`: the value as it is written, or None for the default.

        Returns:
            Whether anything was written.

        Raises:
            UsageError: there is no such setting.
            LibraryError: a value does not fit, or the file cannot be written; nothing changed, then.
            JournalError: where drills go on from cannot be written.
        """
        from coach.config.load import change_settings

        before = self.settings
        changed = change_settings(self.paths.config, changes)
        self.reload_settings()
        if changed and before.health:
            from coach.app.begin_again import begin_again

            begin_again(self, before)
        return changed

    def reload_settings(self) -> None:
        """Read the settings anew on their next use: somebody may have edited the file."""
        for name in ("_settings", "programs"):
            self.__dict__.pop(name, None)

    def own_words(self, page_id: str) -> tuple[str, ...]:
        """What a page of the guide adds for this person."""
        from coach.app.weeks import own_words

        return own_words(page_id, self.settings, self.today())

    def close(self) -> None:
        """Let go of the journal, with a copy of it kept when something was written."""
        if "journal" in self.__dict__:
            self.journal.close()
