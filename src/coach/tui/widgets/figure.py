"""The figure of a drill: moving, still or left out; in blended colours, or in braille where there are few."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import groupby
from math import cos, pi
from operator import itemgetter
from pathlib import Path
from textwrap import wrap
from typing import TYPE_CHECKING, Any, ClassVar, Final, Literal, NamedTuple

from rich.color import Color as RichColor
from rich.segment import Segment
from rich.style import Style
from textual import getters
from textual.color import Color
from textual.events import Resize
from textual.geometry import Region
from textual.message import Message
from textual.strip import Strip
from textual.timer import Timer
from textual.widget import Widget
from textual.worker import Worker

from coach.model.figure import Figure, why_not_drawn
from coach.model.program import Drill, Side

if TYPE_CHECKING:
    from textual.app import App

    from coach.figures.cells import Cell, Cells, FigureColors, Rgb
    from coach.model.settings import FigureMotion
    from coach.programs.figures import Figures
    from coach.tui.app import CoachApp

FRAME_SECONDS: Final = 1 / 8
"""Between two frames of a movement."""
AIR_STEPS: Final = 24
"""The steps of a movement that goes with the breath."""
SWELLING_STEPS: Final = 3
"""The steps in which the trunk of a still pose swells with the breath."""
LONGEST_SECONDS: Final = 1.0
"""Between two looks at the clock while it moves."""
STILL: Final = -1
"""The number of the frame where nothing moves."""
_NOTHING: Final = -2
ARRIVED: Final = 100_000
"""Added to the number of a frame in which a movement that is done once is over."""
LEAST_COLUMNS: Final = 14
LEAST_ROWS: Final = 4
LEAST_WORDS: Final = 20
"""The least width of the sentence in place of a figure."""
_SHADES: Final = 4
"""Colours are rounded to multiples of it, so that neighbours are written as one."""

Drawing = Literal["blocks", "braille", "none"]


class FigureLibrary:
    """The figures of the shipped drills and the user's own, read when the first one is shown."""

    def __init__(self, home: Path, cache: Path) -> None:
        self._home = home
        self._cache = cache
        self._figures: Figures | None = None

    @property
    def is_loaded(self) -> bool:
        """Whether `of_drill` answers without reading a file."""
        return self._figures is not None

    def load(self) -> None:
        """Read them; safe in a thread."""
        # What draws them is loaded here too: it would delay the first frame.
        import coach.figures.cells  # noqa: F401
        from coach.programs.figures import load_figures

        self._figures = load_figures(self._home, self._cache)

    def forget(self) -> None:
        """Read them anew the next time, because files have changed."""
        self._figures = None

    def of_drill(self, drill: Drill | None) -> Figure | None:
        """The figure of a drill; None where it has none, or nothing is loaded yet."""
        if drill is None or self._figures is None:
            return None
        return self._figures.of_drill(drill)


def drawing_of(app: App[Any], environment: Mapping[str, str] = os.environ) -> Drawing:
    """How figures can be drawn on the terminal of an app."""
    if why_not_drawn(environment):
        return "none"
    few = app.no_color or app.console.color_system in (None, "standard", "windows")
    return "braille" if few or app.native_ansi_color else "blocks"


class FigureMoment(NamedTuple):
    """A moment of a figure."""

    seconds: float
    """Since its loop began."""
    breath: tuple[float, float] | None = None
    """Seconds of breathing in and out, from the same moment on; None: it breathes by itself."""
    cycle: float | None = None
    """The seconds that one loop takes; None: as long as the figure says."""
    repeats: bool = False
    """A movement that is done once is shown again and again."""
    pace: float = 1.0
    """Seconds that pass in a second; 0 while it is paused."""


