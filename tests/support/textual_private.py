"""What tests use of Textual 8.2.8 without being public there, each with its reason and what would end it."""

from __future__ import annotations

from typing import Any

import textual
from textual.app import App
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
