"""`coach log`: record what was done away from the app; undo or edit."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from typing import TYPE_CHECKING, Final, cast, get_args

from coach.app.corrections import HELP as SETS_HELP
from coach.app.corrections import Logbook, parse_sets, sets_as_asked
from coach.app.planning import current_lock, program_plan
from coach.cli.arguments import a_count, a_distance, a_pain, add_on, hours_of_a_day, yes_or_no
from coach.cli.console import Console
from coach.cli.lock_messages import how_to_lift
from coach.errors import UsageError
from coach.model.events import (
    Action,
    Activity,
    ActivityKind,
    CheckIn,
    CheckInKind,
    Control,
    Event,
    RedFlag,
    Session,
)
from coach.model.formatting import CHECK_INS, full_date
from coach.model.units import parse_load

CONTROLS: Final[dict[Action, str]] = {
    "cleared": "a clinician has cleared you: lifts the red flags that stand, and says which",
    "set_level": "a level of your own for one slot",
    "deload": "a light week from now on",
    "end_deload": "the end of an early light week",
    "new_block": "a new block from this week on",
    "easier_today": "less of one slot for this day alone: the level stays",
}

_OF_A_SLOT: Final[frozenset[Action]] = frozenset({"set_level", "easier_today"})
"""The controls that name a program and one of its slots."""

_ANSWERS: Final = {
    "stiff": "did you wake with a stiff back?",
    "tug": "a tug in the lower back?",
    "short_leg": "does a leg feel shorter?",
    "spasm": "a spasm now?",
    "woke_before_alarm": "did you wake without the alarm?",
    "hip90_left": "does the left hip bend to a right angle?",
    "hip90_right": "does the right hip bend to a right angle?",
    "tread_ok": "do the shoes still show their pattern?",
}


def add_check_in_arguments(parser: ArgumentParser) -> None:
    """Add the answers of a check-in; those left out stay unknown."""
    for name, question in _ANSWERS.items():
        parser.add_argument(f"--{name.replace('_', '-')}", type=yes_or_no, metavar="yes|no", help=question)
    parser.add_argument("--pain", type=a_pain, metavar="0-10", help="how much it hurts")
    parser.add_argument("--sleep", type=hours_of_a_day, metavar="HOURS", help="hours slept")
    parser.add_argument(
        "--flag", action="append", default=[], choices=get_args(RedFlag), help="something alarming"
    )
    parser.add_argument("--trigger", action="append", default=[], help="what may have set it off")
    parser.add_argument("--change", action="append", default=[], help="what to change in the week to come")
    parser.add_argument(
        "--checklist", action="append", default=[], help="a checklist that was gone through, as in: desk"
    )
    parser.add_argument(
        "--tick", action="append", default=[], help="what holds of a checklist, as in: desk.elbows"
    )


def build_entry(args: Namespace, console: Console) -> Event:
    """The event that the arguments describe.

    Raises:
        UsageError: the arguments do not fit the program, or each other.
    """
    workspace = console.workspace
    if args.what == "session":
        program = workspace.program(args.program)
        event_id, day, at = Logbook(workspace).stamp(args.on)
        plan = program_plan(workspace, program.id, day)
        if bool(args.as_asked) == bool(args.sets):
            hint = "either sets, as in plank=30,30,30, or --as-asked for all of it as it was asked"
            raise UsageError("say what was done", hint=hint)
        if args.as_asked:
            sets = sets_as_asked(plan, pain=args.pain)
        else:
            sets = parse_sets(args.sets, program, plan, pain=args.pain)
        return Session(
            id=event_id, date=day, at=at, program=program.id, kind=program.kind, sets=sets, note=args.note
        )
    if args.what in get_args(ActivityKind):
        event_id, day, at = Logbook(workspace).stamp(args.on)
        return Activity(
            id=event_id,
            date=day,
            at=at,
            kind=cast(ActivityKind, args.what),
            minutes=args.minutes,
            distance_km=args.km,
            could_talk=args.talked,
            note=args.note,
        )
    if args.what in get_args(CheckInKind):
        event_id, day, at = Logbook(workspace).stamp(args.on)
        return CheckIn(
            id=event_id,
            date=day,
            at=at,
            kind=cast(CheckInKind, args.what),
            **{name: getattr(args, name) for name in _ANSWERS},
            pain=args.pain,
            sleep_hours=args.sleep,
            red_flags=tuple(args.flag),
            triggers=tuple(args.trigger),
            changes=tuple(args.change),
            checklists=_checklists(args.checklist, args.tick),
            ticked=tuple(dict.fromkeys(args.tick)),
            note=args.note,
        )
    return _control(args, console)


def _checklists(named: list[str], ticked: list[str]) -> tuple[str, ...]:
    """The checklists that were named, and those of which something was ticked."""
    if not named and not ticked:
        return ()
    from coach.guide.pages import checklists

    known = checklists()
    items = {item.id for checklist in known.values() for item in checklist.items}
    for word in (*named, *ticked):
        if word not in (items if word in ticked else known):
            there = items if "." in word else known
            raise UsageError(f"there is no '{word}' to tick", hint=f"there are {', '.join(sorted(there))}")
    return tuple(dict.fromkeys([*named, *(tick.partition(".")[0] for tick in ticked)]))


def _control(args: Namespace, console: Console) -> Control:
    """The control that the arguments describe; errors are those of `build_entry`."""
    workspace = console.workspace
    event_id, day, at = Logbook(workspace).stamp(args.on)
    action = cast(Action, args.what)
    if action not in _OF_A_SLOT:
        return Control(id=event_id, date=day, at=at, action=action, note=args.note)
    program = workspace.program(args.program)
    slot = next((slot for slot in program.slots if slot.slot == args.slot), None)
    if slot is None:
        known = ", ".join(slot.slot for slot in program.slots)
        raise UsageError(f"{program.id} has no slot '{args.slot}'", hint=f"it has {known}")
    if action == "easier_today":
        return Control(
            id=event_id,
            date=day,
            at=at,
            action=action,
            program=program.id,
            slot=slot.slot,
            note=args.note,
        )
    rungs = [rung.drill for rung in slot.ladder]
    if args.drill and args.drill not in rungs:
        hint = f"it has {', '.join(rungs)}"
        raise UsageError(f"'{args.drill}' is not on the ladder of {slot.slot}", hint=hint)
    in_seconds = slot.measure.in_seconds
    right, wrong = ("--seconds", args.reps) if in_seconds else ("--reps", args.seconds)
    if wrong is not None:
        raise UsageError(f"{slot.slot} is counted in {right[2:]}", hint=f"write {right}")
    if args.load and slot.load is None:
        raise UsageError(f"{slot.slot} has no load", hint="leave out --load")
    if all(value is None for value in (args.drill, args.seconds, args.reps, args.load)):
        hint = f"a drill of its ladder with --drill, or how much with {right}"
        raise UsageError("say which level", hint=hint)
    try:
        load_kg = parse_load(args.load) if args.load is not None else None
    except ValueError as error:
        raise UsageError(str(error)) from None
    return Control(
        id=event_id,
        date=day,
        at=at,
        action=action,
        program=program.id,
        slot=slot.slot,
        drill=args.drill,
        seconds=args.seconds,
        reps=args.reps,
        load_kg=load_kg,
        note=args.note,
    )


if TYPE_CHECKING:
    from argparse import _SubParsersAction

    Subparsers = _SubParsersAction[ArgumentParser]

UNDO: Final = "undo"
EDIT: Final = "edit"
CLEARED: Final = "cleared"


def configure_log(parser: ArgumentParser) -> None:
    """Add the arguments of the command."""
    what = parser.add_subparsers(dest="what", metavar="WHAT", required=True, parser_class=type(parser))
    session = _add_parser(what, "session", "a session of a program")
    session.add_argument("program", metavar="PROGRAM", help="the id of a program")
    session.add_argument("sets", nargs="*", metavar="SLOT=30,30,30", help=SETS_HELP)
    session.add_argument("--as-asked", action="store_true", help="every set was done exactly as it was asked")
    session.add_argument("--pain", type=a_pain, metavar="0-10", help="the pain of every set")
    for kind in get_args(ActivityKind):
        activity = _add_parser(what, kind, "cardio" if kind != "other" else "another activity")
        activity.add_argument(
            "--minutes", type=a_count, metavar="N", required=True, help="how long; always needed"
        )
        activity.add_argument("--km", type=a_distance, metavar="N", help="how far")
        activity.add_argument(
            "--talked", type=yes_or_no, metavar="yes|no", help="could you talk while moving?"
        )
    for kind in get_args(CheckInKind):
        add_check_in_arguments(_add_parser(what, kind, CHECK_INS[kind].help))
    for action, help_text in CONTROLS.items():
        control = _add_parser(what, action, help_text)
        if action in _OF_A_SLOT:
            control.add_argument("program", metavar="PROGRAM", help="the id of a program")
            control.add_argument("slot", metavar="SLOT", help="one of its slots")
        if action == "set_level":
            control.add_argument("--drill", help="a drill of the slot's ladder")
            control.add_argument(
                "--seconds", type=a_count, metavar="N", help="how long a set is from then on"
            )
            control.add_argument(
                "--reps", type=a_count, metavar="N", help="repetitions or breaths, where they count"
            )
            control.add_argument("--load", metavar="6kg", help="in each hand")
    for args in what.choices.values():
        add_on(args)
        args.add_argument("--note", metavar="TEXT", help="words of your own")
    undo = _add_parser(what, UNDO, "take an entry back")
    undo.add_argument("id", nargs="?", metavar="ID", help="the beginning of its id; none is the newest")
    edit = _add_parser(what, EDIT, "change an entry")
    edit.add_argument("id", metavar="ID", help="the beginning of its id")
    edit.add_argument("changes", nargs="+", metavar="FIELD=VALUE", help="as in sets.0.seconds=30")
    for args in what.choices.values():
        args.add_argument("--dry-run", action="store_true", help="only say what it would change")
        args.add_argument("--yes", action="store_true", help="do not ask")


def _add_parser(what: Subparsers, name: str, help_text: str) -> ArgumentParser:
    """A parser for one kind of entry."""
    return what.add_parser(name, help=help_text, description=help_text)


def run_log(args: Namespace, console: Console) -> int:
    """Write the entry, and print its effect on today's doses; where it is asked for, before it is written."""
    logbook = Logbook(console.workspace)
    effects = []
    if args.what == UNDO:
        change = logbook.undo(args.id)
    elif args.what == EDIT:
        change = logbook.change(args.id, args.changes)
    elif args.what == CLEARED:
        change = logbook.clearance(on=args.on, note=args.note)
        from coach.coaching.messages import FLAG_WORDS, joined

        for check_in in logbook.standing_flags():
            flags = joined([FLAG_WORDS[flag] for flag in check_in.red_flags])
            effects.append(f"Lifts what was reported on {full_date(check_in.date)}: {flags}.")
    else:
        change = logbook.addition(build_entry(args, console))
    effects += logbook.effects_of(change)
    asks = not args.dry_run and not args.yes and console.interactive
    if args.dry_run or asks:
        for sentence in effects:
            console.say(sentence)
        if not asks or console.ask("Write it? [y/n] ").strip().lower() not in {"y", "yes"}:
            console.say("Nothing was written.")
            return 0
    elif not args.yes and args.what in {UNDO, EDIT}:
        # Without a terminal, only a new entry needs no confirmation.
        raise UsageError("no terminal to confirm this change at", hint="add --yes to confirm it")
    before = current_lock(console.workspace)
    logbook.write(change)
    # After it is written: output that goes nowhere costs no entry, least of all a red flag.
    for sentence in () if asks else effects:
        console.say(sentence)
    console.say(f"Written: {change.events[-1].id}")
    lock = current_lock(console.workspace)
    for line in how_to_lift(lock) if lock is not None and lock != before else ():
        console.say(line)
    return 0
