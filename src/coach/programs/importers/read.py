"""Which app a file comes from, and the drafts in it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Final

from msgspec import Struct

from coach.errors import ProgramFileError
from coach.programs.importers import intervals, jawt, openhiit, timer_machine, timero, workrave
from coach.programs.importers.base import Draft, XmlError, one_line, read_xml
from coach.programs.parse import MAX_BYTES, FileTooLargeError, NotAFileError, fetch_bytes, os_error_text

MOST_PROGRAMS: Final = 200
_JSON: Final = (timero, openhiit, timer_machine, jawt)
FORMATS: Final = tuple(one.NAME for one in (jawt, openhiit, timer_machine, timero, workrave, intervals))


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
    program = _imported(data, path)
    drafts = [draft for draft in program.drafts if any(part.exercises for part in draft.parts)]
    if not drafts:
        raise ProgramFileError(f"there is nothing to do in this file of {program.app}", path=str(path))
    if len(drafts) > MOST_PROGRAMS:
        drafts[0].note(f"{len(drafts)} programs are too many at once: the first {MOST_PROGRAMS} are taken")
    return ImportedProgram(program.app, drafts[:MOST_PROGRAMS])


def _imported(data: bytes, path: Path) -> ImportedProgram:
    text = decoded(data)
    start = text.lstrip()[:1]
    if start == "<":
        try:
            root = read_xml(data)
        except XmlError as error:
            line, column = error.line, error.column
            raise ProgramFileError(error.message, path=str(path), line=line, column=column) from error
        if not workrave.fits(root):
            message, hint = f"this XML is a '{one_line(root.tag, 40)}'", "known: the exercises of Workrave"
            raise ProgramFileError(message, hint=hint, path=str(path))
        return ImportedProgram(workrave.NAME, workrave.read(root))
    if start in ("{", "["):
        try:
            document: object = json.loads(text, strict=False)
        except json.JSONDecodeError as error:
            message = f"this is not JSON: {error.msg.lower()}"
            raise ProgramFileError(message, path=str(path), line=error.lineno, column=error.colno) from error
        except (RecursionError, ValueError) as error:
            message = "this JSON is nested too deep, or has too long a number"
            raise ProgramFileError(message, path=str(path)) from error
        for module in _JSON:
            if module.fits(document):
                return ImportedProgram(module.NAME, module.read(document))
    elif intervals.fits(text):
        return ImportedProgram(intervals.NAME, intervals.read(text, one_line(path.stem) or "Intervals"))
    raise ProgramFileError(
        "this is no program of an app that is known here", hint=f"known: {', '.join(FORMATS)}", path=str(path)
    )


def decoded(data: bytes) -> str:
    """The text of a file in whatever way it was written: strange letters rather than none."""
    for encoding in ("utf-16",) if data[:2] in (b"\xff\xfe", b"\xfe\xff") else ("utf-8-sig", "cp1252"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    return data.decode("latin-1")
