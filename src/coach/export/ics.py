"""Calendar files (iCalendar, RFC 5545) of sessions, with ids that stay the same."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING, Final

from icalendar import Alarm, Calendar, Event
from msgspec import Struct

from coach.app.planning import day_plan
from coach.app.programs import starting_timeline, weeks_ahead
from coach.coaching.deload import CLOSED
from coach.errors import UsageError
from coach.model.formatting import format_dose
from coach.model.program import Program

if TYPE_CHECKING:
    from coach.app.workspace import Workspace


_ALL_DAY_ALARM: Final = timedelta(hours=8)
"""After the beginning of the day: the reminder of an entry of a whole day is at eight."""


class CalendarEntry(Struct, frozen=True, kw_only=True):
    """One entry of a calendar."""

    uid: str
    """The same whenever this session is exported, so that calendars replace the entry."""
    day: date
    title: str
    text: str = ""
    seconds: int = 0
    daily: int = 1
    """On how many days in a row it is repeated."""


def calendar_text(
    entries: Sequence[CalendarEntry], now: datetime, *, at: time | None = None, alarm_minutes: int | None = 10
) -> str:
    """The text of a calendar file.

    Args:
        now: when it is written; a later file takes the place of an earlier one.
        at: when sessions begin, in the local zone of the reader; None: entries of the whole day.
        alarm_minutes: how long before `at` the reminder is; at eight for a whole day; None: no reminders.
    """
    calendar = Calendar()
    calendar.add("version", "2.0")
    calendar.add("prodid", "-//coach//coach//EN")
    calendar.add("calscale", "GREGORIAN")
    for entry in sorted(entries, key=lambda one: (one.day, one.uid)):
        event = Event()
        event.add("uid", entry.uid)
        event.add("dtstamp", now.astimezone(UTC))
        event.add("sequence", int(now.timestamp()) // 60)
        if at is None:
            event.add("dtstart", entry.day)
            event.add("dtend", entry.day + timedelta(days=1))
        else:
            # Without a zone, which is the local time of the reader.
            event.add("dtstart", datetime.combine(entry.day, at))
            event.add("duration", timedelta(minutes=max(1, -(-entry.seconds // 60))))
        if entry.daily > 1:
            event.add("rrule", {"freq": "daily", "count": entry.daily})
        event.add("summary", _printable(entry.title))
        if entry.text:
            event.add("description", _printable(entry.text))
        event.add("transp", "TRANSPARENT" if at is None else "OPAQUE")
        if alarm_minutes is not None:
            alarm = Alarm()
            alarm.add("action", "DISPLAY")
            alarm.add("description", _printable(entry.title))
            alarm.add("trigger", _ALL_DAY_ALARM if at is None else -timedelta(minutes=alarm_minutes))
            event.add_component(alarm)
        calendar.add_component(event)
    written: bytes = calendar.to_ical(sorted=False)
    return written.decode()


def _printable(text: str) -> str:
    return "".join(mark for mark in text if mark == "\n" or mark.isprintable())


def planned_entries(
    workspace: Workspace, weeks: int, program_ids: Sequence[str] = ()
) -> tuple[CalendarEntry, ...]:
    """An entry for each session ahead, if all goes well, with its doses.

    A program that is done every day has one repeated entry. Programs that are paused or closed, that are
    called by the clock, or that have no schedule have none.

    Args:
        program_ids: which programs; empty: every one that has a schedule by the week or by the day.

    Raises:
        UsageError: there is no such program, it has no days, or it is named and waits for now.
        JournalError: the journal cannot be read.
    """
    chosen = [workspace.program(name) for name in program_ids] or list(workspace.programs.values())
    closed = {program.id for program in closed_programs(workspace)}
    entries: list[CalendarEntry] = []
    for program in chosen:
        if program.id in closed:
            if not program_ids:
                continue
            plan = day_plan(workspace)
            reason = "training is off for now" if plan.locked else "this waits while training is paused"
            raise UsageError(
                f"{program.title}: {reason}", hint=plan.notices[0].text if plan.notices else None
            )
        schedule = program.schedule
        if schedule.per_week is not None:
            entries += _weekly_entries(workspace, program, weeks)
        elif schedule.per_day is not None:
            times = schedule.per_day
            entries.append(
                CalendarEntry(
                    uid=f"{program.id}-daily@coach.local",
                    day=workspace.today(),
                    title=program.title if times == 1 else f"{program.title} ({times} times)",
                    text=program.about,
                    seconds=_seconds(workspace, program),
                    daily=7 * weeks,
                )
            )
        elif program_ids:
            hint = "write a schedule: {per_week: 3}"
            raise UsageError(f"{program.title} is not planned for days", hint=hint)
    return tuple(entries)


def closed_programs(workspace: Workspace) -> tuple[Program, ...]:
    """The programs with a schedule of days that are closed while training is paused or off.

    Raises:
        JournalError: the journal cannot be read.
    """
    plan = day_plan(workspace)
    waiting = {one.id for one in plan.programs if one.phase in CLOSED and not (one.slots and one.times)}
    return tuple(
        program
        for program in workspace.programs.values()
        if program.id in waiting and (program.schedule.per_week or program.schedule.per_day)
    )


def _weekly_entries(workspace: Workspace, program: Program, weeks: int) -> list[CalendarEntry]:
    seconds = _seconds(workspace, program)
    names, units = workspace.names(), workspace.settings.units
    return [
        CalendarEntry(
            uid=f"{program.id}-{session.date.isoformat()}@coach.local",
            day=session.date,
            title=program.title if session.phase == "build" else f"{program.title} (lighter)",
            text="\n".join(
                f"{format_dose(dose, units=units, name=names.get(dose.drill, dose.drill))}."
                for dose in session.doses
            ),
            seconds=seconds,
        )
        for session in weeks_ahead(workspace, program, weeks)
        if session.doses
    ]


def _seconds(workspace: Workspace, program: Program) -> int:
    drills = workspace.catalog.drills
    return starting_timeline(program, drills, workspace.today(), workspace.settings).total_seconds
