"""When a program comes next, what it asks for then, and why."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from coach.coaching.prescribe import plan_day
from coach.model.formatting import format_dose, weekday_name
from coach.model.plan import ProgramPlan
from coach.model.program import Program

if TYPE_CHECKING:
    from coach.service.coach import Coach

LOOK_AHEAD_DAYS = 14


def next_time(coach: Coach, program: Program) -> tuple[str, ...]:
    """Sentences about the next day on which the program is due; none where none is near.

    Raises:
        JournalError: the journal cannot be read.
    """
    events = coach.journal.events()
    today = coach.today()
    for ahead in range(LOOK_AHEAD_DAYS + 1):
        day = today + timedelta(days=ahead)
        (plan,) = plan_day(
            [program], events, day, drills=coach.library.drills, settings=coach.settings, now=today
        ).programs
        if plan.due and not plan.done and plan.slots:
            return _sentences(plan, _when(day, today), coach)
    return ()


def _sentences(plan: ProgramPlan, when: str, coach: Coach) -> tuple[str, ...]:
    names, units = coach.names(), coach.settings.units
    lines = [f"Next time is {when}."]
    for dose in plan.slots:
        why = f" {dose.reasons[0].text}" if dose.reasons else ""
        text = format_dose(dose, units=units, name=names.get(dose.drill, dose.drill))
        lines.append(f"{text}.{why}")
    return tuple(lines)


def _when(day: date, today: date) -> str:
    match (day - today).days:
        case 0:
            return "later today"
        case 1:
            return "tomorrow"
        case _:
            return weekday_name(day)
