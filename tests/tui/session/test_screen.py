"""A session on the screen, from its first second to its last."""

from __future__ import annotations

from datetime import timedelta

import pytest
from msgspec.structs import replace

from coach.model.program import Measure
from coach.model.settings import Settings
from coach.session.commands import StopSession
from coach.session.view import State
from coach.tui.dialogs import HelpScreen, QuestionDialog
from coach.tui.introduction import IntroductionScreen
from coach.tui.session.display import Phase
from coach.tui.session.done import DoneScreen
from coach.tui.session.screen import SessionScreen
from tests.factories import dose, plan, short_program, slot
from tests.support.settling import until
from tests.tui.rig import SessionRig


async def test_session_runs_to_its_end(rig: SessionRig) -> None:
    async with rig.app.run_test(size=(80, 24)) as pilot:
        words = []
        while not rig.run.ended:
            words.append(rig.screen.headline.words[:2])
            rig.pass_time(1)
        await pilot.pause()
        assert list(dict.fromkeys(words)) == [
            (Phase.READY, "READY"),
            (Phase.WORK, "HOLD"),
            (Phase.REST, "REST"),
            (Phase.SWITCH, "SWITCH"),
        ]
        assert rig.top(DoneScreen)
        assert [record.end for record in rig.recorder.sets.values()] == ["full"] * 6
        await pilot.press("0")
        assert rig.recorder.finished == 1
        assert {record.pain for record in rig.recorder.sets.values()} == {0}
        await pilot.press("enter")
    assert rig.recorder.closed == 1
    assert rig.audio.closed


async def test_timer_updates_the_screen() -> None:
    rig = SessionRig(short_program(slot("plank", 10)))
    async with rig.app.run_test() as pilot:
        await pilot.pause()
        assert rig.screen.number.value == "5"
        rig.clock.advance(2)
        await until(pilot, lambda: rig.screen.number.value == "3")


async def test_space_pauses_and_resumes(rig: SessionRig) -> None:
    async with rig.app.run_test() as pilot:
        rig.pass_time(9)
        await pilot.press("space")
        assert rig.screen.headline.words[:2] == (Phase.PAUSED, "PAUSED")
        left = rig.screen.left.text
        rig.pass_time(60)
        assert rig.screen.headline.words[1] == "PAUSED"
        assert rig.screen.left.text.split(",")[0] == left.split(",")[0]
        assert rig.screen.left.text != left
        await pilot.press("space")
        assert rig.screen.headline.words[1] in ("READY", "REST")
        assert [record.seconds for record in rig.recorder.sets.values()] == [4]


async def test_paused_hold_can_be_redone(rig: SessionRig) -> None:
    async with rig.app.run_test() as pilot:
        rig.pass_time(9)
        await pilot.press("space", "r")
        assert rig.screen.headline.words[1] == "READY"
        rig.pass_time(5 + 10 + 0.5)
        assert rig.recorder.sets[min(rig.recorder.sets)].end == "full"


async def test_next_and_back_move_between_intervals(rig: SessionRig) -> None:
    async with rig.app.run_test() as pilot:
        await pilot.press("n")
        assert rig.screen.headline.words[1] == "HOLD"
        rig.pass_time(4)
        await pilot.press("right")
        assert rig.screen.headline.words[1] == "REST"
        assert [record.seconds for record in rig.recorder.sets.values()] == [4]
        await pilot.press("left")
        assert rig.screen.headline.words[1] == "READY"
        assert rig.screen.big_name.lines == ("Next: Plank",)


async def test_adjust_changes_rests_not_holds(rig: SessionRig) -> None:
    async with rig.app.run_test() as pilot:
        await pilot.press("+")
        assert rig.screen.number.value == "15"
        await pilot.press("down", "down")
        assert int(rig.screen.number.value) <= 5
        rig.pass_time(6)
        assert rig.screen.headline.words[1] == "HOLD"
        shown = rig.screen.number.value
        await pilot.press("+", "up", "minus")
        assert rig.screen.number.value == shown


async def test_all_rests_can_be_lengthened(rig: SessionRig) -> None:
    async with rig.app.run_test(size=(120, 40)) as pilot:
        await pilot.press("]", ">", "[", "]")
        assert "Rests are 10 s longer today." in rig.screen.following.text
        rig.pass_time(9)
        assert "then rest 14 s, then side plank, right" in rig.screen.following.text
        rig.pass_time(7)
        assert rig.screen.headline.words[1] == "REST"
        assert rig.screen.number.value == "13"
        await pilot.press("[", "[")
        assert "Rests have their own length again." in rig.screen.following.text


