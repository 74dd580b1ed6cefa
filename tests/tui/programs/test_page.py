"""The pages of programs and drills, the weeks ahead, and syntax highlighting."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coach.app.programs import check_text
from coach.coaching.simulate import simulate
from coach.model.program import Drill, Schedule
from coach.paths import shipped_programs_folder
from coach.programs.load import load_catalog
from coach.tui.programs.page import chain, how_lines, judging_lines, schedule_text, slot_text
from coach.tui.programs.preview import WHOLE_CELL, ahead_table, length_text
from coach.tui.programs.yaml_area import LOOKS, yaml_runs

LIBRARY = load_catalog(None)
MONDAY = date(2026, 1, 5)


@pytest.mark.parametrize(
    ("seconds", "waits", "text"),
    [
        (0, 0, "0 s"),
        (45, 0, "45 s"),
        (60, 1, "1 min, and waits for you once"),
        (898, 3, "14 min 58 s, and waits for you 3 times"),
    ],
)
def test_length_texts(seconds: int, waits: int, text: str) -> None:
    assert length_text(seconds, waits) == text


@pytest.mark.parametrize(
    ("schedule", "text"),
    [
        (Schedule(per_week=2, days=("mon", "thu")), "on Monday and Thursday"),
        (Schedule(per_week=1, days=("sun",)), "on Sunday"),
        (Schedule(per_week=3), "3 times a week"),
        (Schedule(per_day=1), "once a day"),
        (
            Schedule(every_seconds=3000, from_time="09:00", until_time="17:30"),
            "every 50m, from 09:00 until 17:30",
        ),
        (Schedule(), "whenever you like"),
    ],
)
def test_schedule_texts(schedule: Schedule, text: str) -> None:
    assert schedule_text(schedule) == text


def test_slot_texts() -> None:
    texts = {slot.slot: slot_text(slot) for slot in LIBRARY.programs["core"].slots}
    assert texts["plank"] == "3 × 30 s, up to 1 min"
    assert texts["side-plank"] == "3 × 30 s a side, up to 45 s"
    assert texts["farmer-carry"] == "3 × 30 s, 6 kg a hand, up to 1 min"


def test_chain_is_the_same_from_each_drill() -> None:
    row = chain(LIBRARY.drills["plank"], LIBRARY.drills)
    assert [drill.id for drill in row][:3] == ["plank-wall", "plank-knee", "plank"]
    assert all(chain(drill, LIBRARY.drills) == row for drill in row)


def test_circular_chain_ends() -> None:
    drills = {
        "a": Drill(id="a", name="A", say="A", harder="b", easier="b"),
        "b": Drill(id="b", name="B", say="B", harder="a", easier="a"),
    }
    assert {drill.id for drill in chain(drills["a"], drills)} == {"a", "b"}


def test_drill_pages_have_the_cues() -> None:
    for drill in LIBRARY.drills.values():
        text = "\n".join(line for line, _style in [*how_lines(drill), *judging_lines(drill, LIBRARY.drills)])
        assert all(cue in text for cue in drill.cue_texts())
        assert drill.check is None or drill.check in text
        assert drill.avoid is None or drill.avoid in text


def test_weeks_ahead_have_a_row_per_drill() -> None:
    program = LIBRARY.programs["core"]
    sessions = simulate(program, (), MONDAY, 6, drills=LIBRARY.drills)
    table = ahead_table(sessions, LIBRARY.drills, 6, WHOLE_CELL)
    assert table.heads == ("1", "2", "3", "4", "5*", "6")
    rows = {name + load: cells for name, load, cells in table.rows}
    assert rows["Plank"][:2] == ("3×30→35", "3×35→40")
    assert "Farmer carry 6 kg" in rows
    assert all(len(cell) < WHOLE_CELL for cells in rows.values() for cell in cells)
    assert any("light" in note for note in table.notes)
    small = ahead_table(sessions, LIBRARY.drills, 6, 6)
    assert {name: cells for name, _load, cells in small.rows}["Plank"][0] == "3×35"
    assert "last session" in small.notes[0]


def test_weeks_ahead_start_at_the_first_session() -> None:
    program = LIBRARY.programs["core"]
    sessions = simulate(program, (), MONDAY + timedelta(days=2), 6, drills=LIBRARY.drills)
    table = ahead_table(sessions, LIBRARY.drills, 6, WHOLE_CELL)
    shown = {week for _name, _load, cells in table.rows for week, cell in enumerate(cells) if cell}
    assert shown == set(range(6))


def test_no_sessions_ahead_give_an_empty_table() -> None:
    assert ahead_table((), LIBRARY.drills, 6, WHOLE_CELL).heads == ()


def test_yaml_tokens_have_styles() -> None:
    lines = [
        "schedule: {per_week: 3, days: [mon]} # when",
        "title: Core holds",
        "ready: 10s",
        "- {drill: plank}",
    ]
    looks = [
        [(line[run.start : run.end], run.look) for run in runs]
        for line, runs in zip(lines, yaml_runs(lines), strict=True)
    ]
    assert {("schedule", "key"), ("per_week", "key"), ("mon", "word"), ("# when", "comment")} <= set(looks[0])
    assert ("title", "key") in looks[1]
    assert ("10s", "amount") in looks[2]
    assert ("plank", "word") in looks[3]


@given(st.text(alphabet="ab1:-{}[],#>|\n \t'\"é%&*!@", max_size=120))
def test_any_text_can_be_highlighted(text: str) -> None:
    lines = text.split("\n")
    runs = yaml_runs(lines)
    assert len(runs) == len(lines)
    for line, found in zip(lines, runs, strict=True):
        assert all(0 <= run.start < run.end <= len(line) and run.look in LOOKS for run in found)


def test_shipped_programs_are_highlighted() -> None:
    for path in shipped_programs_folder().glob("*.yaml"):
        lines = path.read_text("utf-8").split("\n")
        last = max(number for number, line in enumerate(lines) if line.strip())
        assert yaml_runs(lines)[last]


def test_checked_text_equals_the_catalog() -> None:
    text = (shipped_programs_folder() / "core.yaml").read_text("utf-8")
    program, problems = check_text(text, Path("core.yaml"), LIBRARY.drills)
    assert (program, problems) == (LIBRARY.programs["core"], ())
