"""The first start: four short questions that may be skipped, then warning signs and health."""

from __future__ import annotations

from typing import Final

from msgspec.structs import replace

from coach.app.checkins import CheckIns
from coach.app.sessions import LIGHTEST
from coach.app.settings import change_settings
from coach.app.workspace import Workspace
from coach.coaching.questions import health_form
from coach.errors import CoachError
from coach.model.forms import AnswerType, Choice, Question
from coach.tui.checkin.forms import AskingScreen, Chosen, answer_text, labelled
from coach.tui.checkin.health import health_outcome, health_question
from coach.tui.coach_screen import ReadGuide
from coach.tui.safety_banner import WrittenCheckIn
from coach.tui.widgets.figure_pane import FigurePane

WELCOME: Final = (
    "Welcome. Four short questions, then warning signs and your health. Enter skips one, Esc all four."
)
SKIP: Final = "skip"

CARRY: Final = Question(
    id="carry",
    text="What can you carry easily in each hand, for a minute?",
    answer_type=AnswerType.ONE,
    choices=(
        Choice("2kg", "2 kg (4 lb): a full bag of shopping"),
        Choice("4kg", "4 kg (9 lb)"),
        Choice("6kg", "6 kg (13 lb): a full watering can"),
        Choice("8kg", "8 kg (18 lb)"),
        Choice("10kg", "10 kg (22 lb): a bucket of water"),
        Choice("12kg", "12 kg (26 lb)"),
        Choice("16kg", "16 kg (35 lb)"),
    ),
    optional=True,
    skip_label=SKIP,
    hint="Your carries start at this weight. If in doubt, take the lighter one.",
)
"""Asked again before the first carry, where it was skipped."""

SIDE_PLANK: Final = Question(
    id="side_plank",
    text="Can you hold a side plank on your feet, like this, for 20 seconds?",
    answer_type=AnswerType.ONE,
    choices=(Choice("yes", "Yes"), Choice("no", "No"), Choice("not_sure", "Not sure")),
    optional=True,
    skip_label=SKIP,
    hint="If not, or if you are not sure, you begin with your knees on the floor.",
)
"""Shown with the figure of the drill."""

QUESTIONS: Final = (
    Question(
        id="sport",
        text="What do you mostly do?",
        answer_type=AnswerType.ONE,
        choices=(
            Choice("run", "Run"),
            Choice("cycle", "Cycle"),
            Choice("swim", "Swim"),
            Choice("hike", "Hike"),
            Choice("lift", "Lift weights"),
            Choice("row", "Row"),
            Choice("pilates", "Pilates"),
            Choice("yoga", "Yoga"),
            Choice("other", "Something else"),
        ),
        optional=True,
        skip_label=SKIP,
        hint="We'll suggest a sport that balances it.",
    ),
    CARRY,
    Question(
        id="work",
        text="When do you mostly sit and work?",
        answer_type=AnswerType.ONE,
        choices=(
            Choice("07:00-15:30", "7:00 to 15:30"),
            Choice("08:00-16:30", "8:00 to 16:30"),
            Choice("09:00-17:30", "9:00 to 17:30"),
            Choice("10:00-18:30", "10:00 to 18:30"),
            Choice("14:00-22:00", "14:00 to 22:00"),
        ),
        optional=True,
        skip_label=SKIP,
        hint="Breaks from sitting are called for in these hours.",
    ),
    SIDE_PLANK,
)
"""All of them are optional, and can be changed later: in the settings, the last one by a level."""


