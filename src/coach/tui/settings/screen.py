"""The settings screen: every setting with its meaning and value, and a way to change it in the file."""

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
from coach.model.settings import SettingKind
from coach.model.timeline import CueKind
from coach.sound.audio_player import CuePreview
from coach.tui.coach_screen import CoachScreen, ReadGuide, when_drawn
from coach.tui.keys import SETTINGS_KEYS
from coach.tui.settings.data import (
    SettingLine,
    bounds_text,
    can_step,
    change_setting,
    detail_lines,
    example,
    group_meaning,
    next_value,
    setting_lines,
    settings_problems,
    short_lines,
)
from coach.tui.terminal import HEIGHTS, WIDTHS
from coach.tui.widgets.canvas import StatusLine
from coach.tui.widgets.footer import KeyFooter
from coach.tui.widgets.option_list import PlainOptionList, SearchLine

LISTEN_SECONDS: Final = 3.0
"""Time that a device may take to open before trouble is shown."""
THEME: Final = "theme"
PROBLEM: Final = "problem-"
REPAIR_HINT: Final = "Write another value there, or change the setting in this list. The file is {path}"
NO_MATCH: Final = "No setting has that word in it. Esc shows all of them."
NO_CHANGES: Final = "Everything is at its default: you have changed nothing yet."


