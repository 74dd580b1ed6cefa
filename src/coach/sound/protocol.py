"""The messages between the app and the playing process: one JSON object on a line."""

from __future__ import annotations

import msgspec
from msgspec import Struct

from coach.model.timeline import CueKind


class Setup(Struct, frozen=True, kw_only=True, tag="setup", tag_field="do"):
    """How to play; the first message."""

    sounds: str
    """The folder of the sound sets."""
    sound_set: str
    own_sounds: str | None = None
    """The folder of the user's own sound sets, which come first."""
    volumes: dict[str, float] = {}
    """Of single kinds of cue, 0 to 1; absent: 1. "speech" is that of words."""
    volume: float = 0.7
    """Of everything, 0 to 1."""
    speech: bool = True
    keep_alive: bool = False
    """Play a tone below hearing, so that a loudspeaker does not go to sleep."""
    voice: str | None = None
    """Of the system, for words that do not ship; None: its own choice."""
    cache: str | None = None
    """The folder for what can be made again, such as sentences of a voice that is slow."""
    devices: tuple[str, ...] = ()
    """Names of backends, in the order in which they are tried; empty: all."""
    avoid: tuple[str, ...] = ()
    """Backends that have crashed the process."""
    delay_seconds: float = 0.0
    """Latency of the loudspeaker, on top of that of the device."""


class PlannedCue(Struct, frozen=True, array_like=True):
    """A cue at a moment of the monotonic clock."""

    moment: float
    cue: CueKind
    say: str | None = None


class CuePlan(Struct, frozen=True, tag="plan", tag_field="do"):
    """Replace everything that is planned."""

    cues: tuple[PlannedCue, ...]


class Play(Struct, frozen=True, tag="play", tag_field="do"):
    """Play one cue now."""

    cue: CueKind
    say: str | None = None


class Silence(Struct, frozen=True, tag="silence", tag_field="do"):
    """Drop everything that is planned and fade what sounds."""


class Prepare(Struct, frozen=True, tag="prepare", tag_field="do"):
    """Make the samples of words that will be spoken later."""

    texts: tuple[str, ...]


Order = Setup | CuePlan | Play | Silence | Prepare


class Trying(Struct, frozen=True, tag="trying", tag_field="is"):
    """A backend is about to be tried; if no other message follows, it has crashed the process."""

    backend: str


class Playing(Struct, frozen=True, tag="playing", tag_field="is"):
    """A device is open."""

    device: str


class Silent(Struct, frozen=True, tag="silent", tag_field="is"):
    """No device is open; the search goes on until the app ends it."""

    reason: str


class Voiced(Struct, frozen=True, tag="voiced", tag_field="is"):
    """Which voices can speak; None: none, with the reason."""

    voice: str | None
    reason: str | None = None


class Beat(Struct, frozen=True, tag="beat", tag_field="is"):
    """The process is alive."""


Report = Trying | Playing | Silent | Voiced | Beat

_encoder = msgspec.json.Encoder()
_orders: msgspec.json.Decoder[Order] = msgspec.json.Decoder(Order)
_reports: msgspec.json.Decoder[Report] = msgspec.json.Decoder(Report)


def to_line(message: Order | Report) -> bytes:
    """One message as a line."""
    return _encoder.encode(message) + b"\n"


def read_order(line: bytes) -> Order:
    """A message of the app.

    Raises:
        msgspec.ValidationError, msgspec.DecodeError: the line is no order.
    """
    return _orders.decode(line)


def read_report(line: bytes) -> Report:
    """A message of the process.

    Raises:
        msgspec.ValidationError, msgspec.DecodeError: the line is no report.
    """
    return _reports.decode(line)
