"""The service as the screens see it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING, Final

from coach.model.plan import Dose, Phase, ProgramPlan
from coach.model.program import Program
from coach.model.quantities import load_text, seconds_text
from coach.model.settings import Settings
from coach.tui.ports import ProgramCard, RunningSession, Unfinished

if TYPE_CHECKING:
    from coach.service.coach import Coach

_CLOSED: Final[dict[Phase, str]] = {
    "locked": "Closed until a clinician has cleared you.",
    "paused": "Paused until the spasm has gone.",
}


class CoachDesk:
    """Puts what the service knows into the few words and values that a screen shows."""

    def __init__(self, coach: Coach) -> None:
        """Stand in front of `coach`."""
        self._coach = coach

    @property
    def settings(self) -> Settings:
        """What someone has set for themselves."""
        return self._coach.settings

    def cards(self, on: date | None) -> list[ProgramCard]:
        """Every program for that day: what is due first, then what is done, then the rest."""
        plans = self._coach.plan(on).programs
        cards = [self._card(self._coach.program(plan.id), plan) for plan in plans]
        return sorted(cards, key=lambda card: 0 if card.due and not card.done else 1 if card.done else 2)

    def problems(self) -> list[str]:
        """What is wrong with the user's own files, a line each."""
        return [problem.line_text() for problem in self._coach.problems]

    def open_run(
        self, program: str, *, on: date | None = None, mute: bool = False, speed: float | None = None
    ) -> RunningSession:
        """A session of that program, ready to start.

        Raises:
            CoachError: it cannot be started, and why.
        """
        return self._coach.sessions.open_run(program, on=on, mute=mute, speed=speed)

    def unfinished(self) -> Unfinished | None:
        """The session that was broken off last, if there is one."""
        found = next(iter(self._coach.sessions.unfinished()), None)
        if found is None:
            return None
        session = found.session
        program = self._coach.programs.get(session.program)
        return Unfinished(
            id=session.id,
            title=program.title if program else session.program,
            started=_when(session.at, self._coach.clock.now()),
            sets_done=len(found.records),
            resumable=found.plan is not None,
        )

    def resume(self, session: str, *, mute: bool = False) -> RunningSession:
        """That session from where it was broken off.

        Raises:
            CoachError: it cannot be gone on with, and why.
        """
        return self._coach.sessions.resume(session, mute=mute)

    def keep(self, session: str) -> None:
        """Write that session to the journal as it is.

        Raises:
            CoachError: it is not on disk.
        """
        self._coach.sessions.keep(session)

    def discard(self, session: str) -> None:
        """Forget that session.

        Raises:
            CoachError: it is still there.
        """
        self._coach.sessions.discard(session)

    def _card(self, program: Program, plan: ProgramPlan) -> ProgramCard:
        return ProgramCard(
            id=program.id,
            title=program.title,
            about=program.about,
            doses=self._doses(plan.slots),
            due=plan.due,
            done=plan.done,
            closed=_CLOSED.get(plan.phase) if not plan.slots else None,
        )

    def _doses(self, doses: Sequence[Dose]) -> tuple[str, ...]:
        drills = self._coach.library.drills
        names = [drills[dose.drill].name if dose.drill in drills else dose.drill for dose in doses]
        width = max(map(len, names), default=0)
        return tuple(f"{name:<{width}}  {dose_text(dose)}" for name, dose in zip(names, doses, strict=True))


def dose_text(dose: Dose) -> str:
    """`3 × 30 s a side, left first, 6 kg a hand`."""
    one = seconds_text(dose.seconds) if dose.seconds is not None else str(dose.reps)
    if len(dose.sides) > 1:
        one += f" a side, {dose.sides[0]} first"
    elif dose.sides:
        one += f", {dose.sides[0]}"
    load = f", {load_text(dose.load_kg)} a hand" if dose.load_kg is not None else ""
    return f"{dose.sets} × {one}{load}"


def _when(moment: datetime, now: datetime) -> str:
    """`today at 18:32`, `yesterday at 18:32`, or `on 3 May at 18:32`."""
    days = (now.date() - moment.date()).days
    day = {0: "today", 1: "yesterday"}.get(days, f"on {moment.day} {moment:%B}")
    return f"{day} at {moment:%H:%M}"
