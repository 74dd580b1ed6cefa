"""Recording a clearance, and taking back what was entered by mistake: each lifts just what stands."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from msgspec.structs import replace

from coach.app.checkins import CheckIns
from coach.app.corrections import Logbook
from coach.app.planning import current_lock, program_plan
from coach.app.workspace import Workspace
from coach.errors import UsageError
from coach.journal.codec import new_id
from coach.model.events import CheckIn, Control
from coach.paths import find_paths
from tests.support.answered import nothing_wrong
from tests.support.commands import StillClock
from tests.support.commands import coach as command

NOW = datetime(2026, 1, 5, 9, 30, tzinfo=UTC)


@pytest.fixture
def clock() -> StillClock:
    return StillClock(NOW)


@pytest.fixture
def workspace(home: Path, clock: StillClock) -> Workspace:
    return Workspace(find_paths({"COACH_HOME": str(home)}), clock)


def flag(coach: Workspace, **said: object) -> CheckIn:
    """A check-in with numb toes, written as the app does it."""
    now = coach.clock.now()
    bare = CheckIn(id=new_id(now), date=coach.today(), at=now, kind="before", red_flags=("numb_toes",))
    change = Logbook(coach).addition(replace(bare, **said))
    Logbook(coach).write(change)
    assert isinstance(change.added, CheckIn)
    return change.added


def names_of(coach: Workspace) -> tuple[str, ...]:
    lock = current_lock(coach)
    return lock.check_ins if lock else ()


def test_new_flag_locks_after_clearance(workspace: Workspace) -> None:
    first, second = flag(workspace), flag(workspace, red_flags=("leg_radiation",))
    change = Logbook(workspace).clearance(note="Dr. Ames")
    assert Logbook(workspace).effects_of(change)[0] == "This lifts the lock."
    Logbook(workspace).write(change)
    (cleared,) = (event for event in workspace.journal.events() if isinstance(event, Control))
    assert (cleared.action, cleared.note) == ("cleared", "Dr. Ames")
    assert sorted(cleared.flags or ()) == sorted((first.id, second.id))
    assert current_lock(workspace) is None
    again = flag(workspace)
    assert names_of(workspace) == (again.id,)


def test_clearance_needs_a_red_flag(workspace: Workspace) -> None:
    for wanted in (Logbook(workspace).clearance, Logbook(workspace).remove_flags):
        with pytest.raises(UsageError, match="nothing is locked"):
            wanted()
    assert workspace.journal.events() == ()


def test_flag_after_future_clearance_locks(workspace: Workspace) -> None:
    """A clock was set back, another machine's was ahead, workspace flew west."""
    ahead = NOW + timedelta(hours=11)
    workspace.journal.append(Control(id=new_id(ahead), date=ahead.date(), at=ahead, action="cleared"))
    form = CheckIns(workspace).form("before")
    change = CheckIns(workspace).entry(form, {**nothing_wrong(form), "which_alarms": ("numb_toes",)})
    assert "This locks training." in Logbook(workspace).effects_of(change)
    Logbook(workspace).write(change)
    assert current_lock(workspace) is not None
    tomorrow = Workspace(workspace.paths, StillClock(NOW + timedelta(days=1)))
    assert current_lock(tomorrow) is not None


def test_flag_added_by_correction_locks(workspace: Workspace, clock: StillClock) -> None:
    first = flag(workspace)
    at = clock.now() + timedelta(minutes=1)
    workspace.journal.append(Control(id=new_id(at), date=at.date(), at=at, action="cleared"))
    assert current_lock(workspace) is None
    clock.advance(3600)
    note = Logbook(workspace).change(first.id, ["note=the left foot"])
    assert Logbook(workspace).effects_of(note) == ("None of today's doses change.",)
    more = Logbook(workspace).change(first.id, ['red_flags=["numb_toes","both_legs"]'])
    Logbook(workspace).write(more)
    lock = current_lock(workspace)
    assert lock is not None
    assert lock.tier == "emergency"


