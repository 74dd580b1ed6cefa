"""What is due at this moment, in one line."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

from msgspec import Struct

from coach.app.breaks import break_is_due, break_program, last_break, work_window
from coach.app.checkins import CheckIns
from coach.app.planning import day_plan
from coach.errors import UsageError
from coach.model.formatting import CHECK_INS
from coach.model.program import Kind

if TYPE_CHECKING:
    from coach.app.workspace import Workspace


CHECKINS: Final = "checkins"
BREAK: Final = "break"


class DueNow(Struct, frozen=True, kw_only=True):
    """What is due, in the order in which one would do it."""

    care: str | None = None
    """What to do about a red flag; then nothing else is listed."""
    names: tuple[str, ...] = ()

    @property
    def anything(self) -> bool:
        """Whether there is something to do."""
        return self.care is not None or bool(self.names)

    @property
    def line(self) -> str:
        """All of it on one line."""
        return self.care or ("Due: " + ", ".join(self.names) if self.names else "Nothing is due.")


def due_now(workspace: Workspace, what: str | None = None) -> DueNow:
    """What is due at this moment.

    Args:
        what: the id of a program, `checkins` or `break`; None: anything.

    Raises:
        ProgramFileError: that program has problems.
        UsageError: there is no such thing.
    """
    program = None
    if what not in (None, CHECKINS, BREAK):
        try:
            program = workspace.program(what)
        except UsageError as error:
            raise UsageError(error.message, hint=f"or {CHECKINS}, or {BREAK}; {error.hint}") from error
    plan = day_plan(workspace)
    if plan.locked and what not in {one.id for one in plan.programs if one.due}:
        return DueNow(care=plan.notices[0].text)
    names: list[str] = []
    if what in (None, CHECKINS):
        names += [
            f"checklist {one.checklist}" if one.checklist else CHECK_INS[one.kind].due
            for one in CheckIns(workspace).due()
        ]
    if what not in (CHECKINS, BREAK):
        names += [
            workspace.programs[one.id].title
            for one in plan.programs
            if what in (None, one.id) and one.due and not one.done and one.times and one.slots
        ]
    if what in (None, BREAK) or (program is not None and program.kind is Kind.BREAK):
        program = break_program(workspace.programs.values())
        now = workspace.clock.now()
        events = workspace.journal.recent(now.date() - timedelta(days=1))
        if break_is_due(work_window(workspace.settings, program), now, last_break(events)):
            names.append("a break from sitting")
    return DueNow(names=tuple(names))
