"""The display stays on from the beginning of a session to its end, and its comfort never costs a session."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from threading import Event

import pytest

from coach.app.sleep_inhibitor import WakepySleepInhibitor, display_awake


class Desktop:
    """A desktop that notes what it was asked."""

    def __init__(self) -> None:
        self.awake, self.free = Event(), Event()

    @contextmanager
    def __call__(self) -> Iterator[None]:
        self.awake.set()
        yield
        self.free.set()


def test_it_is_kept_until_it_is_let_go() -> None:
    desktop = Desktop()
    awake = WakepySleepInhibitor(desktop)
    awake.keep()
    awake.keep()
    assert desktop.awake.wait(5)
    assert not desktop.free.is_set()
    awake.let_go()
    assert desktop.free.wait(5)


@pytest.mark.parametrize("error", [ImportError("no library"), OSError("no desktop"), RuntimeError("not now")])
def test_where_it_cannot_be_kept_nothing_happens(error: Exception) -> None:
    def make() -> AbstractContextManager[object]:
        raise error

    awake = WakepySleepInhibitor(make)
    awake.keep()
    awake.let_go()


def test_letting_go_of_what_was_never_kept_is_nothing() -> None:
    WakepySleepInhibitor(Desktop()).let_go()


def test_the_library_itself_is_asked_to_keep_the_display_on(monkeypatch: pytest.MonkeyPatch) -> None:
    wakepy = pytest.importorskip("wakepy")
    # What its own users set where there is no desktop.
    monkeypatch.setenv("WAKEPY_FAKE_SUCCESS", "1")
    awake = display_awake()
    awake.keep()
    for _ in range(500):
        modes = [mode for mode in wakepy.global_modes() if mode.active]
        if modes:
            break
        Event().wait(0.01)
    assert [str(mode.name.value) for mode in modes] == ["keep.presenting"]
    awake.let_go()
    assert wakepy.global_modes() == []
