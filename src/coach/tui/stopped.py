"""Going on after the process was stopped from outside."""

from __future__ import annotations

import signal
from types import FrameType

from textual.driver import Driver


def go_on_calmly(driver: Driver | None) -> None:
    """Take the terminal anew only when it was given up before.

    A process that is stopped by SIGSTOP has not given its terminal up. Textual takes it anew all the same
    when it is continued: then two threads read the keys, some of which get lost, and the app does not end.

    Args:
        driver: the app's; one without a terminal is left alone.
    """
    if driver is None or not hasattr(signal, "SIGCONT") or not hasattr(driver, "_must_signal_resume"):
        return
    take_anew = signal.getsignal(signal.SIGCONT)
    if not callable(take_anew):
        return

    def continued(number: int, frame: FrameType | None) -> None:
        """Take the terminal anew only where it was given away."""
        if driver._must_signal_resume:
            take_anew(number, frame)

    signal.signal(signal.SIGCONT, continued)
