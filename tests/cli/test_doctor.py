"""What works here, what does not, and what to do about it."""

from __future__ import annotations

from pathlib import Path

import pytest

from coach.cli.commands import doctor as doctor_command
from coach.sound.doctor import BackendReport, SoundReport
from tests.support.commands import coach
from tests.support.short_session import make_short_home


def report(*, works: bool) -> SoundReport:
    return SoundReport(
        backends=(
            BackendReport(backend="miniaudio", works=works, detail="a card" if works else "there is no card"),
            BackendReport(backend="sounddevice", works=False, detail="sounddevice is not installed"),
        ),
        programs={},
        voice=None,
        voice_reason="espeak-ng is not installed",
        phrases=45,
        sound_sets=("mallet", "soft"),
        advice=() if works else ("A sound server has to run.",),
    )


@pytest.fixture
def silence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doctor_command, "probe", lambda *, audible: report(works=False))


@pytest.fixture
def card(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doctor_command, "probe", lambda *, audible: report(works=True))


@pytest.mark.usefixtures("card")
def test_working_machine_is_reported(home: Path) -> None:
    result = coach("doctor", home=home)
    assert result.status == 0, result.out
    assert f"ok    your folder: {home}" in result.lines
    assert "ok    sound: miniaudio, on a card" in result.lines
    assert not any(line.startswith("look") for line in result.lines)


@pytest.mark.usefixtures("silence")
def test_missing_sound_is_reported_with_advice(home: Path) -> None:
    result = coach("doctor", home=home)
    assert result.status == 1
    assert "look  sound: none; the terminal's bell and a flash stand in for it" in result.lines
    assert "      miniaudio: there is no card" in result.lines
    assert "      A sound server has to run." in result.lines


@pytest.mark.usefixtures("card")
def test_invalid_program_is_named(home: Path) -> None:
    make_short_home(home)
    file = home / "programs" / "tiny.yaml"
    file.write_text(file.read_text().replace("rounds: 2", "rounds: 0"))
    result = coach("doctor", home=home)
    assert result.status == 1
    assert any(line.startswith(f"look  {file}:") for line in result.lines)


@pytest.mark.usefixtures("card")
def test_invalid_journal_is_reported(home: Path) -> None:
    home.mkdir()
    (home / "journal.db").write_bytes(b"no journal at all" * 100)
    result = coach("doctor", home=home)
    assert result.status == 1
    assert any(line.startswith("look  journal: ") for line in result.lines)


@pytest.mark.usefixtures("card")
@pytest.mark.parametrize(
    ("environment", "told"),
    [
        ({"TERM": "xterm-256color"}, "in colours"),
        ({"TERM": "xterm"}, "in dots of braille, without colours"),
        ({"TERM": "linux"}, "none can be drawn here (TERM=linux); a sentence stands in their place"),
        (
            {"TERM": "xterm", "LANG": "de_DE.ISO-8859-1"},
            "none can be drawn here (LANG=de_DE.ISO-8859-1); a sentence stands in their place",
        ),
        ({"LC_ALL": "C.UTF-8"}, "none can be drawn here (TERM is not set); a sentence stands in their place"),
    ],
)
def test_it_says_how_figures_are_drawn(home: Path, environment: dict[str, str], told: str) -> None:
    assert f"      figures: {told}" in coach("doctor", home=home, environment=environment).lines
