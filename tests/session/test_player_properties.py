"""What holds for every session, whatever is done in it and whenever it is looked at."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coach.model.events import SetRecord
from coach.model.program import Measure, Program
from coach.model.timeline import CueKind, IntervalKind
from coach.session.commands import (
    AdjustInterval,
    AdjustRests,
    AnswerPain,
    Command,
    ContinueSession,
    Fact,
    GoBack,
    MarkShaky,
    PauseSession,
    RedoSet,
    ReportPain,
    ResumeSession,
    SessionEnded,
    SetRecorded,
    SkipDrill,
    SkipInterval,
    SkipSide,
    SkipWarmup,
    StopSession,
)
from coach.session.player import Player
from coach.session.view import Mark, SessionView, State
from tests.factories import timeline
from tests.session.players import START, records_of, start_player
from tests.session.strategies import random_programs

LONG = 100_000.0
MOVING = (Measure.TIME, Measure.BREATHS)
WAITLESS = (Measure.HOLD, Measure.TIME, Measure.BREATHS)

COMMANDS: st.SearchStrategy[Command] = st.one_of(
    st.sampled_from(
        [
            PauseSession(),
            ResumeSession(),
            ResumeSession(),
            RedoSet(),
            ContinueSession(),
            ContinueSession(),
            SkipInterval(),
            SkipSide(),
            SkipDrill(),
            SkipWarmup(),
            GoBack(),
            GoBack(),
            MarkShaky(),
            ReportPain(),
        ]
    ),
    st.builds(AnswerPain, st.sampled_from([0, 1, 2, 2, 3, 5, 8])),
    st.builds(AdjustInterval, st.sampled_from([-10, 10])),
    st.builds(AdjustRests, st.sampled_from([-10, -5, 5, 10])),
)
GAPS = st.one_of(
    st.floats(0, 3, allow_nan=False),
    st.floats(0, 90, allow_nan=False),
    st.integers(0, 40).map(float),
)
Steps = list[tuple[float, Command]]
STEPS: st.SearchStrategy[Steps] = st.lists(st.tuples(GAPS, COMMANDS), max_size=25)


def play(player: Player, steps: Sequence[tuple[float, Command]]) -> float:
    """Give the commands, each so long after the one before; the moment of the last."""
    now = START
    for gap, command in steps:
        now += gap
        player.do(command, now)
    return now


def finish(player: Player, now: float) -> float:
    """Go on to the end, whatever it stands at or waits for; a moment after it."""
    for _ in range(1000):
        view = player.view(now)
        if view.state is State.DONE:
            return now
        if view.state in (State.PAUSED, State.PAIN):
            player.do(ResumeSession(), now)
        elif view.state is State.WAIT:
            player.do(ContinueSession(), now)
        else:
            now += max(1, view.total_left_seconds)
    raise AssertionError("the session does not end")


def done(record: SetRecord) -> int:
    return (record.seconds if record.asked_reps is None else record.reps) or 0


@given(of=random_programs(), steps=STEPS, looks=st.lists(st.floats(0, 900), max_size=20), data=st.data())
def test_queries_do_not_change_the_session(
    of: Program, steps: Steps, looks: list[float], data: st.DataObject
) -> None:
    seldom, often = start_player(of), start_player(of)
    now = START
    for gap, command in steps:
        for part in sorted(data.draw(st.lists(st.floats(0, 1), max_size=3))):
            often.view(now + part * gap)
            often.facts(now + part * gap + 50)
            often.ahead(now + part * gap)
        now += gap
        assert often.do(command, now) == seldom.do(command, now)
    for look in looks:
        often.facts(now + look)
    for look in sorted(looks):
        assert often.facts(now + look) == seldom.facts(now + look)
        assert often.view(now + look) == seldom.view(now + look)
        assert often.ahead(now + look) == seldom.ahead(now + look)


@given(of=random_programs(), steps=STEPS, first=st.floats(0, 500), then=st.floats(0, 500))
def test_facts_are_only_added(of: Program, steps: Steps, first: float, then: float) -> None:
    player = start_player(of)
    told: tuple[Fact, ...] = ()
    now = START
    for gap, command in [*steps, (first, MarkShaky()), (then, MarkShaky())]:
        now += gap
        player.do(command, now)
        facts = player.facts(now)
        assert facts[: len(told)] == told
        told = facts


@given(of=random_programs(measures=MOVING), steps=st.lists(st.tuples(GAPS, GAPS), max_size=12))
def test_pausing_keeps_the_length_of_work(of: Program, steps: list[tuple[float, float]]) -> None:
    plain, paused = start_player(of), start_player(of)
    finish(plain, START)
    now = START
    for run, stand in steps:
        now += run
        paused.do(PauseSession(), now)
        now += stand
        paused.do(ResumeSession(), now)
        if paused.view(now).state is State.WAIT:
            paused.do(ContinueSession(), now)
    finish(paused, now)
    without = {key: fact.record for key, fact in records_of(plain.facts(START + LONG)).items()}
    assert {key: fact.record for key, fact in records_of(paused.facts(now + LONG)).items()} == without


@given(of=random_programs(measures=WAITLESS), steps=st.lists(st.tuples(GAPS, GAPS), max_size=12))
def test_pausing_between_sets_keeps_all_work(of: Program, steps: list[tuple[float, float]]) -> None:
    player = start_player(of)
    now = START
    for run, stand in steps:
        now += run
        if player.view(now).state in (State.READY, State.REST, State.SWITCH, State.ROUND_REST, State.WAIT):
            player.do(PauseSession(), now)
            player.do(ResumeSession(), now + stand)
            now += stand
        player.do(ContinueSession(), now)
    finish(player, now)
    assert all(fact.record.end == "full" for fact in records_of(player.facts(now + LONG)).values())
    sets = [key for key, one in enumerate(player.timeline.intervals) if one.is_set]
    assert sorted(records_of(player.facts(now + LONG))) == sets


@given(of=random_programs(), steps=STEPS)
def test_every_session_records_every_set(of: Program, steps: Steps) -> None:
    player = start_player(of)
    end = finish(player, play(player, steps))
    facts = player.facts(end)
    ends = [fact for fact in facts if isinstance(fact, SessionEnded)]
    assert len(ends) == 1
    laid = player.timeline.intervals
    sets = [key for key, one in enumerate(laid) if one.is_set]
    recorded = records_of(facts)
    if ends[0].outcome == "done":
        assert sorted(recorded) == sets
    for key, fact in recorded.items():
        one, record = laid[key], fact.record
        assert (record.slot, record.drill, record.side, record.round) == (
            one.slot,
            one.drill,
            one.side,
            one.round,
        )
        assert done(record) <= (record.asked_seconds or record.asked_reps or 0)
        if done(record) > 0:
            assert record.form is not None
        if record.end == "full":
            assert done(record) == (record.asked_seconds or record.asked_reps)


@given(of=random_programs(), steps=STEPS)
def test_records_never_get_worse(of: Program, steps: Steps) -> None:
    player = start_player(of)
    now = play(player, steps)
    best: dict[int, int] = {}
    worst: dict[int, int] = {}
    for fact in player.facts(now + 500):
        if isinstance(fact, SetRecorded):
            assert done(fact.record) >= best.get(fact.key, 0)
            assert (fact.record.pain or 0) >= worst.get(fact.key, 0)
            best[fact.key] = done(fact.record)
            worst[fact.key] = fact.record.pain or 0


@given(of=random_programs(measures=WAITLESS), steps=STEPS, after=st.floats(0, 200))
def test_time_left_agrees_with_the_cues(of: Program, steps: Steps, after: float) -> None:
    player = start_player(of)
    now = play(player, steps) + after
    view = player.view(now)
    if view.state in (State.PAUSED, State.PAIN):
        still = player.view(now + 1000)
        assert still.total_left_seconds == view.total_left_seconds
        assert player.ahead(now) == ()
        player.do(ResumeSession(), now)
        assert player.view(now).total_left_seconds == view.total_left_seconds
    waits = any(one.kind is IntervalKind.WAIT for one in player.timeline.intervals)
    if waits or player.view(now).state is State.DONE:
        return
    left = player.view(now).total_left_seconds
    moment, cue = player.ahead(now)[-1]
    assert cue.cue is CueKind.FINISH
    assert moment - now - 1e-5 <= left < moment - now + 1
    assert player.view(moment - 0.01).state is State.WORK
    assert player.view(moment + 0.01).outcome == "done"


@given(of=random_programs(), steps=STEPS, after=st.floats(0, 200))
def test_next_interval_is_the_one_that_comes(of: Program, steps: Steps, after: float) -> None:
    player = start_player(of)
    now = play(player, steps) + after
    player.do(ResumeSession(), now)
    view = player.view(now)
    if view.state in (State.DONE, State.WAIT) or view.interval is None or view.interval.seconds is None:
        return
    end = now + view.interval.seconds - view.elapsed_seconds
    then = player.view(end + 1e-5)
    assert then.interval == view.next_interval
    if view.interval.is_set or view.next_interval is None:
        return
    assert view.next_work is not None
    assert view.interval.slot == view.next_work.slot


@given(of=random_programs(), steps=STEPS, after=st.floats(0, 300))
def test_facts_and_view_agree(of: Program, steps: Steps, after: float) -> None:
    player = start_player(of)
    now = play(player, steps) + after
    facts, view = player.facts(now), player.view(now)
    outcomes = [fact.outcome for fact in facts if isinstance(fact, SessionEnded)]
    assert ([view.outcome] if view.outcome else []) == outcomes
    assert (view.state is State.DONE) == bool(outcomes)
    latest = records_of(facts)
    sets = [key for key, one in enumerate(player.timeline.intervals) if one.is_set]
    assert len(view.marks) == len(sets)
    for key, mark in zip(sets, view.marks, strict=True):
        assert mark is Mark.NOW or mark is expected_mark(latest[key].record if key in latest else None)
    assert view.marks.count(Mark.NOW) <= 1
    check_shape(view)


def expected_mark(record: SetRecord | None) -> Mark:
    if record is None:
        return Mark.AHEAD
    if record.end == "full":
        return Mark.DONE
    return Mark.SKIPPED if record.end == "skipped" and done(record) == 0 else Mark.SHORT


def check_shape(view: SessionView) -> None:
    assert 0 <= view.fraction <= 1
    assert view.total_left_seconds >= (view.seconds_left or 0) or view.state in (State.PAUSED, State.PAIN)
    if view.breath is not None:
        assert 1 <= view.breath.number <= view.breath.of
        assert 0 <= view.breath.fraction <= 1


@given(of=random_programs(), steps=STEPS)
def test_cues_ahead_are_in_order(of: Program, steps: Steps) -> None:
    player = start_player(of)
    now = play(player, steps)
    moments = [moment for moment, cue in player.ahead(now) if cue.cue is not CueKind.FINISH]
    assert all(later - earlier > 0.4 for earlier, later in pairwise(moments))
    assert all(moment >= now for moment in moments)


@given(of=random_programs(), steps=STEPS, after=st.floats(0, 300))
def test_crash_at_any_moment_loses_no_set(of: Program, steps: Steps, after: float) -> None:
    before = start_player(of)
    crash = play(before, steps) + after
    kept = [fact for fact in before.facts(crash) if isinstance(fact, SetRecorded)]
    player = Player(timeline(of), of, done=kept)
    player.start(START)
    assert player.facts(START)[: len(kept)] == tuple(kept)
    end = finish(player, START)
    recorded = records_of(player.facts(end))
    assert sorted(recorded) == [key for key, one in enumerate(player.timeline.intervals) if one.is_set]
    for key, fact in records_of(kept).items():
        assert done(recorded[key].record) >= done(fact.record)


@given(of=random_programs())
def test_unattended_session_ends_by_itself(of: Program) -> None:
    player = start_player(of, attended=False)
    facts = player.facts(START + LONG)
    assert facts[-1] == SessionEnded(outcome="done")
    assert all(fact.record.form is None and fact.record.pain is None for fact in records_of(facts).values())
    assert player.ahead(START)[-1][0] == pytest.approx(START + player.view(START).total_left_seconds)


@given(of=random_programs(), steps=STEPS, after=st.floats(0, 100))
def test_stopping_keeps_the_records(of: Program, steps: Steps, after: float) -> None:
    player = start_player(of)
    now = play(player, steps) + after
    before = player.facts(now)
    stopped = player.do(StopSession(), now)
    assert player.facts(now)[: len(before)] == before
    assert player.view(now).state is State.DONE
    assert stopped == (not any(isinstance(fact, SessionEnded) for fact in before))


@given(of=random_programs(), steps=STEPS, lead=st.floats(0, 0.5))
def test_lead_time_before_any_cue(of: Program, steps: Steps, lead: float) -> None:
    player = Player(timeline(of), of)
    player.start(START + lead)
    assert all(moment >= START + lead for moment, _cue in player.ahead(START))
    now = START
    for gap, command in steps:
        now += gap
        before = player.ahead(now)
        player.do(command, now, lead_seconds=lead)
        if not isinstance(command, AdjustInterval):
            new = {moment for moment, _cue in player.ahead(now)} - {moment for moment, _cue in before}
            assert all(moment - now >= lead - 1e-6 for moment in new)
