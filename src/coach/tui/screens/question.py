"""One question, answered with one key."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar, Final

from msgspec import Struct
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.events import Key
from textual.screen import ModalScreen
from textual.widgets import Static

from coach.tui.widgets.key_line import Entry, KeyLine


class Answer(Struct, frozen=True, kw_only=True):
    """One way to answer."""

    name: str
    """What the asker gets."""
    keys: tuple[str, ...]
    """The first one is shown."""
    label: str


STOP: Final = (
    Answer(name="stop", keys=("y", "enter"), label="stop here"),
    Answer(name="redo", keys=("r",), label="do this hold again"),
)
"""Ways to answer whether a session shall stop; the second one only where a hold was cut short."""
GO_ON: Final = Answer(name="on", keys=("any other key",), label="go on")


class Question(ModalScreen[str]):
    """Asks over what is on the screen, which stays to be seen, and returns the name of the answer."""

    CSS_PATH: ClassVar = "question.tcss"

    def __init__(self, text: str, answers: Sequence[Answer], *, otherwise: Answer | None = None) -> None:
        """Ask.

        Args:
            text: the question, in a sentence or two.
            answers: the ways to answer.
            otherwise: what any other key means; its keys are only shown. None: other keys mean nothing.
        """
        super().__init__()
        self._text = text
        self._answers = tuple(answers)
        self._otherwise = otherwise

    def compose(self) -> ComposeResult:
        """The question above its answers."""
        with Vertical(id="question"):
            yield Static(self._text, markup=False, id="text")
            yield KeyLine(id="answers")

    def on_mount(self) -> None:
        """Show the answers."""
        shown = [*self._answers, *([self._otherwise] if self._otherwise else [])]
        # Where not all fit, the first one and what any other key means stay.
        self.query_one(KeyLine).show(
            [
                Entry(answer.keys[0], answer.label, f"answer('{answer.name}')", weight)
                for answer, weight in zip(shown, (2, *[0] * (len(shown) - 2), 1), strict=False)
            ]
        )

    def on_key(self, event: Key) -> None:
        """Take the key as an answer; no key of the screen beneath does anything meanwhile."""
        event.stop()
        event.prevent_default()
        for answer in self._answers:
            if event.key in answer.keys:
                self.dismiss(answer.name)
                return
        if self._otherwise is not None:
            self.dismiss(self._otherwise.name)

    def action_answer(self, name: str) -> None:
        """Answer by a click."""
        self.dismiss(name)
