"""The screens of programs over real files in a folder of their own."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any, ClassVar, TypeVar

from textual.app import App
from textual.screen import Screen

import coach.tui.app
from coach.app.programs import Programs
from coach.app.workspace import Workspace
from coach.errors import CoachError
from coach.paths import find_paths
from coach.tui import themes
from coach.tui.programs.editor import EditorScreen
from coach.tui.programs.list import ProgramsScreen
from tests.support.commands import MONDAY, StillClock

AnyScreen = TypeVar("AnyScreen", bound=Screen[Any])

GOOD = """\
schema: 1
id: mine
title: Mine
kind: core
schedule: {per_week: 3, days: [mon, wed, fri]}
rest: {between: 20s, rounds: 60s}
rounds: 2
slots:
  - slot: plank
    hold: 30s
    upto: 60s
  - slot: side-plank
    hold: 20s
"""


class RecordingEditor:
    """An editor outside of the app that writes what a test wants."""

    def __init__(self) -> None:
        self.opened: list[Path] = []
        self.writes: str | None = None
        self.trouble: CoachError | None = None

    def __call__(self, path: Path, suspend: Callable[[], AbstractContextManager[None]]) -> None:
        self.opened.append(path)
        if self.trouble is not None:
            raise self.trouble
        if self.writes is not None:
            path.write_text(self.writes, "utf-8")


class WritingApp(App[None]):
    """Opens the programs, and remembers what should be started."""

    CSS_PATH: ClassVar = Path(coach.tui.app.__file__).parent / "theme.tcss"

    def __init__(self, programs: Programs, editor: RecordingEditor, theme: str = "coach-dark") -> None:
        super().__init__()
        self._programs = programs
        self._editor = editor
        self.chosen_keys: Mapping[str, str] = {}
        self.edited: str | None = None
        self.started: list[str] = []
        for one in themes.OWN:
            self.register_theme(one)
        self.theme = theme

    def on_mount(self) -> None:
        if self.edited is None:
            self.push_screen(ProgramsScreen(self._programs, self._editor))
        else:
            self.push_screen(
                EditorScreen(
                    self._programs,
                    self._programs.files.snapshot(self.edited),
                    editor=self._editor,
                    start=self.started.append,
                )
            )

    def on_programs_screen_start(self, message: ProgramsScreen.Start) -> None:
        self.started.append(message.program)


class Bench:
    """Everything round the screens of programs, held in the test's hand."""

    def __init__(self, home: Path) -> None:
        paths = find_paths({"COACH_HOME": str(home)})
        self.folder = paths.programs
        self.clock = StillClock(MONDAY)
        self.workspace = Workspace(paths, self.clock)
        self.programs = Programs(self.workspace)
        self.editor = RecordingEditor()
        self.app = WritingApp(self.programs, self.editor)

    def again(self, theme: str = "coach-dark") -> None:
        """Another start of the app over the same files."""
        self.app = WritingApp(self.programs, self.editor, theme)

    def put(self, text: str = GOOD, name: str = "mine") -> Path:
        """A program of the user's, written by somebody else."""
        path = self.folder / f"{name}.yaml"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
        self.workspace.reload_catalog()
        self.programs.reload_changed()
        return path

    def top(self, kind: type[AnyScreen]) -> AnyScreen:
        """The screen on top, which is of this kind."""
        screen = self.app.screen
        assert isinstance(screen, kind), screen
        return screen

    def text(self) -> str:
        """Everything that can be read on the screen on top."""
        return "\n".join(strip.text.rstrip() for strip in self.app.screen._compositor.render_strips())

    def told(self) -> list[str]:
        """What was notified so far."""
        return [note.message for note in self.app._notifications]
