"""What the command palette offers: each command's name is text, whatever signs are in it."""

from __future__ import annotations

import asyncio
import heapq
from collections.abc import Sequence
from typing import Final

from textual.app import SystemCommand
from textual.command import DiscoveryHit, Hit, Hits, Provider
from textual.content import Content

MOST: Final = 100
"""So many commands that fit are shown, and so many programs before anything is typed."""
_AT_ONCE: Final = 200
"""So many names are looked at before a key may come between."""


class PlainCommands(Provider):
    """The commands of the app. Textual's own provider would read a program's title as markup."""

    async def discover(self) -> Hits:
        """The commands that are offered before anything is typed, by their names."""
        offered = [one for one in self.app.get_system_commands(self.screen) if one.discover]
        for name, about, callback, _discover in sorted(offered, key=lambda command: command[0]):
            yield DiscoveryHit(Content(name), callback, text=name, help=about)

    async def search(self, query: str) -> Hits:
        """The commands that fit best what was typed, with what fits marked."""
        matcher = self.matcher(query)
        found: list[tuple[float, Sequence[int], SystemCommand]] = []
        for number, command in enumerate(self.app.get_system_commands(self.screen), start=1):
            if _may_fit(query, command.title):
                score, offsets = matcher.fuzzy_search.match(query, command.title)
                if score > 0:
                    found.append((score, offsets, command))
            if number % _AT_ONCE == 0:
                await asyncio.sleep(0)
        for score, offsets, (name, about, callback, _discover) in heapq.nlargest(
            MOST, found, key=lambda hit: hit[0]
        ):
            shown = Content(name)
            for offset in offsets:
                if not name[offset].isspace():
                    shown = shown.stylize(matcher.match_style, offset, offset + 1)
            yield Hit(score, shown, callback, text=name, help=about)


def _may_fit(query: str, name: str) -> bool:
    """Whether all letters stand there in their order: nothing else fits, and this is quick to tell."""
    letters = iter(name.lower())
    return all(letter in letters for letter in query.lower())
