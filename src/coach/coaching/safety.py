"""What the body says: red flags, spasm, warning signs, early light weeks, and who should see someone.

One pass over check-ins, controls and sessions with strong pain, day by day. All of it reaches every program.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from typing import Final, Literal

from msgspec import Struct, field

from coach.coaching.deload import WINDOW_DAYS, Cause, EarlyDeload, Trigger
from coach.coaching.history import History, moment_key
from coach.coaching.locks import find_clearances, lock_from, standing_flags
from coach.model.events import MODERATE_PAIN, CheckIn, Control, RedFlag, Session, has_strong_pain
from coach.model.plan import Lock

SORE_MORNING: Final = 3
"""Pain on waking from which the session of the day before earns no credit."""
STIFF_RUN: Final = 3
"""The guide: waking stiff three mornings in a row."""

RECURRING_SPASMS: Final = (2, 90)
RECURRING_WINDOWS: Final = (3, 56)
LONG_WINDOW: Final = 14
RECURRING_PAIN: Final = (3, 28)
"""Sessions with pain in one drill, within days: worth a visit. A choice of this app."""
SPASM_PAUSE_DAYS: Final = 2
"""The last day of a spasm and the one after it: rest, then start easy."""

Restriction = Literal["locked", "paused", "early_deload"]
Sign = CheckIn | Control | Session


class DayAnswers(Struct):
    """What was answered on one day; of several answers to one question the latest. None: not answered."""

    stiff: bool | None = None
    tug: bool | None = None
    short_leg: bool | None = None
    pain: int | None = None


class Span(Struct):
    """Days from `start` up to and without `end`; `end` None: still going on."""

    start: int
    end: int | None = None


class HealthState(Struct):
    """Everything that check-ins, controls and strong pain say, up to the day that is asked about."""

    on: int
    answers: dict[int, DayAnswers] = field(default_factory=dict)
    early_deloads: list[EarlyDeload] = field(default_factory=list)
    locks: list[Span] = field(default_factory=list)
    """The days on which any red flag stood."""
    lock: Lock | None = None
    """The red flags that stand on the day asked about."""
    clearances: list[int] = field(default_factory=list)
    """The days on which a clearance lifted red flags, in order."""
    cleared_at: dict[int, Control] = field(default_factory=dict)
    """What lifted red flags, by its day; the last of several."""
    pauses: list[Span] = field(default_factory=list)
    in_spasm: bool = False
    """Whether the latest answer about a spasm was yes."""
    spasms: list[int] = field(default_factory=list)
    """The first day of each spasm."""
    spasm_days: list[int] = field(default_factory=list)
    """Each day on which there was one, in order."""
    hurts_again: bool = False
    """Whether one drill has hurt in several sessions lately."""
    new_blocks: list[int] = field(default_factory=list)

    @property
    def locked(self) -> bool:
        """Whether a red flag stands that no clearance has lifted."""
        return self.lock is not None

    @property
    def flags(self) -> tuple[RedFlag, ...]:
        """The red flags that stand, in the order in which they were said."""
        return self.lock.flags if self.lock is not None else ()

    @property
    def paused(self) -> bool:
        """Whether training waits for a spasm: until it is over, and on the day after the last day of it."""
        return _covers(self.pauses, self.on)

    @property
    def strong_pain_today(self) -> bool:
        """Whether a session of the day that is asked about ended with pain of 6 or more."""
        window = self.early_deload_at(self.on)
        return window is not None and any(
            one.cause == "strong_pain" and one.day == self.on for one in window.triggers
        )

    def restriction_on(self, day: int) -> Restriction | None:
        """What comes before every program's calendar: a lock, then a pause, then an early light week."""
        if _covers(self.locks, day):
            return "locked"
        if _covers(self.pauses, day):
            return "paused"
        return "early_deload" if self.early_deload_at(day) else None

    def early_deload_at(self, day: int) -> EarlyDeload | None:
        """The early light week that a day lies in."""
        at = bisect_right(self.early_deloads, day, key=_window_start) - 1
        return self.early_deloads[at] if at >= 0 and day <= self.early_deloads[at].end else None

    def sore_after(self, day: int) -> bool:
        """Whether someone woke stiff, or with pain of 3 or more, on the morning after a day."""
        answers = self.answers.get(day + 1)
        return answers is not None and bool(answers.stiff or (answers.pain or 0) >= SORE_MORNING)

    def cleared_between(self, last: int, day: int) -> bool:
        """Whether a clinician's clearance lies after `last`, up to and including `day`."""
        return bisect_right(self.clearances, last) < bisect_right(self.clearances, day)

    def spasm_between(self, last: int, day: int) -> bool:
        """Whether there was a spasm on `last` or later, on a day before `day`."""
        return bisect_left(self.spasm_days, last) < bisect_left(self.spasm_days, day)

    def should_see_someone(self) -> bool:
        """The guide: recurring episodes benefit from a movement assessment.

        Two spasms in 90 days, an early light week of 14 days without a break, three of them in 8 weeks, or
        pain in one drill in three sessions within four weeks.
        """
        spasms = sum(self.on - day < RECURRING_SPASMS[1] for day in self.spasms)
        recent = [w for w in self.early_deloads if self.on - w.start < RECURRING_WINDOWS[1] and _happened(w)]
        now = self.early_deload_at(self.on)
        long = now is not None and self.on - now.start + 1 >= LONG_WINDOW
        often = spasms >= RECURRING_SPASMS[0] or len(recent) >= RECURRING_WINDOWS[0]
        return often or long or self.hurts_again


