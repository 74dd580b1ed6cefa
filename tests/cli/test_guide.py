"""`coach guide`: the pages, as plain text."""

from __future__ import annotations

from pathlib import Path

import pytest

from coach.guide.pages import load_pages
from tests.support.commands import coach


def test_every_page_is_listed(home: Path) -> None:
    result = coach("guide", home=home)
    assert result.status == 0
    for page in load_pages():
        assert f"{page.id:<14} {page.title}" in result.lines
        assert page.why in result.out


@pytest.mark.parametrize("page", load_pages(), ids=lambda page: page.id)
def test_page_is_wrapped_plain_text(page: object, home: Path) -> None:
    (found,) = [one for one in load_pages() if one == page]
    result = coach("guide", found.id, home=home)
    assert (result.status, result.err) == (0, "")
    assert result.lines[0] == found.title
    assert all(len(line) <= 80 or "https://" in line for line in result.lines)
    for mark in ("**", "`", "](", "[ ]", "## "):
        assert mark not in result.out


def test_unknown_page_is_refused(home: Path) -> None:
    result = coach("guide", "leep", home=home)
    assert (result.status, result.out) == (2, "")
    assert result.err == "coach: there is no page 'leep' (did you mean 'sleep'?)\n"


@pytest.mark.parametrize(
    ("setting", "page", "says"),
    [
        ("weight: 70kg", "food", "About 28 g of protein a meal."),
        ("sport: run", "cardio", "For balance: Pilates. It goes well with running."),
        ('emergency_number: "112"', "help", "Your emergency number is 112."),
        ("event_date: 2026-02-02", "weekend-sport", "Your day is Monday 2 February."),
        ("osteoporosis: true", "morning", "bending further is not advised with osteoporosis"),
    ],
)
def test_page_adds_notes_by_the_settings(setting: str, page: str, says: str, home: Path) -> None:
    assert "For you" not in coach("guide", page, home=home).out
    home.mkdir()
    (home / "config.yaml").write_text(setting + "\n", "utf-8")
    assert says in coach("guide", page, home=home).out.split("For you")[1]


def test_past_event_is_not_mentioned(home: Path) -> None:
    home.mkdir()
    (home / "config.yaml").write_text("event_date: 2025-12-31\n", "utf-8")
    assert "For you" not in coach("guide", "weekend-sport", home=home).out
