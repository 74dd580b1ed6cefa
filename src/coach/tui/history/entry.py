"""One entry of the history: planned beside done, set by set, and how to correct or undo it."""

from __future__ import annotations

from typing import ClassVar, Final

from textual import getters
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.widgets import Static

from coach.app.corrections import Corrections, Proposal, Value
from coach.app.history import HistoryReader
from coach.coaching.statistics import SetRow
from coach.model.events import Session
from coach.model.formatting import name_of
from coach.tui.history.base import LIST_STYLES, CorrectingScreen
from coach.tui.history.data import EntryDetail, entry_detail
from coach.tui.history.entry_forms import entry_form, set_form
from coach.tui.keys import DETAIL_KEYS
from coach.tui.widgets.canvas import Line, Span, StatusLine, column, shorten
from coach.tui.widgets.footer import KeyFooter
from coach.tui.widgets.virtual_list import VirtualList

GONE: Final = "This entry holds no more: it was taken back."


def set_line(row: SetRow, width: int) -> Line:
    """One set: its name, planned, done, and its marks."""
    name, asked, done = widths(width)
    number = f"{row.round}. " if row.round and width >= 60 else ""
    side = f", {row.side}" if row.side else ""
    spans: list[Span] = [
        (column(f"{number}{row.drill}{side}", name), ""),
        (column(row.asked, asked), "muted"),
        (column(row.done, done), "warn" if row.short else "strong"),
    ]
    marks = ", ".join(row.marks)
    short = "less than asked" if row.short and not marks and not row.done.startswith("left") else ""
    return (*spans, (shorten(marks or short, max(0, width - name - asked - done)), "warn"))


def widths(width: int) -> tuple[int, int, int]:
    """The cells of the columns name, planned and done."""
    if width < 60:
        return max(12, width - 34), 9, 14
    return min(38, width - 49), 10, 16


class SessionDetailScreen(CorrectingScreen):
    """One entry, set by set."""

    CSS_PATH: ClassVar = ["entry.tcss", LIST_STYLES]
    AUTO_FOCUS = "VirtualList"
    KEYS = DETAIL_KEYS
    BINDINGS: ClassVar[list[BindingType]] = [*DETAIL_KEYS]

    header = getters.query_one("#header", StatusLine)
    columns = getters.query_one("#columns", StatusLine)
    virtual_list = getters.query_one(VirtualList)
    facts = getters.query_one("#facts", Static)
    key_footer = getters.query_one(KeyFooter)

    def __init__(self, history: HistoryReader, corrections: Corrections, entry_id: str) -> None:
        super().__init__(history, corrections)
        self._entry_id = entry_id
        self._detail: EntryDetail | None = None

    def compose(self) -> ComposeResult:
        yield StatusLine(id="header")
        yield Static(markup=False, id="facts")
        yield StatusLine(id="columns")
        yield VirtualList()
        yield KeyFooter()

    def reload(self) -> None:
        """Read the entry in a thread: the journal may be in use."""
        entry_id = self._entry_id

        def read() -> EntryDetail | None:
            entry = self.history.entry(entry_id)
            return entry_detail(entry, self.history) if entry is not None else None

        self.in_thread(read, self._show)

    def _show(self, detail: EntryDetail | None) -> None:
        self._detail = detail
        self.set_class(detail is None or not detail.rows, "-plain")
        if detail is None:
            self.facts.update(GONE)
            self.key_footer.show(self.footer("close help"))
            return
        self._show_header(detail)
        self.facts.update("\n".join(detail.facts))
        self.facts.display = bool(detail.facts)
        rows = detail.rows
        self.virtual_list.show(
            len(rows), lambda index, width: set_line(rows[index], width), self.virtual_list.cursor
        )
        correct_set = "correct_set " if detail.rows else ""
        self.key_footer.show(self.footer(f"{correct_set}correct take_back close help"))

    def _show_header(self, detail: EntryDetail, busy: str = "") -> None:
        self.header.show((detail.title, "strong"), "", (busy or detail.when, "muted"))

    def on_resize(self) -> None:
        name, asked, done = widths(max(1, self.size.width - 5))
        heads = f"{column('  set', name + 2)}{column('asked', asked)}{column('done', done)}"
        self.columns.show((heads, "muted"))

    def busy(self, text: str) -> None:
        if self._detail is not None:
            self._show_header(self._detail, text)

    def on_virtual_list_selected(self, message: VirtualList.Selected) -> None:
        self.action_correct_set()

    def action_correct_set(self) -> None:
        detail, index = self._detail, self.virtual_list.cursor
        if detail is not None and isinstance(detail.entry, Session) and index < len(detail.entry.sets):
            done = detail.entry.sets[index]
            drill = name_of(done.drill or done.slot, self.history.drill_names)
            name = f"{drill}, {done.side}" if done.side else drill
            self.app.push_screen(set_form(name, done, index, self.history.units), self._correct)

    def action_correct_entry(self) -> None:
        if self._detail is not None:
            form = entry_form(self._detail.title, self._detail.entry, self.history.today)
            self.app.push_screen(form, self._correct)

    def _correct(self, values: dict[str, Value] | None) -> None:
        entry_id = self._entry_id
        if values:
            self.confirm(lambda: self.corrections.correct(entry_id, values))

    def action_take_back(self) -> None:
        entry_id = self._entry_id
        if self._detail is not None:
            self.confirm(lambda: self.corrections.undo_entry(entry_id))

    def written(self, proposal: Proposal) -> None:
        """Show the corrected entry, or go back to the list."""
        if proposal.change.added is None:
            self.action_close()
        else:
            self._entry_id = proposal.change.added.id
