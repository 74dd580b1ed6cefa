"""The keys of the screens that show the past."""

from __future__ import annotations

from typing import Final

from coach.tui.keys import Key

_CLOSE: Final = ("escape", "q")

HISTORY_KEYS: Final[tuple[Key, ...]] = (
    Key(
        id="history.add",
        keys=("a",),
        action="add",
        label="add",
        tooltip="Add something that you did away from the app, today or on an earlier day.",
    ),
    Key(
        id="history.take_back",
        keys=("u", "delete"),
        action="take_back",
        label="take back",
        tooltip="Take this entry back. You see first what that does to today's doses.",
    ),
    Key(
        id="history.undo",
        keys=("z",),
        action="undo",
        label="undo",
        tooltip="Turn round what was written last, whatever it was; again: back to how it was.",
    ),
    Key(
        id="history.filter",
        keys=("f",),
        action="filter",
        label="filter",
        tooltip="Show one program, or some days, or what you said in check-ins.",
    ),
    Key(
        id="history.clear",
        keys=("x",),
        action="clear",
        label="show all",
        tooltip="Show everything that was done.",
    ),
    Key(
        id="history.curves",
        keys=("c",),
        action="curves",
        label="curves",
        tooltip="Seconds and load of each drill over time.",
    ),
    Key(
        id="history.records",
        keys=("r",),
        action="records",
        label="records",
        tooltip="The best of each drill, light weeks left out.",
    ),
    Key(
        id="history.over_time",
        keys=("o",),
        action="over_time",
        label="weeks",
        tooltip="The weekly table of every week so far.",
    ),
    Key(
        id="history.earlier",
        keys=("left_square_bracket",),
        action="shift_year(-1)",
        label="year before",
        tooltip="The year before this one.",
    ),
    Key(
        id="history.later",
        keys=("right_square_bracket",),
        action="shift_year(1)",
        label="year after",
        tooltip="The year after this one.",
    ),
    Key(
        id="history.year",
        keys=("y",),
        action="year",
        label="year",
        tooltip="Go to the year, and back to the list.",
    ),
    Key(
        id="history.read",
        keys=("l",),
        action="read",
        label="guide",
        tooltip="Read the page of the guide that goes with it.",
    ),
    Key(id="history.close", keys=_CLOSE, action="close", label="close", tooltip="Back to the screen before."),
)
"""Keys of the list and the year."""

DETAIL_KEYS: Final[tuple[Key, ...]] = (
    Key(
        id="entry.correct_set",
        keys=("e",),
        action="correct_set",
        label="correct",
        tooltip="Correct what was noted of this set.",
    ),
    Key(
        id="entry.correct",
        keys=("d",),
        action="correct_entry",
        label="day and note",
        tooltip="Correct the day, the minutes or the note.",
    ),
    Key(
        id="entry.take_back",
        keys=("u", "delete"),
        action="take_back",
        label="take back",
        tooltip="Take all of it back. You see first what that does to today's doses.",
    ),
    Key(id="entry.close", keys=_CLOSE, action="close", label="close", tooltip="Back to the list."),
)
"""Keys of one entry."""

CURVE_KEYS: Final[tuple[Key, ...]] = (
    Key(
        id="curves.range",
        keys=("v",),
        action="range",
        label="how far back",
        tooltip="Twelve weeks, a year, or everything.",
    ),
    Key(
        id="curves.measure",
        keys=("m",),
        action="measure",
        label="time or load",
        tooltip="Seconds or load, where there is no room for both.",
    ),
    Key(
        id="curves.filter",
        keys=("f",),
        action="filter",
        label="filter",
        tooltip="Only one program, or only some days.",
    ),
    Key(id="curves.close", keys=_CLOSE, action="close", label="close", tooltip="Back to the history."),
)
"""Keys of the curves."""

WEEK_KEYS: Final[tuple[Key, ...]] = (
    Key(
        id="week.earlier",
        keys=("left", "left_square_bracket"),
        action="shift(-1)",
        label="before",
        tooltip="The week before this one.",
    ),
    Key(
        id="week.later",
        keys=("right", "right_square_bracket"),
        action="shift(1)",
        label="after",
        tooltip="The week after this one.",
    ),
    Key(id="week.now", keys=("n",), action="now", label="this week", tooltip="Back to this week."),
    Key(
        id="week.over_time",
        keys=("o",),
        action="over_time",
        label="all weeks",
        tooltip="The weekly table of every week so far.",
    ),
    Key(
        id="week.read",
        keys=("l",),
        action="read",
        label="guide",
        tooltip="Read the page of the guide that goes with a habit.",
    ),
    Key(id="week.close", keys=_CLOSE, action="close", label="close", tooltip="Back to the screen before."),
)
"""Keys of the week."""

LIST_KEYS: Final[tuple[Key, ...]] = (
    Key(
        id="past.filter",
        keys=("f",),
        action="filter",
        label="filter",
        tooltip="Only one program, or only some days.",
    ),
    Key(id="past.close", keys=_CLOSE, action="close", label="close", tooltip="Back to the screen before."),
)
"""Keys of the records and of the weeks over time."""

PAST_KEYS: Final[tuple[Key, ...]] = (*HISTORY_KEYS, *DETAIL_KEYS, *CURVE_KEYS, *WEEK_KEYS, *LIST_KEYS)
"""All of them."""
