"""What the session screen shows while a tempo or the breath leads repetitions."""

from __future__ import annotations

from msgspec.structs import replace

from coach.model.program import Measure, Slot, Tempo
from coach.session.player import Player
from coach.tui.session.display import DisplayRenderer
from tests.session.builders import DAY
from tests.support.commands import MONDAY
from tests.tui.support import plan_of, program, slot

SLOW = replace(slot("row", 3, measure=Measure.REPS, pace=6), tempo=Tempo(3, 1, 2))
HINGE = replace(slot("hinge", 3, measure=Measure.REPS, pace=8), breath_led=True, exhale_seconds=4)


def shown(one: Slot, seconds: float) -> tuple[str, str, str]:
    """The big word, the number and the drill's line so many seconds into the set."""
    from coach.session.compile import compile_timeline

    of = program(one)
    timeline = compile_timeline(of, plan_of(of), {}, DAY)
    player = Player(timeline, of)
    player.start(0.0)
    display = DisplayRenderer(timeline, {}, plan_of(of)).render(player.view(5 + seconds), MONDAY)
    return display.word, display.number, display.drill


def test_a_tempo_says_which_way_to_go() -> None:
    assert [shown(SLOW, seconds)[0] for seconds in (0, 2.9, 3, 4, 5.9, 6)] == [
        *("DOWN", "DOWN", "HOLD", "UP", "UP", "DOWN"),
    ]
    assert [shown(SLOW, seconds)[1] for seconds in (0, 5.9, 6, 12)] == ["1", "1", "2", "3"]


def test_the_breath_says_in_and_out_and_repetitions_are_counted() -> None:
    assert [shown(HINGE, seconds)[:2] for seconds in (0, 4, 8, 12)] == [
        ("IN", "1"),
        ("OUT", "1"),
        ("IN", "2"),
        ("OUT", "2"),
    ]
    assert "2 of 3" in shown(HINGE, 8)[2]
    assert "breath" not in shown(HINGE, 8)[2]