class FigureView(Widget):
    """One figure, as large as its box; only the cells that change are drawn again.

    It looks at the clock when the next step of its movement is due, and not while it stands.
    """

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "figure--near",
        "figure--far",
        "figure--body",
        "figure--head",
        "figure--prop",
        "figure--held",
        "figure--floor",
        "figure--water",
        "figure--works",
        "figure--feel",
    }
    DEFAULT_CSS = """
    FigureView {
        width: 1fr;
        height: 1fr;

        .figure--near { color: $success; text-style: bold; }
        .figure--body { color: $success 80%; }
        .figure--head { color: $foreground 85%; }
        .figure--far { color: $success 45%; }
        .figure--prop { color: $foreground 30%; }
        .figure--held { color: $foreground 70%; }
        .figure--floor { color: $foreground 25%; }
        .figure--water { color: $primary 60%; }
        .figure--works { color: $warning; text-style: bold; }
        .figure--feel { color: $primary; text-style: bold; }
    }
    App:ansi FigureView {
        .figure--body, .figure--head { color: ansi_default; }
        .figure--far, .figure--prop, .figure--floor { color: ansi_default; text-style: dim; }
        .figure--held { color: ansi_default; }
    }
    """
    can_focus = False

    motion: FigureMotion = "moving"
    _figure: Figure | None = None
    _side: Side | None = None
    _moment: Callable[[], FigureMoment] | None = None
    _timer: Timer | None = None
    _key: int = _NOTHING
    _look: tuple[Drawing, FigureColors] | None = None

    def __init__(self, monotonic: Callable[[], float], id: str | None = None) -> None:
        """Make a box for figures.

        Args:
            monotonic: seconds on a clock, for figures that have no moment of their own.
            id: of the widget.
        """
        super().__init__(id=id)
        self._monotonic = monotonic
        self._rows: tuple[Strip, ...] = ()
        self._frames: dict[int, tuple[Strip, ...]] = {}
        self._changes: dict[tuple[int, int], tuple[Region, ...]] = {}
        self._since = 0.0

    @property
    def figure(self) -> Figure | None:
        """The figure that is shown."""
        return self._figure

    @property
    def frame_count(self) -> int:
        """How many frames were drawn since it last became another figure or another size."""
        return len(self._frames)

    def show(
        self,
        figure: Figure | None,
        side: Side | None = None,
        moment: Callable[[], FigureMoment] | None = None,
    ) -> None:
        """Show a figure.

        Args:
            figure: which; None: nothing.
            side: the side that works.
            moment: the clock of its movement; None: one of its own, from now on.
        """
        self._moment = moment
        if figure != self._figure or side != self._side:
            self._figure, self._side = figure, side
            self._since = self._monotonic()
            self.restart()
        else:
            self.update()

    def restart(self) -> None:
        """Forget what was drawn, because the figure, its size or its colours have changed."""
        self._frames.clear()
        self._changes.clear()
        self._key = _NOTHING
        self.update()

    def _recolour(self) -> None:
        """Draw it anew where its colours are other ones now."""
        if not self.is_attached:
            return
        look = self.drawing, self.theme_palette()
        if look != self._look:
            self._look = look
            self.restart()

    def update(self) -> None:
        """Draw the frame of this moment, and look again when the next one is due."""
        if self._timer is not None:
            self._timer.stop()
            self._timer = None
        if not self.is_mounted or not self.display:
            return
        figure = self._figure
        if figure is None or not self.is_drawn:
            rows = () if figure is None else tuple(self._sentence(figure.describe))
            if self._rows != rows:
                self._rows, self._key = rows, _NOTHING
                self.refresh()
            return
        moment = self._now()
        if self.is_still:
            self._draw(STILL)
            return
        key, due = _step(figure, moment)
        self._draw(key)
        if moment.pace > 0:
            # In a fast rehearsal, too, there are no more frames in a second.
            self._timer = self.set_timer(max(FRAME_SECONDS / 2, due / moment.pace), self.update)

    @property
    def drawing(self) -> Drawing:
        """How it is drawn on this terminal."""
        return drawing_of(self.app)

    @property
    def is_still(self) -> bool:
        """Whether it does not move, as the user wishes."""
        return self.motion == "still" or self.app.animation_level == "none"

    @property
    def is_drawn(self) -> bool:
        """Whether the terminal can draw it and there is room for it; else a sentence stands in its place."""
        has_room = self.size.width >= LEAST_COLUMNS and self.size.height >= LEAST_ROWS
        return has_room and self.drawing != "none"

    def _sentence(self, text: str) -> Iterator[Strip]:
        """What the figure shows in words, as far as the box has room for them."""
        width, height = self.size
        if width < LEAST_WORDS or not height:
            return
        lines = wrap(text, width, max_lines=height, placeholder=" …")
        for line in lines:
            yield Strip([Segment(line.ljust(width), self.rich_style)], width)

    def _now(self) -> FigureMoment:
        if self._moment is not None:
            return self._moment()
        return FigureMoment(self._monotonic() - self._since)

    def _draw(self, key: int) -> None:
        rows = self._frames.get(key)
        if rows is None:
            rows = self._frames[key] = self._strips(key)
        if rows is self._rows:
            return
        change = (self._key, key)
        regions = self._changes.get(change)
        if regions is None:
            regions = self._changes[change] = tuple(_changed(self._rows, rows, self.size.width))
        self._rows, self._key = rows, key
        if regions:
            self.refresh(*regions)

    def _strips(self, key: int) -> tuple[Strip, ...]:
        """One frame, by its number."""
        from coach.figures.cells import braille_cells, paint
        from coach.figures.solve import arrival_seconds, solve, still_seconds

        figure = self._figure
        assert figure is not None
        width, height = self.size
        if key == STILL:
            scene = solve(figure, self._side, still_seconds(figure))
        elif figure.loop in ("hold", "breath"):
            scene = solve(figure, self._side, 0.0, key / _air_steps(figure))
        elif key >= ARRIVED:
            scene = solve(figure, self._side, arrival_seconds(figure), (key - ARRIVED) / _air_steps(figure))
        else:
            scene = solve(figure, self._side, key * FRAME_SECONDS)
        if self.drawing == "braille":
            return tuple(self._braille(braille_cells(scene, width, height)))
        self._look = self._look or (self.drawing, self.theme_palette())
        palette = self._look[1]
        return tuple(_block_strips(paint(scene, width, height * 2, palette), width, palette.background))

    def _braille(self, cells: Cells) -> list[Strip]:
        base = self.rich_style
        styles = {
            name: base + self.get_component_rich_style(f"figure--{name}", partial=True)
            for name in ("near", "far", "body", "head", "prop", "held", "water", "works")
        }

        def style_of(cell: Cell) -> Style:
            return base if cell.role is None else styles["works" if cell.works else cell.role]

        return [Strip(_joined([(cell.text, style_of(cell)) for cell in row])) for row in cells]

    def theme_palette(self) -> FigureColors:
        """The colours of the theme, on the real background, as strong as it takes to see them."""
        from coach.figures.cells import FAR_CONTRAST, NEAR_CONTRAST, FigureColors, with_contrast

        background = self.background_colors[1]

        def of(name: str, contrast: float = 1.0) -> Rgb:
            colour = _rgb(background + self.get_component_styles(f"figure--{name}").color)
            return with_contrast(colour, _rgb(background), contrast)

        return FigureColors(
            background=_rgb(background),
            near=of("near", NEAR_CONTRAST),
            far=of("far", FAR_CONTRAST),
            body=of("body", NEAR_CONTRAST),
            head=of("head", NEAR_CONTRAST),
            prop=of("prop"),
            held=of("held", NEAR_CONTRAST),
            floor=of("floor"),
            water=of("water"),
            works=of("works", NEAR_CONTRAST),
            feel=of("feel", NEAR_CONTRAST),
        )

    def on_resize(self, event: Resize) -> None:
        self.restart()

    def on_show(self) -> None:
        self.update()

    def notify_style_update(self) -> None:
        super().notify_style_update()
        # The theme may have changed.
        if self.is_mounted:
            self.call_after_refresh(self._recolour)

    def render_line(self, y: int) -> Strip:
        if y >= len(self._rows):
            return Strip.blank(self.size.width, self.rich_style)
        return self._rows[y]


