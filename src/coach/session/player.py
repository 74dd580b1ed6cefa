"""The player: from a timeline, the commands so far and a moment comes all there is to see and to note."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace

from coach.model.events import has_strong_pain
from coach.model.program import Program
from coach.model.timeline import Cue, Timeline
from coach.session import marks, moves, pain, skips
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
from coach.session.course import Course
from coach.session.facts import Fact, SetRecorded
from coach.session.look import cues_ahead, led, look
from coach.session.opening import opening_standing
from coach.session.standing import Standing, advanced, finished, next_record
from coach.session.view import View


class Player:
    """A running session.

    It holds no clock. Every interval has a deadline, and a moment is asked about by handing it in: what
    happened until then follows from the commands and their moments alone, however often it was asked before,
    and asking changes nothing. Moments are seconds of one monotonic clock; only their differences mean
    anything. A moment before the latest command counts as the moment of that command; so a pause may be given
    for the last moment at which the session was seen to run.

    Attributes:
        timeline: what it plays.
        revision: grows with each command that changes what lies ahead, so that cues can be planned anew.
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
            done: what an interrupted run of the same timeline had recorded; it goes on with the first set
                that is not among them, after a get-ready.
            attended: someone can answer. Without: form and pain stay unknown, a wait goes on by itself, and
                repetitions that wait for someone get four seconds each and stay uncounted.

        Raises:
            ValueError: when `done` belongs to another timeline.
        """
        self.timeline = timeline
        self.revision = 0
        self._course = Course(timeline, program, attended=attended)
        self._settled = opening_standing(self._course, done)
        self._latest = self._settled
        self._commanded = float("-inf")

    def start(self, now: float) -> None:
        """Let it run from this moment, which may be a little ahead; a second start means nothing."""
        if self._settled.mode == "unstarted":
            begun = replace(self._settled, mode="running", moment=now)
            if not begun.legs:
                begun = finished(begun, "pain" if has_strong_pain(begun.records.values()) else "done", now)
            self._settle(begun, now)

    def do(self, command: Command, now: float, *, lead_seconds: float = 0.0) -> bool:
        """Give a command at a moment.

        Args:
            command: what is asked.
            now: when.
            lead_seconds: so much before its moment a cue has to be known. What the command begins with a cue
                begins so much later, and stands at its beginning until then: no time is lost by it.

        Returns:
            Whether it meant anything here; one that did not changes nothing.

        Raises:
            ValueError: for an answer about pain that is not 0 to 10.
        """
        now = max(now, self._commanded)
        before = self._at(now)
        after = _obey(self._course, before, command, now)
        if after is before:
            return False
        after = led(after, now, lead_seconds)
        self._settle(after, now, changes_way=not isinstance(command, MarkShaky | AnswerCheck))
        return True

    def view(self, now: float) -> View:
        """What the session looks like at this moment."""
        return look(self._course, self._at(now), max(now, self._commanded))

    def facts(self, now: float) -> tuple[Fact, ...]:
        """Everything that has happened until this moment, in order; what was done before comes first."""
        return self._at(now).facts

    def coming_set(self, now: float) -> tuple[float, SetRecorded] | None:
        """The set that ends next by itself if nobody intervenes: when, and what is written down of it."""
        return next_record(self._course, self._at(now))

    def ahead(self, now: float) -> tuple[tuple[float, Cue], ...]:
        """The cues still to come if nobody intervenes, with their moments, up to the next wait."""
        return tuple(cues_ahead(self._at(now), max(now, self._commanded)))

    def _settle(self, standing: Standing, now: float, *, changes_way: bool = True) -> None:
        self._settled = self._latest = standing
        self._commanded = now
        self.revision += int(changes_way)

    def _at(self, now: float) -> Standing:
        """Where it stands at a moment. The latest answer is only kept to start from; it gives the same."""
        start = self._latest if now >= self._latest.moment else self._settled
        self._latest = advanced(self._course, start, now)
        return self._latest


def _obey(course: Course, at: Standing, command: Command, now: float) -> Standing:
    """The standing after a command; the same object where it means nothing."""
    match command:
        case PauseSession():
            return moves.pause(course, at, now)
        case ResumeSession():
            return moves.resume(course, at, now)
        case RedoSet():
            return moves.redo(course, at, now)
        case ContinueSession():
            return moves.go_on(course, at, now)
        case SkipInterval():
            return moves.skip_interval(course, at, now)
        case GoBack():
            return moves.go_back(course, at, now)
        case AdjustInterval(seconds):
            return moves.adjust_interval(course, at, now, seconds)
        case AdjustRests(seconds):
            return moves.adjust_rests(course, at, seconds)
        case StopSession():
            return moves.stop(course, at, now)
        case SkipSide():
            return skips.skip_side(course, at, now)
        case SkipDrill():
            return skips.skip_drill(course, at, now)
        case SkipWarmup():
            return skips.skip_warmup(course, at, now)
        case MarkShaky():
            return marks.mark_shaky(course, at)
        case ReportPain():
            return pain.report_pain(course, at, now)
        case LeavePainOpen():
            return pain.leave_pain(course, at, now)
        case AnswerPain(much):
            return pain.answer_pain(course, at, now, much)
        case AnswerCheck(much, slot):
            return marks.answer_check(at, much, slot)
