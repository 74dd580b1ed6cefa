"""Figures on the screens around the session: a drill's page, Today, the list of programs, a new drill."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from textual.color import Color
from textual.content import Content
from textual.pilot import Pilot

from coach.journal.codec import new_id
from coach.model.events import CheckIn
from coach.tui.introduction import IntroductionScreen
from coach.tui.programs.drill import DrillScreen
from coach.tui.programs.list import ProgramsScreen
from coach.tui.programs.preview import LookAheadScreen
from coach.tui.today.screen import TodayScreen
from coach.tui.widgets.figure_pane import FigurePane
from tests.support.settling import until
from tests.tui.rig import MONDAY, Rig


@pytest.fixture(autouse=True)
def _true_colour(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.setenv("COLORTERM", "truecolor")


@pytest.fixture
def rig(home: Path) -> Rig:
    return Rig(home)


def pane(rig: Rig) -> FigurePane | None:
    """The pane on the screen on top, if it is shown."""
    return next((one for one in rig.app.screen.query(FigurePane) if one.display), None)


async def pane_shown(pilot: Pilot[None], rig: Rig) -> FigurePane:
    """Wait for the figure."""

    def is_drawn() -> bool:
        shown = pane(rig)
        return shown is not None and shown.figure.frame_count > 0

    await until(pilot, is_drawn, rig.text)
    shown = pane(rig)
    assert shown is not None
    return shown


async def core_marked(pilot: Pilot[None], rig: Rig) -> None:
    """Go to the core program in the list of programs."""
    await pilot.press("p")
    await until(pilot, lambda: isinstance(rig.app.screen, ProgramsScreen), rig.text)
    screen = rig.top(ProgramsScreen)
    await until(pilot, lambda: screen.list.option_count > 0, rig.text)
    screen.list.highlighted = screen.list.get_option_index("core")
    await pilot.pause()


@pytest.mark.parametrize("size", [(120, 40), (80, 24), (50, 16)])
async def test_drill_page_shows_the_figure_of_each_side(rig: Rig, size: tuple[int, int]) -> None:
    async with rig.opened(size=size) as pilot:
        await core_marked(pilot, rig)
        await pilot.press("d")
        await until(pilot, lambda: isinstance(rig.app.screen, DrillScreen), rig.text)
        await pilot.press("down")
        shown = await pane_shown(pilot, rig)
        page = rig.top(DrillScreen)
        assert page.drill is not None
        assert page.drill.id == "side-plank"
        assert "what works or stretches" in str(shown.caption.content)
        left = rig.text()
        await pilot.press("s")
        await pane_shown(pilot, rig)
        assert page.side == "right"
        assert rig.text() != left
        assert shown.figure.figure is not None
        await pilot.press("space")
        assert page.query_one("#scroll").scroll_y > 0 or size[1] == 40


async def side_plank_page(pilot: Pilot[None], rig: Rig) -> DrillScreen:
    """The page of the second drill of the core program."""
    await core_marked(pilot, rig)
    await pilot.press("d")
    await until(pilot, lambda: isinstance(rig.app.screen, DrillScreen), rig.text)
    await pilot.press("down")
    page = rig.top(DrillScreen)
    await until(pilot, lambda: page.figure.figure.figure is not None, rig.text)
    await pilot.pause()
    return page


async def test_marks_are_explained_whole_and_in_the_colours_of_the_theme(rig: Rig) -> None:
    async with rig.opened(size=(80, 24)) as pilot:
        page = await side_plank_page(pilot, rig)
        await until(pilot, lambda: "■ what works" in rig.text(), rig.text)
        assert "● where you may feel it" in rig.text()
        before = page.figure.figure.theme_palette()
        rig.app.theme = "coach-light"
        await until(pilot, lambda: page.figure.figure.theme_palette() != before, rig.text)
        await pilot.pause()
        marks = page.figure.caption.content
        assert isinstance(marks, Content)
        works, feel = [str(span.style) for span in marks.spans]
        palette = page.figure.figure.theme_palette()
        assert (works, feel) == (Color(*palette.works).hex, Color(*palette.feel).hex)


async def test_sentence_stands_where_no_figure_can_be_drawn(
    rig: Rig, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TERM", "linux")
    async with rig.opened(size=(80, 24)) as pilot:
        page = await side_plank_page(pilot, rig)
        figure = page.figure.figure.figure
        assert figure is not None
        await until(pilot, lambda: figure.describe in joined(rig), rig.text)
        assert "■" not in rig.text()
        assert "It goes well when" in rig.text()


def joined(rig: Rig) -> str:
    """The right side of a page of a drill, in one line."""
    return " ".join(line.partition("│")[2].strip(" ▁▂▃▄▅▆▇█") for line in rig.text().splitlines())


async def test_page_of_a_drill_shows_the_cues_while_training_is_off(home: Path) -> None:
    at = MONDAY - timedelta(hours=1)
    flagged = CheckIn(id=new_id(at), date=at.date(), at=at, kind="before", red_flags=("leg_radiation",))
    rig = Rig(home, events=[flagged])
    async with rig.opened(size=(80, 24)) as pilot:
        page = await side_plank_page(pilot, rig)
        assert page.drill is not None
        assert "Training is off" in rig.text()
        for cue in page.drill.cue_texts("left"):
            assert cue in joined(rig), cue
        await pilot.resize_terminal(120, 40)
        await pane_shown(pilot, rig)
        assert page.figure.region.y < page.how.region.y


async def test_today_shows_the_first_drill_where_there_is_room(rig: Rig) -> None:
    async with rig.opened(size=(120, 40)) as pilot:
        shown = await pane_shown(pilot, rig)
        today = rig.top(TodayScreen)
        marked = today._marked()
        assert marked is not None
        assert str(shown.caption.content) == marked.doses[0].name
        await pilot.resize_terminal(80, 24)
        await until(pilot, lambda: pane(rig) is None, rig.text)


@pytest.mark.parametrize("setting", ["figures: off\n", ""])
async def test_no_figure_where_it_is_off_or_has_no_room(home: Path, setting: str) -> None:
    rig = Rig(home, config=setting)
    async with rig.opened(size=(120, 40) if setting else (80, 24)) as pilot:
        await pilot.pause()
        assert pane(rig) is None


async def test_programs_show_the_first_drill(rig: Rig) -> None:
    async with rig.opened(size=(120, 40)) as pilot:
        await core_marked(pilot, rig)
        shown = await pane_shown(pilot, rig)
        assert str(shown.caption.content) == "Plank"


async def test_look_ahead_shows_each_drill_beside_the_weeks(rig: Rig) -> None:
    async with rig.opened(size=(120, 40)) as pilot:
        await core_marked(pilot, rig)
        await pilot.press("a")
        await until(pilot, lambda: isinstance(rig.app.screen, LookAheadScreen), rig.text)
        await pane_shown(pilot, rig)

        def captions() -> list[str]:
            return [str(one.caption.content) for one in rig.app.screen.query(FigurePane)]

        await until(pilot, lambda: all(captions()), rig.text)
        assert captions() == ["Plank", "Side plank", "Bird-dog", "Farmer carry"]


@pytest.mark.parametrize("size", [(120, 40), (80, 24), (50, 16)])
async def test_new_drills_are_shown_before_the_start(rig: Rig, size: tuple[int, int]) -> None:
    run = rig.app.sessions.start("core", mute=True)
    answers: list[bool | None] = []
    async with rig.opened(size=size) as pilot:
        for key in ("escape", "enter"):
            rig.app.push_screen(IntroductionScreen(run.program.title, run.introduction), answers.append)
            await pane_shown(pilot, rig)
            page = rig.top(IntroductionScreen)
            assert "New to you: Plank, Side plank, Bird-dog, Farmer carry" in " ".join(rig.text().split())
            read = ""
            for _ in range(12):
                read += rig.text()
                await pilot.press("space")
            for words in ("Side plank, left", "Farmer carry", "Leave it out, or change it", "You need: mat"):
                assert words in read, words
            assert page.scroll.max_scroll_y > 0
            await pilot.press(key)
            await until(pilot, lambda: isinstance(rig.app.screen, TodayScreen), rig.text)
    assert answers == [False, True]
    run.close()


async def test_what_is_needed_is_said_once_the_sound_device_is_open(rig: Rig) -> None:
    run = rig.app.sessions.start("core", mute=True)
    tries: list[int] = []

    def say() -> bool:
        tries.append(1)
        return len(tries) == 3

    async with rig.opened(size=(80, 24)) as pilot:
        rig.app.push_screen(IntroductionScreen(run.program.title, run.introduction, say=say))
        await until(pilot, lambda: len(tries) == 3, rig.text)
        await pilot.pause(0.3)
        assert len(tries) == 3
    run.close()
