"""An audio player never blocks, and knows whether it is heard."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from coach.clock import SystemClock
from coach.model.settings import Settings
from coach.model.timeline import Cue, CueKind
from coach.sound.audio_player import (
    AudioPlayer,
    NullPlayer,
    ProcessPlayer,
    SoundStatus,
    child_command,
    child_environment,
    make_setup,
    open_audio,
)
from tests.support.recorders import RecordingPlayer

CUES = [(1.0, Cue(at=0, cue=CueKind.START)), (2.0, Cue(at=1, cue=CueKind.REST, say="Rest."))]


def until(true: Callable[[], bool], seconds: float = 20.0) -> bool:
    """Whether it comes true in time."""
    deadline = time.monotonic() + seconds
    while not true() and time.monotonic() < deadline:
        time.sleep(0.02)
    return true()


@pytest.fixture
def deaf(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A machine on which nothing can be heard: no sound server, no card, no player."""
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))
    monkeypatch.setenv("PULSE_SERVER", f"unix:{tmp_path}/nobody")
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.delenv("ALSA_CONFIG_PATH", raising=False)


@pytest.mark.parametrize(
    "audio", [NullPlayer("nobody listens"), RecordingPlayer()], ids=lambda audio: type(audio).__name__
)
def test_players_take_every_call(audio: AudioPlayer) -> None:
    audio.prepare(["Plank."])
    audio.plan(CUES)
    audio.play(CueKind.PAUSE)
    audio.silence()
    audio.close()
    assert (audio.status().device is None) != (audio.status().reason is None)


def test_recording_player_keeps_calls() -> None:
    audio = RecordingPlayer()
    audio.plan(CUES)
    audio.play(CueKind.PAUSE)
    audio.silence()
    audio.close()
    assert audio.plans == [tuple(CUES)]
    assert (audio.played, audio.silenced, audio.closed) == ([CueKind.PAUSE], 1, True)


@pytest.mark.parametrize("settings", [Settings(sound=False), Settings(volume=0)])
def test_muted_sound_gives_reason(settings: Settings) -> None:
    audio = open_audio(settings, SystemClock())
    assert audio.status() == SoundStatus(None, "Sound is off in your settings.")


def test_settings_in_setup() -> None:
    setup = make_setup(
        Settings(volume=50, muted_cues=frozenset({CueKind.TICK}), sound_set="soft", speech=False)
    )
    assert setup.volume == pytest.approx(0.354, abs=0.001)
    assert (setup.volumes, setup.sound_set, setup.speech) == ({"tick": 0.0}, "soft", False)
    assert Path(setup.sounds, "soft", "tick.wav").is_file()


