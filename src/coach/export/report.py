"""The training summary for a clinician: what the journal says about some weeks, as Markdown or HTML."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from html import escape
from typing import TYPE_CHECKING, Final

from msgspec import Struct

from coach.coaching.history import is_session, live_events, read_history
from coach.coaching.locks import standing_flags
from coach.coaching.messages import FLAG_WORDS
from coach.model.events import Activity, CheckIn, Control, Event, Session, SetRecord
from coach.model.formatting import count_text, full_date, in_sentence, name_of
from coach.model.program import one_handed
from coach.model.units import Units
from coach.session.set_records import summarise

if TYPE_CHECKING:
    from coach.app.workspace import Workspace


_SIGNS: Final = {
    "spasm": "spasm",
    "stiff": "woke stiff",
    "tug": "a tug in the lower back",
    "short_leg": "a leg felt shorter",
}
_DECISIONS: Final = {"cleared": "cleared for training by a clinician", "deload": "an early light week"}


class DatedNote(Struct, frozen=True, kw_only=True):
    """An observation of a day."""

    day: date
    what: str
    more: str = ""
    """Possible triggers, and the note."""


class SlotSummary(Struct, frozen=True, kw_only=True):
    """The sessions of one slot."""

    program: str
    drill: str
    """The name of the drill in the latest session."""
    sessions: int
    first: str
    """The dose that was done in the first session of these weeks."""
    latest: str


class WeekFigures(Struct, frozen=True, kw_only=True):
    """Seven days in figures."""

    first: date
    sessions: Mapping[str, int]
    """By program."""
    minutes: int
    """Minutes of cardio."""
    worst_pain: int | None
    """0 to 10; None: unknown."""


class ClinicFacts(Struct, frozen=True, kw_only=True):
    """The content of the summary."""

    first: date
    last: date
    flags: tuple[DatedNote, ...]
    signs: tuple[DatedNote, ...]
    """Spasms and warning signs."""
    pain: tuple[DatedNote, ...]
    decided: tuple[DatedNote, ...]
    """Clearances and early light weeks."""
    slots: tuple[SlotSummary, ...]
    weeks: tuple[WeekFigures, ...]
    check_ins: int
    days_trained: int
    nights: int
    """Nights with hours of sleep."""
    sleep_hours: float | None
    """A night, on average."""


def clinic_facts(
    events: Sequence[Event],
    last: date,
    weeks: int,
    titles: Mapping[str, str],
    drills: Mapping[str, str],
    units: Units = "kg",
    *,
    one_hand: Collection[str] = (),
) -> ClinicFacts:
    """The facts of some weeks up to and including a day.

    Args:
        titles: of the programs by id, in the order of the summary.
        drills: the names of the drills by id.
        units: how loads are shown.
        one_hand: the drills whose load is carried in one hand.
    """
    first = last - timedelta(days=7 * weeks - 1)
    found = [event for event in live_events(events, last) if event.date >= first]
    sessions = [event for event in found if isinstance(event, Session) and is_session(event)]
    check_ins = [event for event in found if isinstance(event, CheckIn)]
    # The red flags of these weeks, and those that are still active, however old they are.
    active = standing_flags(read_history(events, last, now=last))
    flagged = {one.id: one for one in (*active, *check_ins) if one.red_flags}
    nights = [one.sleep_hours for one in check_ins if one.sleep_hours is not None]
    return ClinicFacts(
        first=first,
        last=last,
        flags=tuple(
            DatedNote(
                day=one.date, what=", ".join(FLAG_WORDS[flag] for flag in one.red_flags), more=one.note or ""
            )
            for one in sorted(flagged.values(), key=lambda one: (one.date, one.id))
        ),
        signs=tuple(
            DatedNote(
                day=one.date,
                what=", ".join(text for field, text in _SIGNS.items() if getattr(one, field)),
                more="; ".join((*one.triggers, *([one.note] if one.note else []))),
            )
            for one in check_ins
            if any(getattr(one, field) for field in _SIGNS)
        ),
        pain=tuple(_pains(found, titles, drills)),
        decided=tuple(
            DatedNote(day=one.date, what=_DECISIONS[one.action], more=one.note or "")
            for one in found
            if isinstance(one, Control) and one.action in _DECISIONS
        ),
        slots=tuple(_slots(sessions, titles, drills, units, one_hand)),
        weeks=tuple(_weeks(found, first, weeks)),
        check_ins=len(check_ins),
        days_trained=len({one.date for one in sessions}),
        nights=len(nights),
        sleep_hours=sum(nights) / len(nights) if nights else None,
    )


def _pains(
    found: Iterable[Event], titles: Mapping[str, str], drills: Mapping[str, str]
) -> Iterable[DatedNote]:
    """Pain above 0: of check-ins, and the worst of each drill in a session."""
    for event in found:
        if isinstance(event, CheckIn) and event.pain:
            yield DatedNote(day=event.date, what=f"{event.pain} of 10", more=f"{event.kind} check-in")
        elif isinstance(event, Session):
            worst: dict[str, int] = {}
            for one in event.sets:
                if one.pain:
                    name = name_of(one.drill or one.slot, drills) + (f", {one.side}" if one.side else "")
                    worst[name] = max(one.pain, worst.get(name, 0))
            for name, pain in worst.items():
                title = titles.get(event.program, event.program)
                yield DatedNote(day=event.date, what=f"{pain} of 10", more=f"{name}, in {title}")


def _slots(
    sessions: Sequence[Session],
    titles: Mapping[str, str],
    drills: Mapping[str, str],
    units: Units,
    one_hand: Collection[str],
) -> Iterable[SlotSummary]:
    def dose(sets: Sequence[SetRecord]) -> str:
        summaries = summarise(sets, drills, units, one_hand=one_hand)
        if len(summaries) == 1:
            return summaries[0].text.removeprefix(in_sentence(summaries[0].name)).strip()
        return "; ".join(drill.text for drill in summaries)

    slots: dict[tuple[str, str], list[tuple[SetRecord, ...]]] = {}
    for session in sessions:
        for slot in dict.fromkeys(one.slot for one in session.sets):
            sets = tuple(one for one in session.sets if one.slot == slot)
            slots.setdefault((session.program, slot), []).append(sets)
    known = list(titles)
    ordered = sorted(slots, key=lambda key: known.index(key[0]) if key[0] in titles else len(known))
    for program, slot in ordered:
        times = slots[program, slot]
        yield SlotSummary(
            program=titles.get(program, program),
            drill=name_of(times[-1][0].drill or slot, drills),
            sessions=len(times),
            first=dose(times[0]),
            latest=dose(times[-1]),
        )


def _weeks(found: Sequence[Event], first: date, count: int) -> Iterable[WeekFigures]:
    for number in range(count):
        begin = first + timedelta(days=7 * number)
        inside_week = [
            one for one in found if one.date is not None and begin <= one.date < begin + timedelta(7)
        ]
        sessions: dict[str, int] = {}
        pains: list[int] = []
        minutes = 0
        for event in inside_week:
            if isinstance(event, Session) and is_session(event):
                sessions[event.program] = sessions.get(event.program, 0) + 1
                pains += [one.pain for one in event.sets if one.pain is not None]
            elif isinstance(event, Session):
                pains += [one.pain for one in event.sets if one.pain]
            elif isinstance(event, Activity):
                minutes += event.minutes or 0
            elif isinstance(event, CheckIn) and event.pain is not None:
                pains.append(event.pain)
        yield WeekFigures(
            first=begin, sessions=sessions, minutes=minutes, worst_pain=max(pains, default=None)
        )


MOST_ROWS: Final = 16
"""Of one table, so that the summary stays a page; the number of rows left out is given."""
_MOST_LETTERS: Final = 160
_SPECIAL: Final = re.compile(r"[\\`*_{}\[\]<>#|&~$]")
_POLICY: Final = "default-src 'none'; style-src 'unsafe-inline'"
_STYLE: Final = (
    "body{font:11pt/1.35 sans-serif;max-width:48em;margin:1.5em auto;padding:0 1em}"
    "table{border-collapse:collapse;width:100%;margin:.4em 0}"
    "td,th{border-bottom:1px solid #bbb;padding:.15em .5em;text-align:left;vertical-align:top}"
    "h1{font-size:1.4em}h2{font-size:1.1em;margin:1em 0 .2em}@page{margin:15mm}"
)


def summary_markdown(workspace: Workspace, weeks: int, on: date | None = None) -> str:
    """The summary of some weeks up to a day; None is today.

    Raises:
        JournalError: the journal cannot be read.
    """
    titles = {program.id: program.title for program in workspace.programs.values()}
    drills = {drill.id: drill.name for drill in workspace.catalog.drills.values()}
    events, last = workspace.journal.events(), on or workspace.today()
    one_hand = one_handed(slot for program in workspace.programs.values() for slot in program.slots)
    units = workspace.settings.units
    facts = clinic_facts(events, last, weeks, titles, drills, units, one_hand=one_hand)
    return "\n".join(_page(facts, titles)) + "\n"


def summary_html(markdown: str) -> str:
    """The summary as a page for a browser or printer; notes are no HTML, and nothing is loaded."""
    from markdown_it import MarkdownIt

    body = MarkdownIt("commonmark", {"html": False}).enable("table").render(markdown)
    return (
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">\n'
        f"<title>Training summary</title>\n<style>{escape(_STYLE, quote=False)}</style>\n</head>\n"
        f"<body>\n{body}</body>\n</html>\n"
    )


def plain_text(text: str) -> str:
    """A note on one line, with Markdown escaped."""
    line = " ".join("".join(sign if sign.isprintable() else " " for sign in text).split())
    short = line if len(line) <= _MOST_LETTERS else f"{line[: _MOST_LETTERS - 1]}…"
    return _SPECIAL.sub(lambda found: f"\\{found[0]}", short)


def _page(facts: ClinicFacts, titles: Mapping[str, str]) -> Iterator[str]:
    yield "# Training summary"
    yield ""
    days = _count(facts.days_trained, "day")
    yield f"{full_date(facts.first)} to {full_date(facts.last)}. Sessions on {days},"
    sleep = ""
    if facts.sleep_hours is not None:
        nights = _count(facts.nights, "night")
        sleep = f", {facts.sleep_hours:.1f} hours of sleep on average over {nights}"
    yield f"{_count(facts.check_ins, 'check-in')}{sleep}."
    yield "From the person's own log, made with coach. It lists what was noted, and judges nothing."
    yield "What is not in it was not noted, and may have been there all the same."
    asked = "None noted." if facts.check_ins else "There were no check-ins in these weeks."
    yield from _table("Red flags", ("Day", "Noted", "Own words"), _noted(facts.flags), asked)
    yield from _table(
        "Spasms and warning signs", ("Day", "Noted", "What may have set it off"), _noted(facts.signs), asked
    )
    yield from _table("Pain, 0 to 10", ("Day", "How much", "Where"), _noted(facts.pain), "None noted.")
    if facts.decided:
        yield from _table("Decided", ("Day", "What", "Own words"), _noted(facts.decided), "")
    done = [(one.program, one.drill, str(one.sessions), one.first, one.latest) for one in facts.slots]
    header = ("Program", "Drill", "Sessions", "First in these weeks", "Latest")
    yield from _table("Doses, as they were done", header, done, "No session in these weeks.", newest=False)
    rows: list[tuple[str, ...]] = []
    for week in facts.weeks:
        order = sorted(week.sessions.items(), key=lambda item: (-item[1], item[0]))
        sessions = ", ".join(f"{titles.get(program, program)} {count}" for program, count in order)
        pain = "not asked" if week.worst_pain is None else str(week.worst_pain)
        rows.append((full_date(week.first), sessions or "none", f"{week.minutes} min", pain))
    yield from _table("Week by week", ("From", "Sessions", "Cardio", "Worst pain"), rows, "")


def _noted(found: Sequence[DatedNote]) -> list[tuple[str, ...]]:
    return [(full_date(one.day), one.what, one.more) for one in found]


def _table(
    title: str, header: Sequence[str], rows: Sequence[Sequence[str]], nothing: str, *, newest: bool = True
) -> Iterator[str]:
    yield ""
    yield f"## {title}"
    yield ""
    if not rows:
        yield nothing
        return
    shown = rows[-MOST_ROWS:] if newest else rows[:MOST_ROWS]
    yield f"| {' | '.join(header)} |"
    yield f"|{' --- |' * len(header)}"
    for row in shown:
        yield f"| {' | '.join(plain_text(cell) for cell in row)} |"
    if len(rows) > len(shown):
        yield ""
        yield f"{len(rows) - len(shown)} {'earlier' if newest else 'more'} left out."


def _count(number: int, thing: str) -> str:
    return count_text(number, thing) if number else f"no {thing}s"
