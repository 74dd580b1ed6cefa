"""The preview of a program: a strip, the list of its intervals, and the weeks ahead."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import ClassVar, Final

from msgspec import Struct
from textual import getters, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.content import Content
from textual.events import Resize
from textual.message import Message
from textual.timer import Timer
from textual.widgets import Static
from textual.worker import get_current_worker

from coach.app.programs import WEEKS_AHEAD, Preview, Programs
from coach.coaching.simulate import SessionAhead
from coach.errors import CoachError
from coach.model.formatting import carried_text, clock_text, load_text, seconds_text
from coach.model.program import Drill, Program
from coach.model.timeline import Interval, IntervalKind, Timeline
from coach.model.units import Units
from coach.tui.coach_screen import CoachScreen
from coach.tui.keys import LOOK_AHEAD_KEYS
from coach.tui.widgets.canvas import StatusLine, join_spans, shorten
from coach.tui.widgets.figure_pane import FigurePane
from coach.tui.widgets.footer import FooterEntry, KeyFooter

QUIET: Final = "$foreground 65%"
KINDS: Final[dict[IntervalKind, tuple[str, str, str]]] = {
    IntervalKind.READY: ("get ready", "▂", "$warning"),
    IntervalKind.WORK: ("work", "█", "$success"),
    IntervalKind.SWITCH: ("change sides", "▅", "$accent"),
    IntervalKind.REST: ("rest", "─", QUIET),
    IntervalKind.ROUND_REST: ("rest, next round", "·", QUIET),
    IntervalKind.WAIT: ("waits for you", "◆", "$primary"),
}
"""The name of each kind, its shape in a strip, which differs without colours, and its colour."""
_WAIT_SECONDS: Final = 10
_REPETITION_SECONDS: Final = 4
"""The lengths in a strip of intervals without a length."""
WHOLE_CELL: Final = 9
"""From this width on a cell has the first and the last dose of a week."""


class SetLine(Struct, frozen=True):
    """One interval of the list."""

    moment: str
    text: str
    length: str
    is_set: bool


class AheadTable(Struct, frozen=True):
    """The doses of the weeks ahead: a column for each week, a row for each drill."""

    heads: tuple[str, ...]
    rows: tuple[tuple[str, str, tuple[str, ...]], ...]
    """The name of the drill, its load, and its cells."""
    notes: tuple[str, ...]


def length_text(total_seconds: int, waits: int = 0) -> str:
    """How long it takes: `14 min 58 s, and waits for you 3 times`."""
    minutes, seconds = divmod(total_seconds, 60)
    parts = [f"{minutes} min" if minutes else "", f"{seconds} s" if seconds or not minutes else ""]
    text = " ".join(part for part in parts if part)
    if waits:
        text += ", and waits for you " + ("once" if waits == 1 else f"{waits} times")
    return text


def summary(preview: Preview) -> str:
    """A session in a line: its length, its sets, and its equipment."""
    if preview.timeline is None:
        return ""
    sets = sum(one.is_set for one in preview.timeline.intervals)
    things = ", ".join(preview.equipment) or "nothing needed"
    count = "one set" if sets == 1 else f"{sets} sets"
    return f"{length_text(preview.timeline.total_seconds, preview.waits)} · {count} · {things}"


def set_lines(timeline: Timeline, units: Units = "kg") -> list[SetLine]:
    """The session interval by interval."""
    lines: list[SetLine] = []
    for one in timeline.intervals:
        text = KINDS[one.kind][0]
        if one.is_set:
            parts = [
                one.name or one.drill,
                one.side or "",
                f"{one.reps} times" if one.reps else "",
                carried_text(one.load_kg, units, one_hand=one.one_hand) if one.load_kg else "",
                "warm-up" if one.warmup else "",
                f"set {one.set} of {one.sets}" if one.sets > 1 else "",
            ]
            text = ", ".join(part for part in parts if part)
        length = seconds_text(one.seconds) if one.seconds is not None else "—"
        lines.append(SetLine(clock_text(int(one.start)), text, length, one.is_set))
    return lines


def strip(timeline: Timeline, width: int) -> tuple[IntervalKind, ...]:
    """A session as `width` cells, each the kind of interval that fills most of it; work wins a tie.

    A session without intervals has no cells.
    """
    widths = [
        one.seconds if one.seconds is not None else _REPETITION_SECONDS * (one.reps or 0) or _WAIT_SECONDS
        for one in timeline.intervals
    ]
    total = sum(widths)
    if not total or width < 1:
        return ()
    cells: list[dict[IntervalKind, float]] = [{} for _ in range(width)]
    start = 0.0
    for one, seconds in zip(timeline.intervals, widths, strict=True):
        end = start + seconds * width / total
        kind = IntervalKind.WORK if one.is_set else one.kind
        for index in range(int(start), min(width, int(end) + 1)):
            covered = min(end, index + 1) - max(start, index)
            if covered > 0:
                cells[index][kind] = cells[index].get(kind, 0.0) + covered
        start = end
    return tuple(
        max(cell, key=lambda kind: (round(cell[kind], 6), kind is IntervalKind.WORK)) for cell in cells
    )


def ahead_table(
    sessions: Sequence[SessionAhead],
    drills: Mapping[str, Drill],
    weeks: int,
    cell: int,
    units: Units = "kg",
) -> AheadTable:
    """The sessions of some weeks, in order, as a table; `cell` is the width of a column."""
    if not sessions:
        return AheadTable((), (), ())
    first = sessions[0].date
    cells: dict[tuple[str, str, float | None], list[list[str]]] = {}
    light = [False] * weeks
    for session in sessions:
        week = (session.date - first).days // 7
        if week >= weeks:
            break
        light[week] |= session.phase in ("deload", "early_deload")
        for dose in session.doses:
            row = cells.setdefault((dose.slot, dose.drill, dose.load_kg), [[] for _ in range(weeks)])
            text = f"{dose.sets}×{dose.seconds if dose.seconds is not None else dose.reps}"
            if text not in row[week]:
                row[week].append(text)
    heads = tuple(f"{week + 1}{'*' if light[week] else ''}" for week in range(weeks))
    order = list(dict.fromkeys(slot for slot, _drill, _load in cells))
    rows = sorted(cells.items(), key=lambda item: order.index(item[0][0]))
    lines = tuple(
        (
            drills[drill].name if drill in drills else drill,
            f" {load_text(load, units)}" if load is not None else "",
            tuple(_cell(texts, cell) for texts in row),
        )
        for (_slot, drill, load), row in rows
    )
    last = "" if cell >= WHOLE_CELL else ", in the last session of the week"
    notes = [f"Sets × seconds or repetitions{last}."]
    if any(light):
        notes.append("* A light week.")
    if any(session.answer == "none" for session in sessions):
        notes.append("Empty weeks: training is paused or off for now.")
    return AheadTable(heads, lines, tuple(notes))


def _cell(texts: Sequence[str], width: int) -> str:
    """The doses of a week, from the first to the last."""
    if not texts:
        return ""
    if len(texts) == 1:
        return texts[0]
    first, last = texts[0], texts[-1]
    if first.partition("×")[0] == last.partition("×")[0]:
        both = f"{first}→{last.partition('×')[2]}"
    else:
        both = f"{first}→{last}"
    return both if width >= WHOLE_CELL and len(both) < width else last


AHEAD_SECONDS: Final = 0.25
"""Time before the weeks ahead are computed; texts in between are left out."""
_NAME_CELLS: Final = 18
_SMALL_CELL: Final = 6
_STALE: Final = "As it was before the last problem:"
_NOTHING: Final = "There is something to see here once the text has no problem."
_WAITING: Final = "Looking ahead…"


class PreviewPane(VerticalScroll):
    """The first session of a program, and its next six weeks."""

    DEFAULT_CSS = """
    PreviewPane {
        overflow-y: scroll;
        scrollbar-size-vertical: 1;
        padding: 0 1;
        Static { height: auto; }
        .heading { text-style: bold; margin-top: 1; }
        #stale { min-height: 1; color: $warning; }
        #summary { text-style: bold; }
        #strip { margin-top: 1; }
        #legend { color: $foreground 65%; }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("j", "scroll_down", show=False),
        Binding("k", "scroll_up", show=False),
    ]

    stale = getters.query_one("#stale", Static)
    summary = getters.query_one("#summary", Static)
    strip = getters.query_one("#strip", Static)
    legend = getters.query_one("#legend", Static)
    ahead = getters.query_one("#ahead", Static)
    sets = getters.query_one("#sets", Static)

    class WeeksReady(Message):
        """The weeks ahead of a program, or why they cannot be worked out."""

        def __init__(self, program: Program, sessions: Sequence[SessionAhead], trouble: str) -> None:
            super().__init__()
            self.program = program
            self.sessions = sessions
            self.trouble = trouble

    def __init__(self, programs: Programs) -> None:
        super().__init__()
        self._programs = programs
        self._program: Program | None = None
        self._requested: Program | None = None
        self._timer: Timer | None = None
        self._timeline: Timeline | None = None
        self._sessions: Sequence[SessionAhead] | None = None
        self._state = _NOTHING
        self._summary = ""

    def compose(self) -> ComposeResult:
        yield Static(_NOTHING, markup=False, id="stale")
        yield Static(markup=False, id="summary")
        yield Static(markup=False, id="strip")
        yield Static(markup=False, id="legend")
        yield Static("The next six weeks, if all goes well", markup=False, classes="heading")
        yield Static(markup=False, id="ahead")
        yield Static("The first session", markup=False, classes="heading")
        yield Static(markup=False, id="sets")

    def on_mount(self) -> None:
        self._show_headings()

    def show(self, preview: Preview) -> None:
        """Show a preview; while the text has problems, the last one stays, with a note."""
        if preview.timeline is None:
            self._show_state(_STALE if self._timeline else _NOTHING)
            return
        self._show_state("")
        if summary(preview) != self._summary:
            self._summary = summary(preview)
            self.summary.update(self._summary)
        self._program = preview.program
        if self._timer is None and self._program != self._requested:
            self._timer = self.set_timer(AHEAD_SECONDS, self._start_weeks_ahead)
        if self._sessions is None:
            self.ahead.update(_WAITING)
        if preview.timeline == self._timeline:
            return
        self._timeline = preview.timeline
        lines = set_lines(preview.timeline, self._programs.units)
        moments = max((len(line.moment) for line in lines), default=0)
        parts: list[tuple[str, str] | str] = []
        for line in lines:
            text = f"{line.moment:>{moments}}  {line.length:>5}  {line.text}\n"
            parts.append((text, "bold" if line.is_set else QUIET))
        self.sets.update(Content.assemble(*parts).rstrip())
        self._show_headings()
        self._draw()

    def _show_state(self, text: str) -> None:
        if text != self._state:
            # It keeps its row, so that nothing below moves at each typing mistake.
            self.stale.update(text, layout=_NOTHING in (text, self._state))
            self._state = text

    def _start_weeks_ahead(self) -> None:
        self._timer = None
        program = self._program
        if program is not None and program != self._requested:
            self._requested = program
            self._simulate(program)

    @work(thread=True, exclusive=True, exit_on_error=False)
    def _simulate(self, program: Program) -> None:
        sessions: Sequence[SessionAhead] = ()
        trouble = ""
        try:
            sessions = self._programs.weeks_ahead(program)
        except CoachError as error:
            trouble = str(error)
        if not get_current_worker().is_cancelled:
            self.post_message(self.WeeksReady(program, sessions, trouble))

    def on_preview_pane_weeks_ready(self, message: WeeksReady) -> None:
        message.stop()
        if message.program != self._requested:
            return
        self._sessions = None if message.trouble else message.sessions
        if message.trouble:
            self.ahead.update(message.trouble)
        self._draw()

    def on_resize(self, event: Resize) -> None:
        self._draw()

    def _show_headings(self) -> None:
        for heading in self.query(".heading"):
            heading.display = self._timeline is not None

    def _draw(self) -> None:
        width = self.scrollable_content_region.width or self.size.width
        if self._timeline is None or width < 1:
            return
        cells = strip(self._timeline, width)
        self.strip.update(Content.assemble(*join_spans(KINDS[kind][1:] for kind in cells)))
        shown = (look for kind, look in KINDS.items() if kind in cells)
        self.legend.update("  ".join(f"{shape} {name}" for name, shape, _colour in shown))
        if self._sessions is not None:
            drills, units = self._programs.drills, self._programs.units
            self.ahead.update(_table(self._sessions, drills, width, units))


