"""It hurts: what an answer is about, what it leaves out, how it is left open, and how it is corrected."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from msgspec.structs import replace

from coach.model.program import Measure, Part, Program
from coach.session.commands import (
    AnswerPain,
    Command,
    ContinueSession,
    GoBack,
    LeavePainOpen,
    PauseSession,
    RedoSet,
    ReportPain,
    ResumeSession,
    SetRecorded,
    SkipInterval,
)
from coach.session.player import Player
from coach.session.view import Mark, SessionView, State
from tests.factories import four_holds, program, slot, timeline
from tests.session.players import START, records_of, start_player
from tests.session.strategies import random_programs
from tests.session.test_player_properties import GAPS, STEPS, Steps, play

TOO_MUCH = st.integers(3, 5)
MOVES: st.SearchStrategy[Command] = st.sampled_from(
    [
        PauseSession(),
        ResumeSession(),
        RedoSet(),
        ContinueSession(),
        SkipInterval(),
        GoBack(),
        GoBack(),
        GoBack(),
    ]
)
LATER: st.SearchStrategy[Steps] = st.lists(st.tuples(GAPS, MOVES), max_size=15)


def do(player: Player, command: Command, after: float) -> SessionView:
    """The view right after a command that means something at this moment."""
    assert player.do(command, START + after)
    return player.view(START + after)


def hurts(player: Player, pain: int, after: float) -> SessionView:
    """It hurts at this moment, and two seconds later it is said how much."""
    do(player, ReportPain(), after)
    return do(player, AnswerPain(pain), after + 2)


def subject(view: SessionView) -> tuple[str, str | None] | None:
    return None if view.subject is None else (view.subject.slot, view.subject.side)


def worked(player: Player, now: float) -> Iterator[str]:
    """The slots of all the work that still comes when everything that waits is gone on with."""
    for _ in range(1000):
        view = player.view(now)
        if view.interval is None:
            return
        if view.interval.is_set:
            yield view.interval.slot
        if view.state in (State.PAUSED, State.PAIN):
            player.do(ResumeSession(), now)
        elif view.state is State.WAIT:
            player.do(ContinueSession(), now)
        else:
            now += max(0.01, (view.interval.seconds or 0) - view.elapsed_seconds + 1e-4)
    raise AssertionError("the session does not end")


# Of `core()`: get ready 0-10, plank 10-40, rest 40-60, side plank left 60-90, switch 90-98, right 98-128,
# rest 128-148, bird-dog left 148-178, switch 178-186, right 186-216, rest, carry 236-266, round rest 266-326.


@pytest.mark.parametrize(
    ("moment", "whose"),
    [
        (20, ("plank", None)),
        (50, ("plank", None)),
        (75, ("side-plank", "left")),
        (94, ("side-plank", "left")),
        (110, ("side-plank", "right")),
        (130, ("side-plank", "right")),
        (300, ("farmer-carry", None)),
    ],
)
def test_subject_of_the_pain_question(moment: float, whose: tuple[str, str | None]) -> None:
    view = do(start_player(four_holds()), ReportPain(), moment)
    assert subject(view) == whose


@pytest.mark.parametrize("moment", [75, 94, 110, 130, 140])
def test_painful_drill_does_not_come_again(moment: float) -> None:
    player = start_player(four_holds())
    before = player.view(START + moment).total_left_seconds
    view = hurts(player, 4, moment)
    assert view.total_left_seconds < before - 2 * (30 + 8 + 30)
    assert "side-plank" not in list(worked(player, START + moment + 2))


def test_view_after_a_painful_drill() -> None:
    player = start_player(four_holds())
    view = hurts(player, 4, 130)
    assert view.interval is not None
    assert (view.state, view.interval.slot) == (State.REST, "bird-dog")
    assert view.marks.count(Mark.SKIPPED) == 4
    # Two rounds lose two holds of 30 s, the switch of 8 s and a rest of 20 s.
    assert view.total_left_seconds == start_player(four_holds()).view(START + 130).total_left_seconds - 2 * 88


def test_going_back_skips_the_painful_drill() -> None:
    player = start_player(four_holds())
    moment = 350.0
    assert subject(player.view(START + moment)) == ("plank", None)
    hurts(player, 5, moment)
    for step in range(12):
        player.do(GoBack(), START + moment + 3 + step / 10)
    view = player.view(START + moment + 5)
    assert view.interval is not None
    assert view.interval.slot == "side-plank"
    assert "plank" not in list(worked(player, START + moment + 5))


def test_painful_drill_in_another_slot() -> None:
    again = replace(slot("later", 60), drill="plank")
    player = start_player(program(Part(slots=(slot("plank"), slot("carry"), again))))
    hurts(player, 3, 45)
    assert list(worked(player, START + 50)) == ["carry"]


def test_pain_in_a_round_rest() -> None:
    player = start_player(four_holds())
    view = hurts(player, 3, 300)
    assert view.state is State.ROUND_REST
    assert "farmer-carry" not in list(worked(player, START + 302))


def test_pain_in_the_last_rest() -> None:
    player = start_player(program(Part(slots=(slot("plank", sets=2),), rounds=2)))
    view = hurts(player, 4, 45)
    assert (view.state, view.outcome) == (State.DONE, "done")


def test_painful_drill_with_fewer_sets() -> None:
    of = program(Part(slots=(slot("plank", sets=3), slot("carry", sets=2)), rounds=3))
    player = start_player(of)
    hurts(player, 3, 45)
    assert list(worked(player, START + 50)) == ["carry", "carry"]


def test_pain_before_a_wait() -> None:
    of = program(Part(slots=(slot("plank", sets=2), slot("carry", sets=2, wait=True)), rounds=2))
    player = start_player(of)
    waiting = player.view(START + 65)
    assert waiting.state is State.WAIT
    view = hurts(player, 4, 65)
    assert view.state is State.WAIT
    assert list(worked(player, START + 70)) == ["carry", "carry"]


def test_pain_with_fixed_starts() -> None:
    every = replace(slot("plank", 20, sets=3), every_seconds=60)
    player = start_player(program(Part(slots=(every, slot("carry", 20, sets=3)), rounds=3)))
    hurts(player, 4, 40)
    assert set(worked(player, START + 45)) == {"carry"}


@given(of=random_programs(), steps=STEPS, gap=GAPS, pain=TOO_MUCH, later=LATER)
def test_any_painful_drill_stays_left_out(
    of: Program, steps: Steps, gap: float, pain: int, later: Steps
) -> None:
    player = start_player(of)
    now = play(player, steps) + gap
    player.do(LeavePainOpen(), now)
    assume(player.do(ReportPain(), now))
    asked = player.view(now)
    hurt = asked.subject or asked.interval
    assert hurt is not None
    player.do(AnswerPain(pain), now)
    for more, command in later:
        now += more
        player.do(command, now)
        view = player.view(now)
        for one in (view.interval, view.next_work):
            assert one is None or hurt.slot != one.slot or (view.state is State.PAUSED and not one.is_set)
    assert hurt.slot not in list(worked(player, now))


@given(of=random_programs(), steps=STEPS, gap=GAPS)
def test_any_open_pain_question_changes_nothing(of: Program, steps: Steps, gap: float) -> None:
    player = start_player(of)
    now = play(player, steps) + gap
    player.do(LeavePainOpen(), now)
    before = player.view(now)
    assume(player.do(ReportPain(), now))
    player.do(LeavePainOpen(), now + 5)
    after = player.view(now + 5)
    pains = [fact.record.pain for fact in player.facts(now + 5) if isinstance(fact, SetRecorded)]
    was = [fact.record.pain for fact in player.facts(now) if isinstance(fact, SetRecorded)]
    assert pains[: len(was)] == was
    assert after.marks.count(Mark.SKIPPED) == before.marks.count(Mark.SKIPPED)
    if before.state is State.PAUSED:
        assert after == before
    elif before.interval is not None and not before.interval.is_set:
        assert (after.state, after.interval, after.subject) == (before.state, before.interval, before.subject)


def test_open_question_in_a_hold_offers_redo() -> None:
    player = start_player(four_holds())
    do(player, ReportPain(), 22)
    view = do(player, LeavePainOpen(), 24)
    assert view.state is State.REST
    assert view.redo_offered
    (fact,) = records_of(player.facts(START + 24)).values()
    assert (fact.record.seconds, fact.record.pain, fact.record.end) == (12, None, "early")


def test_leave_open_needs_a_question() -> None:
    assert not start_player(four_holds()).do(LeavePainOpen(), START + 22)


def test_open_question_while_paused() -> None:
    player = start_player(four_holds())
    do(player, PauseSession(), 45)
    do(player, ReportPain(), 46)
    assert do(player, LeavePainOpen(), 47).state is State.PAUSED


# --- corrected


def test_corrected_answer_brings_the_drill_back() -> None:
    player = start_player(four_holds())
    hurts(player, 4, 130)
    asked = do(player, ReportPain(), 134)
    assert (subject(asked), asked.pain_said) == (("side-plank", "right"), 4)
    view = do(player, AnswerPain(1), 136)
    assert view.marks.count(Mark.SKIPPED) == 0
    assert view.marks.count(Mark.AHEAD) == start_player(four_holds()).view(START + 130).marks.count(
        Mark.AHEAD
    )
    assert list(worked(player, START + 136)).count("side-plank") == 4
    assert records_of(player.facts(START + 140))[5].record.pain == 1


def test_corrected_answer_brings_the_side_back() -> None:
    player = start_player(four_holds())
    hurts(player, 4, 75)
    do(player, ReportPain(), 80)
    view = do(player, AnswerPain(0), 82)
    assert view.interval is not None
    assert (view.interval.slot, view.interval.side) == ("side-plank", "right")
    assert view.redo_offered
    record = records_of(player.facts(START + 82))[3].record
    assert (record.seconds, record.pain, record.end) == (15, 0, "early")


def test_corrected_answer_before_the_first_set() -> None:
    player = start_player(four_holds())
    hurts(player, 4, 5)
    do(player, ReportPain(), 8)
    view = do(player, AnswerPain(1), 10)
    assert view.interval is not None
    assert (view.state, view.interval.slot) == (State.READY, "plank")
    assert view.subject is None
    assert list(worked(player, START + 10)).count("plank") == 3
    assert records_of(player.facts(START + 2000))[1].record.pain is None


def test_lower_answer_replaces_a_higher_one() -> None:
    player = start_player(four_holds())
    hurts(player, 2, 45)
    hurts(player, 0, 50)
    assert records_of(player.facts(START + 55))[1].record.pain == 0
    hurts(player, 5, 54)
    assert records_of(player.facts(START + 60))[1].record.pain == 5
    assert "plank" not in list(worked(player, START + 60))


def test_answer_is_final_after_the_next_set() -> None:
    player = start_player(four_holds())
    hurts(player, 4, 45)
    view = do(player, ReportPain(), 75)
    assert (subject(view), view.pain_said) == (("side-plank", "left"), None)
    do(player, AnswerPain(0), 76)
    assert records_of(player.facts(START + 80))[1].record.pain == 4
    assert "plank" not in list(worked(player, START + 80))


def test_redo_keeps_the_worse_answer() -> None:
    player = start_player(four_holds())
    hurts(player, 2, 22)
    do(player, RedoSet(), 25)
    asked = do(player, ReportPain(), 45)
    assert (subject(asked), asked.pain_said) == (("plank", None), None)
    do(player, AnswerPain(0), 46)
    assert records_of(player.facts(START + 46))[1].record.pain == 2


def test_second_answer_in_a_walk() -> None:
    player = start_player(program(Part(slots=(slot("walk", 60, measure=Measure.TIME),))))
    hurts(player, 2, 20)
    hurts(player, 0, 35)
    (fact,) = records_of(player.facts(START + 500)).values()
    assert (fact.record.seconds, fact.record.pain, fact.record.end) == (60, 0, "full")


@given(of=random_programs(), steps=STEPS, gap=GAPS, first=TOO_MUCH, then=st.integers(0, 2))
def test_any_corrected_answer_leaves_nothing_out(
    of: Program, steps: Steps, gap: float, first: int, then: int
) -> None:
    player = start_player(of)
    now = play(player, steps) + gap
    player.do(LeavePainOpen(), now)
    view = player.view(now)
    assume(view.interval is not None and player.do(ReportPain(), now))
    skipped = view.marks.count(Mark.SKIPPED)
    player.do(AnswerPain(first), now)
    if not player.do(ReportPain(), now):
        return
    assume(player.view(now).pain_said == first)
    player.do(AnswerPain(then), now)
    assert player.view(now).marks.count(Mark.SKIPPED) <= skipped + 1


# --- after a crash


def resumed(facts: list[SetRecorded]) -> Player:
    player = Player(timeline(four_holds()), four_holds(), done=facts)
    player.start(START)
    return player


def test_painful_drill_after_a_crash() -> None:
    before = start_player(four_holds())
    hurts(before, 4, 130)
    kept = [fact for fact in before.facts(START + 132) if isinstance(fact, SetRecorded)]
    only_the_answer = [fact for fact in kept if fact.record.end != "skipped"]
    for facts in (kept, only_the_answer):
        player = resumed(facts)
        assert "side-plank" not in list(worked(player, START))
        assert sorted(records_of(player.facts(START + 5000))) == sorted(
            records_of(start_player(four_holds()).facts(START + 5000))
        )


def test_strong_pain_after_a_crash() -> None:
    before = start_player(four_holds())
    hurts(before, 7, 130)
    player = resumed([fact for fact in before.facts(START + 132) if isinstance(fact, SetRecorded)])
    view = player.view(START)
    assert (view.state, view.outcome) == (State.DONE, "pain")
