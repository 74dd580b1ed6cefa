"""Workrave: a list of exercises with a description and pictures, in XML."""

from __future__ import annotations

import re
from collections import deque
from typing import Final
from xml.etree.ElementTree import Element, ParseError, TreeBuilder
from xml.parsers.expat import ErrorString

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import DefusedXMLParser

from coach.model.program import LEAST_REST_SECONDS
from coach.programs.importers.draft import Draft, Exercise, add_exercises, one_line, whole_number

WORKRAVE: Final = "Workrave"
_DEFAULT_SECONDS: Final = 20
_LANGUAGE: Final = "{http://www.w3.org/XML/1998/namespace}lang"
_DEEPEST: Final = 30
_MOST: Final = 20_000


def is_workrave(root: Element) -> bool:
    """Whether an XML document is a list of exercises."""
    return root.tag == "exercises"


def read_workrave(root: Element) -> list[Draft]:
    """The exercises of a document that fits, as one program."""
    draft = Draft("Exercises", kind="break")
    exercises = []
    for element in root.findall("exercise"):
        name = one_line(_text(element, "title")) or "Exercise"
        sequences = _find(element, "sequence")
        seconds = whole_number(sequences[0].get("duration")) if sequences else None
        if seconds is None:
            draft.note(f"'{name}' has no length: {_DEFAULT_SECONDS} s are put in")
        # One file in the wild misspells the attribute.
        if any("yes" in (one.get("mirrorx"), one.get("mirorx")) for one in _find(element, "image")):
            draft.note(
                f"'{name}' showed its pictures mirrored: give its drill 'sides: each' if both sides are meant"
            )
        described = " ".join(_text(element, "description").split())
        cues = re.split(r"(?<=[.!?]) ", described) if described else []
        exercises.append(Exercise(name, seconds or _DEFAULT_SECONDS, cues=[cue for cue in cues if cue]))
    add_exercises(draft, exercises, LEAST_REST_SECONDS)
    if any(_find(one, "image") for one in root):
        draft.note("the pictures are left out; the descriptions are cues of the drills")
    return [draft]


def _find(element: Element, name: str) -> list[Element]:
    """Every element of that name below another one, the ones higher up first."""
    matching: list[Element] = []
    waiting = deque(element)
    while waiting:
        one = waiting.popleft()
        matching += [one] if one.tag == name else []
        waiting += one
    return matching


def _text(exercise: Element, name: str) -> str:
    """The text of a child: in English, or else in no named language, or else the first."""
    children = exercise.findall(name)
    for language in ("en", None):
        for one in children:
            if (one.get("lang") or one.get(_LANGUAGE)) == language:
                return _own_text(one)
    return _own_text(children[0]) if children else ""


def _own_text(element: Element) -> str:
    return "".join([element.text or "", *(child.tail or "" for child in element)])


class XmlError(Exception):
    """A text that is not XML, or that is more than a list of exercises; with its line and column from 1."""

    def __init__(self, message: str, line: int = 1, column: int = 1) -> None:
        super().__init__(message)
        self.message, self.line, self.column = message, line, column


class _LimitedBuilder(TreeBuilder):
    """Builds a tree whose tags have no namespaces; raises `XmlError` beyond the limits."""

    def __init__(self) -> None:
        super().__init__()
        self._depth = self._count = 0

    def start(self, tag: str, attrs: dict[str, str], /) -> Element:
        self._depth += 1
        self._count += 1
        if self._depth > _DEEPEST or self._count > _MOST:
            raise XmlError("this is nested too deep or too long")
        return super().start(tag.rpartition("}")[2], attrs)

    def end(self, tag: str, /) -> Element:
        self._depth -= 1
        return super().end(tag.rpartition("}")[2])


def read_xml(data: bytes) -> Element:
    """The root of a document.

    Raises:
        XmlError: it is not XML, declares entities, or is beyond the limits.
    """
    parser = DefusedXMLParser(target=_LimitedBuilder())
    try:
        parser.feed(data)
        root: Element = parser.close()
    except XmlError as error:
        position = parser.parser.CurrentLineNumber, parser.parser.CurrentColumnNumber + 1
        raise XmlError(error.message, *position) from None
    except DefusedXmlException:
        position = parser.parser.CurrentLineNumber, parser.parser.CurrentColumnNumber + 1
        raise XmlError("this XML declares entities, which are not read here", *position) from None
    except ParseError as error:
        line, column = error.position
        raise XmlError(f"this is not XML: {ErrorString(error.code)}", line, column + 1) from None
    except (ValueError, LookupError) as error:
        raise XmlError(f"this XML cannot be read: {error}") from None
    return root
