"""The guide: the list of its pages, and one page with its checklist."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING, ClassVar, Final, TypeVar

from msgspec import Struct
from textual import getters
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.events import Click
from textual.events import Key as KeyPress
from textual.message import Message
from textual.screen import Screen
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from coach.app.checkins import CheckIns
from coach.app.corrections import Logbook
from coach.app.history import page_notes
from coach.app.workspace import Workspace
from coach.errors import CoachError
from coach.guide.pages import load_pages, pages_for
from coach.model.formatting import count_text, relative_day
from coach.model.forms import Page
from coach.tui.coach_screen import CoachScreen, ReadGuide
from coach.tui.dialogs import ChooseScreen
from coach.tui.keys import GUIDE_KEYS, PAGE_KEYS
from coach.tui.terminal import HEIGHTS, WIDTHS
from coach.tui.widgets.canvas import StatusLine
from coach.tui.widgets.footer import KeyFooter
from coach.tui.widgets.option_list import PlainOptionList, SearchLine

if TYPE_CHECKING:
    from textual.widgets import Markdown


class Ticks(Struct, frozen=True, kw_only=True):
    """The items of a checklist that are ticked."""

    ticked: tuple[str, ...] = ()
    when: str = ""
    """The day on which they were saved, in words; empty: never."""


def read_ticks(workspace: Workspace, checklist: str) -> Ticks:
    """The state of a checklist as it was saved last.

    Raises:
        CoachError: the journal cannot be read.
    """
    check_ins, today = CheckIns(workspace), workspace.today()
    last = check_ins.last_review(checklist)
    if last is None:
        return Ticks()
    year = f" {last.date.year}" if (today - last.date).days > 300 else ""
    when = relative_day(last.date, today, on="on ") + year
    return Ticks(ticked=check_ins.ticked_before(checklist), when=when)


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
        """The line was clicked."""

        def __init__(self, index: int) -> None:
            super().__init__()
            self.index = index

    def __init__(self, index: int, text: str, *, ticked: bool) -> None:
        """Show an item; its key is one more than `index`, which counts from 0."""
        super().__init__(classes="-ticked" if ticked else "")
        self._index = index
        self._text = text
        self._ticked = ticked

    def compose(self) -> ComposeResult:
        yield Static(self._box(), markup=False, classes="box")
        yield Static(self._text, markup=False, classes="text")

    def show(self, ticked: bool) -> None:
        self._ticked = ticked
        self.set_class(ticked, "-ticked")
        self.query_one(".box", Static).update(self._box())

    def _box(self) -> str:
        return f"{self._index + 1} {'☑' if self._ticked else '☐'}"

    def on_click(self, event: Click) -> None:
        event.stop()
        self.post_message(self.Ticked(self._index))


Result = TypeVar("Result")
_LINK: Final = re.compile(r"\[([^\]]+)\]\(([^)\s]+)\)")
_MOST_RELATED: Final = 4


class PageScreen(CoachScreen[None]):
    """One page; the arrows scroll it."""

    CSS_PATH: ClassVar = "page.tcss"
    AUTO_FOCUS = "#page"
    KEYS = PAGE_KEYS
    BINDINGS: ClassVar[list[BindingType]] = [*PAGE_KEYS]
    HORIZONTAL_BREAKPOINTS = WIDTHS
    VERTICAL_BREAKPOINTS = HEIGHTS

    header = getters.query_one("#header", StatusLine)
    noted = getters.query_one("#noted", Static)
    key_footer = getters.query_one(KeyFooter)

    def __init__(self, workspace: Workspace, page_id: str) -> None:
        """Show the page of that id; a `KeyError` where there is none."""
        super().__init__()
        self._workspace = workspace
        self._pages = {page.id: page for page in load_pages()}
        self.page: Page = self._pages[page_id]
        self._saved = Ticks()
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
            sentences = page_notes(self._workspace, self.page.id)
            if sentences:
                yield Static("For you", markup=False, classes="heading")
                yield Static("\n".join(sentences), markup=False, id="own")
            titles = ", ".join(page.title for page in self.linked())
            further = f"Goes with it: {titles}. {self.shown_key('links')} goes there." if titles else ""
            yield Static(further, markup=False, id="further")
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
            self._saved = read_ticks(self._workspace, checklist.id)
        except CoachError as error:
            self.notify(str(error), severity="warning", markup=False)
        self._ticked = list(self._saved.ticked)
        for index, item in enumerate(checklist.items):
            yield TickLine(index, item.text, ticked=item.id in self._ticked)

    def on_mount(self) -> None:
        number = list(self._pages).index(self.page.id) + 1
        self.header.show((self.page.title, "strong"), "", (f"page {number} of {len(self._pages)}", "muted"))
        self.query_one("#ticks").display = self.page.checklist is not None
        self._show_noted()
        note = "note " if self.page.checklist is not None else ""
        self.key_footer.show(self.footer(f"{note}links before after close help"))

    def _show_noted(self) -> None:
        if self.page.checklist is None:
            return
        ticked, count = len(self._ticked), len(self.page.checklist.items)
        state = f"{ticked} of {count} ticked." if ticked else "1 to 9 tick what holds today."
        if self.is_unsaved:
            when = f"Not noted yet: {self.shown_key('note')} notes it."
        else:
            when = f"Noted {self._saved.when}." if self._saved.when else ""
        self.noted.update(f"{state} {when}".strip())

    # ------------------------------------------------------------------ the checklist

    @property
    def is_unsaved(self) -> bool:
        """Whether the ticks differ from those in the journal."""
        return set(self._ticked) != set(self._saved.ticked)

    def on_key(self, event: KeyPress) -> None:
        checklist = self.page.checklist
        if checklist is not None and event.key.isdecimal() and 0 < int(event.key) <= len(checklist.items):
            event.stop()
            self.tick(int(event.key) - 1)

    def on_tick_line_ticked(self, message: TickLine.Ticked) -> None:
        self.tick(message.index)

    def tick(self, index: int) -> None:
        checklist = self.page.checklist
        if checklist is None:
            return
        item = checklist.items[index].id
        if item in self._ticked:
            self._ticked.remove(item)
        else:
            self._ticked.append(item)
        list(self.query(TickLine))[index].show(item in self._ticked)
        self._show_noted()

    def action_note(self) -> None:
        if self.page.checklist is not None and self._write():
            self._show_noted()

    def _write(self) -> bool:
        checklist = self.page.checklist
        if checklist is None:
            return True
        ticked = tuple(item.id for item in checklist.items if item.id in self._ticked)
        check_ins = CheckIns(self._workspace)
        try:
            form = check_ins.form("monthly", checklist.id)
            Logbook(self._workspace).write(check_ins.entry(form, {}, ticked=ticked))
        except CoachError as error:
            self.notify(str(error), title="Not noted", severity="error", markup=False)
            return False
        self._saved = Ticks(ticked=ticked, when="today")
        return True

    def on_unmount(self) -> None:
        if self.is_unsaved:
            self._write()

    # ------------------------------------------------------------------ links

    def linked(self) -> tuple[Page, ...]:
        """The pages that the text links to, then those for the same places."""
        named = [target for _, target in _LINK.findall(self.page.text) if target in self._pages]
        related = [one.id for one in self._pages.values() if set(one.where) & set(self.page.where)]
        ids = [*named, *[one for one in related if one not in named][:_MOST_RELATED]]
        return tuple(self._pages[one] for one in dict.fromkeys(ids) if one != self.page.id)

    def sources(self) -> tuple[tuple[str, str], ...]:
        """The web pages that the text links to: address and text."""
        links = _LINK.findall(self.page.text)
        return tuple(
            (target, " ".join(text.split())) for text, target in links if target.startswith("https:")
        )

    def action_links(self) -> None:
        choices = [(page.id, page.title) for page in self.linked()]
        choices += [(address, f"{text}  ({address})") for address, text in self.sources()]
        if choices:
            self.app.push_screen(ChooseScreen("Go on to", choices), self._follow)

    def on_markdown_link_clicked(self, event: Markdown.LinkClicked) -> None:
        event.stop()
        self._follow(event.href)

    def _follow(self, target: str | None) -> None:
        if target in self._pages:
            self.app.push_screen(PageScreen(self._workspace, target or ""))
        elif target is not None:
            self.app.open_url(target)

    def action_turn(self, by: int) -> None:
        order = list(self._pages)
        index = order.index(self.page.id) + by
        if 0 <= index < len(order):
            self.app.switch_screen(PageScreen(self._workspace, order[index]))

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
    first = next(index for index, text in enumerate(lines) if text in items)
    before = "\n".join(text for text in lines[:first] if text not in items)
    after = "\n".join(text for text in lines[first:] if text not in items)
    return f"{before}\n", f"{after}\n"


def open_pages(screen: Screen[Result], workspace: Workspace, request: ReadGuide) -> None:
    """Open the page that a request is about over a screen; of several, ask which one.

    Pages that the request names come first, then those for its places.
    """
    known = {page.id: page for page in load_pages()}
    placed = [page.id for place in request.places for page in pages_for(place)]
    ids = dict.fromkeys((*request.pages, *placed))
    pages = [known[page] for page in ids if page in known]

    def open_page(page_id: str | None) -> None:
        if page_id is not None:
            screen.app.push_screen(PageScreen(workspace, page_id))

    if len(pages) == 1:
        open_page(pages[0].id)
    elif pages:
        choices = [(page.id, f"{page.title}: {page.why}") for page in pages]
        screen.app.push_screen(ChooseScreen("Read", choices), open_page)


MUTED: Final = "$foreground 65%"
NO_MATCH: Final = "No page has that word in it. Esc shows all of them."


class GuideScreen(CoachScreen[None]):
    """The list of pages."""

    CSS_PATH: ClassVar = "guide.tcss"
    AUTO_FOCUS = "PlainOptionList"
    KEYS = GUIDE_KEYS
    BINDINGS: ClassVar[list[BindingType]] = [*GUIDE_KEYS]
    HORIZONTAL_BREAKPOINTS = WIDTHS
    VERTICAL_BREAKPOINTS = HEIGHTS

    header = getters.query_one("#header", StatusLine)
    search = getters.query_one(SearchLine)
    pages = getters.query_one(PlainOptionList)
    empty = getters.query_one("#empty", Static)
    key_footer = getters.query_one(KeyFooter)

    def __init__(self, workspace: Workspace) -> None:
        super().__init__()
        self._workspace = workspace
        self._pages: tuple[Page, ...] = ()

    def compose(self) -> ComposeResult:
        yield StatusLine(id="header")
        yield SearchLine("Words to look for")
        yield PlainOptionList()
        yield Static(markup=False, id="empty")
        yield KeyFooter()

    def on_mount(self) -> None:
        self.key_footer.show(self.footer("open search close help"))
        try:
            self._pages = load_pages()
        except CoachError as error:
            self.add_class("-empty")
            self.empty.update(str(error))
            return
        self._show()

    def _show(self) -> None:
        words = self.search.value.lower().split()
        texts = {page.id: f"{page.title} {page.why} {page.text}".lower() for page in self._pages}
        found = [page for page in self._pages if all(word in texts[page.id] for word in words)]
        self.header.show(("Guide", "strong"), "", (count_text(len(found), "page"), "muted"))
        self.pages.clear_options()
        for page in found:
            tail = "   checklist" if page.checklist is not None else ""
            text = Content.assemble((page.title, "bold"), (tail, MUTED), f"\n{page.why}")
            self.pages.add_option(Option(text, id=page.id))
        self.pages.highlighted = 0 if found else None
        self.set_class(not found, "-empty")
        self.empty.update(NO_MATCH)

    def on_option_list_option_highlighted(self, event: OptionList.OptionHighlighted) -> None:
        event.stop()

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        self.action_open()

    def action_open(self) -> None:
        option = self.pages.highlighted_option
        if option is not None and option.id is not None:
            self.app.push_screen(PageScreen(self._workspace, option.id))

    def action_search(self) -> None:
        self.search.open()

    def on_input_changed(self, event: Input.Changed) -> None:
        event.stop()
        self._show()

    def on_search_line_left(self) -> None:
        self.pages.focus()

    def action_close(self) -> None:
        if self.search.is_open:
            self.search.close()
        elif len(self.app.screen_stack) > 1:
            self.dismiss()
