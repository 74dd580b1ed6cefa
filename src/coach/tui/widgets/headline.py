"""The phase of a session in a shape, a word and a colour."""

from __future__ import annotations

from textual.events import Resize

from coach.tui.phase import Phase
from coach.tui.widgets.canvas import Canvas, Line
from coach.tui.widgets.letters import ROWS, SIGNS, SMALL_SIGNS, big_word

_GAP = "   "


class Headline(Canvas):
    """Big where it is three rows high, on one row otherwise: the shape, the word, and the side."""

    DEFAULT_CSS = """
    Headline { width: 1fr; height: 3; text-style: bold; }
    """

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._shown: tuple[Phase, str, str] = (Phase.READY, "", "")

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
            self._draw()

    def on_resize(self, event: Resize) -> None:
        """Draw in the height of now."""
        self._draw()

    def _draw(self) -> None:
        phase, word, beside = self._shown
        if not self.is_big:
            self.paint(
                [((f"{SMALL_SIGNS[phase]} {word}", "phase"), (f"  {beside.upper()}", _side_look(phase)))]
            )
        else:
            self.paint(_big(phase, word, beside, self.size.width))


def _big(phase: Phase, word: str, beside: str, width: int) -> list[Line]:
    sign, letters = SIGNS[phase], big_word(word)
    second = _with_arrow(beside)
    room = len(sign[0]) + len(_GAP) + len(letters[0]) + 2 * len(_GAP) + len(second[0])
    if not beside or room > width:
        return [((f"{sign[row]}{_GAP}{letters[row]}", "phase"),) for row in range(ROWS)]
    return [
        ((f"{sign[row]}{_GAP}{letters[row]}", "phase"), (2 * _GAP + second[row], _side_look(phase)))
        for row in range(ROWS)
    ]


def _side_look(phase: Phase) -> str:
    return "muted" if phase is Phase.REST else "strong"


def _with_arrow(side: str) -> tuple[str, ...]:
    letters = big_word(side)
    if side == "left":
        return tuple(f"{arrow}  {line}" for arrow, line in zip(("  ▄", "▄██", " ▀█"), letters, strict=True))
    if side == "right":
        return tuple(f"{line}  {arrow}" for arrow, line in zip(("▄  ", "██▄", "█▀ "), letters, strict=True))
    return letters
