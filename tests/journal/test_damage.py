"""One flipped bit: what it has changed is named and left out on every way out of the journal, and in."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from coach.journal.journal import Journal
from tests.journal.factories import MOMENT, FixedClock, id_of, plank, session, text
from tests.support.commands import Result, coach

GOOD, BAD, OTHER = (id_of(name) for name in ("good", "bad", "other"))


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """Three sessions, of which one says 20 seconds where 30 were held."""
    made = tmp_path / "home"
    with Journal.open(made / "journal.db", clock=FixedClock()) as journal:
        journal.append(*(session(name, sets=(plank(30),)) for name in ("good", "bad", "other")))
        journal.close(back_up=False)
    flip(made / "journal.db", id_of("bad"))
    return made


def flip(path: Path, id_: str) -> None:
    """Turn the 3 of 30 seconds into a 2 in the row of that event: one bit."""
    with sqlite3.connect(path) as connection:
        for statement in ("DROP TRIGGER events_never_change", "PRAGMA wal_checkpoint"):
            connection.execute(statement)
        changed = connection.execute(
            "UPDATE events SET body = replace(body, '\"seconds\":30', '\"seconds\":20') WHERE id = ?", (id_,)
        )
        assert changed.rowcount == 1
        connection.execute(
            "CREATE TRIGGER events_never_change BEFORE UPDATE ON events "
            "BEGIN SELECT RAISE(ABORT, 'an event is never changed'); END"
        )
    connection.close()


def said_which(result: Result) -> bool:
    return all(words in result.err for words in ("entry 2", MOMENT.date().isoformat(), BAD, "--repair"))


def test_export_reports_damaged_event(home: Path, tmp_path: Path) -> None:
    printed = coach("export", home=home)
    assert printed.status == 1
    assert {json.loads(line)["id"] for line in printed.lines} == {GOOD, OTHER}
    assert said_which(printed)
    into_file = coach("export", str(tmp_path / "out.jsonl"), home=home)
    assert into_file.status == 1
    assert said_which(into_file)
    assert '"seconds":20' not in (tmp_path / "out.jsonl").read_text()


def test_csv_reports_damaged_event(home: Path) -> None:
    result = coach("export", "--format", "csv", home=home)
    assert result.status == 1
    assert said_which(result)
    assert BAD not in result.out
    assert {GOOD, OTHER} == {line.split(",")[0] for line in result.lines[1:]}


@pytest.mark.parametrize("words", [("history",), ("history", "--json"), ("history", "--limit", "3")])
def test_history_reports_damaged_event(home: Path, words: tuple[str, ...]) -> None:
    result = coach(*words, home=home)
    assert result.status == 1
    assert said_which(result)
    assert "20 s" not in result.out and '"seconds":20' not in result.out
    assert result.out.count("30 s") + result.out.count('"seconds":30') == 2


def test_sync_does_not_write_damaged_event(home: Path, tmp_path: Path) -> None:
    shared, other = tmp_path / "shared", tmp_path / "second"
    shared.mkdir()
    first = coach("sync", str(shared), home=home)
    assert first.status == 1
    assert said_which(first)
    assert "2 events written" in first.out
    assert '"seconds":20' not in "".join(path.read_text() for path in shared.iterdir())
    assert coach("sync", str(shared), home=other).status == 0
    assert {one["id"] for one in history(other)} == {GOOD, OTHER}


def test_sync_restores_event_after_repair(home: Path, tmp_path: Path) -> None:
    shared = tmp_path / "shared"
    shared.mkdir()
    (shared / "coach-0123456789ab-2026-01.jsonl").write_text(text(session("bad", sets=(plank(30),))) + "\n")
    assert coach("sync", str(shared), home=home).status == 1, "it is still damaged here"
    repaired = coach("doctor", "--repair", home=home)
    assert repaired.status == 0
    assert f"no copy has entry 2, of {MOMENT.date()}, with the id {BAD}" in repaired.out
    assert {one["id"] for one in history(home)} == {GOOD, OTHER}
    assert coach("sync", str(shared), home=home).status == 0
    assert [one["sets"][0]["seconds"] for one in history(home)] == [30, 30, 30]


def test_import_of_damaged_event_suggests_repair(home: Path, tmp_path: Path) -> None:
    file = tmp_path / "events.jsonl"
    lines = [text(session(name, sets=(plank(30),))) for name in ("bad", "good", "fresh")]
    file.write_text("\n".join(lines) + "\n")
    result = coach("import", str(file), home=home)
    assert result.status == 1
    assert "1 event added, 1 were there before" in result.out
    assert f"{file}:1: entry 2" in result.err and BAD in result.err and "coach doctor --repair" in result.err
    coach("doctor", "--repair", home=home)
    again = coach("import", str(file), home=home)
    assert (again.status, again.err) == (0, "")
    assert [one["sets"][0]["seconds"] for one in history(home)] == [30] * 4


def test_csv_import_of_damaged_session_suggests_repair(home: Path, tmp_path: Path) -> None:
    other = tmp_path / "second"
    with Journal.open(other / "journal.db") as journal:
        journal.append(session("bad", sets=(plank(30),)), session("fresh", sets=(plank(30),)))
    sheet = tmp_path / "sheet.csv"
    coach("export", "--format", "csv", str(sheet), home=other)
    result = coach("import", str(sheet), home=home)
    assert result.status == 1
    assert "1 event added" in result.out
    assert BAD in result.err and "coach doctor --repair" in result.err


def test_changed_id_gives_no_duplicate_and_no_loss(tmp_path: Path) -> None:
    """It stands in the row, in the text and in two indexes: they may not agree any more."""
    sound, file, shared = tmp_path / "sound", tmp_path / "all.jsonl", tmp_path / "shared"
    with Journal.open(sound / "journal.db", clock=FixedClock()) as journal:
        journal.append(*(session(name, sets=(plank(30),)) for name in ("good", "bad", "other")))
        journal.close(back_up=False)
    coach("export", str(file), home=sound)
    written = sorted(file.read_text().splitlines())
    whole = (sound / "journal.db").read_bytes()
    places = [at for at in range(len(whole)) if whole.startswith(BAD.encode(), at)]
    assert len(places) == 4
    for at in places:
        home = tmp_path / f"flipped at {at}"
        home.mkdir()
        (home / "journal.db").write_bytes(whole[: at + 9] + bytes([whole[at + 9] ^ 1]) + whole[at + 10 :])
        shared.mkdir(exist_ok=True)
        for words in (("sync", str(shared)), ("sync", str(shared)), ("import", str(file))):
            result = coach(*words, home=home)
            assert result.status in (1, 2), words
            assert "damaged" in result.err or "not as it was written" in result.err
            assert "coach doctor --repair" in result.err
        given = [line for path in shared.iterdir() for line in path.read_text().splitlines()]
        assert set(given) <= set(written)
        assert coach("doctor", "--repair", home=home).status == 0
        assert coach("import", str(file), home=home).status == 0
        assert sorted(coach("export", home=home).lines) == written


@pytest.mark.parametrize(
    "words",
    [
        ("today",),
        ("week",),
        ("run", "core", "--plain", "--mute"),
        ("log", "edit", BAD, "note=x"),
        ("log", "undo", BAD, "--yes"),
        ("doctor", "--silent"),
        ("summary",),
    ],
    ids=" ".join,
)
def test_planning_refuses_damaged_event(home: Path, words: tuple[str, ...]) -> None:
    """A red flag may be what is damaged: nothing is planned around a hole."""
    result = coach(*words, home=home)
    assert result.status in (1, 2)
    said = result.err + result.out
    assert "the journal is damaged" in said and BAD in said and "coach doctor --repair" in said


def test_damaged_event_is_not_copied_or_restored(home: Path, tmp_path: Path) -> None:
    logged = coach("log", "walk", "--minutes", "3", home=home)
    assert "damaged" in logged.err
    assert not list((home / "backups").glob("journal-*.db"))
    damaged_copy = tmp_path / "copy.db"
    damaged_copy.write_bytes((home / "journal.db").read_bytes())
    result = coach("restore", str(damaged_copy), home=home)
    assert result.status == 2
    assert "damaged" in result.err and BAD in result.err


def history(home: Path) -> list[dict[str, Any]]:
    result = coach("history", "--json", home=home)
    assert result.status == 0, result.err
    found: list[dict[str, Any]] = json.loads(result.out)
    return found


@pytest.mark.parametrize(
    "read", [Journal.events, lambda journal: journal.find(BAD), lambda journal: journal.check()]
)
def test_every_query_reports_damage(home: Path, read: Callable[[Journal], object]) -> None:
    from coach.errors import JournalError

    with Journal.open(home / "journal.db", clock=FixedClock()) as journal:
        with pytest.raises(JournalError, match=f"entry 2, of {MOMENT.date()}, with the id {BAD}"):
            read(journal)
        journal.close(back_up=False)
