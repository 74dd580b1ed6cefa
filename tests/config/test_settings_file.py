"""Writing config.yaml: whole or not at all, for its owner's eyes alone, the version before beside it."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from coach.config import load as settings_file
from coach.config.load import change_settings, load_settings
from coach.errors import ProgramFileError


@pytest.fixture
def config(tmp_path: Path) -> Path:
    return tmp_path / "home" / "config.yaml"


def volume(config: Path) -> int:
    settings, problems = load_settings(config)
    assert problems == ()
    return settings.volume


def test_a_new_file_and_folder_are_private(config: Path) -> None:
    assert change_settings(config, {"volume": "7"}) is True
    assert config.read_text("utf-8") == "volume: 7\n"
    assert config.stat().st_mode & 0o777 == 0o600
    assert config.parent.stat().st_mode & 0o777 == 0o700
    assert [one.name for one in config.parent.iterdir()] == ["config.yaml"]


def test_the_previous_version_is_kept(config: Path) -> None:
    change_settings(config, {"volume": "7"})
    change_settings(config, {"volume": "8"})
    kept = config.with_name("config.yaml.bak")
    assert kept.read_text("utf-8") == "volume: 7\n"
    assert kept.stat().st_mode & 0o777 == 0o600


def test_unchanged_file_is_not_written(config: Path) -> None:
    change_settings(config, {"volume": "7"})
    before = config.stat().st_mtime_ns
    assert change_settings(config, {"volume": "7"}) is False
    assert change_settings(config, {"units": None}) is False
    assert config.stat().st_mtime_ns == before
    assert not config.with_name("config.yaml.bak").exists()


def test_an_invalid_value_leaves_the_file_unchanged(config: Path) -> None:
    change_settings(config, {"volume": "7"})
    with pytest.raises(ProgramFileError, match=r"config\.yaml:1:9: volume: 101 is more than 100"):
        change_settings(config, {"volume": "101"})
    assert volume(config) == 7


def test_byte_order_mark_and_crlf_stay(config: Path) -> None:
    config.parent.mkdir()
    config.write_bytes(b"\xef\xbb\xbf# mine\r\nvolume: 3\r\n")
    change_settings(config, {"volume": "4"})
    assert config.read_bytes() == b"\xef\xbb\xbf# mine\r\nvolume: 4\r\n"


def test_a_link_stays_a_link(config: Path, tmp_path: Path) -> None:
    config.parent.mkdir()
    kept_elsewhere = tmp_path / "dotfiles.yaml"
    kept_elsewhere.write_text("volume: 3\n", "utf-8")
    config.symlink_to(kept_elsewhere)
    change_settings(config, {"volume": "4"})
    assert config.is_symlink()
    assert kept_elsewhere.read_text("utf-8") == "volume: 4\n"


def test_a_binary_file_is_unchanged(config: Path) -> None:
    config.parent.mkdir()
    config.write_bytes(b"volume: \xff\n")
    with pytest.raises(ProgramFileError, match=r":1:9: the byte 0xff is not UTF-8"):
        change_settings(config, {"volume": "4"})
    assert config.read_bytes() == b"volume: \xff\n"


def test_folder_at_path_is_reported(config: Path) -> None:
    config.mkdir(parents=True)
    with pytest.raises(ProgramFileError, match="this cannot be read"):
        change_settings(config, {"volume": "4"})


def test_failed_write_keeps_old_file(config: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    change_settings(config, {"volume": "7"})

    def full(_handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(ProgramFileError, match="cannot be written: no space left on device"):
        change_settings(config, {"volume": "8"})
    assert volume(config) == 7
    assert [one.name for one in config.parent.iterdir()] == ["config.yaml"]


def test_concurrent_changes_are_kept(config: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    change_settings(config, {"volume": "7"})
    write = settings_file._write
    others = iter(["volume: 7\nunits: lb\n"])

    def after_another(path: Path, before: bytes | None, after: bytes) -> bool:
        for text in others:
            path.write_text(text, "utf-8")
        return write(path, before, after)

    monkeypatch.setattr(settings_file, "_write", after_another)
    assert change_settings(config, {"volume": "8"}) is True
    assert config.read_text("utf-8") == "volume: 8\nunits: lb\n"
