"""The pages of the guide, and the checklists that go with some of them."""

from __future__ import annotations

from msgspec import Struct


class ChecklistItem(Struct, frozen=True):
    """One thing to look at and tick."""

    id: str
    """`checklist.item`, as check-ins keep it."""
    text: str


class Checklist(Struct, frozen=True):
    """Things to look at once in a while."""

    id: str
    title: str
    page: str
    """The id of the page that it is part of."""
    items: tuple[ChecklistItem, ...]


class Page(Struct, frozen=True, kw_only=True):
    """One short page."""

    id: str
    title: str
    why: str
    """One line: why it matters."""
    where: tuple[str, ...]
    """What links to it, such as `kind:core`, `checkin:weekly`, `notice:see_someone` or `screen:today`."""
    text: str
    """Markdown: paragraphs, `##` headings, `-` lists, strong words, code and links; checklist items too."""
    checklist: Checklist | None = None