def _step(figure: Figure, moment: FigureMoment) -> tuple[int, float]:
    """The number of the frame of a moment, and the seconds of the loop until the next one."""
    from coach.figures.solve import arrival_seconds, loop_seconds, standing_seconds

    seconds, begin = moment.seconds, 0.0
    if figure.loop == "once":
        begin = arrival_seconds(figure)
        seconds = seconds % loop_seconds(figure) if moment.repeats else seconds
    if figure.loop in ("hold", "breath") or (figure.loop == "once" and seconds >= begin):
        key, due = _air_step(figure, moment, seconds - begin), FRAME_SECONDS
        while due < LONGEST_SECONDS and _air_step(figure, moment, seconds - begin + due) == key:
            due += FRAME_SECONDS
        return key if figure.loop != "once" else key + ARRIVED, due
    length = loop_seconds(figure)
    slower = (moment.cycle or length) / length if figure.loop != "once" else 1.0
    seconds /= slower
    frames = max(1, round(length / FRAME_SECONDS))
    number = int(seconds / FRAME_SECONDS + 1e-6)
    due = (number + 1) * FRAME_SECONDS - seconds
    return number % frames, max(due, standing_seconds(figure, seconds)) * slower


def _air_step(figure: Figure, moment: FigureMoment, seconds: float) -> int:
    from coach.figures.solve import BREATH_SECONDS, air, own_air

    if moment.breath is not None:
        inhale, exhale = moment.breath
        left = seconds % (inhale + exhale)
        full = air("in", left / inhale) if left < inhale else air("out", (left - inhale) / exhale)
    elif figure.loop == "breath":
        full = own_air(seconds)
    else:
        full = (1 - cos(2 * pi * seconds / BREATH_SECONDS)) / 2
    return round(full * _air_steps(figure))


