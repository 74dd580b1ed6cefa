"""The base of the app's screens, and whether a question can have been read before a key answers it.

Keys come faster than screens: one is pressed twice, one is held down, a whole row is typed ahead. What is
harmless may take such a key. A question about safety, or one whose answer loses something, may not.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, ClassVar, Final, TypeVar

from msgspec import Struct
from textual import getters
from textual.app import App
from textual.await_complete import AwaitComplete
from textual.binding import Binding
from textual.events import Key
from textual.message import Message
from textual.screen import ModalScreen, Screen
from textual.widget import Widget

from coach.tui.keys import APP_KEYS, PLACE_KEYS, keys_of, name_of, short_key
from coach.tui.widgets.footer import FooterEntry, footer

if TYPE_CHECKING:
    from coach.tui.app import CoachApp


def when_drawn(widget: Widget, callback: Callable[[], object]) -> None:
    """Call back when all that is due was drawn, and so measured; not for a widget that is gone by then.

    Args:
        widget: whose business it is.
        callback: may ask for anything inside the widget.
    """

    def call() -> None:
        if widget.is_attached:
            callback()

    widget.call_after_refresh(call)


Result = TypeVar("Result")

READING_SECONDS: Final = 0.3
"""The least time to read a question and press a key for it."""
REPEAT_SECONDS: Final = 0.7
"""A key that is held down comes again within this time, for the first time after about half a second."""
HASTE_SECONDS: Final = 0.2
"""A key that comes twice within this time was pressed once too often, or is held down."""


def moment() -> float:
    """This moment, on the clock of the messages."""
    return Message().time


class Press(Struct):
    """When a key was pressed, on the clock of the messages."""

    at: float
    before: float | None = None
    """The time before that; None: it was not pressed before."""

    @property
    def gap(self) -> float:
        """Seconds since the same key was pressed before."""
        return float("inf") if self.before is None else self.at - self.before


def was_meant(press: Press) -> bool:
    """Whether a key was pressed for what is there now, and not once too often for what was there before."""
    return press.gap >= HASTE_SECONDS


def is_held(press: Press) -> bool:
    """Whether a key may be held down since something else was there, or was pressed once too often for it."""
    return press.gap < REPEAT_SECONDS


class Presses:
    """The last time that each key was pressed, in the whole app."""

    def __init__(self) -> None:
        self._of: dict[str, Press] = {}

    def note(self, key: str, at: float) -> Press:
        """A key was pressed; the same moment may be told more than once."""
        known = self._of.get(key)
        if known is None or known.at != at:
            known = self._of[key] = Press(at=at, before=known.at if known else None)
        return known


def press_of(app: App[Result], event: Key) -> Press:
    """How a key was pressed."""
    presses = getattr(app, "presses", None)
    return presses.note(event.key, event.time) if isinstance(presses, Presses) else Press(at=event.time)


class ReadingTime:
    """Since when something is there to be read."""

    def __init__(self) -> None:
        self.since = float("inf")

    def hide(self) -> None:
        """Something else is about to be shown, and is not yet."""
        self.since = float("inf")

    def now(self) -> None:
        """It is on the screen from this moment on."""
        self.since = moment()

    def when_drawn(self, widget: Widget) -> None:
        """It is there as soon as this widget is drawn, and not before."""
        self.hide()
        when_drawn(widget, self.now)

    def was_read(self, press: Press) -> bool:
        """Whether this key was pressed after it could be read."""
        return press.at - self.since >= READING_SECONDS and press.gap >= REPEAT_SECONDS

    def is_fresh(self, press: Press) -> bool:
        """Whether this key was pressed after it was there, and is not held down since before."""
        return press.at >= self.since and press.gap >= REPEAT_SECONDS


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
    SIGNS: ClassVar[tuple[tuple[str, str], ...]] = ()
    """Its signs and colours, each with a sentence for the help."""
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
