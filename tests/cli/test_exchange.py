"""The journal out and in: `coach export`, `coach import`, `coach history`."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any, cast

import pytest

from tests.support.commands import coach
from tests.support.short_session import make_short_home

LINE = (
    '{"schema":1,"id":"0195e0c2-0000-7000-8000-000000000001","type":"session","date":"2026-01-05",'
    '"at":"2026-01-05T07:30:12+01:00","program":"core","kind":"core","mood":"fine","sets":[{"slot":"plank",'
    '"drill":"plank","round":1,"side":null,"asked_seconds":30,"seconds":30,"load_kg":null,"reps":null,'
    '"form":"clean","pain":0,"end":"full"}]}'
)


def write(tmp_path: Path, *lines: str) -> str:
    file = tmp_path / "events.jsonl"
    file.write_text("\n".join(lines) + "\n")
    return str(file)


def test_importing_an_export_twice_adds_events_once(home: Path, tmp_path: Path) -> None:
    make_short_home(home)
    coach("run", "tiny", "--plain", "--mute", home=home)
    file = tmp_path / "journal.jsonl"
    assert coach("export", str(file), home=home).status == 0
    elsewhere = tmp_path / "elsewhere"
    assert coach("import", str(file), home=elsewhere).out == "1 event added\n"
    assert coach("import", str(file), home=elsewhere).out == "0 events added, 1 were there before\n"
    assert coach("export", home=elsewhere).out == file.read_text()


def test_unknown_fields_are_kept(home: Path, tmp_path: Path) -> None:
    coach("import", write(tmp_path, LINE), home=home)
    assert json.loads(coach("export", home=home).out)["mood"] == "fine"
    (session,) = cast(list[dict[str, Any]], coach("history", "--json", home=home).json)
    assert session["mood"] == "fine"


def test_invalid_line_is_reported_others_imported(home: Path, tmp_path: Path) -> None:
    file = write(tmp_path, "{broken", LINE, '{"type":"session"}')
    result = coach("import", file, home=home)
    assert result.status == 1
    assert result.out == "1 event added\n"
    assert result.err.splitlines()[0].startswith(f"{file}:1: ")
    assert result.err.splitlines()[1].startswith(f"{file}:3: ")


def test_dry_run_adds_nothing(home: Path, tmp_path: Path) -> None:
    result = coach("import", write(tmp_path, LINE), "--dry-run", home=home)
    assert result.out == "1 event would be added\n"
    assert coach("export", home=home).out == ""


def test_missing_file_is_an_error(home: Path, tmp_path: Path) -> None:
    result = coach("import", str(tmp_path / "none.jsonl"), home=home)
    assert result.status == 2
    assert "none.jsonl" in result.err
    assert result.err.count("\n") == 1


def test_failed_export_leaves_no_file(home: Path, tmp_path: Path) -> None:
    coach("import", write(tmp_path, LINE), home=home)
    result = coach("export", str(tmp_path / "no" / "such" / "folder.jsonl"), home=home)
    assert result.status == 2
    assert "cannot be written" in result.err


def test_export_to_a_folder_is_refused(home: Path) -> None:
    refused = coach("export", ".", home=home)
    assert (refused.status, refused.err) == (2, "coach: . cannot be written: Is a directory\n")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no named pipes here")
def test_export_writes_to_a_pipe(home: Path, tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    reading = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    try:
        assert coach("export", str(pipe), home=home).status == 0
    finally:
        os.close(reading)
    assert pipe.is_fifo()


def test_csv_has_a_row_for_each_set(home: Path, tmp_path: Path) -> None:
    coach("import", write(tmp_path, LINE), home=home)
    header, *rows = coach("export", "--format", "csv", home=home).lines
    assert "slot" in header.split(",")
    assert len(rows) == 1


def test_history_is_newest_first_and_can_be_limited(home: Path, tmp_path: Path) -> None:
    later = LINE.replace("2026-01-05", "2026-01-07").replace("000001", "000002")
    coach("import", write(tmp_path, LINE, later), home=home)
    dates = [
        session["date"] for session in cast(list[dict[str, Any]], coach("history", "--json", home=home).json)
    ]
    assert dates == ["2026-01-07", "2026-01-05"]
    assert (
        coach("history", "--limit", "1", home=home).lines[0] == "Wednesday, 7 January 2026, 07:30  Core holds"
    )


def test_empty_history_has_a_hint(home: Path) -> None:
    assert "coach run core" in coach("history", home=home).out
