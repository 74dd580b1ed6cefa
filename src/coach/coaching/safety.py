"""The state of health: red flags, spasms, warning signs, early light weeks, and when to see a clinician.

One pass over check-ins, controls and sessions with strong pain, day by day. It applies to every program.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from typing import Final, Literal, NamedTuple

from msgspec import Struct, field

from coach.coaching.deload import (
    WINDOW_DAYS,
    Cause,
    EarlyDeload,
    Trigger,
    end_early_deload,
    start_early_deload,
)
from coach.coaching.history import History, moment_key
from coach.coaching.locks import find_clearances, lock_from, standing_flags
from coach.model.events import MODERATE_PAIN, CheckIn, Control, RedFlag, Session, has_strong_pain
from coach.model.plan import Lock

SORE_MORNING: Final = 3
"""Pain on waking from which the session of the day before earns no credit."""
STIFF_RUN: Final = 3
"""The guide: waking stiff three mornings in a row."""


class Recurrence(NamedTuple):
    """How many within how many days are worth a visit."""

    times: int
    within_days: int


RECURRING_SPASMS: Final = Recurrence(2, 90)
RECURRING_EARLY_LIGHT_WEEKS: Final = Recurrence(3, 56)
LONG_EARLY_LIGHT_WEEK_DAYS: Final = 14
"""An early light week of that many days in a row is worth a visit as well."""
RECURRING_PAIN: Final = Recurrence(3, 28)
"""Sessions with pain in one drill. A choice of this app."""
SPASM_PAUSE_DAYS: Final = 2
"""The last day of a spasm and the one after it: rest, then start easy."""

Restriction = Literal["locked", "paused", "early_deload"]
Sign = CheckIn | Control | Session


class DayAnswers(Struct):
    """The answers of one day; of several answers to one question the latest. None: not answered."""

    stiff: bool | None = None
    tug: bool | None = None
    short_leg: bool | None = None
    pain: int | None = None


class Span(Struct):
    """Days from `start` up to and without `end`; `end` None: still going on."""

    start: int
    end: int | None = None


class HealthState(Struct):
    """What follows from check-ins, controls and strong pain, up to one day."""

    on: int
    """The current day."""
    answers: dict[int, DayAnswers] = field(default_factory=dict)
    early_deloads: list[EarlyDeload] = field(default_factory=list)
    locks: list[Span] = field(default_factory=list)
    """The days on which any red flag was raised and not lifted."""
    lock: Lock | None = None
    """The red flags that are not lifted on the day asked about."""
    clearances: list[int] = field(default_factory=list)
    """The days on which a clearance lifted red flags, in order."""
    cleared_at: dict[int, Control] = field(default_factory=dict)
    """The control that lifted red flags, by its day; the last of several."""
    pauses: list[Span] = field(default_factory=list)
    in_spasm: bool = False
    """Whether the latest answer about a spasm was yes."""
    spasms: list[int] = field(default_factory=list)
    """The first day of each spasm."""
    spasm_days: list[int] = field(default_factory=list)
    """Each day on which there was one, in order."""
    pain_recurs: bool = False
    """Whether one drill hurt in several recent sessions."""
    new_blocks: list[int] = field(default_factory=list)

    @property
    def locked(self) -> bool:
        """Whether any red flag is not lifted."""
        return self.lock is not None

    @property
    def flags(self) -> tuple[RedFlag, ...]:
        """The red flags that are not lifted, in the order in which they were reported."""
        return self.lock.flags if self.lock is not None else ()

    @property
    def paused(self) -> bool:
        """Whether training is paused for a spasm: until it is over, and on the day after its last day."""
        return _covers(self.pauses, self.on)

    @property
    def strong_pain_today(self) -> bool:
        """Whether a session of the current day ended with pain of 6 or more."""
        early = self.early_deload_at(self.on)
        return early is not None and any(
            trigger.cause == "strong_pain" and trigger.day == self.on for trigger in early.triggers
        )

    def restriction_on(self, day: int) -> Restriction | None:
        """What overrides every program's calendar: a lock, then a pause, then an early light week."""
        if _covers(self.locks, day):
            return "locked"
        if _covers(self.pauses, day):
            return "paused"
        return "early_deload" if self.early_deload_at(day) else None

    def early_deload_at(self, day: int) -> EarlyDeload | None:
        """The early light week that a day is in."""
        index = bisect_right(self.early_deloads, day, key=lambda early: early.start) - 1
        return self.early_deloads[index] if index >= 0 and day <= self.early_deloads[index].end else None

    def sore_after(self, day: int) -> bool:
        """Whether the morning after a day was stiff, or had pain of 3 or more."""
        answers = self.answers.get(day + 1)
        return answers is not None and bool(answers.stiff or (answers.pain or 0) >= SORE_MORNING)

    def cleared_between(self, last: int, day: int) -> bool:
        """Whether there was a clearance after `last`, up to and including `day`."""
        return bisect_right(self.clearances, last) < bisect_right(self.clearances, day)

    def spasm_between(self, last: int, day: int) -> bool:
        """Whether there was a spasm on `last` or later, on a day before `day`."""
        return bisect_left(self.spasm_days, last) < bisect_left(self.spasm_days, day)

    def should_see_someone(self) -> bool:
        """The guide: recurring episodes benefit from a movement assessment.

        Two spasms in 90 days, an early light week of 14 days without a break, three of them in 8 weeks, or
        pain in one drill in three sessions within four weeks.
        """
        spasms = sum(self.on - day < RECURRING_SPASMS.within_days for day in self.spasms)
        recent = sum(
            self.on - early.start < RECURRING_EARLY_LIGHT_WEEKS.within_days
            and (early.closes_block or not early.ended)
            for early in self.early_deloads
        )
        current = self.early_deload_at(self.on)
        long = current is not None and self.on - current.start + 1 >= LONG_EARLY_LIGHT_WEEK_DAYS
        return (
            spasms >= RECURRING_SPASMS.times
            or recent >= RECURRING_EARLY_LIGHT_WEEKS.times
            or long
            or self.pain_recurs
        )


