"""What is said is put together from recorded clips, or spoken by the machine, before it is due."""

from __future__ import annotations

import queue
import sys
import time
import zipfile
from array import array
from collections.abc import Callable
from pathlib import Path

import pytest

from coach.paths import shipped_sounds_folder
from coach.sound.protocol import Report, Setup, Voiced
from coach.sound.samples import RATE
from coach.sound.speech import CLIPS, WORDS, Phrasebook, Speaker, phrase_key, sentences, shortened_forms
from coach.sound.voices import Voice, VoiceError

FOLDER = shipped_sounds_folder() / "voice"
SETUP = Setup(sounds=str(shipped_sounds_folder()), sound_set="mallet", volume=1.0)


class Robot:
    """A voice of the machine that takes a tenth of a second for each letter."""

    name = "a robot"

    def __init__(self, *, is_recorded_voice: bool = False) -> None:
        self.is_recorded_voice = is_recorded_voice
        self.spoken: list[str] = []

    def speak(self, text: str) -> tuple[array[int], int]:
        self.spoken.append(text)
        if "?" in text:
            raise VoiceError("robots know no doubt")
        return array("h", [9000, -9000] * (len(text) * 400)), 8000


def no_voice(_wanted: str | None, _cache: Path | None) -> Voice:
    raise VoiceError("none is installed")


class Listener:
    """Takes what a speaker reports, and waits for its texts."""

    def __init__(self, setup: Setup = SETUP, robot: Robot | None = None) -> None:
        self.reports: list[Report] = []
        self._on_ready: queue.SimpleQueue[None] = queue.SimpleQueue()
        find: Callable[[str | None, Path | None], Voice] = (
            no_voice if robot is None else lambda _wanted, _cache: robot
        )
        self.speaker = Speaker(setup, self.reports.append, lambda: self._on_ready.put(None), find)

    def lengths(self, text: str) -> list[float]:
        """The seconds of each form of a text, once it is ready."""
        self.speaker.prepare([text])
        self._on_ready.get(timeout=20)
        return [len(samples) / RATE for samples in self.speaker.samples(text)]


def test_text_shortened_by_whole_sentences() -> None:
    assert list(shortened_forms("Side plank, right. Thirty seconds. Last round.")) == [
        "Side plank, right. Thirty seconds. Last round.",
        "Side plank, right. Thirty seconds.",
        "Side plank, right.",
    ]
    assert list(shortened_forms("Halfway")) == ["Halfway"]


def test_sentences_keep_their_marks() -> None:
    assert sentences("Rest. Next: plank! ...") == ["Rest.", "Next: plank!"]
    assert sentences("Hold 0.5 kg. Well?") == ["Hold 0.5 kg.", "Well?"]


def test_clips_joined_in_order() -> None:
    lengths = Listener().lengths("Rest. Next: side plank, right. Round two of three.")
    assert lengths == sorted(lengths, reverse=True)
    assert len(lengths) == 3
    assert 0.3 < lengths[-1] < 1.0


def test_same_text_same_samples() -> None:
    listener = Listener()
    listener.lengths("Halfway.")
    assert listener.speaker.samples("Halfway.")[0] is listener.speaker.samples("Halfway.")[0]


def test_text_not_ready_has_no_samples() -> None:
    assert Listener().speaker.samples("Halfway.") == ()


def test_unknown_sentence_left_out_without_voice() -> None:
    listener = Listener()
    whole = listener.lengths("Xylophone pose, left. Thirty seconds.")
    known = listener.lengths("Thirty seconds.")
    assert whole == known
    assert listener.reports == [Voiced("recorded phrases", "none is installed")]


def test_system_voice_speaks_whole_text() -> None:
    robot = Robot()
    listener = Listener(robot=robot)
    assert len(listener.lengths("Xylophone pose, left. Thirty seconds.")) == 2
    assert robot.spoken == ["Xylophone pose, left.", "Thirty seconds."]
    assert listener.reports == [Voiced("recorded phrases and a robot")]


