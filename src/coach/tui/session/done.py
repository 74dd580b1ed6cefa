"""The end of a session: the quick check and the summary."""

from __future__ import annotations

from typing import ClassVar, Final

from textual import getters
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Container, Vertical, VerticalScroll
from textual.content import Content
from textual.timer import Timer
from textual.widgets import Static

from coach.app.session_report import SessionReport
from coach.app.session_runner import SessionRunner
from coach.errors import CoachError
from coach.model.formatting import in_sentence
from coach.session.commands import AnswerCheck, Outcome
from coach.session.player import asks_how_it_was
from coach.session.view import EFFORT
from coach.tui.coach_screen import CoachScreen, ReadGuide, when_drawn
from coach.tui.keys import DONE_KEYS, PAIN_KEYS
from coach.tui.session.display import Phase
from coach.tui.session.report_table import GAP, ahead_content, done_content, report_content
from coach.tui.session.widgets import Headline
from coach.tui.terminal import HEIGHTS, WIDTHS
from coach.tui.widgets.canvas import StatusLine
from coach.tui.widgets.figure_pane import FigurePane
from coach.tui.widgets.footer import FooterEntry, KeyFooter

WORDS: Final[dict[Outcome, str]] = {"done": "DONE", "stopped": "STOPPED", "pain": "ENOUGH"}
TEXTS: Final[dict[Outcome, str]] = {
    "done": "session done",
    "stopped": "session stopped",
    "pain": "session ended, because it hurt",
}
PHASES: Final[dict[Outcome, Phase]] = {"done": Phase.DONE, "stopped": Phase.PAUSED, "pain": Phase.PAIN}
QUESTION: Final = f"Quick check: did anything hurt? 0 is not at all, t is ten, the worst.\n{EFFORT}"
GOOD_FORM: Final = "What good form looks like, for next time:"
TRY_AGAIN_SECONDS: Final = 1.0
AHEAD_WIDTH: Final = 48
"""Cells of the right part of a wide and high screen, with what comes next."""
BESIDE: Final = 4
"""Cells beside the text: the padding of the screen and the scroll bar."""
HASTE_SECONDS: Final = 0.4
"""A key pressed so soon, or for the session that has just ended, is no answer to a new question."""


