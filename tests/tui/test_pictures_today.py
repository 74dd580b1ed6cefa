"""Today, the check-ins and the first start, cell by cell, as somebody last looked at them and was content."""

from __future__ import annotations

import msgspec
import pytest
from textual.pilot import Pilot

from coach.model.plan import Phase
from coach.model.settings import Settings
from coach.tui.today.data import Day, DoseLine, TodayPosition, TodayProgram
from tests.tui.rig import BREATHING, CORE, DAY, LOCKED, MORNING, NORMAL, Compare, UseCases
from tests.tui.today.test_today import settled

SIZES = [(80, 24), (120, 40)]


def light(phase: Phase, notice: str = "") -> Day:
    """A day on which less is asked than usual."""
    doses = tuple(
        DoseLine(
            name=one.name,
            amount=one.amount.replace("3 ×", "2 ×"),
            usual=f"usually {one.amount[:8]}",
            reasons=("The guide closes each block with a lighter week. Your level is untouched.",),
        )
        for one in CORE.doses
    )
    core = msgspec.structs.replace(CORE, doses=doses, phase=phase)
    return msgspec.structs.replace(
        NORMAL,
        position=TodayPosition(phase=phase, block=2, week=5 if phase == "deload" else 3, weeks=5),
        programs=(core, MORNING, BREATHING),
        morning=None,
        check_ins=(),
        notices=(notice,) if notice else (),
    )


TEN_YEARS = msgspec.structs.replace(
    NORMAL,
    position=TodayPosition(block=106, week=2, weeks=5),
    programs=(
        MORNING,
        CORE,
        *(
            TodayProgram(
                id=f"own-{number}", title=f"A program of one's own, number {number}", about="", due=True
            )
            for number in range(1, 13)
        ),
        BREATHING,
    ),
    problems=("programs/mine.yaml:3:5: there is no drill 'plonk' (did you mean 'plank'?)",),
)
DAYS = {
    "normal": NORMAL,
    "empty": Day(date=DAY),
    "locked": LOCKED,
    "light": light("deload"),
    "early": light(
        "early_deload", "A lighter week (a tug in the lower back), up to and including 19 January."
    ),
    "ten-years": TEN_YEARS,
}


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
@pytest.mark.parametrize("day", DAYS)
def test_today(snap_compare: Compare, day: str, size: tuple[int, int]) -> None:
    assert looks_as_before(snap_compare, DAYS[day], size)


def test_today_on_small_screen(snap_compare: Compare) -> None:
    assert looks_as_before(snap_compare, NORMAL, (50, 16))


def test_today_in_light_theme(snap_compare: Compare) -> None:
    assert looks_as_before(snap_compare, NORMAL, (80, 24), "space", theme="coach-light")


@pytest.mark.parametrize(
    "keys",
    [("n",), ("n", "y"), ("n", "n", "n"), ("c",), ("c", "2", "enter", "enter", "1", "3"), ("c", "4", "2")],
    ids=["signs", "which", "hours", "list", "week", "desk"],
)
def test_check_ins(snap_compare: Compare, keys: tuple[str, ...]) -> None:
    assert looks_as_before(snap_compare, NORMAL, (80, 24), *keys)


def test_welcome_question(snap_compare: Compare) -> None:
    cases = UseCases()
    cases.days.empty_home = True
    assert snap_compare(cases.app())


def looks_as_before(
    snap_compare: Compare, day: Day, size: tuple[int, int], *keys: str, theme: str | None = None
) -> bool:
    """Compare a day after these keys."""
    cases = UseCases()
    cases.days.shown = day
    cases.set(Settings(theme=theme))

    async def press(pilot: Pilot[None]) -> None:
        await settled(pilot)
        for key in keys:
            await pilot.press(key)
            await pilot.pause()

    return snap_compare(cases.app(), terminal_size=size, run_before=press)
