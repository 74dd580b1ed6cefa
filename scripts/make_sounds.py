"""Makes the cue sounds that ship: `python scripts/make_sounds.py sounds/`."""

from __future__ import annotations

import sys
from pathlib import Path

from coach.model.timeline import TONES
from coach.sound.samples import write_wav
from coach.sound.tones import TIMBRES, tone


def make_sounds(folder: Path) -> list[Path]:
    """Write every cue of every sound set below `folder`, and say which files these are."""
    written = []
    for sound_set in TIMBRES:
        (folder / sound_set).mkdir(parents=True, exist_ok=True)
        for kind in TONES:
            path = folder / sound_set / f"{kind.value}.wav"
            write_wav(path, tone(kind, sound_set))
            written.append(path)
    return written


def main(arguments: list[str]) -> int:
    """Make the sounds in the one folder that is named; exit status 2 if none is."""
    if len(arguments) != 1:
        print("usage: python scripts/make_sounds.py FOLDER", file=sys.stderr)
        return 2
    for path in make_sounds(Path(arguments[0])):
        print(path)
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
