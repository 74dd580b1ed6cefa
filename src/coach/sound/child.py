"""Keeps the process that plays: starts it, talks to it, starts it again when it dies."""

from __future__ import annotations

import contextlib
import os
import queue
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import IO

import msgspec

from coach.sound.wire import Beat, Order, Plan, Report, Setup, Trying, read_report, to_line

RESTARTS = 3
RESTART_SECONDS = 0.5
"""How long until it is started again, and so much longer every time."""

CLOSE_SECONDS = 2.5
LOG_BYTES = 200_000

_BOOT = "import sys, importlib; m, *sys.path[:] = sys.argv[1:]; importlib.import_module(m).main()"


def child_command(module: str = "coach.sound.worker") -> list[str]:
    """How a process is started that runs `main` of a module, and finds modules just where this process does.

    Not with `-I`: that would hide packages that someone has installed for themselves only, and make the
    interpreter deaf to PYTHONMALLOC. What else `-I` keeps away, `-P`, `-s` and `child_environment` do too.
    """
    return [
        sys.executable,
        "-P",
        "-s",
        "-X",
        "utf8",
        "-c",
        _BOOT,
        module,
        *(path for path in sys.path if path),
    ]


def child_environment() -> dict[str, str]:
    """This process's environment without what changes Python, and with the plain allocator.

    The plain allocator keeps the original simpleaudio from crashing on Python 3.12 and later.
    """
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    return {**kept, "PYTHONMALLOC": "malloc"}


class Child:
    """The process that plays, seen from the app. Nothing here makes the caller wait.

    Args:
        setup: what it is told first.
        on_report: takes what it says; called from a thread of its own.
        on_gone: called when it has died for the last time; from that thread too.
        log: the file its noise is added to; None: nowhere.
        command: how it is started.
    """

    def __init__(
        self,
        setup: Setup,
        on_report: Callable[[Report], None],
        on_gone: Callable[[], None],
        *,
        log: Path | None,
        command: list[str] | None = None,
    ) -> None:
        self._setup = setup
        self._on_report = on_report
        self._on_gone = on_gone
        self._log = log
        self._command = command or child_command()
        self._orders: queue.SimpleQueue[Order | None] = queue.SimpleQueue()
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._plan: Plan | None = None
        self._closing = threading.Event()
        self._trying: str | None = None
        self._reader = threading.Thread(target=self._live, name="sound", daemon=True)
        self._writer = threading.Thread(target=self._write, name="sound-orders", daemon=True)
        self._reader.start()
        self._writer.start()

    def send(self, order: Order) -> None:
        """Pass an order on, in turn."""
        self._orders.put(order)

    def close(self) -> None:
        """End the process; waits a moment, so that the tone that sounds may end."""
        self._closing.set()
        self._orders.put(None)
        self._reader.join(CLOSE_SECONDS)
        if self._reader.is_alive() and (process := self._process) is not None:
            process.kill()
            self._reader.join(CLOSE_SECONDS)

    def _live(self) -> None:
        """Start the process, listen to it, and start it again up to three times."""
        for number in range(1 + RESTARTS):
            if self._closing.wait(number * RESTART_SECONDS):
                return
            try:
                process = self._start()
            except OSError:
                break
            self._listen(process)
            if self._closing.is_set():
                return
            self._avoid_what_crashed()
        self._on_gone()

    def _start(self) -> subprocess.Popen[bytes]:
        with self._lock, contextlib.ExitStack() as stack:
            noise = subprocess.DEVNULL if self._log is None else stack.enter_context(_open_log(self._log))
            process = subprocess.Popen(
                self._command,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=noise,
                env=child_environment(),
                start_new_session=True,
            )
            self._process = process
            self._put(process, self._setup)
            if self._plan is not None:
                self._put(process, self._plan)
        if self._closing.is_set():
            self._hang_up(process)
        return process

    def _listen(self, process: subprocess.Popen[bytes]) -> None:
        """Take reports until the process is gone."""
        with process:
            if process.stdout is not None:
                for line in process.stdout:
                    with contextlib.suppress(msgspec.ValidationError, msgspec.DecodeError):
                        self._take(read_report(line))
            self._hang_up(process)

    def _take(self, report: Report) -> None:
        if not isinstance(report, Beat):
            self._trying = report.way if isinstance(report, Trying) else None
        self._on_report(report)

    def _avoid_what_crashed(self) -> None:
        """Leave out, from now on, the way that was being tried when the process died."""
        if self._trying is not None:
            self._setup = msgspec.structs.replace(self._setup, avoid=(*self._setup.avoid, self._trying))
            self._trying = None

    def _write(self) -> None:
        """Write orders, which may take a while when the process is slow to read."""
        while (order := self._orders.get()) is not None:
            with self._lock:
                if isinstance(order, Plan):
                    self._plan = order
                if self._process is not None:
                    self._put(self._process, order)
        with self._lock:
            if self._process is not None:
                self._hang_up(self._process)

    def _put(self, process: subprocess.Popen[bytes], order: Order) -> None:
        if process.stdin is not None:
            with contextlib.suppress(OSError, ValueError):
                process.stdin.write(to_line(order))
                process.stdin.flush()

    def _hang_up(self, process: subprocess.Popen[bytes]) -> None:
        if process.stdin is not None:
            with contextlib.suppress(OSError, ValueError):
                process.stdin.close()


def _open_log(path: Path) -> IO[bytes]:
    """The log, begun anew when it has grown large; nowhere, if it cannot be written."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        large = path.exists() and path.stat().st_size > LOG_BYTES
        return path.open("wb" if large else "ab")
    except OSError:
        return Path(os.devnull).open("ab")
