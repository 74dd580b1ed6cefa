"""What other apps write into cells: every form that was seen, and every other one refused with a reason."""

from __future__ import annotations

from datetime import date, datetime, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coach.errors import UsageError
from coach.journal.importers import table as values
from coach.journal.importers.names import ExerciseNames, ImportTarget, plain_name, slot_name
from coach.journal.importers.table import Table


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("", None),
        ("90", 90),
        ("0", 0),
        ("30.4", 30),
        ("1:30", 90),
        ("0:01:05", 65),
        ("1h 5m", 3900),
        ("1h5m", 3900),
        ("45s", 45),
        ("16m", 960),
        ("2 min 5 sec", 125),
    ],
)
def test_durations(text: str, seconds: int | None) -> None:
    assert values.seconds(text) == seconds


@pytest.mark.parametrize("text", ["soon", " ", "-5", "1:2:3:4", "25:00:00", "9999m", "٣٠", "1e3", "h m s"])
def test_invalid_durations(text: str) -> None:
    with pytest.raises(ValueError):
        values.seconds(text)


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2026-01-18 17:42:05", datetime.combine(date(2026, 1, 18), time(17, 42, 5))),
        ("2026-01-18T17:42", datetime.combine(date(2026, 1, 18), time(17, 42))),
        ("18 Jan 2026, 17:42", datetime.combine(date(2026, 1, 18), time(17, 42))),
        ("Sep 29, 2026, 3:15 PM", datetime.combine(date(2026, 9, 29), time(15, 15))),
        ("Sept. 29, 2026, 12:15 am", datetime.combine(date(2026, 9, 29), time(0, 15))),
        ("29 September 2026 12:15 p.m.", datetime.combine(date(2026, 9, 29), time(12, 15))),
        ("2026/1/8", datetime.combine(date(2026, 1, 8), time(12))),
    ],
)
def test_times(text: str, moment: datetime) -> None:
    assert values.moment(text) == moment


@pytest.mark.parametrize(
    "text",
    [
        "",
        "12:00",
        "2026-01-18 25:00",
        "2026-01-18 17:61",
        "2026-01-18 13:15 PM",
        "18 Foo 2026, 17:42",
        "31 Feb 2026",
    ],
)
def test_invalid_times(text: str) -> None:
    with pytest.raises(ValueError):
        values.moment(text)


@pytest.mark.parametrize(
    ("text", "unit", "kg"), [("12,5", "kg", 12.5), ("20", "lbs", 9.072), ("0", "kg", None), ("", "lb", None)]
)
def test_weights(text: str, unit: str, kg: float | None) -> None:
    assert values.load_kg(text, unit) == kg


@pytest.mark.parametrize(("text", "unit"), [("5", "stone"), ("1500", "kg"), ("5kg", "kg"), ("-5", "kg")])
def test_invalid_weights(text: str, unit: str) -> None:
    with pytest.raises(ValueError):
        values.load_kg(text, unit)


@pytest.mark.parametrize(
    ("text", "unit", "km"), [("5", "km", 5), ("3.1", "mi", 4.989), ("400", "m", 0.4), ("", "km", None)]
)
def test_distances(text: str, unit: str, km: float | None) -> None:
    assert values.distance_km(text, unit) == km


@pytest.mark.parametrize(("text", "unit"), [("5", "leagues"), ("5000", "km"), ("far", "km")])
def test_invalid_distances(text: str, unit: str) -> None:
    with pytest.raises(ValueError):
        values.distance_km(text, unit)


def test_invalid_time_of_day() -> None:
    with pytest.raises(ValueError, match="is not a time of day"):
        values.time_of_day("noon")


@given(st.text(max_size=30))
def test_any_cell_gives_value_or_error(text: str) -> None:
    for read in (values.seconds, values.moment, values.day, values.time_of_day):
        try:
            read(text)
        except ValueError as error:
            assert str(error).isprintable()
            assert len(str(error)) < 120


def test_table_skips_empty_rows_and_reports_bad_ones() -> None:
    wide = "x," * 600
    table = Table(f'\n\n A ,B×C\n,\n1,2\n{wide}\n"{"y" * 200_000}",2\n3,4\n'.encode())
    assert table.header == ("a", "bxc")
    assert [(row.line, dict(row.cells)) for row in table.rows()] == [
        (5, {"a": "1", "bxc": "2"}),
        (8, {"a": "3", "bxc": "4"}),
    ]
    assert [line for line, _reason in table.problems] == [6, 7]


def test_unreadable_header_is_no_table() -> None:
    with pytest.raises(UsageError, match="this is no table"):
        Table(f'"{"y" * 200_000}"'.encode())


def test_empty_file_has_no_header() -> None:
    assert Table(b"").header == ()


@pytest.mark.parametrize(
    ("exercise", "slot", "side"),
    [
        ("Plank", "plank", None),
        ("PLANK (Weighted)", "plank", None),
        ("Side Plank - Left", "side-plank", "left"),
        ("Side plank (R)", "side-plank", "right"),
        ("Side Plank (left/right)", "side-plank", None),
        ("Farmer’s Walk (Dumbbell)", "farmer-carry", None),
        ("Front Plank", "plank", None),
    ],
)
def test_known_names_map_to_slots(exercise: str, slot: str, side: str | None) -> None:
    places = {
        name: ImportTarget("core", "core", plain_name(name).replace(" ", "-"))
        for name in ("Plank", "side-plank", "Farmer carry")
    }
    target, found = ExerciseNames(places, {}).find(exercise)
    assert isinstance(target, ImportTarget)
    assert (target.slot, found) == (slot, side)


@pytest.mark.parametrize(
    "exercise", ["Plank Jacks", "Reverse Plank", "Copenhagen Side Plank", "Plank to Push Up"]
)
def test_similar_names_are_kept_apart(exercise: str) -> None:
    places = {
        "plank": ImportTarget("core", "core", "plank"),
        "side plank": ImportTarget("core", "core", "side-plank"),
    }
    assert ExerciseNames(places, {}).find(exercise) == (None, None)


@given(st.text(max_size=200))
def test_every_exercise_has_a_name_for_its_slot(exercise: str) -> None:
    assert 0 < len(slot_name(exercise)) <= 80
