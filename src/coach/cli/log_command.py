"""`coach log`: record what was done away from the app; undo or edit."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from typing import TYPE_CHECKING, Final, get_args

from coach.cli.console import Console
from coach.cli.lock_words import how_to_lift
from coach.cli.log_entries import CONTROLS, add_entry_words, build_entry
from coach.cli.words import a_count, a_distance, a_pain, add_on, yes_or_no
from coach.errors import UsageError
from coach.model.events import ActivityKind, CheckInKind
from coach.model.formatting import CHECK_INS, full_date
from coach.service.written_sets import HELP as SETS_HELP

if TYPE_CHECKING:
    from argparse import _SubParsersAction

    Subparsers = _SubParsersAction[ArgumentParser]

UNDO: Final = "undo"
EDIT: Final = "edit"
CLEARED: Final = "cleared"


def configure(parser: ArgumentParser) -> None:
    """Declare the words that the command takes."""
    what = parser.add_subparsers(dest="what", metavar="WHAT", required=True, parser_class=type(parser))
    _session_words(what)
    for kind in get_args(ActivityKind):
        _activity_words(_words_for(what, kind, "cardio" if kind != "other" else "another activity"))
    for kind in get_args(CheckInKind):
        add_entry_words(_words_for(what, kind, CHECK_INS[kind].help))
    _control_words(what)
    for words in what.choices.values():
        add_on(words)
        words.add_argument("--note", metavar="TEXT", help="words of your own")
    _mending_words(what)
    for words in what.choices.values():
        words.add_argument("--dry-run", action="store_true", help="only say what it would change")
        words.add_argument("--yes", action="store_true", help="do not ask")


def _words_for(what: Subparsers, name: str, does: str) -> ArgumentParser:
    """A parser for one kind of entry; its help says what it is for."""
    return what.add_parser(name, help=does, description=does)


def _session_words(what: Subparsers) -> None:
    session = _words_for(what, "session", "a session of a program")
    session.add_argument("program", metavar="PROGRAM", help="the id of a program")
    session.add_argument("sets", nargs="*", metavar="SLOT=30,30,30", help=SETS_HELP)
    session.add_argument("--as-asked", action="store_true", help="every set was done exactly as it was asked")
    session.add_argument("--pain", type=a_pain, metavar="0-10", help="the pain of every set")


def _activity_words(activity: ArgumentParser) -> None:
    activity.add_argument(
        "--minutes", type=a_count, metavar="N", required=True, help="how long; always needed"
    )
    activity.add_argument("--km", type=a_distance, metavar="N", help="how far")
    activity.add_argument("--talked", type=yes_or_no, metavar="yes|no", help="could you talk while moving?")


def _control_words(what: Subparsers) -> None:
    for action, help_text in CONTROLS.items():
        control = _words_for(what, action, help_text)
        if action == "set_level":
            control.add_argument("program", metavar="PROGRAM", help="the id of a program")
            control.add_argument("slot", metavar="SLOT", help="one of its slots")
            control.add_argument("--drill", help="a drill of the slot's ladder")
            control.add_argument(
                "--seconds", type=a_count, metavar="N", help="how long a set is from then on"
            )
            control.add_argument(
                "--reps", type=a_count, metavar="N", help="repetitions or breaths, where they count"
            )
            control.add_argument("--load", metavar="6kg", help="in each hand")


def _mending_words(what: Subparsers) -> None:
    undo = _words_for(what, UNDO, "take an entry back")
    undo.add_argument("id", nargs="?", metavar="ID", help="the beginning of its id; none is the newest")
    edit = _words_for(what, EDIT, "change an entry")
    edit.add_argument("id", metavar="ID", help="the beginning of its id")
    edit.add_argument("changes", nargs="+", metavar="FIELD=VALUE", help="as in sets.0.seconds=30")


def run(words: Namespace, console: Console) -> int:
    """Say what the entry does to today's doses, and write it."""
    logbook = console.coach.logbook
    if words.what == UNDO:
        change = logbook.undo(words.id)
    elif words.what == EDIT:
        change = logbook.change(words.id, words.changes)
    elif words.what == CLEARED:
        change = logbook.clearance(on=words.on, note=words.note)
        _say_what_is_lifted(console)
    else:
        change = logbook.addition(build_entry(words, console))
    for sentence in logbook.effect(change):
        console.say(sentence)
    if words.dry_run:
        console.say("Nothing was written.")
        return 0
    if not words.yes and not _agreed(words.what, console):
        console.say("Nothing was written.")
        return 0
    before = console.coach.lock()
    logbook.write(change)
    console.say(f"Written: {change.events[-1].id}")
    lock = console.coach.lock()
    for line in how_to_lift(lock) if lock is not None and lock != before else ():
        console.say(line)
    return 0


def _say_what_is_lifted(console: Console) -> None:
    from coach.coaching.reasons import FLAG_WORDS, joined

    for check_in in console.coach.logbook.standing():
        flags = joined([FLAG_WORDS[flag] for flag in check_in.red_flags])
        console.say(f"Lifts what was reported on {full_date(check_in.date)}: {flags}.")


def _agreed(what: str, console: Console) -> bool:
    """Whether it may be written: asked where somebody is there; a new entry needs no asking."""
    if console.interactive:
        return console.ask("Write it? [y/n] ").strip().lower() in {"y", "yes"}
    if what in {UNDO, EDIT}:
        raise UsageError("nobody is there to confirm this change", hint="add --yes to confirm it")
    return True
