"""Days for tests, and stubs of the use cases of Today that give them out and note what was written."""

from __future__ import annotations

import os
from collections.abc import Sequence
from datetime import UTC, date, datetime
from pathlib import Path

from msgspec.structs import replace

from coach.app.checkins import CheckInNoted, CheckIns
from coach.app.planning import DayPlanner, Lift, TrainingLock
from coach.app.workspace import Workspace
from coach.coaching.questions import checklist_form, form_for, weekly_form
from coach.errors import CoachError
from coach.guide.pages import checklists
from coach.model.events import CheckInKind
from coach.model.forms import Answers, Form
from coach.model.plan import Lock
from coach.paths import find_paths
from coach.tui.prefetch import FirstReading
from coach.tui.today.data import (
    CheckInCard,
    Day,
    DoseLine,
    TodayPosition,
    TodayProgram,
    TodayReader,
    Unfinished,
)
from tests.support.commands import StillClock

DAY = date(2026, 1, 12)
NO_HOME = Path(os.devnull) / "coach"
"""A folder that cannot be made: no journal and no file can be opened in it."""
EVENING = datetime(2026, 1, 12, 18, 30, tzinfo=UTC)

CARE = (
    "You reported: numb toes. Please call a doctor or a clinic today and tell them.",
    "Slow breathing stays open.",
)
CHECK_INS = (
    CheckInCard(kind="morning", title="The morning check-in, three keys.", due=True),
    CheckInCard(kind="weekly", title="The weekly check-in: hips, what set your back off.", due=True),
    CheckInCard(kind="monthly", title="Your shoes"),
    CheckInCard(kind="monthly", checklist="desk", title="At the desk"),
)


def dose(name: str, amount: str, *, usual: str = "", why: str = "This is where it starts.") -> DoseLine:
    """One exercise of a day."""
    return DoseLine(name=name, amount=amount, usual=usual, reasons=(why,))


CORE = TodayProgram(
    id="short",
    title="Short [holds]",
    about="Two [b]holds[/b].",
    block=2,
    week=3,
    weeks=5,
    due=True,
    minutes=16,
    doses=(
        dose("Plank", "3 × 40 s", why="Two clean days at 35 s: five more seconds."),
        dose("Side plank", "3 × 30 s a side, right first", why="One short set: the same again."),
        dose("Bird-dog, squares", "3 × 30 s a side, right first"),
        dose("Farmer carry", "3 × 30 s, 6 kg a hand"),
    ),
)
MORNING = TodayProgram(
    id="morning",
    title="Morning",
    about="Ten minutes.",
    due=True,
    done=True,
    doses=(dose("Walk", "1 × 5 min"),),
)
BREATHING = TodayProgram(
    id="breathing",
    title="Ten slow breaths",
    about="Slow.",
    any_time=True,
    due=True,
    doses=(dose("Breathing", "1 × 10"),),
)
NORMAL = Day(
    date=DAY,
    position=TodayPosition(block=2, week=3, weeks=5),
    programs=(CORE, MORNING, BREATHING),
    check_ins=CHECK_INS,
    morning=form_for("morning"),
)
LOCKED = Day(
    date=DAY,
    position=TodayPosition(phase="locked", block=2, week=3, weeks=5),
    care=CARE,
    programs=(
        BREATHING,
        TodayProgram(
            id="short",
            title="Core holds",
            about="",
            phase="locked",
            closed="Closed until a clinician has cleared you.",
        ),
    ),
    check_ins=CHECK_INS[2:],
)


class FakeDays:
    """Stubs of what Today, the check-ins and the lock are read from: one day, and a note of each call."""

    def __init__(self, home: Path = NO_HOME) -> None:
        self.workspace = Workspace(find_paths({"COACH_HOME": str(home)}), StillClock(EVENING))
        self.shown = Day(date=DAY)
        self.empty_home = False
        self.before = False
        self.noted = CheckInNoted(id="c1")
        self.ahead: list[Day] = []
        self.broken_off: Unfinished | None = None
        self.trouble: CoachError | None = None
        self.calls: list[object] = []
        self.held_before: tuple[str, ...] = ()
        self.health_open = False
        self.health_noted = CheckInNoted(id="")
        self.written = 0
        self.check_ins = StubCheckIns(self)
        self.reader = StubReader(self)
        self.training_lock = StubLock(self)
        self.first = StubFirstReading(self)

    def check_trouble(self) -> None:
        """Raise the trouble, where there is any."""
        if self.trouble:
            raise self.trouble


class StubReader(TodayReader):
    """Gives out the day."""

    def __init__(self, days: FakeDays) -> None:
        super().__init__(days.workspace)
        self._fake = days

    def is_empty_home(self) -> bool:
        return self._fake.empty_home

    def day(self, on: date | None = None) -> Day:
        self._fake.check_trouble()
        return self._fake.shown

    def unfinished(self) -> Unfinished | None:
        return self._fake.broken_off


class StubFirstReading(FirstReading):
    """Gives out the days that were read ahead."""

    def __init__(self, days: FakeDays) -> None:
        self._fake = days

    def look(self, *, wait: bool = False) -> None:
        """Nothing is to be taken."""

    def day(self, *, wait: bool) -> Day | None:
        return self._fake.ahead.pop() if self._fake.ahead else None


class StubLock(TrainingLock):
    """Is locked for as long as the day says what to do about a red flag."""

    def __init__(self, days: FakeDays) -> None:
        super().__init__(days.workspace, DayPlanner(days.workspace))
        self._fake = days

    @property
    def revision(self) -> int:
        return self._fake.written

    def current(self) -> Lock | None:
        if not self._fake.shown.care:
            return None
        return Lock(tier="call_today", flags=("numb_toes",), check_ins=("c0",))

    def care(self) -> tuple[str, ...]:
        return self._fake.shown.care

    def lift(self, how: Lift) -> None:
        self._fake.check_trouble()
        self._fake.calls.append(how)
        self._fake.written += 1
        self._fake.shown = replace(self._fake.shown, care=())


class StubCheckIns(CheckIns):
    """Asks the real questions, and keeps the answers in a list."""

    def __init__(self, days: FakeDays) -> None:
        super().__init__(days.workspace)
        self._fake = days

    def health_due(self) -> bool:
        return self._fake.health_open

    def health_ticked(self) -> tuple[str, ...]:
        return ()

    def change_health(self, ticked: Sequence[str]) -> CheckInNoted:
        self._fake.check_trouble()
        self._fake.calls.append(("health", tuple(ticked)))
        self._fake.health_open = False
        return self._fake.health_noted

    def wanted_before(self, program_id: str) -> bool:
        return self._fake.before

    def form(self, kind: CheckInKind, checklist: str | None = None, on: date | None = None) -> Form:
        if checklist is not None:
            return checklist_form(checklist, checklists()[checklist].title)
        if kind == "weekly":
            return weekly_form(highlight="4 weeks of core work without pain.")
        return form_for(kind)

    def ticked_before(self, checklist: str) -> tuple[str, ...]:
        return self._fake.held_before

    def week_figures(self) -> tuple[str, ...]:
        return ("✓ Core sessions: 3 of 3 core sessions.",)

    def note(
        self,
        form: Form,
        answers: Answers,
        *,
        on: date | None = None,
        ticked: Sequence[str] = (),
        instead_of: str | None = None,
    ) -> CheckInNoted:
        self._fake.check_trouble()
        self._fake.calls.append((form.kind, dict(answers), on, tuple(ticked), instead_of))
        return self._fake.noted
