"""The process that plays: orders come in as lines, reports go out as lines, all noise goes to the log.

It is a process of its own so that a crash or a stall of a sound library costs a sound and never a session,
and so that what such libraries print does not land on the screen.
"""

from __future__ import annotations

import contextlib
import gc
import logging
import os
import queue
import sys
import threading

import msgspec

from coach.clock import SystemClock
from coach.sound.desk import Desk
from coach.sound.wire import Beat, Report, Setup, Silent, read_order, to_line

BEAT_SECONDS = 1.0
RING_OUT_SECONDS = 1.9
"""At the end, what already sounds may still be heard for so long."""

PRIORITY = -11
"""What sound servers have on most desktops."""

log = logging.getLogger(__name__)


class Reporter:
    """Writes reports, one at a time, whichever thread has one.

    Args:
        descriptor: the file descriptor of the pipe to the app.
    """

    def __init__(self, descriptor: int) -> None:
        self._descriptor = descriptor
        self._lock = threading.Lock()

    def __call__(self, report: Report) -> None:
        """Send one report; if nobody listens any more, nobody misses it."""
        with self._lock:
            try:
                os.write(self._descriptor, to_line(report))
            except OSError:
                log.info("the app is gone")


def ask_for_priority() -> None:
    """Be first in line where the system allows it: a sound takes little time, and cannot wait for others."""
    with contextlib.suppress(OSError, AttributeError):
        os.setpriority(os.PRIO_PROCESS, 0, PRIORITY)


def main() -> None:
    """Serve the app on the other end of the pipes until it closes them."""
    ask_for_priority()
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(name)s %(levelname)s %(message)s")
    reports = os.dup(1)
    os.dup2(2, 1)
    # While phrases are made ready, the device's thread gets its turn at once.
    sys.setswitchinterval(0.001)
    lines: queue.SimpleQueue[bytes] = queue.SimpleQueue()
    threading.Thread(target=_read, args=(lines,), name="orders", daemon=True).start()
    serve(lines, Reporter(reports))
    logging.shutdown()
    # A library that hangs in its own clean-up must not keep the process.
    os._exit(0)


def serve(lines: queue.SimpleQueue[bytes], report: Reporter) -> None:
    """Carry out orders until an empty line says that there will be no more.

    The first order must be a `Setup`.
    """
    if not (first := lines.get()):
        return
    setup = read_order(first)
    if not isinstance(setup, Setup):
        raise SystemExit("the first order has to be the setup")
    desk = Desk(setup, SystemClock(), report)
    gc.freeze()
    while True:
        report(Beat() if (reason := desk.slow()) is None else Silent(reason))
        try:
            line = lines.get(timeout=BEAT_SECONDS)
        except queue.Empty:
            continue
        if not line:
            desk.ring_out(RING_OUT_SECONDS)
            return
        _carry_out(desk, line)


def _carry_out(desk: Desk, line: bytes) -> None:
    try:
        order = read_order(line)
    except (msgspec.ValidationError, msgspec.DecodeError):
        log.exception("this is no order: %r", line)
        return
    if not isinstance(order, Setup):
        desk.do(order)


def _read(lines: queue.SimpleQueue[bytes]) -> None:
    for line in sys.stdin.buffer:
        lines.put(line)
    lines.put(b"")


if __name__ == "__main__":
    main()
