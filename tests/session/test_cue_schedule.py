"""What is shown and what is said go together, in every shipped session."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from coach.model.program import Drill, DrillCue, Measure, Part, Program, with_side
from coach.model.timeline import RESTS, CueKind, Interval, IntervalKind, Spoken, Timeline
from coach.session.compile import compile_timeline
from coach.session.cues import GET_OUT_SECONDS
from coach.session.instructions import shown_cues, standing
from coach.session.player import Player
from tests.factories import MONDAY, plan, program, slot, timeline
from tests.figures.poses import SHIPPED
from tests.session.test_instructions import CATALOG, every_session

SESSIONS = [pytest.param(of, laid, id=name) for name, of, laid in every_session()]


def texts_of(one: Interval) -> tuple[str, ...]:
    """Every cue that an interval may show."""
    return CATALOG.drills[one.drill].cue_texts(one.side)


@pytest.mark.parametrize(("of", "laid"), SESSIONS)
def test_a_cue_is_said_while_it_stands(of: Program, laid: Timeline) -> None:
    sets = [one for one in laid.intervals if one.is_set]
    assert sets
    for one in sets:
        for cue in one.cues:
            for text in texts_of(one):
                if cue.say and text in cue.say:
                    assert text in standing(one, cue.at), (one.drill, cue)


@pytest.mark.parametrize(("of", "laid"), SESSIONS)
def test_every_cue_of_the_work_is_said(of: Program, laid: Timeline) -> None:
    intervals = laid.intervals
    said = " ".join(cue.say for one in intervals for cue in one.cues if cue.say)
    for one in intervals:
        if one.is_set and (one.seconds or 0) >= 20:
            texts = (with_side(cue.text, one.side) for cue in CATALOG.drills[one.drill].work_cues)
            assert [text for text in texts if text not in said] == [], one.drill


@pytest.mark.parametrize("name", ["core", "morning", "hips-and-thoracic"])
def test_how_to_get_into_position_is_said_before_the_first_set(name: str) -> None:
    laid = timeline(CATALOG.programs[name], drills=CATALOG.drills)
    firsts = {one.drill: one for one in reversed(laid.intervals) if one.is_set}
    for drill, first in firsts.items():
        before = " ".join(
            cue.say or "" for one in laid.intervals for cue in one.cues if one.start < first.start
        )
        said = [text for text in first.setup_cues if text in before]
        # Before the carry the way up from the mat and the load are said as well.
        assert said == list(first.setup_cues[: 1 if drill == "farmer-carry" else 2]), drill


@pytest.mark.parametrize(("of", "laid"), SESSIONS)
def test_how_to_get_into_position_never_takes_the_place_of_the_work(of: Program, laid: Timeline) -> None:
    for one in laid.intervals:
        drill = CATALOG.drills[one.drill]
        assert not any(cue.phase for cue in drill.setup_cues)
        if one.is_set and len(drill.cues) > 2:
            shown = {cue.text for cue in one.work_cues}
            assert not shown & set(one.setup_cues)
            assert not any(text in (cue.say or "") for cue in one.cues for text in one.setup_cues)


@pytest.mark.parametrize("spoken", ["cues", "all"])
def test_each_hold_of_a_side_plank_begins_with_lifting_the_hips(spoken: Spoken) -> None:
    of = CATALOG.programs["core"]
    laid = compile_timeline(of, plan(of), CATALOG.drills, MONDAY, spoken=spoken)
    works = [one for one in laid.intervals if one.is_set and one.drill == "side-plank"]
    assert [one.cues[0].say for one in works] == ["Lift your hips: one line from feet to head."] * 6


def timeline_of(laid: Timeline) -> tuple[Interval, ...]:
    intervals = getattr(laid, "intervals", ())
    assert isinstance(intervals, tuple)
    return intervals


@pytest.mark.parametrize("name", list(CATALOG.programs))
def test_cue_figure_and_breath_have_one_phase(name: str) -> None:
    of = CATALOG.programs[name]
    laid = timeline(of, drills=CATALOG.drills)
    player = Player(laid, of)
    player.start(0)
    phases = {
        cue.text: cue.phase for one in laid.intervals for cue in CATALOG.drills[one.drill].cues if cue.phase
    }
    for half_second in range(2 * laid.total_seconds):
        view = player.view(half_second / 2 + 0.01)
        if view.breath is None or view.interval is None:
            continue
        assert SHIPPED[view.interval.drill].loop == "breath"
        for text in view.standing_cues:
            phase = phases.get(text)
            assert phase is None or (phase == "in") is view.breath.inhaling, (half_second, text)


def test_a_drill_that_breathes_says_nothing_else_at_that_time() -> None:
    drills = CATALOG.drills
    for one in drills.values():
        if any(cue.phase for cue in one.cues):
            assert not any("reathe in" in cue.text for cue in one.cues if cue.phase != "in"), one.id


def lying(*cues: str, get_out: str = "Roll to your side.") -> dict[str, Drill]:
    drill = Drill(id="lean", name="Lean", say="Lean", get_out=get_out, cues=tuple(map(DrillCue, cues)))
    return {"lean": drill, "bird": Drill(id="bird", name="Bird", say="Bird", cues=(DrillCue("Kneel."),))}


def test_the_way_out_stands_and_is_said_where_another_drill_follows() -> None:
    of = program(Part(slots=(slot("lean", sets=2), slot("bird", sets=2)), rounds=2))
    leads = [one for one in timeline(of, drills=lying()).intervals if not one.is_set]
    assert [one.get_out for one in leads] == ["", "Roll to your side.", "", "Roll to your side."]
    rest = leads[1]
    assert shown_cues(rest) == ((0, ("Roll to your side.",)), (GET_OUT_SECONDS, ("Kneel.",)))
    assert rest.cues[0].say == "Roll to your side. Next: bird."
    assert leads[3].cues[0].say == "Next: bird."


def test_the_way_out_is_said_at_the_end_of_the_session() -> None:
    of = program(Part(slots=(slot("lean"),)))
    last = timeline(of, drills=lying()).intervals[-1].cues[-1]
    assert (last.cue, last.say) == (CueKind.FINISH, "Roll to your side. That's all. Well done.")


def test_what_is_carried_is_said_before_the_first_set_alone() -> None:
    of = CATALOG.programs["core"]
    laid = timeline(of, drills=CATALOG.drills)
    words = [cue.say or "" for one in laid.intervals for cue in one.cues]
    said = [text for text in words if "kilos" in text]
    assert len(said) == 1
    assert "Next: farmer carry. Six kilos in each hand." in said[0]


def test_a_time_is_led_by_the_breath() -> None:
    led = replace(slot("lean", 25, measure=Measure.TIME), breath_led=True, inhale_seconds=4, exhale_seconds=6)
    of = program(Part(slots=(led,)))
    work = timeline(of).intervals[-1]
    assert [(cue.at, cue.say) for cue in work.cues][:-1] == [
        (0, "In."),
        (4, "Out."),
        (10, "In."),
        (14, "Out."),
        (20, "In. Last one."),
        (24, "Out."),
    ]
    player = Player(timeline(of), of)
    player.start(0)
    breath = player.view(10 + 14.5).breath
    assert breath is not None
    assert (breath.number, breath.of, breath.inhaling) == (2, 3, False)


def test_the_second_side_is_told_how_to_lie() -> None:
    of = CATALOG.programs["morning"]
    laid = timeline(of, drills=CATALOG.drills)
    right = next(one for one in laid.intervals if one.is_set and one.side == "right")
    switch = laid.intervals[laid.intervals.index(right) - 1]
    assert switch.cues[0].say == "Switch. Both hands behind the right thigh; draw it in."


def test_a_short_rest_is_not_called_a_rest() -> None:
    for of in CATALOG.programs.values():
        for one in timeline(of, drills=CATALOG.drills).intervals:
            if one.kind in RESTS or one.kind is IntervalKind.SWITCH:
                says = any("Rest." in (cue.say or "").replace("then rest.", "") for cue in one.cues)
                assert says == ((one.seconds or 0) >= 30)
