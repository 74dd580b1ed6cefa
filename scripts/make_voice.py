"""Records what is said: `python scripts/make_voice.py sounds/voice`.

Needs the packages hibari-tts, which speaks, and lameenc, which writes MP3; playing the clips needs neither.
All clips are made anew each time, some minutes of work; the same texts give the same files.
"""

from __future__ import annotations

import importlib.util
import math
import re
import sys
import zipfile
from array import array
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Final, TypeAlias, get_args

from msgspec.structs import replace

from coach.coaching.planner import plan_day
from coach.model.formatting import in_sentence
from coach.model.program import Drill, Kind, Measure, Part, Program, Rung, Side, Slot, with_side
from coach.model.timeline import Spoken
from coach.programs.catalog import Catalog
from coach.programs.load import load_catalog
from coach.session.compile import compile_timeline
from coach.session.cues import counted, load_sentence, number_words, sentence, spoken
from coach.session.instructions import Introduction, equipment
from coach.sound.samples import mu_law_wav, normalise_loudness, resample, trim_silence
from coach.sound.speech import CLIPS, WORDS, phrase_key, sentences
from coach.sound.voices import HIBARI_RATE

RECORDERS: Final = {"hibari": "hibari-tts", "lameenc": "lameenc"}
"""The modules that recording needs, with the packages that have them."""
WORDS_RATE: Final = 16_000
KBIT_PER_SECOND: Final = 32

FIXED: Final = (
    *("Rest.", "Next,", "Switch.", "left", "right", "Halfway.", "In.", "Out.", "Down.", "Hold.", "Up."),
    *("That's all.", "Well done.", "Go on when you are ready.", "round", "of", "and", "hundred", "You need,"),
    *("second", "seconds", "minute", "minutes", "hour", "hours", "repetition", "repetitions"),
    *("breath", "breaths"),
    *("kilo", "kilos", "pound", "pounds", "and a half", "in each hand", "in one hand"),
)
"""Words from which the sentences of programs of one's own are put together."""

RUMBLE_HZ: Final = 100

LONG_SECONDS: Final = 2.8
"""A longer sentence is spoken faster, so that it fits between two tones."""
FASTER: Final = 1.1

SHORT_SECONDS: Final = 1.3
"""A shorter one, such as a name, is spoken slower: its first and last words are not swallowed."""
SLOWER: Final = 0.9

SAY_AS: Final = {
    r"\b(massage)\b": r"[\1](/məsˈɑʒ/)",
    r"\b(buttock)\b": r"[\1](/bˈʌtək/)",
    r"\b(knee) to chest\b": r"\1 [to](/tˈu/) chest",
    r"\b(plank) with\b": r"\1, with",
}
"""What the voice reads badly, and what it is given in its place: `[word](/phonemes/)`, or other marks."""

ARCHIVE_DATE: Final = (1980, 1, 1, 0, 0, 0)

Speak: TypeAlias = Callable[[str, float], "array[int]"]
"""The samples of a text at `HIBARI_RATE`, spoken so many times as fast as usual."""


def words() -> dict[str, str]:
    """The clips for machines without a decoder, by their keys: names, sides, numbers and fixed words."""
    numbers = (*range(1, 21), *range(30, 100, 10))
    drills = load_catalog(None).drills.values()
    names = (sentence(drill.say) for drill in drills)
    things = (
        Introduction(equipment=(thing,)).spoken.removeprefix("You need: ")
        for drill in drills
        for thing in drill.equipment
    )
    texts = (*FIXED, *(sentence(number_words(number)) for number in numbers), *names, *things)
    return {phrase_key(text): text for text in texts}


