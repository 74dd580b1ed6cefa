"""The breaks screen: when the next break comes, and the answers once it is due."""

from __future__ import annotations

from datetime import datetime
from math import ceil
from typing import ClassVar, Final, TypeVar

from textual import getters
from textual.app import App, ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.events import Resize
from textual.message import Message
from textual.widgets import Static

from coach.app.breaks import BreakState, BreakStatus, BreakTimer, require_break_program, work_window
from coach.app.desktop import Desktop, Notifier
from coach.app.workspace import Workspace
from coach.coaching.breaks import WorkWindow
from coach.errors import CoachError
from coach.model.formatting import weekday_name
from coach.model.program import WEEKDAYS, Program
from coach.model.timeline import CueKind
from coach.tui.coach_screen import CoachScreen, Press, ReadGuide, ReadingTime, when_drawn
from coach.tui.keys import BREAKS_KEYS
from coach.tui.session.widgets import BigNumber
from coach.tui.terminal import HEIGHTS, WIDTHS
from coach.tui.widgets.canvas import StatusLine
from coach.tui.widgets.footer import KeyFooter

Result = TypeVar("Result")
CHECK_SECONDS: Final = 5.0
NOTICE_SECONDS: Final = 60.0
MOST_ROWS: Final = 9
LEAST_ROWS: Final = 3
WORDS_WIDTH: Final = 24
LEAST_WORDS: Final = 14
WORDS_SHARE: Final = 0.36

_HEADLINES: Final[dict[BreakState, str]] = {
    "off": "Calls are off.",
    "waiting": "The next break",
    "due": "A break is due",
    "away": "Nobody is here.",
    "none": "There is no room for a break.",
    "locked": "No breaks for now.",
    "trouble": "Breaks cannot be called.",
}
_SIGNS: Final[dict[BreakState, str]] = {
    "due": "▲",
    "waiting": "○",
    "locked": "×",
    "none": "×",
    "trouble": "×",
}
_TEACH: Final[dict[BreakState, str]] = {
    "off": "{switch} turns them on. They go on while the app is open, on whatever screen you are; "
    "'coach breaks' in a shell of its own does the same.",
    "away": "The half hour starts anew when you come back.",
    "locked": "Training is off, and breaks with it. What to do stands at the top; slow breathing stays open.",
    "none": "Your working hours and your quiet hours leave no room for one. The settings have both.",
}


