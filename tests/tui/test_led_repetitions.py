"""What the session screen shows while a tempo or the breath leads repetitions."""

from __future__ import annotations

from coach.model.program import Measure, Slot, Tempo
from coach.session.player import Player
from coach.tui.session.display import DisplayRenderer
from tests.factories import plan, short_program, slot, timeline
from tests.support.commands import MONDAY

SLOW = slot("row", 3, measure=Measure.REPS, pace_seconds=6, tempo=Tempo(3, 1, 2))
HINGE = slot("hinge", 3, measure=Measure.REPS, pace_seconds=8, breath_led=True, exhale_seconds=4)


def shown(one: Slot, seconds: float) -> tuple[str, str, str]:
    """The big word, the number and what it counts so many seconds into the set."""
    of = short_program(one)
    laid = timeline(of)
    player = Player(laid, of)
    player.start(0.0)
    display = DisplayRenderer(laid, plan(of)).render(player.view(5 + seconds), MONDAY)
    return display.word, display.number, display.unit


def test_tempo_shows_direction() -> None:
    assert [shown(SLOW, seconds)[0] for seconds in (0, 2.9, 3, 4, 5.9, 6)] == [
        *("DOWN", "DOWN", "HOLD", "UP", "UP", "DOWN"),
    ]
    assert [shown(SLOW, seconds)[1] for seconds in (0, 5.9, 6, 12)] == ["1", "1", "2", "3"]


def test_breath_shows_in_and_out_with_count() -> None:
    assert [shown(HINGE, seconds)[:2] for seconds in (0, 4, 8, 12)] == [
        ("IN", "1"),
        ("OUT", "1"),
        ("IN", "2"),
        ("OUT", "2"),
    ]
    assert shown(HINGE, 8)[2] == "of 3 times"
