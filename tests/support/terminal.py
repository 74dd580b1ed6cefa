"""A real terminal for tests and benchmarks: a program in a pty, its output drawn by a terminal emulator."""

from __future__ import annotations

import contextlib
import fcntl
import os
import pty
import re
import select
import signal
import struct
import termios
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Final, Self

import pyte

from coach.tui.coach_screen import REPEAT_SECONDS

KEYS: Final = {
    "enter": "\r",
    "escape": "\x1b",
    "tab": "\t",
    "space": " ",
    "up": "\x1b[A",
    "down": "\x1b[B",
    "right": "\x1b[C",
    "left": "\x1b[D",
    "ctrl+c": "\x03",
    "ctrl+p": "\x10",
    "ctrl+q": "\x11",
    "ctrl+z": "\x1a",
    "backspace": "\x7f",
}

# Queries and private sequences that the emulator does not know and would print as text.
_UNKNOWN: Final = re.compile(
    rb"\x1b\[[><=?][0-9;]*(?:\$p|[a-zA-Z])|\x1bP[^\x1b]*\x1b\\|\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)"
)


class Terminal:
    """One program in one terminal window."""

    def __init__(
        self,
        argv: Sequence[str],
        *,
        columns: int = 100,
        rows: int = 30,
        environment: Mapping[str, str] | None = None,
        deaf: bool = False,
    ) -> None:
        """Prepare a program in a window.

        Args:
            argv: its words.
            columns: of the window.
            rows: of the window.
            environment: over that of the tests.
            deaf: it ignores SIGHUP, as under nohup.
        """
        self._argv = list(argv)
        self._deaf = deaf
        self._environment = {
            **os.environ,
            "TERM": "xterm-256color",
            "COLORTERM": "truecolor",
            "LANG": "C.UTF-8",
            "LC_ALL": "C.UTF-8",
            **(environment or {}),
        }
        self._screen = pyte.Screen(columns, rows)
        self._stream = pyte.ByteStream(self._screen)
        self._status: int | None = None
        self.bytes_written = 0

    def __enter__(self) -> Self:
        self.started = time.perf_counter()
        self.pid, self._fd = pty.fork()
        if self.pid == 0:
            # A terminal hands these on as they usually are, however the tests themselves were started.
            for number in (signal.SIGINT, signal.SIGHUP, signal.SIGQUIT):
                signal.signal(number, signal.SIG_DFL)
            if self._deaf:
                signal.signal(signal.SIGHUP, signal.SIG_IGN)
            os.execvpe(self._argv[0], self._argv, self._environment)
        self._size(self._screen.columns, self._screen.lines)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self.exit_status(0) is None:
            self.signal(signal.SIGKILL)
            self._reap(block=True)
        if self._fd >= 0:
            os.close(self._fd)

    def text(self) -> str:
        """The text on the screen."""
        return "\n".join(line.rstrip() for line in self._screen.display).rstrip()

    def send(self, *keys: str, settle: float = 0.1) -> None:
        """Press keys, by name or as they are, each followed by `settle` seconds of reading."""
        for key in keys:
            os.write(self._fd, KEYS.get(key, key).encode())
            self.read(settle)

    def wait_for(self, pattern: str, timeout: float = 20.0) -> float:
        """Seconds from the start of the program until the screen matches `pattern`.

        Raises:
            AssertionError: it never did; the last screen is in the message.
        """
        end = time.perf_counter() + timeout
        while time.perf_counter() < end:
            alive = self.read(0.01)
            if re.search(pattern, self.text(), re.IGNORECASE):
                return time.perf_counter() - self.started
            if not alive:
                break
        raise AssertionError(f"{pattern!r} was never on the screen:\n{self.text()}")

    def read(self, seconds: float) -> bool:
        """Draw the output of the program for so many seconds; False once it has ended."""
        end = time.perf_counter() + seconds
        while (left := end - time.perf_counter()) > 0:
            if self._fd < 0:
                time.sleep(left)
                break
            if not select.select([self._fd], [], [], left)[0]:
                return True
            data = b""
            with contextlib.suppress(OSError):
                data = os.read(self._fd, 65536)
            if not data:
                self._reap(block=True)
                return False
            self.bytes_written += len(data)
            self._stream.feed(_UNKNOWN.sub(b"", data))
        return True

    def resize(self, columns: int, rows: int) -> None:
        """Change the size of the window."""
        self._screen.resize(rows, columns)
        self._size(columns, rows)
        self.signal(signal.SIGWINCH)

    def signal(self, number: int) -> None:
        """Send a signal to the program."""
        with contextlib.suppress(ProcessLookupError):
            os.kill(self.pid, number)

    def hang_up(self) -> None:
        """Close the window: the program gets SIGHUP."""
        self.signal(signal.SIGHUP)

    def close_window(self) -> None:
        """Close the terminal itself: reads and writes fail from now on."""
        os.close(self._fd)
        self._fd = -1

    def exit_status(self, timeout: float = 40.0) -> int | None:
        """The program's exit status, or None when it still runs after `timeout` seconds."""
        end = time.perf_counter() + timeout
        while self._status is None:
            self._reap()
            if self._status is not None or time.perf_counter() >= end:
                break
            self.read(0.05)
        return self._status

    def cpu_seconds(self) -> float:
        """Processor time that the program itself has used so far."""
        fields = Path(f"/proc/{self.pid}/stat").read_text().rsplit(")", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def memory_mb(self) -> float:
        """Resident memory of the program itself."""
        found = re.search(r"VmRSS:\s+(\d+)", Path(f"/proc/{self.pid}/status").read_text())
        assert found is not None
        return int(found[1]) / 1024

    def _size(self, columns: int, rows: int) -> None:
        fcntl.ioctl(self._fd, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))

    def _reap(self, *, block: bool = False) -> None:
        if self._status is None:
            pid, status = os.waitpid(self.pid, 0 if block else os.WNOHANG)
            if pid:
                self._status = os.waitstatus_to_exitcode(status)


READING: Final = REPEAT_SECONDS + 0.3
"""Seconds after which a question counts as read, on a busy machine too."""


def none_of_these(terminal: Terminal) -> None:
    """Read the list of red flags to its end, and answer that there are none."""
    terminal.read(READING)
    terminal.send("space")
    terminal.read(READING)
    terminal.send("n")


def start_new(terminal: Terminal) -> None:
    """Answer that there are no red flags, and read the introduction of drills that were never done."""
    none_of_these(terminal)
    terminal.wait_for("New to you")
    terminal.read(READING)
    terminal.send("enter")
