"""What the settings, the guide and the breaks need from the rest of the app."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from msgspec import Struct

from coach.model.forms import Page
from coach.model.settings import Setting, Settings
from coach.model.timeline import CueKind
from coach.tui.break_timer import BreakTimer


class SettingLine(Setting, frozen=True, kw_only=True):
    """One setting as it stands in a list; its key may be one of the keyboard, `keys.session.pause`."""

    label: str
    value: str
    """What holds now, in words."""
    written: str
    """What holds now as it stands in the file; empty where nothing is set."""
    is_changed: bool = False
    cue: CueKind | None = None
    """The tone that it is about."""

    def matches(self, words: Sequence[str]) -> bool:
        """Whether all of these words occur in it, in any case of letters."""
        text = f"{self.group} {self.label} {self.key} {self.meaning} {self.value}".lower()
        return all(word in text for word in words)


class SettingsDesk(Protocol):
    """The user's settings, and their file."""

    @property
    def settings(self) -> Settings:
        """What holds now."""
        ...

    @property
    def path(self) -> str:
        """Where the file is, or will be."""
        ...

    def reread(self) -> None:
        """Read the file again: its owner may have edited it."""
        ...

    def lines(self) -> Sequence[SettingLine]:
        """Every setting, in the order to show them."""
        ...

    def problems(self) -> Sequence[str]:
        """What is wrong in the file, a line each, with line and column; the default holds there."""
        ...

    def change(self, key: str, value: str | None) -> bool:
        """Change one setting in the file; None is the default. Says whether anything was written.

        Raises:
            CoachError: the value does not fit, or the file cannot be written; nothing changed, then.
        """
        ...

    def hear(self, cue: CueKind) -> str | None:
        """Play a tone with the settings of now; returns why nothing can be heard, as far as that is known."""
        ...

    def sound_trouble(self) -> str | None:
        """Why nothing is heard, once that is known; None while something is."""
        ...

    def hush(self) -> None:
        """Let the sound device go."""
        ...


class Ticks(Struct, frozen=True, kw_only=True):
    """How a checklist was left the last time."""

    ticked: tuple[str, ...] = ()
    when: str = ""
    """The day, in words; empty: it was never gone through."""


class GuideDesk(Protocol):
    """The pages of the guide, and the checklists on them."""

    def pages(self) -> Sequence[Page]:
        """Every page, in reading order.

        Raises:
            CoachError: they cannot be read.
        """
        ...

    def own_words(self, page: str) -> Sequence[str]:
        """What a page adds for this person."""
        ...

    def ticks(self, checklist: str) -> Ticks:
        """How a checklist was left the last time.

        Raises:
            CoachError: the journal cannot be read.
        """
        ...

    def note(self, checklist: str, ticked: Sequence[str]) -> None:
        """Write a checklist into the journal, as a check-in of today.

        Raises:
            CoachError: it is not on disk.
        """
        ...


class BreaksDesk(Protocol):
    """Calls out of the chair."""

    @property
    def timer(self) -> BreakTimer:
        """Knows when; the same one for as long as the app is open."""
        ...

    def now(self) -> datetime:
        """Wall time."""
        ...

    def about(self) -> BreakCard:
        """What a break is, and when there are any.

        Raises:
            CoachError: there is no program of that kind.
        """
        ...


class BreakCard(Struct, frozen=True, kw_only=True):
    """The break as a program, and how it is called."""

    program: str
    """Its id."""
    title: str
    parts: tuple[str, ...] = ()
    """What it asks for, a line each."""
    window: str
    """`Mon to Fri, 09:00 to 17:30, every 30 minutes`."""
    quiet: str = ""
    """`Quiet from 22:00 to 07:00`; empty: no quiet hours."""
    ways: tuple[str, ...] = ()
    """How a call is heard and seen, a sentence each."""


class ShelfDesk(Protocol):
    """All three."""

    @property
    def settings_desk(self) -> SettingsDesk:
        """The settings."""
        ...

    @property
    def guide_desk(self) -> GuideDesk:
        """The guide."""
        ...

    @property
    def breaks_desk(self) -> BreaksDesk:
        """The breaks."""
        ...

    def close(self) -> None:
        """Let the sound device go."""
        ...
