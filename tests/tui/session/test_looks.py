"""How a session looks: at every size, in every theme, without colours, with any name."""

from __future__ import annotations

from datetime import timedelta
from functools import partial

import pytest
from textual.color import Color
from textual.pilot import Pilot

from coach.figures.cells import contrast
from coach.model.program import Measure
from coach.model.settings import Settings
from coach.tui.session.display import Phase
from coach.tui.session.done import DoneScreen
from coach.tui.widgets.footer import KeyFooter
from tests.factories import short_program, slot
from tests.support.settling import until
from tests.tui.rig import SessionRig, shipped

SIZES = [(120, 40), (80, 24), (50, 16), (40, 12)]


@pytest.mark.parametrize("size", SIZES)
async def test_number_fills_a_third_at_every_size(rig: SessionRig, size: tuple[int, int]) -> None:
    async with rig.app.run_test(size=size) as pilot:
        await pilot.pause()
        assert rig.screen.number.rows * 3 >= size[1]
        rig.pass_time(7)
        await pilot.pause()
        text = rig.text()
        assert "HOLD" in text or "▄  ▄  ▄▄  ▄    ▄▄▄" in text
        assert "Plank" in text or rig.screen.big_name.lines == ("Plank",)
        assert "then rest 4 s, then side plank, right" in text
        assert "pause" in text and "it hurts" in text and "stop" in text


@pytest.mark.parametrize("size", SIZES)
async def test_minutes_fill_a_third_too(size: tuple[int, int]) -> None:
    rig = SessionRig(short_program(slot("walk-5", 1200, measure=Measure.TIME)))
    async with rig.app.run_test(size=size) as pilot:
        await pilot.pause()
        rig.pass_time(6)
        assert rig.screen.number.value == "19:59"
        assert rig.screen.number.rows * 3 >= size[1]
        assert rig.screen.number.size.width <= size[0] - 2


async def test_resize_keeps_running_session(rig: SessionRig) -> None:
    async with rig.app.run_test(size=(120, 40)) as pilot:
        for number, size in enumerate([(80, 24), (50, 16), (40, 12), (120, 40), (20, 5), (80, 24)]):
            rig.pass_time(1)
            await pilot.resize_terminal(*size)
            await until(pilot, partial(_is_as_large_as, rig, size))
            assert rig.screen.number.value == ["4", "3", "2", "1", "10", "9"][number]
            if size[1] > 10:
                assert rig.screen.number.rows * 3 >= size[1]
        assert rig.screen.big_name.lines == ("Plank",)


def _is_as_large_as(rig: SessionRig, size: tuple[int, int]) -> bool:
    return rig.screen.outer_size == size


async def test_bracketed_names_are_not_markup() -> None:
    odd = short_program(slot("[bold]x[/] [red", 10), title="Core [b]holds[/b] [/nothing")
    rig = SessionRig(odd, catalogue={}, device=None, reason="no [device]")
    async with rig.app.run_test(size=(120, 40)) as pilot:
        rig.pass_time(7)
        await pilot.pause()
        text = rig.text()
        assert "Core [b]holds[/b] [/nothing" in text
        assert "[bold]x[/] [red" in text
        assert "no [device]" in text


@pytest.mark.parametrize("size", SIZES)
async def test_missing_sound_is_explained_at_every_size(size: tuple[int, int]) -> None:
    reason = "No sound: miniaudio finds no sound device; 6 other ways failed too."
    rig = SessionRig(shipped("core"), device=None, reason=reason)
    async with rig.app.run_test(size=size) as pilot:
        await until(pilot, lambda: "No sound: miniaudio" in rig.screen.following.text)
        rig.clock._now += timedelta(minutes=20)
        rig.screen.tick()
        await until(pilot, lambda: "The machine slept for 20 min" in rig.screen.following.text)


@pytest.mark.parametrize(
    ("drill", "size", "lines"),
    [
        ("side-plank", (120, 40), 1),
        ("side-plank", (80, 24), 1),
        ("side-plank", (60, 20), 0),
        ("side-plank", (50, 16), 0),
        ("side-plank", (40, 12), 0),
        ("hip-flexor-stretch", (120, 40), 1),
        ("hip-flexor-stretch", (80, 24), 1),
        ("walk-5", (80, 24), 1),
    ],
)
async def test_name_is_big_where_there_is_room(drill: str, size: tuple[int, int], lines: int) -> None:
    rig = SessionRig(short_program(slot(drill, 30)))
    async with rig.app.run_test(size=size) as pilot:
        rig.pass_time(6)
        await pilot.pause()
        assert len(rig.screen.big_name.lines) == lines
        assert lines or rig.screen.drill.text


@pytest.mark.parametrize("size", SIZES)
async def test_stop_question_says_how_to_go_on(size: tuple[int, int]) -> None:
    rig = SessionRig(short_program(slot("plank", 30)))
    async with rig.app.run_test(size=size) as pilot:
        rig.pass_time(9)
        await pilot.press("q")
        await pilot.pause()
        line = rig.app.screen.query_one(KeyFooter).text
        assert "y keep it" in line
        assert "any other key go on" in line


async def test_pain_end_has_its_own_look(rig: SessionRig) -> None:
    async with rig.app.run_test() as pilot:
        rig.pass_time(9)
        await pilot.press("x", "7")
        await pilot.pause()
        assert rig.top(DoneScreen).headline.words == (Phase.PAIN, "ENOUGH", "")


async def test_wide_characters_keep_columns() -> None:
    rig = SessionRig(short_program(slot("plank", 10), title="体幹トレーニング"))
    async with rig.app.run_test(size=(80, 24)) as pilot:
        rig.pass_time(1)
        await pilot.pause()
        assert rig.text().splitlines()[0].startswith(" 体幹トレーニング")