class BreaksScreen(CoachScreen[None]):
    """Shows the break timer, which goes on when the screen is left."""

    CSS_PATH: ClassVar = "breaks.tcss"
    AUTO_FOCUS = ""
    KEYS = BREAKS_KEYS
    BINDINGS: ClassVar[list[BindingType]] = [*BREAKS_KEYS]
    HORIZONTAL_BREAKPOINTS = WIDTHS
    VERTICAL_BREAKPOINTS = HEIGHTS

    header = getters.query_one("#header", StatusLine)
    headline = getters.query_one("#headline", Static)
    what = getters.query_one("#what", Static)
    number = getters.query_one(BigNumber)
    about = getters.query_one("#about", Static)
    key_footer = getters.query_one(KeyFooter)

    class Start(Message):
        """Start a break now."""

        def __init__(self, program: str) -> None:
            super().__init__()
            self.program = program

    def __init__(self, workspace: Workspace, desktop: Desktop) -> None:
        super().__init__()
        self._workspace = workspace
        self._desktop = desktop
        self._program: Program | None = None
        self._status = BreakStatus(state="off")
        self._shown: tuple[str, ...] = ()
        self._is_started = False
        self._drawn = ReadingTime()

    @property
    def timer(self) -> BreakTimer:
        return self._desktop.break_timer

    def compose(self) -> ComposeResult:
        yield StatusLine(id="header")
        with Horizontal(id="stage"):
            with VerticalScroll(id="words", can_focus=False):
                yield Static(markup=False, id="headline")
                yield Static(markup=False, id="what")
                yield Static(markup=False, id="about")
            yield BigNumber("88:88")
        yield KeyFooter()

    def on_mount(self) -> None:
        self.timer.begin()
        keep_calling(self.app, self._desktop)
        self._show_about()
        self.tick()

    def on_resize(self, event: Resize) -> None:
        when_drawn(self, self._make_room)

    def _make_room(self) -> None:
        stage = self.query_one("#stage").size
        rows = min(MOST_ROWS, max(LEAST_ROWS, self.size.height // 4))
        room = stage.width - WORDS_WIDTH
        self.number.make_room(rows, room - max(LEAST_WORDS, int(room * WORDS_SHARE)), ceil(rows / 3), room)

    def on_screen_resume(self) -> None:
        self._drawn.when_drawn(self)
        if self._is_started:
            self._is_started = False
            self.timer.skip()
        self.timer.refresh()
        self._show_about()
        self.tick()

    # ------------------------------------------------------------------ what is shown

    def tick(self) -> None:
        """Check the timer, and show what has changed."""
        self._status = status = self.timer.check()
        sign = _SIGNS.get(status.state, "·")
        has_time = status.at is not None and status.state in ("waiting", "due")
        big = f"{status.at:%H:%M}" if has_time else ""
        texts = (status.state, f"{sign} {_HEADLINES[status.state]}", self._what(status), big)
        if texts == self._shown:
            return
        self._shown = texts
        for state in _HEADLINES:
            self.set_class(state == status.state, f"-{state}")
        self.headline.update(texts[1])
        self.what.update(texts[2])
        self.set_class(bool(texts[3]), "-big")
        self.number.show(texts[3])
        when_drawn(self, self._make_room)
        start = "start" if status.state == "due" else "one now"
        names = "start snooze skip" if status.state == "due" else "start"
        if status.state in ("locked", "trouble") or self._program is None:
            names = ""
        calls = "calls are on" if self.timer.is_on else "calls are off"
        self.header.show(("Breaks", "strong"), "", (calls, "muted"))
        switch = "calls off" if self.timer.is_on else "calls on"
        self.key_footer.show(self.footer(f"{names} switch read close help", start=start, switch=switch))

    def _what(self, status: BreakStatus) -> str:
        if status.line and status.state != "locked":
            return status.line
        if status.state == "waiting":
            if status.at is None:
                return "Quiet hours: nothing calls until they are over."
            return f"{when_words(status.at, self._workspace.clock.now())}. Nothing to do until then."
        return _TEACH.get(status.state, "").format(switch=self.shown_key("switch"))

    def _show_about(self) -> None:
        try:
            self._program = require_break_program(self._workspace.programs.values())
        except CoachError:
            self._program = None
        else:
            lines = about_lines(self._workspace, self._program, self._desktop.notifier)
            self.about.update("\n".join(lines))

    # ------------------------------------------------------------------ answers

    def takes_key(self, key: str, press: Press) -> bool:
        """Whether a key does something: one that starts a break only when it was pressed for it."""
        return key not in self.keys_of("start") or self._drawn.is_fresh(press)

    def action_start(self) -> None:
        if self._status.state == "locked":
            self.notify(self._status.line, title="No breaks for now", severity="warning", markup=False)
        elif self._program is not None:
            self._is_started = True
            self.post_message(self.Start(self._program.id))

    def action_snooze(self) -> None:
        if self._status.state == "due":
            self.timer.snooze()
            self.tick()

    def action_skip(self) -> None:
        if self._status.state in ("due", "waiting"):
            self.timer.skip()
            self.tick()

    def action_switch(self) -> None:
        if self.timer.is_on:
            self.timer.stop()
        else:
            self.timer.begin()
        self.tick()

    def action_read(self) -> None:
        self.app.open_guide(ReadGuide("screen:breaks"))

    def action_close(self) -> None:
        if len(self.app.screen_stack) > 1:
            self.dismiss()


def keep_calling(app: App[Result], desktop: Desktop) -> None:
    """Check the break timer every few seconds, on all screens, until the app is closed.

    A running session and a check-in are not interrupted: a break that is due is still due after them.
    """
    if not desktop.is_calling:
        desktop.is_calling = True
        app.set_interval(CHECK_SECONDS, lambda: call(app, desktop.break_timer))


def call(app: App[Result], timer: BreakTimer) -> None:
    """Check the timer once, and show a call on the current screen."""
    stays = any(isinstance(screen, CoachScreen) and screen.STAYS for screen in app.screen_stack)
    if stays or not timer.is_on:
        return
    screen = app.screen
    if isinstance(screen, BreaksScreen):
        screen.tick()
        return
    status = timer.check()
    if status.state == "due" and status.is_new:
        app.notify(status.line, title="A break", timeout=NOTICE_SECONDS, markup=False)


def about_lines(workspace: Workspace, program: Program, notifier: Notifier) -> list[str]:
    """What a break is, when breaks are called for, and how a call is heard and seen."""
    settings, drills = workspace.settings, workspace.catalog.drills
    window = work_window(settings, program)
    names = [drills[slot.drill].name if slot.drill in drills else slot.drill for slot in program.slots]
    parts = ", ".join(dict.fromkeys(names)).lower()
    has_tone = settings.sound and settings.volume > 0 and CueKind.ANNOUNCE not in settings.muted_cues
    lines = [
        f"{window_text(window)}.",
        f"{program.title}: {parts}." if parts else program.title,
        f"A call is one line here, {'and one tone' if has_tone else 'without a tone'}.",
    ]
    if notifier.trouble is not None:
        lines.append(f"On the desktop nothing is shown: {notifier.trouble}")
    elif notifier.backend:
        lines.append(f"It is shown on the desktop too, by {notifier.backend}.")
    else:
        lines.append("On this desktop nothing can be shown.")
    if window.quiet_start is not None and window.quiet_until is not None:
        lines.append(f"Quiet from {window.quiet_start:%H:%M} to {window.quiet_until:%H:%M}.")
    return [*lines, "A call that goes by is gone: nothing piles up."]


def window_text(window: WorkWindow) -> str:
    """`Mon to Fri, 09:00 to 17:30, every 30 minutes`."""
    indexes = [index for index, day in enumerate(WEEKDAYS) if day in window.days]
    names = [WEEKDAYS[index].capitalize() for index in indexes]
    days = ", ".join(names)
    if len(indexes) == len(WEEKDAYS):
        days = "Every day"
    elif len(indexes) > 2 and indexes[-1] - indexes[0] == len(indexes) - 1:
        days = f"{names[0]} to {names[-1]}"
    minutes = window.every_seconds // 60
    return f"{days}, {window.start:%H:%M} to {window.until:%H:%M}, every {minutes} minutes"


def when_words(at: datetime, now: datetime) -> str:
    """`At 15:04, in 12 minutes`, or `On Monday at 09:30`."""
    minutes = -int(-(at - now).total_seconds() // 60)
    if at.date() != now.date():
        return f"On {weekday_name(at)} at {at:%H:%M}"
    if minutes > 90:
        return f"At {at:%H:%M}, in {minutes // 60} h {minutes % 60} min"
    return f"At {at:%H:%M}, in {minutes} minute{'' if minutes == 1 else 's'}"
