"""The questions about health: one screen of ticks, each with what it changes."""

from __future__ import annotations

from typing import Final

from msgspec.structs import replace

from coach.app.checkins import CheckInNoted, CheckIns
from coach.coaching.questions import NO_ADVICE, health_form
from coach.errors import CoachError
from coach.model.forms import Form, Question
from coach.tui.checkin.forms import AskingScreen, Chosen, labelled
from coach.tui.coach_screen import ReadGuide
from coach.tui.safety_banner import WrittenCheckIn

EFFECTS: Final = {
    "pregnancy": "Planks become leans on the wall, carries are without weights. Ask your midwife first.",
    "operation": "Planks become leans on the wall, carries are without weights. Ask your clinician first.",
    "heart": "Holds stay short, and you breathe aloud. Ask your clinician first.",
    "thin_bones": "No far bending or turning, and the ball only on the wall.",
    "joint_replacement": "Legs are not crossed. Ask your clinician how far the joint may bend.",
    "serious_illness": "Please call your doctor this week. Training waits until then.",
    "new_to_exercise": "You begin on the wall and on your knees.",
    "recent_fall": "Please call your doctor this week. Training waits until then.",
}
"""What a tick changes, shown beside it."""
LEFT_OPEN: Final = "It stays open, and is asked again before a session."
NOTICE_SECONDS: Final = 3.0


def health_question(form: Form) -> Question:
    """The question as it is put, each choice with what it changes."""
    question = labelled(form.questions[0], form, {})
    choices = tuple(replace(one, effect=EFFECTS.get(one.id, "")) for one in question.choices)
    return replace(question, choices=choices, text=f"{NO_ADVICE}\n\n{question.text}")


def health_outcome(noted: CheckInNoted) -> str:
    """What came of it, to be read; empty where there is nothing to say."""
    return "\n\n".join([*noted.care, *noted.lines])


class HealthScreen(AskingScreen[bool]):
    """Asks once, and later from the check-ins. Returns whether training is open after it."""

    def __init__(self, check_ins: CheckIns) -> None:
        super().__init__()
        self._check_ins = check_ins
        self._form = health_form()
        self._noted: CheckInNoted | None = None

    def on_mount(self) -> None:
        self.header.show((self._form.title, "strong"))
        try:
            ticked = tuple(self._check_ins.health_ticked())
        except CoachError:
            ticked = ()
        self.put(health_question(self._form), ticked=ticked)

    def about(self) -> ReadGuide:
        """The page on when to seek help."""
        return ReadGuide(pages=["help"])

    def take_answer(self, answer: Chosen) -> None:
        """Keep it, and say what it does to today."""
        ticked = answer if isinstance(answer, tuple) else ()
        try:
            self._noted = self._check_ins.change_health(ticked)
        except CoachError as error:
            self.notify(str(error), title="Not noted", severity="error", markup=False)
            return
        self.post_message(WrittenCheckIn())
        told = health_outcome(self._noted)
        if told:
            self.set_class(bool(self._noted.care), "-alarm")
            self.tell(told)
        else:
            self.dismiss(True)

    def leave(self) -> None:
        """Leave; what was not answered stays open."""
        if self._noted is None:
            self.notify(LEFT_OPEN, timeout=NOTICE_SECONDS, markup=False)
            self.dismiss(False)
        else:
            self.dismiss(not self._noted.stops)
