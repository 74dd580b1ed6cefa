"""The day in lines: its programs, and what each of them asks for."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from textual.content import Content

from coach.tui.ports_today import TodayProgram

MUTED: Final = "$foreground 60%"


def due_words(due: int) -> str:
    """How much is still to be done."""
    return "nothing more is due" if not due else "one thing is due" if due == 1 else f"{due} things are due"


def program_line(program: TodayProgram) -> Content:
    """One program of the day: its mark, its name, whether it is due, and how long it takes."""
    if program.done:
        mark, state = "✓", "done"
    elif program.closed:
        mark, state = "×", "closed"
    elif program.waits:
        mark, state = "●", "due"
    else:
        mark, state = "○", "any time" if program.any_time else "not today"
    if program.unfinished and not program.closed:
        state = f"{state}, to finish"
    elif program.begun and not (program.done or program.closed):
        state = f"{state}, begun"
    minutes = f"{program.minutes} min" if program.minutes else ""
    side = "  ".join(part for part in (state, minutes) if part)
    look = MUTED if program.closed else "" if program.done else "bold"
    return Content.assemble(f"{mark} ", (program.title, look), (f"  {side}", MUTED))


def details(program: TodayProgram, *, why: bool) -> Content:
    """What a program asks for, a dose in each line; with the reasons where they are wanted."""
    return Content("\n").join(_detail_lines(program, why=why))


def _detail_lines(program: TodayProgram, *, why: bool) -> Iterator[Content]:
    if program.closed:
        yield Content.styled(program.closed, "bold")
    width = max((len(dose.name) for dose in program.doses), default=0)
    amounts = max((len(dose.amount) for dose in program.doses), default=0)
    for dose in program.doses:
        name = Content.styled(f"{dose.name:<{width}}  ", "bold")
        usual = Content.styled(
            f"{'':<{amounts - len(dose.amount)}}   {dose.usual}" if dose.usual else "", MUTED
        )
        yield Content.assemble(name, dose.amount, usual)
        if why:
            for reason in dose.reasons:
                yield Content.styled(f"  {reason}", MUTED)
    if why or not program.doses:
        yield Content("")
        yield Content.styled(program.about, MUTED)
