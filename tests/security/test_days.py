"""Days that nobody can mean: refused wherever they come in, harmless where a journal has them already."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path

import pytest
from msgspec.structs import replace
from textual.worker import WorkerCancelled

from coach.app.workspace import Workspace
from coach.errors import CoachError
from coach.journal import codec
from coach.journal.journal import Journal
from coach.model.events import Activity, CheckIn, Control, Event, Session
from coach.paths import Paths, ScreenRequest
from coach.tui.app import CoachApp
from coach.tui.keys import PLACE_KEYS, name_of
from tests.journal.factories import FixedClock, plank
from tests.support.commands import MONDAY, StillClock, coach
from tests.tui.today.test_today import settled

FAR = timezone(timedelta(hours=-12))
EAST = timezone(timedelta(hours=14))
LAST = datetime(9999, 12, 31, 23, 59, 59, tzinfo=FAR)
FIRST = datetime(1, 1, 1, 0, 0, 0, tzinfo=EAST)
CLOCKS = [LAST, datetime(9998, 6, 1, 12, tzinfo=UTC), FIRST]


def written(day: date, at: datetime) -> list[Event]:
    """One event of each kind, of a day and a moment."""
    ids = (f"0195e0c2-{day.year:04}-7000-8000-{number:012x}" for number in range(99))
    events: list[Event] = [
        Session(id=next(ids), date=day, at=at, ended_at=at, program=name, kind=kind, sets=(plank(),))
        for name, kind in (("core", "core"), ("micro-break", "break"), ("hinge", "practice"), ("x", "y"))
    ]
    for kind in ("morning", "before", "weekly", "monthly"):
        events.append(CheckIn(id=next(ids), date=day, at=at, kind=kind, tread_ok=True, spasm=False))
    events.append(CheckIn(id=next(ids), date=day, at=at, kind="before", red_flags=()))
    events.append(Activity(id=next(ids), date=day, at=at, kind="run", minutes=30, distance_km=5.0))
    for action in ("deload", "new_block", "cleared", "end_deload"):
        events.append(Control(id=next(ids), date=day, at=at, action=action))
    return events


@pytest.fixture
def odd_journal(home: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A journal with such days, as an older version has let them in."""
    with monkeypatch.context() as patched:
        patched.setattr(codec, "is_valid_date", lambda _day: True)
        with Journal.open(home / "journal.db", clock=FixedClock()) as journal:
            for day, at in ((date.max, LAST), (date.min, FIRST), (date(2026, 1, 5), LAST), (date.max, FIRST)):
                for number, event in enumerate(written(day, at)):
                    unique = f"0195e0c2-{day.year:04}-7{at.year % 999:03}-8000-{number:012x}"
                    journal.append(replace(event, id=unique))
    yield home


COMMANDS = [
    *(
        ["today"],
        ["today", "--json"],
        ["due"],
        ["due", "break"],
        ["due", "checkins"],
        ["week"],
        ["why", "core"],
    ),
    *(["simulate", "core"], ["simulate", "core", "--weeks", "60"], ["timeline", "core"], ["history"]),
    *(["history", "--json"], ["summary"], ["calendar", "-"], ["export"], ["export", "--format", "csv"]),
    *(
        ["guide", "desk"],
        ["log", "walk", "--minutes", "10"],
        ["restore"],
        ["doctor", "--repair"],
        ["settings"],
    ),
    *(["today", "--on", "1900-01-01"], ["week", "--on", "2199-12-31"], ["calendar", "-", "--weeks", "60"]),
    ["run", "breathing", "--plain", "--mute", "--speed", "10000"],
]


@pytest.mark.parametrize("words", COMMANDS, ids=" ".join)
def test_extreme_dates_break_no_command(words: list[str], odd_journal: Path) -> None:
    result = coach(*words, home=odd_journal)
    assert result.status in (0, 1)
    assert result.out


@pytest.mark.parametrize("place", [name_of(key) for key in PLACE_KEYS])
async def test_extreme_dates_break_no_screen(place: str, odd_journal: Path) -> None:
    paths = Paths(home=odd_journal, config=odd_journal / "config.yaml")
    app = CoachApp(Workspace(paths, StillClock(MONDAY)), ScreenRequest(mute=True))
    async with app.run_test(size=(110, 40)) as pilot:
        await settled(pilot)
        while len(app.screen_stack) > 2:
            await pilot.press("escape")
        app.action_go(place)
        for key in ("down", "v", "left", "left", "right", "end", "up", "enter", "c", "escape", "w", "escape"):
            try:
                await settled(pilot)
            except WorkerCancelled:
                await pilot.pause()
            await pilot.press(key)
    assert app.failure is None


