"""What was really done of each drill, day by day and side by side, for curves over time."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterable, Mapping
from datetime import date
from typing import Final, Literal

from msgspec import Struct

from coach.coaching.blocks import LIGHT, Calendar
from coach.coaching.days import Fact, is_begun, tried
from coach.model.events import Session, SetRecord
from coach.model.plan import Phase
from coach.model.program import Side

What = Literal["seconds", "reps", "load_kg"]
"""What a curve shows."""
AWAY_DAYS: Final = 14
"""After so many days without a drill its curve begins anew."""


class Effort(Struct, kw_only=True, gc=False):
    """The best of one drill on one side on one day in one program."""

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
    """The most of the day; 0 also where nobody was asked."""
    tidy_seconds: int = 0
    """The longest set that was neither shaky nor painful."""
    tidy_reps: int = 0
    tidy_load_kg: float = 0.0

    def add(self, done: SetRecord) -> None:
        """Take one more set in."""
        self.seconds = max(self.seconds, done.seconds or 0)
        self.reps = max(self.reps, done.reps or 0)
        self.load_kg = max(self.load_kg, done.load_kg or 0.0)
        self.pain = max(self.pain, done.pain or 0)
        if done.form == "shaky" or done.pain:
            self.shaky = self.shaky or done.form == "shaky"
            return
        self.tidy_seconds = max(self.tidy_seconds, done.seconds or 0)
        self.tidy_reps = max(self.tidy_reps, done.reps or 0)
        self.tidy_load_kg = max(self.tidy_load_kg, done.load_kg or 0.0)

    def amount(self, what: What) -> float:
        """The best of the day; 0 where it was not counted."""
        return self.seconds if what == "seconds" else self.reps if what == "reps" else self.load_kg

    def tidy_amount(self, what: What) -> float:
        """The best of the sets that were neither shaky nor painful."""
        if what == "seconds":
            return self.tidy_seconds
        return self.tidy_reps if what == "reps" else self.tidy_load_kg


Place = tuple[int, str, Side | None]
"""Day, program and side."""


class Efforts:
    """Every drill that was ever tried; sets come in batches, in any order."""

    def __init__(self) -> None:
        self._drills: dict[str, dict[Place, Effort]] = {}
        self._in_order: dict[str, list[Effort]] = {}

    def add(self, events: Iterable[Fact]) -> None:
        """Take in the sets of these events that were tried; a set without a drill goes by its slot.

        What was only begun shows nothing of what somebody can do, and is left out.
        """
        for event in events:
            if not isinstance(event, Session) or is_begun(event):
                continue
            self._in_order.clear()
            day = event.date.toordinal()
            for done in event.sets:
                if tried(done):
                    self._effort(day, event.program, done).add(done)

    def _effort(self, day: int, program: str, done: SetRecord) -> Effort:
        days = self._drills.setdefault(done.drill or done.slot, {})
        place = (day, program, done.side)
        known = days.get(place)
        if known is None:
            known = days[place] = Effort(day=day, program=program, side=done.side)
        return known

    def drills(self, programs: Collection[str] = ()) -> tuple[str, ...]:
        """The drills that were done, most often done first; of these programs alone, where any are named."""
        counts = {drill: self._count(days, programs) for drill, days in self._drills.items()}
        return tuple(sorted(filter(counts.get, counts), key=lambda drill: (-counts[drill], drill)))

    def _count(self, days: Mapping[Place, Effort], programs: Collection[str]) -> int:
        return sum(place[1] in programs for place in days) if programs else len(days)

    def of(
        self,
        drill: str,
        *,
        programs: Collection[str] = (),
        since: date | None = None,
        until: date | None = None,
    ) -> tuple[Effort, ...]:
        """What was done of a drill, oldest first.

        Args:
            drill: its id.
            programs: only in these; empty: in any.
            since: the first day that counts.
            until: the last day that counts.
        """
        done = self._sorted(drill)
        first = bisect_left(done, since.toordinal(), key=_day_of) if since else 0
        last = bisect_right(done, until.toordinal(), key=_day_of) if until else len(done)
        return tuple(effort for effort in done[first:last] if not programs or effort.program in programs)

    def _sorted(self, drill: str) -> list[Effort]:
        known = self._in_order.get(drill)
        if known is None:
            efforts = self._drills.get(drill, {}).values()
            known = sorted(efforts, key=lambda effort: (effort.day, effort.program, effort.side or ""))
            self._in_order[drill] = known
        return known


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
    def strokes(self) -> tuple[tuple[CurvePoint, ...], ...]:
        """The points in rows without a long time away, so that no line is drawn across it."""
        rows: list[list[CurvePoint]] = []
        for point in self.points:
            if rows and point.day - rows[-1][-1].day < AWAY_DAYS:
                rows[-1].append(point)
            else:
                rows.append([point])
        return tuple(map(tuple, rows))


def curves(efforts: Iterable[Effort], what: What) -> tuple[SideCurve, ...]:
    """One curve for each side, the left one first; days on which it was not counted are left out."""
    sides: dict[Side | None, dict[int, CurvePoint]] = {}
    for effort in efforts:
        amount = effort.amount(what)
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
    """Light days in a row, of one cause."""

    first: int
    last: int
    phase: Phase

    @property
    def early(self) -> bool:
        """Whether the body asked for it, rather than the plan."""
        return self.phase == "early_deload"


def light_spans(calendar: Calendar, first: date, last: date) -> tuple[LightSpan, ...]:
    """The light days of a program between two days, planned, early and on coming back, in rows."""
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
