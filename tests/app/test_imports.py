"""Programs of other apps as one's own: looked at first, written once, all of them right."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coach.app.imports import ImportedFile, preview_import, write_import
from coach.app.programs import starting_timeline
from coach.app.workspace import Workspace
from coach.errors import CoachError, ProgramFileError
from coach.model.program import Measure
from coach.paths import find_paths
from coach.programs.importers.draft import Draft
from coach.programs.importers.read import read_data
from coach.programs.importers.write import draft_texts
from coach.programs.load import load_catalog
from tests.support.commands import MONDAY, StillClock
from tests.support.commands import coach as command

FILES = Path(__file__).parent.parent / "programs" / "importers" / "files"


@pytest.fixture
def coach(home: Path) -> Workspace:
    return Workspace(find_paths({"COACH_HOME": str(home)}), StillClock(MONDAY))


def seconds_of(coach: Workspace, name: str) -> int:
    program = coach.catalog.programs[name]
    return starting_timeline(program, coach.catalog.drills, MONDAY.date()).total_seconds


@pytest.mark.parametrize("path", sorted(FILES.iterdir()), ids=lambda path: path.name)
def test_each_file_gives_valid_programs(coach: Workspace, path: Path) -> None:
    file = preview_import(coach, path)
    assert not coach.paths.home.exists()
    write_import(coach, file)
    assert coach.catalog.problems == ()
    for one in file.programs:
        assert coach.catalog.programs[one.program.id] == one.program
        assert one.path.read_text("utf-8") == one.text
        assert all(f"#   - {note}" in one.text for note in one.notes)
        assert one.text.startswith("# yaml-language-server: $schema=schema/program.json\n")


def test_times_match_original_app(coach: Workspace) -> None:
    for path in FILES.iterdir():
        write_import(coach, preview_import(coach, path))
    assert seconds_of(coach, "morning-core") == 10 + 3 * (30 + 10 + 40 + 20) + 25 + 5 + 15
    assert seconds_of(coach, "twenty-ten") == 10 + 8 * 20 + 7 * 10
    assert seconds_of(coach, "plain") == 10 + 4 * 45 + 3 * 15
    assert seconds_of(coach, "named-rounds") == 15 + 120 + 20 + 2 * (3 * 40 + 2 * 20) + 60 + 60 + 90
    desk = coach.catalog.programs["desk-reset"]
    assert [slot.measure for slot in desk.slots] == [Measure.TIME, Measure.REPS]


def test_known_drills_are_used_others_added_once(coach: Workspace) -> None:
    write_import(coach, preview_import(coach, FILES / "jawt-backup.json"))
    core = coach.catalog.programs["morning-core"]
    assert [slot.drill for slot in core.slots][:2] == ["plank", "squats"]
    assert coach.catalog.drills["squats"].name == "Squats"
    assert [slot.slot for slot in core.slots] == ["plank", "squats", "side-plank", "squats-2"]
    assert (core.slots[2].drill, core.slots[2].sided) == ("side-plank", False)
    again = preview_import(coach, FILES / "jawt-backup.json")
    assert [one.program.id for one in again.programs] == ["morning-core-2", "dehnubungen-2"]
    assert [one.drills_path for one in again.programs] == [None, None]


def test_descriptions_become_cues(coach: Workspace) -> None:
    write_import(coach, preview_import(coach, FILES / "workrave-exercises.xml", "neck"))
    assert coach.catalog.drills["neck-turns"].cue_texts()[0] == "Sit upright."
    assert coach.catalog.programs["neck"].title == "Exercises"


def test_existing_files_are_kept(coach: Workspace, home: Path) -> None:
    file = preview_import(coach, FILES / "timero-routines.json")
    (home / "programs").mkdir(parents=True)
    (home / "programs" / "desk-reset.yaml").write_text("mine")
    with pytest.raises(ProgramFileError, match="already"):
        write_import(coach, file)
    assert (home / "programs" / "desk-reset.yaml").read_text() == "mine"


class TestCommand:
    def test_dry_run_writes_nothing(self, home: Path) -> None:
        done = command("import-program", str(FILES / "jawt-backup.json"), "--dry-run", home=home)
        assert done.status == 0
        assert done.lines[0] == (
            "morning-core: Morning core, 4 drills, about 6 minutes, from Just Another Workout Timer"
        )
        assert "  - 'Broken' in set 2 has no length: it is left out" in done.lines
        assert f"  would be written: {home / 'programs' / 'morning-core.yaml'}" in done.lines
        assert not (home / "programs").exists()

    def test_name_can_be_chosen(self, home: Path) -> None:
        words = ["import-program", str(FILES / "timero-routines.json"), "--as", "desk"]
        assert command(*words, home=home).status == 0
        assert command("timeline", "desk", home=home).status == 0
        again = command(*words, home=home)
        assert (again.status, again.err.count("\n")) == (2, 1)
        assert "already" in again.err

    def test_unreadable_file_is_reported_in_one_line(self, home: Path, tmp_path: Path) -> None:
        (tmp_path / "x.json").write_text("{")
        done = command("import-program", str(tmp_path / "x.json"), home=home)
        assert (done.status, done.err.count("\n")) == (2, 1)
        assert "x.json:1:2: this is not JSON" in done.err


KEYS = st.sampled_from(
    [
        *(
            "title",
            "sets",
            "workouts",
            "exercises",
            "name",
            "duration",
            "repetitions",
            "timers",
            "steps",
            "loop",
        ),
        *(
            "label",
            "length",
            "behaviour",
            "type",
            "startStep",
            "__type__",
            "timeSettings",
            "workTime",
            "restTime",
        ),
        *("restarts", "activities", "activeIntervals", "warmupTime", "cooldownTime"),
    ]
)
LEAVES = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-5, 10**13),
    st.floats(),
    st.text(max_size=12),
    st.sampled_from(
        ["Rest", "Plank", "Side plank", "Routine", "HALT", "30", "", " ", "#", "yes", "- a: b", "Ж"]
    ),
)
VALUES = st.recursive(
    LEAVES,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(KEYS, inner, max_size=5),
    max_leaves=20,
)
EXERCISES = st.lists(st.fixed_dictionaries({"name": LEAVES, "duration": LEAVES}), max_size=5)
SETS = st.lists(st.fixed_dictionaries({"repetitions": LEAVES, "exercises": EXERCISES | VALUES}), max_size=4)
STEPS = st.recursive(
    st.fixed_dictionaries({"label": LEAVES, "length": LEAVES, "behaviour": VALUES}),
    lambda inner: st.fixed_dictionaries(
        {"name": LEAVES, "loop": LEAVES, "steps": st.lists(inner, max_size=3)}
    ),
    max_leaves=8,
)
DOCUMENTS = st.one_of(
    VALUES,
    st.fixed_dictionaries({"title": LEAVES, "sets": SETS | VALUES}),
    st.fixed_dictionaries(
        {
            "timers": st.lists(
                st.fixed_dictionaries({"name": LEAVES, "loop": LEAVES, "steps": st.lists(STEPS)})
            )
        }
    ),
    st.lists(
        st.fixed_dictionaries(
            {
                "name": LEAVES,
                "activities": st.lists(LEAVES, max_size=4),
                "activeIntervals": LEAVES,
                "timeSettings": st.dictionaries(KEYS, LEAVES, max_size=8),
            }
        ),
        min_size=1,
        max_size=3,
    ),
    st.lists(
        st.fixed_dictionaries(
            {"__type__": st.just("Routine"), "name": LEAVES, "exercises": EXERCISES | VALUES}
        ),
        min_size=1,
        max_size=3,
    ),
)
LINES = st.lists(
    st.sampled_from(
        [
            "- Plank 30s",
            "- Rest 10s",
            "3x",
            "Warmup",
            "",
            "- 5m 50%",
            "- x press lap",
            "- 60^30 a 1m",
            "Main 0x",
            "-",
        ]
    )
    | st.text(max_size=20),
    max_size=12,
).map("\n".join)


@given(
    DOCUMENTS.map(lambda one: json.dumps(one).encode())
    | LINES.map(lambda text: text.encode("utf-8", "replace"))
)
def test_any_file_is_imported_or_refused(data: bytes) -> None:
    catalog = load_shipped()
    try:
        found = read_data(data, Path("any.txt"))
    except CoachError as error:
        assert "\n" not in str(error)
        return
    for draft in found.drafts:
        passes(draft, found.app, catalog)


def passes(draft: Draft, app: str, coach: Workspace) -> None:
    """The draft makes a program that has a timeline, or nothing of it is left."""
    from coach.app.programs import check_text
    from coach.programs.load import index_drills, read_drill_file, source_of

    drills = coach.catalog.drills
    texts = draft_texts(draft, "any", drills, app)
    file = read_drill_file(source_of(texts.drills, Path("drills/any.yaml"), "drills"))
    if texts.drills:
        index_drills([file], drills)
        assert file.diagnostics.problems == []
    program, problems = check_text(texts.program, Path("any.yaml"), {**drills, **file.valid_drills()})
    assert problems == ()
    assert program is not None
    assert starting_timeline(program, drills, MONDAY.date()).intervals[-1].is_set


def load_shipped() -> Workspace:
    """A coach with what ships, read once."""
    return _SHIPPED


_SHIPPED = Workspace(find_paths({"COACH_HOME": "/nonexistent"}), StillClock(MONDAY))


def test_preview_can_be_repeated(coach: Workspace) -> None:
    once = preview_import(coach, FILES / "openhiit.json")
    assert isinstance(once, ImportedFile)
    assert preview_import(coach, FILES / "openhiit.json") == once
    assert load_catalog(coach.paths.home).problems == ()
