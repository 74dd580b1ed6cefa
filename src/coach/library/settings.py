"""The user's settings: what config.yaml says, and the default for everything that it does not."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from coach.library.problems import Problem
from coach.model.settings import Settings

CONFIG_NAME: Final = "config.yaml"


def load_settings(path: Path) -> tuple[Settings, tuple[Problem, ...]]:
    """The settings of a file, and its problems: whatever is wrong counts as if it were not there.

    A file that is not there is no problem: everything has a default.
    """
    try:
        path.stat()
    except (FileNotFoundError, NotADirectoryError):
        return Settings(), ()
    except OSError:
        pass  # what stands in the way is said when the file is opened
    # Most people have no such file, and then YAML is not needed to start.
    from coach.library.config_reading import check_config
    from coach.library.source import open_source

    source = open_source(path, "config")
    settings = check_config(source)
    return settings, tuple(sorted(source.problems))
