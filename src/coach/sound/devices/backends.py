"""All ways to play, in the order in which they are tried."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

from coach.clock import Clock
from coach.sound.devices import commands as with_commands
from coach.sound.devices import libraries as with_miniaudio
from coach.sound.devices import libraries as with_simpleaudio
from coach.sound.devices import libraries as with_sounddevice
from coach.sound.devices.base import DeviceError, Output, StreamOutput
from coach.sound.devices.takes import TakesOutput


@dataclass(frozen=True)
class Backend:
    """One way to play."""

    name: str
    open: Callable[[Clock, float], Output]
    """Opens the device; takes a clock and by how many seconds it is late. Raises DeviceError."""


def _open_miniaudio(clock: Clock, delay: float) -> Output:
    return StreamOutput(
        with_miniaudio.MiniaudioStream, with_miniaudio.MINIAUDIO_LATENCY_SECONDS + delay, clock
    )


def _open_sounddevice(clock: Clock, delay: float) -> Output:
    return StreamOutput(
        with_sounddevice.SounddeviceStream, with_sounddevice.SOUNDDEVICE_LATENCY_SECONDS + delay, clock
    )


def _open_simpleaudio(clock: Clock, delay: float) -> Output:
    return TakesOutput(
        with_simpleaudio.SimpleaudioPlayer(), with_simpleaudio.SIMPLEAUDIO_LATENCY_SECONDS + delay, clock
    )


def _open_pipe(program: str, clock: Clock, delay: float) -> Output:
    stream = partial(with_commands.PipeStream, program)
    return StreamOutput(stream, with_commands.PIPE_PLAYERS[program].latency_seconds + delay, clock)


def _open_file_player(program: str, clock: Clock, delay: float) -> Output:
    player = with_commands.FilePlayer(program)
    return TakesOutput(player, with_commands.FILE_LATENCY_SECONDS + delay, clock)


def _open_winsound(clock: Clock, delay: float) -> Output:
    return TakesOutput(with_commands.WinsoundPlayer(), with_commands.FILE_LATENCY_SECONDS + delay, clock)


WAYS: tuple[Backend, ...] = (
    Backend("miniaudio", _open_miniaudio),
    Backend("sounddevice", _open_sounddevice),
    Backend("simpleaudio", _open_simpleaudio),
    *(Backend(program, partial(_open_pipe, program)) for program in with_commands.PIPE_PLAYERS),
    *(Backend(program, partial(_open_file_player, program)) for program in with_commands.FILE_PLAYERS),
    Backend("winsound", _open_winsound),
)


def ways(names: Sequence[str] = (), avoid: Sequence[str] = ()) -> tuple[Backend, ...]:
    """The ways with these names in this order; all of them if none is named, or if none of them is known."""
    known = {way.name: way for way in WAYS}
    wanted = tuple(known[name] for name in names if name in known) or WAYS
    return tuple(way for way in wanted if way.name not in avoid)


def open_first(
    wanted: Sequence[Backend], clock: Clock, delay_seconds: float, trying: Callable[[Backend], None]
) -> Output:
    """The first device that opens; `trying` is told before each.

    Raises:
        DeviceError: none does; says what each of them said.
    """
    reasons = []
    for way in wanted:
        trying(way)
        try:
            return way.open(clock, delay_seconds)
        except DeviceError as error:
            reasons.append(str(error))
    raise DeviceError("; ".join(reasons) or "no way to play is left")
