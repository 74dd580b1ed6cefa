"""Whether all that a session says is heard: each sentence and each tone is looked for in a recording."""

from __future__ import annotations

import statistics
from array import array
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from benchmarks.cues import DEVICE
from benchmarks.measure import Row
from benchmarks.sound import recorded, session_cues
from coach.model.timeline import TONES, Cue, CueKind
from coach.paths import shipped_sounds_folder
from coach.sound.mixer import schedule
from coach.sound.protocol import PlannedCue
from coach.sound.samples import RATE
from coach.sound.speech import BETWEEN_SENTENCES, VOICE_FOLDER, Phrasebook, sentences, shortened_forms
from coach.sound.tones import tone
from tests.support.hearing import find_samples, read_samples

WITHIN_SECONDS = 0.3
"""How far from its moment a sentence is looked for; when the recording began is known to 20 ms."""
NEAR_SECONDS = 0.05
"""What is further away was not heard at its moment; so far around it a tone is looked for."""
LEAST_FIT = 0.5

FindSentence = Callable[[str], "array[int] | None"]


@dataclass(frozen=True)
class Planned:
    """A sentence or a tone, and when it should begin."""

    moment: float
    """Seconds from the beginning of the session."""
    name: str
    samples: array[int]
    is_speech: bool

    @property
    def seconds(self) -> float:
        """How long it lasts."""
        return len(self.samples) / RATE


@dataclass(frozen=True)
class Heard:
    """What became of something that was planned."""

    planned: Planned
    error: float
    """Seconds by which it was late, beyond those by which all sound is."""
    fit: float

    @property
    def is_there(self) -> bool:
        """Whether it was heard at its moment."""
        return self.fit >= LEAST_FIT and abs(self.error) <= NEAR_SECONDS

    @property
    def span(self) -> tuple[float, float]:
        """From when until when it was heard."""
        begin = self.planned.moment + self.error
        return begin, begin + self.planned.seconds


def rows(folder: Path, seconds: float) -> list[Row]:
    """The first seconds of a core session, which is played and recorded.

    Args:
        folder: for the log of the playing process.
        seconds: how much of the session.
    """
    cues = session_cues(seconds)
    find = cache(Phrasebook(shipped_sounds_folder() / VOICE_FOLDER).sentence)
    planned = list(plan(cues, find, {kind: tone(kind) for kind in TONES}))
    with recorded(cues, DEVICE, log=folder / "player.log") as (recording, begins):
        heard = listen(read_samples(recording), planned, begins)
    said = [one for one in heard if one.planned.is_speech]
    tones = [one for one in heard if not one.planned.is_speech]
    there = [abs(one.error) for one in said if one.is_there]
    name = f"what a session says, {seconds:.0f} seconds"
    return [
        _count(f"{name}: sentences missing", missing(said), "sentences", f"of {len(said)}"),
        _count(f"{name}: tones missing", missing(tones), "tones", f"of {len(tones)}"),
        Row(
            f"{name}: the worst sentence",
            1000 * max(there, default=0.0),
            None,
            "ms",
            "5 ms",
            "around the moment that was planned",
        ),
        _count(f"{name}: sentences over a tone or a sentence", overlaps(heard), "sentences", "none may be"),
    ]


def _count(what: str, ours: int, unit: str, against: str) -> Row:
    return Row(what, ours, None, unit, f"0 {unit}", against)


def plan(
    cues: Sequence[tuple[float, Cue]], find: FindSentence, tones: Mapping[CueKind, array[int]]
) -> Iterator[Planned]:
    """Every tone and sentence, in order, as the playing process schedules them.

    Args:
        cues: each with its second.
        find: the samples of a sentence.
        tones: the samples of each kind of cue.
    """
    forms: dict[str, list[array[int]]] = {}
    parts: dict[int, list[Planned]] = {}
    for text in {cue.say for _, cue in cues if cue.say}:
        forms[text] = []
        for form in shortened_forms(text):
            whole, pieces = _joined(form, find)
            if whole:
                forms[text].append(whole)
                parts[id(whole)] = pieces
    names = {id(samples): kind.value for kind, samples in tones.items()}
    asked = [PlannedCue(moment, cue.cue, cue.say) for moment, cue in cues]
    for sound in schedule(asked, tones, lambda text: forms.get(text, [])):
        if not sound.speech:
            yield Planned(sound.moment, names[id(sound.samples)], sound.samples, is_speech=False)
        for piece in parts.get(id(sound.samples), []):
            yield Planned(sound.moment + piece.moment, piece.name, piece.samples, is_speech=True)


def _joined(text: str, find: FindSentence) -> tuple[array[int], list[Planned]]:
    """The samples of a text, and of each of its sentences with the second at which it begins."""
    whole, pieces = array("h"), []
    for sentence in sentences(text):
        samples = find(sentence)
        if samples:
            whole += BETWEEN_SENTENCES if whole else array("h")
            pieces.append(Planned(len(whole) / RATE, sentence, samples, is_speech=True))
            whole += samples
    return whole, pieces


def listen(recording: array[int], planned: Sequence[Planned], begins: float) -> list[Heard]:
    """Look for everything that was planned.

    Args:
        recording: at 48 kHz.
        planned: what should be in it.
        begins: the second of the recording at which the session begins.
    """
    said = list(_found(recording, [one for one in planned if one.is_speech], begins, WITHIN_SECONDS))
    # Sentences cannot be mistaken for one another, and say by how much all sound is late.
    sure = [one.error for one in said if one.fit >= LEAST_FIT]
    latency = statistics.median(sure) if sure else 0.0
    tones = [one for one in planned if not one.is_speech]
    return [
        *(replace(one, error=one.error - latency) for one in said),
        *_found(recording, tones, begins + latency, NEAR_SECONDS),
    ]


def _found(
    recording: array[int], planned: Sequence[Planned], begins: float, within: float
) -> Iterator[Heard]:
    for one in planned:
        at, fit = find_samples(recording, one.samples, begins + one.moment, within)
        yield Heard(one, at - begins - one.moment, fit)


def missing(heard: Sequence[Heard]) -> int:
    """How many were not heard at their moments."""
    return sum(not one.is_there for one in heard)


def overlaps(heard: Sequence[Heard]) -> int:
    """How many sentences were heard while a tone or another sentence was."""
    there = [one for one in heard if one.is_there]
    return sum(
        any(_meet(one.span, other.span) for other in there if other is not one)
        for one in there
        if one.planned.is_speech
    )


def _meet(one: tuple[float, float], other: tuple[float, float]) -> bool:
    # Where one ends and the next begins may be a sample off.
    return one[0] < other[1] - 0.001 and other[0] < one[1] - 0.001
