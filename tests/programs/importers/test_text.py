"""The texts of drafts are valid programs; what is left out is noted."""

from __future__ import annotations

from pathlib import Path

import pytest

from coach.model.program import LEAST_REST_SECONDS, Measure, Program
from coach.programs.importers.draft import MOST_PARTS, NO_REST, Draft, DraftPart, Exercise
from coach.programs.importers.read import read_file
from coach.programs.importers.write import Texts, draft_texts
from coach.programs.load import load_catalog
from coach.programs.validate import MAX_SETS

FILES = Path(__file__).parent / "files"
CATALOGUE = load_catalog(None).drills


def program_text(draft: Draft) -> Texts:
    return draft_texts(draft, "taken-over", CATALOGUE, "an app")


def program_of(texts: Texts, home: Path) -> Program:
    """The program of a draft, loaded from the files that are written for it."""
    for folder, text in (("programs", texts.program), ("drills", texts.drills)):
        if text:
            (home / folder).mkdir(parents=True)
            (home / folder / "taken-over.yaml").write_text(text, "utf-8")
    catalog = load_catalog(home)
    assert [problem.line_text() for problem in catalog.problems] == []
    return catalog.programs["taken-over"]


def import_parts(home: Path, *parts: DraftPart, title: str = "Mine") -> tuple[Program, list[str]]:
    """The program of a draft with these parts, and the notes."""
    draft = Draft(title, parts=list(parts))
    return program_of(program_text(draft), home), draft.notes


def sets_of(program: Program) -> int:
    return sum(part.rounds * len(part.slots) for part in program.parts)


@pytest.mark.parametrize("file", sorted(FILES.iterdir()), ids=lambda file: str(file.name))
def test_every_import_is_a_valid_program(file: Path, tmp_path: Path) -> None:
    drafts = read_file(file).drafts
    assert drafts
    for number, draft in enumerate(drafts):
        texts = program_text(draft)
        program = program_of(texts, tmp_path / str(number))
        assert program.parts
        assert program.title
        for note in draft.notes:
            assert f"\n#   - {note}\n" in texts.program


def test_unknown_exercises_become_new_drills(tmp_path: Path) -> None:
    exercises = [Exercise("PLANK", 30), Exercise("Wall sit: deep", 20, cues=["Back flat.", "", "Breathe."])]
    texts = program_text(Draft("Mine", parts=[DraftPart(exercises)]))
    program = program_of(texts, tmp_path)
    assert [slot.drill for slot in program.slots] == ["plank", "wall-sit-deep"]
    drill = load_catalog(tmp_path).drills["wall-sit-deep"]
    assert (drill.name, drill.cue_texts()) == ("Wall sit: deep", ("Back flat.", "Breathe."))
    assert "plank" not in texts.drills


def test_without_new_exercises_no_drills_are_written() -> None:
    assert program_text(Draft("Mine", parts=[DraftPart([Exercise("Plank", 30)])])).drills == ""


def test_repeated_exercise_is_one_drill_in_two_slots(tmp_path: Path) -> None:
    exercises = [Exercise("Wall sit", 20), Exercise("wall sit", 30, cues=["Back flat."])]
    program, _ = import_parts(tmp_path, DraftPart(exercises))
    assert [(slot.slot, slot.drill) for slot in program.slots] == [
        ("wall-sit", "wall-sit"),
        ("wall-sit-2", "wall-sit"),
    ]
    assert load_catalog(tmp_path).drills["wall-sit"].cue_texts() == ("Back flat.",)


def test_drill_with_sides_is_done_once_with_a_note(tmp_path: Path) -> None:
    program, notes = import_parts(tmp_path, DraftPart([Exercise("Side plank", 30)]))
    assert [slot.sided for slot in program.slots] == [False]
    assert notes == ["'Side plank' was done once: take out 'sides: none' to do it on each side"]


def test_missing_rests_get_one_note(tmp_path: Path) -> None:
    exercises = [
        Exercise("Plank", 30, rest_seconds=0),
        Exercise("March", 20, rest_seconds=0),
        Exercise("Tap", 10, rest_seconds=90),
    ]
    program, notes = import_parts(tmp_path, DraftPart(exercises, rounds=2))
    assert [slot.rest_seconds for slot in program.slots] == [LEAST_REST_SECONDS, LEAST_REST_SECONDS, 90]
    assert notes == [NO_REST]


