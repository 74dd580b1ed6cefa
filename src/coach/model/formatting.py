"""Formats amounts, loads, doses, days, phases and check-ins, in English, whatever the locale."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Final, NamedTuple

from coach.model.events import CheckInKind
from coach.model.plan import Dose, Phase
from coach.model.program import Measure
from coach.model.units import Units, load_in

YEARS: Final = range(1900, 2200)
"""The years of valid days; some week beyond them would be in no calendar."""
WEEKDAY_NAMES: Final = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTHS: Final = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
UNIT_NAMES: Final[Mapping[Measure, str]] = {
    Measure.HOLD: "s",
    Measure.TIME: "s",
    Measure.REPS: "times",
    Measure.BREATHS: "breaths",
}
"""What a set of each measure is counted in."""


class PhaseText(NamedTuple):
    """What a phase of training is called."""

    name: str
    week: str
    """Its week, as a heading."""
    in_sentence: str
    refusal: str = ""
    """Why no session of it can be started; empty where one can."""
    closed: str = ""
    """The same as a sentence of its own."""


PHASES: Final[Mapping[Phase, PhaseText]] = {
    "build": PhaseText("build", "build week", "a build week"),
    "deload": PhaseText("light", "light week", "a light week"),
    "early_deload": PhaseText("early light", "early light week", "an early light week"),
    "return": PhaseText("coming back", "first week back", "the first week back"),
    "paused": PhaseText(
        *("paused", "paused", "paused"),
        refusal="this waits while training is paused",
        closed="This waits until the spasm has gone.",
    ),
    "locked": PhaseText(
        *("locked", "locked", "locked"),
        refusal="training is off for now",
        closed="Closed until a clinician has cleared you.",
    ),
}
"""Every phase, in the order in which they are shown."""


class CheckInText(NamedTuple):
    """What a check-in is called."""

    title: str
    """In the history."""
    question: str
    """In the list of what can be answered."""
    due: str
    """In the line of what is due."""
    help: str
    """In the help of a command."""


CHECK_INS: Final[Mapping[CheckInKind, CheckInText]] = {
    "morning": CheckInText("Morning check-in", "This morning", "morning check-in", "a check-in after waking"),
    "before": CheckInText(
        "Check before core", "Before you start", "check-in", "the check-in before a core session"
    ),
    "weekly": CheckInText("Weekly check-in", "Your week", "weekly check-in", "the check-in of the week"),
    "monthly": CheckInText(
        "Monthly check", "Your shoes", "a look at your shoes", "the check-in of the month"
    ),
}


def seconds_text(seconds: int) -> str:
    """`35 s`, `2 min` or `1 min 30 s`."""
    minutes, rest = divmod(seconds, 60)
    if seconds < 120 and rest:
        return f"{seconds} s"
    return f"{minutes} min {rest} s" if minutes and rest else f"{minutes} min" if minutes else f"{rest} s"


def clock_text(seconds: int) -> str:
    """`7:05`, or `1:02:05` from an hour on; below zero counts as zero."""
    minutes, rest = divmod(max(0, seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"


def count_text(number: int, thing: str) -> str:
    """`1 set`, or `2 sets`."""
    return f"{number} {thing}" if number == 1 else f"{number} {thing}s"


def load_text(kilograms: float, units: Units = "kg") -> str:
    """`6 kg` or `2.5 kg`; in pounds, to a tenth, `13.2 lb`."""
    return f"{load_in(kilograms, units):g} {units}"


def carried_text(kilograms: float, units: Units = "kg", *, one_hand: bool = False) -> str:
    """`6 kg a hand`, or `10 kg in one hand`."""
    return f"{load_text(kilograms, units)} {'in one hand' if one_hand else 'a hand'}"


def name_of(drill: str, names: Mapping[str, str]) -> str:
    """The name of a drill by its id; without a name, the id in words."""
    return names.get(drill, drill.replace("-", " "))


def in_sentence(name: str) -> str:
    """A name within a sentence: its first letter small, unless it is written in capitals."""
    return name[:1].lower() + name[1:] if name[1:2].islower() else name


def is_valid_date(day: date) -> bool:
    """Whether a day is within the valid years."""
    return day.year in YEARS


def weekday_name(day: date) -> str:
    """`Monday`."""
    return WEEKDAY_NAMES[day.weekday()]


def short_weekday(day: date) -> str:
    """`Mon`."""
    return weekday_name(day)[:3]


def short_month(day: date) -> str:
    """`Feb`."""
    return _MONTHS[day.month - 1][:3]


def short_day(day: date) -> str:
    """`2 February`."""
    return f"{day.day} {_MONTHS[day.month - 1]}"


def day_text(day: date) -> str:
    """`Monday 2 February`."""
    return f"{weekday_name(day)} {short_day(day)}"


def full_date(day: date) -> str:
    """`2 February 2026`."""
    return f"{short_day(day)} {day.year}"


def long_date(day: date) -> str:
    """`Monday, 2 February 2026`."""
    return f"{weekday_name(day)}, {full_date(day)}"


def short_date(day: date, *, century: bool = True) -> str:
    """`2 Feb 2026`; without the century `2 Feb 26`."""
    year = day.year if century else f"{day.year % 100:02}"
    return f"{day.day} {short_month(day)} {year}"


def relative_day(day: date, today: date, *, on: str = "") -> str:
    """`today`, `yesterday`, or `2 February`, with `on` before it; never after `today`."""
    return {0: "today", 1: "yesterday"}.get((today - day).days, f"{on}{short_day(day)}")


def format_amount(measure: Measure, amount: int) -> str:
    """One set in its unit: `35 s`, `8 times` or `10 breaths`."""
    if measure.in_seconds:
        return seconds_text(amount)
    unit = UNIT_NAMES[measure]
    return f"{amount} {unit.removesuffix('s') if amount == 1 else unit}"


def format_set(
    measure: Measure, amount: int, grams: int | None = None, units: Units = "kg", *, one_hand: bool = False
) -> str:
    """`30 s`, or `30 s and 6 kg a hand` for something carried."""
    text = format_amount(measure, amount)
    return text if grams is None else f"{text} and {carried_text(grams / 1000, units, one_hand=one_hand)}"


def format_dose(dose: Dose, *, units: Units = "kg", name: str = "", times: str = "x") -> str:
    """`3 x 30 s a side, left first, 6 kg a hand`; with a name `3 x 30 s farmer carry with 6 kg a hand`.

    Args:
        dose: what is asked.
        units: how loads are shown.
        name: of the drill; with it the text goes into a sentence, which leaves the sides out.
        times: the sign between the number of sets and one of them.
    """
    load = "" if dose.load_kg is None else carried_text(dose.load_kg, units, one_hand=dose.one_hand)
    if name:
        amount = seconds_text(dose.seconds) if dose.seconds is not None else str(dose.reps)
        return f"{dose.sets} {times} {amount} {name}{load and f' with {load}'}"
    one = (
        seconds_text(dose.seconds)
        if dose.seconds is not None
        else format_amount(dose.measure, dose.reps or 0)
    )
    if len(dose.sides) > 1:
        one += f" a side, {dose.sides[0]} first"
    elif dose.sides:
        one += f", {dose.sides[0]}"
    return f"{dose.sets} {times} {one}{load and f', {load}'}"


def format_usual(dose: Dose, *, times: str = "x") -> str:
    """`usually 3 x 40 s` for a dose that is less than its level; else empty."""
    if dose.full_seconds is None or (dose.sets, dose.seconds) == (dose.full_sets, dose.full_seconds):
        return ""
    return f"usually {dose.full_sets} {times} {seconds_text(dose.full_seconds)}"
