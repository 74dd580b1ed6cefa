"""OpenHIIT: equal intervals of work and rest with names, a warm-up, a cool-down and restarts."""

from __future__ import annotations

from json import JSONDecodeError, loads

from coach.model.program import LEAST_REST_SECONDS
from coach.programs.importers.base import (
    MOST_ROUNDS,
    MOST_SLOTS,
    NO_REST,
    Draft,
    DraftPart,
    Exercise,
    as_list,
    as_mapping,
    one_line,
    whole_number,
)

NAME = "OpenHIIT"


def fits(data: object) -> bool:
    """Whether a JSON document is a list of timers."""
    timers = as_list(data)
    return bool(timers) and all("timeSettings" in as_mapping(timer) for timer in timers)


def read(data: object) -> list[Draft]:
    """The timers of a document that fits."""
    drafts = []
    for timer in map(as_mapping, as_list(data)):
        draft = Draft(one_line(timer.get("name")) or "Intervals")
        settings = timer.get("timeSettings")
        if isinstance(settings, str):  # of JSON
            try:
                settings = loads(settings)
            except (JSONDecodeError, RecursionError):
                settings = None
        times = as_mapping(settings)
        work, rest = whole_number(times.get("workTime")), whole_number(times.get("restTime"))
        draft.ready_seconds = whole_number(times.get("getReadyTime"))
        if work is None:
            draft.note("the length of the work is missing: 30 s are put in")
            work = 30
        names = [one_line(name) or "Work" for name in as_list(timer.get("activities"))]
        count = (
            whole_number(timer.get("activeIntervals"), 1000)
            or len(names)
            or whole_number(timer.get("intervals"), 1000)
            or 1
        )
        rounds = 1 + (whole_number(times.get("restarts"), MOST_ROUNDS - 1) or 0)
        warmup, cooldown = whole_number(times.get("warmupTime")), whole_number(times.get("cooldownTime"))
        if warmup:
            draft.parts.append(
                DraftPart(
                    [Exercise("Warm-up", warmup)],
                    "Warm-up",
                    rest_rounds_seconds=rest or LEAST_REST_SECONDS,
                    warmup=True,
                )
            )
        draft.parts += _work_parts(
            draft, names, count, rounds, (work, rest, whole_number(times.get("breakTime")))
        )
        if cooldown:
            draft.parts.append(DraftPart([Exercise("Cool-down", cooldown)], "Cool-down"))
            draft.note("before the cool-down lies a rest as between rounds, where there was none")
        if timer.get("soundSettings"):
            draft.note("the sounds are those of your settings")
        drafts.append(draft)
    return drafts


def _work_parts(
    draft: Draft, names: list[str], count: int, rounds: int, times: tuple[int, int | None, int | None]
) -> list[DraftPart]:
    """The parts with the work: a circuit of names, or one exercise again and again."""
    work, rest, pause = times
    if rest is None:
        draft.note(NO_REST)
    between = rest or LEAST_REST_SECONDS
    after = pause or between
    if not names:
        count = min(count, MOST_ROUNDS)
        return [
            DraftPart([Exercise("Work", work, rest_seconds=None)], "Work", count, rest_rounds_seconds=between)
            for _ in range(rounds)
        ]
    if count > MOST_SLOTS:
        draft.note(f"{count} intervals are too many for a round: the first {MOST_SLOTS} are kept")
    exercises = [Exercise(names[index % len(names)], work) for index in range(min(count, MOST_SLOTS))]
    return [DraftPart(exercises, "Work", rounds, between, after)]
