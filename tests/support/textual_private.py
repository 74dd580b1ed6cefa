"""What tests use of Textual 8.2.8 without being public there, each with its reason and what would end it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

import textual.app
import textual.pilot
from textual import _context
from textual.app import App
from textual.pilot import Pilot
from textual.strip import Strip


def require(owner: object, name: str) -> Any:  # noqa: ANN401 - as `getattr`
    """A private name of Textual.

    Raises:
        RuntimeError: this version of Textual has none of this name.
    """
    if not hasattr(owner, name):
        where = getattr(owner, "__name__", type(owner).__name__)
        raise RuntimeError(f"Textual {textual.__version__} has no {where}.{name}: see {__file__}")
    return getattr(owner, name)


def have_pilots_wait(settle: Callable[[App[Any]], Awaitable[None]]) -> None:
    """Let `settle` take the place of the waiting in every pilot.

    `App._press_keys` and `Pilot.pause` (8.2.8) call `wait_for_idle`, which measures the processor time of
    20 ms at a time. `App.run_test` calls `Pilot._wait_for_screen`, which waits for no frame. Until a pilot
    takes a function to wait with.
    """
    active_app = require(_context, "active_app")

    async def settle_active_app(*_seconds: float) -> None:
        await settle(active_app.get())

    for module in (textual.app, textual.pilot):
        require(module, "wait_for_idle")
        setattr(module, "wait_for_idle", settle_active_app)  # noqa: B010 - unknown to mypy
    wait_for_screen = require(Pilot, "_wait_for_screen")

    async def wait_and_settle(pilot: Pilot[Any], timeout: float = 60.0) -> bool:
        done: bool = await wait_for_screen(pilot, timeout)
        await settle(pilot.app)
        return done

    setattr(Pilot, "_wait_for_screen", wait_and_settle)  # noqa: B010 - a method, for mypy


def screen_strips(app: App[Any]) -> list[Strip]:
    """The lines of the screen on top as they were drawn last.

    `Screen._compositor` (8.2.8) has them; `App.export_screenshot` makes a picture of them only. Until a
    screen gives out its lines.
    """
    strips: list[Strip] = require(require(app.screen, "_compositor"), "render_strips")()
    return strips


def notified(app: App[Any]) -> list[str]:
    """The messages of the notifications that are still shown.

    `App._notifications` (8.2.8) has them, also before their widgets are mounted. Until it is public.
    """
    return [one.message for one in require(app, "_notifications")]
