"""The questions before a session starts, wherever it was started from."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from coach.errors import CoachError

if TYPE_CHECKING:
    from coach.tui.app import CoachApp
    from coach.tui.checkin.screen import CheckInDone

Then = Callable[[bool], None]
"""Called with whether the session may start."""


class BeforeStart:
    """Asks about warning signs, and once about health; an open question starts nothing."""

    def __init__(self, app: CoachApp, refuse: Callable[[CoachError], None]) -> None:
        """Prepare the questions.

        Args:
            app: shows what is asked, and has the check-ins.
            refuse: called where something cannot be asked.
        """
        self._app = app
        self._refuse = refuse

    def ask(self, program: str, then: Then) -> None:
        """Ask what is due before this program, then call `then`."""
        from coach.tui.checkin.screen import CheckInScreen

        check_ins = self._app.check_ins
        try:
            screen = CheckInScreen(check_ins, "before") if check_ins.wanted_before(program) else None
        except CoachError as error:
            self._refuse(error)
            return
        if screen is None:
            self._ask_about_health(then)
            return

        def answered(done: CheckInDone | None) -> None:
            if done is not None and done.written and not done.stops:
                self._ask_about_health(then)
            else:
                then(False)

        self._app.push_screen(screen, answered)

    def _ask_about_health(self, then: Then) -> None:
        from coach.tui.checkin.health import HealthScreen

        check_ins = self._app.check_ins
        try:
            screen = HealthScreen(check_ins) if check_ins.health_due() else None
        except CoachError as error:
            self._refuse(error)
            return
        if screen is None:
            then(True)
        else:
            self._app.push_screen(screen, lambda open_now: then(bool(open_now)))
