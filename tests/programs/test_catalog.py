"""The shipped programs with the user's own over them."""

from __future__ import annotations

from pathlib import Path

import pytest

from coach.app.programs import check_text
from coach.paths import shipped_programs_folder
from coach.programs import load
from coach.programs.catalog import Catalog
from coach.programs.load import load_catalog

PROGRAM = """\
schema: 1
id: {id}
title: {title}
kind: core
slots:
  - {{slot: plank, drill: {drill}, hold: 30s}}
"""
DRILL = "schema: 1\ndrills:\n  - {{id: {id}, name: {name}}}\n"


@pytest.fixture
def user_folder(home: Path) -> Path:
    for folder in ("programs", "drills"):
        (home / folder).mkdir(parents=True)
    return home


def write_program(home: Path, name: str, *, title: str = "Mine", drill: str = "plank") -> Path:
    path = home / "programs" / f"{name}.yaml"
    path.write_text(PROGRAM.format(id=name, title=title, drill=drill))
    return path


def messages(catalog: Catalog) -> list[str]:
    return [f"{problem.path.name}: {problem.message} ({problem.hint})" for problem in catalog.problems]


def test_shipped_files_have_no_problems() -> None:
    catalog = load_catalog(None)
    assert messages(catalog) == []
    assert catalog.broken == {}
    assert set(catalog.programs) == set(catalog.sources)
    shipped = {path.stem for path in shipped_programs_folder().glob("*.yaml")} - {"drills", "figures"}
    assert set(catalog.programs) == shipped


def test_home_without_folders_changes_nothing(home: Path) -> None:
    assert load_catalog(home) == load_catalog(None)


def test_user_program_is_added(user_folder: Path) -> None:
    path = write_program(user_folder, "mine")
    catalog = load_catalog(user_folder)
    assert catalog.sources["mine"] == path
    assert catalog.programs["mine"].title == "Mine"
    assert set(load_catalog(None).programs) < set(catalog.programs)


def test_user_program_replaces_the_shipped_one(user_folder: Path) -> None:
    path = write_program(user_folder, "core", title="My core")
    catalog = load_catalog(user_folder)
    assert (catalog.programs["core"].title, catalog.sources["core"]) == ("My core", path)


def test_broken_program_leaves_the_others(user_folder: Path) -> None:
    write_program(user_folder, "mine")
    bad = user_folder / "programs" / "bad.yaml"
    bad.write_text("slots: [")
    catalog = load_catalog(user_folder)
    assert set(catalog.programs) == {*load_catalog(None).programs, "mine"}
    assert catalog.broken == {"bad": bad}
    assert {problem.path for problem in catalog.problems} == {bad}


def test_broken_user_program_hides_the_shipped_one(user_folder: Path) -> None:
    path = write_program(user_folder, "core", drill="plnk")
    catalog = load_catalog(user_folder)
    assert "core" not in catalog.programs
    assert "core" not in catalog.sources
    assert catalog.broken == {"core": path}
    assert messages(catalog) == ["core.yaml: no drill is named 'plnk' (did you mean plank?)"]


def test_file_with_another_id_replaces_nothing(user_folder: Path) -> None:
    path = user_folder / "programs" / "other.yaml"
    path.write_text(PROGRAM.format(id="core", title="Core?", drill="plank"))
    catalog = load_catalog(user_folder)
    assert catalog.programs["core"] == load_catalog(None).programs["core"]
    assert catalog.broken == {"other": path}


def test_user_drills_replace_shipped_ones(user_folder: Path) -> None:
    (user_folder / "drills" / "any name.yaml").write_text(DRILL.format(id="stork", name="Stork"))
    (user_folder / "drills" / "b.yaml").write_text(DRILL.format(id="plank", name="My plank"))
    write_program(user_folder, "mine", drill="stork")
    catalog = load_catalog(user_folder)
    assert messages(catalog) == []
    assert (catalog.drills["stork"].say, catalog.drills["plank"].name) == ("Stork", "My plank")
    assert catalog.programs["mine"].slots[0].drill == "stork"


def test_drill_of_two_files_is_reported_in_the_second(user_folder: Path) -> None:
    for name in ("a.yaml", "b.yaml"):
        (user_folder / "drills" / name).write_text(DRILL.format(id="stork", name=f"Stork of {name}"))
    catalog = load_catalog(user_folder)
    assert messages(catalog) == ["b.yaml: the drill 'stork' is in a.yaml already (keep one of them)"]
    assert catalog.drills["stork"].name == "Stork of a.yaml"


