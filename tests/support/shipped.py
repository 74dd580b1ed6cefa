"""The shipped programs and drills, read once for each process and not once for each home."""

from __future__ import annotations

import os
from functools import cache
from pathlib import Path

from coach.programs import load
from coach.programs.catalog import Catalog, Unchanged
from coach.programs.load import FileKind, Source, open_source
from coach.programs.parse import Fetch, fetch_bytes

_load_library = load.load_catalog


def install() -> None:
    """Make every reading of the catalog start from the shipped files as they were read first."""
    vars(load).update(open_source=_open_source, load_catalog=load_catalog)


def load_catalog(user_home: Path | None, unchanged: Unchanged | None = None) -> Catalog:
    """The catalog; without files of the user, a copy of the shipped one."""
    if unchanged is not None:
        return _load_library(user_home, unchanged)
    if user_home is not None and not all(_is_absent(user_home / name) for name in ("drills", "programs")):
        return _load_library(user_home)
    shipped = _shipped_library(_shipped_folder())
    return Catalog(
        programs=dict(shipped.programs),
        drills=dict(shipped.drills),
        problems=shipped.problems,
        sources=dict(shipped.sources),
        broken=dict(shipped.broken),
    )


def _is_absent(folder: Path) -> bool:
    """Whether nothing of that name exists; a folder without permission counts as existing."""
    try:
        os.lstat(folder)
    except FileNotFoundError:
        return True
    except OSError:
        return False
    return False


def _open_source(path: Path, usual: FileKind, fetch: Fetch = fetch_bytes) -> Source:
    """A file with its own list of problems, to which later steps append."""
    if path.parent != _shipped_folder():
        return open_source(path, usual, fetch)
    one = _shipped_source(path, usual)
    return Source(one.path, one.root, list(one.problems), one.kind)


def _shipped_folder() -> Path:
    """The folder of the shipped programs, which a test may have changed."""
    folder: Path = vars(load)["shipped_programs_folder"]()
    return folder


@cache
def _shipped_source(path: Path, usual: FileKind) -> Source:
    return open_source(path, usual)


@cache
def _shipped_library(_folder_of_it: Path) -> Catalog:
    return _load_library(None)
