"""Files of other apps: their drafts, their notes, and that the result is valid."""

from __future__ import annotations

from pathlib import Path

import pytest

from coach.errors import ProgramFileError
from coach.programs.importers.draft import Draft
from coach.programs.importers.read import ImportedProgram, read_data, read_file

FILES = Path(__file__).parent / "files"

Row = tuple[str, int | None, int | None, int | None, bool]
"""Name, seconds, repetitions, rest after it, whether it waits."""


def rows(draft: Draft) -> list[tuple[str, int, list[Row]]]:
    """Title, rounds and exercises of each part."""
    return [
        (
            part.title,
            part.rounds,
            [(one.name, one.seconds, one.reps, one.rest_seconds, one.wait) for one in part.exercises],
        )
        for part in draft.parts
    ]


def read(name: str) -> ImportedProgram:
    return read_file(FILES / name)


def test_jawt_sets_and_rests() -> None:
    found = read("jawt-backup.json")
    core, stretches = found.drafts
    assert found.app == "Just Another Workout Timer"
    assert (core.title, stretches.title) == ("Morning core", "Dehnübungen")
    assert rows(core) == [
        ("", 3, [("Plank", 30, None, 10, False), ("Squats", 40, None, 20, False)]),
        ("", 1, [("Side plank", 25, None, 0, False), ("Squats", 15, None, 0, False)]),
    ]
    assert core.ready_seconds == 10
    assert core.notes == ["'Broken' in set 2 has no length: it is left out"]
    assert rows(stretches) == [("", 2, [("Hüftbeuger", 60, None, 5, False)])]


def test_jawt_version_1() -> None:
    (draft,) = read("jawt-single-v1.json").drafts
    assert rows(draft) == [("", 1, [("Wall sit", 45, None, 0, False)])]
    assert draft.ready_seconds == 10 + 15


def test_openhiit_warm_up_rounds_and_cool_down() -> None:
    named, plain = read("openhiit.json").drafts
    assert rows(named) == [
        ("Warm-up", 1, [("Warm-up", 120, None, None, False)]),
        ("Work", 2, [(name, 40, None, None, False) for name in ("Plank", "Lunge", "Lunge")]),
        ("Cool-down", 1, [("Cool-down", 90, None, None, False)]),
    ]
    assert [(part.rest_between_seconds, part.rest_rounds_seconds, part.warmup) for part in named.parts] == [
        (None, 20, True),
        (20, 60, False),
        (None, None, False),
    ]
    assert named.ready_seconds == 15
    assert any("sounds" in note for note in named.notes)
    assert rows(plain) == [("Work", 8, [("Work", 20, None, None, False)])]
    assert plain.parts[0].rest_rounds_seconds == 10


def test_timer_machine_groups_become_parts() -> None:
    grouped, plain = read("timer-machine.json").drafts
    once = [
        ("Holds", 3, [("Plank", 30, None, 15, False)]),
        ("", 1, [("Stretch", 60, None, 0, True)]),
        ("Outer", 1, [("March", 20, None, 0, False), ("Tap", 5, None, 0, False), ("Tap", 5, None, 0, False)]),
    ]
    assert rows(grouped) == [("Start", 1, [("Get on the mat", 8, None, 0, False)]), *once, *once]
    assert grouped.notes == [
        "'Plank' had a voice of its own",
        "'Stretch' had a music of its own",
        "'Stretch' waited for you at its end: now it waits for you before it begins",
        "what was done with it is not taken into the journal",
        "when it reminded you is not taken over: write a schedule",
    ]
    assert rows(plain) == [("", 4, [("Work", 45, None, 15, False)])]


def test_timero_durations_and_repetitions() -> None:
    (draft,) = read("timero-routines.json").drafts
    assert rows(draft) == [("", 1, [("Plank", 30, None, None, False), ("Push-up", None, 12, None, False)])]
    assert [note.partition("'")[2][:7] for note in draft.notes[:1]] == ["Nothing"]


def test_workrave_descriptions_become_cues() -> None:
    (draft,) = read("workrave-exercises.xml").drafts
    assert draft.kind == "break"
    neck, shoulders, bare = draft.parts[0].exercises
    assert (neck.name, neck.seconds) == ("Neck turns", 45)
    assert neck.cues == [
        "Sit upright.",
        "Turn your head slowly to one side.",
        "Hold.",
        "Turn to the other side & hold.",
    ]
    assert (shoulders.name, shoulders.seconds) == ("Épaules", 20)
    assert (bare.name, bare.seconds) == ("No length", 20)
    assert sum("mirrored" in note for note in draft.notes) == 2
    assert any("'No length' has no length" in note for note in draft.notes)


