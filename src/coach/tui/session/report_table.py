"""The report of a session as text for any width: a table where there is room, else short lines."""

from __future__ import annotations

from collections.abc import Sequence
from textwrap import wrap
from typing import Final

from msgspec.structs import replace
from rich.cells import cell_len
from textual.content import Content

from coach.app.session_report import NOT_DONE, ReportRow, SessionReport
from coach.session.set_records import LEFT_OUT

MUTED: Final = "$foreground 65%"
GOOD: Final = "$success"
GAP: Final = 3
"""Between two columns."""
LEAST_TABLE_WIDTH: Final = 72
"""Narrower, each drill has lines of its own."""
LEAST_WHY_WIDTH: Final = 22
"""Narrower, the reason stands below its line of the table."""
MOST_NAME, MOST_CELL, MOST_WIDE_CELL = 24, 34, 42
"""The greatest widths of the first column and of the next two, there also on a wide screen."""
WIDE: Final = 110
LEAST_WIDTH, MOST_WIDTH = 20, 140
HEADS: Final = ("drill", "done", "next time", "why")
DONE_MARK, OPEN_MARK = "■", "□"

Span = tuple[str, str]
"""A text and its style."""
Cell = list[tuple[Span, ...]]
"""The lines of a cell; the spans of a line stand in a row where there is room, else below each other."""


def report_content(report: SessionReport, width: int) -> Content:
    """Everything that is told after a session, in lines of at most `width` cells."""
    width = max(LEAST_WIDTH, min(width, MOST_WIDTH))
    blocks = [
        [line for text in report.care for line in _sentence(text, "$warning", width)],
        _sentence(report.stopped, "bold", width),
        _rows(report.rows_with_own_reasons, width),
        _shared(report, width),
        _around(report, width),
        _sentence(report.counted, MUTED, width),
        _sentence(report.closing, MUTED, width),
    ]
    return _joined(blocks)


def done_content(report: SessionReport, width: int) -> Content:
    """What was done, for the left half of a wide screen, whose right half has `ahead_content`."""
    rows = [replace(row, next="", why="") for row in report.rows]
    blocks = [
        [line for text in report.care for line in _sentence(text, "$warning", width)],
        _sentence(report.stopped, "bold", width),
        _table(rows, width) if rows else [],
        _around(replace(report, next_time=""), width),
        _sentence(report.counted, MUTED, width),
        _sentence(report.closing, MUTED, width),
    ]
    return _joined(blocks)


def ahead_content(report: SessionReport, width: int) -> Content:
    """What comes next, drill by drill, each with its reason."""
    rows = [row for row in report.rows_with_own_reasons if row.next]
    names = min(MOST_NAME, max((cell_len(row.name) for row in rows), default=0))
    lines = []
    for row in rows:
        lines.append(_line([((row.name, "bold"),), ((_sign(row.next), ""),)], [names, width]))
        lines += [Content.styled(f"  {line}", MUTED) for line in wrap(row.why, width - 2)]
    return _joined([lines, _shared(report, width)])


def _shared(report: SessionReport, width: int) -> list[Content]:
    return [
        line for names, why in report.shared_reasons for line in _sentence(f"{names}: {why}", MUTED, width)
    ]


def _sentence(text: str, style: str, width: int) -> list[Content]:
    return [Content.styled(line, style) for line in wrap(text, width)]


def _joined(blocks: Sequence[Sequence[Content]]) -> Content:
    """Blocks of lines with an empty line between them."""
    return Content("\n\n").join(Content("\n").join(block) for block in blocks if block)


def _rows(rows: Sequence[ReportRow], width: int) -> list[Content]:
    if not rows:
        return []
    return _table(rows, width) if width >= LEAST_TABLE_WIDTH else _short_lines(rows, width)


def _done_cell(row: ReportRow) -> Cell:
    style = MUTED if row.done in (NOT_DONE, LEFT_OUT) else ""
    notes = ", ".join(_sign(note) for note in row.notes)
    first = ((_sign(row.done), style), (f", {notes}", MUTED)) if notes else ((_sign(row.done), style),)
    return [first, *([((row.best, GOOD),)] if row.best else [])]


