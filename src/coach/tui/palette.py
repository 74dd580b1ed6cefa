"""What the command palette offers: each command's name is text, whatever signs are in it."""

from __future__ import annotations

from textual.command import DiscoveryHit, Hit, Hits, Provider
from textual.content import Content


class PlainCommands(Provider):
    """The commands of the app. Textual's own provider would read a program's title as markup."""

    async def discover(self) -> Hits:
        """Every command, by its name."""
        for name, about, callback, _discover in sorted(
            self.app.get_system_commands(self.screen), key=lambda command: command[0]
        ):
            yield DiscoveryHit(Content(name), callback, text=name, help=about)

    async def search(self, query: str) -> Hits:
        """The commands that fit what was typed, with what fits marked."""
        matcher = self.matcher(query)
        for name, about, callback, _discover in self.app.get_system_commands(self.screen):
            score, offsets = matcher.fuzzy_search.match(query, name)
            if score <= 0:
                continue
            shown = Content(name)
            for offset in offsets:
                if not name[offset].isspace():
                    shown = shown.stylize(matcher.match_style, offset, offset + 1)
            yield Hit(score, shown, callback, text=name, help=about)
