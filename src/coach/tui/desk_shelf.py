"""The settings, the guide and the breaks as the screens see them."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from datetime import date, datetime
from functools import cached_property
from typing import TYPE_CHECKING, Final

from coach.app.breaks import break_news, break_program, work_window
from coach.model.formatting import relative_day
from coach.model.forms import Page
from coach.model.program import Program
from coach.model.settings import Settings
from coach.model.timeline import CueKind
from coach.tui.break_timer import BreakTimer, IdleInBackground
from coach.tui.keys import ALL_KEYS, checked_keymap
from coach.tui.ports_shelf import BreakCard, SettingLine, Ticks
from coach.tui.settings.data import CuePreview, setting_lines

if TYPE_CHECKING:
    from coach.app.breaks import Idle
    from coach.app.desktop import Notifier
    from coach.app.workspace import Workspace
    from coach.coaching.breaks import WorkWindow
    from coach.sound.player import AudioPlayer


DAYS: Final = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
USUAL_SET: Final = "default"


class CoachSettingsDesk:
    """The user's settings, their file, and an ear to try the sound."""

    def __init__(self, workspace: Workspace, ear: CuePreview) -> None:
        """Stand in front of `coach`.

        Args:
            coach: reads and writes the settings.
            ear: plays single tones.
        """
        self._workspace = workspace
        self._ear = ear

    @property
    def settings(self) -> Settings:
        """What holds now."""
        return self._workspace.settings

    @property
    def path(self) -> str:
        """Where the file is, or will be."""
        return str(self._workspace.paths.config)

    def reread(self) -> None:
        """Read the file again."""
        self._workspace.reload_settings()

    def lines(self) -> list[SettingLine]:
        """Every setting, in the order to show them."""
        from coach.sound.tones import TIMBRES

        return list(setting_lines(self.settings, ALL_KEYS, (USUAL_SET, *TIMBRES)))

    def problems(self) -> list[str]:
        """What is wrong in the file, with line and column, and keys that cannot be used."""
        found = [
            f"line {one.line}, column {one.column}: {one.message}" + (f" ({one.hint})" if one.hint else "")
            for one in self._workspace.settings_problems
        ]
        return [*found, *checked_keymap(self.settings.keys)[1]]

    def change(self, key: str, value: str | None) -> bool:
        """Change one setting in the file; None is the default."""
        from coach.errors import UsageError

        if value is not None and key.startswith("keys."):
            action = key.removeprefix("keys.")
            chosen = tuple(one.strip() for one in value.split(",") if one.strip())
            _, problems = checked_keymap({**self.settings.keys, action: chosen})
            mine = [one for one in problems if f"'{action}'" in one]
            if mine:
                raise UsageError(mine[0].removeprefix("keys: "))
        if key == "sound_set" and value == USUAL_SET:
            value = None
        return self._workspace.change_settings({key: value})

    def hear(self, cue: CueKind) -> str | None:
        """Play a tone with the settings of now."""
        return self._ear.play(self.settings, cue)

    def sound_trouble(self) -> str | None:
        """Why nothing is heard, once that is known."""
        return self._ear.trouble

    def hush(self) -> None:
        """Let the sound device go."""
        self._ear.close()


