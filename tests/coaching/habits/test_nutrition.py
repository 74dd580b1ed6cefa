"""Protein for one meal, as a reference."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coach.coaching.habits.cardio import protein_per_meal_g, protein_texts


@pytest.mark.parametrize(("body_kg", "grams"), [(70, 28), (50, 20), (62.5, 25), (71.2, 28), (72, 29)])
def test_four_tenths_of_a_gram_for_each_kilogram(body_kg: float, grams: int) -> None:
    assert protein_per_meal_g(body_kg) == grams


@given(st.floats(1, 400))
def test_it_is_always_the_nearest_gram(body_kg: float) -> None:
    assert abs(protein_per_meal_g(body_kg) - body_kg * 0.4) <= 0.5 + 0.04


@pytest.mark.parametrize("body_kg", [0, -70, 1000, float("nan"), float("inf")])
def test_what_is_no_weight_is_refused(body_kg: float) -> None:
    with pytest.raises(ValueError, match="body weight"):
        protein_per_meal_g(body_kg)


def test_it_is_said_to_be_a_reference() -> None:
    amount, caution = protein_texts(70)
    assert amount == "About 28 g of protein a meal."
    assert "reference" in caution
