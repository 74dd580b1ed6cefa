"""Which editor is opened, and what is said where none can be."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import pytest
from textual.app import SuspendNotSupported

from coach.errors import CoachError
from coach.tui.programs.open_file import edit_outside, editor_command

WRITES = "import sys; open(sys.argv[-1], 'a').write(' '.join(sys.argv[1:-1]))"


class Aside:
    """Remembers whether the app was put aside and came back."""

    def __init__(self) -> None:
        self.steps: list[str] = []

    @contextmanager
    def __call__(self) -> Iterator[None]:
        self.steps.append("aside")
        yield
        self.steps.append("back")


def refused() -> AbstractContextManager[None]:
    raise SuspendNotSupported("no")


def test_the_editor_is_run_without_a_shell(tmp_path: Path) -> None:
    path = tmp_path / "my program; rm.yaml"
    command = f'{sys.executable} -c "{WRITES}" "two words" $HOME'
    aside = Aside()
    edit_outside(path, aside, {"EDITOR": command})
    assert path.read_text() == "two words $HOME"
    assert aside.steps == ["aside", "back"]


def test_visual_comes_before_editor() -> None:
    assert editor_command({"VISUAL": "one -w", "EDITOR": "two"}) == ["one", "-w"]
    assert editor_command({"VISUAL": " ", "EDITOR": "two"}) == ["two"]


def test_without_a_variable_a_common_editor_is_used(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        "coach.tui.programs.open_file.which", lambda name: "/bin/vi" if name == "vi" else None
    )
    assert editor_command({}) == ["/bin/vi"]


def test_an_editor_that_cannot_be_started_is_reported(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "mine.yaml"
    with pytest.raises(CoachError, match="'no-such-editor' cannot be started"):
        edit_outside(path, Aside(), {"EDITOR": "no-such-editor"})
    with pytest.raises(CoachError, match="EDITOR cannot be read"):
        edit_outside(path, Aside(), {"EDITOR": "vi 'x"})
    with pytest.raises(CoachError, match="cannot be lent"):
        edit_outside(path, refused, {"EDITOR": "vi"})
    monkeypatch.setattr("coach.tui.programs.open_file.which", lambda name: None)
    with pytest.raises(CoachError, match="no editor is set"):
        edit_outside(path, Aside(), {})
