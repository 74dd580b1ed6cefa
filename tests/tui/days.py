"""Days for tests, and a desk that gives them out and remembers what was written."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from msgspec.structs import replace

from coach.app.checkins import CheckInNoted
from coach.coaching.questions import checklist_form, form_for, health_form, weekly_form
from coach.errors import CoachError
from coach.guide.pages import checklists
from coach.model.events import CheckInKind
from coach.model.forms import Answers, Checklist, Form
from coach.model.plan import Lock
from coach.tui.ports_today import CheckInCard, Day, DoseLine, Lift, TodayPosition, TodayProgram

DAY = date(2026, 1, 12)

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
    place=TodayPosition(block=2, week=3, weeks=5),
    programs=(CORE, MORNING, BREATHING),
    check_ins=CHECK_INS,
    morning=form_for("morning"),
)
LOCKED = Day(
    date=DAY,
    place=TodayPosition(phase="locked", block=2, week=3, weeks=5),
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
    """Gives out the day it was given."""

    def __init__(self) -> None:
        self.shown = Day(date=DAY)
        self.empty_home = False
        self.before = False
        self.noted = CheckInNoted(id="c1")
        self.ahead: list[Day] = []
        self.trouble: CoachError | None = None
        self.calls: list[object] = []
        self.held_before: tuple[str, ...] = ()
        self.health_open = False
        self.health_noted = CheckInNoted(id="")
        self.written = 0

    def today(self) -> date:
        return DAY

    def is_empty_home(self) -> bool:
        return self.empty_home

    def first_day(self, *, wait: bool) -> Day | None:
        return self.ahead.pop() if self.ahead else None

    def day(self, on: date | None = None) -> Day:
        if self.trouble:
            raise self.trouble
        return self.shown

    def care(self) -> Sequence[str]:
        return self.shown.care

    def lock(self) -> Lock | None:
        if not self.shown.care:
            return None
        return Lock(tier="call_today", flags=("numb_toes",), check_ins=("c0",))

    def flag_words(self) -> str:
        return "numb toes" if self.shown.care else ""

    def lift(self, how: Lift) -> None:
        if self.trouble:
            raise self.trouble
        self.calls.append(how)
        self.written += 1
        self.shown = replace(self.shown, care=())

    def emergency_number(self) -> str | None:
        return None

    def revision(self) -> int:
        return self.written

    def health_wanted(self) -> bool:
        return self.health_open

    def health_form(self) -> Form:
        return health_form()

    def health_ticked(self) -> Sequence[str]:
        return ()

    def answer_health(self, ticked: Sequence[str]) -> CheckInNoted:
        if self.trouble:
            raise self.trouble
        self.calls.append(("health", tuple(ticked)))
        self.health_open = False
        return self.health_noted

    def asks_before(self, program: str) -> bool:
        return self.before

    def form(self, kind: CheckInKind, checklist: str | None = None, on: date | None = None) -> Form:
        if checklist is not None:
            return checklist_form(checklist, checklists()[checklist].title)
        if kind == "weekly":
            return weekly_form(highlight="4 weeks of core work without pain.")
        return form_for(kind)

    def checklist(self, identity: str) -> Checklist:
        return checklists()[identity]

    def held(self, checklist: str) -> Sequence[str]:
        return self.held_before

    def numbers_of_the_week(self) -> Sequence[str]:
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
        if self.trouble:
            raise self.trouble
        self.calls.append((form.kind, dict(answers), on, tuple(ticked), instead_of))
        return self.noted

    def change_settings(self, changes: Mapping[str, str | None]) -> None:
        self.calls.append(dict(changes))
