"""A list of hundreds of programs: only visible lines are computed, and files are read in a thread."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from textual.pilot import Pilot

import coach.app.programs
from coach.app.programs import FEW_FILES, FirstSession, ProgramEntry, starting_timeline
from coach.model.program import Drill, Program
from coach.model.settings import Settings
from coach.model.timeline import Timeline
from coach.programs.catalog import Catalog
from coach.tui.programs.list import ProgramLine, ProgramsScreen
from coach.tui.programs.new import NewProgramScreen
from tests.support.commands import MONDAY
from tests.support.settling import until
from tests.tui.rig import PROGRAM, Rig

COUNT = FEW_FILES + 100


@pytest.fixture
def rig(home: Path) -> Rig:
    """More programs than are read without a thread."""
    folder = home / "programs"
    folder.mkdir(parents=True)
    for number in range(COUNT):
        text = PROGRAM.replace("id: mine", f"id: mine-{number:04}").replace("Mine", f"Mine {number:04}")
        (folder / f"mine-{number:04}.yaml").write_text(text, "utf-8")
    rig = Rig(home, now=MONDAY, config="")
    rig.show_programs()
    return rig


@pytest.fixture
def computed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The programs whose session was computed, in order."""
    names: list[str] = []

    def counted(
        program: Program, drills: dict[str, Drill], on: date, settings: Settings | None = None
    ) -> Timeline:
        names.append(program.id)
        return starting_timeline(program, drills, on, settings)

    monkeypatch.setattr(coach.app.programs, "starting_timeline", counted)
    return names


async def listed(rig: Rig, pilot: Pilot[None]) -> ProgramsScreen:
    """The screen, once the list is shown."""
    screen = rig.top(ProgramsScreen)
    await until(pilot, lambda: screen.list.option_count > COUNT, rig.text)
    await until(pilot, lambda: " min" in rig.text(), rig.text)
    return screen


async def test_only_visible_sessions_are_computed(rig: Rig, computed: list[str]) -> None:
    async with rig.app.run_test(size=(100, 24)) as pilot:
        screen = await listed(rig, pilot)
        rows = screen.list.size.height
        assert 0 < len(computed) <= rows
        await pilot.press("end")
        await until(pilot, lambda: f"Mine {COUNT - 1:04}  " in rig.text(), rig.text)
        assert len(computed) <= 2 * rows
        await pilot.press("up", "down", "home")
        await pilot.pause()
        assert len(computed) == len(set(computed)) <= 2 * rows


async def test_keys_work_while_files_load(rig: Rig, monkeypatch: pytest.MonkeyPatch) -> None:
    go_on = threading.Event()
    read = rig.workspace.read_catalog

    def read_slowly() -> Catalog:
        go_on.wait(30)
        return read()

    monkeypatch.setattr(rig.workspace, "read_catalog", read_slowly)
    async with rig.app.run_test(size=(100, 24)) as pilot:
        try:
            screen = rig.top(ProgramsScreen)
            await until(pilot, lambda: "reading…" in rig.text(), rig.text)
            await pilot.press("down", "enter")
            assert rig.app.started == []
            await pilot.press("n")
            rig.top(NewProgramScreen)
            await pilot.press("escape")
        finally:
            go_on.set()
        await listed(rig, pilot)
        assert screen.marked is not None
        assert f"{COUNT} of your own" in rig.text()


async def test_change_on_disk_appears(rig: Rig) -> None:
    async with rig.app.run_test(size=(100, 24)) as pilot:
        await listed(rig, pilot)
        await pilot.press("end")
        path = rig.folder / f"mine-{COUNT - 1:04}.yaml"
        path.write_text(path.read_text().replace("title: Mine", "title: Other words"), "utf-8")
        await until(pilot, lambda: "Other words" in rig.text(), rig.text)


async def test_read_ahead_survives_a_closed_screen(rig: Rig) -> None:
    assert rig.programs.entries()
    path = rig.folder / "mine-0000.yaml"
    path.write_text(path.read_text().replace("title: Mine", "title: Other words"), "utf-8")
    assert rig.programs.read_ahead()
    assert "Other words 0000" not in {one.title for one in rig.programs.entries()}
    assert rig.programs.reload_changed()
    assert "Other words 0000" in {one.title for one in rig.programs.entries()}


async def test_deletion_during_read_ahead_counts(rig: Rig) -> None:
    assert rig.programs.entries()
    (rig.folder / "mine-0000.yaml").unlink()
    assert rig.programs.read_ahead()
    rig.programs.delete("mine-0001")
    rig.programs.use_read_ahead()
    assert not {"mine-0000", "mine-0001"} & {one.id for one in rig.programs.entries()}


def lines(asked: list[str]) -> Iterator[ProgramLine]:
    """Lines with short titles, long ones, and one that is not printable."""

    def first_session(program_id: str) -> FirstSession:
        asked.append(program_id)
        return FirstSession(60 * len(program_id))

    for title in ("Core", "体幹", "Long " * 3, "Long " * 7, "x" * 70, "a\tb", "", "Long enough for an"):
        for origin in ("own", "broken"):
            entry = ProgramEntry(id=title, title=title, origin=origin, path=Path("one.yaml"))
            yield ProgramLine(entry, first_session)


@pytest.mark.parametrize("width", range(12, 50))
def test_line_height_matches_the_drawing(width: int) -> None:
    for line in lines([]):
        height = line.get_height({}, width)
        assert height == line.whole.get_height({}, width), str(line)


def test_short_titles_need_no_first_session() -> None:
    asked: list[str] = []
    heights = [line.get_height({}, 100) for line in lines(asked)]
    assert set(heights) == {1}
    assert asked == []
