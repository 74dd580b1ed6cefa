"""The questions of each check-in."""

from __future__ import annotations

from typing import Final

from coach.coaching.locks import TIERS
from coach.coaching.messages import FLAG_WORDS
from coach.model.events import CheckInKind
from coach.model.forms import AnswerType, Choice, Form, Question

SPASM: Final = "spasm"
NONE_OF_THESE: Final = "None of these"
ALL_WELL: Final = "No to all signs"

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

NO_ADVICE: Final = "coach teaches general habits to adults. It cannot examine you and is no medical advice."
HEALTH: Final = (
    Choice("pregnancy", "Pregnant, or a birth in the last 6 months"),
    Choice("operation", "An operation in the last 3 months"),
    Choice("heart", "Heart trouble, chest pain, or blood pressure that is not under control"),
    Choice("thin_bones", "Thin bones (osteoporosis), or long use of steroids"),
    Choice("joint_replacement", "A hip or knee replacement"),
    Choice("serious_illness", "Cancer now or before, a fever, or weight loss without a reason", "help"),
    Choice("new_to_exercise", "Over 65 and not used to exercise"),
    Choice("recent_fall", "A minor fall or accident since which the back hurts", "help"),
)
"""Source: the readiness questions that coaches ask before training, and what drills warn about."""

_THIS_WEEK: Final = tuple(flag for flag, tier in TIERS.items() if tier == "call_this_week")
"""Asked once and then each month, but not before each session."""
_FLAGS: Final = tuple(
    Choice(flag, f"{words[:1].upper()}{words[1:]}", "help")
    for flag, words in FLAG_WORDS.items()
    if flag not in _THIS_WEEK
)
_SPASM_NOW: Final = Choice(SPASM, "A back spasm now", "help")
_STIFF_TEXT: Final = (
    "Was your lower back stiffer than usual when you woke? Sore muscles from training do not count."
)
_ALARM_TEXT: Final = "New, or worse than usual for you: do you have any of these?"

_SPASM_STILL: Final = Question(
    id=SPASM,
    text="Do you still have the spasm?",
    answer_type=AnswerType.YES_NO,
    fields=(SPASM,),
    page="help",
    asked_alone=True,
)
"""Never answered together with others: a no opens training again."""


def _yes_no(field: str, text: str, page: str) -> Question:
    return Question(id=field, text=text, answer_type=AnswerType.YES_NO, fields=(field,), page=page)


def _optional_yes_no(field: str, text: str, page: str) -> Question:
    return Question(
        id=field, text=text, answer_type=AnswerType.YES_NO, fields=(field,), optional=True, page=page
    )


_SIGN_FIELDS: Final = ("tug", "short_leg")
_SIGNS: Final = (
    Question(
        id="signs",
        text="A tug in the lower back, or a leg that feels shorter?",
        answer_type=AnswerType.YES_NO,
        fields=_SIGN_FIELDS,
        page="early-signs",
    ),
    Question(
        id="which_signs",
        text="Which?",
        answer_type=AnswerType.MANY,
        fields=_SIGN_FIELDS,
        choices=(Choice("tug", "A tug in the lower back"), Choice("short_leg", "A leg that feels shorter")),
        after="signs",
    ),
)
"""Two signs under one key, told apart only after a yes."""
_NIGHT: Final = (
    Question(
        id="sleep_hours",
        text="How many hours did you sleep?",
        answer_type=AnswerType.HOURS,
        fields=("sleep_hours",),
        optional=True,
        page="sleep",
    ),
    _optional_yes_no("woke_before_alarm", "Did you wake without the alarm?", "sleep"),
    Question(
        id="pain",
        text="Pain this morning, 0 to 10?",
        answer_type=AnswerType.PAIN,
        fields=("pain",),
        optional=True,
        page="early-signs",
    ),
)
"""How the night was, and whether it hurts; all of it may be left open."""


def morning_form(*, in_spasm: bool = False) -> Form:
    """The morning: three keys when all is well; sleep and pain may be left open.

    Source: the guide's three early signs, its red flags, and its weekly task of 7 to 9 hours of sleep.

    Args:
        in_spasm: training is paused for a spasm; a question of its own asks whether it is over.
    """
    return Form(
        kind="morning",
        title="How is your back this morning?",
        none_label=ALL_WELL,
        questions=(
            *((_SPASM_STILL,) if in_spasm else ()),
            _yes_no("stiff", _STIFF_TEXT, "early-signs"),
            *_SIGNS,
            _alarms(_ALARM_TEXT, in_spasm=in_spasm),
            *_NIGHT,
        ),
    )


def _alarms(text: str, *, in_spasm: bool = False) -> Question:
    """Everything alarming, in full words, to be read before it is answered with no."""
    return Question(
        id="which_alarms",
        text=text,
        answer_type=AnswerType.MANY,
        fields=("red_flags",) if in_spasm else ("red_flags", SPASM),
        choices=_FLAGS if in_spasm else (*_FLAGS, _SPASM_NOW),
        page="help",
        asked_alone=True,
    )


def before_form() -> Form:
    """Before core work, and before the first session of any kind: one key says none of these.

    Source: the guide's red flags, and those that public health services ask about beside them.
    """
    question = _alarms(f"Before you start. {_ALARM_TEXT}")
    return Form(kind="before", title="Before you start", questions=(question,), none_label=NONE_OF_THESE)


def health_form() -> Form:
    """The questions about health, asked once on one screen of ticks.

    It is no check-in, and none of its answers is a field of one.
    """
    question = Question(
        id="health",
        text="Does any of this fit you?",
        answer_type=AnswerType.MANY,
        fields=(),
        choices=HEALTH,
        page="help",
        asked_alone=True,
    )
    return Form(kind="before", title="Your health", questions=(question,), none_label=NONE_OF_THESE)


def weekly_form(*, highlight: str | None = None, suspect: str | None = None) -> Form:
    """The week: the hips, what set the back off, what to change; it closes with one true good thing.

    Source: the guide asks for a look at the body every week, a change to the plan, and joy in what is loose.
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
                answer_type=AnswerType.MANY,
                fields=("triggers",),
                choices=TRIGGERS,
                optional=True,
                own_words=True,
                page="spasm",
            ),
            Question(
                id="changes",
                text="Is there something to change in the week to come?",
                answer_type=AnswerType.MANY,
                fields=("changes",),
                choices=CHANGES,
                optional=True,
                own_words=True,
                page="habits",
            ),
        ),
        closing=tuple(sentence for sentence in (suspect, highlight) if sentence),
    )


def monthly_form() -> Form:
    """The month: a look at the shoes, and signs to see a doctor about within a week.

    Source: the guide's weekly table, a tread check each month; public health services on back pain.
    """
    tread = _yes_no("tread_ok", "Turn your shoes over: does the tread still show its pattern?", "shoes")
    illness = Question(
        id="which_alarms",
        text="And your health: is any of this new since you were last asked?",
        answer_type=AnswerType.MANY,
        fields=("red_flags",),
        choices=tuple(choice for choice in HEALTH if choice.id in _THIS_WEEK),
        page="help",
        asked_alone=True,
    )
    return Form(kind="monthly", title="Your shoes", questions=(tread, illness), checklists=("shoes",))


def checklist_form(checklist: str, title: str) -> Form:
    """The form of a checklist alone, saved as a monthly check-in without an answer about shoes."""
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
