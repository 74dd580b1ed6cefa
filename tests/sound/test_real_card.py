"""Cues come out of a real (virtual) sound card at their moments, on every backend that is there."""

from __future__ import annotations

import importlib
import os
import shutil
import statistics
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from coach.clock import SystemClock
from coach.model.settings import Settings
from coach.model.timeline import TONES, Cue, CueKind
from coach.sound.audio_player import AudioPlayer, open_audio
from coach.sound.doctor import probe
from tests.support.hearing import RATE, find_tones, read_samples
from tests.support.real import REQUIRE, REQUIRE_SIMPLEAUDIO
from tests.support.virtual_sound import VirtualSound, virtual_sound

pytestmark = [pytest.mark.sound]

LEAD_SECONDS = 2.5


@pytest.fixture
def card(monkeypatch: pytest.MonkeyPatch) -> Iterator[VirtualSound]:
    """A sound card that this process and its children play on."""
    with virtual_sound() as card:
        for name, value in card.environment.items():
            monkeypatch.setenv(name, value)
        yield card


def need_module(name: str) -> None:
    """Skip where a sound library is not installed; fail where everything has to be tested for real."""
    try:
        importlib.import_module(name)
    except (ImportError, OSError) as error:
        reason = f"{name} cannot be used here: {error}"
        wanted = REQUIRE if name != "simpleaudio" else REQUIRE_SIMPLEAUDIO
        if os.environ.get(wanted):
            pytest.fail(f"{reason} ({wanted} is set)")
        pytest.skip(reason)


def open_on(device: str, log: Path) -> AudioPlayer:
    """An audio player on one device only."""
    audio = open_audio(Settings(volume=100, device=device), SystemClock(), log=log)
    deadline = time.monotonic() + 20
    while audio.status().device is None and time.monotonic() < deadline:
        time.sleep(0.02)
    assert (audio.status().device or "").startswith((device, f"the program {device}")), audio.status()
    return audio


def spread(kinds: Sequence[CueKind], first: float) -> list[tuple[float, Cue]]:
    """These cues, far enough apart to be heard singly, and in no beat."""
    planned, moment = [], first
    for index, kind in enumerate(kinds):
        planned.append((moment + index * 0.618 % 1 * 0.04, Cue(at=0, cue=kind)))
        moment += 1.5 if kind is CueKind.FINISH else 1.25
    return planned


def hear(
    card: VirtualSound, audio: AudioPlayer, kinds: Sequence[CueKind], folder: Path
) -> list[tuple[CueKind, float]]:
    """Play these cues; gives each that was heard, in order, with by how many ms it came late."""
    with card.recording(folder / "heard.wav") as began:
        planned = spread(kinds, time.monotonic() + LEAD_SECONDS)
        audio.plan(planned)
        time.sleep(planned[-1][0] + 1.7 - time.monotonic())
    heard = find_tones(folder / "heard.wav")
    assert [kind for kind, _ in heard] == [cue.cue for _, cue in planned]
    return [
        (kind, 1000 * (began + at - moment)) for (kind, at), (moment, _) in zip(heard, planned, strict=True)
    ]


@pytest.mark.parametrize("device", ["miniaudio", "sounddevice", "pacat"])
def test_every_cue_heard_on_time(device: str, card: VirtualSound, tmp_path: Path) -> None:
    if device == "pacat":
        assert shutil.which(device)
    else:
        need_module(device)
    audio = open_on(device, tmp_path / "sound.log")
    late = [error for _, error in hear(card, audio, TONES, tmp_path)]
    audio.close()
    middle = statistics.median(late)
    assert abs(middle) < 40
    assert max(abs(error - middle) for error in late) < 5