def _sign(text: str) -> str:
    return text.replace(" x ", " × ")


def _table(rows: Sequence[ReportRow], width: int) -> list[Content]:
    """A line of heads, then the rows; what no row has gets no column."""
    cells: list[list[Cell]] = [
        [
            [((row.name, "bold"),)],
            _done_cell(row),
            [((_sign(row.next), ""),)] if row.next else [],
            [((row.why, MUTED),)] if row.why else [],
        ]
        for row in rows
    ]
    most = MOST_WIDE_CELL if width >= WIDE else MOST_CELL
    used = [index for index in range(len(HEADS)) if any(row[index] for row in cells)]
    widths = [
        min(
            MOST_NAME if index == 0 else most,
            max(cell_len(HEADS[index]), *(_width(line) for row in cells for line in row[index])),
        )
        for index in used
    ]
    below = False
    if used[-1] == len(HEADS) - 1:
        rest = width - sum(widths[:-1]) - GAP * (len(widths) - 1)
        below = rest < LEAST_WHY_WIDTH
        if below:
            used, widths = used[:-1], widths[:-1]
        else:
            widths[-1] = rest
    while sum(widths) + GAP * (len(widths) - 1) > width:
        widths[widths.index(max(widths))] -= 1
    lines = [_line([((HEADS[index], MUTED),) for index in used], widths)]
    for row in cells:
        columns = [_wrapped(row[index], size) for index, size in zip(used, widths, strict=True)]
        for number in range(max(map(len, columns))):
            parts = [column[number] if number < len(column) else () for column in columns]
            lines.append(_line(parts, widths))
        if below and row[-1]:
            indent = widths[0] + GAP
            why = _wrapped(row[-1], width - indent)
            lines += [Content.assemble(" " * indent, *line) for line in why]
    return lines


def _width(line: Sequence[Span]) -> int:
    return sum(cell_len(text) for text, _style in line)


def _wrapped(cell: Cell, width: int) -> Cell:
    """The lines of a cell, none wider than `width`."""
    found: Cell = []
    for line in cell:
        if _width(line) <= width:
            found.append(line)
        else:
            texts = ((text.removeprefix(", "), style) for text, style in line)
            found += [((part, style),) for text, style in texts for part in wrap(text, width)]
    return found


def _line(parts: Sequence[Sequence[Span]], widths: Sequence[int]) -> Content:
    spans: list[Span] = []
    for part, width in zip(parts, widths, strict=True):
        spans += [*part, (" " * (width + GAP - _width(part)), "")]
    return Content.assemble(*spans).rstrip()


def _short_lines(rows: Sequence[ReportRow], width: int) -> list[Content]:
    """Each drill by itself: its name and what was done, then what comes next and why."""
    lines: list[Content] = []
    for row in rows:
        name: Span = (f"{row.name}  ", "bold")
        done = _wrapped(_done_cell(row), width - 2)
        if _width((name, *done[0])) <= width:
            lines.append(Content.assemble(name, *done.pop(0)))
        else:
            lines.append(Content.styled(row.name, "bold"))
        lines += [Content.assemble("  ", *line) for line in done]
        if row.next:
            text = f"next {_sign(row.next)}" + (f": {row.why}" if row.why else "")
            lines += [Content(f"  {line}") for line in wrap(text, width - 2)]
    return lines


def _around(report: SessionReport, width: int) -> list[Content]:
    """The time in all, the week, the row of weeks, and when it goes on."""
    marks = ""
    if 0 < report.week_goal <= 7:
        done = min(report.week_done, report.week_goal)
        marks = DONE_MARK * done + OPEN_MARK * (report.week_goal - done)
    week = Content.assemble((f"{marks}  ", GOOD) if marks else "", report.week) if report.week else Content()
    lines = [
        Content(f"In all {report.total}.") if report.total else Content(),
        week,
        Content.styled(report.streak, MUTED),
        Content.styled(report.next_time, "bold"),
    ]
    return [line for line in lines if len(line)]
