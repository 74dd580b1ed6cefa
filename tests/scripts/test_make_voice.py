"""The clips that ship are those of the sentences that sessions say, and they are clean."""

from __future__ import annotations

import math
import sys
import zipfile
from array import array
from datetime import date
from functools import cache
from pathlib import Path

import pytest

from coach.coaching.planner import plan_day
from coach.paths import shipped_sounds_folder
from coach.programs.load import load_catalog
from coach.session.compile import compile_timeline
from coach.session.cues import number_words, spoken
from coach.sound.samples import RATE, parse_wav, speech_level
from coach.sound.speech import CLIPS, WORDS, Phrasebook, sentences
from scripts.make_voice import main, make_voice, record, session_sentences, without_rumble, words

FOLDER = shipped_sounds_folder() / "voice"


all_sentences = cache(session_sentences)


@cache
def book() -> Phrasebook:
    return Phrasebook(FOLDER)


def keys_in(archive: Path) -> set[str]:
    with zipfile.ZipFile(archive) as file:
        return {name.rpartition(".")[0] for name in file.namelist()}


def test_every_sentence_has_a_clip() -> None:
    missing = {key: text for key, text in all_sentences().items() if key not in keys_in(FOLDER / CLIPS)}
    assert missing == {}, "python scripts/make_voice.py sounds/voice records them"


def test_no_clip_without_a_sentence() -> None:
    assert keys_in(FOLDER / CLIPS) == all_sentences().keys() | words().keys()
    assert keys_in(FOLDER / WORDS) == words().keys()


def test_shipped_sessions_are_recorded_whole() -> None:
    catalog, on = load_catalog(None), date(2026, 1, 5)
    said: set[str] = set()
    for program in catalog.programs.values():
        for plan in plan_day([program], [], on, drills=catalog.drills).programs:
            timeline = compile_timeline(program, plan, catalog.drills, on)
            texts = [cue.say for interval in timeline.intervals for cue in interval.cues if cue.say]
            said.update(sentence for text in texts for sentence in sentences(text))
    assert len(said) > 30
    assert [sentence for sentence in sorted(said) if not book().is_recorded(sentence)] == []


def test_every_length_and_number_can_be_said() -> None:
    texts = [spoken(seconds) for seconds in range(1, 7300)]
    texts += [number_words(number) for number in range(1, 1000)]
    assert [text for text in texts if not book().knows(text)] == []


@pytest.mark.parametrize(
    "text",
    ["Next: bird dog, arm only, left.", "Two minutes five seconds.", "Round seven of nine.", "In. Twelve."],
)
def test_words_make_sentences(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "miniaudio", None)
    assert Phrasebook(FOLDER).knows(text)


def test_clips_are_clean() -> None:
    for key in sorted(keys_in(FOLDER / CLIPS))[::8]:
        samples = book().sentence(key)
        assert samples is not None, key
        assert 0.15 < len(samples) / RATE < 4, key
        assert max(map(abs, samples)) <= 0.9 * 32_767, key
        assert max(map(abs, (*samples[:48], *samples[-48:]))) < 700, key
        level = 20 * math.log10(speech_level([value / 32_768 for value in samples], RATE))
        assert level == pytest.approx(-19, abs=2), key


def test_words_are_clean() -> None:
    with zipfile.ZipFile(FOLDER / WORDS) as archive:
        for name in archive.namelist():
            samples, rate = parse_wav(archive.read(name), name)
            assert rate == 16_000
            level = 20 * math.log10(speech_level([value / 32_768 for value in samples], rate))
            assert level == pytest.approx(-19, abs=2), name


def test_clips_are_small() -> None:
    assert sum(path.stat().st_size for path in FOLDER.iterdir()) < 7_200_000


def test_licence_ships_with_clips() -> None:
    text = (FOLDER / "LICENSE").read_text()
    assert "hibari" in text
    assert "Kokoro-82M" in text
    assert "Apache License" in text


def humming(text: str, speed: float) -> array[int]:
    """A voice that hums for a fifth of a second a letter."""
    wave = (round(9000 * math.sin(place / 9)) for place in range(round(4800 * len(text) / speed)))
    return array("h", wave)


def test_pace_by_length() -> None:
    assert len(record("Short", humming)) == pytest.approx(5 * 4800 / 0.9, abs=400)
    assert len(record("A sentence.", humming)) == pytest.approx(11 * 4800, abs=400)
    assert len(record("A longer sentence.", humming)) == pytest.approx(18 * 4800 / 1.1, abs=400)


def test_same_texts_same_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("scripts.make_voice.session_sentences", lambda: {"hop": "Hop."})
    monkeypatch.setattr("scripts.make_voice.words", lambda: {"rest": "Rest."})
    monkeypatch.setattr("scripts.make_voice.mp3", lambda samples: samples.tobytes())
    seconds = make_voice(tmp_path, humming)
    assert list(seconds) == ["hop", "rest"]
    assert keys_in(tmp_path / CLIPS) == {"hop", "rest"}
    assert keys_in(tmp_path / WORDS) == {"rest"}
    before = [(tmp_path / name).read_bytes() for name in (CLIPS, WORDS)]
    make_voice(tmp_path, humming)
    assert [(tmp_path / name).read_bytes() for name in (CLIPS, WORDS)] == before


def test_recording_needs_a_folder(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([]) == 2
    assert "usage" in capsys.readouterr().err


def test_recording_names_missing_packages(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("scripts.make_voice.RECORDERS", {"no_such_module": "hibari-tts"})
    assert main([str(tmp_path)]) == 1
    assert capsys.readouterr().err == "recording needs what is not installed: pip install hibari-tts\n"
    assert list(tmp_path.iterdir()) == []


def test_rumble_is_removed() -> None:
    def level(hz: float) -> float:
        wave = [math.sin(2 * math.pi * hz * place / 16_000) for place in range(3200)]
        return speech_level(without_rumble(wave, 16_000), 16_000) / speech_level(wave, 16_000)

    assert level(30) < 0.2
    assert level(200) == pytest.approx(1, rel=0.1)
    assert level(2500) == pytest.approx(1, rel=0.01)
