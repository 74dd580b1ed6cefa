"""The immutable state of a session, and how time changes it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Final, Literal

from msgspec import Struct
from msgspec.structs import replace

from coach.model.events import End, Form, SetRecord
from coach.model.program import LEAST_REST_SECONDS, Measure, Program
from coach.model.timeline import RESTS, Interval, IntervalKind, Timeline
from coach.session.commands import Fact, Outcome, SessionEnded, SetRecorded, SetReopened
from coach.session.compile import lead_to
from coach.session.cues import Speech, lead_cues, with_set_cues
from coach.session.set_records import (
    EPSILON_SECONDS,
    better_record,
    is_attempted,
    new_record,
    stronger_pain,
    unattended_record,
)

RESUME_SECONDS: Final = 5
"""The longest get-ready after a pause; a program with a shorter one has its own."""
UNATTENDED_REP_SECONDS: Final = 4
"""The time for one repetition where there is no user to end it."""

_RANKS: Final = {IntervalKind.SWITCH: 1, IntervalKind.REST: 2, IntervalKind.ROUND_REST: 3}
"""Kinds of rest, the longest last."""


class Step(Struct, frozen=True, kw_only=True):
    """An interval on the way to the end, with its length of today, which may differ from the timeline's."""

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
        self.speech = Speech(spoken=timeline.spoken, units=timeline.units)
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
        lead = replace(lead, cues=lead_cues(lead, work, self.speech, to_set=True, resumed=resumed))
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
            lead_in: the steps to the first set, in place of those of the timeline.
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
            work = self.work(key)
            if work.seconds is None and not self.attended:
                seconds = (work.reps or 0) * UNATTENDED_REP_SECONDS
                work = replace(work, kind=IntervalKind.WORK, seconds=seconds)
            leads = [step.interval for step in lead]
            cued = with_set_cues(work, self.speech, last=key == keys[-1], leads=leads)
            work = work if cued == work else cued
            steps += [*lead, Step(interval=work, index=key, key=key, seconds=work.seconds)]
        return tuple(steps)

    def lead_in(self, before: int | None, key: int) -> tuple[Step, ...]:
        """The steps between two sets, with the lengths of the timeline."""
        own = [self._lead_in_step(index, key) for index in self._leads[key] if self._is_kept(index)]
        if before is None:
            return self._without_rests(own) or self.get_ready(key, self.ready_seconds)
        between = [index for index in range(before + 1, key) if self.intervals[index].kind in _RANKS]
        # The longest kind of rest, the last of equals.
        longest = max(between, key=lambda index: (_RANKS[self.intervals[index].kind], index), default=None)
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
        cues = lead_cues(interval, self.work(step.key), self.speech, to_set=self._leads_at_once(step))
        return replace(step, interval=replace(interval, cues=cues), seconds=seconds)

    def retarget(self, step: Step, key: int) -> Step:
        """Make a rest lead to another set."""
        return step if step.key == key else self.lead_again(step, key)

    def lead_again(self, step: Step, key: int) -> Step:
        """Make a rest or get-ready lead to a set as it is now, with its own length."""
        interval = lead_to(self.work(key), step.interval.kind, step.interval.seconds)
        interval = replace(interval, fixed_start=step.interval.fixed_start)
        moved = replace(step, interval=interval, key=key)
        cues = lead_cues(interval, self.work(key), self.speech, to_set=self._leads_at_once(moved))
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
        """Whether an interval becomes a step: a wait does not where there is no user to end it."""
        return self.attended or self.intervals[index].kind is not IntervalKind.WAIT

    def _lead_in_step(self, index: int, key: int) -> Step:
        interval = self.intervals[index]
        step = Step(interval=interval, index=index, key=index, seconds=interval.seconds)
        own = index in self._leads[key]
        return replace(step, key=key) if own else self.retarget(step, key)


Mode = Literal["unstarted", "running", "paused", "asking", "over"]


