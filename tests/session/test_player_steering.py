"""Next, back, longer, shorter, again, left out."""

from __future__ import annotations

from coach.model.program import Measure, Part, Program
from coach.model.timeline import CueKind, IntervalKind
from coach.session.commands import (
    AdjustInterval,
    AdjustRests,
    Command,
    GoBack,
    PauseSession,
    RedoSet,
    ResumeSession,
    SessionEnded,
    SkipDrill,
    SkipInterval,
    SkipSide,
    SkipWarmup,
)
from coach.session.player import Player
from coach.session.view import Mark, SessionView, State
from tests.factories import four_holds, program, slot
from tests.session.players import START, records_of, start_player


def do(player: Player, command: Command, after: float) -> SessionView:
    """The view right after a command that means something at this moment."""
    assert player.do(command, START + after)
    return player.view(START + after)


def seconds_done(player: Player, after: float) -> list[int | None]:
    return [fact.record.seconds for _, fact in sorted(records_of(player.facts(START + after)).items())]


def warmed_up() -> Program:
    warmup = Part(
        slots=(slot("march", 60, measure=Measure.TIME), slot("swing", 60, measure=Measure.TIME)), warmup=True
    )
    return program(warmup, Part(slots=(slot("plank"), slot("bridge"))))


def test_skip_ends_a_rest() -> None:
    view = do(start_player(four_holds()), SkipInterval(), 45)
    assert (view.state, view.seconds_left, view.total_left_seconds) == (State.WORK, 30, 838)


def test_skip_ends_a_hold_and_offers_redo() -> None:
    player = start_player(four_holds())
    view = do(player, SkipInterval(), 22)
    assert view.state is State.REST
    assert view.redo_offered
    assert seconds_done(player, 22) == [12]
    assert not player.view(START + 42.5).redo_offered


def test_skip_in_the_first_second_of_a_hold() -> None:
    player = start_player(four_holds())
    assert do(player, SkipInterval(), 10.5).marks[0] is Mark.SKIPPED
    (fact,) = records_of(player.facts(START + 11)).values()
    assert (fact.record.seconds, fact.record.end, fact.record.form) == (0, "skipped", None)


def test_skip_while_paused() -> None:
    player = start_player(four_holds())
    do(player, PauseSession(), 45)
    view = do(player, SkipInterval(), 50)
    assert view.state is State.PAUSED
    assert view.interval is not None
    assert view.interval.kind is IntervalKind.WORK
    assert do(player, ResumeSession(), 60).state is State.READY
    assert player.view(START + 65).seconds_left == 30


def test_back_restarts_a_rest() -> None:
    assert do(start_player(four_holds()), GoBack(), 50).seconds_left == 20


def test_back_at_the_start_of_a_rest() -> None:
    player = start_player(four_holds())
    view = do(player, GoBack(), 41)
    assert (view.state, view.seconds_left) == (State.READY, 5)
    assert view.interval is not None
    assert view.interval.slot == "plank"
    assert player.view(START + 46).marks[0] is Mark.NOW
    assert player.view(START + 76).state is State.REST


def test_back_restarts_a_hold() -> None:
    player = start_player(four_holds())
    view = do(player, GoBack(), 30)
    assert view.state is State.READY
    assert seconds_done(player, 30) == [20]
    assert seconds_done(player, 30 + 5 + 30) == [30]


def test_repeated_back_goes_through_earlier_sets() -> None:
    player = start_player(four_holds())
    for after in (129, 129.5, 130):
        view = do(player, GoBack(), after)
    assert view.interval is not None
    assert view.interval.slot == "plank"
    assert seconds_done(player, 130) == [30, 30, 30]


def test_back_at_the_start_of_the_session() -> None:
    assert do(start_player(four_holds()), GoBack(), 1).seconds_left == 10
    view = do(start_player(four_holds()), GoBack(), 11)
    assert view.state is State.READY
    assert view.interval is not None
    assert view.interval.slot == "plank"


def test_better_attempt_is_kept() -> None:
    player = start_player(four_holds())
    do(player, GoBack(), 41)
    do(player, SkipInterval(), 46 + 8)
    assert seconds_done(player, 60) == [30]
    assert len(player.facts(START + 60)) == 1


