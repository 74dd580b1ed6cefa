"""Records the phrases that ship: `python scripts/make_voice.py sounds/voice`.

Needs festival with its voice cmu_us_slt_arctic_hts (Debian: festival, festvox-us-slt-hts). Reads the phrases
from `phrases.txt` in that folder, one a line, and makes a file for each that has none.
"""

from __future__ import annotations

import math
import subprocess
import sys
import tempfile
from array import array
from collections.abc import Sequence
from pathlib import Path

from coach.sound.dsp import normalise_loudness, resample, trim_silence
from coach.sound.speech import phrase_key
from coach.sound.tones import read_wav, write_mu_law

PHRASE_RATE = 16_000
FESTIVAL_VOICE = "(voice_cmu_us_slt_arctic_hts)"


def read_phrases(folder: Path) -> dict[str, str]:
    """The phrases of a folder by their keys; lines that begin with # are remarks."""
    lines = (folder / "phrases.txt").read_text(encoding="utf-8").splitlines()
    texts = (line.strip() for line in lines if line.strip() and not line.startswith("#"))
    return {phrase_key(text): text for text in texts}


def record(text: str) -> array[int]:
    """One phrase as festival says it, cleaned and as loud as the others, at `PHRASE_RATE`."""
    with tempfile.TemporaryDirectory(prefix="coach-voice-") as folder:
        file = Path(folder) / "phrase.wav"
        command = ["text2wave", "-eval", FESTIVAL_VOICE, "-o", str(file)]
        subprocess.run(command, input=text.encode(), check=True)
        samples, rate = read_wav(file)
    speech = trim_silence(resample(samples, rate, PHRASE_RATE), PHRASE_RATE)
    return normalise_loudness(clearer([value / 32_768 for value in speech], PHRASE_RATE))


def clearer(samples: Sequence[float], rate: int) -> list[float]:
    """With less rumble below 180 Hz and more presence about 2.5 kHz, for the speakers of laptops."""
    return _biquad(_biquad(samples, _highpass(180, rate)), _peak(2500, 5.0, rate))


_Biquad = tuple[float, float, float, float, float]


def _highpass(hz: float, rate: int) -> _Biquad:
    """The weights of a second-order high-pass, by the usual audio cookbook."""
    turn = 2 * math.pi * hz / rate
    alpha, cosine = math.sin(turn) / math.sqrt(2), math.cos(turn)
    unit = 1 + alpha
    half = (1 + cosine) / 2 / unit
    return half, -2 * half, half, -2 * cosine / unit, (1 - alpha) / unit


def _peak(hz: float, decibels: float, rate: int) -> _Biquad:
    """The weights of a second-order bell about one octave wide, by the usual audio cookbook."""
    turn = 2 * math.pi * hz / rate
    strength = 10 ** (decibels / 40)
    alpha, cosine = math.sin(turn) / 2 / 1.4, math.cos(turn)
    unit = 1 + alpha / strength
    side = -2 * cosine / unit
    return (
        (1 + alpha * strength) / unit,
        side,
        (1 - alpha * strength) / unit,
        side,
        (1 - alpha / strength) / unit,
    )


def _biquad(samples: Sequence[float], weights: _Biquad) -> list[float]:
    b0, b1, b2, a1, a2 = weights
    x1 = x2 = y1 = y2 = 0.0
    out = []
    for x in samples:
        y = b0 * x + b1 * x1 + b2 * x2 - a1 * y1 - a2 * y2
        out.append(y)
        x1, x2, y1, y2 = x, x1, y, y1
    return out


def make_voice(folder: Path) -> list[Path]:
    """Record what is missing, remove what is not a phrase any more; gives the new files."""
    phrases = read_phrases(folder)
    for path in folder.glob("*.wav"):
        if path.stem not in phrases:
            path.unlink()
    written = []
    for key, text in phrases.items():
        path = folder / f"{key}.wav"
        if not path.exists():
            write_mu_law(path, record(text), PHRASE_RATE)
            written.append(path)
    return written


def main(arguments: list[str]) -> int:
    """Record the phrases in the one folder that is named; exit status 2 if none is."""
    if len(arguments) != 1:
        print("usage: python scripts/make_voice.py FOLDER", file=sys.stderr)
        return 2
    for path in make_voice(Path(arguments[0])):
        print(path)
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
