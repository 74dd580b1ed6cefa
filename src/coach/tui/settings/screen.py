"""Every setting: what it means, what holds, and a fitting way to change it, at once and in the file."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import ClassVar, Final

from textual import getters
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Container, VerticalScroll
from textual.content import Content
from textual.events import Resize
from textual.message import Message
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from coach.app.workspace import Workspace
from coach.config.schema import NONE
from coach.errors import CoachError
from coach.guide.pages import pages_for
from coach.model.forms import Page
from coach.model.settings import SettingKind
from coach.model.timeline import CueKind
from coach.sound.preview import CuePreview
from coach.tui.coach_screen import CoachScreen, ReadGuide
from coach.tui.keys import SETTINGS_KEYS
from coach.tui.reading_time import when_drawn
from coach.tui.settings.data import (
    SettingLine,
    change_setting,
    group_meaning,
    setting_lines,
    settings_problems,
    shown_lines,
)
from coach.tui.terminal import HEIGHTS, WIDTHS
from coach.tui.widgets.canvas import StatusLine
from coach.tui.widgets.footer import KeyFooter
from coach.tui.widgets.option_list import PlainOptionList, SearchLine

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


LISTEN_SECONDS: Final = 3.0
"""So long a device may take to open before it is said that nothing is heard."""
THEME: Final = "theme"
PROBLEM: Final = "problem-"
REPAIR: Final = "Write another value there, or change the setting in this list. The file is {path}"
NOTHING: Final = "No setting has that word in it. Esc shows all of them."
NOTHING_YOURS: Final = "Everything is at its default: you have changed nothing yet."


class SettingsScreen(CoachScreen[None]):
    """The list of settings, and what is to be known about the marked one."""

    CSS_PATH: ClassVar = "settings.tcss"
    AUTO_FOCUS = "PlainOptionList"
    KEYS = SETTINGS_KEYS
    BINDINGS: ClassVar[list[BindingType]] = [*SETTINGS_KEYS]
    HORIZONTAL_BREAKPOINTS = WIDTHS
    VERTICAL_BREAKPOINTS = HEIGHTS

    header = getters.query_one("#header", StatusLine)
    search = getters.query_one(SearchLine)
    rows = getters.query_one(PlainOptionList)
    detail = getters.query_one("#detail", Static)
    said = getters.query_one("#said", Static)
    key_line = getters.query_one(KeyFooter)

    class Changed(Message):
        """A setting holds that did not before."""

        def __init__(self, key: str) -> None:
            super().__init__()
            self.key = key

    def __init__(self, workspace: Workspace, preview: CuePreview) -> None:
        super().__init__()
        self._workspace = workspace
        self._preview = preview
        self._lines: dict[str, SettingLine] = {}
        self._only_changed = False
        self._problems: tuple[str, ...] = ()

    def compose(self) -> ComposeResult:
        yield StatusLine(id="header")
        yield SearchLine("Words to look for")
        with Container(id="body"):
            yield PlainOptionList()
            with VerticalScroll(id="side", can_focus=False):
                yield Static(markup=False, id="detail")
                yield Static(markup=False, id="said")
        yield KeyFooter()

    def on_mount(self) -> None:
        self._workspace.reload_settings()
        self.show()

    def on_unmount(self) -> None:
        self._preview.close()

    def on_resize(self, event: Resize) -> None:
        when_drawn(self, self._show_detail)

    # ------------------------------------------------------------------ what is shown

    def show(self, say: str = "") -> None:
        """Show everything anew, with the mark where it was."""
        marked, place = self.marked, self.rows.highlighted
        every = list(setting_lines(self._workspace.settings))
        lines = shown_lines(every, self.search.value, only_changed=self._only_changed)
        self._lines = {one.key: one for one in lines}
        self._problems = (*settings_problems(self._workspace), *self._theme_problem())
        self.rows.clear_options()
        self.rows.add_options([*_problem_options(self._problems), *_options(lines)])
        self._mark(marked.key if marked is not None else None, place)
        yours = sum(one.is_changed for one in every)
        told = f"{yours} changed by you" if yours else "all at their defaults"
        wrong = f"{len(self._problems)} not as it should be" if self._problems else ""
        middle = wrong or ("only yours" if self._only_changed else "")
        self.header.show(("Settings", "strong"), middle, (told, "muted"))
        self.set_class(not lines and not self._problems, "-empty")
        self.said.update(say)
        self._show_detail()

    def _theme_problem(self) -> Iterator[str]:
        theme = self._workspace.settings.theme
        if theme is not None and theme not in self.app.available_themes:
            yield f"theme: there is no '{theme}'"

    def _mark(self, key: str | None, place: int | None) -> None:
        if key in self._lines:
            self.rows.highlighted = self.rows.get_option_index(key or "")
        elif self._lines:
            last = self.rows.option_count - 1
            self.rows.highlighted = min(place, last) if place is not None else None
            if self.rows.highlighted_option is None or not self.rows.highlighted_option.id:
                first = f"{PROBLEM}0" if self._problems else next(iter(self._lines))
                self.rows.highlighted = self.rows.get_option_index(first)

    @property
    def marked(self) -> SettingLine | None:
        """The setting that the keys are about."""
        option = self.rows.highlighted_option
        return self._lines.get(option.id or "") if option is not None else None

    def _show_detail(self) -> None:
        if not self.query(PlainOptionList):
            # Closed before it was drawn for the first time.
            return
        marked, option = self.marked, self.rows.highlighted_option
        if option is not None and (option.id or "").startswith(PROBLEM):
            text = self._problems[int((option.id or "").removeprefix(PROBLEM))]
            self.detail.update(f"{text}\n\n{REPAIR.format(path=self._workspace.paths.config)}")
        elif marked is None:
            self.detail.update(NOTHING_YOURS if self._only_changed and not self.search.value else NOTHING)
        else:
            pages = pages_for(f"setting:{marked.key}")
            wide = self.has_class("-wide")
            lines = detail_lines(marked, group_meaning(marked.group), pages)
            self.detail.update(Content("\n").join(lines if wide else short_lines(marked, pages)))
        self._show_keys(marked)

    def _show_keys(self, marked: SettingLine | None) -> None:
        if marked is None:
            names = "search"
        elif can_step(marked, self._choices(marked)):
            names = "change less more default search hear"
        else:
            names = "change default search hear"
        yours = "show all" if self._only_changed else "only yours"
        change = "turn over" if marked and marked.kind is SettingKind.SWITCH else "change"
        self.key_line.show(self.footer(f"{names} changed read close help", changed=yours, change=change))

    def _choices(self, setting: SettingLine) -> tuple[str, ...]:
        return tuple(sorted(self.app.available_themes)) if setting.key == THEME else setting.choices

    def on_option_list_option_highlighted(self, event: OptionList.OptionHighlighted) -> None:
        event.stop()
        self.said.update("")
        self._show_detail()

    # ------------------------------------------------------------------ changing

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        self.action_change()

    def action_change(self) -> None:
        marked = self.marked
        if marked is None:
            return
        choices = self._choices(marked)
        if marked.kind is SettingKind.SWITCH:
            self._write(marked, "false" if marked.written == "true" else "true")
        elif marked.kind is SettingKind.KEYS:
            self._ask_key(marked)
        elif marked.kind in (SettingKind.DAYS, SettingKind.SOME):
            self._ask_days(marked)
        elif choices:
            self._ask_choice(marked, choices)
        else:
            self._ask_value(marked)

    def _ask_choice(self, setting: SettingLine, choices: tuple[str, ...]) -> None:
        from coach.tui.dialogs import ChooseScreen

        before = self.app.theme
        is_theme = setting.key == THEME

        def try_theme(value: str) -> None:
            self.app.theme = value

        def chosen(value: str | None) -> None:
            if is_theme:
                self.app.theme = before
            if value is not None:
                self._write(setting, value)

        now = before if is_theme else setting.written
        screen = ChooseScreen(
            setting.label.capitalize(),
            [(one, one) for one in choices],
            now=now,
            about=setting.meaning,
            try_out=try_theme if is_theme else None,
        )
        self.app.push_screen(screen, chosen)

    def _ask_days(self, setting: SettingLine) -> None:
        from coach.tui.settings.inputs import TickScreen

        def chosen(days: tuple[str, ...] | None) -> None:
            if days is not None:
                self._write(setting, ", ".join([day for day in days if day != NONE] or days))

        ticked = [day.strip() for day in setting.written.split(",")]
        choices = [(day, day.replace("_", " ").capitalize()) for day in setting.choices]
        if setting.kind is SettingKind.SOME:
            choices.insert(0, (NONE, "None of these"))
        self.app.push_screen(TickScreen(setting.meaning, choices, ticked), chosen)

    def _ask_value(self, setting: SettingLine) -> None:
        from coach.tui.settings.inputs import ValueScreen

        about = f"{setting.meaning} {bounds_words(setting)}".strip()
        screen = ValueScreen(
            setting.label.capitalize(),
            about,
            setting.written,
            example(setting),
            lambda text: self._taken(setting, text.strip() or None),
        )
        self.app.push_screen(screen)

    def _ask_key(self, setting: SettingLine) -> None:
        from coach.tui.settings.inputs import KeyScreen

        heading = f"{setting.label.capitalize()}, {setting.group.removeprefix('Keys ')}"
        self.app.push_screen(KeyScreen(heading, setting.meaning, lambda key: self._taken(setting, key)))

    def action_step(self, by: int) -> None:
        marked = self.marked
        if marked is not None:
            value = stepped(marked, self._choices(marked), by, now=self.app.theme)
            if value is not None:
                self._write(marked, value)

    def action_default(self) -> None:
        marked = self.marked
        if marked is not None and not marked.is_changed:
            self.said.update("That is the default.")
        elif marked is not None:
            self._write(marked, None)

    def _write(self, setting: SettingLine, value: str | None) -> None:
        problem = self._taken(setting, value)
        if problem is not None:
            self.said.update(problem)
            self.notify(problem, title="Not changed", severity="warning", markup=False)

    def _taken(self, setting: SettingLine, value: str | None) -> str | None:
        """Have a value in the file and in force, or say why it does not fit."""
        try:
            changed = change_setting(self._workspace, setting.key, value)
        except CoachError as error:
            where = f"line {error.line}, column {error.column}: " if error.line else ""
            return f"{where}{error.message}" + (f" ({error.hint})" if error.hint else "")
        if changed:
            self.post_message(self.Changed(setting.key))
        told = "Back at its default." if value is None else "Kept."
        self.show(told if changed else "As it was.")
        return None

    # ------------------------------------------------------------------ hearing, searching, reading

    def action_hear(self) -> None:
        marked = self.marked
        cue = marked.cue if marked is not None and marked.cue is not None else CueKind.ANNOUNCE
        why = self._preview.play(self._workspace.settings, cue)
        self.said.update(why or f"Listen: {cue.value.replace('_', ' ')}.")
        if why is None:
            self.set_timer(LISTEN_SECONDS, self._say_trouble)

    def _say_trouble(self) -> None:
        if self._preview.trouble:
            self.said.update(self._preview.trouble)

    def action_search(self) -> None:
        self.search.open()

    def on_input_changed(self, event: Input.Changed) -> None:
        event.stop()
        self.show()

    def on_search_line_left(self) -> None:
        self.rows.focus()
        self._show_detail()

    def action_only_changed(self) -> None:
        self._only_changed = not self._only_changed
        self.show()

    def action_read(self) -> None:
        marked = self.marked
        places = (f"setting:{marked.key}",) if marked is not None else ()
        if not places or not pages_for(*places):
            places = ("screen:settings",)
        self.post_message(ReadGuide(*places))

    def action_close(self) -> None:
        if self.search.is_open:
            self.search.close()
        elif len(self.app.screen_stack) > 1:
            self.dismiss()


def _problem_options(problems: Sequence[str]) -> Iterator[Option]:
    """What is wrong in the file; the keys reach each of them, however many there are."""
    if problems:
        yield Option(Content.styled("Does not fit: the default holds", "bold $warning"), disabled=True)
    for place, problem in enumerate(problems):
        yield Option(Content.assemble(("! ", "$warning"), problem), id=f"{PROBLEM}{place}")


def _options(lines: list[SettingLine]) -> Iterator[Option | None]:
    """A heading for each group, and a line for each setting."""
    group = ""
    width = max((len(one.label) for one in lines), default=0)
    for one in lines:
        if one.group != group:
            group = one.group
            yield Option(Content.styled(group, "bold $foreground 70%"), disabled=True)
        mark = "•" if one.is_changed else " "
        value = (one.value, "bold") if one.is_changed else (one.value, "")
        yield Option(Content.assemble(f"{mark} {one.label:<{min(width, 18)}}  ", value), id=one.key)
