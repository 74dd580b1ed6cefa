"""Settings as people read them: groups, words for values, and a line for each key."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Final

from msgspec.structs import asdict, replace
from textual.binding import Binding

from coach.clock import Clock
from coach.config.schema import all_settings, value_text
from coach.model.settings import Setting, SettingKind, Settings
from coach.model.timeline import Cue, CueKind
from coach.sound.player import AudioPlayer
from coach.tui.ports_shelf import SettingLine

MEANINGS: Final = {
    "Sound": "What you hear, and how loud.",
    "Cues": "Each tone by itself: heard, or not. The key that lets you hear one plays the marked one.",
    "Volumes": "How loud each tone is beside the others; all of them go by the volume above.",
    "Rests": "One length for every program, in place of each program's own.",
    "You": "What programs and hints go by. All of it may stay empty.",
    "Days": "When a day and a week begin.",
    "Breaks": "When you are called out of the chair, and when nothing sounds by itself.",
    "Looks": "The colours of the app, and the display.",
}
"""What each group is about, in a sentence, in the order of the screen."""

SCOPES: Final = {
    "session": "in a session",
    "app": "everywhere",
    "go": "from place to place",
    "day": "on Today",
    "lock": "while training is off",
    "check_in": "in a check-in",
    "done": "at the end of a session",
    "history": "in the history",
    "entry": "in one entry of the history",
    "curves": "in the curves",
    "week": "in the week",
    "past": "in records and weeks",
    "programs": "in the programs",
    "drill": "on a drill",
    "editor": "in the editor",
    "look_ahead": "in the look ahead",
    "settings": "in the settings",
    "guide": "in the guide",
    "page": "on a page of the guide",
    "breaks": "in the breaks",
}
"""Where a key works, by the first word of its id."""
KEYS_MEANING: Final = "Press enter, then the key you want. A key does one thing on one screen."


def setting_lines(settings: Settings, keys: Sequence[Binding], sets: Sequence[str]) -> Iterator[SettingLine]:
    """Every setting in the order of its group, then every key.

    Args:
        settings: what holds now.
        keys: everything that a key can do.
        sets: the names of the sets of tones.
    """
    known = [one for one in all_settings() if one.kind is not SettingKind.KEYS]
    groups = list(MEANINGS)
    for setting in sorted(known, key=lambda one: (groups.index(one.group), one.order)):
        yield _line(setting, settings, sets)
    for key in keys:
        yield _key_line(key, settings)


def group_meaning(group: str) -> str:
    """What a group is about, in a sentence."""
    return MEANINGS.get(group, KEYS_MEANING)


def _line(setting: Setting, settings: Settings, sets: Sequence[str]) -> SettingLine:
    written = value_text(setting, settings) or ""
    usual = value_text(setting, Settings()) or ""
    shown = replace(setting, default=_words(setting.kind, setting.default))
    if setting.key == "sound_set":
        shown = replace(shown, kind=SettingKind.CHOICE, choices=tuple(sets))
    return SettingLine(
        **asdict(shown),
        label=_label(setting.key),
        value=_words(setting.kind, written) or setting.default,
        written=written,
        is_changed=written != usual,
        cue=_cue(setting.key),
    )


def _key_line(key: Binding, settings: Settings) -> SettingLine:
    own = ", ".join(settings.keys.get(key.id or "", ()))
    scope = (key.id or "").partition(".")[0]
    usual = ", ".join(key.key.split(","))
    return SettingLine(
        key=f"keys.{key.id}",
        group=f"Keys {SCOPES.get(scope, scope)}",
        label=key.description,
        kind=SettingKind.KEYS,
        meaning=key.tooltip,
        value=own or usual,
        written=own,
        default=usual,
        is_changed=bool(own) and own != usual,
    )


def _cue(key: str) -> CueKind | None:
    """The tone that a setting is about."""
    group, _, name = key.partition(".")
    return CueKind(name) if group in ("cues", "volumes") and name in set(CueKind) else None


def _label(key: str) -> str:
    """`sound set`, `rest between`; what a group's name says already is left out."""
    words = key.replace(".", " ").replace("_", " ")
    return words.removeprefix("cues ").removeprefix("volumes ")


def _words(kind: SettingKind, text: str) -> str:
    if kind is SettingKind.SWITCH:
        return {"true": "on", "false": "off"}.get(text, text)
    return text


def shown_lines(lines: Iterable[SettingLine], words: str, *, only_changed: bool) -> list[SettingLine]:
    """The lines in which all of these words occur, and of them those that somebody changed, if wanted."""
    wanted = words.lower().split()
    return [one for one in lines if one.matches(wanted) and (one.is_changed or not only_changed)]


LEAD_SECONDS: Final = 1.5
"""A sound device that rested takes a moment to open; a cue that is planned ahead waits for it."""
OFF: Final = "Sound is off."
CUE_OFF: Final = "This cue is off."


class CuePreview:
    """Opens a booth when the first tone is wanted, and another one when the sound was set otherwise."""

    def __init__(self, make: Callable[[Settings], AudioPlayer], clock: Clock) -> None:
        self._make = make
        self._clock = clock
        self._audio: AudioPlayer | None = None
        self._made_for: Settings | None = None

    def play(self, settings: Settings, kind: CueKind, *, rested: bool = False) -> str | None:
        """Play one tone.

        Args:
            settings: as they are now.
            kind: which tone.
            rested: so long after the last one that the device may have gone to sleep.

        Returns:
            Why nothing can be heard, as far as that is known by now.
        """
        if not settings.sound or settings.volume == 0:
            return OFF
        if kind in settings.muted_cues:
            return CUE_OFF
        audio = self._audio if settings == self._made_for else None
        if audio is None or rested or audio.status().device is None:
            audio = audio or self._open(settings)
            audio.plan([(self._clock.monotonic() + LEAD_SECONDS, Cue(at=0, cue=kind))])
        else:
            audio.play(kind)
        return audio.status().reason

    @property
    def trouble(self) -> str | None:
        """Why nothing is heard, once that is known."""
        return self._audio.status().reason if self._audio is not None else None

    def close(self) -> None:
        """Let the sound device go."""
        if self._audio is not None:
            self._audio.close()
        self._audio = self._made_for = None

    def _open(self, settings: Settings) -> AudioPlayer:
        self.close()
        self._audio, self._made_for = self._make(settings), settings
        return self._audio
