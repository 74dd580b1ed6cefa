"""The full-screen app: themes, keys and screens, wired together; everything it shows comes from the desk."""

from __future__ import annotations

import asyncio
import signal
from collections.abc import Sequence
from contextlib import suppress
from typing import TYPE_CHECKING, ClassVar, Final

from textual.app import App
from textual.binding import BindingType
from textual.filter import LineFilter
from textual.screen import Screen

from coach.errors import CoachError
from coach.request import ScreenRequest
from coach.tui import themes
from coach.tui.harmless import Harmless
from coach.tui.keys import APP_KEYS, SESSION_KEYS, bindings, checked_keymap
from coach.tui.ports import Desk, RunningSession, Unfinished

if TYPE_CHECKING:
    from coach.tui.screens.session import SessionScreen

INTERRUPTED: Final = 130
_LEAVING: Final = tuple(getattr(signal, name) for name in ("SIGTERM", "SIGHUP") if hasattr(signal, name))


class CoachApp(App[None]):
    """Opens screens and knows how to leave."""

    CSS_PATH: ClassVar = "theme.tcss"
    TITLE = "coach"
    BINDINGS: ClassVar[list[BindingType]] = bindings(APP_KEYS)
    ENABLE_COMMAND_PALETTE = True

    def __init__(self, desk: Desk, request: ScreenRequest) -> None:
        """Open on what is asked.

        Args:
            desk: the app behind the screens.
            request: the program to run at once, or the day.
        """
        super().__init__()
        self._desk = desk
        self._request = request
        self.failure: CoachError | None = None
        """Why the app was left, where it could not go on."""
        self._session: RunningSession | None = None
        self._harmless = Harmless()
        self.chosen_keys: dict[str, str] = {}
        """The user's own keys, by the id of what they do."""
        for theme in themes.OWN:
            self.register_theme(theme)
        self.theme = themes.DARK.name

    def get_line_filters(self) -> Sequence[LineFilter]:
        """What every line goes through before it is written: no name and no note gives orders."""
        return [*super().get_line_filters(), self._harmless]

    # ------------------------------------------------------------------ opening

    def on_mount(self) -> None:
        """Take the user's theme and keys, and open the first screen."""
        self._handle_signals()
        self._take_settings()
        unfinished = self._desk.unfinished() if self._request.speed is None else None
        if unfinished is not None:
            self._ask_about(unfinished)
        else:
            self._open()

    def _take_settings(self) -> None:
        settings = self._desk.settings
        self.chosen_keys, problems = checked_keymap(settings.keys)
        self.set_keymap(self.chosen_keys)
        if settings.theme in self.available_themes:
            self.theme = settings.theme
        elif settings.theme is not None:
            problems = (*problems, f"theme: there is no '{settings.theme}'")
        for problem in problems:
            self.notify(problem, title="Settings", severity="warning", markup=False)

    def _open(self) -> None:
        program = self._request.program
        if program is None:
            self.push_screen(self._start_screen())
            return
        try:
            run = self._desk.open_run(
                program, on=self._request.on, mute=self._request.mute, speed=self._request.speed
            )
        except CoachError as error:
            self.fail(error)
        else:
            self.open_session(run)

    def _start_screen(self) -> Screen[None]:
        from coach.tui.screens.start import StartScreen

        return StartScreen(self._desk, self._request)

    def open_session(self, run: RunningSession) -> None:
        """Show a session to its end, then what was done; then the screen before it, or leave."""
        from coach.tui.screens.session import SessionScreen

        self._session = run
        bell = self._desk.settings.sound and not self._request.mute
        screen = SessionScreen(run, self.chosen_keys, bell=bell)
        self.push_screen(screen, lambda _nothing: self._show_done(run))

    def _show_done(self, run: RunningSession) -> None:
        from coach.tui.screens.done import DoneScreen

        self.push_screen(DoneScreen(run), lambda _nothing: self._after_session())

    def _after_session(self) -> None:
        self._close_session()
        if self._request.program is not None:
            self.exit()

    def _close_session(self) -> None:
        run, self._session = self._session, None
        if run is None:
            return
        try:
            run.close()
        except CoachError as error:
            self.failure = error

    def on_unmount(self) -> None:
        """Take what happened last to disk, however the app is left; the rest can be done later."""
        if self._session is not None:
            self._session.tick()
            self._close_session()

    # ------------------------------------------------------------------ a session that was broken off

    def _ask_about(self, unfinished: Unfinished) -> None:
        from coach.tui.screens.question import Question
        from coach.tui.screens.unfinished import ANSWERS, question

        answers = [answer for answer in ANSWERS if unfinished.resumable or answer.name != "resume"]

        def answered(answer: str | None) -> None:
            if answer == "discard":
                self._ask_again(unfinished)
            else:
                self._settle(unfinished, answer or "keep")

        self.push_screen(Question(question(unfinished), answers), answered)

    def _ask_again(self, unfinished: Unfinished) -> None:
        from coach.tui.screens.question import Question
        from coach.tui.screens.unfinished import BACK, REALLY, warning

        def answered(answer: str | None) -> None:
            if answer == REALLY.name:
                self._settle(unfinished, "discard")
            else:
                self._ask_about(unfinished)

        self.push_screen(Question(warning(unfinished), [REALLY], otherwise=BACK), answered)

    def _settle(self, unfinished: Unfinished, answer: str) -> None:
        try:
            if answer == "resume":
                self.open_session(self._desk.resume(unfinished.id, mute=self._request.mute))
                return
            if answer == "discard":
                self._desk.discard(unfinished.id)
            else:
                self._desk.keep(unfinished.id)
        except CoachError as error:
            self.notify(str(error), title="Not done", severity="error", markup=False)
        self._open()

    # ------------------------------------------------------------------ leaving

    def fail(self, error: CoachError) -> None:
        """Leave, and tell why once the terminal is its own again."""
        self.failure = error
        self.exit()

    async def action_quit(self) -> None:
        """Leave the app; a running session asks first."""
        self._leave_or_ask(0)

    def action_help_quit(self) -> None:
        """Ctrl-C: leave the app; a running session asks first."""
        self._leave_or_ask(INTERRUPTED)

    def _leave_or_ask(self, status: int) -> None:
        session = self._session_screen()
        if session is None or session is not self.screen:
            self.exit(return_code=status)
        else:
            session.action_stop()

    def _session_screen(self) -> SessionScreen | None:
        from coach.tui.screens.session import SessionScreen

        return next((screen for screen in self.screen_stack if isinstance(screen, SessionScreen)), None)

    def action_suspend_process(self) -> None:
        """Ctrl-Z: a session stands still first, for nobody can see it."""
        session = self._session_screen()
        if session is not None:
            session.stand_still()
        super().action_suspend_process()

    def action_help(self) -> None:
        """Show the keys of this screen."""
        from coach.tui.screens.help import HelpScreen

        keys = SESSION_KEYS if self._session_screen() is self.screen else APP_KEYS
        self.push_screen(HelpScreen("Keys", keys, self.chosen_keys))

    def _handle_signals(self) -> None:
        # On a signal Textual runs no clean-up of its own: the sound would play on, and the last set be lost.
        loop = asyncio.get_running_loop()
        for number in _LEAVING:
            with suppress(NotImplementedError, RuntimeError, ValueError):
                loop.add_signal_handler(number, self._signalled, int(number))

    def _signalled(self, number: int) -> None:
        self.exit(return_code=128 + number)
