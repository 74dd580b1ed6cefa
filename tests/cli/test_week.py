"""The weekly table at the command line."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any, cast

from tests.support.commands import MONDAY, StillClock, coach

SUNDAY = MONDAY + timedelta(days=6)


def week(home: Path) -> dict[str, Any]:
    result = coach("week", "--json", home=home, clock=StillClock(SUNDAY))
    assert result.status == 0, result.err
    return cast(dict[str, Any], result.json)


def row(home: Path, name: str) -> dict[str, Any]:
    return next(row for row in week(home)["table"]["rows"] if row["id"] == name)


def test_empty_week_lists_five_habits(home: Path) -> None:
    rows = week(home)["table"]["rows"]
    assert [(row["id"], row["goal"], row["done"], row["answer"]) for row in rows] == [
        ("core", 3, 0, None),
        ("cardio", 150, 0, None),
        ("hips", 7, 0, None),
        ("sleep", 7, 0, None),
        ("shoes", 1, 0, None),
    ]


def test_brisk_minutes_and_talk_check(home: Path) -> None:
    for day, minutes in (("2026-01-05", "40"), ("2026-01-07", "35"), ("2026-01-10", "30")):
        coach(
            "log",
            "walk",
            "--minutes",
            minutes,
            "--talked",
            "yes",
            "--on",
            day,
            home=home,
            clock=StillClock(SUNDAY),
        )
    cardio = row(home, "cardio")
    assert (cardio["done"], cardio["goal"], cardio["answer"]) == (105, 150, True)


def test_light_week_keeps_the_cardio_target(home: Path) -> None:
    coach("log", "deload", "--on", "2026-01-05", home=home, clock=StillClock(SUNDAY))
    coach("log", "walk", "--minutes", "105", "--on", "2026-01-07", home=home, clock=StillClock(SUNDAY))
    cardio = row(home, "cardio")
    assert (cardio["done"], cardio["goal"]) == (105, 105)


def test_week_shows_event_sport_and_protein(home: Path) -> None:
    home.mkdir()
    (home / "config.yaml").write_text("sport: run\nweight: 70kg\nevent_date: 2026-02-01\n")
    said = " ".join(week(home)["sentences"])
    assert "Pilates" in said
    assert "28 g" in said
    assert "Week 1" in said


def test_week_as_text(home: Path) -> None:
    lines = coach("week", home=home, clock=StillClock(SUNDAY)).lines
    assert lines[0] == "5 January to 11 January 2026"
    assert "[ ] Core sessions" in lines
    assert "        No pain during the plank? not known" in lines


def test_week_lists_triggers(home: Path) -> None:
    assert "set it off" not in coach("week", home=home).out
    for words in (
        ["--trigger", "sitting", "--trigger", "twist"],
        ["--trigger", "sitting", "--on", "2026-01-04"],
    ):
        coach("log", "weekly", *words, home=home)
    shown = coach("week", home=home).out
    assert "Noted most often: sitting, on 2 days." in shown
    assert shown.endswith(
        "What set it off, with the days of the last three months: sitting (2), twist (1).\n"
    )
