"""A small drill catalogue for tests, independent of the shipped one."""

from __future__ import annotations

from pathlib import Path

from coach.app.programs import check_files
from coach.model.program import Drill
from coach.programs.catalog import Catalog

BAD = Path(__file__).parent / "bad"
"""The folder of files that are wrong, one kind of mistake each."""


def _drill(name: str, *, sides: bool = False) -> Drill:
    words = name.replace("-", " ").capitalize()
    return Drill(id=name, name=words, say=words, sides=sides)


DRILLS = {
    drill.id: drill
    for drill in (
        _drill("plank-wall"),
        _drill("plank-knee"),
        _drill("plank"),
        _drill("plank-long-lever"),
        _drill("side-plank", sides=True),
        _drill("bird-dog", sides=True),
        _drill("farmer-carry"),
        _drill("suitcase-carry", sides=True),
        _drill("breathing"),
    )
}


def problems_of(path: Path) -> list[str]:
    """`line:column: message (hint)` of each problem of a file."""
    problems = check_files([path], Catalog(drills=DRILLS))
    return [problem.line_text().removeprefix(f"{path}:") for problem in problems]
