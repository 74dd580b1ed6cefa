"""The command of the outside editor, and the errors where it cannot be started."""

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


class RecordingSuspend:
    """Records when the app is suspended and resumed."""

    def __init__(self) -> None:
        self.steps: list[str] = []

    @contextmanager
    def __call__(self) -> Iterator[None]:
        self.steps.append("suspended")
        yield
        self.steps.append("resumed")


def unsupported() -> AbstractContextManager[None]:
    raise SuspendNotSupported("no")


def test_editor_runs_without_a_shell(tmp_path: Path) -> None:
    path = tmp_path / "my program; rm.yaml"
    command = f'{sys.executable} -c "{WRITES}" "two words" $HOME'
    suspend = RecordingSuspend()
    edit_outside(path, suspend, {"EDITOR": command})
    assert path.read_text() == "two words $HOME"
    assert suspend.steps == ["suspended", "resumed"]


def test_visual_precedes_editor() -> None:
    assert editor_command({"VISUAL": "one -w", "EDITOR": "two"}) == ["one", "-w"]
    assert editor_command({"VISUAL": " ", "EDITOR": "two"}) == ["two"]


def test_fallback_to_a_common_editor(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        "coach.tui.programs.open_file.which", lambda name: "/bin/vi" if name == "vi" else None
    )
    assert editor_command({}) == ["/bin/vi"]


def test_editor_start_errors_are_reported(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "mine.yaml"
    with pytest.raises(CoachError, match="'no-such-editor' cannot be started"):
        edit_outside(path, RecordingSuspend(), {"EDITOR": "no-such-editor"})
    with pytest.raises(CoachError, match="EDITOR cannot be read"):
        edit_outside(path, RecordingSuspend(), {"EDITOR": "vi 'x"})
    with pytest.raises(CoachError, match="cannot be lent"):
        edit_outside(path, unsupported, {"EDITOR": "vi"})
    monkeypatch.setattr("coach.tui.programs.open_file.which", lambda name: None)
    with pytest.raises(CoachError, match="no editor is set"):
        edit_outside(path, RecordingSuspend(), {})
