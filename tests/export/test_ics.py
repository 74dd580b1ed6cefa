"""The sessions ahead as a calendar file: the same ids each time, reminders, lines that any calendar reads."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta, timezone
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coach.export.ics import CalendarEntry, calendar_text
from tests.support.commands import coach as command

NOW = datetime(2026, 1, 5, 7, 30, tzinfo=timezone(timedelta(hours=1)))
Event = dict[str, str]


def unfolded(text: str) -> list[str]:
    """The lines of a file, those that were cut put together again."""
    assert text.endswith("\r\n")
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))
    return text.replace("\r\n ", "").split("\r\n")[:-1]


def unescaped(value: str) -> str:
    out, marks = "", iter(value)
    for mark in marks:
        if mark == "\\":
            following = next(marks)
            out += "\n" if following == "n" else following
        else:
            out += mark
    return out


def events(text: str) -> list[Event]:
    """The properties of each event; those of its alarm bear its name before them."""
    found: list[Event] = []
    inside = ""
    for line in unfolded(text):
        key, _, value = line.partition(":")
        if line == "BEGIN:VEVENT":
            found.append({})
        elif line == "BEGIN:VALARM":
            inside = "ALARM-"
        elif line == "END:VALARM":
            inside = ""
        elif found and key not in ("BEGIN", "END"):
            found[-1][inside + key.partition(";")[0]] = value
    return found


def test_all_day_entry_reminds_at_eight() -> None:
    entry = CalendarEntry(
        uid="core-2026-01-07@coach.local", day=date(2026, 1, 7), title="Core, all of it", seconds=898
    )
    (event,) = events(calendar_text([entry], NOW))
    assert event["UID"] == "core-2026-01-07@coach.local"
    assert (event["DTSTART"], event["DTEND"]) == ("20260107", "20260108")
    assert event["DTSTAMP"] == "20260105T063000Z"
    assert event["SUMMARY"] == "Core\\, all of it"
    assert event["ALARM-TRIGGER"] == "PT8H"


def test_timed_entry_has_session_length() -> None:
    entry = CalendarEntry(uid="x", day=date(2026, 1, 7), title="Core", seconds=898, daily=28)
    (event,) = events(calendar_text([entry], NOW, at=time(7, 30), alarm_minutes=5))
    assert (event["DTSTART"], event["DURATION"]) == ("20260107T073000", "PT15M")
    assert event["RRULE"] == "FREQ=DAILY;COUNT=28"
    assert event["ALARM-TRIGGER"] == "-PT5M"
    (silent,) = events(calendar_text([entry], NOW, alarm_minutes=None))
    assert not any(key.startswith("ALARM") for key in silent)


def test_later_file_replaces_earlier() -> None:
    entry = CalendarEntry(uid="x", day=date(2026, 1, 7), title="Core")
    (first,), (second,) = (
        events(calendar_text([entry], NOW)),
        events(calendar_text([entry], NOW + timedelta(hours=1))),
    )
    assert first["UID"] == second["UID"]
    assert int(first["SEQUENCE"]) < int(second["SEQUENCE"]) < 2**31


@given(title=st.text(min_size=1, max_size=200), text=st.text(max_size=400))
def test_any_text_survives_round_trip(title: str, text: str) -> None:
    (event,) = events(
        calendar_text([CalendarEntry(uid="x", day=date(2026, 1, 7), title=title, text=text)], NOW)
    )
    kept = "".join(mark for mark in title if mark == "\n" or mark.isprintable())
    assert unescaped(event["SUMMARY"]) == kept
    assert unescaped(event.get("DESCRIPTION", "")) == "".join(
        mark for mark in text if mark == "\n" or mark.isprintable()
    )


class TestCommand:
    def test_sessions_ahead_are_written_with_doses(self, home: Path, tmp_path: Path) -> None:
        file = tmp_path / "coach.ics"
        done = command("calendar", str(file), "core", "--weeks", "2", "--at", "7:30", home=home)
        assert (done.status, done.out) == (0, f"6 entries written to {file}\n")
        found = events(file.read_bytes().decode())
        assert [event["UID"] for event in found] == [
            f"core-2026-01-{day:02}@coach.local" for day in (5, 7, 9, 12, 14, 16)
        ]
        assert "3 x 30 s plank." in unescaped(found[0]["DESCRIPTION"]).splitlines()
        assert "3 x 35 s" in found[2]["DESCRIPTION"]
        assert {event["DURATION"] for event in found} == {"PT15M"}

    def test_repeated_export_keeps_ids(self, home: Path) -> None:
        texts = [command("calendar", "-", "--weeks", "3", home=home).out for _ in range(2)]
        uids = [[event["UID"] for event in events(text)] for text in texts]
        assert uids[0] == uids[1]
        assert len(set(uids[0])) == len(uids[0])

    def test_daily_program_recurs_and_breaks_are_left_out(self, home: Path) -> None:
        text = command("calendar", "-", "--weeks", "3", home=home).out
        found = {event["UID"]: event for event in events(text)}
        assert found["morning-daily@coach.local"]["RRULE"] == "FREQ=DAILY;COUNT=21"
        assert not any("micro-break" in uid for uid in found)

    @pytest.mark.parametrize(
        "words", [["-", "nothing"], ["-", "micro-break"], ["-", "--at", "25:00"], ["-", "--weeks", "0"]]
    )
    def test_wrong_usage_is_reported_in_one_line(self, words: list[str], home: Path) -> None:
        done = command("calendar", *words, home=home)
        assert (done.status, done.err.count("\n")) == (2, 1)
