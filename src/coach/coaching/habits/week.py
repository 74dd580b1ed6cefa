"""The guide's weekly table; streaks, the review by the six habits, and the most frequent triggers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta
from typing import Final, Literal

from msgspec import Struct, field

from coach.coaching.deload import LIGHT, MOST_OF_A_WEEK
from coach.coaching.habits import messages
from coach.coaching.habits.cardio import cardio_week
from coach.coaching.habits.mobility import (
    HIP_GOAL,
    count_done,
    drills_of,
    hip_slots,
    judged_slots,
    sets_of,
    slot_done,
    times_a_day,
)
from coach.coaching.habits.practice import breathing_done
from coach.coaching.habits.week_data import WeekData, WeeklyHistory
from coach.coaching.history import has_evidence, is_begun, is_session, live_events, trained, warmup_slots
from coach.model.events import CheckIn, Event, Session, Tombstone
from coach.model.plan import Phase
from coach.model.program import Kind, Program, Slot, Weekday


class Streak(Struct, frozen=True, kw_only=True):
    """Consecutive weeks in which something was done."""

    weeks: int
    """Weeks with something done; excused weeks are not counted and do not end it."""
    since: date | None
    """The first day of the first of them."""
    words: tuple[str, ...]


def weekly_streak(weekly: WeeklyHistory) -> Streak:
    """The streak up to today.

    Source: the guide says that consistency wins, and nothing of punishing. A week ends the streak only when
    nothing was done in it although training was due and possible: a planned light week (also one that an
    early one has moved since), a week back, and any week that touches an early light week, a pause or a lock
    is excused, and so is the current week.
    """
    active = {weekly.first_day(day) for day in active_days(weekly)}
    current = weekly.first_day(weekly.today)
    weeks = 0
    since: date | None = None
    earliest = min(active | {current})
    for first in range(current.toordinal(), earliest.toordinal() - 1, -7):
        week = date.fromordinal(first)
        if week in active:
            weeks, since = weeks + 1, week
        elif week != current and not is_excused(weekly, week):
            break
    if not weeks and weekly.health.locked:
        # While training is off, no text asks to begin.
        return Streak(weeks=0, since=None, words=())
    text = messages.streak(weeks)
    return Streak(weeks=weeks, since=since, words=(text, messages.STREAK_CALM) if weeks else (text,))


def active_days(weekly: WeeklyHistory) -> frozenset[date]:
    """The days on which anything was done: a session of any program, not only begun, or an activity."""
    history = weekly.history
    trained = {
        day
        for by_day in history.sessions.values()
        for day, sessions in by_day.items()
        if any(is_session(session) for session in sessions)
    }
    moved = {
        day for day, activities in history.activities.items() if any(one.minutes != 0 for one in activities)
    }
    return frozenset(date.fromordinal(day) for day in trained | moved)


def is_excused(weekly: WeeklyHistory, first: date) -> bool:
    """Whether a week without anything done ends no streak: it touches light days, a pause or a lock."""
    days = range(first.toordinal(), first.toordinal() + 7)
    health = weekly.health
    if any(health.restriction_on(day) is not None for day in days):
        return True
    lifted = {span.end for span in (*health.locks, *health.pauses)}
    if any(day in lifted for day in days):
        return True
    calendars = (calendar for calendar in (weekly.calendar, weekly.planned_calendar) if calendar is not None)
    return any(
        sum(calendar.at(day).phase in LIGHT for day in days) >= MOST_OF_A_WEEK for calendar in calendars
    )


_LEAST_WEEKS: Final = 2
_LEAST_MORNINGS: Final = 3


def week_highlight(week: WeekData, painless: int, streak: Streak | None) -> str | None:
    """The first of these that is true: weeks without pain, mornings without stiffness, a streak.

    Source: the guide closes with celebrating loose, pain-free movement.

    Returns:
        None when none of them is true.
    """
    if painless >= _LEAST_WEEKS:
        return messages.pain_free(painless)
    stiff = [one.stiff for day in week.days for one in week.check_ins[day] if one.stiff is not None]
    loose = 0 if any(stiff) else len(stiff)
    if loose >= _LEAST_MORNINGS:
        return messages.loose_mornings(loose)
    if streak is not None and streak.weeks >= _LEAST_WEEKS:
        return messages.streak(streak.weeks)
    return messages.SOMETHING_DONE if any(is_session(session) for session in week.all_sessions()) else None


def core_weeks(weekly: WeeklyHistory) -> tuple[tuple[date, bool], ...]:
    """The first day of each week with core work, in order, and whether all answers about pain were no."""
    by_week: dict[date, list[Session]] = {}
    for by_day in weekly.history.sessions.values():
        for day, sessions in by_day.items():
            core = [one for one in sessions if one.kind == Kind.CORE and has_evidence(one)]
            if core:
                by_week.setdefault(weekly.first_day(date.fromordinal(day)), []).extend(core)
    found = []
    for first, sessions in sorted(by_week.items()):
        pains = [record.pain for one in sessions for record in one.sets if record.pain is not None]
        found.append((first, bool(pains) and not any(pains)))
    return tuple(found)


def pain_free_weeks(weeks: Sequence[tuple[date, bool]], first: date) -> int:
    """Weeks of core work in a row, up to the one that starts on `first`, without pain.

    Weeks without core work neither count nor end the row; a week without an answer ends it.
    """
    upto = [painless for week, painless in weeks if week <= first]
    return next((count for count, painless in enumerate(reversed(upto)) if not painless), len(upto))


RowId = Literal["core", "cardio", "hips", "sleep", "shoes"]

CORE_GOAL: Final = 3
SLEEP_HOURS: Final = (7.0, 9.0)
TREAD_DAYS: Final = 30
"""From one look at the shoes to the next: about a month."""

_PLANK: Final = "plank"


class WeekRow(Struct, frozen=True, kw_only=True):
    """One habit of the week."""

    id: RowId
    task: str
    goal: int | None
    """In `unit`; None: nothing is asked this week."""
    done: int
    unit: str
    check: str
    """The quick check, as a question."""
    answer: bool | None
    """None: not known."""
    words: tuple[str, ...]

    @property
    def ticked(self) -> bool:
        """Whether the goal is reached."""
        return self.goal is not None and self.done >= self.goal


class WeekTable(Struct, frozen=True, kw_only=True):
    """The table of a week, up to its current day."""

    first: date
    last: date
    now: date
    """The last day that is counted."""
    phase: Phase
    rows: tuple[WeekRow, ...]
    streak: Streak
    """Of today, whichever week it is."""
    highlight: str | None = field(name="good")
    """One good thing, where there is one."""


class WeekTables:
    """The weekly tables of one journal, which is read once."""

    def __init__(
        self,
        programs: Sequence[Program],
        events: Sequence[Event],
        today: date,
        *,
        week_start: Weekday = "mon",
        now: bool = False,
    ) -> None:
        """Read the journal.

        Args:
            programs: those that the user has.
            events: the whole journal, in any order.
            today: the training day; nothing later is seen.
            week_start: the weekday on which weeks begin.
            now: `today` is this very day: a red flag that nothing has lifted counts whatever its date.
        """
        self._weekly = WeeklyHistory(programs, events, today, week_start, now=now)
        self._treads: dict[date, bool] = {}
        """The latest answer of each day on which the shoes were looked at, in order."""
        for day, check_ins in sorted(self._weekly.history.check_ins.items()):
            for check_in in check_ins:
                if check_in.tread_ok is not None:
                    self._treads[date.fromordinal(day)] = check_in.tread_ok
        self._core_weeks = core_weeks(self._weekly)
        self._streak = weekly_streak(self._weekly)

    def table(self, day: date) -> WeekTable:
        """The table of the week that a day is in."""
        week = self._weekly.week(day)
        painless = pain_free_weeks(self._core_weeks, week.first)
        cardio = cardio_week(week.moving(), week.phases)
        rows = (
            _core_row(week),
            WeekRow(
                id="cardio",
                task=messages.CARDIO_TASK,
                goal=cardio.goal,
                done=cardio.minutes,
                unit="minutes",
                check=messages.CARDIO_CHECK,
                answer=cardio.could_talk,
                words=cardio.words,
            ),
            _hips_row(week),
            _sleep_row(week),
            _shoes_row(week, self._treads),
        )
        return WeekTable(
            first=week.first,
            last=week.last,
            now=week.now,
            phase=week.phases[week.now],
            rows=rows,
            streak=self._streak,
            highlight=week_highlight(week, painless, self._streak if week.current else None),
        )


def week_table(
    programs: Sequence[Program],
    events: Sequence[Event],
    on: date,
    *,
    week_start: Weekday = "mon",
    now: bool = False,
) -> WeekTable:
    """The guide's weekly table for the week of a day, counted up to that day.

    Source: the guide's weekly tasks: 3 core sessions, 150 minutes of brisk cardio, 2 hip drills a day, 7 to 9
    hours of sleep, a monthly look at the shoes; each with its quick check.
    """
    return WeekTables(programs, events, on, week_start=week_start, now=now).table(on)


def _core_row(week: WeekData) -> WeekRow:
    goal = max((one.schedule.per_week or 0 for one in week.of_kind(Kind.CORE)), default=0) or CORE_GOAL
    ignored = {program.id: warmup_slots(program) for program in week.programs}
    done = begun = 0
    for day in week.days:
        core = [one for one in week.sessions[day] if one.kind == Kind.CORE]
        if any(trained((one,), ignored.get(one.program, frozenset())) for one in core):
            done += 1
        else:
            begun += any(map(is_begun, core))
    planks = {
        (program.id, slot.slot)
        for program in week.of_kind(Kind.CORE)
        for slot in program.slots
        if _PLANK in drills_of(slot)
    }
    # That nothing hurt in a session that was only begun does not count.
    pains = [
        record.pain
        for session in week.all_sessions()
        for record in session.sets
        if record.pain is not None
        and (record.pain or not is_begun(session))
        and ((session.program, record.slot) in planks or record.drill == _PLANK)
    ]
    text = _closed_text(week, messages.CORE_PAUSED) or messages.core_week(done, goal)
    return WeekRow(
        id="core",
        task=messages.CORE_TASK,
        goal=None if week.closed else goal,
        done=done,
        unit="sessions",
        check=messages.CORE_CHECK,
        answer=not any(pains) if pains else None,
        words=(text, messages.core_begun(begun)) if begun else (text,),
    )


def _closed_text(week: WeekData, paused: str) -> str | None:
    """The text while nothing is asked: never an invitation to move while there is a red flag."""
    phase = week.phases[week.now]
    if phase == "locked":
        return messages.NOT_WHILE_LOCKED
    return paused if phase == "paused" else None


def _hips_row(week: WeekData) -> WeekRow:
    programs = week.of_kind(Kind.MOBILITY)
    slots = _by_drill(programs, hip_slots) or _by_drill(programs, judged_slots)
    asked = [day for day in week.days if times_a_day(week.phases[day])]
    done = {
        day: count_done(
            slot_done(slot, sets_of(program, slot, week.sessions[day]), wanted=times_a_day(week.phases[day]))
            for program, slot in slots.values()
        )
        for day in week.days
    }
    goals = {day: times_a_day(week.phases[day]) * min(HIP_GOAL, len(slots) or HIP_GOAL) for day in asked}
    met = sum(done[day] >= goals[day] for day in asked)
    to_come = 0 if week.closed else 7 - len(week.days)
    goal, today = goals.get(week.now), None
    if week.current and goal:
        today = messages.hips_today(min(done[week.now], goal), goal)
    so_far = messages.hips_week(met, len(asked), today) if asked else None
    closed = _closed_text(week, messages.OPTIONAL_TODAY)
    left, right = _latest(week, "hip90_left"), _latest(week, "hip90_right")
    return WeekRow(
        id="hips",
        task=messages.HIPS_TASK,
        goal=len(asked) + to_come or None,
        done=met,
        unit="days",
        check=messages.HIPS_CHECK,
        answer=False if left is False or right is False else True if left and right else None,
        words=tuple(text for text in (so_far, closed) if text),
    )


def _by_drill(
    programs: Sequence[Program], slots_of: Callable[[Program], Sequence[Slot]]
) -> dict[str, tuple[Program, Slot]]:
    """The slots of programs by their drill, the first of several with the same drill."""
    found: dict[str, tuple[Program, Slot]] = {}
    for program in programs:
        for slot in slots_of(program):
            found.setdefault(slot.drill, (program, slot))
    return found


def _sleep_row(week: WeekData) -> WeekRow:
    least, most = SLEEP_HOURS
    hours: list[float] = []
    wakings: list[bool] = []
    for day in week.days:
        hours += [one.sleep_hours for one in week.check_ins[day] if one.sleep_hours is not None][-1:]
        answers = (one.woke_before_alarm for one in week.check_ins[day])
        wakings += [woke for woke in answers if woke is not None][-1:]
    good = sum(least <= one <= most for one in hours)
    return WeekRow(
        id="sleep",
        task=messages.SLEEP_TASK,
        goal=7,
        done=good,
        unit="nights",
        check=messages.SLEEP_CHECK,
        answer=sum(wakings) * 2 > len(wakings) if wakings else None,
        words=(messages.sleep_week(good, len(hours)),),
    )


def _latest(week: WeekData, question: Literal["hip90_left", "hip90_right"]) -> bool | None:
    """The latest answer of the week to one question."""
    for check_in in reversed(week.all_check_ins()):
        answer = check_in.hip90_left if question == "hip90_left" else check_in.hip90_right
        if answer is not None:
            return answer
    return None


def _shoes_row(week: WeekData, treads: Mapping[date, bool]) -> WeekRow:
    seen = [(day, answer) for day, answer in treads.items() if day <= week.now]
    last, answer = seen[-1] if seen else (None, None)
    fresh = last is not None and (week.now - last).days < TREAD_DAYS
    if last is None:
        text: tuple[str, ...] = (messages.TREAD_UNKNOWN,)
    else:
        next_look = last + timedelta(days=TREAD_DAYS)
        text = (messages.tread_seen(last, next_look) if fresh else messages.tread_due(last),)
    if answer is False:
        text = (messages.TREAD_WORN, *text)
    return WeekRow(
        id="shoes",
        task=messages.SHOES_TASK,
        goal=1,
        done=int(fresh),
        unit="look a month",
        check=messages.SHOES_CHECK,
        answer=answer,
        words=text,
    )


def habit_review(table: WeekTable, programs: Sequence[Program], events: Sequence[Event]) -> tuple[str, ...]:
    """A sentence for each of the six habits, as far as the week has come.

    Source: the guide's six habits, and its weekly look at missed breaks and forgotten drills.
    """
    near = [one for one in events if isinstance(one, Tombstone) or table.first <= one.date <= table.now]
    current = live_events(near, table.now)
    done = [event.kind for event in current if isinstance(event, Session) and is_session(event)]
    breathing = [program for program in programs if program.kind is Kind.BREATHING]
    by_day: dict[date, list[Event]] = {}
    for event in current:
        by_day.setdefault(event.date, []).append(event)
    calm = sum(
        any(breathing_done(program, of_day, day) for program in breathing) for day, of_day in by_day.items()
    )
    texts = {row.id: " ".join(row.words) for row in table.rows}
    return messages.six_habits(
        breaks=done.count(Kind.BREAK),
        practised=done.count(Kind.PRACTICE),
        core=texts["core"],
        calm=calm,
        sleep=texts["sleep"],
    )


LOOK_BACK_DAYS: Final = 90
"""As far back as spasms count as recurring."""


class TriggerCount(Struct, frozen=True):
    """One trigger, and on how many days it was noted."""

    trigger: str
    days: int


def frequent_triggers(events: Sequence[Event], on: date) -> tuple[TriggerCount, ...]:
    """The triggers of the last 90 days, each counted once a day, the most frequent first.

    Source: the guide says that triggers pile up, and that knowing your usual suspects lets you act first.
    """
    earliest = on.toordinal() - LOOK_BACK_DAYS
    noted = {
        (event.date, tag)
        for event in live_events(events, on)
        if isinstance(event, CheckIn) and event.date.toordinal() > earliest
        for trigger in event.triggers
        if (tag := trigger.strip().casefold())
    }
    counts = Counter(tag for _, tag in noted)
    ordered = sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))
    return tuple(TriggerCount(tag, days) for tag, days in ordered)


def trigger_text(counts: Sequence[TriggerCount]) -> str | None:
    """A sentence about the most frequent one; None when none was noted twice."""
    if not counts or counts[0].days < 2:
        return None
    return messages.usual_suspect(counts[0].trigger, counts[0].days)
