"""Running a session, with its journal and its sound."""

from __future__ import annotations

import threading
import time
from datetime import timedelta
from pathlib import Path

import pytest

from coach.app.planning import program_plan
from coach.app.session_runner import SessionRunner
from coach.app.sessions import Sessions
from coach.app.workspace import Workspace
from coach.coaching.history import is_begun
from coach.errors import UsageError
from coach.journal import recorder as session_recorder
from coach.journal.active_sessions import ActiveSession, save_session
from coach.journal.journal import Journal
from coach.model.events import Session, SetRecord
from coach.model.timeline import CueKind
from coach.paths import find_paths
from coach.session.commands import (
    AnswerPain,
    MarkShaky,
    PauseSession,
    ReportPain,
    ResumeSession,
    SkipInterval,
    StopSession,
)
from coach.session.player import Stopping
from coach.session.view import Mark, State
from coach.sound.audio_player import SoundStatus
from tests.support.commands import MONDAY, StillClock
from tests.support.recording_player import RecordingPlayer
from tests.support.short_session import make_short_home


@pytest.fixture
def clock() -> StillClock:
    return StillClock(MONDAY)


@pytest.fixture
def workspace(home: Path, clock: StillClock) -> Workspace:
    return Workspace(find_paths({"COACH_HOME": str(make_short_home(home))}), clock)


def opened(workspace: Workspace, speed: float | None = None) -> tuple[SessionRunner, RecordingPlayer]:
    run = Sessions(workspace).start("tiny", mute=True, speed=speed)
    audio = RecordingPlayer()
    run.audio = audio
    return run, audio


def test_each_finished_set_is_on_disk_before_the_next_begins(workspace: Workspace, clock: StillClock) -> None:
    run, _ = opened(workspace)
    run.start()
    clock.advance(4 + 2 + 1)
    run.tick()
    assert run.trouble is None
    run.close()
    (broken_off,) = Sessions(Workspace(workspace.paths, clock)).unfinished()
    assert [one.seconds for one in broken_off.session.sets] == [2]


