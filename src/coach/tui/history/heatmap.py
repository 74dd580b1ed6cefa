"""A year of days: a column for each week, darker where more was done."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import ClassVar, Final

from rich.cells import cell_len
from textual.binding import Binding, BindingType
from textual.events import Click, Resize
from textual.message import Message

from coach.coaching.statistics import DayActivity, LightWeek
from coach.model.formatting import short_date, short_month, short_weekday
from coach.model.plan import Phase
from coach.tui.widgets.canvas import Canvas, Line, Span, place

SIGNS: Final = ("·", "░", "▒", "▓", "█")
"""From none to much: shapes that differ without colours."""
LIGHT_SIGNS: Final[dict[Phase, tuple[str, str]]] = {
    "deload": ("▁", "light"),
    "early_deload": ("!", "early"),
    "return": ("↑", "light"),
}
ROWS: Final = 10
_LABEL: Final = 4
_NOTHING: Final = DayActivity()


class HeatMap(Canvas, can_focus=True):
    """The days of some weeks; arrows move over them, Enter or a click chooses one."""

    DEFAULT_CSS = """
    HeatMap { width: 1fr; height: 10; }
    """
    COMPONENT_CLASSES: ClassVar[set[str]] = {
        *(f"canvas--heat{step}" for step in range(5)),
        "canvas--light",
        "canvas--early",
        "canvas--cursor",
    }
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left", "move(-7)", "a week earlier", show=False),
        Binding("right", "move(7)", "a week later", show=False),
        Binding("up", "move(-1)", "a day earlier", show=False),
        Binding("down", "move(1)", "a day later", show=False),
        Binding("enter", "choose", "go to this day", show=False),
    ]

    class Chosen(Message):
        """A day was chosen."""

        def __init__(self, day: date) -> None:
            super().__init__()
            self.day = day

    def __init__(self) -> None:
        super().__init__()
        self._first = self._last = self._today = self.cursor = date.min
        self._days: Mapping[date, DayActivity] = {}
        self._light: Mapping[date, Phase] = {}

    def show(self, first: date, last: date, today: date, days: Mapping[date, DayActivity]) -> None:
        """Show the days from `first`, where a week begins, to `last`."""
        moved = (first, last) != (self._first, self._last)
        self._first, self._last, self._today, self._days = first, last, today, days
        if moved:
            self.cursor = min(last, today)
        self._draw()

    def show_light(self, weeks: tuple[LightWeek, ...]) -> None:
        self._light = {week.first: week.phase for week in weeks}
        self._draw()

    def on_resize(self, event: Resize) -> None:
        self._draw()

    def on_focus(self) -> None:
        self._draw()

    def on_blur(self) -> None:
        self._draw()

    def action_move(self, days: int) -> None:
        if not self._is_shown:
            return
        aim = self.cursor + timedelta(days=days)
        self.cursor = max(self._from(), min(aim, self._last, self._today))
        self._draw()

    def action_choose(self) -> None:
        if self._is_shown:
            self.post_message(self.Chosen(self.cursor))

    def on_click(self, event: Click) -> None:
        if not self._is_shown:
            return
        week = (event.x - _LABEL) // self._cell
        day = self._from() + timedelta(days=7 * week + event.y - 1)
        if event.x >= _LABEL and 1 <= event.y <= 7 and self._first <= day <= min(self._last, self._today):
            self.cursor = day
            self._draw()
            self.action_choose()

    @property
    def _is_shown(self) -> bool:
        """Whether days were shown already; until then the cursor is on none."""
        return self._first != date.min

    @property
    def _cell(self) -> int:
        return 2 if self.size.width >= _LABEL + 2 * self._weeks_in_all else 1

    @property
    def _weeks_in_all(self) -> int:
        return ((self._last - self._first).days + 1) // 7

    def _from(self) -> date:
        """The first day that fits."""
        fit = max(1, (self.size.width - _LABEL) // self._cell)
        return self._first + timedelta(weeks=max(0, self._weeks_in_all - fit))

    def _draw(self) -> None:
        if not (self._is_shown and self.size.width):
            return
        first = self._from()
        weeks = [first + timedelta(weeks=week) for week in range(((self._last - first).days + 1) // 7)]
        lines = [self._months(weeks)]
        for row in range(7):
            name = short_weekday(first + timedelta(days=row)) if row % 2 == 0 else ""
            days = (self._day(week + timedelta(days=row)) for week in weeks)
            lines.append(((name.ljust(_LABEL), "muted"), *days))
        spans: list[Span] = [(" " * _LABEL, "")]
        for week in weeks:
            sign, look = LIGHT_SIGNS.get(self._light.get(week, "build"), (" ", ""))
            spans.append((sign * self._cell, look))
        width = self.size.width
        legend = f"less {''.join(SIGNS)} more   ▁ light   ! early"
        words = day_words(self.cursor, self._days.get(self.cursor, _NOTHING))
        if cell_len(words) + cell_len(legend) + 2 > width:
            legend = "▁ light  ! early"
        self.paint([*lines, tuple(spans), place((words, ""), ("", ""), (legend, "muted"), width=width)])

    def _months(self, weeks: list[date]) -> Line:
        text = " " * _LABEL
        for index, week in enumerate(weeks):
            at = _LABEL + index * self._cell
            if week.day <= 7 and at >= len(text.rstrip()) + 1 and at + 3 <= self.size.width:
                name = short_month(week) if week.month > 1 else str(week.year)
                text = text.rstrip().ljust(at) + name
        return ((text, "muted"),)

    def _day(self, day: date) -> Span:
        if day > self._today:
            return " " * self._cell, ""
        step = self._days.get(day, _NOTHING).step
        sign = SIGNS[step] * self._cell if step else SIGNS[0].ljust(self._cell)
        if day == self.cursor and self.has_focus:
            return (sign if step else SIGNS[0] * self._cell), "cursor"
        return sign, f"heat{step}"


def day_words(day: date, activity: DayActivity) -> str:
    """`Tue 3 May: 2 sessions, 31 min`."""
    parts = []
    if activity.sessions:
        parts.append("1 session" if activity.sessions == 1 else f"{activity.sessions} sessions")
    if activity.activities:
        parts.append("1 activity" if activity.activities == 1 else f"{activity.activities} activities")
    if parts:
        parts.append(f"{activity.minutes} min")
    if activity.begun:
        parts.append(f"{activity.begun} begun")
    if activity.pain:
        parts.append(f"pain {activity.pain}")
    return f"{short_weekday(day)} {short_date(day)}: {', '.join(parts) if parts else 'a day of rest'}"
