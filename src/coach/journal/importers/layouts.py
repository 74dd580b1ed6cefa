"""The layouts of other apps' files: the columns of each, and how its rows are read."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import datetime, time
from typing import Final

from msgspec import Struct
from msgspec.structs import replace

from coach.journal.importers import table as values
from coach.journal.importers.table import TableRow
from coach.model.units import Units


class UnitMissingError(Exception):
    """A weight without a unit in the file or from the user."""


class LoggedSet(Struct, frozen=True, kw_only=True):
    """One set, or one run or ride, as another app has logged it."""

    line: int
    start: datetime
    """Wall time of the workout; noon where only the day is known."""
    dated: bool = False
    """Only the day is known."""
    end: datetime | None = None
    title: str = ""
    """Of the workout."""
    exercise: str
    seconds: int | None = None
    reps: int | None = None
    load_kg: float | None = None
    distance_km: float | None = None
    note: str = ""
    workout_note: str = ""


ReadRow = Callable[[TableRow, Units | None], Iterator[LoggedSet]]
"""The sets of a row; none for a row that is no set. Raises ValueError with what is wrong with it."""


class Layout(Struct, frozen=True, kw_only=True):
    """The format of one app's log."""

    name: str
    """What people call it."""
    id: str
    needs: frozenset[str]
    """Columns by which it is known."""
    read: ReadRow


_REST: Final = frozenset({"rest timer", "note"})
_SET_REPS: Final = re.compile(r"set (\d{1,3}) \(reps\)")
_TIMED: Final = re.compile(r"(\d{1,2})x(.{1,10})")


def _strong(row: TableRow, unit: Units | None) -> Iterator[LoggedSet]:
    order = row.text("set order").lower()
    if order in _REST or order.startswith("w"):
        return
    start = values.moment(row.text("date"))
    metric = "km" if (unit or "kg") == "kg" else "mi"
    meters = row.text("distance (meters)")
    far = meters or row.text("distance", "distance (km)", "distance (miles)")
    length = values.seconds(row.text("duration", "duration (sec)", "workout duration"), "duration")
    yield LoggedSet(
        line=row.line,
        start=start,
        end=values.end_after(start, length),
        title=row.text("workout name"),
        exercise=row.text("exercise name"),
        seconds=values.seconds(row.text("seconds")) or None,
        reps=values.whole_number(row.text("reps"), "reps", values.MOST_REPS) or None,
        load_kg=_load(row, unit),
        distance_km=values.distance_km(far, "m" if meters else _distance_unit(row, metric)),
        note=row.text("notes"),
        workout_note=row.text("workout notes"),
    )


def _hevy(row: TableRow, unit: Units | None) -> Iterator[LoggedSet]:
    if row.text("set_type").lower() == "warmup":
        return
    kilometres, miles = row.text("distance_km"), row.text("distance_miles")
    ended = row.text("end_time")
    yield LoggedSet(
        line=row.line,
        start=values.moment(row.text("start_time")),
        end=values.moment(ended) if ended else None,
        title=row.text("title"),
        exercise=row.text("exercise_title"),
        seconds=values.seconds(row.text("duration_seconds")) or None,
        reps=values.whole_number(row.text("reps"), "reps", values.MOST_REPS) or None,
        load_kg=_load(row, unit),
        distance_km=values.distance_km(kilometres or miles, "km" if kilometres else "mi"),
        note=row.text("exercise_notes"),
        workout_note=row.text("description"),
    )


def _fitnotes(row: TableRow, unit: Units | None) -> Iterator[LoggedSet]:
    yield LoggedSet(
        line=row.line,
        start=values.moment(row.text("date")),
        dated=True,
        exercise=row.text("exercise"),
        seconds=values.seconds(row.text("time")) or None,
        reps=values.whole_number(row.text("reps"), "reps", values.MOST_REPS) or None,
        load_kg=_load(row, unit),
        distance_km=values.distance_km(row.text("distance"), _distance_unit(row, "km")),
        note=row.text("comment", "notes"),
    )


def _stronglifts(row: TableRow, unit: Units | None) -> Iterator[LoggedSet]:
    on = values.day(row.text("date (yyyy/mm/dd)", "date"))
    began, ended = row.text("start time (h:mm)"), row.text("end time (h:mm)")
    start = datetime.combine(on, values.time_of_day(began) if began else time(12))
    end = datetime.combine(on, values.time_of_day(ended)) if ended else None
    common = LoggedSet(
        line=row.line,
        start=start,
        dated=not began,
        end=end if end and end > start else None,
        # Two workouts can begin in one minute; their number tells them apart.
        title=" ".join(filter(None, (row.text("workout name"), row.text("workout")))),
        exercise=row.text("exercise"),
        workout_note=row.text("notes"),
    )
    numbers = [match[1] for name in row.cells if (match := _SET_REPS.fullmatch(name))]
    for number in sorted(numbers, key=int):
        reps = values.whole_number(row.text(f"set {number} (reps)"), "reps", values.MOST_REPS)
        if reps:
            columns = {unit: row.text(f"set {number} ({unit})") for unit in ("kg", "lb")}
            unit_of_set = next((unit for unit, written in columns.items() if written), None)
            load = values.load_kg(columns[unit_of_set], unit_of_set) if unit_of_set else None
            yield replace(common, reps=reps, load_kg=load)
    timed = _TIMED.fullmatch(row.text("setsxtime").replace("×", "x"))
    if timed and not numbers:
        length = values.seconds(timed[2])
        for _ in range(int(timed[1])):
            yield replace(common, seconds=length)


def _load(row: TableRow, unit: Units | None) -> float | None:
    """The weight of a row, in the unit of its column, or else in that of the row or the user."""
    for column, named in _WEIGHTS.items():
        written = row.text(column)
        if written:
            return values.load_kg(written, named)
    written = row.text("weight")
    if not values.number(written, "weight", values.MOST_KG * 3):
        return None
    unit_text = row.text("weight unit") or unit
    if unit_text is None:
        raise UnitMissingError
    return values.load_kg(written, unit_text)


def _distance_unit(row: TableRow, default: str) -> str:
    if row.text("distance (km)"):
        return "km"
    return "mi" if row.text("distance (miles)") else row.text("distance unit") or default


_WEIGHTS: Final = {
    "weight (kg)": "kg",
    "weight (kgs)": "kg",
    "weight (lb)": "lb",
    "weight (lbs)": "lb",
    "weight_kg": "kg",
    "weight_lbs": "lb",
    "weight_lb": "lb",
}

LAYOUTS: Final = (
    Layout(
        name="Strong",
        id="strong",
        needs=frozenset({"date", "workout name", "exercise name", "set order", "reps"}),
        read=_strong,
    ),
    Layout(
        name="Hevy",
        id="hevy",
        needs=frozenset({"title", "start_time", "exercise_title", "set_index", "reps"}),
        read=_hevy,
    ),
    Layout(
        name="StrongLifts",
        id="stronglifts",
        needs=frozenset({"workout", "workout name", "exercise", "set 1 (reps)"}),
        read=_stronglifts,
    ),
    Layout(
        name="FitNotes",
        id="fitnotes",
        needs=frozenset({"date", "exercise", "category", "reps"}),
        read=_fitnotes,
    ),
)


def layout_of(header: tuple[str, ...]) -> Layout | None:
    """The layout with such a header; None when there is none."""
    names = set(header)
    return next((layout for layout in LAYOUTS if layout.needs <= names), None)
