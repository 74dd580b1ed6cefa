"""The page on performance, whose tables are measured and not written."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

PAGE = Path(__file__).parent.parent / "docs" / "performance.md"
ENDS = "<!-- end -->\n"


def mark(name: str) -> str:
    """What stands above the lines of this name."""
    return f"<!-- {name} -->\n"


def write_page(name: str, lines: Sequence[str]) -> None:
    """Put these lines between the marks of that name."""
    before, found, rest = PAGE.read_text("utf-8").partition(mark(name))
    if not found:
        raise ValueError(f"{PAGE.name} has no mark of the name {name!r}")
    _, _, after = rest.partition(ENDS)
    PAGE.write_text(before + mark(name) + "\n".join(lines) + "\n" + ENDS + after, "utf-8")
