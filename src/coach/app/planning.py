"""Plans of days, and what is asked of them: locks, what is closed and why, timelines, the weeks ahead."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING, Final

from coach.coaching.planner import plan_day
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
    from coach.coaching.simulate import SessionAhead


NOT_ASKED: Final = "nothing is asked on that day"


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
    """The plan of today if the journal held these events too, which could not be written.

    Raises:
        JournalError: the journal cannot be read.
    """
    return plan_from(workspace, [*workspace.journal.events(), *events])


def program_plan(workspace: Workspace, program_id: str, on: date | None = None) -> ProgramPlan:
    """What one program asks for on a day.

    Raises:
        LibraryError: its file has problems.
        UsageError: there is none.
    """
    program = workspace.program(program_id)
    return next(plan for plan in day_plan(workspace, on).programs if plan.id == program.id)


def session_plan(workspace: Workspace, program: Program, on: date | None = None) -> ProgramPlan:
    """What may be done of a program at this moment in a session for a day.

    Args:
        program: taken as it is given, whatever its file says now.
        on: the day; None is today.

    Raises:
        JournalError: the journal cannot be read.
    """
    day = on or workspace.today()
    programs = [*(one for one in workspace.programs.values() if one.id != program.id), program]
    events = events_for(workspace, day)
    return _plan(workspace, programs, events, day, now=workspace.today()).programs[-1]


def _plan(
    workspace: Workspace, programs: Sequence[Program], events: Sequence[Event], day: date, *, now: date | None
) -> Plan:
    drills, settings = workspace.catalog.drills, workspace.settings
    return plan_day(programs, events, day, drills=drills, settings=settings, now=now)


def events_for(workspace: Workspace, day: date) -> list[Event]:
    """The events that the plan of a day depends on; old sets are not read."""
    from coach.coaching.history import removed_ids
    from coach.coaching.planner import counts_as_training, history_days
    from coach.journal.lookback import newest_before

    programs, journal = workspace.programs, workspace.journal
    days = {program.id: history_days(program, programs.values()) for program in programs.values()}
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
    """What keeps training off at this moment; None where nothing does.

    Raises:
        JournalError: the journal cannot be read.
    """
    from coach.coaching.locks import lock_now

    today = workspace.today()
    return lock_now(workspace.journal.recent(today), today)


def why_closed(workspace: Workspace, program: Program, on: date | None = None) -> UsageError | None:
    """Why nothing of a program may be done on a day, with what to do about it; None where something may.

    A session for another day is still done today, so every red flag that is not lifted counts.

    Args:
        program: also one whose file is gone, has problems by now, or says something else.
        on: the day; None is today.

    Raises:
        JournalError: the journal cannot be read.
    """
    asked = session_plan(workspace, program, on)
    if asked.slots:
        return None
    return refusal(program, asked, day_plan(workspace, None if asked.phase == "locked" else on))


def refusal(program: Program, asked: ProgramPlan, plan: Plan) -> UsageError:
    """The error for a program of which a plan asks nothing, with what the plan says about care."""
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
    closed = why_closed(workspace, program, day)
    if closed is not None:
        raise closed
    asked, warm = session_plan(workspace, program, day), warm_from(workspace, program, day)
    return compile_timeline(program, asked, workspace.catalog.drills, day, skip_warmup=warm is not None)


def warm_from(workspace: Workspace, program: Program, day: date) -> WarmUp | None:
    """The recent activity that counts as the program's warm-up.

    None: there was none, the program has no warm-up, or it is for another day.

    Raises:
        JournalError: the journal cannot be read.
    """
    from coach.coaching.habits.mobility import find_warm_up

    today = workspace.today()
    if day != today or not any(part.warmup for part in program.parts):
        return None
    return find_warm_up(workspace.journal.recent(today - timedelta(days=1)), workspace.clock.now())


def explain_levels(
    workspace: Workspace, program_id: str, slot: str | None = None, on: date | None = None
) -> tuple[ExplanationLine, ...]:
    """How the levels of a program came about, oldest day first.

    Raises:
        LibraryError: its file has problems.
        UsageError: there is none.
    """
    from coach.coaching.explain import explain

    return explain(
        workspace.catalog.programs[workspace.program(program_id).id],
        workspace.journal.events(),
        on or workspace.today(),
        slot,
        drills=workspace.catalog.drills,
        settings=workspace.settings,
    )


def simulate_sessions(
    workspace: Workspace,
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
        workspace.program(program_id),
        workspace.journal.events(),
        on or workspace.today(),
        weeks,
        misses,
        skips=skips,
        drills=workspace.catalog.drills,
        settings=workspace.settings,
        now=on in (None, workspace.today()),
    )
