"""The report of a session that is over: what was done, the next doses and why, the week, the bests."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from msgspec import Struct
from msgspec.structs import replace

from coach.coaching.history import read_history, training_days, week_of
from coach.coaching.session_bests import SessionBest, session_bests
from coach.coaching.statistics import session_seconds
from coach.model.events import Session
from coach.model.formatting import (
    UNIT_NAMES,
    carried_text,
    count_text,
    format_dose,
    name_of,
    seconds_text,
    weekday_name,
)
from coach.model.plan import Dose
from coach.model.program import WEEKDAYS, Program
from coach.model.units import Units
from coach.session.set_records import LEFT_OUT, DrillSummary

if TYPE_CHECKING:
    from coach.app.workspace import Workspace

LOOK_AHEAD_DAYS: Final = 14
NOT_DONE: Final = "not done"
LIGHT_CODES: Final = frozenset({"phase_deload", "phase_early", "phase_return"})
COUNTED: Final = "A set that you did not mark as shaky counts as steady."
NO_LEVELS: Final = "start_dose"
"""The code of the reason that says nothing new after a session."""


class NextTime(Struct, frozen=True, kw_only=True):
    """The next day on which a program is due."""

    when: str
    """`tomorrow`, or the name of the weekday."""
    doses: tuple[Dose, ...]


class Outlook(Struct, frozen=True, kw_only=True):
    """What the journal says after a session."""

    next_time: NextTime | None = None
    """None where none is near."""
    done_this_week: int = 0
    """Days of this week with a session of the program."""
    per_week: int | None = None
    """How many the program asks for in a week; None: it is not a weekly one."""
    streak: str = ""
    """The row of weeks, in a sentence; empty where there is none."""
    bests: tuple[SessionBest, ...] = ()


class ReportRow(Struct, frozen=True, kw_only=True):
    """What was done of one drill, and what comes next."""

    name: str
    done: str
    """`3 x 30 s a side`, `20 s of 3 x 30 s`, `left out`, or `not done` where it was stopped before."""
    notes: tuple[str, ...] = ()
    """`form slipped in 1 of 3`, `pain 4 of 10`."""
    best: str = ""
    """`best so far: 45 s a side`."""
    next: str = ""
    """`3 x 35 s`, with the name of the drill where that changes."""
    why: str = ""


class SessionReport(Struct, frozen=True, kw_only=True):
    """Everything that is told after a session."""

    care: tuple[str, ...] = ()
    """What to do now, before anything else; then nothing is said of a next time."""
    stopped: str = ""
    """What became of a session that was stopped, in a sentence."""
    rows: tuple[ReportRow, ...] = ()
    counted: str = ""
    """How sets without an answer are counted, in a sentence."""
    total: str = ""
    """`18 min, 18 of 18 sets`."""
    week: str = ""
    """`2 of 3 sessions this week.`"""
    week_done: int = 0
    week_goal: int = 0
    """For a row of marks; 0: none."""
    streak: str = ""
    next_time: str = ""
    """`Next time is Wednesday.`"""
    closing: str = ""
    figure_drill: str = ""
    """The id of the drill that is new next time, or of the first one; empty where nothing is told of it."""
    figure_caption: str = ""

    @property
    def shared_reasons(self) -> tuple[tuple[str, str], ...]:
        """Each reason that several drills have, behind their names: it is told once."""
        names: dict[str, list[str]] = {}
        for row in self.rows:
            if row.why:
                names.setdefault(row.why, []).append(row.name)
        every = sum(bool(row.next) for row in self.rows)
        return tuple(
            ("All of them" if len(those) == every else ", ".join(those), why)
            for why, those in names.items()
            if len(those) > 1
        )

    @property
    def rows_with_own_reasons(self) -> tuple[ReportRow, ...]:
        """The rows without the reasons that several of them share."""
        shared = {why for _names, why in self.shared_reasons}
        return tuple(replace(row, why="") if row.why in shared else row for row in self.rows)

    def with_outlook(self, said: Outlook | None) -> SessionReport:
        """The report with the week and the next time; None: without them."""
        if said is None:
            return self
        when = ""
        if said.next_time is not None:
            light = next(filter(None, map(_light_text, said.next_time.doses)), "")
            when = f"Next time is {said.next_time.when}. {light}".rstrip()
        return replace(
            self,
            week=week_text(said.done_this_week, said.per_week),
            week_done=said.done_this_week,
            week_goal=said.per_week or 0,
            streak=said.streak,
            next_time=when,
        )

    def lines(self) -> tuple[str, ...]:
        """All of it as sentences, for text mode."""
        lines = [*self.care, self.stopped]
        for row in self.rows:
            lines.append(f"{', '.join([f'{row.name} {row.done}', *row.notes])}.")
            lines.append(f"{row.best[:1].upper()}{row.best[1:]}." if row.best else "")
        lines += [f"In all: {self.total}." if self.total else "", self.week, self.streak, self.next_time]
        lines += [
            f"{row.name}: next {row.next}. {row.why}".rstrip()
            for row in self.rows_with_own_reasons
            if row.next
        ]
        lines += [*(f"{names}: {why}" for names, why in self.shared_reasons), self.counted]
        return tuple(line for line in (*lines, self.closing) if line)


def next_time(workspace: Workspace, program: Program) -> NextTime | None:
    """The next day on which the program is due, and its doses; None where none is near.

    Raises:
        JournalError: the journal cannot be read.
    """
    from coach.coaching.planner import plan_personalised

    events = workspace.journal.events()
    today = workspace.today()
    for ahead in range(LOOK_AHEAD_DAYS + 1):
        day = today + timedelta(days=ahead)
        (plan,) = plan_personalised(
            [program], events, day, drills=workspace.catalog.drills, settings=workspace.settings, now=today
        ).programs
        if plan.due and not plan.done and plan.slots:
            when = {0: "later today", 1: "tomorrow"}.get(ahead, weekday_name(day))
            return NextTime(when=when, doses=plan.slots)
    return None


def outlook(workspace: Workspace, program: Program, session: Session | None) -> Outlook:
    """What the journal says after a session of a program.

    Raises:
        JournalError: the journal cannot be read.
    """
    from coach.coaching.habits.week import weekly_streak
    from coach.coaching.habits.week_data import WeeklyHistory

    events, today = workspace.journal.events(), workspace.today()
    history = read_history(events, today)
    starts = WEEKDAYS.index(workspace.settings.week_start)
    this_week = week_of(today.toordinal(), starts)
    weekly = WeeklyHistory(
        list(workspace.programs.values()), events, today, workspace.settings.week_start, now=True
    )
    streak = weekly_streak(weekly)
    earlier: Iterable[Session] = (
        one for days in history.sessions.values() for of_day in days.values() for one in of_day
    )
    return Outlook(
        next_time=next_time(workspace, program),
        done_this_week=sum(day >= this_week for day in training_days(program, history)),
        per_week=program.schedule.per_week,
        streak=streak.words[0] if streak.weeks > 1 else "",
        bests=() if session is None else session_bests(earlier, session),
    )


class ReportWords(Struct, frozen=True, kw_only=True):
    """Words what was done and what the journal says."""

    names: Mapping[str, str]
    units: Units
    one_hand: Collection[str] = ()

    def rows(
        self, summaries: Sequence[DrillSummary], asked: Sequence[Dose], said: Outlook | None
    ) -> tuple[ReportRow, ...]:
        """A row for each drill that was done or asked, in order.

        Args:
            summaries: what was done, drill by drill.
            asked: the doses of the session.
            said: None: nothing is told of a next time.
        """
        doses = {dose.slot: dose for dose in asked}
        upcoming = (
            {}
            if said is None or said.next_time is None
            else {dose.slot: dose for dose in said.next_time.doses}
        )
        bests = {} if said is None else {best.drill: best for best in said.bests}
        rows, told = [], set()
        for one in summaries:
            # A slot whose drill was changed in the session tells of its next time once.
            last = one is [other for other in summaries if other.slot == one.slot][-1]
            rows.append(self._row(one, doses.get(one.slot), upcoming.get(one.slot) if last else None, bests))
            told.add(one.slot)
        for dose in asked:
            if dose.slot not in told:
                row = ReportRow(name=name_of(dose.drill, self.names), done=NOT_DONE)
                rows.append(self._with_next(row, dose.drill, upcoming.get(dose.slot)))
        return tuple(rows)

    def figure(self, asked: Sequence[Dose], said: Outlook | None) -> tuple[str, str]:
        """The drill that is new next time, or the first one of it, and a line about it; empty: none."""
        doses = () if said is None or said.next_time is None else said.next_time.doses
        if not doses:
            return "", ""
        before = {dose.slot: dose.drill for dose in asked}
        new = next((dose for dose in doses if before.get(dose.slot, dose.drill) != dose.drill), None)
        name = name_of((new or doses[0]).drill, self.names)
        return (new or doses[0]).drill, f"New next time: {name}" if new else f"Next time begins with: {name}"

    def _row(
        self,
        one: DrillSummary,
        asked: Dose | None,
        upcoming: Dose | None,
        bests: Mapping[str, SessionBest],
    ) -> ReportRow:
        best = bests.get(one.drill or one.slot)
        row = ReportRow(
            name=one.name,
            done=self._done(one, asked),
            notes=one.notes,
            best="" if best is None else f"best so far: {self._best(best)}",
        )
        return self._with_next(row, one.drill or one.slot, upcoming)

    def _done(self, one: DrillSummary, asked: Dose | None) -> str:
        if asked is None or one.amount == LEFT_OUT:
            return one.amount
        # Of repetitions and breaths the records have the bare numbers.
        counted = asked.reps is not None and one.amount[-1:].isdigit()
        done = f"{one.amount} {UNIT_NAMES[asked.measure]}" if counted else one.amount
        if one.is_full(asked.sets * (len(asked.sides) or 1)):
            return done
        return f"{done} of {self._amount(asked).partition(', ')[0]}"

    def _amount(self, dose: Dose) -> str:
        """`3 x 30 s a side`; of one set the set alone, as what was done is told."""
        return format_dose(dose, units=self.units).removeprefix("1 x ")

    def _best(self, best: SessionBest) -> str:
        words = {
            side: seconds_text(amount) if best.in_seconds else f"{amount} times"
            for side, amount in best.amounts
        }
        load = (
            ""
            if best.load_kg is None
            else carried_text(best.load_kg, self.units, one_hand=best.drill in self.one_hand)
        )
        if len(words) == 2 and len(set(words.values())) == 1:
            amount = f"{next(iter(words.values()))} a side"
        else:
            amount = " and ".join(f"{text} {side}" if side else text for side, text in words.items())
        return f"{amount}, {load}" if load else amount

    def _with_next(self, row: ReportRow, drill: str, dose: Dose | None) -> ReportRow:
        if dose is None:
            return row
        amount = self._amount(dose)
        if dose.sides:
            amount = amount.replace(f", {dose.sides[0]} first", "")
        text = amount if dose.drill == drill else f"{name_of(dose.drill, self.names)}, {amount}"
        return replace(row, next=text, why=_why(dose))


def _why(dose: Dose) -> str:
    """Why the next dose is what it is; empty where that is always so, and in a light week, said once."""
    reason = dose.reasons[0] if dose.reasons else None
    return "" if reason is None or reason.code == NO_LEVELS or _light_text(dose) else reason.text


def _light_text(dose: Dose) -> str:
    return next((reason.text for reason in dose.reasons if reason.code in LIGHT_CODES), "")


def week_text(done: int, per_week: int | None) -> str:
    """`2 of 3 sessions this week.`"""
    if per_week is None:
        return f"Done on {count_text(done, 'day')} this week."
    if done > per_week:
        return f"{count_text(done, 'session')} this week; {per_week} are asked."
    return f"{done} of {count_text(per_week, 'session')} this week."


def total_text(session: Session | None, done: int, asked: int) -> str:
    """`18 min, 18 of 18 sets`; without a session the sets alone."""
    sets = f"{done} of {count_text(asked, 'set')}"
    if session is None:
        return sets
    seconds = session_seconds(session)
    length = f"{round(seconds / 60)} min" if seconds >= 90 else seconds_text(seconds)
    return f"{length}, {sets}"
