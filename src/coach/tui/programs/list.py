"""The list of programs, the page of the marked one, and the actions on programs."""

from __future__ import annotations

from collections.abc import Callable, Sequence, Set
from pathlib import Path
from typing import ClassVar, Final

from rich.cells import cell_len
from textual import getters
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.content import Content
from textual.css.styles import RulesMap
from textual.message import Message
from textual.strip import Strip
from textual.style import Style
from textual.visual import RenderOptions, Visual
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option
from textual.worker import Worker, get_current_worker

from coach.app.programs import FirstSession, ProgramEntry, Programs
from coach.errors import CoachError, UsageError
from coach.model.program import Kind, Side
from coach.tui.coach_screen import CoachScreen, Press, ReadingTime
from coach.tui.dialogs import BACK, Field, FormScreen, QuestionDialog
from coach.tui.keys import PROGRAMS_KEYS, name_of
from coach.tui.programs.open_file import Editor
from coach.tui.programs.page import program_page
from coach.tui.terminal import HEIGHTS, WIDTHS, size_classes
from coach.tui.widgets.answer_box import DialogAnswer
from coach.tui.widgets.canvas import StatusLine
from coach.tui.widgets.figure_pane import FigurePane
from coach.tui.widgets.footer import KeyFooter
from coach.tui.widgets.option_list import PlainOptionList

DISK_CHECK_SECONDS: Final = 1.0
"""How often the folders are checked for changes by other programs."""
_PROGRAM_ACTIONS: Final = frozenset(
    {"start", "edit", "outside", "preview", "drills", "copy", "rename", "delete", "restore"}
)
"""The actions on a program."""
_DELETE: Final = DialogAnswer(name="delete", keys=("y", "enter"), label="delete", matters=True)
_RESTORE: Final = DialogAnswer(name="restore", keys=("y", "enter"), label="the original", matters=True)
_REPLACE: Final = DialogAnswer(name="instead", keys=("y", "enter"), label="mine in its place")
_COPY: Final = DialogAnswer(name="beside", keys=("m",), label="mine beside it")


_MARKS: Final = {"shipped": "○", "own": "●", "broken": "▲"}
_SHORTEST: Final = "0 min"
_LONGEST: Final = "99999 min"


class ProgramLine(Visual):
    """The origin, the title and the minutes of a program.

    A list needs the height of each of its lines, and draws few of them. The minutes take a whole timeline, so
    they are worked out only for a line that is drawn, or whose height depends on how many digits they have.
    """

    def __init__(self, entry: ProgramEntry, first_session: Callable[[str], FirstSession]) -> None:
        self._entry = entry
        self._first_session = first_session
        self._cells: int | None = None
        self._whole: Content | None = None

    def __str__(self) -> str:
        return self.whole.plain

    @property
    def whole(self) -> Content:
        if self._whole is None:
            is_broken = self._entry.origin == "broken"
            end = (
                "problems"
                if is_broken
                else f"{-(-self._first_session(self._entry.id).total_seconds // 60)} min"
            )
            self._whole = self._ending(end)
        return self._whole

    def _ending(self, end: str) -> Content:
        mark = _MARKS[self._entry.origin]
        return Content.assemble(f"{mark} ", (self._entry.title, "bold"), f"  {end}")

    def render_strips(
        self, width: int, height: int | None, style: Style, options: RenderOptions
    ) -> list[Strip]:
        return self.whole.render_strips(width, height, style, options)

    def get_optimal_width(self, rules: RulesMap, container_width: int) -> int:
        return self.whole.get_optimal_width(rules, container_width)

    def get_height(self, rules: RulesMap, width: int) -> int:
        if self._cells is None:
            # A title with a line break or a tab is measured as it is drawn.
            title = self._entry.title
            self._cells = cell_len(f"● {title}  {_LONGEST}") if title.isprintable() else -1
        if 0 <= self._cells <= width:
            return 1
        if self._whole is None and self._entry.origin != "broken":
            least, most = (self._ending(end).get_height(rules, width) for end in (_SHORTEST, _LONGEST))
            if least == most:
                return least
        return self.whole.get_height(rules, width)


