"""How a screen puts one question: the keys that answer it, what they are called, and answers in words."""

from __future__ import annotations

from typing import Final

from msgspec.structs import replace

from coach.coaching.answers import no_to_all
from coach.model.guide import Checklist
from coach.model.questions import Answers, AnswerType, Choice, Form, Question

CHOICE_KEYS: Final = "123456789acdeghijkm"
"""One for each choice; the letters that mean something else are left out."""
MOST_HOURS: Final = 24.0
_HINTS: Final = {
    AnswerType.HOURS: "Type the hours; + and - for half an hour.",
    AnswerType.PAIN: "0 is no pain at all, t is ten, the worst there is.",
}


def labelled(question: Question, form: Form, answers: Answers) -> Question:
    """A question of a form with its hint and the names of its keys, given the answers so far."""
    refusable = question.answer_type is AnswerType.MANY and question.after is None
    first = not answers and form.none_text is not None and question.answer_type is AnswerType.YES_NO
    return replace(
        question,
        hint=also_answered(form) if first else _HINTS.get(question.answer_type, ""),
        none_label=(form.none_text or "none of these") if refusable else None,
        all_no_label=all_no_label(form) if first else None,
    )


def all_no_label(form: Form) -> str:
    """What the one key says in a word or two, by how many questions it answers."""
    return {1: "no", 2: "no to both"}.get(len(no_to_all(form)), "no to all of these")


def also_answered(form: Form, key: str = "0") -> str:
    """What this key says no to beside the first question: it is to be read before anybody presses it."""
    others = [form.question(identity).text for identity in list(no_to_all(form))[1:]]
    return f"{key} says no to this, and to: {' '.join(others)}" if others else ""


def checklist_question(checklist: Checklist) -> Question:
    """A checklist as a question: which of it holds."""
    return Question(
        id=checklist.id,
        text=f"{checklist.title}: tick what is true.",
        answer_type=AnswerType.MANY,
        choices=tuple(Choice(item.id, item.text) for item in checklist.items),
        optional=True,
        skip_label="done",
        hint="You can do the rest later.",
        page=checklist.page,
    )


def typed_hours(so_far: str, character: str) -> str:
    """The hours as they stand after one more key: a digit, `+` or `-` for half an hour."""
    if character in "+-":
        hours = float(so_far or 0) + (0.5 if character == "+" else -0.5)
        return f"{min(MOST_HOURS, max(0.0, hours)):g}"
    longer = so_far + character
    fits = "." not in so_far and float(longer) <= MOST_HOURS
    return f"{int(longer)}" if fits else character


def answer_text(question: Question, answer: object) -> str:
    """An answer in a few words."""
    if answer is None:
        return "left open"
    if isinstance(answer, bool):
        return "yes" if answer else "no"
    texts = {choice.id: choice.text for choice in question.choices}
    if isinstance(answer, tuple):
        return ", ".join(texts.get(str(value), str(value)) for value in answer) or "none"
    if isinstance(answer, str):
        return texts.get(answer, answer)
    return f"{answer:g} hours" if question.answer_type is AnswerType.HOURS else f"{answer}"
