"""Where a session stands, and how it moves on by itself: a value that only time and commands change.

A standing is never edited; every step makes a new one. So a question about a later moment leaves nothing
behind, and asking often or seldom gives the same answers.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from coach.model.events import End, Form, SetRecord
from coach.model.program import LEAST_REST_SECONDS, Measure
from coach.model.timeline import IntervalKind
from coach.session.course import RESTS, Course, Leg
from coach.session.facts import Fact, Outcome, SessionEnded, SetRecorded, SetReopened
from coach.session.records import HAIR, better, is_attempted, record_set, record_unattended, stronger

Mode = Literal["unstarted", "running", "paused", "asking", "over"]


class PainAnswer(Struct, frozen=True, kw_only=True):
    """The latest answer about pain, which may be corrected until another set is begun."""

    key: int
    """The place of the set that it is about."""
    pain: int
    before: int | None
    """What was known of that set before, from an attempt of its own."""
    last_set: int | None
    """The place of the set that was attempted last before it."""
    left_out: frozenset[int] = frozenset()
    """The sets that are left out because of it."""
    skipped: frozenset[int] = frozenset()
    """Those of them that were still to come."""


class Standing(Struct, frozen=True, kw_only=True):
    """One standing of a session."""

    mode: Mode
    """Asking: standing still until it is said how much it hurts."""
    legs: tuple[Leg, ...]
    position: int
    """Which leg; behind the last one when it is over."""
    moment: float
    """Since when it runs without a command or the end of a leg, on the monotonic clock."""
    elapsed: float
    """Seconds in the leg's interval at that moment."""
    ended: bool = False
    """The set of this leg is over, though its leg is not left yet: a hold that was paused."""
    shaky: bool = False
    """The set in progress is marked shaky."""
    pain: int | None = None
    """The pain that was named in the set in progress."""
    last_set: int | None = None
    """The place of the set that was attempted last."""
    was_paused: bool = False
    """While it is asked how much it hurts: it was paused before that."""
    pain_answer: PainAnswer | None = None
    left_out: frozenset[int] = frozenset()
    rests_delta_seconds: int = 0
    records: Mapping[int, SetRecord]
    facts: tuple[Fact, ...]
    outcome: Outcome | None = None

    @property
    def leg(self) -> Leg:
        """The leg of this moment, which there is until the session is over."""
        return self.legs[self.position]

    @property
    def in_set(self) -> bool:
        """Whether a set is being done (and is not over already)."""
        return self.position < len(self.legs) and self.leg.interval.is_set and not self.ended

    @property
    def set_in_progress(self) -> int | None:
        """The place of the set that is begun and not over, also during the get-ready after a pause in it."""
        if self.position >= len(self.legs) or self.ended:
            return None
        if self.leg.interval.is_set:
            return self.leg.key
        follows = self.legs[self.position + 1]
        return follows.key if follows.begin > 0 else None

    def elapsed_at(self, now: float) -> float:
        """Seconds in the leg's interval at a moment before the leg's end."""
        return self.elapsed + max(0.0, now - self.moment) if self.mode == "running" else self.elapsed

    def deadline(self) -> float | None:
        """When the leg of this moment ends by itself; None where it does not."""
        if self.mode != "running" or self.leg.seconds is None:
            return None
        return self.moment + (self.leg.seconds - self.elapsed)


def advanced(course: Course, standing: Standing, now: float) -> Standing:
    """Where it stands later if nobody intervenes: a leg ends at its deadline, not when it is seen to."""
    while (deadline := standing.deadline()) is not None and deadline <= now:
        if standing.in_set:
            standing = by_the_clock(course, recorded(course, standing, "full"), standing.leg.seconds or 0.0)
        standing = stepped(standing, deadline)
    return standing


def next_record(course: Course, standing: Standing) -> tuple[float, SetRecorded] | None:
    """The next set that is written down if nobody intervenes, and when; None: nothing ends by itself."""
    known = len(standing.facts)
    while (deadline := standing.deadline()) is not None:
        standing = advanced(course, standing, deadline)
        for fact in standing.facts[known:]:
            if isinstance(fact, SetRecorded):
                return deadline, fact
    return None