class WelcomeScreen(AskingScreen[bool]):
    """Asks what fits the doses to a person. Returns whether warning signs and health were answered.

    Neither is answered by leaving: what was left open is asked again before the first session of any kind.
    """

    def __init__(self, workspace: Workspace, check_ins: CheckIns) -> None:
        super().__init__()
        self._workspace = workspace
        self._check_ins = check_ins
        self._at = 0
        self._answers: dict[str, Chosen] = {}
        self._form = check_ins.form("before")
        self._prompts = (
            *QUESTIONS,
            labelled(self._form.questions[0], self._form, {}),
            health_question(health_form()),
        )
        self._stops = False
        self._begins_on_knees = False
        """That is in the journal already."""

    def on_mount(self) -> None:
        self._put()

    def _put(self) -> None:
        prompt = self._prompts[self._at]
        self.header.show(("coach", "strong"), "", f"{self._at + 1} of {len(self._prompts)}")
        # A question that matters is shown alone.
        passed = [one for one in QUESTIONS[: self._at] if self._answers.get(one.id) is not None]
        said = [f"{one.text} {answer_text(one, self._answers[one.id])}" for one in passed]
        alone = prompt.asked_alone or prompt is SIDE_PLANK
        self.said.update("" if alone else "\n".join([WELCOME, *said]))
        self.put(prompt)
        self._show_figure(prompt)

    def _show_figure(self, prompt: Question) -> None:
        """Show the side plank that is asked for."""
        pane = next(iter(self.query(FigurePane)), None)
        drill = self._workspace.catalog.drills.get("side-plank") if prompt is SIDE_PLANK else None
        if pane is None and drill is not None:
            pane = FigurePane()
            self.body.mount(pane, before=self.options)
        if pane is not None:
            pane.show(drill, "left")

    def about(self) -> ReadGuide:
        """The page on when to seek help, beside the question about that; else those to begin with."""
        page = self.prompt.page if self.prompt is not None else "help"
        return ReadGuide(pages=[page]) if page else ReadGuide("screen:start")

    def take_answer(self, answer: Chosen) -> None:
        """Keep an answer, and go on; warning signs and health are on disk at once."""
        if self._at < len(QUESTIONS):
            self._answers[QUESTIONS[self._at].id] = answer
            self._go_on()
            return
        ticked = answer if isinstance(answer, tuple) else ()
        try:
            if self._at == len(QUESTIONS):
                self._keep_settings()
                noted = self._check_ins.note(self._form, {self._form.questions[0].id: ticked})
            else:
                noted = self._check_ins.change_health(ticked)
        except CoachError as error:
            self.notify(str(error), title="Not noted", severity="error", markup=False)
            return
        self.post_message(WrittenCheckIn())
        self._stops = noted.stops
        told = health_outcome(noted) if noted.stops or self._at > len(QUESTIONS) else ""
        if told:
            self.set_class(bool(noted.care), "-alarm")
            self.said.update("")
            self.tell(told)
        else:
            self._go_on()

    def _go_on(self) -> None:
        if self._at + 1 < len(self._prompts):
            self._at += 1
            self._put()
        else:
            self.dismiss(True)

    def go_back(self) -> None:
        """To the question before; what is on disk is changed later, in a check-in."""
        if 0 < self._at <= len(QUESTIONS):
            self._at -= 1
            self._put()

    def leave(self) -> None:
        """Skip the short questions; leave one that matters open; close what was to be read."""
        if self.prompt is None:
            # After a warning sign or a spasm the rest is asked before a session.
            if self._stops:
                self.dismiss(True)
            else:
                self._go_on()
        elif self._at < len(QUESTIONS):
            self._at = len(QUESTIONS)
            self._put()
        else:
            try:
                self._keep_settings()
            except CoachError as error:
                self.notify(str(error), title="Not noted", severity="error", markup=False)
            self.dismiss(False)

    def _keep_settings(self) -> None:
        if self._answers.get(SIDE_PLANK.id) in ("no", "not_sure") and not self._begins_on_knees:
            self._check_ins.begin_on_knees()
            self._begins_on_knees = True
        changes = changed_settings(self._answers)
        if changes and self._at == len(QUESTIONS):
            change_settings(self._workspace, changes)


def changed_settings(answers: dict[str, Chosen]) -> dict[str, str]:
    """The settings that these answers set, as they are written in the file."""
    changes: dict[str, str] = {}
    for identity, answer in answers.items():
        if isinstance(answer, bool):
            changes[identity] = "true" if answer else "false"
        elif isinstance(answer, str) and identity == "work":
            start, _dash, end = answer.partition("-")
            changes |= {"work.from": start, "work.until": end}
        elif isinstance(answer, str) and identity != SIDE_PLANK.id:
            changes[identity] = answer
    return changes


WEIGHT_TITLE: Final = "the weight you carry"


class WeightScreen(AskingScreen[bool]):
    """Asks before something is carried for the first time, where nobody has said it.

    Returns whether the weight is known; skipped, it is the lightest one.
    """

    def __init__(self, workspace: Workspace) -> None:
        super().__init__()
        self._workspace = workspace

    def on_mount(self) -> None:
        self.header.show((WEIGHT_TITLE, "strong"))
        self.put(replace(CARRY, skip_label="2 kg, to begin lightly"))

    def take_answer(self, answer: Chosen) -> None:
        """Keep the weight in the settings."""
        chosen = changed_settings({CARRY.id: answer}) or {CARRY.id: LIGHTEST}
        try:
            change_settings(self._workspace, chosen)
        except CoachError as error:
            self.notify(str(error), title="Not noted", severity="error", markup=False)
            return
        self.dismiss(True)

    def leave(self) -> None:
        """Leave it open: then nothing starts."""
        self.dismiss(False)
