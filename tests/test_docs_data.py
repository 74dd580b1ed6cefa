"""The page on data is true: its examples are events, and every field of every event is explained."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import get_args

import msgspec
import pytest
from msgspec.structs import fields

from coach.config.load import load_settings
from coach.config.schema import ConfigDocument, all_settings
from coach.model.events import (
    Action,
    Activity,
    ActivityKind,
    CheckIn,
    CheckInKind,
    Control,
    End,
    Event,
    Form,
    RedFlag,
    Session,
    SetRecord,
    Tombstone,
)
from coach.model.timeline import TONES

TEXT = (Path(__file__).parent.parent / "docs" / "data.md").read_text("utf-8")
EXAMPLES = re.findall(r"^```json\n(.*?)\n```$", TEXT, re.MULTILINE | re.DOTALL)
KINDS: dict[str, type[msgspec.Struct]] = {
    "session": Session,
    "checkin": CheckIn,
    "activity": Activity,
    "control": Control,
    "tombstone": Tombstone,
}


def kind_of(example: str) -> str:
    return str(json.loads(example)["type"])


def test_each_event_has_one_example() -> None:
    assert sorted(kind_of(example) for example in EXAMPLES) == sorted(KINDS)


@pytest.mark.parametrize("example", EXAMPLES, ids=kind_of)
def test_example_is_read_by_the_journal(example: str) -> None:
    assert "\n" not in example
    event = msgspec.json.decode(example, type=Event)
    assert type(event) is KINDS[kind_of(example)]


@pytest.mark.parametrize("example", EXAMPLES, ids=kind_of)
def test_example_has_known_fields_only(example: str) -> None:
    written = json.loads(example)
    known = {field.encode_name for field in fields(KINDS[kind_of(example)])}
    assert set(written) - {"type"} <= known
    for record in written.get("sets", []):
        assert set(record) <= {field.encode_name for field in fields(SetRecord)}


@pytest.mark.parametrize("kind", [*KINDS.values(), SetRecord], ids=lambda kind: str(kind.__name__))
def test_every_field_is_explained(kind: type[msgspec.Struct]) -> None:
    missing = [field.encode_name for field in fields(kind) if f"`{field.encode_name}`" not in TEXT]
    assert missing == []


def test_values_of_fields_are_listed() -> None:
    words = [
        word
        for choices in (Action, ActivityKind, CheckInKind, End, Form, RedFlag)
        for word in get_args(choices)
    ]
    assert [word for word in words if f"`{word}`" not in TEXT] == []


def test_settings_example_is_valid(tmp_path: Path) -> None:
    (example,) = re.findall(r"^```yaml\n(.*?)^```$", TEXT, re.MULTILINE | re.DOTALL)
    config = tmp_path / "config.yaml"
    config.write_text(example, "utf-8")
    settings, problems = load_settings(config)
    assert problems == ()
    assert (settings.volume, settings.carry_kg, settings.emergency_number) == (60, 6, "112")


def test_settings_are_listed() -> None:
    section = TEXT.split("\n## Settings\n", 1)[1].split("\n## ", 1)[0]
    told = re.findall(r"^\| `(\w+)` \|", section, re.MULTILINE)
    assert told == [field.encode_name for field in fields(ConfigDocument)]


def test_defaults_are_listed() -> None:
    section = TEXT.split("\n## Settings\n", 1)[1].split("\n## ", 1)[0]
    told = dict(re.findall(r"^\| `(\w+)` \| `?([^|`]+)`? \|", section, re.MULTILINE))
    single = [one for one in all_settings() if "." not in one.key]
    assert {one.key: told[one.key] for one in single} == {one.key: one.default for one in single}


def test_cue_kinds_are_listed() -> None:
    assert [cue.value for cue in TONES if f"`{cue.value}`" not in TEXT] == []
