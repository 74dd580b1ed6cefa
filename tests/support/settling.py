"""Waits until an app under test has handled all its messages, and has drawn what came of them.

Textual's own pilot takes a process that used no processor time for 20 ms for one that is done. On a busy
machine it may only not have had its turn; and where it is done, most of those 20 ms are waited for nothing.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any, Final

import textual.screen
from textual.app import App, ScreenStackError
from textual.pilot import Pilot

from tests.support import textual_private

CALM_TURNS: Final = 5
"""So many turns of the loop in a row no message may wait: a key needs some to get to the app."""
QUICK_TURNS: Final = 100
STUCK_SECONDS: Final = 1.0
"""A handler that waits for something from outside is waited for no longer."""
PATIENCE_SECONDS: Final = 60.0
LOOK_SECONDS: Final = 0.005
RESIZE_LOOKS: Final = 10
FRAME_SECONDS: Final = 1e-6
"""Between two frames: a test waits for no clock to have one drawn."""
TURNS_WITHOUT_FRAME: Final = 10
"""A callback that waits for no frame is called within so many turns of the loop."""


async def settle(app: App[Any]) -> None:
    """Wait until every message is handled, every callback called and the screen drawn.

    Timers that are not yet due and threads that still work are not waited for: see `until`.
    """
    for _look in range(RESIZE_LOOKS):
        # The app hands another size on to its screens after 8 ms.
        await _handle_messages(app)
        if any(screen.outer_size == app.size for screen in app.screen_stack):
            break
        await asyncio.sleep(LOOK_SECONDS)
    while await _handle_messages(app) or await _draw(app) or await _handle_messages(app):
        pass


async def _handle_messages(app: App[Any]) -> bool:
    """Wait until no message has waited for some turns; whether any did, and all are handled by now."""
    # Turns are counted and not seconds: a process that does not get its turn is not one that waits.
    turns = calm = 0
    while calm < CALM_TURNS:
        await asyncio.sleep(0 if turns < QUICK_TURNS else LOOK_SECONDS)
        pumps = [app, *(node for screen in app.screen_stack for node in screen.walk_children(with_self=True))]
        if any(pump.message_queue_size and pump.is_running for pump in pumps):
            calm, turns = 0, turns + 1
            if turns > QUICK_TURNS + STUCK_SECONDS / LOOK_SECONDS:
                return False
        else:
            calm += 1
    return turns > 0


async def _draw(app: App[Any]) -> bool:
    """Wait for the next frame of the screen on top; whether there was one to draw."""
    try:
        screen = app.screen
    except ScreenStackError:
        return False
    if not app.is_running:
        # An app that closes draws no more frames, and its timers turn the loop at full speed.
        return False
    called = asyncio.Event()
    if not screen.is_running or not screen.call_after_refresh(called.set):
        return False
    for _turn in range(TURNS_WITHOUT_FRAME):
        await asyncio.sleep(0)
        if called.is_set():
            return False
    try:
        await asyncio.wait_for(called.wait(), STUCK_SECONDS)
    except TimeoutError:
        return False
    return True


async def until(pilot: Pilot[Any], holds: Callable[[], bool], told: Callable[[], str] = str) -> None:
    """Wait until something holds that a timer or a thread brings about.

    Args:
        pilot: of the app.
        holds: looks whether it does.
        told: says more where it never did.

    Raises:
        AssertionError: it did not for a long time.
    """
    loop = asyncio.get_running_loop()
    end = loop.time() + PATIENCE_SECONDS
    await pilot.pause()
    while not holds():
        assert loop.time() < end, told()
        await pilot.pause(LOOK_SECONDS)
        await pilot.pause()
    await pilot.pause()


def install() -> None:
    """Have every pilot wait like this, also where the app has just been opened."""
    setattr(textual.screen, "UPDATE_PERIOD", FRAME_SECONDS)  # noqa: B010 - a constant for mypy
    textual_private.have_pilots_wait(settle)
