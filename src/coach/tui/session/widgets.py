"""The widgets of the session screen: bar, big name, cues, number, breath shape, headline, sets, strip."""

from __future__ import annotations

from collections.abc import Sequence
from math import floor, hypot
from operator import add
from typing import Final

from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.content import Content
from textual.events import Resize
from textual.geometry import Size
from textual.message import Message

from coach.session.view import Breath
from coach.tui.session.display import Phase
from coach.tui.session.lettering import (
    ROWS,
    Lettering,
    best_rows,
    big_lines,
    big_text,
    big_word,
    gap_width,
    text_width,
    to_blocks,
)
from coach.tui.widgets.canvas import Canvas, Line
from coach.tui.widgets.figure import drawing_of

SLIM: Final = (Lettering(is_slim=True), Lettering(narrow=True, is_slim=True))
"""The smallest big letters."""


class BigName(Canvas):
    """The name of a drill in big letters, on one line or two."""

    DEFAULT_CSS = """
    BigName { width: 1fr; height: 0; }
    """

    _shown: tuple[str, str] = ("", "")
    _scale = 1
    _most = 0
    _rows = 0
    _aside = 0

    @property
    def lines(self) -> tuple[str, ...]:
        """The lines that are shown big."""
        return self._lettered()[0]

    def make_room(self, scale: int, most: int) -> None:
        """Use letters of this scale, on so many lines; with none, nothing is shown."""
        if (scale, most) != (self._scale, self._most):
            self._scale, self._most = scale, most
            self.redraw()

    def fits_beside(self, cells: int) -> bool:
        """Whether the whole name fits where so many cells at the right stay empty."""
        name = self._shown[0]
        lines = name_lines(name, self.size.width - cells, self._most, self._scale, self._slim())[0]
        return " ".join(lines) == " ".join(name.split())

    def keep_clear(self, cells: int) -> None:
        """Leave so many cells at the right empty."""
        if cells != self._aside:
            self._aside = cells
            self.redraw()

    def show(self, name: str, look: str) -> bool:
        """Show a name in a look; whether that changes anything."""
        if (name, look) == self._shown:
            return False
        self._shown = (name, look)
        self.redraw()
        return True

    def _slim(self) -> tuple[Lettering, ...]:
        return SLIM if drawing_of(self.app) != "none" else ()

    def _lettered(self) -> tuple[tuple[str, ...], Lettering]:
        width = self.size.width - self._aside
        return name_lines(self._shown[0], width, self._most, self._scale, self._slim())

    def redraw(self) -> None:
        lines, lettering = self._lettered()
        rows = len(lines) * lettering.rows
        if rows != self._rows:
            self._rows = rows
            self.styles.height = rows
        self.paint([((row, self._shown[1]),) for line in lines for row in big_word(line, lettering)])


def name_lines(
    name: str, width: int, most: int, scale: int, slim: Sequence[Lettering] = ()
) -> tuple[tuple[str, ...], Lettering]:
    """A name in the largest letters in which it fits: whole, else up to a comma or bracket.

    Args:
        width: in cells.
        most: lines of it.
        scale: of the largest letters.
        slim: the letters for one line of a name that is too long for all others.
    """
    short = name.partition(",")[0].partition("(")[0].strip()
    sizes = [Lettering(narrow, size) for size in range(scale, 0, -1) for narrow in (False, True)]
    for text in (name, short):
        for count in range(1, most + 1):
            for lettering in sizes:
                if count * lettering.rows > max(most * ROWS, ROWS * scale):
                    continue
                lines = big_lines(text, width, count, lettering)
                if lines:
                    return lines, lettering
        for lettering in slim if most else ():
            lines = big_lines(text, width, 1, lettering)
            if lines:
                return lines, lettering
    return (), Lettering()


