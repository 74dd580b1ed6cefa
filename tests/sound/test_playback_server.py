"""The server keeps a device open that works, and what was planned is never lost with one that does not."""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable, Iterator, Sequence

import pytest

from coach.clock import SystemClock
from coach.model.timeline import CueKind
from coach.paths import shipped_sounds_folder
from coach.sound import worker as worker
from coach.sound.backends import Backend
from coach.sound.mixer import Sound
from coach.sound.output import DeviceError, Output
from coach.sound.protocol import (
    CuePlan,
    PlannedCue,
    Play,
    Playing,
    Prepare,
    Report,
    Setup,
    Silence,
    Silent,
    Trying,
    Voiced,
)
from coach.sound.samples import RATE
from coach.sound.worker import PlaybackServer

SETUP = Setup(sounds=str(shipped_sounds_folder()), sound_set="mallet", volumes={"tick": 0.0}, speech=False)


class Device:
    """Remembers what it is asked to play."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.sounds: list[Sound] = []
        self.ill: str | None = None
        self.closed = threading.Event()
        self.planned: queue.SimpleQueue[list[Sound]] = queue.SimpleQueue()

    def plan(self, sounds: Sequence[Sound]) -> None:
        self.sounds = list(sounds)
        self.planned.put(self.sounds)

    def add(self, sound: Sound) -> None:
        self.sounds.append(sound)

    def silence(self) -> None:
        self.sounds = []

    def trouble(self) -> str | None:
        return self.ill

    def busy_until(self) -> float | None:
        return max((sound.moment for sound in self.sounds), default=None)

    def close(self) -> None:
        self.closed.set()


class Machine:
    """Devices that come and go, and the server that plays on them."""

    def __init__(self, setup: Setup = SETUP, *, held: bool = False) -> None:
        self.clock = SystemClock()
        self.reports: queue.SimpleQueue[Report] = queue.SimpleQueue()
        self.devices: dict[str, Device] = {}
        self.missing: set[str] = set()
        self.opening = threading.Event()
        if not held:
            self.opening.set()
        backends = tuple(Backend(name, self._opener(name)) for name in ("first", "second"))
        self.server = PlaybackServer(setup, self.clock, self.reports.put, backends)

    def _opener(self, name: str) -> Callable[[object, float], Output]:
        def open_device(_clock: object, _delay: float) -> Output:
            self.opening.wait(20)
            if name in self.missing:
                raise DeviceError(f"{name} is missing (error -401 of its library)")
            self.devices[name] = Device(name)
            return self.devices[name]

        return open_device

    def news(self) -> Report:
        """The next report that says something about the device."""
        while isinstance(report := self.reports.get(timeout=20), Trying | Voiced):
            pass
        return report

    def soon(self, kind: CueKind, seconds: float = 30.0) -> PlannedCue:
        return PlannedCue(self.clock.monotonic() + seconds, kind)


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """A server that looks after its device often, so that tests are short."""
    monkeypatch.setattr(worker, "WATCH_SECONDS", 0.02)
    monkeypatch.setattr(worker, "BACK_OFF_SECONDS", 0.05)


@pytest.fixture
def machine() -> Iterator[Machine]:
    machine = Machine()
    yield machine
    machine.server.finish(0)


def test_first_working_backend_used(machine: Machine) -> None:
    assert machine.news() == Playing("first")


def test_plan_without_muted_kinds(machine: Machine) -> None:
    machine.news()
    start = machine.soon(CueKind.START)
    machine.server.execute(CuePlan((machine.soon(CueKind.TICK), start)))
    assert [sound.moment for sound in machine.devices["first"].sounds] == [start.moment]


def test_play_adds_and_silence_drops(machine: Machine) -> None:
    machine.news()
    machine.server.execute(CuePlan((machine.soon(CueKind.START),)))
    machine.server.execute(Play(CueKind.PAUSE))
    device = machine.devices["first"]
    assert len(device.sounds) == 2
    assert abs(device.sounds[1].moment - machine.clock.monotonic()) < 5
    machine.server.execute(Silence())
    assert device.sounds == []


def test_lost_device_replaced_with_plan(machine: Machine) -> None:
    machine.news()
    start = machine.soon(CueKind.START)
    machine.server.execute(CuePlan((start,)))
    machine.missing.add("first")
    machine.devices["first"].ill = "it was pulled out"
    assert machine.news() == Silent("it was pulled out")
    assert machine.news() == Playing("second")
    assert machine.devices["first"].closed.wait(20)
    assert [sound.moment for sound in machine.devices["second"].sounds] == [start.moment]


def test_search_for_device_repeated(machine: Machine) -> None:
    machine.news()
    machine.server.execute(CuePlan((machine.soon(CueKind.START),)))
    machine.missing |= {"first", "second"}
    machine.devices["first"].ill = "gone"
    assert machine.news() == Silent("gone")
    assert machine.news() == Silent("first is missing; 1 other way failed too")
    machine.missing.clear()
    while isinstance(report := machine.news(), Silent):
        pass
    assert report == Playing("first")
    assert len(machine.devices["first"].sounds) == 1


def test_backends_announced_before_trial() -> None:
    machine = Machine()
    first = [machine.reports.get(timeout=20) for _ in range(2)]
    machine.server.finish(0)
    assert first == [Trying("first"), Playing("first")]


def test_idle_device_closed_and_reopened(machine: Machine, monkeypatch: pytest.MonkeyPatch) -> None:
    machine.news()
    first = machine.devices["first"]
    monkeypatch.setattr(worker, "REST_AFTER_SECONDS", 0.1)
    assert first.closed.wait(20)
    start = machine.soon(CueKind.START)
    machine.server.execute(CuePlan((start,)))
    assert machine.news() == Playing("first")
    assert [sound.moment for sound in machine.devices["first"].sounds] == [start.moment]


def test_device_kept_while_planned(machine: Machine, monkeypatch: pytest.MonkeyPatch) -> None:
    machine.news()
    monkeypatch.setattr(worker, "REST_AFTER_SECONDS", 0.1)
    machine.server.execute(CuePlan((machine.soon(CueKind.FINISH),)))
    machine.server.execute(Prepare(("Rest.",)))
    assert not machine.devices["first"].closed.wait(0.5)


def test_slow_device_reported(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(worker, "SLOW_OPEN_SECONDS", 0.05)
    machine = Machine(held=True)
    deadline = machine.clock.monotonic() + 20
    while machine.server.slow_reason() is None and machine.clock.monotonic() < deadline:
        machine.clock.sleep(0.01)
    assert machine.server.slow_reason() == "the sound system does not answer"
    machine.opening.set()
    assert machine.news() == Playing("first")
    assert machine.server.slow_reason() is None
    machine.server.finish(0)


def test_late_phrases_planned() -> None:
    speaking = Machine(Setup(sounds=SETUP.sounds, sound_set="mallet"))
    speaking.news()
    device = speaking.devices["first"]
    cue = speaking.soon(CueKind.REST)
    speaking.server.execute(CuePlan((PlannedCue(cue.moment, CueKind.REST, "Halfway."),)))
    while not any(sound.speech for sound in device.planned.get(timeout=20)):
        pass
    tone, phrase = device.sounds
    assert phrase.moment == pytest.approx(cue.moment + len(tone.samples) / RATE + 0.15)
    speaking.server.finish(0)
