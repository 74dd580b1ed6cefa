"""The newest session before a day that serves, however far back it lies."""

from __future__ import annotations

from datetime import date, timedelta

from coach.journal.edits import carry_out, take_back
from coach.journal.journal import Journal
from coach.journal.lookback import newest_before
from coach.model.events import Session
from tests.journal.histories import MOMENT, checkin, plank, session


def on(days_ago: int, **others: object) -> Session:
    return session(f"{days_ago} {others}", MOMENT - timedelta(days=days_ago), **others)


def anything(_session: Session) -> bool:
    return True


def held_long(one: Session) -> bool:
    return any((record.seconds or 0) >= 60 for record in one.sets)


TODAY = MOMENT.date()


def test_the_newest_of_that_program_before_that_day_is_found(journal: Journal) -> None:
    journal.append(on(9), on(3), on(2, program="morning"), on(0), checkin(at=MOMENT - timedelta(days=1)))
    assert newest_before(journal, "core", TODAY, anything) == on(3)
    assert newest_before(journal, "core", TODAY - timedelta(days=3), anything) == on(9)
    assert newest_before(journal, "morning", TODAY, anything) == on(2, program="morning")


def test_it_is_found_behind_many_that_do_not_serve(journal: Journal) -> None:
    long_ago = on(100, sets=(plank(60),))
    journal.append(long_ago, *(on(days) for days in range(1, 60)))
    assert newest_before(journal, "core", TODAY, held_long) == long_ago


def test_there_may_be_none(journal: Journal) -> None:
    assert newest_before(journal, "core", TODAY, anything) is None
    journal.append(*(on(days) for days in range(1, 30)))
    assert newest_before(journal, "core", TODAY, held_long) is None
    assert newest_before(journal, "core", date(2000, 1, 1), anything) is None


def test_one_that_was_taken_back_is_still_given(journal: Journal) -> None:
    """Whoever asks decides what taking back means for them."""
    journal.append(on(2))
    carry_out(journal, take_back(journal, on(2).id, now=MOMENT))
    assert newest_before(journal, "core", TODAY, anything) == on(2)
