"""A change to the past, with what it does to today, before it is made."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.screen import ModalScreen
from textual.widgets import Static

from coach.service.history_changes import Proposal
from coach.tui.widgets.key_line import Entry, KeyLine


class ConfirmScreen(ModalScreen[bool]):
    """Shows the effects first; only a clear yes writes anything."""

    CSS_PATH: ClassVar = "confirm.tcss"
    AUTO_FOCUS = "VerticalScroll"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("y", "agree", "write it down", show=False, id="confirm.yes"),
        Binding("n,escape,q", "decline", "leave it", show=False, id="confirm.no"),
    ]

    def __init__(self, proposal: Proposal) -> None:
        """Ask about `proposal`."""
        super().__init__()
        self._proposal = proposal

    def compose(self) -> ComposeResult:
        """What would be done, what that does, and the two answers."""
        with Vertical(id="box"):
            yield Static(self._proposal.what, markup=False, id="what")
            with VerticalScroll(id="effects"):
                yield Static("What that does to today:", markup=False, classes="heading")
                for sentence in self._proposal.effects:
                    yield Static(f"• {sentence}", markup=False, classes="effect")
            yield KeyLine()

    def on_mount(self) -> None:
        """Show the answers."""
        self.query_one(KeyLine).show(
            [Entry("y", "write it down", "agree", 2), Entry("n", "leave it as it is", "decline", 1)]
        )

    def action_agree(self) -> None:
        """Yes."""
        self.dismiss(True)

    def action_decline(self) -> None:
        """No."""
        self.dismiss(False)
