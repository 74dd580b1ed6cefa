"""A table of text with a header: cells by the names of their columns, and rows with their lines."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Mapping
from datetime import date, datetime, time, timedelta
from typing import Final

from msgspec import Struct

from coach.errors import UsageError
from coach.model.units import POUND_KG

MAX_BYTES: Final = 64_000_000
MAX_ROWS: Final = 500_000
MAX_COLUMNS: Final = 500
_DELIMITERS: Final = ",;\t"


class TableRow(Struct, frozen=True):
    """One row of a table."""

    line: int
    """On which it begins, from 1."""
    cells: Mapping[str, str]
    """Stripped, by the name of the column in small letters; without empty cells."""

    def text(self, *names: str) -> str:
        """The first of these columns that is not empty; else an empty text."""
        return next((self.cells[name] for name in names if name in self.cells), "")


class Table:
    """The rows of one file, read one by one.

    Attributes:
        header: the names of the columns, in small letters and without needless spaces.
        problems: rows that could not be taken apart: line and reason.
    """

    def __init__(self, data: bytes) -> None:
        """Read the header.

        Raises:
            UsageError: the file is too large, has too many columns, or is no table.
        """
        if len(data) > MAX_BYTES:
            raise UsageError(f"more than {MAX_BYTES // 1_000_000} MB", hint="import it in several pieces")
        if data[:2] in {b"\xff\xfe", b"\xfe\xff"}:
            text = data.decode("utf-16", "replace")
        else:
            try:
                text = data.decode("utf-8-sig")
            except UnicodeDecodeError:
                # Spreadsheets on Windows save so; every byte is a character in it.
                text = data.decode("cp1252", "replace")
        first = text.lstrip("\r\n").split("\n", 1)[0]
        delimiter = max(_DELIMITERS, key=first.count)
        self._reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
        self.problems: list[tuple[int, str]] = []
        try:
            names = next((row for row in self._reader if any(cell.strip() for cell in row)), [])
        except csv.Error as error:
            raise UsageError(f"this is no table: {error}") from error
        if len(names) > MAX_COLUMNS:
            raise UsageError(f"more than {MAX_COLUMNS} columns")
        self.header = tuple(column_name(name) for name in names)

    def rows(self) -> Iterator[TableRow]:
        """Every row that has something in it.

        Raises:
            UsageError: there are too many.
        """
        count = 0
        while True:
            line = self._reader.line_num + 1
            try:
                cells = next(self._reader)
            except StopIteration:
                return
            except csv.Error as error:
                self.problems.append((line, f"this row cannot be read: {error}"))
                continue
            count += 1
            if count > MAX_ROWS:
                raise UsageError(f"more than {MAX_ROWS:,} rows", hint="import it in several pieces")
            if len(cells) > MAX_COLUMNS:
                self.problems.append((line, f"more than {MAX_COLUMNS} cells"))
                continue
            named = zip(self.header, cells, strict=False)
            filled = {name: cell.strip() for name, cell in named if cell.strip()}
            if filled:
                yield TableRow(line, filled)


def column_name(name: str) -> str:
    """A column's name as it is compared: small letters, one space, `x` for the sign of multiplication."""
    return " ".join(name.lower().replace("×", "x").split())


MOST_SECONDS: Final = 86_400
MOST_REPS: Final = 100_000
MOST_KG: Final = 1_000.0
MOST_KM: Final = 1_000.0
_FIRST_YEAR, _LAST_YEAR = 1980, 2200
_MONTHS: Final = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_NUMBER: Final = re.compile(r"\d{1,9}(?:[.,]\d{1,9})?", re.ASCII)
_PARTS: Final = re.compile(
    r"(?:(\d{1,3})\s*h)?\s*(?:(\d{1,4})\s*m(?:in)?)?\s*(?:(\d{1,5})\s*s(?:ec)?)?", re.ASCII
)
_CLOCK: Final = re.compile(r"(?:(\d{1,3}):)?(\d{1,4}):(\d{2})", re.ASCII)
_DAY_FIRST: Final = re.compile(r"(\d{1,2})\.? (\w{3,9})\.?,? (\d{4})", re.ASCII)
_MONTH_FIRST: Final = re.compile(r"(\w{3,9})\.? (\d{1,2}),? (\d{4})", re.ASCII)
_YEAR_FIRST: Final = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})", re.ASCII)
_TIME: Final = re.compile(
    r"(\d{1,2}):(\d{2})(?::(\d{2})(?:\.\d+)?)?\s*([ap])?\.?m?\.?", re.ASCII | re.IGNORECASE
)
_KG: Final = {"kg": 1.0, "kgs": 1.0, "lb": POUND_KG, "lbs": POUND_KG}
_KM: Final = {"km": 1.0, "kms": 1.0, "m": 0.001, "meters": 0.001, "metres": 0.001}
_MILES: Final = {"mi": 1.609344, "mile": 1.609344, "miles": 1.609344, "ft": 0.0003048, "yd": 0.0009144}
_KM_OF: Final = {**_KM, **_MILES}


def number(text: str, what: str, most: float) -> float | None:
    """A number of at least 0; None for an empty cell.

    Raises:
        ValueError: it is no number, or larger than `most`.
    """
    if not text:
        return None
    if not _NUMBER.fullmatch(text):
        raise ValueError(f"{what} '{short(text)}' is not a number")
    result = float(text.replace(",", "."))
    if result > most:
        raise ValueError(f"{what} {text} is more than {most:,.0f}")
    return result


