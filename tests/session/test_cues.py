from __future__ import annotations

import itertools

import msgspec
import pytest
from msgspec.structs import replace

from coach.model.program import Drill, DrillCue, Kind, Measure, Part, Program
from coach.model.timeline import CueKind, Interval, Spoken
from coach.programs.load import load_catalog
from coach.session.compile import compile_timeline
from coach.session.cues import spoken_seconds
from tests.factories import MONDAY, four_holds, plan, program, slot, timeline

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
        (0, "rest", "Next: bird dog, left."),
        (12, "announce", "Bird dog, left. Thirty seconds."),
        (17, "tick", None),
        (18, "tick", None),
        (19, "tick", None),
    ]


def test_short_rest_announces_once() -> None:
    assert heard(rest_of(10))[0] == (0, "rest", "Next: bird dog, left. Thirty seconds.")


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


CATALOG = load_catalog(None)


def said(of: Program, drills: dict[str, Drill], spoken: Spoken = "cues") -> list[str]:
    """The words of a session, one line for each interval that has any."""
    laid = compile_timeline(of, plan(of), drills, MONDAY, spoken=spoken)
    return [" / ".join(cue.say for cue in one.cues if cue.say) for one in laid.intervals]


def lean(*cues: str, say_side: str | None = None) -> dict[str, Drill]:
    return {
        "lean": Drill(
            id="lean",
            name="Lean",
            say="Lean",
            sides=say_side is not None,
            say_side=say_side,
            cues=tuple(map(DrillCue, cues)),
        )
    }


def test_setup_cues_are_said_before_the_first_set() -> None:
    of = program(Part(slots=(slot("lean", sets=2),), rounds=2))
    drills = lean("Stand tall.", "Lean in.", "Breathe.", "Wait.")
    ready, first, rest, second = said(of, drills)
    assert ready == "Lean. Thirty seconds. / Stand tall. Lean in."
    assert first == "Breathe. / Wait. / Halfway. / Ten seconds."
    assert rest.startswith("Rest. Next: lean. Round two of two. / Lean. Thirty seconds.")
    assert second.startswith("Breathe. / Wait. / Halfway.")


def test_all_says_setup_cues_before_every_set() -> None:
    of = program(Part(slots=(slot("lean", sets=2),), rounds=2))
    rest = said(of, lean("Stand tall.", "Lean in.", "Breathe."), "all")[2]
    assert rest == "Rest. Next: lean. Round two of two. / Stand tall. Lean in. / Lean. Thirty seconds."


def test_names_says_no_cues() -> None:
    of = program(Part(slots=(slot("lean"),)))
    assert said(of, lean("Stand tall.", "Lean in.", "Breathe."), "names") == [
        "Lean. Thirty seconds.",
        "Halfway. / Ten seconds. / That's all. Well done.",
    ]


LONG = "A sentence that is rather long, to be said in ten seconds."


def test_setup_cue_without_room_stands_and_is_not_said() -> None:
    of = program(Part(slots=(slot("lean"),)))
    ready, work = said(of, lean(LONG, "Take up a wide stance.", "Breathe."))
    assert ready == f"Lean. Thirty seconds. / {LONG}"
    assert work.startswith("Breathe. / Halfway.")


def test_setup_cue_is_said_rather_than_the_amount() -> None:
    of = program(Part(slots=(slot("lean"),)))
    ready, _ = said(of, lean(LONG, "Lean in.", "Breathe."))
    assert ready == f"Lean. / {LONG} Lean in."


def test_setup_cue_is_said_rather_than_the_way_out() -> None:
    up = Drill(id="bird", name="Bird", say="Bird", get_out="Roll to your side and push up with your arms.")
    drills = lean("Hands under the shoulders, knees under the hips.", "Breathe.") | {"bird": up}
    of = program(Part(slots=(slot("bird"), slot("lean")), rest_between_seconds=10))
    assert said(of, drills)[2] == "Next: lean. / Hands under the shoulders, knees under the hips. Breathe."


def test_short_set_has_one_thing_said() -> None:
    of = program(Part(slots=(slot("lean", 10),)))
    assert said(of, lean(LONG, "Lean in.", "Breathe."))[1].startswith("Breathe. / That's all.")


