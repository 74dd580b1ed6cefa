"""The summary for a clinician as one page of Markdown, or of HTML that needs nothing from anywhere."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from html import escape
from typing import TYPE_CHECKING, Final

from coach.model.formatting import full_date
from coach.model.program import one_handed
from coach.model.quantities import count_text
from coach.service.clinic import ClinicFacts, Noted, clinic_facts

if TYPE_CHECKING:
    from coach.service.coach import Coach

MOST_ROWS: Final = 16
"""Of one table, so that it stays a page; what is left out is said."""
_MOST_LETTERS: Final = 160
_SPECIAL: Final = re.compile(r"[\\`*_{}\[\]<>#|&~$]")
_POLICY: Final = "default-src 'none'; style-src 'unsafe-inline'"
_STYLE: Final = (
    "body{font:11pt/1.35 sans-serif;max-width:48em;margin:1.5em auto;padding:0 1em}"
    "table{border-collapse:collapse;width:100%;margin:.4em 0}"
    "td,th{border-bottom:1px solid #bbb;padding:.15em .5em;text-align:left;vertical-align:top}"
    "h1{font-size:1.4em}h2{font-size:1.1em;margin:1em 0 .2em}@page{margin:15mm}"
)


def summary_markdown(coach: Coach, weeks: int, on: date | None = None) -> str:
    """The page for so many weeks up to a day; None is today.

    Raises:
        JournalError: the journal cannot be read.
    """
    titles = {program.id: program.title for program in coach.programs.values()}
    drills = {drill.id: drill.name for drill in coach.library.drills.values()}
    events, last = coach.journal.events(), on or coach.today()
    one_hand = one_handed(slot for program in coach.programs.values() for slot in program.slots)
    units = coach.settings.units
    facts = clinic_facts(events, last, weeks, titles, drills, units, one_hand=one_hand)
    return "\n".join(_page(facts, titles)) + "\n"


def summary_html(markdown: str) -> str:
    """The same page for a browser or a printer; nothing of it is read as HTML or loaded from elsewhere."""
    from markdown_it import MarkdownIt

    body = MarkdownIt("commonmark", {"html": False}).enable("table").render(markdown)
    return (
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">\n'
        f"<title>Training summary</title>\n<style>{escape(_STYLE, quote=False)}</style>\n</head>\n"
        f"<body>\n{body}</body>\n</html>\n"
    )


def plain_text(text: str) -> str:
    """Words of a person's own, on one line, with no sign that means something in Markdown."""
    line = " ".join("".join(sign if sign.isprintable() else " " for sign in text).split())
    short = line if len(line) <= _MOST_LETTERS else f"{line[: _MOST_LETTERS - 1]}…"
    return _SPECIAL.sub(lambda found: f"\\{found[0]}", short)


def _page(facts: ClinicFacts, titles: Mapping[str, str]) -> Iterator[str]:
    yield "# Training summary"
    yield ""
    days = _count(facts.days_trained, "day")
    yield f"{full_date(facts.first)} to {full_date(facts.last)}. Sessions on {days},"
    yield f"{_count(facts.check_ins, 'check-in')}{_sleep(facts)}."
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
    done = [(one.program, one.drill, str(one.sessions), one.first, one.latest) for one in facts.done]
    header = ("Program", "Drill", "Sessions", "First in these weeks", "Latest")
    yield from _table("Doses, as they were done", header, done, "No session in these weeks.", newest=False)
    yield from _table("Week by week", ("From", "Sessions", "Cardio", "Worst pain"), _weeks(facts, titles), "")


def _noted(found: Sequence[Noted]) -> list[tuple[str, ...]]:
    return [(full_date(one.day), one.what, one.more) for one in found]


def _weeks(facts: ClinicFacts, titles: Mapping[str, str]) -> list[tuple[str, ...]]:
    rows: list[tuple[str, ...]] = []
    for week in facts.weeks:
        order = sorted(week.sessions.items(), key=lambda item: (-item[1], item[0]))
        sessions = ", ".join(f"{titles.get(program, program)} {count}" for program, count in order)
        pain = "not asked" if week.worst_pain is None else str(week.worst_pain)
        rows.append((full_date(week.first), sessions or "none", f"{week.minutes} min", pain))
    return rows


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


def _sleep(facts: ClinicFacts) -> str:
    if facts.sleep_hours is None:
        return ""
    return f", {facts.sleep_hours:.1f} hours of sleep on average over {_count(facts.nights, 'night')}"
