"""What the history screens show: a filter for entries, an entry as a line, and one with all its values."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Final, Literal

from msgspec import Struct

from coach.app.history import Entry, HistoryReader
from coach.coaching.history import is_begun, tried
from coach.coaching.statistics import SetRow, planned_vs_done, session_seconds
from coach.journal.queries import EVERYTHING, PageRequest
from coach.model.events import Action, Activity, CheckIn, Control, RedFlag, Session
from coach.model.formatting import CHECK_INS, count_text, day_text, load_text, seconds_text, short_date
from coach.model.units import Units

FilterKind = Literal["done", "noted", "all"]
"""What a list shows: sessions and activities, check-ins and decisions, or both."""
_TYPES: Final[dict[FilterKind, tuple[str, ...]]] = {
    "done": ("session", "activity"),
    "noted": ("checkin", "control"),
    "all": EVERYTHING.types,
}
_ANSWERS: Final = (
    ("spasm", "a spasm", "no spasm"),
    ("stiff", "stiff on waking", "not stiff"),
    ("tug", "a tug in the lower back", "no tug"),
    ("short_leg", "one leg felt shorter", "legs even"),
    ("woke_before_alarm", "awake before the alarm", "woken by the alarm"),
    ("hip90_left", "left hip reaches 90 degrees", "left hip short of 90 degrees"),
    ("hip90_right", "right hip reaches 90 degrees", "right hip short of 90 degrees"),
    ("tread_ok", "the tread of the shoes is fine", "the tread of the shoes is worn"),
)
"""The field of a check-in, and the answers yes and no in words."""
_FLAGS: Final[dict[RedFlag, str]] = {
    "leg_radiation": "pain running down a leg",
    "numb_toes": "numb toes",
    "bowel_bladder": "bladder or bowel trouble",
    "saddle_numbness": "numb where a saddle would be",
    "both_legs": "both legs affected",
}
_ACTIONS: Final[dict[Action, str]] = {
    "cleared": "Cleared by a clinician",
    "set_level": "A level of one's own",
    "deload": "A light week from here",
    "end_deload": "End of an early light week",
    "new_block": "A new block",
    "easier_today": "Easier for a day",
}


class Filter(Struct, frozen=True, kw_only=True):
    """Which entries are shown."""

    kind: FilterKind = "done"
    program: str | None = None
    since: date | None = None
    until: date | None = None

    @property
    def programs(self) -> tuple[str, ...]:
        """The ids of the programs that are shown; empty: all."""
        return (self.program,) if self.program else ()

    @property
    def request(self) -> PageRequest:
        """The query for the journal."""
        types = ("session",) if self.program and self.kind == "done" else _TYPES[self.kind]
        return PageRequest(types=types, programs=self.programs, since=self.since, until=self.until)


def filter_text(filter: Filter, titles: Mapping[str, str]) -> str:
    """What is shown, in a few words; empty without a filter."""
    parts = []
    if filter.program:
        parts.append(titles.get(filter.program, filter.program))
    if filter.kind != "done":
        parts.append("check-ins and decisions" if filter.kind == "noted" else "everything")
    if filter.since:
        parts.append(f"from {short_date(filter.since)}")
    if filter.until:
        parts.append(f"up to {short_date(filter.until)}")
    return ", ".join(parts)


class EntryLine(Struct, frozen=True, kw_only=True):
    """One entry as a line of a list."""

    id: str
    day: date
    time: str
    title: str
    amount: str
    """`18 sets, 16 min`; empty for entries without an amount."""
    marks: tuple[str, ...] = ()
    """Highlights: `shaky`, `pain 4`, `not all of it`."""
    note: str = ""


class EntryDetail(Struct, frozen=True, kw_only=True):
    """One entry with everything in it."""

    entry: Entry
    title: str
    when: str
    rows: tuple[SetRow, ...] = ()
    """Set by set, for a session."""
    facts: tuple[str, ...] = ()
    """Everything else about it, a line each."""


def entry_line(entry: Entry, titles: Mapping[str, str], units: Units) -> EntryLine:
    """An entry as a line of the list; `titles` are those of the programs, by id."""
    title, amount, marks = entry_texts(entry, units)
    return EntryLine(
        id=entry.id,
        day=entry.date,
        time=f"{entry.at:%H:%M}",
        title=titles.get(title, title) if isinstance(entry, Session) else title,
        amount=amount,
        marks=marks,
        note=" ".join((entry.note or "").split()),
    )


def entry_detail(entry: Entry, history: HistoryReader) -> EntryDetail:
    """An entry with everything in it."""
    units, titles = history.units, history.program_titles
    when = f"{day_text(entry.date)} {entry.date.year}, {entry.at:%H:%M}"
    rows: tuple[SetRow, ...] = ()
    if isinstance(entry, Session):
        when += f" to {entry.ended_at:%H:%M}" if entry.ended_at else ""
        rows = planned_vs_done(entry, history.drill_names, units)
    return EntryDetail(
        entry=entry,
        title=entry_line(entry, titles, units).title,
        when=when,
        rows=rows,
        facts=tuple(_facts(entry, units)),
    )


def entry_texts(entry: Entry, units: Units) -> tuple[str, str, tuple[str, ...]]:
    """The title (of a session, the id of its program), the amount and the marks of an entry."""
    if isinstance(entry, Session):
        sets = count_text(sum(tried(one) for one in entry.sets), "set")
        seconds = session_seconds(entry)
        amount = f"{sets}, {max(1, round(seconds / 60))} min" if seconds else sets
        begun = is_begun(entry)
        pain = max((one.pain or 0 for one in entry.sets), default=0)
        shaky = sum(one.form == "shaky" for one in entry.sets)
        left_out = any(one.end == "skipped" or not tried(one) for one in entry.sets)
        marks = (
            "begun" if begun else "",
            f"pain {pain}" if pain else "",
            f"{shaky} shaky" if shaky else "",
            "not all of it" if not begun and (entry.stopped or left_out) else "",
        )
        return entry.program, amount, tuple(filter(None, marks))
    if isinstance(entry, Activity):
        distance = f", {entry.distance_km:g} km" if entry.distance_km else ""
        return entry.kind.capitalize(), f"{entry.minutes or 0} min{distance}", ()
    if isinstance(entry, CheckIn):
        return CHECK_INS[entry.kind].title, "", tuple(check_in_texts(entry))[:3]
    return control_text(entry, units), "", ()


def _facts(entry: Entry, units: Units) -> Iterator[str]:
    if entry.replaces:
        yield "This is a correction of an earlier entry."
    if isinstance(entry, Activity):
        yield entry_texts(entry, units)[1]
        if entry.could_talk is not None:
            yield f"Able to talk while moving: {'yes' if entry.could_talk else 'no'}"
    elif isinstance(entry, CheckIn):
        yield from check_in_texts(entry)
    if entry.note:
        yield f"Note: {entry.note}"
    if isinstance(entry, Session) and not entry.sets:
        yield "No set was recorded."


def check_in_texts(check_in: CheckIn) -> Iterator[str]:
    """Each answer in a few words, the most important first; questions that were not asked are left out."""
    for flag in check_in.red_flags:
        yield _FLAGS[flag]
    answers = [(getattr(check_in, name), yes, no) for name, yes, no in _ANSWERS]
    yield from (yes for answer, yes, _no in answers if answer is True)
    if check_in.pain is not None:
        yield f"pain {check_in.pain}" if check_in.pain else "no pain"
    if check_in.sleep_hours is not None:
        yield f"{check_in.sleep_hours:g} hours of sleep"
    yield from (no for answer, _yes, no in answers if answer is False)
    if check_in.triggers:
        yield f"set off by {', '.join(check_in.triggers)}"
    for change in check_in.changes:
        yield f"to change: {change}"


def control_text(control: Control, units: Units) -> str:
    """What was decided, and for what: `A level of one's own: plank, 30 s`."""
    parts = [part for part in (control.slot or control.program, control.drill) if part]
    if control.seconds is not None:
        parts.append(seconds_text(control.seconds))
    if control.reps is not None:
        parts.append(f"{control.reps} times")
    if control.load_kg is not None:
        parts.append(load_text(control.load_kg, units))
    text = _ACTIONS[control.action]
    return f"{text}: {', '.join(parts)}" if parts else text
