"""The keys of the screen one is on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import ClassVar, Final

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.screen import ModalScreen
from textual.widgets import Static

from coach.tui.keys import Key, keys_of, shown_key

FOOT: Final = "Each of these can be changed in the settings. Esc closes this."


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
                with Horizontal(classes="entry"):
                    yield Static(self._shown(key), markup=False, classes="key")
                    yield Static(self._sentence(key), markup=False, classes="sentence")
            yield Static(FOOT, markup=False, id="foot")

    def _shown(self, key: Key) -> str:
        return " ".join(shown_key(name) for name in keys_of(key.id, self._keymap) or key.keys)

    def _sentence(self, key: Key) -> str:
        return f"{key.tooltip} Then 0 to 9, or t for ten." if key.id == "session.pain" else key.tooltip
