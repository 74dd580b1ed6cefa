"""View data of the settings screen: groups, words for values, and a line for each setting and key."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from msgspec.structs import asdict, replace
from textual.content import Content

from coach.app.settings import change_settings
from coach.app.workspace import Workspace
from coach.config.schema import all_settings, value_text
from coach.errors import UsageError
from coach.model.figure import IN_WORDS, why_not_drawn
from coach.model.forms import Page
from coach.model.settings import Setting, SettingKind, Settings
from coach.model.timeline import CueKind
from coach.sound.tones import TIMBRES
from coach.tui.keys import ALL_KEYS, checked_keymap

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
"""What each group is about, in the order of the screen."""

SCOPES: Final = {
    "introduction": "before new drills",
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
DEFAULT_SOUND_SET: Final = "default"
"""The name of the set of tones that is used where none is set."""


class SettingLine(Setting, frozen=True, kw_only=True):
    """A setting, or a key such as `keys.session.pause`, with its value."""

    label: str
    value: str
    """The current value in words."""
    written: str
    """The current value as it is written in the file; empty where nothing is set."""
    is_changed: bool = False
    cue: CueKind | None = None
    """The tone that it is about."""

    def matches(self, words: Sequence[str]) -> bool:
        """Whether all of these words occur in it, in any case of letters."""
        text = f"{self.group} {self.label} {self.key} {self.meaning} {self.value}".lower()
        return all(word in text for word in words)


def setting_lines(settings: Settings, environment: Mapping[str, str] = os.environ) -> Iterator[SettingLine]:
    """Every setting in the order of its group, then every key.

    Args:
        settings: their values.
        environment: says whether the terminal can draw figures.
    """
    known = [setting for setting in all_settings() if setting.kind is not SettingKind.KEYS]
    groups = list(MEANINGS)
    for setting in sorted(known, key=lambda setting: (groups.index(setting.group), setting.order)):
        line, why = _line(setting, settings), why_not_drawn(environment)
        if setting.key == "figures" and why:
            line = replace(line, meaning=f"{line.meaning} {IN_WORDS.format(why=why)}")
        yield line
    for key in ALL_KEYS:
        own = ", ".join(settings.keys.get(key.id or "", ()))
        scope = (key.id or "").partition(".")[0]
        usual = ", ".join(key.key.split(","))
        yield SettingLine(
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


def settings_problems(workspace: Workspace) -> list[str]:
    """What is wrong in the file, with line and column, and keys that cannot be used; one line each."""
    problems = [
        f"line {problem.line}, column {problem.column}: {problem.message}"
        + (f" ({problem.hint})" if problem.hint else "")
        for problem in workspace.settings_problems
    ]
    return [*problems, *checked_keymap(workspace.settings.keys)[1]]


def change_setting(workspace: Workspace, key: str, value: str | None) -> bool:
    """Change one setting in the file; None is the default. Returns whether the file has changed.

    Raises:
        CoachError: the value does not fit, or the file cannot be written; nothing has changed then.
    """
    if value is not None and key.startswith("keys."):
        action = key.removeprefix("keys.")
        keys = tuple(name.strip() for name in value.split(",") if name.strip())
        for problem in checked_keymap({**workspace.settings.keys, action: keys})[1]:
            if f"'{action}'" in problem:
                raise UsageError(problem.removeprefix("keys: "))
    if key == "sound_set" and value == DEFAULT_SOUND_SET:
        value = None
    return change_settings(workspace, {key: value})


def group_meaning(group: str) -> str:
    """What a group is about, in a sentence."""
    return MEANINGS.get(group, KEYS_MEANING)


def _line(setting: Setting, settings: Settings) -> SettingLine:
    written = value_text(setting, settings) or ""
    shown = replace(setting, default=_value_words(setting.kind, setting.default))
    if setting.key == "sound_set":
        shown = replace(shown, kind=SettingKind.CHOICE, choices=(DEFAULT_SOUND_SET, *TIMBRES))
    group, _, name = setting.key.partition(".")
    is_cue = group in ("cues", "volumes") and name in set(CueKind)
    return SettingLine(
        **asdict(shown),
        # What the group's name says already is left out.
        label=setting.key.removeprefix("cues.").removeprefix("volumes.").replace(".", " ").replace("_", " "),
        value=_value_words(setting.kind, written) or setting.default,
        written=written,
        is_changed=written != (value_text(setting, Settings()) or ""),
        cue=CueKind(name) if is_cue else None,
    )


def _value_words(kind: SettingKind, text: str) -> str:
    if kind is SettingKind.SWITCH:
        return {"true": "on", "false": "off"}.get(text, text)
    return text


MUTED: Final = "$foreground 65%"
_EXAMPLES: Final = {
    SettingKind.TIME: "09:00",
    SettingKind.LENGTH: "30s",
    SettingKind.LOAD: "6kg",
    SettingKind.DATE: "2026-05-17",
    SettingKind.NUMBER: "",
    SettingKind.TEXT: "",
}


def example(setting: SettingLine) -> str:
    """A sample value; empty where there is none."""
    return _EXAMPLES.get(setting.kind, "")


def bounds_text(setting: SettingLine) -> str:
    """The possible values, in a sentence."""
    if setting.least is not None and setting.most is not None:
        return f"A number from {setting.least} to {setting.most}."
    shown = f"Such as {example(setting)}. " if example(setting) else ""
    return f"{shown}Left empty: the default."


def short_lines(setting: SettingLine, pages: Sequence[Page]) -> Iterator[Content]:
    """`detail_lines` in about three lines."""
    yield Content.assemble((f"{setting.label.capitalize()}: ", "bold"), setting.meaning)
    parts = [("default", setting.default), ("can be", _can_be(setting)), ("in file", setting.key)]
    yield Content.styled(" · ".join(f"{name} {text}" for name, text in parts if text), MUTED)
    for page in pages:
        yield Content.styled(f"The guide has a page on it: {page.title}.", MUTED)


def detail_lines(setting: SettingLine, group: str, pages: Sequence[Page]) -> Iterator[Content]:
    """Name, meaning, value, default, possible values and key of a setting."""
    yield Content.styled(setting.label.capitalize(), "bold")
    yield Content(setting.meaning)
    yield Content("")
    yield Content.assemble(("now      ", MUTED), (setting.value, "bold"))
    yield Content.assemble(("default  ", MUTED), setting.default)
    can_be = _can_be(setting)
    if can_be:
        yield Content.assemble(("can be   ", MUTED), can_be)
    yield Content.assemble(("in file  ", MUTED), setting.key)
    if group:
        yield Content("")
        yield Content.styled(group, MUTED)
    for page in pages:
        yield Content.styled(f"The guide has a page on it: {page.title}.", MUTED)


def _can_be(setting: SettingLine) -> str:
    if setting.kind is SettingKind.SWITCH:
        return "on, off"
    if setting.choices:
        return ", ".join(setting.choices)
    if setting.least is not None and setting.most is not None:
        return f"{setting.least} to {setting.most}"
    shown = example(setting)
    return f"such as {shown}" if shown else ""


_TICKED: Final = (SettingKind.DAYS, SettingKind.SOME)
"""Kinds with several choices at once."""
_MOST_SECONDS: Final = 600


def can_step(setting: SettingLine, choices: tuple[str, ...]) -> bool:
    """Whether there are steps from one value to the next."""
    stepping = setting.kind in (SettingKind.NUMBER, SettingKind.LENGTH, SettingKind.SWITCH)
    return stepping or (bool(choices) and setting.kind not in _TICKED)


def next_value(setting: SettingLine, choices: tuple[str, ...], by: int, *, now: str = "") -> str | None:
    """The value one step up (`by` is 1) or down (-1); None: there is none.

    `now` is the choice in use where nothing is set.
    """
    if choices and setting.kind not in _TICKED:
        current = setting.written or now
        index = choices.index(current) if current in choices else -1 if by > 0 else 0
        return choices[(index + by) % len(choices)]
    match setting.kind:
        case SettingKind.SWITCH:
            wanted = "true" if by > 0 else "false"
            return wanted if wanted != setting.written else None
        case SettingKind.NUMBER | SettingKind.LENGTH:
            unit = "s" if setting.kind is SettingKind.LENGTH else ""
            least = setting.least or 0
            most = _MOST_SECONDS if setting.most is None else setting.most
            value = int(setting.written.removesuffix(unit) or least)
            stepped = min(most, max(least, value + by * setting.step))
            return f"{stepped}{unit}" if stepped != value else None
    return None
