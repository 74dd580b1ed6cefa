"""The logs of other apps: every layout, mapped to slots, kept apart, refused in a sentence, never doubled."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import date, timedelta, timezone
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coach.clock import training_day
from coach.errors import UsageError
from coach.journal.exchange import export_csv
from coach.journal.importers.import_log import LogReport, LogRules, import_table, is_table
from coach.journal.importers.names import ImportTarget, parse_mappings
from coach.journal.journal import Journal
from coach.model.events import Activity, Session, SetRecord
from tests.journal.factories import checkin, id_of, plank, session, temporary_journal

LOGS = Path(__file__).parent / "logs"
ALL = sorted(LOGS.glob("*.csv"))
ZONE = timezone(timedelta(hours=1))
PLACES = {
    "plank": ImportTarget("core", "core", "plank", "plank"),
    "side plank": ImportTarget("core", "core", "side-plank", "side-plank"),
    "farmer carry": ImportTarget("core", "core", "farmer-carry", "farmer-carry"),
}
SLOTS = {f"{place.program}/{place.slot}": place for place in PLACES.values()}


def rules(*said: str, unit: str | None = "kg") -> LogRules:
    return LogRules(
        slots=PLACES,
        in_zone=lambda wall: wall.replace(tzinfo=ZONE),
        day_of=lambda at: training_day(at, 3),
        mappings=parse_mappings(said, SLOTS),
        unit="lb" if unit == "lb" else "kg" if unit == "kg" else None,
    )


@pytest.fixture
def journal() -> Iterator[Journal]:
    with temporary_journal() as opened:
        yield opened


def take_in(journal: Journal, log: str | Path, *said: str, dry_run: bool = False) -> LogReport:
    return import_table(journal, (LOGS / log).read_bytes(), rules(*said), dry_run=dry_run)


def core(journal: Journal) -> Session:
    (found,) = [event for event in journal.sessions() if event.program == "core"]
    return found


def lengths(done: Session, slot: str) -> list[int | None]:
    return [one.seconds for one in done.sets if one.slot == slot]


@pytest.mark.parametrize("log", ALL, ids=lambda path: str(path.stem))
def test_importing_twice_adds_nothing(journal: Journal, log: Path) -> None:
    first = take_in(journal, log)
    assert first.added > 0
    assert first.problems == ()
    before = journal.events()
    again = take_in(journal, log)
    assert (again.added, again.already, again.problems) == (0, first.added, ())
    assert journal.events() == before


@pytest.mark.parametrize("log", ALL, ids=lambda path: str(path.stem))
def test_dry_run_adds_nothing(journal: Journal, log: Path) -> None:
    dry = take_in(journal, log, dry_run=True)
    assert journal.events() == ()
    real = take_in(journal, log)
    assert (dry.added, dry.matched, dry.unmatched) == (real.added, real.matched, real.unmatched)


def test_strong_has_holds_sides_rests_and_warm_ups(journal: Journal) -> None:
    report = take_in(journal, "strong.csv")
    done = core(journal)
    assert lengths(done, "plank") == [30, 28]
    assert [(one.side, one.seconds) for one in done.sets if one.slot == "side-plank"] == [
        ("left", 25),
        ("right", 24),
    ]
    assert [one.round for one in done.sets] == [1, 2, 1, 1]
    assert done.at.isoformat() == "2026-01-05T07:30:12+01:00"
    assert done.ended_at is not None
    assert done.ended_at - done.at == timedelta(minutes=16)
    assert done.note == "Strong; Morning, short"
    assert report.left_out == 2
    assert report.unmatched == {"Squat (Barbell)": 1}


def test_unknown_exercise_is_kept_in_history(journal: Journal) -> None:
    take_in(journal, "strong.csv")
    (apart,) = [event for event in journal.sessions() if event.program != "core"]
    assert (apart.program, apart.kind) == ("from-strong", "custom")
    assert apart.sets == (
        SetRecord(slot="squat-barbell", drill="squat-barbell", round=1, reps=5, load_kg=60.5),
    )


def test_run_becomes_activity(journal: Journal) -> None:
    take_in(journal, "strong.csv")
    (run,) = [event for event in journal.events() if isinstance(event, Activity)]
    assert (run.kind, run.minutes, run.distance_km) == ("run", 60, 8.2)
    assert run.date == date(2026, 1, 6)
    assert run.at.date() == date(2026, 1, 7)


def test_strong_with_semicolons_is_read(journal: Journal) -> None:
    report = take_in(journal, "strong-semicolon.csv")
    done = core(journal)
    assert [(one.load_kg, one.seconds) for one in done.sets] == [(12.5, 40), (12.5, 38)]
    assert done.note == "Strong; Carries; felt good; =1+1"
    assert report.left_out == 1


@pytest.mark.parametrize(("unit", "load"), [("kg", 60.5), ("lb", 27.442)])
def test_given_unit_is_used(journal: Journal, unit: str, load: float) -> None:
    import_table(journal, (LOGS / "strong.csv").read_bytes(), rules(unit=unit))
    assert [one.load_kg for event in journal.sessions() for one in event.sets if one.load_kg] == [load]


def test_missing_unit_is_reported(journal: Journal) -> None:
    with pytest.raises(UsageError, match="kg or lb") as caught:
        import_table(journal, (LOGS / "strong.csv").read_bytes(), rules(unit=None))
    assert caught.value.hint == "add --unit kg or --unit lb"
    assert journal.events() == ()


def test_hevy_times_have_three_formats(journal: Journal) -> None:
    take_in(journal, "hevy.csv")
    moments = sorted({event.at.isoformat() for event in journal.events()})
    assert moments == ["2026-01-18T17:42:00+01:00", "2026-05-02T09:13:00+01:00", "2026-09-29T15:15:00+01:00"]
    planks = [done for event in journal.sessions() for done in event.sets if done.slot == "plank"]
    assert [one.seconds for one in planks] == [45, 40]


def test_hevy_in_pounds_and_miles(journal: Journal) -> None:
    import_table(journal, (LOGS / "hevy-imperial.csv").read_bytes(), rules(unit=None))
    assert core(journal).sets[0].load_kg == 9.072
    (run,) = [event for event in journal.events() if isinstance(event, Activity)]
    assert run.distance_km == 4.989


def test_fitnotes_has_dates_only(journal: Journal) -> None:
    import_table(journal, (LOGS / "fitnotes.csv").read_bytes(), rules(unit=None))
    done = core(journal)
    assert (done.date, done.at.hour) == (date(2026, 2, 1), 12)
    assert [(one.slot, one.seconds, one.load_kg) for one in done.sets] == [
        ("plank", 65, None),
        ("farmer-carry", 30, 9.072),
    ]
    (walk,) = [event for event in journal.events() if isinstance(event, Activity)]
    assert (walk.kind, walk.minutes, walk.distance_km) == ("walk", 40, 3.2)


def test_fitnotes_of_ios_is_read(journal: Journal) -> None:
    import_table(journal, (LOGS / "fitnotes-ios.csv").read_bytes(), rules(unit=None))
    assert [one.load_kg for one in core(journal).sets] == [None, 8]


def test_stronglifts_has_sets_in_columns(journal: Journal) -> None:
    import_table(journal, (LOGS / "stronglifts.csv").read_bytes(), rules(unit=None))
    assert lengths(core(journal), "plank") == [45, 45]
    (apart,) = [event for event in journal.sessions() if event.program == "from-stronglifts"]
    assert [(one.reps, one.load_kg) for one in apart.sets] == [(5, 40), (5, 40)]
    assert apart.at.isoformat() == "2026-03-02T19:10:00+01:00"


def test_name_maps_to_slot_activity_or_nothing(journal: Journal) -> None:
    report = take_in(journal, "strong.csv", "Squat (Barbell)=core/farmer-carry", "Plank=-", "running=other")
    assert report.unmatched == {"Plank": 2}
    assert report.matched["Squat (Barbell)"] == "core/farmer-carry"
    assert report.matched["Running"] == "other"


@pytest.mark.parametrize("said", ["Plank", "=core/plank", "Plank=core/none", "Plank=dancing"])
def test_mapping_to_unknown_target_is_refused(said: str) -> None:
    with pytest.raises(UsageError):
        parse_mappings([said], SLOTS)


def test_other_mapping_adds_no_duplicates(journal: Journal) -> None:
    take_in(journal, "strong.csv", "Plank=-", "Side Plank=-")
    before = journal.events()
    report = take_in(journal, "strong.csv")
    assert journal.events() == before
    assert [problem.line for problem in report.problems] == [2]
    assert "the earlier one was kept" in report.problems[0].reason


@pytest.mark.parametrize(
    ("cells", "reason"),
    [
        ("2026-13-05 07:30:12,A,,Plank,1,0,0,0,30,", "'2026-13-05' is not a date"),
        ("yesterday,A,,Plank,1,0,0,0,30,", "'yesterday' is not a date"),
        (",A,,Plank,1,0,0,0,30,", "there is no date"),
        ("1066-10-14 07:00:00,A,,Plank,1,0,0,0,30,", "the year 1066 cannot be"),
        ("2026-01-05 07:30:12,A,,Plank,1,0,0,0,long,", "time 'long' is not a length of time"),
        ("2026-01-05 07:30:12,A,,Plank,1,0,0,0,90000,", "time 90000 is more than 86,400"),
        ("2026-01-05 07:30:12,A,,Plank,1,heavy,0,0,30,", "weight 'heavy' is not a number"),
        ("2026-01-05 07:30:12,A,,Plank,1,-5,0,0,30,", "weight '-5' is not a number"),
        ("2026-01-05 07:30:12,A,,Plank,1,0,0,0,0,", "Plank: neither repetitions nor a time nor a distance"),
        ("2026-01-05 07:30:12,A,,,1,0,5,0,0,", "there is no exercise"),
        ("2026-01-05 07:30:12,A,,Plank,1,0,=1+1,0,30,", "reps '=1+1' is not a number"),
    ],
)
def test_bad_row_is_reported_by_line(journal: Journal, tmp_path: Path, cells: str, reason: str) -> None:
    header, *good = (LOGS / "strong.csv").read_text("utf-8").splitlines()
    log = tmp_path / "log.csv"
    log.write_text("\n".join([header, *good[:4], cells, *good[4:]]), "utf-8")
    report = take_in(journal, log)
    assert [(problem.line, problem.reason) for problem in report.problems] == [(6, reason)]
    assert report.added == 3


def test_multi_line_cells_keep_line_numbers(journal: Journal, tmp_path: Path) -> None:
    text = (LOGS / "strong-semicolon.csv").read_text("utf-8").replace('"2026-05-11 07:00:00"', '"soon"')
    (tmp_path / "log.csv").write_text(text, "utf-8")
    assert [problem.line for problem in take_in(journal, tmp_path / "log.csv").problems] == [6]


def test_unknown_table_is_refused(journal: Journal, tmp_path: Path) -> None:
    (tmp_path / "log.csv").write_text("a,b\n1,2\n")
    with pytest.raises(UsageError, match="no app that is known") as caught:
        take_in(journal, tmp_path / "log.csv")
    assert caught.value.hint is not None
    assert "Strong, Hevy" in caught.value.hint


def test_limits_on_size_rows_and_columns(
    journal: Journal, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    log = tmp_path / "log.csv"
    log.write_text("a," * 600)
    with pytest.raises(UsageError, match="columns"):
        take_in(journal, log)
    monkeypatch.setattr("coach.journal.importers.table.MAX_ROWS", 3)
    with pytest.raises(UsageError, match="more than 3 rows"):
        take_in(journal, "strong.csv")
    monkeypatch.setattr("coach.journal.importers.table.MAX_BYTES", 100)
    with pytest.raises(UsageError, match="more than"):
        take_in(journal, "strong.csv")


def test_encodings_are_recognised(journal: Journal, tmp_path: Path) -> None:
    text = (LOGS / "strong.csv").read_text("utf-8-sig").replace("Morning, short", "Früh")
    for name, encoding in (("a.csv", "utf-16"), ("b.csv", "cp1252")):
        (tmp_path / name).write_text(text, encoding)
    assert take_in(journal, tmp_path / "a.csv").added == 3
    assert take_in(journal, tmp_path / "b.csv").already == 3
    assert core(journal).note == "Strong; Früh"


def test_exported_csv_is_imported_once(journal: Journal, tmp_path: Path) -> None:
    note = "=HYPERLINK(1)\nand a second line"
    written = [
        session(
            "one", sets=(plank(30, pain=2, form="shaky", side="left"), plank(28, load_kg=2.5)), note=note
        ),
        session("two", program="hips", kind="mobility", stopped=True, asked_sets=18),
    ]
    journal.append(*written, checkin())
    sheet = tmp_path / "sheet.csv"
    sheet.write_text("\n".join(export_csv(journal)), "utf-8")
    assert "'=HYPERLINK" in sheet.read_text()
    assert take_in(journal, sheet).already == 2
    with temporary_journal() as other:
        assert take_in(other, sheet).added == 2
        assert other.sessions() == journal.sessions()
        assert take_in(other, sheet).added == 0


def test_csv_without_stopped_column_is_read(journal: Journal, tmp_path: Path) -> None:
    journal.append(session("one", sets=(plank(30), plank(28))))
    sheet = tmp_path / "sheet.csv"
    short = [line.rsplit(",", 2)[0] for line in export_csv(journal)]
    assert short[0].endswith(",end,note")
    sheet.write_text("\n".join(short), "utf-8")
    with temporary_journal() as other:
        assert take_in(other, sheet).added == 1
        assert other.sessions() == journal.sessions()


def test_bad_row_of_exported_csv_is_reported(journal: Journal, tmp_path: Path) -> None:
    journal.append(session("one", sets=(plank(30), plank(28))))
    sheet = tmp_path / "sheet.csv"
    sheet.write_text("\n".join(export_csv(journal)).replace(",28,", ",many,"), "utf-8")
    with temporary_journal() as other:
        report = take_in(other, sheet)
        assert (report.added, [problem.line for problem in report.problems]) == (1, [3])


def test_tables_are_recognised() -> None:
    for text, table in (
        ("a,b\n", True),
        ("a;b", True),
        ('\ufeff{"a":1}', False),
        ("[1,2]", False),
        ("", False),
    ):
        assert is_table(text.encode()) is table


@given(st.lists(st.binary(max_size=80), max_size=6), st.integers(0, 400))
def test_damaged_file_gives_problems(pieces: list[bytes], at: int) -> None:
    with temporary_journal() as journal:
        folder = journal.path.parent
        for log in ALL[:3]:
            data = log.read_bytes()
            target = folder / log.name
            target.write_bytes(data[: len(data) - at] + b",".join(pieces) + data[len(data) - at // 2 :])
            try:
                report = take_in(journal, target)
            except UsageError as error:
                assert str(error)
            else:
                assert take_in(journal, target).added == 0
                assert report.workouts >= 0
    shutil.rmtree(folder, ignore_errors=True)


def test_invalid_session_of_exported_csv_is_reported(journal: Journal, tmp_path: Path) -> None:
    journal.append(session("one"), session("two"))
    sheet = "\n".join(export_csv(journal)).replace(id_of("two"), "no id")
    with temporary_journal() as other:
        report = import_table(other, sheet.encode(), rules())
        assert report.added == 1
        assert [problem.reason for problem in report.problems] == ["id has to be a UUID, not 'no id'"]


def test_stronglifts_in_pounds_and_without_weight(journal: Journal) -> None:
    head = "Date (yyyy/mm/dd),Workout,Workout Name,Exercise,Set 1 (Reps),Set 1 (LB),Set 2 (Reps),Set 2 (LB)"
    rows = "2026/03/02,1,A,Squat,5,100,5,110\n2026/03/02,1,A,Pullups,8,,7,\n"
    report = import_table(journal, f"{head}\n{rows}".encode(), rules(unit=None))
    (done,) = journal.sessions()
    assert report.problems == ()
    assert [(one.slot, one.reps, one.load_kg and round(one.load_kg, 1)) for one in done.sets] == [
        ("squat", 5, 45.4),
        ("squat", 5, 49.9),
        ("pullups", 8, None),
        ("pullups", 7, None),
    ]


@pytest.mark.parametrize(
    ("column", "unit", "kilometres"),
    [
        ("Distance (km)", "lb", 5.0),
        ("Distance (miles)", "kg", 8.05),
        ("Distance", "kg", 5.0),
        ("Distance", "lb", 8.05),
    ],
)
def test_distance_has_unit_of_its_column(journal: Journal, column: str, unit: str, kilometres: float) -> None:
    log = (
        f"Date,Workout Name,Exercise Name,Set Order,Reps,Seconds,{column}\n"
        "2026-01-06 18:00:00,Out,Running,1,,1800,5\n"
    )
    import_table(journal, log.encode(), rules(unit=unit))
    (run,) = journal.events()
    assert isinstance(run, Activity)
    assert run.distance_km == pytest.approx(kilometres, abs=0.01)
