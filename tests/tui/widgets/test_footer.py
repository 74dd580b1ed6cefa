"""Which keys stay in a line, and where they stand."""

from __future__ import annotations

import pytest

from coach.tui.widgets.footer import ANSWER, HELP, FooterEntry, placed

HINTS = [
    FooterEntry("↑ ↓", "choose", "", 1),
    FooterEntry("enter", "open", "open", 3),
    FooterEntry("?", "help", HELP),
]
ANSWERS = [
    FooterEntry("s", "save and leave", "save", ANSWER),
    FooterEntry("d", "throw it away", "leave", ANSWER),
    FooterEntry("any other key", "go on writing", "on", ANSWER),
]


def lines(entries: list[FooterEntry], width: int) -> list[str]:
    """What is written, line by line."""
    places = placed(entries, width)
    rows = [""] * (max(place.y for place in places) + 1)
    for place in places:
        rows[place.y] = rows[place.y].ljust(place.x) + place.key + place.label
    return rows


def test_long_answers_wrap() -> None:
    assert lines(ANSWERS, 80) == ["s save and leave   d throw it away   any other key go on writing"]
    assert lines(ANSWERS, 40) == ["s save and leave   d throw it away", "any other key go on writing"]
    assert lines(ANSWERS, 20) == [
        "s save and leave",
        "d throw it away",
        "any other key go on",
        "writing",
    ]


def test_answers_displace_hints() -> None:
    both = [*ANSWERS[:1], FooterEntry("←", "back", "back", 1), *ANSWERS[1:]]
    assert lines(both, 40) == [
        "s save and leave   d throw it away",
        "any other key go on writing",
    ]


@pytest.mark.parametrize("width", range(1, 60))
def test_help_key_always_stays(width: int) -> None:
    assert any(place.key == "?" for place in placed(HINTS, width))


def test_help_label_goes_first() -> None:
    assert lines(HINTS, 40) == ["↑ ↓ choose   enter open   ? help"]
    assert lines(HINTS, 29) == ["↑ ↓ choose   enter open   ?"]
    assert lines(HINTS, 20) == ["enter open   ?"]
