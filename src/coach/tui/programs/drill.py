"""The page of a drill, and the way along its chain from easy to hard."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import ClassVar

from textual import getters
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.content import Content
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from coach.app.programs import neighbours
from coach.model.program import Drill, Side
from coach.tui.coach_screen import CoachScreen, ReadGuide
from coach.tui.keys import DRILL_KEYS
from coach.tui.programs.page import Line, how_lines, judging_lines
from coach.tui.terminal import HEIGHTS, WIDTHS
from coach.tui.widgets.banner import Banner
from coach.tui.widgets.canvas import StatusLine
from coach.tui.widgets.figure_pane import FigurePane
from coach.tui.widgets.footer import FooterEntry, KeyFooter


class DrillScreen(CoachScreen[None]):
    """The drills of a program in a list, and the page of one of them."""

    CSS_PATH: ClassVar = "drill.tcss"
    AUTO_FOCUS = "OptionList"
    BINDINGS: ClassVar[list[BindingType]] = [*DRILL_KEYS]
    HORIZONTAL_BREAKPOINTS = WIDTHS
    VERTICAL_BREAKPOINTS = HEIGHTS
    KEYS = DRILL_KEYS

    header = getters.query_one("#header", StatusLine)
    list = getters.query_one(OptionList)
    figure = getters.query_one(FigurePane)
    scroll = getters.query_one("#scroll", VerticalScroll)
    how = getters.query_one("#how", Static)
    key_footer = getters.query_one(KeyFooter)

    def __init__(
        self,
        title: str,
        names: Sequence[str],
        drills: Mapping[str, Drill],
        *,
        kind: str,
    ) -> None:
        """Show the drills of these ids, in order, as far as they are known.

        `title` and `kind` are those of their program; `drills` has every drill.
        """
        super().__init__()
        self._title = title
        self._names = [name for name in dict.fromkeys(names) if name in drills]
        self._drills = drills
        self._kind = kind
        self.drill: Drill | None = None
        """The one that is shown."""
        self._crowded = False
        self.side: Side = "left"
        """The side for which it is shown."""

    def compose(self) -> ComposeResult:
        yield StatusLine(id="header")
        with Horizontal(id="room"):
            yield OptionList(
                *(Option(self._drills[name].name, id=name) for name in self._names), markup=False
            )
            with VerticalScroll(id="scroll", can_focus=False):
                yield FigurePane()
                yield Static(markup=False, id="how")
                yield Static(markup=False, id="judging")
        yield KeyFooter()

    def on_mount(self) -> None:
        self.header.show((self._title, "strong"), "", ("drills", "muted"))
        if self._names:
            self.list.highlighted = 0
            self._show(self._names[0])

        self.screen_layout_refresh_signal.subscribe(self, self._fit)

    def _fit(self, _screen: object) -> None:
        """Show how it is done before the figure, where both have no room at once because training is off."""
        rows = self.figure.outer_size.height + self.how.outer_size.height
        crowded = bool(self.query(Banner)) and rows > self.scroll.size.height
        if crowded != self._crowded:
            self._crowded = crowded
            self.set_class(crowded, "-crowded")
            if crowded:
                self.scroll.move_child(self.figure, after=self.how)
            else:
                self.scroll.move_child(self.figure, before=self.how)

    def on_option_list_option_highlighted(self, event: OptionList.OptionHighlighted) -> None:
        if event.option_id:
            self._show(event.option_id)

    def action_easier(self) -> None:
        self._show_neighbour(0)

    def action_harder(self) -> None:
        self._show_neighbour(1)

    def action_other_side(self) -> None:
        if self.drill is not None and self.drill.sides:
            self.side = "right" if self.side == "left" else "left"
            self._show(self.drill.id)

    def action_more(self) -> None:
        scroll = self.scroll
        if scroll.is_vertical_scroll_end:
            scroll.scroll_home(animate=False)
        else:
            scroll.scroll_page_down(animate=False)

    def action_read(self) -> None:
        self.post_message(ReadGuide(f"kind:{self._kind}"))

    def action_close(self) -> None:
        self.dismiss()

    def _show_neighbour(self, index: int) -> None:
        other = neighbours(self.drill, self._drills)[index] if self.drill else None
        if other is not None:
            self._show(other.id)

    def _show(self, name: str) -> None:
        drill = self.drill = self._drills[name]
        self.figure.show(drill, self.side if drill.sides else None, explains=True)
        self.how.update(_content(how_lines(drill, self.side)))
        self.query_one("#judging", Static).update(_content(judging_lines(drill, self._drills)))
        self.scroll.scroll_home(animate=False)
        ways = zip(("easier", "harder"), neighbours(drill, self._drills), strict=True)
        steps = [name for name, other in ways if other is not None]
        sides = ["other_side"] if drill.sides else []
        keys = self.footer(" ".join([*steps, *sides, "more read close help"]))
        self.key_footer.show([FooterEntry("↑ ↓", "choose", "", 11), *keys])


def _content(lines: Sequence[Line]) -> Content:
    return Content("\n").join(Content.styled(text, style) for text, style in lines)
