"""The places of the app: each is a screen that is imported and made when it is opened."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cached_property
from typing import TYPE_CHECKING, Any

from textual.screen import Screen

from coach.paths import ScreenRequest

if TYPE_CHECKING:
    from coach.app.desktop import Desktop
    from coach.tui.app import CoachApp


class Navigation:
    """Makes the screen of each place."""

    def __init__(self, app: CoachApp, request: ScreenRequest) -> None:
        """Know the places.

        Args:
            app: has the use cases of the screens.
            request: for which day it was opened.
        """
        self._app = app
        self._request = request
        self._makers: dict[str, Callable[[], Screen[Any]]] = {
            "today": self._today,
            "history": self._history,
            "week": self._week,
            "programs": self._programs,
            "guide": self._guide,
            "breaks": self._breaks,
            "settings": self._settings,
        }
        self._made: tuple[str, Screen[Any]] | None = None

    def __contains__(self, place: object) -> bool:
        return place in self._makers

    def __iter__(self) -> Iterator[str]:
        return iter(self._makers)

    def make(self, place: str) -> Screen[Any]:
        """The screen of a place, new."""
        screen = self._makers[place]()
        self._made = (place, screen)
        return screen

    def is_at(self, place: str, screen: Screen[Any]) -> bool:
        """Whether this is the screen that was made for a place."""
        return self._made is not None and self._made == (place, screen)

    def close(self) -> None:
        """Close the sound device of breaks and settings."""
        if "desktop" in self.__dict__:
            self.desktop.close()

    @cached_property
    def desktop(self) -> Desktop:
        """The break timer, with the tones and notifications of this machine."""
        from coach.app.desktop import Desktop

        return Desktop(self._app.workspace)

    def _today(self) -> Screen[Any]:
        from coach.tui.today.screen import TodayScreen

        return TodayScreen(self._app.reader, self._request, self._app.first)

    def _history(self) -> Screen[Any]:
        from coach.app.corrections import Corrections
        from coach.tui.history.screen import HistoryScreen

        return HistoryScreen(self._app.history, Corrections(self._app.workspace))

    def _week(self) -> Screen[Any]:
        from coach.tui.history.weeks import WeekScreen

        return WeekScreen(self._app.history)

    def _programs(self) -> Screen[Any]:
        from coach.tui.programs.list import ProgramsScreen
        from coach.tui.programs.open_file import edit_outside

        return ProgramsScreen(self._app.programs, edit_outside)

    def _guide(self) -> Screen[Any]:
        from coach.tui.guide.screen import GuideScreen

        return GuideScreen(self._app.workspace)

    def _breaks(self) -> Screen[Any]:
        from coach.tui.breaks import BreaksScreen

        return BreaksScreen(self._app.workspace, self.desktop)

    def _settings(self) -> Screen[Any]:
        from coach.tui.settings.screen import SettingsScreen

        return SettingsScreen(self._app.workspace, self.desktop.preview)
