"""A few fields over the screen that they are about."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import ClassVar, Generic, TypeVar

from msgspec import Struct
from rich.text import Text
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.screen import ModalScreen
from textual.widgets import Input, Label, Select, Static

from coach.errors import UsageError
from coach.tui.widgets.answer_box import AnswerBox
from coach.tui.widgets.key_line import ANSWER, Entry, KeyLine

Answer = TypeVar("Answer")


class Field(Struct, frozen=True, kw_only=True):
    """One thing that is asked."""

    name: str
    label: str
    value: str = ""
    hint: str = ""
    """What is shown while the field is empty."""
    choices: tuple[tuple[str, str], ...] = ()
    """What there is to choose from: what is shown, and its value; empty: any text."""


class FormScreen(ModalScreen[Answer], Generic[Answer]):
    """Asks for a few values; one that does not fit is named, and nothing typed is lost."""

    CSS_PATH: ClassVar = "form.tcss"
    AUTO_FOCUS = "Input, Select"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "cancel", "close", show=False, id="form.cancel"),
        Binding("ctrl+s,f2", "submit", "go on", show=False, id="form.submit"),
        Binding("down", "app.focus_next", "next field", show=False),
        Binding("up", "app.focus_previous", "field before", show=False),
    ]

    def __init__(
        self,
        heading: str,
        fields: Sequence[Field],
        read: Callable[[Mapping[str, str]], Answer],
        *,
        foot: str = "",
    ) -> None:
        """Ask.

        Args:
            heading: what this is about, in a few words.
            fields: what is asked, from top to bottom.
            read: makes the answer of the texts, by the name of the field; a `UsageError` says what is wrong.
            foot: a sentence of help.
        """
        super().__init__()
        self._heading = heading
        self._fields = tuple(fields)
        self._read = read
        self._foot = foot

    def compose(self) -> ComposeResult:
        """A line for each field."""
        with AnswerBox(id="box"):
            yield Static(self._heading, markup=False, id="heading")
            with VerticalScroll(id="fields", classes="list", can_focus=False):
                for field in self._fields:
                    with Horizontal(classes="field"):
                        yield Label(field.label, markup=False)
                        yield _widget(field)
                yield Static(self._foot, markup=False, id="foot")
            yield Static("", markup=False, id="problem")
            yield KeyLine()

    def on_mount(self) -> None:
        """Show the keys."""
        self.query_one(KeyLine).show(
            [
                Entry("enter", "go on", "submit", ANSWER),
                Entry("tab", "next field", "app.focus_next", 1),
                Entry("esc", "close", "cancel", ANSWER),
            ]
        )

    def on_input_submitted(self) -> None:
        """Enter in any text field goes on."""
        self.action_submit()

    def action_submit(self) -> None:
        """Go on with what was typed, or say what does not fit."""
        try:
            answer = self._read({field.name: self._text(field) for field in self._fields})
        except UsageError as error:
            hint = f" ({error.hint})" if error.hint else ""
            self.query_one("#problem", Static).update(f"{error.message}{hint}")
            return
        self.dismiss(answer)

    def action_cancel(self) -> None:
        """Leave everything as it is."""
        self.dismiss(None)

    def _text(self, field: Field) -> str:
        if field.choices:
            value = self.query_one(f"#{field.name}", Select).value
            return value if isinstance(value, str) else ""
        return self.query_one(f"#{field.name}", Input).value.strip()


def _widget(field: Field) -> Input | Select[str]:
    if field.choices:
        # A title is text: a string would be read as markup.
        choices = [(Text(text), value) for text, value in field.choices]
        return Select(choices, value=field.value, allow_blank=False, id=field.name, compact=True)
    return Input(field.value, placeholder=field.hint, id=field.name, compact=True)
