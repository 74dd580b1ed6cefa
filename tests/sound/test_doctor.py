"""The doctor says what can be heard here, and what would help."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from coach.sound import doctor
from coach.sound.backends import BACKENDS
from coach.sound.doctor import BackendReport, Trial, TrialOutcome, advice, probe, try_in_process


def nothing(trial: Trial) -> TrialOutcome:
    return TrialOutcome(False, f"{trial.backend} is not installed")


def only_pacat(trial: Trial) -> TrialOutcome:
    return TrialOutcome(True, "the program pacat") if trial.backend == "pacat" else nothing(trial)


def test_first_working_backend_is_used() -> None:
    report = probe(try_one=only_pacat)
    assert [tried.backend for tried in report.backends] == [backend.name for backend in BACKENDS]
    assert report.used == BackendReport(backend="pacat", works=True, detail="the program pacat")
    assert report.phrases > 100
    assert "mallet" in report.sound_sets
    assert not any("No way to play" in sentence for sentence in report.advice)


def test_advice_without_sound() -> None:
    report = probe(try_one=nothing)
    assert report.used is None
    words = " ".join(report.advice)
    assert "bell" in words
    assert "pip install miniaudio" in words
    assert "apt install" in words


def test_advice_on_linux_names_sound_server() -> None:
    reports = [BackendReport(backend="miniaudio", works=False, detail="miniaudio finds no sound device (-1)")]
    assert "PipeWire" in " ".join(advice(reports, None, "linux"))
    assert "PipeWire" not in " ".join(advice(reports, None, "darwin"))


def test_advice_on_missing_voice() -> None:
    works = [BackendReport(backend="miniaudio", works=True, detail="a card")]
    assert advice(works, None, "linux") == []
    assert "espeak-ng" in " ".join(advice(works, "no voice is installed", "linux"))


def test_backend_tried_in_own_process() -> None:
    outcome = try_in_process(Trial("winsound"))
    assert outcome == TrialOutcome(False, "winsound is only there on Windows")


@pytest.mark.parametrize(
    ("script", "detail"),
    [
        ("import os; os.abort()", "miniaudio crashes when it is tried"),
        ("print('hello')", "miniaudio crashes when it is tried"),
        ("import time; time.sleep(60)", "miniaudio does not answer"),
    ],
)
def test_crashing_or_hanging_backend(script: str, detail: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doctor, "child_command", lambda _module: [sys.executable, "-c", script])
    monkeypatch.setattr(doctor, "TRY_SECONDS", 1.0)
    assert try_in_process(Trial("miniaudio")) == TrialOutcome(False, detail)


def test_missing_python_reported(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(doctor, "child_command", lambda _module: [str(tmp_path / "python")])
    assert not try_in_process(Trial("miniaudio")).works
