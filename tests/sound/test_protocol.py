"""What is said over the pipe comes out as it went in."""

from __future__ import annotations

import msgspec
import pytest

from coach.model.timeline import CueKind
from coach.sound.protocol import (
    Beat,
    CuePlan,
    Order,
    PlannedCue,
    Play,
    Playing,
    Prepare,
    Report,
    Setup,
    Silence,
    Silent,
    Voiced,
    read_order,
    read_report,
    to_line,
)


@pytest.mark.parametrize(
    "order",
    [
        Setup(sounds="/s", sound_set="mallet", volumes={"tick": 0.5}, devices=("pacat",)),
        CuePlan(
            (PlannedCue(1234.000001, CueKind.PAIN_STOP), PlannedCue(5, CueKind.REST, "Rast, bitte.\nÄh."))
        ),
        CuePlan(()),
        Play(CueKind.PAUSE),
        Silence(),
        Prepare(("Plank.",)),
    ],
)
def test_order_round_trip(order: Order) -> None:
    line = to_line(order)
    assert line.count(b"\n") == 1
    assert read_order(line) == order


@pytest.mark.parametrize("report", [Playing("a card"), Silent("none"), Voiced(None, "none"), Beat()])
def test_report_round_trip(report: Report) -> None:
    assert read_report(to_line(report)) == report


@pytest.mark.parametrize("line", [b"", b"{", b"[]", b'{"do":"sing"}', b'{"do":"play","cue":"moo"}'])
def test_invalid_order_refused(line: bytes) -> None:
    with pytest.raises((msgspec.ValidationError, msgspec.DecodeError)):
        read_order(line)