def test_rest_at_the_end_is_left_out(tmp_path: Path) -> None:
    program, notes = import_parts(tmp_path, DraftPart([Exercise("Plank", 30, rest_seconds=0)]))
    assert (program.slots[0].rest_seconds, notes) == (None, [])


def test_part_keeps_rests_rounds_title_and_waits(tmp_path: Path) -> None:
    part = DraftPart(
        [Exercise("Push: up", reps=8, wait=True)],
        "First: hard",
        3,
        rest_between_seconds=15,
        rest_rounds_seconds=40,
    )
    program, _ = import_parts(tmp_path, part, DraftPart([Exercise("Plank", 30)]))
    first, second = program.parts
    assert (first.title, first.rounds) == ("First: hard", 3)
    assert (first.rest_between_seconds, first.rest_rounds_seconds) == (15, 40)
    assert (first.slots[0].measure, first.slots[0].amount, first.slots[0].wait) == (Measure.REPS, 8, True)
    assert (second.title, second.rounds) == (None, 1)


def test_single_warm_up_part_is_a_normal_part(tmp_path: Path) -> None:
    warm = DraftPart([Exercise("March", 60)], "Warm-up", warmup=True)
    both, _ = import_parts(tmp_path / "both", warm, DraftPart([Exercise("Plank", 30)]))
    alone, _ = import_parts(tmp_path / "alone", warm)
    assert [part.warmup for part in both.parts] == [True, False]
    assert [part.warmup for part in alone.parts] == [False]


def test_time_to_get_ready_is_kept(tmp_path: Path) -> None:
    draft = Draft("Mine", parts=[DraftPart([Exercise("Plank", 30)])], ready_seconds=25)
    assert program_of(program_text(draft), tmp_path).ready_seconds == 25


def test_empty_parts_are_left_out(tmp_path: Path) -> None:
    program, notes = import_parts(tmp_path, DraftPart([]), DraftPart([Exercise("Plank", 30)]))
    assert (len(program.parts), notes) == (1, [])


def test_too_many_parts_are_cut_with_a_note(tmp_path: Path) -> None:
    parts = [DraftPart([Exercise("Plank", 5)]) for _ in range(MOST_PARTS + 7)]
    program, notes = import_parts(tmp_path, *parts)
    assert len(program.parts) == MOST_PARTS
    assert notes == [f"{MOST_PARTS + 7} parts are too many: the first {MOST_PARTS} are kept"]


def test_too_long_program_loses_its_last_parts(tmp_path: Path) -> None:
    full = DraftPart([Exercise("Plank", 5, rest_seconds=5)], rounds=100)
    program, notes = import_parts(tmp_path, *[full] * (MAX_SETS // 2 // 100 + 3))
    assert sets_of(program) <= MAX_SETS // 2
    assert len(program.parts) == MAX_SETS // 2 // 100
    assert notes == [f"it is longer than {MAX_SETS // 2} sets: the end is left out"]


def test_a_single_part_that_is_too_long_loses_rounds(tmp_path: Path) -> None:
    exercises = [Exercise(f"Move {number}", 5, rest_seconds=5) for number in range(90)]
    program, notes = import_parts(
        tmp_path, DraftPart(exercises, rounds=100), DraftPart([Exercise("Plank", 30)])
    )
    assert len(program.parts) == 1
    assert MAX_SETS // 2 - 90 < sets_of(program) <= MAX_SETS // 2
    assert notes == [f"it is longer than {MAX_SETS // 2} sets: the end is left out"]


def test_too_large_drill_file_loses_its_cues(tmp_path: Path) -> None:
    exercises = [
        Exercise(f"Move {number}", 5, rest_seconds=5, cues=["word " * 40] * 20) for number in range(300)
    ]
    parts = [DraftPart(exercises[start : start + 100]) for start in (0, 100, 200)]
    texts = program_text(Draft("Mine", parts=parts))
    assert "cues:" not in texts.drills
    assert len(program_of(texts, tmp_path).slots) == 300


def test_empty_title_becomes_the_name(tmp_path: Path) -> None:
    program, _ = import_parts(tmp_path, DraftPart([Exercise("Plank", 30)]), title=" \n ")
    assert program.title == "taken-over"
