"""The files of the user's own programs."""

from __future__ import annotations

import json
import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from coach.app.programs import check_files
from coach.errors import ProgramFileError, UsageError
from coach.files import ChangedOnDiskError
from coach.model.program import Kind
from coach.paths import templates_folder
from coach.programs.json_schema import json_schema
from coach.programs.load import load_catalog
from coach.programs.user_files import KEPT_BACKUPS, UserProgramFiles, template

NOW = datetime(2026, 1, 5, 7, 30, tzinfo=UTC)
TEXT = """\
schema: 1
id: mine
title: Mine     # my comment
kind: custom
slots:
  - {slot: plank, hold: 20s}
"""


@pytest.fixture
def user_files(tmp_path: Path) -> UserProgramFiles:
    return UserProgramFiles(tmp_path / "programs")


def files(folder: Path) -> set[str]:
    return {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()}


def test_new_program_keeps_comments_and_gets_a_head(user_files: UserProgramFiles) -> None:
    path = user_files.create("yours", TEXT)
    assert check_files([path]) == []
    assert "title: Yours    # my comment" in path.read_text()
    assert path.read_text().startswith("# yaml-language-server: $schema=schema/program.json\n")
    assert json.loads((user_files.folder / "schema" / "program.json").read_text()) == json_schema("program")


def test_trash_and_drafts_are_not_in_the_catalog(user_files: UserProgramFiles) -> None:
    user_files.create("yours", TEXT)
    user_files.save("yours", "broken", NOW)
    user_files.keep_draft("yours", "typing")
    user_files.delete("yours", NOW)
    catalog = load_catalog(user_files.folder.parent)
    assert catalog.problems == ()
    assert "yours" not in {*catalog.programs, *catalog.broken}


def test_new_program_overwrites_no_file(user_files: UserProgramFiles) -> None:
    path = user_files.create("yours", TEXT)
    before = path.read_bytes()
    with pytest.raises(ProgramFileError, match="already"):
        user_files.create("yours", TEXT, title="Other")
    assert path.read_bytes() == before
    assert files(user_files.folder) == {"yours.yaml", "schema/program.json"}


@pytest.mark.parametrize("name", ["", "A", "a b", "../x", "a/b", "é", "x" * 65, "drills", "config"])
def test_invalid_id_is_refused(user_files: UserProgramFiles, name: str) -> None:
    with pytest.raises(UsageError):
        user_files.create(name, TEXT)
    assert not user_files.folder.exists()


def test_saving_keeps_a_backup(user_files: UserProgramFiles) -> None:
    path = user_files.create("yours", TEXT)
    first = path.read_text()
    user_files.save("yours", "second: [", NOW)
    user_files.save("yours", "third", NOW)
    assert path.read_text() == "third"
    kept = sorted((user_files.folder / ".backup").iterdir())
    assert [one.read_text() for one in kept] == ["second: [", first]


def test_number_of_backups_of_a_program_is_limited(user_files: UserProgramFiles) -> None:
    user_files.create("mine", TEXT)
    user_files.create("mine-too", TEXT)
    user_files.save("mine-too", "x", NOW)
    for number in range(KEPT_BACKUPS + 5):
        user_files.save("mine", f"text {number}", NOW + timedelta(minutes=number))
    kept = sorted(path.name for path in (user_files.folder / ".backup").glob("mine.*"))
    assert len(kept) == KEPT_BACKUPS
    assert "mine.2026-01-05T07-54-00.yaml" in kept
    assert len(list((user_files.folder / ".backup").glob("mine-too.*"))) == 1


def test_file_changed_meanwhile_is_not_overwritten(user_files: UserProgramFiles) -> None:
    path = user_files.create("yours", TEXT)
    _, mark = user_files.read("yours")
    path.write_text("theirs")
    with pytest.raises(ChangedOnDiskError):
        user_files.save("yours", "mine", NOW, mark=mark)
    assert path.read_text() == "theirs"
    path.unlink()
    with pytest.raises(ChangedOnDiskError):
        user_files.save("yours", "mine", NOW, mark=mark)
    mark = user_files.save("yours", "mine", NOW)
    assert user_files.save("yours", "mine again", NOW, mark=mark) != mark


def test_program_is_renamed(user_files: UserProgramFiles) -> None:
    user_files.create("yours", TEXT)
    path = user_files.rename("yours", "theirs", NOW, title="Theirs")
    assert check_files([path]) == []
    assert "title: Theirs   # my comment" in path.read_text()
    assert not (user_files.folder / "yours.yaml").exists()
    user_files.create("yours", TEXT)
    with pytest.raises(ProgramFileError, match="already"):
        user_files.rename("yours", "theirs", NOW)
    assert (user_files.folder / "yours.yaml").exists()
    assert "My title" in user_files.rename("yours", "yours", NOW, title="My title").read_text()


