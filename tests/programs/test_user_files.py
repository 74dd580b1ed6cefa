"""The files of the user's own programs."""

from __future__ import annotations

import json
import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from coach.app.check import check_files
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
def user_folder(tmp_path: Path) -> UserProgramFiles:
    return UserProgramFiles(tmp_path / "programs")


def files(folder: Path) -> set[str]:
    return {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()}


def test_new_program_keeps_comments_and_gets_a_head(user_folder: UserProgramFiles) -> None:
    path = user_folder.create("yours", TEXT)
    assert check_files([path]) == []
    assert "title: Yours    # my comment" in path.read_text()
    assert path.read_text().startswith("# yaml-language-server: $schema=schema/program.json\n")
    assert json.loads((user_folder.folder / "schema" / "program.json").read_text()) == json_schema("program")


def test_trash_and_drafts_are_not_in_the_catalog(user_folder: UserProgramFiles) -> None:
    user_folder.create("yours", TEXT)
    user_folder.save("yours", "broken", NOW)
    user_folder.keep_draft("yours", "typing")
    user_folder.delete("yours", NOW)
    catalog = load_catalog(user_folder.folder.parent)
    assert catalog.problems == ()
    assert "yours" not in {*catalog.programs, *catalog.broken}


def test_new_program_overwrites_no_file(user_folder: UserProgramFiles) -> None:
    path = user_folder.create("yours", TEXT)
    before = path.read_bytes()
    with pytest.raises(ProgramFileError, match="already"):
        user_folder.create("yours", TEXT, title="Other")
    assert path.read_bytes() == before
    assert files(user_folder.folder) == {"yours.yaml", "schema/program.json"}


@pytest.mark.parametrize("name", ["", "A", "a b", "../x", "a/b", "é", "x" * 65, "drills", "config"])
def test_invalid_id_is_refused(user_folder: UserProgramFiles, name: str) -> None:
    with pytest.raises(UsageError):
        user_folder.create(name, TEXT)
    assert not user_folder.folder.exists()


def test_saving_keeps_a_backup(user_folder: UserProgramFiles) -> None:
    path = user_folder.create("yours", TEXT)
    first = path.read_text()
    user_folder.save("yours", "second: [", NOW)
    user_folder.save("yours", "third", NOW)
    assert path.read_text() == "third"
    kept = sorted((user_folder.folder / ".backup").iterdir())
    assert [one.read_text() for one in kept] == ["second: [", first]


def test_number_of_backups_of_a_program_is_limited(user_folder: UserProgramFiles) -> None:
    user_folder.create("mine", TEXT)
    user_folder.create("mine-too", TEXT)
    user_folder.save("mine-too", "x", NOW)
    for number in range(KEPT_BACKUPS + 5):
        user_folder.save("mine", f"text {number}", NOW + timedelta(minutes=number))
    kept = sorted(path.name for path in (user_folder.folder / ".backup").glob("mine.*"))
    assert len(kept) == KEPT_BACKUPS
    assert "mine.2026-01-05T07-54-00.yaml" in kept
    assert len(list((user_folder.folder / ".backup").glob("mine-too.*"))) == 1


def test_file_changed_meanwhile_is_not_overwritten(user_folder: UserProgramFiles) -> None:
    path = user_folder.create("yours", TEXT)
    _, mark = user_folder.read("yours")
    path.write_text("theirs")
    with pytest.raises(ChangedOnDiskError):
        user_folder.save("yours", "mine", NOW, mark=mark)
    assert path.read_text() == "theirs"
    path.unlink()
    with pytest.raises(ChangedOnDiskError):
        user_folder.save("yours", "mine", NOW, mark=mark)
    mark = user_folder.save("yours", "mine", NOW)
    assert user_folder.save("yours", "mine again", NOW, mark=mark) != mark


def test_program_is_renamed(user_folder: UserProgramFiles) -> None:
    user_folder.create("yours", TEXT)
    path = user_folder.rename("yours", "theirs", NOW, title="Theirs")
    assert check_files([path]) == []
    assert "title: Theirs   # my comment" in path.read_text()
    assert not (user_folder.folder / "yours.yaml").exists()
    user_folder.create("yours", TEXT)
    with pytest.raises(ProgramFileError, match="already"):
        user_folder.rename("yours", "theirs", NOW)
    assert (user_folder.folder / "yours.yaml").exists()
    assert "My title" in user_folder.rename("yours", "yours", NOW, title="My title").read_text()


