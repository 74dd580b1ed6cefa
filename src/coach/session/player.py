"""The player of a session: a pure function of a timeline, the commands so far and a moment."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Final

from msgspec import Struct
from msgspec.structs import replace

from coach.model.events import SetRecord, has_strong_pain
from coach.model.formatting import count_text, seconds_text
from coach.model.program import Kind, Program, Progress
from coach.model.timeline import Cue, Timeline
from coach.session import commands, transitions
from coach.session.commands import Command, Fact, Outcome, SetRecorded
from coach.session.pain import answer_pain, leave_pain_open, report_pain
from coach.session.set_records import is_attempted
from coach.session.state import Route, SessionState, advance, finish, next_record
from coach.session.transitions import initial_state
from coach.session.view import SessionView, cues_ahead, make_view, with_lead_time


class Player:
    """A running session.

    It has no clock: the state at a moment follows from the commands and their moments alone, and a query
    changes nothing. Moments are seconds of one monotonic clock. A moment before the latest command counts as
    the moment of that command; so a pause may be given for the last moment at which the session was seen.

    Attributes:
        timeline: of the session.
        revision: grows with each command that changes what lies ahead, so that cues can be scheduled again.
    """

    def __init__(
        self,
        timeline: Timeline,
        program: Program,
        *,
        done: Sequence[SetRecorded] = (),
        attended: bool = True,
    ) -> None:
        """A session at its beginning, or where an interrupted one left off.

        Args:
            timeline: the compiled session.
            program: gives the lengths of the get-readies.
            done: the records of an interrupted run of the same timeline; the session goes on with the first
                set that is not among them, after a get-ready.
            attended: a user can answer. Without one, form and pain stay unknown, a wait goes on by itself,
                and repetitions that wait for the user get four seconds each and are not counted.

        Raises:
            ValueError: when `done` belongs to another timeline.
        """
        self.timeline = timeline
        self.revision = 0
        self._program = program
        self._attended = attended
        self._route = Route(timeline, program, attended=attended)
        self._settled = initial_state(self._route, done)
        self._latest = self._settled
        self._commanded = float("-inf")

    def start(self, now: float) -> None:
        """Start at this moment, which may be a little ahead; a second start has no effect."""
        if self._settled.mode == "unstarted":
            begun = replace(self._settled, mode="running", moment=now)
            if not begun.steps:
                begun = finish(begun, "pain" if has_strong_pain(begun.records.values()) else "done", now)
            self._commit(begun, now)

    def do(self, command: Command, now: float, *, lead_seconds: float = 0.0) -> bool:
        """Give a command at a moment.

        Args:
            command: to apply.
            now: when.
            lead_seconds: how early a cue has to be known. A step that starts with a cue now starts later by
                this.

        Returns:
            Whether it applied.

        Raises:
            ValueError: for an answer about pain that is not 0 to 10.
        """
        now = max(now, self._commanded)
        before = self._at(now)
        after = _apply(self._route, before, command, now)
        if after is before:
            return False
        after = with_lead_time(after, now, lead_seconds)
        self._commit(
            after, now, changes_route=not isinstance(command, commands.MarkShaky | commands.AnswerCheck)
        )
        return True

    def first_to_come(self, now: float) -> int | None:
        """The index in the timeline of the first set that is not begun; None where no set is left."""
        return transitions.first_to_come(self._route, self._at(now))

    def change_timeline(self, timeline: Timeline, now: float) -> None:
        """Go on in a timeline in which only sets that are not begun have changed, each at its index."""
        now = max(now, self._commanded)
        before = self._at(now)
        self.timeline = timeline
        self._route = Route(timeline, self._program, attended=self._attended)
        self._commit(transitions.follow_new_timeline(self._route, before), now)

    def view(self, now: float) -> SessionView:
        """The view of this moment."""
        return make_view(self._route, self._at(now), max(now, self._commanded))

    def facts(self, now: float) -> tuple[Fact, ...]:
        """The facts up to this moment, in order, those of an interrupted run first."""
        return self._at(now).facts

    def coming_set(self, now: float) -> tuple[float, SetRecorded] | None:
        """The next set that ends without a command: when, and its record."""
        return next_record(self._route, self._at(now))

    def ahead(self, now: float) -> tuple[tuple[float, Cue], ...]:
        """The cues to come without a command, with their moments, up to the next wait."""
        return tuple(cues_ahead(self._at(now), max(now, self._commanded)))

    def _commit(self, state: SessionState, now: float, *, changes_route: bool = True) -> None:
        self._settled = self._latest = state
        self._commanded = now
        self.revision += int(changes_route)

    def _at(self, now: float) -> SessionState:
        start = self._latest if now >= self._latest.moment else self._settled
        self._latest = advance(self._route, start, now)
        return self._latest


def _apply(route: Route, state: SessionState, command: Command, now: float) -> SessionState:
    """The state after a command; the same object where the command does not apply."""
    match command:
        case commands.PauseSession():
            return transitions.pause_session(route, state, now)
        case commands.ResumeSession():
            return transitions.resume_session(route, state, now)
        case commands.RedoSet():
            return transitions.redo_set(route, state, now)
        case commands.ContinueSession():
            return transitions.continue_session(route, state, now)
        case commands.SkipInterval():
            return transitions.skip_interval(route, state, now)
        case commands.GoBack():
            return transitions.go_back(route, state, now)
        case commands.AdjustInterval(seconds):
            return transitions.adjust_interval(route, state, now, seconds)
        case commands.AdjustRests(seconds):
            return transitions.adjust_rests(route, state, seconds)
        case commands.StopSession():
            return transitions.stop_session(route, state, now)
        case commands.SkipSide():
            return transitions.skip_side(route, state, now)
        case commands.SkipDrill():
            return transitions.skip_drill(route, state, now)
        case commands.SkipWarmup():
            return transitions.skip_warmup(route, state, now)
        case commands.MarkShaky():
            return transitions.mark_shaky(route, state)
        case commands.ReportPain():
            return report_pain(route, state, now)
        case commands.LeavePainOpen():
            return leave_pain_open(route, state, now)
        case commands.AnswerPain(much):
            return answer_pain(route, state, now, much)
        case commands.AnswerCheck(much, slot):
            return transitions.answer_check(state, much, slot)


class Stopping(Struct, frozen=True, kw_only=True):
    """The result of a session if it were stopped at this moment."""

    done: int
    """Sets that were begun, without the warm-up."""
    asked: int
    """Sets of the whole session, each side one, without the warm-up."""
    begun: bool
    """Too little was done for it to count as a session."""
    hurt: bool
    """It has pain that matters for the next doses, so it cannot be discarded."""

    @property
    def leaves_a_choice(self) -> bool:
        """Whether to ask what becomes of the little that was done."""
        return self.begun and self.done > 0


def stop_text(stopping: Stopping, promise: str, *, decides: bool) -> str:
    """The question whether to stop.

    Args:
        stopping: the result.
        promise: a sentence about where the sets are saved.
        decides: it also asks what becomes of the sets.
    """
    if not decides:
        return f"Stop here? {promise}"
    done = sets_done(stopping.done, stopping.asked)
    return f"Stop here, after {done}? {promise} It would count as a session from half of it on."


def loss_text(count: int) -> str:
    """What is lost when a session is discarded."""
    return f"{count_text(count, 'set')} would be gone for good."


def sets_done(count: int, asked: int | None) -> str:
    """`3 of 18 sets`, or `3 sets` where it is not known how many were asked."""
    return count_text(count, "set") if asked is None else f"{count} of {count_text(asked, 'set')}"


def has_levels(program: Program) -> bool:
    """Whether what is done of a program changes what it asks for next."""
    return program.kind is Kind.CORE or any(slot.progress is not Progress.NONE for slot in program.slots)


def asks_how_it_was(program: Program, records: Iterable[SetRecord], outcome: Outcome | None) -> bool:
    """Whether to ask at the end how much it hurt, also after a session that was stopped early.

    The answer matters for the next doses, so it is asked where there are any and where anything was done, but
    not where the session ended because of pain.
    """
    return has_levels(program) and outcome != "pain" and any(map(is_attempted, records))


NOTICEABLE: Final = timedelta(seconds=2)
"""A smaller difference between the clocks is a correction."""

LONGEST_STALL: Final = timedelta(seconds=30)
"""The longest stall after which a session goes on by the clock; after a longer one it is paused."""


class Suspension(Struct, frozen=True, kw_only=True):
    """Time that passed between two checks without the session being seen."""

    length: timedelta
    slept: bool
    """The wall clock went on and the session's clock did not; else both did."""

    @property
    def stands_still(self) -> bool:
        """Whether the session has to be paused at the moment of the last check."""
        return self.slept or self.length > LONGEST_STALL

    @property
    def text(self) -> str:
        """`The machine slept for 5 min`: the beginning of a sentence."""
        length = seconds_text(round(self.length.total_seconds()))
        return f"The machine slept for {length}" if self.slept else f"The screen stood still for {length}"


class SuspendDetector:
    """Compares the session's clock with the wall clock from one check to the next."""

    def __init__(self, monotonic: float, wall: datetime) -> None:
        self._monotonic = monotonic
        self._wall = wall

    def check(self, monotonic: float, wall: datetime) -> Suspension | None:
        """The suspension since the last check, or None.

        A wall clock that was set back is no suspension. One that was set forward cannot be told from sleep,
        and one pause too many does no harm.

        Args:
            monotonic: seconds on the session's clock.
            wall: wall time, aware of its zone.
        """
        passed = timedelta(seconds=monotonic - self._monotonic)
        beyond = (wall - self._wall) - passed
        self._monotonic, self._wall = monotonic, wall
        if beyond > NOTICEABLE:
            return Suspension(length=beyond, slept=True)
        if passed > NOTICEABLE:
            return Suspension(length=passed, slept=False)
        return None
