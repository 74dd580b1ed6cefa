"""A session that runs, stands still and goes on."""

from __future__ import annotations

import pytest

from coach.model.events import SetRecord
from coach.model.program import Measure, Part, Program
from coach.model.timeline import CueKind
from coach.session.commands import (
    ContinueSession,
    MarkShaky,
    PauseSession,
    ResumeSession,
    SessionEnded,
    SetRecorded,
    SkipInterval,
    StopSession,
)
from coach.session.player import Player
from coach.session.view import Mark, State
from tests.factories import four_holds, program, slot, timeline
from tests.session.players import START, records_of, start_player


def walk(seconds: int = 300, *, ready_seconds: int = 10) -> Program:
    return program(Part(slots=(slot("walk", seconds, measure=Measure.TIME),)), ready_seconds=ready_seconds)


def squats(*, wait: bool = False) -> Program:
    of = (slot("squat", 8, measure=Measure.REPS, wait=wait), slot("plank"))
    return program(Part(slots=of))


def test_nothing_runs_before_the_start() -> None:
    of = four_holds()
    player = Player(timeline(of), of)
    view = player.view(START + 500)
    assert (view.state, view.seconds_left, view.total_left_seconds) == (State.READY, 10, 898)
    assert player.facts(START + 500) == ()
    assert player.ahead(START) == ()
    assert not player.do(SkipInterval(), START)


def test_session_runs_to_its_end() -> None:
    player = start_player(four_holds())
    facts = player.facts(START + 898)
    assert facts[-1] == SessionEnded(outcome="done")
    done = [fact for fact in facts if isinstance(fact, SetRecorded)]
    assert len(done) == 18
    assert {(one.record.seconds, one.record.end, one.record.form) for one in done} == {(30, "full", "clean")}
    assert [one.record.round for one in done] == [1] * 6 + [2] * 6 + [3] * 6
    view = player.view(START + 898)
    assert (view.state, view.outcome, view.total_left_seconds) == (State.DONE, "done", 0)
    assert set(view.marks) == {Mark.DONE}


@pytest.mark.parametrize(
    ("after", "state", "left", "total"),
    [
        (0, State.READY, 10, 898),
        (0.4, State.READY, 10, 898),
        (9.5, State.READY, 1, 889),
        (10, State.WORK, 30, 888),
        (39.99, State.WORK, 1, 859),
        (40, State.REST, 20, 858),
        (90, State.SWITCH, 8, 808),
        (266, State.ROUND_REST, 60, 632),
    ],
)
def test_view_of_each_moment(after: float, state: State, left: int, total: int) -> None:
    view = start_player(four_holds()).view(START + after)
    assert (view.state, view.seconds_left, view.total_left_seconds) == (state, left, total)


def test_set_is_recorded_at_its_end() -> None:
    player = start_player(four_holds())
    assert player.facts(START + 39.9) == ()
    assert len(player.facts(START + 40.001)) == 1


def test_later_query_keeps_an_earlier_answer() -> None:
    player = start_player(four_holds())
    assert len(player.facts(START + 898)) == 19
    assert player.facts(START + 20) == ()
    assert player.view(START + 20).state is State.WORK


def test_view_knows_the_next_set() -> None:
    view = start_player(four_holds()).view(START + 65)
    assert view.next_interval is not None
    assert view.next_work is not None
    assert view.next_interval.kind.value == "switch"
    assert (view.next_work.slot, view.next_work.side) == ("side-plank", "right")


def test_pausing_a_rest() -> None:
    player = start_player(four_holds())
    assert player.do(PauseSession(), START + 45)
    assert player.view(START + 1000).seconds_left == 15
    assert player.view(START + 1000).state is State.PAUSED
    assert player.ahead(START + 1000) == ()
    assert player.do(ResumeSession(), START + 1000)
    assert player.view(START + 1014.9).state is State.REST
    assert player.view(START + 1015.1).state is State.WORK


def test_resume_leaves_time_to_get_ready() -> None:
    player = start_player(four_holds())
    player.do(PauseSession(), START + 59)
    assert player.view(START + 70).total_left_seconds == 843
    player.do(ResumeSession(), START + 70)
    assert player.view(START + 70).seconds_left == 5
    assert player.view(START + 70).total_left_seconds == 843


def test_paused_hold_is_over() -> None:
    player = start_player(four_holds())
    player.do(PauseSession(), START + 10 + 18.6)
    (fact,) = player.facts(START + 100)
    assert isinstance(fact, SetRecorded)
    assert (fact.record.seconds, fact.record.end) == (18, "early")
    view = player.view(START + 100)
    assert view.state is State.PAUSED
    assert view.redo_offered
    assert view.marks[0] is Mark.SHORT
    assert view.interval is not None
    assert view.interval.slot == "plank"
    player.do(ResumeSession(), START + 100)
    assert player.view(START + 100).state is State.REST
    assert player.view(START + 100).seconds_left == 20


