"""What a program will do, in lines: how long, what with, set by set, and in the weeks ahead."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from msgspec import Struct

from coach.coaching.simulate import SessionAhead
from coach.model.plan import Dose
from coach.model.program import Drill
from coach.model.quantities import Units, carried_text, clock_text, load_text, seconds_text
from coach.model.timeline import Interval, IntervalKind, Timeline
from coach.service.preview import Preview

KIND_WORDS: Final[dict[IntervalKind, str]] = {
    IntervalKind.READY: "get ready",
    IntervalKind.WORK: "work",
    IntervalKind.SWITCH: "change sides",
    IntervalKind.REST: "rest",
    IntervalKind.ROUND_REST: "rest, next round",
    IntervalKind.WAIT: "waits for you",
}
SHAPES: Final[dict[IntervalKind, str]] = {
    IntervalKind.READY: "▂",
    IntervalKind.WORK: "█",
    IntervalKind.SWITCH: "▅",
    IntervalKind.REST: "─",
    IntervalKind.ROUND_REST: "·",
    IntervalKind.WAIT: "◆",
}
"""How each looks in a strip: told apart without a colour."""
WHOLE_CELL: Final = 9
"""From this width on a cell says from where to where a week goes."""


class SetLine(Struct, frozen=True):
    """One line of the list: a set, or what stands between two."""

    moment: str
    text: str
    length: str
    is_set: bool


class AheadTable(Struct, frozen=True):
    """What the weeks ahead ask for: a column for each week, a row for each drill."""

    heads: tuple[str, ...]
    rows: tuple[tuple[str, str, tuple[str, ...]], ...]
    """Each with the name of the drill, what is carried, and its cells."""
    notes: tuple[str, ...]


def length_text(total_seconds: int, waits: int = 0) -> str:
    """How long it takes: `14 min 58 s, and waits for you 3 times`."""
    minutes, seconds = divmod(total_seconds, 60)
    parts = [f"{minutes} min" if minutes else "", f"{seconds} s" if seconds or not minutes else ""]
    text = " ".join(part for part in parts if part)
    if waits:
        text += ", and waits for you " + ("once" if waits == 1 else f"{waits} times")
    return text


def summary(preview: Preview) -> str:
    """A session in a line: its length, its sets, and what to have at hand."""
    if preview.timeline is None:
        return ""
    sets = sum(one.is_set for one in preview.timeline.intervals)
    things = ", ".join(preview.equipment) or "nothing needed"
    count = "one set" if sets == 1 else f"{sets} sets"
    return f"{length_text(preview.timeline.total_seconds, preview.waits)} · {count} · {things}"


def set_lines(timeline: Timeline, units: Units = "kg") -> list[SetLine]:
    """The session interval by interval."""
    return [_set_line(one, units) for one in timeline.intervals]


def _set_line(one: Interval, units: Units) -> SetLine:
    length = seconds_text(one.seconds) if one.seconds is not None else "—"
    moment = clock_text(int(one.start))
    if not one.is_set:
        return SetLine(moment, KIND_WORDS[one.kind], length, is_set=False)
    parts = [one.name or one.drill, one.side or "", f"{one.reps} times" if one.reps else ""]
    parts.append(carried_text(one.load_kg, units, one_hand=one.one_hand) if one.load_kg else "")
    parts.append("warm-up" if one.warmup else "")
    parts.append(f"set {one.set} of {one.sets}" if one.sets > 1 else "")
    return SetLine(moment, ", ".join(part for part in parts if part), length, is_set=True)


def ahead_table(
    sessions: Sequence[SessionAhead],
    drills: Mapping[str, Drill],
    weeks: int,
    cell: int,
    units: Units = "kg",
) -> AheadTable:
    """The weeks ahead as a table.

    Args:
        sessions: from the first day on, in order.
        drills: for their names.
        weeks: how many columns.
        cell: the width of one of them; a narrow one shows only where its week ends.
        units: how loads are shown.
    """
    if not sessions:
        return AheadTable((), (), ())
    first = sessions[0].date
    cells: dict[tuple[str, str, float | None], list[list[str]]] = {}
    light = [False] * weeks
    for session in sessions:
        week = (session.date - first).days // 7
        if week >= weeks:
            break
        light[week] |= session.phase in ("deload", "early_deload")
        for dose in session.doses:
            row = cells.setdefault((dose.slot, dose.drill, dose.load_kg), [[] for _ in range(weeks)])
            text = _dose(dose)
            if text not in row[week]:
                row[week].append(text)
    heads = tuple(f"{week + 1}{'*' if light[week] else ''}" for week in range(weeks))
    order = list(dict.fromkeys(slot for slot, _drill, _load in cells))
    rows = sorted(cells.items(), key=lambda item: order.index(item[0][0]))
    lines = tuple(
        (*_row_name(key, drills, units), tuple(_cell(one, cell) for one in row)) for key, row in rows
    )
    return AheadTable(heads, lines, _notes(sessions, light, whole=cell >= WHOLE_CELL))


def _notes(sessions: Sequence[SessionAhead], light: Sequence[bool], *, whole: bool) -> tuple[str, ...]:
    last = "" if whole else ", in the last session of the week"
    notes = [f"Sets × seconds or repetitions{last}."]
    if any(light):
        notes.append("* A light week.")
    if any(session.answer == "none" for session in sessions):
        notes.append("Empty weeks: training is paused or off for now.")
    return tuple(notes)


def _row_name(
    key: tuple[str, str, float | None], drills: Mapping[str, Drill], units: Units
) -> tuple[str, str]:
    _slot, drill, load = key
    name = drills[drill].name if drill in drills else drill
    return name, f" {load_text(load, units)}" if load is not None else ""


def _dose(dose: Dose) -> str:
    """`3×30`: how often, and the seconds or repetitions of each."""
    return f"{dose.sets}×{dose.seconds if dose.seconds is not None else dose.reps}"


def _cell(texts: Sequence[str], width: int) -> str:
    """What is asked in a week, from where to where."""
    if not texts:
        return ""
    if len(texts) == 1:
        return texts[0]
    first, last = texts[0], texts[-1]
    if first.partition("×")[0] == last.partition("×")[0]:
        both = f"{first}→{last.partition('×')[2]}"
    else:
        both = f"{first}→{last}"
    return both if width >= WHOLE_CELL and len(both) < width else last
