"""Doses, days and names as text."""

from __future__ import annotations

from datetime import date, timedelta
from typing import get_args

import pytest
from msgspec.structs import replace

from coach.model.events import CheckInKind
from coach.model.formatting import (
    CHECK_INS,
    PHASES,
    UNIT_NAMES,
    clock_text,
    day_text,
    format_amount,
    format_dose,
    format_set,
    format_usual,
    full_date,
    load_text,
    long_date,
    relative_day,
    seconds_text,
    short_date,
    short_day,
    short_month,
    short_weekday,
    weekday_name,
)
from coach.model.plan import Dose, Phase
from coach.model.program import Measure
from coach.model.units import parse_load

DAY = date(2026, 2, 2)


def test_day_formats() -> None:
    assert weekday_name(DAY) == "Monday"
    assert short_day(DAY) == "2 February"
    assert day_text(DAY) == "Monday 2 February"
    assert full_date(DAY) == "2 February 2026"
    assert long_date(DAY) == "Monday, 2 February 2026"
    assert short_date(DAY) == "2 Feb 2026"
    assert short_date(DAY, century=False) == "2 Feb 26"
    assert short_date(date(2005, 9, 30), century=False) == "30 Sep 05"


def test_today_and_yesterday() -> None:
    assert relative_day(DAY, DAY) == "today"
    assert relative_day(DAY, DAY + timedelta(days=1), on="on ") == "yesterday"
    assert relative_day(DAY, DAY + timedelta(days=2)) == "2 February"
    assert relative_day(DAY, DAY + timedelta(days=2), on="on ") == "on 2 February"


def test_weekday_and_month_names() -> None:
    year = [date(2026, 1, 1) + timedelta(days=number) for number in range(365)]
    assert [full_date(day) for day in year] == [f"{day.day} {day:%B} {day.year}" for day in year]
    assert [weekday_name(day) for day in year] == [f"{day:%A}" for day in year]
    assert [short_date(day) for day in year] == [f"{day.day} {day:%b %Y}" for day in year]
    assert [f"{short_weekday(day)} {short_month(day)}" for day in year] == [f"{day:%a %b}" for day in year]


HOLD = Dose(slot="plank", drill="plank", measure=Measure.HOLD, sets=3, seconds=30, full_sets=3)


@pytest.mark.parametrize(
    ("dose", "text"),
    [
        (HOLD, "3 x 30 s"),
        (replace(HOLD, sides=("left", "right")), "3 x 30 s a side, left first"),
        (replace(HOLD, sides=("right", "left")), "3 x 30 s a side, right first"),
        (replace(HOLD, sides=("right",)), "3 x 30 s, right"),
        (replace(HOLD, load_kg=6), "3 x 30 s, 6 kg a hand"),
        (replace(HOLD, sides=("left", "right"), load_kg=7.5), "3 x 30 s a side, left first, 7.5 kg a hand"),
        (replace(HOLD, seconds=None, reps=8, measure=Measure.REPS), "3 x 8 times"),
        (replace(HOLD, seconds=None, reps=10, measure=Measure.BREATHS), "3 x 10 breaths"),
        (replace(HOLD, seconds=120, measure=Measure.TIME), "3 x 2 min"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_dose_text_parts(dose: Dose, text: str) -> None:
    assert format_dose(dose) == text


def test_dose_sign_and_units() -> None:
    assert format_dose(replace(HOLD, load_kg=10), times="×", units="lb") == "3 × 30 s, 22 lb a hand"


def test_every_measure_has_a_unit() -> None:
    assert set(UNIT_NAMES) == set(Measure)


def test_dose_in_a_sentence() -> None:
    carry = replace(HOLD, load_kg=6, sides=("left", "right"))
    assert format_dose(carry, name="farmer carry") == "3 x 30 s farmer carry with 6 kg a hand"
    assert format_dose(replace(HOLD, seconds=None, reps=8), name="bird dog") == "3 x 8 bird dog"


def test_usual_dose_of_a_light_week() -> None:
    assert format_usual(replace(HOLD, sets=2, full_seconds=40), times="×") == "usually 3 × 40 s"
    assert format_usual(replace(HOLD, full_seconds=30)) == ""
    assert format_usual(HOLD) == ""


def test_amount_of_one_set() -> None:
    assert format_amount(Measure.HOLD, 35) == "35 s"
    assert format_amount(Measure.REPS, 1) == "1 time"
    assert format_amount(Measure.BREATHS, 10) == "10 breaths"
    assert format_set(Measure.HOLD, 30, 6500) == "30 s and 6.5 kg a hand"
    assert format_set(Measure.HOLD, 20, 10_000, one_hand=True) == "20 s and 10 kg in one hand"


def test_phases_and_check_ins_have_names() -> None:
    assert set(PHASES) == set(get_args(Phase))
    assert set(CHECK_INS) == set(get_args(CheckInKind))
    assert all(bool(one.closed) == bool(one.refusal) for one in PHASES.values())


@pytest.mark.parametrize(
    ("seconds", "clock", "sentence"),
    [
        (0, "0:00", "0 s"),
        (7, "0:07", "7 s"),
        (60, "1:00", "1 min"),
        (90, "1:30", "90 s"),
        (150, "2:30", "2 min 30 s"),
        (600, "10:00", "10 min"),
        (3725, "1:02:05", "62 min 5 s"),
    ],
)
def test_seconds_text(seconds: int, clock: str, sentence: str) -> None:
    assert (clock_text(seconds), seconds_text(seconds)) == (clock, sentence)


def test_clock_text_is_never_negative() -> None:
    assert clock_text(-5) == "0:00"


@pytest.mark.parametrize(("kilograms", "text"), [(6.0, "6 kg"), (2.5, "2.5 kg"), (4.536, "4.536 kg")])
def test_load_text(kilograms: float, text: str) -> None:
    assert load_text(kilograms) == text


@pytest.mark.parametrize(("written", "text"), [("10lb", "10 lb"), ("2.5lb", "2.5 lb"), ("6kg", "13.2 lb")])
def test_load_text_in_pounds(written: str, text: str) -> None:
    assert load_text(parse_load(written), "lb") == text
