"""What every test of pictures needs: how a screen is compared with its stored picture."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any, Protocol

from textual.app import App
from textual.pilot import Pilot


class Compare(Protocol):
    """Compares the screen of an app with its stored picture."""

    def __call__(
        self,
        app: App[Any],
        *,
        terminal_size: tuple[int, int] = (80, 24),
        run_before: Callable[[Pilot[Any]], Awaitable[None]] | None = None,
    ) -> bool: ...
