"""Statistics: activity per day, light weeks, curves, personal bests, and planned against done."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import Final, Literal

from msgspec import Struct
from msgspec.structs import replace

from coach.coaching.calendar import Calendar
from coach.coaching.deload import LIGHT, MOST_OF_A_WEEK
from coach.coaching.habits.week_data import WeeklyHistory, first_day_of_week
from coach.coaching.history import Fact, attempted, is_begun, tried
from coach.model.events import Activity, End, Session, SetRecord
from coach.model.formatting import load_text, name_of, seconds_text
from coach.model.plan import Phase
from coach.model.program import Side, Weekday
from coach.model.units import Units

ACTIVITY_STEPS: Final = (1, 10, 25, 45)
"""The minutes at which each step of activity begins."""
LONGEST_SESSION: Final = 3 * 60 * 60
"""Seconds. A longer session was left open; then the seconds of its sets count."""


class DayActivity(Struct, frozen=True, kw_only=True):
    """What was done on one day."""

    sessions: int = 0
    """Sessions of any program, without those that were only begun."""
    begun: int = 0
    """Sessions that were stopped before half was done; they add nothing to the minutes."""
    activities: int = 0
    """Cardio and cross-training away from the app."""
    seconds: int = 0
    """All of it together."""
    pain: int = 0
    """The worst pain of any set; 0 also where it was not asked."""

    @property
    def minutes(self) -> int:
        """Full minutes; at least one where anything was done."""
        return max(1, round(self.seconds / 60)) if self.sessions or self.activities else 0

    @property
    def step(self) -> int:
        """0 for nothing, then 1 to 4."""
        return sum(self.minutes >= least for least in ACTIVITY_STEPS)


class LightWeek(Struct, frozen=True):
    """A week of which most days were light."""

    first: date
    phase: Phase


def activity_by_day(events: Iterable[Fact]) -> dict[date, DayActivity]:
    """The activity of each day on which anything was done, from live events in any order."""
    days: dict[date, DayActivity] = {}
    for event in events:
        day = days.get(event.date, DayActivity())
        if isinstance(event, Session) and (attempted(event) or is_begun(event)):
            day = replace(day, pain=max([day.pain, *(one.pain or 0 for one in event.sets)]))
            if is_begun(event):
                days[event.date] = replace(day, begun=day.begun + 1)
            else:
                seconds = day.seconds + session_seconds(event)
                days[event.date] = replace(day, sessions=day.sessions + 1, seconds=seconds)
        elif isinstance(event, Activity) and event.minutes != 0:
            seconds = day.seconds + 60 * (event.minutes or 0)
            days[event.date] = replace(day, activities=day.activities + 1, seconds=seconds)
    return days


def session_seconds(session: Session) -> int:
    """How long a session took, from start to end; without a known end, the seconds of its sets."""
    if session.ended_at is not None:
        lasted = int((session.ended_at - session.at).total_seconds())
        if 0 < lasted <= LONGEST_SESSION:
            return lasted
    return sum(one.seconds or 0 for one in session.sets)


def light_weeks(history: WeeklyHistory, first: date, last: date) -> tuple[LightWeek, ...]:
    """The weeks between two days of which most days were light, planned or early."""
    found: list[LightWeek] = []
    week = first_day_of_week(first, history.week_start)
    while week <= last:
        phases = [history.phase(week + timedelta(days=offset)) for offset in range(7)]
        light = [phase for phase in phases if phase in LIGHT]
        if len(light) >= MOST_OF_A_WEEK:
            found.append(LightWeek(week, max(sorted(set(light)), key=light.count)))
        week += timedelta(days=7)
    return tuple(found)


def year_up_to(last: date, week_start: Weekday = "mon") -> tuple[date, date]:
    """The first and the last day of 53 whole weeks, of which the last one holds `last`."""
    week = first_day_of_week(last, week_start)
    return week - timedelta(weeks=52), week + timedelta(days=6)


Metric = Literal["seconds", "reps", "load_kg"]
"""What is measured."""
AWAY_DAYS: Final = 14
"""After this many days without a drill its curve is interrupted."""


class Effort(Struct, kw_only=True, gc=False):
    """The best sets of one drill on one side on one day in one program."""

    day: int
    """The ordinal of the date."""
    program: str
    side: Side | None
    seconds: int = 0
    """The longest set; 0: none was timed."""
    reps: int = 0
    load_kg: float = 0.0
    shaky: bool = False
    """Some set of the day was."""
    pain: int = 0
    """The worst of the day; 0 also where it was not asked."""
    clean_seconds: int = 0
    """The longest set that was neither shaky nor painful."""
    clean_reps: int = 0
    clean_load_kg: float = 0.0

    def add(self, done: SetRecord) -> None:
        """Add one set."""
        self.seconds = max(self.seconds, done.seconds or 0)
        self.reps = max(self.reps, done.reps or 0)
        self.load_kg = max(self.load_kg, done.load_kg or 0.0)
        self.pain = max(self.pain, done.pain or 0)
        if done.form == "shaky" or done.pain:
            self.shaky = self.shaky or done.form == "shaky"
            return
        self.clean_seconds = max(self.clean_seconds, done.seconds or 0)
        self.clean_reps = max(self.clean_reps, done.reps or 0)
        self.clean_load_kg = max(self.clean_load_kg, done.load_kg or 0.0)

    def amount(self, metric: Metric) -> float:
        """The best of the day; 0 where it was not counted."""
        return self.seconds if metric == "seconds" else self.reps if metric == "reps" else self.load_kg

    def clean_amount(self, metric: Metric) -> float:
        """The best of the sets that were neither shaky nor painful."""
        if metric == "seconds":
            return self.clean_seconds
        return self.clean_reps if metric == "reps" else self.clean_load_kg


EffortKey = tuple[int, str, Side | None]
"""Day, program and side."""


class EffortIndex:
    """The efforts of every drill that was ever tried; sets may be added in any order."""

    def __init__(self) -> None:
        self._drills: dict[str, dict[EffortKey, Effort]] = {}
        self._in_order: dict[str, list[Effort]] = {}

    def add(self, events: Iterable[Fact]) -> None:
        """Add the sets of these events that were tried; a set without a drill counts for its slot.

        Sessions that were only begun are left out.
        """
        for event in events:
            if not isinstance(event, Session) or is_begun(event):
                continue
            self._in_order.clear()
            day = event.date.toordinal()
            for done in event.sets:
                if not tried(done):
                    continue
                days = self._drills.setdefault(done.drill or done.slot, {})
                key = (day, event.program, done.side)
                if key not in days:
                    days[key] = Effort(day=day, program=event.program, side=done.side)
                days[key].add(done)

    def drills(self, programs: Collection[str] = ()) -> tuple[str, ...]:
        """The drills that were done, most often done first; with `programs`, in these alone."""
        counts = {
            drill: sum(key[1] in programs for key in days) if programs else len(days)
            for drill, days in self._drills.items()
        }
        return tuple(sorted(filter(counts.get, counts), key=lambda drill: (-counts[drill], drill)))

    def of(
        self,
        drill: str,
        *,
        programs: Collection[str] = (),
        since: date | None = None,
        until: date | None = None,
    ) -> tuple[Effort, ...]:
        """The efforts in a drill from `since` to `until`, oldest first; with `programs`, in these alone."""
        done = self._in_order.get(drill)
        if done is None:
            efforts = self._drills.get(drill, {}).values()
            done = sorted(efforts, key=lambda effort: (effort.day, effort.program, effort.side or ""))
            self._in_order[drill] = done
        first = bisect_left(done, since.toordinal(), key=_day_of) if since else 0
        last = bisect_right(done, until.toordinal(), key=_day_of) if until else len(done)
        return tuple(effort for effort in done[first:last] if not programs or effort.program in programs)


def _day_of(effort: Effort) -> int:
    return effort.day


class CurvePoint(Struct, frozen=True, gc=False):
    """The best of one day."""

    day: int
    amount: float
    shaky: bool
    pain: int


class SideCurve(Struct, frozen=True, kw_only=True):
    """One side of a drill over time."""

    side: Side | None
    points: tuple[CurvePoint, ...]

    @property
    def segments(self) -> tuple[tuple[CurvePoint, ...], ...]:
        """The points, split where the drill was not done for long."""
        rows: list[list[CurvePoint]] = []
        for point in self.points:
            if rows and point.day - rows[-1][-1].day < AWAY_DAYS:
                rows[-1].append(point)
            else:
                rows.append([point])
        return tuple(map(tuple, rows))


def curves(efforts: Iterable[Effort], metric: Metric) -> tuple[SideCurve, ...]:
    """One curve for each side, the left one first; days on which it was not counted are left out."""
    sides: dict[Side | None, dict[int, CurvePoint]] = {}
    for effort in efforts:
        amount = effort.amount(metric)
        if not amount:
            continue
        days = sides.setdefault(effort.side, {})
        known = days.get(effort.day)
        days[effort.day] = CurvePoint(
            effort.day,
            max(amount, known.amount) if known else amount,
            effort.shaky or (known is not None and known.shaky),
            max(effort.pain, known.pain if known else 0),
        )
    order: tuple[Side | None, ...] = ("left", "right", None)
    return tuple(
        SideCurve(side=side, points=tuple(sides[side][day] for day in sorted(sides[side])))
        for side in order
        if side in sides
    )


class LightSpan(Struct, frozen=True):
    """Consecutive light days of one phase."""

    first: int
    last: int
    phase: Phase

    @property
    def early(self) -> bool:
        """Whether it was an early light week, and not a planned one."""
        return self.phase == "early_deload"


def light_spans(calendar: Calendar, first: date, last: date) -> tuple[LightSpan, ...]:
    """The runs of light days of a program between two days."""
    spans: list[LightSpan] = []
    for day in range(first.toordinal(), last.toordinal() + 1):
        phase = calendar.at(day).phase
        if phase not in LIGHT:
            continue
        if spans and spans[-1].last == day - 1 and spans[-1].phase == phase:
            spans[-1] = LightSpan(spans[-1].first, day, phase)
        else:
            spans.append(LightSpan(day, day, phase))
    return tuple(spans)


IsLight = Callable[[str, int], bool]
"""Whether a day, as an ordinal, was light for a program, by its id."""
_METRICS: Final[tuple[Metric, ...]] = ("seconds", "reps", "load_kg")


class PersonalBest(Struct, frozen=True, kw_only=True):
    """One best of one drill on one side, with the first day on which it was reached."""

    drill: str
    side: Side | None
    metric: Metric
    amount: float
    date: date


def personal_bests(
    efforts: EffortIndex,
    drills: Sequence[str],
    is_light: IsLight,
    *,
    programs: Collection[str] = (),
    since: date | None = None,
    until: date | None = None,
) -> tuple[PersonalBest, ...]:
    """The personal bests of some drills, in their order, the left side first.

    A set counts when it was neither shaky nor painful, and outside of light weeks, which ask for less. With
    `programs`, only what was done in these counts.
    """
    found: list[PersonalBest] = []
    sides: tuple[Side | None, ...] = ("left", "right", None)
    for drill in drills:
        done = [
            effort
            for effort in efforts.of(drill, programs=programs, since=since, until=until)
            if not is_light(effort.program, effort.day)
        ]
        for side in sides:
            of_side = [effort for effort in done if effort.side == side]
            for metric in _METRICS:
                amounts = [effort.clean_amount(metric) for effort in of_side]
                best = max(amounts, default=0)
                if best:
                    day = date.fromordinal(of_side[amounts.index(best)].day)
                    found.append(PersonalBest(drill=drill, side=side, metric=metric, amount=best, date=day))
    return tuple(found)


NOT_NOTED: Final = "not noted"
LEFT_OUT: Final = "left out"
_ENDS: Final[dict[End | None, str]] = {
    "early": "ended early",
    "pain": "ended, it hurt",
    "stopped": "the session was stopped",
}


class SetRow(Struct, frozen=True, kw_only=True):
    """One set on one side, as text."""

    index: int
    """Its index among the sets of the session."""
    drill: str
    """Its name."""
    round: int | None
    side: Side | None
    asked: str
    done: str
    marks: tuple[str, ...]
    """Its form, pain and end where they are not the usual ones."""
    short: bool
    """Less was done than was asked."""


def planned_vs_done(session: Session, names: Mapping[str, str], units: Units = "kg") -> tuple[SetRow, ...]:
    """A row for each set, in the order in which they were done."""
    rows = []
    for index, done in enumerate(session.sets):
        load = f" with {load_text(done.load_kg, units)}" if done.load_kg else ""
        amount = f"{_amount(done.seconds, done.reps)}{load}".strip() or NOT_NOTED
        pairs = ((done.asked_seconds, done.seconds), (done.asked_reps, done.reps))
        shaky, pain = done.form == "shaky", f"pain {done.pain}" if done.pain else ""
        marks = ("shaky" if shaky else "", pain, _ENDS.get(done.end, ""))
        row = SetRow(
            index=index,
            drill=name_of(done.drill or done.slot, names),
            round=done.round,
            side=done.side,
            asked=_amount(done.asked_seconds, done.asked_reps) or NOT_NOTED,
            done=amount if tried(done) else LEFT_OUT,
            marks=tuple(filter(None, marks)),
            short=not tried(done)
            or any(asked is not None and got is not None and got < asked for asked, got in pairs),
        )
        rows.append(row)
    return tuple(rows)


def _amount(seconds: int | None, reps: int | None) -> str:
    parts = []
    if seconds is not None and not (seconds == 0 and reps):
        parts.append(seconds_text(seconds))
    if reps is not None:
        parts.append("once" if reps == 1 else f"{reps} times")
    return ", ".join(parts)
