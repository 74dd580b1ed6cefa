"""Which set ends next by itself, and what is written down of it: known before it happens."""

from __future__ import annotations

from coach.model.program import Measure, Part
from coach.session.commands import (
    ContinueSession,
    MarkShaky,
    PauseSession,
    ResumeSession,
    SetRecorded,
    StopSession,
)
from coach.session.player import Player
from tests.factories import four_holds, program, slot, timeline
from tests.session.players import START, start_player


def test_coming_set_equals_the_later_record() -> None:
    player, other = start_player(four_holds()), start_player(four_holds())
    now, foreseen = START, []
    while (coming := player.coming_set(now)) is not None:
        now, fact = coming
        foreseen.append(fact)
        assert player.facts(now - 0.01)[-1:] != (fact,)
        assert fact in player.facts(now)
    assert foreseen == [fact for fact in other.facts(START + 898) if isinstance(fact, SetRecorded)]
    assert len(foreseen) == 18


def test_no_coming_set_unless_running() -> None:
    of = four_holds()
    player = Player(timeline(of), of)
    assert player.coming_set(START) is None
    player.start(START)
    assert player.coming_set(START) is not None
    player.do(PauseSession(), START + 15)
    assert player.coming_set(START + 15) is None
    player.do(ResumeSession(), START + 16)
    assert player.coming_set(START + 16) is not None
    player.do(StopSession(), START + 20)
    assert player.coming_set(START + 20) is None


def test_no_coming_set_for_a_wait() -> None:
    of = program(Part(slots=(slot("squat", 8, measure=Measure.REPS, wait=True), slot("plank"))))
    player = start_player(of)
    assert player.coming_set(START + 1) is None
    player.do(ContinueSession(), START + 1)
    assert player.coming_set(START + 12) is None
    player.do(ContinueSession(), START + 20)
    assert [fact for fact in player.facts(START + 20) if isinstance(fact, SetRecorded)]
    assert player.coming_set(START + 20) is not None, "the hold after it"


def test_coming_set_has_the_shaky_mark() -> None:
    player = start_player(four_holds())
    player.do(MarkShaky(), START + 20)
    coming = player.coming_set(START + 20)
    assert coming is not None
    assert coming[1].record.form == "shaky"
