"""A lock is lifted where it is seen, and what is said about it comes and goes at once, whoever writes it."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from textual.pilot import Pilot

from coach.app.planning import current_lock
from coach.journal.journal import Journal
from coach.model.events import CheckIn, Control, RedFlag
from coach.tui.dialogs import QuestionDialog
from coach.tui.introduction import IntroductionScreen
from coach.tui.session.screen import SessionScreen
from coach.tui.today.screen import TodayScreen
from coach.tui.widgets.banner import TITLE, Banner
from tests.support.settling import until
from tests.tui.rig import CONFIG, MONDAY, Rig
from tests.tui.today.test_today import is_on

ID = "01890000-0000-7000-8000-00000000000{}"


def flagged(number: int = 1, flag: RedFlag = "numb_toes") -> CheckIn:
    """Somebody has named a warning sign."""
    return CheckIn(id=ID.format(number), date=MONDAY.date(), at=MONDAY, kind="before", red_flags=(flag,))


@pytest.fixture
def rig(tmp_path: Path) -> Rig:
    """A home in which everything about health was answered."""
    return Rig(tmp_path / "home", config=f"{CONFIG}health: []\n")


@pytest.fixture
def locked(rig: Rig) -> Rig:
    """The same, with training off."""
    rig.write(flagged())
    return rig


def words(rig: Rig) -> str:
    """Everything on the screen on top, in one line."""
    return " ".join(rig.text().replace("█", " ").split())


async def there(pilot: Pilot[None], rig: Rig, *, locked: bool) -> None:
    """Wait until the lock is said, or no longer is."""
    await until(pilot, lambda: (TITLE in words(rig)) == locked, lambda: words(rig))


async def test_banner_key_records_clearance(locked: Rig) -> None:
    async with locked.opened() as pilot:
        await there(pilot, locked, locked=True)
        assert "K cleared by a clinician" in words(locked)
        await pilot.press("K")
        await pilot.pause()
        assert "A clinician has seen you about numb toes, and says that you may train." in words(locked)
        assert "an easier week" in words(locked)
        await pilot.press("y")
        await there(pilot, locked, locked=False)
        (control,) = [one for one in locked.workspace.journal.events() if isinstance(one, Control)]
        assert (control.action, control.flags) == ("cleared", (ID.format(1),))
        await until(pilot, lambda: "● locked" not in words(locked))


async def test_banner_key_undoes_mistake(locked: Rig) -> None:
    async with locked.opened() as pilot:
        await there(pilot, locked, locked=True)
        assert "U entered by mistake" in words(locked)
        await pilot.press("U", "y")
        await there(pilot, locked, locked=False)
        assert current_lock(locked.workspace) is None
        assert not any(isinstance(one, Control) for one in locked.workspace.journal.events())


@pytest.mark.parametrize(
    ("key", "answer"), [("K", "n"), ("K", "escape"), ("K", "enter"), ("K", "space"), ("U", "enter")]
)
async def test_only_yes_lifts_the_lock(locked: Rig, key: str, answer: str) -> None:
    async with locked.opened() as pilot:
        await there(pilot, locked, locked=True)
        await pilot.press(key)
        await pilot.pause()
        assert is_on(locked.app, QuestionDialog)
        await pilot.press(answer)
        await pilot.pause()
        assert is_on(locked.app, TodayScreen)
        assert current_lock(locked.workspace) is not None
        assert TITLE in words(locked)


@pytest.mark.parametrize("place", ["h", "w", "p", "g", "b", "e"])
async def test_lock_lifts_from_every_place(locked: Rig, place: str) -> None:
    async with locked.opened(place) as pilot:
        await there(pilot, locked, locked=True)
        assert "K cleared by a clinician" in words(locked)
        await pilot.press("K", "y")
        await there(pilot, locked, locked=False)
        assert current_lock(locked.workspace) is None


@pytest.mark.parametrize("keys", [("c",), ("c", "1"), ("h", "f"), ("question_mark",), ("p", "n")])
async def test_banner_hides_keys_where_keys_answer(locked: Rig, keys: tuple[str, ...]) -> None:
    async with locked.opened(*keys) as pilot:
        await there(pilot, locked, locked=True)
        assert "K cleared" not in words(locked)
        await pilot.press("K")
        await pilot.pause()
        assert not is_on(locked.app, QuestionDialog)


async def test_lift_keys_do_nothing_unlocked(rig: Rig) -> None:
    async with rig.opened("K", "U"):
        assert is_on(rig.app, TodayScreen)


async def test_palette_offers_lifting(locked: Rig) -> None:
    async with locked.opened("ctrl+p", *"clear") as pilot:
        await until(pilot, lambda: "Training is off: cleared by a clinician" in words(locked))
        await pilot.press("down", "enter")
        await until(pilot, lambda: isinstance(locked.app.screen, QuestionDialog))


@pytest.mark.parametrize("keys", [(), ("h",), ("h", "f"), ("c",), ("p", "c", "y"), ("ctrl+p",), ("e",)])
async def test_lock_by_other_process_shows_everywhere(rig: Rig, keys: tuple[str, ...]) -> None:
    async with rig.opened(*keys) as pilot:
        assert not rig.app.screen.query(Banner)
        with Journal.open(rig.workspace.paths.journal) as other:
            other.append(flagged())
            await there(pilot, rig, locked=True)
            at = MONDAY + timedelta(minutes=1)
            flags = (ID.format(1),)
            other.append(Control(id=ID.format(2), date=at.date(), at=at, action="cleared", flags=flags))
            await there(pilot, rig, locked=False)


async def test_lock_during_session_shows_there(rig: Rig) -> None:
    rig.write(CheckIn(id=ID.format(7), date=MONDAY.date(), at=MONDAY, kind="before", spasm=False))
    async with rig.opened("s") as pilot:
        await until(pilot, lambda: isinstance(rig.app.screen, IntroductionScreen), lambda: words(rig))
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(rig.app.screen, SessionScreen), lambda: words(rig))
        with Journal.open(rig.workspace.paths.journal) as other:
            other.append(flagged())
        await there(pilot, rig, locked=True)


async def test_undo_in_history_removes_banner(locked: Rig) -> None:
    async with locked.opened("h") as pilot:
        await there(pilot, locked, locked=True)
        await pilot.press("z")
        await until(pilot, lambda: "leave it as it is" in words(locked), lambda: words(locked))
        await pilot.press("y")
        await there(pilot, locked, locked=False)


@pytest.mark.parametrize(
    ("flag", "size"),
    [
        *(("numb_toes", size) for size in [(120, 40), (80, 24), (50, 16), (40, 12)]),
        *((flag, size) for flag in ("both_legs", "recent_fall") for size in [(80, 24), (40, 12)]),
    ],
)
async def test_emergency_number_and_keys_always_fit(rig: Rig, flag: RedFlag, size: tuple[int, int]) -> None:
    rig.write(flagged(flag=flag))
    async with rig.opened(size=size) as pilot:
        await there(pilot, rig, locked=True)
        call = {
            "numb_toes": "Please call a doctor or a clinic today and tell them.",
            "both_legs": "Call your emergency number or go to the nearest emergency department now.",
            "recent_fall": "Please call your doctor this week and tell them.",
        }
        assert call[flag] in words(rig)
        assert "at once" in words(rig) or flag == "both_legs"
        assert "K cleared" in words(rig)
        assert "mistake" in words(rig)
        await pilot.press("K")
        await pilot.pause()
        # On a low screen the question has all of it.
        assert call[flag] in words(rig) or size[1] < 24
        assert "A clinician has seen you about" in words(rig)
        assert "y record it" in words(rig)
        assert "any other key leave training off" in words(rig)
