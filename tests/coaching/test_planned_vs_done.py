"""Asked beside done."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from coach.coaching.statistics import planned_vs_done
from coach.model.events import Session, SetRecord

AT = datetime(2026, 1, 5, 18, tzinfo=UTC)


def row(done: SetRecord) -> tuple[str, str, tuple[str, ...], bool]:
    session = Session(id="s", date=AT.date(), at=AT, program="core", kind="core", sets=(done,))
    (found,) = planned_vs_done(session, {"plank": "Plank"})
    return found.asked, found.done, found.marks, found.short


@pytest.mark.parametrize(
    ("done", "told"),
    [
        (
            SetRecord(slot="plank", asked_seconds=30, seconds=30, form="clean", pain=0, end="full"),
            ("30 s", "30 s", (), False),
        ),
        (
            SetRecord(slot="plank", asked_seconds=30, seconds=22, form="shaky", pain=4, end="pain"),
            ("30 s", "22 s", ("shaky", "pain 4", "ended, it hurt"), True),
        ),
        (
            SetRecord(slot="plank", asked_seconds=30, seconds=12, end="early"),
            ("30 s", "12 s", ("ended early",), True),
        ),
        (SetRecord(slot="plank", asked_seconds=30, seconds=0, end="skipped"), ("30 s", "left out", (), True)),
        (SetRecord(slot="curl", asked_reps=8, reps=8), ("8 times", "8 times", (), False)),
        (SetRecord(slot="curl", seconds=0, reps=8), ("not noted", "8 times", (), False)),
        (SetRecord(slot="curl", seconds=40, reps=8), ("not noted", "40 s, 8 times", (), False)),
        (SetRecord(slot="carry", seconds=40, load_kg=6), ("not noted", "40 s with 6 kg", (), False)),
        (SetRecord(slot="plank"), ("not noted", "not noted", (), False)),
    ],
)
def test_a_set_in_words(done: SetRecord, told: tuple[str, str, tuple[str, ...], bool]) -> None:
    assert row(done) == told


def test_rows_keep_their_place_and_are_called_by_their_names() -> None:
    sets = (SetRecord(slot="plank", side="left"), SetRecord(slot="plank", drill="my-own"))
    session = Session(id="s", date=AT.date(), at=AT, program="core", kind="core", sets=sets)
    rows = planned_vs_done(session, {"plank": "Plank"})
    assert [(one.index, one.drill, one.side) for one in rows] == [(0, "Plank", "left"), (1, "my own", None)]
