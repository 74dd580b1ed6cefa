"""Settings: what is right counts, what is wrong is said and leaves the default."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from coach.app.programs import check_files
from coach.config.load import load_settings
from coach.model.settings import Settings
from coach.model.timeline import TONES, CueKind


@pytest.fixture
def config(tmp_path: Path) -> Path:
    return tmp_path / "config.yaml"


def said(config: Path) -> list[str]:
    return [problem.line_text().removeprefix(f"{config}:") for problem in load_settings(config)[1]]


def test_missing_file_gives_defaults(config: Path) -> None:
    assert load_settings(config) == (Settings(), ())
    assert load_settings(config / "below" / "a-file") == (Settings(), ())


@pytest.mark.parametrize("text", ["", "# nothing yet\n", "---\n"])
def test_empty_file_gives_defaults(config: Path, text: str) -> None:
    config.write_text(text)
    assert load_settings(config)[0] == Settings()


EVERY_KEY = """\
sound: false
volume: 35
speech: false
sound_set: wood
device: USB headset
cues: {tick: false, halfway: true, last_seconds: false}
volumes: {tick: 40, speech: 70}
voice: Anna
hum: true
keep_awake: false
rest: {between: 30s, rounds: 1:30}
units: lb
week_start: sun
day_cutover: 4
theme: nord
keys: {session.pause: "space,p", session.next: n}
sport: run
weight: 80kg
osteoporosis: true
carry: 10lb
load_step: 1.25kg
work: {from: 8:00, until: 16:30, days: [mon, tue]}
quiet: {from: "22:00", until: "07:00"}
event_date: 2026-05-01
emergency_number: "112"
"""
EVERY_SETTING = Settings(
    sound=False,
    volume=35,
    speech=False,
    sound_set="wood",
    device="USB headset",
    muted_cues=frozenset({CueKind.TICK, CueKind.LAST_SECONDS}),
    volumes={"tick": 40, "speech": 70},
    voice="Anna",
    hum=True,
    keep_awake=False,
    rest_between_seconds=30,
    rest_rounds_seconds=90,
    units="lb",
    week_start="sun",
    day_cutover=4,
    theme="nord",
    keys={"session.pause": ("space", "p"), "session.next": ("n",)},
    sport="run",
    weight_kg=80,
    osteoporosis=True,
    carry_kg=4.536,
    load_step_kg=1.25,
    work_from="08:00",
    work_until="16:30",
    work_days=("mon", "tue"),
    quiet_from="22:00",
    quiet_until="07:00",
    event_date=date(2026, 5, 1),
    emergency_number="112",
)


def test_every_key_is_read(config: Path) -> None:
    config.write_text(EVERY_KEY)
    assert load_settings(config) == (EVERY_SETTING, ())


def test_invalid_values_are_reported_rest_used(config: Path) -> None:
    config.write_text("""\
volume: 130
sound: off
cues: {tick: false, tock: false, halfway: 3}
keys: {pause: "space,p", next: 3}
weight: 80
work: {from: 17:30, until: 9:00, days: [mon]}
quiet: {from: "22:00", until: "22:00"}
event_date: 2026-02-30
day_cutover: 4
colour: red
volum: 3
""")
    settings, _ = load_settings(config)
    assert settings == Settings(
        muted_cues=frozenset({CueKind.TICK}),
        keys={"pause": ("space", "p")},
        work_days=("mon",),
        day_cutover=4,
    )
    lines = said(config)
    assert lines[:9] == [
        "1:9: volume: 130 is more than 100 (write 0 to 100)",
        "2:8: sound: true or false is wanted, not 'off' (write false)",
        "3:21: cues: 'tock' is not known here (did you mean tick?)",
        "3:43: halfway: true or false is wanted, not '3' (write true or false)",
        '4:32: next: text is wanted, not a number (put it in quotes: "3")',
        "5:9: weight: '80' is not a load (write 80kg or 80lb)",
        "6:28: work: until 09:00 is not after from 17:30 (write a later time)",
        "7:31: quiet: from and until are both 22:00 (write another time, or leave quiet out)",
        "8:13: event_date: 2026-02-30 is not in the calendar (write 2026-05-01)",
    ]
    assert lines[9].startswith("10:1: the key 'colour' is not known here (one of: sound, volume,")
    assert lines[10:] == ["11:1: the key 'volum' is not known here (did you mean volume?)"]


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("- a\n", "1:1: the file starts with a list, not with keys (start with a key: and its value)"),
        ("volume: [\n", "2:1: a value is missing here (write a value)"),
        ("cues: loud\n", "1:7: cues: keys with values are wanted, not text (write: key: value)"),
        ("work: {until: 9:00}\n", "1:7: the key 'from' is missing (write from: and its value)"),
        ("keys: {3: x}\n", '1:8: keys: text is wanted, not a number (put it in quotes: "3")'),
    ],
)
def test_invalid_file_gives_defaults(config: Path, text: str, problem: str) -> None:
    config.write_text(text)
    assert load_settings(config)[0] == Settings()
    assert said(config) == [problem]


def test_folder_at_path_is_reported(config: Path) -> None:
    config.mkdir()
    assert said(config) == ["1:1: this is a folder (give the path of a .yaml file)"]


def test_unreadable_folder_is_reported(config: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    stat = Path.stat

    def refuse(path: Path) -> object:
        if path != config:
            return stat(path)
        raise PermissionError(13, "Permission denied", str(path))

    monkeypatch.setattr(Path, "stat", refuse)
    assert load_settings(config)[0] == Settings()
    assert said(config) == ["1:1: you may not read this file (allow it: chmod u+r)"]


def test_check_recognises_config_yaml(config: Path) -> None:
    config.write_text("volume: 130\n")
    assert [problem.message for problem in check_files([config])] == ["volume: 130 is more than 100"]


@pytest.mark.parametrize("cue", TONES)
def test_every_kind_of_cue_can_be_muted(config: Path, cue: CueKind) -> None:
    config.write_text(f"cues: {{{cue.value}: false}}\n")
    assert load_settings(config) == (Settings(muted_cues=frozenset({cue})), ())
