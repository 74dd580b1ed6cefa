"""The programs of the day, and one key to start the next."""

from __future__ import annotations

from typing import ClassVar

from textual import getters
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.screen import Screen
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from coach.errors import CoachError
from coach.request import ScreenRequest
from coach.tui.ports import Desk, ProgramCard
from coach.tui.widgets.key_line import Entry, KeyLine
from coach.tui.widgets.row import Row

EMPTY = (
    "There is no program yet.\n\n"
    "A program is a small text file that says what to do, how long and how often.\n"
    "'coach locate' shows the folder it goes into, and 'coach check FILE' reads it and names every mistake."
)


class StartScreen(Screen[None]):
    """What there is to do today."""

    CSS_PATH: ClassVar = "start.tcss"
    AUTO_FOCUS = "OptionList"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("q", "app.quit", "quit", show=False, tooltip="Leave the app.", id="start.quit"),
    ]

    header = getters.query_one("#header", Row)
    programs = getters.query_one(OptionList)
    about = getters.query_one("#about", Static)
    notes = getters.query_one("#notes", Static)
    key_line = getters.query_one(KeyLine)

    def __init__(self, desk: Desk, request: ScreenRequest) -> None:
        """Show the programs of `desk` for the day of `request`."""
        super().__init__()
        self._desk = desk
        self._request = request
        self._cards: dict[str, ProgramCard] = {}

    def compose(self) -> ComposeResult:
        """The list, what the highlighted one is, and what is wrong with the user's own files."""
        yield Row(id="header")
        yield OptionList(markup=False)
        yield Static(markup=False, id="about")
        yield Static(markup=False, id="notes")
        yield KeyLine()

    def on_mount(self) -> None:
        """Show what is there."""
        self.key_line.show(
            [Entry("enter", "start", "start"), Entry("↑ ↓", "choose"), Entry("q", "quit", "app.quit")]
        )
        self.read_programs()

    def on_screen_resume(self) -> None:
        """Show what has changed while another screen was there."""
        if self._cards:
            self.read_programs()

    def read_programs(self) -> None:
        """Read the programs of the day anew, and highlight the next one."""
        cards = list(self._desk.cards(self._request.on))
        self._cards = {card.id: card for card in cards}
        self.set_class(not cards, "-empty")
        due = sum(card.due and not card.done for card in cards)
        self.header.show(("Today", "strong"), "", (_due_text(due), "muted") if cards else "")
        self.programs.clear_options()
        self.programs.add_options([Option(_entry(card), id=card.id) for card in cards])
        self.programs.highlighted = _next_index(cards)
        if not cards:
            self.about.update(EMPTY)
        self.notes.update("\n".join(self._desk.problems()))

    def on_option_list_option_highlighted(self, event: OptionList.OptionHighlighted) -> None:
        """Say what the highlighted program is."""
        card = self._cards.get(event.option_id or "")
        if card is not None:
            self.about.update("\n".join(_about(card)))

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Start it."""
        self._start(event.option_id or "")

    def action_start(self) -> None:
        """Start the highlighted program."""
        self.programs.action_select()

    def _start(self, program: str) -> None:
        from coach.tui.app import CoachApp

        try:
            run = self._desk.open_run(
                program, on=self._request.on, mute=self._request.mute, speed=self._request.speed
            )
        except CoachError as error:
            self.notify(str(error), severity="warning", markup=False)
            return
        app = self.app
        if isinstance(app, CoachApp):
            app.open_session(run)


def _due_text(due: int) -> str:
    return "nothing is due" if not due else "one thing is due" if due == 1 else f"{due} things are due"


def _next_index(cards: list[ProgramCard]) -> int | None:
    due = (index for index, card in enumerate(cards) if card.due and not card.done)
    return next(due, 0) if cards else None


def _entry(card: ProgramCard) -> Content:
    mark, state = ("✓", "done") if card.done else ("●", "due today") if card.due else ("○", "")
    minutes = f"{card.minutes} min" if card.minutes else ""
    side = "  ".join(part for part in (state, minutes) if part)
    return Content.assemble(f"{mark} ", (card.title, "bold"), (f"  {side}", "$text-muted") if side else "")


def _about(card: ProgramCard) -> list[str]:
    closed = [card.closed, ""] if card.closed else []
    return [*closed, card.about, "", *card.doses]
