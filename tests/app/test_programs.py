"""The list of programs, what can be done with the user's own, and what a text will do before it is saved."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from coach.app.planning import program_plan, session_timeline
from coach.app.programs import ProgramEntry, Programs, neighbours, preview, strip, weeks_ahead
from coach.app.workspace import Workspace
from coach.errors import ProgramFileError, UsageError
from coach.model.program import Kind
from coach.model.timeline import IntervalKind
from coach.paths import find_paths
from tests.support.commands import StillClock
from tests.support.commands import coach as command

NOW = datetime(2026, 1, 5, 7, 30, tzinfo=UTC)


@pytest.fixture
def coach(home: Path) -> Workspace:
    return Workspace(find_paths({"COACH_HOME": str(home)}), StillClock(NOW))


def entry(coach: Workspace, name: str) -> ProgramEntry:
    (found,) = [one for one in Programs(coach).entries() if one.id == name]
    return found


def test_the_list_says_where_each_is_from_how_long_it_takes_and_what_it_needs(coach: Workspace) -> None:
    core = entry(coach, "core")
    assert (core.origin, core.title, core.kind, core.takes_place) == (
        "shipped",
        "Core holds",
        Kind.CORE,
        False,
    )
    assert core.about
    first = Programs(coach).first_session("core")
    assert first.total_seconds == 898
    assert "mat" in first.equipment
    assert len(first.equipment) == len(set(first.equipment))


def test_a_shipped_program_can_be_copied_edited_and_had_back(coach: Workspace) -> None:
    path = Programs(coach).copy_to_edit("core")
    assert Programs(coach).copy_to_edit("core") == path
    assert (entry(coach, "core").origin, entry(coach, "core").takes_place) == ("own", True)
    assert entry(coach, "core").title == "Core holds"
    text, mark = Programs(coach).own.read("core")
    assert "# to get into position" in text
    Programs(coach).save("core", text.replace("rounds: 3 ", "rounds: 2 "), mark=mark)
    assert coach.program("core").parts[0].rounds == 2
    trashed = Programs(coach).restore_shipped("core")
    assert trashed.parent.name == ".trash"
    assert entry(coach, "core").origin == "shipped"
    assert coach.program("core").parts[0].rounds == 3
    with pytest.raises(ProgramFileError):
        Programs(coach).restore_shipped("core")


def test_a_program_with_mistakes_can_be_saved_is_listed_with_them_and_cannot_be_started(
    coach: Workspace,
) -> None:
    Programs(coach).new("mine", kind=Kind.CORE)
    Programs(coach).save("mine", "schema: 1\nid: mine\ntitle: x\nkind: core\nslots:\n  - slot: plnk\n")
    broken = entry(coach, "mine")
    assert broken.origin == "broken"
    assert [(one.line, one.column) for one in broken.problems] == [(6, 5), (6, 11)]
    with pytest.raises(ProgramFileError, match="problems"):
        coach.program("mine")
    with pytest.raises(ProgramFileError, match="problems"):
        Programs(coach).new("other", source="mine")
    assert "plnk" in Programs(coach).text("mine")
    Programs(coach).delete("mine")
    assert "mine" not in {one.id for one in Programs(coach).entries()}


def test_a_program_can_be_named_anew(coach: Workspace) -> None:
    Programs(coach).new("mine", source="core")
    assert entry(coach, "mine").title == "Mine"
    Programs(coach).rename("mine", "yours", title="Yours")
    assert entry(coach, "yours").title == "Yours"
    assert "mine" not in coach.programs


def test_a_program_with_a_past_keeps_its_id_under_another_title(coach: Workspace, home: Path) -> None:
    Programs(coach).new("mine", source="core")
    assert not Programs(coach).has_past("mine")
    command("log", "session", "mine", "--as-asked", "--yes", home=home)
    assert Programs(coach).has_past("mine")
    path = Programs(coach).rename("mine", "yours", title="Yours")
    assert path.name == "mine.yaml"
    assert entry(coach, "mine").title == "Yours"
    assert [session.program for session in coach.journal.sessions()] == ["mine"]


def test_a_level_of_ones_own_is_a_past_too(coach: Workspace, home: Path) -> None:
    Programs(coach).new("mine", source="core")
    command("log", "set_level", "mine", "plank", "--seconds", "45", "--yes", home=home)
    Programs(coach).rename("mine", "yours", title="Yours")
    doses = {dose.slot: dose.seconds for dose in program_plan(coach, "mine").slots}
    assert doses["plank"] == 45


def test_what_does_not_exist_is_said(coach: Workspace) -> None:
    with pytest.raises(UsageError, match="there is no program"):
        Programs(coach).new("mine", source="nothing")
    with pytest.raises(UsageError, match="no program 'mine' ships"):
        Programs(coach).restore_shipped("mine")
    with pytest.raises(ProgramFileError):
        Programs(coach).delete("core")
    assert not coach.paths.programs.exists()


def test_a_text_is_previewed_without_being_saved(coach: Workspace) -> None:
    text = Programs(coach).text("core").replace("id: core ", "id: mine ")
    seen = preview(coach, text, coach.paths.programs / "mine.yaml")
    assert seen.problems == ()
    assert seen.timeline is not None
    assert (seen.timeline.total_seconds, seen.waits) == (898, 0)
    assert "mat" in seen.equipment
    assert seen.program is not None
    ahead = weeks_ahead(coach, seen.program)
    assert len(ahead) == 18
    assert ahead[0].doses[0].seconds == 30
    assert max(dose.seconds or 0 for row in ahead for dose in row.doses) > 30
    wrong = preview(coach, text.replace("hold: 30s", "hold: thirty"), coach.paths.programs / "mine.yaml")
    assert (wrong.program, wrong.timeline) == (None, None)
    assert wrong.problems[0].line > 1


def test_what_waits_for_the_user_is_counted(coach: Workspace) -> None:
    text = "schema: 1\nid: x\ntitle: X\nkind: custom\nslots:\n  - {slot: hip-hinge, reps: 5, sets: 2}\n"
    assert preview(coach, text, Path("x.yaml")).waits == 2


@pytest.mark.parametrize("width", [1, 7, 40, 200, 2000])
def test_a_strip_has_a_cell_for_each_column_and_ends_in_work(coach: Workspace, width: int) -> None:
    cells = strip(session_timeline(coach, "core"), width)
    assert len(cells) == width
    assert cells[-1] is IntervalKind.WORK
    if width >= 200:
        assert set(cells) == {
            IntervalKind.READY,
            IntervalKind.WORK,
            IntervalKind.SWITCH,
            IntervalKind.REST,
            IntervalKind.ROUND_REST,
        }
        share = sum(cell is IntervalKind.WORK for cell in cells) / width
        assert abs(share - 540 / 898) < 0.05


def test_a_drill_knows_its_neighbours(coach: Workspace) -> None:
    drills = coach.catalog.drills
    easier, harder = neighbours(drills["farmer-carry"], drills)
    assert easier is not None
    assert harder is not None
    assert (easier.id, harder.id) == ("march-bags", "suitcase-carry")
    assert neighbours(drills["suitcase-carry"], drills)[1] is None


class TestCommand:
    def test_writes_a_file_that_passes_and_says_what_next(self, home: Path) -> None:
        done = command("new", "my-core", "--from", "core", "--title", "My own", home=home)
        assert done.status == 0
        assert done.lines[0] == str(home / "programs" / "my-core.yaml")
        assert command("check", done.lines[0], home=home).status == 0
        assert command("timeline", "my-core", home=home).lines[0].startswith("My own: about 15 min")

    @pytest.mark.parametrize("kind", [kind.value for kind in Kind])
    def test_has_a_template_of_each_kind(self, kind: str, home: Path) -> None:
        assert command("new", "mine", "--kind", kind, home=home).status == 0
        assert command("timeline", "mine", home=home).lines[0].startswith("Mine: ")

    def test_says_when_it_takes_the_place_of_a_shipped_one(self, home: Path) -> None:
        assert "takes the place" in command("new", "core", "--from", "core", home=home).out
        again = command("new", "core", home=home)
        assert again.status == 2
        assert "already" in again.err

    @pytest.mark.parametrize(
        "words", [["Mine"], ["mine", "--kind", "nothing"], ["mine", "--from", "nothing"]]
    )
    def test_wrong_use_is_told_in_one_line(self, words: list[str], home: Path) -> None:
        done = command("new", *words, home=home)
        assert (done.status, done.err.count("\n")) == (2, 1)
        assert not (home / "programs").exists()
