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
from coach.journal.recorder import Recorder
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
from tests.support.recorders import RecordingPlayer
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


def test_finished_set_is_written_before_next(workspace: Workspace, clock: StillClock) -> None:
    run, _ = opened(workspace)
    run.start()
    clock.advance(4 + 2 + 1)
    run.tick()
    assert run.trouble is None
    run.close()
    (broken_off,) = Sessions(Workspace(workspace.paths, clock)).unfinished()
    assert [one.seconds for one in broken_off.session.sets] == [2]


def test_session_begins_when_its_first_second_does(workspace: Workspace, clock: StillClock) -> None:
    run, _ = opened(workspace)
    clock.advance(600)  # the page about new drills is read
    begin = clock.now()
    run.start()
    clock.advance(7)
    run.tick()
    run.do(StopSession())
    session = run.finish(5)
    run.close()
    assert session is not None
    assert session.at == begin


def test_broken_off_session_began_when_its_first_second_did(workspace: Workspace, clock: StillClock) -> None:
    run, _ = opened(workspace)
    clock.advance(600)
    begin = clock.now()
    run.start()
    clock.advance(7)
    run.tick()
    run.close()
    (left,) = Sessions(Workspace(workspace.paths, clock)).unfinished()
    assert left.session.at == begin


def test_skipped_set_is_written_despite_slow_disk(
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


def test_late_write_is_reported_at_once(
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


class FakeRecorder(Recorder):
    """A recorder that keeps the calls of `expect` and `record`, in order."""

    def __init__(self) -> None:
        self.calls: list[tuple[str, float | None, SetRecord | None]] = []

    def expect(self, moment: float | None, key: int = 0, record: SetRecord | None = None) -> None:
        self.calls.append(("expect", moment, record))

    def record(self, key: int, record: SetRecord) -> None:
        self.calls.append(("record", None, record))

    def forget(self, key: int) -> None:
        raise AssertionError("nothing is reopened here")


def test_recorder_expects_sets_and_commands(workspace: Workspace, clock: StillClock) -> None:
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


def test_interrupted_session_resumes_at_next_set(workspace: Workspace, clock: StillClock) -> None:
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


def test_sound_is_rescheduled_after_each_command(workspace: Workspace, clock: StillClock) -> None:
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


def test_start_waits_for_audible_tone(workspace: Workspace, clock: StillClock) -> None:
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


def test_rehearsal_writes_nothing(workspace: Workspace, clock: StillClock) -> None:
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


def test_strong_pain_ends_session_with_tone(workspace: Workspace, clock: StillClock) -> None:
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


def test_session_without_sets_is_not_stored(workspace: Workspace, clock: StillClock) -> None:
    run, _ = opened(workspace)
    run.start()
    clock.advance(1)
    run.do(StopSession())
    assert run.finish() is None
    run.close()
    assert workspace.journal.sessions() == ()


@pytest.mark.parametrize(("unseen", "wall"), [(0.1, 1200.0), (240.0, 240.0), (0.1, 3.0)])
def test_session_pauses_where_suspend_began(
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


def test_short_gap_follows_the_clock(workspace: Workspace, clock: StillClock) -> None:
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


def test_rehearsal_allows_time_jumps(workspace: Workspace, clock: StillClock) -> None:
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


def test_stopped_session_stores_planned_sets(workspace: Workspace, clock: StillClock) -> None:
    session = stop_after(workspace, clock, 5)
    assert (session.stopped, session.asked_sets) == (True, 6)
    assert [(one.seconds, one.end) for one in session.sets] == [(1, "stopped")]
    assert is_begun(session)
    assert not program_plan(workspace, "tiny").done


def test_completed_session_is_not_stopped(workspace: Workspace, clock: StillClock) -> None:
    session = stop_after(workspace, clock, 200)
    assert (session.stopped, session.asked_sets, len(session.sets)) == (False, 6, 6)


def test_stop_for_pain_is_not_stop_by_user(workspace: Workspace, clock: StillClock) -> None:
    run, _ = opened(workspace)
    run.start()
    clock.advance(5)
    run.do(ReportPain())
    run.do(AnswerPain(7))
    session = run.finish(5)
    run.close()
    assert session is not None
    assert (session.stopped, session.asked_sets) == (False, 6)


def test_undecided_stopped_session_is_kept(workspace: Workspace, clock: StillClock) -> None:
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


def test_discarded_session_is_gone(workspace: Workspace, clock: StillClock) -> None:
    run, _ = opened(workspace)
    run.start()
    clock.advance(7)
    run.do(PauseSession())
    run.discard()
    run.close()
    assert Sessions(workspace).unfinished() == ()
    assert workspace.journal.sessions() == ()


def test_strong_pain_prevents_resuming(workspace: Workspace, clock: StillClock) -> None:
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


def test_restored_drill_survives_crash(workspace: Workspace, clock: StillClock) -> None:
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


def test_new_drills_are_introduced_until_done(workspace: Workspace, clock: StillClock) -> None:
    run, audio = opened(workspace)
    known = run.introduction
    assert known.equipment_text == "You need: mat."
    assert [drill.id for drill in known.first_time] == ["plank", "side-plank"]
    seconds = run.say_introduction()
    ((moment, cue),) = audio.plans[-1]
    assert (moment - clock.monotonic(), cue.cue, cue.say) == (1, CueKind.SAY, "You need: mat.")
    assert 1 < seconds < 4
    run.start()
    clock.advance(4 + 2 + 1)
    run.tick()
    run.do(StopSession())
    run.finish()
    run.close()
    again, _ = opened(workspace)
    assert [drill.id for drill in again.introduction.first_time] == ["side-plank"]
    again.close()


def test_breathing_needs_no_introduction(workspace: Workspace) -> None:
    run = Sessions(workspace).start("breathing", mute=True)
    assert run.introduction.first_time == ()
    run.close()


def test_words_and_late_announcements_ring_no_bell(workspace: Workspace) -> None:
    run = Sessions(workspace).start("hips-and-thoracic", mute=True)
    run.audio = audio = RecordingPlayer()
    run.start()
    plan = audio.plans[-1]
    late = [moment for moment, cue in plan if cue.cue is CueKind.ANNOUNCE and cue.at > 0]
    tones = [moment for moment, cue in plan if cue.cue is not CueKind.SAY and moment not in late]
    assert late
    assert len(tones) < len(plan) - len(late)
    assert list(run.ahead(0)) == tones
    run.close()
