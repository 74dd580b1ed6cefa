"""One entry of the past: what was asked beside what was done, and the ways to put it right."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import ClassVar

from msgspec import Struct
from textual import getters
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.widgets import Static

from coach.app.corrections import Proposal, Value
from coach.coaching.statistics import SetRow
from coach.tui.history.base import PAST_LOOKS, HistoryScreenBase
from coach.tui.history.forms import entry_form, set_form
from coach.tui.keys import DETAIL_KEYS
from coach.tui.ports_history import Detail, HistoryDesk
from coach.tui.widgets.canvas import Line, Span, StatusLine, column, shorten
from coach.tui.widgets.footer import KeyFooter
from coach.tui.widgets.virtual_list import VirtualList

GONE = "This entry holds no more: it was taken back."


class SetLines(Struct, frozen=True):
    """The sets of a session as lines of a table."""

    rows: Sequence[SetRow] = ()

    def __len__(self) -> int:
        """How many sets there are."""
        return len(self.rows)

    def line(self, index: int, width: int) -> Line:
        """One set: which, what was asked, what was done, and what was said about it."""
        row = self.rows[index]
        name, asked, done = widths(width)
        call = f"{row.drill}, {row.side}" if row.side else row.drill
        turn = f"{row.round}. " if row.round and width >= 60 else ""
        spans: list[Span] = [
            (column(f"{turn}{call}", name), ""),
            (column(row.asked, asked), "muted"),
            (column(row.done, done), "warn" if row.short else "strong"),
        ]
        marks = ", ".join(row.marks)
        short = "less than asked" if row.short and not marks and not row.done.startswith("left") else ""
        return (*spans, (shorten(marks or short, max(0, width - name - asked - done)), "warn"))


def widths(width: int) -> tuple[int, int, int]:
    """The cells for the name of a set, for what was asked and for what was done."""
    if width < 60:
        return max(12, width - 34), 9, 14
    return min(38, width - 49), 10, 16


class SessionDetailScreen(HistoryScreenBase):
    """One entry, set by set."""

    CSS_PATH: ClassVar = ["session_detail.tcss", PAST_LOOKS]
    AUTO_FOCUS = "VirtualList"
    KEYS = DETAIL_KEYS
    BINDINGS: ClassVar[list[BindingType]] = [*DETAIL_KEYS]

    header = getters.query_one("#header", StatusLine)
    columns = getters.query_one("#columns", StatusLine)
    ledger = getters.query_one(VirtualList)
    facts = getters.query_one("#facts", Static)
    key_line = getters.query_one(KeyFooter)

    def __init__(self, desk: HistoryDesk, entry: str) -> None:
        super().__init__(desk)
        self._entry = entry
        self._detail: Detail | None = None

    def compose(self) -> ComposeResult:
        yield StatusLine(id="header")
        yield Static(markup=False, id="facts")
        yield StatusLine(id="columns")
        yield VirtualList()
        yield KeyFooter()

    def reload(self) -> None:
        """Read the entry in a thread: the journal may be in use."""
        entry = self._entry

        def read() -> Callable[[], None]:
            detail = self.desk.detail(entry)
            return lambda: self._take(detail)

        self.in_thread(read)

    def _take(self, detail: Detail | None) -> None:
        self._detail = detail
        self.set_class(detail is None or not detail.rows, "-plain")
        if detail is None:
            self.facts.update(GONE)
            self.key_line.show(self.footer("close help"))
            return
        self._show_header(detail)
        self.facts.update("\n".join(detail.facts))
        self.facts.display = bool(detail.facts)
        self.ledger.show(SetLines(detail.rows), self.ledger.cursor)
        correct_set = "correct_set " if detail.rows else ""
        self.key_line.show(self.footer(f"{correct_set}correct take_back close help"))

    def _show_header(self, detail: Detail, busy: str = "") -> None:
        self.header.show((detail.title, "strong"), "", (busy or detail.when, "muted"))

    def on_resize(self) -> None:
        name, asked, done = widths(max(1, self.size.width - 5))
        heads = f"{column('  set', name + 2)}{column('asked', asked)}{column('done', done)}"
        self.columns.show((heads, "muted"))

    def busy(self, text: str) -> None:
        """Say what is being worked on."""
        if self._detail is not None:
            self._show_header(self._detail, text)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action in ("correct_set", "correct_entry", "take_back") and self._detail is None:
            return False
        return not (action == "correct_set" and self._detail is not None and not self._detail.rows)

    def on_virtual_list_selected(self, message: VirtualList.Selected) -> None:
        self.action_correct_set()

    def action_correct_set(self) -> None:
        index = self.ledger.cursor
        values = self.desk.set_values(self._entry, index)
        if values is not None:
            self.app.push_screen(set_form(values, index, self.desk.units), self._correct)

    def action_correct_entry(self) -> None:
        if self._detail is not None:
            self.app.push_screen(entry_form(self._detail, self.desk.today), self._correct)

    def _correct(self, values: dict[str, Value] | None) -> None:
        entry = self._entry
        if values:
            self.propose(lambda: self.desk.correct(entry, values))

    def action_take_back(self) -> None:
        entry = self._entry
        self.propose(lambda: self.desk.take_back(entry))

    def written(self, proposal: Proposal) -> None:
        """Go on with the entry that stands in its place, or back to the list."""
        if proposal.change.put_in is None:
            self.action_close()
        else:
            self._entry = proposal.change.put_in.id
