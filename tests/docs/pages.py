"""The pages of the documentation: their fenced blocks and inline code."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).parent.parent.parent
PAGES: Final = (
    ROOT / "README.md",
    ROOT / "CONTRIBUTING.md",
    ROOT / "SECURITY.md",
    *sorted((ROOT / "docs").glob("*.md")),
)

_FENCE: Final = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_CODE: Final = re.compile(r"`([^`\n]+)`")


@dataclass(frozen=True)
class Block:
    """One fenced block."""

    page: str
    line: int
    language: str
    text: str

    @property
    def name(self) -> str:
        """Where it stands."""
        return f"{self.page}:{self.line}"


@dataclass(frozen=True)
class Code:
    """Inline code."""

    page: str
    text: str


def blocks() -> list[Block]:
    """Every fenced block of every page, in order."""
    return [
        Block(path.name, text.count("\n", 0, found.start()) + 1, found[1], found[2])
        for path in PAGES
        for text in [path.read_text("utf-8")]
        for found in _FENCE.finditer(text)
    ]


def code_in_sentences() -> list[Code]:
    """Every piece of code that stands in a sentence or a table, once a page; the changelog is read too."""
    return [
        Code(path.name, text)
        for path in (*PAGES, ROOT / "CHANGELOG.md")
        for text in dict.fromkeys(_CODE.findall(_FENCE.sub("", path.read_text("utf-8"))))
    ]


def all_text() -> str:
    """All pages, one after the other."""
    return "\n".join(path.read_text("utf-8") for path in PAGES)