class CueDisplay(Canvas):
    """How the drill is done: in big letters where they fit, else in bold ones."""

    DEFAULT_CSS = """
    CueDisplay { width: 1fr; height: auto; }
    """

    _cues: tuple[str, ...] = ()
    _note = ""
    _rows = 0
    _scale = 1
    _turn: int | None = None
    _in_haste = False

    @property
    def shown(self) -> str:
        """The cues as they are written."""
        return " ".join(self._cues)

    @property
    def is_big(self) -> bool:
        """Whether the cues are in big letters."""
        return bool(self._lettered())

    def make_room(self, rows: int, scale: int) -> None:
        """Take at least so many rows, and use letters of at most this scale."""
        if (rows, scale) != (self._rows, self._scale):
            self._rows, self._scale = rows, scale
            self.refresh(layout=True)
            self.redraw()

    def show(
        self, cues: tuple[str, ...], note: str = "", turn: int | None = None, *, in_haste: bool = False
    ) -> None:
        """Show cues.

        Args:
            cues: what to do.
            note: what stands below them in plain letters.
            turn: which one stands alone where all are too much; None: all of them stand.
            in_haste: rather all in the smallest big letters than one of them, for there is no time for two.
        """
        if (cues, note, turn, in_haste) != (self._cues, self._note, self._turn, self._in_haste):
            wanted = self._wanted(self.size.width)
            self._cues, self._note, self._turn, self._in_haste = cues, note, turn, in_haste
            if self._wanted(self.size.width) != wanted:
                self.refresh(layout=True)
            self.redraw()

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        return self._wanted(width)

    def _wanted(self, width: int) -> int:
        return max(self._rows, len(self._plain(width)))

    def _lettered(self) -> list[Line]:
        """The rows of big letters; none where they do not fit."""
        if self._note or self._rows < ROWS:
            return []
        sizes = [Lettering(narrow, scale) for scale in range(self._scale, 0, -1) for narrow in (False, True)]
        slim = list(SLIM) if drawing_of(self.app) != "none" else []
        ways = [(self._cues, lettering) for lettering in (*sizes, *slim)]
        if self._turn is not None:
            one = self._cues[self._turn : self._turn + 1]
            place = len(ways) if self._in_haste else len(sizes)
            ways[place:place] = [(one, lettering) for lettering in (*sizes, *slim)]
        for cues, lettering in ways:
            most = self._rows // lettering.rows
            lines = [big_lines(cue, self.size.width, most, lettering) for cue in cues]
            if lines and all(lines) and sum(map(len, lines)) <= most:
                return [
                    ((row, "strong"),) for cue in lines for line in cue for row in big_word(line, lettering)
                ]
        return []

    def _plain(self, width: int) -> list[Line]:
        """The rows of plain letters, apart where there is room; cues that take turns only if all fit."""
        blocks: list[list[Line]] = [[((row, "strong"),) for row in wrapped(cue, width)] for cue in self._cues]
        if self._turn is not None and sum(map(len, blocks)) > self.container_size.height:
            blocks = blocks[self._turn : self._turn + 1]
        if self._note:
            blocks.append([((row, ""),) for row in wrapped(self._note, width)])
        rows = sum(map(len, blocks)) + len(blocks) - 1
        apart: list[Line] = [((" ", ""),)] if rows <= self._rows else []
        return [row for place, block in enumerate(blocks) for row in (*(apart if place else ()), *block)]

    def redraw(self) -> None:
        lines = self._lettered() or self._plain(self.size.width)
        # In the middle of its room.
        above = (self._rows - len(lines)) // 2
        self.paint([((" ", ""),)] * max(0, above) + lines)


def wrapped(text: str, width: int) -> list[str]:
    """A text in lines of at most `width` cells, broken between words."""
    return [piece.plain for piece in Content(text).wrap(max(1, width))]


class Glyph(Canvas):
    """One digit. Each is a widget, so that a new second writes only the last one."""

    DEFAULT_CSS = """
    Glyph { text-style: bold; }
    """

    def draw(self, character: str, rows: int, narrow: bool = False) -> None:
        """Show one character, or nothing for a space."""
        blank = character == " "
        self.paint([] if blank else [((line, ""),) for line in big_text(character, rows, narrow)])


