"""Food, as a reference only: nothing here is asked, tracked or judged."""

from __future__ import annotations

from coach.coaching import words

GRAMS_PER_10_KG = 4
"""The guide: about 0.4 g of protein for each kilogram of body weight at every meal."""


def protein_per_meal_g(body_kg: float) -> int:
    """Protein for one meal in whole grams: 70 kg make 28 g.

    Source: the guide, 0.4 g for each kilogram of body weight every meal; the nearest gram, halves down.

    Args:
        body_kg: body weight in kilograms, more than 0.

    Raises:
        ValueError: for a weight that is no number above 0.
    """
    if not 0 < body_kg < 1000:
        raise ValueError("body weight must be more than 0 kg and less than 1000 kg")
    hundredths_of_grams = round(body_kg * 10) * GRAMS_PER_10_KG
    return -((50 - hundredths_of_grams) // 100)


def protein_words(body_kg: float) -> tuple[str, str]:
    """The reference amount for one meal, and what to be careful about."""
    return words.protein(protein_per_meal_g(body_kg)), words.PROTEIN_CAUTION
