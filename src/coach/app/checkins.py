"""Check-ins: which are due, what they ask, and what an answer does to the day."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING, Final, get_args

from msgspec import Struct
from msgspec.structs import replace

from coach.app.planning import DayPlanner, care_texts, current_lock, plan_if_written
from coach.coaching.adjustments import ON_THE_KNEES, ON_THE_WALL, easy_starts_of
from coach.coaching.checkins import (
    CheckInDue,
    OpenQuestionError,
    build_check_in,
    checkins_due,
    forgotten_morning,
    last_review,
    prefilled_items,
)
from coach.coaching.habits.week import frequent_triggers, trigger_text
from coach.coaching.history import live_events, read_history
from coach.coaching.messages import NO_CHANGE, plan_changes
from coach.coaching.questions import HEALTH, checklist_form, form_for, morning_form, weekly_form
from coach.coaching.safety import read_health
from coach.errors import JournalError, ProgramFileError, UsageError
from coach.model.events import CheckIn, CheckInKind, Event, RedFlag
from coach.model.forms import Answers, Form
from coach.model.plan import Lock
from coach.model.program import Kind
from coach.model.settings import HealthCondition

if TYPE_CHECKING:
    from coach.app.workspace import Workspace
    from coach.journal.edits import Change


_RECENT_DAYS: Final = 35
THIN_BONES: Final = "thin_bones"
"""The choice of the questions about health that is the setting `osteoporosis`."""
IN_HABITS: Final = frozenset({"core", "sleep"})
"""The rows of a week's table that its habits contain."""
FRESH: Final = timedelta(minutes=10)
"""An answer about red flags that is not older is not asked for again: one has just come from it."""


class CheckInNoted(Struct, frozen=True, kw_only=True):
    """The result of a check-in."""

    id: str
    """Empty where it could not be written: then it is valid for this time only."""
    lines: tuple[str, ...] = ()
    """What it does to today, a sentence each; empty where it changes nothing."""
    care: tuple[str, ...] = ()
    stops: bool = False
    """It names something with which nothing is to be started."""


class HealthAnswered(Struct, frozen=True, kw_only=True):
    """The result of the answers about health."""

    lines: tuple[str, ...] = ()
    """What they do to today, a sentence each; empty where they change nothing."""
    trouble: str | None = None
    """Why some of it is not stored and will be asked again, in a sentence."""
    lock: Lock | None = None
    """What keeps training off now."""


def unsaved_text(trouble: JournalError) -> str:
    """The sentence for answers that are valid for this time only, because they cannot be written."""
    return f"This could not be noted, so it is asked again the next time: {trouble.message}."


