"""Which cues of a drill stand at which moment."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain, pairwise

import pytest
from msgspec.structs import replace

from coach.coaching.adjustments import ADJUSTMENTS, BONES
from coach.model.program import SETUP_CUES, Drill, DrillCue, Measure, Part, Program, Tempo
from coach.model.timeline import Interval, Timeline
from coach.programs.load import load_catalog
from coach.session.cues import READING_SECONDS
from coach.session.instructions import Introduction, carried_texts, equipment, standing
from coach.session.player import Player
from tests.factories import dose, program, slot, timeline
from tests.session.players import START

CATALOG = load_catalog(None)


def drill(*texts: str | DrillCue, sides: bool = False) -> dict[str, Drill]:
    cues = tuple(DrillCue(text) if isinstance(text, str) else text for text in texts)
    return {"lean": Drill(id="lean", name="Lean", say="Lean", sides=sides, cues=cues)}


def session(
    drills: dict[str, Drill], amount: int = 30, sets: int = 1, measure: Measure = Measure.HOLD
) -> Timeline:
    of = program(Part(slots=(slot("lean", amount, measure=measure, sets=sets),), rounds=sets))
    return timeline(of, drills=drills)


def shown(one: Interval) -> list[tuple[int, str]]:
    return [(cue.at, cue.text) for cue in one.work_cues]


FIVE = ("One.", "Two.", "Up.", "Four.", "Five.")
FOUR = drill("One.", "Two.", "Three.", "Four.")


def test_setup_cues_stand_in_the_get_ready() -> None:
    ready, work = session(FOUR).intervals
    assert standing(ready, 0) == standing(ready, 9) == ("One.", "Two.")
    assert shown(work) == [(0, "Three."), (8, "Four.")]
    assert [standing(work, at)[0] for at in (0, 7.9, 8, 29)] == ["Three.", "Three.", "Four.", "Four."]


def test_setup_cues_of_the_coming_drill_stand_in_a_rest() -> None:
    drills = FOUR | {"bird": Drill(id="bird", name="Bird", say="Bird", cues=(DrillCue("Knees down."),))}
    of = program(Part(slots=(slot("lean"), slot("bird"))))
    rest = timeline(of, drills=drills).intervals[2]
    assert standing(rest, 0) == ("Knees down.",)


def test_setup_cues_name_the_coming_side() -> None:
    of = program(Part(slots=(slot("lean", sided=True),)))
    laid = timeline(of, drills=drill("{side} knee down.", "Tall.", "Tuck.", sides=True)).intervals
    assert [one.setup_cues[0] for one in laid] == ["Left knee down."] * 2 + ["Right knee down."] * 2


def test_each_round_begins_with_the_next_cue() -> None:
    works = [one for one in session(FOUR, 10, sets=3).intervals if one.is_set]
    assert [shown(one) for one in works] == [[(0, "Three.")], [(0, "Four.")], [(0, "Three.")]]


def test_two_cues_stand_together_where_time_is_short() -> None:
    (_, work) = session(FOUR, 10).intervals
    assert standing(work, 5) == ("Three.", "Four.")


def test_drill_of_two_cues_shows_them_during_work() -> None:
    (_, work) = session(drill("One.", "Two."), 30).intervals
    assert shown(work) == [(0, "One."), (8, "Two.")]


def test_drill_without_cues_shows_none() -> None:
    ready, work = session(drill(), 30).intervals
    assert (standing(ready, 0), standing(work, 3)) == ((), ())


def test_cues_of_a_long_walk_stand_a_minute() -> None:
    (_, work) = session(FOUR, 1800, measure=Measure.TIME).intervals
    assert {later - at for (at, _), (later, _) in zip(shown(work), shown(work)[1:], strict=False)} == {60}


def test_cues_of_a_waiting_set_come_again() -> None:
    (_, work) = session(FOUR, 8, measure=Measure.REPS).intervals
    assert [standing(work, at) for at in (0, 9, 10, 20, 30)] == [
        ("Three.",),
        ("Three.",),
        ("Four.",),
        ("Three.",),
        ("Four.",),
    ]


BREATHED = drill("One.", DrillCue("Sink.", "in"), DrillCue("Round.", "out"), "Easy.")


def test_cues_of_a_breath_stand_in_its_halves() -> None:
    (_, work) = session(BREATHED, 3, measure=Measure.BREATHS).intervals
    assert shown(work) == [
        (0, "Sink."),
        (4, "Round."),
        (10, "Sink."),
        (14, "Easy."),
        (20, "Sink."),
        (24, "Round."),
    ]


def test_cues_of_a_tempo_stand_while_lowering_and_lifting() -> None:
    lowered = slot("lean", 2, measure=Measure.REPS, pace_seconds=6)
    of = program(Part(slots=(replace(lowered, tempo=Tempo(3, 1, 2)),)))
    cues = drill("One.", "Two.", DrillCue("Sink.", "in"), DrillCue("Rise.", "out"))
    (_, work) = timeline(of, drills=cues).intervals
    assert shown(work) == [(0, "Sink."), (4, "Rise."), (6, "Sink."), (10, "Rise.")]


def test_phases_of_a_hold_are_cues_like_others() -> None:
    (_, work) = session(BREATHED, 30).intervals
    assert shown(work) == [(0, "Sink."), (8, "Round."), (16, "Easy.")]


def test_cue_of_a_breath_is_never_set_up() -> None:
    (ready, work) = session(BREATHED, 3, measure=Measure.BREATHS).intervals
    assert standing(ready, 0) == ("One.",)
    assert work.setup_cues == ("One.",)


def test_each_hold_begins_with_how_to_come_up() -> None:
    works = [one for one in session(drill(*FIVE), 30, sets=3).intervals if one.is_set]
    assert [[text for _, text in shown(one)] for one in works] == [
        ["Up.", "Four.", "Five."],
        ["Up.", "Five.", "Four."],
        ["Up.", "Four.", "Five."],
    ]


def test_view_has_the_standing_cues() -> None:
    of = program(Part(slots=(slot("lean"),)))
    player = Player(timeline(of, drills=FOUR), of)
    player.start(START)
    assert [player.view(START + at).standing_cues for at in (0, 10, 25)] == [
        ("One.", "Two."),
        ("Three.",),
        ("Four.",),
    ]


def every_session() -> Iterator[tuple[str, Program, Timeline]]:
    """Sessions of every shipped program, on every rung and in place of every drill, at different doses."""
    instead = list(chain(BONES.instead.items(), *(one.instead.items() for one in ADJUSTMENTS.values())))
    for of in CATALOG.programs.values():
        for one in of.slots:
            drills = [rung.drill for rung in one.ladder]
            drills += [other for name, other in instead if name in drills]
            for name in drills:
                for sets in {one.sets, 2 if one.sets == 3 else one.sets}:
                    for amount in {one.amount, 10 if one.measure is Measure.HOLD else one.amount}:
                        sides = ("left", "right") if CATALOG.drills[name].sides else ()
                        asked = dose(one, drill=name, sets=sets, sides=sides)
                        if one.measure in (Measure.HOLD, Measure.TIME):
                            asked = replace(asked, seconds=amount)
                        laid = timeline(of, [asked], drills=CATALOG.drills)
                        yield f"{of.id}: {sets} x {amount} {name}", of, laid


@pytest.mark.parametrize(
    ("of", "laid"), [pytest.param(of, laid, id=name) for name, of, laid in every_session()]
)
def test_every_cue_is_shown(of: Program, laid: Timeline) -> None:
    for side in {one.side for one in laid.intervals}:
        seen: list[str] = []
        player = Player(laid, of)
        player.start(0)
        for second in range(laid.total_seconds):
            view = player.view(second + 0.5)
            if view.interval is not None and view.interval.side == side:
                if view.interval.is_set:
                    assert set(view.interval.setup_cues) <= set(seen), "setup before work"
                seen += view.standing_cues
        (name,) = {one.drill for one in laid.intervals}
        texts = CATALOG.drills[name].cue_texts(side)
        assert set(texts) <= set(seen), set(texts) - set(seen)
        assert set(seen) <= set(texts)


@pytest.mark.parametrize("name", list(CATALOG.programs))
def test_shown_cues_can_be_read(name: str) -> None:
    of = CATALOG.programs[name]
    for work in timeline(of, drills=CATALOG.drills).intervals:
        if not work.is_set or work.inhale_seconds:
            continue
        times = sorted({cue.at for cue in work.work_cues} | {work.seconds or 0})
        least = min(READING_SECONDS, work.seconds or 0)
        # The last one of a short set stands beside what is left of the set-up.
        assert all(later - at >= (least if later != work.seconds else 4) for at, later in pairwise(times))
        assert len(work.setup_cues) <= SETUP_CUES


def introduction(*names: str) -> Introduction:
    drills = tuple(CATALOG.drills[name] for name in names)
    return Introduction(equipment=("mat", "5 m of clear floor"), first_time=drills)


def test_equipment_is_shown_and_said() -> None:
    needed = introduction()
    assert needed.equipment_text == "You need: mat, 5 m of clear floor."
    assert needed.spoken == "You need: mat, five metres of clear floor."
    assert Introduction().equipment_text == ""


def test_what_is_carried_is_shown_before_the_session() -> None:
    laid = timeline(CATALOG.programs["core"], drills=CATALOG.drills)
    needed = Introduction(equipment=("mat",), carried=carried_texts(laid))
    assert needed.equipment_text == "You need: mat. Farmer carry: 6 kg a hand."
    assert needed.spoken == "You need: mat."


def test_avoid_of_new_drills_with_what_they_share_last() -> None:
    stretch, figure, every = introduction("cat-camel", "figure-four").avoid_texts
    assert stretch[0] == "Cat-camel"
    assert figure[0] == "Seated figure-four"
    assert every == ("All of them", "Stop if it hurts or tingles, or if anything runs down a leg.")
    assert every[1] not in stretch[1] + figure[1]


def test_avoid_of_one_new_drill_is_whole() -> None:
    ((name, text),) = introduction("plank").avoid_texts
    assert (name, text) == ("Plank", CATALOG.drills["plank"].avoid)


def test_equipment_of_a_session_in_order() -> None:
    of = CATALOG.programs["core"]
    laid = timeline(of, drills=CATALOG.drills)
    assert equipment(laid, CATALOG.drills) == ("mat", "two weights or bags", "5 m of clear floor")
