"""The app in a process of its own: when its garbage collector works, and on what."""

from __future__ import annotations

import subprocess
import sys
from textwrap import dedent

import pytest

SCRIPT = """
    import asyncio, gc, sys
    frozen = gc.get_freeze_count()  # Python 3.12 begins with some
    if sys.argv[1] == "resting":
        gc.disable()
    from coach.tui.opened_app import OpenedApp
    from tests.tui.rig import UseCases

    seen = []
    cases = UseCases()

    def is_empty_home():
        seen.append(("opening", gc.isenabled(), gc.get_freeze_count() > frozen))
        return False

    cases.days.reader.is_empty_home = is_empty_home

    async def open():
        async with cases.app(kind=OpenedApp).run_test() as pilot:
            await pilot.pause()
            seen.append(("open", gc.isenabled(), gc.get_freeze_count() > frozen))

    asyncio.run(open())
    print(seen)
"""


@pytest.mark.parametrize(
    ("at_first", "seen"),
    [
        ("resting", "[('opening', False, False), ('open', True, True)]"),
        ("working", "[('opening', True, False), ('open', True, False)]"),
    ],
)
def test_garbage_collector_on_after_first_frame(at_first: str, seen: str) -> None:
    told = subprocess.run(
        [sys.executable, "-c", dedent(SCRIPT), at_first],
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    assert told.stdout.strip() == seen


SESSION_SCRIPT = """
    import asyncio, gc
    from coach.tui.opened_app import OpenedApp
    from coach.tui.session.screen import SessionScreen
    from tests.tui.rig.session import SessionRig, shipped

    async def open():
        rig = SessionRig(shipped("core"))
        app = rig.cases.app(kind=OpenedApp)
        async with app.run_test() as pilot:
            await pilot.pause()
            before = gc.get_freeze_count()
            app.open_session(rig.run)
            await pilot.pause()
            await pilot.pause()
            print(isinstance(app.screen, SessionScreen), gc.get_freeze_count() > before + 10_000)

    asyncio.run(open())
"""


def test_garbage_collector_leaves_alone_in_a_session_what_was_loaded_before() -> None:
    told = subprocess.run(
        [sys.executable, "-c", dedent(SESSION_SCRIPT)],
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert told.stdout.strip() == "True True", told.stderr
