"""`coach log`: record, undo and edit entries, with their effect printed first."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, cast

import pytest

from tests.support.commands import MONDAY, StillClock, coach

WEDNESDAY = MONDAY + timedelta(days=2)
FRIDAY = MONDAY + timedelta(days=4)


def at(moment: datetime) -> StillClock:
    return StillClock(moment)


def core_today(home: Path, day: str) -> dict[str, Any]:
    plan = cast(dict[str, Any], coach("today", "--json", "--on", day, home=home).json)
    return next(program for program in plan["programs"] if program["id"] == "core")


def plank(home: Path, day: str) -> dict[str, Any]:
    return cast(dict[str, Any], core_today(home, day)["slots"][0])


def log(*words: str, home: Path, moment: datetime = MONDAY) -> str:
    result = coach("log", *words, home=home, clock=at(moment))
    assert result.status == 0, result.err
    return result.out


def newest_id(home: Path) -> str:
    sessions = cast(list[dict[str, Any]], coach("history", "--json", home=home).json)
    return cast(str, sessions[0]["id"])


def test_two_clean_logged_sessions_earn_a_step(home: Path) -> None:
    log("session", "core", "--as-asked", "--pain", "0", home=home)
    log("session", "core", "--as-asked", "--pain", "0", home=home, moment=WEDNESDAY)
    dose = plank(home, "2026-01-09")
    assert dose["seconds"] == 35
    assert [reason["code"] for reason in dose["reasons"]] == ["step_time"]


def test_sets_are_logged_as_written(home: Path) -> None:
    log("session", "core", "plank=30,28!2,22~", "side-plank.left=30", "farmer-carry=30@6kg", home=home)
    (session,) = cast(list[dict[str, Any]], coach("history", "--json", home=home).json)
    sets = [(one["slot"], one["side"], one["seconds"], one["form"], one["pain"]) for one in session["sets"]]
    assert sets == [
        ("plank", None, 30, "clean", None),
        ("plank", None, 28, "clean", 2),
        ("plank", None, 22, "shaky", None),
        ("side-plank", "left", 30, "clean", None),
        ("farmer-carry", None, 30, "clean", None),
    ]
    assert [one["asked_seconds"] for one in session["sets"]] == [30] * 5
    assert session["sets"][4]["load_kg"] == 6


def test_undo_prints_its_effect_before_asking(home: Path) -> None:
    log("session", "core", "--as-asked", home=home)
    log("session", "core", "--as-asked", home=home, moment=WEDNESDAY)
    told = coach("log", "undo", newest_id(home)[:20], "--dry-run", home=home, clock=at(FRIDAY))
    assert "Core holds: 3 x 35 s plank becomes 3 x 30 s plank." in told.lines
    assert told.lines[-1] == "Nothing was written."
    assert plank(home, "2026-01-09")["seconds"] == 35

    refused = coach("log", "undo", home=home, clock=at(FRIDAY), typed=["n"])
    assert refused.lines[-1].endswith("Nothing was written.")
    assert plank(home, "2026-01-09")["seconds"] == 35

    agreed = coach("log", "undo", home=home, clock=at(FRIDAY), typed=["y"])
    assert "Core holds: 3 x 35 s plank becomes 3 x 30 s plank." in agreed.lines
    assert plank(home, "2026-01-09")["seconds"] == 30


def test_edit_replaces_the_entry(home: Path) -> None:
    log("session", "core", "plank=30,3,30", home=home)
    log("session", "core", "plank=30,30,30", home=home, moment=WEDNESDAY)
    wrong = cast(list[dict[str, Any]], coach("history", "--json", home=home).json)[1]["id"]
    told = coach("log", "edit", wrong, "sets.1.seconds=30", "--yes", home=home, clock=at(FRIDAY))
    assert "Core holds: 3 x 30 s plank becomes 3 x 35 s plank." in told.lines
    assert plank(home, "2026-01-09")["seconds"] == 35


def test_change_without_a_terminal_needs_yes(home: Path) -> None:
    log("session", "core", "--as-asked", home=home)
    refused = coach("log", "undo", home=home)
    assert refused.status == 2
    assert "add --yes" in refused.err
    assert len(cast(list[object], coach("history", "--json", home=home).json)) == 1


def test_red_flag_locks_and_a_clearance_unlocks(home: Path) -> None:
    told = log("morning", "--flag", "numb_toes", home=home)
    assert "This locks training." in told
    plan = cast(dict[str, Any], coach("today", "--json", home=home).json)
    assert plan["locked"] is True
    assert core_today(home, "2026-01-05")["slots"] == []
    told = log("cleared", home=home, moment=WEDNESDAY)
    assert "This lifts the lock." in told


def test_as_asked_without_a_dose_is_refused(home: Path) -> None:
    log("morning", "--spasm", "yes", home=home)
    result = coach("log", "session", "core", "--as-asked", home=home)
    assert (result.status, result.out) == (2, "")
    assert "nothing of core is asked on that day" in result.err
    assert coach("history", "--json", home=home).json == []


def test_set_level_changes_the_dose(home: Path) -> None:
    log("set_level", "core", "plank", "--drill", "plank-knee", "--seconds", "30", home=home)
    dose = plank(home, "2026-01-07")
    assert (dose["drill"], dose["seconds"]) == ("plank-knee", 30)


def test_easier_today_changes_the_dose_of_the_day_alone(home: Path) -> None:
    told = log("easier_today", "core", "plank", home=home)
    assert "3 x 30 s plank becomes 3 x 30 s knee plank" in told
    assert plank(home, "2026-01-05")["drill"] == "plank-knee"
    assert plank(home, "2026-01-07")["drill"] == "plank"


def test_set_level_in_repetitions_or_breaths(home: Path) -> None:
    told = log("set_level", "hinge-practice", "hip-hinge", "--reps", "6", home=home)
    assert "2 x 6" in told


def test_past_day_can_be_logged(home: Path) -> None:
    for day in ("2026-01-03", "2026-01-04"):
        log("morning", "--stiff", "yes", "--on", day, home=home)
    told = log("morning", "--stiff", "yes", home=home)
    assert "Every program: a build week becomes an early light week." in told


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["session", "core"], "say what was done"),
        (["session", "core", "plank=30", "--as-asked"], "say what was done"),
        (["session", "core", "plonk=30"], "'plonk=30' is not a set of core"),
        (["session", "core", "side-plank=30"], "side-plank is done on each side"),
        (["session", "core", "plank=thirty"], "'thirty' is not a duration"),
        (["session", "core", "plank=30!11"], "'!11' is not a pain"),
        (["session", "core", "plank=30@6stone"], "'6stone' is not a load"),
        (["walk", "--minutes", "0"], "above 0"),
        (["walk", "--minutes", "30", "--on", "2026-01-06"], "has not come yet"),
        (["morning", "--stiff", "maybe"], "'maybe' is neither yes nor no"),
        (["set_level", "core", "plonk"], "core has no slot 'plonk'"),
        (["set_level", "core", "plank", "--drill", "bird-dog"], "'bird-dog' is not on the ladder of plank"),
        (["set_level", "core", "plank"], "say which level"),
        (["easier_today", "core", "plonk"], "core has no slot 'plonk'"),
        (["set_level", "core", "plank", "--reps", "5"], "plank is counted in seconds"),
        (["set_level", "core", "plank", "--load", "6kg"], "plank has no load"),
        (["set_level", "breathing", "long-exhale", "--seconds", "40"], "long-exhale is counted in reps"),
        (["deload", "--program", "core"], "--program"),
        (["undo"], "nothing to undo"),
        (["undo", "0195"], "there is no event '0195'"),
        (["edit", "0195", "date=2026-01-01"], "there is no event '0195'"),
    ],
)
def test_invalid_arguments_are_one_line_errors(words: list[str], says: str, home: Path) -> None:
    result = coach("log", *words, home=home)
    assert result.status == 2
    assert says in result.err
    assert result.err.count("\n") == 1


@pytest.mark.parametrize(
    "change", ["sets.9.seconds=30", "sets.0.seconds=quick", "colour=blue", "id=x", "date"]
)
def test_invalid_edit_changes_nothing(change: str, home: Path) -> None:
    log("session", "core", "plank=30,30,30", home=home)
    before = coach("export", home=home).out
    result = coach("log", "edit", newest_id(home), change, "--yes", home=home)
    assert result.status == 2
    assert coach("export", home=home).out == before


def test_unknown_checklist_items_are_refused(home: Path) -> None:
    log("monthly", "--tread-ok", "yes", "--tick", "shoes.tread", "--checklist", "desk", home=home)
    events = coach("export", home=home).out
    assert '"checklists":["desk","shoes"]' in events
    assert '"ticked":["shoes.tread"]' in events
    log("weekly", "--change", "other days", "--trigger", "sitting", home=home)
    assert '"changes":["other days"]' in coach("export", home=home).out
    for words in (["--tick", "desk.wings"], ["--checklist", "wings"]):
        result = coach("log", "monthly", *words, home=home)
        assert (result.status, result.err.count("\n")) == (2, 1)
        assert "there is no 'desk.wings' to tick" in result.err or "there is no 'wings' to tick" in result.err


OLD_CLEARANCE = (
    '{"schema":1,"id":"01900000-0000-7000-8000-000000000001","type":"control","date":"2026-01-06",'
    '"at":"2026-01-06T12:00:00+00:00","action":"cleared"}\n'
)
"""As older versions wrote them, without the red flags that they lift."""


def take_in(text: str, home: Path, moment: datetime = MONDAY) -> None:
    file = home / "events.jsonl"
    file.write_text(text)
    result = coach("import", str(file), home=home, clock=at(moment))
    assert result.status == 0, result.err


def is_locked(home: Path, moment: datetime) -> bool:
    plan = cast(dict[str, Any], coach("today", "--json", home=home, clock=at(moment)).json)
    return cast(bool, plan["locked"])


def entry(told: str) -> str:
    return told.partition("Written: ")[2].split()[0]


def test_edited_time_keeps_red_flag_after_clearance(home: Path) -> None:
    home.mkdir(parents=True, exist_ok=True)
    take_in(OLD_CLEARANCE, home, FRIDAY)
    flagged = entry(log("before", "--flag", "numb_toes", home=home, moment=FRIDAY))
    log("edit", flagged, "at=2026-01-01T08:00:00+00:00", "--yes", home=home, moment=FRIDAY)
    assert is_locked(home, FRIDAY)


def test_clearance_unlocks_nothing_before_its_day(home: Path) -> None:
    home.mkdir(parents=True, exist_ok=True)
    log("before", "--flag", "numb_toes", home=home)
    take_in(OLD_CLEARANCE, home)
    assert is_locked(home, MONDAY)
    assert not is_locked(home, WEDNESDAY)


def test_red_flag_added_by_an_edit_can_be_undone(home: Path) -> None:
    home.mkdir(parents=True, exist_ok=True)
    flagged = entry(log("before", "--flag", "numb_toes", home=home))
    take_in(
        '{"schema":1,"id":"01900000-0000-7000-8000-000000000002","type":"checkin","date":"2026-01-05",'
        f'"at":"2026-01-05T07:31:00+00:00","kind":"before","red_flags":[],"replaces":"{flagged}"}}\n',
        home,
    )
    assert is_locked(home, MONDAY), "no tombstone came with it"
    later = MONDAY + timedelta(hours=1)
    assert "This lifts the lock." in log("undo", flagged, "--yes", home=home, moment=later)
    assert not is_locked(home, later)


def test_undo_hint_has_an_unambiguous_id(home: Path) -> None:
    home.mkdir(parents=True, exist_ok=True)
    ids = [f"00000000-0000-7000-8000-00000000000{number}" for number in (1, 2)]
    lines = [
        f'{{"schema":1,"id":"{one}","type":"checkin","date":"2026-01-05","at":"2026-01-05T07:00:00+00:00",'
        f'"kind":"before","red_flags":["numb_toes"]}}\n'
        for one in ids
    ]
    (home / "events.jsonl").write_text("".join(lines))
    told = coach("import", str(home / "events.jsonl"), home=home, clock=at(MONDAY)).out
    ways = [line.rpartition(" ")[2] for line in told.splitlines() if "coach log undo" in line]
    assert len(ways) == 2
    for way in ways:
        log("undo", way, "--yes", home=home, moment=MONDAY + timedelta(hours=1))
    assert not is_locked(home, MONDAY + timedelta(hours=1))