async def test_shaky_marks_and_unmarks_a_set(rig: SessionRig) -> None:
    async with rig.app.run_test() as pilot:
        rig.pass_time(7)
        await pilot.press("s")
        assert "Marked shaky" in rig.screen.following.text
        rig.pass_time(9)
        assert [record.form for record in rig.recorder.sets.values()] == ["shaky"]
        await pilot.press("s")
        assert [record.form for record in rig.recorder.sets.values()] != ["shaky"]


async def test_pain_of_four_skips_the_drill(rig: SessionRig) -> None:
    async with rig.app.run_test() as pilot:
        rig.pass_time(9)
        await pilot.press("x")
        assert rig.screen.headline.words == (Phase.PAIN, "PAIN?", "0-10")
        rig.pass_time(30)
        assert rig.screen.headline.words[1] == "PAIN?"
        await pilot.press("4")
        assert rig.screen.headline.words[1] == "REST"
        while not rig.run.ended:
            assert rig.screen.big_name.lines != ("Plank",)
            rig.pass_time(1)
        await pilot.pause()
        assert next(record.pain for record in rig.recorder.sets.values() if record.slot == "plank") == 4


@pytest.mark.parametrize(("key", "pain"), [("7", 7), ("t", 10)])
async def test_pain_of_six_ends_the_session(rig: SessionRig, key: str, pain: int) -> None:
    async with rig.app.run_test() as pilot:
        rig.pass_time(9)
        await pilot.press("x", key)
        await pilot.pause()
        assert rig.top(DoneScreen)
        assert rig.top(DoneScreen).headline.words[1] == "ENOUGH"
        assert rig.recorder.finished == 1
        assert next(record.pain for record in rig.recorder.sets.values()) == pain


async def test_digits_do_nothing_without_question(rig: SessionRig) -> None:
    async with rig.app.run_test() as pilot:
        rig.pass_time(7)
        await pilot.press("7", "t", "0")
        assert rig.screen.headline.words[1] == "HOLD"
        assert not rig.run.ended


@pytest.mark.parametrize("key", ["y", "k"])
async def test_stop_asks_once_and_keeps_sets(rig: SessionRig, key: str) -> None:
    async with rig.app.run_test() as pilot:
        rig.pass_time(9)
        await pilot.press("q")
        assert rig.top(QuestionDialog)
        assert not rig.run.ended
        await pilot.press(key)
        await pilot.pause()
        assert rig.top(DoneScreen)
        await pilot.press("0")
        assert rig.recorder.finished == 1
        assert [(record.seconds, record.end) for record in rig.recorder.sets.values()] == [(4, "stopped")]


async def test_other_key_resumes_after_stop_question(rig: SessionRig) -> None:
    async with rig.app.run_test() as pilot:
        rig.pass_time(2)
        await pilot.press("q", "n")
        assert rig.top(SessionScreen)
        assert rig.screen.headline.words[1] == "READY"
        assert not rig.run.ended


@pytest.mark.parametrize(
    ("rehearsal", "kept"), [(False, "What you did is kept."), (True, "Nothing is recorded.")]
)
async def test_stop_question_says_what_is_kept(rig: SessionRig, rehearsal: bool, kept: str) -> None:
    rig.run.rehearsal = rehearsal
    rig.recorder.promise = kept
    async with rig.app.run_test() as pilot:
        rig.pass_time(9)
        await pilot.press("q")
        assert rig.top(QuestionDialog)
        assert kept in " ".join(rig.text().split())


async def test_stop_question_can_redo_the_hold(rig: SessionRig) -> None:
    async with rig.app.run_test() as pilot:
        rig.pass_time(9)
        await pilot.press("q", "r")
        assert rig.screen.headline.words[1] == "READY"
        assert rig.screen.big_name.lines == ("Next: Plank",)


async def test_ctrl_c_and_ctrl_q_ask_to_stop(rig: SessionRig) -> None:
    async with rig.app.run_test() as pilot:
        for key in ("ctrl+c", "ctrl+q"):
            await pilot.press(key)
            assert rig.top(QuestionDialog)
            await pilot.press("z")
        assert rig.top(SessionScreen)


