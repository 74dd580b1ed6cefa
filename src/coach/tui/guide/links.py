"""From any screen to the page of the guide that matters there."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, TypeVar

from coach.model.forms import Page
from coach.tui.coach_screen import ReadGuide

if TYPE_CHECKING:
    from textual.screen import Screen

    from coach.tui.ports_shelf import GuideDesk


Result = TypeVar("Result")


def pages_about(guide: GuideDesk, message: ReadGuide) -> tuple[Page, ...]:
    """What there is to read about it: the named pages, then those of each place, each page once."""
    known = {page.id: page for page in guide.pages()}
    named = [known[page] for page in message.pages if page in known]
    placed = [page for place in message.places for page in pages_for(guide, place)]
    return tuple({page.id: page for page in (*named, *placed)}.values())


def pages_for(guide: GuideDesk, *places: str) -> tuple[Page, ...]:
    """The pages that matter in any of these places, in reading order.

    Args:
        guide: the pages.
        places: such as `kind:core`, `checkin:weekly`, `notice:see_someone` or `screen:today`.
    """
    return tuple(page for page in guide.pages() if set(page.where) & set(places))


def open_guide(screen: Screen[Result], guide: GuideDesk, *places: str) -> None:
    """Open the page that matters in these places over a screen; of several, ask which one.

    Args:
        screen: to which one comes back.
        guide: the pages.
        places: as `pages_for` takes them.
    """
    read_one_of(screen, guide, pages_for(guide, *places))


def read_one_of(screen: Screen[Result], guide: GuideDesk, pages: Sequence[Page]) -> None:
    """Open the page where there is one; of several, ask which one."""
    if len(pages) == 1:
        open_page(screen, guide, pages[0].id)
    elif pages:
        choose_page(screen, guide, pages)


def choose_page(screen: Screen[Result], guide: GuideDesk, pages: Sequence[Page]) -> None:
    """Ask which of these pages to read, and open it."""
    from coach.tui.dialogs import ChooseScreen

    def chosen(page: str | None) -> None:
        if page is not None:
            open_page(screen, guide, page)

    choices = [(page.id, f"{page.title}: {page.why}") for page in pages]
    screen.app.push_screen(ChooseScreen("Read", choices), chosen)


def open_page(screen: Screen[Result], guide: GuideDesk, page: str) -> None:
    """Open one page over a screen."""
    from coach.tui.guide.page import PageScreen

    screen.app.push_screen(PageScreen(guide, page))
