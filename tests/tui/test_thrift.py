"""Small updates reach the terminal in few bytes, and leave it as Textual's own would."""

from __future__ import annotations

import pyte
import pytest
from rich.cells import cell_len
from rich.console import Console, RenderableType
from rich.segment import Segment
from textual._compositor import ChopsUpdate, CompositorUpdate
from textual.app import App as TextualApp
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.screen import Screen
from textual.strip import Strip
from textual.widgets import Static

from coach.tui.thrift import ThriftyApp, ThriftyUpdate
from coach.tui.widgets.big_number import BigNumber
from coach.tui.widgets.row import Row
from coach.tui.widgets.stage import Stage

COLUMNS, ROWS = 60, 16


class Written:
    """A terminal, and how many bytes it was sent."""

    def __init__(self) -> None:
        self.screen = pyte.Screen(COLUMNS, ROWS)
        self._stream = pyte.Stream(self.screen)
        self.bytes = 0

    def take(self, text: str) -> None:
        self._stream.feed(text.replace("\n", "\r\n"))
        self.bytes += len(text.encode())

    def cells(self) -> list[list[pyte.screens.Char]]:
        """Every cell with its character and its look."""
        return [[self.screen.buffer[y][x] for x in range(COLUMNS)] for y in range(ROWS)]


class App(ThriftyApp):
    """A number, and a line whose right end changes."""

    CSS = """
    Stage { height: 1fr; }
    Static { width: 1fr; color: red; }
    #line { height: 1; color: green; text-style: bold; }
    """

    def __init__(self) -> None:
        super().__init__()
        self.textual, self.ours = Written(), Written()

    def compose(self) -> ComposeResult:
        yield Row(id="line")
        with Stage():
            yield Static("体幹 and the rest", id="words")
            yield BigNumber("88")
        with Horizontal():
            yield Static("below")

    def _display(self, screen: Screen[object], renderable: RenderableType | None) -> None:
        self._write(renderable)
        super()._display(screen, renderable)

    def _write(self, update: object) -> None:
        if isinstance(update, ChopsUpdate):
            self.textual.take(update.render_segments(self.console))
            text = ThriftyUpdate(update).render_segments(self.console)
            self.ours.take(text)
            # Whatever is written next begins without any look.
            assert text.endswith("\x1b[0m")
        elif isinstance(update, CompositorUpdate):
            for written in (self.textual, self.ours):
                written.take(update.render_segments(self.console))


async def test_the_terminal_looks_the_same_after_every_update() -> None:
    app = App()
    async with app.run_test(size=(COLUMNS, ROWS)) as pilot:
        await pilot.pause()
        before = app.textual.bytes, app.ours.bytes
        for second in range(23, 6, -1):
            app.query_one(BigNumber).show(str(second))
            app.query_one("#line", Row).show("Short", "round 1 of 3", f"{second}:{second:02} left")
            if second % 4 == 0:
                app.query_one("#words", Static).update(f"体幹 {'幹' * second}")
            if second == 15:
                app.query_one(BigNumber).flash(True)
            await pilot.pause()
            assert app.ours.cells() == app.textual.cells()
        theirs, ours = app.textual.bytes - before[0], app.ours.bytes - before[1]
        assert 0 < ours < theirs / 2


@pytest.mark.parametrize("text", ["▀▄█ plain", "体幹トレーニング", "a体b幹c", "カ\u3099ッツ", "体e\u0301"])
async def test_nothing_is_written_where_nothing_changes(text: str) -> None:
    app = App()
    async with app.run_test(size=(COLUMNS, ROWS)) as pilot:
        line = app.query_one("#line", Row)
        line.show(text)
        await pilot.pause()
        before = app.ours.bytes
        line.show(text)
        await pilot.pause()
        assert app.ours.bytes == before
        line.show(text[:-1] + "z")
        await pilot.pause()
        assert app.ours.cells() == app.textual.cells()


@pytest.mark.parametrize(
    ("text", "leaps"), [("ab", False), ("──", False), ("👨\u200d👩", True), ("字", True)]
)
def test_what_follows_a_character_of_doubtful_width_has_its_own_place(text: str, leaps: bool) -> None:
    end = cell_len(text)
    chops = [{0: Strip([Segment(text)]), end: Strip([Segment("next")])}]
    written = ThriftyUpdate(ChopsUpdate(chops, [(0, 0, end + 4)], [[end, end + 4]])).render_segments(
        Console()
    )
    assert (f"\x1b[1;{end + 1}Hnext" in written) is leaps


def test_a_wide_character_is_not_cut_where_a_mark_makes_up_for_its_width() -> None:
    chops = [{0: Strip([Segment("カ\u3099b")])}]
    written = ThriftyUpdate(ChopsUpdate(chops, [(0, 1, 3)], [[3]])).render_segments(Console())
    assert written == "\x1b[1;1Hカ\u3099b"


async def test_where_widgets_move_it_is_written_as_textual_does(monkeypatch: pytest.MonkeyPatch) -> None:
    kinds: list[type] = []
    monkeypatch.setattr(TextualApp, "_display", lambda _app, _screen, update: kinds.append(type(update)))
    app = App()
    async with app.run_test(size=(COLUMNS, ROWS)) as pilot:
        await pilot.pause()
        app.query_one("#line", Row).show("still")
        await pilot.pause()
        assert kinds[-1] is ThriftyUpdate
        kinds.clear()
        app.query_one("#line", Row).styles.margin = (0, 0, 0, 3)
        await pilot.pause()
        assert kinds
        assert kinds[0] is not ThriftyUpdate
