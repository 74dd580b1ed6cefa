from __future__ import annotations

import io
import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coach.errors import UsageError
from coach.journal import exchange
from coach.journal.exchange import ImportProblem, export_jsonl, import_lines, import_stream
from coach.journal.journal import Journal
from coach.model.events import Event
from tests.journal.histories import checkin, events, in_order, plank, session, text, throwaway_journal


def exported(journal: Journal) -> list[str]:
    return list(export_jsonl(journal))


def test_events_go_in_and_come_out_as_they_were_written(journal: Journal) -> None:
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


def test_a_dry_run_says_the_same_and_writes_nothing(journal: Journal) -> None:
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


def test_bad_lines_are_told_and_do_not_stop_good_ones(journal: Journal) -> None:
    report = import_lines(journal, ["", "{", text(session()), "  ", '{"type":"session"}', b"\xff"])
    assert report.added == 1
    assert [problem.line for problem in report.problems] == [2, 5, 6]
    assert report.problems[1] == ImportProblem(5, "id is missing")
    assert report.problems[1].text("log.jsonl") == "log.jsonl:5: id is missing"


def test_an_id_that_says_something_else_is_told_and_the_first_one_kept(journal: Journal) -> None:
    journal.append(session(1))
    report = import_lines(
        journal, [text(session(1, sets=())), text(session(2)), text(session(2, sets=(plank(5),)))]
    )
    assert report.added == 1
    assert "the journal has an event with this id" in report.problems[0].reason
    assert "line 2 has the same id" in report.problems[1].reason
    assert journal.events() == tuple(in_order([session(1), session(2)]))


def test_the_same_in_another_spelling_is_no_conflict(journal: Journal) -> None:
    journal.append(session())
    spelled = json.dumps({**json.loads(text(session())), "extra": None}, indent=None, sort_keys=True)
    assert import_lines(journal, [spelled]).already == 1


def test_a_file_may_hold_one_list_of_events(journal: Journal, tmp_path: Path) -> None:
    file = tmp_path / "all.json"
    many = [json.loads(text(session(number))) for number in range(3)]
    file.write_text("\ufeff\n" + json.dumps([*many, {"type": "session"}], indent=1), encoding="utf-8")
    report = import_stream(journal, io.BytesIO(file.read_bytes()))
    assert report.added == 3
    (problem,) = report.problems
    lines = file.read_text("utf-8").splitlines()
    assert [line.strip() for line in lines[problem.line - 1 : problem.line + 1]] == ["{", '"type": "session"']
    assert all("\n" not in line for line in exported(journal))


def test_windows_line_ends_and_a_byte_order_mark_are_fine(journal: Journal) -> None:
    data = b"\xef\xbb\xbf" + b"\r\n".join(text(session(number)).encode() for number in range(3))
    report = import_stream(journal, io.BytesIO(data))
    assert (report.added, report.problems) == (3, ())
    assert not any("\r" in line for line in exported(journal))


def test_a_broken_list_is_told(journal: Journal) -> None:
    with pytest.raises(UsageError, match="the list is not JSON"):
        import_stream(journal, io.BytesIO(b'[{"a": 1},'))


def test_there_are_limits(journal: Journal, monkeypatch: pytest.MonkeyPatch) -> None:
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
def test_any_order_any_pieces_any_repetition_give_one_journal(data: st.DataObject) -> None:
    found = data.draw(st.lists(events, max_size=8, unique_by=lambda event: event.id))
    pieces = data.draw(st.lists(st.permutations(found).flatmap(_some_of), max_size=4))
    with throwaway_journal() as journal:
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
def test_any_lines_are_taken_in_or_told(lines: list[str | bytes]) -> None:
    with throwaway_journal() as journal:
        report = import_lines(journal, lines)
        filled = sum(1 for line in lines if line.strip())
        assert report.added + report.already + len(report.problems) == filled
        assert all(problem.reason for problem in report.problems)
        assert len(journal.events()) == report.added
        again = import_lines(journal, exported(journal))
        assert (again.added, again.already, again.problems) == (0, report.added, ())
