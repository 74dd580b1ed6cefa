"""The display stays on from the start of a session to its end, and never disturbs it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from threading import Event

import pytest

from coach.app.session_runner import SleepInhibitor


class Desktop:
    """A desktop that notes what it was asked."""

    def __init__(self) -> None:
        self.awake, self.free = Event(), Event()

    @contextmanager
    def __call__(self) -> Iterator[None]:
        self.awake.set()
        yield
        self.free.set()


def test_sleep_is_inhibited_until_release() -> None:
    desktop = Desktop()
    awake = SleepInhibitor(desktop)
    awake.start()
    awake.start()
    assert desktop.awake.wait(5)
    assert not desktop.free.is_set()
    awake.release()
    assert desktop.free.wait(5)


@pytest.mark.parametrize("error", [ImportError("no library"), OSError("no desktop"), RuntimeError("not now")])
def test_unsupported_system_is_ignored(error: Exception) -> None:
    def make() -> AbstractContextManager[object]:
        raise error

    awake = SleepInhibitor(make)
    awake.start()
    awake.release()


def test_release_without_start_does_nothing() -> None:
    SleepInhibitor(Desktop()).release()


def test_library_keeps_display_on(monkeypatch: pytest.MonkeyPatch) -> None:
    wakepy = pytest.importorskip("wakepy")
    # What its own users set where there is no desktop.
    monkeypatch.setenv("WAKEPY_FAKE_SUCCESS", "1")
    awake = SleepInhibitor()
    awake.start()
    for _ in range(500):
        modes = [mode for mode in wakepy.global_modes() if mode.active]
        if modes:
            break
        Event().wait(0.01)
    assert [str(mode.name.value) for mode in modes] == ["keep.presenting"]
    awake.release()
    assert wakepy.global_modes() == []