class BigNumber(Horizontal):
    """Digits as large as fit, aligned right."""

    DEFAULT_CSS = """
    BigNumber { width: auto; height: 1fr; align: right bottom; }
    """

    def __init__(self, widest: str) -> None:
        """Have as many digits as the widest number."""
        super().__init__()
        self._most = self._widest = widest
        self._narrow = False
        self._shown = ""
        self._rows = self._most_rows = 0

    def compose(self) -> ComposeResult:
        for _character in self._most:
            yield Glyph()

    @property
    def value(self) -> str:
        """The text that is shown big."""
        return self._shown

    @property
    def rows(self) -> int:
        """How high the digits are, in cells."""
        return self._rows

    @property
    def wide(self) -> int:
        """How wide the widest number is, in cells."""
        return text_width(self._widest, self._rows, self._narrow) if self._rows else 0

    def make_room(self, rows: int, width: int, least: int = 0, full: int = 0) -> None:
        """Make the digits as large as possible.

        Args:
            rows: their greatest height.
            width: the room beside what else there is.
            least: below this height they take more.
            full: all the room that they may take for it.
        """
        height = best_rows(self._widest, width, rows, self._narrow)
        if height < least:
            height = best_rows(self._widest, full, least, self._narrow)
        self._rows = height
        gap = gap_width(height, self._narrow)
        extra = len(self._most) - len(self._widest)
        for index, glyph in enumerate(self.query(Glyph)):
            glyph.display = index >= extra
            if index >= extra:
                character = self._widest[index - extra]
                glyph.styles.width = text_width(character, height, self._narrow)
                glyph.styles.height = height
                glyph.styles.margin = (0, 0, 0, gap if index > extra else 0)
        self._draw()

    def show(self, text: str) -> None:
        """Show `text` big."""
        if text != self._shown:
            self._shown = text
            self._draw()

    def make_room_for(self, widest: str) -> bool:
        """Have room for another number, with narrow digits for a clock; whether that changes anything.

        To be followed by `make_room`.
        """
        if widest == self._widest and self._narrow == (":" in widest):
            return False
        self._widest, self._narrow = widest, ":" in widest
        return True

    def _draw(self) -> None:
        if not self._rows:
            return
        text = self._shown.rjust(len(self._most))[-len(self._most) :]
        for glyph, character in zip(self.query(Glyph), text, strict=True):
            if glyph.display:
                glyph.draw(character, self._rows, self._narrow)


class CountUnit(Canvas):
    """What the number above counts, in big letters where there is room; no row where it counts seconds."""

    DEFAULT_CSS = """
    CountUnit { width: auto; height: 0; }
    """

    _words = ""
    _room = 0
    _is_big = False

    @property
    def words(self) -> str:
        """What is shown."""
        return self._words

    @property
    def rows(self) -> int:
        """How high it is, in cells."""
        return len(self._drawn()) if self._words else 0

    def show(self, words: str, room: int, *, is_big: bool) -> bool:
        """Show words at the right of so many cells or more; whether that changes its height."""
        if (words, room, is_big) == (self._words, self._room, self._is_big):
            return False
        before = self.rows
        self._words, self._room, self._is_big = words, room, is_big
        self.styles.height = self.rows
        self.styles.width = max(room, len(self._drawn()[0]))
        self.redraw()
        return self.rows != before

    def _drawn(self) -> tuple[str, ...]:
        """Its rows in the largest letters that fit below the number, or the smallest big ones."""
        if not self._is_big:
            return (self._words,)
        slim = SLIM if drawing_of(self.app) != "none" else ()
        drawn = [big_word(self._words, size) for size in (Lettering(), Lettering(narrow=True), *slim)]
        fitting = (rows for rows in drawn if len(rows[0]) <= self._room)
        return next(fitting, drawn[-1] if slim else (self._words,))

    def redraw(self) -> None:
        self.paint([((row.rjust(self.size.width), "phase"),) for row in self._drawn()])


MOST_SHAPE_ROWS = 13
"""A larger disc is not easier to follow, and costs more to write."""
SMALLEST = 0.25
"""The disc after breathing out, as a share of the full one."""
STEP_MARGIN = 0.02
"""Added so that the rounded radius has certainly changed."""
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
        """`until_next_step` for a disc of this size."""
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
    return min(1.0, (until + STEP_MARGIN) / max(largest - smallest, STEP_MARGIN))


def _radius(full: float, width: int, height: int) -> float:
    """In points, before it is rounded to a whole one."""
    return min(width / 2, height, MOST_SHAPE_ROWS) * (SMALLEST + (1 - SMALLEST) * full)


