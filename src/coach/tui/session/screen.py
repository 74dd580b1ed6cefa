"""The screen of a running session, its footer and dialogs, and the flashes in place of sound."""

from __future__ import annotations

from collections.abc import Mapping
from math import inf
from typing import ClassVar, Final

from textual import getters
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.timer import Timer
from textual.widgets import Static

from coach.app.session_runner import SOUND_PATIENCE_SECONDS, SessionRunner
from coach.session.commands import (
    AdjustInterval,
    AdjustRests,
    AnswerPain,
    Command,
    GoBack,
    LeavePainOpen,
    MarkShaky,
    PauseSession,
    RedoSet,
    ReportPain,
    ResumeSession,
    SkipDrill,
    SkipInterval,
    SkipSide,
    SkipWarmup,
    StopSession,
)
from coach.session.cues import rests_text
from coach.session.player import Stopping, loss_text, stop_text
from coach.session.view import (
    ARE_YOU_WARM,
    EFFORT_SHORT,
    SessionView,
    State,
    answered_text,
    available_commands,
    left_out_text,
    pause_or_go_on,
)
from coach.tui.coach_screen import CoachScreen, ReadGuide
from coach.tui.dialogs import BACK, REALLY, QuestionDialog
from coach.tui.keys import APP_KEYS, PAIN_KEYS, SESSION_KEYS, name_of
from coach.tui.reading_time import when_drawn
from coach.tui.session.display import DisplayRenderer, Phase, still_seconds
from coach.tui.session.widgets import Bar, BigName, BigNumber, BreathShape, Headline, SetProgress, Stage
from coach.tui.terminal import HEIGHTS, WIDTHS
from coach.tui.widgets.answer_box import DialogAnswer
from coach.tui.widgets.canvas import GAP, StatusLine
from coach.tui.widgets.footer import FooterEntry, KeyFooter, footer

_COMMANDS: Final[dict[str, type[Command]]] = {
    "redo": RedoSet,
    "skip_side": SkipSide,
    "skip_warmup": SkipWarmup,
    "skip_drill": SkipDrill,
    "adjust": AdjustInterval,
    "adjust_rests": AdjustRests,
    "shaky": MarkShaky,
    "pain": ReportPain,
    "answer_pain": AnswerPain,
}
"""The commands of the actions that are disabled where their command is not offered."""
_READING: Final = frozenset({State.PAUSED, State.WAIT})

_FOOTER: Final[dict[State, str]] = {
    State.READY: "pause next back longer+shorter easier pain stop skip_warmup skip_side skip_drill",
    State.WORK: "pause next back shaky easier pain stop skip_warmup",
    State.SWITCH: "pause next back longer+shorter shaky easier pain stop skip_side",
    State.REST: "pause next back longer+shorter rests_longer+rests_shorter shaky easier pain stop skip_drill",
    State.ROUND_REST: "pause next back longer+shorter rests_longer+rests_shorter shaky easier pain stop"
    " skip_drill",
    State.WAIT: "pause back easier pain stop skip_drill read",
    State.PAUSED: "pause redo next easier pain stop read",
}
"""The keys of each state, from left to right; a group shares one entry."""
_GROUPS: Final = {"longer+shorter": "10 s", "rests_longer+rests_shorter": "all rests"}
_KEYS: Final = {name_of(key): key for key in SESSION_KEYS}


def allowed(action: str, view: SessionView) -> bool:
    """Whether an action of the session screen, named without arguments, is enabled."""
    if action == "read":
        return view.state in _READING
    command = _COMMANDS.get(action)
    return command is None or command in available_commands(view)


