"""The view data of Today: the day, its programs, its check-ins, and a session that was broken off."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Final

from msgspec import Struct

from coach.app.checkins import CheckIns
from coach.app.planning import LOCK_CODES, DayPlanner, care_texts
from coach.model.events import CheckInKind
from coach.model.formatting import CHECK_INS, PHASES, format_dose, format_usual, in_sentence, relative_day
from coach.model.forms import Form
from coach.model.plan import Dose, Phase, Plan, ProgramPlan
from coach.model.program import Drill, Program, Side
from coach.model.units import Units

if TYPE_CHECKING:
    from coach.app.workspace import Workspace
    from coach.coaching.checkins import CheckInDue


CHECKLISTS: Final = {
    "sleep": "How you sleep",
    "desk": "At the desk",
    "home": "At home and in the garden",
    "event-day": "Before a match or a race",
}
NEW_DRILL: Final = "step_variant"
"""The reason of a dose that goes on to the next drill of its ladder."""
FLAGS_OPEN: Final = (
    "The question about warning signs is still open. It comes before your first session; it is among the"
    " check-ins too."
)
HEALTH_OPEN: Final = (
    "A few questions about your health come before your next session; they are among the check-ins too."
)


class Unfinished(Struct, frozen=True, kw_only=True):
    """A session that was broken off, with everything that was finished in it."""

    id: str
    title: str
    started: str
    """When, in words."""
    sets_done: int
    program: str = ""
    """Its id."""
    asked_sets: int | None = None
    """How many sets it has in all; None: not known."""
    resumable: bool = True
    """The rest of it can be done: what was begun is known, and nothing forbids it now."""


class DoseLine(Struct, frozen=True, kw_only=True):
    """What one drill asks for."""

    name: str
    amount: str
    """`3 × 30 s a side, left first`."""
    usual: str = ""
    """`usually 3 × 60 s`, where a light week asks for less."""
    reasons: tuple[str, ...] = ()
    drill: str = ""
    """Its id."""
    side: Side | None = None
    """The side that comes first."""
    is_new: bool = False
    """It is the next drill of its ladder, for the first time."""
    slot: str = ""
    easier: str = ""
    """`knee plank, 3 × 30 s`: what it would ask for if less is wanted; empty where nothing is offered."""
    is_easier: bool = False
    """Less was asked for already."""


class TodayProgram(Struct, frozen=True, kw_only=True):
    """A program on this day."""

    id: str
    title: str
    about: str
    phase: Phase = "build"
    block: int = 0
    week: int = 0
    weeks: int = 0
    """0 for a program without blocks."""
    due: bool = False
    """Asked for today, whether it is done or not."""
    done: bool = False
    begun: bool = False
    """Begun today, and stopped before half of it was done."""
    unfinished: bool = False
    """A session of it was left to be finished later."""
    any_time: bool = False
    """Not bound to the day: called for by the clock, or by how one feels."""
    doses: tuple[DoseLine, ...] = ()
    minutes: int | None = None
    closed: str = ""
    """Why it cannot be started today, in a sentence; empty where it can."""
    kind: str = ""

    @property
    def waits(self) -> bool:
        """Whether it is still to be done today."""
        return self.due and not self.done and not self.any_time and not self.closed


class CheckInCard(Struct, frozen=True, kw_only=True):
    """A check-in that can be filled in."""

    kind: CheckInKind
    title: str
    checklist: str | None = None
    on: date | None = None
    """An earlier day, for one that was forgotten."""
    due: bool = False
    health: bool = False
    """It is no check-in but the questions about health."""


class TodayPosition(Struct, frozen=True, kw_only=True):
    """Where in the plan a day is."""

    phase: Phase = "build"
    block: int = 0
    week: int = 0
    weeks: int = 0


class Day(Struct, frozen=True, kw_only=True):
    """Everything that Today shows."""

    date: date
    position: TodayPosition = TodayPosition()
    care: tuple[str, ...] = ()
    """What to do about a red flag; while there is anything here, it stays on every screen."""
    notices: tuple[str, ...] = ()
    notice_codes: tuple[str, ...] = ()
    """The codes of all notices, care first: the guide has a page on each."""
    programs: tuple[TodayProgram, ...] = ()
    """What is still to be done first, then what is done, then the rest."""
    check_ins: tuple[CheckInCard, ...] = ()
    """Those that are due and the forgotten one first, then all the others."""
    morning: Form | None = None
    """The questions of this morning; None once they are answered."""
    problems: tuple[str, ...] = ()
    """What is wrong with the user's own files, a line each."""
    unfinished: Unfinished | None = None
    first: bool = False
    """Nothing has ever been written or set here."""


