"""The journal in pages: only what holds, newest first, and nothing twice."""

from __future__ import annotations

from datetime import UTC, date, datetime

from coach.journal.edits import carry_out, edit, take_back
from coach.journal.journal import Journal
from coach.journal.lookback import BATCH, EVERYTHING, PageRequest, entries_at, in_batches, places, programs_in
from coach.model.events import Activity, CheckIn, Session, SetRecord

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)


def session(number: int, day: int = 1, program: str = "core", pain: int | None = None) -> Session:
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


def test_newest_come_first(journal: Journal) -> None:
    journal.append(session(1, 1), session(3, 5), session(2, 3))
    assert ids(journal, PageRequest()) == ["03", "02", "01"]


def test_what_was_taken_back_or_replaced_is_not_there(journal: Journal) -> None:
    journal.append(session(1, 1), session(2, 2), session(3, 3))
    carry_out(journal, take_back(journal, session(1).id, now=NOW))
    carry_out(journal, edit(journal, session(2).id, session(4, 2), now=NOW))
    found = ids(journal, PageRequest())
    assert len(found) == 2
    assert found[0] == "03"
    assert "02" not in found


def test_programs_days_kinds_and_pain_can_be_asked_for(journal: Journal) -> None:
    journal.append(session(1, 1), session(2, 2, "morning"), session(3, 3, pain=7))
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


def test_batches_hold_every_entry_once(journal: Journal) -> None:
    journal.append(*(session(number, 1 + number % 28) for number in range(2 * BATCH + 3)))
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
