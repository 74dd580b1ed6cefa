"""What to do about a red flag, kept on every screen for as long as it holds."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from textual.screen import Screen


class Care:
    """Puts the care text on top of each screen, those that lie over others included."""

    def __init__(self) -> None:
        """Have nothing to say yet."""
        self.sentences: tuple[str, ...] = ()
        """What is said; empty: nothing is locked."""

    def take(self, sentences: Sequence[str], screens: Iterable[Screen[Any]]) -> None:
        """Say this from now on, on these screens at once."""
        self.sentences = tuple(sentences)
        for screen in screens:
            self.show(screen)

    def show(self, screen: Screen[Any]) -> None:
        """Have on this screen what holds now."""
        from coach.tui.widgets.banner import Banner

        if not screen.is_running:
            return
        banner = next(iter(screen.query_children(Banner)), None)
        if banner is None:
            if self.sentences:
                banner = Banner(self.sentences)
                banner.set_class(screen.is_modal, "-over")
                screen.mount(banner, before=0 if screen.children else None)
        elif self.sentences:
            banner.update(self.sentences)
        else:
            banner.remove()
