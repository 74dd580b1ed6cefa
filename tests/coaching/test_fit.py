"""What somebody carries and owns takes the place of the program's own weights, and of nothing else."""

from __future__ import annotations

from coach.coaching.fit import fitted
from coach.model.program import Load, Slot
from coach.model.settings import Settings
from tests.coaching.casebook import carry, core, plank

PROGRAM = core(slots=(plank(), carry()))


def carried(settings: Settings) -> Load | None:
    held, weighted = fitted(PROGRAM, settings).slots
    assert held == plank()
    return weighted.load


def test_without_settings_of_ones_own_the_program_stands_as_it_is() -> None:
    assert fitted(PROGRAM, Settings()) == PROGRAM


def test_the_weight_and_the_step_are_ones_own() -> None:
    assert carried(Settings(carry_kg=8)) == Load(start_kg=8, step_kg=1, max_kg=20)
    assert carried(Settings(load_step_kg=2.5)) == Load(start_kg=6, step_kg=2.5, max_kg=20)
    assert carried(Settings(carry_kg=4, load_step_kg=2)) == Load(start_kg=4, step_kg=2, max_kg=20)


def test_who_carries_more_than_the_most_begins_there() -> None:
    assert carried(Settings(carry_kg=25)) == Load(start_kg=25, step_kg=1, max_kg=25)


def test_everything_else_of_a_slot_stays() -> None:
    fitting: Slot = fitted(PROGRAM, Settings(carry_kg=8)).slots[1]
    assert (fitting.amount, fitting.upto, fitting.ladder) == (carry().amount, carry().upto, carry().ladder)
