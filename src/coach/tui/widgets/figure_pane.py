"""The figure of a drill with a line about it, which takes no room where there is no figure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import getters
from textual.app import ComposeResult
from textual.color import Color
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Static
from textual.worker import Worker

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
            explains: whether that line says what the marks in the figure mean.
        """
        self._explains = explains
        self._drill, self._side, self._caption = drill, side, caption
        if self.is_mounted:
            self._update()

    def _update(self) -> None:
        if self._drill is None or self.app.settings.figures == "off" or drawing_of(self.app) == "none":
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
        explained = self._legend(figure) if self._explains and figure is not None else Content(self._caption)
        self.caption.display = bool(explained)
        self.caption.update(explained)
        self.figure.show_drill(self._drill, self._side)

    def _legend(self, figure: Figure) -> Content:
        """What the marks in a figure mean, beside the colours that they have."""
        from coach.model.figure import FEEL, WORKS, legend_text

        if drawing_of(self.app) == "braille":
            return Content(legend_text(figure, "filled", "ring"))
        palette = self.figure.theme_palette()
        marks = [Content.assemble(("■ ", Color(*palette.works).hex), WORKS)] if figure.works else []
        if figure.feel is not None:
            marks.append(Content.assemble(("● ", Color(*palette.feel).hex), FEEL))
        return Content("   ").join(marks)

    def on_worker_state_changed(self, event: Worker.StateChanged) -> None:
        if event.worker is self._loading and event.worker.is_finished:
            self._loading = None
            if self.app.figures.is_loaded and self.is_mounted:
                self._update()