def entries(view: SessionView, keymap: Mapping[str, str], *, easier: bool = False) -> list[FooterEntry]:
    """The footer of a view, from left to right.

    Args:
        keymap: the user's own keys, by the id of their binding.
        easier: less of the drill of this moment can be had.
    """
    if view.state is State.PAIN:
        leave = footer([_KEYS["leave"]], keymap)
        return [FooterEntry("0–9", "how much", "", 9), *leave, FooterEntry("t", "ten", "", 7)]
    found = []
    for group in _FOOTER.get(view.state, "").split():
        if group == "easier" and not easier:
            continue
        keys = [_KEYS[name] for name in group.split("+")]
        if all(allowed(key.action.partition("(")[0], view) for key in keys):
            first, *others = footer(keys, keymap)
            if others:
                shown = " ".join([first.key, *(other.key for other in others)])
                first = first._replace(key=shown, label=_GROUPS[group], action="")
            elif group == "pause" and view.state in _READING:
                first = first._replace(label="go on")
            found.append(first)
    return [*found, *footer(APP_KEYS[:1], keymap)]


STOP: Final = DialogAnswer(name="stop", keys=("y", "enter"), label="stop here")
KEEP: Final = DialogAnswer(name="stop", keys=("y", "k"), label="keep it")
LATER: Final = DialogAnswer(name="later", keys=("l",), label="later")
DISCARD: Final = DialogAnswer(name="discard", keys=("d",), label="throw it away", matters=True)
REDO: Final = DialogAnswer(name="redo", keys=("r",), label="do this hold again")
GO_ON: Final = DialogAnswer(name="on", keys=("any other key",), label="go on")


NOT_WARM: Final = DialogAnswer(name="on", keys=("n",), label="no, go on with it")
WARM: Final = DialogAnswer(name="warm", keys=("y",), label="yes, skip it")


def warm_question() -> QuestionDialog:
    """Whether to leave the rest of the warm-up out; any key but yes goes on with it."""
    return QuestionDialog(ARE_YOU_WARM, [WARM], otherwise=NOT_WARM)


def stop_question(stopping: Stopping, promise: str, *, rehearsal: bool, redo: bool) -> QuestionDialog:
    """Whether to stop; where little was done, also what becomes of that.

    Args:
        stopping: the result of the session if it were stopped.
        promise: a sentence about where the sets are saved.
        rehearsal: nothing is recorded, so there is no choice.
        redo: the hold that was cut short may be done again.
    """
    again = [REDO] if redo else []
    decides = stopping.leaves_a_choice and not rehearsal
    text = stop_text(stopping, promise, decides=decides)
    if not decides:
        return QuestionDialog(text, [STOP, *again], otherwise=GO_ON)
    # Pain matters for the next doses: it is not discarded.
    ways = [KEEP, LATER] if stopping.hurt else [KEEP, LATER, DISCARD]
    return QuestionDialog(text, [*ways, *again], otherwise=GO_ON)


def discard_question(stopping: Stopping) -> QuestionDialog:
    """Whether to discard the session."""
    return QuestionDialog(loss_text(stopping.done), [REALLY], otherwise=BACK)


SOUND_CHECK_SECONDS: Final = 0.05
"""Between two checks whether the sound device is known."""
FLASH_SECONDS: Final = 0.2


class VisualBell:
    """The cues that have no sound, for flashes and the bell of the terminal."""

    def __init__(self, run: SessionRunner) -> None:
        self._run = run
        self._moments: tuple[float, ...] = ()

    def plan(self, now: float) -> None:
        """Take the cues ahead; to be called after a start, a command or a wait."""
        self._moments = tuple(self._run.ahead(now)) if self.silent else ()

    @property
    def silent(self) -> bool:
        """Whether it is known that there is no sound; a device that is still opening is not silent."""
        status = self._run.audio.status()
        return status.device is None and status.reason is not None

    @property
    def reason(self) -> str:
        """Why there is no sound, in a sentence; empty where there is."""
        return (self._run.audio.status().reason or "") if self.silent else ""

    def seconds_until_due(self, now: float) -> float:
        """Until the next cue without sound; infinite where there is none."""
        return max(0.0, self._moments[0] - now) if self._moments else inf

    def due(self, now: float) -> bool:
        """Whether a cue was due since the last call."""
        passed = sum(moment <= now for moment in self._moments)
        self._moments = self._moments[passed:]
        return passed > 0


