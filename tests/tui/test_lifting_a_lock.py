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
from coach.tui.session.screen import SessionScreen
from coach.tui.today.screen import TodayScreen
from coach.tui.widgets.banner import TITLE, Banner
from tests.support.settling import until
from tests.tui.shelf import CONFIG, MONDAY, Shelf, opened
from tests.tui.today.test_today import is_on

ID = "01890000-0000-7000-8000-00000000000{}"


def flagged(number: int = 1, flag: RedFlag = "numb_toes") -> CheckIn:
    """Somebody has named a warning sign."""
    return CheckIn(id=ID.format(number), date=MONDAY.date(), at=MONDAY, kind="before", red_flags=(flag,))


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    """A home in which everything about health was answered."""
    return Shelf(tmp_path / "home", config=f"{CONFIG}health: []\n")


@pytest.fixture
def locked(shelf: Shelf) -> Shelf:
    """The same, with training off."""
    shelf.write(flagged())
    return shelf


def words(shelf: Shelf) -> str:
    """Everything on the screen on top, in one line."""
    return " ".join(shelf.text().replace("█", " ").split())


async def there(pilot: Pilot[None], shelf: Shelf, *, locked: bool) -> None:
    """Wait until the lock is said, or no longer is."""
    await until(pilot, lambda: (TITLE in words(shelf)) == locked, lambda: words(shelf))


async def test_a_clearance_is_recorded_by_the_key_that_the_banner_names(locked: Shelf) -> None:
    async with opened(locked) as pilot:
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


async def test_a_mistake_is_taken_back_by_the_key_that_the_banner_names(locked: Shelf) -> None:
    async with opened(locked) as pilot:
        await there(pilot, locked, locked=True)
        assert "U entered by mistake" in words(locked)
        await pilot.press("U", "y")
        await there(pilot, locked, locked=False)
        assert current_lock(locked.workspace) is None
        assert not any(isinstance(one, Control) for one in locked.workspace.journal.events())


@pytest.mark.parametrize(
    ("key", "answer"), [("K", "n"), ("K", "escape"), ("K", "enter"), ("K", "space"), ("U", "enter")]
)
async def test_nothing_but_a_clear_yes_lifts_it(locked: Shelf, key: str, answer: str) -> None:
    async with opened(locked) as pilot:
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
async def test_it_is_lifted_from_every_place(locked: Shelf, place: str) -> None:
    async with opened(locked, place) as pilot:
        await there(pilot, locked, locked=True)
        assert "K cleared by a clinician" in words(locked)
        await pilot.press("K", "y")
        await there(pilot, locked, locked=False)
        assert current_lock(locked.workspace) is None


@pytest.mark.parametrize("keys", [("c",), ("c", "1"), ("h", "f"), ("question_mark",), ("p", "n")])
async def test_where_a_key_would_be_an_answer_none_is_named(locked: Shelf, keys: tuple[str, ...]) -> None:
    async with opened(locked, *keys) as pilot:
        await there(pilot, locked, locked=True)
        assert "K cleared" not in words(locked)
        await pilot.press("K")
        await pilot.pause()
        assert not is_on(locked.app, QuestionDialog)


async def test_without_a_lock_the_keys_do_nothing(shelf: Shelf) -> None:
    async with opened(shelf, "K", "U"):
        assert is_on(shelf.app, TodayScreen)


async def test_the_palette_finds_it(locked: Shelf) -> None:
    async with opened(locked, "ctrl+p", *"clear") as pilot:
        await until(pilot, lambda: "Training is off: cleared by a clinician" in words(locked))
        await pilot.press("down", "enter")
        await until(pilot, lambda: isinstance(locked.app.screen, QuestionDialog))


@pytest.mark.parametrize("keys", [(), ("h",), ("h", "f"), ("c",), ("p", "c", "y"), ("ctrl+p",), ("e",)])
async def test_a_lock_that_another_program_brings_or_takes_shows_on_every_screen(
    shelf: Shelf, keys: tuple[str, ...]
) -> None:
    async with opened(shelf, *keys) as pilot:
        assert not shelf.app.screen.query(Banner)
        with Journal.open(shelf.workspace.paths.journal) as other:
            other.append(flagged())
            await there(pilot, shelf, locked=True)
            at = MONDAY + timedelta(minutes=1)
            flags = (ID.format(1),)
            other.append(Control(id=ID.format(2), date=at.date(), at=at, action="cleared", flags=flags))
            await there(pilot, shelf, locked=False)


async def test_a_lock_that_comes_during_a_session_is_said_there(shelf: Shelf) -> None:
    shelf.write(CheckIn(id=ID.format(7), date=MONDAY.date(), at=MONDAY, kind="before", spasm=False))
    async with opened(shelf, "s") as pilot:
        await until(pilot, lambda: isinstance(shelf.app.screen, SessionScreen), lambda: words(shelf))
        with Journal.open(shelf.workspace.paths.journal) as other:
            other.append(flagged())
        await there(pilot, shelf, locked=True)


async def test_taking_it_back_in_the_history_takes_what_was_said_away_at_once(locked: Shelf) -> None:
    async with opened(locked, "h") as pilot:
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
async def test_whom_to_call_is_cut_nowhere_and_both_keys_are_named(
    shelf: Shelf, flag: RedFlag, size: tuple[int, int]
) -> None:
    shelf.write(flagged(flag=flag))
    async with opened(shelf, size=size) as pilot:
        await there(pilot, shelf, locked=True)
        call = {
            "numb_toes": "Please call a doctor or a clinic today and tell them.",
            "both_legs": "Call your emergency number or go to the nearest emergency department now.",
            "recent_fall": "Please call your doctor this week and tell them.",
        }
        assert call[flag] in words(shelf)
        assert "at once" in words(shelf) or flag == "both_legs"
        assert "K cleared" in words(shelf)
        assert "mistake" in words(shelf)
        await pilot.press("K")
        await pilot.pause()
        # On a low screen the question has all of it.
        assert call[flag] in words(shelf) or size[1] < 24
        assert "A clinician has seen you about" in words(shelf)
        assert "y record it" in words(shelf)
        assert "any other key leave training off" in words(shelf)
