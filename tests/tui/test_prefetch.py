"""Reading in another process: what comes, and that nothing is lost where nothing comes."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from textwrap import dedent

import pytest

from coach.app.checkins import CheckIns
from coach.app.workspace import Workspace
from coach.model.settings import Settings
from coach.paths import find_paths
from coach.tui.prefetch import FirstReading, encode_day, read_ahead
from coach.tui.today.data import Day, TodayReader
from tests.support.answered import nothing_wrong
from tests.support.commands import MONDAY, StillClock
from tests.support.settling import PATIENCE_SECONDS

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="a process cannot be split here")

HEAD = (
    "import os",
    "import coach.tui.prefetch",
    "ForkedReading = coach.tui.prefetch.ForkedReading",
    "os.sched_getaffinity = lambda _process: {0, 1}",
)
CASES = {
    "take() gives the result once": (
        """
        ahead = ForkedReading(lambda: b"x" * 200_000)
        print(len(ahead.take()), ahead.take())
        """,
        "200000 b''",
    ),
    "an exception in the child process gives nothing and prints nothing": (
        """
        def fail():
            raise RuntimeError("no")
        print(ForkedReading(fail).take())
        """,
        "b''",
    ),
    "a killed child process gives nothing": (
        """
        import signal
        print(ForkedReading(lambda: os.kill(os.getpid(), signal.SIGKILL) or b"").take())
        """,
        "b''",
    ),
    "take() does not wait for a child process that hangs": (
        """
        import time
        coach.tui.prefetch.PATIENCE_SECONDS = 0.05
        print(ForkedReading(lambda: time.sleep(0.5) or b"late").take())
        """,
        "b''",
    ),
    "ready() is False until the result is there": (
        """
        import time
        ahead = ForkedReading(lambda: time.sleep(0.5) or b"late")
        print(ahead.ready(), ahead.take(), ahead.ready())
        """,
        "False b'late' True",
    ),
    "the child process runs no atexit handler": (
        """
        import atexit
        atexit.register(print, "the end")
        print(ForkedReading(lambda: b"done").take(), flush=True)
        """,
        "b'done'\nthe end",
    ),
    "no child process is left": (
        """
        import threading
        ForkedReading(lambda: b"done").take()
        for thread in threading.enumerate():
            if thread is not threading.current_thread():
                thread.join()
        try:
            print(os.waitpid(-1, os.WNOHANG))
        except ChildProcessError:
            print("gone")
        """,
        "gone",
    ),
    "no child process without a second processor": (
        """
        os.sched_getaffinity = lambda _process: {0}
        ahead = ForkedReading(lambda: b"x")
        print(ahead.ready(), ahead.take())
        """,
        "True b''",
    ),
    "no child process while a thread is running": (
        """
        import threading
        stop = threading.Event()
        threading.Thread(target=stop.wait).start()
        ahead = ForkedReading(lambda: b"x")
        stop.set()
        print(ahead.ready(), ahead.take())
        """,
        "True b''",
    ),
    "nothing is read where fork fails": (
        """
        def full():
            raise BlockingIOError
        os.fork = full
        ahead = ForkedReading(lambda: b"x")
        print(ahead.ready(), ahead.take())
        """,
        "True b''",
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_reading_ahead(case: str) -> None:
    code, expected = CASES[case]
    script = "\n".join((*HEAD, dedent(code)))
    child = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True, timeout=30
    )
    assert child.stdout.strip() == expected
    assert not child.stderr


# -------------------------------------------------------------------------------- the day


@pytest.fixture
def clock() -> StillClock:
    """Half past seven on a Monday."""
    return StillClock(MONDAY)


@pytest.fixture
def workspace(home: Path, clock: StillClock) -> Iterator[Workspace]:
    """Somebody who was stiff two days ago."""
    workspace = Workspace(find_paths({"COACH_HOME": str(home)}), clock)
    check_ins = CheckIns(workspace)
    form = check_ins.form("morning")
    check_ins.note(form, {**nothing_wrong(form), "signs": True, "which_signs": ("tug",)})
    clock.advance(timedelta(days=2).total_seconds())
    workspace.close()
    yield Workspace(workspace.paths, clock)


class FakePipe:
    """Returns fixed bytes in place of a child process."""

    def __init__(self, content: bytes) -> None:
        self.content = content

    def ready(self) -> bool:
        return True

    def take(self) -> bytes:
        return self.content


MakeReading = Callable[[bytes], tuple[Workspace, FirstReading]]


@pytest.fixture
def reading_of(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> MakeReading:
    """Makes a workspace and a first reading of these bytes of a child process; nothing is read yet."""

    def make(content: bytes) -> tuple[Workspace, FirstReading]:
        monkeypatch.setattr("coach.tui.prefetch.ForkedReading", lambda _read: FakePipe(content))
        here = Workspace(workspace.paths, workspace.clock)
        first = read_ahead(here)
        assert first is not None
        return here, first

    return make


def test_encoded_day_round_trips(workspace: Workspace, reading_of: MakeReading) -> None:
    day = TodayReader(workspace).day()
    assert day.morning is not None
    _here, first = reading_of(encode_day(workspace, day))
    assert first.day(wait=False) == day
    assert first.day(wait=True) is None


def test_day_of_yesterday_is_dropped(
    workspace: Workspace, clock: StillClock, reading_of: MakeReading
) -> None:
    _here, first = reading_of(encode_day(workspace, TodayReader(workspace).day()))
    clock.advance(timedelta(days=1).total_seconds())
    assert first.day(wait=True) is None


def test_look_does_not_block_on_waiting_thread(
    workspace: Workspace, reading_of: MakeReading, monkeypatch: pytest.MonkeyPatch
) -> None:
    day = TodayReader(workspace).day()
    content = encode_day(workspace, day)
    _here, first = reading_of(content)
    taking, written, found, taken = threading.Event(), threading.Event(), list[Day | None](), list[bytes]()

    def take(_pipe: FakePipe) -> bytes:
        taking.set()
        assert written.wait(PATIENCE_SECONDS)
        taken.append(content)
        return content

    monkeypatch.setattr(FakePipe, "take", take)
    thread = threading.Thread(target=lambda: found.append(first.day(wait=True)))
    thread.start()
    assert taking.wait(PATIENCE_SECONDS)
    assert first.day(wait=False) is None
    written.set()
    thread.join()
    assert found == [day]
    assert taken == [content]


def test_truncated_bytes_are_dropped(workspace: Workspace, reading_of: MakeReading) -> None:
    content = encode_day(workspace, TodayReader(workspace).day())
    for piece in (b"", content[:1], content[: len(content) // 2], content[:-1]):
        assert reading_of(piece)[1].day(wait=True) is None


SETTINGS = """\
volume: 45
volumes: {speech: 60}
cues: {tick: false}
week_start: sun
theme: coach-light
keys: {app.quit: ctrl+x}
carry: 8kg
event_date: 2026-05-03
work: {from: "08:15", until: "16:00", days: [mon, wed]}
"""


def test_prefetched_settings_are_not_read_again(
    workspace: Workspace, reading_of: MakeReading, monkeypatch: pytest.MonkeyPatch
) -> None:
    workspace.paths.config.write_text(SETTINGS)
    workspace.reload_settings()
    content = encode_day(workspace, TodayReader(workspace).day())
    assert not workspace.settings_problems
    here, first = reading_of(content)
    monkeypatch.setattr("coach.config.load.load_settings", None)
    first.look()
    assert here.settings == workspace.settings != Settings()


def test_changed_settings_are_read_from_file(workspace: Workspace, reading_of: MakeReading) -> None:
    workspace.paths.config.write_text("volume: 45\n")
    workspace.reload_settings()
    here, first = reading_of(encode_day(workspace, TodayReader(workspace).day()))
    workspace.paths.config.write_text("volume: 5\n")
    first.look()
    assert here.settings.volume == 5
    assert first.day(wait=True) is None


def test_settings_problems_come_from_file(workspace: Workspace, reading_of: MakeReading) -> None:
    workspace.paths.config.write_text("volume: loud\n")
    workspace.reload_settings()
    day = TodayReader(workspace).day()
    here, first = reading_of(encode_day(workspace, day))
    first.look()
    assert here.settings_problems == workspace.settings_problems != ()
    assert first.day(wait=True) == day


def test_known_settings_stay(workspace: Workspace, reading_of: MakeReading) -> None:
    here, first = reading_of(encode_day(workspace, TodayReader(workspace).day()))
    known = here.settings
    first.look()
    assert here.settings is known


def try_to_read_ahead(home: Path, monkeypatch: pytest.MonkeyPatch, *, begun: list[object]) -> None:
    """Ask for a reading of the day in this home, and note whether one was begun."""
    monkeypatch.setattr("coach.tui.prefetch.ForkedReading", begun.append)
    read_ahead(Workspace(find_paths({"COACH_HOME": str(home)}), StillClock(MONDAY)))


def test_prefetch_needs_up_to_date_journal(
    workspace: Workspace, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun: list[object] = []
    try_to_read_ahead(home, monkeypatch, begun=begun)
    assert len(begun) == 1


def test_empty_home_stays_empty(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    begun: list[object] = []
    try_to_read_ahead(home, monkeypatch, begun=begun)
    assert not begun
    assert not home.exists() or not list(home.iterdir())


def test_forked_process_reads_the_day(workspace: Workspace) -> None:
    script = """
        import os
        os.sched_getaffinity = lambda _process: {0, 1}
        from coach.clock import SystemClock
        from coach.paths import find_paths
        from coach.app.workspace import Workspace
        from coach.tui.prefetch import read_ahead
        from coach.tui.today.data import TodayReader
        coach = Workspace(find_paths(os.environ), SystemClock())
        first = read_ahead(coach).day(wait=True)
        print(sorted(path.name for path in coach.paths.home.iterdir()))
        print(first == TodayReader(coach).day())
        coach.close()
    """
    child = subprocess.run(
        [sys.executable, "-c", dedent(script)],
        env={**os.environ, "COACH_HOME": str(workspace.paths.home)},
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    assert child.stdout.splitlines() == ["['backups', 'cache', 'journal.db']", "True"]


def test_prefetch_starts_before_screen_imports() -> None:
    code = "import sys, coach.tui.launch, coach.tui.prefetch; print({'textual', 'rich'} & set(sys.modules))"
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert result.stdout == "set()\n"
