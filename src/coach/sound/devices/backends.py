"""All backends, in the order in which they are tried."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

from coach.clock import Clock
from coach.sound.devices import libraries
from coach.sound.devices.one_shot import OneShotOutput, OneShotPlayer
from coach.sound.devices.output import DeviceError, Output, Render, Stream, StreamOutput
from coach.sound.devices.player_programs import (
    FILE_LATENCY_SECONDS,
    FILE_PLAYERS,
    PIPE_PLAYERS,
    FilePlayer,
    PipeStream,
    WinsoundPlayer,
)

Open = Callable[[Clock, float], Output]
"""Opens a device; takes a clock and extra latency in seconds. Raises DeviceError."""


@dataclass(frozen=True)
class Backend:
    """A way to play."""

    name: str
    open: Open


def _stream(open_stream: Callable[[Render], Stream], latency_seconds: float) -> Open:
    return lambda clock, delay: StreamOutput(open_stream, latency_seconds + delay, clock)


def _one_shot(make_player: Callable[[], OneShotPlayer], latency_seconds: float) -> Open:
    return lambda clock, delay: OneShotOutput(make_player(), latency_seconds + delay, clock)


BACKENDS: tuple[Backend, ...] = (
    Backend("miniaudio", _stream(libraries.MiniaudioStream, libraries.MINIAUDIO_LATENCY_SECONDS)),
    Backend("sounddevice", _stream(libraries.SounddeviceStream, libraries.SOUNDDEVICE_LATENCY_SECONDS)),
    Backend("simpleaudio", _one_shot(libraries.SimpleaudioPlayer, libraries.SIMPLEAUDIO_LATENCY_SECONDS)),
    *(
        Backend(program, _stream(partial(PipeStream, program), player.latency_seconds))
        for program, player in PIPE_PLAYERS.items()
    ),
    *(
        Backend(program, _one_shot(partial(FilePlayer, program), FILE_LATENCY_SECONDS))
        for program in FILE_PLAYERS
    ),
    Backend("winsound", _one_shot(WinsoundPlayer, FILE_LATENCY_SECONDS)),
)


def choose_backends(names: Sequence[str] = (), avoid: Sequence[str] = ()) -> tuple[Backend, ...]:
    """The backends with these names, in this order; all if there are no names, or none of them is known."""
    known = {backend.name: backend for backend in BACKENDS}
    wanted = tuple(known[name] for name in names if name in known) or BACKENDS
    return tuple(backend for backend in wanted if backend.name not in avoid)


def open_first(
    wanted: Sequence[Backend], clock: Clock, delay_seconds: float, trying: Callable[[Backend], None]
) -> Output:
    """The first device that opens; `trying` is called before each.

    Raises:
        DeviceError: none does; the message has the reason of each.
    """
    reasons = []
    for backend in wanted:
        trying(backend)
        try:
            return backend.open(clock, delay_seconds)
        except DeviceError as error:
            reasons.append(str(error))
    raise DeviceError("; ".join(reasons) or "no way to play is left")
