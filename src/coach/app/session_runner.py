"""Running a session: the player with its sound and its recorder."""

from __future__ import annotations

import importlib
from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from functools import partial
from threading import Event, Thread
from typing import TYPE_CHECKING, Final

from msgspec.structs import replace

from coach.app.session_report import COUNTED, Outlook, ReportWords, SessionReport, total_text
from coach.clock import Clock, RehearsalClock
from coach.coaching.history import is_begun
from coach.coaching.messages import notice
from coach.errors import JournalError
from coach.journal.codec import new_id
from coach.journal.recorder import Recorder
from coach.model.events import MODERATE_PAIN, Control, Session, SetRecord, has_strong_pain
from coach.model.formatting import format_dose, in_sentence, name_of
from coach.model.plan import Dose, ProgramPlan
from coach.model.program import Drill, Program
from coach.model.timeline import Cue, CueKind, Timeline
from coach.model.units import Units
from coach.session.commands import (
    Command,
    Outcome,
    PauseSession,
    SessionEnded,
    SetRecorded,
    SetReopened,
    StopSession,
)
from coach.session.compile import with_easier_dose
from coach.session.cues import spoken_seconds
from coach.session.instructions import NO_INTRODUCTION, Introduction
from coach.session.player import Player, Stopping, SuspendDetector, Suspension, has_levels, sets_done
from coach.session.set_records import is_attempted, summarise
from coach.session.view import SessionView, State, reply_tone

if TYPE_CHECKING:
    from coach.sound.audio_player import AudioPlayer


UNTIMED: Final = frozenset({State.PAUSED, State.PAIN, State.WAIT, State.DONE})
"""The states that time does not end."""

SOUND_PATIENCE_SECONDS: Final = 3.0
"""How long the start waits for the sound device."""

CLOSED_CHECK_SECONDS: Final = 2.0
"""How often a running session checks whether its rest may still be done."""
INTRODUCTION_LEAD_SECONDS: Final = 1.0
"""Time to make the words that come before a session."""
FINISH_SECONDS: Final = 5.0
"""How long the end of a session in text mode waits for the disk."""
_NAP_SECONDS: Final = 0.1


RELEASE_SECONDS: Final = 0.5
"""How long the end of a session waits until the display may turn off again."""


class SleepInhibitor:
    """Keeps the display on by a context manager, in a thread of its own because a desktop may answer slowly.

    Args:
        make: makes the context manager; raises ImportError where there is none. None: wakepy makes it.
    """

    def __init__(self, make: Callable[[], AbstractContextManager[object]] | None = None) -> None:
        self._make = make
        self._released = Event()
        self._thread: Thread | None = None

    def start(self) -> None:
        """Keep the display on from now on; never waits and never fails."""
        if self._thread is None:
            self._thread = Thread(target=self._hold, name="awake", daemon=True)
            self._thread.start()

    def release(self) -> None:
        """Let the display turn off again."""
        self._released.set()
        if self._thread is not None:
            self._thread.join(RELEASE_SECONDS)

    def _hold(self) -> None:
        try:
            make = self._make or partial(importlib.import_module("wakepy").keep.presenting, on_fail="pass")
            with make():
                self._released.wait()
        except (ImportError, OSError, RuntimeError):
            # Without the library, or on a desktop that refuses, the display turns off as usual.
            return


