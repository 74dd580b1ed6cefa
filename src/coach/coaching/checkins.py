"""Check-ins: which are due on a day, which questions are next, and the event that answers make."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime
from typing import Final

from msgspec import Struct, convert

from coach.coaching.habits import messages
from coach.coaching.habits.week import TREAD_DAYS
from coach.coaching.history import History, read_history, week_of
from coach.coaching.messages import FLAG_WORDS
from coach.coaching.safety import read_health
from coach.model.events import WORST_PAIN, CheckIn, CheckInKind, Event
from coach.model.forms import Answer, Answers, AnswerType, Form, Question
from coach.model.program import WEEKDAYS, Weekday

SLEEP: Final = "sleep"
EVENT_DAY: Final = "event-day"
MATTRESS_TURNED: Final = "sleep.turned"

MATTRESS_DAYS: Final = 91
"""A quarter of a year. The guide says to turn the mattress, not how often."""

_BACK_DAYS: Final = 3
"""How many days back a forgotten morning can be filled in."""
_USUAL_DAYS: Final = 7
_SETTLED_DAYS: Final = 7
"""The first week has no question about shoes."""


class CheckInDue(Struct, frozen=True, kw_only=True):
    """A check-in that a day asks for."""

    kind: CheckInKind
    checklist: str | None = None
    """The id of its checklist; None: the questions of its kind."""
    words: str
    """What it is called."""


def checkins_due(
    events: Sequence[Event], on: date, *, review_day: Weekday = "sun", event_date: date | None = None
) -> tuple[CheckInDue, ...]:
    """The check-ins that are due on a day and not answered yet, the most urgent first.

    Source: the guide, early signs each morning, a look at the body each week and at the shoes each month, the
    sleep setup when a sign comes.

    Args:
        events: all check-ins of the journal, and at least the recent events of other kinds.
        on: the training day.
        review_day: the weekday from which the weekly one is due.
        event_date: the day of a coming race or season's start.
    """
    history = read_history(events, on)
    trained = [day for by_day in history.sessions.values() for day in by_day]
    first = min([*trained, *history.check_ins, *history.activities], default=None)
    found: list[CheckInDue] = []
    if not _has_morning(history.check_ins.get(history.on, ())):
        found.append(CheckInDue(kind="morning", words=messages.CHECKIN_MORNING))
    # The sleep checklist: once for each early light week, and a quarter after the mattress was turned.
    early = read_health(history).early_deload_at(history.on)
    looked = _days_with(history, lambda one: MATTRESS_TURNED in one.ticked or SLEEP in one.checklists)
    since = max(looked, default=first)
    if early is not None and not _went_through(history, SLEEP, early.start):
        found.append(CheckInDue(kind="monthly", checklist=SLEEP, words=messages.CHECKIN_SLEEP))
    elif since is not None and history.on - since >= MATTRESS_DAYS:
        found.append(CheckInDue(kind="monthly", checklist=SLEEP, words=messages.CHECKIN_MATTRESS))
    is_near = event_date is not None and 0 <= event_date.toordinal() - history.on <= 1
    if is_near and not _went_through(history, EVENT_DAY, history.on):
        found.append(CheckInDue(kind="monthly", checklist=EVENT_DAY, words=messages.CHECKIN_EVENT))
    if first is None:
        return tuple(found)
    since = week_of(history.on, WEEKDAYS.index(review_day))
    if first < since and all(one.kind != "weekly" for one in _check_ins_since(history, since)):
        found.append(CheckInDue(kind="weekly", words=messages.CHECKIN_WEEKLY))
    looks = _days_with(history, lambda one: one.tread_ok is not None)
    if history.on - max(looks, default=first) >= (TREAD_DAYS if looks else _SETTLED_DAYS):
        found.append(CheckInDue(kind="monthly", words=messages.CHECKIN_SHOES))
    return tuple(found)


def forgotten_morning(events: Sequence[Event], on: date) -> date | None:
    """The latest recent morning without an answer, though mornings usually have one; None without.

    Filled in, it closes a gap in a run of stiff mornings.
    """
    history = read_history(events, on)
    answered = {day for day, check_ins in history.check_ins.items() if _has_morning(check_ins)}
    for day in range(history.on - 1, history.on - 1 - _BACK_DAYS, -1):
        if day not in answered and any(day - back in answered for back in range(1, _USUAL_DAYS + 1)):
            return date.fromordinal(day)
    return None


def last_review(events: Sequence[Event], on: date, checklist: str) -> CheckIn | None:
    """The latest check-in that went through a checklist."""
    found = [
        one
        for of_day in read_history(events, on).check_ins.values()
        for one in of_day
        if checklist in one.checklists or any(item.startswith(f"{checklist}.") for item in one.ticked)
    ]
    return max(found, key=lambda one: (one.date, one.at), default=None)


def prefilled_items(events: Sequence[Event], on: date, checklist: str) -> tuple[str, ...]:
    """The items of a checklist that are ticked in advance, because they were the last time.

    A desk, a home and a bed stay as they are. Each day of sport is new, and a mattress that was turned three
    months ago is to be turned again.
    """
    last = last_review(events, on, checklist)
    if last is None or (checklist == EVENT_DAY and last.date != on):
        return ()
    stale = {MATTRESS_TURNED} if (on - last.date).days >= MATTRESS_DAYS else set()
    return tuple(item for item in last.ticked if item.startswith(f"{checklist}.") and item not in stale)


def _has_morning(check_ins: Sequence[CheckIn]) -> bool:
    return any(one.stiff is not None for one in check_ins)


def _days_with(history: History, wanted: Callable[[CheckIn], bool]) -> list[int]:
    return [day for day, check_ins in history.check_ins.items() if any(map(wanted, check_ins))]


def _went_through(history: History, checklist: str, since: int) -> bool:
    return any(checklist in one.checklists for one in _check_ins_since(history, since))


def _check_ins_since(history: History, since: int) -> Iterator[CheckIn]:
    for day in range(since, history.on + 1):
        yield from history.check_ins.get(day, ())


class OpenQuestionError(ValueError):
    """A form that is incomplete: a question has no answer, or one that does not fit."""

    def __init__(self, question: Question, message: str) -> None:
        super().__init__(f"{question.text} {message}")
        self.question = question


def no_to_all(form: Form) -> Answers:
    """The answers of the one key for no: to all required questions but follow-ups and those asked alone."""
    asked = (
        question
        for question in form.questions
        if not question.optional and not question.asked_alone and question.after is None
    )
    return {question.id: () if question.answer_type is AnswerType.MANY else False for question in asked}


def all_no_label(form: Form) -> str:
    """The label of the key that answers no, by how many questions it answers."""
    return {1: "no", 2: "no to both"}.get(len(no_to_all(form)), "no to all of these")


def also_answered(form: Form, key: str = "0") -> str:
    """The questions that the key answers with no beside the first, to be read before it is pressed."""
    others = [form.question(identity).text for identity in list(no_to_all(form))[1:]]
    return f"{key} says no to this, and to: {' '.join(others)}" if others else ""


def next_question(form: Form, answers: Answers) -> Question | None:
    """The first question that is asked and not answered; None when the form is complete."""
    for question in form.questions:
        if question.id not in answers and is_asked(question, answers):
            return question
    return None


def is_asked(question: Question, answers: Answers) -> bool:
    """Whether a question is asked, given the answers so far: a follow-up only after a yes."""
    return question.after is None or answers.get(question.after) is True


def is_complete(form: Form, answers: Answers) -> bool:
    """Whether all required questions are answered."""
    return all(
        question.optional or not is_asked(question, answers) or question.id in answers
        for question in form.questions
    )


def has_required_questions(form: Form) -> bool:
    """Whether a form has required questions."""
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
    """The check-in of a filled-in form.

    Args:
        form: what was asked.
        answers: by the question's id.
        id: of the new event.
        date: the training day it is about; an earlier one fills a gap.
        at: the moment it is written.
        ticked: the ticked items of the form's checklists, as `checklist.item`.
        note: the user's own words.

    Raises:
        OpenQuestionError: a required question was left open, or an answer does not fit.
    """
    fields: dict[str, object] = {}
    for question in form.questions:
        if not is_asked(question, answers):
            continue
        answer = _valid_answer(question, answers.get(question.id))
        if isinstance(answer, bool):
            # A no is a no to each field; after a yes to several fields, the next question asks which.
            names = question.fields if len(question.fields) == 1 or not answer else ()
            fields.update((name, answer) for name in names if name != "red_flags")
        elif isinstance(answer, tuple):
            chosen = tuple(dict.fromkeys(word.strip() for word in answer))
            for name in question.fields:
                if name == "red_flags":
                    fields[name] = tuple(flag for flag in FLAG_WORDS if flag in chosen)
                else:
                    fields[name] = chosen if name in {"triggers", "changes"} else name in chosen
        elif answer is not None:
            fields.update(dict.fromkeys(question.fields, answer))
    event = {"id": id, "date": date, "at": at, "kind": form.kind, "ticked": tuple(ticked), "note": note}
    return convert({**fields, **event, "checklists": form.checklists}, CheckIn)


def _valid_answer(question: Question, answer: Answer) -> Answer:
    """The answer, if the question can have it.

    Raises:
        OpenQuestionError: it cannot.
    """
    if answer is None:
        if question.optional:
            return None
        raise OpenQuestionError(question, "This one wants an answer.")
    kind = question.answer_type
    if kind is AnswerType.YES_NO:
        fits = isinstance(answer, bool)
    elif kind is AnswerType.MANY:
        known = {choice.id for choice in question.choices}
        fits = isinstance(answer, tuple) and all(
            word in known or (question.own_words and word.strip() != "") for word in answer
        )
    else:
        most = 24 if kind is AnswerType.HOURS else WORST_PAIN
        fits = not isinstance(answer, bool) and isinstance(answer, int | float) and 0 <= answer <= most
        if fits and kind is AnswerType.PAIN and isinstance(answer, int | float):
            fits = float(answer).is_integer()
    if not fits:
        raise OpenQuestionError(question, f"{answer!r} is no answer to this.")
    if question.after is not None and not answer:
        raise OpenQuestionError(question, "Say which.")
    return answer
