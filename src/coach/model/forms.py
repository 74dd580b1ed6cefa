"""Forms of check-ins, checklists and guide pages, as data."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from msgspec import Struct

from coach.model.events import CheckInKind


class AnswerType(StrEnum):
    """The type of an answer."""

    YES_NO = "yes_no"
    ONE = "one"
    """One of the choices."""
    MANY = "many"
    """Any of the choices, or none of them."""
    HOURS = "hours"
    """A number from 0 to 24, halves too."""
    PAIN = "pain"
    """0 to 10."""


class Choice(Struct, frozen=True):
    """One of several answers."""

    id: str
    """As in the journal."""
    text: str
    page: str | None = None
    """The page of the guide that helps with it."""
    effect: str = ""
    """What it changes, shown when it is ticked."""


class Question(Struct, frozen=True, kw_only=True):
    """One question, of a form or by itself."""

    id: str
    text: str
    answer_type: AnswerType
    fields: tuple[str, ...] = ()
    """The fields of the check-in that it answers."""
    choices: tuple[Choice, ...] = ()
    optional: bool = False
    """May be left open: then its fields stay unknown."""
    after: str | None = None
    """Asked only after a yes to the question of this id; there, at least one choice is wanted."""
    own_words: bool = False
    """The user may add own words to the choices."""
    page: str | None = None
    """The page of the guide that says more."""
    asked_alone: bool = False
    """A safety question: never part of "no to all", and it takes no key until it could be read."""
    hint: str = ""
    """What helps to answer it."""
    skip_label: str = "leave open"
    """The label for leaving it open, where it is optional."""
    none_label: str | None = None
    """The label for none of the choices; None: there is no such key."""
    all_no_label: str | None = None
    """The label for no to all questions of the form; None: there is no such key."""


class Form(Struct, frozen=True, kw_only=True):
    """Everything that one check-in asks."""

    kind: CheckInKind
    title: str
    questions: tuple[Question, ...] = ()
    none_label: str | None = None
    """The label of the key for no to all but what is asked alone; None: there is no such key."""
    checklists: tuple[str, ...] = ()
    """Its checklists, by id."""
    closing: tuple[str, ...] = ()
    """Sentences to end with."""

    def question(self, question_id: str) -> Question:
        """The question of that id.

        Raises:
            KeyError: the form does not ask it.
        """
        for question in self.questions:
            if question.id == question_id:
                return question
        raise KeyError(question_id)


Answer = bool | float | tuple[str, ...] | None
"""True or false; hours or pain; the choices taken; None: left open."""
Answers = Mapping[str, Answer]
"""By the question's id; one that is not there was left open."""


class ChecklistItem(Struct, frozen=True):
    """One thing to look at and tick."""

    id: str
    """`checklist.item`, as in check-ins."""
    text: str


class Checklist(Struct, frozen=True):
    """Things to look at once in a while."""

    id: str
    title: str
    page: str
    """The id of the page that it is part of."""
    items: tuple[ChecklistItem, ...]


class Page(Struct, frozen=True, kw_only=True):
    """One short page."""

    id: str
    title: str
    why: str
    """One line: why it matters."""
    where: tuple[str, ...]
    """What links to it, such as `kind:core`, `checkin:weekly`, `notice:see_someone` or `screen:today`."""
    text: str
    """Markdown: paragraphs, `##` headings, `-` lists, strong words, code and links; checklist items too."""
    checklist: Checklist | None = None
