"""A short list to choose from, over what is on the screen."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.events import Key
from textual.screen import ModalScreen
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from coach.tui.prompts import CHOICE_KEYS
from coach.tui.widgets.answer_box import AnswerBox
from coach.tui.widgets.key_line import ANSWER, Entry, KeyLine


class Menu(ModalScreen[int]):
    """Returns the place of what was chosen, from 0; None: nothing was."""

    CSS_PATH: ClassVar = "menu.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape,q", "close", "close", show=False)]

    def __init__(self, title: str, choices: Sequence[str]) -> None:
        """Offer these choices."""
        super().__init__()
        self._heading = title
        self._choices = tuple(choices)

    def compose(self) -> ComposeResult:
        """The choices, each with its key."""
        with AnswerBox(id="menu"):
            yield Static(self._heading, markup=False, id="heading")
            lines = [f"{key}  {choice}" for key, choice in zip(CHOICE_KEYS, self._choices, strict=False)]
            yield OptionList(*(Option(line) for line in lines), markup=False, classes="list")
            yield KeyLine()

    def on_mount(self) -> None:
        """Show the keys."""
        last = CHOICE_KEYS[len(self._choices) - 1]
        self.query_one(KeyLine).show(
            [Entry(f"1–{last}", "choose", "", ANSWER), Entry("esc", "close", "close", ANSWER)]
        )

    def on_key(self, event: Key) -> None:
        """Choose by the key of a line."""
        place = CHOICE_KEYS.find(event.key) if len(event.key) == 1 else -1
        if 0 <= place < len(self._choices):
            event.stop()
            self.dismiss(place)

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Choose the marked line."""
        event.stop()
        self.dismiss(event.option_index)

    def action_close(self) -> None:
        """Choose nothing."""
        self.dismiss(None)