class PainAnswer(Struct, frozen=True, kw_only=True):
    """The latest answer about pain, which may be corrected until another set is begun."""

    key: int
    """The set that it is about, by key."""
    pain: int
    before: int | None
    """The pain of that set before, from an earlier attempt."""
    last_set: int | None
    """The set that was attempted last before it."""
    left_out: frozenset[int] = frozenset()
    """The sets that are left out because of it."""
    skipped: frozenset[int] = frozenset()
    """Those of them that were still to come."""


class SessionState(Struct, frozen=True, kw_only=True):
    """The state of a session at one moment."""

    mode: Mode
    """`asking`: paused until it is answered how much it hurts."""
    steps: tuple[Step, ...]
    position: int
    """The index of the current step; the number of steps once it is over."""
    moment: float
    """When the latest command was given or the latest step ended, on the monotonic clock."""
    elapsed: float
    """Seconds in the interval of the step at that moment."""
    ended: bool = False
    """The set of the current step is over although the step is not: a hold that was paused."""
    shaky: bool = False
    """The set in progress is marked shaky."""
    pain: int | None = None
    """The pain that was named in the set in progress."""
    last_set: int | None = None
    """The set that was attempted last, by key."""
    was_paused: bool = False
    """While mode is `asking`: whether it was paused before."""
    pain_answer: PainAnswer | None = None
    left_out: frozenset[int] = frozenset()
    rests_delta_seconds: int = 0
    records: Mapping[int, SetRecord]
    facts: tuple[Fact, ...]
    outcome: Outcome | None = None

    @property
    def in_progress(self) -> bool:
        """Whether it runs or is paused, so that the commands that steer it apply."""
        return self.mode in ("running", "paused")

    @property
    def step(self) -> Step:
        """The current step, which there is until the session is over."""
        return self.steps[self.position]

    @property
    def in_set(self) -> bool:
        """Whether a set is being done (and is not over already)."""
        return self.position < len(self.steps) and self.step.interval.is_set and not self.ended

    @property
    def set_in_progress(self) -> int | None:
        """The key of the set that is begun and not over, also during the get-ready after a pause in it."""
        if self.position >= len(self.steps) or self.ended:
            return None
        if self.step.interval.is_set:
            return self.step.key
        follows = self.steps[self.position + 1]
        return follows.key if follows.begin > 0 else None

    def elapsed_at(self, now: float) -> float:
        """Seconds in the interval of the current step, at a moment before its end."""
        return self.elapsed + max(0.0, now - self.moment) if self.mode == "running" else self.elapsed

    def deadline(self) -> float | None:
        """When the current step ends by itself; None where it does not."""
        if self.mode != "running" or self.step.seconds is None:
            return None
        return self.moment + (self.step.seconds - self.elapsed)


def advance(route: Route, state: SessionState, now: float) -> SessionState:
    """The state at a later moment if no command is given. Each step ends exactly at its deadline."""
    while (deadline := state.deadline()) is not None and deadline <= now:
        if state.in_set:
            state = shorten_fixed_rest(route, record_set(route, state, "full"), state.step.seconds or 0.0)
        state = start_next_step(state, deadline)
    return state


def next_record(route: Route, state: SessionState) -> tuple[float, SetRecorded] | None:
    """The next set that is recorded if no command is given, and when; None: no step ends by itself."""
    known = len(state.facts)
    while (deadline := state.deadline()) is not None:
        state = advance(route, state, deadline)
        for fact in state.facts[known:]:
            if isinstance(fact, SetRecorded):
                return deadline, fact
    return None


def shorten_fixed_rest(route: Route, state: SessionState, elapsed: float) -> SessionState:
    """Shorten the rest before the next fixed start by the time of a set without a length of its own.

    Args:
        elapsed: seconds in the set, without pauses.
    """
    if route.work(state.step.key).seconds is not None:
        return state
    steps = state.steps
    rests = (index for index in range(state.position, len(steps)) if steps[index].interval.kind in RESTS)
    index = next(rests, None)
    own = None if index is None else steps[index].interval.seconds
    if index is None or own is None or not steps[index].interval.fixed_start:
        return state
    rest = route.resize(steps[index], max(LEAST_REST_SECONDS, own - round(elapsed)))
    return replace(state, steps=(*steps[:index], rest, *steps[index + 1 :]))


