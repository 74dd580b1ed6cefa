"""Big letters for the few words that must be read from the floor, and the shape of each phase."""

from __future__ import annotations

from functools import lru_cache
from typing import Final
from unicodedata import category, normalize

from coach.tui.phase import Phase
from coach.tui.widgets.glyphs import to_blocks

ROWS: Final = 3
"""How high big letters and shapes are, in cells."""

_POINTS_HIGH: Final = 6

_LETTERS: Final[dict[str, str]] = {
    "A": ".##. #..# #### #..# #..#",
    "B": "###. #..# ###. #..# ###.",
    "C": ".### #... #... #... .###",
    "D": "###. #..# #..# #..# ###.",
    "E": "#### #... ###. #... ####",
    "F": "#### #... ###. #... #...",
    "G": ".### #... #.## #..# .###",
    "H": "#..# #..# #### #..# #..#",
    "I": "### .#. .#. .#. ###",
    "J": "..## ...# ...# #..# .##.",
    "K": "#..# #.#. ##.. #.#. #..#",
    "L": "#... #... #... #... ####",
    "M": "#...# ##.## #.#.# #...# #...#",
    "N": "#..# ##.# #.## #..# #..#",
    "O": ".##. #..# #..# #..# .##.",
    "P": "###. #..# ###. #... #...",
    "Q": ".##. #..# #..# #.#. .#.#",
    "R": "###. #..# ###. #.#. #..#",
    "S": ".### #... .##. ...# ###.",
    "T": "##### ..#.. ..#.. ..#.. ..#..",
    "U": "#..# #..# #..# #..# .##.",
    "V": "#...# #...# .#.#. .#.#. ..#..",
    "W": "#...# #...# #.#.# ##.## #...#",
    "X": "#..# #..# .##. #..# #..#",
    "Y": "#...# .#.#. ..#.. ..#.. ..#..",
    "Z": "#### ...# .##. #... ####",
    "0": ".##. #..# #..# #..# .##.",
    "1": ".#. ##. .#. .#. ###",
    "2": "###. ...# .##. #... ####",
    "3": "###. ...# .##. ...# ###.",
    "4": "#..# #..# #### ...# ...#",
    "5": "#### #... ###. ...# ###.",
    "6": ".##. #... ###. #..# .##.",
    "7": "#### ...# ..#. .#.. .#..",
    "8": ".##. #..# .##. #..# .##.",
    "9": ".##. #..# .### ...# .##.",
    "-": "... ... ### ... ...",
    "?": "###. ...# .##. .... .#..",
    "!": "# # # . #",
    "/": "...# ..#. ..#. .#.. #...",
    "'": "# # . . .",
    ".": ". . . . #",
    "+": "... .#. ### .#. ...",
    " ": ".. .. .. .. ..",
}

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


def is_drawable(text: str) -> bool:
    """Whether there is a big letter for each of its characters."""
    return all(letter in _LETTERS for letter in _plain(text))


@lru_cache(maxsize=64)
def big_word(word: str) -> tuple[str, ...]:
    """`word` as `ROWS` lines of blocks, all equally long; letters it does not know stay blank."""
    lit: set[tuple[int, int]] = set()
    left = 0
    for letter in _plain(word):
        lines = _LETTERS.get(letter, _LETTERS[" "]).split()
        lit.update(
            (left + x, y + 1) for y, line in enumerate(lines) for x, point in enumerate(line) if point == "#"
        )
        left += len(lines[0]) + 1
    return to_blocks(lit, max(0, left - 1), _POINTS_HIGH)


def _plain(text: str) -> str:
    """Capitals without their accents."""
    parts = normalize("NFKD", text.upper())
    return "".join(letter for letter in parts if category(letter) != "Mn")
