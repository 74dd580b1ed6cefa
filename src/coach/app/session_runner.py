"""A running session with everything it touches: the player, the sound, and the journal."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Final, Protocol

from coach.app.sleep_inhibitor import NoSleepInhibitor, SleepInhibitor
from coach.clock import Clock, RehearsalClock
from coach.coaching.history import is_begun
from coach.coaching.messages import notice
from coach.errors import JournalError
from coach.model.events import MODERATE_PAIN, Session, SetRecord, has_strong_pain
from coach.model.plan import ProgramPlan
from coach.model.program import Drill, Program
from coach.model.timeline import CueKind, Timeline
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
from coach.session.player import Player, Stopping, SuspendDetector, Suspension, sets_done
from coach.session.summary import is_attempted, summarise
from coach.session.view import SessionView, State, reply_tone

if TYPE_CHECKING:
    from coach.sound.player import AudioPlayer


STANDING: Final = frozenset({State.PAUSED, State.PAIN, State.WAIT, State.DONE})
"""Where time changes nothing."""

SOUND_PATIENCE_SECONDS: Final = 3.0
"""A session begins without sound rather than later than this."""


CLOSED_CHECK_SECONDS: Final = 2.0
"""How often a running session checks whether its rest may still be done."""
FINISH_SECONDS: Final = 5.0
"""How long the end of a session without a screen waits for a disk."""
_NAP_SECONDS: Final = 0.1


class Recorder(Protocol):
    """Keeps what is done, and has it on disk as soon as the disk allows."""

    @property
    def trouble(self) -> str | None:
        """Why something is not on disk yet, in a sentence; None while all is well."""
        ...

    @property
    def promise(self) -> str:
        """Where what was done is at this moment, in a sentence that is true."""
        ...

    def expect(self, moment: float | None, key: int = 0, record: SetRecord | None = None) -> None:
        """Have a set on disk when its end comes, unless something else is recorded or expected before.

        Args:
            moment: when it ends by itself, on the clock of the session; None: none does, as things stand.
            key: of the set.
            record: what is written down of it then.
        """
        ...

    def record(self, key: int, record: SetRecord) -> None:
        """Keep this set; a later one with the same key takes its place."""
        ...

    def forget(self, key: int) -> None:
        """Know nothing of this set any more: it was left out by mistake, and comes again."""
        ...

    def discard(self) -> None:
        """Forget the session and its sets."""
        ...

    def finish(self, *, stopped: bool = False) -> Session | None:
        """Make a session of the recorded sets; None when nothing was done.

        Args:
            stopped: the user stopped it before its end, and not because it hurt.

        Raises:
            JournalError: it is not on disk; what was done is kept, and this may be called again.
        """
        ...

    def close(self) -> None:
        """Let go of what is open.

        Raises:
            JournalError: something could not be saved; says where it was put instead.
        """
        ...


class NullRecorder:
    """The recorder of a rehearsal."""

    trouble: str | None = None
    promise = "Nothing is recorded."

    def expect(self, moment: float | None, key: int = 0, record: SetRecord | None = None) -> None:
        """Nothing is written."""

    def record(self, key: int, record: SetRecord) -> None:
        """Forget it."""

    def forget(self, key: int) -> None:
        """It was forgotten before."""

    def discard(self) -> None:
        """There is nothing to forget."""

    def finish(self, *, stopped: bool = False) -> Session | None:
        """No session was done."""
        return None

    def close(self) -> None:
        """Nothing is open."""


class SessionRunner:
    """One session from its start to its end; a screen and a plain run talk to this alone.

    `tick` and `do` first take what happened to disk, then tell the sound what is ahead, then show the moment.

    Attributes:
        program: what is being done.
        timeline: all of it, laid out.
        drills: the catalogue, for cues and names.
        units: how loads are shown.
        plan: the doses that are asked, with their reasons.
        clock: the clock of the session; in a rehearsal a faster one.
        rehearsal: nothing is recorded.
        notes: what to know before it starts, a sentence each.
        session: what was written to the journal, once it is over.
        care: why it was stopped from outside, a sentence each; empty while nothing has stopped it.
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
        what_next: Callable[[], Sequence[str]] = tuple,
        awake: SleepInhibitor | None = None,
        closed: Callable[[], Sequence[str]] = tuple,
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
        self._what_next = what_next
        self._awake: SleepInhibitor = awake or NoSleepInhibitor()
        self._closed = closed
        self._checked_at = clock.monotonic()
        self.care: tuple[str, ...] = ()
        self._told = 0
        self._latest_moment = float("-inf")
        self._latest: dict[int, SetRecord] = {}
        self._planned = -1
        self._expected: tuple[int, int] | None = None
        self._finished = False
        self._watch = SuspendDetector(clock.monotonic(), clock.now())

    @property
    def trouble(self) -> str | None:
        """Why something is not on disk yet, in a sentence; None while all is well."""
        return self._recorder.trouble

    @property
    def promise(self) -> str:
        """Where what was done is at this moment, in a sentence that is true."""
        return NullRecorder.promise if self.rehearsal else self._recorder.promise

    @property
    def sound_known(self) -> bool:
        """Whether it has turned out what plays, or that nothing does: a device takes a moment to open."""
        status = self.audio.status()
        return status.device is not None or status.reason is not None

    def start(self) -> SessionView:
        """Begin, as soon as what is heard first can be heard in time.

        Whoever wants to hear the first cue waits for `sound_known` before, at most `SOUND_PATIENCE_SECONDS`.
        """
        now = self._moment()
        self._watch.check(now, self.clock.now())
        self._awake.keep()
        self._player.start(now + self._lead_seconds)
        return self._settle(now)

    def tick(self, now: float | None = None) -> SessionView:
        """The session at this moment.

        Args:
            now: a moment of the session's clock, for a caller that looks at every cue in turn; None is now.
        """
        self._stop_if_closed()
        return self._settle(self._moment(now))

    def _stop_if_closed(self) -> None:
        """Stop where the rest may not be done any more: a red flag came from another terminal or machine."""
        now = self.clock.monotonic()
        if self.ended or now - self._checked_at < CLOSED_CHECK_SECONDS * self.pace:
            return
        self._checked_at = now
        self.care = tuple(self._closed())
        if self.care:
            moment = self._moment()
            self._settle(moment)
            self._player.do(StopSession(), moment, lead_seconds=self._lead_seconds)
            self._expected = None

    def notice_suspension(self) -> Suspension | None:
        """Time that went by unseen since this was last asked; None while all is well.

        After sleep, or after a long time in which nobody can have seen or steered anything, the session is
        paused at the last moment at which it was seen. To be asked before `tick`, which takes the time
        between as done.
        """
        suspension = self._watch.check(self.clock.monotonic(), self.clock.now())
        if suspension is None or self.ended or (self.pace != 1 and not suspension.slept):
            return None
        if suspension.stands_still and self._player.view(self._latest_moment).state not in STANDING:
            self.do(PauseSession(), at=self._latest_moment)
        return suspension

    def do(self, command: Command, at: float | None = None) -> SessionView:
        """Carry out what was asked.

        Args:
            command: what it was.
            at: the moment of the session's clock from which it counts, not before any that was looked at;
                None is now.
        """
        now = self._moment(at)
        before = self._settle(now)
        self._player.do(command, now, lead_seconds=self._lead_seconds)
        self._expected = None
        after = self._settle(now)
        answer = reply_tone(before, after)
        if answer is not None:
            self.audio.play(answer)
        return after

    @property
    def _lead_seconds(self) -> float:
        """How long before its moment a cue has to be planned, in seconds of the session."""
        return self.audio.status().lead_seconds * self.pace

    @property
    def pace(self) -> float:
        """How many seconds of the session go by in a second: 1, or the speed of the rehearsal."""
        return self.clock.speed if isinstance(self.clock, RehearsalClock) else 1.0

    def ahead(self, now: float) -> tuple[float, ...]:
        """The moments after `now` of the cues that are still to come if nobody intervenes."""
        return tuple(moment for moment, _cue in self._player.ahead(now))

    def sound(self, kind: CueKind) -> None:
        """Play one tone now, for what nobody could plan."""
        self.audio.play(kind)

    def records(self) -> tuple[SetRecord, ...]:
        """What was done so far, in the order of the session; a set done again counts once."""
        return tuple(record for _key, record in sorted(self._latest.items()))

    def if_stopped(self) -> Stopping:
        """What it would be if it were stopped now."""
        intervals, asked = self.timeline.intervals, self.timeline.asked_sets
        done = [
            record
            for key, record in self._latest.items()
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
        hurt = any((record.pain or 0) >= MODERATE_PAIN for record in self._latest.values())
        return Stopping(done=len(done), asked=asked, begun=is_begun(as_session), hurt=hurt)

    def discard(self) -> None:
        """Forget this session and its sets."""
        self._recorder.discard()

    def finish(self, patience_seconds: float = 0.0) -> Session | None:
        """Write the session to the journal; it is over, by its end or because it was stopped.

        Args:
            patience_seconds: how long to try again where the disk refuses.

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

    def summary(self) -> tuple[str, ...]:
        """What was done, drill by drill, and what comes next and why: a sentence to a line.

        After strong pain it says what to do now, and nothing of a next time.
        """
        if self.care:
            return (*self.care, *self._stopped())
        names = {drill.id: drill.name for drill in self.drills.values()}
        one_hand = {one.drill for one in self.timeline.intervals if one.one_hand}
        told = summarise(self.records(), names, self.units, one_hand=one_hand)
        done = [f"{one.text[0].upper()}{one.text[1:]}." for one in told]
        if self.rehearsal:
            return (*done, "A rehearsal: nothing was written down.")
        if has_strong_pain(self.records()):
            return (notice("strong_pain").text, *done)
        return (*self._stopped(), *done, *self._what_next())

    def _stopped(self) -> tuple[str, ...]:
        """What became of a session that was stopped before its end."""
        if self._outcome != "stopped":
            return ()
        stopping = self.if_stopped()
        if not self._latest:
            return ("Nothing was done, so nothing is written down.",)
        if stopping.begun:
            return ("Kept as begun: less than half of it was done, so it does not count as done.",)
        return (f"{sets_done(stopping.done, stopping.asked)} done, and kept.",)

    def close(self) -> None:
        """Stop the sound, and let go of the journal.

        Raises:
            JournalError: something could not be saved; says where it was put instead.
        """
        self._awake.let_go()
        self.audio.close()
        self._recorder.close()

    def _moment(self, now: float | None = None) -> float:
        """A moment that is never before the last one: a caller that is late looks at the past in order."""
        self._latest_moment = max(self._latest_moment, self.clock.monotonic() if now is None else now)
        return self._latest_moment

    def _settle(self, now: float) -> SessionView:
        self._take_facts(now)
        self._expect_set(now)
        self._plan_sound(now)
        return self._player.view(now)

    def _take_facts(self, now: float) -> None:
        facts = self._player.facts(now)
        for fact in facts[self._told :]:
            if isinstance(fact, SetRecorded):
                self._latest[fact.key] = fact.record
                self._recorder.record(fact.key, fact.record)
            elif isinstance(fact, SetReopened):
                self._latest.pop(fact.key, None)
                self._recorder.forget(fact.key)
            elif isinstance(fact, SessionEnded):
                self.ended, self._outcome = True, fact.outcome
        self._told = len(facts)

    def _expect_set(self, now: float) -> None:
        """Say which set ends next by itself: it is on disk before its end is seen or heard."""
        seen = (self._player.revision, self._told)
        if seen == self._expected:
            return
        self._expected = seen
        coming = self._player.coming_set(now)
        if coming is None:
            self._recorder.expect(None)
        else:
            moment, fact = coming
            self._recorder.expect(moment, fact.key, fact.record)

    def _plan_sound(self, now: float) -> None:
        if self._player.revision == self._planned:
            return
        self._planned = self._player.revision
        clock = self.clock
        if isinstance(clock, RehearsalClock):
            self.audio.plan([(clock.real_moment(moment), cue) for moment, cue in self._player.ahead(now)])
        else:
            self.audio.plan(self._player.ahead(now))
