"""The remaining route through a timeline: the steps to do when some sets are left out or repeated."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from msgspec import Struct
from msgspec.structs import replace

from coach.model.program import LEAST_REST_SECONDS, Program
from coach.model.timeline import Interval, IntervalKind, Timeline
from coach.session.compile import lead_to
from coach.session.cues import lead_cues, set_cues

RESUME_SECONDS: Final = 5
"""The longest get-ready after a pause; a program with a shorter one has its own."""
UNATTENDED_REP_SECONDS: Final = 4
"""The time for one repetition where nobody can say that it is done."""

_RANKS: Final = {IntervalKind.SWITCH: 1, IntervalKind.REST: 2, IntervalKind.ROUND_REST: 3}
"""Kinds of rest, the longest last."""
RESTS: Final = (IntervalKind.REST, IntervalKind.ROUND_REST)


class Step(Struct, frozen=True, kw_only=True):
    """A scheduled step: an interval with its length of today, which may differ from the timeline's."""

    interval: Interval
    index: int
    """The index in the timeline of the interval it is made from."""
    key: int
    """The index in the timeline of the set that it is or leads to."""
    seconds: float | None
    """The length of the whole interval; None waits for the user."""
    begin: float = 0.0
    """Where in the interval it begins: more than 0 for a set that goes on after a pause."""

    @property
    def rank(self) -> int:
        """How long a kind of rest it is; 0 for what is none."""
        return _RANKS.get(self.interval.kind, 0)


class Route:
    """Makes the steps through a timeline: without some sets, from a set on, with longer or shorter rests."""

    def __init__(self, timeline: Timeline, program: Program, *, attended: bool) -> None:
        self.intervals = timeline.intervals
        self.attended = attended
        self.ready_seconds = program.ready_seconds
        self.resume_seconds = min(RESUME_SECONDS, program.ready_seconds)
        self.set_keys = tuple(key for key, one in enumerate(self.intervals) if one.is_set)
        starts = (0, *(key + 1 for key in self.set_keys))
        self._leads = dict(zip(self.set_keys, map(range, starts, self.set_keys), strict=False))

    def work(self, key: int) -> Interval:
        """The set with this index in the timeline."""
        return self.intervals[key]

    def get_ready(self, key: int, seconds: int, *, resumed: bool = False) -> tuple[Step, ...]:
        """A get-ready before a set; no step where it has no seconds."""
        if seconds == 0:
            return ()
        work = self.work(key)
        lead = lead_to(work, IntervalKind.READY, seconds)
        lead = replace(lead, cues=lead_cues(lead, work, to_set=True, resumed=resumed))
        return (Step(interval=lead, index=key, key=key, seconds=seconds),)

    def steps_to_resume(self, step: Step, elapsed: float) -> tuple[Step, ...]:
        """A set that goes on where it was paused, after a short get-ready."""
        rest = replace(step, begin=elapsed)
        return (*self.get_ready(step.key, self.resume_seconds, resumed=elapsed > 0), rest)

    def steps_through(
        self,
        keys: Sequence[int],
        *,
        after: int | None = None,
        lead_in: tuple[Step, ...] | None = None,
        rests_delta_seconds: int = 0,
    ) -> tuple[Step, ...]:
        """The steps through these sets, in this order.

        Between two sets lies what the timeline has before the second; where sets between them are left out,
        the longest kind of rest between them replaces a shorter one.

        Args:
            after: the set that was done before the first of them; None: the session begins with a get-ready.
            opening: what leads to the first set, in place of that, at the lengths it has.
            rests_delta_seconds: seconds that every rest is longer (or shorter) today.
        """
        steps: list[Step] = []
        for before, key in zip((after, *keys), keys, strict=False):
            lead = lead_in
            if lead is None:
                lead = tuple(
                    self.adjust_rest(step, rests_delta_seconds) for step in self.lead_in(before, key)
                )
            lead_in = None
            steps.extend(lead)
            steps.append(self._set_step(key, last=key == keys[-1], unannounced=not lead))
        return tuple(steps)

    def lead_in(self, before: int | None, key: int) -> tuple[Step, ...]:
        """The steps between two sets, with the lengths of the timeline."""
        own = [self._lead_in_step(index, key) for index in self._leads[key] if self._is_kept(index)]
        if before is None:
            return self._without_rests(own) or self.get_ready(key, self.ready_seconds)
        longest = self._longest_rest(before, key)
        head = () if longest is None else (self._lead_in_step(longest, key),)
        return (*head, *self._without_rests(own))

    def adjust_rest(self, step: Step, rests_delta_seconds: int) -> Step:
        """Make a rest longer or shorter than its own length; any other step stays as it is."""
        own = self.intervals[step.index].seconds
        if step.interval.kind not in RESTS or own is None or step.interval.is_set:
            return step
        return self.resize(step, max(min(own, LEAST_REST_SECONDS), own + rests_delta_seconds))

    def resize(self, step: Step, seconds: int) -> Step:
        """Give a rest or get-ready another length, and move its cues."""
        if step.interval.seconds == seconds:
            return step
        interval = replace(step.interval, seconds=seconds)
        cues = lead_cues(interval, self.work(step.key), to_set=self._leads_at_once(step))
        return replace(step, interval=replace(interval, cues=cues), seconds=seconds)

    def retarget(self, step: Step, key: int) -> Step:
        """Make a rest lead to another set."""
        if step.key == key:
            return step
        interval = lead_to(self.work(key), step.interval.kind, step.interval.seconds)
        interval = replace(interval, fixed_start=step.interval.fixed_start)
        moved = replace(step, interval=interval, key=key)
        cues = lead_cues(interval, self.work(key), to_set=self._leads_at_once(moved))
        return replace(moved, interval=replace(interval, cues=cues))

    @staticmethod
    def _without_rests(steps: Sequence[Step]) -> tuple[Step, ...]:
        return tuple(step for step in steps if not step.rank)

    def _leads_at_once(self, step: Step) -> bool:
        """Whether the set follows without a wait between."""
        if step.interval.kind is IntervalKind.READY:
            return True
        leads = (self.intervals[index] for index in self._leads[step.key] if self._is_kept(index))
        return all(lead.kind is not IntervalKind.WAIT for lead in leads)

    def _is_kept(self, index: int) -> bool:
        """Whether an interval becomes a step: a wait does not where nobody is there to end it."""
        return self.attended or self.intervals[index].kind is not IntervalKind.WAIT

    def _longest_rest(self, before: int, key: int) -> int | None:
        """The index of the longest kind of rest between two sets, the last of equals."""
        between = [i for i in range(before + 1, key) if self.intervals[i].kind in _RANKS]
        return max(between, key=lambda i: (_RANKS[self.intervals[i].kind], i), default=None)

    def _lead_in_step(self, index: int, key: int) -> Step:
        interval = self.intervals[index]
        step = Step(interval=interval, index=index, key=index, seconds=interval.seconds)
        own = index in self._leads[key]
        return replace(step, key=key) if own else self.retarget(step, key)

    def _set_step(self, key: int, *, last: bool, unannounced: bool) -> Step:
        work = self.work(key)
        if work.seconds is None and not self.attended:
            seconds = (work.reps or 0) * UNATTENDED_REP_SECONDS
            work = replace(work, kind=IntervalKind.WORK, seconds=seconds)
        cues = set_cues(work, last=last, unannounced=unannounced)
        if cues != work.cues:
            work = replace(work, cues=cues)
        return Step(interval=work, index=key, key=key, seconds=work.seconds)
