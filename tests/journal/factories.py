"""Events and whole histories to test the journal with."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, date, datetime, time, timedelta, timezone
from pathlib import Path
from tempfile import TemporaryDirectory
from uuid import UUID, uuid5

import msgspec
from hypothesis import strategies as st
from msgspec.structs import replace

from coach.journal.active_sessions import ActiveSession
from coach.journal.journal import Journal
from coach.model.events import Activity, CheckIn, Control, Event, Session, SetRecord, Tombstone

FIRST_DAY = date(2016, 1, 4)
NAMESPACE = UUID("8b7c1b5e-6a3f-4d0e-9a53-0d1f3a1c9a11")
MOMENT = datetime(2026, 1, 5, 7, 30, 12, tzinfo=timezone(timedelta(hours=1)))


@contextmanager
def memory_folder() -> Iterator[Path]:
    """A folder for many examples, in memory where there is such a place: flushing a disk takes long."""
    memory = Path("/dev/shm")
    place = memory if os.access(memory, os.W_OK) else None
    with TemporaryDirectory(dir=place) as folder:
        yield Path(folder)


@contextmanager
def temporary_journal() -> Iterator[Journal]:
    """A journal for one example out of many."""
    with memory_folder() as folder:
        journal = Journal.open(folder / "journal.db")
        try:
            yield journal
        finally:
            journal.close(back_up=False)


class FixedClock:
    """A clock that stands still until it is told otherwise."""

    def __init__(self, moment: datetime = MOMENT) -> None:
        self.moment = moment
        self.passed = 0.0

    def monotonic(self) -> float:
        return self.passed

    def now(self) -> datetime:
        return self.moment

    def sleep(self, seconds: float) -> None:
        self.passed += seconds
        self.moment += timedelta(seconds=seconds)


def id_of(name: object) -> str:
    """An id that is always the same for the same name."""
    return str(uuid5(NAMESPACE, str(name)))


def plank(seconds: int = 30, **others: object) -> SetRecord:
    return msgspec.convert({"slot": "plank", "drill": "plank", "seconds": seconds, **others}, SetRecord)


def session(name: object = "session", at: datetime = MOMENT, **others: object) -> Session:
    """A core session with one set."""
    made = Session(id=id_of(name), date=at.date(), at=at, program="core", kind="core", sets=(plank(),))
    return replace(made, **others)


def active(
    records: Mapping[int, SetRecord] | None = None,
    header: Session | None = None,
    *,
    plan: str | None = None,
    last_at: datetime = MOMENT,
) -> ActiveSession:
    """A session in progress with these sets."""
    return ActiveSession(
        header=header or session("running", sets=()),
        records=tuple((records or {}).items()),
        plan=plan,
        last_at=last_at,
    )


def checkin(name: object = "checkin", at: datetime = MOMENT, **others: object) -> CheckIn:
    return replace(CheckIn(id=id_of(name), date=at.date(), at=at, kind="morning"), **others)


def text(event: Event) -> str:
    return msgspec.json.encode(event).decode()


def long_history(days: int) -> Iterator[Event]:
    """Every day a morning routine, hips and a check-in, and core on Mondays, Wednesdays and Fridays."""
    for number in range(days):
        day = FIRST_DAY + timedelta(days=number)
        yield checkin(f"checkin {number}", _at(day, 6), stiff=False, sleep_hours=7.5)
        yield _routine(f"morning {number}", _at(day, 7), "morning", "morning", 6)
        yield _routine(f"hips {number}", _at(day, 12), "hips", "mobility", 8)
        if day.weekday() in (0, 2, 4):
            yield _routine(f"core {number}", _at(day, 18), "core", "core", 18)


def _at(day: date, hour: int) -> datetime:
    return datetime.combine(day, time(hour, 3, 7), tzinfo=timezone(timedelta(hours=1)))


def _routine(name: str, at: datetime, program: str, kind: str, sets: int) -> Session:
    done = tuple(
        SetRecord(
            slot=f"{program}-{index % 4}",
            drill=f"{program}-{index % 4}",
            round=index // 6 + 1,
            side="left" if index % 2 else "right",
            asked_seconds=30,
            seconds=30,
            form="clean",
            pain=0,
            end="full",
        )
        for index in range(sets)
    )
    return Session(
        id=id_of(name),
        date=at.date(),
        at=at,
        program=program,
        kind=kind,
        sets=done,
        ended_at=at + timedelta(minutes=16),
    )


_ids = st.uuids().map(str)
_zones = st.sampled_from([timezone(timedelta(minutes=minutes)) for minutes in (-720, -210, 0, 60, 840)])
_moments = st.builds(
    lambda days, microseconds, zone: (
        datetime(1900, 1, 3, tzinfo=UTC) + timedelta(days=days, microseconds=microseconds)
    ).astimezone(zone),
    st.integers(0, 109_500),
    st.integers(0, 86_399_999_999),
    _zones,
)
_words = st.text(st.characters(codec="utf-8"), min_size=1, max_size=12)
_pain = st.none() | st.integers(0, 10)
_sets = st.builds(
    SetRecord,
    slot=_words,
    drill=st.none() | _words,
    side=st.sampled_from(["left", "right", None]),
    seconds=st.none() | st.integers(0, 86_400),
    load_kg=st.none() | st.floats(0, 1_000),
    pain=_pain,
)
_dates = st.dates(date(1900, 1, 1), date(2199, 12, 31))
events = st.one_of(
    st.builds(
        Session,
        id=_ids,
        date=_dates,
        at=_moments,
        program=_words,
        kind=_words,
        sets=st.lists(_sets, max_size=3).map(tuple),
        ended_at=st.none() | _moments,
        note=st.none() | st.text(st.characters(codec="utf-8"), max_size=12),
    ),
    st.builds(
        CheckIn,
        id=_ids,
        date=_dates,
        at=_moments,
        kind=st.sampled_from(["morning", "weekly"]),
        pain=_pain,
    ),
    st.builds(Activity, id=_ids, date=_dates, at=_moments, kind=st.sampled_from(["walk", "run"])),
    st.builds(Control, id=_ids, date=_dates, at=_moments, action=st.sampled_from(["deload", "cleared"])),
    st.builds(Tombstone, id=_ids, at=_moments, target=_ids, date=st.none() | _dates),
)
"""Any event that makes sense."""


def in_order(found: list[Event]) -> list[Event]:
    """The order that the journal promises, by another way."""
    return sorted(found, key=lambda event: (event.date or event.at.date(), event.at, event.id))