SIGNS: Final[dict[Phase, tuple[str, str, str]]] = {
    Phase.READY: ("    ▄▄", "  ▄▄██", "▄▄████"),
    Phase.WORK: ("▄████▄", "██████", "▀████▀"),
    Phase.SWITCH: ("  ▄  ▄  ", "▄██  ██▄", " ▀█  █▀ "),
    Phase.REST: ("      ", "██████", "      "),
    Phase.WAIT: ("██▄▄  ", "██████", "██▀▀  "),
    Phase.PAUSED: ("██  ██", "██  ██", "██  ██"),
    Phase.PAIN: ("  ██  ", "██████", "  ██  "),
    Phase.DONE: ("    ▄█", "█▄ ▄█▀", " ▀█▀  "),
}
"""Each phase by its shape: stairs, a disc, two arrows, a lying bar, an arrow, two bars, a cross, a tick.

None can be read as a letter of the word behind it.
"""
SMALL_SIGNS: Final[dict[Phase, str]] = {
    Phase.READY: "◆",
    Phase.WORK: "●",
    Phase.SWITCH: "◀▶",
    Phase.REST: "▬",
    Phase.WAIT: "▶",
    Phase.PAUSED: "▮▮",
    Phase.PAIN: "✚",
    Phase.DONE: "✓",
}
EXPLAINED: Final = tuple(
    (f"{SMALL_SIGNS[phase]} {word}", sentence)
    for phase, word, sentence in (
        (Phase.READY, "READY", "Get into position for the drill that comes."),
        (Phase.WORK, "HOLD", "Work. The word says how: HOLD, MOVE, STRETCH, WALK, IN and OUT."),
        (Phase.SWITCH, "SWITCH", "The same drill comes on the other side."),
        (Phase.REST, "REST", "Rest. What stands below is for the drill that comes."),
        (Phase.WAIT, "READY?", "Nothing runs. Space goes on."),
        (Phase.PAUSED, "PAUSED", "The time stands still. Space goes on."),
        (Phase.PAIN, "PAIN?", "How much does it hurt, from 0 to 10?"),
    )
)
"""Each sign with its word, and what it means."""
LEFT_ARROW: Final = ("  ▄  ", "▄██  ", " ▀█  ")
RIGHT_ARROW: Final = ("  ▄  ", "  ██▄", "  █▀ ")


class Headline(Canvas):
    """The shape, the word and the side: big where it is three rows high, else on one row."""

    DEFAULT_CSS = """
    Headline { width: 1fr; height: 3; text-style: bold; }
    Headline.-flash { background: $foreground 18%; }
    Headline.-flash:light { background: $foreground 10%; }
    App:ansi Headline.-flash { text-style: bold underline; }
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

    def flash(self, on: bool) -> None:
        """Tint the band behind the words, or undo it."""
        self.set_class(on, "-flash")

    def redraw(self) -> None:
        phase, word, beside = self._shown
        if not self.is_big:
            self.paint([((f"{SMALL_SIGNS[phase]} {word}", "phase"), (f"  {beside.upper()}", "strong"))])
            return
        scale = 2 if self.size.height >= 2 * ROWS else 1
        # Of `left arm` the arm is left out before the side is.
        wide, narrow = Lettering(False, scale), Lettering(True, scale)
        slim = Lettering(is_slim=True) if scale == 1 and drawing_of(self.app) != "none" else narrow
        ways = [
            (text, *way)
            for text in dict.fromkeys((beside, beside.partition(" ")[0], ""))
            for way in (
                (wide, wide, True),
                (narrow, narrow, True),
                (narrow, slim, True),
                (narrow, slim, False),
            )
        ]
        drawn = (
            _headline((phase, word, text), main, second, with_sign=sign) for text, main, second, sign in ways
        )
        fitting = (rows for rows in drawn if sum(map(len, rows[0])) <= self.size.width)
        rows = next(fitting, None) or _headline((phase, word, ""), narrow, narrow, with_sign=False)
        self.paint([((main, "phase"), (second, "strong")) for main, second in rows])


def _headline(
    words: tuple[Phase, str, str], lettering: Lettering, of_second: Lettering, *, with_sign: bool
) -> list[tuple[str, str]]:
    """Each row: the shape with the word, and the second word with its arrow."""
    phase, word, beside = words
    scale = lettering.scale
    gap = " " * (2 if lettering.narrow else 3) * scale
    main = big_word(word, lettering)
    if with_sign:
        main = tuple(map(add, _scaled(SIGNS[phase], scale), (gap + row for row in main)))
    second = big_word(beside, of_second) if beside else ("",) * len(main)
    if beside.startswith("left"):
        second = tuple(map(add, _scaled(LEFT_ARROW, scale), second))
    elif beside.startswith("right"):
        second = tuple(map(add, second, _scaled(RIGHT_ARROW, scale)))
    return [(one, (2 * gap + other) if beside else "") for one, other in zip(main, second, strict=True)]


def _scaled(rows: tuple[str, ...], scale: int) -> tuple[str, ...]:
    """Half blocks, each point as `scale` by `scale` points."""
    lit = {
        (x * scale + across, (2 * y + half) * scale + down)
        for y, row in enumerate(rows)
        for x, block in enumerate(row)
        for half in (0, 1)
        if block in ("▀█" if half == 0 else "▄█")
        for across in range(scale)
        for down in range(scale)
    }
    return to_blocks(lit, len(rows[0]) * scale, 2 * len(rows) * scale)


class Stage(Horizontal):
    """What stands beside the number."""

    class Resized(Message):
        """It has another size."""

    def on_resize(self, event: Resize) -> None:
        self.post_message(self.Resized())
