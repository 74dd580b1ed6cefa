"""The full-screen app: themes, keys and screens, and the use cases that they hold."""

from __future__ import annotations

import asyncio
import heapq
import re
import signal
from collections.abc import Iterable, Sequence
from contextlib import suppress
from functools import cached_property, partial
from typing import TYPE_CHECKING, ClassVar, Final

from textual.app import SystemCommand
from textual.binding import BindingType
from textual.command import DiscoveryHit, Hit, Hits, Provider
from textual.content import Content
from textual.filter import LineFilter
from textual.screen import Screen

from coach.app.checkins import CheckIns
from coach.app.planning import DayPlanner, TrainingLock
from coach.errors import CoachError
from coach.files import FolderWatch
from coach.paths import ScreenRequest
from coach.tui import themes
from coach.tui.coach_screen import CoachScreen, ReadGuide, when_drawn
from coach.tui.keys import APP_KEYS, LOCK_KEYS, PLACE_KEYS, checked_keymap, name_of
from coach.tui.navigation import Navigation
from coach.tui.safety_banner import SafetyBanner, WrittenCheckIn, may_be_lifted_on
from coach.tui.terminal import Harmless, ResilientApp
from coach.tui.today.data import TodayReader

if TYPE_CHECKING:
    from coach.app.history import HistoryReader
    from coach.app.planning import Lift
    from coach.app.programs import Programs
    from coach.app.session_runner import SessionRunner
    from coach.app.sessions import Sessions
    from coach.app.workspace import Workspace
    from coach.model.settings import Settings
    from coach.tui.breaks import BreaksScreen
    from coach.tui.prefetch import FirstReading
    from coach.tui.programs.list import ProgramsScreen
    from coach.tui.session.screen import SessionScreen
    from coach.tui.settings.screen import SettingsScreen
    from coach.tui.today.data import CheckInCard, Unfinished
    from coach.tui.today.screen import TodayScreen
    from coach.tui.widgets.figure import FigureLibrary


MOST: Final = 100
"""So many commands that fit are shown, and so many programs before anything is typed."""
_AT_ONCE: Final = 200
"""So many names are looked at before a key may come between."""


class PlainCommands(Provider):
    """The commands of the app. Textual's own provider would read a program's title as markup."""

    async def discover(self) -> Hits:
        """The commands that are offered before anything is typed, by their names."""
        offered = [one for one in self.app.get_system_commands(self.screen) if one.discover]
        for name, about, callback, _discover in sorted(offered, key=lambda command: command[0]):
            yield DiscoveryHit(Content(name), callback, text=name, help=about)

    async def search(self, query: str) -> Hits:
        """The commands that fit best what was typed, with what fits marked."""
        matcher = self.matcher(query)
        # All letters in this order: a quick check before the slow one.
        may_fit = re.compile(".*".join(map(re.escape, query.lower())), re.DOTALL).search
        found: list[tuple[float, Sequence[int], SystemCommand]] = []
        for number, command in enumerate(self.app.get_system_commands(self.screen), start=1):
            if may_fit(command.title.lower()):
                score, offsets = matcher.fuzzy_search.match(query, command.title)
                if score > 0:
                    found.append((score, offsets, command))
            if number % _AT_ONCE == 0:
                await asyncio.sleep(0)
        for score, offsets, (name, about, callback, _discover) in heapq.nlargest(
            MOST, found, key=lambda hit: hit[0]
        ):
            shown = Content(name)
            for offset in offsets:
                if not name[offset].isspace():
                    shown = shown.stylize(matcher.match_style, offset, offset + 1)
            yield Hit(score, shown, callback, text=name, help=about)


INTERRUPTED: Final = 130
LOOK_SECONDS: Final = 1.0
"""How often the user's own files are looked at for changes by others."""
_LEAVING: Final = tuple(getattr(signal, name) for name in ("SIGTERM", "SIGHUP") if hasattr(signal, name))


