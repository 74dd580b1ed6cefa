"""The smallest Textual app that could be ours: a header, a footer and one line."""

from __future__ import annotations

from textual.app import App, ComposeResult
from textual.widgets import Footer, Header, Static


class BareApp(App[None]):
    """Nothing but a frame."""

    def compose(self) -> ComposeResult:
        """A header, one line, a footer."""
        yield Header()
        yield Static("ready to go")
        yield Footer()


if __name__ == "__main__":
    BareApp().run()
