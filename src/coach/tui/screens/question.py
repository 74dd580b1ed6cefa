"""One question, answered with one key."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar, Final

from msgspec import Struct
from textual.app import ComposeResult
from textual.events import Key
from textual.screen import ModalScreen
from textual.widgets import Static

from coach.tui.seen import Shown, press_of, was_meant
from coach.tui.widgets.answer_box import AnswerBox
from coach.tui.widgets.key_line import ANSWER, Entry, KeyLine


class Answer(Struct, frozen=True, kw_only=True):
    """One way to answer."""

    name: str
    """What the asker gets."""
    keys: tuple[str, ...]
    """The first one is shown."""
    label: str
    matters: bool = False
    """It loses something, or starts a session: no key takes it before the question can have been read."""


REALLY: Final = Answer(name="really", keys=("y",), label="throw it away", matters=True)
BACK: Final = Answer(name="back", keys=("any other key",), label="back")

SCROLLS: Final = {"up": -1, "down": 1, "pageup": -4, "pagedown": 4}
"""Lines that a key moves a question on a screen that is too low for it."""


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
        self._shown = Shown()

    def compose(self) -> ComposeResult:
        """The question above its answers."""
        with AnswerBox(id="question"):
            yield Static(self._text, markup=False, id="text")
            yield KeyLine(id="answers")

    def on_mount(self) -> None:
        """Show the answers."""
        shown = [*self._answers, *([self._otherwise] if self._otherwise else [])]
        self.query_one(KeyLine).show(
            [Entry(answer.keys[0], answer.label, f"answer('{answer.name}')", ANSWER) for answer in shown]
        )

    def on_screen_resume(self) -> None:
        """Take keys from the moment on in which the question can be read."""
        self._shown.when_drawn(self)

    def on_key(self, event: Key) -> None:
        """Take the key as an answer; no key of the screen beneath does anything meanwhile.

        One that was pressed before anybody can have read the question is none.
        """
        event.stop()
        event.prevent_default()
        if event.key in SCROLLS:
            self.query_one(AnswerBox).scroll_relative(y=SCROLLS[event.key], animate=False)
            return
        press = press_of(self.app, event)
        answer = next((one for one in self._answers if event.key in one.keys), self._otherwise)
        if answer is None:
            return
        if self._shown.was_read(press) if answer.matters else was_meant(press):
            self.dismiss(answer.name)

    def action_answer(self, name: str) -> None:
        """Answer by a click."""
        self.dismiss(name)
