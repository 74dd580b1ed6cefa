"""What was heard and what was written after everything that can happen to a session."""

from __future__ import annotations

import os
import random
import signal
import time
from pathlib import Path

import pytest

from coach.app.sessions import Sessions
from coach.model.timeline import CueKind
from tests.e2e.recorded import ENDS, close, coach_of, record, stop, written
from tests.support.terminal import Terminal

pytestmark = [pytest.mark.terminal, pytest.mark.sound, pytest.mark.xdist_group("sessions")]

KILLS = int(os.environ.get("COACH_KILLS", "3"))
"""At how many random moments the process is killed."""

SESSION_SECONDS = 20.0
COUNT = [CueKind.TICK] * 3
REST = "(10 s|all rests) +s shaky"
"""The keys that are offered in a rest."""
LAST_SECOND = 1.0
"""What ended so shortly before a kill may or may not have been written yet."""


def test_pause_in_a_hold_ends_that_hold_only(home: Path, tmp_path: Path) -> None:
    def act(terminal: Terminal) -> None:
        terminal.wait_for("s shaky")
        terminal.read(2.5)
        terminal.send("space")
        terminal.wait_for("space go on")
        terminal.read(2)
        terminal.send("space")
        terminal.wait_for("session done", timeout=60)
        close(terminal)

    heard = record(home, tmp_path, act)
    plank, *sides = written(home)
    assert plank[0] == "plank"
    assert plank[2] in (2, 3, 4)
    assert plank[3:] == ("early", 0)
    assert sides == [("side-plank", "left", 2, "full", 0), ("side-plank", "right", 2, "full", 0)]
    # While it stands still there is nothing to hear; what follows begins with its own tone.
    assert heard.between(CueKind.PAUSE, CueKind.REST) == []
    assert heard.seconds_from(CueKind.PAUSE, CueKind.REST) > 1.9
    assert heard.kinds.count(CueKind.START) == 3
    assert heard.kinds[-1] is CueKind.FINISH


def test_pain_of_four_skips_the_drill(home: Path, tmp_path: Path) -> None:
    def act(terminal: Terminal) -> None:
        terminal.wait_for("s shaky")
        terminal.read(2)
        terminal.send("x")
        terminal.wait_for("how much")
        terminal.read(1)
        terminal.send("4")
        terminal.wait_for("session done", timeout=60)
        close(terminal)

    heard = record(home, tmp_path, act)
    plank, *sides = written(home)
    assert (plank[0], plank[4]) == ("plank", 4)
    assert [one[:4] for one in sides] == [
        ("side-plank", "left", 2, "full"),
        ("side-plank", "right", 2, "full"),
    ]
    assert heard.between(CueKind.PAUSE, CueKind.REST) == []
    assert heard.kinds.count(CueKind.START) == 3


def test_pain_of_seven_ends_the_session(home: Path, tmp_path: Path) -> None:
    def act(terminal: Terminal) -> None:
        terminal.wait_for("s shaky")
        terminal.read(2)
        terminal.send("x")
        terminal.wait_for("how much")
        terminal.send("7")
        terminal.wait_for("because it hurt")
        terminal.read(4)
        terminal.send("space")
        assert terminal.exit_status() == 0

    heard = record(home, tmp_path, act)
    (plank,) = [one for one in written(home) if one[2]]
    assert (plank[0], plank[4]) == ("plank", 7)
    assert heard.kinds[-1] is CueKind.PAIN_STOP
    assert heard.kinds.count(CueKind.START) == 1


def test_skipped_hold_counts_its_seconds(home: Path, tmp_path: Path) -> None:
    def act(terminal: Terminal) -> None:
        terminal.wait_for("s shaky")
        terminal.read(2)
        terminal.send("n")
        terminal.wait_for(REST)
        terminal.send("n")
        terminal.wait_for("then switch")
        stop(terminal)

    heard = record(home, tmp_path, act)
    plank = written(home)[0]
    assert plank[0] == "plank"
    assert plank[2] in (2, 3, 4)
    assert plank[3] == "early"
    # The rest was left before its end: its count is not heard.
    assert CueKind.TICK not in heard.kinds[heard.kinds.index(CueKind.START) + 1 :]


