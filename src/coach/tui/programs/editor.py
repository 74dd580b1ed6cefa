"""The editor: the text of a program, its problems beside their lines, and a preview."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import ClassVar, Final

from textual import getters
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical
from textual.timer import Timer
from textual.widgets import OptionList, Static, TextArea
from textual.widgets.option_list import Option

from coach.app.programs import Programs
from coach.errors import CoachError
from coach.files import ChangedOnDiskError
from coach.model.program import Program
from coach.programs.completion import complete, note_at
from coach.programs.parse import Problem
from coach.programs.user_files import FileSnapshot
from coach.tui.coach_screen import CoachScreen, when_drawn
from coach.tui.dialogs import QuestionDialog
from coach.tui.keys import EDITOR_KEYS
from coach.tui.programs.open_file import DiskChange, Editor, OpenFile
from coach.tui.programs.preview import PreviewPane
from coach.tui.programs.yaml_area import PROBLEM_MARK, Suggestions, YamlArea
from coach.tui.terminal import WIDTHS
from coach.tui.widgets.answer_box import DialogAnswer
from coach.tui.widgets.canvas import StatusLine
from coach.tui.widgets.footer import KeyFooter

UNSAVED: Final = "What you wrote is not saved."
DRAFT_FOUND: Final = "You wrote something here that was never saved. Nothing of it is lost."
SAVE: Final = DialogAnswer(name="save", keys=("s", "enter"), label="save and leave")
DISCARD: Final = DialogAnswer(name="leave", keys=("d",), label="throw it away", matters=True)
STAY: Final = DialogAnswer(name="on", keys=("any other key",), label="go on writing")
OVERWRITE: Final = DialogAnswer(name="over", keys=("o",), label="save mine over it", matters=True)
RELOAD: Final = DialogAnswer(name="theirs", keys=("l",), label="load the other one", matters=True)
RESUME_DRAFT: Final = DialogAnswer(name="take", keys=("enter", "t"), label="take it up again")
DISCARD_DRAFT: Final = DialogAnswer(name="forget", keys=("d",), label="throw it away", matters=True)
CONFLICT: Final = (
    "The file was changed by another program since you opened it. A copy is kept of what is saved over."
)


def problem_line(problem: Problem) -> str:
    """A problem with its line: `12: no drill is named 'plnk' (did you mean plank?)`."""
    return f"{problem.line}: {problem_text(problem)}"


def problem_text(problem: Problem) -> str:
    """A problem with its hint."""
    return f"{problem.message} ({problem.hint})" if problem.hint else problem.message


def problem_at(problems: Sequence[Problem], row: int) -> str:
    """The problem of a line, from 0, or the only problem of the text; empty without one."""
    for one in problems:
        if one.line == row + 1:
            return f"{PROBLEM_MARK} {problem_text(one)}"
    return f"{PROBLEM_MARK} line {problem_line(problems[0])}" if len(problems) == 1 else ""


CHECK_SECONDS: Final = 0.02
"""Delay from a key to the check of the text, which later keys do not extend."""
DRAFT_SECONDS: Final = 0.3
"""Delay from a key to the draft on disk."""
DISK_CHECK_SECONDS: Final = 1.0
"""How often the file is checked for changes by other programs."""
HEIGHTS: Final = [(0, "-short"), (20, "-low"), (32, "-high")]


class EditorScreen(CoachScreen[None]):
    """The editor of one program of the user's own."""

    CSS_PATH: ClassVar = "editor.tcss"
    AUTO_FOCUS = "YamlArea"
    WRITES = True
    """Letters are text here, also those that are commands elsewhere."""
    BINDINGS: ClassVar[list[BindingType]] = [*EDITOR_KEYS]
    HORIZONTAL_BREAKPOINTS = WIDTHS
    VERTICAL_BREAKPOINTS = HEIGHTS
    KEYS = EDITOR_KEYS
    STAYS = True
    """It asks about unsaved text before it closes."""

    header = getters.query_one("#top", StatusLine)
    area = getters.query_one(YamlArea)
    suggestions = getters.query_one(Suggestions)
    problem_list = getters.query_one("#problems", OptionList)
    note = getters.query_one("#note", Static)
    pane = getters.query_one(PreviewPane)
    key_footer = getters.query_one(KeyFooter)

    def __init__(
        self,
        programs: Programs,
        snapshot: FileSnapshot,
        *,
        editor: Editor,
        start: Callable[[str], None],
    ) -> None:
        """Edit a file as it was just read; `start` starts the program of an id."""
        super().__init__()
        self._programs = programs
        self._snapshot = snapshot
        self._editor = editor
        self._start = start
        self._problems: tuple[Problem, ...] = ()
        self._program: Program | None = None
        self._waiting: dict[str, Timer] = {}
        self._line_texts: tuple[str, ...] = ()
        self._note: tuple[str, bool] = ("", False)
        self._trouble = ""
        self._is_discarded = False

    def compose(self) -> ComposeResult:
        suggestions = Suggestions()
        yield StatusLine(id="top")
        with Horizontal(id="room"):
            with Vertical(id="writing"):
                yield YamlArea(suggestions)
                yield OptionList(id="problems", markup=False)
                yield Static(markup=False, id="note")
            yield PreviewPane(self._programs)
        yield KeyFooter()
        yield suggestions

    def on_mount(self) -> None:
        snapshot = self._snapshot
        self.area.load_text(snapshot.text)
        self._file = OpenFile(self._programs, snapshot, self.area.text)
        self._text_area = self.area
        self.key_footer.show(self.footer("save suggest preview next_problem run outside close help"))
        self.check()
        self.set_interval(DISK_CHECK_SECONDS, self.check_disk)
        draft = snapshot.draft
        if draft is not None and draft != snapshot.text:

            def answered(answer: str | None) -> None:
                if answer == RESUME_DRAFT.name:
                    self.area.put(draft)
                else:
                    self._keep_draft()

            self.app.push_screen(QuestionDialog(DRAFT_FOUND, (RESUME_DRAFT, DISCARD_DRAFT)), answered)

    def on_unmount(self) -> None:
        self._keep_draft()

    # ------------------------------------------------------------------ typing

    def on_text_area_changed(self, event: TextArea.Changed) -> None:
        self._sync_text()
        self._do_later("check", CHECK_SECONDS, self.check)
        self._do_later("keep", DRAFT_SECONDS, self._keep_draft)
        self._show_header()
        if self.area.was_typed:
            self.suggest()

    def on_text_area_selection_changed(self) -> None:
        shown = self.suggestions.completion
        if shown is not None:
            row, column = self.area.cursor_location
            if self.area.lines[row][shown.start : column] != shown.typed:
                self.suggestions.close()
        self._show_note()

    def check(self) -> None:
        preview = self._programs.preview(self.area.text, self._file.path)
        self._problems = preview.problems
        self._program = preview.program
        marks: dict[int, tuple[int, ...]] = {}
        for one in self._problems:
            marks[one.line - 1] = (*marks.get(one.line - 1, ()), one.column - 1)
        self.area.show_problems(marks)
        texts = tuple(problem_line(one) for one in self._problems)
        if texts != self._line_texts:
            self._line_texts = texts
            self.problem_list.clear_options()
            self.problem_list.add_options([Option(text) for text in texts])
            self.set_class(len(texts) > 1, "-problems")
        self._show_note()
        self._show_header()
        # The problem is drawn before the preview is computed.
        when_drawn(self, lambda: self.pane.show(preview))

    def suggest(self, *, asked: bool = False) -> None:
        """Show the suggestions at the cursor; unless they were asked for, only where they help."""
        row, column = self.area.cursor_location
        found = complete(self.area.lines, row, column, self._programs.drills)
        if found is None or (not asked and (found.is_done or (found.is_key and not found.typed))):
            self.suggestions.close()
        else:
            self.suggestions.open(found, self.area.cursor_screen_offset, self.area.region)

    def on_suggestions_taken(self, message: Suggestions.Taken) -> None:
        self.area.take(message.completion, message.suggestion)

    def _do_later(self, name: str, seconds: float, do: Callable[[], None]) -> None:
        """Call `do` after a while, once for all calls of a name until then."""

        def now() -> None:
            self._waiting.pop(name, None)
            do()

        if name not in self._waiting:
            self._waiting[name] = self.set_timer(seconds, now)

    def _sync_text(self) -> None:
        """Copy the text of the area, which may not have sent its last change yet."""
        if not self._is_discarded:
            self._file.text = self._text_area.text

    def _keep_draft(self) -> None:
        self._sync_text()
        try:
            self._file.keep_draft()
        except CoachError as error:
            if self._trouble != error.message:
                self._trouble = error.message
                self._notify(f"What you type is not kept aside: {error}", severe=True)

    # ------------------------------------------------------------------ showing

    def _show_note(self) -> None:
        row = self.area.cursor_location[0]
        problem = problem_at(self._problems, row)
        note = (problem or note_at(self.area.lines, row), bool(problem))
        if note != self._note:
            self._note = note
            self.note.update(note[0], layout=False)
            self.note.set_class(note[1], "-problem")

    def _show_header(self) -> None:
        state = "not saved" if self._file.is_unsaved else "saved"
        if self._file.conflict:
            state = "changed on disk by another program"
        count = len(self._problems)
        problems = "no problem" if not count else "one problem" if count == 1 else f"{count} problems"
        self.header.show((self._file.path.name, "strong"), (state, "muted"), problems)

    def _notify(self, text: str, *, severe: bool = False) -> None:
        self.notify(text, severity="warning" if severe else "information", markup=False)

    # ------------------------------------------------------------------ changes on disk

    def check_disk(self) -> None:
        """Notify of a change by another program, and show the new text where nothing typed is lost."""
        if not self.is_current:
            return
        self._sync_text()
        change = self._file.check_disk()
        if change is DiskChange.CHANGED:
            self._load_from_disk()
            self._notify("The file was changed outside of the app; this is the new text.")
        elif change is DiskChange.CONFLICT:
            self._notify(
                "The file was changed outside of the app too. Saving asks which one shall stand.", severe=True
            )
        elif change is DiskChange.GONE:
            self._notify("The file is gone from its folder. Saving makes it anew.", severe=True)
        self._show_header()

    def _load_from_disk(self) -> None:
        try:
            snapshot = self._programs.files.snapshot(self._file.id)
        except CoachError as error:
            self._notify(str(error), severe=True)
            return
        self.area.was_typed = False
        self.area.put(snapshot.text)
        self._file.use(snapshot, self.area.text)
        self._keep_draft()
        self.check()

    # ------------------------------------------------------------------ commands

    def action_suggest(self) -> None:
        self.suggest(asked=True)

    def action_save(self) -> None:
        self._save(lambda: None)

    def _save(self, then: Callable[[], object], *, over: bool = False) -> None:
        self._sync_text()
        try:
            self._file.save(over=over)
        except ChangedOnDiskError:

            def answered(answer: str | None) -> None:
                if answer == OVERWRITE.name:
                    self._save(then, over=True)
                elif answer == RELOAD.name:
                    self._load_from_disk()

            self.app.push_screen(QuestionDialog(CONFLICT, (OVERWRITE, RELOAD), otherwise=STAY), answered)
            return
        except CoachError as error:
            self._notify(str(error), severe=True)
            return
        self.check()
        if self._problems:
            self._notify("Saved, with problems: it cannot be started before they are repaired.", severe=True)
        else:
            self._notify("Saved.")
        then()

    def action_run(self) -> None:
        def run() -> None:
            if self._program is None:
                self.action_next_problem()
            else:
                self._start(self._file.id)

        self._save(run)

    def action_outside(self) -> None:
        self._sync_text()
        if self._file.is_unsaved:
            self._save(self._edit_outside)
        else:
            self._edit_outside()

    def _edit_outside(self) -> None:
        try:
            self._editor(self._file.path, self.app.suspend)
        except CoachError as error:
            self._notify(str(error), severe=True)
            return
        self.check_disk()

    def action_next_problem(self) -> None:
        row, column = self.area.cursor_location
        behind = [one for one in self._problems if (one.line - 1, one.column - 1) > (row, column)]
        for one in (*behind, *self._problems)[:1]:
            self._go_to(one)

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        if event.option_list is self.problem_list:
            self._go_to(self._problems[event.option_index])

    def _go_to(self, problem: Problem) -> None:
        row = min(problem.line, self.area.document.line_count) - 1
        column = min(problem.column - 1, len(self.area.document.get_line(row)))
        self.remove_class("-seeing")
        self.area.focus()
        self.area.move_cursor((row, column), center=True)

    def action_preview(self) -> None:
        self.suggestions.close()
        if self.has_class("-wide"):
            self.toggle_class("-hidden")
        else:
            self.toggle_class("-seeing")
        (self.pane if self.has_class("-seeing") else self.area).focus()

    def on_yaml_area_leave(self) -> None:
        self.action_close()

    def action_close(self) -> None:
        self._sync_text()
        if self.has_class("-seeing") and not self.has_class("-wide"):
            self.action_preview()
        elif not self._file.is_unsaved:
            self.dismiss()
        else:
            self.app.push_screen(QuestionDialog(UNSAVED, (SAVE, DISCARD), otherwise=STAY), self._close)

    def _close(self, answer: str | None) -> None:
        if answer == SAVE.name:
            self._save(self.dismiss)
        elif answer == DISCARD.name:
            self._is_discarded = True
            try:
                self._file.discard()
            except CoachError as error:
                self._notify(str(error), severe=True)
            self.dismiss()
