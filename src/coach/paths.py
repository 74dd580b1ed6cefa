"""Where everything of the user's lives: one folder named by `COACH_HOME`, or the platform's own folders."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from msgspec import Struct


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
        """What can be made again from everything else."""
        return self.home / "cache"

    @property
    def logs(self) -> Path:
        """What the sound process had to say."""
        return self.home / "logs"


def find_paths(environment: Mapping[str, str]) -> Paths:
    """The paths for this environment; nothing is created.

    Args:
        environment: `os.environ`, or one made for a test.
    """
    named = environment.get("COACH_HOME")
    if named:
        home = Path(named).expanduser().absolute()
        return Paths(home=home, config=home / "config.yaml")
    from platformdirs import PlatformDirs

    folders = PlatformDirs("coach", appauthor=False)
    return Paths(home=folders.user_data_path, config=folders.user_config_path / "config.yaml")
