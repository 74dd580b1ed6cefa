"""Where in a block a day is: a wave of weeks that rises, and falls for the light one."""

from __future__ import annotations

from typing import Final

from coach.model.formatting import PHASES
from coach.model.plan import Phase
from coach.tui.today.data import TodayPosition
from coach.tui.widgets.canvas import Canvas, Line, Span

_LIGHT: Final[frozenset[Phase]] = frozenset({"deload", "early_deload", "return"})
_STILL: Final[frozenset[Phase]] = frozenset({"paused", "locked"})
_BARS: Final = " ▁▂▃▄▅▆▇█"
_ROWS: Final = 2
_WEEK_CELLS: Final = 5
_GAP: Final = " "
_BETWEEN: Final = "   "


class BlockChart(Canvas):
    """The weeks of a block as bars, two rows high, with this week marked beneath; the light ones are low."""

    DEFAULT_CSS = """
    BlockChart { width: auto; height: 3; }
    """

    place = TodayPosition()
    """What is shown."""

    def show(self, place: TodayPosition) -> None:
        """Show a day's place in its block; nothing without one."""
        self.place = place
        self.styles.width = place.weeks * (_WEEK_CELLS + len(_GAP))
        self.paint(wave_lines(place))


def wave_lines(place: TodayPosition) -> list[Line]:
    """The picture of a block: two rows of bars and one with the numbers of the weeks.

    Past weeks and this one stand full, those to come are muted; this week's number is in brackets.
    """
    weeks = range(1, place.weeks + 1)
    heights = {week: week_height(week, place) for week in weeks}
    lines = [
        tuple(
            (
                _BARS[max(0, min(8, heights[week] - 8 * row))] * _WEEK_CELLS + _GAP,
                "phase" if week == place.week else "" if week < place.week else "muted",
            )
            for week in weeks
        )
        for row in reversed(range(_ROWS))
    ]
    numbers: list[Span] = []
    for week in weeks:
        text = f"[{week}]" if week == place.week else "light" if week == place.weeks else str(week)
        numbers.append((f"{text:^{_WEEK_CELLS}}{_GAP}", "strong" if week == place.week else "muted"))
    return [*lines, tuple(numbers)]


def week_height(week: int, place: TodayPosition) -> int:
    """The height of a week in eighths of a row: rising to the last but one, low where it is light."""
    if week == place.weeks or (week == place.week and place.phase in _LIGHT):
        return 4
    if week == place.week and place.phase in _STILL:
        return 1
    steps = max(1, place.weeks - 2)
    return 8 + 8 * (week - 1) // steps


class States(Canvas):
    """Every state that training can be in, with the one of today marked by a filled dot."""

    DEFAULT_CSS = """
    States { width: 1fr; height: 2; }
    """

    _phase: Phase | None = None

    def show(self, phase: Phase) -> None:
        """Mark this one."""
        self._phase = phase
        self.redraw()

    def redraw(self) -> None:
        if self._phase is not None:
            self.paint(states_lines(self._phase, self.size.width, self.size.height))


def states_lines(phase: Phase, width: int, rows: int) -> list[Line]:
    """The states, from left to right, on as many rows as they need; only that of today without room."""
    lines: list[list[Span]] = [[]]
    taken = 0
    for one, words in PHASES.items():
        text = f"{'●' if one == phase else '○'} {words.name}"
        if taken and taken + len(_BETWEEN) + len(text) > width:
            lines.append([])
            taken = 0
        gap = _BETWEEN if taken else ""
        lines[-1].append((gap + text, "phase" if one == phase else "muted"))
        taken += len(gap) + len(text)
    if len(lines) > rows:
        return [((f"● {PHASES[phase].name}", "phase"),)]
    return [tuple(line) for line in lines]
