"""The figure of a drill with a line about it, which takes no room where there is no figure."""

from __future__ import annotations

from textwrap import wrap
from typing import TYPE_CHECKING

from textual import getters
from textual.app import ComposeResult
from textual.color import Color
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Static
from textual.worker import Worker

from coach.model.figure import FEEL, WORKS
from coach.model.program import Drill, Side
from coach.tui.widgets.figure import DrillFigure, drawing_of

if TYPE_CHECKING:
    from coach.model.figure import Figure
    from coach.tui.app import CoachApp


class FigurePane(Vertical):
    """A figure and its caption; the screen says how high it is."""

    DEFAULT_CSS = """
    FigurePane {
        display: none;
        height: 14;
        #caption { height: 1; color: $foreground 65%; text-wrap: nowrap; text-overflow: ellipsis; }
        &.-explains #caption { height: auto; text-wrap: wrap; }
    }
    """

    if TYPE_CHECKING:
        app = getters.app(CoachApp)

    caption = getters.query_one("#caption", Static)
    figure = getters.query_one(DrillFigure)

    def __init__(self, id: str | None = None, *, keeps_room: bool = False) -> None:
        """A pane without a drill.

        Args:
            keeps_room: take the room of a figure also while the figures are being loaded, so that what
                stands below does not jump.
        """
        super().__init__(id=id)
        self._keeps_room = keeps_room
        self._drill: Drill | None = None
        self._side: Side | None = None
        self._caption = ""
        self._explains = False
        self._loading: Worker[None] | None = None

    def compose(self) -> ComposeResult:
        yield DrillFigure()
        yield Static(markup=False, id="caption")

    def on_mount(self) -> None:
        self._update()

    def show(
        self, drill: Drill | None, side: Side | None = None, caption: str = "", *, explains: bool = False
    ) -> None:
        """Show a drill, or nothing.

        Args:
            drill: which.
            side: the side that works.
            caption: a line under it.
            explains: in place of that line it is said what the marks in the figure mean.
        """
        self._explains = explains
        self.set_class(explains, "-explains")
        self._drill, self._side, self._caption = drill, side, caption
        if self.is_mounted:
            self._update()

    def _update(self) -> None:
        if self._drill is None or self.app.settings.figures == "off":
            self.display = False
            return
        library = self.app.figures
        if not library.is_loaded:
            self.display = self._keeps_room
            if self._loading is None:
                self._loading = self.run_worker(library.load, thread=True, exit_on_error=False)
            return
        figure = library.of_drill(self._drill)
        self.display = figure is not None
        self.figure.show_drill(self._drill, self._side)
        self._show_words()

    def _show_words(self) -> None:
        """Show the line under the figure; a sentence in its place takes no more room than it needs."""
        figure = self.figure.figure
        width, explained = self.size.width, Content(self._caption)
        if figure is not None and self._explains:
            explained = self._legend(figure, width)
        self.caption.display = bool(explained)
        self.caption.update(explained)
        if figure is not None and drawing_of(self.app) == "none" and width:
            lines = len(wrap(figure.describe, width)) + bool(explained)
            self.styles.height = lines

    def _legend(self, figure: Figure, width: int) -> Content:
        """What the marks in a figure mean, beside how they look; on two lines where one is too short."""
        drawing = drawing_of(self.app)
        if drawing == "none":
            return Content()
        is_braille = drawing == "braille"
        palette = self.figure.theme_palette()
        marks = []
        if figure.works:
            look = "filled: " if is_braille else ("■ ", Color(*palette.works).hex)
            marks.append(Content.assemble(look, WORKS))
        if figure.feel is not None:
            look = "ring: " if is_braille else ("● ", Color(*palette.feel).hex)
            marks.append(Content.assemble(look, FEEL))
        in_a_row = Content("   ").join(marks)
        return in_a_row if in_a_row.cell_length <= width else Content("\n").join(marks)

    def on_resize(self) -> None:
        self._show_words()

    def notify_style_update(self) -> None:
        super().notify_style_update()
        # The colours of the marks are those of the theme.
        if self.is_mounted and self._explains:
            self.call_after_refresh(self._show_words)

    def on_worker_state_changed(self, event: Worker.StateChanged) -> None:
        if event.worker is self._loading and event.worker.is_finished:
            self._loading = None
            if self.app.figures.is_loaded and self.is_mounted:
                self._update()
