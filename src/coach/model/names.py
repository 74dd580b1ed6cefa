"""What people call a drill, and how a name stands inside a sentence."""

from __future__ import annotations

from collections.abc import Mapping


def name_of(drill: str, names: Mapping[str, str]) -> str:
    """The name of a drill by its id; one that nobody has named is called by its id, in words."""
    return names.get(drill, drill.replace("-", " "))


def inside(name: str) -> str:
    """A name as it stands inside a sentence: its first letter small, unless it is written in capitals."""
    return name[:1].lower() + name[1:] if name[1:2].islower() else name
