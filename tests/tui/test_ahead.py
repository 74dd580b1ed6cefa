"""Reading in another process: what comes, and that nothing is lost where nothing comes."""

from __future__ import annotations

import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import msgspec
import pytest

from coach.coaching.answers import no_to_all
from coach.paths import find_paths
from coach.service import Coach
from coach.tui.desk_today import CoachTodayDesk
from coach.tui.ports_today import Day
from tests.support.commands import MONDAY, StillClock

CASES = {
    "what was read comes, and comes once": """
        ahead = Ahead(lambda: b"x" * 200_000)
        print(len(ahead.take()), ahead.take())
    """,
    "a reading that fails gives nothing": """
        def fail():
            raise RuntimeError("no")
        print(Ahead(fail).take())
    """,
    "one that is killed gives nothing": """
        import os, signal
        print(Ahead(lambda: os.kill(os.getpid(), signal.SIGKILL) or b"").take())
    """,
    "it is not there before it is": """
        import time
        ahead = Ahead(lambda: time.sleep(0.5) or b"late")
        print(ahead.ready(), ahead.take())
    """,
    "the copy never goes on as the app": """
        import atexit
        atexit.register(print, "the end")
        print(Ahead(lambda: b"done").take(), flush=True)
    """,
    "without a second processor nothing is begun": """
        import os
        os.cpu_count = lambda: 1
        ahead = Ahead(lambda: b"x")
        print(ahead.ready(), ahead.take())
    """,
    "with a thread running nothing is begun": """
        import threading
        stop = threading.Event()
        threading.Thread(target=stop.wait).start()
        ahead = Ahead(lambda: b"x")
        stop.set()
        print(ahead.ready(), ahead.take())
    """,
}
EXPECTED = {
    "what was read comes, and comes once": "200000 None",
    "a reading that fails gives nothing": "None",
    "one that is killed gives nothing": "None",
    "it is not there before it is": "False b'late'",
    "the copy never goes on as the app": "b'done'\nthe end",
    "without a second processor nothing is begun": "False None",
    "with a thread running nothing is begun": "False None",
}


@pytest.mark.parametrize("case", CASES)
def test_reading_ahead(case: str) -> None:
    lines = ["import os", "os.cpu_count = lambda: 2", "from coach.tui.ahead import Ahead"]
    script = "\n".join([*lines, *(line.removeprefix("        ") for line in CASES[case].splitlines())])
    told = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True, timeout=30
    )
    assert told.stdout.strip() == EXPECTED[case]


def test_a_day_is_the_same_after_the_way_through_a_pipe(home: Path) -> None:
    clock = StillClock(MONDAY)
    coach = Coach(find_paths({"COACH_HOME": str(home)}), clock)
    days = CoachTodayDesk(coach)
    form = days.form("morning")
    days.note(form, {**no_to_all(form), "signs": True, "which_signs": ("tug",)})
    clock.advance(timedelta(days=2).total_seconds())
    day = days.day()
    assert day.morning is not None
    assert msgspec.msgpack.decode(msgspec.msgpack.encode(day), type=Day) == day
    coach.close()


def test_an_empty_home_stays_empty(home: Path) -> None:
    days = CoachTodayDesk(Coach(find_paths({"COACH_HOME": str(home)}), StillClock(MONDAY)))
    days.read_ahead()
    assert days.first_day(wait=True) is None
    assert days.is_empty_home()
