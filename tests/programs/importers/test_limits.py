"""Drafts beyond the limits of a program are cut, with a note."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from coach.errors import ProgramFileError
from coach.programs.importers.draft import (
    MOST_ROUNDS,
    MOST_SECONDS,
    MOST_SLOTS,
    Draft,
    TimerStep,
    add_part,
    free_name,
)
from coach.programs.importers.read import MOST_PROGRAMS, read_data, read_file


def read_json(document: object) -> list[Draft]:
    return read_data(json.dumps(document).encode(), Path("export.json")).drafts


def hiit(times: object, **others: object) -> Draft:
    (draft,) = read_json([{"name": "Mine", "timeSettings": times, **others}])
    return draft


def machine(*steps: object, **others: object) -> Draft:
    (draft,) = read_json({"timers": [{"name": "Mine", "steps": list(steps), **others}]})
    return draft


def step(label: str, seconds: float = 10, *does: str) -> dict[str, object]:
    return {"label": label, "length": 1000 * seconds, "behaviour": [{"type": one} for one in does]}


def group(*steps: object, loop: int = 1, name: str = "Group") -> dict[str, object]:
    return {"name": name, "loop": loop, "steps": list(steps)}


def lengths(draft: Draft) -> list[list[tuple[str, int | None]]]:
    return [[(one.name, one.seconds) for one in part.exercises] for part in draft.parts]


def test_first_rest_is_the_time_to_get_ready() -> None:
    draft = Draft("Mine")
    add_part(draft, [TimerStep("Rest", 5), TimerStep("Pause", 7), TimerStep("Plank", 30)])
    assert draft.ready_seconds == 12
    assert lengths(draft) == [[("Plank", 30)]]


def test_time_to_get_ready_is_limited() -> None:
    draft = Draft("Mine")
    add_part(
        draft, [TimerStep("Rest", MOST_SECONDS), TimerStep("Rest", MOST_SECONDS), TimerStep("Plank", 30)]
    )
    assert draft.ready_seconds == MOST_SECONDS


def test_rest_before_a_part_goes_to_the_part_before() -> None:
    draft = Draft("Mine")
    add_part(draft, [TimerStep("Plank", 30)])
    add_part(draft, [TimerStep("Rest", 15), TimerStep("March", 20)])
    assert [part.exercises[-1].rest_seconds for part in draft.parts] == [15, 0]


def test_waiting_rest_becomes_timed() -> None:
    draft = Draft("Mine")
    add_part(draft, [TimerStep("Plank", 30), TimerStep("Rest", 15, wait=True), TimerStep("March", 20)])
    assert draft.notes == ["'Rest' waited for you at its end: it goes on by the clock"]


def test_rest_without_a_length_is_left_out() -> None:
    draft = Draft("Mine")
    add_part(draft, [TimerStep("Rest"), TimerStep("Plank", 30), TimerStep("Rest"), TimerStep("March", 20)])
    assert draft.ready_seconds is None
    assert [one.rest_seconds for one in draft.parts[0].exercises] == [0, 0]


def test_too_many_rounds_are_cut() -> None:
    draft = machine(step("Plank"), step("Rest"), loop=MOST_ROUNDS + 20)
    assert [part.rounds for part in draft.parts] == [MOST_ROUNDS]
    assert draft.notes == [f"{MOST_ROUNDS + 20} rounds are more than there can be: it has {MOST_ROUNDS}"]


def test_circuit_that_is_too_long_is_split() -> None:
    names = [f"Move {number}" for number in range(MOST_SLOTS + 5)]
    draft = machine(*map(step, names), loop=2)
    assert [len(part.exercises) for part in draft.parts] == [MOST_SLOTS, 5]
    assert [part.rounds for part in draft.parts] == [2, 2]
    assert any("too long" in note for note in draft.notes)
    assert machine(*map(step, names)).notes == []


def test_nested_groups_are_flattened() -> None:
    nested: object = step("Deep")
    for _ in range(30):
        nested = group(nested)
    draft = machine(group(step("Plank"), group(step("Tap"), loop=3)), group(nested, step("March")))
    assert lengths(draft) == [[("Plank", 10), *[("Tap", 10)] * 3], [("March", 10)]]
    assert any("deep are left out" in note for note in draft.notes)


def test_too_many_steps_are_cut() -> None:
    draft = machine(group(group(step("Plank"), step("March"), loop=1_000), group(step("Tap"), loop=1_000)))
    assert sum(len(part.exercises) for part in draft.parts) == 2_000
    assert "it has more than 2000 steps: the end is left out" in draft.notes


def test_step_without_name_or_length() -> None:
    draft = machine({"length": 5000}, {"label": "Endless"}, startStep={}, endStep=step("Down", 8))
    assert lengths(draft) == [[("Step", 5)], [("Down", 8)]]
    assert draft.notes == ["'Endless' has no length: it is left out"]


@pytest.mark.parametrize("times", ["{", "[" * 100_000, "7", "", 7, None, {}], ids=lambda one: str(one)[:8])
def test_empty_settings_give_thirty_seconds(times: object) -> None:
    draft = hiit(times, activities=["Plank"])
    assert lengths(draft) == [[("Plank", 30)]]
    assert "the length of the work is missing: 30 s are put in" in draft.notes


def test_settings_may_be_a_json_string() -> None:
    draft = hiit(json.dumps({"workTime": 40, "restTime": "15", "getReadyTime": 9}), activities=["Plank"])
    assert lengths(draft) == [[("Plank", 40)]]
    assert (draft.parts[0].rest_between_seconds, draft.ready_seconds) == (15, 9)


def test_unnamed_work_becomes_rounds() -> None:
    draft = hiit({"workTime": 20, "restTime": 10, "restarts": 2}, activeIntervals=6)
    assert lengths(draft) == [[("Work", 20)]] * 3
    assert [(part.rounds, part.rest_rounds_seconds) for part in draft.parts] == [(6, 10)] * 3


def test_missing_rest_becomes_the_shortest() -> None:
    draft = hiit({"workTime": 20}, activities=["Plank", ""])
    assert [one.name for one in draft.parts[0].exercises] == ["Plank", "Work"]
    assert (draft.parts[0].rest_between_seconds, draft.parts[0].rest_rounds_seconds) == (5, 5)
    assert "there was no rest between exercises: 5 s are put in to change over" in draft.notes


def test_round_that_is_too_long_is_cut() -> None:
    draft = hiit({"workTime": 20, "restTime": 5}, activities=["Plank", "Tap"], activeIntervals=MOST_SLOTS + 1)
    assert len(draft.parts[0].exercises) == MOST_SLOTS
    assert any("too many for a round" in note for note in draft.notes)


def test_warm_up_gets_a_short_rest() -> None:
    draft = hiit({"workTime": 20, "warmupTime": 60}, activities=["Plank"])
    assert (draft.parts[0].warmup, draft.parts[0].rest_rounds_seconds) == (True, 5)


def test_too_many_programs_are_cut() -> None:
    timers = [{"name": f"Number {number}", "steps": [step("Plank")]} for number in range(MOST_PROGRAMS + 1)]
    drafts = read_json({"timers": timers})
    assert [draft.title for draft in drafts] == [f"Number {number}" for number in range(MOST_PROGRAMS)]
    assert any("too many at once" in note for note in drafts[0].notes)


def test_file_without_exercises_is_refused() -> None:
    with pytest.raises(ProgramFileError, match="there is nothing to do in this file of TimeR Machine"):
        read_json({"timers": [{"name": "Empty", "steps": []}]})


def test_path_that_is_no_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ProgramFileError, match="this is a folder"):
        read_file(tmp_path)
    with pytest.raises(ProgramFileError, match="there is no such file"):
        read_file(tmp_path / "nowhere.json")


@pytest.mark.skipif(os.name != "posix", reason="pipes with names are of POSIX")
def test_pipe_is_refused(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.json")
    with pytest.raises(ProgramFileError, match="this is not a file"):
        read_file(tmp_path / "pipe.json")


def test_taken_name_gets_a_number() -> None:
    assert free_name("plank", ()) == "plank"
    assert free_name("plank", {"plank", "plank-2"}) == "plank-3"


def test_lap_ends_repetitions() -> None:
    text = b"- Squats 12 reps press lap\n- press lap 1 rep\n- Jumps 0 reps press lap\n- Ride 30s\n"
    (draft,) = read_data(text, Path("workout.txt")).drafts
    assert [(one.name, one.reps, one.seconds) for one in draft.parts[0].exercises] == [
        ("Squats", 12, None),
        ("Step", 1, None),
        ("Jumps 0 reps", 1, None),
        ("Ride", None, 30),
    ]
    assert [note for note in draft.notes if "Jumps" in note]
