"""The plain text that intervals.icu reads: headers, `3x` before a block, and a step on each line."""

from __future__ import annotations

import re
from typing import Final

from coach.programs.importers.base import MOST_COUNT, MOST_SECONDS, Draft, Step, gather, one_line, whole

NAME = "intervals.icu"
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


def fits(text: str) -> bool:
    """Whether a text has steps with lengths."""
    steps = [found[1] for line in text.splitlines() if (found := _STEP.fullmatch(line[:_LONGEST]))]
    return any(_seconds(step)[0] or _LAP.search(step) for step in steps)


def read(text: str, title: str) -> list[Draft]:
    """The workout of a text that fits."""
    draft = Draft(title)
    steps: list[Step] = []
    header, rounds = "", 1
    for line in [*(line[:_LONGEST] for line in text.splitlines()), ""]:
        found = _STEP.fullmatch(line)
        if found:
            steps += _step(found[1], draft)
            continue
        if steps:
            _close(draft, steps, header, rounds)
            steps, header, rounds = [], "", 1
        if line.strip():
            times = _TIMES.search(line)
            rounds = int(times[1]) or 1 if times else rounds
            header = one_line(_TIMES.sub(" ", line)) or header
    return [draft]


def _close(draft: Draft, steps: list[Step], header: str, rounds: int) -> None:
    before = len(draft.parts)
    gather(draft, steps, title=header, rounds=rounds)
    for part in draft.parts[before:]:
        part.warmup = bool(_WARMUP.match(header))


def _step(written: str, draft: Draft) -> list[Step]:
    """One line: its words are its name, what is left of targets and distances is told."""
    seconds, rest = _seconds(written)
    waits = bool(_LAP.search(rest))
    if _PROMPT.search(rest):
        rest = _PROMPT.sub(" ", rest)
        draft.note(f"'{one_line(rest, 60)}': its words came one after the other, now they are its name")
    rest = rest.replace("<!>", " ")
    for pattern, what in ((_DISTANCE, "distance"), (_TARGET, "target")):
        for found in pattern.finditer(rest):
            draft.note(f"the {what} '{one_line(found[0])}' is left out")
        rest = pattern.sub(" ", rest)
    name = one_line(_LAP.sub(" ", rest).strip(" -,;:")) or "Step"
    if seconds is None and not waits:
        draft.note(f"'{name}' has no length in time: it is left out")
        return []
    counted = _COUNT.search(name)
    if waits and seconds is None and counted and whole(counted[1], MOST_COUNT):
        words = one_line(_COUNT.sub(" ", name).strip(" -,;:")) or "Step"
        return [Step(words, reps=whole(counted[1], MOST_COUNT))]
    if waits and seconds is None:
        draft.note(f"'{name}' ends when you say so: it is one repetition that waits for you")
        return [Step(name, reps=1)]
    if waits:
        draft.note(f"'{name}' waited for you at its end: now it waits for you before it begins")
    return [Step(name, seconds, wait=waits)]


def _seconds(written: str) -> tuple[int | None, str]:
    """The length that a step names, and its words without it."""
    for pattern in (_MINUTES_SECONDS, _LENGTH):
        for found in pattern.finditer(written):
            groups = found.groupdict()
            total = sum(int(groups.get(key) or 0) * each for key, each in (("h", 3600), ("m", 60), ("s", 1)))
            if total:
                rest = f"{written[: found.start()]} {written[found.end() :]}"
                return min(MOST_SECONDS, total), rest
    return None, written
