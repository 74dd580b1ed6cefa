"""The shipped programs carry the guide's doses, and their drills say what a careful teacher would."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date

import msgspec
import pytest

from coach.model.program import Kind, Measure, Program, Progress, Slot
from coach.model.timeline import IntervalKind
from coach.paths import shipped_programs_folder
from coach.programs.catalog import Catalog
from coach.programs.json_schema import json_schema
from coach.programs.load import load_catalog
from coach.programs.schema import SchemaName
from coach.session.compile import compile_timeline
from tests.factories import plan

SHIPPED = (
    "breathing",
    "cardio",
    "core",
    "hinge-practice",
    "hips-and-thoracic",
    "massage-ball",
    "micro-break",
    "morning",
)

WORK_SECONDS = {
    "core": 3 * (30 + 2 * 30 + 2 * 30 + 30),
    "hips-and-thoracic": 180 + 3 * 2 * 120,
    "morning": 3 * 2 * 10 + 6 * 8 + 300,
    "micro-break": 5 + 10 * 3 + 10 * 8,
    "breathing": 10 * 10,
    "hinge-practice": 2 * 8 * 8,
    "massage-ball": 2 * 60 + 2 * 30 + 2 * 60 + 30,
    "cardio": 30 * 60,
}

WHOLE_SECONDS = {
    "core": 898,
    "hips-and-thoracic": 10 + 180 + 20 + 3 * (120 + 10 + 120) + 2 * 20,
    "morning": 10 + 3 * (10 + 8 + 10) + 2 * 14 + 14 + 48 + 20 + 300,
    "micro-break": 6 + 5 + 7 + 30 + 7 + 80,
    "breathing": 8 + 100,
    "hinge-practice": 10 + 64 + 45 + 64,
    "massage-ball": 10 + (60 + 8 + 60) + 10 + (30 + 8 + 30) + 10 + (60 + 8 + 60) + 10 + 30,
    "cardio": 8 + 1800,
}


@pytest.fixture(scope="module")
def catalog() -> Catalog:
    return load_catalog(None)


def seconds_of_one_set(slot: Slot) -> int:
    """The work of one set on one side, in seconds."""
    if slot.measure is Measure.REPS:
        assert slot.pace_seconds is not None, f"{slot.slot} waits for the user"
        return slot.amount * slot.pace_seconds
    if slot.measure is Measure.BREATHS:
        return slot.amount * (slot.inhale_seconds + slot.exhale_seconds)
    return slot.amount


def work_seconds(program: Program) -> int:
    return sum(
        slot.sets * (2 if slot.sided else 1) * seconds_of_one_set(slot)
        for part in program.parts
        for slot in part.slots
    )


def slot_named(program: Program, name: str) -> Slot:
    return next(slot for slot in program.slots if slot.slot == name)


def every_slot(catalog: Catalog) -> Iterator[tuple[Program, Slot]]:
    for program in catalog.programs.values():
        for slot in program.slots:
            yield program, slot


def test_shipped_files_are_valid(catalog: Catalog) -> None:
    assert [problem.line_text() for problem in catalog.problems] == []
    assert tuple(sorted(catalog.programs)) == SHIPPED


@pytest.mark.parametrize("name", [*SHIPPED, "drills", "figures"])
def test_first_line_names_the_schema(name: str) -> None:
    first = (shipped_programs_folder() / f"{name}.yaml").read_text("utf-8").splitlines()[0]
    wanted = name if name in ("drills", "figures") else "program"
    assert first == f"# yaml-language-server: $schema=schema/{wanted}.json"


@pytest.mark.parametrize("name", ["program", "drills", "figures"])
def test_shipped_schema_is_up_to_date(name: SchemaName) -> None:
    stored = json.loads((shipped_programs_folder() / "schema" / f"{name}.json").read_text("utf-8"))
    assert stored == json_schema(name), f"write it anew: coach schema {name} > programs/schema/{name}.json"


@pytest.mark.parametrize("program", SHIPPED)
def test_programs_can_be_encoded_as_json(catalog: Catalog, program: str) -> None:
    written = msgspec.json.encode(catalog.programs[program])
    assert msgspec.json.decode(written, type=Program) == catalog.programs[program]


@pytest.mark.parametrize("program", SHIPPED)
def test_seconds_of_work_add_up(catalog: Catalog, program: str) -> None:
    assert work_seconds(catalog.programs[program]) == WORK_SECONDS[program]


@pytest.mark.parametrize("program", SHIPPED)
def test_session_starts_ready_and_ends_with_work(catalog: Catalog, program: str) -> None:
    chosen = catalog.programs[program]
    timeline = compile_timeline(chosen, plan(chosen), catalog.drills, date(2026, 1, 5))
    work = [one for one in timeline.intervals if one.kind is IntervalKind.WORK]
    assert timeline.intervals[0].kind is IntervalKind.READY
    assert timeline.intervals[-1].kind is IntervalKind.WORK
    assert sum(one.seconds or 0 for one in work) == WORK_SECONDS[program]
    assert timeline.total_seconds == WHOLE_SECONDS[program]
    assert all(one.seconds is not None for one in timeline.intervals), "nobody needs to touch it"


class TestCore:
    def test_schedule_rounds_and_holds(self, catalog: Catalog) -> None:
        core = catalog.programs["core"]
        assert core.kind is Kind.CORE
        assert [slot.slot for slot in core.slots] == ["plank", "side-plank", "bird-dog", "farmer-carry"]
        assert [part.rounds for part in core.parts] == [3]
        assert all((slot.measure, slot.amount, slot.sets) == (Measure.HOLD, 30, 3) for slot in core.slots)
        assert core.schedule.per_week == 3
        assert core.schedule.days == ("mon", "wed", "fri")

    def test_holds_both_sides_for_the_full_time(self, catalog: Catalog) -> None:
        sided = {slot.slot: slot.sided for slot in catalog.programs["core"].slots}
        assert sided == {"plank": False, "side-plank": True, "bird-dog": True, "farmer-carry": False}

    def test_last_carry_is_one_handed(self, catalog: Catalog) -> None:
        carry = catalog.programs["core"].slots[3]
        assert [(rung.drill, carry.sided_on(place)) for place, rung in enumerate(carry.ladder)] == [
            ("march-bags", False),
            ("farmer-carry", False),
            ("suitcase-carry", True),
        ]

    def test_session_takes_about_15_minutes(self, catalog: Catalog) -> None:
        core = catalog.programs["core"]
        part = core.parts[0]
        assert (part.rest_between_seconds, part.rest_rounds_seconds) == (20, 60)
        rests = 3 * 3 * 20 + 2 * 60 + 3 * 2 * core.switch_seconds + core.ready_seconds
        assert work_seconds(core) + rests == 898

    def test_block_has_five_weeks(self, catalog: Catalog) -> None:
        block = catalog.programs["core"].block
        assert block is not None
        assert (block.weeks, block.trim_percent) == (5, 30)

    def test_progression_and_away(self, catalog: Catalog) -> None:
        core = catalog.programs["core"]
        rules = core.progression
        assert (rules.after, rules.step_seconds, rules.misses, rules.floor_seconds) == (2, 5, 2, 10)
        away = core.away
        assert (away.recount, away.ease, away.restart, away.reset) == (10, 14, 28, 84)

    def test_holds_have_five_rungs(self, catalog: Catalog) -> None:
        core = catalog.programs["core"]
        ladders = {
            slot.slot: [(rung.drill, rung.start, rung.upto) for rung in slot.ladder] for slot in core.slots
        }
        assert ladders == {
            "plank": [
                ("plank-wall", 30, 60),
                ("plank-knee", 30, 60),
                ("plank", 30, 60),
                ("plank-long-lever", 20, 45),
                ("plank-foot-lift", 20, 45),
            ],
            "side-plank": [
                ("side-plank-wall", 30, 45),
                ("side-plank-knee", 30, 45),
                ("side-plank", 30, 45),
                ("side-plank-stacked", 20, 45),
                ("side-plank-leg-raise", 20, 45),
            ],
            "bird-dog": [
                ("bird-dog-arm", 30, 45),
                ("bird-dog-leg", 30, 45),
                ("bird-dog", 30, 45),
                ("bird-dog-squares", 20, 45),
                ("bird-dog-hover", 20, 45),
            ],
            "farmer-carry": [("march-bags", 30, 60), ("farmer-carry", 30, 60), ("suitcase-carry", 20, 45)],
        }
        assert all(slot.drill == slot.slot for slot in core.slots)

    def test_carry_grows_in_time_then_load(self, catalog: Catalog) -> None:
        carry = slot_named(catalog.programs["core"], "farmer-carry")
        assert carry.progress is Progress.TIME_THEN_LOAD
        assert carry.load is not None
        assert (carry.load.start_kg, carry.load.step_kg, carry.load.max_kg) == (6, 1, 20)

    def test_only_the_carry_has_a_load(self, catalog: Catalog) -> None:
        assert [slot.slot for _, slot in every_slot(catalog) if slot.load] == ["farmer-carry"]


class TestHipsAndUpperBack:
    def test_first_part_is_the_warm_up(self, catalog: Catalog) -> None:
        warm_up, stretches = catalog.programs["hips-and-thoracic"].parts
        assert warm_up.warmup
        assert [(slot.drill, slot.measure, slot.amount) for slot in warm_up.slots] == [
            ("warm-up", Measure.TIME, 180)
        ]
        assert not stretches.warmup

    def test_daily_stretches_of_two_minutes_a_side(self, catalog: Catalog) -> None:
        program = catalog.programs["hips-and-thoracic"]
        assert program.schedule.per_day == 1
        assert [
            (slot.drill, slot.measure, slot.amount, slot.sided, slot.sets) for slot in program.parts[1].slots
        ] == [
            ("hip-flexor-stretch", Measure.TIME, 120, True, 1),
            ("figure-four", Measure.TIME, 120, True, 1),
            ("open-book", Measure.TIME, 120, True, 1),
        ]


class TestMorning:
    def test_order_from_lying_to_walking(self, catalog: Catalog) -> None:
        program = catalog.programs["morning"]
        assert [slot.drill for slot in program.slots] == ["knee-to-chest", "cat-camel", "walk-5"]
        assert program.schedule.per_day == 1

    def test_knee_pulls_and_walk(self, catalog: Catalog) -> None:
        program = catalog.programs["morning"]
        knee, cat, walk = program.slots
        assert (knee.measure, knee.amount, knee.sided, knee.sets) == (Measure.TIME, 10, True, 3)
        assert (cat.measure, cat.amount, cat.inhale_seconds + cat.exhale_seconds) == (Measure.BREATHS, 6, 8)
        assert (walk.measure, walk.amount) == (Measure.TIME, 300)

    def test_about_says_the_first_step_may_be_skipped(self, catalog: Catalog) -> None:
        about = catalog.programs["morning"].about
        assert "first hour" in about
        assert "skip" in about


class TestTheOthers:
    def test_micro_break_every_half_hour(self, catalog: Catalog) -> None:
        program = catalog.programs["micro-break"]
        assert program.schedule.every_seconds == 30 * 60
        assert (program.schedule.from_time, program.schedule.until_time) == ("09:00", "17:30")
        assert [(slot.drill, slot.measure, slot.amount) for slot in program.slots] == [
            ("stand", Measure.TIME, 5),
            ("shoulder-rolls", Measure.REPS, 10),
            ("belly-breaths", Measure.BREATHS, 10),
        ]

    def test_breathing_exhales_longer(self, catalog: Catalog) -> None:
        (breaths,) = catalog.programs["breathing"].slots
        assert (breaths.measure, breaths.amount) == (Measure.BREATHS, 10)
        assert (breaths.inhale_seconds, breaths.exhale_seconds) == (4, 6)

    def test_lifting_practice_sets(self, catalog: Catalog) -> None:
        (hinge,) = catalog.programs["hinge-practice"].slots
        assert (hinge.drill, hinge.measure, hinge.amount, hinge.sets) == (
            "hip-hinge-box",
            Measure.REPS,
            8,
            2,
        )
        drill = catalog.drills["hip-hinge-box"]
        assert drill.equipment == ("empty box",)
        assert any(cue.phase == "in" for cue in drill.cues)
        assert any(cue.phase == "out" for cue in drill.cues)

    def test_hotspots_are_followed_by_movement(self, catalog: Catalog) -> None:
        slots = catalog.programs["massage-ball"].slots
        assert [slot.amount for slot in slots] == [60, 30, 60, 30]
        assert ["massage-ball" in slot.drill for slot in slots] == [True, False, True, False]

    def test_weekly_walks_make_150_minutes(self, catalog: Catalog) -> None:
        program = catalog.programs["cardio"]
        (walk,) = program.slots
        assert walk.measure is Measure.TIME
        assert program.schedule.per_week is not None
        assert program.schedule.per_week * walk.amount == 150 * 60

    @pytest.mark.parametrize("program", [one for one in SHIPPED if one != "core"])
    def test_only_core_progresses(self, catalog: Catalog, program: str) -> None:
        slots = catalog.programs[program].slots
        assert all(slot.progress is Progress.NONE and slot.upto == slot.amount for slot in slots)