def test_redo_starts_with_a_get_ready() -> None:
    player = start_player(four_holds())
    do(player, PauseSession(), 28)
    view = do(player, RedoSet(), 40)
    assert (view.state, view.seconds_left) == (State.READY, 10)
    assert seconds_done(player, 79) == [18]
    assert seconds_done(player, 81) == [30]
    assert player.view(START + 81).state is State.REST


def test_no_redo_during_a_redo() -> None:
    player = start_player(four_holds())
    do(player, PauseSession(), 28)
    assert not do(player, RedoSet(), 40).redo_offered
    assert not player.view(START + 55).redo_offered


def test_no_redo_of_a_full_hold() -> None:
    assert not start_player(four_holds()).do(RedoSet(), START + 45)


def test_adjusting_one_rest() -> None:
    player = start_player(four_holds())
    view = do(player, AdjustInterval(10), 45)
    assert (view.seconds_left, view.total_left_seconds) == (25, 863)
    view = do(player, AdjustInterval(-10), 46)
    assert (view.seconds_left, view.total_left_seconds) == (14, 852)
    assert player.view(START + 128).seconds_left == 20


def test_adjusted_rest_survives_a_skipped_drill() -> None:
    player = start_player(four_holds())
    do(player, AdjustInterval(10), 45)
    assert do(player, SkipDrill(), 46).seconds_left == 24


def test_adjusted_rest_before_a_wait() -> None:
    player = start_player(program(Part(slots=(slot("a"), slot("b", wait=True)))))
    do(player, AdjustInterval(10), 45)
    heard = [(round(moment - START, 3), cue.cue) for moment, cue in player.ahead(START + 45)]
    assert heard == [(70, CueKind.ANNOUNCE)]


def test_shortened_rest_still_counts_down() -> None:
    player = start_player(four_holds())
    assert do(player, AdjustInterval(-10), 54).seconds_left == 3
    heard = [(round(moment - START, 3), cue.cue) for moment, cue in player.ahead(START + 54)][:4]
    assert heard == [(54, CueKind.TICK), (55, CueKind.TICK), (56, CueKind.TICK), (57, CueKind.START)]
    assert player.view(START + 57).state is State.WORK


def test_end_of_a_rest_cannot_be_shortened() -> None:
    player = start_player(four_holds())
    player.do(AdjustInterval(-10), START + 58)
    assert player.view(START + 58).seconds_left == 2


def test_work_and_waits_are_not_adjusted() -> None:
    assert not start_player(four_holds()).do(AdjustInterval(10), START + 20)
    waits = program(Part(slots=(slot("plank", wait=True),)))
    assert not start_player(waits).do(AdjustInterval(10), START + 20)


def test_adjusting_a_get_ready() -> None:
    assert do(start_player(four_holds()), AdjustInterval(10), 3).seconds_left == 17


def test_adjusting_all_rests() -> None:
    player = start_player(four_holds())
    view = do(player, AdjustRests(10), 45)
    assert view.seconds_left == 15
    assert view.rests_delta_seconds == 10
    assert view.total_left_seconds == 853 + 10 * 10
    assert player.view(START + 128).seconds_left == 30
    assert do(player, AdjustRests(-10), 129).total_left_seconds == player.view(START + 129).total_left_seconds
    assert player.view(START + 129).rests_delta_seconds == 0


def test_rests_stay_at_least_five_seconds() -> None:
    player = start_player(four_holds())
    do(player, AdjustRests(-600), 20)
    assert player.view(START + 40).seconds_left == 5
    do(player, AdjustRests(60), 41)
    rest = player.view(START + 45 + 30 + 8 + 30)
    assert rest.seconds_left == 20


def test_going_back_keeps_adjusted_rests() -> None:
    player = start_player(four_holds())
    do(player, AdjustRests(10), 20)
    do(player, GoBack(), 30)
    assert player.view(START + 35 + 30).seconds_left == 30