def test_valid_drills_of_a_broken_file_are_kept(user_folder: Path) -> None:
    (user_folder / "drills" / "mine.yaml").write_text(
        "schema: 1\ndrills:\n  - {id: stork, name: Stork}\n  - {id: crane, name: Crane, sides: left}\n"
    )
    write_program(user_folder, "one", drill="stork")
    write_program(user_folder, "two", drill="crane")
    catalog = load_catalog(user_folder)
    assert "one" in catalog.programs
    assert messages(catalog) == [
        "mine.yaml: sides: 'left' is not known here (one of: none, each)",
        "two.yaml: no drill is named 'crane' (it has problems of its own, in mine.yaml)",
    ]


def test_broken_drill_does_not_replace_the_shipped_one(user_folder: Path) -> None:
    (user_folder / "drills" / "mine.yaml").write_text("schema: 1\ndrills:\n  - {id: plank, name: 3}\n")
    catalog = load_catalog(user_folder)
    assert catalog.drills["plank"] == load_catalog(None).drills["plank"]
    assert len(catalog.problems) == 1


def test_circular_chain_across_files_is_reported(user_folder: Path) -> None:
    (user_folder / "drills" / "a.yaml").write_text("schema: 1\ndrills:\n  - {id: a, name: A, harder: b}\n")
    (user_folder / "drills" / "b.yaml").write_text("schema: 1\ndrills:\n  - {id: b, name: B, harder: a}\n")
    assert messages(load_catalog(user_folder)) == [
        "a.yaml: harder: going on from b leads back to a (a chain of drills has two ends)",
        "b.yaml: harder: going on from a leads back to b (a chain of drills has two ends)",
    ]


def test_yml_files_are_reported(user_folder: Path) -> None:
    (user_folder / "programs" / "mine.yml").write_text(PROGRAM.format(id="mine", title="Mine", drill="plank"))
    assert messages(load_catalog(user_folder)) == ["mine.yml: only .yaml files are read (name it mine.yaml)"]


def test_other_and_hidden_files_are_ignored(user_folder: Path) -> None:
    for name in (".core.yaml.swp", ".hidden.yaml", "notes.txt", "core.yaml~"):
        (user_folder / "programs" / name).write_text("[")
    assert messages(load_catalog(user_folder)) == []


def test_folder_named_like_a_program_is_reported(user_folder: Path) -> None:
    (user_folder / "programs" / "mine.yaml").mkdir()
    assert messages(load_catalog(user_folder)) == [
        "mine.yaml: this is a folder (give the path of a .yaml file)"
    ]


def test_dangling_link_is_reported(user_folder: Path) -> None:
    (user_folder / "programs" / "mine.yaml").symlink_to(user_folder / "nowhere")
    assert messages(load_catalog(user_folder)) == ["mine.yaml: there is no such file (check the path)"]


def test_folder_that_may_not_be_listed_is_reported(
    user_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    listed = Path.iterdir

    def refuse(path: Path) -> object:
        if path == user_folder / "programs":
            raise PermissionError(13, "Permission denied")
        return listed(path)

    monkeypatch.setattr(Path, "iterdir", refuse)
    catalog = load_catalog(user_folder)
    assert messages(catalog) == [
        "programs: this folder cannot be read: Permission denied (allow it: chmod u+rx)"
    ]
    assert "core" in catalog.programs


def test_missing_shipped_folder_is_an_empty_catalog(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(load, "shipped_programs_folder", lambda: tmp_path / "nowhere")
    assert load_catalog(None) == Catalog()


OPENED = """\
schema: 1
drills:
  - {id: plank, name: My plank, while_locked: always}
  - {id: walk-5, name: My walk, while_locked: none}
  - {id: stork, name: Stork, while_locked: call_today}
"""


def test_user_file_cannot_unlock_a_shipped_drill(user_folder: Path) -> None:
    (user_folder / "drills" / "mine.yaml").write_text(OPENED)
    catalog = load_catalog(user_folder)
    assert messages(catalog) == [
        "mine.yaml: while_locked: plank ships with coach, which keeps it closed under more (leave it out)"
    ]
    opens = {name: catalog.drills[name].while_locked for name in ("plank", "walk-5", "stork")}
    assert opens == {"plank": "none", "walk-5": "none", "stork": "call_today"}
    assert {rung.while_locked for rung in catalog.programs["core"].slots[0].ladder} == {"none"}


def test_user_file_can_unlock_a_user_drill(user_folder: Path) -> None:
    path = user_folder / "drills" / "mine.yaml"
    path.write_text("schema: 1\ndrills:\n  - {id: stork, name: Stork}\n")
    known = load_catalog(user_folder).drills
    text = "schema: 1\ndrills:\n  - {id: stork, name: Stork, while_locked: always}\n"
    assert check_text(text, path, known) == (None, ())
    _, problems = check_text(text.replace("stork", "bird-dog"), path, known)
    assert [one.message for one in problems] == [
        "while_locked: bird-dog ships with coach, which keeps it closed under more"
    ]
