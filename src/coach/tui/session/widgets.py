"""The widgets of the session screen: bar, big name, number, breath shape, headline, set progress."""

from __future__ import annotations

from math import ceil, floor, hypot
from operator import add
from typing import Final

from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.events import Resize
from textual.geometry import Size

from coach.session.view import Breath, Mark
from coach.tui.session.display import Phase
from coach.tui.session.lettering import (
    ROWS,
    best_rows,
    big_text,
    big_word,
    gap_width,
    is_drawable,
    text_width,
    to_blocks,
)
from coach.tui.widgets.canvas import Canvas, Line, join_spans


class Bar(Canvas):
    """A line across the screen, filled in steps of half a cell."""

    DEFAULT_CSS = """
    Bar { width: 1fr; height: 1; }
    """

    _fraction = 0.0

    def show(self, fraction: float) -> None:
        """Fill `fraction` of it, 0 to 1."""
        self._fraction = min(1.0, max(0.0, fraction))
        self.redraw()

    def redraw(self) -> None:
        width = self.size.width
        halves = round(self._fraction * width * 2)
        full, half = divmod(halves, 2)
        filled = "━" * full + ("╸" if half else "")
        self.paint([((filled, "phase"), ("─" * (width - len(filled)), "muted"))])


MOST_LINES: Final = 2


class BigName(Canvas):
    """One or two lines of big letters; empty where the name does not fit, since it is also shown small."""

    DEFAULT_CSS = """
    BigName { width: 1fr; height: 0; }
    """

    _shown = ("", "")
    _rows = 0

    @property
    def lines(self) -> tuple[str, ...]:
        """The lines that are shown big."""
        return big_lines(self._shown[0], self.size.width)

    def show(self, name: str, look: str) -> None:
        """Show a name in a look."""
        if (name, look) != self._shown:
            self._shown = (name, look)
            self.redraw()

    def redraw(self) -> None:
        lines = self.lines
        if len(lines) * ROWS != self._rows:
            self._rows = len(lines) * ROWS
            self.styles.height = self._rows
        self.paint([((row, self._shown[1]),) for line in lines for row in big_word(line)])


def big_lines(name: str, width: int) -> tuple[str, ...]:
    """A name up to a comma or bracket, in at most two lines of big letters; empty where it does not fit."""
    short = name.partition(",")[0].partition("(")[0].strip()
    if not short or not is_drawable(short):
        return ()
    lines: list[str] = []
    for word in short.split():
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and _width(longer) <= width:
            lines[-1] = longer
        else:
            lines.append(word)
    fits = len(lines) <= MOST_LINES and all(_width(line) <= width for line in lines)
    return tuple(lines) if fits else ()


def _width(line: str) -> int:
    return len(big_word(line)[0])


MOST_ROWS: Final = 16
"""Larger digits are not easier to read, and cost more to write."""
LEAST_WORDS: Final = 14
WORDS_SHARE: Final = 0.36


class Glyph(Canvas):
    """One digit. Each is a widget, so that a new second writes only the last one."""

    DEFAULT_CSS = """
    Glyph { text-style: bold; }
    """

    def draw(self, character: str, rows: int) -> None:
        """Show one character, or nothing for a space."""
        lines: list[Line] = [] if character == " " else [((line, ""),) for line in big_text(character, rows)]
        self.paint(lines)


class BigNumber(Horizontal):
    """Digits as large as fit, of one size for the whole session, aligned right."""

    DEFAULT_CSS = """
    BigNumber { width: auto; height: 1fr; align: right middle; }
    BigNumber.-flash Glyph { text-style: bold reverse; }
    """

    def __init__(self, widest: str) -> None:
        super().__init__()
        self._widest = widest
        self._shown = ""
        self._rows = 0

    def compose(self) -> ComposeResult:
        for _character in self._widest:
            yield Glyph()

    @property
    def value(self) -> str:
        """The text that is shown big."""
        return self._shown

    @property
    def rows(self) -> int:
        """How high the digits are, in cells."""
        return self._rows

    def make_room(self, screen: Size, stage: Size) -> None:
        """Make the digits as large as possible beside the words, but at least a third of the screen.

        Args:
            screen: the size of the whole screen.
            stage: the size of the area that the number shares with the words.
        """
        third = min(stage.height, ceil(screen.height / 3))
        most = max(third, min(stage.height, MOST_ROWS))
        words = max(LEAST_WORDS, int(stage.width * WORDS_SHARE))
        rows = best_rows(self._widest, stage.width - words, most)
        if rows < third:
            rows = best_rows(self._widest, stage.width, third)
        self._rows = rows
        gap = gap_width(self._rows)
        for index, (glyph, widest) in enumerate(zip(self.query(Glyph), self._widest, strict=True)):
            glyph.styles.width = text_width(widest, self._rows)
            glyph.styles.height = self._rows
            glyph.styles.margin = (0, 0, 0, gap if index else 0)
        self._draw()

    def show(self, text: str) -> None:
        """Show `text` big."""
        if text != self._shown:
            self._shown = text
            self._draw()

    def flash(self, on: bool) -> None:
        """Reverse light and dark, or undo it."""
        self.set_class(on, "-flash")

    def _draw(self) -> None:
        if not self._rows:
            return
        text = self._shown.rjust(len(self._widest))[-len(self._widest) :]
        for glyph, character in zip(self.query(Glyph), text, strict=True):
            glyph.draw(character, self._rows)


