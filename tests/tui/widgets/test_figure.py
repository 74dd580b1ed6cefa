"""The figure of a drill on the screen: what it shows, when it moves, and how it is drawn."""

from __future__ import annotations

import pytest
from textual.app import App, ComposeResult
from textual.theme import BUILTIN_THEMES

from coach.figures.cells import FAR_CONTRAST, NEAR_CONTRAST, contrast
from coach.figures.solve import loop_seconds
from coach.model.figure import Figure
from coach.model.program import Side
from coach.model.settings import FigureMotion
from coach.programs.figures import load_figures
from coach.tui import themes
from coach.tui.widgets.figure import FRAME_SECONDS, Drawing, FigureMoment, FigureView, drawing_of

FIGURES = load_figures(None).figures


class Clock:
    """A moment that a test moves."""

    def __init__(self) -> None:
        self.moment = FigureMoment(0.0, pace=0)

    def __call__(self) -> FigureMoment:
        return self.moment


class OneFigure(App[None]):
    """An app with one figure."""

    CSS = "FigureView { width: 48; height: 14; }"

    def __init__(self, figure: str, side: Side | None = None, motion: FigureMotion = "moving") -> None:
        super().__init__()
        self.clock = Clock()
        self.seconds = 0.0
        self.view = FigureView(lambda: self.seconds)
        self.view.motion = motion
        self._wanted: tuple[Figure, Side | None] = (FIGURES[figure], side)

    def compose(self) -> ComposeResult:
        yield self.view

    def on_mount(self) -> None:
        self.view.show(*self._wanted, self.clock)

    def at(self, seconds: float, breath: tuple[float, float] | None = None) -> str:
        """What is drawn at a moment."""
        self.clock.moment = FigureMoment(seconds, breath, pace=0)
        self.view.update()
        return self.text()

    def text(self) -> str:
        """The cells that are drawn, with their colours."""
        rows = (self.view.render_line(y) for y in range(self.view.size.height))
        return "\n".join(f"{segment.text}{segment.style}" for row in rows for segment in row)


@pytest.fixture(autouse=True)
def _colours(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.setenv("COLORTERM", "truecolor")
    monkeypatch.delenv("NO_COLOR", raising=False)


async def test_movement_is_drawn_again_and_its_pose_is_not() -> None:
    app = OneFigure("bird-dog", "left")
    async with app.run_test(size=(60, 20)):
        first = app.at(0.0)
        assert "▀" in first
        drawn = app.view.frame_count
        moved = [app.at(FRAME_SECONDS * frame) for frame in range(1, 24)]
        assert len(set(moved)) > 5
        assert app.view.frame_count > drawn
        everything = app.view.frame_count
        assert [app.at(6.8 * 3 + FRAME_SECONDS * frame) for frame in range(1, 20)]
        assert app.view.frame_count <= everything + 20


async def test_loop_is_drawn_once() -> None:
    app = OneFigure("farmer-carry")
    async with app.run_test(size=(60, 20)):
        count = round(loop_seconds(FIGURES["farmer-carry"]) / FRAME_SECONDS)
        frames = [FRAME_SECONDS * frame for frame in range(count)]
        once = [app.at(moment) for moment in frames]
        drawn = app.view.frame_count
        assert [app.at(moment + count * FRAME_SECONDS) for moment in frames] == once
        assert app.view.frame_count == drawn


async def test_stretch_is_gone_into_once_and_then_breathes() -> None:
    app = OneFigure("hip-flexor-stretch")
    async with app.run_test(size=(60, 20)):
        start, on_the_way = app.at(0.0), app.at(2.7)
        held, full, again = app.at(4.2), app.at(6.7), app.at(9.2)
        assert len({start, on_the_way, held, full}) == 4
        assert again == held == app.at(4.2 + 40 * 5)


async def test_other_side_is_another_picture() -> None:
    pictures = []
    for side in ("left", "right"):
        app = OneFigure("bird-dog", "left" if side == "left" else "right")
        async with app.run_test(size=(60, 20)):
            pictures.append(app.at(1.0))
    assert pictures[0] != pictures[1]


async def test_breath_leads_the_figure() -> None:
    app = OneFigure("cat-camel")
    async with app.run_test(size=(60, 20)):
        breath = (3.0, 3.0)
        empty, full = app.at(0.0, breath), app.at(3.0, breath)
        assert empty != full
        assert app.at(6.0, breath) == empty


async def test_still_figure_does_not_move() -> None:
    app = OneFigure("bird-dog", motion="still")
    async with app.run_test(size=(60, 20)):
        assert app.at(0.0) == app.at(2.5) == app.at(3.3)
        assert app.view.frame_count == 1


async def test_reduced_motion_keeps_it_still() -> None:
    app = OneFigure("bird-dog")
    app.animation_level = "none"
    async with app.run_test(size=(60, 20)):
        assert app.at(0.0) == app.at(2.5)


async def test_without_colours_it_is_braille(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    app = OneFigure("plank")
    async with app.run_test(size=(60, 20)):
        text = app.at(0.0)
        assert any("\u2800" < sign <= "\u28ff" for sign in text)
        assert "▀" not in text


@pytest.mark.parametrize(
    ("term", "drawing"),
    [("xterm-256color", "blocks"), ("linux", "none"), ("dumb", "none"), ("vt100", "none")],
)
async def test_terminal_decides_how_it_is_drawn(term: str, drawing: Drawing) -> None:
    app = OneFigure("plank")
    async with app.run_test(size=(60, 20)):
        assert drawing_of(app, {"TERM": term}) == drawing


async def test_another_theme_changes_its_colours() -> None:
    app = OneFigure("plank")
    async with app.run_test(size=(60, 20)) as pilot:
        dark = app.at(0.0)
        app.theme = "textual-light"
        await pilot.pause()
        await pilot.pause()
        assert app.at(0.0) != dark


async def test_what_changes_no_colour_draws_nothing_again() -> None:
    app = OneFigure("bird-dog")
    async with app.run_test(size=(60, 20)) as pilot:
        await pilot.pause()
        for frame in range(12):
            app.at(FRAME_SECONDS * frame)
        drawn = app.view.frame_count
        app.screen.add_class("-resting")
        app.view.notify_style_update()
        await pilot.pause()
        await pilot.pause()
        assert app.view.frame_count == drawn > 1


async def test_no_room_shows_nothing() -> None:
    app = OneFigure("plank")
    async with app.run_test(size=(60, 20)) as pilot:
        app.view.styles.height = 2
        await pilot.pause()
        assert "▀" not in app.at(0.0)


async def test_limbs_and_marks_can_be_told_from_the_background_in_every_theme() -> None:
    app = OneFigure("plank")
    async with app.run_test(size=(60, 20)) as pilot:
        for own in themes.OWN:
            app.register_theme(own)
        for name in (own.name for own in (*themes.OWN, *BUILTIN_THEMES.values()) if "ansi" not in own.name):
            app.theme = name
            await pilot.pause()
            palette = app.view.theme_palette()
            for part in ("near", "body", "works", "feel", "held"):
                assert contrast(getattr(palette, part), palette.background) >= NEAR_CONTRAST, (name, part)
            assert contrast(palette.far, palette.background) >= FAR_CONTRAST, name


async def test_figure_without_a_moment_moves_by_the_clock_that_is_handed_in() -> None:
    app = OneFigure("bird-dog", "left")
    async with app.run_test(size=(60, 20)):
        app.view.show(FIGURES["bird-dog"], "right")
        start = app.text()
        app.seconds = 2.0
        app.view.update()
        assert app.text() != start
