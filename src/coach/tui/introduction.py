"""What is shown before a session with drills that were never done: what is needed, and how they are done."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import getters
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from coach.model.program import Drill, with_side
from coach.tui.coach_screen import CoachScreen
from coach.tui.keys import INTRODUCTION_KEYS
from coach.tui.reading_time import Press, ReadingTime
from coach.tui.terminal import HEIGHTS
from coach.tui.widgets.canvas import StatusLine
from coach.tui.widgets.figure_pane import FigurePane
from coach.tui.widgets.footer import KeyFooter

if TYPE_CHECKING:
    from coach.app.session_runner import SessionRunner
    from coach.model.program import Side


class IntroductionScreen(CoachScreen[bool]):
    """Shows how each new drill is done, and when to leave it out. Returns whether to start the session."""

    DEFAULT_CSS = """
    IntroductionScreen {
        #header { height: 1; padding: 0 1; background: $panel; }
        #scroll { height: 1fr; padding: 1 2; scrollbar-size-vertical: 1; }
        FigurePane { height: 14; max-width: 76; margin-bottom: 1; }
        .words { height: auto; max-width: 76; margin-bottom: 1; }
        KeyFooter { padding: 0 1; color: $foreground 65%; }
        &.-tall FigurePane { height: 9; }
        &.-low, &.-short {
            #scroll { padding: 0 2; }
            FigurePane { height: 6; margin-bottom: 0; }
        }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [*INTRODUCTION_KEYS]
    VERTICAL_BREAKPOINTS = HEIGHTS
    KEYS = INTRODUCTION_KEYS

    scroll = getters.query_one("#scroll", VerticalScroll)

    def __init__(self, run: SessionRunner) -> None:
        super().__init__()
        self._title = run.program.title
        self._known = run.introduction
        self._sides: dict[str, Side | None] = {}
        for interval in run.timeline.intervals:
            self._sides.setdefault(interval.drill, interval.side)
        self._shown = ReadingTime()

    def compose(self) -> ComposeResult:
        yield StatusLine(id="header")
        with VerticalScroll(id="scroll", can_focus=False):
            new = ", ".join(drill.name for drill in self._known.first_time)
            first = [Content.styled(f"New to you: {new}. This is how.", "bold")]
            if self._known.equipment_text:
                first.append(Content(self._known.equipment_text))
            yield Static(Content("\n").join(first), markup=False, classes="words")
            for drill in self._known.first_time:
                yield FigurePane(id=f"figure-{drill.id}", keeps_room=True)
                yield Static(self._words(drill), markup=False, classes="words")
        yield KeyFooter()

    def _words(self, drill: Drill) -> Content:
        side = self._sides.get(drill.id)
        lines = [Content.styled(f"{drill.name}, {side}" if side else drill.name, "bold")]
        lines += [Content(f"• {cue}") for cue in drill.cue_texts(side)]
        if drill.avoid:
            text = f"Leave it out, or change it: {with_side(drill.avoid, side)}"
            lines.append(Content.styled(text, "$warning"))
        return Content("\n").join(lines)

    def on_mount(self) -> None:
        self.query_one("#header", StatusLine).show((self._title, "strong"), "", ("before you start", "muted"))
        for drill in self._known.first_time:
            pane = self.query_one(f"#figure-{drill.id}", FigurePane)
            pane.show(drill, self._sides.get(drill.id))
        self.query_one(KeyFooter).show(self.footer("start more close help"))

    def on_screen_resume(self) -> None:
        self._shown.when_drawn(self)

    def takes_key(self, key: str, press: Press) -> bool:
        """Whether to take a key: the one that starts only if it was pressed on this screen."""
        return key not in self.keys_of("start") or self._shown.is_fresh(press)

    def action_start(self) -> None:
        self.dismiss(True)

    def action_more(self) -> None:
        if self.scroll.is_vertical_scroll_end:
            self.scroll.scroll_home(animate=False)
        else:
            self.scroll.scroll_page_down(animate=False)

    def action_close(self) -> None:
        self.dismiss(False)