SHORTEST_TICK_SECONDS: Final = 0.05
"""Between two updates, also in a fast rehearsal."""
NOTICE_SECONDS: Final = 8.0
SIDE_PADDING: Final = 1
ROOMY_ROWS: Final = 14
"""The least number of rows for the long text about effort and pain."""

_PAUSED: Final = frozenset({State.PAUSED, State.PAIN, State.WAIT})


class SessionScreen(CoachScreen[bool]):
    """One session from start to end; dismissed with False where it was left for later or discarded."""

    CSS_PATH: ClassVar = "session.tcss"
    KEYS = SESSION_KEYS
    STAYS = True
    """No navigation key leaves it."""
    BINDINGS: ClassVar[list[BindingType]] = [
        *SESSION_KEYS,
        *(Binding(key, f"answer_pain({pain})", show=False) for key, pain in PAIN_KEYS.items()),
    ]
    HORIZONTAL_BREAKPOINTS = WIDTHS
    VERTICAL_BREAKPOINTS = HEIGHTS

    header = getters.query_one("#header", StatusLine)
    left = getters.query_one("#left", StatusLine)
    headline = getters.query_one(Headline)
    drill = getters.query_one("#drill", StatusLine)
    big_name = getters.query_one(BigName)
    cue = getters.query_one("#cue", Static)
    why = getters.query_one("#why", Static)
    breath = getters.query_one(BreathShape)
    number = getters.query_one(BigNumber)
    bar = getters.query_one(Bar)
    following = getters.query_one("#next", StatusLine)
    marks = getters.query_one(SetProgress)
    notice = getters.query_one("#notice", StatusLine)
    key_footer = getters.query_one(KeyFooter)

    def __init__(self, run: SessionRunner, *, bell: bool = True) -> None:
        """Show `run`; `bell`: without sound the terminal's bell may ring."""
        super().__init__()
        self._bell = bell
        self._run = run
        self._renderer = DisplayRenderer(run.timeline, run.plan, run.units)
        self._visual_bell = VisualBell(run)
        self._silent = False
        self._view: SessionView | None = None
        self._phase: Phase | None = None
        self._left = False
        self._begun = False
        self._sound_check: Timer | None = None
        self._next_tick: Timer | None = None
        self._sound_deadline = run.clock.monotonic() + SOUND_PATIENCE_SECONDS * run.pace
        self._notice_text = ""
        self._notice_until = 0.0

    def compose(self) -> ComposeResult:
        with Horizontal(id="top"):
            yield StatusLine(id="header")
            yield StatusLine(id="left")
        yield Headline()
        yield StatusLine(id="drill")
        with Stage(id="stage"):
            with Vertical(id="words"):
                yield BigName()
                yield Static(markup=False, id="cue")
                yield Static(markup=False, id="why")
            yield BreathShape()
            yield BigNumber(self._renderer.widest_number)
        yield Bar()
        yield StatusLine(id="next")
        with Horizontal(id="foot"):
            yield SetProgress()
            yield StatusLine(id="notice")
        yield KeyFooter()

    def on_mount(self) -> None:
        if self._run.notes:
            self.say(" ".join(self._run.notes))
        self._show(self._run.tick())
        self._sound_check = self.set_interval(SOUND_CHECK_SECONDS, self.start_when_heard)
        self.start_when_heard()

    def on_resize(self) -> None:
        when_drawn(self, self._show_again)

    def start_when_heard(self) -> None:
        """Start once the sound device is known or has taken too long, so that the first cue is heard."""
        if self._begun:
            return
        if self._run.sound_known or self._run.clock.monotonic() >= self._sound_deadline:
            self._start()

    def _start(self) -> None:
        self._begun = True
        if self._sound_check is not None:
            self._sound_check.stop()
        self._show(self._run.start())
        self._schedule_flashes()

    def tick(self) -> None:
        """Show the session as it is now, and schedule the next update."""
        if self._run.ended or not self._begun:
            return
        suspension = self._run.notice_suspension()
        if suspension is not None:
            if suspension.stands_still:
                self._schedule_flashes()
                self.say(f"{suspension.text}; the session stands where it was. Space goes on.")
            else:
                self.say(f"{suspension.text}; the session went on by the clock.")
        self._show(self._run.tick())
        if self._silent != self._visual_bell.silent:
            self._schedule_flashes()
        if self._visual_bell.due(self._run.clock.monotonic()):
            if self._bell:
                self.app.bell()
            self.number.flash(True)
            self.set_timer(FLASH_SECONDS, lambda: self.number.flash(False))
        self._schedule_tick()

    def _schedule_tick(self) -> None:
        """Update just when the next second begins, so that digits and tones agree."""
        if self._next_tick is not None:
            self._next_tick.stop()
        if self._view is None or self._run.ended:
            return
        until_flash = self._visual_bell.seconds_until_due(self._run.clock.monotonic())
        seconds = min(still_seconds(self._view), until_flash)
        breath, interval = self._view.breath, self._view.interval
        if breath is not None and interval is not None and self._view.state is State.WORK:
            half = interval.inhale_seconds if breath.inhaling else interval.exhale_seconds
            seconds = min(seconds, self.breath.still_fraction(breath) * (half or 1))
        seconds /= self._run.pace
        self._next_tick = self.set_timer(max(SHORTEST_TICK_SECONDS, seconds), self.tick)

    def say(self, text: str) -> None:
        """Show a notice for a few seconds."""
        self._notice_text = text
        self._notice_until = self._run.clock.monotonic() + NOTICE_SECONDS * self._run.pace

    def _say_now(self, text: str) -> None:
        if text:
            self.say(text)
            self._show_again()

    def _show_again(self) -> None:
        if self._view is not None and not self._run.ended:
            self._show(self._view)

    # ------------------------------------------------------------------ what is shown

    def _show(self, view: SessionView) -> None:
        self._view = view
        run = self._run
        if run.ended:
            if not self._left:
                self._left = True
                # It may end under the help or a question; only the screen on top can be dismissed.
                while self.app.screen is not self:
                    self.app.pop_screen()
                self.dismiss(True)
            return
        display = self._renderer.render(view, run.clock.now())
        if display.phase is not self._phase:
            self._phase = display.phase
            self.remove_class(*(f"-{other}" for other in Phase), update=False)
            self.add_class(f"-{display.phase}")
        title = f"{run.program.title}, rehearsal: nothing is recorded" if run.rehearsal else run.program.title
        self.header.show((title, "strong"), "", display.round)
        # As wide as its text, so that only its first cells are written again.
        self.left.styles.width = len(display.left)
        self.left.show(display.left)
        self.headline.show(display.phase, display.word, display.beside)
        # Where the word is drawn in big blocks, it is shown as text too.
        lead = display.lead if self.headline.is_big else ""
        self.drill.show((lead + display.drill, "strong"))
        self.big_name.show(display.name, "muted" if display.phase is Phase.REST else "strong")
        cramped = view.state is State.PAIN and self.size.height < ROOMY_ROWS
        for widget, text in ((self.cue, display.cue), (self.why, EFFORT_SHORT if cramped else display.why)):
            if widget.content != text:
                widget.update(text)
        self.number.show(display.number)
        self.set_class(display.breath is not None, "-breathing")
        if display.breath is not None:
            self.breath.show(display.breath)
        self.bar.show(display.fraction)
        self.following.show(display.next)
        self.marks.show(display.marks)
        quiet = self._notice_text if run.clock.monotonic() < self._notice_until else self._visual_bell.reason
        notice = f"Not saved yet: {run.trouble}. Trying again." if run.trouble else quiet
        self.notice.show("", "", (notice, "strong" if run.trouble else "muted"))
        room = self.size.width - 2 * SIDE_PADDING
        self.set_class(bool(notice) and self.marks.wanted_width + GAP + len(notice) > room, "-crowded")
        easier = run.easier_dose(view) is not None
        self.key_footer.show(entries(view, self.app.chosen_keys, easier=easier))

    # ------------------------------------------------------------------ cues without sound

    def _schedule_flashes(self) -> None:
        self._silent = self._visual_bell.silent
        self._visual_bell.plan(self._run.clock.monotonic())
        self._schedule_tick()

    # ------------------------------------------------------------------ commands

    def _do(self, command: Command) -> None:
        if not self._begun:
            self._start()
        self._show(self._run.do(command))
        self._schedule_flashes()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        return self._view is None or allowed(action, self._view)

    def action_pause(self) -> None:
        if self._view is None:
            return
        command = pause_or_go_on(self._view)
        if type(command) in available_commands(self._view):
            self._do(command)

    def action_continue(self) -> None:
        if self._view and self._view.state in (State.WAIT, State.PAUSED):
            self.action_pause()

    def action_next(self) -> None:
        self._do(SkipInterval())

    def action_back(self) -> None:
        self._do(GoBack())

    def action_adjust(self, seconds: int) -> None:
        self._do(AdjustInterval(seconds))

    def action_adjust_rests(self, seconds: int) -> None:
        self._do(AdjustRests(seconds))
        if self._view is not None:
            self._say_now(rests_text(self._view.rests_delta_seconds))

    def action_shaky(self) -> None:
        self._do(MarkShaky())

    def action_pain(self) -> None:
        self._do(ReportPain())

    def action_answer_pain(self, pain: int) -> None:
        before = self._view
        self._do(AnswerPain(pain))
        if before is not None and self._view is not None:
            self._say_now(answered_text(before, self._view, pain))

    def action_leave(self) -> None:
        if self._view is not None and self._view.state is State.PAIN:
            self._do(LeavePainOpen())
        else:
            self.action_stop()

    def action_redo(self) -> None:
        self._do(RedoSet())

    def action_skip_side(self) -> None:
        self._do(SkipSide())

    def action_skip_drill(self) -> None:
        before = self._view
        self._do(SkipDrill())
        if before is not None and self._view is not None:
            self._say_now(left_out_text(before, self._view))

    def action_easier(self) -> None:
        if self._view is None or self._view.state is State.PAIN:
            return
        view, text = self._run.make_easier()
        self._renderer = DisplayRenderer(self._run.timeline, self._run.plan, self._run.units)
        self.say(text)
        self._show(view)
        self._schedule_flashes()

    def action_skip_warmup(self) -> None:
        """Ask whether the user is warm, while the warm-up goes on."""

        def answered(answer: str | None) -> None:
            if answer == "warm" and self._view is not None and allowed("skip_warmup", self._view):
                self._do(SkipWarmup())

        self.app.push_screen(warm_question(), answered)

    def action_stop(self) -> None:
        if self._view is None or self._view.state is State.DONE:
            return
        was_paused = self._view.state in _PAUSED
        if not was_paused:
            self._do(PauseSession())
        self._ask_to_stop(was_paused=was_paused)

    def _ask_to_stop(self, *, was_paused: bool) -> None:
        """Ask what to do, while the session is paused."""
        run = self._run
        redo = self._view is not None and self._view.redo_offered

        def answered(answer: str | None) -> None:
            match answer:
                case "stop":
                    self._do(StopSession())
                case "redo":
                    self._do(RedoSet())
                case "later":
                    self._close_unfinished()
                case "discard":
                    self.app.push_screen(discard_question(run.if_stopped()), confirmed)
                case _ if not was_paused:
                    self._do(ResumeSession())

        def confirmed(answer: str | None) -> None:
            if answer == "really":
                run.discard()
                self._close_unfinished()
            else:
                self._ask_to_stop(was_paused=was_paused)

        question = stop_question(run.if_stopped(), run.promise, rehearsal=run.rehearsal, redo=redo)
        self.app.push_screen(question, answered)

    def _close_unfinished(self) -> None:
        """Close the screen; what is saved of the session stays unfinished."""
        if not self._left:
            self._left = True
            self.dismiss(False)

    def action_read(self) -> None:
        self.post_message(ReadGuide(f"kind:{self._run.program.kind}", "screen:session"))

    def stand_still(self) -> None:
        """Pause, because the screen is hidden for a while."""
        if self._view and self._view.state not in (*_PAUSED, State.DONE):
            self._do(PauseSession())