class ProgramsScreen(CoachScreen[None]):
    """The list of programs, and the page of the marked one."""

    CSS_PATH: ClassVar = "programs.tcss"
    AUTO_FOCUS = "PlainOptionList"
    BINDINGS: ClassVar[list[BindingType]] = [*PROGRAMS_KEYS]
    HORIZONTAL_BREAKPOINTS = WIDTHS
    VERTICAL_BREAKPOINTS = HEIGHTS
    KEYS = PROGRAMS_KEYS

    header = getters.query_one("#header", StatusLine)
    list = getters.query_one(PlainOptionList)
    page = getters.query_one("#page", Static)
    key_footer = getters.query_one(KeyFooter)

    class Start(Message):
        """A program is to be started."""

        def __init__(self, program: str) -> None:
            super().__init__()
            self.program = program

    class Arrived(Message):
        """Programs were read in a thread."""

    def __init__(self, programs: Programs, editor: Editor) -> None:
        super().__init__()
        self._programs = programs
        self._editor = editor
        self._has_trash = False
        self._entries: dict[str, ProgramEntry] = {}
        self._listed: Sequence[ProgramEntry] = ()
        self._shown = ReadingTime()
        self._reading: Worker[None] | None = None

    def takes_key(self, key: str, press: Press) -> bool:
        """Whether to take a key: one that starts a session only if it was pressed on this screen."""
        return key not in self.keys_of("start") or self._shown.is_fresh(press)

    def compose(self) -> ComposeResult:
        yield StatusLine(id="header")
        with Horizontal(id="room"):
            yield PlainOptionList()
            with VerticalScroll(id="scroll", can_focus=False):
                yield Static(markup=False, id="page")
                yield FigurePane()
        yield KeyFooter()

    def on_mount(self) -> None:
        if self._programs.is_read or not self._programs.has_many_files:
            self.show_programs()
        else:
            self.header.show(("Programs", "strong"), "", ("reading…", "muted"))
            self._show_keys(without=_PROGRAM_ACTIONS)
            self._read_in_thread()
        self.set_interval(DISK_CHECK_SECONDS, self._check_files)

    def on_screen_resume(self) -> None:
        self._shown.when_drawn(self)
        if self._entries:
            self.show_programs()

    def _check_files(self) -> None:
        if not self._programs.has_many_files:
            self.reload_changed()
        elif self.is_current and (self._reading is None or self._reading.is_finished):
            self._read_in_thread()

    def _read_in_thread(self) -> None:
        def read() -> None:
            worker = get_current_worker()
            if self._programs.read_ahead() and not worker.is_cancelled:
                self.post_message(self.Arrived())

        self._reading = self.run_worker(read, thread=True)

    def on_programs_screen_arrived(self) -> None:
        self._programs.use_read_ahead()
        if self.is_current or not self._entries:
            self.show_programs()

    def reload_changed(self) -> None:
        """Show the programs again where another program changed a file; never behind another screen."""
        if self.is_current and self._programs.reload_changed():
            self.show_programs()

    def show_programs(self, marked: str | None = None) -> None:
        """Show the list, and mark one program in it; None keeps the marked one."""
        if not self.query(PlainOptionList):
            # Closed before it was drawn for the first time.
            return
        entries = self._programs.entries()
        before = marked or self.marked
        self._entries = {entry.id: entry for entry in entries}
        self._has_trash = bool(self._programs.files.trashed())
        own = sum(entry.origin != "shipped" for entry in entries)
        self.header.show(("Programs", "strong"), "", (f"{own} of your own" if own else "", "muted"))
        if entries is not self._listed:
            # Filling a long list takes time, and mostly it has not changed.
            self._listed = entries
            self.list.clear_options()
            self.list.add_options(
                [Option(ProgramLine(entry, self._programs.first_session), id=entry.id) for entry in entries]
            )
        names = list(self._entries)
        self.list.highlighted = names.index(before) if before in names else 0 if names else None
        self._show_page()

    @property
    def marked(self) -> str | None:
        """The id of the marked program."""
        option = self.list.highlighted_option
        return option.id if option is not None else None

    @property
    def entry(self) -> ProgramEntry | None:
        marked = self.marked
        return self._entries.get(marked) if marked is not None else None

    def on_option_list_option_highlighted(self, event: OptionList.OptionHighlighted) -> None:
        self._show_page()

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        self.action_start()

    def _show_page(self) -> None:
        entry = self.entry
        if entry is None:
            return
        programs = self._programs
        first = programs.first_session(entry.id)
        lines = program_page(entry, programs.get(entry.id), first, programs.drills, programs.units)
        self.page.update(Content.assemble(*((f"{text}\n", style) for text, style in lines)).rstrip())
        self._show_figure()
        self.query_one("#scroll", VerticalScroll).scroll_home(animate=False)
        without = {"rename", "delete"} if entry.origin == "shipped" else set()
        if entry.origin == "broken":
            without |= {"start", "preview", "copy", "rename"}
        if not entry.replaces_shipped:
            without.add("restore")
        if not self._has_trash:
            without.add("bring_back")
        self._show_keys(without=without)

    def _show_figure(self) -> None:
        """Show the first drill of the marked program, where there is room below its page."""
        program = self._programs.get(self.marked) if self.marked is not None else None
        # The classes of the new size are set only after it was told of.
        has_room = size_classes(*self.app.size) == ("-wide", "-high")
        slots = program.slots if program is not None and has_room else ()
        drill = self._programs.drills.get(slots[0].drill) if slots else None
        side: Side | None = "left" if drill is not None and slots[0].sided else None
        self.query_one(FigurePane).show(drill, side, drill.name if drill is not None else "")

    def on_resize(self) -> None:
        if self._entries:
            self._show_figure()

    def _show_keys(self, *, without: Set[str]) -> None:
        names = [name_of(key) for key in PROGRAMS_KEYS if key.action not in without]
        self.key_footer.show(self.footer(" ".join([*names, "help"])))

    def _start(self, program_id: str) -> None:
        self.post_message(self.Start(program_id))

    def _notify(self, text: str, *, severe: bool = False) -> None:
        self.notify(text, severity="warning" if severe else "information", markup=False)

    def _try(self, do: Callable[[], Path]) -> Path | None:
        """Call `do`, which writes files; notify of its error."""
        try:
            return do()
        except CoachError as error:
            self._notify(str(error), severe=True)
            return None

    # ------------------------------------------------------------------ showing

    def action_start(self) -> None:
        entry = self.entry
        if entry is None:
            return
        if entry.origin == "broken":
            self._notify("It cannot be started before its problems are repaired. c opens it.", severe=True)
        else:
            self._start(entry.id)

    def action_preview(self) -> None:
        from coach.tui.programs.preview import LookAheadScreen

        entry = self.entry
        if entry is None or entry.origin == "broken":
            return
        try:
            preview = self._programs.preview(self._programs.text(entry.id), entry.path)
        except CoachError as error:
            self._notify(str(error), severe=True)
            return
        self.app.push_screen(LookAheadScreen(self._programs, entry.title, preview))

    def action_drills(self) -> None:
        from coach.tui.programs.drill import DrillScreen

        entry = self.entry
        if entry is None:
            return
        program = self._programs.get(entry.id)
        names = [slot.drill for slot in program.slots] if program else list(self._programs.drills)
        self.app.push_screen(
            DrillScreen(
                entry.title if program else "All drills",
                names,
                self._programs.drills,
                kind=program.kind if program else Kind.CUSTOM,
            )
        )

    def action_close(self) -> None:
        self.dismiss()

    # ------------------------------------------------------------------ writing

    def action_edit(self) -> None:
        self._with_own_copy(self._open_editor)

    def action_outside(self) -> None:
        def edit(program_id: str) -> None:
            try:
                self._editor(self._entries[program_id].path, self.app.suspend)
            except CoachError as error:
                self._notify(str(error), severe=True)
            self.reload_changed()

        self._with_own_copy(edit)

    def _with_own_copy(self, then: Callable[[str], None]) -> None:
        entry = self.entry
        if entry is None:
            return
        if entry.origin != "shipped":
            then(entry.id)
            return

        def answered(answer: str | None) -> None:
            if answer == _REPLACE.name and self._try(lambda: self._programs.copy_to_edit(entry.id)):
                self.show_programs(entry.id)
                then(entry.id)
            elif answer == _COPY.name:
                self.action_copy()

        text = f"{entry.title} comes with the app and stays as it is. Change a copy of your own?"
        self.app.push_screen(QuestionDialog(text, (_REPLACE, _COPY), otherwise=BACK), answered)

    def _open_editor(self, program_id: str) -> None:
        from coach.tui.programs.editor import EditorScreen

        try:
            snapshot = self._programs.files.snapshot(program_id)
        except CoachError as error:
            self._notify(str(error), severe=True)
            return
        self.app.push_screen(EditorScreen(self._programs, snapshot, editor=self._editor, start=self._start))

    def action_new(self) -> None:
        from coach.tui.programs.new import NewProgramScreen

        self.app.push_screen(NewProgramScreen(self._programs), self._open_new)

    def _open_new(self, program_id: str | None) -> None:
        if program_id is not None:
            self.show_programs(program_id)
            self._open_editor(program_id)

    def action_copy(self) -> None:
        entry = self.entry
        if entry is None:
            return
        if entry.origin == "broken":
            self._notify("It has problems: repair them first.", severe=True)
            return

        programs = self._programs

        def named(title: str | None) -> None:
            if title is None:
                return
            path = self._try(lambda: programs.new(programs.free_id(title), source=entry.id, title=title))
            if path is not None:
                self._open_new(path.stem)

        suggested = f"My {entry.title[:1].lower()}{entry.title[1:]}"
        self.app.push_screen(naming(programs, f"A copy of {entry.title}", suggested), named)

    def action_rename(self) -> None:
        entry = self.entry
        if entry is None or entry.origin != "own":
            self._notify(
                "Only a program of your own can be renamed; m makes a copy of this one.", severe=True
            )
            return

        def named(title: str | None) -> None:
            if title is not None and title != entry.title:
                path = self._try(lambda: self._programs.rename(entry.id, title))
                if path is not None:
                    self.show_programs(path.stem)

        try:
            past = self._programs.has_past(entry.id)
        except CoachError as error:
            self._notify(str(error), severe=True)
            return
        foot = f"What you did stays with it: its file goes on as {entry.id}.yaml." if past else _FOOT
        heading = f"Another name for {entry.title}"
        self.app.push_screen(naming(self._programs, heading, entry.title, foot=foot), named)

    def action_delete(self) -> None:
        entry = self.entry
        if entry is None or entry.origin == "shipped":
            self._notify("Only a program of your own can be deleted.", severe=True)
            return

        def answered(answer: str | None) -> None:
            if answer == _DELETE.name and self._try(lambda: self._programs.delete(entry.id)):
                self.show_programs()
                self._notify(f"{entry.title} is in the trash folder. u brings it back.")

        back = " The one that comes with the app is back then." if entry.replaces_shipped else ""
        self.app.push_screen(
            QuestionDialog(f"Move {entry.title} into the trash folder?{back}", (_DELETE,), otherwise=BACK),
            answered,
        )

    def action_bring_back(self) -> None:
        trashed = self._programs.files.trashed()
        if not trashed:
            self._notify("Nothing is in the trash folder.")
            return
        path = self._try(lambda: self._programs.restore(trashed[0]))
        if path is not None:
            self.show_programs(path.stem)
            self._notify(f"{path.stem} is back.")

    def action_restore(self) -> None:
        entry = self.entry
        if entry is None or not entry.replaces_shipped:
            self._notify("This is not in the place of one that comes with the app.", severe=True)
            return

        def answered(answer: str | None) -> None:
            if answer == _RESTORE.name and self._try(lambda: self._programs.restore_shipped(entry.id)):
                self.show_programs(entry.id)

        text = f"Have {entry.title} as it comes with the app? Yours goes into the trash folder."
        self.app.push_screen(QuestionDialog(text, (_RESTORE,), otherwise=BACK), answered)


_MOST_CHARACTERS: Final = 200
_FOOT: Final = "Its file is called after it."


def naming(programs: Programs, heading: str, value: str, *, foot: str = _FOOT) -> FormScreen[str]:
    """A form for a name from which an id can be made; `foot` says what becomes of the file."""
    return FormScreen(
        heading,
        [Field(name="title", label="Name", value=value)],
        lambda values: checked_title(programs, values["title"]),
        foot=foot,
    )


def checked_title(programs: Programs, title: str) -> str:
    """A title that a program can have.

    Raises:
        UsageError: it is empty, too long, or no id can be made from it.
    """
    text = " ".join(title.split())
    if not text:
        raise UsageError("a name is missing", hint="write one")
    if len(text) > _MOST_CHARACTERS:
        raise UsageError("this name is too long", hint=f"at most {_MOST_CHARACTERS} characters")
    programs.free_id(text)
    return text
