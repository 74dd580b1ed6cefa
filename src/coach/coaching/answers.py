"""How the answers to a form become one fact of the journal."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from msgspec import Struct

from coach.coaching.questions import SPASM
from coach.coaching.reasons import FLAG_WORDS
from coach.model.events import WORST_PAIN, CheckIn, RedFlag
from coach.model.questions import Answer, Answers, AnswerType, Form, Question


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


def has_to_be_answered(form: Form) -> bool:
    """Whether a form asks anything that cannot be left open."""
    return any(not question.optional for question in form.questions)


def check_in(
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
