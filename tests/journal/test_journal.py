from __future__ import annotations

import sqlite3
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from coach.errors import JournalError, UsageError
from coach.journal.journal import Journal
from coach.model.events import Activity, Control, Event, Session, Tombstone
from tests.journal.factories import (
    MOMENT,
    FixedClock,
    checkin,
    events,
    id_of,
    in_order,
    long_history,
    plank,
    session,
    temporary_journal,
    text,
)


def test_appended_events_are_read(journal: Journal) -> None:
    written = (
        session(),
        checkin(at=MOMENT + timedelta(hours=1)),
        Activity(id=id_of(1), date=MOMENT.date(), at=MOMENT + timedelta(hours=2), kind="walk", minutes=40),
        Control(id=id_of(2), date=MOMENT.date(), at=MOMENT + timedelta(hours=3), action="deload"),
        Tombstone(id=id_of(3), at=MOMENT + timedelta(hours=4), target=id_of(2)),
    )
    journal.append(*written)
    assert journal.events() == written


def test_events_survive_reopening(path: Path, clock: FixedClock) -> None:
    with Journal.open(path, clock=clock) as journal:
        journal.append(session())
    with Journal.open(path, clock=clock) as journal:
        assert journal.events() == (session(),)


def test_events_are_ordered_by_date_time_and_id(journal: Journal) -> None:
    noon = datetime(2026, 1, 5, 12, tzinfo=UTC)
    same_moment = sorted((session("x", noon), session("y", noon)), key=lambda event: event.id)
    elsewhere = session("tokyo", noon.astimezone(timezone(timedelta(hours=9))) - timedelta(minutes=1))
    back_dated = replace(session("late", noon + timedelta(days=3)), date=date(2026, 1, 4))
    written = [back_dated, elsewhere, *same_moment]
    journal.append(*reversed(written))
    assert journal.events() == tuple(written)


@given(st.lists(events, max_size=12, unique_by=lambda event: event.id))
def test_any_events_come_back_in_order(found: list[Event]) -> None:
    with temporary_journal() as journal:
        journal.append(*found)
        assert list(journal.events()) == in_order(found)


def test_appending_is_all_or_nothing(journal: Journal) -> None:
    journal.append(session())
    with pytest.raises(JournalError, match="already belongs to another event"):
        journal.append(checkin(), session(sets=(plank(20),)))
    assert journal.events() == (session(),)


def test_appending_the_same_again_changes_nothing(journal: Journal) -> None:
    journal.append(session())
    journal.append(session(), session())
    assert journal.events() == (session(),)


def test_invalid_event_is_refused(journal: Journal) -> None:
    with pytest.raises(UsageError, match="it goes from 0 to 10"):
        journal.append(checkin(pain=12))
    assert journal.events() == ()


def test_events_are_never_changed_or_removed(journal: Journal, path: Path) -> None:
    journal.append(session())
    with sqlite3.connect(path) as other:
        other.execute("PRAGMA recursive_triggers = ON")
        for statement in (
            "UPDATE events SET body = '{}'",
            "UPDATE events SET date = '2020-01-01'",
            "DELETE FROM events",
            "INSERT OR REPLACE INTO events SELECT * FROM events",
        ):
            with pytest.raises(sqlite3.IntegrityError, match="an event is never"):
                other.execute(statement)
    other.close()
    assert journal.events() == (session(),)


def test_recent_leaves_out_sessions_without_replay(journal: Journal) -> None:
    history = list(long_history(30))
    since = date(2016, 1, 24)
    hurt = session("hurt", datetime(2016, 1, 6, tzinfo=UTC), program="hips", sets=(plank(pain=6),))
    gone = Tombstone(id=id_of("gone"), at=MOMENT, target=history[0].id)
    journal.append(*history, hurt, gone)
    found = journal.recent(since, only=["hips", "morning"])
    left_out = set(journal.events()) - set(found)
    assert found == tuple(event for event in journal.events() if event not in left_out)
    assert len(left_out) == 2 * 20
    assert {event.program for event in left_out if isinstance(event, Session)} == {"hips", "morning"}
    assert all(isinstance(event, Session) and event.date < since for event in left_out)
    assert hurt in found
    assert gone in found