class TodayReader:
    """Reads a day as Today shows it."""

    def __init__(self, workspace: Workspace, days: DayPlanner | None = None) -> None:
        """Read days.

        Args:
            workspace: programs, settings and journal.
            days: has what was planned already; None: nothing was.
        """
        self._workspace = workspace
        self._days = days or DayPlanner(workspace)
        self._check_ins = CheckIns(workspace, self._days)

    def is_empty_home(self) -> bool:
        """Whether there is no file yet; quick."""
        paths = self._workspace.paths
        return not any(path.exists() for path in (paths.config, paths.journal, paths.backups))

    def day(self, on: date | None = None) -> Day:
        """All of a day; None is today."""
        plan = self._days.plan(on)
        due = self._check_ins.due() if on is None else ()
        morning = any(one.kind == "morning" for one in due) and not plan.locked
        unfinished = self.unfinished()
        notices = [one.text for one in plan.notices if not one.code.startswith(LOCK_CODES)]
        if not plan.locked and self._check_ins.health_wanted():
            notices.insert(0, HEALTH_OPEN)
        if not plan.locked and self._check_ins.flags_wanted():
            notices.insert(0, FLAGS_OPEN)
        to_finish = unfinished.program if unfinished is not None else None
        journal = self._workspace.journal
        programs = [
            self._program(self._workspace.program(one.id), one, unfinished=one.id == to_finish)
            for one in plan.programs
        ]
        return Day(
            date=plan.date,
            position=_position(plan),
            care=care_texts(plan),
            notices=tuple(notices),
            notice_codes=tuple(one.code for one in plan.notices),
            programs=tuple(sorted(programs, key=_order)),
            check_ins=self._cards(due) if on is None else (),
            morning=self._check_ins.form("morning") if morning else None,
            problems=tuple(problem.line_text() for problem in self._workspace.problems),
            unfinished=unfinished,
            # There may be a journal without entries.
            first=not (
                self._workspace.paths.config.exists()
                or journal.session_texts(1)
                or journal.recent(self._workspace.today())
            ),
        )

    def unfinished(self) -> Unfinished | None:
        """The session that was broken off last, if there is one."""
        from coach.journal.active_sessions import has_active_session
        from coach.session.set_records import is_attempted

        if not has_active_session(self._workspace.journal):
            # Nearly always; what plays sessions need not be loaded to know that.
            return None
        from coach.app.sessions import Sessions

        found = next(iter(Sessions(self._workspace, self._days).unfinished()), None)
        if found is None:
            return None
        session = found.session
        program = self._workspace.programs.get(session.program)
        return Unfinished(
            id=session.id,
            title=program.title if program else session.program,
            started=moment_text(session.at.date(), self._workspace.clock.now().date(), f"{session.at:%H:%M}"),
            sets_done=sum(is_attempted(record) for _key, record in found.records),
            program=session.program,
            asked_sets=session.asked_sets,
            resumable=Sessions(self._workspace, self._days).can_resume(found),
        )

    def _program(self, program: Program, plan: ProgramPlan, *, unfinished: bool) -> TodayProgram:
        drills, units = self._workspace.catalog.drills, self._workspace.settings.units
        return TodayProgram(
            id=program.id,
            title=program.title,
            about=program.about,
            phase=plan.phase,
            block=plan.block,
            week=plan.week,
            weeks=plan.weeks,
            due=plan.due,
            done=plan.done,
            begun=plan.begun,
            unfinished=unfinished,
            any_time=plan.times == 0,
            doses=tuple(dose_line(dose, drills, units) for dose in plan.slots),
            minutes=self._minutes(program, plan),
            kind=program.kind,
            closed="" if plan.slots else (PHASES[plan.phase].closed or "Nothing of it is asked today."),
        )

    def _minutes(self, program: Program, plan: ProgramPlan) -> int | None:
        """About how long it takes, for what is still to be done."""
        from coach.session.compile import compile_timeline

        if not plan.slots or not plan.due or plan.done:
            return None
        intervals = compile_timeline(
            program, plan, self._workspace.catalog.drills, self._workspace.today()
        ).intervals
        seconds = sum(interval.seconds or 0 for interval in intervals)
        return max(1, round(seconds / 60))

    def _cards(self, asked: Sequence[CheckInDue]) -> tuple[CheckInCard, ...]:
        """Those that are due, the forgotten morning, then every other one."""
        due = [
            CheckInCard(kind=one.kind, checklist=one.checklist, title=one.words, due=True) for one in asked
        ]
        forgotten = self._check_ins.forgotten_morning()
        if forgotten is not None:
            day = relative_day(forgotten, self._workspace.today())
            due.append(CheckInCard(kind="morning", title=f"The morning of {day}", on=forgotten, due=True))
        known = {(one.kind, one.checklist, one.on) for one in due}
        others = [
            *(
                CheckInCard(kind=kind, title=CHECK_INS[kind].question)
                for kind in ("morning", "weekly", "monthly")
            ),
            *(
                CheckInCard(kind="monthly", checklist=checklist, title=title)
                for checklist, title in CHECKLISTS.items()
            ),
            CheckInCard(kind="before", title="Warning signs"),
            CheckInCard(kind="before", title="Your health", health=True),
        ]
        return (*due, *(one for one in others if (one.kind, one.checklist, None) not in known))


