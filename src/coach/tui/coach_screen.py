"""The base of the app's screens, and the message that opens the guide over one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar, TypeVar

from textual import getters
from textual.await_complete import AwaitComplete
from textual.binding import Binding
from textual.message import Message
from textual.screen import ModalScreen, Screen

from coach.tui.keys import APP_KEYS, PLACE_KEYS, keys_of, name_of, short_key
from coach.tui.reading_time import Press
from coach.tui.widgets.footer import FooterEntry, footer

if TYPE_CHECKING:
    from coach.tui.app import CoachApp

Result = TypeVar("Result")


class ReadGuide(Message):
    """A request to read about what is on the screen; the app opens the page over that screen."""

    def __init__(self, *places: str, pages: Sequence[str] = ()) -> None:
        """Store what it is about.

        Args:
            places: such as `kind:core` or `screen:today`, as the pages name them, the nearest first.
            pages: ids of pages that are nearer still.
        """
        super().__init__()
        self.places = places
        self.pages = tuple(pages)


class DismissOnce(Screen[Result]):
    """A screen that is dismissed once: two quick keys close it, and not the one beneath, too."""

    def dismiss(self, result: Result | None = None) -> AwaitComplete:
        if self not in self.app.screen_stack:
            return AwaitComplete()
        return super().dismiss(result)


class CoachScreen(DismissOnce[Result]):
    """A screen of the app: its keys as the user has set them, and which keys it refuses."""

    KEYS: ClassVar[tuple[Binding, ...]] = ()
    """The keys of the screen, for its footer and its help."""
    STAYS: ClassVar[bool] = False
    """Keys of other screens do not leave it."""
    WRITES: ClassVar[bool] = False
    """It takes text, so that no letter is a command."""

    if TYPE_CHECKING:
        app = getters.app(CoachApp)

    def takes_key(self, key: str, press: Press) -> bool:
        """Whether the screen takes a key now."""
        return True

    def hear(self, key: str) -> None:
        """Take a key that was pressed before the screen was shown."""

    def keys_of(self, name: str) -> tuple[str, ...]:
        """The keys of a binding of this screen or the app, by its id without the group."""
        return keys_of(self._named()[name], self.app.chosen_keys)

    def shown_key(self, name: str) -> str:
        """The first key of a binding, as people write it."""
        return short_key(self.keys_of(name)[0])

    def footer(self, names: str, **labels: str) -> list[FooterEntry]:
        """The entries of the footer.

        Args:
            names: of bindings of this screen and the app, separated by spaces, from left to right.
            labels: other labels for some, by name.
        """
        named = self._named()
        keys = [named[name] for name in names.split()]
        return footer(keys, self.app.chosen_keys, labels, writing=self.WRITES)

    def _named(self) -> dict[str, Binding]:
        return {name_of(key): key for key in (*APP_KEYS, *PLACE_KEYS, *self.KEYS)}


class CoachDialog(ModalScreen[Result], CoachScreen[Result]):
    """A screen of the app over another one, which has to be answered first."""
