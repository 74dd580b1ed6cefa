"""Plans of days, and what is asked of them: locks, what is closed and why, timelines, the weeks ahead.

All of it raises `JournalError` where the journal cannot be read. What takes the id of a program raises
`ProgramFileError` where its file has problems, and `UsageError` where there is none.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING, Final, Literal, NamedTuple

from coach.errors import UsageError
from coach.model.events import Event, Session, has_strong_pain
from coach.model.formatting import PHASES
from coach.model.plan import Lock, Plan, ProgramPlan
from coach.model.program import Program
from coach.model.timeline import Timeline

if TYPE_CHECKING:
    from coach.app.workspace import Workspace
    from coach.coaching.explain import ExplanationLine
    from coach.coaching.habits.mobility import WarmUp
    from coach.model.settings import Settings


NOT_ASKED: Final = "nothing is asked on that day"


LOCK_CODES: Final = "locked_"
"""Every notice about a red flag has a code that begins so."""


class _Planned(NamedTuple):
    made_from: tuple[int, date, Settings]
    """The revision of the journal, the current day, and the settings."""
    programs: Mapping[str, Program]
    plans: dict[date, Plan]


class DayPlanner:
    """Plans days, and keeps each plan until something that it was made from changes.

    That is the journal, the current day, the settings, or the programs.
    """

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._planned: _Planned | None = None

    def plan(self, on: date | None = None) -> Plan:
        """Everything that is asked on a day; None is today."""
        workspace = self._workspace
        today, planned = workspace.today(), self._planned
        # The revision is read before the events: what is written in between makes the plan an old one.
        made_from = workspace.journal.revision, today, workspace.settings
        if planned is None or planned.made_from != made_from or planned.programs is not workspace.programs:
            planned = self._planned = _Planned(made_from, workspace.programs, {})
        day = on or today
        if day not in planned.plans:
            planned.plans[day] = day_plan(workspace, day)
        return planned.plans[day]

    def session_plan(self, program: Program, on: date | None = None) -> ProgramPlan:
        """What may be done of a program at this moment in a session for a day.

        Args:
            program: taken as given, whatever is in its file now."""
        workspace = self._workspace
        today = workspace.today()
        if on in (None, today) and workspace.programs.get(program.id) == program:
            return self.plan().program(program.id)
        return session_plan(workspace, program, on)


def care_texts(plan: Plan) -> tuple[str, ...]:
    """What to do about a red flag now, what is still fine, and when it would be an emergency."""
    if not plan.locked:
        return ()
    return tuple(
        one.text for one in plan.notices if one.code.startswith(LOCK_CODES) and one.code != "locked_until"
    )


def day_plan(workspace: Workspace, on: date | None = None) -> Plan:
    """Everything that is asked on a day; None is today."""
    day = on or workspace.today()
    return plan_from(workspace, events_for(workspace, day), day)


def plan_from(workspace: Workspace, events: Sequence[Event], on: date | None = None) -> Plan:
    """The plan of a day if the journal held just these events.

    For today every red flag counts; for another day only those up to it.
    """
    today = workspace.today()
    day = on or today
    return _plan(
        workspace, list(workspace.programs.values()), events, day, now=today if day == today else None
    )


def plan_if_written(workspace: Workspace, events: Sequence[Event]) -> Plan:
    """The plan of today if the journal held these events too, which could not be written."""
    return plan_from(workspace, [*workspace.journal.events(), *events])


def program_plan(workspace: Workspace, program_id: str, on: date | None = None) -> ProgramPlan:
    """What one program asks for on a day."""
    program = workspace.program(program_id)
    return day_plan(workspace, on).program(program.id)


def session_plan(workspace: Workspace, program: Program, on: date | None = None) -> ProgramPlan:
    """What may be done of a program at this moment in a session for a day.

    Args:
        program: taken as given, whatever is in its file now."""
    from coach.coaching.planner import personalise

    day = on or workspace.today()
    given = personalise(program, workspace.settings)
    programs = [*(one for one in workspace.programs.values() if one.id != program.id), given]
    events = events_for(workspace, day)
    return _plan(workspace, programs, events, day, now=workspace.today()).programs[-1]


def _plan(
    workspace: Workspace, programs: Sequence[Program], events: Sequence[Event], day: date, *, now: date | None
) -> Plan:
    from coach.coaching.planner import plan_personalised

    drills, settings = workspace.catalog.drills, workspace.settings
    return plan_personalised(programs, events, day, drills=drills, settings=settings, now=now)


def events_for(workspace: Workspace, day: date) -> list[Event]:
    """The events that the plan of a day depends on; old sets are not read."""
    from coach.coaching.history import removed_ids
    from coach.coaching.planner import counts_as_training, history_days
    from coach.journal.queries import newest_before

    programs, journal = workspace.programs, workspace.journal
    days = {
        program.id: history_days(program, programs.values(), day, workspace.settings)
        for program in programs.values()
    }
    bounded = {program_id: count for program_id, count in days.items() if count is not None}
    since = day - timedelta(days=max(bounded.values(), default=1) - 1)
    # Sessions of a program that is gone may be core work, which practice looks at.
    events = list(journal.recent(since, only=bounded))
    gone = removed_ids(events, day.toordinal())
    for program_id in bounded:
        program = programs[program_id]

        def serves(session: Session, program: Program = program) -> bool:
            return session.id not in gone and counts_as_training(program, session)

        earlier = newest_before(journal, program_id, since, serves)
        # One with strong pain, or that replaces another, is among them already: it may reach any program.
        if earlier is not None and not has_strong_pain(earlier.sets) and earlier.replaces is None:
            events.append(earlier)
    return events


def current_lock(workspace: Workspace) -> Lock | None:
    """What keeps training off at this moment; None where nothing does."""
    from coach.coaching.locks import lock_now

    today = workspace.today()
    return lock_now(workspace.journal.recent(today), today)


def closed_error(program: Program, asked: ProgramPlan, plan: Plan) -> UsageError:
    """The error for a program of which a plan asks nothing, with the first notice of the plan as its hint."""
    text = PHASES[asked.phase].refusal
    care = plan.notices[0].text if text and plan.notices else "coach today says more"
    return UsageError(f"{program.title}: {text or NOT_ASKED}", hint=care)


def session_timeline(workspace: Workspace, program_id: str, on: date | None = None) -> Timeline:
    """The session of a program on a day, second by second.

    Raises:
        UsageError: nothing may be done that day, or there is no such program.
    """
    from coach.session.compile import compile_timeline

    program = workspace.program(program_id)
    day = on or workspace.today()
    asked = session_plan(workspace, program, day)
    if not asked.slots:
        raise closed_error(program, asked, day_plan(workspace, None if asked.phase == "locked" else day))
    warm = warm_from(workspace, program, day)
    return compile_timeline(
        program,
        asked,
        workspace.catalog.drills,
        day,
        skip_warmup=warm is not None,
        spoken=workspace.settings.spoken,
        units=workspace.settings.units,
    )


def warm_from(workspace: Workspace, program: Program, day: date) -> WarmUp | None:
    """The recent activity that counts as the program's warm-up.

    None: there was none, the program has no warm-up, or it is for another day."""
    from coach.coaching.habits.mobility import find_warm_up

    today = workspace.today()
    if day != today or not any(part.warmup for part in program.parts):
        return None
    return find_warm_up(workspace.journal.recent(today - timedelta(days=1)), workspace.clock.now())


def explain_levels(
    workspace: Workspace, program_id: str, slot: str | None = None, on: date | None = None
) -> tuple[ExplanationLine, ...]:
    """How the levels of a program came about, oldest day first."""
    from coach.coaching.explain import explain

    return explain(
        workspace.catalog.programs[workspace.program(program_id).id],
        workspace.journal.events(),
        on or workspace.today(),
        slot,
        drills=workspace.catalog.drills,
        settings=workspace.settings,
    )


Lift = Literal["cleared", "mistaken"]
"""How a lock is lifted: a clinician says that training is fine, or the flag was entered by mistake."""


class TrainingLock:
    """Reads and lifts the lock; each method raises `JournalError` where the journal cannot be read."""

    def __init__(self, workspace: Workspace, days: DayPlanner) -> None:
        self._workspace = workspace
        self._days = days

    @property
    def revision(self) -> int:
        """The revision of the journal."""
        return self._workspace.journal.revision

    def current(self) -> Lock | None:
        """What keeps training off at this moment; quick to read."""
        return current_lock(self._workspace)

    def care(self) -> tuple[str, ...]:
        """What to do about the red flag, a sentence each; empty where nothing is locked."""
        return care_texts(self._days.plan())

    def flag_names(self) -> str:
        """The red flags that keep training off, as part of a sentence; empty where nothing is locked."""
        from coach.coaching.messages import FLAG_WORDS, joined

        lock = self.current()
        return joined([FLAG_WORDS[flag] for flag in lock.flags]) if lock is not None else ""

    def lift(self, how: Lift) -> None:
        """Open training again.

        Raises:
            UsageError: nothing keeps training off.
        """
        from coach.app.corrections import Logbook

        logbook = Logbook(self._workspace)
        logbook.write(logbook.clearance() if how == "cleared" else logbook.remove_flags())
