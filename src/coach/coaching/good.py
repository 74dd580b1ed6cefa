"""One true good thing about a week: a fact of the journal, never a flattery."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Final

from coach.coaching import words
from coach.coaching.days import is_session, says_something
from coach.coaching.streak import Streak
from coach.coaching.weekfacts import WeekFacts, WeekJournal
from coach.model.events import Session
from coach.model.program import Kind

_ROW_WORTH_SAYING: Final = 2
_MORNINGS_WORTH_SAYING: Final = 3


def good_thing(week: WeekFacts, painless: int, streak: Streak | None) -> str | None:
    """The first of these that is true: weeks without pain, mornings without stiffness, a row of weeks.

    Source: the guide closes with celebrating loose, pain-free movement.

    Args:
        week: the week it is about.
        painless: weeks of core work in a row without pain, up to this one.
        streak: the calm streak when the week is the current one, else None.

    Returns:
        None when the journal holds nothing that could honestly be said.
    """
    if painless >= _ROW_WORTH_SAYING:
        return words.pain_free(painless)
    loose = _loose_mornings(week)
    if loose >= _MORNINGS_WORTH_SAYING:
        return words.loose_mornings(loose)
    if streak is not None and streak.weeks >= _ROW_WORTH_SAYING:
        return words.streak(streak.weeks)
    return words.SOMETHING_DONE if any(is_session(session) for session in week.all_sessions()) else None


def core_weeks(journal: WeekJournal) -> tuple[tuple[date, bool], ...]:
    """The first day of each week with core work, in order, and whether its answers about pain were all no."""
    by_week: dict[date, list[Session]] = {}
    for by_day in journal.history.sessions.values():
        for day, sessions in by_day.items():
            core = [one for one in sessions if one.kind == Kind.CORE and says_something(one)]
            if core:
                by_week.setdefault(journal.first_day(date.fromordinal(day)), []).extend(core)
    return tuple((first, _painless(by_week[first])) for first in sorted(by_week))


def pain_free_weeks(weeks: Sequence[tuple[date, bool]], first: date) -> int:
    """Weeks of core work in a row, up to the one that starts on `first`, without pain.

    Weeks without core work neither count nor end the row; a week in which nobody asked ends it.
    """
    upto = [painless for week, painless in weeks if week <= first]
    return next((count for count, painless in enumerate(reversed(upto)) if not painless), len(upto))


def _painless(sessions: list[Session]) -> bool:
    pains = [record.pain for session in sessions for record in session.sets if record.pain is not None]
    return bool(pains) and not any(pains)


def _loose_mornings(week: WeekFacts) -> int:
    """Mornings of the week without stiffness; 0 when there was a stiff one."""
    answers = [one.stiff for day in week.days for one in week.check_ins[day] if one.stiff is not None]
    return 0 if any(answers) else len(answers)