MOST_SHAPE_ROWS = 13
"""A larger disc is not easier to follow, and costs more to write."""
SMALLEST = 0.25
"""The disc after breathing out, as a share of the full one."""
PAST_THE_STEP = 0.02
"""Points by which a step is certainly over."""
ROUNDER = 0.2
"""Taken off a radius, so that the disc has no single points at its edge."""


class BreathShape(Canvas):
    """A disc that grows and shrinks with the breath."""

    DEFAULT_CSS = """
    BreathShape { width: 1fr; height: 1fr; }
    """

    _fullness = 0.0

    def show(self, breath: Breath) -> None:
        """Show this moment of a breath."""
        self._fullness = fullness(breath)
        self.redraw()

    def still_fraction(self, breath: Breath) -> float:
        """The part of this half of a breath until the size of the disc changes."""
        return until_next_step(breath, *self.size)

    def redraw(self) -> None:
        width, height = self.size
        if width and height:
            lines: list[Line] = [((line, "phase"),) for line in disc(self._fullness, width, height)]
            self.paint(lines)


def fullness(breath: Breath) -> float:
    """How full the lungs are, 0 to 1."""
    return breath.fraction if breath.inhaling else 1 - breath.fraction


def disc(full: float, width: int, height: int) -> tuple[str, ...]:
    """A disc in the middle of `width` by `height` cells.

    Args:
        full: 0 is the smallest one, 1 the one that fills the box.
        width: in cells.
        height: in cells.
    """
    # Whole steps of the radius: a disc that changes in every frame would flicker.
    radius = floor(_radius(full, width, height) + 0.5) - ROUNDER
    across, down = (width - 1) / 2, (2 * height - 1) / 2
    lit = ((x, y) for x in range(width) for y in range(2 * height) if hypot(x - across, y - down) <= radius)
    return to_blocks(lit, width, 2 * height)


def until_next_step(breath: Breath, width: int, height: int) -> float:
    """The part of this half of a breath until the size of its disc changes, 0 to 1."""
    smallest, largest = _radius(0, width, height), _radius(1, width, height)
    radius = _radius(fullness(breath), width, height)
    until = floor(radius + 0.5) + 0.5 - radius if breath.inhaling else radius - (floor(radius - 0.5) + 0.5)
    return min(1.0, (until + PAST_THE_STEP) / max(largest - smallest, PAST_THE_STEP))


def _radius(full: float, width: int, height: int) -> float:
    """In points, before it is rounded to a whole one."""
    return min(width / 2, height, MOST_SHAPE_ROWS) * (SMALLEST + (1 - SMALLEST) * full)


SIGNS: Final[dict[Phase, tuple[str, str, str]]] = {
    Phase.READY: ("▀████▀", "  ██  ", "▄████▄"),
    Phase.WORK: ("▄████▄", "██████", "▀████▀"),
    Phase.SWITCH: ("▄█  █▄", "██  ██", "▀█  █▀"),
    Phase.REST: ("▄▀▀▀▀▄", "█    █", "▀▄▄▄▄▀"),
    Phase.WAIT: ("██▄▄  ", "██████", "██▀▀  "),
    Phase.PAUSED: ("██  ██", "██  ██", "██  ██"),
    Phase.PAIN: ("  ██  ", "██████", "  ██  "),
    Phase.DONE: ("    ▄█", "█▄ ▄█▀", " ▀█▀  "),
}
"""Each phase by its shape: an hourglass, a disc, two arrows, a ring, an arrow, two bars, a cross, a tick."""
SMALL_SIGNS: Final[dict[Phase, str]] = {
    Phase.READY: "◆",
    Phase.WORK: "●",
    Phase.SWITCH: "◀▶",
    Phase.REST: "○",
    Phase.WAIT: "▶",
    Phase.PAUSED: "▮▮",
    Phase.PAIN: "✚",
    Phase.DONE: "✓",
}
LEFT_ARROW: Final = ("  ▄  ", "▄██  ", " ▀█  ")
RIGHT_ARROW: Final = ("  ▄  ", "  ██▄", "  █▀ ")
_GAP = "   "


