"""What is said is put together from recorded phrases, or spoken by the machine, before it is due."""

from __future__ import annotations

import math
import os
import queue
import shutil
import sys
import time
from array import array
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from coach.coaching.planner import plan_day
from coach.paths import shipped_sounds_folder
from coach.programs.load import load_catalog
from coach.session.compile import compile_timeline
from coach.session.cues import number_words, spoken
from coach.sound.protocol import Report, Setup, Voiced
from coach.sound.speech import (
    EspeakVoice,
    Phrasebook,
    SapiVoice,
    SayVoice,
    Speaker,
    Voice,
    VoiceError,
    find_voice,
    phrase_key,
    sentences,
    shortened_forms,
    user_language,
)
from coach.sound.tones import RATE, read_wav
from scripts.make_voice import read_phrases

FOLDER = shipped_sounds_folder() / "voice"
SETUP = Setup(sounds=str(shipped_sounds_folder()), sound_set="mallet", volume=1.0)


class Robot:
    """A voice of the machine that takes a tenth of a second for each letter."""

    name = "a robot"

    def __init__(self) -> None:
        self.spoken: list[str] = []

    def speak(self, text: str) -> tuple[array[int], int]:
        self.spoken.append(text)
        if "?" in text:
            raise VoiceError("robots know no doubt")
        return array("h", [9000, -9000] * (len(text) * 400)), 8000


def no_voice(_wanted: str | None) -> Voice:
    raise VoiceError("none is installed")


class Listener:
    """Takes what a speaker reports, and waits for its texts."""

    def __init__(self, setup: Setup = SETUP, find: Callable[[str | None], Voice] = no_voice) -> None:
        self.reports: list[Report] = []
        self._on_ready: queue.SimpleQueue[None] = queue.SimpleQueue()
        self.speaker = Speaker(setup, self.reports.append, lambda: self._on_ready.put(None), find)

    def lengths(self, text: str) -> list[float]:
        """The seconds of each form of a text, once it is ready."""
        self.speaker.prepare([text])
        self._on_ready.get(timeout=20)
        return [len(samples) / RATE for samples in self.speaker.samples(text)]


def test_a_text_is_shortened_by_whole_sentences() -> None:
    assert list(shortened_forms("Side plank, right. Thirty seconds. Last round.")) == [
        "Side plank, right. Thirty seconds. Last round.",
        "Side plank, right. Thirty seconds.",
        "Side plank, right.",
    ]
    assert list(shortened_forms("Halfway")) == ["Halfway"]
    assert sentences("Rest. Next: plank! ...") == ["Rest.", "Next: plank!"]


def test_recorded_phrases_are_joined() -> None:
    lengths = Listener().lengths("Rest. Next: side plank, right. Round two of three.")
    assert lengths == sorted(lengths, reverse=True)
    assert len(lengths) == 3
    assert 0.3 < lengths[-1] < 1.0


def test_the_same_text_gives_the_same_samples_every_time() -> None:
    listener = Listener()
    listener.lengths("Halfway.")
    assert listener.speaker.samples("Halfway.")[0] is listener.speaker.samples("Halfway.")[0]


def test_a_text_that_is_not_ready_gives_nothing_yet() -> None:
    assert Listener().speaker.samples("Halfway.") == ()


def test_without_a_voice_the_sentence_with_an_unknown_word_is_left_out() -> None:
    listener = Listener()
    whole = listener.lengths("Xylophone pose, left. Thirty seconds.")
    known = listener.lengths("Thirty seconds.")
    assert whole == known
    assert listener.reports == [Voiced("recorded phrases", "none is installed")]


def test_a_system_voice_speaks_the_whole_text_when_a_word_is_unknown() -> None:
    robot = Robot()
    listener = Listener(find=lambda _wanted: robot)
    assert len(listener.lengths("Xylophone pose, left. Thirty seconds.")) == 2
    assert robot.spoken == ["Xylophone pose, left.", "Thirty seconds."]
    assert listener.reports == [Voiced("recorded phrases and a robot")]


def test_a_voice_speaks_only_unrecorded_texts_and_only_once() -> None:
    robot = Robot()
    listener = Listener(find=lambda _wanted: robot)
    listener.lengths("Side plank, right.")
    listener.lengths("Frogs.")
    listener.lengths("Frogs. Frogs.")
    assert robot.spoken == ["Frogs."]


def test_a_failing_voice_loses_only_its_words() -> None:
    robot = Robot()
    listener = Listener(find=lambda _wanted: robot)
    assert listener.lengths("Frogs?") == []
    assert len(listener.lengths("Halfway.")) == 1


def test_speech_has_its_volume() -> None:
    loud, quiet = Listener(), Listener(Setup(sounds=SETUP.sounds, sound_set="mallet", volume=0.25))
    for listener in (loud, quiet):
        listener.lengths("Halfway.")
    peaks = [max(map(abs, listener.speaker.samples("Halfway.")[0])) for listener in (loud, quiet)]
    assert peaks[1] == pytest.approx(peaks[0] / 4, abs=2)


@pytest.mark.parametrize(
    "setup",
    [
        Setup(sounds=SETUP.sounds, sound_set="mallet", speech=False),
        Setup(sounds=SETUP.sounds, sound_set="mallet", volumes={"speech": 0.0}),
    ],
)
def test_muted_speech_makes_no_samples(setup: Setup) -> None:
    listener = Listener(setup)
    listener.speaker.prepare(["Halfway."])
    time.sleep(0.1)
    assert listener.speaker.samples("Halfway.") == ()


