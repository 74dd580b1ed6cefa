"""Workrave: a list of exercises with a description and pictures, in XML."""

from __future__ import annotations

import re
from collections import deque
from typing import Final
from xml.etree.ElementTree import Element

from coach.model.program import LEAST_REST_SECONDS
from coach.programs.importers.base import Draft, Exercise, add_exercises, one_line, whole_number

NAME = "Workrave"
_DEFAULT_SECONDS: Final = 20
_LANGUAGE: Final = "{http://www.w3.org/XML/1998/namespace}lang"


def fits(root: Element) -> bool:
    """Whether an XML document is a list of exercises."""
    return root.tag == "exercises"


def read(root: Element) -> list[Draft]:
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