def test_removing_a_flag_keeps_other_answers(workspace: Workspace) -> None:
    bare = flag(workspace)
    morning = flag(workspace, kind="morning", stiff=True, tug=False, short_leg=False, spasm=False)
    change = Logbook(workspace).remove_flags()
    assert Logbook(workspace).effects_of(change)[0] == "This lifts the lock."
    Logbook(workspace).write(change)
    assert current_lock(workspace) is None
    said = [event for event in workspace.journal.events() if isinstance(event, CheckIn)]
    (left,) = (one for one in said if one.id not in {bare.id, morning.id})
    assert (left.replaces, left.stiff, left.red_flags) == (morning.id, True, ())
    assert CheckIns(workspace).wanted_before("core"), "it is asked again before core work"


def test_other_flag_gets_no_return_week(workspace: Workspace) -> None:
    flag(workspace)
    Logbook(workspace).write(Logbook(workspace).clearance())
    assert program_plan(workspace, "core").phase == "return"
    flag(workspace)
    assert program_plan(workspace, "core").phase == "locked"


def test_command_names_lifted_flags(home: Path) -> None:
    nothing = command("log", "cleared", home=home)
    assert (nothing.status, nothing.out) == (2, "")
    assert nothing.err.count("\n") == 1
    assert "nothing is locked" in nothing.err
    locked = command("log", "before", "--flag", "numb_toes", home=home)
    assert locked.lines[-2] == "Cleared by a clinician? coach log cleared"
    told = command("log", "cleared", home=home)
    assert told.lines[:2] == ["Lifts what was reported on 5 January 2026: numb toes.", "This lifts the lock."]
    assert command("log", "cleared", home=home).status == 2


def test_suggested_undo_command_works(home: Path) -> None:
    locked = command("log", "before", "--flag", "numb_toes", home=home)
    line = locked.lines[-1]
    assert line.startswith("Entered by mistake? coach log undo ")
    today = command("today", home=home)
    assert line in today.lines
    undone = command(*line.partition("coach ")[2].split(), "--yes", home=home)
    assert undone.lines[0] == "This lifts the lock."
    assert "locked" not in command("today", home=home).out


def test_import_and_sync_report_changed_lock(home: Path, tmp_path: Path) -> None:
    command("log", "before", "--flag", "numb_toes", home=home)
    file, folder, other = tmp_path / "all.jsonl", tmp_path / "shared", tmp_path / "other"
    folder.mkdir()
    command("export", str(file), home=home)
    would = command("import", str(file), "--dry-run", home=other)
    assert would.lines == ["1 event would be added", "This would lock training."]
    taken = command("import", str(file), home=other)
    assert taken.lines[1] == "This locks training."
    assert "Please call a doctor or a clinic today" in taken.out
    assert taken.lines[-2] == "Cleared by a clinician? coach log cleared"
    assert command("import", str(file), home=other).lines == ["0 events added, 1 were there before"]
    command("log", "cleared", home=home)
    command("sync", str(folder), home=home)
    would = command("sync", str(folder), "--dry-run", home=other)
    assert would.lines[1] == "This would lift the lock."
    assert command("sync", str(folder), home=other).lines[1] == "This lifts the lock."
    assert len(command("sync", str(folder), home=other).lines) == 1


def test_partial_lock_is_reported_as_partial(home: Path) -> None:
    command("log", "before", "--flag", "numb_toes", home=home)
    more = command("log", "before", "--flag", "both_legs", home=home)
    assert more.lines[0].startswith("Training is off for another reason too: pain, tingling")
    less = command("log", "undo", "--yes", home=home)
    assert less.lines[0].startswith("This lifts a part of the lock: pain, tingling")
    assert less.lines[0].endswith("Training stays off.")


def test_restore_reports_changed_lock(home: Path) -> None:
    command("log", "walk", "--minutes", "20", home=home)
    monday = StillClock(NOW + timedelta(days=1))
    command("log", "before", "--flag", "numb_toes", home=home, clock=monday)
    (copy, *_) = command("restore", home=home, clock=monday).lines
    told = command("restore", "2026-01-05", home=home, clock=monday)
    assert told.status == 0, copy
    assert told.lines[-1] == "This lifts the lock."