def test_intervals_text_repeats_and_waits() -> None:
    (draft,) = read("intervals.txt").drafts
    assert draft.title == "intervals"
    assert rows(draft) == [
        ("Warmup", 1, [("Easy spin", 600, None, 0, False), ("Step", 300, None, 0, False)]),
        ("Main set", 4, [("Hard", 60, None, 90, False)]),
        ("", 3, [("Squeeze", None, 1, 0, False), ("Hold it", 20, None, 0, True)]),
        ("Cooldown", 1, [("keep it light", 3723, None, 0, False)]),
    ]
    assert [part.warmup for part in draft.parts] == [True, False, False, False]
    said = "\n".join(draft.notes)
    for lost in ("'50%'", "'110%'", "'95rpm'", "'1km'", "ramp", "Squeeze", "Hold it", "keep it light"):
        assert lost in said


@pytest.mark.parametrize(
    ("written", "seconds"),
    [
        ("10m", 600),
        ("90s", 90),
        ("1h", 3600),
        ("1m30", 90),
        ("1m30s", 90),
        ("1h5m", 3900),
        ("30sec", 30),
        ("5'", 300),
    ],
)
def test_intervals_text_lengths(written: str, seconds: int) -> None:
    (draft,) = read_data(f"- Ride {written} 75%\n".encode(), Path("x.txt")).drafts
    assert [(one.name, one.seconds) for one in draft.parts[0].exercises] == [("Ride", seconds)]


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "no program of an app"),
        (b"hello", "no program of an app"),
        (b"{}", "no program of an app"),
        (b"[]", "no program of an app"),
        (b'{"workouts": []}', "no program of an app"),
        (b'{"title": "x", "sets": []}', "nothing to do"),
        (b'[{"__type__": "Routine", "exercises": 7}]', "nothing to do"),
        (b'{"title": ', "x.json:1:11: this is not JSON"),
        (b"[" * 100_000, "not JSON|too deep"),
        (b"[1" + b"0" * 10_000 + b"]", "too long a number|no program"),
        (b"<exercises>", "not XML"),
        (b"<html/>", "this XML is a 'html'"),
        (b"<exercises/>", "nothing to do"),
        (b"<a>" * 100, "nested too deep"),
        (b"<exercises>" + b"<exercise/>" * 30_000 + b"</exercises>", "too long"),
    ],
)
def test_other_files_are_refused(data: bytes, said: str) -> None:
    with pytest.raises(ProgramFileError, match=said):
        read_data(data, Path("x.json"))


@pytest.mark.parametrize(
    "doctype",
    [
        '<!DOCTYPE exercises [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]>',
        '<!DOCTYPE exercises [<!ENTITY file SYSTEM "file:///etc/hostname">]>',
        '<!DOCTYPE exercises [<!ENTITY % p SYSTEM "file:///etc/hostname"> %p;]>',
    ],
)
def test_entities_are_refused(doctype: str) -> None:
    text = f"<?xml version='1.0'?>{doctype}<exercises><exercise><title>&b;</title></exercise></exercises>"
    with pytest.raises(ProgramFileError, match="entities"):
        read_data(text.encode(), Path("x.xml"))


def test_plain_doctype_is_read() -> None:
    text = '<!DOCTYPE exercises SYSTEM "http://localhost/x.dtd"><exercises><exercise><title>A</title></exercise></exercises>'
    assert read_data(text.encode(), Path("x.xml")).drafts[0].parts[0].exercises[0].name == "A"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_encodings_are_recognised(encoding: str) -> None:
    text = (FILES / "jawt-backup.json").read_text("utf-8")
    assert read_data(text.encode(encoding), Path("x.json")).drafts[1].title == "Dehnübungen"


def test_undecodable_bytes_are_replaced() -> None:
    sets = b'[{"repetitions": 1, "exercises": [{"name": "A\xfe", "duration": 5}]}]'
    data = b'{"title": "\x81\x8d\xff\x00\x07", "sets": ' + sets + b"}"
    (draft,) = read_data(data, Path("x.json")).drafts
    assert draft.parts[0].exercises[0].seconds == 5


def test_file_that_is_too_large_is_not_read(tmp_path: Path) -> None:
    (tmp_path / "x.json").write_bytes(b" " * 1_000_001)
    for name, said in (("x.json", "too large"), ("nothing", "no such file"), ("", "folder")):
        with pytest.raises(ProgramFileError, match=said):
            read_file(tmp_path / name)
