"""The end of a session: one question, and what was done."""

from __future__ import annotations

import pytest
from textual.widgets import Static

from coach.app.session_report import NextTime, Outlook
from coach.tui.session.display import Phase
from coach.tui.session.done import DoneScreen
from coach.tui.widgets.figure_pane import FigurePane
from tests.factories import short_program, slot
from tests.support.settling import until
from tests.tui.rig import SessionRig, shipped


async def test_pain_above_zero_asks_for_drill(rig: SessionRig) -> None:
    async with rig.app.run_test() as pilot:
        while not rig.run.ended:
            rig.pass_time(1)
        await pilot.pause()
        await pilot.press("2")
        assert rig.recorder.finished == 0
        await pilot.press("9")
        assert rig.recorder.finished == 0
        await pilot.press("2")
        assert rig.recorder.finished == 1
        assert {(record.slot, record.pain) for record in rig.recorder.sets.values()} == {
            ("plank", None),
            ("side-plank", 2),
        }


async def test_quick_check_may_be_skipped(rig: SessionRig) -> None:
    async with rig.app.run_test() as pilot:
        while not rig.run.ended:
            rig.pass_time(1)
        await pilot.pause()
        await pilot.press("enter")
        assert rig.recorder.finished == 1
        assert {record.pain for record in rig.recorder.sets.values()} == {None}
        assert "Plank" in str(rig.app.screen.query_one("#card").render())
        await pilot.press("enter", "enter")
        assert rig.top(DoneScreen)
        await pilot.press("space")
        await pilot.pause()
    assert rig.app.return_code == 0


async def test_double_key_answers_once(rig: SessionRig, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(DoneScreen, "haste_seconds", 600.0)
    async with rig.app.run_test() as pilot:
        while not rig.run.ended:
            rig.pass_time(1)
        await pilot.pause()
        await pilot.press("enter", "space", "2", "2")
        assert rig.recorder.finished == 0
        assert "In which drill?" in rig.text()
        rig.top(DoneScreen).take_keys()
        await pilot.press("1")
        pains = {(record.slot, record.pain) for record in rig.recorder.sets.values()}
        assert pains == {("plank", 2), ("side-plank", None)}


async def test_question_distinguishes_effort_from_pain(rig: SessionRig) -> None:
    async with rig.app.run_test(size=(40, 12)) as pilot:
        while not rig.run.ended:
            rig.pass_time(1)
        await pilot.pause()
        told = " ".join(rig.text().split())
        assert "Muscles that burn, shake or tire are not pain." in told
        assert "enter no answer" in told


async def test_stopped_session_shows_stopped(rig: SessionRig) -> None:
    async with rig.app.run_test() as pilot:
        rig.pass_time(9)
        await pilot.press("q", "y")
        await pilot.pause()
        phase, word, _beside = rig.top(DoneScreen).headline.words
        assert (phase, word) == (Phase.PAUSED, "STOPPED")


async def test_pain_may_apply_to_all_drills(rig: SessionRig) -> None:
    async with rig.app.run_test() as pilot:
        while not rig.run.ended:
            rig.pass_time(1)
        await pilot.pause()
        await pilot.press("1", "enter")
        assert {record.pain for record in rig.recorder.sets.values()} == {1}


@pytest.mark.parametrize("program_id", ["breathing", "morning"])
async def test_no_question_without_progression(program_id: str) -> None:
    rig = SessionRig(shipped(program_id))
    async with rig.app.run_test() as pilot:
        await pilot.press("q", "y")
        await pilot.pause()
        assert rig.top(DoneScreen)
        assert rig.recorder.finished == 1


async def test_empty_session_asks_nothing() -> None:
    rig = SessionRig(short_program(slot("plank", 10)))
    async with rig.app.run_test() as pilot:
        await pilot.press("n", "n")
        await pilot.pause()
        assert rig.top(DoneScreen)


@pytest.mark.parametrize("key", ["space", "q", "escape", "ctrl+q"])
async def test_closing_keys_leave_unsaved_session(rig: SessionRig, key: str) -> None:
    async with rig.app.run_test() as pilot:
        rig.recorder.trouble = "the disk is full"
        rig.recorder.promise = "What you did is in /elsewhere/coach.jsonl for now."
        while not rig.run.ended:
            rig.pass_time(1)
        await pilot.pause()
        await pilot.press("0")
        card = str(rig.app.screen.query_one("#card").render())
        assert "Not saved yet: the disk is full" in card
        assert "/elsewhere/coach.jsonl" in card
        assert "every finished set" not in card.lower()
        assert "close" in rig.text()
        await pilot.press(key)
        await pilot.pause()
    assert rig.app.return_code == 0
    assert rig.recorder.closed == 1


async def test_enter_retries_failed_save(rig: SessionRig) -> None:
    async with rig.app.run_test() as pilot:
        rig.recorder.trouble = "the disk is full"
        while not rig.run.ended:
            rig.pass_time(1)
        await pilot.pause()
        await pilot.press("0")
        assert "try again now" in rig.text()
        rig.recorder.trouble = None
        await pilot.press("enter")
        await pilot.pause()
        assert rig.recorder.finished == 1
        assert "Not saved yet" not in rig.text()


async def test_stop_text_matches_what_is_saved(rig: SessionRig) -> None:
    async with rig.app.run_test() as pilot:
        rig.pass_time(9)
        rig.recorder.promise = "What you do is only in memory for now; at the end it is shown in full."
        await pilot.press("q")
        assert "only in memory for now" in rig.text()
        assert "is kept" not in rig.text()


async def test_wide_page_has_the_next_time_at_the_right() -> None:
    rig = SessionRig(shipped("breathing"))
    rig.outlook = Outlook(next_time=NextTime(when="Wednesday", doses=rig.run.plan.slots))
    async with rig.app.run_test(size=(120, 40)) as pilot:
        while not rig.run.ended:
            rig.pass_time(5)
        await pilot.pause()
        page = rig.top(DoneScreen)
        await until(pilot, lambda: page.query_one(FigurePane).display, rig.text)
        when = next(line for line in rig.text().splitlines() if "Next time is Wednesday." in line)
        assert when.index("Next time is") > 60
        pane = page.query_one(FigurePane)
        assert pane.region.x > 60 and pane.caption.render()
        assert "10 breaths" in str(page.query_one("#doses", Static).render())
        await pilot.resize_terminal(80, 24)
        await until(pilot, lambda: "next time" in rig.text(), rig.text)
