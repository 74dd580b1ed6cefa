"""`coach doctor`: what works here, what does not, and what to do about it."""

from __future__ import annotations

import platform
import shutil
from argparse import ArgumentParser, Namespace
from collections.abc import Iterator, Mapping
from typing import Final

from coach import __version__
from coach.app.sessions import Sessions
from coach.cli.console import Console
from coach.errors import CoachError, file_error
from coach.journal.backup import backups
from coach.model.figure import why_not_drawn
from coach.model.formatting import count_text
from coach.sound.doctor import probe

GOOD: Final = "ok    "
BAD: Final = "look  "
FAINT: Final = "      "
SMALLEST: Final = (40, 12)


def configure_doctor(parser: ArgumentParser) -> None:
    """Add the arguments of the command."""
    parser.add_argument("--silent", action="store_true", help="try the sound without playing a tone")
    parser.add_argument(
        "--repair",
        action="store_true",
        help="save what a damaged journal still holds; the damaged one is kept",
    )


def run_doctor(args: Namespace, console: Console) -> int:
    """Print what was found, with advice; exit status 1 when something needs attention."""
    if args.repair:
        from coach.app.repair import repair

        for sentence in repair(console.paths, console.clock):
            console.say(sentence)
        return 0
    lines = []
    try:
        for line in _files(console):
            lines.append(line)
    except OSError as error:
        lines.append(f"{BAD}{file_error(error)}")
    except CoachError as error:
        lines.append(f"{BAD}{error}")
    size = shutil.get_terminal_size()
    name = console.environment.get("TERM", "none")
    lines.append(f"{GOOD}terminal: {name}, {size.columns} columns and {size.lines} rows")
    if size.columns < SMALLEST[0] or size.lines < SMALLEST[1]:
        lines.append(f"{BAD}the session screen needs {SMALLEST[0]} columns and {SMALLEST[1]} rows")
    if "NO_COLOR" in console.environment:
        lines.append(f"{FAINT}NO_COLOR is set: phases differ by word and shape alone")
    lines.append(FAINT + _figures_text(console.environment))
    if not console.interactive:
        lines.append(f"{FAINT}nobody is there to type: a plain session runs by itself and asks nothing")
    report = probe(audible=not args.silent)
    used = report.used
    if used is None:
        lines.append(f"{BAD}sound: none; the terminal's bell and a flash stand in for it")
    else:
        lines.append(f"{GOOD}sound: {used.backend}, on {used.detail}")
    for tried in report.backends:
        if tried is not used:
            lines.append(f"{FAINT}{tried.backend}: {'works too' if tried.works else tried.detail}")
    speech = (
        f"{GOOD}speech: {report.phrases} phrases are recorded"
        if report.whole_sentences
        else f"{FAINT}speech: {report.phrases} recorded words; whole sentences, and cues, need miniaudio"
    )
    lines += [
        speech,
        f"{FAINT}your own names: {report.voice or report.voice_reason}",
        f"{FAINT}sets of tones: {', '.join(report.sound_sets)}",
        *(f"{FAINT}{sentence}" for sentence in report.advice),
    ]
    console.say(f"coach {__version__}, Python {platform.python_version()}, {platform.system()}")
    for line in lines:
        console.say(line)
    return 1 if any(line.startswith(BAD) for line in lines) else 0


def _figures_text(environment: Mapping[str, str]) -> str:
    from coach.figures.cells import drawing_on

    drawing = drawing_on(environment)
    if drawing == "none":
        why = why_not_drawn(environment) or "TERM is not set"
        return f"figures: none can be drawn here ({why}); a sentence stands in their place"
    return f"figures: {'in dots of braille, without colours' if drawing == 'braille' else 'in colours'}"


def _files(console: Console) -> Iterator[str]:
    workspace = console.workspace
    yield f"{GOOD}your folder: {console.paths.home}"
    existing = console.paths.home
    while not existing.exists() and existing != existing.parent:
        existing = existing.parent
    free = shutil.disk_usage(existing).free // 1_000_000
    if free < 20:
        yield f"{BAD}only {free} MB are free there: the journal needs room to grow"
    if not existing.is_dir():
        yield f"{BAD}{existing} is no folder (move it away, or set COACH_HOME to another place)"
        return
    try:
        empty = not console.paths.journal.exists() and not backups(console.paths.journal)
    except OSError as error:
        said = (error.strerror or str(error)).lower()
        yield f"{BAD}nobody may look into it: {said} (allow it: chmod u+rwx {console.paths.home})"
        return
    if empty:
        yield f"{GOOD}journal: empty, it begins with your first session"
    else:
        yield from _journal(console)
    for problem in workspace.problems:
        yield f"{BAD}{problem.line_text()}"
    if not workspace.problems:
        yield f"{GOOD}{len(workspace.programs)} programs and {len(workspace.catalog.drills)} drills, all well"


def _journal(console: Console) -> Iterator[str]:
    from coach.journal.queries import stored_by_id
    from coach.journal.rescue import PREFIX, rescued_files

    try:
        journal = console.workspace.journal
        journal.check()
        count = len(journal.events())
        waiting = len(Sessions(console.workspace).unfinished())
    except CoachError as error:
        yield f"{BAD}journal: {error}"
        return
    yield f"{BAD if journal.read_only else GOOD}journal: {count} entries"
    if journal.notice:
        yield f"{BAD}{journal.notice}"
    for file in rescued_files(console.paths.journal):
        with journal.reading() as connection:
            is_stored = bool(stored_by_id(connection, [file.stem.removeprefix(PREFIX)]))
        if not is_stored:
            yield f"{BAD}what no journal took is in {file}: coach import {file}"
    if waiting:
        sessions = count_text(waiting, "unfinished session")
        yield f"{FAINT}{sessions} to be resumed, kept or dropped: coach run asks"