async def test_side_and_drill_can_be_skipped(rig: SessionRig) -> None:
    async with rig.app.run_test() as pilot:
        rig.pass_time(5 + 10 + 4 + 1)
        assert rig.screen.headline.words == (Phase.WORK, "HOLD", "right side")
        await pilot.press("v")
        assert rig.screen.headline.words[2] == "left side"
        rig.pass_time(8)
        await pilot.press("d")
        while not rig.run.ended:
            assert rig.screen.big_name.lines != ("Side plank",)
            rig.pass_time(1)
        await pilot.pause()


async def test_warm_up_can_be_skipped() -> None:
    warm = short_program(slot("warm-up", 60, measure=Measure.TIME), warmup=True)
    main = short_program(slot("plank", 10))
    rig = SessionRig(replace(main, parts=(*warm.parts, *main.parts)))
    async with rig.app.run_test() as pilot:
        rig.pass_time(6)
        assert "warm-up" in rig.screen.header.text
        await pilot.press("w")
        assert "Are you warm already?" in rig.text()
        await pilot.press("n")
        assert rig.screen.big_name.lines == ("Light movement",)
        await pilot.press("w", "y")
        assert rig.screen.big_name.lines == ("Next: Plank",)


async def test_drill_can_be_made_easier() -> None:
    of = short_program(slot("plank", 30, sets=2))
    usual = dose(of.slots[0])
    less = replace(usual, drill="plank-knee", seconds=20, is_easier=True)
    rig = SessionRig(of, plan=plan(of, [replace(usual, easier=less)]))
    async with rig.app.run_test(size=(120, 40)) as pilot:
        rig.pass_time(2)
        assert "e easier" in rig.text()
        await pilot.press("e")
        assert rig.screen.big_name.lines == ("Next: Knee plank",)
        assert "Easier today: 2 x 20 s knee plank." in rig.text()
        assert "e easier" not in rig.text()
        await pilot.press("e")
        assert "This is easier today already." in rig.text()
    assert [event.slot for event in rig.recorder.written] == ["plank"]


def eased_rig(seconds: int = 30) -> SessionRig:
    """Two planks, which knee planks would be easier than; nobody has done one."""
    of = short_program(slot("plank", seconds, sets=2))
    usual = dose(of.slots[0])
    less = replace(usual, drill="plank-knee", seconds=20, is_easier=True)
    return SessionRig(of, plan=plan(of, [replace(usual, easier=less)]), new=["plank-knee"])


async def test_new_easier_drill_is_shown_while_the_session_waits() -> None:
    rig = eased_rig()
    async with rig.app.run_test(size=(80, 24)) as pilot:
        rig.pass_time(2)
        await pilot.press("e")
        await pilot.pause()
        rig.top(IntroductionScreen)
        for words in (
            "easier today: knee plank",
            "You need: mat",
            "Face down on your",
            "Knees bent",
            "Leave it out",
        ):
            assert words in rig.text(), words
        assert rig.run.tick().state is State.PAUSED
        await pilot.press("escape")
        await pilot.pause()
        assert rig.screen.big_name.lines == ("Next: Plank",)
        assert rig.recorder.written == []
        assert rig.run.tick().state is State.READY
        await pilot.press("e")
        await pilot.press("enter")
        await pilot.pause()
        assert rig.screen.big_name.lines == ("Next: Knee plank",)
        assert rig.run.tick().state is State.READY
    assert [event.slot for event in rig.recorder.written] == ["plank"]


async def test_new_easier_drill_in_a_set_comes_from_the_next_set_on() -> None:
    rig = eased_rig()
    async with rig.app.run_test(size=(80, 24)) as pilot:
        screen = rig.screen
        rig.pass_time(12)
        await pilot.press("e")
        await pilot.pause()
        assert "easier from the next set on: knee plank" in rig.text()
        assert rig.run.tick().state is State.WORK
        for _ in range(60):
            rig.clock.advance(1)
            screen.tick()
        assert rig.run.tick().state is State.PAUSED
        assert [record.seconds for record in rig.run.records()] == [30]
        await pilot.press("enter")
        await pilot.pause()
        assert rig.screen.big_name.lines == ("Next: Knee plank",)
        rig.pass_time(6)
        view = rig.run.tick()
        assert view.interval is not None
        assert (view.state, view.interval.drill) == (State.WORK, "plank-knee")


