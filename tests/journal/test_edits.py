from __future__ import annotations

import json
from datetime import timedelta

import pytest
from msgspec.structs import replace

from coach.errors import UsageError
from coach.journal.edits import apply_change, edit, remove_event, undo
from coach.journal.exchange import import_lines
from coach.journal.journal import Journal
from coach.model.events import Event, Session, Tombstone
from tests.journal.factories import MOMENT, checkin, id_of, plank, session, text

LATER = MOMENT + timedelta(days=1)


def live(journal: Journal) -> list[Event]:
    """The events that hold."""
    gone = {event.target for event in journal.events() if isinstance(event, Tombstone)}
    return [event for event in journal.events() if not isinstance(event, Tombstone) and event.id not in gone]


def sets_of(journal: Journal) -> list[list[int | None]]:
    return [[done.seconds for done in event.sets] for event in live(journal) if isinstance(event, Session)]


def test_removed_event_stays_stored(journal: Journal) -> None:
    journal.append(session())
    apply_change(journal, remove_event(journal, session().id, now=LATER))
    assert live(journal) == []
    assert session() in journal.events()


def test_edit_replaces_event(journal: Journal) -> None:
    journal.append(session(), checkin())
    change = edit(journal, session().id, session(sets=(plank(20),)), now=LATER)
    apply_change(journal, change)
    (edited,) = (event for event in live(journal) if isinstance(event, Session))
    assert edited == session(sets=(plank(20),), id=edited.id, replaces=session().id)
    assert edited.id != session().id
    assert change.removed == session()
    assert change.added == edited


def test_prepared_edit_is_not_applied(journal: Journal) -> None:
    journal.append(session())
    change = edit(journal, session().id, session(sets=()), now=LATER)
    assert journal.events() == (session(),)
    assert {type(event) for event in change.events} == {Session, Tombstone}
    apply_change(journal, change)
    assert set(journal.events()) == {session(), *change.events}


def test_edit_keeps_unknown_fields(journal: Journal) -> None:
    raw = json.loads(text(session(sets=(plank(30), plank(31)))))
    raw["heart_rate"] = 91
    raw["sets"][0]["tempo"] = "slow"
    raw["sets"][1]["tempo"] = "fast"
    import_lines(journal, [json.dumps(raw)])
    replacement = session(sets=(plank(25), plank(31, side="left")), note="shorter")
    apply_change(journal, edit(journal, session().id, replacement, now=LATER))
    edited = json.loads(journal.session_texts(1)[0])
    assert edited["heart_rate"] == 91
    assert edited["note"] == "shorter"
    assert edited["sets"][0]["tempo"] == "slow"
    assert "tempo" not in edited["sets"][1]


@pytest.mark.parametrize("way", ["remove_event", "edit"])
def test_removed_event_cannot_be_removed_again(journal: Journal, way: str) -> None:
    journal.append(session())
    apply_change(journal, remove_event(journal, session().id, now=LATER))
    with pytest.raises(UsageError, match="was taken back already"):
        if way == "edit":
            edit(journal, session().id, session(), now=LATER)
        else:
            remove_event(journal, session().id, now=LATER)


def test_second_edit_of_one_event_is_refused(journal: Journal) -> None:
    journal.append(session())
    first = edit(journal, session().id, session(sets=(plank(10),)), now=LATER)
    second = edit(journal, session().id, session(sets=(plank(20),)), now=LATER)
    apply_change(journal, first)
    with pytest.raises(UsageError, match="was taken back already"):
        apply_change(journal, second)
    assert sets_of(journal) == [[10]]


def test_a_tombstone_cannot_be_changed(journal: Journal) -> None:
    tombstone = Tombstone(id=id_of("t"), at=MOMENT, target=id_of("x"))
    journal.append(tombstone)
    with pytest.raises(UsageError, match="tombstone"):
        remove_event(journal, tombstone.id, now=LATER)


def test_edit_keeps_kind_of_event(journal: Journal) -> None:
    journal.append(session())
    with pytest.raises(UsageError, match="one of its own type"):
        edit(journal, session().id, checkin(), now=LATER)


def test_invalid_edit_is_refused(journal: Journal) -> None:
    journal.append(session())
    with pytest.raises(UsageError, match="pain is 99"):
        edit(journal, session().id, session(sets=(plank(pain=99),)), now=LATER)


def test_undo_removes_last_event(journal: Journal) -> None:
    journal.append(session(1))
    journal.append(replace(session(2), date=MOMENT.date() - timedelta(days=9)))
    apply_change(journal, undo(journal, now=LATER))
    assert live(journal) == [session(1)]


def test_undo_twice_redoes(journal: Journal) -> None:
    journal.append(session(sets=(plank(17),)))
    for expected in ([], [[17]], [], [[17]]):
        apply_change(journal, undo(journal, now=LATER))
        assert sets_of(journal) == expected


def test_undo_reverts_edit(journal: Journal) -> None:
    journal.append(session(sets=(plank(30),)))
    apply_change(journal, edit(journal, session().id, session(sets=(plank(20),)), now=LATER))
    for expected in (30, 20, 30, 20):
        apply_change(journal, undo(journal, now=LATER))
        assert sets_of(journal) == [[expected]]


def test_undo_restores_removed_event(journal: Journal) -> None:
    journal.append(session(sets=(plank(12),)))
    apply_change(journal, remove_event(journal, session().id, now=LATER))
    apply_change(journal, undo(journal, now=LATER))
    assert sets_of(journal) == [[12]]


def test_undo_skips_imports(journal: Journal) -> None:
    with pytest.raises(UsageError, match="nothing to undo"):
        undo(journal, now=LATER)
    journal.append(session(1))
    import_lines(journal, [text(session(2))])
    apply_change(journal, undo(journal, now=LATER))
    assert live(journal) == [session(2)]


def test_undo_of_tombstone_without_target_is_refused(journal: Journal) -> None:
    journal.append(Tombstone(id=id_of("t"), at=MOMENT, target=id_of("x")))
    with pytest.raises(UsageError, match="not in this journal"):
        undo(journal, now=LATER)


def test_removed_tombstone_is_not_restored(journal: Journal) -> None:
    """No version here writes one; a file of somebody else's may hold it."""
    first = Tombstone(id=id_of("first"), at=MOMENT, target=session().id)
    second = Tombstone(id=id_of("second"), at=LATER, target=first.id)
    journal.append(session(), first, second)
    with pytest.raises(UsageError, match="a tombstone cannot be put in again"):
        undo(journal, now=LATER)


def test_edit_without_sets_keeps_unknown_fields(journal: Journal) -> None:
    raw = json.loads(text(checkin()))
    raw["mood"] = "good"
    import_lines(journal, [json.dumps(raw)])
    apply_change(journal, edit(journal, checkin().id, checkin(stiff=True), now=LATER))
    written = [json.loads(line) for line in journal.texts()]
    moods = {one["stiff"]: one["mood"] for one in written if one["type"] == "checkin"}
    assert moods == {None: "good", True: "good"}
