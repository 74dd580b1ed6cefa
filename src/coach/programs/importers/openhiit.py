"""OpenHIIT: equal stretches of work and rest with names, a warm-up, a cool-down and restarts."""

from __future__ import annotations

from json import JSONDecodeError, loads

from coach.model.program import LEAST_REST_SECONDS
from coach.programs.importers.base import (
    MOST_ROUNDS,
    MOST_SLOTS,
    NO_REST,
    Draft,
    Stretch,
    WorkStep,
    as_list,
    as_map,
    one_line,
    whole,
)

NAME = "OpenHIIT"


def fits(data: object) -> bool:
    """Whether a JSON document is a list of timers."""
    timers = as_list(data)
    return bool(timers) and all("timeSettings" in as_map(timer) for timer in timers)


def read(data: object) -> list[Draft]:
    """The timers of a document that fits."""
    return [_timer(as_map(timer)) for timer in as_list(data)]


def _settings(value: object) -> dict[str, object]:
    """Settings, which may be written as a text of JSON."""
    if isinstance(value, str):
        try:
            value = loads(value)
        except (JSONDecodeError, RecursionError):
            return {}
    return as_map(value)


def _timer(timer: dict[str, object]) -> Draft:
    draft = Draft(one_line(timer.get("name")) or "Intervals")
    times = _settings(timer.get("timeSettings"))
    work, rest = whole(times.get("workTime")), whole(times.get("restTime"))
    draft.ready_seconds = whole(times.get("getReadyTime"))
    if work is None:
        draft.note("the length of the work is missing: 30 s are put in")
        work = 30
    names = [one_line(name) or "Work" for name in as_list(timer.get("activities"))]
    count = (
        whole(timer.get("activeIntervals"), 1000) or len(names) or whole(timer.get("intervals"), 1000) or 1
    )
    rounds = 1 + (whole(times.get("restarts"), MOST_ROUNDS - 1) or 0)
    warmup, cooldown = whole(times.get("warmupTime")), whole(times.get("cooldownTime"))
    if warmup:
        draft.parts.append(
            Stretch(
                [WorkStep("Warm-up", warmup)],
                "Warm-up",
                rest_rounds_seconds=rest or LEAST_REST_SECONDS,
                warmup=True,
            )
        )
    draft.parts += _work(draft, names, count, rounds, (work, rest, whole(times.get("breakTime"))))
    if cooldown:
        draft.parts.append(Stretch([WorkStep("Cool-down", cooldown)], "Cool-down"))
        draft.note("before the cool-down lies a rest as between rounds, where there was none")
    if timer.get("soundSettings"):
        draft.note("the sounds are those of your settings")
    return draft


def _work(
    draft: Draft, names: list[str], count: int, rounds: int, times: tuple[int, int | None, int | None]
) -> list[Stretch]:
    """The work: a circuit of names, or one thing over and over."""
    work, rest, pause = times
    if rest is None:
        draft.note(NO_REST)
    between = rest or LEAST_REST_SECONDS
    after = pause or between
    if not names:
        count = min(count, MOST_ROUNDS)
        return [
            Stretch([WorkStep("Work", work, rest_seconds=None)], "Work", count, rest_rounds_seconds=between)
            for _ in range(rounds)
        ]
    if count > MOST_SLOTS:
        draft.note(f"{count} intervals are too many for a round: the first {MOST_SLOTS} are kept")
    efforts = [WorkStep(names[place % len(names)], work) for place in range(min(count, MOST_SLOTS))]
    return [Stretch(efforts, "Work", rounds, between, after)]