def _air_steps(figure: Figure) -> int:
    return AIR_STEPS if figure.loop == "breath" else SWELLING_STEPS


def _changed(old: tuple[Strip, ...], new: tuple[Strip, ...], width: int) -> list[Region]:
    """The cells that differ, at most one run in each row."""
    regions = []
    for y, row in enumerate(new):
        if y >= len(old):
            regions.append(Region(0, y, width, 1))
            continue
        if old[y] == row:
            continue
        before, after = _each_cell(old[y]), _each_cell(row)
        different = [x for x, (one, other) in enumerate(zip(before, after, strict=False)) if one != other]
        if different or len(before) != len(after):
            left, right = (different[0], different[-1] + 1) if different else (0, width)
            regions.append(Region(left, y, right - left, 1))
    return regions


def _each_cell(row: Strip) -> list[tuple[str, Style | None]]:
    return [(character, segment.style) for segment in row for character in segment.text]


def _block_strips(pixels: Sequence[Rgb], width: int, ground: Rgb) -> Iterator[Strip]:
    """Two rows of pixels in each row of cells, with neighbours of the same colours as one segment."""
    shades = {pixel: _round(pixel) for pixel in set(pixels)}
    shades[ground] = ground
    for start in range(0, len(pixels), 2 * width):
        upper, lower = pixels[start : start + width], pixels[start + width : start + 2 * width]
        pairs = zip(map(shades.__getitem__, upper), map(shades.__getitem__, lower), strict=True)
        runs = ((one, other, sum(1 for _pair in run)) for (one, other), run in groupby(pairs))
        yield Strip(
            [
                Segment(" " * cells, _style(None, other))
                if one == other
                else Segment("▀" * cells, _style(one, other))
                for one, other, cells in runs
            ],
            width,
        )


def _joined(cells: Sequence[tuple[str, Style]]) -> Iterator[Segment]:
    """Neighbours of one style as one segment."""
    for style, group in groupby(cells, key=itemgetter(1)):
        yield Segment("".join(text for text, _style in group), style)


def _round(colour: Rgb) -> Rgb:
    red, green, blue = (min(255, (part + _SHADES // 2) // _SHADES * _SHADES) for part in colour)
    return red, green, blue


@lru_cache(maxsize=4096)
def _style(foreground: Rgb | None, background: Rgb) -> Style:
    return Style(
        color=None if foreground is None else RichColor.from_rgb(*foreground),
        bgcolor=RichColor.from_rgb(*background),
    )


def _rgb(colour: Color) -> Rgb:
    return colour.r, colour.g, colour.b


class DrillFigure(FigureView):
    """The figure of a drill, read in a thread where none was shown before."""

    class Loaded(Message):
        """The figures are there now."""

    if TYPE_CHECKING:
        app = getters.app(CoachApp)

    _drill: Drill | None = None
    _drill_side: Side | None = None
    _clock: Callable[[], FigureMoment] | None = None
    _loading: Worker[None] | None = None

    def __init__(self, id: str | None = None) -> None:
        super().__init__(lambda: self.app.workspace.clock.monotonic(), id)

    def show_drill(
        self, drill: Drill | None, side: Side | None = None, clock: Callable[[], FigureMoment] | None = None
    ) -> None:
        """Show a drill, or nothing where it has no figure.

        Args:
            drill: which.
            side: the side that works.
            clock: of its movement; None: one of its own, from now on.
        """
        self._drill, self._drill_side, self._clock = drill, side, clock
        if self.is_mounted:
            self._show_drill()

    def on_mount(self) -> None:
        self._show_drill()

    def _show_drill(self) -> None:
        self.motion = self.app.settings.figures
        library = self.app.figures
        if self.motion == "off":
            self.show(None)
        elif library.is_loaded:
            self.show(library.of_drill(self._drill), self._drill_side, self._clock)
        elif self._drill is not None and self._loading is None:
            self._loading = self.run_worker(library.load, thread=True, exit_on_error=False)

    def on_worker_state_changed(self, event: Worker.StateChanged) -> None:
        if event.worker is self._loading and event.worker.is_finished:
            self._loading = None
            if self.app.figures.is_loaded and self.is_mounted:
                self._show_drill()
                self.post_message(self.Loaded())