def test_every_phrase_of_the_list_is_recorded_and_no_other() -> None:
    assert {path.stem for path in FOLDER.glob("*.wav")} == set(read_phrases(FOLDER))


def test_recorded_phrases_are_clean() -> None:
    for path in FOLDER.glob("*.wav"):
        samples, rate = read_wav(path)
        peak, seconds = max(map(abs, samples)), len(samples) / rate
        power = math.sqrt(sum(value * value for value in samples) / len(samples)) / 32_768
        assert rate == 16_000
        assert 0.15 < seconds < 3.0, path
        assert peak <= 0.72 * 32_767, path
        assert -23 < 20 * math.log10(power) < -17, path


def test_the_recorded_phrases_are_small() -> None:
    assert sum(path.stat().st_size for path in FOLDER.iterdir()) < 3_000_000


def test_the_licence_of_the_voice_ships_with_it() -> None:
    assert "Carnegie Mellon University" in (FOLDER / "LICENSE").read_text()


def test_every_shipped_drill_can_be_spoken() -> None:
    book = Phrasebook(FOLDER)
    unsaid = [drill.say for drill in load_catalog(None).drills.values() if not book.knows(drill.say)]
    assert unsaid == []


def test_every_sentence_of_a_shipped_session_is_recorded() -> None:
    library, book, on = load_catalog(None), Phrasebook(FOLDER), date(2026, 1, 5)
    said: set[str] = set()
    for program in library.programs.values():
        for due in plan_day([program], [], on, drills=library.drills).programs:
            timeline = compile_timeline(program, due, library.drills, on)
            texts = [cue.say for interval in timeline.intervals for cue in interval.cues if cue.say]
            said.update(sentence for text in texts for sentence in sentences(text))
    assert len(said) > 30
    assert [sentence for sentence in sorted(said) if not book.knows(sentence)] == []


def test_every_length_and_number_is_recorded() -> None:
    book = Phrasebook(FOLDER)
    texts = [spoken(seconds) for seconds in range(1, 7300)] + [
        number_words(number) for number in range(1, 1000)
    ]
    assert [text for text in texts if not book.knows(text)] == []


@pytest.mark.parametrize(
    "text",
    [
        "Side plank, right.",
        "Next: bird dog, arm only, left.",
        "Ninety seconds.",
        "One minute thirty seconds.",
        "Thirty-five seconds.",
        "Sixty-five seconds.",
        "Two minutes five seconds.",
        "Round three of four.",
        "Ten breaths.",
        "Nine repetitions.",
        "That's all.",
        "Go on when you are ready.",
        "Down. Two.",
        "In. Twelve.",
        "Hold.",
        "Up.",
    ],
)
def test_texts_of_a_session_are_recorded(text: str) -> None:
    assert Phrasebook(FOLDER).knows(text)


def test_the_longest_phrase_wins() -> None:
    book = Phrasebook(FOLDER)
    whole, parts = book.sentence("Thirty seconds."), (book.sentence("thirty"), book.sentence("seconds"))
    assert whole is not None
    assert all(part is not None for part in parts)
    assert len(whole) != sum(len(part) for part in parts if part is not None)


def test_a_folder_without_phrases_is_empty(tmp_path: Path) -> None:
    assert Phrasebook(tmp_path / "nowhere").sentence("Rest.") is None
    assert not Phrasebook(tmp_path / "nowhere").knows("Rest.")
    (tmp_path / "rest.wav").write_bytes(b"RIFF")
    assert Phrasebook(tmp_path).sentence("Rest.") is None


def test_a_phrase_is_found_whatever_its_marks() -> None:
    assert phrase_key("Bird-dog, arm ONLY.") == "bird-dog-arm-only"
    assert phrase_key("That's all.") == "that's-all"


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
def test_a_voice_speaks_the_language_of_the_user(
    value: str, language: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("LC_ALL", "LC_MESSAGES"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LANG", value)
    assert user_language() == language


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


def test_a_voice_that_is_not_there_falls_back_to_english(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pretend_program(tmp_path, "espeak-ng", PRETEND_ESPEAK)
    monkeypatch.setenv("PATH", f"{tmp_path}{os.pathsep}{os.environ['PATH']}")
    samples, rate = EspeakVoice("xx").speak("Froschhaltung, links.")
    assert (len(samples), rate) == (round(0.09 * RATE), RATE)


def test_a_failing_voice_program_is_a_voice_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pretend_program(tmp_path, "espeak-ng", "raise SystemExit(1)")
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(VoiceError):
        EspeakVoice().speak("Frogs.")


def test_without_any_voice_the_error_says_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(VoiceError, match="espeak-ng"):
        find_voice()


@pytest.mark.skipif(sys.platform in {"darwin", "win32"}, reason="these voices are at home here")
@pytest.mark.parametrize("voice", [SayVoice, SapiVoice])
def test_the_voices_of_other_systems_are_not_here(voice: type[SayVoice] | type[SapiVoice]) -> None:
    with pytest.raises(VoiceError):
        voice()


@pytest.mark.skipif(shutil.which("espeak-ng") is None, reason="espeak-ng is not found on this machine")
def test_espeak_speaks_unrecorded_texts() -> None:
    samples, rate = EspeakVoice("en").speak("Frog pose, left.")
    assert 0.5 < len(samples) / rate < 4
    assert max(map(abs, samples)) > 3000
