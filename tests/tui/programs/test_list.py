"""The list of programs: pages, copies, names, the trash folder, new programs, starting."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual.pilot import Pilot

from coach.errors import CoachError
from coach.tui.dialogs import QuestionDialog
from coach.tui.programs.drill import DrillScreen
from coach.tui.programs.editor import EditorScreen
from coach.tui.programs.list import ProgramsScreen
from coach.tui.programs.preview import LookAheadScreen
from tests.support.commands import MONDAY
from tests.support.commands import coach as command
from tests.support.settling import until
from tests.tui.rig import PROGRAM, Rig


@pytest.fixture
def rig(home: Path) -> Rig:
    rig = Rig(home, now=MONDAY, config="")
    rig.show_programs()
    return rig


async def mark(rig: Rig, pilot: Pilot[None], name: str) -> ProgramsScreen:
    """Mark a program of the list by the arrow keys."""
    screen = rig.top(ProgramsScreen)
    for _ in range(20):
        if screen.marked == name:
            break
        await pilot.press("down")
    assert screen.marked == name
    return screen


async def press(pilot: Pilot[None], *keys: str) -> None:
    """Press keys, and wait for the screens they open."""
    await pilot.press(*keys)
    await pilot.pause()


async def test_programs_are_listed_with_their_pages(rig: Rig) -> None:
    rig.put_program(PROGRAM.replace("hold: 30s", "hold: thirty"), "wrong")
    async with rig.app.run_test(size=(120, 40)) as pilot:
        await mark(rig, pilot, "core")
        text = rig.text()
        for part in (
            "Core holds  15 min",
            "comes with the app",
            "14 min 58 s",
            "Monday, Wednesday and Friday",
        ):
            assert part in text
        assert "two weights or bags" in text
        assert "3 × 30 s a side, up to 45 s" in text
        await mark(rig, pilot, "wrong")
        text = rig.text()
        assert "cannot be started" in text
        assert "line 10: hold:" in text
        assert "start" not in rig.top(ProgramsScreen).key_footer.text
        await pilot.press("enter")
        assert rig.app.started == []


async def test_enter_starts_the_program(rig: Rig) -> None:
    async with rig.app.run_test() as pilot:
        await mark(rig, pilot, "core")
        await pilot.press("enter")
        await pilot.press("s")
        assert rig.app.started == ["core", "core"]


async def test_drill_page_leads_along_its_chain(rig: Rig) -> None:
    async with rig.app.run_test(size=(100, 40)) as pilot:
        await mark(rig, pilot, "core")
        await press(pilot, "d")
        page = rig.top(DrillScreen)
        text = rig.text()
        for part in ("Plank", "How", "It goes well when", "Leave it out", "From easy to hard", "▸ Plank"):
            assert part in text
        await pilot.press("right")
        assert page.drill is not None
        assert page.drill.id == "plank-long-lever"
        await pilot.press("left", "left", "left", "left")
        assert page.drill.id == "plank-wall"
        assert "easier" not in page.key_footer.text
        await pilot.press("down")
        assert page.drill.id == "side-plank"
        await pilot.press("escape")
        assert rig.top(ProgramsScreen).marked == "core"


async def test_program_has_a_preview(rig: Rig) -> None:
    async with rig.app.run_test(size=(100, 40)) as pilot:
        await mark(rig, pilot, "core")
        await pilot.press("a")
        rig.top(LookAheadScreen)
        await until(pilot, lambda: "3×30→35" in rig.text(), rig.text)
        text = rig.text()
        assert "14 min 58 s · 18 sets" in text
        assert "A light week" in text
        await pilot.press("escape")
        rig.top(ProgramsScreen)


async def test_edit_makes_a_copy_of_a_shipped_program(rig: Rig) -> None:
    async with rig.app.run_test() as pilot:
        await mark(rig, pilot, "core")
        await pilot.press("c")
        assert "stays as it is" in str(rig.top(QuestionDialog).query_one("#text").render())
        await pilot.press("z")
        assert not rig.folder.exists()
        await press(pilot, "c", "y")
        rig.top(EditorScreen)
        await press(pilot, "escape")
        screen = rig.top(ProgramsScreen)
        assert screen.entry is not None
        assert (screen.entry.origin, screen.entry.replaces_shipped) == ("own", True)
        await press(pilot, "o", "y")
        assert screen.entry.origin == "shipped"
        assert (rig.folder / ".trash").is_dir()


async def test_copy_gets_its_own_name(rig: Rig) -> None:
    async with rig.app.run_test() as pilot:
        await mark(rig, pilot, "core")
        await press(pilot, "m")
        await press(pilot, "enter")
        editor = rig.top(EditorScreen)
        assert "title: My core holds" in editor.area.text
        assert (rig.folder / "my-core-holds.yaml").is_file()
        await press(pilot, "escape")
        assert rig.top(ProgramsScreen).marked == "my-core-holds"


async def test_rename_delete_and_restore(rig: Rig) -> None:
    rig.put_program()
    async with rig.app.run_test(notifications=True) as pilot:
        screen = await mark(rig, pilot, "mine")
        await press(pilot, "r")
        await press(pilot, "end", *" two", "enter")
        assert screen.marked == "mine-two"
        assert sorted(path.name for path in rig.folder.glob("*.yaml")) == ["mine-two.yaml"]
        await pilot.press("x", "n")
        assert screen.marked == "mine-two"
        rig.clock.advance(60)
        await press(pilot, "x", "y")
        assert list(rig.folder.glob("*.yaml")) == []
        assert "mine-two" not in {entry.id for entry in rig.programs.entries()}
        await press(pilot, "u")
        assert screen.marked == "mine-two"
        assert (rig.folder / "mine-two.yaml").is_file()


async def test_renamed_program_keeps_its_file(rig: Rig) -> None:
    rig.put_program()
    command("log", "session", "mine", "--as-asked", "--yes", home=rig.folder.parent)
    async with rig.app.run_test(size=(80, 24)) as pilot:
        screen = await mark(rig, pilot, "mine")
        await press(pilot, "r")
        assert "its file goes on as mine.yaml" in rig.text()
        await press(pilot, "end", *" two", "enter")
        assert screen.marked == "mine"
        assert screen.entry is not None
        assert screen.entry.title == "Mine two"


async def test_shipped_programs_are_read_only(rig: Rig) -> None:
    async with rig.app.run_test(notifications=True) as pilot:
        screen = await mark(rig, pilot, "core")
        assert "rename" not in screen.key_footer.text
        await pilot.press("r", "x", "o", "u")
        assert rig.top(ProgramsScreen) is screen
        assert len(rig.notified()) == 4


async def test_new_program_from_a_template(rig: Rig) -> None:
    async with rig.app.run_test() as pilot:
        await press(pilot, "n")
        await press(pilot, "down", "down", "enter")
        await press(pilot, *"Hips", "enter")
        editor = rig.top(EditorScreen)
        assert "kind: mobility" in editor.area.text
        assert "title: Hips" in editor.area.text
        assert editor.header.text.endswith("no problem")


async def test_new_program_from_questions(rig: Rig) -> None:
    async with rig.app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "n")
        await press(pilot, "enter")
        await press(pilot, "enter")
        assert "a name is missing" in rig.text()
        await press(pilot, *"Evening", "enter")
        await press(pilot, "enter")
        assert "Choose at least one" in rig.text()
        await press(pilot, "down", "down", "space", "up", "space", "enter")
        editor = rig.top(EditorScreen)
        assert editor.header.text.endswith("no problem")
        program = rig.programs.get("evening")
        assert program is not None
        assert [slot.drill for slot in program.slots] == ["plank", "plank-knee"]


async def test_cancelled_questions_create_no_file(rig: Rig) -> None:
    async with rig.app.run_test() as pilot:
        await press(pilot, "n")
        await press(pilot, "enter")
        await press(pilot, "escape")
        assert "What shall it begin with" in rig.text()
        await press(pilot, "escape")
        rig.top(ProgramsScreen)
        assert not rig.folder.exists()


async def test_change_on_disk_is_shown(rig: Rig) -> None:
    path = rig.put_program()
    async with rig.app.run_test() as pilot:
        screen = await mark(rig, pilot, "mine")
        path.write_text(PROGRAM.replace("title: Mine", "title: Other words"), "utf-8")
        screen.reload_changed()
        await pilot.pause()
        assert screen.marked == "mine"
        assert "Other words" in rig.text()
        path.unlink()
        screen.reload_changed()
        assert screen.marked != "mine"


async def test_outside_editor_opens_the_file(rig: Rig) -> None:
    rig.put_program()
    rig.editor.writes = PROGRAM.replace("title: Mine", "title: From outside")
    async with rig.app.run_test(notifications=True) as pilot:
        await mark(rig, pilot, "mine")
        await press(pilot, "v")
        assert rig.editor.opened == [rig.folder / "mine.yaml"]
        assert "From outside" in rig.text()
        rig.editor.trouble = CoachError("no [editor] is set", hint="set EDITOR")
        await pilot.press("v")
        assert rig.notified() == ["no [editor] is set (set EDITOR)"]


@pytest.mark.parametrize("size", [(120, 40), (80, 24), (50, 16), (40, 12), (20, 6)])
async def test_list_fits_every_window(rig: Rig, size: tuple[int, int]) -> None:
    rig.put_program()
    async with rig.app.run_test(size=size) as pilot:
        await mark(rig, pilot, "mine")
        assert "Mine" in rig.text()
        await pilot.resize_terminal(60, 20)
        assert "Mine" in rig.text()
