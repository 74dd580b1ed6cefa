"""A commented program of each kind, to begin with."""

from __future__ import annotations

from coach.model.program import Kind
from coach.resources import templates_folder


def template(kind: Kind) -> str:
    """The text of the template for a kind of program; its id and title are still to be chosen."""
    return (templates_folder() / f"{kind.value}.yaml").read_text(encoding="utf-8")
