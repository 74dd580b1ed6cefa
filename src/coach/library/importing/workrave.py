"""Workrave: a list of exercises with a description and pictures, in XML."""

from __future__ import annotations

import re
from typing import Final

from coach.library.importing.draft import MOST_SLOTS, Draft, Effort, Stretch, one_line, whole
from coach.library.importing.xml_tree import Element
from coach.model.program import LEAST_REST_SECONDS

NAME = "Workrave"
_USUAL_SECONDS: Final = 20


def fits(root: Element) -> bool:
    """Whether an XML document is a list of exercises."""
    return root.name == "exercises"


def read(root: Element) -> list[Draft]:
    """The exercises of a document that fits, as one program."""
    draft = Draft("Exercises", kind="break")
    efforts = [_exercise(one, draft) for one in root.children if one.name == "exercise"]
    for start in range(0, len(efforts), MOST_SLOTS):
        draft.parts.append(
            Stretch(
                efforts[start : start + MOST_SLOTS],
                rest_between_seconds=LEAST_REST_SECONDS,
                rest_rounds_seconds=LEAST_REST_SECONDS,
            )
        )
    if any(_find(one, "image") for one in root.children):
        draft.note("the pictures are left out; the descriptions are cues of the drills")
    return [draft]


def _exercise(exercise: Element, draft: Draft) -> Effort:
    name = one_line(_text(exercise, "title")) or "Exercise"
    sequences = _find(exercise, "sequence")
    seconds = whole(sequences[0].attributes.get("duration")) if sequences else None
    if seconds is None:
        draft.note(f"'{name}' has no length: {_USUAL_SECONDS} s are put in")
    # One file in the wild misspells the attribute.
    if any(
        "yes" in (one.attributes.get("mirrorx"), one.attributes.get("mirorx"))
        for one in _find(exercise, "image")
    ):
        draft.note(
            f"'{name}' showed its pictures mirrored: give its drill 'sides: each' if both sides are meant"
        )
    described = " ".join(_text(exercise, "description").split())
    cues = re.split(r"(?<=[.!?]) ", described) if described else []
    return Effort(name, seconds or _USUAL_SECONDS, cues=[cue for cue in cues if cue])


def _find(element: Element, name: str) -> list[Element]:
    """Every element of that name below another one."""
    found: list[Element] = []
    waiting = list(element.children)
    while waiting:
        one = waiting.pop(0)
        found += [one] if one.name == name else []
        waiting += one.children
    return found


def _text(exercise: Element, name: str) -> str:
    """The text of a child: in English, or in no named language, or whichever comes first."""
    found = [one for one in exercise.children if one.name == name]
    for language in ("en", None):
        for one in found:
            if (one.attributes.get("lang") or one.attributes.get("xml:lang")) == language:
                return one.text
    return found[0].text if found else ""
