"""Which cue stands before a set, where there is no room for two."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from coach.programs.load import load_catalog
from coach.session.player import Player
from coach.tui.session.display import DisplayRenderer
from tests.factories import plan, short_program, slot, timeline
from tests.support.commands import MONDAY

PLANK = load_catalog(None).drills["plank"]


@pytest.mark.parametrize("ready_seconds", [5, 10, 20, 40])
def test_last_cue_stands_until_the_set_begins(ready_seconds: int) -> None:
    of = replace(short_program(slot("plank", 30)), ready_seconds=ready_seconds)
    laid = timeline(of, drills={"plank": PLANK})
    player = Player(laid, of)
    player.start(0.0)
    renderer = DisplayRenderer(laid, plan(of))
    turns = [renderer.render(player.view(at + 0.1), MONDAY).turn for at in range(ready_seconds)]
    assert turns[0] == 0
    assert turns[-1] == 1
    assert turns.count(0) == pytest.approx(turns.count(1), abs=1)
