"""What someone says about a set, and what follows from it."""

from __future__ import annotations

import pytest

from coach.model.program import Measure, Part
from coach.session.commands import (
    AnswerCheck,
    AnswerPain,
    Command,
    GoBack,
    MarkShaky,
    PauseSession,
    ReportPain,
    ResumeSession,
    SessionEnded,
    SkipDrill,
    StopSession,
)
from coach.session.player import Player
from coach.session.view import Mark, SessionView, State
from tests.factories import four_holds, program, slot
from tests.session.players import START, records_of, start_player


def do(player: Player, command: Command, after: float) -> SessionView:
    """The view right after a command that means something at this moment."""
    assert player.do(command, START + after)
    return player.view(START + after)


def hurts(player: Player, pain: int, after: float) -> SessionView:
    """It hurts at this moment, and ten seconds later it is said how much."""
    assert do(player, ReportPain(), after).state is State.PAIN
    return do(player, AnswerPain(pain), after + 10)


def forms(player: Player, after: float) -> list[str | None]:
    return [fact.record.form for _, fact in sorted(records_of(player.facts(START + after)).items())]


def test_shaky_mark_on_the_current_set() -> None:
    player = start_player(four_holds())
    assert do(player, MarkShaky(), 20).shaky
    assert not player.view(START + 65).shaky
    assert forms(player, 90) == ["shaky", "clean"]


def test_shaky_mark_at_the_start_of_a_set() -> None:
    player = start_player(four_holds())
    subject = player.view(START + 60.2).subject
    assert subject is not None
    assert subject.slot == "side-plank"
    view = hurts(player, 4, 60.5)
    latest = records_of(player.facts(START + 80))
    assert latest[1].record.pain is None
    assert (latest[3].record.seconds, latest[3].record.pain, latest[3].record.end) == (0, 4, "pain")
    assert view.interval is not None
    assert view.interval.slot == "bird-dog"


def test_second_shaky_mark_removes_it() -> None:
    player = start_player(four_holds())
    do(player, MarkShaky(), 20)
    assert not do(player, MarkShaky(), 21).shaky
    assert forms(player, 40) == ["clean"]


def test_shaky_mark_in_a_rest() -> None:
    player = start_player(four_holds())
    view = do(player, MarkShaky(), 45)
    assert view.shaky
    assert view.subject is not None
    assert view.subject.slot == "plank"
    assert forms(player, 45) == ["shaky"]
    do(player, MarkShaky(), 46)
    assert forms(player, 46) == ["clean"]


def test_shaky_mark_after_the_end() -> None:
    player = start_player(four_holds())
    do(player, MarkShaky(), 900)
    assert forms(player, 900)[-1] == "shaky"
    assert player.view(START + 900).state is State.DONE


def test_no_shaky_mark_before_the_first_set() -> None:
    assert not start_player(four_holds()).do(MarkShaky(), START + 5)


def test_shaky_mark_keeps_the_revision() -> None:
    player = start_player(four_holds())
    before = player.revision, player.ahead(START + 45)
    do(player, MarkShaky(), 45)
    assert (player.revision, player.ahead(START + 45)) == before


def test_shaky_mark_survives_a_pause() -> None:
    player = start_player(program(Part(slots=(slot("walk", 60, measure=Measure.TIME),))))
    do(player, MarkShaky(), 20)
    do(player, PauseSession(), 30)
    do(player, ResumeSession(), 50)
    assert player.view(START + 52).shaky
    assert forms(player, 200) == ["shaky"]


def test_pain_report_pauses_the_session() -> None:
    player = start_player(four_holds())
    view = do(player, ReportPain(), 22)
    assert view.state is State.PAIN
    assert view.subject is not None
    assert view.subject.slot == "plank"
    assert player.view(START + 500).total_left_seconds == view.total_left_seconds == 858
    assert player.ahead(START + 30) == ()
    assert not player.do(PauseSession(), START + 30)


@pytest.mark.parametrize("pain", [0, 1, 2])
def test_mild_pain_is_recorded(pain: int) -> None:
    player = start_player(four_holds())
    view = hurts(player, pain, 22)
    assert view.state is State.REST
    assert view.redo_offered
    (fact,) = records_of(player.facts(START + 32)).values()
    assert (fact.record.seconds, fact.record.pain, fact.record.end) == (12, pain, "early")


@pytest.mark.parametrize("pain", [3, 4, 5])
def test_moderate_pain_leaves_the_drill_out(pain: int) -> None:
    player = start_player(four_holds())
    view = hurts(player, pain, 22)
    assert view.state is State.REST
    assert not view.redo_offered
    assert player.facts(START + 2000)[-1] == SessionEnded(outcome="done")
    planks = [
        fact.record for fact in records_of(player.facts(START + 2000)).values() if fact.record.slot == "plank"
    ]
    assert [(one.seconds, one.pain, one.end) for one in planks] == [
        (12, pain, "pain"),
        (0, None, "skipped"),
        (0, None, "skipped"),
    ]


