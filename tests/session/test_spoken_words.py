from __future__ import annotations

import pytest

from coach.model.formatting import in_sentence
from coach.session.cues import number_words, rests_text, spoken


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (0, "zero"),
        (8, "eight"),
        (13, "thirteen"),
        (20, "twenty"),
        (45, "forty-five"),
        (110, "one hundred ten"),
    ],
)
def test_number_words(number: int, words: str) -> None:
    assert number_words(number) == words


def test_number_words_have_no_digits() -> None:
    assert all(not any(letter.isdigit() for letter in number_words(number)) for number in range(1000))


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (1, "One second."),
        (30, "Thirty seconds."),
        (60, "One minute."),
        (90, "One minute thirty seconds."),
        (120, "Two minutes."),
        (1800, "Thirty minutes."),
        (3661, "One hour one minute one second."),
    ],
)
def test_spoken_length(seconds: int, words: str) -> None:
    assert spoken(seconds) == words


def test_name_in_a_sentence() -> None:
    assert in_sentence("Bird-dog") == "bird-dog"
    assert in_sentence("TRX row") == "TRX row"


@pytest.mark.parametrize(
    ("delta", "text"),
    [
        (5, "Rests are 5 s longer today."),
        (-10, "Rests are 10 s shorter today."),
        (0, "Rests have their own length again."),
    ],
)
def test_rests_text(delta: int, text: str) -> None:
    assert rests_text(delta) == text
