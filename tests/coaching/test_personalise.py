"""What somebody carries and owns takes the place of the program's own weights, and of nothing else."""

from __future__ import annotations

from msgspec.structs import replace

from coach.coaching.planner import personalise
from coach.model.program import Load, Progress, Slot
from coach.model.settings import Settings
from tests.factories import carry, core, plank

PROGRAM = core(slots=(plank(), carry()))


def carried(settings: Settings) -> Load | None:
    held, weighted = personalise(PROGRAM, settings).slots
    assert held == plank()
    return weighted.load


def test_without_settings_of_ones_own_the_program_stands_as_it_is() -> None:
    assert personalise(PROGRAM, Settings()) == PROGRAM


def test_the_weight_and_the_step_are_ones_own() -> None:
    assert carried(Settings(carry_kg=8)) == Load(start_kg=8, step_kg=1, max_kg=20, least_kg=6)
    assert carried(Settings(load_step_kg=2.5)) == Load(start_kg=6, step_kg=2.5, max_kg=20, least_kg=6)
    assert carried(Settings(carry_kg=4, load_step_kg=2)) == Load(start_kg=4, step_kg=2, max_kg=20, least_kg=4)


def test_who_carries_more_than_the_most_begins_there() -> None:
    assert carried(Settings(carry_kg=25)) == Load(start_kg=25, step_kg=1, max_kg=25, least_kg=6)


def test_what_somebody_carries_in_the_hands_is_not_put_on_their_back() -> None:
    plate = Load(start_kg=1, step_kg=1, max_kg=10)
    loaded = replace(plank(), load=plate, progress=Progress.TIME_THEN_LOAD)
    held, weighted = personalise(core(slots=(loaded, carry())), Settings(carry_kg=16)).slots
    assert held.load is not None
    assert weighted.load is not None
    assert (held.load.start_kg, weighted.load.start_kg) == (1, 16)


def test_fitting_twice_is_fitting_once() -> None:
    settings = Settings(carry_kg=12, load_step_kg=2, osteoporosis=True, health=("heart", "pregnancy"))
    once = personalise(PROGRAM, settings)
    assert personalise(once, settings) == once


def test_everything_else_of_a_slot_stays() -> None:
    fitting: Slot = personalise(PROGRAM, Settings(carry_kg=8)).slots[1]
    assert (fitting.amount, fitting.upto, fitting.ladder) == (carry().amount, carry().upto, carry().ladder)
