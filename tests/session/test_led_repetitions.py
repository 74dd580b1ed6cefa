"""Repetitions that a tempo or the breath leads: what is heard, what is seen, what counts."""

from __future__ import annotations

from msgspec.structs import replace

from coach.model.program import Measure, Part, Slot, Tempo
from coach.model.timeline import CueKind
from coach.session.commands import PauseSession
from coach.session.view import Movement
from tests.factories import program, slot, timeline
from tests.session.players import START, records_of, start_player

SLOW = replace(slot("row", 2, measure=Measure.REPS), tempo=Tempo(3, 1, 2), pace_seconds=6)
QUICK = replace(slot("row", 2, measure=Measure.REPS), tempo=Tempo(2, 0, 2), pace_seconds=4)
HINGE = replace(
    slot("hinge", 2, measure=Measure.REPS),
    breath_led=True,
    pace_seconds=9,
    inhale_seconds=4,
    exhale_seconds=5,
)


def heard(one: Slot) -> list[tuple[float, str, str | None]]:
    """The cues of the set, before the finish."""
    work = timeline(program(Part(slots=(one,)))).intervals[-1]
    return [(cue.at, cue.cue.value, cue.say) for cue in work.cues if cue.cue is not CueKind.FINISH]


def test_cues_of_a_tempo() -> None:
    assert heard(SLOW) == [
        (0, "start", "Down."),
        (3, "tick", "Hold."),
        (4, "tick", "Up."),
        (6, "tick", "Down. Two."),
        (9, "tick", "Hold."),
        (10, "tick", "Up."),
    ]


def test_cues_of_a_tempo_without_hold() -> None:
    assert [say for _, _, say in heard(QUICK)] == ["Down.", "Up.", "Down. Two.", "Up."]


def test_cues_of_breath_led_repetitions() -> None:
    assert heard(HINGE) == [
        (0, "start", "In."),
        (4, "exhale", "Out."),
        (9, "inhale", "In. Two."),
        (13, "exhale", "Out."),
    ]


def test_view_of_a_tempo() -> None:
    player = start_player(program(Part(slots=(SLOW,))))
    seen = [player.view(START + 10 + second).movement for second in range(8)]
    assert seen == [
        *[Movement.LOWER] * 3,
        Movement.HOLD,
        *[Movement.LIFT] * 2,
        *[Movement.LOWER] * 2,
    ]
    assert player.view(START + 5).movement is None
    assert [player.view(START + 10 + second).rep for second in (0, 5, 6, 11)] == [1, 1, 2, 2]


def test_view_of_breath_led_repetitions() -> None:
    player = start_player(program(Part(slots=(HINGE,))))
    view = player.view(START + 10 + 9 + 2)
    assert view.breath is not None
    assert (view.breath.number, view.breath.of, view.breath.inhaling) == (2, 2, True)
    assert abs(view.breath.fraction - 0.5) < 0.001
    assert view.rep == 2
    out = player.view(START + 10 + 5).breath
    assert out is not None
    assert not out.inhaling


def test_led_repetitions_are_recorded() -> None:
    player = start_player(program(Part(slots=(SLOW,))))
    player.do(PauseSession(), START + 10 + 7)
    (fact,) = records_of(player.facts(START + 10 + 7)).values()
    assert (fact.record.reps, fact.record.asked_reps, fact.record.end) == (1, 2, "early")