def whole_number(text: str, what: str, most: int) -> int | None:
    """A whole number of at least 0; None for an empty cell.

    Raises:
        ValueError: it is no number, or larger than `most`.
    """
    result = number(text, what, most)
    return None if result is None else round(result)


def load_kg(text: str, unit: str) -> float | None:
    """Kilograms to the gram; None where nothing was lifted.

    Raises:
        ValueError: it is no weight, or its unit is unknown.
    """
    result = number(text, "weight", MOST_KG / POUND_KG)
    if not result:
        return None
    if unit.lower() not in _KG:
        raise ValueError(f"'{short(unit)}' is not a unit of weight")
    kg = round(result * _KG[unit.lower()], 3)
    if kg > MOST_KG:
        raise ValueError(f"weight {text} {unit} is more than {MOST_KG:,.0f} kg")
    return kg


def distance_km(text: str, unit: str) -> float | None:
    """Kilometres to the metre; None for an empty cell.

    Raises:
        ValueError: it is no distance, or its unit is unknown.
    """
    result = number(text, "distance", 1_000_000)
    if not result:
        return None
    if unit.lower() not in _KM_OF:
        raise ValueError(f"'{short(unit)}' is not a unit of distance")
    km = round(result * _KM_OF[unit.lower()], 3)
    if km > MOST_KM:
        raise ValueError(f"distance {text} {unit} is more than {MOST_KM:,.0f} km")
    return km


def seconds(text: str, what: str = "time") -> int | None:
    """Whole seconds of `90`, `1:30`, `0:01:30`, `1h 5m` or `45s`; None for an empty cell.

    Raises:
        ValueError: it is no length of time, or longer than a day.
    """
    if not text:
        return None
    if _NUMBER.fullmatch(text):
        return whole_number(text, what, MOST_SECONDS)
    clock, parts = _CLOCK.fullmatch(text), _PARTS.fullmatch(text.lower().strip())
    match = clock or (parts if text.strip() else None)
    if match is None:
        raise ValueError(f"{what} '{short(text)}' is not a length of time")
    hours, minutes, rest = (int(part or 0) for part in match.groups())
    result = hours * 3600 + minutes * 60 + rest
    if result > MOST_SECONDS:
        raise ValueError(f"{what} {short(text)} is longer than a day")
    return result


def day(text: str) -> date:
    """The day of `2026-01-18`, `2026/1/18`, `18 Jan 2026` or `Jan 18, 2026`.

    Raises:
        ValueError: the text is something else.
    """
    stripped = text.strip()
    if match := _YEAR_FIRST.fullmatch(stripped):
        year, month, day_of_month = (int(part) for part in match.groups())
    elif match := _DAY_FIRST.fullmatch(stripped):
        day_of_month, month, year = int(match[1]), _month(match[2]), int(match[3])
    elif match := _MONTH_FIRST.fullmatch(stripped):
        month, day_of_month, year = _month(match[1]), int(match[2]), int(match[3])
    else:
        raise ValueError(f"'{short(text)}' is not a date" if text else "there is no date")
    try:
        result = date(year, month, day_of_month)
    except ValueError as error:
        raise ValueError(f"'{short(text)}' is not a date") from error
    if not _FIRST_YEAR <= year <= _LAST_YEAR:
        raise ValueError(f"the year {year} cannot be")
    return result


def moment(text: str) -> datetime:
    """The wall time of a day and a time of that day, in 24 or 12 hours.

    Raises:
        ValueError: the text is something else.
    """
    stripped = " ".join(text.replace("T", " ").split()) if _YEAR_FIRST.match(text) else " ".join(text.split())
    for index, mark in enumerate(stripped):
        if mark in " ," and (match := _TIME.fullmatch(stripped[index:].strip(" ,"))):
            return datetime.combine(day(stripped[:index].rstrip(",")), _time(match))
    return datetime.combine(day(stripped), time(12))


def time_of_day(text: str) -> time:
    """The time of `19:37` or `7:37 PM`.

    Raises:
        ValueError: the text is something else.
    """
    match = _TIME.fullmatch(text.strip())
    if match is None:
        raise ValueError(f"'{short(text)}' is not a time of day")
    return _time(match)


def end_after(start: datetime, length: int | None) -> datetime | None:
    """The end of something that began at `start` and lasted some seconds."""
    return start + timedelta(seconds=length) if length else None


def short(text: str, most: int = 40) -> str:
    """The text on one line, cut where it is too long for a sentence."""
    line = " ".join("".join(sign if sign.isprintable() else " " for sign in text).split())
    return line if len(line) <= most else f"{line[: most - 1]}…"


def _time(match: re.Match[str]) -> time:
    hour, minute, second = int(match[1]), int(match[2]), int(match[3] or 0)
    if match[4]:
        if not 1 <= hour <= 12:
            raise ValueError(f"'{match[0]}' is not a time of day")
        hour = hour % 12 + (12 if match[4].lower() == "p" else 0)
    try:
        return time(hour, minute, second)
    except ValueError as error:
        raise ValueError(f"'{match[0]}' is not a time of day") from error


def _month(name: str) -> int:
    if name.isdigit() or name[:3].lower() not in _MONTHS:
        raise ValueError(f"'{name}' is not a month")
    return _MONTHS.index(name[:3].lower()) + 1
