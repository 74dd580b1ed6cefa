"""How a session looks: at every size, in every theme, without colours, with any name."""

from __future__ import annotations

import pytest
from textual.pilot import Pilot

from coach.model.program import Measure
from coach.model.settings import Settings
from tests.tui.support import Rig, program, slot

SIZES = [(120, 40), (80, 24), (50, 16), (40, 12)]


@pytest.mark.parametrize("size", SIZES)
async def test_the_number_is_a_third_of_the_height_at_every_size(rig: Rig, size: tuple[int, int]) -> None:
    async with rig.app.run_test(size=size) as pilot:
        await pilot.pause()
        assert rig.screen.number.rows * 3 >= size[1]
        rig.pass_time(7)
        await pilot.pause()
        text = rig.text()
        assert "HOLD" in text or "▄  ▄  ▄▄  ▄    ▄▄▄" in text
        assert "Plank" in text
        assert "then rest 4 s, then side plank, right" in text
        assert "pause" in text and "it hurts" in text and "stop" in text


@pytest.mark.parametrize("size", SIZES)
async def test_long_intervals_count_in_minutes_and_still_fill_a_third(size: tuple[int, int]) -> None:
    rig = Rig(program(slot("walk-5", 1200, measure=Measure.TIME)))
    async with rig.app.run_test(size=size) as pilot:
        await pilot.pause()
        rig.pass_time(6)
        assert rig.screen.number.value == "19:59"
        assert rig.screen.number.rows * 3 >= size[1]
        assert rig.screen.number.size.width <= size[0] - 2


async def test_resizing_while_it_runs_loses_nothing(rig: Rig) -> None:
    async with rig.app.run_test(size=(120, 40)) as pilot:
        for number, size in enumerate([(80, 24), (50, 16), (40, 12), (120, 40), (20, 5), (80, 24)]):
            rig.pass_time(1)
            await pilot.resize_terminal(*size)
            await pilot.pause()
            assert rig.screen.number.value == ["4", "3", "2", "1", "10", "9"][number]
            if size[1] > 10:
                assert rig.screen.number.rows * 3 >= size[1]
        assert "Plank" in rig.text()


async def test_names_with_brackets_are_never_markup() -> None:
    odd = program(slot("[bold]x[/] [red", 10), title="Core [b]holds[/b] [/nothing")
    rig = Rig(odd, catalogue={}, device=None, reason="no [device]")
    async with rig.app.run_test(size=(120, 40)) as pilot:
        rig.pass_time(7)
        await pilot.pause()
        text = rig.text()
        assert "Core [b]holds[/b] [/nothing" in text
        assert "[bold]x[/] [red" in text
        assert "no [device]" in text


async def test_wide_characters_keep_their_places() -> None:
    rig = Rig(program(slot("plank", 10), title="体幹トレーニング"))
    async with rig.app.run_test(size=(80, 24)) as pilot:
        rig.pass_time(1)
        await pilot.pause()
        assert rig.text().splitlines()[0].startswith(" 体幹トレーニング")


@pytest.mark.parametrize("theme", ["coach-light", "ansi-dark", "ansi-light", "nord", "textual-light"])
async def test_every_theme_shows_every_phase(rig: Rig, theme: str) -> None:
    rig.desk.settings = Settings(theme=theme)
    async with rig.app.run_test() as pilot:
        await _through_every_phase(rig, pilot)
        assert rig.app.theme == theme


async def test_without_colours_word_and_shape_still_differ(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    rig = Rig(program(slot("plank", 10, sets=2), slot("side-plank", 10, sided=True, sets=2), rounds=2))
    async with rig.app.run_test() as pilot:
        assert rig.app.no_color
        shapes = await _through_every_phase(rig, pilot)
        assert len(shapes) == len(set(shapes)) == 6


async def _through_every_phase(rig: Rig, pilot: Pilot[None]) -> list[str]:
    shapes = []
    for seconds, key in ((1, ""), (5, ""), (10, ""), (14, ""), (1, "space"), (1, "x")):
        rig.pass_time(seconds)
        if key:
            await pilot.press(key)
        await pilot.pause()
        shapes.append("\n".join(line[:6] for line in rig.screen.headline.text.splitlines()))
    return shapes
