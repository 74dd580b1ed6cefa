"""One value to type, or one key to press; what does not fit is said, and nothing typed is lost."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.events import Key
from textual.screen import ModalScreen
from textual.widgets import Input, Static

from coach.tui.keys import shown_key
from coach.tui.widgets.answer_box import AnswerBox
from coach.tui.widgets.key_line import ANSWER, Entry, KeyLine

Take = Callable[[str], str | None]
"""Takes a value, or says in a sentence why it does not fit."""


class ValueScreen(ModalScreen[bool]):
    """Returns whether a value was taken."""

    CSS_PATH: ClassVar = "over.tcss"
    AUTO_FOCUS = "Input"
    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "cancel", "leave", show=False)]

    def __init__(self, heading: str, about: str, value: str, hint: str, take: Take) -> None:
        """Ask.

        Args:
            heading: what is asked for.
            about: what it means, and what it can be.
            value: what holds now.
            hint: what is shown while nothing is typed.
            take: is given what was typed.
        """
        super().__init__()
        self._heading = heading
        self._about = about
        self._value = value
        self._hint = hint
        self._take = take

    def compose(self) -> ComposeResult:
        """One line to type in."""
        with AnswerBox(id="box"):
            yield Static(self._heading, markup=False, id="heading")
            yield Static(self._about, markup=False, id="about")
            yield Input(self._value, placeholder=self._hint)
            yield Static("", markup=False, id="problem")
            yield KeyLine()

    def on_mount(self) -> None:
        """Show the keys."""
        self.query_one(KeyLine).show(
            [Entry("enter", "take it", "submit", ANSWER), Entry("esc", "leave it", "cancel", ANSWER)]
        )

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Take what was typed."""
        event.stop()
        self.action_submit()

    def action_submit(self) -> None:
        """Take what was typed, or say why it does not fit."""
        problem = self._take(self.query_one(Input).value)
        if problem is None:
            self.dismiss(True)
        else:
            self.query_one("#problem", Static).update(problem)

    def action_cancel(self) -> None:
        """Leave it as it was."""
        self.dismiss(False)


class KeyScreen(ModalScreen[bool]):
    """Waits for one key, and returns whether it was taken; Esc leaves everything as it was."""

    CSS_PATH: ClassVar = "over.tcss"

    def __init__(self, heading: str, about: str, take: Take) -> None:
        """Ask for a key.

        Args:
            heading: what the key is for.
            about: what it does, in a sentence.
            take: is given the name of the key that was pressed.
        """
        super().__init__()
        self._heading = heading
        self._about = about
        self._take = take

    def compose(self) -> ComposeResult:
        """What the key is for."""
        with AnswerBox(id="box"):
            yield Static(self._heading, markup=False, id="heading")
            yield Static(self._about, markup=False, id="about")
            yield Static("Press the key that you want.", markup=False, id="pressed")
            yield Static("", markup=False, id="problem")
            yield KeyLine()

    def on_mount(self) -> None:
        """Show the one key that is not taken."""
        self.query_one(KeyLine).show([Entry("esc", "leave it", "cancel", ANSWER)])

    def on_key(self, event: Key) -> None:
        """Take the key, or say why it cannot be."""
        event.stop()
        event.prevent_default()
        if event.key == "escape":
            self.dismiss(False)
            return
        problem = self._take(event.key)
        if problem is None:
            self.dismiss(True)
        else:
            self.query_one("#pressed", Static).update(f"{shown_key(event.key)}: not that one.")
            self.query_one("#problem", Static).update(problem)

    def action_cancel(self) -> None:
        """Leave it as it was."""
        self.dismiss(False)
