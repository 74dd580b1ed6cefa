"""The pages of a program and of a drill, as lines."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from coach.app.programs import FirstSession, ProgramEntry, neighbours
from coach.model.formatting import WEEKDAY_NAMES, carried_text, format_amount
from coach.model.program import WEEKDAYS, Drill, Kind, Measure, Program, Schedule, Side, Slot
from coach.model.units import Units, duration_text
from coach.tui.programs.preview import QUIET, length_text

Line = tuple[str, str]
"""A line and its style; an empty style is the plain one."""

HEAD: Final = "bold"
WRONG: Final = "$error"

KINDS: Final[dict[Kind, tuple[str, str]]] = {
    Kind.CORE: ("Core", "Holds that grow when they went well, with lighter weeks."),
    Kind.MOBILITY: ("Mobility", "Stretches and movements that keep the hips and the upper back loose."),
    Kind.MORNING: ("Morning", "A gentle start of the day."),
    Kind.BREAK: ("Break", "A minute out of the chair, again and again through the day."),
    Kind.BREATHING: ("Breathing", "Slow breaths, in and out by the clock."),
    Kind.PRACTICE: ("Practice", "A movement to be learned until it sticks."),
    Kind.CARDIO: ("Cardio", "Brisk minutes on foot, on wheels or in the water."),
    Kind.CUSTOM: (
        "Something else",
        "Whatever you like; it asks the same each time unless you say otherwise.",
    ),
}
_DAYS: Final = dict(zip(WEEKDAYS, WEEKDAY_NAMES, strict=True))


def origin_text(entry: ProgramEntry) -> str:
    """Where a program is from."""
    if entry.origin == "shipped":
        return "comes with the app"
    if entry.replaces_shipped:
        return "yours, in place of the one that comes with the app"
    return "yours"


def program_page(
    entry: ProgramEntry,
    program: Program | None,
    first: FirstSession,
    drills: Mapping[str, Drill],
    units: Units = "kg",
) -> list[Line]:
    """The page of a program: what it is for, how long, how often, what with, and its doses as it begins."""
    lines: list[Line] = [(entry.title, HEAD), (origin_text(entry), QUIET), ("", "")]
    if program is None:
        count = len(entry.problems)
        problems = "a problem" if count == 1 else f"{count} problems"
        lines += [(f"This has {problems} and cannot be started before that is repaired.", WRONG), ("", "")]
        for one in entry.problems:
            hint = f" ({one.hint})" if one.hint else ""
            lines.append((f"line {one.line}: {one.message}{hint}", ""))
        return lines
    if program.about:
        lines += [(program.about, ""), ("", "")]
    kind, _what = KINDS[program.kind]
    facts = [
        ("For", kind.lower()),
        ("Length", length_text(first.total_seconds)),
        ("When", schedule_text(program.schedule)),
        ("Needs", ", ".join(first.equipment) or "nothing"),
    ]
    lines += [(f"{name:<8}{text}", "") for name, text in facts]
    for part in program.parts:
        rounds = f", {part.rounds} rounds" if part.rounds > 1 else ""
        title = "Warm-up" if part.warmup else "What it begins with" if len(program.parts) == 1 else "Part"
        lines += [("", ""), (f"{part.title or title}{rounds}", HEAD)]
        names = [drills[slot.drill].name if slot.drill in drills else slot.drill for slot in part.slots]
        width = max(map(len, names), default=0)
        for name, slot in zip(names, part.slots, strict=True):
            lines.append((f"{name:<{width}}  {slot_text(slot, units)}", ""))
    return lines


def schedule_text(schedule: Schedule) -> str:
    """When it is due: `on Monday, Wednesday and Friday`."""
    if schedule.days:
        names = [_DAYS[day] for day in schedule.days]
        last = f" and {names[-1]}" if len(names) > 1 else names[-1]
        return f"on {', '.join(names[:-1])}{last}"
    if schedule.per_week is not None:
        return f"{_times(schedule.per_week)} a week"
    if schedule.per_day is not None:
        return f"{_times(schedule.per_day)} a day"
    if schedule.every_seconds is not None:
        hours = f", from {schedule.from_time} until {schedule.until_time}" if schedule.from_time else ""
        return f"every {duration_text(schedule.every_seconds)}{hours}"
    return "whenever you like"


def _times(count: int) -> str:
    return "once" if count == 1 else f"{count} times"


def slot_text(slot: Slot, units: Units = "kg") -> str:
    """`3 × 30 s a side, up to 45 s`."""
    text = f"{slot.sets} × {_amount(slot, slot.amount)}"
    if slot.sided:
        text += " a side"
    rung = slot.ladder[slot.start_rung]
    if slot.load is not None and rung.loaded:
        text += f", {carried_text(slot.load.start_kg, units, one_hand=rung.one_hand)}"
    if slot.upto > slot.amount:
        text += f", up to {_amount(slot, slot.upto)}"
    return text


def _amount(slot: Slot, amount: int) -> str:
    return str(amount) if slot.measure is Measure.REPS else format_amount(slot.measure, amount)


def chain(drill: Drill, drills: Mapping[str, Drill]) -> tuple[Drill, ...]:
    """The drills from the easiest to the hardest that one belongs to."""
    return (*reversed(_along(drill, drills, 0)), drill, *_along(drill, drills, 1))


def _along(drill: Drill, drills: Mapping[str, Drill], index: int) -> list[Drill]:
    """The easier (0) or the harder (1) drills from one on, until the chain ends or comes back to it."""
    found: list[Drill] = []
    following = neighbours(drill, drills)[index]
    while following is not None and following != drill and following not in found:
        found.append(following)
        following = neighbours(following, drills)[index]
    return found


def how_lines(drill: Drill, side: Side = "left") -> list[Line]:
    """The first part of the page of a drill: its name, what it needs, and how it is done on a side."""
    sides = "on each side" if drill.sides else ""
    needs = ", ".join(drill.equipment) or "nothing"
    lines: list[Line] = [(drill.name, HEAD)]
    lines.append((" · ".join(part for part in (sides, f"needs {needs}") if part), QUIET))
    if drill.cues:
        how = f"How, on the {side} side" if drill.sides else "How"
        lines += [("", ""), (how, HEAD), *((f"• {cue}", "") for cue in drill.cue_texts(side))]
    return lines


def judging_lines(drill: Drill, drills: Mapping[str, Drill]) -> list[Line]:
    """The rest of that page: what shows that it goes well, when to leave it out, easier and harder.

    Args:
        drill: which.
        drills: every drill.
    """
    lines: list[Line] = []
    if drill.check:
        lines += [("", ""), ("It goes well when", HEAD), (drill.check, "")]
    if drill.avoid:
        lines += [("", ""), ("Leave it out, or change it", HEAD), (drill.avoid, "")]
    row = chain(drill, drills)
    if len(row) > 1:
        lines += [("", ""), ("From easy to hard", HEAD)]
        lines += [
            (f"{'▸' if one.id == drill.id else ' '} {one.name}", HEAD if one.id == drill.id else "")
            for one in row
        ]
    return lines
