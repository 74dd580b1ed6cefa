"""One question at a time, ready to be put on a screen: what a key answers, and what is still open."""

from __future__ import annotations

from enum import StrEnum
from typing import Final

from msgspec import Struct

from coach.coaching.answers import is_asked, no_to_all
from coach.model.guide import Checklist
from coach.model.questions import Answers, Ask, Form, Question

CHOICE_KEYS: Final = "123456789acdeghijkm"
"""One for each choice; the letters that mean something else are left out."""
MOST_HOURS: Final = 24.0


class Wants(StrEnum):
    """What an answer is."""

    YES_NO = "yes_no"
    ONE = "one"
    MANY = "many"
    HOURS = "hours"
    PAIN = "pain"


class Option(Struct, frozen=True):
    """One answer to choose."""

    value: str
    text: str
    effect: str = ""
    """What it changes, said once it is ticked."""


class Prompt(Struct, frozen=True, kw_only=True):
    """One question as it is put."""

    id: str
    text: str
    wants: Wants
    options: tuple[Option, ...] = ()
    skip: str | None = None
    """What Enter means where nothing is chosen; None: this has to be answered."""
    none: str | None = None
    """What `n` means, where choices can be refused all at once."""
    all_no: str | None = None
    """What `0` means: no to everything that is asked."""
    own_words: bool = False
    matters: bool = False
    """It is about safety: no key answers it before it can have been read to its end."""
    hint: str = ""
    page: str | None = None
    """The page of the guide that says more."""


_WANTS: Final[dict[Ask, Wants]] = {
    Ask.YES_NO: Wants.YES_NO,
    Ask.MANY: Wants.MANY,
    Ask.HOURS: Wants.HOURS,
    Ask.PAIN: Wants.PAIN,
}


def prompt_of(question: Question, form: Form, answers: Answers) -> Prompt:
    """A question of a form, given the answers so far."""
    refusable = question.ask is Ask.MANY and question.after is None
    first = not answers and form.none_text is not None and question.ask is Ask.YES_NO
    return Prompt(
        id=question.id,
        text=question.text,
        wants=_WANTS[question.ask],
        options=tuple(Option(choice.id, choice.text) for choice in question.choices),
        skip="leave open" if question.optional else None,
        none=(form.none_text or "none of these") if refusable else None,
        all_no=all_no_label(form) if first else None,
        own_words=question.own_words,
        matters=question.asked_alone,
        hint=also_answered(form) if first else _HINTS.get(question.ask, ""),
        page=question.page,
    )


def all_no_label(form: Form) -> str:
    """What the one key says in a word or two, by how many questions it answers."""
    return {1: "no", 2: "no to both"}.get(len(no_to_all(form)), "no to all of these")


def also_answered(form: Form, key: str = "0") -> str:
    """What this key says no to beside the first question: it is to be read before anybody presses it."""
    others = [form.question(identity).text for identity in list(no_to_all(form))[1:]]
    return f"{key} says no to this, and to: {' '.join(others)}" if others else ""


_HINTS: Final = {
    Ask.HOURS: "Type the hours; + and - for half an hour.",
    Ask.PAIN: "0 is no pain at all, t is ten, the worst there is.",
}


def prompt_for(checklist: Checklist) -> Prompt:
    """A checklist as a question: which of it holds."""
    return Prompt(
        id=checklist.id,
        text=f"{checklist.title}: tick what is true.",
        wants=Wants.MANY,
        options=tuple(Option(item.id, item.text) for item in checklist.items),
        skip="done",
        hint="You can do the rest later.",
        page=checklist.page,
    )


def is_complete(form: Form, answers: Answers) -> bool:
    """Whether everything that has to be answered is."""
    return all(
        question.optional or not is_asked(question, answers) or question.id in answers
        for question in form.questions
    )


def has_to_be_answered(form: Form) -> bool:
    """Whether a form asks anything that cannot be left open."""
    return any(not question.optional for question in form.questions)


def typed_hours(so_far: str, character: str) -> str:
    """The hours as they stand after one more key: a digit, `+` or `-` for half an hour."""
    if character in "+-":
        hours = float(so_far or 0) + (0.5 if character == "+" else -0.5)
        return f"{min(MOST_HOURS, max(0.0, hours)):g}"
    longer = so_far + character
    fits = "." not in so_far and float(longer) <= MOST_HOURS
    return f"{int(longer)}" if fits else character


def answer_words(prompt: Prompt, answer: object) -> str:
    """An answer in a few words."""
    if answer is None:
        return "left open"
    if isinstance(answer, bool):
        return "yes" if answer else "no"
    if isinstance(answer, tuple):
        texts = {option.value: option.text for option in prompt.options}
        return ", ".join(texts.get(str(value), str(value)) for value in answer) or "none"
    if isinstance(answer, str):
        return next((option.text for option in prompt.options if option.value == answer), answer)
    return f"{answer:g} hours" if prompt.wants is Wants.HOURS else f"{answer}"
