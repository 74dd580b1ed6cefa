from __future__ import annotations

import msgspec
import pytest

from coach.model.program import Drill, Measure, Part
from coach.model.timeline import CueKind, Interval
from tests.factories import four_holds, program, slot, timeline

Heard = list[tuple[float, str, str | None]]


def heard(one: Interval) -> Heard:
    return [(cue.at, cue.cue.value, cue.say) for cue in one.cues]


def alone(amount: int, *, measure: Measure = Measure.HOLD, pace_seconds: int | None = None) -> Interval:
    """The only set of a session of one drill."""
    of = program(Part(slots=(slot("plank", amount, measure=measure, pace_seconds=pace_seconds),)))
    return timeline(of).intervals[-1]


def rest_of(seconds: int) -> Interval:
    """A rest of this length before a hold of 30 s on the right."""
    of = program(Part(slots=(slot("plank"), slot("bird-dog", sided=True)), rest_between_seconds=seconds))
    return timeline(of).intervals[2]


def test_get_ready_announces_and_counts_down() -> None:
    ready = timeline(four_holds()).intervals[0]
    assert heard(ready) == [
        (0, "announce", "Plank. Thirty seconds."),
        (7, "tick", None),
        (8, "tick", None),
        (9, "tick", None),
    ]


def test_cue_as_json() -> None:
    written = msgspec.json.encode(timeline(four_holds()).intervals[0].cues).decode()
    assert written.startswith(
        '[{"at":0,"cue":"announce","say":"Plank. Thirty seconds."},{"at":7,"cue":"tick"}'
    )


def test_cues_of_a_hold() -> None:
    assert heard(timeline(four_holds()).intervals[1]) == [
        (0, "start", None),
        (15, "halfway", "Halfway."),
        (20, "last_seconds", "Ten seconds."),
    ]


def test_last_set_ends_in_a_finish() -> None:
    last = timeline(four_holds()).intervals[-1].cues[-1]
    assert (last.at, last.cue) == (30, CueKind.FINISH)


def test_long_rest_announces_twice() -> None:
    assert heard(rest_of(20)) == [
        (0, "rest", "Rest. Next: bird dog, left."),
        (12, "announce", "Bird dog, left. Thirty seconds."),
        (17, "tick", None),
        (18, "tick", None),
        (19, "tick", None),
    ]


def test_short_rest_announces_once() -> None:
    assert heard(rest_of(10))[0] == (0, "rest", "Rest. Next: bird dog, left. Thirty seconds.")


@pytest.mark.parametrize(
    ("seconds", "ticks"), [(1, []), (2, [1]), (3, [1, 2]), (4, [1, 2, 3]), (5, [2, 3, 4])]
)
def test_ticks_of_a_short_rest(seconds: int, ticks: list[int]) -> None:
    assert [at for at, kind, _ in heard(rest_of(seconds)) if kind == "tick"] == ticks


def test_switch_names_the_other_side() -> None:
    assert heard(timeline(four_holds()).intervals[4])[0] == (0, "switch", "Switch. Side plank, right.")


def test_round_is_said_after_the_drill() -> None:
    assert heard(timeline(four_holds()).intervals[12])[0] == (
        0,
        "rest",
        "Rest. Next: plank. Round two of three.",
    )


def test_spoken_name_of_a_drill() -> None:
    drills = {"plank": Drill(id="plank", name="Plank (long lever)", say="Long-lever plank")}
    ready = timeline(program(Part(slots=(slot("plank"),))), drills=drills).intervals[0]
    assert ready.cues[0].say == "Long-lever plank. Thirty seconds."


def test_cues_of_a_two_second_hold() -> None:
    assert [kind for _, kind, _ in heard(alone(2))] == ["start", "finish"]


@pytest.mark.parametrize(
    ("seconds", "expected"),
    [
        (19, []),
        (20, [(10, "halfway")]),
        (25, [(12.5, "halfway")]),
        (29, [(14.5, "halfway")]),
        (30, [(15, "halfway"), (20, "last_seconds")]),
        (120, [(60, "halfway"), (110, "last_seconds")]),
    ],
)
def test_halfway_and_last_ten_seconds(seconds: int, expected: list[tuple[float, str]]) -> None:
    assert [(at, kind) for at, kind, _ in heard(alone(seconds))[1:-1]] == expected


def test_cues_of_breaths() -> None:
    assert heard(alone(2, measure=Measure.BREATHS)) == [
        (0, "start", "In."),
        (4, "exhale", "Out."),
        (10, "inhale", "In."),
        (14, "exhale", "Out."),
        (20, "finish", "That's all. Well done."),
    ]


def test_paced_repetitions_are_counted() -> None:
    assert heard(alone(3, measure=Measure.REPS, pace_seconds=4))[:-1] == [
        (0, "start", None),
        (4, "tick", "Two."),
        (8, "tick", "Three."),
    ]


def test_announcement_of_repetitions_and_breaths() -> None:
    of = program(
        Part(slots=(slot("hinge", 8, measure=Measure.REPS), slot("calm", 10, measure=Measure.BREATHS)))
    )
    laid = timeline(of).intervals
    assert laid[0].cues[0].say == "Hinge. Eight repetitions."
    assert laid[2].cues[1].say == "Calm. Ten breaths."


def test_cues_around_a_wait() -> None:
    of = program(Part(slots=(slot("plank"), slot("carry", wait=True))))
    _, _, rest, wait, ready, _ = timeline(of).intervals
    assert [kind for _, kind, _ in heard(rest)] == ["rest"]
    assert heard(wait) == [(0, "announce", "Carry. Go on when you are ready.")]
    assert [kind for _, kind, _ in heard(ready)] == ["announce", "tick", "tick", "tick"]


def test_set_without_get_ready_says_its_name() -> None:
    of = program(Part(slots=(slot("a"), slot("b")), rest_between_seconds=0), ready_seconds=0)
    first, second = timeline(of).intervals
    assert (first.cues[0].say, second.cues[0].say) == ("A.", "B.")