class CoachApp(ResilientApp):
    """The app: opens its screens, and leaves."""

    CSS_PATH: ClassVar = "theme.tcss"
    TITLE = "coach"
    BINDINGS: ClassVar[list[BindingType]] = [*APP_KEYS, *PLACE_KEYS, *LOCK_KEYS]
    ENABLE_COMMAND_PALETTE = True

    def __init__(
        self, workspace: Workspace, request: ScreenRequest, first: FirstReading | None = None
    ) -> None:
        """Open a program or the day.

        Args:
            workspace: what the use cases work on.
            request: the program to run at once, or the day.
            first: today, while another process reads it; None: it is read here.
        """
        super().__init__()
        self.workspace = workspace
        self.first = first
        self._request = request
        self.days = DayPlanner(workspace)
        self.check_ins = CheckIns(workspace, self.days)
        self.training_lock = TrainingLock(workspace, self.days)
        self.reader = TodayReader(workspace, self.days)
        # From the very start: what changes in its folders after the first reading has to be read again.
        self._watch = FolderWatch(workspace.paths.own_files)
        self.failure: CoachError | None = None
        """Why the app was left, where it could not go on."""
        self._session: SessionRunner | None = None
        self._harmless = Harmless()
        self.chosen_keys: dict[str, str] = {}
        """The user's own keys, by the id of what they do."""
        self.places = Navigation(self, request)
        """Where the keys of the app lead to."""
        self._titles: dict[str, str] = {}
        self._cards: tuple[CheckInCard, ...] = ()
        self._asked_unfinished = self._asked_first = False
        self._banner = SafetyBanner(self)
        for theme in themes.OWN:
            self.register_theme(theme)
        self.theme = themes.DARK.name

    @cached_property
    def programs(self) -> Programs:
        """Programs, and what can be done with them; loaded after the first frame."""
        from coach.app.programs import Programs

        return Programs(self.workspace, self._watch)

    @cached_property
    def sessions(self) -> Sessions:
        """Starts and resumes sessions."""
        from coach.app.sessions import Sessions

        return Sessions(self.workspace, self.days)

    @cached_property
    def history(self) -> HistoryReader:
        """Reads the history."""
        from coach.app.history import HistoryReader

        return HistoryReader(self.workspace)

    @cached_property
    def figures(self) -> FigureLibrary:
        """The figures of drills; loaded when the first one is shown."""
        from coach.tui.widgets.figure import FigureLibrary

        return FigureLibrary(self.workspace.paths.home, self.workspace.paths.cache)

    @property
    def settings(self) -> Settings:
        """The user's settings; from the first reading, where they came with it."""
        if self.first is not None:
            self.first.look()
        return self.workspace.settings

    def get_line_filters(self) -> Sequence[LineFilter]:
        """What every line goes through before it is written: no name and no note gives orders."""
        return [*super().get_line_filters(), self._harmless]

    # ------------------------------------------------------------------ opening

    def on_mount(self) -> None:
        # On a signal Textual runs no clean-up of its own: the sound would play on, and the last set be lost.
        loop = asyncio.get_running_loop()
        for number in _LEAVING:
            if signal.getsignal(number) is signal.SIG_IGN:
                # Started with nohup or the like: it goes on, until its terminal has gone.
                continue
            with suppress(NotImplementedError, RuntimeError, ValueError):
                loop.add_signal_handler(number, partial(self.exit, return_code=128 + int(number)))
        for problem in (*self._take_keys(), *self._take_theme()):
            self.notify(problem, title="Settings", severity="warning", markup=False)
        self.screen_change_signal.subscribe(self, self._banner.show)
        self.set_interval(LOOK_SECONDS, self._look_outside)
        if self._request.program is None:
            self._open_day()
            return
        unfinished = self.reader.unfinished() if self._request.speed is None else None
        if unfinished is not None:
            self._ask_about(unfinished)
        else:
            self._open()

    def _take_keys(self) -> tuple[str, ...]:
        self.chosen_keys, problems = checked_keymap(self.settings.keys)
        self.set_keymap(self.chosen_keys)
        return problems

    def _take_theme(self) -> tuple[str, ...]:
        theme = self.settings.theme
        known = theme in self.available_themes
        # Of our own colours too many look the same in a terminal with sixteen.
        usual = "ansi-dark" if self.console.color_system == "standard" else themes.DARK.name
        self.theme = theme if theme is not None and known else usual
        return () if theme is None or known else (f"theme: there is no '{theme}'",)

    def _open(self) -> None:
        program = self._request.program
        if program is not None:
            self._banner.take(
                self.training_lock.care() if self._request.speed is None else (), self.screen_stack
            )
            self.start_program(program)

    def _open_day(self, _answered: bool | None = None) -> None:
        if not self._asked_first and self.reader.is_empty_home():
            from coach.tui.checkin.welcome import WelcomeScreen

            self._asked_first = True
            self.push_screen(WelcomeScreen(self.workspace, self.check_ins), self._open_day)
        else:
            self.push_screen(self.places.make("today"))

    def _today(self) -> TodayScreen | None:
        from coach.tui.today.screen import TodayScreen

        return next((screen for screen in self.screen_stack if isinstance(screen, TodayScreen)), None)

    # ------------------------------------------------------------------ the day

    def on_today_screen_read(self, message: TodayScreen.Read) -> None:
        day = message.day
        self._titles = {one.id: one.title for one in day.programs if not one.closed}
        self._cards = day.check_ins
        self._banner.take(day.care, self.screen_stack)
        if day.first and not self._asked_first:
            from coach.tui.checkin.welcome import WelcomeScreen

            self._asked_first = True
            self.push_screen(WelcomeScreen(self.workspace, self.check_ins), lambda _answered: None)
        elif day.unfinished is not None and not self._asked_unfinished and self._request.speed is None:
            self._asked_unfinished = True
            self._ask_about(day.unfinished)

    def on_today_screen_start(self, message: TodayScreen.Start) -> None:
        if self.screen is self._today():
            self.start_program(message.program)

    def on_today_screen_easier(self, message: TodayScreen.Easier) -> None:
        from coach.tui.easier import make_easier

        make_easier(
            self,
            message.program,
            message.slots,
            self._request.on,
            less=message.less,
            then=self._read_day_again,
            refuse=self._refuse,
        )

    def on_programs_screen_start(self, message: ProgramsScreen.Start | BreaksScreen.Start) -> None:
        self.start_program(message.program)

    on_breaks_screen_start = on_programs_screen_start

    def on_settings_screen_changed(self, message: SettingsScreen.Changed) -> None:
        self._take_keys()
        if message.key == "theme":
            self._take_theme()

    def on_today_screen_check_in(self, message: TodayScreen.CheckIn) -> None:
        if self.screen is self._today():
            self.open_check_in(message.card, first=message.first, all_well=message.all_well)
        elif message.first is not None and isinstance(self.screen, CoachScreen):
            self.screen.hear("y" if message.first else "n")

    def open_check_in(self, card: CheckInCard, *, first: bool | None = None, all_well: bool = False) -> None:
        """Fill in a check-in; Today shows what it changes."""
        from coach.tui.checkin.health import HealthScreen
        from coach.tui.checkin.screen import CheckInScreen

        if card.health:
            self.push_screen(HealthScreen(self.check_ins))
            return
        try:
            screen = CheckInScreen(self.check_ins, card.kind, card.checklist, on=card.on, first=first)
        except CoachError as error:
            self._refuse(error)
            return
        self.push_screen(screen)
        if all_well:
            when_drawn(screen, screen.no_to_all)

    def on_read_guide(self, message: ReadGuide) -> None:
        self.open_guide(message)

    def open_guide(self, request: ReadGuide) -> None:
        """Open a page of the guide over this screen at once, so that the next key is for the page."""
        from coach.tui.guide.screen import open_pages

        open_pages(self.screen, self.workspace, request)

    def start_program(self, program: str) -> None:
        """Start a program, after what is to be asked before it."""

        from coach.tui.start_prompts import ask_before_start, ask_weight

        def checked(open_now: bool) -> None:
            if open_now:
                ask_weight(self, program, self._request.on, weighed, self._refuse)
            else:
                weighed(open_now)

        def weighed(open_now: bool) -> None:
            if open_now:
                self._open_run(program)
            elif self._today() is None:
                # The care text, or the day, helps more than a closed window.
                self._open_day()

        unfinished = self.reader.unfinished() if self._request.speed is None else None
        if unfinished is not None and unfinished.program == program and self._today() is not None:
            self._ask_about(unfinished)
            return
        if self._request.speed is not None:
            self._open_run(program)
        else:
            ask_before_start(self, program, checked, self._refuse)

    def _open_run(self, program: str) -> None:
        from coach.tui.start_prompts import introduce

        request = self._request
        try:
            run = self._session = self.sessions.start(
                program, on=request.on, mute=request.mute, speed=request.speed
            )
        except CoachError as error:
            self._refuse(error)
            return

        def introduced(start: bool) -> None:
            if start:
                self.open_session(run)
            else:
                self._after_session()

        def made_easier() -> None:
            # The doses of the day change with it.
            self._close_session()
            self._open_run(program)
            self._read_day_again()

        introduce(self, run, request.on, introduced, made_easier, self._refuse)

    def _refuse(self, error: CoachError) -> None:
        """Show why something cannot be opened; where there is no day behind it, leave."""
        if self._today() is None:
            self.fail(error)
        else:
            self.notify(str(error), severity="warning", markup=False)

    def _look_outside(self) -> None:
        """Read again what was changed outside of the app; the lock is shown on every screen."""
        self._look_at_lock()
        today = self._today()
        # While the app ends there is no screen any more, and nothing to take over.
        if today is not None and self.screen_stack[-1:] == [today] and self.programs.reload_changed():
            self.figures.forget()
            today.read_again()

    # ------------------------------------------------------------------ care

    def _look_at_lock(self) -> None:
        """Show at once that training was locked, or is open again, also by another process."""
        if self._request.speed is None and self._banner.look():
            self._read_day_again()

    def on_written(self, message: WrittenCheckIn) -> None:
        self._look_at_lock()

    def action_lift(self, how: Lift) -> None:
        self._banner.ask_to_lift(how, self._read_day_again)

    def _read_day_again(self) -> None:
        today = self._today()
        if today is not None:
            today.read_again()

    # ------------------------------------------------------------------ from place to place

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action == "lift":
            return bool(self._banner.sentences) and may_be_lifted_on(self.screen)
        if action == "go":
            return parameters[0] in self.places and self._today() is not None and not self._is_held()
        return True

    def _is_held(self) -> bool:
        from textual.command import CommandPalette

        return any(
            (isinstance(screen, CoachScreen) and screen.STAYS)
            or (screen.is_modal and not isinstance(screen, CommandPalette))
            for screen in self.screen_stack
        )

    def action_go(self, place: str) -> None:
        today = self._today()
        if self._is_held() or today is None or self.places.is_at(place, self.screen):
            return
        with self.batch_update():
            while self.screen is not today:
                self.pop_screen()
            if place != "today":
                self.push_screen(self.places.make(place))

    def get_system_commands(self, screen: Screen[object]) -> Iterable[SystemCommand]:
        """What the command palette offers: places, programs, check-ins, lifting a lock, themes."""
        if not self._is_held() and self._today() is not None:
            for key in PLACE_KEYS:
                place = name_of(key)
                if place in self.places:
                    go = partial(self.action_go, place)
                    yield SystemCommand(f"Go to {key.description}", key.tooltip, go)
            for number, (program, title) in enumerate(self._titles.items()):
                start = partial(self.start_program, program)
                yield SystemCommand(f"Start {title}", "Start it now.", start, discover=number < MOST)
            for card in self._cards:
                fill_in = partial(self.open_check_in, card)
                yield SystemCommand(f"Check-in: {card.title}", "Fill it in.", fill_in)
            yield from self._banner.offers(self._read_day_again)
        yield SystemCommand("Keys", "The keys of this screen.", self.action_help)
        yield SystemCommand("Theme", "Other colours, until the app is closed.", self.action_change_theme)
        yield SystemCommand("Quit", "Leave the app.", self.action_quit)

    # ------------------------------------------------------------------ a session

    def open_session(self, run: SessionRunner) -> None:
        """Show a session to its end, then its summary; then the screen before it, or leave."""
        from coach.tui.session.screen import SessionScreen

        self._session = run
        bell = self.settings.sound and not self._request.mute
        screen = SessionScreen(run, bell=bell)

        def closed(over: bool | None) -> None:
            if over:
                from coach.tui.session.done import DoneScreen

                self.push_screen(DoneScreen(run), lambda _nothing: self._after_session())
                return
            # It was left for later or discarded; its next start asks about it.
            self._asked_unfinished = True
            self._after_session()
            self._read_day_again()

        self.push_screen(screen, closed)

    def _after_session(self) -> None:
        self._close_session()
        if self._today() is None:
            self.exit()

    def _close_session(self) -> None:
        run, self._session = self._session, None
        if run is None:
            return
        try:
            run.close()
        except CoachError as error:
            self.failure = error
            if self._today() is not None:
                # The app stays open; the error is printed once more when it ends.
                self.notify(str(error), title="Not saved", severity="error", timeout=60, markup=False)

    def on_unmount(self) -> None:
        self.places.close()
        if self._session is not None:
            self._session.tick()
            self._close_session()

    # ------------------------------------------------------------------ a session that was broken off

    def _ask_about(self, unfinished: Unfinished) -> None:
        from coach.tui.start_prompts import ResumePrompt

        def postponed() -> None:
            # Where a session was asked for there is no day behind it.
            if self._today() is None:
                self.exit()

        def settled(resumed: SessionRunner | None) -> None:
            if resumed is not None:
                self.open_session(resumed)
            elif self._today() is None:
                self._open()
            else:
                self._read_day_again()

        ResumePrompt(self, unfinished, settled, self._refuse, postponed, mute=self._request.mute).ask()

    # ------------------------------------------------------------------ leaving

    def fail(self, error: CoachError) -> None:
        """Leave, and print the error once the terminal is restored."""
        self.failure = error
        self.exit()

    async def action_quit(self) -> None:
        self._leave_or_ask(0)

    def action_help_quit(self) -> None:
        self._leave_or_ask(INTERRUPTED)

    def _leave_or_ask(self, status: int) -> None:
        session = self._session_screen()
        if session is None or session is not self.screen:
            self.exit(return_code=status)
        else:
            session.action_stop()

    def _session_screen(self) -> SessionScreen | None:
        from coach.tui.session.screen import SessionScreen

        return next((screen for screen in self.screen_stack if isinstance(screen, SessionScreen)), None)

    def action_suspend_process(self) -> None:
        session = self._session_screen()
        if session is not None:
            session.stand_still()
        super().action_suspend_process()

    def action_help(self) -> None:
        from coach.tui.dialogs import HelpScreen

        screen = self.screen
        keys = screen.KEYS if isinstance(screen, CoachScreen) else ()
        lock = LOCK_KEYS if self._banner.sentences and may_be_lifted_on(screen) else ()
        places = () if self._is_held() else tuple(key for key in PLACE_KEYS if name_of(key) in self.places)
        signs = screen.SIGNS if isinstance(screen, CoachScreen) else ()
        self.push_screen(HelpScreen("Keys", (*keys, *lock, *places, *APP_KEYS), signs))