def _covers(spans: list[Span], day: int) -> bool:
    index = bisect_right(spans, day, key=lambda span: span.start) - 1
    if index < 0:
        return False
    end = spans[index].end
    return end is None or day < end


def read_health(history: History) -> HealthState:
    """The state of health on the current day."""
    strong = strong_pain_by_day(history)
    hurt = Counter(
        (program, slot)
        for program, by_day in history.sessions.items()
        for day, of_day in by_day.items()
        if history.on - day < RECURRING_PAIN.within_days
        for session in of_day
        for slot in {one.slot for one in session.sets if (one.pain or 0) >= MODERATE_PAIN}
    )
    pain_recurs = any(count >= RECURRING_PAIN.times for count in hurt.values())
    health = HealthState(history.on, lock=lock_from(standing_flags(history)), pain_recurs=pain_recurs)
    reader = _HealthReader(health, find_clearances(history))
    for day in sorted({*history.check_ins, *history.controls, *strong}):
        check_ins = history.check_ins.get(day, [])
        events: list[Sign] = [*check_ins, *history.controls.get(day, []), *strong.get(day, [])]
        if len(events) > 1:
            events.sort(key=moment_key)
        reader.read_day(day, events, check_ins)
    reader.read_later_events(history)
    return health


def strong_pain_by_day(history: History) -> dict[int, list[Session]]:
    """The sessions with pain of 6 or more, of any program, by day."""
    found: dict[int, list[Session]] = {}
    for days in history.sessions.values():
        for day, sessions in days.items():
            for session in sessions:
                if has_strong_pain(session.sets):
                    found.setdefault(day, []).append(session)
    return found