def _window_start(window: EarlyDeload) -> int:
    return window.start


def _span_start(span: Span) -> int:
    return span.start


def _happened(window: EarlyDeload) -> bool:
    return window.closes_block or not window.ended


def _covers(spans: list[Span], day: int) -> bool:
    at = bisect_right(spans, day, key=_span_start) - 1
    return at >= 0 and _lasts(spans[at], day)


def _lasts(span: Span, day: int) -> bool:
    return span.end is None or day < span.end


def read_health(history: History) -> HealthState:
    """Everything the body has said up to the day that is asked about, in one pass."""
    strong = strong_pain_by_day(history)
    reader = _Reader(
        HealthState(history.on, lock=lock_from(standing_flags(history))), find_clearances(history)
    )
    for day in sorted({*history.check_ins, *history.controls, *strong}):
        check_ins = history.check_ins.get(day, [])
        events: list[Sign] = [*check_ins, *history.controls.get(day, []), *strong.get(day, [])]
        if len(events) > 1:
            events.sort(key=moment_key)
        reader.read_day(day, events, check_ins)
    reader.close(history)
    reader.health.hurts_again = _hurts_again(history)
    return reader.health


def _hurts_again(history: History) -> bool:
    """Whether a slot of a program hurt at 3 or more in three sessions of the last four weeks."""
    sessions, days = RECURRING_PAIN
    for by_day in history.sessions.values():
        hurt = Counter(
            slot
            for day, of_day in by_day.items()
            if history.on - day < days
            for session in of_day
            for slot in {one.slot for one in session.sets if (one.pain or 0) >= MODERATE_PAIN}
        )
        if any(count >= sessions for count in hurt.values()):
            return True
    return False


def strong_pain_by_day(history: History) -> dict[int, list[Session]]:
    """The sessions with pain of 6 or more, of any program, by day."""
    found: dict[int, list[Session]] = {}
    for days in history.sessions.values():
        for day, sessions in days.items():
            for session in sessions:
                if has_strong_pain(session.sets):
                    found.setdefault(day, []).append(session)
    return found


