"""Days as people read them, in English wherever the machine stands."""

from __future__ import annotations

from datetime import date, timedelta

from coach.model.dates import day_text, full_date, long_date, short_day, weekday_name

DAY = date(2026, 2, 2)


def test_each_form_of_a_day() -> None:
    assert weekday_name(DAY) == "Monday"
    assert short_day(DAY) == "2 February"
    assert day_text(DAY) == "Monday 2 February"
    assert full_date(DAY) == "2 February 2026"
    assert long_date(DAY) == "Monday, 2 February 2026"


def test_the_names_are_those_of_the_calendar() -> None:
    year = [date(2026, 1, 1) + timedelta(days=number) for number in range(365)]
    assert [full_date(day) for day in year] == [f"{day.day} {day:%B} {day.year}" for day in year]
    assert [weekday_name(day) for day in year] == [f"{day:%A}" for day in year]