def test_total_stands_still_while_paused() -> None:
    player = start_player(four_holds())
    player.do(PauseSession(), START + 25)
    assert {player.view(START + 25 + second).total_left_seconds for second in range(50)} == {858}


def test_hold_paused_in_its_first_second_restarts() -> None:
    player = start_player(four_holds())
    player.do(PauseSession(), START + 10.7)
    assert player.facts(START + 20) == ()
    player.do(ResumeSession(), START + 20)
    assert player.view(START + 20).state is State.READY
    assert player.view(START + 25).seconds_left == 30


def test_pausing_the_last_hold() -> None:
    player = start_player(four_holds())
    player.do(PauseSession(), START + 888)
    assert player.view(START + 900).redo_offered
    assert player.view(START + 900).total_left_seconds == 0
    player.do(ResumeSession(), START + 900)
    assert player.facts(START + 900)[-1] == SessionEnded(outcome="done")


def test_pieces_of_a_walk_add_up() -> None:
    player = start_player(walk())
    player.do(PauseSession(), START + 110)
    (fact,) = player.facts(START + 500)
    assert isinstance(fact, SetRecorded)
    assert (fact.record.seconds, fact.record.end) == (100, "early")
    assert player.view(START + 500).marks == (Mark.NOW,)
    assert player.view(START + 500).total_left_seconds == 205
    player.do(ResumeSession(), START + 500)
    assert player.view(START + 502).state is State.READY
    assert player.view(START + 502).marks == (Mark.NOW,)
    assert player.view(START + 505).seconds_left == 200
    assert player.view(START + 505).elapsed_seconds == pytest.approx(100)
    latest = records_of(player.facts(START + 705))
    assert (latest[1].record.seconds, latest[1].record.end) == (300, "full")


def test_cues_after_a_pause() -> None:
    player = start_player(walk())
    player.do(PauseSession(), START + 10 + 100)
    player.do(ResumeSession(), START + 500)
    heard = [(round(moment - START, 3), cue.cue) for moment, cue in player.ahead(START + 500)]
    assert heard == [
        (500, CueKind.ANNOUNCE),
        (502, CueKind.TICK),
        (503, CueKind.TICK),
        (504, CueKind.TICK),
        (505, CueKind.START),
        (555, CueKind.HALFWAY),
        (645, CueKind.SAY),
        (695, CueKind.LAST_SECONDS),
        (705, CueKind.FINISH),
    ]


def test_resume_without_get_ready() -> None:
    player = start_player(walk(ready_seconds=0))
    player.do(PauseSession(), START + 100)
    player.do(ResumeSession(), START + 200)
    assert player.view(START + 200).state is State.WORK
    assert player.view(START + 200).seconds_left == 200


def test_view_of_breaths_and_repetitions() -> None:
    of = program(
        Part(
            slots=(
                slot("calm", 3, measure=Measure.BREATHS),
                slot("cat-camel", 6, measure=Measure.REPS, pace_seconds=8),
            )
        )
    )
    player = start_player(of)
    breath = player.view(START + 10 + 12).breath
    assert breath is not None
    assert (breath.number, breath.of, breath.inhaling) == (2, 3, True)
    assert breath.fraction == pytest.approx(0.5)
    out = player.view(START + 10 + 17).breath
    assert out is not None
    assert (out.number, out.inhaling) == (2, False)
    assert out.fraction == pytest.approx(0.5)
    assert player.view(START + 40 + 20 + 17).rep == 3
    player.do(SkipInterval(), START + 40 + 20 + 17)
    done = records_of(player.facts(START + 900)).values()
    assert (
        [(fact.record.reps, fact.record.end) for fact in done]
        == [(fact.record.reps, fact.record.end) for fact in records_of(player.facts(START + 900)).values()]
        == [
            (3, "full"),
            (2, "early"),
        ]
    )


def test_unpaced_repetitions_wait() -> None:
    player = start_player(squats())
    view = player.view(START + 10_000)
    assert (view.state, view.seconds_left, view.total_left_seconds) == (State.WAIT, None, 50)
    assert player.ahead(START)[-1][1].cue is CueKind.START
    assert player.do(ContinueSession(), START + 10_000)
    (fact,) = player.facts(START + 10_000)
    assert isinstance(fact, SetRecorded)
    assert fact.record == SetRecord(
        slot="squat", drill="squat", round=1, asked_reps=8, reps=8, form="clean", end="full"
    )
    assert player.view(START + 10_001).state is State.REST


def test_skip_completes_a_waiting_set() -> None:
    player = start_player(squats())
    player.do(SkipInterval(), START + 30)
    assert [fact.record.reps for fact in records_of(player.facts(START + 30)).values()] == [8]


def test_get_ready_follows_a_wait() -> None:
    player = start_player(squats(wait=True))
    assert player.view(START + 50).state is State.WAIT
    assert not records_of(player.facts(START + 50))
    player.do(ContinueSession(), START + 50)
    assert player.view(START + 50).state is State.READY
    assert not player.do(ContinueSession(), START + 50)


