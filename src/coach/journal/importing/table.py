"""A table of text with a header: columns are found by their names, and each row knows its line."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping
from typing import Final

from msgspec import Struct

from coach.errors import UsageError

MAX_BYTES: Final = 64_000_000
MAX_ROWS: Final = 500_000
MAX_COLUMNS: Final = 500
_DELIMITERS: Final = ",;\t"


class Row(Struct, frozen=True):
    """One row of a table."""

    line: int
    """On which it begins, from 1."""
    cells: Mapping[str, str]
    """Stripped, by the name of the column in small letters; an empty cell is not there."""

    def text(self, *names: str) -> str:
        """The first of these columns that says something; nothing where none does."""
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
        text = _decode(data)
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

    def rows(self) -> Iterator[Row]:
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
                yield Row(line, filled)


def column_name(name: str) -> str:
    """A column's name as it is compared: small letters, one space, `x` for the sign of multiplication."""
    return " ".join(name.lower().replace("×", "x").split())


def _decode(data: bytes) -> str:
    if data[:2] in {b"\xff\xfe", b"\xfe\xff"}:
        return data.decode("utf-16", "replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        # Spreadsheets on Windows save so; every byte means something in it.
        return data.decode("cp1252", "replace")