def _table(
    sessions: Sequence[SessionAhead], drills: Mapping[str, Drill], width: int, units: Units
) -> Content:
    cell = WHOLE_CELL if width - WHOLE_CELL * WEEKS_AHEAD >= _NAME_CELLS else _SMALL_CELL
    table = ahead_table(sessions, drills, WEEKS_AHEAD, cell, units)
    if not table.heads:
        return Content("Nothing is due in the next six weeks.")
    longest = max((len(name + load) for name, load, _cells in table.rows), default=0)
    names = max(1, min(longest + 1, width - cell * WEEKS_AHEAD))
    head = f"{'week':<{names}}" + "".join(f"{text:<{cell}}" for text in table.heads)
    lines = [
        f"{shorten(name, names - 1 - len(load)) + load:<{names}}"
        + "".join(f"{text:<{cell}}" for text in cells)
        for name, load, cells in table.rows
    ]
    parts: list[tuple[str, str] | str] = [(f"{head.rstrip()}\n", QUIET)]
    parts += [f"{line.rstrip()}\n" for line in lines]
    parts += [(f"{note}\n", QUIET) for note in table.notes]
    return Content.assemble(*parts).rstrip()


LOOK_AHEAD_WIDTHS: Final = [(0, "-normal"), (118, "-wide")]
"""The classes of the look-ahead by its width: from where on figures have room beside the table of weeks."""


