"""The list of programs, what can be done with the user's own, and what a text will do before it is saved."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from coach.app.planning import program_plan
from coach.app.programs import ProgramEntry, Programs, neighbours
from coach.app.workspace import Workspace
from coach.errors import ProgramFileError, UsageError
from coach.model.program import Kind
from coach.paths import find_paths
from tests.support.commands import StillClock
from tests.support.commands import coach as command

NOW = datetime(2026, 1, 5, 7, 30, tzinfo=UTC)


@pytest.fixture
def workspace(home: Path) -> Workspace:
    return Workspace(find_paths({"COACH_HOME": str(home)}), StillClock(NOW))


@pytest.fixture
def programs(workspace: Workspace) -> Programs:
    return Programs(workspace)


def entry(programs: Programs, name: str) -> ProgramEntry:
    (found,) = [one for one in programs.entries() if one.id == name]
    return found


def test_list_has_origin_length_and_equipment(programs: Programs) -> None:
    core = entry(programs, "core")
    assert (core.origin, core.title, core.kind, core.replaces_shipped) == (
        "shipped",
        "Core holds",
        Kind.CORE,
        False,
    )
    assert core.about
    first = programs.first_session("core")
    assert first.total_seconds == 898
    assert "mat" in first.equipment
    assert len(first.equipment) == len(set(first.equipment))


def test_shipped_program_is_copied_and_restored(programs: Programs, workspace: Workspace) -> None:
    path = programs.copy_to_edit("core")
    assert programs.copy_to_edit("core") == path
    assert (entry(programs, "core").origin, entry(programs, "core").replaces_shipped) == ("own", True)
    assert entry(programs, "core").title == "Core holds"
    text, mark = programs.files.read("core")
    assert "# to get into position" in text
    programs.save("core", text.replace("rounds: 3 ", "rounds: 2 "), mark=mark)
    assert workspace.program("core").parts[0].rounds == 2
    trashed = programs.restore_shipped("core")
    assert trashed.parent.name == ".trash"
    assert entry(programs, "core").origin == "shipped"
    assert workspace.program("core").parts[0].rounds == 3
    with pytest.raises(ProgramFileError):
        programs.restore_shipped("core")


def test_invalid_program_is_saved_but_cannot_start(
    programs: Programs,
    workspace: Workspace,
) -> None:
    programs.new("mine", kind=Kind.CORE)
    programs.save("mine", "schema: 1\nid: mine\ntitle: x\nkind: core\nslots:\n  - slot: plnk\n")
    broken = entry(programs, "mine")
    assert broken.origin == "broken"
    assert [(one.line, one.column) for one in broken.problems] == [(6, 5), (6, 11)]
    with pytest.raises(ProgramFileError, match="problems"):
        workspace.program("mine")
    with pytest.raises(ProgramFileError, match="problems"):
        programs.new("other", source="mine")
    assert "plnk" in programs.text("mine")
    programs.delete("mine")
    assert "mine" not in {one.id for one in programs.entries()}


def test_program_is_renamed(programs: Programs, workspace: Workspace) -> None:
    programs.new("mine", source="core")
    assert entry(programs, "mine").title == "Mine"
    programs.rename("mine", "Yours")
    assert entry(programs, "yours").title == "Yours"
    assert "mine" not in workspace.programs


def test_program_with_sessions_keeps_its_id(programs: Programs, workspace: Workspace, home: Path) -> None:
    programs.new("mine", source="core")
    assert not programs.has_past("mine")
    command("log", "session", "mine", "--as-asked", "--yes", home=home)
    assert programs.has_past("mine")
    path = programs.rename("mine", "Yours")
    assert path.name == "mine.yaml"
    assert entry(programs, "mine").title == "Yours"
    assert [session.program for session in workspace.journal.sessions()] == ["mine"]


def test_program_with_manual_level_keeps_its_id(programs: Programs, workspace: Workspace, home: Path) -> None:
    programs.new("mine", source="core")
    command("log", "set_level", "mine", "plank", "--seconds", "45", "--yes", home=home)
    programs.rename("mine", "Yours")
    doses = {dose.slot: dose.seconds for dose in program_plan(workspace, "mine").slots}
    assert doses["plank"] == 45


def test_unknown_programs_are_reported(programs: Programs, workspace: Workspace) -> None:
    with pytest.raises(UsageError, match="there is no program"):
        programs.new("mine", source="nothing")
    with pytest.raises(UsageError, match="no program 'mine' ships"):
        programs.restore_shipped("mine")
    with pytest.raises(ProgramFileError):
        programs.delete("core")
    assert not workspace.paths.programs.exists()


def test_unsaved_text_has_preview(programs: Programs, workspace: Workspace) -> None:
    text = programs.text("core").replace("id: core ", "id: mine ")
    path = workspace.paths.programs / "mine.yaml"
    seen = programs.preview(text, path)
    assert seen.problems == ()
    assert seen.timeline is not None
    assert (seen.timeline.total_seconds, seen.waits) == (898, 0)
    assert "mat" in seen.equipment
    assert seen.program is not None
    ahead = programs.weeks_ahead(seen.program)
    assert len(ahead) == 18
    assert ahead[0].doses[0].seconds == 30
    assert max(dose.seconds or 0 for row in ahead for dose in row.doses) > 30
    wrong = programs.preview(
        text.replace("hold: 30s", "hold: thirty"), workspace.paths.programs / "mine.yaml"
    )
    assert (wrong.program, wrong.timeline) == (None, None)
    assert wrong.problems[0].line > 1


def test_preview_counts_sets_waiting_for_user(programs: Programs) -> None:
    text = "schema: 1\nid: x\ntitle: X\nkind: custom\nslots:\n  - {slot: hip-hinge, reps: 5, sets: 2}\n"
    assert programs.preview(text, Path("x.yaml")).waits == 2


def test_neighbours_are_easier_and_harder(programs: Programs, workspace: Workspace) -> None:
    drills = workspace.catalog.drills
    easier, harder = neighbours(drills["farmer-carry"], drills)
    assert easier is not None
    assert harder is not None
    assert (easier.id, harder.id) == ("march-bags", "suitcase-carry")
    assert neighbours(drills["suitcase-carry"], drills)[1] is None


class TestCommand:
    def test_new_program_is_valid(self, home: Path) -> None:
        done = command("new", "my-core", "--from", "core", "--title", "My own", home=home)
        assert done.status == 0
        assert done.lines[0] == str(home / "programs" / "my-core.yaml")
        assert command("check", done.lines[0], home=home).status == 0
        assert command("timeline", "my-core", home=home).lines[0].startswith("My own: about 15 min")

    @pytest.mark.parametrize("kind", [kind.value for kind in Kind])
    def test_template_of_each_kind_exists(self, kind: str, home: Path) -> None:
        assert command("new", "mine", "--kind", kind, home=home).status == 0
        assert command("timeline", "mine", home=home).lines[0].startswith("Mine: ")

    def test_replacing_a_shipped_program_is_reported(self, home: Path) -> None:
        assert "takes the place" in command("new", "core", "--from", "core", home=home).out
        again = command("new", "core", home=home)
        assert again.status == 2
        assert "already" in again.err

    @pytest.mark.parametrize(
        "words", [["Mine"], ["mine", "--kind", "nothing"], ["mine", "--from", "nothing"]]
    )
    def test_wrong_usage_is_reported_in_one_line(self, words: list[str], home: Path) -> None:
        done = command("new", *words, home=home)
        assert (done.status, done.err.count("\n")) == (2, 1)
        assert not (home / "programs").exists()
