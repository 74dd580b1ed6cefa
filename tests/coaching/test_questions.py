"""The questions of the check-ins."""

from __future__ import annotations

from typing import get_args

import pytest
from msgspec.structs import fields

from coach.coaching.checkins import no_to_all
from coach.coaching.locks import TIERS
from coach.coaching.messages import FLAG_WORDS
from coach.coaching.questions import (
    CHANGES,
    TRIGGERS,
    before_form,
    checklist_form,
    form_for,
    health_form,
    monthly_form,
    morning_form,
    weekly_form,
)
from coach.guide.pages import checklists, load_pages
from coach.model.events import CheckIn, CheckInKind, RedFlag
from coach.model.forms import AnswerType, Form

FORMS = [morning_form(), morning_form(in_spasm=True), before_form(), weekly_form(), monthly_form()]


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.title)
def test_question_fields_exist_in_check_in(form: Form) -> None:
    known = {field.name for field in fields(CheckIn)}
    assert all(set(question.fields) <= known and question.fields for question in form.questions)


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.title)
def test_linked_pages_and_checklists_exist(form: Form) -> None:
    pages = {page.id for page in load_pages()}
    linked = {question.page for question in form.questions} | {
        choice.page for question in form.questions for choice in question.choices
    }
    assert linked - {None} <= pages
    assert set(form.checklists) <= set(checklists())


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.title)
def test_question_ids_are_unique_and_ordered(form: Form) -> None:
    ids = [question.id for question in form.questions]
    assert len(set(ids)) == len(ids)
    for place, question in enumerate(form.questions):
        if question.after is not None:
            assert question.after in ids[:place]
            assert form.question(question.after).answer_type is AnswerType.YES_NO


def test_morning_takes_three_keys() -> None:
    wanted = [one for one in morning_form().questions if not one.optional and one.after is None]
    assert [one.id for one in wanted] == ["stiff", "signs", "which_alarms"]


def test_before_form_is_one_question() -> None:
    form = before_form()
    assert [question.answer_type for question in form.questions] == [AnswerType.MANY]
    assert form.none_label == "None of these"


@pytest.mark.parametrize(
    "form",
    [morning_form(), morning_form(in_spasm=True), before_form(), monthly_form(), health_form()],
    ids=["morning", "in spasm", "before", "monthly", "health"],
)
def test_red_flags_are_asked_alone(form: Form) -> None:
    (alarms,) = [one for one in form.questions if one.answer_type is AnswerType.MANY and one.asked_alone]
    assert alarms.after is None
    assert not alarms.optional
    assert alarms.id not in no_to_all(form)
    for choice in alarms.choices:
        if choice.id in FLAG_WORDS and form.kind != "monthly" and form.title != "Your health":
            assert choice.text.lower() == FLAG_WORDS[choice.id].lower()


def test_red_flags_are_asked_by_urgency() -> None:
    said = {choice.id for choice in before_form().questions[0].choices}
    urgent = {flag for flag, tier in TIERS.items() if tier != "call_this_week"}
    assert said == {*urgent, "spasm"}
    assert {choice.id for choice in morning_form().question("which_alarms").choices} == said
    rest = {flag for flag, tier in TIERS.items() if tier == "call_this_week"}
    assert {choice.id for choice in monthly_form().question("which_alarms").choices} == rest
    assert rest < {choice.id for choice in health_form().questions[0].choices}
    assert set(TIERS) == set(get_args(RedFlag))


def test_morning_separates_soreness_from_stiffness() -> None:
    assert "Sore muscles from training do not count" in morning_form().question("stiff").text


def test_spasm_end_is_asked_alone() -> None:
    form = morning_form(in_spasm=True)
    assert form.questions[0].fields == ("spasm",)
    assert all("spasm" not in question.fields for question in form.questions[1:])
    assert "spasm" not in no_to_all(form), "a no opens training: one key for several questions is not enough"


def test_weekly_form_closes_with_highlight() -> None:
    assert weekly_form().closing == ()
    assert weekly_form(highlight="4 weeks of core work without pain.").closing == (
        "4 weeks of core work without pain.",
    )


def test_triggers_cover_the_guide() -> None:
    words = " ".join(choice.text.lower() for choice in TRIGGERS)
    for spark in ("chair", "hunched", "round back", "quick turn", "sport", "mattress", "hips", "stress"):
        assert spark in words
    assert len({choice.id for choice in (*TRIGGERS, *CHANGES)}) == len(TRIGGERS) + len(CHANGES)


@pytest.mark.parametrize("kind", get_args(CheckInKind))
def test_every_kind_has_a_form(kind: CheckInKind) -> None:
    assert form_for(kind).kind == kind


def test_checklist_form_has_no_questions() -> None:
    form = checklist_form("desk", "At the desk")
    assert (form.questions, form.checklists) == ((), ("desk",))
