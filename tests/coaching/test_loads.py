"""Loads: which rung has one, how it starts there, and in how many hands."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from coach.coaching import levels
from coach.coaching.assessment import Outcome, assess
from coach.coaching.explain import explain
from coach.coaching.levels import Level, Steps
from coach.coaching.planner import plan_day
from coach.coaching.simulate import simulate
from coach.model.events import Event
from coach.model.formatting import format_dose
from coach.model.plan import Dose
from coach.model.program import Away, Load, Program, Rung, Slot
from coach.model.settings import Settings
from coach.programs.load import load_catalog
from tests.factories import carry, control, core, day, prescribe, session, sets

STEPS = Steps(5, 10)
MARCH = Rung(drill="march-bags", start=30, upto=60, loaded=False)
STAND = Rung(drill="hold-bags", start=30, upto=60, loaded=False)
CARRY = Rung(drill="farmer-carry", start=30, upto=60)
SUITCASE = Rung(drill="suitcase-carry", start=20, upto=45, one_hand=True)


def slot(*ladder: Rung, start: int = 1, load: Load | None = None) -> Slot:
    load = load or Load(start_kg=6, step_kg=1, max_kg=20)
    rung = ladder[start]
    return replace(
        carry(),
        drill=rung.drill,
        ladder=ladder,
        start_rung=start,
        amount=rung.start,
        upto=rung.upto,
        load=load,
    )


CARRIES = slot(MARCH, CARRY, SUITCASE)


def core_of(one: Slot = CARRIES) -> Program:
    return core(slots=(one,))


def dose(*events: Event, on: int, settings: Settings | None = None) -> Dose:
    plan = plan_day([core_of()], list(events), day(on), settings=settings)
    return plan.programs[0].slots[0]


def at(kilograms: float, seconds: int = 30, drill: str = "farmer-carry") -> Event:
    return control(day(0), "set_level", slot="farmer-carry", drill=drill, seconds=seconds, load_kg=kilograms)


def test_pain_leads_to_rung_without_load() -> None:
    after = dose(at(12), session(day(0), farmer_carry="3 x 30@12!4"), on=2)
    assert (after.drill, after.seconds, after.load_kg) == ("march-bags", 30, None)
    assert format_dose(after) == "3 x 30 s"


def test_load_after_unloaded_rung_is_one_step_lighter() -> None:
    marched: list[Event] = [session(day(at), farmer_carry="3 x 60") for at in (2, 4)]
    events = [at(12), session(day(0), farmer_carry="3 x 30@12!4"), *marched]
    higher = control(day(2), "set_level", slot="farmer-carry", seconds=60)
    assert dose(*events, higher, on=7).load_kg == 11
    # Who said that 12 kg is what they carry began there: with pain at once it is still lighter afterwards.
    own: list[Event] = [session(day(0), farmer_carry="3 x 30@12!4"), higher, *marched]
    assert dose(*own, on=7, settings=Settings(carry_kg=12)).load_kg == 11


@pytest.mark.parametrize(
    ("ladder", "grams", "after"),
    [
        ((CARRY, SUITCASE), 20_000, 10_000),
        ((CARRY, SUITCASE), 13_000, 6000),
        ((CARRY, SUITCASE), 9000, 6000),
        ((CARRY, SUITCASE), 5000, 5000),
        ((SUITCASE, replace(SUITCASE, drill="other")), 9000, 6000),
        ((CARRY, replace(CARRY, drill="other")), 9000, 6000),
        ((CARRY, replace(CARRY, drill="other")), 4000, 4000),
        ((MARCH, CARRY), 12_000, 11_000),
        ((MARCH, CARRY), 6000, 6000),
        ((MARCH, CARRY), 4000, 4000),
        ((MARCH, SUITCASE), 12_000, 11_000),
        ((CARRY, MARCH), 12_000, 6000),
        ((MARCH, STAND), 12_000, 12_000),
    ],
    ids=str,
)
def test_load_on_a_harder_rung(ladder: tuple[Rung, Rung], grams: int, after: int) -> None:
    most = Load(start_kg=6, step_kg=1, max_kg=grams / 1000)
    level = Level(0, ladder[0].upto, grams)
    climbed = replace(slot(*ladder, start=0, load=most), load=replace(most, start_kg=6))
    assert levels.step_up(climbed, level, STEPS) == "step_variant"
    assert (level.rung, level.grams) == (1, after)


def test_load_is_remembered_on_easier_rung() -> None:
    pained, missed = Level(1, 30, 12_000), Level(1, 30, 12_000)
    levels.step_down_pained(CARRIES, pained, STEPS)
    levels.step_down_missed(CARRIES, missed, STEPS, 3)
    for level in (pained, missed):
        assert (level.rung, level.grams, levels.carried(CARRIES, level)) == (0, 12_000, None)


def test_one_hand_takes_half_of_two() -> None:
    load = Load(start_kg=16, step_kg=1, max_kg=20, least_kg=6)
    level = Level(1, 60, 20_000)
    levels.step_up(slot(MARCH, CARRY, SUITCASE, load=load), level, STEPS)
    assert level.grams == 10_000


@pytest.mark.parametrize(("days", "grams"), [(14, 12_000), (28, 11_000), (84, 6000)])
def test_time_away_lightens_remembered_load(days: int, grams: int) -> None:
    level = Level(0, 60, 12_000)
    levels.away(CARRIES, level, STEPS, Away(), days)
    assert (level.rung, level.grams) == (0, grams)


def test_manual_load_on_unloaded_rung_is_ignored() -> None:
    level = Level(1, 30, 12_000)
    march = control(day(0), "set_level", slot="farmer-carry", drill="march-bags", load_kg=3)
    assert levels.set_level(CARRIES, level, STEPS, march)
    assert (level.rung, level.grams) == (0, 12_000)


def test_load_is_not_judged_on_unloaded_rung() -> None:
    rungs = CARRIES.rungs
    for load in ("", "@0.5", "@2"):
        assessment = assess(CARRIES, rungs, Level(0, 30, 12_000), sets("farmer-carry", f"3 x 30{load}"), 3)
        assert assessment.outcome is Outcome.CLEAN
    loaded = assess(CARRIES, rungs, Level(1, 30, 12_000), sets("farmer-carry", "3 x 30@2"), 3)
    assert loaded.outcome is Outcome.PARTIAL


def test_one_hand_load_is_named_everywhere() -> None:
    events = [at(20, 60), *(session(day(on), farmer_carry="3 x 60@20") for on in (0, 2))]
    one = dose(*events, on=4)
    assert (one.drill, one.load_kg, one.one_hand) == ("suitcase-carry", 10, True)
    assert format_dose(one).endswith(", 10 kg in one hand")
    assert format_dose(one, name=one.drill).endswith("suitcase-carry with 10 kg in one hand")
    assert one.reasons[0].text.endswith("suitcase carry, at 20 s and 10 kg in one hand.")
    told = explain(core_of(), events, day(4))
    assert told[-1].asked.endswith("3 x 1 min and 20 kg a hand")
    assert told[-1].effect.endswith("20 s and 10 kg in one hand")
    heavier = [*events, *(session(day(on), farmer_carry="3 x 45@10") for on in (4, 7))]
    at_the_top = control(day(4), "set_level", slot="farmer-carry", seconds=45)
    assert "1 kg in one hand more, and back to 20 s" in dose(*heavier, at_the_top, on=9).reasons[0].text


def test_two_hand_load_is_named() -> None:
    two = dose(at(12), on=0)
    assert not two.one_hand
    assert format_dose(two).endswith(", 12 kg a hand")
    assert format_dose(two, name=two.drill).endswith(" with 12 kg a hand")


def test_simulated_loads_of_the_shipped_ladder() -> None:
    catalog = load_catalog(None)
    ahead = simulate(catalog.programs["core"], [], day(0), 104)
    carries = [one for row in ahead for one in row.doses if one.slot == "farmer-carry"]
    first = next(one for one in carries if one.drill == "suitcase-carry")
    assert (first.load_kg, first.one_hand, first.seconds) == (10, True, 20)
    two = [one for one in carries if one.drill == "farmer-carry"]
    assert max(one.load_kg or 0 for one in two) == 20
    assert not any(one.one_hand for one in two)


def test_shipped_march_has_no_load() -> None:
    core_program = load_catalog(None).programs["core"]
    hurt = session(day(0), farmer_carry="3 x 30@6!4")
    carried = prescribe(core_program, [hurt], day(2)).programs[0].slots[-1]
    assert (carried.drill, carried.load_kg) == ("march-bags", None)