WITH_A_CLOCK = [*COMMANDS, ["log", "walk", "--minutes", "3"], ["set", "volume", "9"]]


@pytest.mark.parametrize(
    ("words", "now"),
    [
        *((words, LAST) for words in WITH_A_CLOCK),
        *(
            (words, now)
            for words in (["today"], ["doctor", "--repair"], ["set", "volume", "9"])
            for now in CLOCKS[1:]
        ),
    ],
    ids=lambda one: " ".join(one) if isinstance(one, list) else str(one),
)
def test_absurd_clock_is_reported(words: list[str], now: datetime, home: Path) -> None:
    result = coach(*words, home=home, clock=StillClock(now))
    if result.status == 2:
        assert (
            result.err
            == f"coach: the clock of this machine shows the year {now.year} (set it, and start again)\n"
        )
    else:
        assert result.status in (0, 1)
        assert not (home / "journal.db").exists()


def test_unrepresentable_clock_is_reported(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def too_far(*_of: object) -> float:
        raise OverflowError("timestamp too large")

    monkeypatch.setattr("coach.clock.time.time", too_far)
    monkeypatch.setattr("coach.cli.commands.doctor.run_doctor", too_far)
    result = coach("doctor", home=home)
    assert (result.status, result.out) == (2, "")
    assert result.err.startswith("coach: the clock of this machine shows a year that nobody can mean (set it")


@pytest.mark.parametrize("now", CLOCKS, ids=str)
@pytest.mark.parametrize("program", [None, "core"])
async def test_app_reports_absurd_clock_and_exits(program: str | None, now: datetime, home: Path) -> None:
    paths = Paths(home=home, config=home / "config.yaml")
    with pytest.raises(CoachError, match="the clock of this machine shows the year"):
        app = CoachApp(Workspace(paths, StillClock(now)), ScreenRequest(program=program, mute=True))
        async with app.run_test() as pilot:
            await pilot.pause()
        if app.failure is not None:
            raise app.failure


@pytest.mark.parametrize("key", ["date", "at", "ended_at"])
@pytest.mark.parametrize("year", ["0001", "1899", "2200", "9999"])
def test_import_refuses_extreme_dates(key: str, year: str, home: Path, tmp_path: Path) -> None:
    event = {
        "schema": 1,
        "id": "0195e0c2-0000-7000-8000-000000000001",
        "type": "session",
        "date": "2026-01-05",
        "at": "2026-01-05T07:30:12+01:00",
        "ended_at": "2026-01-05T07:50:12+01:00",
        "program": "core",
        "kind": "core",
        "sets": [],
    }
    event[key] = f"{year}{str(event[key])[4:]}"
    shared = tmp_path / "shared"
    shared.mkdir()
    for path in (tmp_path / "in.jsonl", shared / "coach-0123456789ab.jsonl"):
        path.write_text(json.dumps(event) + "\n")
    for words in (["import", str(tmp_path / "in.jsonl")], ["sync", str(shared)]):
        result = coach(*words, home=home)
        assert result.status == 1
        assert f"{key} is in the year {int(year)}: 1900 to 2199 will do" in result.err
    assert coach("history", "--json", home=home).json == []


@pytest.mark.parametrize("day", ["0001-01-01", "1899-12-31", "2200-01-01", "9999-12-31"])
def test_commands_refuse_extreme_dates(day: str, home: Path) -> None:
    for words in (
        ["today", "--on", day],
        ["log", "walk", "--minutes", "10", "--on", day],
        ["run", "core", "--plain", "--on", day],
    ):
        result = coach(*words, home=home)
        assert (result.status, result.out) == (2, ""), words
        assert "too far away" in result.err
    coach("log", "walk", "--minutes", "10", home=home)
    event = str(json.loads(coach("export", home=home).out)["id"])
    result = coach("log", "edit", event, f"date={day}", "--yes", home=home)
    assert result.status == 2
    assert "1900 to 2199 will do" in result.err


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31"])
def test_extreme_date_in_settings_is_a_problem(day: str, home: Path) -> None:
    home.mkdir()
    (home / "config.yaml").write_text(f"event_date: {day}\n")
    checked = coach("check", str(home / "config.yaml"), home=home)
    assert f"event_date: '{day}' is not a date (write 2026-05-01)" in checked.out + checked.err
    assert coach("week", home=home).status == 0
