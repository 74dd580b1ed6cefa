"""The user's folders: one named by `COACH_HOME`, or those of the platform; and the shipped ones."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Final

from msgspec import Struct

from coach.errors import UsageError

_HINT: Final = "set COACH_HOME to a folder, written from the root, such as /home/you/coach"


class Paths(Struct, frozen=True, kw_only=True):
    """Every place on disk that the app reads or writes."""

    home: Path
    """The folder of the user's data; the only one that is made without being asked for."""
    config: Path

    @property
    def programs(self) -> Path:
        """The user's own programs, one YAML file each."""
        return self.home / "programs"

    @property
    def drills(self) -> Path:
        """The user's own drills, added to the shipped catalogue."""
        return self.home / "drills"

    @property
    def own_files(self) -> tuple[Path, Path]:
        """The folders of the YAML files that the user may edit in another program."""
        return self.programs, self.drills

    @property
    def sounds(self) -> Path:
        """The user's own sound sets, a folder for each."""
        return self.home / "sounds"

    @property
    def journal(self) -> Path:
        """The journal: what was really done."""
        return self.home / "journal.db"

    @property
    def backups(self) -> Path:
        """Copies of the journal."""
        return self.home / "backups"

    @property
    def cache(self) -> Path:
        """Caches."""
        return self.home / "cache"

    @property
    def logs(self) -> Path:
        """Logs of the sound process."""
        return self.home / "logs"


def find_paths(environment: Mapping[str, str]) -> Paths:
    """The paths for this environment; nothing is created.

    Raises:
        UsageError: it names no absolute path: the user's home is not known, or the current folder is gone.
    """
    named = environment.get("COACH_HOME", "").strip()
    if named:
        try:
            home = Path(named).expanduser()
        except RuntimeError as error:
            raise UsageError(f"COACH_HOME is {named}, and there is no such home here", hint=_HINT) from error
        try:
            home = home.absolute()
        except OSError as error:
            raise UsageError(
                f"COACH_HOME is {named}, and the folder that this starts from is gone", hint=_HINT
            ) from error
        return Paths(home=home, config=home / "config.yaml")
    from platformdirs import PlatformDirs

    folders = PlatformDirs("coach", appauthor=False)
    try:
        home, config = folders.user_data_path, folders.user_config_path
    except (RuntimeError, ValueError, KeyError) as error:
        raise UsageError("no home folder was found to keep your data in", hint=_HINT) from error
    if not home.is_absolute() or not config.is_absolute():
        raise UsageError("HOME is not a path from the root, so nothing can be kept there", hint=_HINT)
    return Paths(home=home, config=config / "config.yaml")


def own_home() -> Path | None:
    """The home folder of the user; None where none is known."""
    try:
        return Path("~").expanduser()
    except RuntimeError:
        return None


_PACKAGE = Path(__file__).resolve().parent


def shipped_programs_folder() -> Path:
    """The folder of the shipped programs and the drill catalogue."""
    return _shipped("programs")


def shipped_sounds_folder() -> Path:
    """The folder of the shipped cue sounds."""
    return _shipped("sounds")


def _shipped(name: str) -> Path:
    installed = _PACKAGE / "shipped" / name
    return installed if installed.is_dir() else _PACKAGE.parent.parent / name


def templates_folder() -> Path:
    """The folder of the templates, one for each kind of program."""
    return _PACKAGE / "templates"


def guide_folder() -> Path:
    """The folder of the pages of the guide."""
    return _PACKAGE / "guide"


class ScreenRequest(Struct, frozen=True, kw_only=True):
    """One opening of the app."""

    program: str | None = None
    """The id of the program to run at once; None opens the day."""
    on: date | None = None
    """The day it counts for; None is today."""
    mute: bool = False
    speed: float | None = None
    """A rehearsal this many times as fast, which records nothing; None is the real thing."""
