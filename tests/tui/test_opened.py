"""The app in a process of its own: its garbage collector rests until the first frame is there."""

from __future__ import annotations

import subprocess
import sys
from textwrap import dedent

SCRIPT = """
    import asyncio, gc
    gc.disable()
    from coach.request import ScreenRequest
    from coach.tui.opened import OpenedApp
    from tests.tui.support import FakeDesk

    seen = []
    desk = FakeDesk()

    def is_empty_home():
        seen.append(("opening", gc.isenabled(), gc.get_freeze_count() > 0))
        return False

    desk.days.is_empty_home = is_empty_home

    async def open():
        async with OpenedApp(desk, ScreenRequest()).run_test() as pilot:
            await pilot.pause()
            seen.append(("open", gc.isenabled(), gc.get_freeze_count() > 0))

    asyncio.run(open())
    print(seen)
"""


def test_the_collector_works_from_the_first_frame_on() -> None:
    told = subprocess.run(
        [sys.executable, "-c", dedent(SCRIPT)], capture_output=True, text=True, check=True, timeout=60
    )
    assert told.stdout.strip() == "[('opening', False, False), ('open', True, True)]"
