"""From the answers of a form to a check-in."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coach.coaching.checkins import OpenQuestionError, build_check_in, next_question, no_to_all
from coach.coaching.questions import before_form, checklist_form, monthly_form, morning_form, weekly_form
from coach.journal.codec import encode_event
from coach.model.events import CheckIn
from coach.model.forms import Answer, Answers, AnswerType, Form
from tests.factories import TUESDAY, moment, new_id
from tests.support.answered import nothing_wrong

FORMS = [morning_form(), morning_form(in_spasm=True), before_form(), weekly_form(), monthly_form()]
WELL = nothing_wrong(morning_form())


def filled(form: Form, answers: Answers, ticked: tuple[str, ...] = ()) -> CheckIn:
    return build_check_in(form, answers, id=new_id(), date=TUESDAY, at=moment(TUESDAY), ticked=ticked)


def test_morning_without_signs() -> None:
    form = morning_form()
    said = filled(form, nothing_wrong(form))
    assert (said.kind, said.stiff, said.tug, said.short_leg, said.spasm) == (
        "morning",
        False,
        False,
        False,
        False,
    )
    assert (said.red_flags, said.pain, said.sleep_hours, said.woke_before_alarm) == ((), None, None, None)
    assert (said.hip90_left, said.tread_ok) == (None, None)


def test_stiff_morning_with_tug_and_short_sleep() -> None:
    answers: Answers = {
        "stiff": True,
        "signs": True,
        "which_signs": ("tug",),
        "which_alarms": (),
        "sleep_hours": 5.5,
        "woke_before_alarm": False,
        "pain": 2,
    }
    said = filled(morning_form(), answers)
    assert (said.stiff, said.tug, said.short_leg, said.spasm) == (True, True, False, False)
    assert (said.sleep_hours, said.woke_before_alarm, said.pain) == (5.5, False, 2)


def test_morning_with_red_flag() -> None:
    said = filled(morning_form(), {**WELL, "which_alarms": ("numb_toes",)})
    assert (said.red_flags, said.spasm) == (("numb_toes",), False)
    both = filled(before_form(), {"which_alarms": ("spasm", "leg_radiation")})
    assert (both.red_flags, both.spasm) == (("leg_radiation",), True)


def test_before_form_with_no_to_all() -> None:
    said = filled(before_form(), {"which_alarms": ()})
    assert (said.kind, said.red_flags, said.spasm, said.stiff) == ("before", (), False, None)


def test_spasm_ends_only_by_its_own_question() -> None:
    form = morning_form(in_spasm=True)
    well = nothing_wrong(form)
    assert filled(form, well).spasm is False
    assert filled(form, {**well, "spasm": True}).spasm is True
    with pytest.raises(OpenQuestionError, match="wants an answer"):
        filled(form, {"stiff": False, "signs": False, "which_alarms": ()})


def test_weekly_form_fills_its_fields() -> None:
    said = filled(weekly_form(), {"hip90_left": True, "triggers": ("sitting", "the new sofa")})
    assert (said.hip90_left, said.hip90_right) == (True, None)
    assert (said.triggers, said.changes) == (("sitting", "the new sofa"), ())


def test_monthly_form_with_checklist() -> None:
    said = filled(monthly_form(), {"tread_ok": True, "which_alarms": ()}, ticked=("shoes.tread",))
    assert (said.tread_ok, said.checklists, said.ticked) == (True, ("shoes",), ("shoes.tread",))
    desk = filled(checklist_form("desk", "Desk"), {}, ticked=("desk.eyes",))
    assert (desk.tread_ok, desk.checklists, desk.ticked) == (None, ("desk",), ("desk.eyes",))


@pytest.mark.parametrize(
    ("form", "answers", "question"),
    [
        (morning_form(), {}, "stiff"),
        (morning_form(), {"stiff": False, "signs": False}, "which_alarms"),
        (morning_form(), no_to_all(morning_form()), "which_alarms"),
        (monthly_form(), no_to_all(monthly_form()), "which_alarms"),
        (
            morning_form(),
            {"stiff": False, "signs": True, "which_signs": ("leg",), "which_alarms": ()},
            "which_signs",
        ),
        (morning_form(), {**WELL, "sleep_hours": 25.0}, "sleep_hours"),
        (morning_form(), {**WELL, "sleep_hours": True}, "sleep_hours"),
        (morning_form(), {**WELL, "pain": 2.5}, "pain"),
        (before_form(), {}, "which_alarms"),
        (before_form(), {"which_alarms": ("toes",)}, "which_alarms"),
        (weekly_form(), {"triggers": (" ",)}, "triggers"),
        (weekly_form(), {"hip90_left": ("yes",)}, "hip90_left"),
        (monthly_form(), {}, "tread_ok"),
    ],
)
def test_missing_or_invalid_answer_is_named(form: Form, answers: Answers, question: str) -> None:
    with pytest.raises(OpenQuestionError) as caught:
        filled(form, answers)
    assert caught.value.question.id == question
    assert caught.value.question.text in str(caught.value)


def test_follow_up_comes_only_after_yes() -> None:
    form = morning_form()
    answers: dict[str, Answer] = {}
    asked: list[str] = []
    while (question := next_question(form, answers)) is not None:
        asked.append(question.id)
        answers[question.id] = question.id == "signs" if question.answer_type is AnswerType.YES_NO else None
    usual = ["stiff", "signs", "which_signs", "which_alarms", "sleep_hours", "woke_before_alarm", "pain"]
    assert asked == usual


def answers_to(form: Form) -> st.SearchStrategy[dict[str, Answer]]:
    """Random answers to the questions of a form, valid or not."""
    given_answers: dict[str, st.SearchStrategy[Answer]] = {}
    for question in form.questions:
        ids = [choice.id for choice in question.choices]
        given_answers[question.id] = st.one_of(
            st.none(),
            st.booleans(),
            st.integers(-1, 30).map(float),
            st.lists(st.sampled_from([*ids, "own words"]), max_size=4).map(tuple),
        )
    return st.fixed_dictionaries({}, optional=given_answers)


@given(st.sampled_from(FORMS).flatmap(lambda form: st.tuples(st.just(form), answers_to(form))))
def test_form_builds_event_or_names_the_gap(
    pair: tuple[Form, dict[str, Answer]],
) -> None:
    form, answers = pair
    try:
        said = filled(form, answers)
    except OpenQuestionError as error:
        assert error.question in form.questions
        return
    assert encode_event(said).event == said
    if answers.get("which_alarms"):
        assert said.red_flags or said.spasm