class LookAheadScreen(CoachScreen[None]):
    """The preview of a program on a screen of its own."""

    DEFAULT_CSS = """
    LookAheadScreen {
        #header { height: 1; padding: 0 1; background: $panel; }
        #room { height: 1fr; }
        PreviewPane { width: 1fr; height: 1fr; }
        #figures { display: none; width: 40; height: 1fr; border-left: solid $foreground 25%; padding: 0 1; }
        FigurePane { height: 10; margin-top: 1; }
        KeyFooter { padding: 0 1; color: $foreground 65%; }
        &.-wide #figures { display: block; }
    }
    """
    HORIZONTAL_BREAKPOINTS = LOOK_AHEAD_WIDTHS
    AUTO_FOCUS = "PreviewPane"
    BINDINGS: ClassVar[list[BindingType]] = [*LOOK_AHEAD_KEYS]
    KEYS = LOOK_AHEAD_KEYS

    def __init__(self, programs: Programs, title: str, preview: Preview) -> None:
        super().__init__()
        self._programs = programs
        self._title = title
        self._preview = preview

    def _first_sets(self) -> list[Interval]:
        """The first set of each drill of the session."""
        intervals = self._preview.timeline.intervals if self._preview.timeline is not None else ()
        sets = [one for one in intervals if one.is_set and one.drill in self._programs.drills]
        return list({one.drill: one for one in reversed(sets)}.values())[::-1]

    def compose(self) -> ComposeResult:
        yield StatusLine(id="header")
        with Horizontal(id="room"):
            yield PreviewPane(self._programs)
            with VerticalScroll(id="figures", can_focus=False):
                for _ in self._first_sets():
                    yield FigurePane()
        yield KeyFooter()

    def on_mount(self) -> None:
        self.query_one("#header", StatusLine).show((self._title, "strong"), "", ("as it will be", "muted"))
        self.query_one(PreviewPane).show(self._preview)
        for pane, one in zip(self.query(FigurePane), self._first_sets(), strict=True):
            drill = self._programs.drills[one.drill]
            pane.show(drill, one.side, drill.name)
        self.query_one(KeyFooter).show([FooterEntry("↑ ↓", "scroll", "", 11), *self.footer("close help")])

    def action_close(self) -> None:
        self.dismiss()
