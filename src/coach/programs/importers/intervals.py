"""The plain text that intervals.icu reads: headers, `3x` before a block, and a step on each line."""

from __future__ import annotations

import re
from typing import Final

from coach.programs.importers.draft import (
    MOST_COUNT,
    MOST_SECONDS,
    Draft,
    TimerStep,
    add_part,
    one_line,
    whole_number,
)

INTERVALS: Final = "intervals.icu"
_LONGEST: Final = 500
"""Characters of a line that are read."""
_STEP: Final = re.compile(r"\s*[-*]\s+(.*)")
_TIMES: Final = re.compile(r"(?:^|\s)(\d{1,3})\s*x(?=\s|$)", re.IGNORECASE)
_LENGTH: Final = re.compile(
    r"(?<![\w.^])(?:(?P<h>\d{1,2})h)?(?:(?P<m>\d{1,4})(?:m(?:in)?(?![a-z])|'))?(?:(?P<s>\d{1,5})(?:s(?:ec)?|\"))?(?![\w.%^-])"
)
_MINUTES_SECONDS: Final = re.compile(r"(?<![\w.^])(?P<m>\d{1,4})m(?P<s>\d{1,2})(?![\w.%])")
_DISTANCE: Final = re.compile(r"(?<![\w.])\d+(?:\.\d+)?\s*(?:km|mi|mtr|yrd|yd|meters|miles)\b", re.IGNORECASE)
_TARGET: Final = re.compile(
    r"(?<![\w.])(?:\d+(?:\.\d+)?(?:-\d+(?:\.\d+)?)?(?:%|w\b|rpm\b|bpm\b)(?:\s*(?:hr|lthr|pace|ftp|mmp\S*))?|z\d(?:-z?\d)?"
    r"(?:\s*(?:hr|pace))?|ramp|freeride|intensity=\w+|rpe\s*\d+)",
    re.IGNORECASE,
)
_PROMPT: Final = re.compile(r"(?<!\S)\d+\^(?:\d+(?=\s))?")
_COUNT: Final = re.compile(r"(?<![\w.])(\d{1,4}) ?(?:reps?|repetitions?)\b", re.IGNORECASE)
_LAP: Final = re.compile(r"\bpress lap\b", re.IGNORECASE)
_WARMUP: Final = re.compile(r"warm[ -]?up\b", re.IGNORECASE)


def is_intervals(text: str) -> bool:
    """Whether a text has steps with lengths."""
    steps = [match[1] for line in text.splitlines() if (match := _STEP.fullmatch(line[:_LONGEST]))]
    return any(_seconds(step)[0] or _LAP.search(step) for step in steps)


def read_intervals(text: str, title: str) -> list[Draft]:
    """The workout of a text that fits."""
    draft = Draft(title)
    steps: list[TimerStep] = []
    header, rounds = "", 1
    for line in [*(line[:_LONGEST] for line in text.splitlines()), ""]:
        match = _STEP.fullmatch(line)
        if match:
            steps += _step(match[1], draft)
            continue
        if steps:
            before = len(draft.parts)
            add_part(draft, steps, title=header, rounds=rounds)
            for part in draft.parts[before:]:
                part.warmup = bool(_WARMUP.match(header))
            steps, header, rounds = [], "", 1
        if line.strip():
            times = _TIMES.search(line)
            rounds = int(times[1]) or 1 if times else rounds
            header = one_line(_TIMES.sub(" ", line)) or header
    return [draft]


def _step(written: str, draft: Draft) -> list[TimerStep]:
    """The step of a line, whose words are its name; a note for each target and distance."""
    seconds, rest = _seconds(written)
    waits = bool(_LAP.search(rest))
    if _PROMPT.search(rest):
        rest = _PROMPT.sub(" ", rest)
        draft.note(f"'{one_line(rest, 60)}': its words came one after the other, now they are its name")
    rest = rest.replace("<!>", " ")
    for pattern, what in ((_DISTANCE, "distance"), (_TARGET, "target")):
        for match in pattern.finditer(rest):
            draft.note(f"the {what} '{one_line(match[0])}' is left out")
        rest = pattern.sub(" ", rest)
    name = one_line(_LAP.sub(" ", rest).strip(" -,;:")) or "Step"
    if seconds is None and not waits:
        draft.note(f"'{name}' has no length in time: it is left out")
        return []
    counted = _COUNT.search(name)
    if waits and seconds is None and counted and whole_number(counted[1], MOST_COUNT):
        words = one_line(_COUNT.sub(" ", name).strip(" -,;:")) or "Step"
        return [TimerStep(words, reps=whole_number(counted[1], MOST_COUNT))]
    if waits and seconds is None:
        draft.note(f"'{name}' ends when you say so: it is one repetition that waits for you")
        return [TimerStep(name, reps=1)]
    if waits:
        draft.note(f"'{name}' waited for you at its end: now it waits for you before it begins")
    return [TimerStep(name, seconds, wait=waits)]


def _seconds(written: str) -> tuple[int | None, str]:
    """The length in a step, and its words without it."""
    for pattern in (_MINUTES_SECONDS, _LENGTH):
        for match in pattern.finditer(written):
            groups = match.groupdict()
            total = sum(int(groups.get(key) or 0) * each for key, each in (("h", 3600), ("m", 60), ("s", 1)))
            if total:
                rest = f"{written[: match.start()]} {written[match.end() :]}"
                return min(MOST_SECONDS, total), rest
    return None, written
