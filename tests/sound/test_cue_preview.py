"""Single tones: with the settings of the moment, and never two players at once."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from coach.model.settings import Settings
from coach.model.timeline import CueKind
from coach.sound.audio_player import CUE_OFF, OFF, WAKE_SECONDS, CuePreview
from tests.support.commands import MONDAY, StillClock
from tests.support.recorders import RecordingPlayer

USUAL = Settings()


@pytest.fixture
def players() -> list[RecordingPlayer]:
    return []


@pytest.fixture
def preview(players: list[RecordingPlayer]) -> CuePreview:
    def make(settings: Settings) -> RecordingPlayer:
        players.append(RecordingPlayer())
        return players[-1]

    return CuePreview(make, StillClock(MONDAY))


def test_first_tone_planned_next_played(preview: CuePreview, players: list[RecordingPlayer]) -> None:
    preview.play(USUAL, CueKind.ANNOUNCE)
    preview.play(USUAL, CueKind.TICK)
    (audio,) = players
    ((moment, cue),) = audio.plans[0]
    assert (moment, cue.cue) == (1000.0 + WAKE_SECONDS, CueKind.ANNOUNCE)
    assert audio.played == [CueKind.TICK]


def test_tone_after_rest_planned(preview: CuePreview, players: list[RecordingPlayer]) -> None:
    preview.play(USUAL, CueKind.ANNOUNCE)
    preview.play(USUAL, CueKind.ANNOUNCE, rested=True)
    assert (len(players), len(players[0].plans)) == (1, 2)


def test_changed_settings_reopen_player(preview: CuePreview, players: list[RecordingPlayer]) -> None:
    preview.play(USUAL, CueKind.TICK)
    preview.play(replace(USUAL, volume=20), CueKind.TICK)
    assert [audio.closed for audio in players] == [True, False]
    preview.close()
    assert players[1].closed


@pytest.mark.parametrize(
    ("settings", "why"),
    [
        (replace(USUAL, sound=False), OFF),
        (replace(USUAL, volume=0), OFF),
        (replace(USUAL, muted_cues=frozenset({CueKind.TICK})), CUE_OFF),
    ],
)
def test_muted_sound_opens_no_device(
    preview: CuePreview, players: list[RecordingPlayer], settings: Settings, why: str
) -> None:
    assert preview.play(settings, CueKind.TICK) == why
    assert players == []
    assert preview.trouble is None
