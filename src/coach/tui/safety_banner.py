"""What to do about a red flag, on every screen while training is locked, and how the lock is lifted."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any, Final

from textual.app import SystemCommand
from textual.message import Message
from textual.screen import Screen

from coach.errors import CoachError
from coach.tui.coach_screen import CoachScreen
from coach.tui.keys import LOCK_KEYS
from coach.tui.widgets.answer_box import DialogAnswer
from coach.tui.widgets.footer import footer

if TYPE_CHECKING:
    from coach.app.planning import Lift
    from coach.model.plan import Lock
    from coach.tui.app import CoachApp


EMERGENCY_NUMBER: Final = "your emergency number"
BRIEF_LABELS: Final = ("cleared", "by mistake")
"""What the two keys are called where the screen is narrow."""
CLEARED: Final = (
    "A clinician has seen you about {flags}, and says that you may train.\n\n"
    "Training opens again, with an easier week."
)
MISTAKEN: Final = (
    "You did not mean to report {flags}. It is taken back, as entered by mistake, and training opens as"
    " it was before.\n\nIf any of it is true, leave training off."
)
LIFT: Final[dict[Lift, DialogAnswer]] = {
    "cleared": DialogAnswer(name="cleared", keys=("y",), label="record it", matters=True),
    "mistaken": DialogAnswer(name="mistaken", keys=("y",), label="take it back", matters=True),
}
LEAVE: Final = DialogAnswer(name="leave", keys=("any other key",), label="leave training off")
LIFTED: Final = "Training is open again."


class WrittenCheckIn(Message):
    """Something was written into the journal: what is locked may have changed."""


class SafetyBanner:
    """Puts the care text on top of each screen, also of dialogs."""

    def __init__(self, app: CoachApp) -> None:
        self._app = app
        self._revision: int | None = None
        self._lock: Lock | None = None
        self.sentences: tuple[str, ...] = ()
        """What is shown; empty: nothing is locked."""

    def take(self, sentences: Sequence[str], screens: Iterable[Screen[Any]]) -> None:
        """Show these sentences, on these screens at once."""
        self.sentences = tuple(sentences)
        for screen in screens:
            self.show(screen)

    def show(self, screen: Screen[Any]) -> None:
        """Show on this screen what is valid now."""
        from coach.tui.widgets.banner import Banner

        if not screen.is_running:
            return
        banner = next(iter(screen.query_children(Banner)), None)
        if banner is None:
            if self.sentences:
                keys = footer(LOCK_KEYS, self._app.chosen_keys) if may_be_lifted_on(screen) else []
                brief = [key._replace(label=label) for key, label in zip(keys, BRIEF_LABELS, strict=False)]
                number = self._app.settings.emergency_number or EMERGENCY_NUMBER
                banner = Banner(self.sentences, number, keys, brief, covers=screen.is_modal)
                screen.mount(banner, before=0 if screen.children else None)
        elif self.sentences:
            banner.text.update(self.sentences)
        else:
            banner.remove()

    # ------------------------------------------------------------------ what others write

    def look(self) -> bool:
        """Look whether the journal has changed; returns whether a lock came or went."""
        try:
            revision = self._app.training_lock.revision
            if revision == self._revision:
                return False
            self._revision = revision
            lock = self._app.training_lock.current()
            if lock == self._lock and bool(lock) == bool(self.sentences):
                return False
            self._lock = lock
            self.take(self._app.training_lock.care() if lock is not None else (), self._app.screen_stack)
        except CoachError:
            # Screens that need the journal show its error; what was locked stays locked.
            return False
        return True

    # ------------------------------------------------------------------ lifting it

    def offers(self, lifted: Callable[[], None]) -> Iterator[SystemCommand]:
        """What the command palette offers while training is off."""
        hows: tuple[Lift, Lift] = ("cleared", "mistaken")
        if self.sentences:
            for key, how in zip(LOCK_KEYS, hows, strict=True):
                name = f"Training is off: {key.description}"
                yield SystemCommand(name, key.tooltip, partial(self.ask_to_lift, how, lifted))

    def ask_to_lift(self, how: Lift, lifted: Callable[[], None]) -> None:
        """Ask whether to lift the lock in this way, and do it after a yes.

        Args:
            how: it was cleared, or entered by mistake.
            lifted: called once it is on disk.
        """
        from coach.tui.dialogs import QuestionDialog

        try:
            flags = self._app.training_lock.flag_names()
        except CoachError as error:
            self._app.notify(str(error), severity="error", markup=False)
            return
        if not flags:
            return
        text = (CLEARED if how == "cleared" else MISTAKEN).format(flags=flags)

        def answered(answer: str | None) -> None:
            if answer != how:
                return
            try:
                self._app.training_lock.lift(how)
            except CoachError as error:
                self._app.notify(str(error), title="Not written", severity="error", markup=False)
                return
            self.look()
            if not self.sentences:
                self._app.notify(LIFTED, markup=False)
            lifted()

        self._app.push_screen(QuestionDialog(text, (LIFT[how],), otherwise=LEAVE), answered)


def may_be_lifted_on(screen: Screen[Any]) -> bool:
    """Whether the keys that lift a lock do so here: where keys answer or write, they mean something else."""
    return not (screen.is_modal or (isinstance(screen, CoachScreen) and (screen.STAYS or screen.WRITES)))
