"""The day as the screens see it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Final

from coach.app.checkins import CheckInNoted, CheckIns
from coach.app.corrections import Logbook
from coach.app.planning import LOCK_CODES, DayPlanner, care_texts, current_lock
from coach.app.settings import change_settings
from coach.model.events import CheckInKind
from coach.model.formatting import CHECK_INS, PHASES, format_dose, format_usual, relative_day
from coach.model.forms import Answers, Checklist, Form
from coach.model.plan import Dose, Lock, Phase, Plan, ProgramPlan
from coach.model.program import Program
from coach.tui.ports import Unfinished
from coach.tui.ports_today import CheckInCard, Day, DoseLine, Lift, TodayPosition, TodayProgram
from coach.tui.prefetch import FirstReading

if TYPE_CHECKING:
    from coach.app.workspace import Workspace
    from coach.coaching.checkins import CheckInDue


CHECKLISTS: Final = {
    "sleep": "How you sleep",
    "desk": "At the desk",
    "home": "At home and in the garden",
    "event-day": "Before a match or a race",
}
THIN_BONES: Final = "thin_bones"
"""The choice of the questions about health that is the setting `osteoporosis`."""
FLAGS_OPEN: Final = (
    "The question about warning signs is still open. It comes before your first session; it is among the"
    " check-ins too."
)
HEALTH_OPEN: Final = (
    "A few questions about your health come before your next session; they are among the check-ins too."
)
_TOLD_BY_HABITS: Final = frozenset({"core", "sleep"})


class CoachTodayDesk:
    """Puts what a day asks for into the words and values that a screen shows."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._first: FirstReading | None = None
        self.planner = DayPlanner(workspace)
        self._check_ins = CheckIns(workspace, self.planner)

    def read_ahead(self) -> None:
        """Begin to read today in another process, where opening the journal changes nothing in it."""
        from coach.journal.connection import is_up_to_date

        if is_up_to_date(self._workspace.paths.journal):
            self._first = FirstReading(self._workspace, self.day)

    def take_settings(self) -> None:
        """Have the settings that were read ahead, if they are there by now."""
        if self._first is not None:
            self._first.look()

    def first_day(self, *, wait: bool) -> Day | None:
        """What was read ahead, once; None where nothing was, or where it would have to be waited for."""
        return self._first.day(wait=wait) if self._first is not None else None

    def today(self) -> date:
        """The training day of this moment."""
        return self._workspace.today()

    def is_empty_home(self) -> bool:
        """Whether there is not even a file yet; quick to tell."""
        paths = self._workspace.paths
        return not any(path.exists() for path in (paths.config, paths.journal, paths.backups))

    def _is_first(self) -> bool:
        """Whether nothing has ever been written or set here; a journal without entries may stand already."""
        if self._workspace.paths.config.exists():
            return False
        journal = self._workspace.journal
        return not (journal.session_texts(1) or journal.recent(self.today()))

    def day(self, on: date | None = None) -> Day:
        """All of a day; None is today."""
        plan = self.planner.plan(on)
        due = self._check_ins.due() if on is None else ()
        morning = any(one.kind == "morning" for one in due) and not plan.locked
        unfinished = self.unfinished()
        return Day(
            date=plan.date,
            place=_place(plan),
            care=care_texts(plan),
            notices=(*self._open(plan), *_told(plan)),
            told=tuple(one.code for one in plan.notices),
            programs=self._programs(plan, unfinished),
            check_ins=self._cards(due) if on is None else (),
            morning=self._check_ins.form("morning") if morning else None,
            problems=tuple(problem.line_text() for problem in self._workspace.problems),
            unfinished=unfinished,
            first=self._is_first(),
        )

    def _open(self, plan: Plan) -> Iterator[str]:
        """What is still to be answered before a session, where anything could be started."""
        if not plan.locked:
            if self._check_ins.flags_wanted():
                yield FLAGS_OPEN
            if self._check_ins.health_wanted():
                yield HEALTH_OPEN

    def care(self) -> Sequence[str]:
        """What to do about a red flag, from the journal as it is now."""
        return care_texts(self.planner.plan())

    def lock(self) -> Lock | None:
        """What keeps training off at this moment."""
        return current_lock(self._workspace)

    def flag_words(self) -> str:
        """What was reported that keeps training off, in words."""
        from coach.coaching.messages import FLAG_WORDS, joined

        lock = current_lock(self._workspace)
        return joined([FLAG_WORDS[flag] for flag in lock.flags]) if lock is not None else ""

    def lift(self, how: Lift) -> None:
        """Lift what keeps training off."""
        logbook = Logbook.of(self._workspace)
        logbook.write(logbook.clearance() if how == "cleared" else logbook.take_back_flags())

    def emergency_number(self) -> str | None:
        """The number of the emergency services, where somebody has set one."""
        return self._workspace.settings.emergency_number

    def revision(self) -> int:
        """A number that grows whenever anything was written."""
        return self._workspace.journal.revision

    def health_wanted(self) -> bool:
        """Whether the questions about health are to be asked before a session: not while training is off."""
        return self._check_ins.health_wanted() and current_lock(self._workspace) is None

    def health_form(self) -> Form:
        """The questions about health, on one screen."""
        return self._check_ins.health_form()

    def health_ticked(self) -> Sequence[str]:
        """What fits of them, as far as the settings know."""
        settings = self._workspace.settings
        return (*(settings.health or ()), *((THIN_BONES,) if settings.osteoporosis else ()))

    def answer_health(self, ticked: Sequence[str]) -> CheckInNoted:
        """Keep what fits of the questions about health; thin bones may cease to fit as well."""
        workspace = self._workspace
        done = self._check_ins.answer_health(ticked)
        if workspace.settings.osteoporosis and THIN_BONES not in ticked:
            change_settings(workspace, {"osteoporosis": None})
        care = care_texts(self.planner.plan()) if done.lock is not None else ()
        lines = tuple(line for line in done.lines if line not in care)
        trouble = (done.trouble,) if done.trouble else ()
        return CheckInNoted(id="", lines=(*trouble, *lines), care=care, stops=done.lock is not None)

    def unfinished(self) -> Unfinished | None:
        """The session that was broken off last, if there is one."""
        from coach.journal.active_sessions import has_active_session
        from coach.session.summary import is_attempted

        if not has_active_session(self._workspace.journal):
            # Nearly always; what plays sessions need not be loaded to know that.
            return None
        from coach.app.sessions import Sessions

        found = next(iter(Sessions(self._workspace, self.planner).unfinished()), None)
        if found is None:
            return None
        session = found.session
        program = self._workspace.programs.get(session.program)
        return Unfinished(
            id=session.id,
            title=program.title if program else session.program,
            started=moment_words(
                session.at.date(), self._workspace.clock.now().date(), f"{session.at:%H:%M}"
            ),
            sets_done=sum(is_attempted(record) for _key, record in found.records),
            program=session.program,
            asked_sets=session.asked_sets,
            resumable=Sessions(self._workspace, self.planner).may_go_on(found),
        )

    def asks_before(self, program: str) -> bool:
        """Whether it is asked about red flags before this program starts."""
        return self._check_ins.wanted_before(program)

    def form(self, kind: CheckInKind, checklist: str | None = None, on: date | None = None) -> Form:
        """What a check-in asks."""
        return self._check_ins.form(kind, checklist, on)

    def checklist(self, identity: str) -> Checklist:
        """What a checklist has to tick."""
        from coach.guide.pages import checklists

        return checklists()[identity]

    def held(self, checklist: str) -> Sequence[str]:
        """What held of a checklist the last time, where that says something about today."""
        return self._check_ins.held(checklist)

    def numbers_of_the_week(self) -> Sequence[str]:
        """The week in figures: the six habits, and whatever of the table they do not tell."""
        from coach.app.weeks import week_summary

        week = week_summary(self._workspace)
        told = _TOLD_BY_HABITS if week.habits else frozenset()
        rows = [row for row in week.table.rows if row.id not in told]
        return (
            *week.habits,
            *(f"{'✓' if row.ticked else '·'} {row.task}: {' '.join(row.words)}" for row in rows),
        )

    def note(
        self,
        form: Form,
        answers: Answers,
        *,
        on: date | None = None,
        ticked: Sequence[str] = (),
        instead_of: str | None = None,
    ) -> CheckInNoted:
        """Write a check-in into the journal, and say what it does to today."""
        return self._check_ins.note(form, answers, on=on, ticked=ticked, instead_of=instead_of)

    def change_settings(self, changes: Mapping[str, str | None]) -> None:
        """Change settings in the user's own file."""
        change_settings(self._workspace, changes)

    def _programs(self, plan: Plan, unfinished: Unfinished | None) -> tuple[TodayProgram, ...]:
        to_finish = unfinished.program if unfinished is not None else None
        shown = [
            self._program(self._workspace.program(one.id), one, unfinished=one.id == to_finish)
            for one in plan.programs
        ]
        return tuple(sorted(shown, key=_order))

    def _program(self, program: Program, plan: ProgramPlan, *, unfinished: bool) -> TodayProgram:
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
            doses=self._doses(plan.slots),
            minutes=self._minutes(program, plan),
            kind=program.kind,
            closed="" if plan.slots else (PHASES[plan.phase].closed or "Nothing of it is asked today."),
        )

    def _minutes(self, program: Program, plan: ProgramPlan) -> int | None:
        """About how long it takes, for what is still to be done."""
        from coach.session.compile import compile_timeline

        if not plan.slots or not plan.due or plan.done:
            return None
        intervals = compile_timeline(program, plan, self._workspace.catalog.drills, self.today()).intervals
        seconds = sum(interval.seconds or 0 for interval in intervals)
        return max(1, round(seconds / 60))

    def _doses(self, doses: Sequence[Dose]) -> tuple[DoseLine, ...]:
        drills, units = self._workspace.catalog.drills, self._workspace.settings.units
        return tuple(
            DoseLine(
                name=drills[dose.drill].name if dose.drill in drills else dose.drill,
                amount=format_dose(dose, units=units, times="×"),
                usual=format_usual(dose, times="×"),
                reasons=tuple(reason.text for reason in dose.reasons),
            )
            for dose in doses
        )

    def _cards(self, asked: Sequence[CheckInDue]) -> tuple[CheckInCard, ...]:
        """Those that are due, the forgotten morning, then every other one."""
        due = [
            CheckInCard(kind=one.kind, checklist=one.checklist, title=one.words, due=True) for one in asked
        ]
        forgotten = self._check_ins.forgotten_morning()
        if forgotten is not None:
            day = relative_day(forgotten, self.today())
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


def _order(program: TodayProgram) -> int:
    if program.waits:
        return 0
    if program.done:
        return 1
    return 3 if program.closed else 2


def _place(plan: Plan) -> TodayPosition:
    """Where the day is in the plan: by the first program with blocks, or by what the body said."""
    for one in plan.programs:
        if one.weeks:
            return TodayPosition(phase=one.phase, block=one.block, week=one.week, weeks=one.weeks)
    phases = {one.phase for one in plan.programs}
    phase: Phase = "locked" if plan.locked else "paused" if "paused" in phases else "build"
    return TodayPosition(phase=phase)


def _told(plan: Plan) -> tuple[str, ...]:
    return tuple(one.text for one in plan.notices if not one.code.startswith(LOCK_CODES))


def moment_words(day: date, today: date, time: str) -> str:
    """`today at 18:32`, `yesterday at 18:32`, or `on 3 May at 18:32`."""
    return f"{relative_day(day, today, on='on ')} at {time}"
