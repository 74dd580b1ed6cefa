"""How cost grows: with the years in the journal, and with the intervals of a program.

Commands in processor time, so that it hardly matters what else the machine does meanwhile.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

from benchmarks.measure import Row, all_in_turns, paint_seconds, processor_seconds, python
from benchmarks.starting import home_with
from coach.app.programs import check_text, starting_timeline
from coach.model.program import Drill, Program
from coach.model.timeline import Timeline
from coach.programs.load import load_catalog
from coach.session.commands import PauseSession, ResumeSession
from coach.session.player import Player
from tests.support.lifetime import LAST_DAY

YEARS = (1, 10, 50)
INTERVALS = (10, 100, 1_000)
_LOOKS = 200


def rows(folder: Path, times: int) -> list[Row]:
    """Years first, then intervals."""
    return [*_with_years(folder, times), *_with_intervals(times)]


def _with_years(folder: Path, times: int) -> Iterator[Row]:
    homes = [home_with(years, folder) for years in YEARS]
    app = python("-m", "coach")
    painted = all_in_turns([partial(paint_seconds, app, "core", home) for home in homes], times)
    for years, seconds in zip(YEARS[1:], painted[1:], strict=True):
        yield Row(f"first paint, {years} years", seconds, painted[0], "s", "", "one year")
    on = ("--on", LAST_DAY.isoformat())
    for words in (
        ("today", "--json", *on),
        ("why", "core", "--json", *on),
        ("history", "--limit", "20", "--json"),
        ("week", "--json", *on),
    ):
        command = python("-m", "coach", *words)
        found = all_in_turns([partial(processor_seconds, command, home) for home in homes], times)
        for years, seconds in zip(YEARS[1:], found[1:], strict=True):
            named = " ".join(word for word in words if word not in {*on, "--json"})
            yield Row(
                f"`coach {named}`, {years} years", 1000 * seconds, 1000 * found[0], "ms", "", "one year"
            )


def program_text(intervals: int) -> str:
    """A program that is laid out in just so many intervals: each second one is a hold."""
    lines = ["schema: 1", "id: long", "title: Long", "kind: custom", "rest: {between: 20s, rounds: 20s}"]
    lines += ["rounds: 5", "slots:"]
    lines += [f"  - {{slot: s{number}, drill: plank, hold: 30s}}" for number in range(intervals // 10)]
    return "\n".join(lines) + "\n"


def _with_intervals(times: int) -> Iterator[Row]:
    drills = load_catalog(None).drills
    laid = [laid_out(program_text(count), drills) for count in INTERVALS]
    for (_, timeline), count in zip(laid, INTERVALS, strict=True):
        assert len(timeline.intervals) == count, (len(timeline.intervals), count)
    players = [_in_the_middle(program, timeline) for program, timeline in laid]
    measured: list[tuple[str, list[Callable[[], float]]]] = [
        (
            "checked and laid out",
            [partial(_processor_ms, partial(laid_out, program_text(count), drills)) for count in INTERVALS],
        ),
        ("one look at its running session", [partial(_look, *player) for player in players]),
        ("a pause, and every cue planned anew", [partial(_pause, *player) for player in players]),
    ]
    for what, measurements in measured:
        found = all_in_turns(measurements, times)
        for count, milliseconds in zip(INTERVALS[1:], found[1:], strict=True):
            yield Row(
                f"a program of {count:,} intervals, {what}", milliseconds, found[0], "ms", "", "10 intervals"
            )


def laid_out(text: str, drills: dict[str, Drill]) -> tuple[Program, Timeline]:
    """The program of a text, and its first session."""
    program, problems = check_text(text, Path("long.yaml"), drills)
    assert program is not None, problems
    return program, starting_timeline(program, drills, LAST_DAY)


def _in_the_middle(program: Program, timeline: Timeline) -> tuple[Player, float]:
    """A session that has come half its way, and the moment it stands at."""
    player = Player(timeline, program)
    player.start(0.0)
    moment = float(timeline.total_seconds) / 2
    for second in range(int(moment)):
        player.view(float(second))
    return player, moment


def _processor_ms(what: Callable[[], object]) -> float:
    started = time.process_time()
    what()
    return 1000 * (time.process_time() - started)


def _look(player: Player, moment: float) -> float:
    """Milliseconds for what happens ten times a second: the view, and what has been done."""
    started = time.process_time()
    for _ in range(_LOOKS):
        player.facts(moment)
        player.view(moment)
    return 1000 * (time.process_time() - started) / _LOOKS


def _pause(player: Player, moment: float) -> float:
    """Milliseconds for a pause and its end, each with the cues that are then ahead."""

    def once() -> None:
        for command in (PauseSession(), ResumeSession()):
            player.do(command, moment)
            player.ahead(moment)

    return _processor_ms(once)
