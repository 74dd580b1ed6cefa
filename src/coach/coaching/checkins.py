"""Which check-ins are due on a day, and whether a forgotten morning can still be filled in."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from typing import Final

from msgspec import Struct

from coach.coaching.habits import messages
from coach.coaching.habits.week import TREAD_DAYS
from coach.coaching.history import History, read_history, week_of
from coach.coaching.messages import FLAG_WORDS
from coach.coaching.questions import SPASM
from coach.coaching.safety import read_health
from coach.model.events import WORST_PAIN, CheckIn, CheckInKind, Event, RedFlag
from coach.model.forms import Answer, Answers, AnswerType, Form, Question
from coach.model.program import WEEKDAYS, Weekday

SLEEP: Final = "sleep"
EVENT_DAY: Final = "event-day"
MATTRESS_TURNED: Final = "sleep.turned"

MATTRESS_DAYS: Final = 91
"""A quarter of a year. The guide says to turn the mattress, not how often."""

_BACK_DAYS: Final = 3
"""So far back a forgotten morning is still remembered well enough."""
_USUAL_DAYS: Final = 7
_SETTLED_DAYS: Final = 7
"""Nobody is asked about shoes in the first week."""


class CheckInDue(Struct, frozen=True, kw_only=True):
    """A check-in that a day asks for."""

    kind: CheckInKind
    checklist: str | None = None
    """The id of the checklist that it is about; None: the questions of its kind."""
    words: str
    """What it is, in a few words."""


def checkins_due(
    events: Sequence[Event], on: date, *, review_day: Weekday = "sun", event_date: date | None = None
) -> tuple[CheckInDue, ...]:
    """The check-ins that a day asks for and that were not answered yet, the most pressing first.

    Source: the guide, early signs each morning, a look at the body each week and at the shoes each month, the
    sleep setup when a sign comes.

    Args:
        events: every check-in of the journal, and of the rest at least what is recent.
        on: the training day.
        review_day: from which weekday on the weekly one is due.
        event_date: the day of a race or a season's start, if there is one ahead.
    """
    history = read_history(events, on)
    first = _first_day(history)
    found = [_morning(history), _sleep(history, first), _event_day(history, event_date)]
    if first is not None:
        found += [_weekly(history, first, review_day), _monthly(history, first)]
    return tuple(one for one in found if one is not None)


def forgotten_morning(events: Sequence[Event], on: date) -> date | None:
    """The latest morning of the last few that someone who usually answers has left out; None without one.

    Filling it in mends a row of stiff mornings; a morning without an answer breaks it.
    """
    history = read_history(events, on)
    answered = {day for day, said in history.check_ins.items() if _tells_morning(said)}
    for day in range(history.on - 1, history.on - 1 - _BACK_DAYS, -1):
        if day not in answered and any(day - back in answered for back in range(1, _USUAL_DAYS + 1)):
            return date.fromordinal(day)
    return None


def last_review(events: Sequence[Event], on: date, checklist: str) -> CheckIn | None:
    """The check-in with which a checklist was gone through the last time; None: it never was."""
    said = [
        one
        for of_day in read_history(events, on).check_ins.values()
        for one in of_day
        if checklist in one.checklists or any(item.startswith(f"{checklist}.") for item in one.ticked)
    ]
    return max(said, key=lambda one: (one.date, one.at), default=None)


def prefilled_items(events: Sequence[Event], on: date, checklist: str) -> tuple[str, ...]:
    """What may be taken to hold of a checklist still, because it held the last time.

    A desk, a home and a bed stay as they are. A day of sport is another each time, and a mattress that was
    turned three months ago wants to be turned again.
    """
    last = last_review(events, on, checklist)
    if last is None or (checklist == EVENT_DAY and last.date != on):
        return ()
    stale = {MATTRESS_TURNED} if (on - last.date).days >= MATTRESS_DAYS else set()
    return tuple(item for item in last.ticked if item.startswith(f"{checklist}.") and item not in stale)


def _first_day(history: History) -> int | None:
    """The first day of which the journal knows anything."""
    days = [day for by_day in history.sessions.values() for day in by_day]
    return min([*days, *history.check_ins, *history.activities], default=None)


def _tells_morning(said: Sequence[CheckIn]) -> bool:
    return any(one.stiff is not None for one in said)


def _morning(history: History) -> CheckInDue | None:
    if _tells_morning(history.check_ins.get(history.on, ())):
        return None
    return CheckInDue(kind="morning", words=messages.CHECKIN_MORNING)


def _weekly(history: History, first: int, review_day: Weekday) -> CheckInDue | None:
    since = week_of(history.on, WEEKDAYS.index(review_day))
    if first >= since or any(one.kind == "weekly" for one in _said_since(history, since)):
        return None
    return CheckInDue(kind="weekly", words=messages.CHECKIN_WEEKLY)


def _monthly(history: History, first: int) -> CheckInDue | None:
    looks = [day for day, said in history.check_ins.items() if any(one.tread_ok is not None for one in said)]
    fresh = bool(looks) and history.on - max(looks) < TREAD_DAYS
    if fresh or (not looks and history.on - first < _SETTLED_DAYS):
        return None
    return CheckInDue(kind="monthly", words=messages.CHECKIN_SHOES)


def _sleep(history: History, first: int | None) -> CheckInDue | None:
    """The sleep checklist: once for each early light week, and when the mattress was not turned for long."""
    window = read_health(history).early_deload_at(history.on)
    if window is not None and not _went_through(history, SLEEP, window.start):
        return CheckInDue(kind="monthly", checklist=SLEEP, words=messages.CHECKIN_SLEEP)
    turned = [
        day for day, said in history.check_ins.items() if any(MATTRESS_TURNED in one.ticked for one in said)
    ]
    asked = [day for day, said in history.check_ins.items() if any(SLEEP in one.checklists for one in said)]
    since = max([*turned, *asked], default=first)
    if since is None or history.on - since < MATTRESS_DAYS:
        return None
    return CheckInDue(kind="monthly", checklist=SLEEP, words=messages.CHECKIN_MATTRESS)


def _event_day(history: History, event_date: date | None) -> CheckInDue | None:
    """The checklist for the day of an event: on that day and on the one before."""
    if event_date is None or not 0 <= event_date.toordinal() - history.on <= 1:
        return None
    if _went_through(history, EVENT_DAY, history.on):
        return None
    return CheckInDue(kind="monthly", checklist=EVENT_DAY, words=messages.CHECKIN_EVENT)


def _went_through(history: History, checklist: str, since: int) -> bool:
    return any(checklist in one.checklists for one in _said_since(history, since))


def _said_since(history: History, since: int) -> Iterator[CheckIn]:
    for day in range(since, history.on + 1):
        yield from history.check_ins.get(day, ())


class OpenQuestionError(ValueError):
    """A form that cannot be kept yet: a question wants an answer, or the answer does not fit."""

    def __init__(self, question: Question, message: str) -> None:
        super().__init__(f"{question.text} {message}")
        self.question = question


def no_to_all(form: Form) -> Answers:
    """What the one key answers: no, and none of them, to what has to be answered and was to be read before.

    What is asked alone is left out: it is still put after this, on a screen of its own.
    """
    asked = (
        question
        for question in form.questions
        if not question.optional and not question.asked_alone and question.after is None
    )
    return {question.id: () if question.answer_type is AnswerType.MANY else False for question in asked}


def next_question(form: Form, answers: Answers) -> Question | None:
    """The first question, in order, that is to be put and was not; None when the form is through."""
    for question in form.questions:
        if question.id not in answers and is_asked(question, answers):
            return question
    return None


def is_asked(question: Question, answers: Answers) -> bool:
    """Whether a question is put, given the answers so far: a follow-up only after a yes."""
    return question.after is None or answers.get(question.after) is True


def is_complete(form: Form, answers: Answers) -> bool:
    """Whether everything that has to be answered is."""
    return all(
        question.optional or not is_asked(question, answers) or question.id in answers
        for question in form.questions
    )


def has_required_questions(form: Form) -> bool:
    """Whether a form asks anything that cannot be left open."""
    return any(not question.optional for question in form.questions)


def build_check_in(
    form: Form,
    answers: Answers,
    *,
    id: str,
    date: date,
    at: datetime,
    ticked: Sequence[str] = (),
    note: str | None = None,
) -> CheckIn:
    """The fact that a filled-in form is.

    Args:
        form: what was asked.
        answers: by the question's id.
        id: of the new event.
        date: the training day it is about; an earlier one fills a gap.
        at: the moment it is written.
        ticked: what holds of the form's checklists, as `checklist.item`.
        note: words of one's own.

    Raises:
        OpenQuestionError: a question that is no optional one was left open, or an answer does not fit.
    """
    said = _Said()
    for question in form.questions:
        if is_asked(question, answers):
            _hear(said, question, _fitting(question, answers.get(question.id)))
    return CheckIn(
        id=id,
        date=date,
        at=at,
        kind=form.kind,
        stiff=said.truth.get("stiff"),
        tug=said.truth.get("tug"),
        short_leg=said.truth.get("short_leg"),
        spasm=said.truth.get(SPASM),
        pain=None if said.pain is None else int(said.pain),
        red_flags=said.red_flags,
        sleep_hours=said.sleep_hours,
        woke_before_alarm=said.truth.get("woke_before_alarm"),
        hip90_left=said.truth.get("hip90_left"),
        hip90_right=said.truth.get("hip90_right"),
        tread_ok=said.truth.get("tread_ok"),
        triggers=said.words.get("triggers", ()),
        changes=said.words.get("changes", ()),
        checklists=form.checklists,
        ticked=tuple(ticked),
        note=note,
    )


class _Said(Struct):
    """What the answers say about the fields of a check-in."""

    truth: dict[str, bool] = {}
    words: dict[str, tuple[str, ...]] = {}
    red_flags: tuple[RedFlag, ...] = ()
    sleep_hours: float | None = None
    pain: float | None = None


def _fitting(question: Question, answer: Answer) -> Answer:
    """The answer, when it is one that the question can have.

    Raises:
        OpenQuestionError: it is not.
    """
    if answer is None:
        if question.optional:
            return None
        raise OpenQuestionError(question, "This one wants an answer.")
    if question.answer_type is AnswerType.YES_NO:
        fits = isinstance(answer, bool)
    elif question.answer_type is AnswerType.MANY:
        fits = isinstance(answer, tuple) and _all_known(question, answer)
    else:
        fits = _is_number(
            answer,
            24 if question.answer_type is AnswerType.HOURS else WORST_PAIN,
            whole=question.answer_type is AnswerType.PAIN,
        )
    if not fits:
        raise OpenQuestionError(question, f"{answer!r} is no answer to this.")
    if question.after is not None and not answer:
        raise OpenQuestionError(question, "Say which.")
    return answer


def _all_known(question: Question, answer: tuple[str, ...]) -> bool:
    known = {choice.id for choice in question.choices}
    return all(word in known or (question.own_words and word.strip() != "") for word in answer)


def _is_number(answer: Answer, most: float, *, whole: bool) -> bool:
    if isinstance(answer, bool) or not isinstance(answer, int | float) or not 0 <= answer <= most:
        return False
    return not whole or float(answer).is_integer()


def _hear(said: _Said, question: Question, answer: Answer) -> None:
    """Write one answer into the fields that it is about."""
    if isinstance(answer, bool):
        _hear_truth(said, question, answer)
    elif isinstance(answer, tuple):
        _hear_choices(said, question, answer)
    elif question.answer_type is AnswerType.HOURS:
        said.sleep_hours = None if answer is None else float(answer)
    elif question.answer_type is AnswerType.PAIN:
        said.pain = answer


def _hear_truth(said: _Said, question: Question, answer: bool) -> None:
    """A no is a no to each field; a yes to several fields is told apart by the question after it."""
    for name in question.fields:
        if name != "red_flags" and (len(question.fields) == 1 or not answer):
            said.truth[name] = answer


def _hear_choices(said: _Said, question: Question, answer: tuple[str, ...]) -> None:
    taken = tuple(dict.fromkeys(word.strip() for word in answer))
    for name in question.fields:
        if name == "red_flags":
            said.red_flags = tuple(flag for flag in FLAG_WORDS if flag in taken)
        elif name in {"triggers", "changes"}:
            said.words[name] = taken
        else:
            said.truth[name] = name in taken