def start_next_step(state: SessionState, now: float) -> SessionState:
    """Start the next step; after the last one, finish the session."""
    position = state.position + 1
    if position == len(state.steps):
        return finish(state, "done", now)
    leaves_set = state.step.interval.is_set
    return replace(
        state,
        position=position,
        moment=now,
        elapsed=state.steps[position].begin,
        ended=False,
        shaky=state.shaky and not leaves_set,
        pain=None if leaves_set else state.pain,
    )


def start_route(
    route: Route,
    state: SessionState,
    keys: Sequence[int],
    now: float,
    *,
    after: int | None = None,
    lead_in: tuple[Step, ...] | None = None,
) -> SessionState:
    """Go to the start of the steps through these sets; with no set left, finish the session.

    Args:
        after: the set that was done before the first of them; None: none was.
        lead_in: the steps to the first set, in place of those of the timeline.
    """
    if not keys:
        return finish(state, "done", now)
    steps = route.steps_through(
        keys, after=after, lead_in=lead_in, rests_delta_seconds=state.rests_delta_seconds
    )
    return replace(
        state,
        steps=steps,
        position=0,
        moment=now,
        elapsed=steps[0].begin,
        ended=False,
        shaky=False,
        pain=None,
    )


def finish(state: SessionState, outcome: Outcome, now: float) -> SessionState:
    """End the session."""
    return replace(
        state,
        mode="over",
        position=len(state.steps),
        moment=now,
        elapsed=0.0,
        ended=False,
        outcome=outcome,
        facts=(*state.facts, SessionEnded(outcome=outcome)),
    )


def record_set(
    route: Route, state: SessionState, end: End, elapsed: float = 0.0, *, pain: int | None = None
) -> SessionState:
    """Record the set of the current step; of two attempts the better one is kept.

    Args:
        end: how it ended; a full one needs no elapsed seconds.
        elapsed: seconds in the set.
        pain: named just now.
    """
    key = state.step.key
    work = route.work(key)
    waited = work.kind is IntervalKind.WAIT
    if waited and not route.attended:
        record = unattended_record(work)
    else:
        done = float(work.seconds or 0) if end == "full" else elapsed
        form: Form | None = "shaky" if state.shaky else "clean" if route.attended else None
        record = new_record(work, done, end, form=form, pain=stronger_pain(state.pain, pain))
    return save_record(state, key, better_record(state.records.get(key), record))


def save_record(state: SessionState, key: int, record: SetRecord) -> SessionState:
    """Save the record of a set, with a fact about it unless nothing has changed."""
    attempted = key if is_attempted(record) else state.last_set
    if state.records.get(key) == record:
        return replace(state, last_set=attempted)
    return replace(
        state,
        records={**state.records, key: record},
        facts=(*state.facts, SetRecorded(key=key, record=record)),
        last_set=attempted,
    )


def reopen_sets(state: SessionState, keys: Iterable[int]) -> SessionState:
    """Let these sets come again, and remove their records."""
    gone = sorted(keys)
    return replace(
        state,
        left_out=state.left_out.difference(gone),
        records={key: record for key, record in state.records.items() if key not in gone},
        facts=(*state.facts, *(SetReopened(key=key) for key in gone)),
    )


def pause_set(route: Route, state: SessionState, elapsed: float, *, now: float) -> SessionState:
    """Pause within a set: a hold ends with its seconds; any other set is recorded so far and may go on.

    A hold of less than a second has not begun: it starts again.
    """
    begun = elapsed + EPSILON_SECONDS >= 1
    frozen = replace(state, moment=now, elapsed=elapsed)
    hold = route.work(state.step.key).measure is Measure.HOLD
    if state.step.seconds is None:
        return frozen
    if not begun:
        return replace(frozen, elapsed=0.0 if hold else elapsed)
    return replace(record_set(route, frozen, "early", elapsed), ended=hold)