@pytest.mark.parametrize("pain", [6, 10])
def test_strong_pain_ends_the_session(pain: int) -> None:
    player = start_player(four_holds())
    view = hurts(player, pain, 22)
    assert (view.state, view.outcome) == (State.DONE, "pain")
    latest = records_of(player.facts(START + 50))
    assert (latest[1].record.seconds, latest[1].record.pain, latest[1].record.end) == (12, pain, "pain")
    assert player.facts(START + 50)[-1] == SessionEnded(outcome="pain")


def test_pain_in_a_rest() -> None:
    player = start_player(four_holds())
    view = hurts(player, 4, 45)
    assert view.state is State.REST
    assert view.interval is not None
    assert view.interval.slot == "side-plank"
    latest = records_of(player.facts(START + 55))
    assert (latest[1].record.seconds, latest[1].record.pain, latest[1].record.end) == (30, 4, "full")
    assert [mark for mark in player.view(START + 55).marks if mark is Mark.SKIPPED] == [Mark.SKIPPED] * 2


def test_pain_at_the_switch() -> None:
    player = start_player(four_holds())
    view = hurts(player, 3, 92)
    assert view.state is State.REST
    assert view.interval is not None
    assert view.interval.slot == "bird-dog"


def test_pain_before_the_first_set() -> None:
    player = start_player(four_holds())
    view = hurts(player, 4, 5)
    assert view.interval is not None
    assert view.interval.slot == "side-plank"
    latest = records_of(player.facts(START + 20))
    assert (latest[1].record.seconds, latest[1].record.pain, latest[1].record.end) == (0, 4, "pain")
    calm = start_player(four_holds())
    assert hurts(calm, 0, 5).state is State.READY
    assert calm.facts(START + 15) == ()


def test_mild_pain_in_a_walk() -> None:
    player = start_player(program(Part(slots=(slot("walk", 60, measure=Measure.TIME),))))
    assert hurts(player, 2, 30).state is State.READY
    (fact,) = records_of(player.facts(START + 200)).values()
    assert (fact.record.seconds, fact.record.pain, fact.record.end) == (60, 2, "full")


def test_mild_pain_in_the_first_second_of_a_walk() -> None:
    player = start_player(program(Part(slots=(slot("walk", 60, measure=Measure.TIME),))))
    hurts(player, 1, 10.5)
    (fact,) = records_of(player.facts(START + 200)).values()
    assert (fact.record.seconds, fact.record.pain) == (60, 1)


def test_clean_redo_replaces_a_shaky_set() -> None:
    player = start_player(four_holds())
    do(player, MarkShaky(), 20)
    do(player, GoBack(), 41)
    assert forms(player, 41) == ["shaky"]
    assert forms(player, 77) == ["clean"]


def test_pain_in_a_paused_hold() -> None:
    player = start_player(four_holds())
    do(player, PauseSession(), 22)
    hurts(player, 5, 30)
    latest = records_of(player.facts(START + 50))
    assert (latest[1].record.seconds, latest[1].record.pain, latest[1].record.end) == (12, 5, "pain")


def test_pain_question_left_open() -> None:
    player = start_player(four_holds())
    do(player, ReportPain(), 45)
    assert do(player, ResumeSession(), 50).state is State.REST
    assert [fact.record.pain for fact in records_of(player.facts(START + 50)).values()] == [None]
    do(player, ReportPain(), 51)
    assert do(player, StopSession(), 52).outcome == "stopped"


def test_pain_survives_a_redo() -> None:
    player = start_player(four_holds())
    hurts(player, 2, 22)
    do(player, GoBack(), 33)
    (fact,) = records_of(player.facts(START + 33 + 5 + 30)).values()
    assert (fact.record.seconds, fact.record.pain, fact.record.end) == (30, 2, "full")


@pytest.mark.parametrize("pain", [-1, 11])
def test_pain_is_0_to_10(pain: int) -> None:
    player = start_player(four_holds())
    do(player, ReportPain(), 20)
    with pytest.raises(ValueError, match="0 to 10"):
        player.do(AnswerPain(pain), START + 21)
    with pytest.raises(ValueError, match="0 to 10"):
        player.do(AnswerCheck(pain), START + 21)


def test_final_answer_fills_missing_pain() -> None:
    player = start_player(four_holds())
    hurts(player, 2, 45)
    end = 2000
    do(player, AnswerCheck(0), end)
    pains = [fact.record.pain for _, fact in sorted(records_of(player.facts(START + end)).items())]
    assert pains == [2, *[0] * 17]


def test_final_answer_for_one_drill() -> None:
    player = start_player(four_holds())
    do(player, AnswerCheck(4, "bird-dog"), 1000)
    latest = [fact.record for fact in records_of(player.facts(START + 1000)).values()]
    assert {one.slot for one in latest if one.pain == 4} == {"bird-dog"}
    assert {one.pain for one in latest if one.slot != "bird-dog"} == {None}


def test_final_answer_ignores_skipped_sets() -> None:
    player = start_player(four_holds())
    do(player, SkipDrill(), 5)
    do(player, AnswerCheck(1), 1000)
    latest = [fact.record for fact in records_of(player.facts(START + 1000)).values()]
    assert {one.pain for one in latest if one.slot == "plank"} == {None}
    assert {one.pain for one in latest if one.slot != "plank"} == {1}


def test_final_answer_needs_the_end() -> None:
    assert not start_player(four_holds()).do(AnswerCheck(0), START + 100)