class DoneScreen(CoachScreen[None]):
    """Asks how much it hurt, saves the session, and shows the summary."""

    CSS_PATH: ClassVar = "done.tcss"
    STAYS = True
    """No navigation key leaves it."""
    KEYS = DONE_KEYS
    BINDINGS: ClassVar[list[BindingType]] = [
        *DONE_KEYS,
        *(Binding(key, f"answer({pain})", show=False) for key, pain in PAIN_KEYS.items()),
    ]
    HORIZONTAL_BREAKPOINTS = WIDTHS
    VERTICAL_BREAKPOINTS = HEIGHTS
    haste_seconds: ClassVar = HASTE_SECONDS

    header = getters.query_one("#header", StatusLine)
    headline = getters.query_one(Headline)
    card = getters.query_one("#card", Static)
    key_footer = getters.query_one(KeyFooter)

    def __init__(self, run: SessionRunner) -> None:
        super().__init__()
        self._run = run
        self._written = False
        self._refused = False
        self._retry: Timer | None = None
        self._pain: int | None = None
        self._hasty = False
        self._report: SessionReport | None = None

    def compose(self) -> ComposeResult:
        yield StatusLine(id="header")
        yield Headline()
        with VerticalScroll(id="scroll"), Container(id="halves"):
            yield Static(markup=False, id="card")
            with Vertical(id="ahead"):
                yield Static(markup=False, id="when")
                yield FigurePane()
                yield Static(markup=False, id="doses")
        yield KeyFooter()

    def on_mount(self) -> None:
        run = self._run
        outcome = run.tick().outcome or "done"
        title = f"{run.program.title}, rehearsal: nothing is recorded" if run.rehearsal else run.program.title
        # Where less than half of it was done, nothing is to be celebrated.
        look: Outcome = "stopped" if outcome == "done" and run.if_stopped().begun else outcome
        self.header.show((title, "strong"), "", TEXTS[look])
        self.add_class(f"-{look}")
        self.headline.show(PHASES[look], WORDS[look], "")
        if not run.rehearsal and not run.care and asks_how_it_was(run.program, run.records(), outcome):
            self._ignore_keys()
            names = dict.fromkeys(record.drill or "" for record in run.records())
            drills = [run.drills[name] for name in names if name in run.drills]
            checks = [f"  {drill.name}: {in_sentence(drill.check)}" for drill in drills if drill.check]
            advice = "\n".join(["", "", GOOD_FORM, *checks]) if checks else ""
            self.card.update(Content.assemble((QUESTION, "bold"), (advice, "$foreground 65%")))
            how_much = [FooterEntry("0–9", "how much", "", 9), FooterEntry("t", "ten", "", 8)]
            self.key_footer.show([*how_much, *self.footer("skip read")])
        else:
            self._write()

    def on_unmount(self) -> None:
        if not self._written:
            self._try_to_write()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action == "answer":
            return not (self._written or self._refused)
        return not self._written if action == "skip" else True

    def action_answer(self, number: int) -> None:
        slots = list(dict.fromkeys(record.slot for record in self._run.records()))
        if self._pain is not None:
            if not self._hasty and 1 <= number <= len(slots):
                self._note(slots[number - 1])
        elif number and len(slots) > 1:
            self._pain = number
            self._ignore_keys()
            drills = {record.slot: record.drill for record in reversed(self._run.records())}
            names = []
            for place, slot in enumerate(slots, start=1):
                name = drills[slot] or slot
                drill = self._run.drills.get(name)
                names.append(f"{place}  {drill.name if drill else name}")
            self.card.update("\n".join(["In which drill?", "", *names]))
            leave = self.footer("skip", skip="all of them")
            self.key_footer.show([FooterEntry(f"1–{len(slots)}", "that one", "", 9), *leave])
        else:
            self._pain = number
            self._note(None)

    def action_leave(self) -> None:
        if self._written or self._refused:
            self.dismiss()
        else:
            self.action_skip()

    def action_skip(self) -> None:
        if self._refused:
            self._write()
        elif self._written or self._hasty:
            return
        elif self._pain is not None:
            self._note(None)
        else:
            self._write()

    def action_read(self) -> None:
        self.post_message(ReadGuide(f"kind:{self._run.program.kind}", "screen:session"))

    def _note(self, slot: str | None) -> None:
        self._run.do(AnswerCheck(self._pain or 0, slot))
        self._write()

    def _ignore_keys(self) -> None:
        """Ignore keys that are pressed before the question can be read."""
        self._hasty = self.haste_seconds > 0
        if self._hasty:
            self.set_timer(self.haste_seconds, self.take_keys)

    def take_keys(self) -> None:
        """Accept keys again."""
        self._hasty = False

    def _write(self) -> None:
        if self._written:
            return
        problem = self._try_to_write()
        if problem is None:
            self._report = self._run.report()
            self._show_report()
            self.key_footer.show(self.footer("close read"))
        else:
            self._refused = True
            self.card.update(f"Not saved yet: {problem}.\n{self._run.promise}\nTrying again.")
            self.key_footer.show(self.footer("close skip", skip="try again now"))
            if self._retry is not None:
                self._retry.stop()
            self._retry = self.set_timer(TRY_AGAIN_SECONDS, self._write)

    def on_resize(self) -> None:
        when_drawn(self, self._show_report)

    def _show_report(self) -> None:
        """Lay the report out for the present width."""
        if self._report is not None:
            report = self._report
            width, is_high = max(1, self.app.size.width - BESIDE), self.has_class("-high")
            drill = self._run.drills.get(report.figure_drill) if is_high else None
            halves = is_high and self.has_class("-wide") and bool(report.next_time)
            self.set_class(halves, "-halves")
            if halves:
                self.card.update(done_content(report, width - AHEAD_WIDTH - GAP))
                self.query_one("#when", Static).update(report.next_time)
                self.query_one("#doses", Static).update(ahead_content(report, AHEAD_WIDTH))
            else:
                self.card.update(report_content(report, width))
            self.query_one(FigurePane).show(drill, None, report.figure_caption)

    def _try_to_write(self) -> CoachError | None:
        try:
            self._run.finish()
        except CoachError as error:
            return error
        self._written = True
        return None
