"""What is asked before a session starts: warning signs, health, and what to do with an unfinished one."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from coach.errors import CoachError
from coach.session.player import loss_text, sets_done
from coach.tui.checkin.health import HealthScreen
from coach.tui.checkin.screen import CheckInDone, CheckInScreen
from coach.tui.dialogs import BACK, REALLY, QuestionDialog
from coach.tui.today.data import Unfinished, dose_line
from coach.tui.widgets.answer_box import DialogAnswer

if TYPE_CHECKING:
    from datetime import date

    from coach.app.session_runner import SessionRunner
    from coach.tui.app import CoachApp

Then = Callable[[bool], None]
"""Called with whether the session may start."""


def ask_before_start(app: CoachApp, program: str, then: Then, refuse: Callable[[CoachError], None]) -> None:
    """Ask about warning signs, and once about health; a question left open starts nothing.

    Args:
        app: shows what is asked, and has the check-ins.
        program: its id.
        then: called once all is answered.
        refuse: called where something cannot be asked.
    """
    check_ins = app.check_ins

    def checked(done: CheckInDone | None) -> None:
        if done is None or not done.written or done.stops:
            then(False)
        else:
            ask_about_health()

    def ask_about_health() -> None:
        try:
            screen = HealthScreen(check_ins) if check_ins.health_due() else None
        except CoachError as error:
            refuse(error)
            return
        if screen is None:
            then(True)
        else:
            app.push_screen(screen, lambda open_now: then(bool(open_now)))

    try:
        screen = CheckInScreen(check_ins, "before") if check_ins.wanted_before(program) else None
    except CoachError as error:
        refuse(error)
        return
    if screen is None:
        ask_about_health()
    else:
        app.push_screen(screen, checked)


def ask_weight(
    app: CoachApp, program: str, on: date | None, then: Then, refuse: Callable[[CoachError], None]
) -> None:
    """Ask which weight is at hand, where one is carried for the first time and nobody has said it.

    Args:
        program: its id.
        on: the training day; None is today.
        then: called once it is known, or not needed.
        refuse: called where the program cannot be read.
    """
    try:
        wanted = app.sessions.wants_weight(program, on)
    except CoachError as error:
        refuse(error)
        return
    if not wanted:
        then(True)
        return
    from coach.tui.checkin.welcome import WeightScreen

    app.push_screen(WeightScreen(app.workspace), lambda known: then(bool(known)))


def introduce(
    app: CoachApp,
    run: SessionRunner,
    on: date | None,
    then: Then,
    made_easier: Callable[[], None],
    refuse: Callable[[CoachError], None],
) -> None:
    """Before a session with new drills, show and say what is needed, and show when to leave them out.

    Args:
        run: the session.
        on: the training day; None is today.
        then: called with whether it starts.
        made_easier: called where less of it was asked for: it has to be made anew.
        refuse: called where that cannot be recorded.
    """
    known = run.introduction
    if run.rehearsal or not known.first_time:
        then(True)
        return
    from coach.tui.easier import ask_which_easier, make_easier
    from coach.tui.introduction import IntroductionScreen

    title = run.program.title
    lines = [dose_line(dose, run.drills, run.units) for dose in run.plan.slots]
    less_was_asked = False

    def choose() -> None:
        ask_which_easier(app, title, lines, chosen)

    def chosen(slots: tuple[str, ...], less: bool) -> None:
        make_easier(app, run.program.id, slots, on, less=less, then=recorded, refuse=refuse)

    def recorded() -> None:
        nonlocal less_was_asked
        less_was_asked = True
        screen.dismiss(False)

    def answered(start: bool | None) -> None:
        if less_was_asked:
            made_easier()
        else:
            then(bool(start))

    def say() -> bool:
        if run.sound_known:
            run.say_introduction()
        return run.sound_known

    offers = any(one.easier or one.is_easier for one in lines)
    screen = IntroductionScreen(title, known, easier=choose if offers else None, say=say)
    app.push_screen(screen, answered)


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
    """Asks what to do with one session, and does it."""

    def __init__(
        self,
        app: CoachApp,
        unfinished: Unfinished,
        settled: Callable[[SessionRunner | None], None],
        refused: Callable[[CoachError], None],
        postponed: Callable[[], None],
        *,
        mute: bool,
    ) -> None:
        """Prepare the question.

        Args:
            app: shows the question, and resumes, keeps and discards sessions.
            unfinished: the session.
            settled: called once it is decided; with the session where it is resumed.
            refused: called where it cannot be resumed: then nothing else starts in its place.
            postponed: called where it is decided later.
            mute: resume it without sound.
        """
        self._app = app
        self._unfinished = unfinished
        self._settled = settled
        self._refused = refused
        self._postponed = postponed
        self._mute = mute

    def ask(self) -> None:
        """Ask what to do with it."""
        app, unfinished = self._app, self._unfinished
        answers = [one for one in ANSWERS if unfinished.resumable or one.name != "resume"]

        def answered(answer: str | None) -> None:
            if answer == "discard":
                app.push_screen(QuestionDialog(warning(unfinished), [REALLY], otherwise=BACK), confirmed)
            elif answer == "later":
                self._postponed()
            elif answer == "resume":
                ask_before_start(app, unfinished.program, resume, self._refused)
            else:
                self._settle(answer or "keep")

        def confirmed(answer: str | None) -> None:
            if answer == REALLY.name:
                self._settle("discard")
            else:
                self.ask()

        def resume(open_now: bool) -> None:
            if open_now:
                self._settle("resume")
            else:
                # An answer forbids it: ask again without that choice.
                self._unfinished = app.reader.unfinished() or unfinished
                self.ask()

        app.push_screen(QuestionDialog(question(unfinished), answers), answered)

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
