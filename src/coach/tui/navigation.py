"""The places of the app: each is a screen that is imported and made when it is opened."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final

from textual.screen import Screen

from coach.paths import ScreenRequest

if TYPE_CHECKING:
    from coach.app.desktop import Desktop
    from coach.tui.app import CoachApp

_PLACES: Final = ("today", "history", "week", "programs", "guide", "breaks", "settings")


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
        self._made: tuple[str, Screen[Any]] | None = None

    def __contains__(self, place: object) -> bool:
        return place in _PLACES

    def __iter__(self) -> Iterator[str]:
        return iter(_PLACES)

    def make(self, place: str) -> Screen[Any]:
        """The screen of a place, new."""
        workspace = self._app.workspace
        screen: Screen[Any]
        if place == "today":
            from coach.tui.today.screen import TodayScreen

            screen = TodayScreen(self._app.reader, self._request, self._app.first)
        elif place == "history":
            from coach.app.corrections import Corrections
            from coach.tui.history.screen import HistoryScreen

            screen = HistoryScreen(self._app.history, Corrections(workspace))
        elif place == "week":
            from coach.tui.history.weeks import WeekScreen

            screen = WeekScreen(self._app.history)
        elif place == "programs":
            from coach.tui.programs.list import ProgramsScreen
            from coach.tui.programs.open_file import edit_outside

            screen = ProgramsScreen(self._app.programs, edit_outside)
        elif place == "guide":
            from coach.tui.guide.screen import GuideScreen

            screen = GuideScreen(workspace)
        elif place == "breaks":
            from coach.tui.breaks import BreaksScreen

            screen = BreaksScreen(workspace, self.desktop)
        elif place == "settings":
            from coach.tui.settings.screen import SettingsScreen

            screen = SettingsScreen(workspace, self.desktop.preview)
        else:
            raise KeyError(place)
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
