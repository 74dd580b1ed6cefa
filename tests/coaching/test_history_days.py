"""How far back a plan looks."""

from __future__ import annotations

from msgspec.structs import replace

from coach.coaching.planner import history_days
from coach.model.program import Kind
from tests.factories import core, program_of, timed_slot

WALK = program_of(Kind.CARDIO, timed_slot("brisk-walk", 1800))
PRACTICE = program_of(Kind.PRACTICE, timed_slot("hinge", 60))
PLAIN_CORE = replace(program_of(Kind.CORE, timed_slot("bridge")), id="plain-core")


def test_levels_and_blocks_rest_on_all_of_their_history() -> None:
    assert history_days(core(), [core(), WALK]) is None
    assert history_days(WALK, [core(), WALK]) == 28


def test_practice_looks_at_all_of_its_own_and_at_all_core_work() -> None:
    assert history_days(PRACTICE, [PRACTICE]) is None
    assert history_days(PLAIN_CORE, [PLAIN_CORE, WALK]) == 28
    assert history_days(PLAIN_CORE, [PLAIN_CORE, PRACTICE]) is None
    assert history_days(WALK, [WALK, PRACTICE]) == 28
