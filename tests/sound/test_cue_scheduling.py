"""Words find their place between tones, or stay away."""

from __future__ import annotations

from array import array

from hypothesis import given
from hypothesis import strategies as st

from coach.model.timeline import CueKind
from coach.sound.mixer import AFTER_TONE_SECONDS, BEFORE_NEXT_SECONDS, schedule
from coach.sound.protocol import PlannedCue
from coach.sound.samples import RATE
from coach.sound.speech import shortened_forms

TONES = {kind: array("h", bytes(2 * RATE // 2)) for kind in CueKind}
"""Half a second each."""


def words(text: str) -> list[array[int]]:
    """A tenth of a second for each letter; nobody can say a question."""
    return (
        []
        if "?" in text
        else [array("h", bytes(2 * len(form) * RATE // 10)) for form in shortened_forms(text)]
    )


def said(cues: list[PlannedCue]) -> list[tuple[float, float]]:
    """When each phrase begins and ends."""
    sounds = schedule(cues, TONES, words)
    return [(round(s.moment, 3), round(s.moment + len(s.samples) / RATE, 3)) for s in sounds if s.speech]


def test_words_begin_after_their_tone() -> None:
    assert said([PlannedCue(10, CueKind.ANNOUNCE, "Plank.")]) == [(10.65, 11.25)]


def test_fitting_words_are_spoken() -> None:
    assert said([PlannedCue(0, CueKind.ANNOUNCE, "Plank."), PlannedCue(1.41, CueKind.TICK)]) == [(0.65, 1.25)]


def test_too_long_words_left_out() -> None:
    assert said([PlannedCue(0, CueKind.ANNOUNCE, "Plank."), PlannedCue(1.39, CueKind.TICK)]) == []


def test_name_alone_in_short_time() -> None:
    cues = [PlannedCue(0, CueKind.ANNOUNCE, "Plank. Thirty seconds."), PlannedCue(2, CueKind.TICK)]
    assert said(cues) == [(0.65, 1.25)]


def test_tone_without_samples_of_words() -> None:
    sounds = schedule([PlannedCue(0, CueKind.ANNOUNCE, "What?")], TONES, words)
    assert [sound.speech for sound in sounds] == [False]


def test_words_with_muted_tone_start_at_once() -> None:
    sounds = schedule([PlannedCue(3, CueKind.HALFWAY, "Halfway.")], {}, words)
    assert [(sound.moment, sound.speech) for sound in sounds] == [(3, True)]


cue = st.builds(
    PlannedCue,
    st.floats(0, 60),
    st.sampled_from(CueKind),
    st.none() | st.sampled_from(["Plank.", "Bird dog, left. Ten breaths.", "Rest.", "What?"]),
)


@given(st.lists(cue, max_size=20))
def test_all_tones_and_no_overlap(cues: list[PlannedCue]) -> None:
    sounds = schedule(cues, TONES, words)
    tones = sorted(sound.moment for sound in sounds if not sound.speech)
    assert tones == sorted(planned.moment for planned in cues)
    for phrase in (sound for sound in sounds if sound.speech):
        end = phrase.moment + len(phrase.samples) / RATE
        begun = max(tone for tone in tones if tone <= phrase.moment)
        assert phrase.moment >= begun + 0.5 + AFTER_TONE_SECONDS - 1e-9
        assert all(not phrase.moment < tone < end + BEFORE_NEXT_SECONDS - 1e-9 for tone in tones)
