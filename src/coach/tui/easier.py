"""Less of some drills of a day: the choices, and what to know before a drill that is new."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from coach.app.corrections import ask_as_usual, ask_less
from coach.errors import CoachError
from coach.tui.dialogs import BACK, USUAL_AGAIN, MenuScreen, QuestionDialog
from coach.tui.introduction import IntroductionScreen, names_of

if TYPE_CHECKING:
    from datetime import date

    from coach.tui.app import CoachApp
    from coach.tui.today.data import DoseLine

Chosen = Callable[[tuple[str, ...], bool], None]
"""Called with the slots, and whether less of them is wanted or the usual."""


def ask_which_easier(app: CoachApp, title: str, lines: Sequence[DoseLine], chosen: Chosen) -> bool:
    """Offer less of each drill of a program, and what was made easier as usual again.

    Returns:
        Whether there is anything to offer.
    """
    lighter = [one for one in lines if one.easier]
    choices: list[tuple[str, tuple[str, ...], bool]] = [
        (f"{one.name}: {one.easier}", (one.slot,), True) for one in lighter
    ]
    if len(lighter) > 1:
        choices.insert(0, ("All of it easier", tuple(one.slot for one in lighter), True))
    choices += [(f"{one.name}: as usual again", (one.slot,), False) for one in lines if one.is_easier]

    def taken(place: int | None) -> None:
        if place is None:
            return
        text, slots, less = choices[place]
        if less:
            chosen(slots, True)
            return

        # The key that made the first drill easier may open the list once more: it undoes nothing.
        def confirmed(answer: str | None) -> None:
            if answer == USUAL_AGAIN.name:
                chosen(slots, False)

        app.push_screen(QuestionDialog(f"{text}?", [USUAL_AGAIN], otherwise=BACK), confirmed)

    if choices:
        heading = f"{title}: easier today, your levels stay"
        app.push_screen(MenuScreen(heading, [text for text, _slots, _less in choices]), taken)
    return bool(choices)


def make_easier(
    app: CoachApp,
    program: str,
    slots: Sequence[str],
    on: date | None,
    *,
    less: bool,
    then: Callable[[], None],
    refuse: Callable[[CoachError], None],
) -> None:
    """Record that less of some slots is wanted, or the usual again; new drills are shown before.

    Args:
        program: its id.
        on: the training day; None is today.
        less: less is wanted.
        then: called once it is recorded; not where it was left.
        refuse: called where it cannot be.
    """

    def record(agreed: bool | None) -> None:
        if not agreed:
            return
        try:
            if less:
                ask_less(app.workspace, program, slots, on)
            else:
                for slot in slots:
                    ask_as_usual(app.workspace, program, slot, on)
        except CoachError as error:
            refuse(error)
        then()

    try:
        known = app.sessions.easier_introduction(program, slots, on) if less else None
        title = app.workspace.program(program).title
    except CoachError as error:
        refuse(error)
        return
    if known is None or not known.first_time:
        record(True)
    else:
        question = f"New to you, and easier today: {names_of(known)}."
        app.push_screen(IntroductionScreen(title, known, question=question, place="today"), record)
