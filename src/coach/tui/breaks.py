"""The running break timer: when the next one comes, and one key for the answer once it is due."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar, Final, TypeVar

from textual import getters
from textual.app import App, ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.events import Resize
from textual.geometry import Size
from textual.message import Message
from textual.widgets import Static

from coach.errors import CoachError
from coach.model.formatting import weekday_name
from coach.tui.break_timer import BreakTimer, TimerLook, TimerState
from coach.tui.coach_screen import CoachScreen
from coach.tui.guide.links import open_guide
from coach.tui.keys import BREAKS_KEYS
from coach.tui.ports_shelf import BreakCard, BreaksDesk, GuideDesk
from coach.tui.reading_time import Press, ReadingTime, when_drawn
from coach.tui.session.widgets import BigNumber
from coach.tui.terminal import HEIGHTS, WIDTHS
from coach.tui.widgets.canvas import StatusLine
from coach.tui.widgets.footer import KeyFooter

Result = TypeVar("Result")
LOOK_SECONDS: Final = 5.0
"""So often is looked whether it is time."""
NOTICE_SECONDS: Final = 60.0
MOST_ROWS: Final = 9
LEAST_ROWS: Final = 3
WORDS_WIDTH: Final = 24

_HEADLINES: Final[dict[TimerState, str]] = {
    "off": "Calls are off.",
    "waiting": "The next break",
    "due": "A break is due",
    "away": "Nobody is here.",
    "none": "There is no room for a break.",
    "locked": "No breaks for now.",
    "trouble": "Breaks cannot be called.",
}
_SIGNS: Final[dict[TimerState, str]] = {
    "due": "▲",
    "waiting": "○",
    "locked": "×",
    "none": "×",
    "trouble": "×",
}
_TEACH: Final[dict[TimerState, str]] = {
    "off": "{switch} turns them on. They go on while the app is open, on whatever screen you are; "
    "'coach breaks' in a shell of its own does the same.",
    "away": "The half hour starts anew when you come back.",
    "locked": "Training is off, and breaks with it. What to do stands at the top; slow breathing stays open.",
    "none": "Your working hours and your quiet hours leave no room for one. The settings have both.",
}


class BreaksScreen(CoachScreen[None]):
    """Shows the timer; the timer itself goes on when the screen is left."""

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
    key_line = getters.query_one(KeyFooter)

    class Start(Message):
        """Somebody wants to take a break now."""

        def __init__(self, program: str) -> None:
            super().__init__()
            self.program = program

    def __init__(self, desk: BreaksDesk, guide: GuideDesk) -> None:
        """Show the timer of `desk`.

        Args:
            desk: the timer, and what a break is.
            guide: the page about it.
        """
        super().__init__()
        self._desk = desk
        self._guide = guide
        self._card: BreakCard | None = None
        self._look = TimerLook(state="off")
        self._shown: tuple[str, ...] = ()
        self._is_started = False
        self._drawn = ReadingTime()

    @property
    def timer(self) -> BreakTimer:
        """The timer that is shown."""
        return self._desk.timer

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
        try:
            self._card = self._desk.about()
        except CoachError as error:
            self.what.update(str(error))
        self.timer.begin()
        keep_calling(self.app, self.timer)
        self._tell()
        self.tick()

    def on_resize(self, event: Resize) -> None:
        when_drawn(self, self._make_room)

    def _make_room(self) -> None:
        stage = self.query_one("#stage").size
        rows = min(MOST_ROWS, max(LEAST_ROWS, self.size.height // 4))
        self.number.make_room(Size(self.size.width, rows), Size(stage.width - WORDS_WIDTH, rows))

    def on_screen_resume(self) -> None:
        self._drawn.when_drawn(self)
        if self._is_started:
            self._is_started = False
            self.timer.skip()
        self.timer.learn()
        try:
            self._card = self._desk.about()
        except CoachError:
            self._card = None
        self._tell()
        self.tick()

    # ------------------------------------------------------------------ what is shown

    def tick(self) -> None:
        """Look at the timer, and show what has changed."""
        self.show(self.timer.look())

    def show(self, look: TimerLook) -> None:
        """Show how things stand."""
        self._look = look
        sign = _SIGNS.get(look.state, "·")
        texts = (look.state, f"{sign} {_HEADLINES[look.state]}", self._what(look), _big(look))
        if texts == self._shown:
            return
        self._shown = texts
        for state in _HEADLINES:
            self.set_class(state == look.state, f"-{state}")
        self.headline.update(texts[1])
        self.what.update(texts[2])
        self.set_class(bool(texts[3]), "-big")
        self.number.show(texts[3])
        when_drawn(self, self._make_room)
        self._show_keys(look)

    def _what(self, look: TimerLook) -> str:
        if look.line and look.state != "locked":
            return look.line
        if look.state == "waiting":
            if look.at is None:
                return "Quiet hours: nothing calls until they are over."
            return f"{when_words(look.at, self._desk.now())}. Nothing to do until then."
        return _TEACH.get(look.state, "").format(switch=self.shown_key("switch"))

    def _tell(self) -> None:
        card = self._card
        if card is None:
            return
        lines = [
            f"{card.window}.",
            f"{card.title}: {', '.join(card.parts).lower()}." if card.parts else card.title,
        ]
        lines += [*card.ways, *([card.quiet] if card.quiet else [])]
        lines.append("A call that goes by is gone: nothing piles up.")
        self.about.update("\n".join(lines))

    def _show_keys(self, look: TimerLook) -> None:
        start = "start" if look.state == "due" else "one now"
        names = "start snooze skip" if look.state == "due" else "start"
        if look.state in ("locked", "trouble") or self._card is None:
            names = ""
        calls = "calls are on" if self.timer.is_on else "calls are off"
        self.header.show(("Breaks", "strong"), "", (calls, "muted"))
        switch = "calls off" if self.timer.is_on else "calls on"
        self.key_line.show(self.footer(f"{names} switch read close help", start=start, switch=switch))

    # ------------------------------------------------------------------ answers

    def takes_key(self, key: str, press: Press) -> bool:
        """Whether a key does something: one that starts a break only when it was pressed for it."""
        return key not in self.keys_of("start") or self._drawn.is_fresh(press)

    def action_start(self) -> None:
        if self._look.state == "locked":
            self.notify(self._look.line, title="No breaks for now", severity="warning", markup=False)
        elif self._card is not None:
            self._is_started = True
            self.post_message(self.Start(self._card.program))

    def action_snooze(self) -> None:
        if self._look.state == "due":
            self.timer.snooze()
            self.tick()

    def action_skip(self) -> None:
        if self._look.state in ("due", "waiting"):
            self.timer.skip()
            self.tick()

    def action_switch(self) -> None:
        if self.timer.is_on:
            self.timer.stop()
        else:
            self.timer.begin()
        self.tick()

    def action_read(self) -> None:
        open_guide(self, self._guide, "screen:breaks")

    def action_close(self) -> None:
        if len(self.app.screen_stack) > 1:
            self.dismiss()


def keep_calling(app: App[Result], timer: BreakTimer) -> None:
    """Have the timer looked at for as long as the app is open, on whatever screen one is.

    A running session and a check-in are not called into: what is due is still due after them.
    """
    if not timer.is_looked_at:
        timer.is_looked_at = True
        app.set_interval(LOOK_SECONDS, lambda: call(app, timer))


def call(app: App[Result], timer: BreakTimer) -> None:
    """Look at the timer once, and show a call on the screen that one is on."""
    stays = any(isinstance(screen, CoachScreen) and screen.STAYS for screen in app.screen_stack)
    if stays or not timer.is_on:
        return
    screen = app.screen
    if isinstance(screen, BreaksScreen):
        screen.tick()
        return
    look = timer.look()
    if look.rang:
        app.notify(look.line, title="A break", timeout=NOTICE_SECONDS, markup=False)


def when_words(at: datetime, now: datetime) -> str:
    """`At 15:04, in 12 minutes`, or `On Monday at 09:30`."""
    minutes = -int(-(at - now).total_seconds() // 60)
    if at.date() != now.date():
        return f"On {weekday_name(at)} at {at:%H:%M}"
    if minutes > 90:
        return f"At {at:%H:%M}, in {minutes // 60} h {minutes % 60} min"
    return f"At {at:%H:%M}, in {minutes} minute{'' if minutes == 1 else 's'}"


def _big(look: TimerLook) -> str:
    return f"{look.at:%H:%M}" if look.at is not None and look.state in ("waiting", "due") else ""
