"""A session that was interrupted goes on where it was."""

from __future__ import annotations

import pytest

from coach.model.program import Measure, Part, Program
from coach.session.commands import (
    AnswerPain,
    GoBack,
    PauseSession,
    RedoSet,
    ReportPain,
    SessionEnded,
    SetRecorded,
    SkipInterval,
)
from coach.session.player import Player
from coach.session.view import Mark, State
from tests.factories import four_holds, program, slot, timeline
from tests.session.players import START, records_of, start_player


def again(of: Program, before: Player, after: float) -> Player:
    """A new player of the same session, with what the one before had recorded until then."""
    done = [fact for fact in before.facts(START + after) if isinstance(fact, SetRecorded)]
    player = Player(timeline(of), of, done=done)
    player.start(START)
    return player


def test_resumes_at_the_first_open_set() -> None:
    player = again(four_holds(), start_player(four_holds()), 200)
    view = player.view(START)
    assert (view.state, view.seconds_left) == (State.READY, 10)
    assert view.interval is not None
    assert (view.interval.slot, view.interval.side) == ("bird-dog", "right")
    assert view.marks[:5] == (Mark.DONE, Mark.DONE, Mark.DONE, Mark.DONE, Mark.AHEAD)
    assert view.total_left_seconds == 898 - 186 + 10
    facts = player.facts(START + 1000)
    assert facts[-1] == SessionEnded(outcome="done")
    assert len(records_of(facts)) == 18


def test_earlier_records_come_first() -> None:
    before = start_player(four_holds())
    player = again(four_holds(), before, 200)
    assert player.facts(START) == before.facts(START + 200)


def test_painful_drill_stays_left_out() -> None:
    before = start_player(four_holds())
    before.do(ReportPain(), START + 20)
    before.do(AnswerPain(4), START + 21)
    player = again(four_holds(), before, 22)
    view = player.view(START)
    assert view.interval is not None
    assert view.interval.slot == "side-plank"
    facts = player.facts(START + 2000)
    planks = [fact.record.seconds for fact in records_of(facts).values() if fact.record.slot == "plank"]
    assert planks == [10, 0, 0]


def test_going_back_skips_left_out_sets() -> None:
    before = start_player(four_holds())
    before.do(ReportPain(), START + 20)
    before.do(AnswerPain(4), START + 21)
    player = again(four_holds(), before, 80)
    player.do(GoBack(), START + 1)
    planks = [fact.record.seconds for fact in records_of(player.facts(START + 2000)).values()]
    assert planks.count(0) == 2


def test_redo_of_an_early_hold() -> None:
    before = start_player(four_holds())
    before.do(PauseSession(), START + 25)
    player = again(four_holds(), before, 30)
    assert player.view(START).redo_offered
    player.do(RedoSet(), START + 3)
    assert records_of(player.facts(START + 3 + 10 + 31))[1].record.seconds == 30


def test_going_back_to_an_earlier_record() -> None:
    player = again(four_holds(), start_player(four_holds()), 200)
    player.do(GoBack(), START + 1)
    view = player.view(START + 1)
    assert view.interval is not None
    assert (view.interval.slot, view.interval.side) == ("bird-dog", "left")


@pytest.mark.parametrize(
    ("measure", "amount", "pace", "done"), [(Measure.TIME, 300, None, 100), (Measure.BREATHS, 30, None, 10)]
)
def test_paused_walk_or_breathing_goes_on(measure: Measure, amount: int, pace: int | None, done: int) -> None:
    of = program(Part(slots=(slot("it", amount, measure=measure, pace_seconds=pace),)))
    before = start_player(of)
    before.do(PauseSession(), START + 10 + 100)
    player = again(of, before, 200)
    assert player.view(START).total_left_seconds == 10 + 200
    assert player.view(START + 10).seconds_left == 200
    (fact,) = records_of(player.facts(START + 300)).values()
    assert (fact.record.seconds or fact.record.reps, fact.record.end) == (amount, "full")
    assert done == (before.facts(START + 200)[0].record.seconds or before.facts(START + 200)[0].record.reps)  # type: ignore[union-attr]


def test_walk_goes_on_before_a_skipped_drill() -> None:
    walk, plank = slot("walk", 300, measure=Measure.TIME, sets=2), slot("plank", sets=2)
    of = program(Part(slots=(plank, walk), rounds=2))
    before = start_player(of)
    before.do(ReportPain(), START + 20)
    before.do(AnswerPain(4), START + 20)
    before.do(PauseSession(), START + 20 + 20 + 100)
    player = again(of, before, 200)
    view = player.view(START + 10)
    assert view.interval is not None
    assert (view.interval.slot, view.seconds_left) == ("walk", 200)


def test_finished_session_is_over_at_once() -> None:
    player = again(four_holds(), start_player(four_holds()), 1000)
    assert player.facts(START)[-1] == SessionEnded(outcome="done")
    assert player.view(START).state is State.DONE


def test_skipped_set_stays_skipped() -> None:
    before = start_player(four_holds())
    before.do(SkipInterval(), START + 10.2)
    player = again(four_holds(), before, 12)
    view = player.view(START)
    assert view.interval is not None
    assert view.interval.slot == "side-plank"


def test_records_of_another_timeline_are_refused() -> None:
    done = [fact for fact in start_player(four_holds()).facts(START + 200) if isinstance(fact, SetRecorded)]
    other = program(Part(slots=(slot("bridge"),)))
    with pytest.raises(ValueError, match="another timeline"):
        Player(timeline(other), other, done=done)