def test_recent_includes_replacement_of_other_program(journal: Journal) -> None:
    wrong = session("wrong", datetime(2016, 1, 6, tzinfo=UTC))
    right = session("right", datetime(2016, 1, 6, tzinfo=UTC), program="hips", replaces=wrong.id)
    journal.append(wrong, right, session("other", datetime(2016, 1, 6, tzinfo=UTC), program="hips"))
    assert set(journal.recent(date(2026, 1, 1), only=["hips"])) == {wrong, right}


def test_recent_of_each_program_has_common_events(journal: Journal) -> None:
    journal.append(session(), checkin())
    assert journal.recent(date(2027, 1, 1)) == (checkin(),)
    assert set(journal.recent(date(2027, 1, 1), only=[])) == {session(), checkin()}


def test_sessions_are_newest_first_without_removed(journal: Journal) -> None:
    three = [session(number, MOMENT + timedelta(days=number)) for number in range(3)]
    journal.append(*three, checkin(), Tombstone(id=id_of("t"), at=MOMENT, target=three[1].id))
    assert journal.sessions() == (three[2], three[0])
    assert journal.sessions(1) == (three[2],)
    assert journal.session_texts(1) == (text(three[2]),)


def test_replaced_event_is_inactive(journal: Journal) -> None:
    journal.append(session(1), session(2, replaces=session(1).id, sets=(plank(9),)))
    assert [found.id for found in journal.sessions()] == [session(2).id]
    journal.append(Tombstone(id=id_of("t"), at=MOMENT, target=session(2).id))
    assert journal.sessions() == (session(1),)


def test_removed_tombstone_has_no_effect(journal: Journal) -> None:
    journal.append(session(1), Tombstone(id=id_of("t"), at=MOMENT, target=session(1).id))
    assert journal.sessions() == ()
    journal.append(Tombstone(id=id_of("u"), at=MOMENT + timedelta(hours=1), target=id_of("t")))
    assert journal.sessions() == (session(1),)


def test_event_is_found_by_id_prefix(journal: Journal) -> None:
    first, second = session("aa"), session("bb")
    journal.append(first, second)
    assert journal.find(first.id[:13].upper()) == first
    with pytest.raises(UsageError, match="no event 'zz'"):
        journal.find("zz")
    with pytest.raises(UsageError, match="no event ''"):
        journal.find("")


def test_ambiguous_id_prefix_is_refused(journal: Journal) -> None:
    journal.append(session(1, id="0195e0c2-0000-7000-8000-000000000001"))
    journal.append(session(2, id="0195e0c2-0000-7000-8000-000000000002"))
    with pytest.raises(UsageError, match="more than one event begins with '0195'"):
        journal.find("0195")


def test_revision_grows_with_every_write(journal: Journal, path: Path) -> None:
    before = journal.revision
    assert journal.revision == before
    journal.append(session(1))
    own = journal.revision
    with Journal.open(path) as other:
        other.append(session(2))
    assert before < own < journal.revision
    assert len(journal.events()) == 2


def test_texts_are_streamed_in_order(journal: Journal) -> None:
    history = list(long_history(200))
    journal.append(*reversed(history))
    assert list(journal.texts()) == [text(event) for event in in_order(history)]


def test_two_connections_see_each_other(path: Path, clock: FixedClock) -> None:
    with Journal.open(path, clock=clock) as one, Journal.open(path, clock=clock) as other:
        one.append(session(1))
        other.append(session(2))
        assert one.events() == other.events()
        assert len(one.events()) == 2


def test_threads_share_one_journal(journal: Journal) -> None:
    from concurrent.futures import ThreadPoolExecutor

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda number: journal.append(session(number)), range(40)))
    assert len(journal.events()) == 40
