"""Asking for the name of a program."""

from __future__ import annotations

from collections.abc import Mapping

from coach.errors import UsageError
from coach.tui.ports_programs import ProgramsDesk
from coach.tui.screens.form import Field, FormScreen

_MOST: int = 200
_FOOT = "Its file is called after it."


def naming(desk: ProgramsDesk, heading: str, value: str, *, foot: str = "") -> FormScreen[str]:
    """A form for a name from which an id can be made.

    Args:
        desk: knows which ids are free.
        heading: what is named.
        value: what stands in the field at first.
        foot: what becomes of its file, where that is not a file called after the name.
    """

    def read(values: Mapping[str, str]) -> str:
        """The name, if a program can have it."""
        return checked_title(desk, values["title"])

    return FormScreen(heading, [Field(name="title", label="Name", value=value)], read, foot=foot or _FOOT)


def checked_title(desk: ProgramsDesk, title: str) -> str:
    """A title that a program can have.

    Raises:
        UsageError: it cannot, and why.
    """
    text = " ".join(title.split())
    if not text:
        raise UsageError("a name is missing", hint="write one")
    if len(text) > _MOST:
        raise UsageError("this name is too long", hint=f"at most {_MOST} characters")
    desk.free_name(text)
    return text
