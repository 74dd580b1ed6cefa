"""Opening the app, finding an unfinished session, starting what is due, and leaving."""

from __future__ import annotations

from coach.errors import CoachError
from coach.model.settings import Settings
from coach.paths import ScreenRequest
from coach.tui.dialogs import QuestionDialog
from coach.tui.session.screen import SessionScreen
from coach.tui.today.data import Unfinished
from coach.tui.today.screen import TodayScreen
from tests.support.textual_private import notified
from tests.tui.rig import SessionRig, UseCases

BROKEN_OFF = Unfinished(id="u1", title="Core holds", started="today at 18:32", sets_done=7, asked_sets=18)


async def test_unopenable_program_exits_with_error() -> None:
    cases = UseCases()
    cases.sessions.trouble = CoachError("there is no program 'x'")
    app = cases.app(ScreenRequest(program="x"))
    async with app.run_test() as pilot:
        await pilot.pause()
    assert app.failure is cases.sessions.trouble


async def test_unfinished_session_can_be_resumed(rig: SessionRig) -> None:
    rig.cases.days.broken_off = BROKEN_OFF
    async with rig.app.run_test() as pilot:
        question = rig.top(QuestionDialog)
        asked = str(question.query_one("#text").render())
        assert "You stopped Core holds, begun today at 18:32, after 7 of 18 sets." in asked
        await pilot.press("z")
        assert rig.app.screen is question
        await pilot.press("enter")
        assert rig.top(SessionScreen)
    assert rig.cases.calls == ["resume u1"]


async def test_running_elsewhere_starts_nothing(rig: SessionRig) -> None:
    rig.cases.days.broken_off = BROKEN_OFF
    rig.cases.sessions.trouble = CoachError("this session is running in another coach")
    async with rig.app.run_test() as pilot:
        await pilot.press("enter")
        await pilot.pause()
    assert rig.app.failure is rig.cases.sessions.trouble
    assert rig.cases.calls == ["resume u1"]


async def test_unfinished_session_can_be_kept(rig: SessionRig) -> None:
    rig.cases.days.broken_off = BROKEN_OFF
    async with rig.app.run_test() as pilot:
        await pilot.press("s")
        await pilot.pause()
        assert rig.top(SessionScreen)
    assert rig.cases.calls == ["keep u1", "open short"]


async def test_unfinished_session_can_be_postponed(rig: SessionRig) -> None:
    """The way out that changes nothing: no new session starts in its place either."""
    rig.cases.days.broken_off = BROKEN_OFF
    async with rig.app.run_test() as pilot:
        await pilot.press("escape")
        await pilot.pause()
    assert rig.cases.calls == []


async def test_discarding_unfinished_is_confirmed(rig: SessionRig) -> None:
    rig.cases.days.broken_off = BROKEN_OFF
    async with rig.app.run_test() as pilot:
        await pilot.press("d")
        await pilot.pause()
        assert "7 sets would be gone" in str(rig.top(QuestionDialog).query_one("#text").render())
        await pilot.press("n")
        await pilot.pause()
        assert rig.cases.calls == []
        await pilot.press("d", "y")
        await pilot.pause()
        assert rig.cases.calls == ["discard u1", "open short"]


async def test_unresumable_session_offers_other_answers(rig: SessionRig) -> None:
    rig.cases.days.broken_off = Unfinished(
        id="u1", title="Gone", started="yesterday at 7:00", sets_done=1, resumable=False
    )
    async with rig.app.run_test() as pilot:
        await pilot.press("enter", "r")
        assert rig.cases.calls == []
        await pilot.press("s")
    assert rig.cases.calls == ["keep u1", "open short"]


async def test_rehearsal_ignores_unfinished_sessions(rig: SessionRig) -> None:
    rig.cases.days.broken_off = BROKEN_OFF
    rig.app = rig.cases.app(ScreenRequest(program="short", speed=20))
    async with rig.app.run_test():
        assert rig.top(SessionScreen)


async def test_invalid_settings_are_reported(rig: SessionRig) -> None:
    rig.cases.set(Settings(theme="purple", keys={"session.next": ("space",), "session.nxt": ("m",)}))
    async with rig.app.run_test(notifications=True):
        told = notified(rig.app)
        assert told == [
            "keys: 'space' for 'session.next' is already 'session.pause'",
            "keys: there is no 'session.nxt'; did you mean 'session.next'?",
            "theme: there is no 'purple'",
        ]
        assert rig.app.theme == "coach-dark"


async def test_ctrl_c_exits_with_130() -> None:
    app = UseCases().app()
    async with app.run_test() as pilot:
        assert isinstance(app.screen, TodayScreen)
        await pilot.press("ctrl+c")
    assert app.return_code == 130