def test_deleted_program_is_restored(user_files: UserProgramFiles) -> None:
    text = user_files.create("yours", TEXT).read_text()
    first = user_files.delete("yours", NOW)
    user_files.create("yours", TEXT, title="Second")
    second = user_files.delete("yours", NOW)
    assert set(user_files.trashed()) == {first, second}
    assert user_files.restore(first).read_text() == text
    with pytest.raises(ProgramFileError, match="already"):
        user_files.restore(second)
    with pytest.raises(ProgramFileError):
        user_files.restore(user_files.folder / "yours.yaml")
    user_files.delete("yours", NOW)
    with pytest.raises(ProgramFileError, match="no such program"):
        user_files.delete("yours", NOW)


def test_link_out_of_the_folder_is_refused(user_files: UserProgramFiles, tmp_path: Path) -> None:
    user_files.create("mine", TEXT)
    outside = tmp_path / "outside.yaml"
    outside.write_text("theirs")
    (user_files.folder / "link.yaml").symlink_to(outside)
    for change in (
        lambda: user_files.save("link", "x", NOW),
        lambda: user_files.delete("link", NOW),
        lambda: user_files.rename("link", "other", NOW),
        lambda: user_files.rename("mine", "link", NOW),
        lambda: user_files.create("link", TEXT),
    ):
        with pytest.raises(ProgramFileError, match="link"):
            change()
    assert outside.read_text() == "theirs"


@pytest.mark.parametrize("name", [".backup", ".trash", ".drafts", "schema"])
def test_linked_folder_is_refused(user_files: UserProgramFiles, tmp_path: Path, name: str) -> None:
    (tmp_path / "outside").mkdir()
    user_files.folder.mkdir()
    (user_files.folder / name).symlink_to(tmp_path / "outside")
    (user_files.folder / "mine.yaml").write_text(TEXT)
    for change in (
        lambda: user_files.save("mine", "x", NOW),
        lambda: user_files.keep_draft("mine", "x"),
        lambda: user_files.delete("mine", NOW),
        user_files.put_schema,
    ):
        try:
            change()
        except ProgramFileError as error:
            assert "link" in str(error)
    assert list((tmp_path / "outside").iterdir()) == []


def test_draft_survives_a_crash(user_files: UserProgramFiles) -> None:
    user_files.create("mine", TEXT)
    assert user_files.draft("mine") is None
    user_files.keep_draft("mine", "half a wo")
    user_files.keep_draft("mine", "half a word")
    assert UserProgramFiles(user_files.folder).draft("mine") == "half a word"
    user_files.save("mine", "a word", NOW)
    assert user_files.draft("mine") is None
    user_files.drop_draft("mine")


def test_full_disk_leaves_the_old_text(user_files: UserProgramFiles, monkeypatch: pytest.MonkeyPatch) -> None:
    path = user_files.create("mine", TEXT)
    before = path.read_text()

    def full(_handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(ProgramFileError, match="no space left"):
        user_files.save("mine", "x", NOW)
    assert path.read_text() == before
    assert not [name for name in files(user_files.folder) if name.endswith(".new")]


def test_unreadable_file_is_reported(user_files: UserProgramFiles) -> None:
    with pytest.raises(ProgramFileError) as caught:
        user_files.read("mine")
    assert caught.value.message == "there is no such file"
    user_files.folder.mkdir(exist_ok=True)
    (user_files.folder / "mine.yaml").write_bytes(b"title: \xff")
    with pytest.raises(ProgramFileError) as caught:
        user_files.read("mine")
    assert (caught.value.message, caught.value.hint) == ("this is not UTF-8", "save it as UTF-8")


def test_draft_that_cannot_be_removed_is_reported(
    user_files: UserProgramFiles, monkeypatch: pytest.MonkeyPatch
) -> None:
    user_files.keep_draft("mine", "typing")

    def refuse(_path: Path, *, missing_ok: bool = False) -> None:
        raise OSError(13, "Permission denied")

    monkeypatch.setattr(Path, "unlink", refuse)
    with pytest.raises(ProgramFileError) as caught:
        user_files.drop_draft("mine")
    assert caught.value.message == "this cannot be removed: permission denied"


def test_files_keep_their_permissions(user_files: UserProgramFiles) -> None:
    path = user_files.create("mine", TEXT)
    assert path.stat().st_mode & 0o777 == 0o600
    path.chmod(0o644)
    user_files.save("mine", "x", NOW)
    assert path.stat().st_mode & 0o777 == 0o644


@pytest.mark.parametrize("kind", list(Kind))
def test_template_of_each_kind_is_a_valid_program(kind: Kind, user_files: UserProgramFiles) -> None:
    path = user_files.create("mine", template(kind))
    assert check_files([path]) == []
    catalog = load_catalog(user_files.folder.parent)
    assert catalog.programs["mine"].kind is kind
    assert catalog.programs["mine"].title == "Mine"
    assert {path.stem for path in templates_folder().glob("*.yaml")} == {one.value for one in Kind}
    assert path.read_text().count("#") >= 3
