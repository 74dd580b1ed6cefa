from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from coach.model.program import Drill, Measure, Part
from coach.model.timeline import CueKind, Interval, IntervalKind, Timeline
from tests.factories import dose, four_holds, program, slot, timeline
from tests.session.players import interval_names
from tests.session.strategies import random_doses, random_programs


def sets_of(laid: Timeline) -> list[Interval]:
    return [one for one in laid.intervals if one.is_set]


def test_core_session_layout() -> None:
    laid = timeline(four_holds())
    work = [one for one in laid.intervals if one.kind is IntervalKind.WORK]
    assert sum(one.seconds or 0 for one in work) == 540
    assert {one.seconds for one in work} == {30}
    assert laid.total_seconds == 898
    assert interval_names(laid.intervals[:12]) == [
        "ready 10",
        "plank",
        "rest 20",
        "side-plank left",
        "switch 8",
        "side-plank right",
        "rest 20",
        "bird-dog left",
        "switch 8",
        "bird-dog right",
        "rest 20",
        "farmer-carry",
    ]
    assert interval_names(laid.intervals[12:14]) == ["round_rest 60", "plank"]
    assert laid.intervals[-1].kind is IntervalKind.WORK


def test_rest_names_the_coming_set() -> None:
    rest = timeline(four_holds()).intervals[12]
    assert (rest.slot, rest.round, rest.rounds, rest.set, rest.sets) == ("plank", 2, 3, 2, 3)


def test_plan_overrides_the_program() -> None:
    of = four_holds()
    plank, side_plank, _, carry = of.slots
    doses = [
        dose(plank, drill="plank-knee", seconds=45, sets=2),
        dose(side_plank, sides=("right", "left"), sets=2),
        dose(carry, load_kg=7.0, sets=2),
    ]
    laid = timeline(of, doses)
    first = [(one.drill, one.side, one.seconds, one.load_kg) for one in sets_of(laid)][:4]
    assert first == [
        ("plank-knee", None, 45, None),
        ("side-plank", "right", 30, None),
        ("side-plank", "left", 30, None),
        ("farmer-carry", None, 30, 7.0),
    ]
    assert [one.rounds for one in sets_of(laid)] == [2] * 8


def test_slot_with_fewer_sets_than_rounds() -> None:
    of = program(Part(slots=(slot("a", sets=3), slot("b", sets=1)), rounds=3))
    assert [one.slot for one in sets_of(timeline(of))] == ["a", "b", "a", "a"]
    assert interval_names(timeline(of).intervals)[-3:] == ["a", "round_rest 60", "a"]


def test_slot_with_more_sets_than_rounds() -> None:
    of = program(Part(slots=(slot("a", sets=3), slot("b", sets=1)), rounds=1))
    assert [(one.slot, one.set) for one in sets_of(timeline(of))] == [("a", 1), ("a", 2), ("a", 3), ("b", 1)]
    two = program(Part(slots=(slot("a", sets=5), slot("b", sets=2)), rounds=2))
    assert [one.slot for one in sets_of(timeline(two))] == ["a", "a", "a", "b", "a", "a", "b"]


def test_slot_with_its_own_rest() -> None:
    of = program(Part(slots=(slot("a", rest_seconds=5), slot("b")), rounds=1))
    assert interval_names(timeline(of).intervals) == ["ready 10", "a", "rest 5", "b"]


def test_slot_without_rest() -> None:
    of = program(Part(slots=(slot("a", rest_seconds=0), slot("b")), rounds=1))
    assert interval_names(timeline(of).intervals) == ["ready 10", "a", "b"]


def test_round_rest_between_parts() -> None:
    of = program(
        Part(slots=(slot("a"),), warmup=True, rest_rounds_seconds=15), Part(slots=(slot("b"), slot("c")))
    )
    assert interval_names(timeline(of).intervals) == ["ready 10", "a", "round_rest 15", "b", "rest 20", "c"]
    assert [(one.part, one.warmup) for one in sets_of(timeline(of))] == [(0, True), (1, False), (1, False)]
    assert interval_names(timeline(of, skip_warmup=True).intervals) == ["ready 10", "b", "rest 20", "c"]