def test_recorded_voice_speaks_missing_sentences() -> None:
    robot = Robot(is_recorded_voice=True)
    listener = Listener(robot=robot)
    assert len(listener.lengths("Rest. Xylophone pose, left. Thirty seconds.")) == 3
    assert robot.spoken == ["Xylophone pose, left."]
    listener.lengths("Round seventy of ninety.")
    assert robot.spoken[1:] == ["Round seventy of ninety."]


def test_voice_speaks_each_sentence_once() -> None:
    robot = Robot()
    listener = Listener(robot=robot)
    listener.lengths("Side plank, right.")
    listener.lengths("Frogs.")
    listener.lengths("Frogs. Frogs.")
    assert robot.spoken == ["Frogs."]


def test_clips_do_not_wait_for_voice() -> None:
    class Slow(Robot):
        def speak(self, text: str) -> tuple[array[int], int]:
            while text == "Frogs." and not listener.speaker.samples("Halfway."):
                time.sleep(0.01)
            return super().speak(text)

    listener = Listener(robot=Slow())
    listener.speaker.prepare(["Frogs.", "Halfway."])
    listener.lengths("Rest.")
    assert listener.speaker.samples("Halfway.")


def test_failing_voice_loses_only_its_words() -> None:
    listener = Listener(robot=Robot())
    assert listener.lengths("Frogs?") == []
    assert len(listener.lengths("Halfway.")) == 1


def test_speech_volume() -> None:
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
def test_muted_speech_has_no_samples(setup: Setup) -> None:
    listener = Listener(setup)
    listener.speaker.prepare(["Halfway."])
    time.sleep(0.1)
    assert listener.speaker.samples("Halfway.") == ()


def test_longest_clip_wins() -> None:
    book = Phrasebook(FOLDER)
    whole, parts = book.sentence("Thirty seconds."), (book.sentence("thirty"), book.sentence("seconds"))
    assert whole is not None
    assert all(part is not None for part in parts)
    assert len(whole) != sum(len(part) for part in parts if part is not None)


def test_clip_found_whatever_its_marks() -> None:
    assert phrase_key("Bird-dog, arm ONLY.") == "bird-dog-arm-only"
    assert phrase_key("That's all.") == "that's-all"


@pytest.fixture
def no_miniaudio(monkeypatch: pytest.MonkeyPatch) -> None:
    """Importing miniaudio fails."""
    monkeypatch.setitem(sys.modules, "miniaudio", None)


@pytest.mark.usefixtures("no_miniaudio")
def test_words_without_miniaudio() -> None:
    book = Phrasebook(FOLDER)
    assert not book.has_sentences
    assert not book.is_recorded("Next: side plank, right.")
    joined = book.sentence("Next: side plank, right.")
    assert joined is not None
    assert 1.2 < len(joined) / RATE < 3.5


def test_broken_archive_replaced_by_words(tmp_path: Path) -> None:
    (tmp_path / CLIPS).write_bytes(b"PK")
    (tmp_path / WORDS).write_bytes((FOLDER / WORDS).read_bytes())
    book = Phrasebook(tmp_path)
    assert not book.has_sentences
    assert book.sentence("Rest.") is not None


def test_folder_without_clips(tmp_path: Path) -> None:
    book = Phrasebook(tmp_path / "nowhere")
    assert len(book) == 0
    assert book.sentence("Rest.") is None
    assert not book.knows("Rest.")


@pytest.mark.parametrize("name", ["rest.wav", "rest.mp3"])
def test_broken_clip_is_not_said(name: str, tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / CLIPS, "w") as archive:
        archive.writestr(name, b"RIFF")
    book = Phrasebook(tmp_path)
    assert book.knows("Rest.")
    assert book.sentence("Rest.") is None


@pytest.mark.parametrize("place", [4, 6], ids=["version", "flags"])
def test_damaged_archive_breaks_nothing(place: int, tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / CLIPS, "w") as archive:
        archive.writestr("rest.mp3", b"RIFF")
    data = bytearray((tmp_path / CLIPS).read_bytes())
    # Of the entry in the directory: the version that is needed to read it, or that it has a password.
    entry = data.index(b"PK\x01\x02") + 2
    data[entry + place] = 99 if place == 4 else 1
    (tmp_path / CLIPS).write_bytes(data)
    assert Phrasebook(tmp_path).sentence("Rest.") is None