@pytest.mark.usefixtures("deaf")
def test_no_sound_reported_without_output(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    log = tmp_path / "sound.log"
    audio = open_audio(Settings(), SystemClock(), log=log)
    audio.plan(CUES)
    assert until(lambda: audio.status().reason is not None)
    status = audio.status()
    audio.close()
    assert status.device is None
    assert status.reason is not None
    assert status.reason.startswith("No sound: ")
    assert capfd.readouterr() == ("", "")
    assert "no device" in log.read_text()


def test_crashing_backend_not_tried_again(tmp_path: Path) -> None:
    script = """
import json, os, sys
avoid = json.loads(sys.stdin.readline()).get("avoid", [])
way = next(name for name in ("first", "second", "third") if name not in avoid)
print(json.dumps({"is": "trying", "backend": way}), flush=True)
print(json.dumps({"is": "beat"}), flush=True)
if way != "third":
    os.abort()
print(json.dumps({"is": "playing", "device": way}), flush=True)
sys.stdin.read()
"""
    audio = ProcessPlayer(make_setup(Settings()), SystemClock(), command=[sys.executable, "-c", script])
    assert until(lambda: audio.status().device is not None)
    assert audio.status().device == "third"
    audio.close()


def test_process_given_up_after_restarts() -> None:
    audio = ProcessPlayer(
        make_setup(Settings()), SystemClock(), command=[sys.executable, "-c", "raise SystemExit(3)"]
    )
    assert until(lambda: audio.status().reason is not None)
    assert audio.status() == SoundStatus(None, "The sound process stopped 4 times, so there is no sound.")
    audio.plan(CUES)
    audio.close()


def test_unstartable_process_reported() -> None:
    audio = ProcessPlayer(make_setup(Settings()), SystemClock(), command=["/nowhere/python"])
    assert until(lambda: audio.status().reason is not None)
    audio.close()


def test_hanging_process_does_not_block() -> None:
    class Leap(SystemClock):
        ahead = 0.0

        def monotonic(self) -> float:
            return super().monotonic() + self.ahead

    clock = Leap()
    audio = ProcessPlayer(
        make_setup(Settings()), clock, command=[sys.executable, "-c", "import time; time.sleep(600)"]
    )
    begun = time.monotonic()
    for _ in range(500):
        audio.plan([*CUES] * 20)
    assert time.monotonic() - begun < 5.0
    assert audio.status() == SoundStatus(None, None)
    clock.ahead = 7.0
    assert audio.status().reason == "The sound system does not answer."
    audio.close()
    assert time.monotonic() - begun < 30.0


def test_restarted_process_gets_plan(tmp_path: Path) -> None:
    script = f"""
import pathlib, sys
mark = pathlib.Path({str(tmp_path / "mark")!r})
lines = [sys.stdin.readline(), sys.stdin.readline()]
if not mark.exists():
    mark.write_text("")
    raise SystemExit(1)
print('{{"is":"playing","device":"' + str([line[7:11] for line in lines]) + '"}}', flush=True)
sys.stdin.read()
"""
    audio = ProcessPlayer(make_setup(Settings()), SystemClock(), command=[sys.executable, "-c", script])
    audio.plan(CUES)
    assert until(lambda: audio.status().device is not None)
    assert audio.status().device == "['setu', 'plan']"
    audio.close()


@pytest.mark.parametrize(("size", "kept"), [(100, True), (300_000, False)])
def test_large_log_truncated(size: int, kept: bool, tmp_path: Path) -> None:
    log = tmp_path / "logs" / "sound.log"
    log.parent.mkdir()
    log.write_bytes(b"x" * size)
    script = "import sys; print('noise', file=sys.stderr); sys.stdin.read()"
    audio = ProcessPlayer(
        make_setup(Settings()), SystemClock(), log=log, command=[sys.executable, "-c", script]
    )
    assert until(lambda: b"noise" in log.read_bytes())
    audio.close()
    assert log.read_bytes().startswith(b"x") is kept


def test_unwritable_log_ignored(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    script = 'import sys; print(\'{"is":"playing","device":"it"}\', flush=True); sys.stdin.read()'
    audio = ProcessPlayer(
        make_setup(Settings()),
        SystemClock(),
        log=tmp_path / "file" / "sound.log",
        command=[sys.executable, "-c", script],
    )
    assert until(lambda: audio.status().device == "it")
    audio.close()


def test_child_module_path_and_environment(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("PYTHONPATH", "/nowhere")
    monkeypatch.setenv("PYTHONINSPECT", "1")
    assert [name for name in child_environment() if name.startswith("PYTHON")] == ["PYTHONMALLOC"]
    assert child_environment()["PATH"] == os.environ["PATH"]
    assert "" not in child_command()
    assert set(child_command()) >= {path for path in sys.path if path}


def test_volume_by_kind() -> None:
    setup = make_setup(
        Settings(volumes={"tick": 50, "speech": 0, "rest": 100}, muted_cues=frozenset({CueKind.REST})),
        Path("/sounds"),
    )
    assert setup.volumes == {"tick": pytest.approx(0.354, abs=0.001), "speech": 0.0, "rest": 0.0}
    assert setup.own_sounds == str(Path("/sounds"))
