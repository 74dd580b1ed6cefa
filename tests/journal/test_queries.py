"""Pages of the history, and single sessions of long ago."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from coach.journal.edits import apply_change, edit, remove_event
from coach.journal.journal import Journal
from coach.journal.queries import (
    BATCH,
    EVERYTHING,
    PageRequest,
    entries_at,
    in_batches,
    newest_before,
    places,
    programs_in,
)
from coach.model.events import Activity, CheckIn, Session, SetRecord
from tests.journal.factories import MOMENT, checkin, plank, session

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)


def numbered(number: int, day: int = 1, program: str = "core", pain: int | None = None) -> Session:
    return Session(
        id=f"00000000-0000-4000-8000-{number:012}",
        date=date(2026, 1, day),
        at=datetime(2026, 1, day, 8, tzinfo=UTC),
        program=program,
        kind="core",
        sets=(SetRecord(slot="plank", seconds=30, pain=pain),),
    )


def ids(journal: Journal, wanted: PageRequest) -> list[str]:
    return [event.id[-2:] for event in entries_at(journal, places(journal, wanted))]


def test_pages_are_newest_first(journal: Journal) -> None:
    journal.append(numbered(1, 1), numbered(3, 5), numbered(2, 3))
    assert ids(journal, PageRequest()) == ["03", "02", "01"]


def test_removed_and_replaced_are_left_out(journal: Journal) -> None:
    journal.append(numbered(1, 1), numbered(2, 2), numbered(3, 3))
    apply_change(journal, remove_event(journal, numbered(1).id, now=NOW))
    apply_change(journal, edit(journal, numbered(2).id, numbered(4, 2), now=NOW))
    found = ids(journal, PageRequest())
    assert len(found) == 2
    assert found[0] == "03"
    assert "02" not in found


def test_filters_select_entries(journal: Journal) -> None:
    journal.append(numbered(1, 1), numbered(2, 2, "morning"), numbered(3, 3, pain=7))
    journal.append(
        Activity(id="00000000-0000-4000-8000-000000000008", date=NOW.date(), at=NOW, kind="run", minutes=5),
        CheckIn(id="00000000-0000-4000-8000-000000000009", date=NOW.date(), at=NOW, kind="morning"),
    )
    assert ids(journal, PageRequest(programs=("morning",))) == ["02"]
    assert ids(journal, PageRequest(since=date(2026, 1, 2), until=date(2026, 1, 2))) == ["02"]
    assert ids(journal, PageRequest(types=("session",), pain=6)) == ["03"]
    assert ids(journal, PageRequest()) == ["08", "03", "02", "01"]
    assert len(places(journal, EVERYTHING)) == 5
    assert programs_in(journal) == ("core", "morning")


def test_batches_have_every_entry_once(journal: Journal) -> None:
    journal.append(*(numbered(number, 1 + number % 28) for number in range(2 * BATCH + 3)))
    where = places(journal, PageRequest())
    batches = list(in_batches(journal, where))
    assert [len(batch) for batch in batches] == [BATCH, BATCH, 3]
    assert [event.id for batch in batches for event in batch] == [
        event.id for event in entries_at(journal, where)
    ]


def test_an_empty_journal_has_no_pages(journal: Journal) -> None:
    assert places(journal, EVERYTHING) == ()
    assert entries_at(journal, ()) == ()
    assert programs_in(journal) == ()


def on(days_ago: int, **others: object) -> Session:
    return session(f"{days_ago} {others}", MOMENT - timedelta(days=days_ago), **others)


def anything(_session: Session) -> bool:
    return True


def held_long(one: Session) -> bool:
    return any((record.seconds or 0) >= 60 for record in one.sets)


TODAY = MOMENT.date()


def test_newest_session_before_day_is_found(journal: Journal) -> None:
    journal.append(on(9), on(3), on(2, program="morning"), on(0), checkin(at=MOMENT - timedelta(days=1)))
    assert newest_before(journal, "core", TODAY, anything) == on(3)
    assert newest_before(journal, "core", TODAY - timedelta(days=3), anything) == on(9)
    assert newest_before(journal, "morning", TODAY, anything) == on(2, program="morning")


def test_match_is_found_behind_many_others(journal: Journal) -> None:
    long_ago = on(100, sets=(plank(60),))
    journal.append(long_ago, *(on(days) for days in range(1, 60)))
    assert newest_before(journal, "core", TODAY, held_long) == long_ago


def test_no_match_gives_none(journal: Journal) -> None:
    assert newest_before(journal, "core", TODAY, anything) is None
    journal.append(*(on(days) for days in range(1, 30)))
    assert newest_before(journal, "core", TODAY, held_long) is None
    assert newest_before(journal, "core", date(2000, 1, 1), anything) is None


def test_removed_session_is_still_found(journal: Journal) -> None:
    """Whoever asks decides what taking back means for them."""
    journal.append(on(2))
    apply_change(journal, remove_event(journal, on(2).id, now=MOMENT))
    assert newest_before(journal, "core", TODAY, anything) == on(2)
