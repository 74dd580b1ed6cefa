"""What is said about one setting."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from textual.content import Content

from coach.model.guide import Page
from coach.model.settings import SettingKind
from coach.tui.ports_shelf import SettingLine

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
    """What a value looks like."""
    return _EXAMPLES.get(setting.kind, "")


def bounds_words(setting: SettingLine) -> str:
    """What a value can be, in a sentence; empty where the meaning says it all."""
    if setting.least is not None and setting.most is not None:
        return f"A number from {setting.least} to {setting.most}."
    shown = example(setting)
    return f"Such as {shown}. Left empty: the default." if shown else "Left empty: the default."


def short_lines(setting: SettingLine, pages: Sequence[Page]) -> Iterator[Content]:
    """The same as `detail_lines` in about three lines."""
    name = f"{setting.label.capitalize()}: "
    yield Content.assemble((name, "bold"), setting.meaning)
    parts = [("default", setting.default), ("can be", _can_be(setting)), ("in file", setting.key)]
    told = [f"{name} {text}" for name, text in parts if text]
    yield Content.styled(" · ".join(told), MUTED)
    for page in pages:
        yield Content.styled(f"The guide has a page on it: {page.title}.", MUTED)


def detail_lines(setting: SettingLine, group: str, pages: Sequence[Page]) -> Iterator[Content]:
    """Its name, its meaning, what holds, the default, what it can be, and how the file calls it."""
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
