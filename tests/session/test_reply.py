from __future__ import annotations

import pytest

from coach.model.timeline import CueKind
from coach.session.commands import (
    AnswerCheck,
    AnswerPain,
    Command,
    MarkShaky,
    PauseSession,
    RedoSet,
    ReportPain,
    ResumeSession,
    SkipInterval,
    StopSession,
)
from coach.session.view import State, reply_tone
from tests.factories import four_holds
from tests.session.players import START, start_player


@pytest.mark.parametrize(
    ("commands", "expected"),
    [
        ([PauseSession()], CueKind.PAUSE),
        ([ReportPain()], CueKind.PAUSE),
        ([PauseSession(), ReportPain()], None),
        ([PauseSession(), ResumeSession()], None),
        ([PauseSession(), RedoSet()], None),
        ([ReportPain(), AnswerPain(2)], None),
        ([ReportPain(), AnswerPain(7)], CueKind.PAIN_STOP),
        ([StopSession()], CueKind.FINISH),
        ([StopSession(), AnswerCheck(0)], None),
        ([SkipInterval()], None),
        ([MarkShaky()], None),
    ],
)
def test_reply_tones(commands: list[Command], expected: CueKind | None) -> None:
    player = start_player(four_holds())
    now = START + 22
    for command in commands:
        before = player.view(now)
        assert player.do(command, now)
        after = player.view(now)
    assert reply_tone(before, after) is expected


@pytest.mark.parametrize("commands", [[PauseSession(), ResumeSession()], [ReportPain(), AnswerPain(2)]])
def test_resume_tone_where_no_cue_is_due(commands: list[Command]) -> None:
    player = start_player(four_holds())
    now = START + 48
    for command in commands:
        before = player.view(now)
        assert player.do(command, now)
        after = player.view(now)
    assert after.state is State.REST
    assert reply_tone(before, after) is CueKind.RESUME
