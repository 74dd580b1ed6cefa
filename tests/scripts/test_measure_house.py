"""The figures on a source tree, for a small one that was counted by hand."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from textwrap import dedent

import pytest

from scripts.measure_house import figures, main, read_tree, spread

TREE = {
    "core/names.py": """\
        from typing import Protocol


        class Store(Protocol):
            def read(self) -> str: ...

            def write(self, text: str) -> None: ...


        def _once() -> int:
            return 1


        def _twice() -> int:
            return _once()


        def total() -> int:
            return _twice() + _twice()
        """,
    "disk/names.py": """\
        class Store:
            def __init__(self, file):
                self._file = file

            def write(self, text):
                \"\"\"Write it.\"\"\"
                return self._file.write(text, True)

            def read(self):
                return self._file.read().strip()

            def append(self, text):
                self._file.write("more")
        """,
    "tui/today/screen.py": """\
        from textual._compositor import Chops
        from textual.app import App

        from made.tui.history.data import Past
        from made.tui.widgets.line import Line


        class Today(App):
            def __init__(self):
                self._own = self._driver

            def _fatal_error(self):
                self._own = self.sized._replace(width=1)
        """,
    "tui/history/data.py": "from made.tui.history import lines\n\n\nclass Past:\n    pass\n",
    "tui/history/lines.py": "",
    "tui/widgets/line.py": "class Line:\n    pass\n",
}


@pytest.fixture(scope="module")
def tree(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    folder = tmp_path_factory.mktemp("made")
    for name, text in TREE.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(dedent(text), "utf-8")
    yield folder


@pytest.mark.parametrize(
    ("figure", "value"),
    [
        ("files / lines", "6 / 52"),
        ("file lines, median / p90 / max", "5 / 19 / 19"),
        ("function lines, median / p90 / max", "2 / 2 / 3"),
        ("lines per function", "4.7"),
        ("private helpers used once", "1 (9 % of functions)"),
        ("protocol classes / stub methods", "1 / 2"),
        ("pass-through methods", "1"),
        ("module names in two packages", "1"),
        ("class names in two modules", "1"),
        ("private Textual names", "3, Chops, _driver, _fatal_error"),
        ("imports between features", "1"),
    ],
)
def test_figures_of_a_small_tree(tree: Path, figure: str, value: str) -> None:
    assert dict(figures(read_tree(tree)))[figure] == value


def test_main_prints_every_figure(tree: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([str(tree)]) == 0
    rows = capsys.readouterr().out.splitlines()[2:]
    assert rows == [f"| {name} | {value} |" for name, value in figures(read_tree(tree))]


def test_folder_without_python_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([str(tmp_path)]) == 2
    assert "no Python files" in capsys.readouterr().err


def test_spread_of_nothing_is_a_dash() -> None:
    assert spread([]) == "-"
