"""The keys of the screen one is on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from coach.tui.keys import PAIN_KEYS, Key, keys_of, shown_key

KEY_CELLS = 12


class HelpScreen(ModalScreen[None]):
    """Every key with a sentence, over the screen that it belongs to."""

    CSS_PATH: ClassVar = "help.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,question_mark,f1,q,enter,space", "dismiss", "close", show=False)
    ]

    def __init__(self, title: str, keys: Sequence[Key], keymap: Mapping[str, str]) -> None:
        """Show `keys` as they are bound in `keymap`."""
        super().__init__()
        self._heading = title
        self._keys = tuple(keys)
        self._keymap = keymap

    def compose(self) -> ComposeResult:
        """A list that scrolls where the screen is low."""
        with VerticalScroll(id="help"):
            yield Static(self._heading, markup=False, id="heading")
            for key in self._keys:
                yield Static(self._entry(key), classes="entry")
            yield Static("Any of these can be changed in the settings file. Esc closes this.", classes="foot")

    def _entry(self, key: Key) -> Content:
        keys = " ".join(shown_key(name) for name in keys_of(key.id, self._keymap))
        text = Content.assemble((f"{keys:<{KEY_CELLS}}", "bold"), " ", key.tooltip)
        if key.id == "session.pain":
            numbers = f"{min(PAIN_KEYS)} to 9, t for ten"
            return Content.assemble(text, f" Then {numbers}.")
        return text
