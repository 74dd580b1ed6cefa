"""The entries of the past as lines, read a page at a time."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from rich.cells import cell_len

from coach.errors import CoachError
from coach.model.formatting import short_date, short_weekday
from coach.tui.ports_history import EntryLine, Filter, HistoryDesk
from coach.tui.widgets.canvas import Line, Span
from coach.tui.widgets.row import column, shorten

PAGE: Final = 100
_KEPT: Final = 12
"""Pages that stay in memory."""
_WIDE: Final = 90
_NORMAL: Final = 60


class EntryPages:
    """The lines of a list of any length: a page is read when one of its lines is seen."""

    def __init__(self, desk: HistoryDesk, places: Sequence[int]) -> None:
        """Show the entries at these places."""
        self.places = places
        self._desk = desk
        self._pages: dict[int, Sequence[EntryLine]] = {}

    def __len__(self) -> int:
        """How many entries there are."""
        return len(self.places)

    def line(self, index: int, width: int) -> Line:
        """One entry in so many cells."""
        try:
            entry = self.entry(index)
        except CoachError:
            return (("This entry cannot be read.", "warn"),)
        return entry_line(entry, width) if entry else ()

    def entry(self, index: int) -> EntryLine | None:
        """One entry; None where there is none.

        Raises:
            CoachError: the journal cannot be read.
        """
        page, place = divmod(index, PAGE)
        if page not in self._pages:
            if len(self._pages) >= _KEPT:
                del self._pages[next(iter(self._pages))]
            self._pages[page] = self._desk.page(self.places[page * PAGE : (page + 1) * PAGE])
        lines = self._pages[page]
        return lines[place] if place < len(lines) else None


def entry_line(entry: EntryLine, width: int) -> Line:
    """The day, what it was, how much, and what stands out, in columns that fit the width."""
    if width < _NORMAL:
        day = short_date(entry.day, century=False).rjust(9)
        title = max(12, width - 28)
        shown = ", ".join(entry.marks) or entry.amount
        look = "warn" if entry.marks else ""
        return _columns([(day, "muted", 11), (entry.title, "strong", title), (shown, look, 17)], (), width)
    day = f"{short_weekday(entry.day)} {short_date(entry.day):>11}"
    if width < _WIDE:
        return _columns(
            [(day, "muted", 17), (entry.title, "strong", 24), (entry.amount, "", 17)], _tail(entry), width
        )
    columns: list[tuple[str, str, int]] = [(day, "muted", 17), (entry.time, "muted", 7)]
    return _columns([*columns, (entry.title, "strong", 32), (entry.amount, "", 18)], _tail(entry), width)


def _tail(entry: EntryLine) -> list[Span]:
    marks: list[Span] = [(", ".join(entry.marks), "warn")] if entry.marks else []
    return [*marks, (entry.note, "muted")] if entry.note else marks


def _columns(columns: Sequence[tuple[str, str, int]], tail: Sequence[Span], width: int) -> Line:
    spans: list[Span] = []
    used = 0
    for text, look, cells in columns:
        spans.append((column(text, cells), look))
        used += cells
    for text, look in tail:
        shown = shorten(text, max(0, width - used))
        spans.append((f"{shown}  ", look))
        used += cell_len(shown) + 2
    return tuple(spans)


def filter_words(wanted: Filter, programs: dict[str, str]) -> str:
    """What is shown, in a few words; empty for everything that was done."""
    parts = []
    if wanted.program:
        parts.append(programs.get(wanted.program, wanted.program))
    if wanted.what != "done":
        parts.append("check-ins and decisions" if wanted.what == "said" else "everything")
    if wanted.since:
        parts.append(f"from {short_date(wanted.since)}")
    if wanted.until:
        parts.append(f"up to {short_date(wanted.until)}")
    return ", ".join(parts)
