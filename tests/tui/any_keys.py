"""`python -m tests.tui.any_keys SECONDS [SEED]`: press any keys at all, on any screen, of any size.

What ends the app with an error is printed with the keys that led there, and the status is 1 then.
"""

from __future__ import annotations

import asyncio
import random
import string
import sys
import tempfile
import time
import traceback
from collections.abc import Sequence
from pathlib import Path
from typing import Final

import pytest
from textual.pilot import OutOfBounds, Pilot

from tests.support import settling
from tests.support.example_history import half_a_year
from tests.tui.rig import Rig

SIZES: Final = ((80, 24), (120, 40), (50, 16), (40, 12), (20, 6), (200, 60))
WAITS: Final = (0.3, 1, 5, 31, 60)
KEYS: Final = (
    # "q" ends the app from Today, and the walk with it.
    *string.ascii_lowercase.replace("q", ""),
    *string.digits,
    *"QSEN",
    *("enter", "escape", "down") * 3,
    *("up", "left", "right", "tab", "shift+tab", "pageup", "pagedown", "home", "end", "space"),
    *("backspace", "delete", "f1", "ctrl+space", "question_mark", "plus", "minus", "slash"),
    *("full_stop", "comma", "exclamation_mark", "colon", "hash"),
    *(f"ctrl+{letter}" for letter in "aekopszy"),
)


class Walk:
    """One way through the app, which the seed decides.

    Attributes:
        steps: what was done so far, in words.
    """

    def __init__(self, seed: int) -> None:
        self._chance = random.Random(seed)
        self.steps: list[str] = []

    async def go(self, home: Path, count: int) -> None:
        """Take so many steps, or fewer where the app is left; whatever ends the app is raised."""
        rig = Rig(home)
        try:
            if self._chance.random() < 0.6:
                rig.workspace.journal.append(*half_a_year())
            if self._chance.random() < 0.15:
                rig.lock()
            size = self._chance.choice(SIZES)
            async with rig.app.run_test(size=size, notifications=True) as pilot:
                while rig.app.is_running and len(self.steps) < count:
                    await self._step(rig, pilot)
        finally:
            rig.workspace.close()

    async def _step(self, rig: Rig, pilot: Pilot[None]) -> None:
        kind = self._chance.random()
        if kind < 0.03:
            width, height = self._chance.choice(SIZES)
            self.steps.append(f"{width}x{height}")
            await pilot.resize_terminal(width, height)
        elif kind < 0.10:
            seconds = self._chance.choice(WAITS)
            self.steps.append(f"{seconds}s")
            rig.clock.advance(seconds)
            await pilot.pause()
        elif kind < 0.13:
            place = self._chance.randrange(80), self._chance.randrange(24)
            self.steps.append(f"click{place}")
            try:
                await pilot.click(offset=place)
            except OutOfBounds:
                self.steps.append("beyond the edge")
        else:
            self.steps.append(self._chance.choice(KEYS))
            await pilot.press(self.steps[-1])


def main(words: Sequence[str]) -> int:
    """Walk for so many seconds, each time another way."""
    settling.install()
    until, seed = time.monotonic() + float(words[0]), int(words[1]) if words[1:] else 1
    first, found = seed, 0
    while time.monotonic() < until:
        walk = Walk(seed)
        try:
            with tempfile.TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
                patch.setenv("EDITOR", "true")
                asyncio.run(walk.go(Path(folder) / "home", 150))
        except Exception:  # noqa: BLE001 - whatever it is, it is what is looked for
            found += 1
            print(f"seed {seed}: {' '.join(walk.steps)}\n{traceback.format_exc(limit=-3)}", flush=True)
        seed += 1
    print(f"{found} found in {seed - first} walks")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
