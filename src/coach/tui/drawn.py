"""What waits until the screen was drawn, and is left undone where it was closed by then."""

from __future__ import annotations

from collections.abc import Callable

from textual.widget import Widget


def when_drawn(widget: Widget, callback: Callable[[], object]) -> None:
    """Call back when all that is due was drawn, and so measured; not for a widget that is gone by then.

    Args:
        widget: whose business it is.
        callback: may ask for anything inside the widget.
    """

    def call() -> None:
        """Call back if the widget is still there."""
        if widget.is_attached:
            callback()

    widget.call_after_refresh(call)
