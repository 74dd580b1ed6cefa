from __future__ import annotations

import csv
import io
from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from coach.journal.exchange import CSV_COLUMNS, _cell, export_csv
from coach.journal.journal import Journal
from coach.model.events import Tombstone
from tests.journal.histories import MOMENT, checkin, plank, session, some_id


def rows(journal: Journal) -> list[dict[str, str]]:
    return list(csv.DictReader("\n".join(export_csv(journal)).splitlines(keepends=True)))


def test_every_set_is_a_row(journal: Journal) -> None:
    done = (plank(30, form="clean", pain=0, end="full", load_kg=6.0), plank(22, side="left", load_kg=2.5))
    journal.append(session(sets=done, ended_at=MOMENT + timedelta(minutes=5)), checkin())
    first, second = rows(journal)
    assert first == {
        "session": session().id,
        "date": "2026-01-05",
        "started_at": "2026-01-05T07:30:12+01:00",
        "ended_at": "2026-01-05T07:35:12+01:00",
        "program": "core",
        "kind": "core",
        "slot": "plank",
        "drill": "plank",
        "round": "",
        "side": "",
        "asked_seconds": "",
        "seconds": "30",
        "asked_reps": "",
        "reps": "",
        "load_kg": "6",
        "form": "clean",
        "pain": "0",
        "end": "full",
        "note": "",
        "stopped": "",
        "asked_sets": "",
    }
    assert (second["seconds"], second["side"], second["load_kg"]) == ("22", "left", "2.5")


def test_rows_are_oldest_first_without_what_was_taken_back(journal: Journal) -> None:
    three = [session(number, MOMENT + timedelta(days=number)) for number in range(3)]
    journal.append(*three, Tombstone(id=some_id("t"), at=MOMENT, target=three[1].id))
    assert [row["session"] for row in rows(journal)] == [three[0].id, three[2].id]


def test_an_empty_journal_is_its_columns(journal: Journal) -> None:
    assert list(export_csv(journal)) == [",".join(CSV_COLUMNS)]


def test_a_note_of_any_kind_stays_one_cell(journal: Journal) -> None:
    note = 'felt "fine", really\nand then some; ÄÖ 🙂'
    journal.append(session(note=note))
    assert rows(journal)[0]["note"] == note


def test_a_formula_is_only_text(journal: Journal) -> None:
    journal.append(
        session(program="=1+1", note='=HYPERLINK("http://x","y")', sets=(plank(slot="@x", drill="+y"),))
    )
    (row,) = rows(journal)
    assert row["program"] == "'=1+1"
    assert row["note"].startswith("'=HYPERLINK")
    assert (row["slot"], row["drill"]) == ("'@x", "'+y")


@given(st.text())
def test_no_text_begins_like_a_formula(value: str) -> None:
    cell = _cell(value)
    assert not cell.startswith(("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠"))
    assert cell.removeprefix("'") == value.removeprefix("'") or cell == value


def test_a_note_of_several_lines_stays_one_cell(journal: Journal) -> None:
    journal.append(session("one", note="first\r\nsecond\nthird"))
    (row,) = list(csv.reader(io.StringIO("\n".join(list(export_csv(journal))[1:]), newline="")))
    assert row[CSV_COLUMNS.index("note")] == "first\r\nsecond\nthird"
