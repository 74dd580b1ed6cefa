"""A line of the list of programs, whose minutes are worked out when it is drawn."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from rich.cells import cell_len
from textual.content import Content
from textual.css.styles import RulesMap
from textual.strip import Strip
from textual.style import Style
from textual.visual import RenderOptions, Visual

from coach.app.programs import FirstSession, ProgramEntry

_MARKS: Final = {"shipped": "○", "own": "●", "broken": "▲"}
_SHORTEST: Final = "0 min"
_LONGEST: Final = "99999 min"


class ProgramLine(Visual):
    """Where a program is from, its title, and its minutes.

    A list needs the height of each of its lines, and draws few of them. The minutes take a whole timeline, so
    they are worked out only for a line that is drawn, or whose height depends on how many digits they have.
    """

    def __init__(self, entry: ProgramEntry, first_session: Callable[[str], FirstSession]) -> None:
        self._entry = entry
        self._first_session = first_session
        self._cells: int | None = None
        self._whole: Content | None = None

    def __str__(self) -> str:
        return self.whole.plain

    @property
    def whole(self) -> Content:
        """The whole text."""
        if self._whole is None:
            is_broken = self._entry.origin == "broken"
            end = (
                "problems"
                if is_broken
                else f"{-(-self._first_session(self._entry.id).total_seconds // 60)} min"
            )
            self._whole = self._ending(end)
        return self._whole

    def _ending(self, end: str) -> Content:
        mark = _MARKS[self._entry.origin]
        return Content.assemble(f"{mark} ", (self._entry.title, "bold"), f"  {end}")

    def render_strips(
        self, width: int, height: int | None, style: Style, options: RenderOptions
    ) -> list[Strip]:
        return self.whole.render_strips(width, height, style, options)

    def get_optimal_width(self, rules: RulesMap, container_width: int) -> int:
        """The width of the whole text."""
        return self.whole.get_optimal_width(rules, container_width)

    def get_height(self, rules: RulesMap, width: int) -> int:
        """How many lines it takes."""
        if self._cells is None:
            # A title with a line break or a tab is measured as it is drawn.
            title = self._entry.title
            self._cells = cell_len(f"● {title}  {_LONGEST}") if title.isprintable() else -1
        if 0 <= self._cells <= width:
            return 1
        if self._whole is None and self._entry.origin != "broken":
            least, most = (self._ending(end).get_height(rules, width) for end in (_SHORTEST, _LONGEST))
            if least == most:
                return least
        return self.whole.get_height(rules, width)
