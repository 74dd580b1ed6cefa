"""The guide: every page with a line about why it matters."""

from __future__ import annotations

from typing import ClassVar, Final

from textual import getters
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.content import Content
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from coach.app.workspace import Workspace
from coach.errors import CoachError
from coach.guide.pages import load_pages
from coach.model.formatting import count_text
from coach.model.forms import Page
from coach.tui.coach_screen import CoachScreen
from coach.tui.guide.page import PageScreen
from coach.tui.keys import GUIDE_KEYS
from coach.tui.terminal import HEIGHTS, WIDTHS
from coach.tui.widgets.canvas import StatusLine
from coach.tui.widgets.footer import KeyFooter
from coach.tui.widgets.option_list import PlainOptionList, SearchLine

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