class CoachGuideDesk:
    """The guide, and the checklists of its pages."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace

    def pages(self) -> tuple[Page, ...]:
        """Every page, in reading order."""
        from coach.guide.pages import load_pages

        return load_pages()

    def own_words(self, page: str) -> tuple[str, ...]:
        """What a page adds for this person."""
        return self._workspace.own_words(page)

    def ticks(self, checklist: str) -> Ticks:
        """How a checklist was left the last time."""
        check_ins = self._workspace.check_ins
        last = check_ins.last_look(checklist)
        if last is None:
            return Ticks()
        return Ticks(ticked=check_ins.held(checklist), when=_day_words(last.date, self._workspace.today()))

    def note(self, checklist: str, ticked: Sequence[str]) -> None:
        """Write a checklist into the journal."""
        check_ins = self._workspace.check_ins
        form = check_ins.form("monthly", checklist)
        self._workspace.logbook.write(check_ins.entry(form, {}, ticked=ticked))


class CoachBreaksDesk:
    """Calls out of the chair, with the sound and the notices of this machine unless others are handed in."""

    def __init__(
        self,
        workspace: Workspace,
        ear: CuePreview,
        *,
        notifier: Callable[[], Notifier] | None = None,
        idle: Callable[[], Idle | None] | None = None,
    ) -> None:
        """Stand in front of `coach`.

        Args:
            coach: the settings, the programs and the journal.
            ear: plays single tones.
            notifier: makes what shows a line on the desktop, when it is first needed.
            idle: makes what knows whether somebody is there.
        """
        self._workspace = workspace
        self._ear = ear
        self._make_notifier = notifier
        self._make_idle = idle

    @cached_property
    def timer(self) -> BreakTimer:
        """Knows when."""
        return BreakTimer(
            self._workspace.clock,
            lambda: break_news(self._workspace),
            ring=self._ring,
            notify=lambda line: self._notifier.show(line),
            idle=self._idle(),
        )

    def now(self) -> datetime:
        """Wall time."""
        return self._workspace.clock.now()

    def about(self) -> BreakCard:
        """What a break is, and when there are any."""
        from coach.errors import ProgramFileError

        program = break_program(self._workspace.programs.values())
        if program is None:
            raise ProgramFileError(
                "there is no program of kind break", hint="coach check tells what is wrong"
            )
        window = work_window(self._workspace.settings, program)
        return BreakCard(
            program=program.id,
            title=program.title,
            parts=self._parts(program),
            window=window_words(window),
            quiet=_quiet_words(window),
            ways=tuple(self._ways()),
        )

    @cached_property
    def _notifier(self) -> Notifier:
        if self._make_notifier is not None:
            return self._make_notifier()
        from coach.app.desktop import make_notifier

        return make_notifier()

    def _idle(self) -> Idle | None:
        if self._make_idle is not None:
            return self._make_idle()
        from coach.app.desktop import make_idle

        return IdleInBackground(make_idle(self._workspace.clock, os.environ))

    def _ring(self) -> None:
        self._ear.play(self._workspace.settings, CueKind.ANNOUNCE, rested=True)

    def _parts(self, program: Program) -> tuple[str, ...]:
        drills = self._workspace.catalog.drills
        slots = [slot for part in program.parts for slot in part.slots]
        names = [drills[slot.drill].name if slot.drill in drills else slot.drill for slot in slots]
        return tuple(dict.fromkeys(names))

    def _ways(self) -> list[str]:
        settings = self._workspace.settings
        sound = settings.sound and settings.volume > 0 and CueKind.ANNOUNCE not in settings.muted_cues
        way = self._notifier.way
        trouble = self._notifier.trouble
        heard = (
            "A call is one line here, and one tone." if sound else "A call is one line here, without a tone."
        )
        if trouble is not None:
            return [heard, f"On the desktop nothing is shown: {trouble}"]
        seen = (
            f"It is shown on the desktop too, by {way}." if way else "On this desktop nothing can be shown."
        )
        return [heard, seen]


class CoachShelf:
    """All three, sharing one ear: two would fight for the sound device."""

    def __init__(
        self,
        workspace: Workspace,
        *,
        make: Callable[[Settings], AudioPlayer] | None = None,
        notifier: Callable[[], Notifier] | None = None,
        idle: Callable[[], Idle | None] | None = None,
    ) -> None:
        """Stand in front of `coach`.

        Args:
            coach: the app without a screen.
            make: makes a booth for settings; None: one that plays on this machine.
            notifier: makes what shows a line on the desktop; None: that of this machine.
            idle: makes what knows whether somebody is there; None: that of this machine.
        """
        self._workspace = workspace
        self._ear = CuePreview(make or self._audio, workspace.clock)
        self._notifier = notifier
        self._idle = idle

    @cached_property
    def settings_desk(self) -> CoachSettingsDesk:
        """The settings."""
        return CoachSettingsDesk(self._workspace, self._ear)

    @cached_property
    def guide_desk(self) -> CoachGuideDesk:
        """The guide."""
        return CoachGuideDesk(self._workspace)

    @cached_property
    def breaks_desk(self) -> CoachBreaksDesk:
        """The breaks."""
        return CoachBreaksDesk(self._workspace, self._ear, notifier=self._notifier, idle=self._idle)

    def close(self) -> None:
        """Let the sound device go."""
        self._ear.close()

    def _audio(self, settings: Settings) -> AudioPlayer:
        from coach.sound.player import make_booth

        return make_booth(settings, self._workspace.clock, own_sounds=self._workspace.paths.sounds)


def _day_words(day: date, today: date) -> str:
    year = f" {day.year}" if (today - day).days > 300 else ""
    return relative_day(day, today, on="on ") + year


def window_words(window: WorkWindow) -> str:
    """`Mon to Fri, 09:00 to 17:30, every 30 minutes`."""
    minutes = window.every_seconds // 60
    return f"{_days_words(window)}, {window.start:%H:%M} to {window.until:%H:%M}, every {minutes} minutes"


def _days_words(window: WorkWindow) -> str:
    places = [place for place, day in enumerate(DAYS) if day in window.days]
    names = [DAYS[place].capitalize() for place in places]
    if len(places) == len(DAYS):
        return "Every day"
    if len(places) > 2 and places[-1] - places[0] == len(places) - 1:
        return f"{names[0]} to {names[-1]}"
    return ", ".join(names)


def _quiet_words(window: WorkWindow) -> str:
    if window.quiet_start is None or window.quiet_until is None:
        return ""
    return f"Quiet from {window.quiet_start:%H:%M} to {window.quiet_until:%H:%M}."
