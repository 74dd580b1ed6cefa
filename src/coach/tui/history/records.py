"""Personal bests, and the curve of a drill."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from itertools import pairwise
from typing import ClassVar, Final

from msgspec import Struct
from msgspec.structs import replace
from textual import getters
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical
from textual.events import Resize
from textual.widgets import Static

from coach.app.history import Digest, HistoryReader
from coach.coaching.statistics import LightSpan, Metric, PersonalBest, SideCurve, curves
from coach.model.formatting import load_text, name_of, seconds_text, short_date
from coach.model.units import Units, load_in
from coach.tui.coach_screen import when_drawn
from coach.tui.history.base import LIST_STYLES, DigestScreen
from coach.tui.history.data import Filter, filter_text
from coach.tui.keys import CURVE_KEYS, LIST_KEYS
from coach.tui.widgets.canvas import Canvas, Line, Span, StatusLine, column, join_spans, shorten
from coach.tui.widgets.footer import FIRST, FooterEntry, KeyFooter
from coach.tui.widgets.virtual_list import VirtualList

NO_RECORDS: Final = (
    "No records yet.\n\n"
    "The longest and the heaviest set of each drill stands here once you have done it tidily and "
    "without pain. Light weeks do not count: there less is asked on purpose."
)
ABOUT: Final = "Tidy sets without pain; light weeks are left out."
NO_RECORD: Final = "No tidy set outside the light weeks yet."
READING: Final = "Reading…"


def amount_text(record: PersonalBest, units: Units) -> str:
    """`45 s`, `12 times` or `6 kg`."""
    if record.metric == "seconds":
        return seconds_text(round(record.amount))
    if record.metric == "reps":
        return f"{record.amount:g} times"
    return load_text(record.amount, units)


def record_text(record: PersonalBest, units: Units) -> str:
    """`left 45 s on 3 May 2026`."""
    side = f"{record.side} " if record.side else ""
    return f"{side}{amount_text(record, units)} on {short_date(record.date)}"


def record_line(
    records: Sequence[PersonalBest], index: int, names: Mapping[str, str], units: Units, width: int
) -> Line:
    """One record: the drill, unless it is that of the line above; the side, the amount, the day."""
    record = records[index]
    name = max(14, min(40, width - 36))
    again = index > 0 and records[index - 1].drill == record.drill
    spans: list[Span] = [
        (column("" if again else name_of(record.drill, names), name), "strong"),
        (column(record.side or "", 7), "muted"),
        (column(amount_text(record, units), 14), "good"),
    ]
    return (*spans, (short_date(record.date).rjust(11), "muted"))


class RecordsScreen(DigestScreen):
    """A line for each record."""

    CSS_PATH: ClassVar = ["table.tcss", LIST_STYLES]
    AUTO_FOCUS = "VirtualList"
    KEYS = LIST_KEYS
    BINDINGS: ClassVar[list[BindingType]] = [*LIST_KEYS]

    header = getters.query_one("#header", StatusLine)
    virtual_list = getters.query_one(VirtualList)
    empty = getters.query_one("#empty", Static)

    def compose(self) -> ComposeResult:
        yield StatusLine(id="header")
        yield StatusLine(id="columns")
        yield VirtualList()
        yield Static(READING, markup=False, id="empty")
        yield KeyFooter()

    def on_mount(self) -> None:
        self.add_class("-empty", "-list")
        self.query_one("#columns", StatusLine).show((f"  {ABOUT}", "muted"))
        self.query_one(KeyFooter).show(self.footer("filter close help"))
        self.header.show(("Records", "strong"))

    def find(self, digest: Digest) -> None:
        chosen = self.filter
        self.in_thread(lambda: digest.personal_bests(chosen.programs, chosen.since, chosen.until), self._show)

    def _show(self, found: Sequence[PersonalBest]) -> None:
        self.set_class(not found, "-empty")
        self.empty.update(NO_RECORDS)
        names, units = self.history.drill_names, self.history.units
        self.virtual_list.show(
            len(found),
            lambda index, width: record_line(found, index, names, units, width),
            self.virtual_list.cursor,
        )
        self.header.show(("Records", "strong"), "", (filter_text(self.filter, self._titles), "muted"))


_EMPTY: Final = "\u2800"
_PLANNED: Final = "░"
_EARLY: Final = "▒"
_SHAKY: Final = "~"
_PAIN: Final = "x"
_LABEL: Final = 5
_LOOKS: Final = {_PLANNED: "light", _EARLY: "early", _SHAKY: "warn", _PAIN: "warn"}
COARSE_DAYS: Final = 8
"""From this many days in a column on, a light week would not be visible, and nothing is shaded."""
_SHADED_SHARE: Final = 0.45
"""The share of the days of a column that have to be light."""


class Chart(Struct, frozen=True, kw_only=True):
    """One curve, with the days and amounts between which it is drawn."""

    title: str
    curve: SideCurve
    first: int
    """The ordinal of the first day."""
    last: int
    top: float
    """The amount at the upper edge; the lower edge is 0."""
    light: tuple[LightSpan, ...] = ()


class CurvePlot(Canvas):
    """One curve with its axes."""

    DEFAULT_CSS = """
    CurvePlot { width: 1fr; height: 1fr; }
    """
    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "canvas--light",
        "canvas--early",
        "canvas--warn",
        "canvas--curve",
    }

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._chart: Chart | None = None

    def show(self, chart: Chart | None) -> None:
        """Draw this chart; None: nothing."""
        if chart != self._chart:
            self._chart = chart
            self._draw()

    def on_resize(self, event: Resize) -> None:
        self._draw()

    def _draw(self) -> None:
        width, height = self.size
        if self._chart is None or width < _LABEL + 4 or height < 4:
            self.paint([])
        else:
            self.paint(draw(self._chart, width, height))


def draw(chart: Chart, width: int, height: int) -> list[Line]:
    """The lines of a chart: its title, the curve with its scale, and the days below."""
    columns, rows = width - _LABEL - 1, height - 2
    shades = shading(chart.light, chart.first, chart.last, columns)
    lines: list[Line] = [((chart.title, "strong"),)]
    # Imported here: only these screens need it.
    import plotille

    # The edge itself is outside: a little more room keeps points on it.
    top = chart.top * (1 + 1 / (4 * rows))
    canvas = plotille.Canvas(columns, rows, chart.first, 0, chart.last + 1, top)
    for segment in chart.curve.segments:
        for before, after in pairwise(segment):
            canvas.line(before.day, before.amount, after.day, after.amount)
        for point in segment:
            canvas.point(point.day, point.amount)
    for point in chart.curve.points:
        if sign := _PAIN if point.pain else _SHAKY if point.shaky else "":
            canvas.text(point.day, point.amount, sign)
    drawn: str = canvas.plot(linesep="\n")
    labels = {0: f"{chart.top:g}", rows - 1: "0"}
    if rows >= 5:
        middle = rows // 2
        labels[middle] = f"{chart.top * (rows - 1 - middle) / (rows - 1):.3g}"
    for row, text in enumerate(drawn.split("\n")):
        label = labels.get(row, "").rjust(_LABEL)
        edge = "┤" if label.strip() else "│"
        shown = (shade if sign == _EMPTY else sign for sign, shade in zip(text, shades, strict=False))
        spans = join_spans((sign, _LOOKS.get(sign, "" if sign == " " else "curve")) for sign in shown)
        lines.append(((f"{label}{edge}", "muted"), *spans))
    lines.append(((_days(chart.first, chart.last, columns), "muted"),))
    return lines


def shading(light: Sequence[LightSpan], first: int, last: int, columns: int) -> str:
    """A character for each column: a blank, or the shade of the light days that fill enough of it."""
    days = (last + 1 - first) / columns
    if days >= COARSE_DAYS:
        return " " * columns
    signs = ""
    for place in range(columns):
        start = first + place * days
        end = start + days
        lengths = {_EARLY: 0.0, _PLANNED: 0.0}
        for span in light:
            shared = min(end, span.last + 1) - max(start, span.first)
            lengths[_EARLY if span.early else _PLANNED] += max(0.0, shared)
        is_light = sum(lengths.values()) >= _SHADED_SHARE * (end - start)
        # Of two that are as long, the early one.
        signs += max(lengths, key=lengths.__getitem__) if is_light else " "
    return signs


def _days(first: int, last: int, columns: int) -> str:
    """The dates below a curve: at both ends, and in the middle where there is room."""
    start, end = _date(first), _date(last)
    room = columns - len(start) - len(end)
    text = start + " " * max(1, room) + end
    middle = _date((first + last) // 2)
    if room > len(middle) + 6:
        at = (columns - len(middle)) // 2
        text = text[:at] + middle + text[at + len(middle) :]
    return " " * (_LABEL + 1) + text


def _date(ordinal: int) -> str:
    return short_date(date.fromordinal(ordinal))


def scale(amount: float) -> float:
    """A round number at or above an amount, for the upper edge: 45 becomes 50, 6 becomes 8."""
    step = 1.0
    while True:
        for factor in (1, 2, 3, 4, 5, 6, 8):
            if factor * step >= amount:
                return factor * step
        step *= 10


NO_CURVE: Final = (
    "There is no curve yet.\n\n"
    "After a few sessions each drill has one here: how long you held it, and with how much, "
    "left and right apart, with the lighter weeks shaded."
)
RANGES: Final[tuple[tuple[str, int | None], ...]] = (
    ("the last 12 weeks", 84),
    ("the last year", 365),
    ("everything", None),
)
"""Ranges of time in words and in days."""
LEGEND: Final = "░ light week   ▒ early one   ~ shaky   x it hurt"
UNSHADED_LEGEND: Final = "too long to shade light weeks   ~ shaky   x it hurt"
_NO_CURVE: Final = SideCurve(side=None, points=())
_TWO_ROWS_HEIGHT: Final = 30
"""The height from which seconds and load are drawn one above the other."""
_TITLES: Final[dict[Metric, str]] = {
    "seconds": "seconds",
    "reps": "repetitions",
    "load_kg": "load, {units}",
}


class DrillCurveScreen(DigestScreen):
    """The list of drills, and the charts of the selected one."""

    CSS_PATH: ClassVar = ["curve.tcss", LIST_STYLES]
    AUTO_FOCUS = "VirtualList"
    KEYS = CURVE_KEYS
    BINDINGS: ClassVar[list[BindingType]] = [*CURVE_KEYS]

    header = getters.query_one("#header", StatusLine)
    virtual_list = getters.query_one(VirtualList)
    empty = getters.query_one("#empty", Static)
    foot = getters.query_one("#foot", Static)
    legend = getters.query_one("#legend", StatusLine)
    key_footer = getters.query_one(KeyFooter)

    def __init__(self, history: HistoryReader, filter: Filter | None = None) -> None:
        super().__init__(history, filter)
        self._range = 1
        self._load_first = False
        self.drills: tuple[str, ...] = ()
        """The ids of the listed drills."""
        self._best: Sequence[PersonalBest] = ()

    def compose(self) -> ComposeResult:
        yield StatusLine(id="header")
        yield Static(READING, markup=False, id="empty")
        with Horizontal(id="body"):
            yield VirtualList()
            with Vertical(id="curves"):
                for row in ("amount", "load"):
                    for side in (0, 1):
                        yield CurvePlot(id=f"{row}-{side}")
                yield Static(markup=False, id="foot")
                yield StatusLine(id="legend")
        yield KeyFooter()

    def on_mount(self) -> None:
        self._show_body(shown=False)
        keys = self.footer("range measure filter close help")
        self.key_footer.show([FooterEntry("↑ ↓", "drill", "", FIRST), *keys])
        self._show_header()

    def prepare(self) -> None:
        import plotille  # noqa: F401

    def find(self, digest: Digest) -> None:
        chosen = self.filter
        self.in_thread(
            lambda: (
                digest.efforts.drills(chosen.programs),
                digest.personal_bests(chosen.programs, chosen.since, chosen.until),
            ),
            self._show,
        )

    def _show(self, found: tuple[tuple[str, ...], Sequence[PersonalBest]]) -> None:
        before = self._drill
        drills, self._best = found
        self.drills = drills
        self._show_body(shown=bool(drills))
        self.empty.update(NO_CURVE)
        known = self.history.drill_names
        names = [name_of(drill, known) for drill in drills]
        cursor = drills.index(before) if before in drills else 0
        self.virtual_list.show(len(names), lambda index, width: ((shorten(names[index], width), ""),), cursor)
        self._draw()

    def _show_body(self, *, shown: bool) -> None:
        # Not by a class: that would calculate the styles of the whole screen again.
        self.query_one("#body").display = shown
        self.empty.display = not shown

    @property
    def _drill(self) -> str | None:
        index = self.virtual_list.cursor
        return self.drills[index] if index < len(self.drills) else None

    def on_virtual_list_highlighted(self, message: VirtualList.Highlighted) -> None:
        self._draw()

    def on_resize(self, event: Resize) -> None:
        self._draw()

    def _draw(self) -> None:
        drill, digest, units = self._drill, self._digest, self.history.units
        self._show_header()
        if drill is None or digest is None:
            return
        first, last = self._days(digest, drill)
        efforts = digest.efforts.of(drill, programs=self.filter.programs, since=first, until=last)
        light = digest.light_spans(efforts, first, last)
        main: Metric = "seconds" if any(effort.seconds for effort in efforts) else "reps"
        loads = [
            replace(
                curve,
                points=tuple(replace(one, amount=load_in(one.amount, units)) for one in curve.points),
            )
            for curve in curves(efforts, "load_kg")
        ]
        both = self.size.height >= _TWO_ROWS_HEIGHT
        amounts = curves(efforts, main) or [_NO_CURVE]
        empty = Chart(
            title="",
            curve=_NO_CURVE,
            first=first.toordinal(),
            last=max(last, first + timedelta(days=1)).toordinal(),
            top=1.0,
            light=light,
        )
        self._draw_row("amount", main, amounts if both or not (self._load_first and loads) else (), empty)
        self._draw_row("load", "load_kg", loads if both or self._load_first else (), empty)
        best = [record_text(record, units) for record in self._best if record.drill == drill]
        self.foot.update(f"Best so far: {'; '.join(best)}." if best else NO_RECORD)

        def show_legend() -> None:
            columns = max(plot.size.width for plot in self.query(CurvePlot)) - 6
            legend = LEGEND if (last - first).days < COARSE_DAYS * columns else UNSHADED_LEGEND
            self.legend.show((f"      {legend}", "muted"))

        when_drawn(self, show_legend)

    def _days(self, digest: Digest, drill: str) -> tuple[date, date]:
        back = RANGES[self._range][1]
        last = self.filter.until or digest.today
        if self.filter.since is not None:
            return self.filter.since, last
        if back is not None:
            return last - timedelta(days=back), last
        efforts = digest.efforts.of(drill, programs=self.filter.programs, until=last)
        return (date.fromordinal(efforts[0].day) if efforts else last - timedelta(days=84)), last

    def _draw_row(self, row: str, what: Metric, sides: Sequence[SideCurve], empty: Chart) -> None:
        units = self.history.units
        top = scale(max((point.amount for side in sides for point in side.points), default=1.0))
        for index in (0, 1):
            plot = self.query_one(f"#{row}-{index}", CurvePlot)
            plot.display = index < len(sides)
            if index < len(sides):
                side = sides[index].side
                title = _TITLES[what].format(units=units)
                if what == "load_kg":
                    title += " in one hand" if side else " a hand"
                title = f"{side}, {title}" if side else title
                plot.show(replace(empty, title=title, curve=sides[index], top=top))

    def _show_header(self) -> None:
        name = name_of(self._drill, self.history.drill_names) if self._drill else "Curves"
        texts = (filter_text(self.filter, self._titles), "" if self.filter.since else RANGES[self._range][0])
        self.header.show((name, "strong"), "", (", ".join(text for text in texts if text), "muted"))

    def action_range(self) -> None:
        self._range = (self._range + 1) % len(RANGES)
        self._draw()

    def action_measure(self) -> None:
        self._load_first = not self._load_first
        self._draw()
