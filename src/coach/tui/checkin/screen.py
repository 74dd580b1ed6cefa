"""A check-in: its questions one by one, written as soon as possible, and its effect on today."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Final

from msgspec import Struct

from coach.app.checkins import CheckInNoted, CheckIns
from coach.coaching.checkins import has_required_questions, is_asked, is_complete, next_question, no_to_all
from coach.errors import CoachError
from coach.guide.pages import checklists
from coach.model.events import CheckInKind
from coach.model.formatting import short_day
from coach.model.forms import Answer, AnswerType, Form, Question
from coach.tui.checkin.forms import (
    AskingScreen,
    Chosen,
    answer_text,
    checklist_question,
    labelled,
)
from coach.tui.coach_screen import ReadGuide
from coach.tui.safety_banner import WrittenCheckIn

NOTHING: Final = "Nothing was noted."
NOTICE_SECONDS: Final = 2.0
NOTED: Final = "Noted."
READ_ON: Final = "The guide has a page on what you ticked."
HELP: Final = "help"
"""The page on when to seek help."""


class CheckInDone(Struct, frozen=True):
    """What came of a check-in."""

    written: bool
    stops: bool = False
    """It names something with which nothing is to be started."""


class CheckInScreen(AskingScreen[CheckInDone]):
    """One check-in from its first question to what comes of it."""

    def __init__(
        self,
        check_ins: CheckIns,
        kind: CheckInKind,
        checklist: str | None = None,
        *,
        on: date | None = None,
        first: bool | None = None,
    ) -> None:
        """Ask.

        Args:
            check_ins: asks and writes.
            kind: which check-in.
            checklist: the id of a checklist that is gone through by itself.
            on: an earlier day to fill in; None is today.
            first: the answer to its first question, where that was given already.
        """
        super().__init__()
        self._check_ins = check_ins
        self._on = on
        self._form: Form = check_ins.form(kind, checklist, on)
        self._answers: dict[str, Answer] = {}
        if first is not None:
            self._answers[self._form.questions[0].id] = first
        self._ticked: list[str] = []
        self._held: dict[str, tuple[str, ...]] = {}
        self._noted: CheckInNoted | None = None
        self._kept: object = None
        self._early: list[str] | None = []

    def on_mount(self) -> None:
        day = "" if self._on is None else short_day(self._on)
        self.header.show((self._form.title, "strong"), "", (day, "muted"))
        if self._form.kind == "weekly":
            self._opening: Sequence[str] = self._check_ins.week_figures()
        else:
            self._opening = ()
        self._go_on()
        early, self._early = self._early, None
        for key in early or ():
            self.hear(key)

    def hear(self, key: str) -> None:
        """Take a key that was pressed before this screen was there."""
        if self._early is not None:
            self._early.append(key)
        elif self.prompt is not None and not self.prompt.asked_alone:
            self.action_press(key)

    def about(self) -> ReadGuide:
        """The page of the question; at the end those of what was ticked, then those of the check-in."""
        if self.prompt is not None and self.prompt.page:
            return ReadGuide(pages=[self.prompt.page])
        if self._noted is not None and self._noted.care:
            return ReadGuide(pages=[HELP])
        return ReadGuide(f"checkin:{self._form.kind}", pages=list(self._ticked_pages()))

    def _ticked_pages(self) -> Iterator[str]:
        for question in self._form.questions:
            answer = self._answers.get(question.id)
            for choice in question.choices:
                if isinstance(answer, tuple) and choice.id in answer and choice.page:
                    yield choice.page

    # ------------------------------------------------------------------ the way through

    def _go_on(self) -> None:
        """Ask the next question; write as soon as every required one is answered."""
        answered = has_required_questions(self._form) and is_complete(self._form, self._answers)
        if answered and self._noted is None and not self._form.checklists and not self._write():
            return
        if self._noted is not None and self._noted.stops:
            self._end()
            return
        prompt = self._next_prompt()
        if prompt is None:
            if self._write():
                self._end()
            return
        # On a low screen the numbers are there to be read before the first answer, and then make room.
        low = self.has_class("-short") or self.has_class("-low")
        opening = () if low and self._answers else self._opening
        lines = [NOTED] if self._noted is not None and self._noted.id else []
        lines += self._noted.lines if self._noted is not None else ()
        for question in self._form.questions:
            if self._answers.get(question.id) is not None and is_asked(question, self._answers):
                lines.append(f"{question.text} {answer_text(question, self._answers[question.id])}")
        self.said.update("\n".join([*opening, *lines]))
        ticked = self._held.get(prompt.id, ())
        if prompt.id in self._form.checklists and prompt.id not in self._held:
            # What held the last time is ticked from the start.
            before = self._check_ins.ticked_before(prompt.id)
            ticked = tuple(choice.id for choice in prompt.choices if choice.id in before)
        self.put(prompt, ticked=ticked)

    def _next_prompt(self) -> Question | None:
        question = next_question(self._form, self._answers)
        if question is not None:
            return labelled(question, self._form, self._answers)
        for identity in self._form.checklists:
            if identity not in self._held:
                return checklist_question(checklists()[identity])
        return None

    def take_answer(self, answer: Chosen) -> None:
        """Take an answer, and ask the next question."""
        prompt = self.prompt
        if prompt is None:
            return
        if prompt.id in self._form.checklists:
            self._held[prompt.id] = answer if isinstance(answer, tuple) else ()
        elif prompt.answer_type is AnswerType.PAIN and isinstance(answer, float):
            self._answers[prompt.id] = int(answer)
        elif not isinstance(answer, str):
            self._answers[prompt.id] = answer
        self._go_on()

    def no_to_all(self) -> None:
        """No to everything that has to be answered."""
        self._answers |= no_to_all(self._form)
        self._go_on()

    def go_back(self) -> None:
        """Open the answer before this one again."""
        if self._held:
            self._held.popitem()
        elif self._answers:
            self._answers.popitem()
        self._go_on()

    # ------------------------------------------------------------------ writing

    def _said(self) -> tuple[object, ...]:
        return (dict(self._answers), dict(self._held))

    def _write(self) -> bool:
        """Write the answers; they replace what was written of them before."""
        if self._noted is not None and self._kept == self._said():
            return True
        ticked = [item for held in self._held.values() for item in held]
        try:
            noted = self._check_ins.note(
                self._form,
                self._answers,
                on=self._on,
                ticked=ticked,
                instead_of=(self._noted.id or None) if self._noted else None,
            )
        except CoachError as error:
            self.notify(str(error), title="Not noted", severity="error", markup=False)
            return False
        self._noted, self._kept = noted, self._said()
        self.post_message(WrittenCheckIn())
        return True

    def _end(self) -> None:
        """Show what comes of it, where anything does."""
        noted = self._noted
        if noted is None:
            self.dismiss(CheckInDone(False))
            return
        lines = [*noted.care, *noted.lines, *self._form.closing]
        if not noted.care and any(self._ticked_pages()):
            lines.append(READ_ON)
        if not lines:
            self._close()
            return
        self.set_class(bool(noted.care), "-alarm")
        self.said.update(NOTED if noted.id else "")
        self.tell("\n\n".join(lines))

    def leave(self) -> None:
        """Leave; complete answers are written."""
        closing = self.prompt is None
        anything = bool(self._answers or self._held)
        if not closing and anything and is_complete(self._form, self._answers) and not self._write():
            return
        if not closing and self._noted is None:
            self.notify(NOTHING, timeout=NOTICE_SECONDS, markup=False)
        self._close()

    def _close(self) -> None:
        noted = self._noted
        self.dismiss(CheckInDone(noted is not None, noted.stops if noted else False))
