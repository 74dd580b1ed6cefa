"""What all screens of the past have in common: they read in a thread, and follow the journal."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import ClassVar, Final

from textual.message import Message
from textual.screen import Screen
from textual.worker import get_current_worker

from coach.errors import CoachError
from coach.service.history_changes import Proposal
from coach.tui.care import Written
from coach.tui.drawn import when_drawn
from coach.tui.keys import Key, keys_of, shown_key
from coach.tui.ports_history import HistoryDesk
from coach.tui.sizes import HEIGHTS, WIDTHS
from coach.tui.widgets.key_line import Entry

PAST_LOOKS: Final = "../widgets/past.tcss"
"""The looks of lists and pictures, beside those of each screen."""
LOOK_SECONDS: Final = 1.0
"""How often a screen looks whether anything was written, here or elsewhere."""


class PastScreen(Screen[None]):
    """Reads what it shows in a thread, and anew when the journal has grown."""

    HORIZONTAL_BREAKPOINTS = WIDTHS
    VERTICAL_BREAKPOINTS = HEIGHTS
    KEYS: ClassVar[tuple[Key, ...]] = ()
    """The keys of the screen, for its help."""

    class Arrived(Message):
        """Something was read; `take` puts it on the screen."""

        def __init__(self, take: Callable[[], None]) -> None:
            """Tell what to do with it."""
            super().__init__()
            self.take = take

    class Failed(Message):
        """Something could not be read or written."""

        def __init__(self, error: CoachError) -> None:
            """Tell why."""
            super().__init__()
            self.error = error

    def __init__(self, desk: HistoryDesk) -> None:
        """Show the past of `desk`."""
        super().__init__()
        self.desk = desk
        self._seen: int | None = None

    def on_mount(self) -> None:
        """Read what is there, and from then on look whether it has grown."""
        # Behind the first frame: until then the reader would only hold it up.
        when_drawn(self, self._look)
        self.set_interval(LOOK_SECONDS, self._look)

    def on_screen_resume(self) -> None:
        """Look at once whether something was written meanwhile."""
        if self._seen is not None:
            self._look()

    @property
    def keymap(self) -> Mapping[str, str]:
        """The user's own keys, by the id of what they do."""
        return getattr(self.app, "chosen_keys", {})

    def reload(self) -> None:
        """Read anew; to be told by each screen."""
        raise NotImplementedError

    def _look(self) -> None:
        # While a thread reads, the journal is in use: the next look will do.
        if not self.is_current or self._is_reading:
            return
        try:
            revision = self.desk.revision()
        except CoachError as error:
            self.post_message(self.Failed(error))
            return
        if revision != self._seen:
            self._seen = revision
            self.reload()

    @property
    def _is_reading(self) -> bool:
        return any(worker.is_running and worker.node is self for worker in self.workers)

    def in_thread(self, read: Callable[[], Callable[[], None]], *, group: str = "read") -> None:
        """Call `read` in a thread; what it returns is called on the screen. A newer call replaces it."""

        def work() -> None:
            """Read, and tell the screen what came of it."""
            worker = get_current_worker()
            try:
                take = read()
            except CoachError as error:
                message: Message = self.Failed(error)
            else:
                message = self.Arrived(take)
            if not worker.is_cancelled:
                self.post_message(message)

        self.run_worker(work, thread=True, exclusive=True, group=group)

    def on_past_screen_arrived(self, message: Arrived) -> None:
        """Show what was read."""
        message.take()

    def on_past_screen_failed(self, message: Failed) -> None:
        """Say why it could not be."""
        self.busy("")
        self.notify(str(message.error), title="Not done", severity="error", markup=False)

    def busy(self, text: str) -> None:
        """Say what is being worked on; empty: nothing any more."""

    def propose(self, ask: Callable[[], Proposal]) -> None:
        """Work out a change in a thread, show what it does, and write it once somebody agrees."""
        self.busy("Working out what that changes…")

        def read() -> Callable[[], None]:
            """Work out the change."""
            proposal = ask()
            return lambda: self._confirm(proposal)

        self.in_thread(read, group="propose")

    def _confirm(self, proposal: Proposal) -> None:
        from coach.tui.screens.confirm import ConfirmScreen

        self.busy("")

        def answered(agreed: bool | None) -> None:
            """Write what was agreed to."""
            if agreed:
                self._write(proposal)

        self.app.push_screen(ConfirmScreen(proposal), answered)

    def _write(self, proposal: Proposal) -> None:
        try:
            self.desk.write(proposal)
        except CoachError as error:
            self.post_message(self.Failed(error))
            return
        self.notify("Saved. Undo takes it back.", markup=False)
        self.written(proposal)
        self.post_message(Written())
        self._look()

    def written(self, proposal: Proposal) -> None:
        """A change is on disk."""

    def action_close(self) -> None:
        """Back to the screen before, where there is one."""
        if len(self.app.screen_stack) > 1:
            self.dismiss()


def entries(
    keys: Sequence[Key], names: str, *, first: Sequence[Entry] = (), keymap: Mapping[str, str] | None = None
) -> list[Entry]:
    """The line at the bottom: these keys in this order, then help; the first one, the way back and help stay.

    Args:
        keys: where they are told.
        names: the ends of their ids, between blanks.
        first: entries to begin with.
        keymap: the user's own keys, by the id of what they do.
    """
    known = {key.id.partition(".")[2]: key for key in keys}
    chosen = [known[name] for name in names.split()]
    told = [Entry(_shown(key, keymap or {}), key.label, key.action) for key in chosen]
    weighed = [
        entry._replace(weight=98 if entry.action == "close" else 99 if not place else 96 - place)
        for place, entry in enumerate([*first, *told])
    ]
    return [*weighed, Entry(shown_key(keys_of("app.help", keymap or {})[0]), "help", "app.help", 97)]


def _shown(key: Key, keymap: Mapping[str, str]) -> str:
    name = shown_key((keymap.get(key.id) or key.keys[0]).split(",")[0])
    return {"escape": "esc", "left_square_bracket": "[", "right_square_bracket": "]"}.get(name, name)