def test_pausing_a_wait() -> None:
    player = start_player(squats(wait=True))
    player.do(PauseSession(), START + 5)
    assert player.view(START + 50).state is State.PAUSED
    player.do(ResumeSession(), START + 50)
    assert player.view(START + 50).state is State.WAIT


def test_unattended_session_leaves_answers_open() -> None:
    player = start_player(squats(wait=True), attended=False)
    assert player.view(START).state is State.READY
    facts = player.facts(START + 10 + 32 + 50)
    assert facts[-1] == SessionEnded(outcome="done")
    squat, plank = (fact.record for fact in facts if isinstance(fact, SetRecorded))
    assert (squat.reps, squat.form, squat.pain, squat.end) == (None, None, None, None)
    assert (plank.seconds, plank.form, plank.pain, plank.end) == (30, None, None, "full")
    assert player.view(START + 92).marks == (Mark.DONE, Mark.DONE)


def test_stopping_keeps_the_seconds_held() -> None:
    player = start_player(four_holds())
    player.do(StopSession(), START + 60 + 12.4)
    assert [fact.record.seconds for fact in records_of(player.facts(START + 80)).values()] == [30, 12]
    assert player.facts(START + 80)[-1] == SessionEnded(outcome="stopped")
    view = player.view(START + 80)
    assert view.marks[:3] == (Mark.DONE, Mark.SHORT, Mark.AHEAD)
    assert not player.do(ResumeSession(), START + 90)


def test_stopping_in_the_first_second() -> None:
    player = start_player(four_holds())
    player.do(StopSession(), START + 10.5)
    assert player.facts(START + 20) == (SessionEnded(outcome="stopped"),)


def test_stopping_in_unpaced_repetitions() -> None:
    player = start_player(squats())
    player.do(StopSession(), START + 30)
    (fact,) = records_of(player.facts(START + 30)).values()
    assert (fact.record.reps, fact.record.end) == (None, "stopped")


def test_pause_for_an_earlier_moment() -> None:
    player = start_player(four_holds())
    player.view(START + 600)
    assert player.do(PauseSession(), START + 50)
    assert len(records_of(player.facts(START + 600))) == 1


def test_view_before_the_latest_command() -> None:
    player = start_player(four_holds())
    player.do(MarkShaky(), START + 20)
    assert player.view(START + 5) == player.view(START + 20)
    assert player.ahead(START + 5) == player.ahead(START + 20)
    assert player.ahead(START + 5)[0][1].cue is CueKind.HALFWAY


def test_commands_keep_their_order() -> None:
    player = start_player(four_holds())
    player.do(PauseSession(), START + 50)
    player.do(ResumeSession(), START + 30)
    assert player.view(START + 59).seconds_left == 1


def test_empty_session_is_over_at_once() -> None:
    of = four_holds()
    player = Player(timeline(of, []), of)
    assert player.view(START).state is State.DONE
    player.start(START)
    assert player.facts(START) == (SessionEnded(outcome="done"),)


def test_second_start_has_no_effect() -> None:
    player = start_player(four_holds())
    player.start(START + 100)
    assert player.view(START + 100).total_left_seconds == 798


def test_cues_ahead_and_revision() -> None:
    player = start_player(four_holds())
    before = player.revision
    ahead = player.ahead(START)
    assert ahead[0][0] == START
    assert ahead[-1][0] == pytest.approx(START + 898)
    assert [moment for moment, _ in ahead] == sorted(moment for moment, _ in ahead)
    assert player.ahead(START + 300) == tuple(one for one in ahead if one[0] >= START + 300)
    assert player.revision == before
    player.do(SkipInterval(), START + 300)
    assert player.revision == before + 1
    assert player.ahead(START + 300)[0][0] == START + 300


def test_lead_time_of_a_command() -> None:
    player = start_player(four_holds())
    player.do(PauseSession(), START + 15)
    player.do(ResumeSession(), START + 100, lead_seconds=0.4)
    for now in (100, 100.2, 100.4):
        view = player.view(START + now)
        assert (view.state, view.seconds_left, view.elapsed_seconds) == (State.REST, 20, 0.0)
    assert player.ahead(START + 100)[0][0] == pytest.approx(START + 100.4)
    assert player.view(START + 120.3).state is State.REST
    assert player.view(START + 120.5).state is State.WORK
    # A pause within the lead stands at the beginning as well.
    player.do(SkipInterval(), START + 130, lead_seconds=0.4)
    player.do(PauseSession(), START + 130.1)
    assert player.view(START + 200).elapsed_seconds == 0.0


def test_no_lead_time_without_a_cue() -> None:
    player = start_player(four_holds())
    player.do(PauseSession(), START + 45)
    player.do(ResumeSession(), START + 100, lead_seconds=0.4)
    assert player.view(START + 101).elapsed_seconds == pytest.approx(6)
