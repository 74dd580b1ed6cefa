"""The pages of the guide: Markdown files that ship with the app, each with a few keys at its head."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from textwrap import wrap
from typing import Final

from coach.errors import ProgramFileError, UsageError, did_you_mean
from coach.model.forms import Checklist, ChecklistItem, Page
from coach.paths import guide_folder

ORDER: Final = (
    "spasm",
    "habits",
    "early-signs",
    "help",
    "core",
    "hips",
    "morning",
    "lifting",
    "desk",
    "home",
    "sleep",
    "calm",
    "cardio",
    "weekend-sport",
    "blocks",
    "food",
    "shoes",
    "gear",
)
"""The reading order; a page that is not named here comes last."""

_FENCE: Final = "---"
_HEAD: Final = ("title", "why", "where")
_ITEM: Final = re.compile(r"- \[ \] ([a-z0-9-]+): (.+)")
_WEB_LINK: Final = re.compile(r"\[([^\]]+)\]\(([^)]*://[^)]*)\)")
_PAGE_LINK: Final = re.compile(r"\[([^\]]+)\]\(([^)]+)\)")
_COMMAND: Final = re.compile(r"`([^`]* [^`]*)`")
_MARKS: Final = re.compile(r"\*\*|`")


@cache
def load_pages() -> tuple[Page, ...]:
    """Every page, in reading order.

    Raises:
        ProgramFileError: a file is not a page.
    """
    pages = [read_page(path.stem, path.read_text("utf-8"), path) for path in guide_folder().glob("*.md")]
    order = {page_id: place for place, page_id in enumerate(ORDER)}
    return tuple(sorted(pages, key=lambda page: (order.get(page.id, len(ORDER)), page.id)))


def find_page(page_id: str) -> Page:
    """The page of that id.

    Raises:
        UsageError: there is none.
    """
    pages = {page.id: page for page in load_pages()}
    if page_id in pages:
        return pages[page_id]
    hint = did_you_mean(page_id, list(pages), f"there are {', '.join(pages)}")
    raise UsageError(f"there is no page '{page_id}'", hint=hint)


def pages_for(*places: str) -> tuple[Page, ...]:
    """The pages for any of these places, in reading order.

    Args:
        places: such as `kind:core`, `checkin:weekly`, `notice:see_someone` or `screen:today`.
    """
    return tuple(page for page in load_pages() if set(page.where) & set(places))


def checklists() -> dict[str, Checklist]:
    """Every checklist by its id, in reading order."""
    return {page.checklist.id: page.checklist for page in load_pages() if page.checklist is not None}


def read_page(page_id: str, text: str, path: Path) -> Page:
    """Parse a page.

    Raises:
        ProgramFileError: with the line that is wrong.
    """
    lines = text.splitlines()
    head, start = _head(lines, path)
    name = head.get("checklist")
    body: list[str] = []
    items: list[ChecklistItem] = []
    for line in lines[start:]:
        match = _ITEM.fullmatch(line)
        if match:
            items.append(ChecklistItem(f"{name}.{match[1]}", match[2]))
        body.append(f"- {match[2]}" if match else line)
    if (name is None) == bool(items):
        raise ProgramFileError("a checklist has a name and items", path=str(path), line=start + 1)
    return Page(
        id=page_id,
        title=head["title"],
        why=head["why"],
        where=tuple(place.strip() for place in head["where"].split(",")),
        text="\n".join(body).strip() + "\n",
        checklist=Checklist(name, head["title"], page_id, tuple(items)) if name else None,
    )


def _head(lines: list[str], path: Path) -> tuple[dict[str, str], int]:
    """The keys at the head of a page, and the number of the line after them."""
    if lines[:1] != [_FENCE] or _FENCE not in lines[1:]:
        raise ProgramFileError(
            "a page starts with its title, why and where, between ---", path=str(path), line=1
        )
    end = lines.index(_FENCE, 1)
    head: dict[str, str] = {}
    for number, line in enumerate(lines[1:end], start=2):
        key, colon, value = line.partition(": ")
        if not colon or key not in (*_HEAD, "checklist") or not value.strip():
            raise ProgramFileError(f"'{line}' is no 'key: value' of a page", path=str(path), line=number)
        head[key] = value.strip()
    missing = [key for key in _HEAD if key not in head]
    if missing:
        raise ProgramFileError(f"a page has a {missing[0]}", path=str(path), line=1)
    return head, end + 1


def plain_text(page: Page, width: int = 80) -> str:
    """A page as plain text: wrapped, with the targets of links, without marks."""
    lines = [page.title, "=" * len(page.title), "", *wrap(page.why, width), ""]
    blocks: list[str] = []
    for line in map(str.strip, page.text.splitlines()):
        if line and blocks and blocks[-1] and not line.startswith(("- ", "## ")):
            blocks[-1] += f" {line}"
        else:
            blocks.append(line)
    for block in blocks:
        words = _PAGE_LINK.sub(r"\1 (coach guide \2)", _WEB_LINK.sub(r"\1 (\2)", block))
        words = _MARKS.sub("", _COMMAND.sub(r"'\1'", words))
        if words.startswith("## "):
            title = words.removeprefix("## ")
            lines += [title, "-" * len(title)]
            continue
        indent = "  " if words.startswith("- ") else ""
        wrapped = wrap(words, width, subsequent_indent=indent, break_long_words=False, break_on_hyphens=False)
        lines += wrapped or [""]
    return "\n".join(lines).rstrip() + "\n"
