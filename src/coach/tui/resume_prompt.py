"""The question what to do with a session that was broken off; no single key discards it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from coach.errors import CoachError
from coach.session.player import loss_text, sets_done
from coach.tui.dialogs import BACK, REALLY, QuestionDialog
from coach.tui.today.data import Unfinished
from coach.tui.widgets.answer_box import DialogAnswer

if TYPE_CHECKING:
    from coach.app.session_runner import SessionRunner
    from coach.tui.app import CoachApp

ANSWERS: Final = (
    DialogAnswer(name="resume", keys=("enter", "r"), label="continue", matters=True),
    DialogAnswer(name="keep", keys=("s", "k"), label="keep as it is"),
    DialogAnswer(name="discard", keys=("d",), label="discard", matters=True),
    DialogAnswer(name="later", keys=("escape", "l"), label="decide later"),
)


def question(unfinished: Unfinished) -> str:
    """The question about an unfinished session."""
    return (
        f"You stopped {unfinished.title}, begun {unfinished.started}, "
        f"after {sets_done(unfinished.sets_done, unfinished.asked_sets)}. "
        "Continue, keep it as it is, or discard it?"
    )


def warning(unfinished: Unfinished) -> str:
    """The sets that would be lost."""
    return loss_text(unfinished.sets_done)


class ResumePrompt:
    """Asks about one session, and carries out the answer."""

    def __init__(
        self,
        app: CoachApp,
        unfinished: Unfinished,
        settled: Callable[[SessionRunner | None], None],
        refused: Callable[[CoachError], None],
        postponed: Callable[[], None],
        *,
        mute: bool,
        before: Callable[[str, Callable[[bool], None]], None],
    ) -> None:
        """Prepare the question.

        Args:
            app: shows the question, and resumes, keeps and discards sessions.
            unfinished: the session.
            settled: called once it is decided; with the session where it is resumed.
            refused: called where it cannot be resumed: then nothing else starts in its place.
            postponed: called where it is decided later.
            mute: resume it without sound.
            before: asks what is to be asked before the session of a program.
        """
        self._app = app
        self._unfinished = unfinished
        self._settled = settled
        self._refused = refused
        self._postponed = postponed
        self._mute = mute
        self._before = before

    def ask(self) -> None:
        """Ask what to do with it."""
        answers = [one for one in ANSWERS if self._unfinished.resumable or one.name != "resume"]

        def answered(answer: str | None) -> None:
            if answer == "discard":

                def confirmed(answer: str | None) -> None:
                    if answer == REALLY.name:
                        self._settle("discard")
                    else:
                        self.ask()

                self._app.push_screen(
                    QuestionDialog(warning(self._unfinished), [REALLY], otherwise=BACK), confirmed
                )
            elif answer == "later":
                self._postponed()
            elif answer == "resume":
                self._before(self._unfinished.program, self._resume)
            else:
                self._settle(answer or "keep")

        self._app.push_screen(QuestionDialog(question(self._unfinished), answers), answered)

    def _resume(self, open_now: bool) -> None:
        """Resume it, unless an answer before the start forbids it: then ask again without that choice."""
        if open_now:
            self._settle("resume")
        else:
            self._unfinished = self._app.reader.unfinished() or self._unfinished
            self.ask()

    def _settle(self, answer: str) -> None:
        if answer == "resume":
            try:
                resumed = self._app.sessions.resume(self._unfinished.id, mute=self._mute)
            except CoachError as error:
                self._refused(error)
            else:
                self._settled(resumed)
            return
        try:
            if answer == "discard":
                self._app.sessions.discard(self._unfinished.id)
            else:
                self._app.sessions.keep(self._unfinished.id)
        except CoachError as error:
            self._app.notify(str(error), title="Not done", severity="error", markup=False)
        self._settled(None)