class CheckIns:
    """The forms of check-ins, and storing their answers."""

    def __init__(self, workspace: Workspace, days: DayPlanner | None = None) -> None:
        """Ask and write check-ins."""
        self._workspace = workspace
        self._days = days or DayPlanner(workspace)
        self._read: tuple[tuple[int, date], tuple[Event, ...]] | None = None

    def due(self, on: date | None = None) -> tuple[CheckInDue, ...]:
        """The check-ins that a day asks for, the most pressing first; None is today."""
        day = on or self._workspace.today()
        settings = self._workspace.settings
        return checkins_due(
            self._events(day), day, review_day=settings.review_day, event_date=settings.event_date
        )

    def forgotten_morning(self) -> date | None:
        """The morning that can still be filled in; None without one."""
        today = self._workspace.today()
        return forgotten_morning(self._events(today), today)

    def form(self, kind: CheckInKind, checklist: str | None = None, on: date | None = None) -> Form:
        """The questions of a check-in on a day.

        Args:
            checklist: the id of a checklist that is gone through by itself; None: the questions of the kind.

        Raises:
            UsageError: there is no such checklist.
        """
        if checklist is not None:
            from coach.guide.pages import checklists

            known = checklists()
            if checklist not in known:
                raise UsageError(f"there is no checklist '{checklist}'", hint=f"there are {', '.join(known)}")
            return checklist_form(checklist, known[checklist].title)
        day = on or self._workspace.today()
        if kind == "morning":
            return morning_form(in_spasm=read_health(read_history(self._events(day), day)).in_spasm)
        if kind == "weekly":
            from coach.app.history import week_summary

            suspect = trigger_text(frequent_triggers(self._events(day), day))
            return weekly_form(highlight=week_summary(self._workspace, day).table.highlight, suspect=suspect)
        return form_for(kind)

    def entry(
        self,
        form: Form,
        answers: Answers,
        *,
        on: date | None = None,
        ticked: Sequence[str] = (),
    ) -> Change:
        """A filled-in form as an entry that is not written yet.

        Args:
            on: the training day it is about; None is today, an earlier one fills a gap.
            ticked: what holds of the form's checklists, as `checklist.item`.

        Raises:
            UsageError: a question is still open, or an answer does not fit; the day has not come yet.
        """
        from coach.app.corrections import Logbook

        logbook = Logbook(self._workspace)
        event_id, day, at = logbook.stamp(on)
        try:
            said = build_check_in(form, answers, id=event_id, date=day, at=at, ticked=ticked)
        except OpenQuestionError as error:
            raise UsageError(str(error)) from error
        return logbook.addition(said)

    def note(
        self,
        form: Form,
        answers: Answers,
        *,
        on: date | None = None,
        ticked: Sequence[str] = (),
        instead_of: str | None = None,
    ) -> CheckInNoted:
        """Write a filled-in form into the journal, and report what it does to today.

        Args:
            ticked: what holds of the form's checklists, as `checklist.item`.
            instead_of: the id of the entry that it replaces.

        Raises:
            UsageError: a question is still open, or an answer does not fit; the day has not come yet.
            JournalError: it is not on disk.
        """
        from coach.app.corrections import Logbook
        from coach.journal.edits import edit

        workspace = self._workspace
        before = self._days.plan()
        change = self.entry(form, answers, on=on, ticked=ticked)
        said = change.added
        if instead_of is not None and isinstance(said, CheckIn):
            change = edit(workspace.journal, instead_of, said, now=workspace.clock.now())
        lines: list[str] = []
        try:
            Logbook(workspace).write(change)
            after = self._days.plan()
        except JournalError as error:
            if form.kind != "before":
                raise
            # What is done about an alarming answer does not wait for a disk; without one, training may start.
            lines.append(unsaved_text(error))
            after = plan_if_written(workspace, change.events)
        written = said is not None and not lines
        care = care_texts(after)
        told = plan_changes(before, after, workspace.names(), workspace.settings.units)
        lines += [line for line in told if line not in care and line != NO_CHANGE]
        return CheckInNoted(
            id=said.id if said is not None and written else "",
            lines=tuple(lines),
            care=care,
            stops=after.locked or (isinstance(said, CheckIn) and (bool(said.red_flags) or bool(said.spasm))),
        )

    def last_review(self, checklist: str) -> CheckIn | None:
        """The latest check-in with this checklist; None without one."""
        today = self._workspace.today()
        return last_review(self._workspace.journal.recent(today), today, checklist)

    def ticked_before(self, checklist: str) -> tuple[str, ...]:
        """The items of a checklist that were ticked the last time, and are still valid."""
        today = self._workspace.today()
        return prefilled_items(self._workspace.journal.recent(today), today, checklist)

    def wanted_before(self, program_id: str) -> bool:
        """Whether to ask about red flags before this program starts.

        Before core work each time, but for ten minutes after this very question was answered without any;
        before other programs only while it was never answered in this journal. A morning does not count for
        core work. Not before what may not start at all. Source: the guide's red flags.
        """
        program = self._workspace.programs.get(program_id)
        if program is None or not self._days.session_plan(program).slots:
            return False
        today = self._workspace.today()
        if program.kind is not Kind.CORE:
            return self.flags_wanted()
        now = self._workspace.clock.now()
        recent = self._workspace.journal.recent(today - timedelta(days=1))
        fresh = (event for event in recent if timedelta() <= now - event.at <= FRESH)
        return not any(
            isinstance(event, CheckIn) and event.kind == "before" and not event.red_flags and not event.spasm
            for event in fresh
        )

    def flags_wanted(self) -> bool:
        """Whether the question about red flags was never answered in this journal."""
        return not any(
            answers_flags(event) for event in live_events(self._events(self._workspace.today()), date.max)
        )

    def begin_on_knees(self) -> None:
        """Let planks begin on the knees, for somebody who does not hold a side plank for 20 seconds.

        Raises:
            JournalError: it was not written.
        """
        events = self._easy_starts(ON_THE_KNEES)
        if events:
            self._workspace.journal.append(*events)

    def health_wanted(self) -> bool:
        """Whether the questions about health were never answered."""
        return self._workspace.settings.health is None

    def answer_health(self, ticked: Sequence[str]) -> HealthAnswered:
        """Store what was ticked of the questions about health, and report what it does to today.

        Conditions that a doctor has to know of become red flags, a beginner gets easier rungs, and the rest
        are settings. Red flags and levels are on disk before the settings are written.

        Args:
            ticked: ids of the choices of the form about health.

        Raises:
            UsageError: there is no such choice.
            JournalError: the journal cannot be read.
        """
        known = {choice.id for choice in HEALTH}
        strange = [one for one in ticked if one not in known]
        if strange:
            raise UsageError(f"'{strange[0]}' is none of the questions about health")
        workspace = self._workspace
        before = self._days.plan()
        events = self._health_events(frozenset(ticked))
        try:
            if events:
                workspace.journal.append(*events)
        except JournalError as error:
            # What is done about an alarming answer does not wait for a disk.
            trouble: str | None = unsaved_text(error)
            after = plan_if_written(workspace, events)
        else:
            trouble = self._keep_health(frozenset(ticked))
            after = self._days.plan()
        told = plan_changes(before, after, workspace.names(), workspace.settings.units)
        lines = tuple(line for line in told if line != NO_CHANGE)
        return HealthAnswered(lines=lines, trouble=trouble, lock=after.lock)

    def health_due(self) -> bool:
        """Whether the questions about health are to be asked before a session: not while training is off."""
        return self.health_wanted() and current_lock(self._workspace) is None

    def health_ticked(self) -> tuple[str, ...]:
        """The choices about health that are in the settings."""
        settings = self._workspace.settings
        return (*(settings.health or ()), *((THIN_BONES,) if settings.osteoporosis else ()))

    def change_health(self, ticked: Sequence[str]) -> CheckInNoted:
        """Keep the answers about health in place of those of `health_ticked`.

        Raises:
            UsageError: there is no such choice.
            JournalError: the journal cannot be read.
        """
        from coach.app.settings import change_settings

        done = self.answer_health(ticked)
        if self._workspace.settings.osteoporosis and THIN_BONES not in ticked:
            change_settings(self._workspace, {"osteoporosis": None})
        care = care_texts(self._days.plan()) if done.lock is not None else ()
        lines = tuple(line for line in done.lines if line not in care)
        trouble = (done.trouble,) if done.trouble else ()
        return CheckInNoted(id="", lines=(*trouble, *lines), care=care, stops=done.lock is not None)

    def week_figures(self) -> tuple[str, ...]:
        """The week in figures: the six habits, and the rows of its table that they do not contain."""
        from coach.app.history import week_summary

        week = week_summary(self._workspace)
        in_habits = IN_HABITS if week.habits else frozenset()
        rows = [row for row in week.table.rows if row.id not in in_habits]
        return (
            *week.habits,
            *(f"{'✓' if row.ticked else '·'} {row.task}: {' '.join(row.words)}" for row in rows),
        )

    def _health_events(self, ticked: frozenset[str]) -> list[Event]:
        from coach.app.corrections import Logbook

        logbook = Logbook(self._workspace)
        found: list[Event] = []
        flags = tuple(flag for flag in get_args(RedFlag) if flag in ticked)
        if flags:
            event_id, day, at = logbook.stamp(None)
            said = CheckIn(id=event_id, date=day, at=at, kind="monthly", red_flags=flags)
            found += logbook.addition(said).events
        if "new_to_exercise" in ticked:
            found += self._easy_starts(ON_THE_WALL)
        return found

    def _easy_starts(self, drills: Mapping[str, str]) -> list[Event]:
        """Entries that set the levels of programs that were never trained to these drills, by slot."""
        from coach.app.corrections import Logbook

        logbook, workspace = Logbook(self._workspace), self._workspace
        everything = live_events(workspace.journal.events(), workspace.today())
        return [
            logbook.level_entry(program, start.slot, start.drill, seconds=start.seconds)
            for program, start in easy_starts_of(workspace.programs.values(), everything, drills)
        ]

    def _keep_health(self, ticked: frozenset[str]) -> str | None:
        """Write the settings; returns why they could not be written, in a sentence."""
        from coach.app.settings import change_settings

        conditions = tuple(one for one in get_args(HealthCondition) if one in ticked)
        changes: dict[str, str | None] = {"health": ", ".join(conditions) or "none"}
        if THIN_BONES in ticked:
            changes["osteoporosis"] = "true"
        workspace = self._workspace
        try:
            change_settings(workspace, changes)
        except ProgramFileError as error:
            bones = workspace.settings.osteoporosis or THIN_BONES in ticked
            workspace.override_settings(replace(workspace.settings, health=conditions, osteoporosis=bones))
            return f"What you said holds for now, but it could not be written into the settings: {error}"
        return None

    def _events(self, day: date) -> tuple[Event, ...]:
        """All check-ins, and the sessions of the last weeks; not read again while the journal is the same."""
        journal = self._workspace.journal
        read_at, known = (journal.revision, day), self._read
        if known is None or known[0] != read_at:
            known = self._read = read_at, journal.recent(day - timedelta(days=_RECENT_DAYS))
        return known[1]


def answers_flags(event: Event) -> bool:
    """Whether an event answers the question about red flags.

    A morning has the question among its own; one that leaves any of these open was written in another way.
    """
    if not isinstance(event, CheckIn):
        return False
    morning = (event.stiff, event.tug, event.short_leg, event.spasm)
    asked = event.kind == "before" or (event.kind == "morning" and None not in morning)
    return asked or bool(event.red_flags)
