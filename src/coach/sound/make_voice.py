"""Records the phrases that ship: `python -m coach.sound.make_voice sounds/voice`.

Needs festival with its voice cmu_us_slt_arctic_hts (Debian: festival, festvox-us-slt-hts). Reads the phrases
from `phrases.txt` in that folder, one a line, and makes a file for each that has none.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from array import array
from pathlib import Path

from coach.sound.phrasebook import phrase_key
from coach.sound.shaping import clearer, levelled, resampled, trimmed
from coach.sound.wav import read_wav, write_mu_law

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
    speech = trimmed(resampled(samples, rate, PHRASE_RATE), PHRASE_RATE)
    return levelled(clearer([value / 32_768 for value in speech], PHRASE_RATE))


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
        print("usage: python -m coach.sound.make_voice FOLDER", file=sys.stderr)
        return 2
    for path in make_voice(Path(arguments[0])):
        print(path)
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