class Headline(Canvas):
    """The shape, the word and the side: big where it is three rows high, else on one row."""

    DEFAULT_CSS = """
    Headline { width: 1fr; height: 3; text-style: bold; }
    """

    _shown: tuple[Phase, str, str] = (Phase.READY, "", "")

    @property
    def words(self) -> tuple[Phase, str, str]:
        """The phase, its word, and the word beside it."""
        return self._shown

    @property
    def is_big(self) -> bool:
        """Whether there is room for big letters."""
        return self.size.height >= ROWS

    def show(self, phase: Phase, word: str, beside: str) -> None:
        """Show a phase, its word, and a second word such as the side, or an empty text."""
        if (phase, word, beside) != self._shown:
            self._shown = (phase, word, beside)
            self.redraw()

    def redraw(self) -> None:
        phase, word, beside = self._shown
        look = "muted" if phase is Phase.REST else "strong"
        if not self.is_big:
            self.paint([((f"{SMALL_SIGNS[phase]} {word}", "phase"), (f"  {beside.upper()}", look))])
            return
        main = [f"{sign}{_GAP}{row}" for sign, row in zip(SIGNS[phase], big_word(word), strict=True)]
        second = big_word(beside)
        if beside == "left":
            second = tuple(map(add, LEFT_ARROW, second))
        elif beside == "right":
            second = tuple(map(add, second, RIGHT_ARROW))
        if not beside or len(main[0]) + 2 * len(_GAP) + len(second[0]) > self.size.width:
            self.paint([((row, "phase"),) for row in main])
        else:
            rows = zip(main, second, strict=True)
            self.paint([((row, "phase"), (2 * _GAP + other, look)) for row, other in rows])


SQUARES: Final[dict[Mark, str]] = {
    Mark.AHEAD: "□",
    Mark.NOW: "▣",
    Mark.DONE: "■",
    Mark.SHORT: "◧",
    Mark.SKIPPED: "·",
}


class SetProgress(Canvas):
    """One square for each set, with a gap between rounds; a count where there is no room."""

    DEFAULT_CSS = """
    SetProgress { width: auto; height: 1; }
    """

    _groups: tuple[tuple[Mark, ...], ...] = ()

    def show(self, groups: tuple[tuple[Mark, ...], ...]) -> None:
        """Show the sets of each round."""
        if groups != self._groups:
            grown = sum(map(len, groups)) != sum(map(len, self._groups))
            self._groups = groups
            self.redraw()
            if grown:
                self.refresh(layout=True)

    @property
    def wanted_width(self) -> int:
        """The width of all squares and the gaps between rounds."""
        return sum(map(len, self._groups)) + max(0, len(self._groups) - 1)

    def get_content_width(self, container: Size, viewport: Size) -> int:
        return min(container.width, self.wanted_width)

    def redraw(self) -> None:
        self.paint([squares(self._groups, self.size.width)])


def squares(groups: tuple[tuple[Mark, ...], ...], width: int) -> Line:
    """The row of squares; where there is no room, the number of sets done."""
    for gap in (" ", ""):
        text = gap.join("".join(SQUARES[mark] for mark in group) for group in groups)
        if len(text) <= width:
            looks = {"▣": "phase", "■": "", "◧": ""}
            return tuple(join_spans((square, looks.get(square, "muted")) for square in text))
    marks = [mark for group in groups for mark in group]
    behind = sum(mark not in (Mark.AHEAD, Mark.NOW) for mark in marks)
    return ((f"{behind} of {len(marks)} sets", "muted"),)


class Stage(Horizontal):
    """The words and the number, side by side."""

    def on_resize(self, event: Resize) -> None:
        self.query_one(BigNumber).make_room(self.screen.size, event.size)