def test_back_repeats_a_set_and_keeps_the_better(home: Path, tmp_path: Path) -> None:
    def act(terminal: Terminal) -> None:
        terminal.wait_for(REST)
        terminal.send("b")
        terminal.wait_for("then rest")
        terminal.read(1)
        stop(terminal)

    heard = record(home, tmp_path, act)
    assert written(home)[0][:4] == ("plank", None, 5, "full")
    assert heard.kinds.count(CueKind.START) == 2
    second = len(heard.kinds) - 1 - heard.kinds[::-1].index(CueKind.START)
    assert heard.kinds[second - 3 : second] == COUNT
    assert heard.kinds[-1] is CueKind.FINISH


def test_cues_play_while_the_process_is_stopped(home: Path, tmp_path: Path) -> None:
    def act(terminal: Terminal) -> None:
        terminal.wait_for("s shaky")
        terminal.signal(signal.SIGSTOP)
        time.sleep(5)
        terminal.signal(signal.SIGCONT)
        terminal.wait_for("session done", timeout=60)
        close(terminal)

    heard = record(home, tmp_path, act)
    assert [one[:4] for one in written(home)] == [
        ("plank", None, 5, "full"),
        ("side-plank", "left", 2, "full"),
        ("side-plank", "right", 2, "full"),
    ]
    assert heard.kinds.count(CueKind.START) == 3
    assert heard.seconds_from(CueKind.START, CueKind.REST) == pytest.approx(5, abs=0.05)
    assert heard.seconds_from(CueKind.START, CueKind.FINISH) == pytest.approx(16, abs=0.1)


def test_closed_terminal_ends_sound_and_keeps_sets(home: Path, tmp_path: Path) -> None:
    def act(terminal: Terminal) -> None:
        terminal.wait_for(REST, timeout=60)
        terminal.read(0.5)
        terminal.hang_up()
        assert terminal.exit_status() == 128 + signal.SIGHUP
        time.sleep(3.5)

    heard = record(home, tmp_path, act)
    (unfinished,) = Sessions(coach_of(home)).unfinished()
    assert [(one.slot, one.seconds, one.end) for _, one in unfinished.records] == [("plank", 5, "full")]
    assert heard.kinds.count(CueKind.START) == 1


@pytest.mark.parametrize("number", range(KILLS))
def test_kill_at_any_moment_keeps_finished_sets(home: Path, tmp_path: Path, number: int) -> None:
    after = random.Random(number).uniform(0, SESSION_SECONDS)
    killed: list[float] = []

    def act(terminal: Terminal) -> None:
        terminal.read(after)
        terminal.signal(signal.SIGKILL)
        killed.append(time.monotonic())
        assert terminal.exit_status() == -signal.SIGKILL

    heard = record(home, tmp_path, act)
    sessions = Sessions(coach_of(home))
    unfinished = sessions.unfinished()
    kept = [one for broken_off in unfinished for _, one in broken_off.records]
    moment = killed[0] - heard.began
    may_be_saved = [at for kind, at in heard.tones if kind in ENDS and at < moment + 0.3]
    must_be_saved = [at for at in may_be_saved if at < moment - LAST_SECOND]
    assert len(must_be_saved) <= len(kept) <= len(may_be_saved)
    assert all(one.end == "full" for one in kept)
    # Nothing that was planned is heard any more once nobody leads the session.
    assert [kind for kind, at in heard.tones if at > moment + 1] == []
    for broken_off in unfinished:
        kept_session = sessions.keep(broken_off.session.id)
        assert kept_session is not None
        assert kept_session.sets == tuple(kept)
