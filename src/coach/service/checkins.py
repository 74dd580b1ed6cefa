"""Check-ins of one person: which are due, what they ask, and how an answer is kept."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING, Final

from coach.coaching.answers import OpenQuestionError, check_in
from coach.coaching.checkins import CheckInDue, checkins_due, forgotten_morning, last_look, still_held
from coach.coaching.days import read_history
from coach.coaching.questions import checklist_form, form_for, morning_form, weekly_form
from coach.coaching.safety import read_body
from coach.coaching.triggers import frequent_triggers, trigger_words
from coach.errors import UsageError
from coach.model.events import CheckIn, CheckInKind, Event
from coach.model.program import Kind
from coach.model.questions import Answers, Form

if TYPE_CHECKING:
    from coach.journal.edits import Change
    from coach.service.coach import Coach

_RECENT_DAYS: Final = 35
FRESH: Final = timedelta(minutes=10)
"""An answer about red flags that is not older is not asked for again: one has just come from it."""


class CheckIns:
    """What is asked of one person, and where their answers go."""

    def __init__(self, coach: Coach) -> None:
        """Use what `coach` has joined."""
        self._coach = coach

    def due(self, on: date | None = None) -> tuple[CheckInDue, ...]:
        """The check-ins that a day asks for, the most pressing first; None is today."""
        day = on or self._coach.today()
        settings = self._coach.settings
        return checkins_due(
            self._events(day), day, review_day=settings.review_day, event_date=settings.event_date
        )

    def forgotten_morning(self) -> date | None:
        """The morning that can still be filled in; None without one."""
        today = self._coach.today()
        return forgotten_morning(self._events(today), today)

    def form(self, kind: CheckInKind, checklist: str | None = None, on: date | None = None) -> Form:
        """What a check-in asks this person on a day.

        Args:
            kind: which check-in.
            checklist: the id of a checklist that is gone through by itself; None: the questions of the kind.
            on: the training day; None is today.

        Raises:
            UsageError: there is no such checklist.
        """
        if checklist is not None:
            return checklist_form(checklist, _checklist_title(checklist))
        day = on or self._coach.today()
        if kind == "morning":
            return morning_form(in_spasm=read_body(read_history(self._events(day), day)).paused)
        if kind == "weekly":
            suspect = trigger_words(frequent_triggers(self._events(day), day))
            return weekly_form(good=self._coach.week(day).table.good, suspect=suspect)
        return form_for(kind)

    def entry(
        self,
        form: Form,
        answers: Answers,
        *,
        on: date | None = None,
        ticked: Sequence[str] = (),
        note: str | None = None,
    ) -> Change:
        """A filled-in form as an entry; not written yet: the logbook tells its effect and writes it.

        Args:
            form: what was asked.
            answers: by the question's id.
            on: the training day it is about; None is today, an earlier one fills a gap.
            ticked: what holds of the form's checklists, as `checklist.item`.
            note: words of one's own.

        Raises:
            UsageError: a question is still open, or an answer does not fit; the day has not come yet.
        """
        logbook = self._coach.logbook
        event_id, day, at = logbook.stamp(on)
        try:
            said = check_in(form, answers, id=event_id, date=day, at=at, ticked=ticked, note=note)
        except OpenQuestionError as error:
            raise UsageError(str(error)) from error
        return logbook.addition(said)

    def last_look(self, checklist: str) -> CheckIn | None:
        """The check-in with which a checklist was gone through the last time; None: it never was."""
        today = self._coach.today()
        return last_look(self._coach.journal.recent(today), today, checklist)

    def held(self, checklist: str) -> tuple[str, ...]:
        """What held of a checklist the last time, and may be taken to hold still."""
        today = self._coach.today()
        return still_held(self._coach.journal.recent(today), today, checklist)

    def wanted_before(self, program_id: str) -> bool:
        """Whether it is to be asked about red flags before this program starts: before core work, each time.

        Source: the guide's red flags. Who has said just before, to this very question, that there are none is
        not asked again: at the first start, or before a session that was begun anew. A morning is another
        question at another time, and does not count. What may not be started is not asked about either.
        """
        program = self._coach.programs.get(program_id)
        if program is None or program.kind is not Kind.CORE or self._coach.closed(program) is not None:
            return False
        now = self._coach.clock.now()
        recent = self._coach.journal.recent(self._coach.today() - timedelta(days=1))
        return not any(_is_clear(event) and timedelta() <= now - event.at <= FRESH for event in recent)

    def _events(self, day: date) -> tuple[Event, ...]:
        """Every check-in there is, and the sessions of the last weeks."""
        return self._coach.journal.recent(day - timedelta(days=_RECENT_DAYS))


def _is_clear(event: Event) -> bool:
    return isinstance(event, CheckIn) and event.kind == "before" and not event.red_flags and not event.spasm


def _checklist_title(checklist: str) -> str:
    from coach.library.guide import checklists

    known = checklists()
    if checklist not in known:
        raise UsageError(f"there is no checklist '{checklist}'", hint=f"there are {', '.join(known)}")
    return known[checklist].title
