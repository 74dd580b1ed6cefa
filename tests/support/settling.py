"""Waits until an app under test has handled everything, judged by its messages and not by the clock.

Textual's own pilot waits until the process has used no processor time for 20 ms. On a busy machine that
happens too early, and otherwise most of those 20 ms are wasted.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any, Final

import textual.app
import textual.pilot
from textual._context import active_app
from textual._queue import Queue
from textual.app import App, ScreenStackError
from textual.message_pump import MessagePump
from textual.pilot import Pilot
from textual.screen import Screen

CALM_ROUNDS: Final = 5
"""Turns of the loop in a row without anything to do: a key needs some to get to the app."""
QUICK_ROUNDS: Final = 100
STUCK_SECONDS: Final = 1.0
"""How long a handler that waits for something from outside is waited for."""
PATIENCE_SECONDS: Final = 60.0
LOOK_SECONDS: Final = 0.005


async def settle(min_sleep: float = 0, max_sleep: float = STUCK_SECONDS) -> None:
    """Wait until every message is handled, every callback called and the screen drawn.

    Timers that are not yet due and threads that still work are not waited for: see `until`.

    Args:
        min_sleep: ignored; Textual passes it.
        max_sleep: seconds until a handler counts as waiting for something from outside.
    """
    app = active_app.get()
    # Turns are counted and not seconds, since a busy machine may not run this process for a while.
    stuck_rounds = QUICK_ROUNDS + round(max_sleep / LOOK_SECONDS)
    calm = rounds = 0
    while calm < CALM_ROUNDS and rounds < stuck_rounds:
        await asyncio.sleep(0 if rounds < QUICK_ROUNDS else LOOK_SECONDS)
        if not all(map(_rests, [app, *app._registry])):
            calm, rounds = 0, rounds + 1
            continue
        # Drawn once for everything, like a frame.
        calm = 0 if _draw(app) else calm + 1
        rounds = 0


async def until(pilot: Pilot[Any], holds: Callable[[], bool], told: Callable[[], str] = str) -> None:
    """Wait until a condition holds that a timer or a thread brings about.

    Args:
        pilot: of the app.
        holds: the condition.
        told: the message when it never holds.

    Raises:
        AssertionError: it did not hold for a minute.
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
    """Make every pilot wait like this, also after an app has started."""
    wait: Callable[..., Awaitable[None]] = settle
    for module in (textual.app, textual.pilot):
        assert hasattr(module, "wait_for_idle")
        setattr(module, "wait_for_idle", wait)  # noqa: B010 - not a public name
    handled = Pilot._wait_for_screen

    async def settled(pilot: Pilot[Any], timeout: float = PATIENCE_SECONDS) -> bool:
        done = await handled(pilot, timeout)
        await settle()
        return done

    setattr(Pilot, "_wait_for_screen", settled)  # noqa: B010


def _rests(pump: MessagePump) -> bool:
    """Whether a pump has handled all messages and waits for the next one, or has stopped."""
    queue: Queue[object] = pump._message_queue
    waits_for_more = bool(queue.ready_event._waiters)
    return not pump.is_running or (queue.empty() and waits_for_more)


def _draw(app: App[Any]) -> bool:
    """Draw the screen on top now, without waiting for its next frame; whether there was anything to draw."""
    try:
        screen: Screen[Any] = app.screen
    except ScreenStackError:
        return False
    if app._resize_event is not None:
        # A new size is passed on by a timer.
        app._check_resize()
        return True
    if not screen.is_running or app._batch_count:
        return False
    wanted = (
        screen._layout_required
        or screen._scroll_required
        or screen._repaint_required
        or screen._recompose_required
        or bool(screen._dirty_widgets)
        or bool(screen._callbacks)
    )
    if wanted:
        screen._on_timer_update()
    return wanted
