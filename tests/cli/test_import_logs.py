"""`coach import` of the logs of other apps."""

from __future__ import annotations

import os
import threading
from pathlib import Path

from tests.support.commands import coach

LOGS = Path(__file__).parent.parent / "journal" / "importers" / "logs"


def test_log_is_recognised_by_its_header(home: Path) -> None:
    result = coach("import", str(LOGS / "strong.csv"), "--unit", "kg", home=home)
    assert result.status == 0
    assert result.lines == [
        "Strong: 2 workouts, 6 sets",
        "    Plank -> core/plank",
        "    Running -> run",
        "    Side Plank (Left) -> core/side-plank",
        "    Side Plank (Right) -> core/side-plank",
        "kept in the history alone: Squat (Barbell) (1)",
        "    --map 'NAME=PROGRAM/SLOT' makes them sets of a program of yours",
        "2 rows left out: warm-ups, rests and notes",
        "3 events added",
    ]
    again = coach("import", str(LOGS / "strong.csv"), "--unit", "kg", home=home)
    assert again.lines[-1] == "0 events added, 3 were there before"


def test_imported_sessions_are_in_the_history(home: Path) -> None:
    coach("import", str(LOGS / "hevy.csv"), home=home)
    history = coach("history", home=home).out
    assert "45 s, 40 s" in history
    assert "from-hevy" in history
    assert coach("today", home=home).status == 0
    assert coach("why", "core", home=home).status == 0


def test_missing_unit_is_asked_for(home: Path) -> None:
    result = coach("import", str(LOGS / "strong.csv"), home=home)
    assert (result.status, result.out) == (2, "")
    said = "this file does not say whether its weights are kg or lb (add --unit kg or --unit lb)"
    assert result.err == f"coach: {LOGS / 'strong.csv'}: {said}\n"


def test_map_option_assigns_an_exercise(home: Path) -> None:
    words = (
        "import",
        str(LOGS / "strong.csv"),
        "--unit",
        "lb",
        "--map",
        "Squat (Barbell)=core/plank",
        "--dry-run",
    )
    result = coach(*words, home=home)
    assert "    Squat (Barbell) -> core/plank" in result.lines
    assert result.lines[-1] == "2 events would be added"
    assert coach("export", home=home).out == ""


def test_invalid_rows_are_reported_with_their_lines(home: Path, tmp_path: Path) -> None:
    log = tmp_path / "hevy.csv"
    log.write_text((LOGS / "hevy.csv").read_text().replace('"45"', '"a while"'))
    result = coach("import", str(log), home=home)
    assert result.status == 1
    assert result.err == f"{log}:2: time 'a while' is not a length of time\n"
    assert result.lines[-1] == "4 events added"


def test_exported_csv_file_can_be_imported(home: Path, tmp_path: Path) -> None:
    coach("import", str(LOGS / "hevy.csv"), home=home)
    sheet = tmp_path / "sets.csv"
    coach("export", "--format", "csv", str(sheet), home=home)
    other = tmp_path / "other"
    assert coach("import", str(sheet), home=other).lines[-1].endswith("events added")
    assert coach("export", "--format", "csv", home=other).out == sheet.read_text()


def test_pipe_is_read_once(home: Path, tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    writer = threading.Thread(target=lambda: pipe.write_bytes((LOGS / "hevy.csv").read_bytes()))
    writer.start()
    assert coach("import", str(pipe), home=home).lines[-1] == "4 events added"
    writer.join()