class SettingsScreen(CoachScreen[None]):
    """The list of settings, with details of the current one."""

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
    message = getters.query_one("#message", Static)
    key_footer = getters.query_one(KeyFooter)

    class Changed(Message):
        """A setting has changed."""

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
                yield Static(markup=False, id="message")
        yield KeyFooter()

    def on_mount(self) -> None:
        self._workspace.reload_settings()
        self.show()

    def on_unmount(self) -> None:
        self._preview.close()

    def on_resize(self, event: Resize) -> None:
        when_drawn(self, self._show_detail)

    def show(self, say: str = "") -> None:
        """Show everything, with the highlight where it was; `say` is a message below."""
        current, index = self.current, self.rows.highlighted
        every = list(setting_lines(self._workspace.settings))
        words = self.search.value.lower().split()
        lines = [one for one in every if one.matches(words) and (one.is_changed or not self._only_changed)]
        self._lines = {one.key: one for one in lines}
        theme = self._workspace.settings.theme
        unknown = theme is not None and theme not in self.app.available_themes
        theme_problems = [f"theme: there is no '{theme}'"] if unknown else []
        self._problems = (*settings_problems(self._workspace), *theme_problems)
        self.rows.clear_options()
        self.rows.add_options([*_problem_options(self._problems), *_options(lines)])
        key = current.key if current is not None else None
        if key in self._lines:
            self.rows.highlighted = self.rows.get_option_index(key or "")
        elif self._lines:
            last = self.rows.option_count - 1
            self.rows.highlighted = min(index, last) if index is not None else None
            if self.rows.highlighted_option is None or not self.rows.highlighted_option.id:
                first = f"{PROBLEM}0" if self._problems else next(iter(self._lines))
                self.rows.highlighted = self.rows.get_option_index(first)
        changed = sum(one.is_changed for one in every)
        count = f"{changed} changed by you" if changed else "all at their defaults"
        problems = f"{len(self._problems)} not as it should be" if self._problems else ""
        middle = problems or ("only yours" if self._only_changed else "")
        self.header.show(("Settings", "strong"), middle, (count, "muted"))
        self.set_class(not lines and not self._problems, "-empty")
        self.message.update(say)
        self._show_detail()

    @property
    def current(self) -> SettingLine | None:
        option = self.rows.highlighted_option
        return self._lines.get(option.id or "") if option is not None else None

    def _show_detail(self) -> None:
        if not self.query(PlainOptionList):
            # The screen was closed before it was drawn.
            return
        current, option = self.current, self.rows.highlighted_option
        if option is not None and (option.id or "").startswith(PROBLEM):
            text = self._problems[int((option.id or "").removeprefix(PROBLEM))]
            self.detail.update(f"{text}\n\n{REPAIR_HINT.format(path=self._workspace.paths.config)}")
        elif current is None:
            self.detail.update(NO_CHANGES if self._only_changed and not self.search.value else NO_MATCH)
        else:
            pages = pages_for(f"setting:{current.key}")
            wide = self.has_class("-wide")
            lines = detail_lines(current, group_meaning(current.group), pages)
            self.detail.update(Content("\n").join(lines if wide else short_lines(current, pages)))
        if current is None:
            names = "search"
        elif can_step(current, self._choices(current)):
            names = "change less more default search hear"
        else:
            names = "change default search hear"
        yours = "show all" if self._only_changed else "only yours"
        change = "turn over" if current and current.kind is SettingKind.SWITCH else "change"
        self.key_footer.show(self.footer(f"{names} changed read close help", changed=yours, change=change))

    def _choices(self, setting: SettingLine) -> tuple[str, ...]:
        return tuple(sorted(self.app.available_themes)) if setting.key == THEME else setting.choices

    def on_option_list_option_highlighted(self, event: OptionList.OptionHighlighted) -> None:
        event.stop()
        self.message.update("")
        self._show_detail()

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        self.action_change()

    def action_change(self) -> None:
        current = self.current
        if current is None:
            return
        choices = self._choices(current)
        if current.kind is SettingKind.SWITCH:
            self._write(current, "false" if current.written == "true" else "true")
        elif current.kind is SettingKind.KEYS:
            from coach.tui.settings.inputs import KeyScreen

            heading = f"{current.label.capitalize()}, {current.group.removeprefix('Keys ')}"
            self.app.push_screen(KeyScreen(heading, current.meaning, lambda key: self._apply(current, key)))
        elif current.kind in (SettingKind.DAYS, SettingKind.SOME):
            from coach.tui.settings.inputs import TickScreen

            def chosen(days: tuple[str, ...] | None) -> None:
                if days is not None:
                    self._write(current, ", ".join([day for day in days if day != NONE] or days))

            ticked = [day.strip() for day in current.written.split(",")]
            offered = [(day, day.replace("_", " ").capitalize()) for day in current.choices]
            if current.kind is SettingKind.SOME:
                offered.insert(0, (NONE, "None of these"))
            self.app.push_screen(TickScreen(current.meaning, offered, ticked), chosen)
        elif choices:
            self._ask_choice(current, choices)
        else:
            from coach.tui.settings.inputs import ValueScreen

            about = f"{current.meaning} {bounds_text(current)}".strip()
            screen = ValueScreen(
                current.label.capitalize(),
                about,
                current.written,
                example(current),
                lambda text: self._apply(current, text.strip() or None),
            )
            self.app.push_screen(screen)

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

    def action_step(self, by: int) -> None:
        current = self.current
        if current is not None:
            value = next_value(current, self._choices(current), by, now=self.app.theme)
            if value is not None:
                self._write(current, value)

    def action_default(self) -> None:
        current = self.current
        if current is not None and not current.is_changed:
            self.message.update("That is the default.")
        elif current is not None:
            self._write(current, None)

    def _write(self, setting: SettingLine, value: str | None) -> None:
        problem = self._apply(setting, value)
        if problem is not None:
            self.message.update(problem)
            self.notify(problem, title="Not changed", severity="warning", markup=False)

    def _apply(self, setting: SettingLine, value: str | None) -> str | None:
        """Write a value to the file and use it; returns why it does not fit."""
        try:
            changed = change_setting(self._workspace, setting.key, value)
        except CoachError as error:
            where = f"line {error.line}, column {error.column}: " if error.line else ""
            return f"{where}{error.message}" + (f" ({error.hint})" if error.hint else "")
        if changed:
            self.post_message(self.Changed(setting.key))
        message = "Back at its default." if value is None else "Kept."
        self.show(message if changed else "As it was.")
        return None

    def action_hear(self) -> None:
        current = self.current
        cue = current.cue if current is not None and current.cue is not None else CueKind.ANNOUNCE
        why = self._preview.play(self._workspace.settings, cue)
        self.message.update(why or f"Listen: {cue.value.replace('_', ' ')}.")

        def show_trouble() -> None:
            if self._preview.trouble:
                self.message.update(self._preview.trouble)

        if why is None:
            self.set_timer(LISTEN_SECONDS, show_trouble)

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
        current = self.current
        places = (f"setting:{current.key}",) if current is not None else ()
        if not places or not pages_for(*places):
            places = ("screen:settings",)
        self.app.open_guide(ReadGuide(*places))

    def action_close(self) -> None:
        if self.search.is_open:
            self.search.close()
        elif len(self.app.screen_stack) > 1:
            self.dismiss()


def _problem_options(problems: Sequence[str]) -> Iterator[Option]:
    """The problems of the file, which can be highlighted."""
    if problems:
        yield Option(Content.styled("Does not fit: the default holds", "bold $warning"), disabled=True)
    for index, problem in enumerate(problems):
        yield Option(Content.assemble(("! ", "$warning"), problem), id=f"{PROBLEM}{index}")


def _options(lines: list[SettingLine]) -> Iterator[Option | None]:
    """A heading for each group, and a row for each setting."""
    group = ""
    width = max((len(one.label) for one in lines), default=0)
    for one in lines:
        if one.group != group:
            group = one.group
            yield Option(Content.styled(group, "bold $foreground 70%"), disabled=True)
        mark = "•" if one.is_changed else " "
        value = (one.value, "bold") if one.is_changed else (one.value, "")
        yield Option(Content.assemble(f"{mark} {one.label:<{min(width, 18)}}  ", value), id=one.key)