def test_wait_before_the_first_side_only() -> None:
    of = program(Part(slots=(slot("a", sided=True, wait=True), slot("b", wait=True))))
    assert interval_names(timeline(of).intervals) == [
        "wait None",
        "ready 10",
        "a left",
        "switch 8",
        "a right",
        "rest 20",
        "wait None",
        "ready 10",
        "b",
    ]


def test_length_of_breaths_and_repetitions() -> None:
    of = program(
        Part(
            slots=(
                slot("calm", 10, measure=Measure.BREATHS),
                slot("cat-camel", 6, measure=Measure.REPS, pace_seconds=8),
                slot("hinge", 8, measure=Measure.REPS),
            )
        )
    )
    calm, cat_camel, hinge = sets_of(timeline(of))
    assert (calm.kind, calm.seconds, calm.reps) == (IntervalKind.WORK, 100, 10)
    assert (calm.inhale_seconds, calm.exhale_seconds) == (4, 6)
    assert (cat_camel.kind, cat_camel.seconds, cat_camel.pace_seconds) == (IntervalKind.WORK, 48, 8)
    assert (hinge.kind, hinge.seconds, hinge.reps) == (IntervalKind.WAIT, None, 8)


def test_name_from_catalogue_or_id() -> None:
    drills = {"plank": Drill(id="plank", name="Forearm plank", say="Plank")}
    of = program(Part(slots=(slot("plank"), slot("bird-dog"))))
    plank, bird_dog = sets_of(timeline(of, drills=drills))
    assert (plank.name, plank.say) == ("Forearm plank", "Plank")
    assert (bird_dog.name, bird_dog.say) == ("Bird dog", "Bird dog")


def test_empty_plan_gives_an_empty_timeline() -> None:
    laid = timeline(four_holds(), [])
    assert laid.intervals == ()
    assert laid.total_seconds == 0


@given(st.data())
def test_any_timeline_is_consistent(data: st.DataObject) -> None:
    of = data.draw(random_programs())
    doses = data.draw(random_doses(of))
    laid = timeline(of, doses)
    clock = 0
    for one in laid.intervals:
        assert one.start == clock
        assert one.seconds != 0
        clock += one.seconds or 0
    assert laid.total_seconds == clock
    assert all(one.seconds is not None for one in laid.intervals if one.kind is not IntervalKind.WAIT)
    if laid.intervals:
        assert laid.intervals[-1].is_set
    expected = {one.slot: one.sets * (len(one.sides) or 1) for one in doses}
    done = [one.slot for one in sets_of(laid)]
    assert {name: done.count(name) for name in set(done)} == expected


@given(st.data())
def test_any_set_keeps_length_and_side_order(data: st.DataObject) -> None:
    of = data.draw(random_programs())
    doses = {one.slot: one for one in data.draw(random_doses(of))}
    sides: dict[tuple[str, int], list[str]] = {}
    for one in sets_of(timeline(of, list(doses.values()))):
        if one.measure in (Measure.HOLD, Measure.TIME):
            assert one.seconds == doses[one.slot].seconds
        if one.side:
            sides.setdefault((one.slot, one.set), []).append(one.side)
    assert all(tuple(order) == doses[name].sides for (name, _), order in sides.items())


@given(random_programs())
def test_any_cue_has_its_own_moment(of: object) -> None:
    laid = timeline(of)  # type: ignore[arg-type]
    for number, one in enumerate(laid.intervals):
        moments = [cue.at for cue in one.cues]
        assert moments == sorted(set(moments))
        assert moments[0] == 0
        last = number == len(laid.intervals) - 1
        inside = [cue for cue in one.cues if cue.cue is not CueKind.FINISH]
        assert all(cue.at < (one.seconds if one.seconds is not None else 1) for cue in inside)
        finishes = [cue for cue in one.cues if cue.cue is CueKind.FINISH]
        assert [cue.at for cue in finishes] == ([one.seconds] if last and one.seconds else [])