@pytest.mark.simpleaudio
def test_simpleaudio_cues_and_countdown(card: VirtualSound, tmp_path: Path) -> None:
    need_module("simpleaudio")
    audio = open_on("simpleaudio", tmp_path / "sound.log")
    tick = CueKind.TICK
    late = hear(card, audio, [*TONES, tick, tick, tick, CueKind.START], tmp_path)
    audio.close()
    middle = statistics.median(error for _, error in late)
    assert abs(middle) < 40
    assert max(abs(error - middle) for _, error in late) < 30
    countdown = [error for _, error in late[-4:]]
    assert max(countdown) - min(countdown) < 2


def test_restarted_sound_server(card: VirtualSound, tmp_path: Path) -> None:
    need_module("miniaudio")
    audio = open_on("miniaudio", tmp_path / "sound.log")
    audio.plan([(time.monotonic() + 30, Cue(at=0, cue=CueKind.FINISH))])
    card.stop()
    deadline = time.monotonic() + 10
    while audio.status().device is not None and time.monotonic() < deadline:
        time.sleep(0.02)
    assert audio.status().reason is not None
    card.start()
    while audio.status().device is None and time.monotonic() < deadline + 20:
        time.sleep(0.02)
    assert audio.status().reason is None
    hear(card, audio, [CueKind.TICK, CueKind.START], tmp_path)
    audio.close()


def test_words_between_tones(card: VirtualSound, tmp_path: Path) -> None:
    need_module("miniaudio")
    audio = open_on("miniaudio", tmp_path / "sound.log")
    with card.recording(tmp_path / "heard.wav"):
        first = time.monotonic() + LEAD_SECONDS
        said = Cue(at=0, cue=CueKind.ANNOUNCE, say="Plank. Thirty seconds.")
        audio.plan([(first, said), (first + 4, Cue(at=4, cue=CueKind.TICK))])
        time.sleep(LEAD_SECONDS + 5)
    audio.close()
    tones = find_tones(tmp_path / "heard.wav")
    assert [kind for kind, _ in tones] == [CueKind.ANNOUNCE, CueKind.TICK]
    announced, ticked = (at for _, at in tones)
    samples = read_samples(tmp_path / "heard.wav")

    def loudest(begin: float, end: float) -> int:
        return max(map(abs, samples[round(begin * RATE) : round(end * RATE)]))

    tone_end = announced + 0.58
    assert loudest(tone_end + 0.01, tone_end + 0.14) == 0
    assert loudest(tone_end + 0.15, tone_end + 1.2) > 3000
    assert loudest(ticked - 0.15, ticked - 0.001) == 0


def test_silence_drops_plan(card: VirtualSound, tmp_path: Path) -> None:
    need_module("miniaudio")
    audio = open_on("miniaudio", tmp_path / "sound.log")
    with card.recording(tmp_path / "heard.wav"):
        audio.plan([(time.monotonic() + 1.5, Cue(at=0, cue=CueKind.START))])
        time.sleep(0.2)
        audio.silence()
        audio.play(CueKind.PAUSE)
        time.sleep(2.2)
    audio.close()
    assert [kind for kind, _ in find_tones(tmp_path / "heard.wav")] == [CueKind.PAUSE]


def test_closing_keeps_last_tone(card: VirtualSound, tmp_path: Path) -> None:
    need_module("miniaudio")
    audio = open_on("miniaudio", tmp_path / "sound.log")
    with card.recording(tmp_path / "heard.wav"):
        audio.play(CueKind.FINISH)
        audio.close()
        time.sleep(0.3)
    assert [kind for kind, _ in find_tones(tmp_path / "heard.wav")] == [CueKind.FINISH]


def test_doctor_plays_on_each_backend(card: VirtualSound, tmp_path: Path) -> None:
    need_module("miniaudio")
    with card.recording(tmp_path / "heard.wav"):
        report = probe(audible=True)
    working = [tried.backend for tried in report.backends if tried.works]
    assert {"miniaudio", "pacat"} <= set(working)
    heard = [kind for kind, _ in find_tones(tmp_path / "heard.wav")]
    assert heard == [CueKind.START] * len(working)