class _Reader:
    """The state while the days are read in order."""

    def __init__(self, health: HealthState, lifted: dict[str, Control]) -> None:
        self.health = health
        self._lifted = lifted
        self._lifts: dict[str, set[str]] = {}
        for check_in, control in lifted.items():
            self._lifts.setdefault(control.id, set()).add(check_in)
        self._clearances_read: set[str] = set()
        self._stands: set[str] = set()
        self._stiff_day = 0
        self._stiff_mornings = 0

    def read_day(self, day: int, events: list[CheckIn | Control | Session], check_ins: list[CheckIn]) -> None:
        """Take in one day, its events in order."""
        signs = self._answer(day, check_ins) if check_ins else {}
        for event in events:
            if type(event) is CheckIn:
                self._hear(day, event)
                for trigger in signs.get(event.id, ()):
                    self._open(trigger)
            elif type(event) is Control:
                self._obey(day, event)
            else:
                self._open(Trigger(day, "strong_pain"))

    def _answer(self, day: int, check_ins: list[CheckIn]) -> dict[str, list[Trigger]]:
        """Merges the answers of a day; returns its signs by the id of the check-in that said them."""
        answers = self.health.answers.setdefault(day, DayAnswers())
        said: dict[Cause, str] = {}
        for check_in in check_ins:
            if check_in.stiff is not None:
                answers.stiff, said["stiff"] = check_in.stiff, check_in.id
            if check_in.tug is not None:
                answers.tug, said["tug"] = check_in.tug, check_in.id
            if check_in.short_leg is not None:
                answers.short_leg, said["short_leg"] = check_in.short_leg, check_in.id
            if check_in.pain is not None:
                answers.pain = check_in.pain
        signs: dict[str, list[Trigger]] = {}
        if answers.stiff:
            self._stiff_mornings = self._stiff_mornings + 1 if self._stiff_day == day - 1 else 1
            self._stiff_day = day
            if self._stiff_mornings >= STIFF_RUN:
                signs.setdefault(said["stiff"], []).append(Trigger(day, "stiff", self._stiff_mornings))
        if answers.tug:
            signs.setdefault(said["tug"], []).append(Trigger(day, "tug"))
        if answers.short_leg:
            signs.setdefault(said["short_leg"], []).append(Trigger(day, "short_leg"))
        return signs

    def _hear(self, day: int, check_in: CheckIn) -> None:
        health = self.health
        by = self._lifted.get(check_in.id)
        if check_in.red_flags and (by is None or by.id not in self._clearances_read):
            if not self._stands:
                health.locks.append(Span(day))
            self._stands.add(check_in.id)
        if check_in.spasm:
            self._spasm(day)
        elif check_in.spasm is False and health.in_spasm:
            health.pauses[-1].end = max(day, health.spasm_days[-1] + SPASM_PAUSE_DAYS)
            health.in_spasm = False

    def _spasm(self, day: int) -> None:
        health = self.health
        last = health.spasm_days[-1] if health.spasm_days else None
        if not health.in_spasm:
            health.pauses.append(Span(day))
            health.in_spasm = True
            again = last is None or day > last
        else:
            again = last is None or day - last >= WINDOW_DAYS
        if again:
            health.spasms.append(day)
        if last != day:
            health.spasm_days.append(day)
        self._open(Trigger(day, "spasm"))

    def _obey(self, day: int, control: Control) -> None:
        health = self.health
        if control.action == "cleared":
            self._clear(day, control)
        elif control.action == "deload":
            self._open(Trigger(day, "by_hand"))
        elif control.action == "end_deload" and not self._stands and not _covers(health.pauses, day):
            self._end(day)
        elif control.action == "new_block" and health.new_blocks[-1:] != [day]:
            health.new_blocks.append(day)

    def _clear(self, day: int, control: Control) -> None:
        """Lift what this clearance lifts, of what was said and of what is dated later."""
        self._clearances_read.add(control.id)
        lifts = self._lifts.get(control.id)
        if lifts is None:
            return
        health = self.health
        health.clearances.append(day)
        health.cleared_at[day] = control
        stood = bool(self._stands)
        self._stands -= lifts
        if stood and not self._stands:
            health.locks[-1].end = day

    def close(self, history: History) -> None:
        """Take in the clearances and red flags that are dated later, where they count at this moment."""
        on, health = self.health.on, self.health
        for control in history.cleared:
            if control.date.toordinal() > on:
                self._clear(on, control)
        if health.lock is not None and not self._stands:
            health.locks.append(Span(on))

    def _open(self, trigger: Trigger) -> None:
        early_deloads = self.health.early_deloads
        end = trigger.day + WINDOW_DAYS - 1
        if early_deloads and trigger.day <= early_deloads[-1].end + 1:
            window = early_deloads[-1]
            window.end, window.ended = end, False
            window.ran = end - window.start + 1
            window.triggers.append(trigger)
        else:
            early_deloads.append(EarlyDeload(trigger.day, end, [trigger], WINDOW_DAYS))

    def _end(self, day: int) -> None:
        early_deloads = self.health.early_deloads
        if early_deloads and day <= early_deloads[-1].end:
            window = early_deloads[-1]
            window.end, window.ended = day - 1, True
            window.ran = day - window.start + 1
            if window.end < window.start:
                early_deloads.pop()
