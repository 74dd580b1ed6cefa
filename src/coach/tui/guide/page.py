"""One page of the guide: its text, what it says to this person, its checklist, and where to go on from it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, ClassVar, Final

from textual import getters
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.events import Click
from textual.events import Key as KeyPress
from textual.message import Message
from textual.widgets import Static

from coach.errors import CoachError
from coach.model.forms import Page
from coach.tui.coach_screen import CoachScreen
from coach.tui.guide.links import open_page
from coach.tui.keys import PAGE_KEYS
from coach.tui.ports_shelf import GuideDesk, Ticks
from coach.tui.terminal import HEIGHTS, WIDTHS
from coach.tui.widgets.canvas import StatusLine
from coach.tui.widgets.footer import KeyFooter

if TYPE_CHECKING:
    from textual.widgets import Markdown


class TickLine(Horizontal):
    """A key, a box and a text; a click ticks it too."""

    DEFAULT_CSS = """
    TickLine { height: auto; padding: 0 1; }
    TickLine .box { width: 5; }
    TickLine .text { width: 1fr; height: auto; }
    TickLine.-ticked .box { text-style: bold; }
    TickLine.-ticked .text { text-style: bold; }
    """

    class Ticked(Message):
        """It was clicked."""

        def __init__(self, place: int) -> None:
            super().__init__()
            self.place = place

    def __init__(self, place: int, text: str, *, ticked: bool) -> None:
        """Show a line.

        Args:
            place: from 0; its key is one more.
            text: what holds or does not.
            ticked: whether it does.
        """
        super().__init__(classes="-ticked" if ticked else "")
        self._place = place
        self._text = text
        self._ticked = ticked

    @property
    def text(self) -> str:
        """The line as it reads."""
        return f"{self._box()} {self._text}"

    def compose(self) -> ComposeResult:
        yield Static(self._box(), markup=False, classes="box")
        yield Static(self._text, markup=False, classes="text")

    def show(self, ticked: bool) -> None:
        """Show whether it holds."""
        self._ticked = ticked
        self.set_class(ticked, "-ticked")
        self.query_one(".box", Static).update(self._box())

    def _box(self) -> str:
        return f"{self._place + 1} {'☑' if self._ticked else '☐'}"

    def on_click(self, event: Click) -> None:
        event.stop()
        self.post_message(self.Ticked(self._place))


_LINK: Final = re.compile(r"\[([^\]]+)\]\(([^)\s]+)\)")
_MOST_RELATED: Final = 4


class PageScreen(CoachScreen[None]):
    """Reads one page; the arrows scroll it."""

    CSS_PATH: ClassVar = "page.tcss"
    AUTO_FOCUS = "#page"
    KEYS = PAGE_KEYS
    BINDINGS: ClassVar[list[BindingType]] = [*PAGE_KEYS]
    HORIZONTAL_BREAKPOINTS = WIDTHS
    VERTICAL_BREAKPOINTS = HEIGHTS

    header = getters.query_one("#header", StatusLine)
    noted = getters.query_one("#noted", Static)
    key_line = getters.query_one(KeyFooter)

    def __init__(self, desk: GuideDesk, page: str) -> None:
        """Show the page of that id.

        Args:
            desk: the pages and the checklists.
            page: its id.

        Raises:
            KeyError: there is no such page.
        """
        super().__init__()
        self._desk = desk
        self._pages = {one.id: one for one in desk.pages()}
        self.page: Page = self._pages[page]
        self._kept = Ticks()
        self._ticked: list[str] = []

    def compose(self) -> ComposeResult:
        before, after = split_at_checklist(self.page)
        yield StatusLine(id="header")
        with VerticalScroll(id="page"):
            yield Static(self.page.why, markup=False, id="why")
            yield self._markdown(before)
            with Vertical(id="ticks"):
                yield from self._tick_lines()
                yield Static(markup=False, id="noted")
            if after.strip():
                yield self._markdown(after)
            yield from self._for_you()
            yield Static(self._further(), markup=False, id="further")
        yield KeyFooter()

    def _markdown(self, text: str) -> Markdown:
        # Its parser is large, and most visits never open a page.
        from textual.widgets import Markdown

        return Markdown(text, open_links=False)

    def _tick_lines(self) -> Iterable[TickLine]:
        checklist = self.page.checklist
        if checklist is None:
            return
        try:
            self._kept = self._desk.ticks(checklist.id)
        except CoachError as error:
            self.notify(str(error), severity="warning", markup=False)
        self._ticked = list(self._kept.ticked)
        for place, item in enumerate(checklist.items):
            yield TickLine(place, item.text, ticked=item.id in self._ticked)

    def _for_you(self) -> Iterable[Static]:
        words = self._desk.own_words(self.page.id)
        if words:
            yield Static("For you", markup=False, classes="heading")
            yield Static("\n".join(words), markup=False, id="own")

    def _further(self) -> str:
        titles = ", ".join(page.title for page in self.linked())
        key = self.shown_key("links")
        return f"Goes with it: {titles}. {key} goes there." if titles else ""

    def on_mount(self) -> None:
        place = list(self._pages).index(self.page.id) + 1
        self.header.show((self.page.title, "strong"), "", (f"page {place} of {len(self._pages)}", "muted"))
        self.query_one("#ticks").display = self.page.checklist is not None
        self._show_noted()
        self._show_keys()

    def _show_noted(self) -> None:
        if self.page.checklist is None:
            return
        held, count = len(self._ticked), len(self.page.checklist.items)
        state = f"{held} of {count} ticked." if held else "1 to 9 tick what holds today."
        key = self.shown_key("note")
        if self.is_unsaved:
            when = f"Not noted yet: {key} notes it."
        else:
            when = f"Noted {self._kept.when}." if self._kept.when else ""
        self.noted.update(f"{state} {when}".strip())

    def _show_keys(self) -> None:
        note = "note " if self.page.checklist is not None else ""
        self.key_line.show(self.footer(f"{note}links before after close help"))

    # ------------------------------------------------------------------ the checklist

    @property
    def is_unsaved(self) -> bool:
        """Whether something was ticked, or no longer is, that is not in the journal."""
        return set(self._ticked) != set(self._kept.ticked)

    def on_key(self, event: KeyPress) -> None:
        checklist = self.page.checklist
        if checklist is not None and event.key.isdecimal() and 0 < int(event.key) <= len(checklist.items):
            event.stop()
            self.tick(int(event.key) - 1)

    def on_tick_line_ticked(self, message: TickLine.Ticked) -> None:
        self.tick(message.place)

    def tick(self, place: int) -> None:
        """Tick a line, or take its tick away."""
        checklist = self.page.checklist
        if checklist is None:
            return
        item = checklist.items[place].id
        if item in self._ticked:
            self._ticked.remove(item)
        else:
            self._ticked.append(item)
        list(self.query(TickLine))[place].show(item in self._ticked)
        self._show_noted()

    def action_note(self) -> None:
        if self.page.checklist is not None and self._write():
            self._show_noted()

    def _write(self) -> bool:
        checklist = self.page.checklist
        if checklist is None:
            return True
        held = tuple(item.id for item in checklist.items if item.id in self._ticked)
        try:
            self._desk.note(checklist.id, held)
        except CoachError as error:
            self.notify(str(error), title="Not noted", severity="error", markup=False)
            return False
        self._kept = Ticks(ticked=held, when="today")
        return True

    def on_unmount(self) -> None:
        if self.is_unsaved:
            self._write()

    # ------------------------------------------------------------------ going on

    def linked(self) -> tuple[Page, ...]:
        """The pages that the text names, then those that matter in the same places."""
        named = [target for _, target in _LINK.findall(self.page.text) if target in self._pages]
        related = [one.id for one in self._pages.values() if set(one.where) & set(self.page.where)]
        ids = [*named, *[one for one in related if one not in named][:_MOST_RELATED]]
        return tuple(self._pages[one] for one in dict.fromkeys(ids) if one != self.page.id)

    def sources(self) -> tuple[tuple[str, str], ...]:
        """What the text names outside the app: address and words."""
        found = [(target, " ".join(text.split())) for text, target in _LINK.findall(self.page.text)]
        return tuple(one for one in found if one[0].startswith("https:"))

    def action_links(self) -> None:
        from coach.tui.dialogs import ChooseScreen

        choices = [(page.id, page.title) for page in self.linked()]
        choices += [(address, f"{text}  ({address})") for address, text in self.sources()]
        if choices:
            self.app.push_screen(ChooseScreen("Go on to", choices), self._follow)

    def on_markdown_link_clicked(self, event: Markdown.LinkClicked) -> None:
        event.stop()
        self._follow(event.href)

    def _follow(self, target: str | None) -> None:
        if target in self._pages:
            open_page(self, self._desk, target or "")
        elif target is not None:
            self.app.open_url(target)

    def action_turn(self, by: int) -> None:
        order: Sequence[str] = list(self._pages)
        place = order.index(self.page.id) + by
        if 0 <= place < len(order):
            self.app.switch_screen(PageScreen(self._desk, order[place]))

    def action_close(self) -> None:
        if self.is_unsaved and not self._write():
            return
        if len(self.app.screen_stack) > 1:
            self.dismiss()


def split_at_checklist(page: Page) -> tuple[str, str]:
    """The text before the checklist and after it, without its items; all of it where there is none."""
    if page.checklist is None:
        return page.text, ""
    items = {f"- {item.text}" for item in page.checklist.items}
    lines = page.text.splitlines()
    first = next(place for place, text in enumerate(lines) if text in items)
    before = "\n".join(text for text in lines[:first] if text not in items)
    after = "\n".join(text for text in lines[first:] if text not in items)
    return f"{before}\n", f"{after}\n"
