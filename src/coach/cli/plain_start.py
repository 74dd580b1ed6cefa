"""Starting a session without a screen, and what becomes of one that was broken off."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Final

from coach.cli.console import Console
from coach.cli.lock_words import say_care
from coach.cli.plain import PlainRun
from coach.coaching.questions import NO_ADVICE
from coach.errors import JournalError
from coach.model.quantities import count_text, whole_number
from coach.model.questions import Question
from coach.service.running import SessionRun

if TYPE_CHECKING:
    from coach.journal.edits import Change
    from coach.model.plan import Plan

BEFORE: Final = "n for none of these, or the numbers: "


def play_plain(program: str, console: Console, *, on: date | None, mute: bool, speed: float | None) -> int:
    """Run one session line by line, and return the exit status.

    Args:
        program: the id of the program.
        console: where it is told; somebody is asked only where the input is a terminal.
        on: the training day; None is today.
        mute: without sound.
        speed: a rehearsal so many times as fast; None is the real thing.

    Raises:
        CoachError: it cannot be started, or what was done is not in the journal.
    """
    sessions = console.coach.sessions
    attended = console.interactive
    run = None
    if speed is None:
        run = offer_unfinished(console, mute=mute)
    if run is None:
        if speed is None and attended and not _is_clear(program, console):
            return 0
        run = sessions.open_run(program, on=on, mute=mute, speed=speed, attended=attended)
    try:
        PlainRun(run, console).play()
    finally:
        run.close()
    return 0


def _is_clear(program: str, console: Console) -> bool:
    """Ask about red flags where that is due, and once about health; whether the session may begin."""
    check_ins = console.coach.check_ins
    if check_ins.wanted_before(program):
        form = check_ins.form("before")
        flags = _ticked(form.questions[0], console)
        if flags is None:
            return False
        unwritten = _written(check_ins.entry(form, {form.questions[0].id: flags}), console)
        if flags:
            say_care(console, unwritten)
            return False
    return not check_ins.health_wanted() or _is_well(console)


def _written(entry: Change, console: Console) -> Plan | None:
    """Write a check-in; where that cannot be, the day as it would be with it: it counts for this time."""
    from coach.service.checkins import not_noted

    try:
        console.coach.logbook.write(entry)
    except JournalError as error:
        console.warn(not_noted(error))
        return console.coach.plan_if_written(entry.events)
    return None


def _is_well(console: Console) -> bool:
    """Ask what has to be known of somebody's health once; whether the session may begin."""
    check_ins = console.coach.check_ins
    console.say(NO_ADVICE)
    ticked = _ticked(check_ins.health_form().questions[0], console)
    if ticked is None:
        return False
    kept = check_ins.answer_health(ticked)
    if kept.trouble:
        console.warn(kept.trouble)
    if kept.lock is not None:
        say_care(console)
        return False
    for line in kept.lines:
        console.say(line)
    return True


def _ticked(question: Question, console: Console) -> tuple[str, ...] | None:
    """Put a question with choices; what was taken of them, or None where the input has ended."""
    console.say(question.text)
    for number, choice in enumerate(question.choices, start=1):
        console.say(f"  {number}  {choice.text}")
    most = len(question.choices)
    line = console.ask(BEFORE)
    while (taken := _numbers(line, most)) is None:
        if not line:
            # The question's line has no end yet.
            console.say("")
            console.say("Nothing was answered, so nothing starts.")
            return None
        console.say(f"Numbers from 1 to {most} with spaces between, or n.")
        line = console.ask(BEFORE)
    return tuple(one.id for place, one in enumerate(question.choices, start=1) if place in taken)


def _numbers(line: str, most: int) -> set[int] | None:
    """The numbers of a line, 1 to `most`; none of them for `n`; None where it says neither."""
    words = line.lower().replace(",", " ").split()
    if words in (["n"], ["none"]):
        return set()
    numbers = {number for word in words if 1 <= (number := whole_number(word) or 0) <= most}
    return numbers if numbers and len(numbers) == len(set(words)) else None


def offer_unfinished(console: Console, *, mute: bool) -> SessionRun | None:
    """Ask what becomes of a session that was broken off; returns it when it is to be gone on with.

    Where nobody is there to answer it is only mentioned: it waits.
    """
    sessions = console.coach.sessions
    for broken_off in sessions.unfinished():
        session = broken_off.session
        when = f"{session.at:%H:%M} on {session.date}"
        done = count_text(len(broken_off.records), "set")
        what = f"A session of {session.program} that began at {when} was broken off after {done}"
        if not console.interactive:
            console.warn(f"{what}. It is kept until somebody says what becomes of it.")
            continue
        answer = console.ask(f"{what}.\nr resume, s save as it is, d discard: ")
        match answer.strip().lower():
            case "r":
                return sessions.resume(session.id, mute=mute)
            case "s":
                sessions.keep(session.id)
            case "d":
                sessions.discard(session.id)
            case _:
                console.say("It waits until the next time.")
    return None
