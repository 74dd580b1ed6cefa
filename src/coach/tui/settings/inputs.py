"""Dialogs of the settings screen: a value to type, a key to press, choices to tick."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.events import Key
from textual.widget import Widget
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from coach.tui.coach_screen import CoachDialog
from coach.tui.keys import shown_key
from coach.tui.terminal import HEIGHTS
from coach.tui.widgets.answer_box import AnswerBox
from coach.tui.widgets.footer import ANSWER, FooterEntry, KeyFooter
from coach.tui.widgets.option_list import PlainOptionList

Apply = Callable[[str], str | None]
"""Applies a value, or returns why it does not fit, in a sentence."""


class InputDialog(CoachDialog[bool]):
    """Asks for one value, and returns whether it was applied."""

    CSS_PATH: ClassVar = "../choose.tcss"
    ENTRIES: ClassVar[tuple[FooterEntry, ...]] = ()
    """Entries of the footer before that of Esc."""

    def __init__(self, heading: str, about: str, field: Widget, apply: Apply) -> None:
        super().__init__()
        self._heading = heading
        self._about = about
        self._field = field
        self._apply = apply

    def compose(self) -> ComposeResult:
        with AnswerBox(id="box"):
            yield Static(self._heading, markup=False, id="heading")
            yield Static(self._about, markup=False, id="about")
            yield self._field
            yield Static("", markup=False, id="problem")
            yield KeyFooter()

    def on_mount(self) -> None:
        leave = FooterEntry("esc", "leave it", "cancel", ANSWER)
        self.query_one(KeyFooter).show([*self.ENTRIES, leave])

    def apply(self, value: str) -> bool:
        """Apply a value and close, or show why it does not fit."""
        problem = self._apply(value)
        if problem is None:
            self.dismiss(True)
        else:
            self.query_one("#problem", Static).update(problem)
        return problem is None

    def action_cancel(self) -> None:
        self.dismiss(False)


class ValueScreen(InputDialog):
    """Asks for a value to type."""

    AUTO_FOCUS = "Input"
    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "cancel", "leave", show=False)]
    ENTRIES = (FooterEntry("enter", "take it", "submit", ANSWER),)

    def __init__(self, heading: str, about: str, value: str, hint: str, apply: Apply) -> None:
        super().__init__(heading, about, Input(value, placeholder=hint), apply)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        event.stop()
        self.action_submit()

    def action_submit(self) -> None:
        self.apply(self.query_one(Input).value)


class KeyScreen(InputDialog):
    """Waits for one key; Esc changes nothing."""

    def __init__(self, heading: str, about: str, apply: Apply) -> None:
        prompt = Static("Press the key that you want.", markup=False, id="pressed")
        super().__init__(heading, about, prompt, apply)

    def on_key(self, event: Key) -> None:
        event.stop()
        event.prevent_default()
        if event.key == "escape":
            self.action_cancel()
        elif not self.apply(event.key):
            self.query_one("#pressed", Static).update(f"{shown_key(event.key)}: not that one.")


class TickScreen(CoachDialog[tuple[str, ...]]):
    """Returns the ticked values in their order; None: nothing was changed."""

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
