"""A step more or less of a setting."""

from __future__ import annotations

from typing import Final

from coach.model.settings import SettingKind
from coach.tui.ports_shelf import SettingLine

_TICKED: Final = (SettingKind.DAYS, SettingKind.SOME)
"""Kinds of which several choices hold at once."""
_MOST_SECONDS: Final = 600


def can_step(setting: SettingLine, choices: tuple[str, ...]) -> bool:
    """Whether more and less mean anything."""
    stepping = setting.kind in (SettingKind.NUMBER, SettingKind.LENGTH, SettingKind.SWITCH)
    return stepping or (bool(choices) and setting.kind not in _TICKED)


def stepped(setting: SettingLine, choices: tuple[str, ...], by: int, *, now: str = "") -> str | None:
    """The value a step further; None: there is no such value.

    Args:
        setting: as it stands.
        choices: what it can be, where that is one of a few.
        by: 1 or -1.
        now: the choice that holds where nothing is set.
    """
    if choices and setting.kind not in _TICKED:
        current = setting.written or now
        place = choices.index(current) if current in choices else -1 if by > 0 else 0
        return choices[(place + by) % len(choices)]
    match setting.kind:
        case SettingKind.SWITCH:
            wanted = "true" if by > 0 else "false"
            return wanted if wanted != setting.written else None
        case SettingKind.NUMBER | SettingKind.LENGTH:
            return _number(setting, by)
    return None


def _number(setting: SettingLine, by: int) -> str | None:
    unit = "s" if setting.kind is SettingKind.LENGTH else ""
    least = setting.least or 0
    most = _MOST_SECONDS if setting.most is None else setting.most
    value = int(setting.written.removesuffix(unit) or least)
    wanted = min(most, max(least, value + by * setting.step))
    return f"{wanted}{unit}" if wanted != value else None