async def test_space_ends_wait_and_repetitions() -> None:
    rig = SessionRig(short_program(slot("hip-hinge", 8, measure=Measure.REPS, wait=True)))
    async with rig.app.run_test() as pilot:
        await pilot.pause()
        assert rig.screen.headline.words[:2] == (Phase.WAIT, "READY?")
        rig.pass_time(30)
        await pilot.press("enter")
        assert rig.screen.headline.words[1] == "READY"
        rig.pass_time(5)
        assert rig.screen.headline.words[1] == "MOVE"
        assert rig.screen.number.value == "8"
        await pilot.press("space")
        await pilot.pause()
        assert rig.top(DoneScreen)
        assert [record.reps for record in rig.recorder.sets.values()] == [8]


async def test_breath_shape_grows_and_shrinks() -> None:
    rig = SessionRig(short_program(slot("long-exhale", 3, measure=Measure.BREATHS)))
    async with rig.app.run_test() as pilot:
        rig.pass_time(5.1)
        await pilot.pause()
        cells = [rig.screen.breath.text.count("█")]
        assert rig.screen.headline.words[1] == "IN"
        for _ in range(2):
            rig.pass_time(1.7)
            cells.append(rig.screen.breath.text.count("█"))
        assert cells == sorted(set(cells))
        rig.pass_time(5)
        assert rig.screen.headline.words[1] == "OUT"
        assert rig.screen.breath.text.count("█") < cells[-1]
        assert rig.screen.unit.words == "of 3 breaths"
        assert rig.screen.number.value == "1"


async def test_suspended_machine_pauses_session(rig: SessionRig) -> None:
    async with rig.app.run_test(size=(120, 40)) as pilot:
        rig.pass_time(9)
        rig.clock._now += timedelta(minutes=20)
        rig.screen.tick()
        await pilot.pause()
        assert rig.screen.headline.words[1] == "PAUSED"
        assert "slept" in rig.screen.following.text
        assert [record.seconds for record in rig.recorder.sets.values()] == [4]


async def test_clock_set_back_changes_nothing(rig: SessionRig) -> None:
    async with rig.app.run_test():
        rig.pass_time(9)
        rig.clock._now -= timedelta(hours=1)
        rig.screen.tick()
        assert rig.screen.headline.words[1] == "HOLD"
        assert rig.screen.number.value == "6"


async def test_stalled_screen_skips_no_interval(rig: SessionRig) -> None:
    async with rig.app.run_test(size=(120, 40)):
        rig.pass_time(3)
        rig.clock.advance(14)
        rig.screen.tick()
        assert rig.screen.headline.words[:2] == (Phase.REST, "REST")
        assert [(record.seconds, record.end) for record in rig.recorder.sets.values()] == [(10, "full")]
        assert "14 s" in rig.screen.following.text


@pytest.mark.parametrize("over", ["?", "q"])
async def test_session_ending_under_help_shows_summary(rig: SessionRig, over: str) -> None:
    async with rig.app.run_test(size=(100, 30)) as pilot:
        rig.pass_time(16)
        session = rig.screen
        await pilot.press(over)
        await pilot.pause()
        assert rig.app.screen is not session
        # As when a red flag comes from another terminal: it stands still, and is stopped all the same.
        rig.run.do(StopSession())
        session.tick()
        session._show(rig.run.tick())
        await pilot.pause()
        assert rig.top(DoneScreen)
        assert session not in rig.app.screen_stack
        await pilot.press("0", "space")
        await pilot.pause()
    assert rig.recorder.finished == 1
    assert rig.app.return_code == 0


async def test_short_session_asks_keep_or_discard(rig: SessionRig) -> None:
    async with rig.app.run_test(size=(100, 30)) as pilot:
        rig.pass_time(16)
        await pilot.press("q")
        told = " ".join(rig.text().split())
        assert "Stop here, after 1 of 6 sets?" in told
        assert "y keep it l later d throw it away any other key go on" in told
        await pilot.press("space")
        assert rig.screen._view is not None
        assert rig.screen._view.state is State.REST
        await pilot.press("q", "y")
        await pilot.pause()
        assert rig.top(DoneScreen)
        await pilot.press("0")
        assert rig.recorder.stopped
        told = " ".join(rig.text().split())
        assert "What you did is kept. It would count as a session from half of it on." in told
        assert "clean" not in told.replace("clean, no pain", "")


async def test_session_left_for_later_is_not_recorded(rig: SessionRig) -> None:
    async with rig.app.run_test() as pilot:
        rig.pass_time(16)
        await pilot.press("q", "l")
        await pilot.pause()
    assert rig.app.return_code == 0
    assert (rig.recorder.finished, rig.recorder.discarded, rig.recorder.closed) == (0, False, 1)
    assert len(rig.recorder.sets) == 1


