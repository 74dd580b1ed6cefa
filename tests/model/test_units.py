"""Parsing of durations, loads, percentages and times of day."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coach.model.units import (
    DURATION_PATTERN,
    LOAD_PATTERN,
    QuantityError,
    duration_text,
    parse_duration,
    parse_load,
    parse_percent,
    parse_time_of_day,
)


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("30s", 30),
        ("2m", 120),
        ("1m30s", 90),
        ("1:30", 90),
        ("90", 90),
        ("0:07", 7),
        ("0m5s", 5),
        ("1 m 5 s", 65),
        ("5min", 300),
        ("5min 10sec", 310),
        ("45 sec", 45),
        ("12:00", 720),
    ],
)
def test_parse_duration_forms(text: str, seconds: int) -> None:
    assert parse_duration(text) == seconds


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("10 seconds", "write 10s"),
        ("1h", "write 60m"),
        ("1.5m", "write 1m30s"),
        ("1,5 minutes", "write 1m30s"),
        ("2 MIN", "write 2m"),
        ("2 hours", "write 120m"),
    ],
)
def test_nearly_right_duration_has_a_hint(text: str, hint: str) -> None:
    with pytest.raises(QuantityError) as error:
        parse_duration(text)
    assert (error.value.message, error.value.hint) == (f"'{text}' is not a duration", hint)


@pytest.mark.parametrize(
    "text", ["", " ", "30x", "1:75", "1:5", "-5", "s", "m", "1m5", "1.234s", "٣s", "1e3"]
)
def test_invalid_duration_names_the_forms(text: str) -> None:
    with pytest.raises(QuantityError) as error:
        parse_duration(text)
    assert error.value.message.endswith("is not a duration")
    assert error.value.hint == "write 30s, 2m, 1m30s, 1:30 or a whole number of seconds"


@pytest.mark.parametrize("text", ["0", "0s", "0:00", "0m", "0m0s", "000 sec"])
def test_zero_duration_is_refused(text: str) -> None:
    with pytest.raises(QuantityError, match="a duration is more than 0 seconds: write 30s"):
        parse_duration(text)


@given(st.integers(1, 999 * 60 + 59))
def test_duration_text_round_trip(seconds: int) -> None:
    assert parse_duration(duration_text(seconds)) == seconds


@given(st.text(alphabet="0123456789:msecin .-", max_size=9))
def test_parse_duration_matches_its_pattern(text: str) -> None:
    fits = re.fullmatch(DURATION_PATTERN, text) is not None
    try:
        seconds = parse_duration(text)
    except QuantityError as error:
        assert not fits
        assert str(error) == f"{error.message}: {error.hint}"
    else:
        assert fits
        assert seconds > 0


@pytest.mark.parametrize(
    ("text", "kilograms"),
    [("6kg", 6.0), ("2.5kg", 2.5), ("10lb", 4.536), ("0kg", 0.0), ("6 kg", 6.0), ("0.01lb", 0.005)],
)
def test_parse_load_in_kilograms(text: str, kilograms: float) -> None:
    assert parse_load(text) == kilograms


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("6", "write 6kg or 6lb"),
        (" 2.5 ", "write 2.5kg or 2.5lb"),
        ("6 stone", "write 6kg, 2.5kg or 10lb"),
        ("-6kg", "write 6kg, 2.5kg or 10lb"),
        ("kg", "write 6kg, 2.5kg or 10lb"),
    ],
)
def test_invalid_load_has_a_hint(text: str, hint: str) -> None:
    with pytest.raises(QuantityError) as error:
        parse_load(text)
    assert (error.value.message, error.value.hint) == (f"'{text.strip()}' is not a load", hint)


@given(st.text(alphabet="0123456789.kglb ", max_size=8))
def test_parse_load_matches_its_pattern(text: str) -> None:
    fits = re.fullmatch(LOAD_PATTERN, text) is not None
    try:
        assert parse_load(text) >= 0
    except QuantityError:
        assert not fits
    else:
        assert fits


@pytest.mark.parametrize(("text", "percent"), [("30%", 30), ("5 %", 5), ("100%", 100)])
def test_parse_percent(text: str, percent: int) -> None:
    assert parse_percent(text) == percent


@pytest.mark.parametrize(("text", "hint"), [("30", "write 30%"), ("a lot", "write 30%"), ("25", "write 25%")])
def test_invalid_percent_has_a_hint(text: str, hint: str) -> None:
    with pytest.raises(QuantityError, match="is not a percentage") as error:
        parse_percent(text)
    assert error.value.hint == hint


@pytest.mark.parametrize(("text", "time"), [("09:00", "09:00"), ("9:00", "09:00"), ("23:59", "23:59")])
def test_parse_time_of_day(text: str, time: str) -> None:
    assert parse_time_of_day(text) == time


@pytest.mark.parametrize("text", ["24:00", "9", "9:60", "9.30", "nine"])
def test_invalid_time_of_day_has_a_hint(text: str) -> None:
    with pytest.raises(QuantityError, match="is not a time of day: write"):
        parse_time_of_day(text)


def test_surplus_space_has_a_hint() -> None:
    with pytest.raises(QuantityError, match="'30s' is not a duration: write 30s"):
        parse_duration("30s ")


def test_long_text_is_shortened_in_message() -> None:
    with pytest.raises(QuantityError) as error:
        parse_duration("no\nduration " * 20)
    assert len(error.value.message) < 70
    assert "\n" not in error.value.message
