"""A sound card for one test: a private PulseAudio server whose sink can be recorded."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator, Mapping
from pathlib import Path

from tests.support.real import need

RATE = 48_000
PRIORITY = -11
"""What sound servers have on most desktops."""

ALSA_FILE = """\
</usr/share/alsa/alsa.conf>
pcm.!default { type pulse server "unix:SOCKET" }
ctl.!default { type pulse server "unix:SOCKET" }
"""


class VirtualSound:
    """A private sound server with one silent sink.

    Without `norewinds` a null sink works in blocks of two seconds, which hides when a sound is played.

    Args:
        folder: for everything it writes; its path has to be short, since a socket lives in it.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._socket = folder / "run" / "pulse" / "native"
        self._server: subprocess.Popen[bytes] | None = None

    @property
    def environment(self) -> Mapping[str, str]:
        """The environment of a process that plays here, by libpulse or by ALSA."""
        folder = self._folder
        return {
            "XDG_RUNTIME_DIR": str(folder / "run"),
            "PULSE_RUNTIME_PATH": str(folder / "run" / "pulse"),
            "PULSE_STATE_PATH": str(folder / "state"),
            "PULSE_COOKIE": str(folder / "cookie"),
            "PULSE_CLIENTCONFIG": str(folder / "client.conf"),
            "PULSE_SERVER": f"unix:{self._socket}",
            "PULSE_SINK": "vsink",
            "PULSE_SOURCE": "vsink.monitor",
            "ALSA_CONFIG_PATH": str(folder / "asound.conf"),
        }

    def start(self) -> None:
        """Start the server and wait until it answers."""
        for name in ("run/pulse", "state"):
            (self._folder / name).mkdir(parents=True, exist_ok=True, mode=0o700)
        (self._folder / "run").chmod(0o700)
        (self._folder / "client.conf").write_text("autospawn = no\nenable-memfd = yes\n")
        (self._folder / "asound.conf").write_text(ALSA_FILE.replace("SOCKET", str(self._socket)))
        environment = {**os.environ, **self.environment}
        del environment["PULSE_SERVER"]
        with (self._folder / "server.log").open("ab") as log:
            self._server = subprocess.Popen(
                self._command(), env=environment, stdin=subprocess.DEVNULL, stdout=log, stderr=log
            )
        _put_first(self._server)
        self._await_answer()

    def _command(self) -> list[str]:
        sink = f"module-null-sink sink_name=vsink rate={RATE} channels=1 format=s16le norewinds=1"
        protocol = f"module-native-protocol-unix auth-anonymous=1 socket={self._socket}"
        options = "--daemonize=no --exit-idle-time=-1 --use-pid-file=no --disallow-exit=no --realtime=no"
        quiet = "--high-priority=no --log-level=error --log-target=stderr"
        return ["pulseaudio", "-n", *options.split(), *quiet.split(), f"--load={sink}", f"--load={protocol}"]

    def _await_answer(self) -> None:
        deadline = time.monotonic() + 10
        while self._control("info") != 0:
            if self._server is None or self._server.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError((self._folder / "server.log").read_text())
            time.sleep(0.05)
        self._control("set-default-sink", "vsink")
        self._control("set-default-source", "vsink.monitor")

    def _control(self, *arguments: str) -> int:
        environment = {**os.environ, **self.environment}
        return subprocess.run(
            ["pactl", *arguments], env=environment, capture_output=True, check=False
        ).returncode

    @contextlib.contextmanager
    def recording(self, target: Path) -> Iterator[float]:
        """Record what is played into a WAV file until the block ends; gives the moment at which it began.

        That moment is good to about 20 ms: the recorder's first samples come from before it.
        """
        environment = {**os.environ, **self.environment}
        command = ["parec", "--file-format=wav", "--latency-msec=10", f"--rate={RATE}", "--channels=1"]
        command += ["--format=s16le", "-d", "vsink.monitor", str(target)]
        with (self._folder / "recorder.log").open("ab") as log:
            recorder = subprocess.Popen(command, env=environment, stdout=log, stderr=log)
        _put_first(recorder)
        try:
            yield _await_samples(target, recorder)
        finally:
            recorder.send_signal(signal.SIGINT)
            recorder.wait(timeout=10)

    def freeze(self) -> None:
        """Suspend the server."""
        if self._server is not None:
            self._server.send_signal(signal.SIGSTOP)

    def stop(self) -> None:
        """End the server, as when it crashes."""
        if self._server is not None:
            self._server.send_signal(signal.SIGCONT)
            self._server.kill()
            self._server.wait(timeout=10)
            self._socket.unlink(missing_ok=True)
            self._server = None


def _put_first(process: subprocess.Popen[bytes]) -> None:
    """Give the server a high priority, as on a desktop, where that is allowed."""
    with contextlib.suppress(OSError):
        os.setpriority(os.PRIO_PROCESS, process.pid, PRIORITY)


def _await_samples(target: Path, recorder: subprocess.Popen[bytes]) -> float:
    """The moment of the first sample, as soon as samples come in."""
    deadline = time.monotonic() + 10
    while time.monotonic() < deadline and recorder.poll() is None:
        size = target.stat().st_size if target.exists() else 0
        if size > 44 + RATE // 10:
            return time.monotonic() - (size - 44) / 2 / RATE
        time.sleep(0.002)
    raise RuntimeError("the recorder records nothing")


@contextlib.contextmanager
def virtual_sound() -> Iterator[VirtualSound]:
    """A virtual sound card while the block lasts; skips the test, with a reason, where that is impossible."""
    need("pulseaudio", "pactl", "parec")
    folder = Path(tempfile.mkdtemp(prefix="vs-"))
    card = VirtualSound(folder)
    try:
        card.start()
        yield card
    finally:
        card.stop()
        shutil.rmtree(folder, ignore_errors=True)
