"""A change to the past, with what it does to today, before it is made."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.screen import ModalScreen
from textual.widgets import Static

from coach.service.history_changes import Proposal
from coach.tui.coach_screen import CoachScreen
from coach.tui.seen import Press, Shown
from coach.tui.widgets.answer_box import AnswerBox
from coach.tui.widgets.key_line import ANSWER, Entry, KeyLine


class ConfirmScreen(ModalScreen[bool], CoachScreen[bool]):
    """Shows the effects first; only a clear yes writes anything."""

    CSS_PATH: ClassVar = "confirm.tcss"
    AUTO_FOCUS = "#effects"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("y", "agree", "agree", show=False, id="confirm.yes"),
        Binding("n,escape,q", "decline", "leave it", show=False, id="confirm.no"),
    ]

    def __init__(self, proposal: Proposal) -> None:
        """Ask about `proposal`."""
        super().__init__()
        self._proposal = proposal
        self._shown = Shown()

    def compose(self) -> ComposeResult:
        """What would be done, what that does, and the two answers."""
        with AnswerBox(id="box"):
            yield Static(self._proposal.what, markup=False, id="what")
            with VerticalScroll(id="effects", classes="list"):
                yield Static("What that does to today:", markup=False, classes="heading")
                for sentence in self._proposal.effects:
                    yield Static(f"• {sentence}", markup=False, classes="effect")
            yield KeyLine()

    def on_mount(self) -> None:
        """Show the answers."""
        agree = "take it back" if self._proposal.change.put_in is None else "save it"
        self.query_one(KeyLine).show(
            [Entry("y", agree, "agree", ANSWER), Entry("n", "leave it as it is", "decline", ANSWER)]
        )

    def on_screen_resume(self) -> None:
        """Take keys from the moment on in which it can be read."""
        self._shown.when_drawn(self)

    def takes_key(self, key: str, press: Press) -> bool:
        """Only what was pressed by somebody who can have read it; arrows always."""
        return key not in ("y", "n", "escape", "q") or self._shown.was_read(press)

    def action_agree(self) -> None:
        """Yes."""
        self.dismiss(True)

    def action_decline(self) -> None:
        """No."""
        self.dismiss(False)
