"""The bases of the history screens, and the dialog that confirms a change."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import ClassVar, Final, TypeVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.message import Message
from textual.widgets import Static
from textual.worker import get_current_worker

from coach.app.corrections import Corrections, Proposal
from coach.app.history import Digest, HistoryReader
from coach.errors import CoachError
from coach.tui.coach_screen import CoachDialog, CoachScreen, Press, ReadingTime, when_drawn
from coach.tui.history.data import Filter
from coach.tui.history.entry_forms import filter_form
from coach.tui.safety_banner import WrittenCheckIn
from coach.tui.terminal import HEIGHTS, WIDTHS
from coach.tui.widgets.answer_box import AnswerBox
from coach.tui.widgets.footer import ANSWER, FooterEntry, KeyFooter

Value = TypeVar("Value")

LIST_STYLES: Final = "lists.tcss"
"""The styles of lists and charts, beside those of each screen."""
CHECK_SECONDS: Final = 1.0
"""How often a screen checks whether anything was written, also by another process."""


class HistoryScreenBase(CoachScreen[None]):
    """Reads what it shows in a thread, and again when the journal has grown."""

    HORIZONTAL_BREAKPOINTS = WIDTHS
    VERTICAL_BREAKPOINTS = HEIGHTS

    class Arrived(Message):
        """Something was read; `show` shows it."""

        def __init__(self, show: Callable[[], None]) -> None:
            super().__init__()
            self.show = show

    class Failed(Message):
        """Reading or writing failed."""

        def __init__(self, error: CoachError) -> None:
            super().__init__()
            self.error = error

    def __init__(self, history: HistoryReader) -> None:
        super().__init__()
        self.history = history
        self._seen: int | None = None

    def on_mount(self) -> None:
        # After the first frame, which the reader would only delay.
        when_drawn(self, self._check)
        self.set_interval(CHECK_SECONDS, self._check)

    def on_screen_resume(self) -> None:
        if self._seen is not None:
            self._check()

    def reload(self) -> None:
        raise NotImplementedError

    def _check(self) -> None:
        is_reading = any(worker.is_running and worker.node is self for worker in self.workers)
        # While a thread reads, the journal is in use: the next check will do.
        if not self.is_current or is_reading:
            return
        try:
            revision = self.history.revision()
        except CoachError as error:
            self.post_message(self.Failed(error))
            return
        if revision != self._seen:
            self._seen = revision
            self.reload()

    def in_thread(
        self, read: Callable[[], Value], show: Callable[[Value], None], *, group: str = "read"
    ) -> None:
        """Call `read` in a thread, then `show` with its result; a newer call of the group replaces it."""

        def work() -> None:
            worker = get_current_worker()
            try:
                message: Message = self.Arrived(partial(show, read()))
            except CoachError as error:
                message = self.Failed(error)
            if not worker.is_cancelled:
                self.post_message(message)

        self.run_worker(work, thread=True, exclusive=True, group=group)

    def on_history_screen_base_arrived(self, message: Arrived) -> None:
        message.show()

    def on_history_screen_base_failed(self, message: Failed) -> None:
        self.busy("")
        self.notify(str(message.error), title="Not done", severity="error", markup=False)

    def busy(self, text: str) -> None:
        """Show what is being calculated; empty: nothing."""

    def action_close(self) -> None:
        if len(self.app.screen_stack) > 1:
            self.dismiss()


class CorrectingScreen(HistoryScreenBase):
    """A history screen on which entries are added, corrected and undone."""

    def __init__(self, history: HistoryReader, corrections: Corrections) -> None:
        super().__init__(history)
        self.corrections = corrections

    def confirm(self, propose: Callable[[], Proposal]) -> None:
        """Call `propose` in a thread, show the effects of the change, and write it if the user agrees."""
        self.busy("Working out what that changes…")

        def ask(proposal: Proposal) -> None:
            self.busy("")
            self.app.push_screen(
                ConfirmScreen(proposal), lambda agreed: self._write(proposal) if agreed else None
            )

        self.in_thread(propose, ask, group="propose")

    def _write(self, proposal: Proposal) -> None:
        try:
            self.corrections.write(proposal)
        except CoachError as error:
            self.post_message(self.Failed(error))
            return
        self.notify("Saved. Undo takes it back.", markup=False)
        self.written(proposal)
        self.post_message(WrittenCheckIn())
        self._check()

    def written(self, proposal: Proposal) -> None:
        """Called after a change was written."""


class DigestScreen(HistoryScreenBase):
    """Reads the efforts of every drill once, and shows those that pass a filter."""

    def __init__(self, history: HistoryReader, filter: Filter | None = None) -> None:
        super().__init__(history)
        self.filter = filter or Filter()
        self._titles: dict[str, str] = {}
        self._digest: Digest | None = None

    def reload(self) -> None:
        """Read everything in a thread."""

        def read() -> tuple[Digest, dict[str, str]]:
            self.prepare()
            return self.history.digest(), self.history.all_program_titles()

        def show(found: tuple[Digest, dict[str, str]]) -> None:
            self._digest, self._titles = found
            self.find(self._digest)

        self.in_thread(read, show)

    def prepare(self) -> None:
        """Load what the screen needs to show it; called in the thread."""

    def find(self, digest: Digest) -> None:
        raise NotImplementedError

    def action_filter(self) -> None:
        def answered(chosen: Filter | None) -> None:
            if chosen is not None:
                self.filter = chosen
                if self._digest is not None:
                    self.find(self._digest)

        self.app.push_screen(filter_form(self.filter, self._titles, self.history.today), answered)


class ConfirmScreen(CoachDialog[bool]):
    """Shows the effects of a change, and asks whether to write it."""

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
        agree = "take it back" if self._proposal.change.added is None else "save it"
        self.query_one(KeyFooter).show(
            [
                FooterEntry("y", agree, "agree", ANSWER),
                FooterEntry("n", "leave it as it is", "decline", ANSWER),
            ]
        )

    def on_screen_resume(self) -> None:
        self._shown.when_drawn(self)

    def takes_key(self, key: str, press: Press) -> bool:
        """Whether the text can have been read before the answer; arrows always."""
        return key not in ("y", "n", "escape", "q") or self._shown.was_read(press)

    def action_agree(self) -> None:
        self.dismiss(True)

    def action_decline(self) -> None:
        self.dismiss(False)
