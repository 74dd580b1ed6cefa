"""The forms of the history: which entries to show, what to add, what to correct."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from typing import Final, cast, get_args

from msgspec import Struct

from coach.app.corrections import Value
from coach.errors import UsageError
from coach.model.events import WORST_PAIN, ActivityKind
from coach.model.formatting import YEARS, can_be_meant
from coach.model.units import Units, decimal_number, load_in, parse_duration, parse_load, whole_number
from coach.tui.dialogs import Field, FormScreen
from coach.tui.ports_history import Detail, Filter, SetValues, What

DAY_HINT: Final = "2026-01-31, today or yesterday"
_WHATS: Final[tuple[tuple[str, What], ...]] = (
    ("what was done", "done"),
    ("check-ins and decisions", "said"),
    ("both", "all"),
)
_LOADS: Final[dict[Units, str]] = {"kg": "6kg", "lb": "15lb"}
"""What a load looks like."""
_ACTIVITY: Final = "activity:"


class Addition(Struct, frozen=True, kw_only=True):
    """Something from the past that somebody wants to add."""

    day: date
    program: str | None = None
    activity: ActivityKind | None = None
    written: tuple[str, ...] = ()
    minutes: int = 0
    pain: int | None = None
    note: str | None = None


def read_day(text: str, today: date) -> date:
    """The day of a text.

    Raises:
        UsageError: it is none.
    """
    named = {"today": today, "yesterday": today - timedelta(days=1)}
    known = named.get(text.strip().lower())
    if known is not None:
        return known
    try:
        day = date.fromisoformat(text.strip())
    except ValueError:
        raise UsageError(f"'{text}' is not a day", hint=f"write {DAY_HINT}") from None
    if not can_be_meant(day):
        raise UsageError(f"'{text}' is too far away", hint=f"{YEARS[0]} to {YEARS[-1]} will do")
    return day


def filter_form(now: Filter, programs: Mapping[str, str], today: date) -> FormScreen[Filter]:
    """Ask which entries are wanted."""

    def read(texts: Mapping[str, str]) -> Filter:
        since = read_day(texts["since"], today) if texts["since"] else None
        until = read_day(texts["until"], today) if texts["until"] else None
        if since and until and since > until:
            raise UsageError("the first day comes after the last one", hint="change one of them")
        return Filter(
            what=cast(What, texts["what"]), program=texts["program"] or None, since=since, until=until
        )

    fields = [
        Field(
            name="program",
            label="program",
            value=now.program if now.program and now.program in programs else "",
            choices=(("every program", ""), *((title, key) for key, title in programs.items())),
        ),
        Field(name="what", label="show", value=now.what, choices=_WHATS),
        Field(name="since", label="from", value=_iso(now.since), hint=f"{DAY_HINT}; empty: the first day"),
        Field(name="until", label="up to", value=_iso(now.until), hint="empty: today"),
    ]
    return FormScreen("Show only", fields, read)


def add_form(programs: Mapping[str, str], day: date, today: date) -> FormScreen[Addition]:
    """Ask what was done away from the app."""

    def read(texts: Mapping[str, str]) -> Addition:
        what, on = texts["what"], read_day(texts["day"], today)
        note, sets = texts["note"] or None, texts["sets"]
        if what.startswith(_ACTIVITY):
            kind = cast(ActivityKind, what.removeprefix(_ACTIVITY))
            return Addition(day=on, activity=kind, minutes=_minutes(texts["minutes"]), note=note)
        return Addition(
            day=on, program=what, written=tuple(sets.split()), pain=_pain(texts["pain"]), note=note
        )

    activities = ((kind.capitalize(), f"{_ACTIVITY}{kind}") for kind in get_args(ActivityKind))
    first = next(iter(programs), f"{_ACTIVITY}walk")
    fields = [
        Field(
            name="what",
            label="what",
            value=first,
            choices=(*((title, key) for key, title in programs.items()), *activities),
        ),
        Field(name="day", label="when", value=day.isoformat(), hint=DAY_HINT),
        Field(name="sets", label="sets", hint="empty: all of it as asked; or plank=30,30,28~"),
        Field(name="minutes", label="minutes", hint="for walking, running and the like"),
        Field(name="pain", label="pain, 0 to 10", hint="empty: not said"),
        Field(name="note", label="note"),
    ]
    foot = "A side is written side-plank.left=30,24; ~ marks a shaky set, !4 one that hurt, @6kg a load."
    return FormScreen("Add what you did away from the app", fields, read, foot=foot)


def set_form(values: SetValues, index: int, units: Units = "kg") -> FormScreen[dict[str, Value]]:
    """Ask what really happened in one set; the answer holds only what changed.

    Args:
        values: as they stand.
        index: of the set in its session, from 0.
        units: in which a load is shown, and in which one without a unit is read.
    """
    load = None if values.load_kg is None else load_in(values.load_kg, units)
    shaky = {True: "shaky", False: "clean", None: ""}[values.shaky]
    fields = [
        *([Field(name="seconds", label="seconds", value=_text(values.seconds))] if _timed(values) else []),
        *([Field(name="reps", label="times", value=_text(values.reps))] if values.reps is not None else []),
        Field(name="load_kg", label="load a hand", value=_text(load), hint=f"{_LOADS[units]}; empty: none"),
        Field(
            name="form",
            label="form",
            value=shaky,
            choices=(("not said", ""), ("clean", "clean"), ("shaky", "shaky")),
        ),
        Field(name="pain", label="pain, 0 to 10", value=_text(values.pain), hint="empty: not said"),
    ]
    readers: dict[str, Callable[[str], Value]] = {
        "seconds": _seconds,
        "reps": _count,
        "load_kg": lambda text: _load(text, units),
        "form": lambda text: text or None,
        "pain": _pain,
    }
    before = {field.name: field.value for field in fields}

    def read(texts: Mapping[str, str]) -> dict[str, Value]:
        changed = {name: text for name, text in texts.items() if text != before[name]}
        return {f"sets.{index}.{name}": readers[name](text) for name, text in changed.items()}

    return FormScreen(f"Correct: {values.name}", fields, read)


def entry_form(detail: Detail, today: date) -> FormScreen[dict[str, Value]]:
    """Ask for another day, other minutes or another note; the answer holds only what changed."""
    fields = [Field(name="date", label="day", value=detail.day.isoformat(), hint=DAY_HINT)]
    if "minutes" in detail.correctable:
        fields.append(Field(name="minutes", label="minutes", value=_text(detail.minutes)))
    fields.append(Field(name="note", label="note", value=detail.note or ""))
    readers: dict[str, Callable[[str], Value]] = {
        "date": lambda text: _past(read_day(text, today), today).isoformat(),
        "minutes": _minutes,
        "note": lambda text: text or None,
    }
    before = {field.name: field.value for field in fields}

    def read(texts: Mapping[str, str]) -> dict[str, Value]:
        return {name: readers[name](text) for name, text in texts.items() if text != before[name]}

    return FormScreen(f"Correct: {detail.title}", fields, read)


def _past(day: date, today: date) -> date:
    if day > today:
        raise UsageError(f"{day} has not come yet", hint="only what was done can be recorded")
    return day


def _timed(values: SetValues) -> bool:
    return values.seconds is not None or values.reps is None


def _iso(day: date | None) -> str:
    return day.isoformat() if day else ""


def _text(number: float | None) -> str:
    return "" if number is None else f"{number:g}"


def _seconds(text: str) -> int | None:
    if not text:
        return None
    if text == "0":
        return 0
    try:
        return parse_duration(text)
    except ValueError as error:
        raise UsageError(str(error)) from None


def _count(text: str) -> int | None:
    if not text:
        return None
    times = whole_number(text)
    if times is not None and times < 10_000:
        return times
    raise UsageError(f"'{text}' is not a number of times", hint="write a whole number, such as 8")


def _minutes(text: str) -> int:
    minutes = whole_number(text)
    if minutes and minutes <= 24 * 60:
        return minutes
    raise UsageError(f"'{text}' is not a number of minutes", hint="write a whole number, such as 30")


def _pain(text: str) -> int | None:
    if not text:
        return None
    pain = whole_number(text)
    if pain is not None and pain <= WORST_PAIN:
        return pain
    raise UsageError(f"'{text}' is not a pain", hint="write 0, not at all, to 10, the worst there is")


def _load(text: str, units: Units) -> float | None:
    if not text:
        return None
    try:
        return parse_load(f"{text}{units}" if decimal_number(text) is not None else text)
    except ValueError as error:
        raise UsageError(str(error)) from None
