"""Programs from documents, with every default."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest

from coach.app.programs import check_text
from coach.model.program import (
    Away,
    Block,
    DrillCue,
    Kind,
    Load,
    Measure,
    Program,
    Progress,
    Progression,
    Rung,
    Schedule,
    one_handed,
)
from coach.programs.load import load_catalog
from tests.programs.small_catalog import DRILLS


def program(body: str, kind: str = "custom") -> Program:
    """The program of a text that has no problems."""
    text = f"schema: 1\nid: mine\ntitle: Mine\nkind: {kind}\n{body}"
    found, problems = check_text(text, Path("mine.yaml"), DRILLS)
    assert problems == ()
    assert found is not None
    return found


ONE = "slots:\n  - {slot: plank, hold: 30s}\n"


def test_shortest_program_has_every_default() -> None:
    mine = program(ONE)
    (part,) = mine.parts
    (slot,) = part.slots
    assert (mine.ready_seconds, mine.switch_seconds, mine.schedule) == (10, 8, Schedule())
    assert (mine.progression, mine.away, mine.about) == (Progression(), Away(), "")
    assert (part.rounds, part.rest_between_seconds, part.rest_rounds_seconds) == (1, 20, 60)
    assert (slot.drill, slot.measure, slot.amount, slot.upto) == ("plank", Measure.HOLD, 30, 30)
    assert (slot.sided, slot.sets, slot.progress, slot.wait) == (False, 1, Progress.NONE, False)
    assert slot.ladder == (Rung(drill="plank", start=30, upto=30),)


@pytest.mark.parametrize("kind", list(Kind))
def test_only_core_has_a_block_by_default(kind: Kind) -> None:
    assert program(ONE, kind).block == (Block() if kind is Kind.CORE else None)


def test_block_gets_its_defaults() -> None:
    assert program("block: {weeks: 4}\n" + ONE).block == Block(weeks=4, trim_percent=30)
    assert program("block: {trim: 20%}\n" + ONE).block == Block(weeks=5, trim_percent=20)


def test_sets_are_as_many_as_the_rounds() -> None:
    mine = program(
        "rounds: 3\nslots:\n  - {slot: plank, hold: 30s}\n  - {slot: bird-dog, hold: 30s, sets: 2}\n"
    )
    assert [slot.sets for slot in mine.slots] == [3, 2]


def test_default_rounds_are_the_most_sets() -> None:
    mine = program(
        "slots:\n  - {slot: plank, hold: 30s, sets: 4}\n  - {slot: bird-dog, hold: 30s, sets: 2}\n"
    )
    assert mine.parts[0].rounds == 4
    assert [slot.sets for slot in mine.slots] == [4, 2]


def test_default_sides_are_those_of_the_drill() -> None:
    mine = program(
        "slots:\n"
        "  - {slot: side-plank, hold: 30s}\n"
        "  - {slot: both, drill: bird-dog, sides: none, hold: 30s}\n"
        "  - {slot: plank, hold: 30s}\n"
    )
    assert [slot.sided for slot in mine.slots] == [True, False, False]


def test_each_rung_has_the_sides_of_its_drill() -> None:
    ladder = "[{drill: farmer-carry, hold: 30s, upto: 60s}, {drill: suitcase-carry, hold: 30s, upto: 45s}]"
    mine = program(f"slots:\n  - {{slot: farmer-carry, hold: 30s, ladder: {ladder}}}\n")
    assert [rung.sided for rung in mine.slots[0].ladder] == [False, True]
    without = program(f"slots:\n  - {{slot: farmer-carry, hold: 30s, sides: none, ladder: {ladder}}}\n")
    assert [rung.sided for rung in without.slots[0].ladder] == [False, False]


def test_rung_can_be_without_load_or_one_handed() -> None:
    mine = program(
        "slots:\n"
        "  - slot: farmer-carry\n"
        "    hold: 30s\n"
        "    load: {start: 6kg, step: 1kg, max: 20kg}\n"
        "    ladder:\n"
        "      - {drill: plank-wall, hold: 30s, load: none}\n"
        "      - {drill: farmer-carry, hold: 30s}\n"
        "      - {drill: suitcase-carry, hold: 20s, hand: one}\n"
    )
    (slot,) = mine.slots
    assert [(rung.loaded, rung.one_hand) for rung in slot.ladder] == [
        (False, False),
        (True, False),
        (True, True),
    ]
    assert one_handed(mine.slots) == {"suitcase-carry"}


def test_starting_rung_has_its_upto() -> None:
    mine = program(
        "slots:\n"
        "  - slot: plank\n"
        "    hold: 35s\n"
        "    ladder:\n"
        "      - {drill: plank-knee, hold: 30s, upto: 1m}\n"
        "      - {drill: plank, hold: 30s, upto: 60s}\n"
        "      - {drill: plank-long-lever, hold: 20s}\n"
    )
    (slot,) = mine.slots
    assert (slot.amount, slot.upto, slot.start_rung, slot.progress) == (35, 60, 1, Progress.TIME)
    assert [(rung.start, rung.upto) for rung in slot.ladder] == [(30, 60), (30, 60), (20, 20)]


def test_starting_rung_takes_the_upto_of_the_slot() -> None:
    mine = program("slots:\n  - {slot: plank, hold: 30s, upto: 50s, ladder: [{drill: plank, hold: 30s}]}\n")
    assert (mine.slots[0].upto, mine.slots[0].ladder[0].upto) == (50, 50)


@pytest.mark.parametrize(
    ("keys", "progress"),
    [
        ("hold: 30s", Progress.NONE),
        ("hold: 30s, upto: 60s", Progress.TIME),
        ("hold: 30s, upto: 60s, progress: none", Progress.NONE),
        ("reps: 8, upto: 12", Progress.TIME),
        ("hold: 30s, load: {start: 6kg, step: 1kg, max: 20kg}", Progress.NONE),
        (
            "hold: 30s, upto: 60s, load: {start: 6kg, step: 1kg, max: 20kg}, progress: time-then-load",
            Progress.TIME_THEN_LOAD,
        ),
    ],
)
def test_default_progress_is_time_with_room_to_grow(keys: str, progress: Progress) -> None:
    assert program(f"slots:\n  - {{slot: plank, {keys}}}\n").slots[0].progress is progress


def test_pounds_become_kilograms() -> None:
    mine = program("slots:\n  - {slot: plank, hold: 30s, load: {start: 0kg, step: 2.5lb, max: 10lb}}\n")
    assert mine.slots[0].load == Load(start_kg=0, step_kg=1.134, max_kg=4.536)


def test_measures_with_pace_and_breath() -> None:
    mine = program(
        "slots:\n"
        "  - {slot: plank, time: 2m, rest: 5s}\n"
        "  - {slot: bird-dog, reps: 8, pace: 6s}\n"
        "  - {slot: side-plank, reps: 8, wait: true}\n"
        "  - {slot: breathing, breaths: 10, inhale: 3s}\n"
    )
    walk, paced, free, breath = mine.slots
    assert (walk.measure, walk.amount, walk.rest_seconds) == (Measure.TIME, 120, 5)
    assert (paced.measure, paced.amount, paced.pace_seconds) == (Measure.REPS, 8, 6)
    assert (free.pace_seconds, free.wait, free.rest_seconds) == (None, True, None)
    assert (breath.measure, breath.inhale_seconds, breath.exhale_seconds) == (Measure.BREATHS, 3, 6)


def test_part_takes_the_rest_of_the_program() -> None:
    mine = program(
        "rest: {between: 15s, rounds: 45s}\n"
        "parts:\n"
        "  - {title: Warm-up, warmup: true, slots: [{slot: breathing, time: 1m}]}\n"
        "  - {rounds: 2, rest: {between: 5s}, slots: [{slot: plank, hold: 30s}]}\n"
    )
    first, second = mine.parts
    assert (first.title, first.warmup, first.rounds) == ("Warm-up", True, 1)
    assert (first.rest_between_seconds, first.rest_rounds_seconds) == (15, 45)
    assert (second.title, second.warmup, second.rounds) == (None, False, 2)
    assert (second.rest_between_seconds, second.rest_rounds_seconds) == (5, 45)


def test_schedules_are_built() -> None:
    weekly = program("schedule: {per_week: 2, days: [tue, sat]}\n" + ONE).schedule
    often = program("schedule: {every: 30m, from: 9:00, until: 17:30}\n" + ONE).schedule
    assert weekly == Schedule(per_week=2, days=("tue", "sat"))
    assert often == Schedule(every_seconds=1800, from_time="09:00", until_time="17:30")
    assert program("schedule: {per_day: 2}\n" + ONE).schedule == Schedule(per_day=2)


def test_progression_and_away_get_their_defaults() -> None:
    mine = program("progression: {step: 0:10}\naway: {recount: 7}\n" + ONE)
    assert mine.progression == Progression(step_seconds=10)
    assert mine.away == Away(recount=7)


def test_program_is_made_of_plain_values() -> None:
    mine = program("block: {trim: 20%}\nschedule: {every: 1m, from: 9:00, until: 10:00}\n" + ONE, "core")
    assert msgspec.json.decode(msgspec.json.encode(mine), type=Program) == mine


def test_alias_is_the_value_of_its_anchor() -> None:
    mine = program("rest: {between: &short 5s, rounds: *short}\n" + ONE)
    assert (mine.parts[0].rest_between_seconds, mine.parts[0].rest_rounds_seconds) == (5, 5)


def test_cues_of_a_drill(tmp_path: Path) -> None:
    (tmp_path / "drills").mkdir()
    (tmp_path / "drills" / "mine.yaml").write_text(
        "schema: 1\ndrills:\n  - id: lean\n    name: Lean\n    sides: each\n    action: stretch\n"
        "    say_side: '{side} foot back.'\n"
        "    cues: [Stand tall., in: 'Breathe in.', out: '{other} arm up; lean to the {side}.']\n"
    )
    drill = load_catalog(tmp_path).drills["lean"]
    assert (drill.action, drill.say_side) == ("stretch", "{side} foot back.")
    assert drill.cues == (
        DrillCue("Stand tall."),
        DrillCue("Breathe in.", "in"),
        DrillCue("{other} arm up; lean to the {side}.", "out"),
    )
    assert drill.cue_texts("right")[-1] == "Left arm up; lean to the right."
    assert drill.cue_texts()[-1] == "Right arm up; lean to the left."