def session_sentences() -> dict[str, str]:
    """Every sentence that a session of shipped drills can say, by its key."""
    catalog = load_catalog(None)
    texts: list[str] = []
    for drill in catalog.drills.values():
        texts += _drill_sentences(drill)
        texts += _timeline_sentences(catalog, *_programs_of(drill))
    for program in catalog.programs.values():
        texts += _timeline_sentences(catalog, *_programs_at_all_levels(program))
    for rounds in range(2, 7):
        texts += (f"Round {number_words(one)} of {number_words(rounds)}." for one in range(1, rounds + 1))
    lengths = (*range(5, 125, 5), *range(180, 660, 60), *range(900, 3900, 300))
    texts += (spoken(seconds) for seconds in lengths)
    texts += (load_sentence(2 * kilos, "kg", one_hand=False) for kilos in range(1, 21))
    texts += (load_sentence(halves, "kg", one_hand=True) for halves in range(2, 21))
    texts += (sentence(counted(count, unit)) for unit in ("repetition", "breath") for count in range(1, 31))
    texts += (sentence(number_words(number)) for number in range(1, 100))
    return {phrase_key(text): text for text in texts if text}


def _drill_sentences(drill: Drill) -> Iterator[str]:
    """The cues of a drill, with each side where it has sides, and its name after `Next:`."""
    sides: tuple[Side | None, ...] = ("left", "right") if drill.sides else (None,)
    for side in sides:
        for text in (*(cue.text for cue in drill.cues), drill.get_out or "", drill.say_side or ""):
            yield from sentences(with_side(text, side))
        name = f"{drill.say}, {side}" if side else drill.say
        yield from (f"{name}.", f"Next: {in_sentence(name)}.")


def _programs_of(drill: Drill) -> Iterator[Program]:
    """Programs of that drill alone: held, with repetitions that wait, and as a part of a core session."""
    for measure in (Measure.HOLD, Measure.TIME, Measure.REPS):
        slot = Slot(
            slot=drill.id,
            drill=drill.id,
            measure=measure,
            amount=30,
            upto=30,
            sided=drill.sides,
            sets=2,
            ladder=(Rung(drill=drill.id, start=30, upto=30),),
            start_rung=0,
        )
        for kind in (Kind.CORE, Kind.MOBILITY):
            parts = (Part(slots=(slot,), rounds=2),)
            yield Program(id="one-drill", title=drill.name, kind=kind, parts=parts)


def _programs_at_all_levels(program: Program) -> Iterator[Program]:
    """A program with all of its slots on each rung, and at each amount between the rung's start and end."""
    rungs = [rung for slot in program.slots for rung in slot.ladder]
    highest = max(len(slot.ladder) for slot in program.slots)
    widest = max(max(rung.upto, rung.start) - rung.start for rung in rungs)
    for rung in range(highest):
        for more in range(0, widest + 1, 5):
            parts = (
                replace(part, slots=tuple(_at_level(slot, rung, more) for slot in part.slots))
                for part in program.parts
            )
            yield replace(program, parts=tuple(parts))


def _at_level(slot: Slot, index: int, more: int) -> Slot:
    """A slot that starts on a rung, so much above its start."""
    index = min(index, len(slot.ladder) - 1)
    rung = slot.ladder[index]
    top = max(rung.upto, rung.start)
    return replace(slot, start_rung=index, drill=rung.drill, amount=min(rung.start + more, top), upto=top)


def _timeline_sentences(catalog: Catalog, *programs: Program) -> Iterator[str]:
    """The sentences of these programs on their first day."""
    on = date(2026, 1, 5)
    for program in programs:
        for plan in plan_day([program], [], on, drills=catalog.drills).programs:
            for how_much in get_args(Spoken):
                timeline = compile_timeline(program, plan, catalog.drills, on, spoken=how_much)
                yield Introduction(equipment=equipment(timeline, catalog.drills)).spoken
                for cue in (cue for interval in timeline.intervals for cue in interval.cues):
                    yield from sentences(cue.say or "")


def hibari() -> Speak:
    """The voice of hibari-tts."""
    from hibari import Hibari

    tts = Hibari()

    def speak(text: str, speed: float) -> array[int]:
        for words_read_badly, spelling in SAY_AS.items():
            text = re.sub(words_read_badly, spelling, text, flags=re.IGNORECASE)
        return array("h", (round(32_767 * value) for value in tts(text, speed=speed, seed=0).tolist()))

    return speak


