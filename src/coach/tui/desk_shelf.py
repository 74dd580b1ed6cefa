"""The guide as the screens see it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING

from coach.app.checkins import CheckIns
from coach.app.corrections import Logbook
from coach.app.weeks import own_words
from coach.model.formatting import relative_day
from coach.model.forms import Page
from coach.tui.ports_shelf import Ticks

if TYPE_CHECKING:
    from coach.app.workspace import Workspace


class CoachGuideDesk:
    """The guide, and the checklists of its pages."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace

    def pages(self) -> tuple[Page, ...]:
        """Every page, in reading order."""
        from coach.guide.pages import load_pages

        return load_pages()

    def own_words(self, page: str) -> tuple[str, ...]:
        """What a page adds for this person."""
        return own_words(page, self._workspace.settings, self._workspace.today())

    def ticks(self, checklist: str) -> Ticks:
        """How a checklist was left the last time."""
        check_ins = CheckIns(self._workspace)
        last = check_ins.last_review(checklist)
        if last is None:
            return Ticks()
        return Ticks(ticked=check_ins.held(checklist), when=_day_words(last.date, self._workspace.today()))

    def note(self, checklist: str, ticked: Sequence[str]) -> None:
        """Write a checklist into the journal."""
        check_ins = CheckIns(self._workspace)
        form = check_ins.form("monthly", checklist)
        Logbook.of(self._workspace).write(check_ins.entry(form, {}, ticked=ticked))


class CoachShelf:
    """Holds the guide."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace

    @cached_property
    def guide_desk(self) -> CoachGuideDesk:
        """The guide."""
        return CoachGuideDesk(self._workspace)


def _day_words(day: date, today: date) -> str:
    year = f" {day.year}" if (today - day).days > 300 else ""
    return relative_day(day, today, on="on ") + year