def by_the_clock(course: Course, standing: Standing, elapsed: float) -> Standing:
    """With the rest until a fixed start shorter by what a set took whose length nobody knew beforehand.

    Args:
        elapsed: seconds in the set, without pauses.
    """
    if course.work(standing.leg.key).seconds is not None:
        return standing
    legs = standing.legs
    rests = (place for place in range(standing.position, len(legs)) if legs[place].interval.kind in RESTS)
    place = next(rests, None)
    own = None if place is None else legs[place].interval.seconds
    if place is None or own is None or not legs[place].interval.fixed_start:
        return standing
    rest = course.lengthened(legs[place], max(LEAST_REST_SECONDS, own - round(elapsed)))
    return replace(standing, legs=(*legs[:place], rest, *legs[place + 1 :]))


def stepped(standing: Standing, now: float) -> Standing:
    """At the start of the next leg, or over behind the last one."""
    position = standing.position + 1
    if position == len(standing.legs):
        return finished(standing, "done", now)
    leaves_set = standing.leg.interval.is_set
    return replace(
        standing,
        position=position,
        moment=now,
        elapsed=standing.legs[position].begin,
        ended=False,
        shaky=standing.shaky and not leaves_set,
        pain=None if leaves_set else standing.pain,
    )


def on_way(standing: Standing, legs: tuple[Leg, ...], now: float) -> Standing:
    """At the start of other legs than before; over when there are none."""
    if not legs:
        return finished(standing, "done", now)
    return replace(
        standing,
        legs=legs,
        position=0,
        moment=now,
        elapsed=legs[0].begin,
        ended=False,
        shaky=False,
        pain=None,
    )


def finished(standing: Standing, outcome: Outcome, now: float) -> Standing:
    """Over."""
    return replace(
        standing,
        mode="over",
        position=len(standing.legs),
        moment=now,
        elapsed=0.0,
        ended=False,
        outcome=outcome,
        facts=(*standing.facts, SessionEnded(outcome=outcome)),
    )


def recorded(
    course: Course, standing: Standing, end: End, elapsed: float = 0.0, *, pain: int | None = None
) -> Standing:
    """With the set in progress written down as it is now; the better attempt of a set stands.

    Args:
        end: how it ended; a full one needs no elapsed seconds.
        elapsed: seconds in the set.
        pain: named just now.
    """
    key = standing.leg.key
    work = course.work(key)
    waited = work.kind is IntervalKind.WAIT
    if waited and not course.attended:
        record = record_unattended(work)
    else:
        done = float(work.seconds or 0) if end == "full" else elapsed
        record = record_set(work, done, end, form=_form(course, standing), pain=stronger(standing.pain, pain))
    return noted(standing, key, better(standing.records.get(key), record))


def noted(standing: Standing, key: int, record: SetRecord) -> Standing:
    """With this record for a set, and the fact of it unless that was known."""
    attempted = key if is_attempted(record) else standing.last_set
    if standing.records.get(key) == record:
        return replace(standing, last_set=attempted)
    return replace(
        standing,
        records={**standing.records, key: record},
        facts=(*standing.facts, SetRecorded(key=key, record=record)),
        last_set=attempted,
    )


def reopened(standing: Standing, keys: Iterable[int]) -> Standing:
    """With these sets no longer left out: nothing is known of them."""
    gone = sorted(keys)
    return replace(
        standing,
        left_out=standing.left_out.difference(gone),
        records={key: record for key, record in standing.records.items() if key not in gone},
        facts=(*standing.facts, *(SetReopened(key=key) for key in gone)),
    )


def paused_piece(course: Course, standing: Standing, elapsed: float, *, now: float) -> Standing:
    """Standing still in a set: a hold is over with its seconds, everything else may go on and is kept so far.

    A hold of less than a second has not begun: it starts again.
    """
    begun = elapsed + HAIR >= 1
    still = replace(standing, moment=now, elapsed=elapsed)
    hold = course.work(standing.leg.key).measure is Measure.HOLD
    if standing.leg.seconds is None:
        return still
    if not begun:
        return replace(still, elapsed=0.0 if hold else elapsed)
    return replace(recorded(course, still, "early", elapsed), ended=hold)


def _form(course: Course, standing: Standing) -> Form | None:
    """Clean unless it was marked; unknown where nobody could mark it."""
    if standing.shaky:
        return "shaky"
    return "clean" if course.attended else None
