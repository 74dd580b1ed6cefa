from __future__ import annotations

import csv
import io
import json
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coach.errors import UsageError
from coach.journal import exchange
from coach.journal.exchange import (
    CSV_COLUMNS,
    ImportProblem,
    _cell,
    export_csv,
    import_lines,
    import_stream,
)
from coach.journal.journal import Journal
from coach.model.events import Event, Tombstone
from tests.journal.factories import (
    MOMENT,
    checkin,
    events,
    id_of,
    in_order,
    plank,
    session,
    temporary_journal,
    text,
)


def exported(journal: Journal) -> list[str]:
    return list(journal.texts())


def test_events_survive_round_trip(journal: Journal) -> None:
    line = text(session())[:-1] + ', "heart_rate": [80, 120], "app": {"name": "x"}}'
    report = import_lines(journal, [line + "\n"])
    assert (report.added, report.already, report.problems) == (1, 0, ())
    assert exported(journal) == [line]
    assert journal.events() == (session(),)


def test_importing_twice_adds_nothing(journal: Journal) -> None:
    lines = [text(session(1)), text(session(2)), text(checkin())]
    import_lines(journal, lines)
    report = import_lines(journal, reversed(lines))
    assert (report.added, report.already) == (0, 3)
    assert len(journal.events()) == 3


def test_dry_run_writes_nothing(journal: Journal) -> None:
    journal.append(session(1))
    lines = [text(session(1)), text(session(2)), "nope", text(session(1, sets=()))]
    dry = import_lines(journal, lines, dry_run=True)
    assert journal.events() == (session(1),)
    assert dry.dry_run
    real = import_lines(journal, lines)
    assert (
        (dry.added, dry.already, dry.problems)
        == (real.added, real.already, real.problems)
        == (1, 1, real.problems)
    )
    assert [problem.line for problem in real.problems] == [3, 4]


def test_bad_lines_are_reported_good_ones_imported(journal: Journal) -> None:
    report = import_lines(journal, ["", "{", text(session()), "  ", '{"type":"session"}', b"\xff"])
    assert report.added == 1
    assert [problem.line for problem in report.problems] == [2, 5, 6]
    assert report.problems[1] == ImportProblem(5, "id is missing")
    assert report.problems[1].text("log.jsonl") == "log.jsonl:5: id is missing"


def test_conflicting_id_keeps_first_event(journal: Journal) -> None:
    journal.append(session(1))
    report = import_lines(
        journal, [text(session(1, sets=())), text(session(2)), text(session(2, sets=(plank(5),)))]
    )
    assert report.added == 1
    assert "the journal has an event with this id" in report.problems[0].reason
    assert "line 2 has the same id" in report.problems[1].reason
    assert journal.events() == tuple(in_order([session(1), session(2)]))


def test_other_spelling_is_no_conflict(journal: Journal) -> None:
    journal.append(session())
    spelled = json.dumps({**json.loads(text(session())), "extra": None}, indent=None, sort_keys=True)
    assert import_lines(journal, [spelled]).already == 1


def test_json_list_of_events_is_read(journal: Journal, tmp_path: Path) -> None:
    file = tmp_path / "all.json"
    many = [json.loads(text(session(number))) for number in range(3)]
    file.write_text("\ufeff\n" + json.dumps([*many, {"type": "session"}], indent=1), encoding="utf-8")
    report = import_stream(journal, io.BytesIO(file.read_bytes()))
    assert report.added == 3
    (problem,) = report.problems
    lines = file.read_text("utf-8").splitlines()
    assert [line.strip() for line in lines[problem.line - 1 : problem.line + 1]] == ["{", '"type": "session"']
    assert all("\n" not in line for line in exported(journal))


def test_crlf_and_byte_order_mark_are_read(journal: Journal) -> None:
    data = b"\xef\xbb\xbf" + b"\r\n".join(text(session(number)).encode() for number in range(3))
    report = import_stream(journal, io.BytesIO(data))
    assert (report.added, report.problems) == (3, ())
    assert not any("\r" in line for line in exported(journal))


def test_a_broken_list_is_reported(journal: Journal) -> None:
    with pytest.raises(UsageError, match="the list is not JSON"):
        import_stream(journal, io.BytesIO(b'[{"a": 1},'))


def test_limits_are_enforced(journal: Journal, monkeypatch: pytest.MonkeyPatch) -> None:
    long = text(session(note="x" * 1_000_000)).encode()
    assert import_lines(journal, [long]).problems == (ImportProblem(1, "longer than 1,000,000 bytes"),)
    monkeypatch.setattr(exchange, "MAX_LINES", 2)
    with pytest.raises(UsageError, match="more than 2 lines"):
        import_lines(journal, [text(session(number)) for number in range(3)])
    monkeypatch.setattr(exchange, "MAX_FILE_BYTES", 2_000_000)
    with pytest.raises(UsageError, match="more than 2 MB"):
        import_stream(journal, io.BytesIO(b"\n" * 2_000_001))
    assert journal.events() == ()


@given(st.data())
def test_import_order_does_not_matter(data: st.DataObject) -> None:
    found = data.draw(st.lists(events, max_size=8, unique_by=lambda event: event.id))
    pieces = data.draw(st.lists(st.permutations(found).flatmap(_some_of), max_size=4))
    with temporary_journal() as journal:
        for piece in pieces:
            assert import_lines(journal, map(text, piece)).problems == ()
        import_lines(journal, map(text, found))
        assert exported(journal) == [text(event) for event in in_order(found)]


def _some_of(found: list[Event]) -> st.SearchStrategy[list[Event]]:
    return st.integers(0, len(found)).map(lambda count: found[:count] * 2)


_json = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)
_almost = st.builds(
    lambda event, key, value: json.dumps({**json.loads(text(event)), key: value}),
    events,
    st.sampled_from(
        ["id", "type", "date", "at", "sets", "program", "kind", "pain", "schema", "note", "target"]
    ),
    _json,
)


@given(st.lists(st.text() | st.binary() | _almost | _json.map(json.dumps), max_size=8))
def test_any_lines_are_imported_or_reported(lines: list[str | bytes]) -> None:
    with temporary_journal() as journal:
        report = import_lines(journal, lines)
        filled = sum(1 for line in lines if line.strip())
        assert report.added + report.already + len(report.problems) == filled
        assert all(problem.reason for problem in report.problems)
        assert len(journal.events()) == report.added
        again = import_lines(journal, exported(journal))
        assert (again.added, again.already, again.problems) == (0, report.added, ())


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


def test_rows_are_oldest_first_without_removed(journal: Journal) -> None:
    three = [session(number, MOMENT + timedelta(days=number)) for number in range(3)]
    journal.append(*three, Tombstone(id=id_of("t"), at=MOMENT, target=three[1].id))
    assert [row["session"] for row in rows(journal)] == [three[0].id, three[2].id]


def test_empty_journal_gives_header(journal: Journal) -> None:
    assert list(export_csv(journal)) == [",".join(CSV_COLUMNS)]


def test_any_note_stays_one_cell(journal: Journal) -> None:
    note = 'felt "fine", really\nand then some; ÄÖ 🙂'
    journal.append(session(note=note))
    assert rows(journal)[0]["note"] == note


def test_formula_becomes_text(journal: Journal) -> None:
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


def test_multi_line_note_stays_one_cell(journal: Journal) -> None:
    journal.append(session("one", note="first\r\nsecond\nthird"))
    (row,) = list(csv.reader(io.StringIO("\n".join(list(export_csv(journal))[1:]), newline="")))
    assert row[CSV_COLUMNS.index("note")] == "first\r\nsecond\nthird"
