"""Each drill over time: seconds and load, left and right, with the light weeks behind."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from functools import partial
from typing import ClassVar, Final

from msgspec import Struct
from msgspec.structs import replace
from textual import getters
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical
from textual.events import Resize
from textual.widgets import Static

from coach.coaching.curves import Effort, LightSpan, SideCurve, What, curves
from coach.coaching.records import Record
from coach.model.quantities import Units, load_in
from coach.service.history import Digest
from coach.tui.drawn import when_drawn
from coach.tui.keys import CURVE_KEYS
from coach.tui.ports_history import Filter, HistoryDesk
from coach.tui.screens.digest import DigestScreen
from coach.tui.screens.history_lines import filter_words
from coach.tui.screens.past import PAST_LOOKS
from coach.tui.screens.records import NO_RECORD, record_words
from coach.tui.widgets.canvas import Line
from coach.tui.widgets.curve import COARSE_DAYS, CurvePlot, Picture, scale
from coach.tui.widgets.key_line import FIRST, Entry, KeyLine
from coach.tui.widgets.ledger import Ledger
from coach.tui.widgets.row import Row, shorten

EMPTY: Final = (
    "There is no curve yet.\n\n"
    "After a few sessions each drill has one here: how long you held it, and with how much, "
    "left and right apart, with the lighter weeks shaded."
)
READING: Final = "Reading…"
RANGES: Final[tuple[tuple[str, int | None], ...]] = (
    ("the last 12 weeks", 84),
    ("the last year", 365),
    ("everything", None),
)
"""How far back, in words and in days."""
LEGEND: Final = "░ light week   ▒ early one   ~ shaky   x it hurt"
TOO_LONG: Final = "too long to shade light weeks   ~ shaky   x it hurt"
_ROOM_FOR_BOTH: Final = 30
"""Rows from which on seconds and load are drawn one above the other."""
_TITLES: Final[dict[What, str]] = {
    "seconds": "seconds",
    "reps": "repetitions",
    "load_kg": "load, {units}",
}


def _in_units(curve: SideCurve, units: Units) -> SideCurve:
    """A curve of loads in the units in which they are shown."""
    return replace(
        curve, points=tuple(replace(one, amount=load_in(one.amount, units)) for one in curve.points)
    )


class NameLines(Struct, frozen=True):
    """Names as lines."""

    names: tuple[str, ...]

    def __len__(self) -> int:
        """How many there are."""
        return len(self.names)

    def line(self, index: int, width: int) -> Line:
        """One of them, cut where it does not fit."""
        return ((shorten(self.names[index], width), ""),)


class DrillCurveScreen(DigestScreen):
    """The drills beside their curves."""

    CSS_PATH: ClassVar = ["drill_curve.tcss", PAST_LOOKS]
    AUTO_FOCUS = "Ledger"
    KEYS = CURVE_KEYS
    BINDINGS: ClassVar[list[BindingType]] = [*CURVE_KEYS]

    header = getters.query_one("#header", Row)
    ledger = getters.query_one(Ledger)
    empty = getters.query_one("#empty", Static)
    foot = getters.query_one("#foot", Static)
    legend = getters.query_one("#legend", Row)
    key_line = getters.query_one(KeyLine)

    def __init__(self, desk: HistoryDesk, wanted: Filter | None = None) -> None:
        """Show the drills of `desk` that were done in the programs and on the days that are wanted."""
        super().__init__(desk, wanted)
        self._range = 1
        self._load_first = False
        self._drills: tuple[str, ...] = ()
        self._best: Sequence[Record] = ()

    def compose(self) -> ComposeResult:
        """The list, and room for four curves one above the other: two amounts, two sides."""
        yield Row(id="header")
        yield Static(READING, markup=False, id="empty")
        with Horizontal(id="body"):
            yield Ledger()
            with Vertical(id="curves"):
                for row in ("amount", "load"):
                    for side in (0, 1):
                        yield CurvePlot(id=f"{row}-{side}")
                yield Static(markup=False, id="foot")
                yield Row(id="legend")
        yield KeyLine()

    def on_mount(self) -> None:
        """Show the keys, and that something is being read."""
        self._show_body(shown=False)
        keys = self.footer("range measure filter close help")
        self.key_line.show([Entry("↑ ↓", "drill", "", FIRST), *keys])
        self._show_header()

    def prepare(self) -> None:
        """Load what draws the curves."""
        import plotille  # noqa: F401

    def find(self, digest: Digest) -> None:
        """List the drills that were done in what is wanted."""
        wanted = self.wanted

        def read() -> Callable[[], None]:
            """Work out the drills and their bests."""
            drills = digest.efforts.drills(wanted.programs)
            best = digest.records(wanted.programs, wanted.since, wanted.until)
            return lambda: self._list_drills(drills, best)

        self.in_thread(read)

    def _list_drills(self, drills: tuple[str, ...], best: Sequence[Record]) -> None:
        kept = self._drill
        self._drills, self._best = drills, best
        self._show_body(shown=bool(self._drills))
        self.empty.update(EMPTY)
        lines = NameLines(tuple(self.desk.drill_name(drill) for drill in self._drills))
        place = self._drills.index(kept) if kept in self._drills else 0
        self.ledger.show(lines, place)
        self._draw()

    def _show_body(self, *, shown: bool) -> None:
        # Not by a class: that would work out the looks of everything on the screen anew.
        self.query_one("#body").display = shown
        self.empty.display = not shown

    @property
    def _drill(self) -> str | None:
        place = self.ledger.cursor
        return self._drills[place] if place < len(self._drills) else None

    def on_ledger_highlighted(self, message: Ledger.Highlighted) -> None:
        """Draw the drill under the cursor."""
        self._draw()

    def on_resize(self, event: Resize) -> None:
        """Draw as many curves as there is room for."""
        self._draw()

    # ------------------------------------------------------------------ drawing

    def _draw(self) -> None:
        drill, digest = self._drill, self._digest
        self._show_header()
        if drill is None or digest is None:
            return
        first, last = self._days(digest, drill)
        efforts = digest.efforts.of(drill, programs=self.wanted.programs, since=first, until=last)
        light = digest.light_spans(efforts, first, last)
        main: What = "seconds" if any(effort.seconds for effort in efforts) else "reps"
        loads = curves(efforts, "load_kg")
        both = self.size.height >= _ROOM_FOR_BOTH
        self._draw_row("amount", main, efforts, light, first, last, shown=both or not self._only_load(loads))
        self._draw_row(
            "load", "load_kg", efforts, light, first, last, shown=bool(loads) and (both or self._load_first)
        )
        self._show_foot(drill)
        when_drawn(self, partial(self._show_legend, (last - first).days))

    def _only_load(self, loads: Sequence[SideCurve]) -> bool:
        return self._load_first and bool(loads)

    def _show_legend(self, days: int) -> None:
        columns = max(plot.size.width for plot in self.query(CurvePlot)) - 6
        told = LEGEND if days < COARSE_DAYS * columns else TOO_LONG
        self.legend.show((f"      {told}", "muted"))

    def _days(self, digest: Digest, drill: str) -> tuple[date, date]:
        back = RANGES[self._range][1]
        last = self.wanted.until or digest.today
        if self.wanted.since is not None:
            return self.wanted.since, last
        if back is not None:
            return last - timedelta(days=back), last
        efforts = digest.efforts.of(drill, programs=self.wanted.programs, until=last)
        return (date.fromordinal(efforts[0].day) if efforts else last - timedelta(days=84)), last

    def _draw_row(
        self,
        row: str,
        what: What,
        efforts: Sequence[Effort],
        light: tuple[LightSpan, ...],
        first: date,
        last: date,
        *,
        shown: bool,
    ) -> None:
        units = self.desk.units
        found = curves(efforts, what) if shown else ()
        if what == "load_kg":
            found = tuple(_in_units(curve, units) for curve in found)
        top = scale(max((point.amount for side in found for point in side.points), default=1.0))
        for place in (0, 1):
            plot = self.query_one(f"#{row}-{place}", CurvePlot)
            curve = found[place] if place < len(found) else None
            if curve is None and place == 0 and shown:
                curve = SideCurve(side=None, points=())
            plot.display = curve is not None
            if curve is None:
                continue
            title = _TITLES[what].format(units=units)
            if what == "load_kg":
                title += " in one hand" if curve.side else " a hand"
            title = f"{curve.side}, {title}" if curve.side else title
            plot.show(
                Picture(
                    title=title,
                    curve=curve,
                    first=first.toordinal(),
                    last=max(last, first + timedelta(days=1)).toordinal(),
                    top=top,
                    light=light,
                )
            )

    def _show_foot(self, drill: str) -> None:
        told = [record_words(record, self.desk.units) for record in self._best if record.drill == drill]
        self.foot.update(f"Best so far: {'; '.join(told)}." if told else NO_RECORD)

    def _show_header(self) -> None:
        drill = self._drill
        shown = filter_words(self.wanted, self._programs)
        far = "" if self.wanted.since else RANGES[self._range][0]
        name = self.desk.drill_name(drill) if drill else "Curves"
        self.header.show((name, "strong"), "", (", ".join(filter(None, (shown, far))), "muted"))

    # ------------------------------------------------------------------ what is shown

    def action_range(self) -> None:
        """How far back."""
        self._range = (self._range + 1) % len(RANGES)
        self._draw()

    def action_measure(self) -> None:
        """Seconds or load, where there is no room for both."""
        self._load_first = not self._load_first
        self._draw()