async def test_discard_is_confirmed(rig: SessionRig) -> None:
    async with rig.app.run_test() as pilot:
        rig.pass_time(16)
        await pilot.press("q", "d")
        assert "1 set would be gone for good." in rig.text()
        await pilot.press("n")
        assert "Stop here, after 1 of 6 sets?" in rig.text()
        assert not rig.recorder.discarded
        await pilot.press("d", "y")
        await pilot.pause()
    assert rig.app.return_code == 0
    assert (rig.recorder.finished, rig.recorder.discarded) == (0, True)


async def test_painful_session_cannot_be_discarded(rig: SessionRig) -> None:
    async with rig.app.run_test(size=(100, 30)) as pilot:
        rig.pass_time(16)
        await pilot.press("x", "3", "q")
        assert "throw it away" not in rig.text()
        await pilot.press("d")
        assert rig.top(SessionScreen)
        assert not rig.run.ended


async def test_half_done_session_is_kept_unasked(rig: SessionRig) -> None:
    async with rig.app.run_test() as pilot:
        rig.pass_time(16 + 10 + 3 + 10 + 3)
        await pilot.press("q")
        assert "throw it away" not in rig.text()
        await pilot.press("y")
        await pilot.pause()
        assert rig.top(DoneScreen)


async def test_disk_trouble_is_shown_and_retried(rig: SessionRig) -> None:
    async with rig.app.run_test(size=(120, 40)) as pilot:
        rig.pass_time(9)
        rig.recorder.trouble = "the disk is full"
        rig.pass_time(1)
        assert "Not saved yet: the disk is full" in rig.screen.following.text
        await pilot.press("q", "y", "0")
        await pilot.pause()
        assert "Not saved yet" in rig.text()
        assert rig.recorder.finished == 0
        rig.recorder.trouble = None
        await pilot.press("space")
        assert rig.recorder.finished == 1


async def test_help_lists_keys_while_session_runs(rig: SessionRig) -> None:
    async with rig.app.run_test(size=(100, 40)) as pilot:
        session = rig.screen
        await pilot.press("?")
        await pilot.pause()
        assert rig.top(HelpScreen)
        text = rig.text()
        assert "This set was not tidy" in text and "t for ten" in text
        rig.clock.advance(2)
        session.tick()
        assert session.number.value == "3"
        await pilot.press("escape")
        assert rig.top(SessionScreen)


async def test_custom_keys_replace_defaults(rig: SessionRig) -> None:
    rig.cases.set(Settings(keys={"session.pause": ("p",)}))
    async with rig.app.run_test(size=(100, 30)) as pilot:
        await pilot.pause()
        assert "p pause" in rig.text()
        await pilot.press("space")
        assert rig.screen.headline.words[1] == "READY"
        await pilot.press("p")
        assert rig.screen.headline.words[1] == "PAUSED"


async def test_footer_click_runs_the_action(rig: SessionRig) -> None:
    async with rig.app.run_test(size=(100, 30)) as pilot:
        await pilot.pause()
        assert await pilot.click("KeyFooter", offset=(1, 0))
        assert rig.screen.headline.words[1] == "PAUSED"


async def test_closing_app_closes_sound_and_keeps_sets(rig: SessionRig) -> None:
    async with rig.app.run_test():
        rig.pass_time(9)
        rig.clock.advance(8)
    assert [record.end for record in rig.recorder.sets.values()] == ["full"]
    assert rig.recorder.finished == 0
    assert rig.recorder.closed == 1
    assert rig.audio.closed


async def test_start_notes_are_shown(rig: SessionRig) -> None:
    rig.run.notes = ("You come from your core session: the warm-up is done.",)
    async with rig.app.run_test(size=(100, 30)):
        assert "the warm-up is done" in rig.screen.following.text


async def test_breath_is_led_by_the_disc_where_a_sentence_stands_for_the_figure(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("TERM", "linux")
    rig = SessionRig(short_program(slot("cat-camel", 3, measure=Measure.BREATHS)))
    async with rig.app.run_test(size=(120, 40)) as pilot:
        await until(pilot, lambda: rig.screen.figure.figure is not None, rig.text)
        rig.pass_time(8)
        await pilot.pause()
        figure = rig.screen.figure.figure
        assert figure is not None
        assert rig.screen.has_class("-breathing")
        assert " ".join(figure.describe.split()[:4]) in rig.text()