def test_side_in_the_words_of_the_drill() -> None:
    of = program(Part(slots=(slot("lean", sided=True),)))
    ready, _, switch, _ = said(of, lean("Tall.", say_side="{side} foot back."), "names")
    assert ready == "Lean. Left foot back. Thirty seconds."
    assert switch == "Switch. Right foot back."


def test_cue_with_a_side_replaces_the_side() -> None:
    of = program(Part(slots=(slot("lean", sided=True),)))
    ready, _, switch, _ = said(of, lean("Put the {side} foot back.", "Tall.", say_side="{side} foot."))
    assert ready == "Lean. Thirty seconds. / Put the left foot back. Tall."
    assert switch == "Switch. Put the right foot back."


@pytest.mark.parametrize(
    ("kind", "seconds", "rest"),
    [(Kind.CORE, 20, False), (Kind.CORE, 30, True), (Kind.CUSTOM, 20, False), (Kind.MOBILITY, 45, True)],
)
def test_only_a_long_rest_is_called_a_rest(kind: Kind, seconds: int, rest: bool) -> None:
    of = program(Part(slots=(slot("plank"), slot("lean")), rest_between_seconds=seconds))
    words = said(replace(of, kind=kind), lean())[2]
    assert words.startswith("Rest. Next: lean." if rest else "Next: lean.")


def test_short_rest_has_no_setup_cue() -> None:
    of = program(Part(slots=(slot("plank"), slot("lean")), rest_between_seconds=6))
    assert said(of, lean("Stand tall."))[2:] == [
        "Next: lean. Thirty seconds.",
        "Stand tall. / Halfway. / Ten seconds. / That's all. Well done.",
    ]


def test_last_breaths_are_counted() -> None:
    of = program(Part(slots=(slot("calm", 10, measure=Measure.BREATHS),)))
    (words,) = said(of, {})[1:]
    assert words.split(" / ")[10] == "In. Five more."
    assert words.split(" / ")[-3:] == ["In. Last one.", "Out.", "That's all. Well done."]


def test_minutes_left_of_a_long_walk() -> None:
    of = program(Part(slots=(slot("walk", 1800, measure=Measure.TIME),)))
    laid = timeline(of).intervals[-1]
    assert [(cue.at, cue.say) for cue in laid.cues if cue.cue is CueKind.SAY] == [
        (1200, "Ten minutes left."),
        (1500, "Five minutes left."),
        (1740, "One minute left."),
    ]


def test_phase_cues_are_said_in_the_first_breath() -> None:
    of = program(Part(slots=(slot("calm", 3, measure=Measure.BREATHS),)))
    cues = (DrillCue("Sit."), DrillCue("Sink.", "in"), DrillCue("Out slowly.", "out"), DrillCue("Easy."))
    drills = {"calm": Drill(id="calm", name="Calm", say="Calm", cues=cues)}
    (words,) = said(of, drills)[1:]
    assert words.split(" / ")[:5] == ["In. Sink.", "Out slowly.", "In.", "Out. Easy.", "In. Last one."]


@pytest.mark.parametrize("spoken", ["names", "cues", "all"])
@pytest.mark.parametrize("name", list(CATALOG.programs))
def test_words_fit_before_the_next_tone(name: str, spoken: Spoken) -> None:
    of = CATALOG.programs[name]
    laid = compile_timeline(of, plan(of), CATALOG.drills, MONDAY, spoken=spoken)
    moments = [(one.start + cue.at, cue) for one in laid.intervals for cue in one.cues]
    for (at, cue), (after, _) in itertools.pairwise(moments):
        # In shorter times the player leaves the number out.
        if cue.say and not (cue.cue in (CueKind.REST, CueKind.ANNOUNCE) and after - at < 5):
            assert at + spoken_seconds([cue.say]) <= after, (at, cue)


@pytest.mark.parametrize("name", list(CATALOG.programs))
def test_tones_do_not_depend_on_what_is_said(name: str) -> None:
    of = CATALOG.programs[name]

    def tones(spoken: Spoken) -> list[tuple[float, CueKind]]:
        laid = compile_timeline(of, plan(of), CATALOG.drills, MONDAY, spoken=spoken)
        every = ((one.start + cue.at, cue.cue) for one in laid.intervals for cue in one.cues)
        return [(at, kind) for at, kind in every if kind is not CueKind.SAY]

    assert tones("names") == tones("cues") == tones("all")
