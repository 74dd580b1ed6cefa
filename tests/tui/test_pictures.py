"""The screens, cell by cell, as they were when somebody last looked at them and was content."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

import pytest
from textual.pilot import Pilot

from coach.model.program import Drill, DrillCue, Measure
from coach.model.settings import Settings
from tests.factories import short_program, slot
from tests.support.settling import until
from tests.tui.rig import Compare, SessionRig
from tests.tui.rig.figures import FixedFigures


def lines(*texts: str) -> tuple[DrillCue, ...]:
    return tuple(map(DrillCue, texts))


CATALOGUE = {
    one.id: one
    for one in (
        Drill(
            id="plank",
            name="Plank",
            say="Plank",
            cues=lines("Elbows under the shoulders.", "One straight board from ears to heels."),
            check="No pain in the back.",
        ),
        Drill(
            id="side-plank",
            name="Side plank",
            say="Side plank",
            sides=True,
            cues=lines("Elbow under your shoulder, push the floor away.", "Hips up and forward."),
            check="Hips level to the last second.",
        ),
        Drill(
            id="long-exhale", name="Long breaths", say="Long breaths", cues=lines("Jaw and shoulders loose.")
        ),
        Drill(id="walk", name="Brisk walk", say="Brisk walk", cues=lines("Stand tall, arms swing.")),
    )
}


def after(rig: SessionRig, seconds: float, *keys: str) -> Callable[[Pilot[None]], Awaitable[None]]:
    """Let a session run for so long, and press these keys."""

    async def run(pilot: Pilot[None]) -> None:
        rig.pass_time(seconds)
        await until(pilot, lambda: rig.app.figures.is_loaded)
        await pilot.press(*keys)
        await pilot.pause()
        await pilot.pause()

    return run


def holds(*, device: str | None = "a recording", reason: str | None = None) -> SessionRig:
    """Three rounds of a plank and a side plank, with words and figures that no edit of others changes."""
    rig = SessionRig(
        short_program(
            slot("plank", 30, sets=3),
            slot("side-plank", 30, sided=True, sets=3),
            rounds=3,
            title="Core holds",
        ),
        catalogue=CATALOGUE,
        device=device,
        reason=reason,
    )
    rig.app.figures = FixedFigures()
    return rig


@pytest.mark.parametrize(
    "size", [(120, 40), (80, 24), (50, 16), (40, 12)], ids=lambda size: f"{size[0]}x{size[1]}"
)
def test_hold(snap_compare: Compare, size: tuple[int, int]) -> None:
    rig = holds()
    assert snap_compare(rig.app, terminal_size=size, run_before=after(rig, 50))


@pytest.mark.parametrize(
    ("seconds", "keys"),
    [(2, ()), (37, ()), (70, ()), (50, ("space",)), (50, ("x",)), (50, ("q",)), (50, ("question_mark",))],
    ids=["ready", "rest", "switch", "paused", "pain", "stop", "help"],
)
def test_every_phase_in_light_theme(snap_compare: Compare, seconds: float, keys: tuple[str, ...]) -> None:
    rig = holds()
    rig.cases.set(Settings(theme="coach-light"))
    assert snap_compare(rig.app, run_before=after(rig, seconds, *keys))


def test_breath(snap_compare: Compare) -> None:
    rig = SessionRig(short_program(slot("long-exhale", 10, measure=Measure.BREATHS)), catalogue=CATALOGUE)
    rig.app.figures = FixedFigures()
    assert snap_compare(rig.app, run_before=after(rig, 8))


def test_terminal_colours(snap_compare: Compare) -> None:
    rig = SessionRig(short_program(slot("walk", 1200, measure=Measure.TIME)), catalogue=CATALOGUE)
    rig.cases.set(Settings(theme="ansi-dark"))
    rig.app.figures = FixedFigures()
    assert snap_compare(rig.app, run_before=after(rig, 30))


def test_no_sound(snap_compare: Compare) -> None:
    rig = holds(device=None, reason="No sound device was found.")

    async def run(pilot: Pilot[None]) -> None:
        await after(rig, 17)(pilot)
        rig.screen.headline.flash(False)
        await pilot.pause()

    assert snap_compare(rig.app, run_before=run)


def test_quick_check(snap_compare: Compare) -> None:
    rig = holds()
    assert snap_compare(rig.app, run_before=after(rig, 900))


def test_summary(snap_compare: Compare) -> None:
    rig = holds()
    assert snap_compare(rig.app, terminal_size=(50, 16), run_before=after(rig, 900, "0"))
