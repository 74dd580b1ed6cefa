"""The forms of the history: which entries to show, what to add, what to correct."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from typing import Final, cast, get_args

from msgspec import Struct

from coach.app.corrections import Value, parse_amount, parse_typed
from coach.app.history import Entry
from coach.errors import UsageError
from coach.model.events import WORST_PAIN, Activity, ActivityKind, SetRecord
from coach.model.formatting import YEARS, is_valid_date
from coach.model.units import Units, decimal_number, load_in, parse_load, whole_number
from coach.tui.dialogs import Field, FormScreen
from coach.tui.history.data import Filter, FilterKind

DAY_HINT: Final = "2026-01-31, today or yesterday"
_KINDS: Final[tuple[tuple[str, FilterKind], ...]] = (
    ("what was done", "done"),
    ("check-ins and decisions", "noted"),
    ("both", "all"),
)
_LOADS: Final[dict[Units, str]] = {"kg": "6kg", "lb": "15lb"}
"""An example of a load."""
_ACTIVITY: Final = "activity:"


class Addition(Struct, frozen=True, kw_only=True):
    """A session or an activity to add."""

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
        UsageError: it is not a day.
    """
    named = {"today": today, "yesterday": today - timedelta(days=1)}
    known = named.get(text.strip().lower())
    if known is not None:
        return known
    try:
        day = date.fromisoformat(text.strip())
    except ValueError:
        raise UsageError(f"'{text}' is not a day", hint=f"write {DAY_HINT}") from None
    if not is_valid_date(day):
        raise UsageError(f"'{text}' is too far away", hint=f"{YEARS[0]} to {YEARS[-1]} will do")
    return day


def filter_form(now: Filter, titles: Mapping[str, str], today: date) -> FormScreen[Filter]:
    """A form for which entries to show; `titles` are those of the programs, by id."""

    def read(texts: Mapping[str, str]) -> Filter:
        since = read_day(texts["since"], today) if texts["since"] else None
        until = read_day(texts["until"], today) if texts["until"] else None
        if since and until and since > until:
            raise UsageError("the first day comes after the last one", hint="change one of them")
        kind = cast(FilterKind, texts["kind"])
        return Filter(kind=kind, program=texts["program"] or None, since=since, until=until)

    fields = [
        Field(
            name="program",
            label="program",
            value=now.program if now.program and now.program in titles else "",
            choices=(("every program", ""), *((title, key) for key, title in titles.items())),
        ),
        Field(name="kind", label="show", value=now.kind, choices=_KINDS),
        Field(name="since", label="from", value=_iso(now.since), hint=f"{DAY_HINT}; empty: the first day"),
        Field(name="until", label="up to", value=_iso(now.until), hint="empty: today"),
    ]
    return FormScreen("Show only", fields, read)


def add_form(titles: Mapping[str, str], day: date, today: date) -> FormScreen[Addition]:
    """A form for what was done without the app."""

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
    first = next(iter(titles), f"{_ACTIVITY}walk")
    fields = [
        Field(
            name="what",
            label="what",
            value=first,
            choices=(*((title, key) for key, title in titles.items()), *activities),
        ),
        Field(name="day", label="when", value=day.isoformat(), hint=DAY_HINT),
        Field(name="sets", label="sets", hint="empty: all of it as asked; or plank=30,30,28~"),
        Field(name="minutes", label="minutes", hint="for walking, running and the like"),
        Field(name="pain", label="pain, 0 to 10", hint="empty: not said"),
        Field(name="note", label="note"),
    ]
    foot = "A side is written side-plank.left=30,24; ~ marks a shaky set, !4 one that hurt, @6kg a load."
    return FormScreen("Add what you did away from the app", fields, read, foot=foot)


def set_form(name: str, done: SetRecord, index: int, units: Units = "kg") -> FormScreen[dict[str, Value]]:
    """A form for the values of one set; the answer has only those that changed, by their paths.

    `name` is that of the drill with the side, and `index` that of the set in its session, from 0.
    """
    load = None if done.load_kg is None else load_in(done.load_kg, units)
    fields = [
        *(
            [Field(name="seconds", label="seconds", value=_text(done.seconds))]
            if done.seconds is not None or done.reps is None
            else []
        ),
        *([Field(name="reps", label="times", value=_text(done.reps))] if done.reps is not None else []),
        Field(name="load_kg", label="load a hand", value=_text(load), hint=f"{_LOADS[units]}; empty: none"),
        Field(
            name="form",
            label="form",
            value=done.form or "",
            choices=(("not said", ""), ("steady", "clean"), ("shaky", "shaky")),
        ),
        Field(name="pain", label="pain, 0 to 10", value=_text(done.pain), hint="empty: not said"),
    ]
    readers: dict[str, Callable[[str], Value]] = {
        "seconds": lambda text: parse_amount(text) if text else None,
        "reps": lambda text: (
            _number(text, 0, 9_999, "a number of times", "a whole number, such as 8") if text else None
        ),
        "load_kg": lambda text: (
            parse_typed(parse_load, f"{text}{units}" if decimal_number(text) is not None else text)
            if text
            else None
        ),
        "form": lambda text: text or None,
        "pain": _pain,
    }
    return _correction(name, fields, readers, prefix=f"sets.{index}.")


def entry_form(title: str, entry: Entry, today: date) -> FormScreen[dict[str, Value]]:
    """A form for the day, the minutes and the note of an entry; the answer has only what changed."""
    fields = [Field(name="date", label="day", value=entry.date.isoformat(), hint=DAY_HINT)]
    if isinstance(entry, Activity):
        fields.append(Field(name="minutes", label="minutes", value=_text(entry.minutes)))
    fields.append(Field(name="note", label="note", value=entry.note or ""))

    def read_past_day(text: str) -> str:
        day = read_day(text, today)
        if day > today:
            raise UsageError(f"{day} has not come yet", hint="only what was done can be recorded")
        return day.isoformat()

    readers: dict[str, Callable[[str], Value]] = {
        "date": read_past_day,
        "minutes": _minutes,
        "note": lambda text: text or None,
    }
    return _correction(title, fields, readers)


def _correction(
    title: str, fields: list[Field], readers: Mapping[str, Callable[[str], Value]], *, prefix: str = ""
) -> FormScreen[dict[str, Value]]:
    before = {field.name: field.value for field in fields}

    def read(texts: Mapping[str, str]) -> dict[str, Value]:
        changed = {name: text for name, text in texts.items() if text != before[name]}
        return {prefix + name: readers[name](text) for name, text in changed.items()}

    return FormScreen(f"Correct: {title}", fields, read)


def _iso(day: date | None) -> str:
    return day.isoformat() if day else ""


def _text(number: float | None) -> str:
    return "" if number is None else f"{number:g}"


def _minutes(text: str) -> int:
    return _number(text, 1, 24 * 60, "a number of minutes", "a whole number, such as 30")


def _pain(text: str) -> int | None:
    hint = "0, not at all, to 10, the worst there is"
    return _number(text, 0, WORST_PAIN, "a pain", hint) if text else None


def _number(text: str, least: int, most: int, what: str, hint: str) -> int:
    number = whole_number(text)
    if number is None or not least <= number <= most:
        raise UsageError(f"'{text}' is not {what}", hint=f"write {hint}")
    return number
