"""The service as the screens see it."""

from __future__ import annotations

from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING

from coach.app.programs import Programs
from coach.model.settings import Settings
from coach.tui.desk_today import CoachTodayDesk
from coach.tui.ports import RunningSession, Unfinished

if TYPE_CHECKING:
    from coach.app.history import HistoryReader
    from coach.app.sessions import Sessions
    from coach.app.workspace import Workspace


class CoachDesk:
    """Puts what the service knows into the few words and values that a screen shows."""

    def __init__(self, workspace: Workspace) -> None:
        self.workspace = workspace
        self.programs = Programs(workspace)

    @property
    def settings(self) -> Settings:
        """What someone has set for themselves."""
        self.days.take_settings()
        return self.workspace.settings

    @cached_property
    def days(self) -> CoachTodayDesk:
        """The day, check-ins, and the first start."""
        return CoachTodayDesk(self.workspace)

    @cached_property
    def history(self) -> HistoryReader:
        """Reads the history."""
        from coach.app.history import HistoryReader

        return HistoryReader(self.workspace)

    def open_run(
        self, program: str, *, on: date | None = None, mute: bool = False, speed: float | None = None
    ) -> RunningSession:
        """A session of that program, ready to start.

        Raises:
            CoachError: it cannot be started, and why.
        """
        return self._sessions.start(program, on=on, mute=mute, speed=speed)

    def unfinished(self) -> Unfinished | None:
        """The session that was broken off last, if there is one."""
        return self.days.unfinished()

    def resume(self, session: str, *, mute: bool = False) -> RunningSession:
        """That session from where it was broken off.

        Raises:
            CoachError: it cannot be gone on with, and why.
        """
        return self._sessions.resume(session, mute=mute)

    def keep(self, session: str) -> None:
        """Write that session to the journal as it is.

        Raises:
            CoachError: it is not on disk.
        """
        self._sessions.keep(session)

    def discard(self, session: str) -> None:
        """Forget that session.

        Raises:
            CoachError: it is still there.
        """
        self._sessions.discard(session)

    @cached_property
    def _sessions(self) -> Sessions:
        from coach.app.sessions import Sessions

        return Sessions(self.workspace, self.days.planner)
