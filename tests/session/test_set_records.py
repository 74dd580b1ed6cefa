from __future__ import annotations

import pytest

from coach.model.events import SetRecord
from coach.session.set_records import summarise

NAMES = {"plank": "Plank"}


def held(seconds: int = 30, **changes: object) -> SetRecord:
    values: dict[str, object] = {
        "slot": "plank",
        "drill": "plank",
        "asked_seconds": 30,
        "seconds": seconds,
        "form": "clean",
        "pain": 0,
        "end": "full" if seconds >= 30 else "early",
    }
    return SetRecord(**(values | changes))  # type: ignore[arg-type]


def counted(reps: int | None) -> SetRecord:
    return SetRecord(slot="plank", drill="plank", asked_reps=8, reps=reps, end="full")


LEFT_OUT = held(0, form=None, pain=None, end="skipped")


@pytest.mark.parametrize(
    ("records", "text"),
    [
        ([held()] * 3, "plank 3 x 30 s, no pain"),
        ([held()], "plank 30 s, no pain"),
        ([held(), held(), held(22)], "plank 30, 30 and 22 s, no pain"),
        ([held(side="left"), held(side="right")] * 3, "plank 3 x 30 s a side, no pain"),
        (
            [held(side="left"), held(20, side="right")] * 2,
            "plank left 2 x 30 s; right 2 x 20 s, no pain",
        ),
        ([held(side="right")], "plank right 30 s, no pain"),
        ([held(form="shaky"), held()], "plank 2 x 30 s, form slipped in 1 of 2, no pain"),
        ([held(form="shaky")], "plank 30 s, form slipped, no pain"),
        ([held(form=None, pain=None)], "plank 30 s"),
        ([held(pain=None), held()], "plank 2 x 30 s"),
        ([held(pain=2), held(pain=None)], "plank 2 x 30 s, pain 2 of 10"),
        ([held(12, pain=4, end="pain"), LEFT_OUT], "plank 12 s, pain 4 of 10, 1 set left out"),
        ([held(), held(2, end="stopped")], "plank 30 and 2 s, no pain"),
        ([held(2, end="early")], "plank 2 s, no pain"),
        ([held(28, end="early")], "plank 28 s, no pain"),
        ([held(), LEFT_OUT, LEFT_OUT], "plank 30 s, no pain, 2 sets left out"),
        ([LEFT_OUT, LEFT_OUT], "plank left out"),
        ([held(load_kg=6.0)] * 2, "plank 2 x 30 s, 6 kg a hand, no pain"),
        ([held(300, form=None, pain=None)], "plank 5 min"),
        ([held(90), held(45)], "plank 90 s and 45 s, no pain"),
        ([counted(8), counted(8)], "plank 2 x 8"),
        ([counted(8), counted(None)], "plank 8 and not counted"),
    ],
)
def test_summary_text(records: list[SetRecord], text: str) -> None:
    (summary,) = summarise(records, NAMES)
    assert summary.text == text


def test_summary_order() -> None:
    carry = held(slot="carry", drill="farmer-carry")
    lines = summarise([held(), carry, held()], NAMES)
    assert [one.text for one in lines] == [
        "plank 2 x 30 s, no pain",
        "farmer carry 30 s, no pain",
    ]
    assert [len(one.records) for one in lines] == [2, 1]


def test_summary_of_a_slot_without_drill() -> None:
    (summary,) = summarise([held(drill=None)], NAMES)
    assert (summary.name, summary.drill) == ("Plank", None)


def test_summary_of_nothing() -> None:
    assert summarise([], NAMES) == ()
