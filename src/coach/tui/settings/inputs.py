"""One value to type, or one key to press; what does not fit is said, and nothing typed is lost."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.events import Key
from textual.screen import ModalScreen
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from coach.tui.keys import shown_key
from coach.tui.terminal import HEIGHTS
from coach.tui.widgets.answer_box import AnswerBox
from coach.tui.widgets.footer import ANSWER, FooterEntry, KeyFooter
from coach.tui.widgets.option_list import PlainOptionList

Take = Callable[[str], str | None]
"""Takes a value, or says in a sentence why it does not fit."""


class ValueScreen(ModalScreen[bool]):
    """Returns whether a value was taken."""

    CSS_PATH: ClassVar = "../choose.tcss"
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
        with AnswerBox(id="box"):
            yield Static(self._heading, markup=False, id="heading")
            yield Static(self._about, markup=False, id="about")
            yield Input(self._value, placeholder=self._hint)
            yield Static("", markup=False, id="problem")
            yield KeyFooter()

    def on_mount(self) -> None:
        self.query_one(KeyFooter).show(
            [
                FooterEntry("enter", "take it", "submit", ANSWER),
                FooterEntry("esc", "leave it", "cancel", ANSWER),
            ]
        )

    def on_input_submitted(self, event: Input.Submitted) -> None:
        event.stop()
        self.action_submit()

    def action_submit(self) -> None:
        problem = self._take(self.query_one(Input).value)
        if problem is None:
            self.dismiss(True)
        else:
            self.query_one("#problem", Static).update(problem)

    def action_cancel(self) -> None:
        self.dismiss(False)


class KeyScreen(ModalScreen[bool]):
    """Waits for one key, and returns whether it was taken; Esc leaves everything as it was."""

    CSS_PATH: ClassVar = "../choose.tcss"

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
        with AnswerBox(id="box"):
            yield Static(self._heading, markup=False, id="heading")
            yield Static(self._about, markup=False, id="about")
            yield Static("Press the key that you want.", markup=False, id="pressed")
            yield Static("", markup=False, id="problem")
            yield KeyFooter()

    def on_mount(self) -> None:
        self.query_one(KeyFooter).show([FooterEntry("esc", "leave it", "cancel", ANSWER)])

    def on_key(self, event: Key) -> None:
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
        self.dismiss(False)


class TickScreen(ModalScreen[tuple[str, ...]]):
    """Returns the values that are ticked, in their order; None: leave it as it was."""

    CSS_PATH: ClassVar = "../choose.tcss"
    AUTO_FOCUS = "PlainOptionList"
    VERTICAL_BREAKPOINTS = HEIGHTS
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("space", "tick", "tick", show=False),
        Binding("enter", "take", "take them", show=False),
        Binding("escape,q", "cancel", "leave", show=False),
    ]

    def __init__(self, heading: str, choices: Sequence[tuple[str, str]], ticked: Sequence[str]) -> None:
        super().__init__()
        self._heading = heading
        self._choices = tuple(choices)
        self._ticked = set(ticked)

    def compose(self) -> ComposeResult:
        with AnswerBox(id="box"):
            yield Static(self._heading, markup=False, id="heading")
            yield PlainOptionList(classes="list", click="takes")
            yield Static("", markup=False, id="problem")
            yield KeyFooter()

    def on_mount(self) -> None:
        rows = self.query_one(PlainOptionList)
        rows.add_options([Option(self._text(value, text), id=value) for value, text in self._choices])
        rows.highlighted = 0
        self.query_one(KeyFooter).show(
            [
                FooterEntry("space", "tick", "tick", ANSWER),
                FooterEntry("enter", "take them", "take", ANSWER),
                FooterEntry("esc", "leave it", "cancel", ANSWER),
            ]
        )

    def _text(self, value: str, text: str) -> str:
        return f"{'☑' if value in self._ticked else '☐'} {text}"

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        self.action_tick()

    def action_tick(self) -> None:
        rows = self.query_one(PlainOptionList)
        if rows.highlighted is None:
            return
        value, text = self._choices[rows.highlighted]
        self._ticked ^= {value}
        rows.replace_option_prompt(value, self._text(value, text))

    def action_take(self) -> None:
        if not self._ticked:
            self.query_one("#problem", Static).update("Tick at least one.")
            return
        self.dismiss(tuple(value for value, _ in self._choices if value in self._ticked))

    def action_cancel(self) -> None:
        self.dismiss(None)
