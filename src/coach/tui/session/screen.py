"""The screen of a running session, and its footer."""

from __future__ import annotations

from typing import ClassVar, Final

from textual import getters
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.timer import Timer

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
from coach.session.instructions import Introduction
from coach.session.view import (
    EFFORT_SHORT,
    SessionView,
    State,
    answered_text,
    available_commands,
    left_out_text,
    pause_or_go_on,
)
from coach.sound.audio_player import OFF as SOUND_OFF
from coach.tui.coach_screen import CoachScreen, ReadGuide, when_drawn
from coach.tui.introduction import IntroductionScreen, names_of
from coach.tui.keys import PAIN_KEYS, SESSION_KEYS
from coach.tui.session.display import LEADING, DisplayRenderer, Phase, SessionDisplay, still_seconds
from coach.tui.session.layout import WIDE_COLUMNS, layout_of
from coach.tui.session.lettering import SMALLEST_ROWS
from coach.tui.session.offered_keys import SIGNS_AND_COLOURS, allowed, entries
from coach.tui.session.progress import Bar, SessionStrip, SetProgress
from coach.tui.session.stop_questions import discard_question, stop_question, warm_question
from coach.tui.session.visual_bell import VisualBell
from coach.tui.session.widgets import (
    BigName,
    BigNumber,
    BreathShape,
    CountUnit,
    CueDisplay,
    Headline,
    Stage,
)
from coach.tui.terminal import HEIGHTS, WIDTHS
from coach.tui.widgets.canvas import GAP, StatusLine
from coach.tui.widgets.figure import DrillFigure, FigureMoment
from coach.tui.widgets.footer import KeyFooter


def _capitalised(text: str) -> str:
    return text[:1].upper() + text[1:]


SOUND_CHECK_SECONDS: Final = 0.05
"""Between two checks whether the sound device is known."""
FLASH_SECONDS: Final = 0.6


SHORTEST_TICK_SECONDS: Final = 0.05
"""Between two updates, also in a fast rehearsal."""
NOTICE_SECONDS: Final = 8.0
SOUND_NOTICE_SECONDS: Final = 20.0
"""How long it is said why there is no sound."""
FIGURE_SHARE: Final = 0.24
"""The least part of the room beside the digits."""
WORDS_SHARE: Final = 0.36
"""The same for words, where there is no figure."""
FOLLOWING_SHARE: Final = 0.64
"""The most of its row that what comes next takes before the marks of the sets get shorter."""
LEAST_WORDS: Final = 14
ROOMY_COLUMNS: Final = 70
"""The least number of columns for the time of the whole session."""
ROOMY_ROWS: Final = 14
"""The least number of rows for the long text about effort and pain."""

_PAUSED: Final = frozenset({State.PAUSED, State.PAIN, State.WAIT})


