"""Sounds are read and written as plain WAV files."""

from __future__ import annotations

import wave
from array import array
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coach.errors import CoachError
from coach.sound.samples import RATE, mu_law_wav, read_wav, write_wav
from coach.sound.tones import load_tones, tone


def test_written_samples_are_read(tmp_path: Path) -> None:
    samples = array("h", [0, 1, -1, 32_767, -32_768])
    write_wav(tmp_path / "a.wav", samples, 22_050)
    assert read_wav(tmp_path / "a.wav") == (samples, 22_050)


def test_standard_library_reads_file(tmp_path: Path) -> None:
    write_wav(tmp_path / "a.wav", array("h", [1, 2, 3]))
    with wave.open(str(tmp_path / "a.wav")) as file:
        assert (file.getnchannels(), file.getsampwidth(), file.getframerate(), file.getnframes()) == (
            1,
            2,
            RATE,
            3,
        )


@given(st.lists(st.integers(-32_635, 32_635), min_size=1))
def test_mu_law_error_is_small(tmp_path_factory: pytest.TempPathFactory, values: list[int]) -> None:
    path = tmp_path_factory.getbasetemp() / "mu.wav"
    path.write_bytes(mu_law_wav(array("h", values), 16_000))
    samples, rate = read_wav(path)
    assert rate == 16_000
    assert len(samples) == len(values)
    for before, after in zip(values, samples, strict=True):
        assert abs(before - after) <= 4 + abs(before) / 30


def test_other_chunks_skipped(tmp_path: Path) -> None:
    write_wav(tmp_path / "a.wav", array("h", [7, 8]))
    data = (tmp_path / "a.wav").read_bytes()
    (tmp_path / "b.wav").write_bytes(data[:12] + b"LIST\x03\x00\x00\x00abc\x00" + data[12:])
    assert read_wav(tmp_path / "b.wav")[0] == array("h", [7, 8])


@pytest.mark.parametrize(
    "data", [b"", b"RIFF", b"RIFF\0\0\0\0WAVE", b"GIF89a" * 20, b"RIFF\0\0\0\0WAVEfmt \2\0\0\0\1\0"]
)
def test_invalid_wav_file(data: bytes, tmp_path: Path) -> None:
    (tmp_path / "a.wav").write_bytes(data)
    with pytest.raises(CoachError, match="WAV"):
        read_wav(tmp_path / "a.wav")


def test_stereo_refused(tmp_path: Path) -> None:
    with wave.open(str(tmp_path / "a.wav"), "wb") as file:
        file.setparams((2, 2, RATE, 0, "NONE", ""))
        file.writeframes(bytes(8))
    with pytest.raises(CoachError, match="mono"):
        read_wav(tmp_path / "a.wav")


def test_missing_file_named(tmp_path: Path) -> None:
    with pytest.raises(CoachError) as caught:
        read_wav(tmp_path / "a.wav")
    assert caught.value.path == str(tmp_path / "a.wav")


def test_broken_file_replaced_by_tone(tmp_path: Path) -> None:
    (tmp_path / "mallet").mkdir()
    (tmp_path / "mallet" / "tick.wav").write_bytes(b"broken")
    tones = load_tones(tmp_path, "mallet", {"start": 0.0, "pause": 0.5}, 1.0)
    made = {kind.value: samples for kind, samples in tones.items()}
    assert len(made) == 12
    assert "start" not in made
    assert all(made[kind.value] == tone(kind) for kind in tones if kind.value not in {"pause"})
    assert max(made["pause"]) == pytest.approx(max(map(abs, tone_of("pause"))) / 2, abs=600)


def tone_of(name: str) -> array[int]:
    return next(tone(kind) for kind in load_tones(Path(), "mallet", {}, 1.0) if kind.value == name)


def test_unknown_set_is_default(tmp_path: Path) -> None:
    assert load_tones(tmp_path, "nonsense", {}, 1.0) == load_tones(tmp_path, "mallet", {}, 1.0)


def test_user_set_before_default(tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    own = array("h", [0, 4000, -4000, 0] * 100)
    write_wav(tmp_path / "mine" / "tick.wav", own)
    write_wav(tmp_path / "mine" / "start.wav", own, 24_000)
    (tmp_path / "mine" / "rest.wav").write_bytes(b"broken")
    tones = {kind.value: samples for kind, samples in load_tones(Path(), "mine", {}, 1.0, tmp_path).items()}
    assert tones["tick"] == own
    assert len(tones["start"]) == pytest.approx(2 * len(own), abs=2)
    assert (tones["rest"], tones["finish"]) == (tone_of("rest"), tone_of("finish"))