def record(text: str, speak: Speak) -> array[int]:
    """One clip, cleaned and as loud as the others, at `HIBARI_RATE`."""
    samples = trim_silence(speak(text, 1.0), HIBARI_RATE)
    seconds = len(samples) / HIBARI_RATE
    if not SHORT_SECONDS <= seconds <= LONG_SECONDS:
        speed = SLOWER if seconds < SHORT_SECONDS else FASTER
        samples = trim_silence(speak(text, speed), HIBARI_RATE)
    clear = without_rumble([value / 32_768 for value in samples], HIBARI_RATE)
    edge = HIBARI_RATE // 200
    for place in range(min(edge, len(clear))):
        clear[place] *= place / edge
        clear[-1 - place] *= place / edge
    return normalise_loudness(clear, HIBARI_RATE)


def without_rumble(samples: Sequence[float], rate: int) -> list[float]:
    """With less below 100 Hz, by a second-order high-pass of the usual audio cookbook.

    Nothing above is raised: the voice is clear by itself, and a recogniser knew fewer of its words with more
    presence about 2.5 kHz.
    """
    turn = 2 * math.pi * RUMBLE_HZ / rate
    alpha, cosine = math.sin(turn) / math.sqrt(2), math.cos(turn)
    unit = 1 + alpha
    b0, a1, a2 = (1 + cosine) / 2 / unit, -2 * cosine / unit, (1 - alpha) / unit
    x1 = x2 = y1 = y2 = 0.0
    out = []
    for x in samples:
        y = b0 * (x - 2 * x1 + x2) - a1 * y1 - a2 * y2
        out.append(y)
        x1, x2, y1, y2 = x, x1, y, y1
    return out


def mp3(samples: array[int]) -> bytes:
    """Samples at `HIBARI_RATE` as MP3."""
    import lameenc

    encoder = lameenc.Encoder()
    encoder.silence()
    encoder.set_in_sample_rate(HIBARI_RATE)
    encoder.set_channels(1)
    encoder.set_bit_rate(KBIT_PER_SECOND)
    encoder.set_quality(2)
    return bytes(encoder.encode(samples.tobytes()) + encoder.flush())


def make_voice(folder: Path, speak: Speak) -> dict[str, float]:
    """Write both archives anew; returns the seconds of each clip."""
    in_words = words()
    samples = {key: record(text, speak) for key, text in sorted((session_sentences() | in_words).items())}
    _write_archive(folder / CLIPS, ((f"{key}.mp3", mp3(one)) for key, one in samples.items()))
    _write_archive(
        folder / WORDS,
        (
            (f"{key}.wav", mu_law_wav(resample(one, HIBARI_RATE, WORDS_RATE), WORDS_RATE))
            for key, one in samples.items()
            if key in in_words
        ),
    )
    return {key: len(one) / HIBARI_RATE for key, one in samples.items()}


def _write_archive(path: Path, files: Iterable[tuple[str, bytes]]) -> None:
    """Write a ZIP archive without compression, the same for the same files."""
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in files:
            archive.writestr(zipfile.ZipInfo(name, ARCHIVE_DATE), content)


def main(arguments: list[str]) -> int:
    """Record all clips in the one folder that is named; exit status 2 if none is, 1 without the packages."""
    if len(arguments) != 1:
        print("usage: python scripts/make_voice.py FOLDER", file=sys.stderr)
        return 2
    missing = [package for module, package in RECORDERS.items() if importlib.util.find_spec(module) is None]
    if missing:
        print(f"recording needs what is not installed: pip install {' '.join(missing)}", file=sys.stderr)
        return 1
    folder = Path(arguments[0])
    seconds = make_voice(folder, hibari())
    print(f"{len(seconds)} clips, {sum(seconds.values()):.0f} s, the longest {max(seconds.values()):.1f} s")
    for name in (CLIPS, WORDS):
        print(f"{folder / name}: {(folder / name).stat().st_size} bytes")
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