class SessionScreen(CoachScreen[bool]):
    """One session from start to end; dismissed with False where it was left for later or discarded."""

    CSS_PATH: ClassVar = "session.tcss"
    KEYS = SESSION_KEYS
    SIGNS = SIGNS_AND_COLOURS
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
    strip = getters.query_one(SessionStrip)
    headline = getters.query_one(Headline)
    drill = getters.query_one("#drill", StatusLine)
    big_name = getters.query_one(BigName)
    cue = getters.query_one("#cue", CueDisplay)
    cue_beside = getters.query_one("#cue-beside", CueDisplay)
    figure = getters.query_one(DrillFigure)
    breath = getters.query_one(BreathShape)
    number = getters.query_one(BigNumber)
    unit = getters.query_one(CountUnit)
    bar = getters.query_one(Bar)
    following = getters.query_one("#next", StatusLine)
    marks = getters.query_one(SetProgress)
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
        self._silent_since: float | None = None
        self._layout = layout_of(80, 24)
        self._seen_at = run.clock.monotonic()
        self._asks_easier = False
        """The question about an easier drill is open."""

    def compose(self) -> ComposeResult:
        with Horizontal(id="top"):
            yield StatusLine(id="header")
            yield StatusLine(id="left")
        yield SessionStrip()
        yield Headline()
        yield BigName()
        yield StatusLine(id="drill")
        with Stage(id="stage"):
            with Vertical(id="words"):
                yield DrillFigure()
                yield CueDisplay(id="cue-beside")
            yield BreathShape()
            with Vertical(id="count"):
                yield BigNumber(self._renderer.widest_number)
                yield CountUnit()
        yield Bar()
        yield CueDisplay(id="cue")
        with Horizontal(id="foot"):
            yield StatusLine(id="next")
            yield SetProgress()
        yield KeyFooter()

    def on_mount(self) -> None:
        if self._run.notes:
            self.say(" ".join(self._run.notes))
        self._show(self._run.tick())
        self._sound_check = self.set_interval(SOUND_CHECK_SECONDS, self.start_when_heard)
        self.start_when_heard()

    def on_resize(self) -> None:
        self._lay_out()
        when_drawn(self, self._show_again)

    def on_stage_resized(self) -> None:
        self._make_room_for_number()

    def on_drill_figure_loaded(self) -> None:
        self._show_again()

    def _lay_out(self) -> None:
        """Share out the room at this size."""
        layout = self._layout = layout_of(*self.size)
        self.headline.styles.height = 3 * layout.word_scale if layout.has_big_word else 1
        self.big_name.make_room(layout.word_scale, layout.name_lines if layout.name_rows else 0)
        self.strip.display = layout.has_strip
        self.set_class(layout.is_airy, "-airy")
        self.cue.make_room(layout.cue_rows, layout.cue_scale)
        self.bar.display = layout.has_bar

    def _make_room_for_number(self) -> None:
        layout, stage = self._layout, self.query_one(Stage).size
        share = FIGURE_SHARE if layout.figure == "always" else WORDS_SHARE
        beside = max(LEAST_WORDS, int(stage.width * share))
        most = max(layout.least_digit_rows, layout.digit_rows)
        least = min(stage.height, layout.least_digit_rows)
        # Nothing touches the digits: the name ends before them, or they leave a row empty below it.
        for gap in (0, 1):
            height = max(stage.height - gap, 0 if layout.name_rows else least)
            height = max(SMALLEST_ROWS, height - self.unit.rows)
            self.number.make_room(min(height, most), stage.width - beside, min(least, height), stage.width)
            aside = self.number.wide + GAP
            if layout.is_airy or (layout.name_rows and self.big_name.fits_beside(aside)):
                break
        self._show_unit(self.unit.words)
        self.drill.styles.padding = (0, aside if layout.name_rows else 0, 0, 0)
        self.big_name.keep_clear(0 if layout.is_airy or gap else aside)

    def _show_unit(self, words: str) -> bool:
        return self.unit.show(words, self.number.wide, is_big=self._layout.has_big_word)

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
            self.headline.flash(True)
            self.set_timer(FLASH_SECONDS, lambda: self.headline.flash(False))
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
        if self._asks_easier and view.state not in (State.WORK, State.DONE, *_PAUSED):
            view = self._run.do(PauseSession())
            self._schedule_flashes()
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
        self._seen_at = run.clock.monotonic()
        title = f"{run.program.title}, rehearsal: nothing is recorded" if run.rehearsal else run.program.title
        warm_up = "warm-up" if display.is_warmup else ""
        beside = [part for part in ("no sound" if self._visual_bell.silent else "", warm_up) if part]
        self.header.show((title, "strong"), "", " · ".join(beside))
        # As wide as its text, so that only its first cells are written again.
        left = display.left if self.size.width >= ROOMY_COLUMNS else display.left_in_short
        self.left.styles.width = len(left)
        self.left.show(left)
        self.strip.show(self._renderer.parts, view.index, view.fraction)
        self.headline.show(display.phase, display.word, display.beside)
        self._show_name(display)
        self._show_figure(view, display)
        self._show_cues(view, display)
        changed = self.number.make_room_for(display.widest_number or self._renderer.widest_number)
        if changed:
            self._make_room_for_number()
        if self._show_unit(display.unit):
            self._make_room_for_number()
        self.number.show(display.number)
        if display.breath is not None:
            self.breath.show(display.breath)
        self.bar.show(display.fraction)
        following = display.next
        if self._has_big_name(display):
            # What comes next stands in the big name before a set.
            parts = (
                "" if self.drill.display else _capitalised(display.details),
                "" if view.state in LEADING else following,
            )
            following = " · ".join(filter(None, parts))
        notice, no_sound = self._notice(), self._no_sound_reason()
        following = notice or no_sound or following
        self.following.show(following)
        most = self.size.width if notice else int(self.size.width * FOLLOWING_SHARE)
        self.marks.show(display.marks, display.counted, min(most, len(following) + GAP))
        easier = run.easier_dose(view) is not None
        self.key_footer.show(entries(view, self.app.chosen_keys, easier=easier))

    def _show_name(self, display: SessionDisplay) -> None:
        layout = self._layout
        if self.big_name.show(display.name, "strong"):
            self._make_room_for_number()
        if self._has_big_name(display):
            text = _capitalised(display.details)
        elif layout.has_big_word and display.phase is not Phase.WORK:
            text = display.lead + display.drill
        else:
            text = display.drill
        self.drill.show((text, "strong"))
        self.drill.display = layout.is_airy or (bool(text) and not self._has_big_name(display))

    def _has_big_name(self, display: SessionDisplay) -> bool:
        return bool(self.big_name.lines) and display.phase is not Phase.PAIN

    def _show_figure(self, view: SessionView, display: SessionDisplay) -> None:
        interval, place = view.interval, self._layout.figure
        before_set = interval is not None and not interval.is_set
        is_placed = place == "always" or (place == "before" and before_set)
        if interval is None or view.state is State.PAIN or not is_placed:
            self.figure.show_drill(None)
        else:
            drill = self._run.drills.get(interval.drill)
            self.figure.show_drill(drill, interval.side, self._figure_moment)
        is_there = self.figure.figure is not None
        # A breath is easier to follow by a disc; where the figure moves with it, that is enough.
        in_words = self.figure.drawing == "none"
        leads = interval is not None and (interval.action == "breathe" or in_words or not is_there)
        has_disc = display.breath is not None and leads
        wide = self.size.width >= WIDE_COLUMNS
        self.set_class(has_disc, "-breathing")
        self.figure.display = is_there and (wide or not has_disc)
        self.set_class(self.figure.display and place == "before", "-before")

    def _figure_moment(self) -> FigureMoment:
        """The moment of the figure, in step with the session."""
        view, interval = self._view, None if self._view is None else self._view.interval
        if view is None or interval is None:
            return FigureMoment(0.0, pace=0.0)
        if view.state in (State.PAUSED, State.PAIN):
            return FigureMoment(view.elapsed_seconds, pace=0.0)
        seconds = view.elapsed_seconds + self._run.clock.monotonic() - self._seen_at
        breath, cycle = None, None
        if view.state is State.WORK:
            if interval.inhale_seconds and interval.exhale_seconds:
                breath = (interval.inhale_seconds, interval.exhale_seconds)
            cycle = interval.tempo.seconds if interval.tempo else interval.pace_seconds
        repeats = view.state in LEADING
        return FigureMoment(seconds, breath, cycle, repeats, self._run.pace)

    def _show_cues(self, view: SessionView, display: SessionDisplay) -> None:
        # Beside a disc in a narrow terminal there is no room.
        below = self._layout.figure == "always" or self.has_class("-before") or self.has_class("-breathing")
        cramped = view.state is State.PAIN and self.size.height < ROOMY_ROWS
        note = EFFORT_SHORT if cramped else display.note
        for widget, is_used in ((self.cue, below), (self.cue_beside, not below)):
            widget.display = is_used
            if is_used:
                widget.show(display.cues, note, display.turn, in_haste=display.is_hasty)

    def _notice(self) -> str:
        """What is said in place of what comes next: for as long as it is new, or nothing is saved."""
        run, now = self._run, self._run.clock.monotonic()
        if run.trouble:
            return f"Not saved yet: {run.trouble}. Trying again."
        if now < self._notice_until:
            return self._notice_text
        return ""

    def _no_sound_reason(self) -> str:
        """Why there is no sound, for its first seconds."""
        now = self._run.clock.monotonic()
        reason = self._visual_bell.reason
        if not reason or reason == SOUND_OFF:
            # The first line says so.
            return ""
        if self._silent_since is None:
            self._silent_since = now
        # How many other ways failed is for `coach doctor`.
        short = f"{reason.partition(';')[0].rstrip('.')}."
        return short if now < self._silent_since + SOUND_NOTICE_SECONDS * self._run.pace else ""

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
        view = self._view
        if view is None or view.state is State.PAIN:
            return
        known = self._run.easier_introduction(view)
        if known.first_time:
            self._ask_easier(known, view)
        else:
            self._make_easier()

    def _ask_easier(self, known: Introduction, view: SessionView) -> None:
        """Show a drill that was never done; the session stands still, once its set is over."""
        was_paused, in_set = view.state in _PAUSED, view.interval is not None and view.interval.is_set
        self._asks_easier = True

        def answered(agreed: bool | None) -> None:
            self._asks_easier = False
            if agreed:
                self._make_easier()
            if not was_paused and self._view is not None and self._view.state is State.PAUSED:
                self._do(ResumeSession())

        when = "from the next set on" if in_set else "today"
        question = f"New to you, and easier {when}: {names_of(known)}."
        place = "your set goes on, then all waits" if in_set else "the session waits"
        screen = IntroductionScreen(self._run.program.title, known, question=question, place=place)
        self.app.push_screen(screen, answered)
        self._show(view)

    def _make_easier(self) -> None:
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
