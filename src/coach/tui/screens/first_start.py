"""The first start: four short questions, each of which may be skipped, and the one about safety."""

from __future__ import annotations

from typing import Final

from coach.errors import CoachError
from coach.tui.guide_links import ReadGuide
from coach.tui.ports_today import TodayDesk
from coach.tui.prompts import Option, Prompt, Wants, answer_words, prompt_of
from coach.tui.screens.asking import AskingScreen, Chosen

WELCOME: Final = "Welcome. Four short questions, and one about safety. Enter skips one, Esc all four."
SKIP: Final = "skip"

QUESTIONS: Final = (
    Prompt(
        id="sport",
        text="What do you mostly do?",
        wants=Wants.ONE,
        options=(
            Option("run", "Run"),
            Option("cycle", "Cycle"),
            Option("swim", "Swim"),
            Option("hike", "Hike"),
            Option("lift", "Lift weights"),
            Option("row", "Row"),
            Option("pilates", "Pilates"),
            Option("yoga", "Yoga"),
            Option("other", "Something else"),
        ),
        skip=SKIP,
        hint="It decides which sport is suggested beside it.",
    ),
    Prompt(
        id="carry",
        text="What can you carry easily in each hand, for a minute?",
        wants=Wants.ONE,
        options=(
            Option("2kg", "2 kg (4 lb): a full bag of shopping"),
            Option("4kg", "4 kg (9 lb)"),
            Option("6kg", "6 kg (13 lb): a full watering can"),
            Option("8kg", "8 kg (18 lb)"),
            Option("10kg", "10 kg (22 lb): a bucket of water"),
            Option("12kg", "12 kg (26 lb)"),
            Option("16kg", "16 kg (35 lb)"),
        ),
        skip=SKIP,
        hint="Carrying begins there. If in doubt, take the lighter one.",
    ),
    Prompt(
        id="osteoporosis",
        text="Has anyone told you that you have osteoporosis, or thin bones?",
        wants=Wants.YES_NO,
        skip=SKIP,
        hint="Then bending and strong twisting are taken out.",
    ),
    Prompt(
        id="work",
        text="When do you mostly sit and work?",
        wants=Wants.ONE,
        options=(
            Option("07:00-15:30", "7:00 to 15:30"),
            Option("08:00-16:30", "8:00 to 16:30"),
            Option("09:00-17:30", "9:00 to 17:30"),
            Option("10:00-18:30", "10:00 to 18:30"),
            Option("14:00-22:00", "14:00 to 22:00"),
        ),
        skip=SKIP,
        hint="Breaks from sitting are called for in these hours.",
    ),
)
"""Nobody has to answer any of them, and each can be changed later in the settings."""


class FirstStart(AskingScreen[bool]):
    """Asks what fits the doses to a person. Returns whether the safety question was answered."""

    def __init__(self, desk: TodayDesk) -> None:
        """Write what is answered through `desk`."""
        super().__init__()
        self._desk = desk
        self._at = 0
        self._answers: dict[str, Chosen] = {}
        self._form = desk.form("before")

    def on_mount(self) -> None:
        """Put the first question."""
        self._put()

    def _put(self) -> None:
        count = len(QUESTIONS) + 1
        self.header.show(("coach", "strong"), "", f"{self._at + 1} of {count}")
        said = [
            WELCOME,
            *(f"{one.text} {answer_words(one, self._answers[one.id])}" for one in self._passed()),
        ]
        if self._at < len(QUESTIONS):
            self.said.update("\n".join(said))
            self.put(QUESTIONS[self._at])
        else:
            self.said.update("\n".join(said))
            self.put(prompt_of(self._form.questions[0], self._form, {}))

    def _passed(self) -> list[Prompt]:
        return [one for one in QUESTIONS[: self._at] if self._answers.get(one.id) is not None]

    def about(self) -> ReadGuide:
        """The page on when to seek help, beside the question about that; else those to begin with."""
        page = self.prompt.page if self.prompt is not None else "help"
        return ReadGuide(pages=[page]) if page else ReadGuide("screen:start")

    def taken(self, answer: Chosen) -> None:
        """Keep an answer, and go on; after the last one everything is written."""
        if self._at < len(QUESTIONS):
            self._answers[QUESTIONS[self._at].id] = answer
            self._at += 1
            self._put()
        elif not isinstance(answer, str):
            self._write(answer if isinstance(answer, tuple) else ())

    def went_back(self) -> None:
        """To the question before."""
        if self._at:
            self._at -= 1
            self._put()

    def left(self) -> None:
        """Skip what is left of the four questions; the one about safety is not skipped."""
        if self.prompt is None:
            self.dismiss(True)
        elif self._at < len(QUESTIONS):
            self._at = len(QUESTIONS)
            self._put()
        else:
            self.dismiss(False)

    def _write(self, flags: tuple[str, ...]) -> None:
        try:
            changes = changed_settings(self._answers)
            if changes:
                self._desk.change_settings(changes)
            noted = self._desk.note(self._form, {self._form.questions[0].id: flags})
        except CoachError as error:
            self.notify(str(error), title="Not noted", severity="error", markup=False)
            return
        if noted.care or noted.stops:
            self.set_class(True, "-alarm")
            self.said.update("")
            self.tell("\n\n".join([*noted.care, *noted.lines]))
        else:
            self.dismiss(True)


def changed_settings(answers: dict[str, Chosen]) -> dict[str, str]:
    """The settings that these answers set, as they are written in the file."""
    changes: dict[str, str] = {}
    for identity, answer in answers.items():
        if isinstance(answer, bool):
            changes[identity] = "true" if answer else "false"
        elif isinstance(answer, str) and identity == "work":
            start, _dash, end = answer.partition("-")
            changes |= {"work.from": start, "work.until": end}
        elif isinstance(answer, str):
            changes[identity] = answer
    return changes