@pytest.mark.parametrize("theme", ["coach-light", "ansi-dark", "ansi-light", "nord", "textual-light"])
async def test_every_theme_draws_every_phase(rig: SessionRig, theme: str) -> None:
    rig.cases.set(Settings(theme=theme))
    async with rig.app.run_test() as pilot:
        await _through_every_phase(rig, pilot)
        assert rig.app.theme == theme


async def test_phases_differ_without_colour(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    rig = SessionRig(
        short_program(slot("plank", 10, sets=2), slot("side-plank", 10, sided=True, sets=2), rounds=2)
    )
    async with rig.app.run_test() as pilot:
        assert rig.app.no_color
        shapes = await _through_every_phase(rig, pilot)
        assert len(shapes) == len(set(shapes)) == 6


async def _through_every_phase(rig: SessionRig, pilot: Pilot[None]) -> list[str]:
    shapes = []
    for seconds, key in ((1, ""), (5, ""), (10, ""), (14, ""), (1, "space"), (1, "x")):
        rig.pass_time(seconds)
        if key:
            await pilot.press(key)
        await pilot.pause()
        shapes.append("\n".join(line[:6] for line in rig.screen.headline.text.splitlines()))
    return shapes


def _rgb(color: Color) -> tuple[int, int, int]:
    return (color.r, color.g, color.b)


@pytest.mark.parametrize("theme", ["coach-dark", "coach-light"])
async def test_words_can_be_read_while_the_band_flashes(rig: SessionRig, theme: str) -> None:
    rig.cases.set(Settings(theme=theme))
    async with rig.app.run_test() as pilot:
        headline = rig.screen.headline
        headline.flash(True)
        for phase in Phase:
            rig.screen.remove_class(*(f"-{other}" for other in Phase)).add_class(f"-{phase}")
            await pilot.pause()
            for look in ("canvas--phase", "canvas--strong"):
                style = headline.get_visual_style(look)
                assert style.background is not None
                assert style.foreground is not None
                shown = style.background + style.foreground
                assert contrast(_rgb(shown), _rgb(style.background)) >= 4.5, (phase, look)
            assert _rgb(headline.background_colors[1]) != _rgb(rig.screen.background_colors[1])


async def test_help_explains_signs_and_colours(rig: SessionRig) -> None:
    async with rig.app.run_test(size=(120, 60)) as pilot:
        await pilot.press("question_mark")
        await pilot.pause()
        text = rig.text()
        assert "Signs and colours" in text
        assert "The same drill comes on the other side." in text
        assert "where you may feel it" in text


async def test_every_cue_is_seen_on_the_smallest_screen() -> None:
    rig = SessionRig(short_program(slot("side-plank", 30, sided=True)))
    async with rig.app.run_test(size=(40, 12)) as pilot:
        await pilot.press("+")
        assert not rig.screen.figure.display
        seen = set()
        for _ in range(12):
            rig.pass_time(1)
            await pilot.pause()
            text = " ".join(" ".join(line.split()) for line in rig.screen.cue_beside.text.splitlines())
            rows = min(rig.screen.cue_beside.size.height, rig.screen.cue_beside.container_size.height)
            assert len(rig.screen.cue_beside.text.splitlines()) <= rows
            seen |= {cue for cue in rig.screen.cue_beside._cues if cue in text}
        assert len(seen) == 2


@pytest.mark.parametrize("size", [(50, 16), (40, 12)])
async def test_breath_has_its_cue_on_small_screens(size: tuple[int, int]) -> None:
    rig = SessionRig(shipped("breathing"))
    async with rig.app.run_test(size=size) as pilot:
        rig.pass_time(16)
        await pilot.pause()
        assert rig.screen.headline.words[1] in ("IN", "OUT")
        cue = rig.screen.cue.shown
        assert cue
        assert cue in " ".join(rig.text().split())


async def test_session_of_which_nothing_was_done_looks_stopped() -> None:
    rig = SessionRig(short_program(slot("plank", 30)))
    async with rig.app.run_test() as pilot:
        rig.pass_time(7)
        await pilot.press("n")
        await pilot.pause()
        assert rig.top(DoneScreen).headline.words[1] == "STOPPED"


async def test_side_of_a_name_without_letters_is_large_in_a_rest() -> None:
    rig = SessionRig(short_program(slot("plank", 10), slot("片足立ち", 10, sided=True)), catalogue={})
    async with rig.app.run_test(size=(120, 40)) as pilot:
        rig.pass_time(17)
        await pilot.pause()
        assert rig.screen.headline.words[1:] == ("REST", "right")


async def test_sixteen_colours_have_colours_of_their_own(
    monkeypatch: pytest.MonkeyPatch, rig: SessionRig
) -> None:
    monkeypatch.setattr(type(rig.app.console), "color_system", property(lambda _console: "standard"))
    async with rig.app.run_test():
        assert rig.app.theme == "ansi-dark"


@pytest.mark.parametrize(("size", "rows"), [((120, 40), 3), ((160, 50), 6), ((200, 60), 6)])
async def test_word_and_name_grow_with_the_screen(size: tuple[int, int], rows: int) -> None:
    rig = SessionRig(short_program(slot("side-plank", 30, sided=True)))
    async with rig.app.run_test(size=size) as pilot:
        rig.pass_time(7)
        await pilot.pause()
        assert rig.screen.headline.size.height == rows
        assert rig.screen.big_name.size.height == rows
        assert rig.screen.number.rows >= 0.45 * size[1]
