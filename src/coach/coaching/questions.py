"""The questions of each check-in."""

from __future__ import annotations

from typing import Final

from coach.coaching.reasons import FLAG_WORDS
from coach.model.events import CheckInKind
from coach.model.questions import Ask, Choice, Form, Question

SPASM: Final = "spasm"
NONE_OF_THESE: Final = "None of these"
ALL_WELL: Final = "No to all of them"

TRIGGERS: Final = (
    Choice("sitting", "A long time in a chair", "desk"),
    Choice("hunching", "Hunched over at work", "desk"),
    Choice("heavy lift", "Something heavy, lifted with a round back", "lifting"),
    Choice("twist", "A quick turn with something in the hands", "lifting"),
    Choice("weekend sport", "Sport that the week had not prepared", "weekend-sport"),
    Choice("hips", "Stiff or weak hips", "hips"),
    Choice("stress", "Stress, shallow breath", "calm"),
    Choice("mattress", "A mattress that sags", "sleep"),
    Choice("missed breaks", "Breaks that fell away", "desk"),
    Choice("missed drills", "Drills that fell away", "habits"),
)
"""Source: the guide's sparks and its table of triggers, and what its review names at the end."""

CHANGES: Final = (
    Choice("other days", "Train on other days", "core"),
    Choice("easier drill", "Take an easier drill somewhere", "core"),
    Choice("block length", "Make the blocks shorter or longer", "blocks"),
    Choice("stretch elsewhere", "Give another place the next stretches", "hips"),
    Choice("more breaks", "Stand up more often", "desk"),
    Choice("sleep", "Look after the nights", "sleep"),
    Choice("calm", "Ten slow breaths more often", "calm"),
)

_ALARMS: Final = (
    *(Choice(flag, f"{words[:1].upper()}{words[1:]}", "help") for flag, words in FLAG_WORDS.items()),
    Choice(SPASM, "A back spasm now", "help"),
)
_ALARM_TEXT: Final = (
    "Anything alarming: a change in bladder or bowel, numbness between the legs, weak or numb legs,"
    " pain running down a leg, numb toes, or a spasm now?"
)
_ALARM_TEXT_IN_SPASM: Final = (
    "Anything alarming: a change in bladder or bowel, numbness between the legs, weak or numb legs,"
    " pain running down a leg, or numb toes?"
)


def morning_form(*, in_spasm: bool = False) -> Form:
    """The morning: three keys when all is well; sleep and pain may be left open.

    Source: the guide's three early signs, its red flags, and its weekly task of 7 to 9 hours of sleep.

    Args:
        in_spasm: training is paused for a spasm: then it is asked by itself whether that is over.
    """
    return Form(
        kind="morning",
        title="How is your back this morning?",
        none_text=ALL_WELL,
        questions=(
            *((_yes_no(SPASM, "Do you still have the spasm?", "help"),) if in_spasm else ()),
            _yes_no("stiff", "Did you wake stiffer than is usual for you?", "early-signs"),
            *_signs(),
            *_alarms(in_spasm=in_spasm),
            *_night(),
        ),
    )


def _signs() -> tuple[Question, Question]:
    """Two signs under one key, told apart only after a yes."""
    fields = ("tug", "short_leg")
    text = "A tug in the lower back, or a leg that feels shorter?"
    choices = (Choice("tug", "A tug in the lower back"), Choice("short_leg", "A leg that feels shorter"))
    return (
        Question(id="signs", text=text, ask=Ask.YES_NO, fields=fields, page="early-signs"),
        Question(
            id="which_signs", text="Which?", ask=Ask.MANY, fields=fields, choices=choices, after="signs"
        ),
    )