def test_deleted_program_is_restored(user_folder: UserProgramFiles) -> None:
    text = user_folder.create("yours", TEXT).read_text()
    first = user_folder.delete("yours", NOW)
    user_folder.create("yours", TEXT, title="Second")
    second = user_folder.delete("yours", NOW)
    assert set(user_folder.trashed()) == {first, second}
    assert user_folder.restore(first).read_text() == text
    with pytest.raises(ProgramFileError, match="already"):
        user_folder.restore(second)
    with pytest.raises(ProgramFileError):
        user_folder.restore(user_folder.folder / "yours.yaml")
    user_folder.delete("yours", NOW)
    with pytest.raises(ProgramFileError, match="no such program"):
        user_folder.delete("yours", NOW)


def test_link_out_of_the_folder_is_refused(user_folder: UserProgramFiles, tmp_path: Path) -> None:
    user_folder.create("mine", TEXT)
    outside = tmp_path / "outside.yaml"
    outside.write_text("theirs")
    (user_folder.folder / "link.yaml").symlink_to(outside)
    for change in (
        lambda: user_folder.save("link", "x", NOW),
        lambda: user_folder.delete("link", NOW),
        lambda: user_folder.rename("link", "other", NOW),
        lambda: user_folder.rename("mine", "link", NOW),
        lambda: user_folder.create("link", TEXT),
    ):
        with pytest.raises(ProgramFileError, match="link"):
            change()
    assert outside.read_text() == "theirs"


@pytest.mark.parametrize("name", [".backup", ".trash", ".drafts", "schema"])
def test_linked_folder_is_refused(user_folder: UserProgramFiles, tmp_path: Path, name: str) -> None:
    (tmp_path / "outside").mkdir()
    user_folder.folder.mkdir()
    (user_folder.folder / name).symlink_to(tmp_path / "outside")
    (user_folder.folder / "mine.yaml").write_text(TEXT)
    for change in (
        lambda: user_folder.save("mine", "x", NOW),
        lambda: user_folder.keep_draft("mine", "x"),
        lambda: user_folder.delete("mine", NOW),
        user_folder.put_schema,
    ):
        try:
            change()
        except ProgramFileError as error:
            assert "link" in str(error)
    assert list((tmp_path / "outside").iterdir()) == []


def test_draft_survives_a_crash(user_folder: UserProgramFiles) -> None:
    user_folder.create("mine", TEXT)
    assert user_folder.draft("mine") is None
    user_folder.keep_draft("mine", "half a wo")
    user_folder.keep_draft("mine", "half a word")
    assert UserProgramFiles(user_folder.folder).draft("mine") == "half a word"
    user_folder.save("mine", "a word", NOW)
    assert user_folder.draft("mine") is None
    user_folder.drop_draft("mine")


def test_full_disk_leaves_the_old_text(
    user_folder: UserProgramFiles, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = user_folder.create("mine", TEXT)
    before = path.read_text()

    def full(_handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(ProgramFileError, match="no space left"):
        user_folder.save("mine", "x", NOW)
    assert path.read_text() == before
    assert not [name for name in files(user_folder.folder) if name.endswith(".new")]


def test_unreadable_file_is_reported(user_folder: UserProgramFiles) -> None:
    with pytest.raises(ProgramFileError) as caught:
        user_folder.read("mine")
    assert caught.value.message == "there is no such file"
    user_folder.folder.mkdir(exist_ok=True)
    (user_folder.folder / "mine.yaml").write_bytes(b"title: \xff")
    with pytest.raises(ProgramFileError) as caught:
        user_folder.read("mine")
    assert (caught.value.message, caught.value.hint) == ("this is not UTF-8", "save it as UTF-8")


def test_draft_that_cannot_be_removed_is_reported(
    user_folder: UserProgramFiles, monkeypatch: pytest.MonkeyPatch
) -> None:
    user_folder.keep_draft("mine", "typing")

    def refuse(_path: Path, *, missing_ok: bool = False) -> None:
        raise OSError(13, "Permission denied")

    monkeypatch.setattr(Path, "unlink", refuse)
    with pytest.raises(ProgramFileError) as caught:
        user_folder.drop_draft("mine")
    assert caught.value.message == "this cannot be removed: permission denied"


def test_files_keep_their_permissions(user_folder: UserProgramFiles) -> None:
    path = user_folder.create("mine", TEXT)
    assert path.stat().st_mode & 0o777 == 0o600
    path.chmod(0o644)
    user_folder.save("mine", "x", NOW)
    assert path.stat().st_mode & 0o777 == 0o644


@pytest.mark.parametrize("kind", list(Kind))
def test_template_of_each_kind_is_a_valid_program(kind: Kind, user_folder: UserProgramFiles) -> None:
    path = user_folder.create("mine", template(kind))
    assert check_files([path]) == []
    catalog = load_catalog(user_folder.folder.parent)
    assert catalog.programs["mine"].kind is kind
    assert catalog.programs["mine"].title == "Mine"
    assert {path.stem for path in templates_folder().glob("*.yaml")} == {one.value for one in Kind}
    assert path.read_text().count("#") >= 3
