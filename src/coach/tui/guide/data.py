"""What the guide screens show beside the pages: which pages a request is about, and saved checklists."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from msgspec import Struct

from coach.app.checkins import CheckIns
from coach.app.corrections import Logbook
from coach.guide.pages import load_pages, pages_for
from coach.model.formatting import relative_day
from coach.model.forms import Page
from coach.tui.coach_screen import ReadGuide

if TYPE_CHECKING:
    from coach.app.workspace import Workspace


class Ticks(Struct, frozen=True, kw_only=True):
    """The items of a checklist that are ticked."""

    ticked: tuple[str, ...] = ()
    when: str = ""
    """The day on which they were saved, in words; empty: never."""


def pages_about(request: ReadGuide) -> tuple[Page, ...]:
    """The pages that a request names, then those for its places, each page once."""
    known = {page.id: page for page in load_pages()}
    named = [known[page] for page in request.pages if page in known]
    placed = [page for place in request.places for page in pages_for(place)]
    return tuple({page.id: page for page in (*named, *placed)}.values())


def read_ticks(workspace: Workspace, checklist: str) -> Ticks:
    """The state of a checklist as it was saved last.

    Raises:
        CoachError: the journal cannot be read.
    """
    check_ins, today = CheckIns(workspace), workspace.today()
    last = check_ins.last_review(checklist)
    if last is None:
        return Ticks()
    year = f" {last.date.year}" if (today - last.date).days > 300 else ""
    when = relative_day(last.date, today, on="on ") + year
    return Ticks(ticked=check_ins.held(checklist), when=when)


def save_ticks(workspace: Workspace, checklist: str, ticked: Sequence[str]) -> None:
    """Write a checklist into the journal, as a check-in of today.

    Raises:
        CoachError: it could not be written.
    """
    check_ins = CheckIns(workspace)
    form = check_ins.form("monthly", checklist)
    Logbook.of(workspace).write(check_ins.entry(form, {}, ticked=ticked))