def test_a_set_that_a_key_ends_is_on_a_slow_disk_before_the_next_interval_is_reported(
    workspace: Workspace, clock: StillClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    written: list[int | None] = []

    def save_slowly(journal: Journal, active: ActiveSession) -> None:
        time.sleep(0.05)
        save_session(journal, active)
        written.append(active.records[-1][1].seconds)

    run, _ = opened(workspace)
    run.start()
    clock.advance(5)
    run.tick()
    monkeypatch.setattr(session_recorder, "save_session", save_slowly)
    run.do(SkipInterval())
    assert written[-1:] == [1]
    assert run.trouble is None
    run.close()


def test_a_set_that_no_disk_takes_in_time_is_reported_at_once(
    workspace: Workspace, clock: StillClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    answers = threading.Event()

    def hang(journal: Journal, active: ActiveSession) -> None:
        answers.wait(60)
        save_session(journal, active)

    run, _ = opened(workspace)
    run.start()
    clock.advance(5)
    run.tick()
    monkeypatch.setattr(session_recorder, "save_session", hang)
    run.do(SkipInterval())
    assert run.trouble is not None
    answers.set()
    run.close()


class FakeRecorder:
    """A recorder that keeps the calls of `expect` and `record`, in order."""

    trouble: str | None = None
    promise = "What you did is kept."

    def __init__(self) -> None:
        self.calls: list[tuple[str, float | None, SetRecord | None]] = []

    def expect(self, moment: float | None, key: int = 0, record: SetRecord | None = None) -> None:
        self.calls.append(("expect", moment, record))

    def record(self, key: int, record: SetRecord) -> None:
        self.calls.append(("record", None, record))

    def forget(self, key: int) -> None:
        raise AssertionError("nothing is reopened here")

    def discard(self) -> None:
        self.discarded = True

    def finish(self, *, stopped: bool = False) -> Session | None:
        return None

    def close(self) -> None:
        pass


def test_the_recorder_knows_of_each_set_before_its_end_and_of_what_intervenes(
    workspace: Workspace, clock: StillClock
) -> None:
    run, _ = opened(workspace)
    run.close()
    recorder = FakeRecorder()
    run._recorder = recorder
    begin = clock.monotonic()
    run.start()
    (kind, moment, full) = recorder.calls[-1]
    assert (kind, moment, full and full.seconds) == ("expect", begin + 6, 2)
    clock.advance(5.5)
    run.do(MarkShaky())
    shaky = recorder.calls[-1][2]
    assert shaky is not None and shaky.form == "shaky", "a mark is in what is written"
    clock.advance(1)
    run.tick()
    assert [kind for kind, _, _ in recorder.calls[-2:]] == ["record", "expect"]
    assert recorder.calls[-2][2] == shaky
    clock.advance(5)
    run.do(PauseSession())
    assert recorder.calls[-1] == ("expect", None, None)


def test_a_session_that_was_broken_off_goes_on_with_the_next_set(
    workspace: Workspace, clock: StillClock
) -> None:
    run, _ = opened(workspace)
    run.start()
    clock.advance(7)
    run.tick()
    run.close()
    later = Workspace(workspace.paths, clock)
    (broken_off,) = Sessions(later).unfinished()
    again = Sessions(later).resume(broken_off.session.id, mute=True)
    view = again.start()
    assert view.interval is not None
    assert view.interval.slot == "side-plank"
    clock.advance(120)
    again.tick()
    session = again.finish()
    again.close()
    assert session is not None
    assert len(session.sets) == 6
    assert Sessions(later).unfinished() == ()


def test_the_sound_is_planned_ahead_and_anew_after_each_command(
    workspace: Workspace, clock: StillClock
) -> None:
    run, audio = opened(workspace)
    run.start()
    (planned,) = audio.plans
    assert planned[0][0] == clock.monotonic()
    assert planned[-1][1].cue is CueKind.FINISH
    clock.advance(1)
    run.tick()
    assert len(audio.plans) == 1
    run.do(PauseSession())
    assert not audio.plans[-1]
    run.do(ResumeSession())
    last_moment, last = audio.plans[-1][-1]
    assert last_moment > clock.monotonic()
    assert last.cue is CueKind.FINISH
    assert audio.played == [CueKind.PAUSE], "the tone of the get-ready answers for itself"
    run.close()


def test_what_begins_now_begins_when_its_first_tone_can_be_heard(
    workspace: Workspace, clock: StillClock
) -> None:
    run, audio = opened(workspace)
    audio._status = SoundStatus("a card", lead_seconds=0.4)
    run.start()
    assert audio.plans[-1][0][0] == pytest.approx(clock.monotonic() + 0.4)
    clock.advance(5.4)
    run.do(PauseSession())
    assert [one.seconds for one in run.records()] == [1]
    clock.advance(3)
    view = run.do(ResumeSession())
    assert view.elapsed_seconds == 0.0
    assert audio.plans[-1][0][0] == pytest.approx(clock.monotonic() + 0.4)
    run.close()


def test_a_rehearsal_plans_its_sound_in_real_time_and_writes_nothing(
    workspace: Workspace, clock: StillClock
) -> None:
    run, audio = opened(workspace, speed=10)
    begin = clock.monotonic()
    run.start()
    assert audio.plans[0][-1][0] - begin == pytest.approx(run.timeline.total_seconds / 10, abs=0.01)
    clock.advance(run.timeline.total_seconds / 10 + 1)
    run.tick()
    assert run.ended
    assert run.finish() is None
    run.close()
    assert workspace.journal.events() == ()


def test_strong_pain_ends_the_session_with_its_own_tone(workspace: Workspace, clock: StillClock) -> None:
    run, audio = opened(workspace)
    run.start()
    clock.advance(5)
    run.do(ReportPain())
    run.do(AnswerPain(7))
    assert run.ended
    assert audio.played == [CueKind.PAUSE, CueKind.PAIN_STOP]
    session = run.finish()
    assert session is not None
    assert [(one.seconds, one.pain, one.end) for one in session.sets] == [(1, 7, "pain")]
    run.close()
    told = run.summary()
    assert told[0].startswith("Enough for today. If it has not eased by tomorrow")
    assert not any("Next time" in line or "clean" in line for line in told)


def test_a_session_without_a_set_leaves_nothing(workspace: Workspace, clock: StillClock) -> None:
    run, _ = opened(workspace)
    run.start()
    clock.advance(1)
    run.do(StopSession())
    assert run.finish() is None
    run.close()
    assert workspace.journal.sessions() == ()


@pytest.mark.parametrize(("unseen", "wall"), [(0.1, 1200.0), (240.0, 240.0), (0.1, 3.0)])
def test_after_sleep_it_stands_where_it_was_last_seen(
    workspace: Workspace, clock: StillClock, unseen: float, wall: float
) -> None:
    run = Sessions(workspace).start("tiny", mute=True)
    run.start()
    clock.advance(5)
    run.tick()
    clock.advance(unseen)
    clock._now += timedelta(seconds=wall - unseen)
    suspension = run.notice_suspension()
    assert suspension is not None
    assert suspension.stands_still
    assert run.tick().state is State.PAUSED
    assert [(record.seconds, record.end) for record in run.records()] == [(1, "early")]
    assert run.notice_suspension() is None
    run.close()


def test_a_short_time_unseen_goes_by_the_clock(workspace: Workspace, clock: StillClock) -> None:
    run = Sessions(workspace).start("tiny", mute=True)
    run.start()
    clock.advance(5)
    run.tick()
    clock.advance(3)
    suspension = run.notice_suspension()
    assert suspension is not None
    assert not suspension.stands_still
    assert run.tick().state is State.REST
    assert [(record.seconds, record.end) for record in run.records()] == [(2, "full")]
    run.close()


def test_in_a_rehearsal_time_may_leap(workspace: Workspace, clock: StillClock) -> None:
    run = Sessions(workspace).start("tiny", mute=True, speed=60)
    run.start()
    clock.advance(0.2)
    assert run.notice_suspension() is None
    run.close()


def stop_after(workspace: Workspace, clock: StillClock, seconds: float) -> Session:
    """The session that is in the journal after it was stopped."""
    run, _ = opened(workspace)
    run.start()
    clock.advance(seconds)
    run.do(StopSession())
    run.finish(5)
    run.close()
    (session,) = workspace.journal.sessions()
    return session


def test_a_stopped_session_says_so_and_how_much_was_asked(workspace: Workspace, clock: StillClock) -> None:
    session = stop_after(workspace, clock, 5)
    assert (session.stopped, session.asked_sets) == (True, 6)
    assert [(one.seconds, one.end) for one in session.sets] == [(1, "stopped")]
    assert is_begun(session)
    assert not program_plan(workspace, "tiny").done


def test_a_session_that_came_to_its_end_was_not_stopped(workspace: Workspace, clock: StillClock) -> None:
    session = stop_after(workspace, clock, 200)
    assert (session.stopped, session.asked_sets, len(session.sets)) == (False, 6, 6)


def test_a_session_stopped_for_pain_was_not_stopped_by_its_user(
    workspace: Workspace, clock: StillClock
) -> None:
    run, _ = opened(workspace)
    run.start()
    clock.advance(5)
    run.do(ReportPain())
    run.do(AnswerPain(7))
    session = run.finish(5)
    run.close()
    assert session is not None
    assert (session.stopped, session.asked_sets) == (False, 6)


def test_before_it_is_decided_nothing_of_a_stopped_session_is_lost(
    workspace: Workspace, clock: StillClock
) -> None:
    """As after a kill, or with the terminal closed, while it is asked what becomes of it."""
    run, _ = opened(workspace)
    run.start()
    clock.advance(7)
    run.do(PauseSession())
    assert run.if_stopped() == Stopping(done=1, asked=6, begun=True, hurt=False)
    run.close()
    (waiting,) = Sessions(workspace).unfinished()
    assert Sessions(workspace).can_resume(waiting)
    kept = Sessions(workspace).keep(waiting.session.id)
    assert kept is not None
    assert (kept.stopped, kept.asked_sets) == (True, 6)


def test_what_is_thrown_away_is_gone(workspace: Workspace, clock: StillClock) -> None:
    run, _ = opened(workspace)
    run.start()
    clock.advance(7)
    run.do(PauseSession())
    run.discard()
    run.close()
    assert Sessions(workspace).unfinished() == ()
    assert workspace.journal.sessions() == ()


def test_a_session_broken_off_after_strong_pain_is_not_gone_on_with(
    workspace: Workspace, clock: StillClock
) -> None:
    run, _ = opened(workspace)
    run.start()
    clock.advance(5)
    run.do(ReportPain())
    run.do(AnswerPain(8))
    run.close()
    (waiting,) = Sessions(workspace).unfinished()
    assert not Sessions(workspace).can_resume(waiting)
    with pytest.raises(UsageError, match="because it hurt"):
        Sessions(workspace).resume(waiting.session.id)
    kept = Sessions(workspace).keep(waiting.session.id)
    assert kept is not None
    assert not kept.stopped


def test_a_drill_left_out_by_mistake_comes_again_after_a_crash_too(
    workspace: Workspace, clock: StillClock
) -> None:
    run, _ = opened(workspace)
    run.start()
    clock.advance(7)
    run.do(ReportPain())
    run.do(AnswerPain(4))
    run.do(ReportPain())
    view = run.do(AnswerPain(1))
    assert view.marks.count(Mark.AHEAD) == 5
    run.close()
    (waiting,) = Sessions(workspace).unfinished()
    assert [(record.slot, record.pain) for _key, record in waiting.records] == [("plank", 1)]
