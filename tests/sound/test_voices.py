"""Voices of the machine speak what was never recorded."""

from __future__ import annotations

import importlib.util
import io
import json
import os
import shutil
import sys
from array import array
from contextlib import closing
from pathlib import Path

import pytest

from coach.paths import shipped_sounds_folder
from coach.sound.samples import RATE, read_wav
from coach.sound.voices import (
    EspeakVoice,
    HibariVoice,
    SapiVoice,
    SayVoice,
    VoiceError,
    find_voice,
    serve_hibari,
    user_language,
)


@pytest.mark.parametrize(
    ("value", "language"),
    [
        ("de_DE.UTF-8", "de"),
        ("fr", "fr"),
        ("C.UTF-8", "en"),
        ("POSIX", "en"),
        ("", "en"),
        ("pt_BR@latin", "pt"),
    ],
)
def test_voice_speaks_language_of_user(value: str, language: str, monkeypatch: pytest.MonkeyPatch) -> None:
    speak_language(value, monkeypatch)
    assert user_language() == language


def speak_language(value: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the environment name a language."""
    for name in ("LC_ALL", "LC_MESSAGES"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LANG", value)


def pretend_program(folder: Path, name: str, script: str) -> None:
    """A program of this name on the PATH."""
    file = folder / name
    file.write_text(f"#!{sys.executable}\n{script}")
    file.chmod(0o755)


PRETEND_ESPEAK = f"""
import shutil, sys
arguments = sys.argv[1:]
text = sys.stdin.read()
assert text == "Froschhaltung, links.", text
if arguments[arguments.index("-v") + 1] != "en":
    raise SystemExit("no such voice")
shutil.copy({str(shipped_sounds_folder() / "mallet" / "tick.wav")!r}, arguments[arguments.index("-w") + 1])
"""


def test_missing_voice_falls_back_to_english(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pretend_program(tmp_path, "espeak-ng", PRETEND_ESPEAK)
    monkeypatch.setenv("PATH", f"{tmp_path}{os.pathsep}{os.environ['PATH']}")
    samples, rate = EspeakVoice("xx").speak("Froschhaltung, links.")
    assert (len(samples), rate) == (round(0.09 * RATE), RATE)


def test_failing_program_is_voice_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pretend_program(tmp_path, "espeak-ng", "raise SystemExit(1)")
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(VoiceError):
        EspeakVoice().speak("Frogs.")


@pytest.fixture
def no_hibari(monkeypatch: pytest.MonkeyPatch) -> None:
    """Hide the package hibari."""
    monkeypatch.setattr("importlib.util.find_spec", lambda _name: None)


@pytest.mark.usefixtures("no_hibari")
def test_no_voice_names_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(VoiceError, match="espeak-ng"):
        find_voice()


@pytest.mark.skipif(sys.platform in {"darwin", "win32"}, reason="these voices are at home here")
@pytest.mark.parametrize("voice", [SayVoice, SapiVoice])
def test_voices_of_other_systems_missing(voice: type[SayVoice] | type[SapiVoice]) -> None:
    with pytest.raises(VoiceError):
        voice()


@pytest.mark.skipif(shutil.which("espeak-ng") is None, reason="espeak-ng is not found on this machine")
def test_espeak_speaks() -> None:
    samples, rate = EspeakVoice("en").speak("Frog pose, left.")
    assert 0.5 < len(samples) / rate < 4
    assert max(map(abs, samples)) > 3000


PRETEND_HIBARI = """
from array import array
from contextlib import closing
class Hibari:
    def __call__(self, text, *, seed):
        if text == "Crash.":
            raise SystemExit(1)
        return array("f", [0.0, 0.5, -2.0, 1.0] * len(text))
"""


@pytest.fixture
def hibari(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A package hibari whose voice takes four samples for each letter."""
    (tmp_path / "packages").mkdir()
    (tmp_path / "packages" / "hibari.py").write_text(PRETEND_HIBARI)
    monkeypatch.syspath_prepend(str(tmp_path / "packages"))
    speak_language("en_GB.UTF-8", monkeypatch)


@pytest.mark.usefixtures("hibari")
def test_hibari_keeps_what_it_has_spoken(tmp_path: Path) -> None:
    cache = tmp_path / "cache" / "voice"
    with closing(HibariVoice(None, cache)) as voice:
        assert voice.speak("Frogs.") == (array("h", [0, 16384, -32767, 32767] * 6), 24_000)
    assert [read_wav(file) for file in cache.iterdir()] == [HibariVoice(None, cache).speak("Frogs.")]


@pytest.mark.usefixtures("hibari")
def test_hibari_without_cache_speaks_too() -> None:
    with closing(HibariVoice()) as voice:
        assert len(voice.speak("Frogs.")[0]) == len(voice.speak("Froggy")[0]) == 24


@pytest.mark.usefixtures("hibari")
def test_hibari_that_stops_is_voice_error(tmp_path: Path) -> None:
    voice = HibariVoice(cache=tmp_path / "voice")
    for text in ("Crash.", "Frogs."):
        with pytest.raises(VoiceError, match="stopped"):
            voice.speak(text)


@pytest.mark.usefixtures("hibari")
def test_hibari_comes_first() -> None:
    assert find_voice().name == "hibari-tts"
    assert find_voice().is_recorded_voice


@pytest.mark.usefixtures("hibari")
@pytest.mark.parametrize(
    ("wanted", "language", "found"),
    [
        (None, "en_US.UTF-8", True),
        (None, "de_DE.UTF-8", False),
        ("hibari", "de_DE.UTF-8", True),
        ("Anna", "en_US.UTF-8", False),
    ],
)
def test_hibari_speaks_english_or_if_asked(
    wanted: str | None, language: str, found: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    speak_language(language, monkeypatch)
    try:
        HibariVoice(wanted)
    except VoiceError:
        assert not found
    else:
        assert found


def test_missing_hibari_is_voice_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda _name: None)
    with pytest.raises(VoiceError, match="not installed"):
        HibariVoice()


@pytest.mark.usefixtures("hibari")
def test_hibari_answers_each_order(tmp_path: Path) -> None:
    orders = [["One.", str(tmp_path / "1.wav")], ["Two.", str(tmp_path / "2.wav")]]
    answers: list[int] = []
    serve_hibari(io.StringIO("\n".join(map(json.dumps, orders))), lambda: answers.append(1))
    assert len(answers) == 2
    assert sorted(file.name for file in tmp_path.glob("*.*")) == ["1.wav", "2.wav"]


@pytest.mark.skipif(importlib.util.find_spec("hibari") is None, reason="hibari-tts is not installed")
def test_hibari_speaks() -> None:
    with closing(HibariVoice("hibari")) as voice:
        samples, rate = voice.speak("Frog pose, left.")
    assert 0.8 < len(samples) / rate < 4
    assert max(map(abs, samples)) > 3000
