"""One question, answered with one key."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar, Final

from msgspec import Struct
from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.screen import ModalScreen
from textual.widgets import Static

from coach.tui.coach_screen import CoachScreen
from coach.tui.keys import keys_of, shown_key
from coach.tui.reading_time import ReadingTime, press_of, was_meant
from coach.tui.widgets.answer_box import AnswerBox
from coach.tui.widgets.footer import ANSWER, FooterEntry, KeyFooter


class DialogAnswer(Struct, frozen=True, kw_only=True):
    """One way to answer."""

    name: str
    """What the asker gets."""
    keys: tuple[str, ...]
    """The first one is shown."""
    label: str
    matters: bool = False
    """It loses something, or starts a session: no key takes it before the question can have been read."""


REALLY: Final = DialogAnswer(name="really", keys=("y",), label="throw it away", matters=True)
BACK: Final = DialogAnswer(name="back", keys=("any other key",), label="back")

SCROLLS: Final = {"up": -1, "down": 1, "pageup": -4, "pagedown": 4}
"""Lines that a key moves a question on a screen that is too low for it."""


class QuestionDialog(ModalScreen[str]):
    """Asks over what is on the screen, which stays to be seen, and returns the name of the answer."""

    CSS_PATH: ClassVar = "question.tcss"

    def __init__(
        self, text: str, answers: Sequence[DialogAnswer], *, otherwise: DialogAnswer | None = None
    ) -> None:
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
        self._shown = ReadingTime()

    def compose(self) -> ComposeResult:
        with AnswerBox(id="question"):
            yield Static(self._text, markup=False, id="text")
            yield KeyFooter(id="answers")

    def on_mount(self) -> None:
        shown = [*self._answers, *([self._otherwise] if self._otherwise else [])]
        self.query_one(KeyFooter).show(
            [
                FooterEntry(answer.keys[0], answer.label, f"answer('{answer.name}')", ANSWER)
                for answer in shown
            ]
        )

    def on_screen_resume(self) -> None:
        self._shown.when_drawn(self)

    def on_key(self, event: events.Key) -> None:
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
        self.dismiss(name)


FOOT: Final = "Each of these can be changed in the settings. Esc closes this."


class HelpScreen(ModalScreen[None], CoachScreen[None]):
    """Every key with a sentence, over the screen that it belongs to."""

    CSS_PATH: ClassVar = "help.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,question_mark,f1,q,enter,space", "dismiss", "close", show=False)
    ]

    def __init__(self, title: str, keys: Sequence[Binding]) -> None:
        super().__init__()
        self._heading = title
        self._keys = tuple(keys)

    def compose(self) -> ComposeResult:
        with VerticalScroll(id="help"):
            yield Static(self._heading, markup=False, id="heading")
            for key in self._keys:
                with Horizontal(classes="entry"):
                    yield Static(self._shown(key), markup=False, classes="key")
                    yield Static(self._sentence(key), markup=False, classes="sentence")
            yield Static(FOOT, markup=False, id="foot")

    def _shown(self, key: Binding) -> str:
        return " ".join(shown_key(name) for name in keys_of(key, self.app.chosen_keys))

    def _sentence(self, key: Binding) -> str:
        return f"{key.tooltip} Then 0 to 9, or t for ten." if key.id == "session.pain" else key.tooltip
