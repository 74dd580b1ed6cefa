"""Which commands are offered at one moment, and why the others are not."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from coach.session.commands import (
    AdjustInterval,
    AdjustRests,
    AnswerCheck,
    AnswerPain,
    Command,
    ContinueSession,
    GoBack,
    LeavePainOpen,
    MarkShaky,
    PauseSession,
    RedoSet,
    ReportPain,
    ResumeSession,
    SkipDrill,
    SkipInterval,
    SkipSide,
    SkipWarmup,
    StopSession,
)
from coach.session.view import available_commands, pause_or_go_on, refusal
from tests.factories import four_holds
from tests.session.players import START, start_player

COMMANDS: tuple[Command, ...] = (
    PauseSession(),
    ResumeSession(),
    RedoSet(),
    ContinueSession(),
    SkipInterval(),
    SkipSide(),
    SkipDrill(),
    SkipWarmup(),
    GoBack(),
    AdjustInterval(10),
    AdjustRests(5),
    MarkShaky(),
    ReportPain(),
    LeavePainOpen(),
    AnswerPain(2),
    StopSession(),
    AnswerCheck(2),
)


@given(
    before=st.sampled_from([None, SkipInterval(), PauseSession(), ReportPain()]),
    seconds=st.floats(0, 900),
    data=st.data(),
)
def test_offered_commands_change_the_session(
    before: Command | None, seconds: float, data: st.DataObject
) -> None:
    player = start_player(four_holds())
    now = START + seconds
    if before is not None:
        player.do(before, now)
    offered = available_commands(player.view(now))
    command = data.draw(st.sampled_from([one for one in COMMANDS if type(one) in offered]))
    assert player.do(command, now)


def test_pain_question_accepts_only_answers() -> None:
    player = start_player(four_holds())
    player.do(ReportPain(), START + 15)
    assert available_commands(player.view(START + 15)) == {AnswerPain, LeavePainOpen, StopSession}


def test_refusal_has_a_reason() -> None:
    view = start_player(four_holds()).view(START + 1)
    assert "No hold was cut short" in refusal(RedoSet(), view)
    assert "has no sides" in refusal(SkipSide(), view)
    assert "not the warm-up" in refusal(SkipWarmup(), view)
    assert "No set was done yet" in refusal(MarkShaky(), view)
    assert refusal(AdjustInterval(10), view) == ""
    working = start_player(four_holds()).view(START + 15)
    assert "Only a rest" in refusal(AdjustInterval(10), working)
    assert refusal(MarkShaky(), working) == ""


def test_pause_key_toggles() -> None:
    player = start_player(four_holds())
    assert pause_or_go_on(player.view(START + 15)) == PauseSession()
    player.do(PauseSession(), START + 15)
    assert pause_or_go_on(player.view(START + 16)) == ResumeSession()
    assert ContinueSession not in available_commands(player.view(START + 16))