def dose_line(dose: Dose, drills: Mapping[str, Drill], units: Units) -> DoseLine:
    """What a dose asks for, in words."""

    def name_in(one: Dose) -> str:
        return drills[one.drill].name if one.drill in drills else one.drill

    easier = dose.easier
    less = "" if easier is None else format_dose(easier, units=units, times="×")
    if easier is not None and easier.drill != dose.drill:
        less = f"{in_sentence(name_in(easier))}, {less}"
    return DoseLine(
        name=name_in(dose),
        amount=format_dose(dose, units=units, times="×"),
        usual=format_usual(dose, times="×"),
        reasons=tuple(reason.text for reason in dose.reasons),
        drill=dose.drill,
        side=dose.sides[0] if dose.sides else None,
        is_new=any(reason.code == NEW_DRILL for reason in dose.reasons),
        slot=dose.slot,
        easier=less,
        is_easier=dose.is_easier,
    )


def _order(program: TodayProgram) -> int:
    if program.waits:
        return 0
    if program.done:
        return 1
    return 3 if program.closed else 2


def _position(plan: Plan) -> TodayPosition:
    """The block and week of the first program with blocks, or the phase without one."""
    for one in plan.programs:
        if one.weeks:
            return TodayPosition(phase=one.phase, block=one.block, week=one.week, weeks=one.weeks)
    phases = {one.phase for one in plan.programs}
    phase: Phase = "locked" if plan.locked else "paused" if "paused" in phases else "build"
    return TodayPosition(phase=phase)


def moment_text(day: date, today: date, time: str) -> str:
    """`today at 18:32`, `yesterday at 18:32`, or `on 3 May at 18:32`."""
    return f"{relative_day(day, today, on='on ')} at {time}"