class _HealthReader:
    """Builds the state while the days are read in order."""

    def __init__(self, health: HealthState, lifted_by: dict[str, Control]) -> None:
        """Start with no day read.

        Args:
            health: the state to fill in.
            lifted_by: the control that lifts the red flags of a check-in, by the check-in's id.
        """
        self._health = health
        self._lifted_by = lifted_by
        self._lifts: dict[str, set[str]] = {}
        for check_in, control in lifted_by.items():
            self._lifts.setdefault(control.id, set()).add(check_in)
        self._clearances_read: set[str] = set()
        self._flagged: set[str] = set()
        """The check-ins read so far whose red flags are not lifted."""
        self._stiff_day = 0
        self._stiff_mornings = 0

    def read_day(self, day: int, events: list[Sign], check_ins: list[CheckIn]) -> None:
        """Apply the events of one day in order."""
        health = self._health
        triggers = self._merge_answers(day, check_ins) if check_ins else {}
        for event in events:
            if type(event) is CheckIn:
                lifted_by = self._lifted_by.get(event.id)
                if event.red_flags and (lifted_by is None or lifted_by.id not in self._clearances_read):
                    if not self._flagged:
                        health.locks.append(Span(day))
                    self._flagged.add(event.id)
                if event.spasm:
                    self._apply_spasm(day)
                elif event.spasm is False and health.in_spasm:
                    health.pauses[-1].end = max(day, health.spasm_days[-1] + SPASM_PAUSE_DAYS)
                    health.in_spasm = False
                for trigger in triggers.get(event.id, ()):
                    start_early_deload(health.early_deloads, trigger)
            elif type(event) is not Control:
                start_early_deload(health.early_deloads, Trigger(day, "strong_pain"))
            elif event.action == "cleared":
                self._apply_clearance(day, event)
            elif event.action == "deload":
                start_early_deload(health.early_deloads, Trigger(day, "by_hand"))
            elif event.action == "end_deload" and not self._flagged and not _covers(health.pauses, day):
                end_early_deload(health.early_deloads, day)
            elif event.action == "new_block" and health.new_blocks[-1:] != [day]:
                health.new_blocks.append(day)

    def read_later_events(self, history: History) -> None:
        """Apply clearances and red flags dated after `on`: they count already.

        The history has them only if `read_history` was given `now`.
        """
        on, health = self._health.on, self._health
        for control in history.cleared:
            if control.date.toordinal() > on:
                self._apply_clearance(on, control)
        if health.lock is not None and not self._flagged:
            health.locks.append(Span(on))

    def _merge_answers(self, day: int, check_ins: list[CheckIn]) -> dict[str, list[Trigger]]:
        """Merge the answers of a day; return its triggers by the id of the check-in with the answer."""
        answers = self._health.answers.setdefault(day, DayAnswers())
        source: dict[Cause, str] = {}
        for check_in in check_ins:
            if check_in.stiff is not None:
                answers.stiff, source["stiff"] = check_in.stiff, check_in.id
            if check_in.tug is not None:
                answers.tug, source["tug"] = check_in.tug, check_in.id
            if check_in.short_leg is not None:
                answers.short_leg, source["short_leg"] = check_in.short_leg, check_in.id
            if check_in.pain is not None:
                answers.pain = check_in.pain
        triggers: dict[str, list[Trigger]] = {}
        if answers.stiff:
            self._stiff_mornings = self._stiff_mornings + 1 if self._stiff_day == day - 1 else 1
            self._stiff_day = day
            if self._stiff_mornings >= STIFF_RUN:
                triggers.setdefault(source["stiff"], []).append(Trigger(day, "stiff", self._stiff_mornings))
        if answers.tug:
            triggers.setdefault(source["tug"], []).append(Trigger(day, "tug"))
        if answers.short_leg:
            triggers.setdefault(source["short_leg"], []).append(Trigger(day, "short_leg"))
        return triggers

    def _apply_spasm(self, day: int) -> None:
        """Apply a yes to a spasm; it is a new one when none was going on, or a week after the last answer."""
        health = self._health
        last = health.spasm_days[-1] if health.spasm_days else None
        if not health.in_spasm:
            health.pauses.append(Span(day))
        if last is None or (day - last >= WINDOW_DAYS if health.in_spasm else day > last):
            health.spasms.append(day)
        if last != day:
            health.spasm_days.append(day)
        health.in_spasm = True
        start_early_deload(health.early_deloads, Trigger(day, "spasm"))

    def _apply_clearance(self, day: int, control: Control) -> None:
        """Lift what a clearance covers, later check-ins included; end the lock if no red flag is left."""
        self._clearances_read.add(control.id)
        lifts = self._lifts.get(control.id)
        if lifts is None:
            return
        health = self._health
        health.clearances.append(day)
        health.cleared_at[day] = control
        was_locked = bool(self._flagged)
        self._flagged -= lifts
        if was_locked and not self._flagged:
            health.locks[-1].end = day