def test_skip_side_during_its_hold() -> None:
    player = start_player(four_holds())
    view = do(player, SkipSide(), 70)
    assert view.state is State.SWITCH
    latest = records_of(player.facts(START + 70))
    assert (latest[3].record.seconds, latest[3].record.end) == (10, "skipped")


def test_skip_side_in_the_rest_before() -> None:
    player = start_player(four_holds())
    view = do(player, SkipSide(), 45)
    assert (view.state, view.seconds_left) == (State.REST, 15)
    assert view.interval is not None
    assert (view.interval.slot, view.interval.side) == ("side-plank", "right")
    assert view.marks[1] is Mark.SKIPPED
    assert player.view(START + 60).state is State.WORK


def test_skip_side_at_the_switch() -> None:
    view = do(start_player(four_holds()), SkipSide(), 92)
    assert (view.state, view.seconds_left) == (State.REST, 18)
    assert view.interval is not None
    assert (view.interval.slot, view.interval.side) == ("bird-dog", "left")


def test_skip_drill_in_every_round() -> None:
    player = start_player(four_holds())
    view = do(player, SkipDrill(), 70)
    assert view.state is State.REST
    assert view.interval is not None
    assert view.interval.slot == "bird-dog"
    facts = player.facts(START + 2000)
    assert facts[-1] == SessionEnded(outcome="done")
    latest = records_of(facts)
    done = [fact.record for fact in latest.values() if fact.record.slot == "side-plank"]
    assert [(one.seconds, one.end) for one in done] == [(10, "skipped"), *[(0, "skipped")] * 5]
    assert len(latest) == 18


def test_skipped_last_drill_keeps_the_round_rest() -> None:
    player = start_player(four_holds())
    view = do(player, SkipDrill(), 220)
    assert (view.state, view.seconds_left) == (State.ROUND_REST, 56)
    assert view.interval is not None
    assert (view.interval.slot, view.interval.round) == ("plank", 2)
    rest = player.view(START + 220 + 57).next_interval
    assert rest is not None
    assert rest.slot == "side-plank"


def test_skipping_the_last_drill_ends_the_session() -> None:
    of = program(Part(slots=(slot("a"), slot("b"))))
    player = start_player(of)
    assert do(player, SkipDrill(), 45).outcome == "done"


def test_skip_first_drill_in_its_get_ready() -> None:
    view = do(start_player(four_holds()), SkipDrill(), 9)
    assert (view.state, view.seconds_left) == (State.READY, 5)
    assert view.interval is not None
    assert view.interval.slot == "side-plank"


def test_skip_warmup_at_the_start() -> None:
    player = start_player(warmed_up())
    view = do(player, SkipWarmup(), 4)
    assert (view.state, view.seconds_left) == (State.READY, 10)
    assert view.interval is not None
    assert view.interval.slot == "plank"
    assert seconds_done(player, 4) == [0, 0]


def test_skip_warmup_halfway() -> None:
    player = start_player(warmed_up())
    view = do(player, SkipWarmup(), 30)
    assert view.state is State.READY
    assert seconds_done(player, 30) == [20, 0]
    assert not player.do(SkipWarmup(), START + 31)


def test_back_passes_over_skipped_sets() -> None:
    player = start_player(four_holds())
    do(player, SkipDrill(), 41)
    view = do(player, GoBack(), 41.5)
    assert view.interval is not None
    assert view.interval.slot == "plank"


def test_back_keeps_later_sets_skipped() -> None:
    player = start_player(four_holds())
    do(player, SkipDrill(), 70)
    do(player, GoBack(), 71)
    slots = [one.marks.count(Mark.SKIPPED) for one in (player.view(START + 71), player.view(START + 2000))]
    assert slots == [5, 5]
    assert player.view(START + 71).total_left_seconds == 5 + 12 * 30 + 6 * 20 + 2 * 60 + 3 * 8


def test_wait_stays_after_a_skipped_drill() -> None:
    of = program(Part(slots=(slot("a"), slot("b"), slot("c", wait=True))))
    player = start_player(of)
    do(player, SkipDrill(), 45)
    assert player.view(START + 59).state is State.REST
    assert player.view(START + 61).state is State.WAIT
