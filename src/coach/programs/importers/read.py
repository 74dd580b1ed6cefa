"""Which app a file comes from, and the drafts in it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Final

from msgspec import Struct

from coach.errors import ProgramFileError
from coach.programs.importers.draft import Draft, one_line
from coach.programs.importers.intervals import INTERVALS, is_intervals, read_intervals
from coach.programs.importers.timers import JAWT, OPENHIIT, TIMER_MACHINE, TIMERO, TIMERS
from coach.programs.importers.workrave import WORKRAVE, XmlError, is_workrave, read_workrave, read_xml
from coach.programs.parse import MAX_BYTES, FileTooLargeError, NotAFileError, fetch_bytes, os_error_text

MOST_PROGRAMS: Final = 200
FORMATS: Final = (JAWT, OPENHIIT, TIMER_MACHINE, TIMERO, WORKRAVE, INTERVALS)


class ImportedProgram(Struct):
    """What a file holds."""

    app: str
    drafts: list[Draft]


def read_file(path: Path) -> ImportedProgram:
    """The drafts of a file.

    Raises:
        ProgramFileError: it cannot be read, is too large, or comes from no app that is known here.
    """
    try:
        data = fetch_bytes(path)
    except FileTooLargeError as error:
        size = f"at most {MAX_BYTES // 1_000_000} MB"
        raise ProgramFileError("this file is too large for a program", hint=size, path=str(path)) from error
    except NotAFileError as error:
        raise ProgramFileError("this is not a file", path=str(path)) from error
    except OSError as error:
        message, hint = os_error_text(error)
        raise ProgramFileError(message, hint=hint, path=str(path)) from error
    return read_data(data, path)


def read_data(data: bytes, path: Path) -> ImportedProgram:
    """The drafts of the bytes of a file; its name serves where a format has no title.

    Raises:
        ProgramFileError: it comes from no app that is known here, or there is nothing in it.
    """
    text = decoded(data)
    start = text.lstrip()[:1]
    app, found = "", list[Draft]()
    if start == "<":
        try:
            root = read_xml(data)
        except XmlError as error:
            line, column = error.line, error.column
            raise ProgramFileError(error.message, path=str(path), line=line, column=column) from error
        if not is_workrave(root):
            message, hint = f"this XML is a '{one_line(root.tag, 40)}'", "known: the exercises of Workrave"
            raise ProgramFileError(message, hint=hint, path=str(path))
        app, found = WORKRAVE, read_workrave(root)
    elif start in ("{", "["):
        try:
            document: object = json.loads(text, strict=False)
        except json.JSONDecodeError as error:
            message = f"this is not JSON: {error.msg.lower()}"
            raise ProgramFileError(message, path=str(path), line=error.lineno, column=error.colno) from error
        except (RecursionError, ValueError) as error:
            message = "this JSON is nested too deep, or has too long a number"
            raise ProgramFileError(message, path=str(path)) from error
        timer = next((one for one in TIMERS if one.fits(document)), None)
        if timer is not None:
            app, found = timer.app, timer.read(document)
    elif is_intervals(text):
        app, found = INTERVALS, read_intervals(text, one_line(path.stem) or "Intervals")
    if not app:
        message, hint = "this is no program of an app that is known here", f"known: {', '.join(FORMATS)}"
        raise ProgramFileError(message, hint=hint, path=str(path))
    drafts = [draft for draft in found if any(part.exercises for part in draft.parts)]
    if not drafts:
        raise ProgramFileError(f"there is nothing to do in this file of {app}", path=str(path))
    if len(drafts) > MOST_PROGRAMS:
        drafts[0].note(f"{len(drafts)} programs are too many at once: the first {MOST_PROGRAMS} are taken")
    return ImportedProgram(app, drafts[:MOST_PROGRAMS])


def decoded(data: bytes) -> str:
    """The text of a file in whatever way it was written: strange letters rather than none."""
    for encoding in ("utf-16",) if data[:2] in (b"\xff\xfe", b"\xfe\xff") else ("utf-8-sig", "cp1252"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    return data.decode("latin-1")