class SessionRunner:
    """Runs one session, for the session screen and for text mode.

    `tick` and `do` first record what happened, then schedule the sound, then return the view.

    Attributes:
        program: the program.
        timeline: its intervals.
        drills: the catalog, for cues and names.
        units: how loads are shown.
        plan: the doses, with their reasons.
        clock: the clock of the session; in a rehearsal a faster one.
        rehearsal: nothing is recorded.
        notes: what to know before the start, a sentence each.
        introduction: what is needed, and the drills that are new.
        session: the session in the journal, once it is finished.
        care: why its rest may not be done any more, a sentence each; then it was stopped.
    """

    def __init__(
        self,
        *,
        program: Program,
        plan: ProgramPlan,
        timeline: Timeline,
        drills: Mapping[str, Drill],
        units: Units = "kg",
        player: Player,
        audio: AudioPlayer,
        clock: Clock,
        recorder: Recorder,
        notes: Sequence[str] = (),
        introduction: Introduction = NO_INTRODUCTION,
        introduce: Callable[[Dose], Introduction] = lambda _dose: NO_INTRODUCTION,
        outlook: Callable[[Session | None], Outlook | None] = lambda _session: None,
        sleep_inhibitor: SleepInhibitor | None = None,
        closed: Callable[[Timeline], Sequence[str]] = lambda _timeline: (),
    ) -> None:
        self.program = program
        self.plan = plan
        self.timeline = timeline
        self.drills = drills
        self.units: Units = units
        self.audio = audio
        self.clock = clock
        self.rehearsal = isinstance(clock, RehearsalClock)
        self.session: Session | None = None
        self.ended = False
        self._outcome: Outcome | None = None
        self._player = player
        self._recorder = recorder
        self.notes = tuple(notes)
        self.introduction = introduction
        self._introduce = introduce
        self._outlook = outlook
        self._sleep_inhibitor = sleep_inhibitor
        self._closed = closed
        self._checked_at = clock.monotonic()
        self.care: tuple[str, ...] = ()
        self._facts_recorded = 0
        self._last_moment = float("-inf")
        self._records: dict[int, SetRecord] = {}
        self._planned_revision = -1
        self._expected: tuple[int, int] | None = None
        self._finished = False
        self._suspend_detector = SuspendDetector(clock.monotonic(), clock.now())

    @property
    def trouble(self) -> str | None:
        """Why something is not on disk yet, in a sentence; None while all is well."""
        return self._recorder.trouble

    @property
    def promise(self) -> str:
        """Where what was done is at this moment, in a sentence that is true."""
        return self._recorder.promise

    @property
    def sound_known(self) -> bool:
        """Whether the sound device is open, or it is known why there is none."""
        status = self.audio.status()
        return status.device is not None or status.reason is not None

    def start(self) -> SessionView:
        """Start as soon as the first cue can be heard in time.

        To hear it, wait for `sound_known` before, at most `SOUND_PATIENCE_SECONDS`.
        """
        now = self._moment()
        self._suspend_detector.check(now, self.clock.now())
        self._recorder.begin(self.clock.now())
        if self._sleep_inhibitor is not None:
            self._sleep_inhibitor.start()
        self._player.start(now + self._lead_seconds)
        return self._update(now)

    def say_introduction(self) -> float:
        """Say what is needed; the seconds until it is said, 0 where it is not."""
        words = self.introduction.spoken
        if not words or self.timeline.spoken == "names":
            return 0.0
        begin = INTRODUCTION_LEAD_SECONDS
        self.audio.prepare([words])
        cue = Cue(at=0, cue=CueKind.SAY, say=words)
        self.audio.plan([(self._real_moment(self.clock.monotonic()) + begin, cue)])
        return begin + spoken_seconds([words])

    def _real_moment(self, moment: float) -> float:
        clock = self.clock
        return clock.real_moment(moment) if isinstance(clock, RehearsalClock) else moment

    def tick(self, now: float | None = None) -> SessionView:
        """The view of the session at a moment of its clock; None is now."""
        checked_at = self.clock.monotonic()
        if not self.ended and checked_at - self._checked_at >= CLOSED_CHECK_SECONDS * self.pace:
            # A red flag may have come from another terminal or machine.
            self._checked_at = checked_at
            self.care = tuple(self._closed(self.timeline))
            if self.care:
                moment = self._moment()
                self._update(moment)
                self._player.do(StopSession(), moment, lead_seconds=self._lead_seconds)
                self._expected = None
        return self._update(self._moment(now))

    def notice_suspension(self) -> Suspension | None:
        """The time in which the machine was suspended since the last call; None where it was not.

        The session is then paused at the last moment that was shown. To be called before `tick`, which would
        count that time as done.
        """
        suspension = self._suspend_detector.check(self.clock.monotonic(), self.clock.now())
        if suspension is None or self.ended or (self.pace != 1 and not suspension.slept):
            return None
        if suspension.stands_still and self._player.view(self._last_moment).state not in UNTIMED:
            self.do(PauseSession(), at=self._last_moment)
        return suspension

    def do(self, command: Command, at: float | None = None) -> SessionView:
        """Carry out a command of the user.

        Args:
            at: when, on the clock of the session and not before the last moment shown; None is now.
        """
        now = self._moment(at)
        before = self._update(now)
        self._player.do(command, now, lead_seconds=self._lead_seconds)
        self._expected = None
        after = self._update(now)
        tone = reply_tone(before, after)
        if tone is not None:
            self.audio.play(tone)
        return after

    @property
    def _lead_seconds(self) -> float:
        """How long before its moment a cue has to be scheduled, in seconds of the session."""
        return self.audio.status().lead_seconds * self.pace

    @property
    def pace(self) -> float:
        """Seconds of the session in a second: 1, or the speed of the rehearsal."""
        return self.clock.speed if isinstance(self.clock, RehearsalClock) else 1.0

    def ahead(self, now: float) -> tuple[float, ...]:
        """The moments after `now` of the tones to come if the user does nothing.

        Without the announcement late in a rest: its flash would be taken for the start.
        """
        ahead = self._player.ahead(now)
        return tuple(
            moment
            for moment, cue in ahead
            if cue.cue is not CueKind.SAY and not (cue.cue is CueKind.ANNOUNCE and cue.at > 0)
        )

    def easier_dose(self, view: SessionView) -> Dose | None:
        """What the drill of this moment asks for if the user wants less; None: nothing is offered."""
        interval = view.interval
        first = self._player.first_to_come(self._last_moment)
        if interval is None or first is None:
            return None
        later = self.timeline.intervals[first:]
        dose = next((dose for dose in self.plan.slots if dose.slot == interval.slot), None)
        to_come = any(one.is_set and one.slot == interval.slot for one in later)
        return dose.easier if dose is not None and to_come else None

    def easier_introduction(self, view: SessionView) -> Introduction:
        """What to know before less is asked for, where that is another drill that was never done."""
        dose = self.easier_dose(view)
        if dose is None or any(one.drill == dose.drill for one in self.timeline.intervals):
            return NO_INTRODUCTION
        return self._introduce(dose)

    def make_easier(self) -> tuple[SessionView, str]:
        """Ask less of the drill of this moment for today, from its next set on.

        Returns:
            The view, and what has changed, or why nothing has, in a sentence.
        """
        now = self._moment()
        view = self._update(now)
        dose, first = self.easier_dose(view), self._player.first_to_come(now)
        if view.interval is None or dose is None or first is None:
            return view, self._not_easier(view)
        self.plan = replace(
            self.plan, slots=tuple(dose if one.slot == dose.slot else one for one in self.plan.slots)
        )
        self.timeline = with_easier_dose(self.timeline, self.program, dose, self.drills, first)
        cues = (cue for one in self.timeline.intervals[first:] for cue in one.cues)
        self.audio.prepare(dict.fromkeys(cue.say for cue in cues if cue.say))
        self._player.change_timeline(self.timeline, now)
        self._expected = None
        at = self.clock.now()
        self._recorder.write(
            Control(
                id=new_id(at),
                date=self.timeline.date,
                at=at,
                action="easier_today",
                program=self.program.id,
                slot=dose.slot,
            ),
            asked_sets=self.timeline.asked_sets,
        )
        names = {drill.id: drill.name for drill in self.drills.values()}
        what = format_dose(dose, units=self.units, name=in_sentence(name_of(dose.drill, names)))
        when = "Easier from the next set on" if view.interval.is_set else "Easier today"
        return self._update(now), f"{when}: {what}."

    def _not_easier(self, view: SessionView) -> str:
        slot = None if view.interval is None else view.interval.slot
        dose = next((dose for dose in self.plan.slots if dose.slot == slot), None)
        if dose is not None and dose.is_easier:
            return "This is easier today already."
        if dose is not None and dose.easier is not None:
            return "No set of this is left to make easier."
        return "There is nothing easier for this here."

    def records(self) -> tuple[SetRecord, ...]:
        """The sets so far, in the order of the timeline; a set that was done again is there once."""
        return tuple(record for _key, record in sorted(self._records.items()))

    def if_stopped(self) -> Stopping:
        """What stopping now would make of the session."""
        intervals, asked = self.timeline.intervals, self.timeline.asked_sets
        done = [
            record
            for key, record in self._records.items()
            if is_attempted(record) and not intervals[key].warmup
        ]
        as_session = Session(
            id="",
            date=self.timeline.date,
            at=self.clock.now(),
            program=self.program.id,
            kind=self.program.kind,
            sets=self.records(),
            stopped=True,
            asked_sets=asked,
        )
        hurt = any((record.pain or 0) >= MODERATE_PAIN for record in self._records.values())
        return Stopping(done=len(done), asked=asked, begun=is_begun(as_session), hurt=hurt)

    def discard(self) -> None:
        """Delete this session and its sets."""
        self._recorder.discard()

    def finish(self, patience_seconds: float = 0.0) -> Session | None:
        """Write a session that has ended or was stopped to the journal.

        Args:
            patience_seconds: how long to retry where the disk refuses.

        Raises:
            JournalError: it is not on disk; this may be called again.
        """
        until = self.clock.monotonic() + patience_seconds
        while not self._finished:
            try:
                self.session = self._recorder.finish(stopped=self._outcome == "stopped")
                self._finished = True
            except JournalError:
                if self.clock.monotonic() >= until:
                    raise
                self.clock.sleep(_NAP_SECONDS)
        return self.session

    def report(self) -> SessionReport:
        """What was done, drill by drill, and what comes next and why.

        After strong pain: what to do now, and nothing about a next time.

        Raises:
            JournalError: the journal cannot be read.
        """
        stopped = self._stopped()
        if self.care:
            return SessionReport(care=self.care, stopped=stopped)
        names = {drill.id: drill.name for drill in self.drills.values()}
        one_hand = {one.drill for one in self.timeline.intervals if one.one_hand}
        hurt = has_strong_pain(self.records())
        silent = self.rehearsal or hurt
        said = None if silent else self._outlook(self.session)
        summaries = summarise(self.records(), names, self.units, one_hand=one_hand)
        words = ReportWords(names=names, units=self.units, one_hand=one_hand)
        # A warm-up that was left out is not missed.
        done = {record.slot for record in self._records.values()}
        in_session = {one.slot for one in self.timeline.intervals if not one.warmup} | done
        asked = [dose for dose in self.plan.slots if dose.slot in in_session]
        counts = self.if_stopped()
        figure_drill, figure_caption = words.figure(asked, said)
        judged = any(record.form == "clean" for record in self.records())
        return SessionReport(
            care=(notice("strong_pain").text,) if hurt and not self.rehearsal else (),
            stopped="" if silent else stopped,
            rows=words.rows(summaries, asked, said) if self._records else (),
            counted=COUNTED if judged and said and has_levels(self.program) else "",
            figure_drill=figure_drill,
            figure_caption=figure_caption,
            total=total_text(self.session, counts.done, counts.asked) if self._records else "",
            closing="A rehearsal: nothing was written down." if self.rehearsal else "",
        ).with_outlook(said)

    def summary(self) -> tuple[str, ...]:
        """The report as sentences; errors are those of `report`."""
        return self.report().lines()

    def _stopped(self) -> str:
        """What became of a session that was stopped before its end; empty where it was not."""
        if self._outcome != "stopped":
            return ""
        stopping = self.if_stopped()
        if not self._records:
            return "Nothing was done, so nothing is written down."
        if not stopping.done:
            return "You stopped before a set was done, so this does not count as a session."
        partly = f"You stopped after {sets_done(stopping.done, stopping.asked)}. What you did is kept"
        if stopping.begun:
            return f"{partly}. It would count as a session from half of it on."
        return f"{partly}, and it counts as a session."

    def close(self) -> None:
        """Stop the sound and close the journal.

        Raises:
            JournalError: something could not be saved; the message says where it was put instead.
        """
        if self._sleep_inhibitor is not None:
            self._sleep_inhibitor.release()
        self.audio.close()
        self._recorder.close()

    def _moment(self, now: float | None = None) -> float:
        """A moment, or now; never before the last one."""
        self._last_moment = max(self._last_moment, self.clock.monotonic() if now is None else now)
        return self._last_moment

    def _update(self, now: float) -> SessionView:
        facts = self._player.facts(now)
        for fact in facts[self._facts_recorded :]:
            if isinstance(fact, SetRecorded):
                self._records[fact.key] = fact.record
                self._recorder.record(fact.key, fact.record)
            elif isinstance(fact, SetReopened):
                self._records.pop(fact.key, None)
                self._recorder.forget(fact.key)
            elif isinstance(fact, SessionEnded):
                self.ended, self._outcome = True, fact.outcome
        self._facts_recorded = len(facts)
        seen = (self._player.revision, self._facts_recorded)
        if seen != self._expected:
            # The recorder has the set that ends next on disk before its end is seen or heard.
            self._expected = seen
            coming = self._player.coming_set(now)
            if coming is None:
                self._recorder.expect(None)
            else:
                moment, fact = coming
                self._recorder.expect(moment, fact.key, fact.record)
        if self._player.revision != self._planned_revision:
            self._planned_revision = self._player.revision
            self.audio.plan([(self._real_moment(moment), cue) for moment, cue in self._player.ahead(now)])
        return self._player.view(now)
