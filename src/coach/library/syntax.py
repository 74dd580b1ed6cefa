"""What YAML's parser complains about, in words for people."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

from yaml.error import Mark, MarkedYAMLError

from coach.library.problems import Problem

_INDENT: Final = "keys of one level start in the same column, further in than the key above them"
_LINE_ENDS: Final = re.compile("\r\n|[\n\r\x85\u2028\u2029]")
_STRAY_COLON: Final = "a ':' stands where none can stand"

_SAYINGS: Final = (
    ("cannot start any token", "this character cannot start a value", "put the value in quotes"),
    ("mapping values are not allowed", _STRAY_COLON, "put text with a colon in quotes"),
    ("could not find expected ':'", "a key without its ':'", "write: key: value"),
    ("block sequence entries are not allowed", "a '-' stands where none can stand", _INDENT),
    ("did not find expected key", "this line does not fit in with those above it", _INDENT),
    ("expected <block end>", "this line does not fit in with those above it", _INDENT),
    ("did not find expected '-' indicator", "this line does not fit in with the list above it", _INDENT),
    ("did not find expected ',' or ']'", "a '[' is opened and not closed", "close it with ]"),
    ("expected ',' or ']'", "a '[' is opened and not closed", "close it with ]"),
    ("did not find expected ',' or '}'", "a '{' is opened and not closed", "close it with }"),
    ("expected ',' or '}'", "a '{' is opened and not closed", "close it with }"),
    ("did not find expected node content", "a value is missing here", "write a value"),
    ("expected the node content", "a value is missing here", "write a value"),
    ("unknown escape character", "a \\ in double quotes means something else", "use single quotes"),
    ("document start", "text stands after the end of the document", "keep one program in one file"),
    ("undefined tag handle", "a tag is not read here", "leave the tag out"),
)
_AT_THE_BEGINNING: Final = (
    "a key without its ':'",
    "a '[' is opened and not closed",
    "a '{' is opened and not closed",
)


def explain_syntax(
    error: MarkedYAMLError, text: str, path: Path, open_quote: tuple[int, int, int] | None
) -> Problem:
    """The problem behind a parser's error.

    Args:
        error: as the parser raised it.
        text: the whole file.
        path: the file.
        open_quote: line, column and last line of the last quoted text over several lines, if there is one.
    """
    mark = error.problem_mark or error.context_mark
    if mark is None:
        return Problem(path, 1, 1, "this is not YAML")
    tab = _tab_before(text, mark.line)
    if tab:
        return Problem(path, mark.line + 1, tab, "a tab stands in the indentation", "use spaces")
    context = error.context or ""
    if "quoted scalar" in context and error.context_mark and "escape" not in str(error.problem):
        return _open_quote(path, error.context_mark.line + 1, error.context_mark.column + 1)
    if open_quote and open_quote[2] == mark.line + 1:
        return _open_quote(path, *open_quote[:2])
    message, hint = _saying(error)
    if message in _AT_THE_BEGINNING and error.context_mark:
        mark = error.context_mark
    if message == _STRAY_COLON and _is_first_key(text, mark):
        return Problem(path, mark.line + 1, 1, "this line is further in than the one above it", _INDENT)
    return Problem(path, mark.line + 1, mark.column + 1, message, hint)


def line_of(text: str, line: int) -> str:
    """A line, from 0, as YAML counts them; empty where there is none."""
    lines = _LINE_ENDS.split(text)
    return lines[line] if line < len(lines) else ""


def _is_first_key(text: str, mark: Mark) -> bool:
    """Whether the colon at a mark ends the first word of its line."""
    return line_of(text, mark.line)[: mark.column].strip().replace("-", "").isalnum()


def _open_quote(path: Path, line: int, column: int) -> Problem:
    message = "a quote is opened here and not closed in its line"
    return Problem(path, line, column, message, "close it with the same quote")


def _saying(error: MarkedYAMLError) -> tuple[str, str]:
    said = f"{error.context or ''} {error.problem or ''}"
    for token, message, hint in _SAYINGS:
        if token in said:
            return message, hint
    return f"this is not YAML: {' '.join(said.split())}", ""


def _tab_before(text: str, line: int) -> int | None:
    """The column, from 1, of the first tab in the indentation of a line, from 0; None without one."""
    written = line_of(text, line)
    indentation = written[: len(written) - len(written.lstrip())]
    return indentation.index("\t") + 1 if "\t" in indentation else None
