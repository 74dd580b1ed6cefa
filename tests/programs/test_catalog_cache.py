"""The cache of the catalog is used while no file has changed."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest

from coach.model.program import Program
from coach.programs import catalog as cache
from coach.programs.catalog import CACHE_NAME, load_cached_catalog
from coach.programs.load import DrillIndex, Source, load_catalog, read_program
from tests.support.short_session import make_short_home


@pytest.fixture
def user_folder(home: Path) -> Path:
    return make_short_home(home)


def cache_file(user_folder: Path) -> Path:
    return user_folder / "cache" / CACHE_NAME


def forbid_reading(monkeypatch: pytest.MonkeyPatch) -> None:
    def read(_home: Path | None, _unchanged: object = None) -> None:
        raise AssertionError("the files were read again")

    monkeypatch.setattr("coach.programs.load.load_catalog", read)


def test_cache_gives_the_same_catalog(user_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = load_cached_catalog(user_folder, user_folder / "cache")
    assert first == load_catalog(user_folder)
    forbid_reading(monkeypatch)
    assert load_cached_catalog(user_folder, user_folder / "cache") == first


def test_changed_file_is_read(user_folder: Path) -> None:
    load_cached_catalog(user_folder, user_folder / "cache")
    file = user_folder / "programs" / "tiny.yaml"
    file.write_text(file.read_text().replace("Tiny holds", "Wee little"))
    assert load_cached_catalog(user_folder, user_folder / "cache").programs["tiny"].title == "Wee little"


def test_added_and_removed_files_are_noticed(user_folder: Path) -> None:
    load_cached_catalog(user_folder, user_folder / "cache")
    file = user_folder / "programs" / "tiny.yaml"
    other = user_folder / "programs" / "other.yaml"
    other.write_text(file.read_text().replace("id: tiny", "id: other"))
    assert "other" in load_cached_catalog(user_folder, user_folder / "cache").programs
    file.unlink()
    assert "tiny" not in load_cached_catalog(user_folder, user_folder / "cache").programs


def test_catalog_with_problems_is_not_cached(user_folder: Path) -> None:
    file = user_folder / "programs" / "tiny.yaml"
    file.write_text(file.read_text().replace("rounds: 2", "rounds: 0"))
    for _ in range(2):
        assert load_cached_catalog(user_folder, user_folder / "cache").problems
        assert not cache_file(user_folder).exists()


@pytest.mark.parametrize("content", [b"", b"\x00\xff", b"\x93\x01\x02\x03", b"x" * 5000])
def test_invalid_cache_is_ignored(user_folder: Path, content: bytes) -> None:
    whole = load_cached_catalog(user_folder, user_folder / "cache")
    cache_file(user_folder).write_bytes(content)
    assert load_cached_catalog(user_folder, user_folder / "cache") == whole


def test_cache_of_another_version_is_ignored(user_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    load_cached_catalog(user_folder, user_folder / "cache")
    monkeypatch.setattr(cache, "__version__", "0.0.0")
    forbid_reading(monkeypatch)
    with pytest.raises(AssertionError, match="read again"):
        load_cached_catalog(user_folder, user_folder / "cache")


def test_cache_file_is_private(user_folder: Path) -> None:
    load_cached_catalog(user_folder, user_folder / "cache")
    assert cache_file(user_folder).stat().st_mode & 0o777 == 0o600
    assert [file.name for file in cache_file(user_folder).parent.iterdir()] == [CACHE_NAME]
    assert msgspec.msgpack.decode(cache_file(user_folder).read_bytes())


def test_without_a_home_no_cache_is_written(tmp_path: Path) -> None:
    home = tmp_path / "nobody"
    assert load_cached_catalog(home, home / "cache").programs
    assert not home.exists()


def test_without_a_writable_cache_the_files_are_read(user_folder: Path) -> None:
    (user_folder / "cache").write_text("not a folder")
    assert load_cached_catalog(user_folder, user_folder / "cache").programs["tiny"].title == "Tiny holds"


def test_only_changed_programs_are_read(user_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    other = user_folder / "programs" / "other.yaml"
    tiny = user_folder / "programs" / "tiny.yaml"
    other.write_text(tiny.read_text().replace("id: tiny", "id: other"))
    load_cached_catalog(user_folder, user_folder / "cache")
    tiny.write_text(tiny.read_text().replace("Tiny holds", "Wee little"))
    read: list[str] = []

    def counted(source: Source, shelf: DrillIndex) -> Program | None:
        read.append(source.path.name)
        return read_program(source, shelf)

    monkeypatch.setattr("coach.programs.load.read_program", counted)
    catalog = load_cached_catalog(user_folder, user_folder / "cache")
    assert read == ["tiny.yaml"]
    monkeypatch.undo()
    assert catalog == load_catalog(user_folder)


def test_changed_drill_reads_every_program_again(user_folder: Path) -> None:
    load_cached_catalog(user_folder, user_folder / "cache")
    file = user_folder / "drills" / "mine.yaml"
    file.parent.mkdir(exist_ok=True)
    file.write_text(
        "schema: 1\ndrills:\n  - id: plank\n    name: Board\n    measure: hold\n    cues: [Lie down.]\n"
    )
    catalog = load_cached_catalog(user_folder, user_folder / "cache")
    assert catalog == load_catalog(user_folder)
    assert catalog.problems or catalog.drills["plank"].name == "Board"


def test_removed_user_program_uncovers_the_shipped_one(user_folder: Path) -> None:
    file = user_folder / "programs" / "core.yaml"
    file.write_text((user_folder / "programs" / "tiny.yaml").read_text().replace("id: tiny", "id: core"))
    assert load_cached_catalog(user_folder, user_folder / "cache").programs["core"].title == "Tiny holds"
    file.unlink()
    assert load_cached_catalog(user_folder, user_folder / "cache") == load_catalog(user_folder)