def _alarms(*, in_spasm: bool) -> tuple[Question, Question]:
    """Everything alarming, named before anyone says no to it."""
    fields = ("red_flags",) if in_spasm else ("red_flags", SPASM)
    text = _ALARM_TEXT_IN_SPASM if in_spasm else _ALARM_TEXT
    choices = _ALARMS[:-1] if in_spasm else _ALARMS
    return (
        Question(id="alarm", text=text, ask=Ask.YES_NO, fields=fields, page="help"),
        Question(
            id="which_alarms", text="Which?", ask=Ask.MANY, fields=fields, choices=choices, after="alarm"
        ),
    )


def _night() -> tuple[Question, ...]:
    """How the night was, and whether it hurts; all of it may be left open."""
    hours, pain = "How many hours did you sleep?", "Pain this morning, 0 to 10?"
    return (
        Question(
            id="sleep_hours",
            text=hours,
            ask=Ask.HOURS,
            fields=("sleep_hours",),
            optional=True,
            page="sleep",
        ),
        _optional_yes_no("woke_before_alarm", "Did you wake without the alarm?", "sleep"),
        Question(id="pain", text=pain, ask=Ask.PAIN, fields=("pain",), optional=True, page="early-signs"),
    )


def before_form() -> Form:
    """Before core work: one key says none of these.

    Source: the guide's red flags, and those that public health services ask about beside them.
    """
    question = Question(
        id="which_alarms",
        text="Before you start: do you have any of these?",
        ask=Ask.MANY,
        fields=("red_flags", SPASM),
        choices=_ALARMS,
        page="help",
    )
    return Form(kind="before", title="Before you start", questions=(question,), none_text=NONE_OF_THESE)


def weekly_form(*, good: str | None = None, suspect: str | None = None) -> Form:
    """The week: the hips, what set the back off, what to change; it closes with one true good thing.

    Source: the guide asks for a look at the body every week, a change to the plan, and joy in what is loose.

    Args:
        good: the one good thing of the week, where the journal holds one.
        suspect: the sentence about the most frequent trigger, where there is one.
    """
    hip = "Bring the {side} thigh up without rounding the back: does it reach a right angle, 90 degrees?"
    return Form(
        kind="weekly",
        title="Your week",
        questions=(
            _optional_yes_no("hip90_left", hip.format(side="left"), "hips"),
            _optional_yes_no("hip90_right", hip.format(side="right"), "hips"),
            Question(
                id="triggers",
                text="Did anything set your back off this week?",
                ask=Ask.MANY,
                fields=("triggers",),
                choices=TRIGGERS,
                optional=True,
                own_words=True,
                page="spasm",
            ),
            Question(
                id="changes",
                text="Is there something to change in the week to come?",
                ask=Ask.MANY,
                fields=("changes",),
                choices=CHANGES,
                optional=True,
                own_words=True,
                page="habits",
            ),
        ),
        closing=tuple(sentence for sentence in (suspect, good) if sentence),
    )


def monthly_form() -> Form:
    """The month: a look at the shoes.

    Source: the guide's weekly table, a tread check each month.
    """
    tread = _yes_no("tread_ok", "Turn your shoes over: does the tread still show its pattern?", "shoes")
    return Form(kind="monthly", title="Your shoes", questions=(tread,), checklists=("shoes",))


def checklist_form(checklist: str, title: str) -> Form:
    """A checklist by itself. It is kept as a monthly check-in that says nothing about shoes."""
    return Form(kind="monthly", title=title, checklists=(checklist,))


def form_for(kind: CheckInKind) -> Form:
    """The form of a kind as it is on a plain day."""
    forms = {
        "morning": morning_form,
        "before": before_form,
        "weekly": weekly_form,
        "monthly": monthly_form,
    }
    return forms[kind]()


def _yes_no(field: str, text: str, page: str) -> Question:
    return Question(id=field, text=text, ask=Ask.YES_NO, fields=(field,), page=page)


def _optional_yes_no(field: str, text: str, page: str) -> Question:
    return Question(id=field, text=text, ask=Ask.YES_NO, fields=(field,), optional=True, page=page)
