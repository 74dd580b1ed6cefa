"""The page on coaching is true: its numbers are those of the rules and of the shipped program."""

from __future__ import annotations

import re
from pathlib import Path
from typing import get_args

from coach.coaching import adjustments, calendar, deload, safety, sides
from coach.coaching.habits import cardio, mobility, practice, ramp
from coach.coaching.messages import NOTICES, REASONS
from coach.model.events import STRONG_PAIN, Action
from coach.model.plan import Phase
from coach.programs.load import load_catalog

TEXT = (Path(__file__).parent.parent / "docs" / "coaching.md").read_text("utf-8")


def rows_under(heading: str) -> list[list[str]]:
    """The cells of each row of the first table under a heading, without its head."""
    section = TEXT.split(f"\n## {heading}\n", 1)[1].split("\n## ", 1)[0]
    lines = [line for line in section.splitlines() if line.startswith("|")]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines[2:]]


def shipped_number(label: str) -> str:
    """What the table of numbers says beside a label."""
    (row,) = [row for row in rows_under("Every number in one table") if row[0] == label]
    return row[2]


def test_numbers_of_core_match_the_program() -> None:
    core = load_catalog(None).programs["core"]
    assert core.block is not None
    plank, side_plank, bird_dog, carry = core.slots
    assert shipped_number("rounds") == str(core.parts[0].rounds)
    assert shipped_number("first hold") == f"{plank.amount} s"
    assert shipped_number("core days a week") == str(core.schedule.per_week)
    assert shipped_number("steady sessions for a step") == str(core.progression.after)
    assert shipped_number("a step") == f"{core.progression.step_seconds} s"
    assert shipped_number("misses in a row for a step down") == str(core.progression.misses)
    assert shipped_number("shortest hold") == f"{core.progression.floor_seconds} s"
    assert (plank.upto, side_plank.upto, bird_dog.upto, carry.upto) == (60, 45, 45, 60)
    assert shipped_number("ceiling") == "60 s; 45 s for side plank and bird-dog"
    assert shipped_number("a harder drill starts at") == f"{plank.ladder[plank.start_rung + 1].start} s"
    assert carry.load is not None
    load = carry.load
    assert shipped_number("carry: start, step, most") == (
        f"{load.start_kg:g} kg, {load.step_kg:g} kg, {load.max_kg:g} kg a hand"
    )
    assert shipped_number("weeks in a block") == f"{core.block.weeks} (4 to 6)"
    assert shipped_number("how much lighter") == f"{core.block.trim_percent} %"
    away = core.away
    assert shipped_number("days away") == f"{away.recount}, {away.ease}, {away.restart}, {away.reset}"
    part = core.parts[0]
    assert shipped_number("rest between drills, between rounds") == (
        f"{part.rest_between_seconds} s, {part.rest_rounds_seconds} s"
    )


def test_numbers_of_rules_match_the_code() -> None:
    assert shipped_number("an early light week") == f"{deload.WINDOW_DAYS} days from the latest sign"
    assert shipped_number("stiff mornings in a row") == str(safety.STIFF_RUN)
    assert shipped_number("cardio") == f"{cardio.WEEK_MINUTES} minutes a week"
    assert f"pain of {STRONG_PAIN} or more" in TEXT
    assert f"pain of {safety.SORE_MORNING} or" in TEXT
    assert safety.RECURRING_SPASMS == (2, 90)
    assert "Two spasms within 90 days" in TEXT
    assert safety.RECURRING_EARLY_LIGHT_WEEKS == (3, 8 * 7)
    assert "three early\nlight weeks in eight weeks" in TEXT
    assert f"for {safety.LONG_EARLY_LIGHT_WEEK_DAYS} days without a break" in TEXT
    assert safety.RECURRING_PAIN == (3, 28)
    assert "in three sessions within 28 days" in TEXT
    assert deload.COUNTS_AS_LIGHT_WEEK == 4
    assert "If it ran four days or more" in TEXT
    assert calendar.RETURN_DAYS == 7
    assert "the first seven days back" in TEXT
    assert mobility.HIP_GOAL == 2
    assert "Two hip drills make the day's goal, four in an early light week" in TEXT
    assert practice.CLEAN_NEEDED == 3
    assert "after three steady sessions in a row" in TEXT
    assert (ramp.FIRST_SESSIONS, ramp.LATER_SESSIONS) == (2, 3)
    assert "two sessions in the first week, then three" in TEXT
    assert f"grow by {ramp.GROWTH_PERCENT - 100} percent a week" in TEXT
    assert f"no more than {ramp.CAP_PERCENT - 100} percent above the mean of the last four weeks" in TEXT


def test_light_week_table_matches_the_code() -> None:
    section = TEXT.split("\n## Light weeks\n", 1)[1]
    full, light = (
        line.strip("|").split("|") for line in re.findall(r"^\| (?:full sets|light week) .*", section, re.M)
    )
    for sets, said in zip(full[1:], light[1:], strict=True):
        trimmed = deload.trim_sets(int(sets))
        assert said.strip() == (str(trimmed) if trimmed else f"{sets.strip()}, shorter")


def test_side_comparison_matches_the_code() -> None:
    assert (sides.RECENT, sides.APART) == (9, (3, 4))
    assert "less than three quarters\nof the other over its last nine sets" in TEXT


def test_reasons_and_notices_are_listed_once() -> None:
    section = TEXT.split("\n## Every reason\n", 1)[1].split("\n## ", 1)[0]
    told = re.findall(r"^\| `(\w+)` \|", section, re.MULTILINE)
    known = {sentence.code for sentence in (*REASONS.values(), *NOTICES.values())} | {adjustments.ASK_FIRST}
    assert sorted(told) == sorted(known)


def test_health_rules_match_the_code() -> None:
    rows = rows_under("What your health changes")
    assert len(rows) == len(adjustments.ADJUSTMENTS)
    assert f"{adjustments.LEAN_SECONDS} s at most" in rows[0][1]
    assert f"longer than {adjustments.HEART_SECONDS} s" in rows[1][1]


def test_controls_and_phases_are_listed() -> None:
    assert [word for word in get_args(Phase) if f"`{word}`" not in TEXT] == []
    told = set(re.findall(r"`coach log ([a-z_]+)", TEXT))
    assert {"set_level", "deload", "end_deload", "cleared"} <= told <= {*get_args(Action), "undo"}
