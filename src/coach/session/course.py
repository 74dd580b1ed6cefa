"""The way through a timeline from any set on: which intervals lie ahead when some sets are left out."""

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


class Leg(Struct, frozen=True, kw_only=True):
    """One stretch of the way: an interval as it is now, which may differ from what the timeline has there."""

    interval: Interval
    index: int
    """The place in the timeline of the interval it is made from."""
    key: int
    """The place in the timeline of the set that it is or leads to."""
    seconds: float | None
    """How long it takes in all; None waits for the user."""
    begin: float = 0.0
    """Where in the interval it begins: more than 0 for a set that goes on after a pause."""

    @property
    def rank(self) -> int:
        """How long a kind of rest it is; 0 for what is none."""
        return _RANKS.get(self.interval.kind, 0)


class Course:
    """A timeline with what is needed to leave sets out of it, go back in it and stretch its rests."""

    def __init__(self, timeline: Timeline, program: Program, *, attended: bool) -> None:
        self.intervals = timeline.intervals
        self.attended = attended
        self.ready_seconds = program.ready_seconds
        self.resume_seconds = min(RESUME_SECONDS, program.ready_seconds)
        self.set_keys = tuple(key for key, one in enumerate(self.intervals) if one.is_set)
        starts = (0, *(key + 1 for key in self.set_keys))
        self._leads = dict(zip(self.set_keys, map(range, starts, self.set_keys), strict=False))

    def work(self, key: int) -> Interval:
        """The set at this place of the timeline."""
        return self.intervals[key]

    def ready(self, key: int, seconds: int, *, resumed: bool = False) -> tuple[Leg, ...]:
        """A get-ready of its own before a set; nothing where the program has none."""
        if seconds == 0:
            return ()
        work = self.work(key)
        lead = lead_to(work, IntervalKind.READY, seconds)
        lead = replace(lead, cues=lead_cues(lead, work, to_set=True, resumed=resumed))
        return (Leg(interval=lead, index=key, key=key, seconds=seconds),)

    def resumed(self, leg: Leg, elapsed: float) -> tuple[Leg, ...]:
        """A set that goes on where it was paused, after a short get-ready."""
        rest = replace(leg, begin=elapsed)
        return (*self.ready(leg.key, self.resume_seconds, resumed=elapsed > 0), rest)

    def way(
        self,
        keys: Sequence[int],
        *,
        after: int | None = None,
        opening: tuple[Leg, ...] | None = None,
        rests_delta_seconds: int = 0,
    ) -> tuple[Leg, ...]:
        """The legs through these sets, in this order.

        Between two sets lies what the timeline has before the second; where sets between them are left out,
        the longest kind of rest on the way takes the place of a shorter one.

        Args:
            after: the set that was done before the first of them; None: the session begins with a get-ready.
            opening: what leads to the first set, in place of that, at the lengths it has.
            rests_delta_seconds: seconds that every rest is longer (or shorter) today.
        """
        legs: list[Leg] = []
        for before, key in zip((after, *keys), keys, strict=False):
            lead = opening
            if lead is None:
                lead = tuple(self.stretched(leg, rests_delta_seconds) for leg in self.lead(before, key))
            opening = None
            legs.extend(lead)
            legs.append(self._set(key, last=key == keys[-1], unannounced=not lead))
        return tuple(legs)

    def lead(self, before: int | None, key: int) -> tuple[Leg, ...]:
        """What leads from one set to another."""
        own = [self._lead_leg(index, key) for index in self._leads[key] if self._keeps(index)]
        if before is None:
            return self._unrested(own) or self.ready(key, self.ready_seconds)
        longest = self._longest_rest(before, key)
        head = () if longest is None else (self._lead_leg(longest, key),)
        return (*head, *self._unrested(own))

    def stretched(self, leg: Leg, rests_delta_seconds: int) -> Leg:
        """A rest at today's length, counted from its own; every other leg as it is."""
        own = self.intervals[leg.index].seconds
        if leg.interval.kind not in RESTS or own is None or leg.interval.is_set:
            return leg
        return self.lengthened(leg, max(min(own, LEAST_REST_SECONDS), own + rests_delta_seconds))

    def lengthened(self, leg: Leg, seconds: int) -> Leg:
        """A rest or get-ready at another length, with its cues at their new moments."""
        if leg.interval.seconds == seconds:
            return leg
        interval = replace(leg.interval, seconds=seconds)
        cues = lead_cues(interval, self.work(leg.key), to_set=self._leads_at_once(leg))
        return replace(leg, interval=replace(interval, cues=cues), seconds=seconds)

    def retargeted(self, leg: Leg, key: int) -> Leg:
        """A rest that leads to another set than before."""
        if leg.key == key:
            return leg
        interval = lead_to(self.work(key), leg.interval.kind, leg.interval.seconds)
        interval = replace(interval, fixed_start=leg.interval.fixed_start)
        moved = replace(leg, interval=interval, key=key)
        cues = lead_cues(interval, self.work(key), to_set=self._leads_at_once(moved))
        return replace(moved, interval=replace(interval, cues=cues))

    @staticmethod
    def _unrested(legs: Sequence[Leg]) -> tuple[Leg, ...]:
        return tuple(leg for leg in legs if not leg.rank)

    def _leads_at_once(self, leg: Leg) -> bool:
        """Whether the set follows without a wait between."""
        if leg.interval.kind is IntervalKind.READY:
            return True
        leads = (self.intervals[index] for index in self._leads[leg.key] if self._keeps(index))
        return all(lead.kind is not IntervalKind.WAIT for lead in leads)

    def _keeps(self, index: int) -> bool:
        """Whether an interval is walked: a wait before a set is not, where nobody could go on from it."""
        return self.attended or self.intervals[index].kind is not IntervalKind.WAIT

    def _longest_rest(self, before: int, key: int) -> int | None:
        """The place of the longest kind of rest between two sets, the last of equals."""
        between = [i for i in range(before + 1, key) if self.intervals[i].kind in _RANKS]
        return max(between, key=lambda i: (_RANKS[self.intervals[i].kind], i), default=None)

    def _lead_leg(self, index: int, key: int) -> Leg:
        interval = self.intervals[index]
        leg = Leg(interval=interval, index=index, key=index, seconds=interval.seconds)
        own = index in self._leads[key]
        return replace(leg, key=key) if own else self.retargeted(leg, key)

    def _set(self, key: int, *, last: bool, unannounced: bool) -> Leg:
        work = self.work(key)
        if work.seconds is None and not self.attended:
            seconds = (work.reps or 0) * UNATTENDED_REP_SECONDS
            work = replace(work, kind=IntervalKind.WORK, seconds=seconds)
        cues = set_cues(work, last=last, unannounced=unannounced)
        if cues != work.cues:
            work = replace(work, cues=cues)
        return Leg(interval=work, index=key, key=key, seconds=work.seconds)
