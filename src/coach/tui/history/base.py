"""What all screens of the past have in common: they read in a thread, and follow the journal."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar, Final

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.message import Message
from textual.screen import ModalScreen
from textual.widgets import Static
from textual.worker import get_current_worker

from coach.app.corrections import Proposal
from coach.errors import CoachError
from coach.tui.coach_screen import CoachScreen
from coach.tui.ports_history import HistoryDesk
from coach.tui.reading_time import Press, ReadingTime, when_drawn
from coach.tui.safety_banner import WrittenCheckIn
from coach.tui.terminal import HEIGHTS, WIDTHS
from coach.tui.widgets.answer_box import AnswerBox
from coach.tui.widgets.footer import ANSWER, FooterEntry, KeyFooter

PAST_LOOKS: Final = "../widgets/past.tcss"
"""The looks of lists and pictures, beside those of each screen."""
LOOK_SECONDS: Final = 1.0
"""How often a screen looks whether anything was written, here or elsewhere."""


class HistoryScreenBase(CoachScreen[None]):
    """Reads what it shows in a thread, and anew when the journal has grown."""

    HORIZONTAL_BREAKPOINTS = WIDTHS
    VERTICAL_BREAKPOINTS = HEIGHTS

    class Arrived(Message):
        """Something was read; `take` puts it on the screen."""

        def __init__(self, take: Callable[[], None]) -> None:
            super().__init__()
            self.take = take

    class Failed(Message):
        """Something could not be read or written."""

        def __init__(self, error: CoachError) -> None:
            super().__init__()
            self.error = error

    def __init__(self, desk: HistoryDesk) -> None:
        super().__init__()
        self.desk = desk
        self._seen: int | None = None

    def on_mount(self) -> None:
        # Behind the first frame: until then the reader would only hold it up.
        when_drawn(self, self._look)
        self.set_interval(LOOK_SECONDS, self._look)

    def on_screen_resume(self) -> None:
        if self._seen is not None:
            self._look()

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

    def on_history_screen_base_arrived(self, message: Arrived) -> None:
        message.take()

    def on_history_screen_base_failed(self, message: Failed) -> None:
        self.busy("")
        self.notify(str(message.error), title="Not done", severity="error", markup=False)

    def busy(self, text: str) -> None:
        """Say what is being worked on; empty: nothing any more."""

    def propose(self, ask: Callable[[], Proposal]) -> None:
        """Work out a change in a thread, show what it does, and write it once somebody agrees."""
        self.busy("Working out what that changes…")

        def read() -> Callable[[], None]:
            proposal = ask()
            return lambda: self._confirm(proposal)

        self.in_thread(read, group="propose")

    def _confirm(self, proposal: Proposal) -> None:

        self.busy("")

        def answered(agreed: bool | None) -> None:
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
        self.post_message(WrittenCheckIn())
        self._look()

    def written(self, proposal: Proposal) -> None:
        """A change is on disk."""

    def action_close(self) -> None:
        if len(self.app.screen_stack) > 1:
            self.dismiss()


class ConfirmScreen(ModalScreen[bool], CoachScreen[bool]):
    """Shows the effects first; only a clear yes writes anything."""

    CSS_PATH: ClassVar = "confirm.tcss"
    AUTO_FOCUS = "#effects"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("y", "agree", "agree", show=False, id="confirm.yes"),
        Binding("n,escape,q", "decline", "leave it", show=False, id="confirm.no"),
    ]

    def __init__(self, proposal: Proposal) -> None:
        super().__init__()
        self._proposal = proposal
        self._shown = ReadingTime()

    def compose(self) -> ComposeResult:
        with AnswerBox(id="box"):
            yield Static(self._proposal.what, markup=False, id="what")
            with VerticalScroll(id="effects", classes="list"):
                yield Static("What that does to today:", markup=False, classes="heading")
                for sentence in self._proposal.effects:
                    yield Static(f"• {sentence}", markup=False, classes="effect")
            yield KeyFooter()

    def on_mount(self) -> None:
        agree = "take it back" if self._proposal.change.put_in is None else "save it"
        self.query_one(KeyFooter).show(
            [
                FooterEntry("y", agree, "agree", ANSWER),
                FooterEntry("n", "leave it as it is", "decline", ANSWER),
            ]
        )

    def on_screen_resume(self) -> None:
        self._shown.when_drawn(self)

    def takes_key(self, key: str, press: Press) -> bool:
        """Only what was pressed by somebody who can have read it; arrows always."""
        return key not in ("y", "n", "escape", "q") or self._shown.was_read(press)

    def action_agree(self) -> None:
        self.dismiss(True)

    def action_decline(self) -> None:
        self.dismiss(False)
