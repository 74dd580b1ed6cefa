"""Tries one way to play, in a process that may crash or hang without harm; one line in, one line out."""

from __future__ import annotations

import os
import sys

import msgspec
from msgspec import Struct

from coach.clock import SystemClock
from coach.model.timeline import CueKind
from coach.sound.devices.output import DeviceError
from coach.sound.devices.ways import ways
from coach.sound.mixer import Sound
from coach.sound.tones import tone

WATCH_SECONDS = 0.7
"""Long enough to see whether a device takes samples, and not faster than time goes."""


class Trial(Struct, frozen=True):
    """What is to be tried."""

    way: str
    audible: bool = False
    """Whether a tone is played."""


class Outcome(Struct, frozen=True):
    """What came of it."""

    works: bool
    detail: str
    """The device, or why there is none."""


def try_way(trial: Trial) -> Outcome:
    """Open a device and see whether it plays."""
    clock = SystemClock()
    try:
        output = ways((trial.way,))[0].open(clock, 0.0)
    except DeviceError as error:
        return Outcome(False, str(error))
    seconds = WATCH_SECONDS
    if trial.audible:
        samples = tone(CueKind.START)
        output.add(Sound(clock.monotonic(), samples))
        seconds += 0.5
    clock.sleep(seconds)
    trouble = output.trouble()
    return Outcome(trouble is None, trouble or output.name)


def main() -> None:
    """Try what the first line of the standard input says."""
    answer = os.dup(1)
    os.dup2(2, 1)
    outcome = try_way(msgspec.json.decode(sys.stdin.buffer.readline(), type=Trial))
    os.write(answer, msgspec.json.encode(outcome) + b"\n")
    # A library that hangs in its own clean-up must not keep the process.
    os._exit(0)
